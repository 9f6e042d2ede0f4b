"""Fragments of HTML. Every string that comes from data is escaped here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers import line_breaks

if TYPE_CHECKING:  # the exporter, which shows no table, starts without pandas
    import pandas as pd

    from helpers.tables import Row, Rows

TEMPLATES = Path(__file__).parent / "templates"

BLANK = "d-"
"""A custom element for a line of dots to fill in by hand."""

_DOTS = re.compile(r"\.{16,}")  # a memo's shortest line has 24; an ellipsis in a text stays


@dataclass(frozen=True)
class Block:
    """A piece of a page as a notebook displays it; ``metadata`` tells the exporter about the page."""

    html: str
    text: str = ""
    """What a reader without HTML gets (a terminal, a diff)."""
    metadata: dict[str, Any] = field(default_factory=dict)
    table: pd.DataFrame | Rows | None = field(default=None, compare=False, repr=False)

    @property
    def frame(self) -> pd.DataFrame | None:
        """The data shown, for further computing; not part of any page.

        Another one each time, so that a cell that changes it doesn't change the report.
        """
        if self.table is None:
            return None
        import pandas as pd

        frame = self.table if isinstance(self.table, pd.DataFrame) else pd.DataFrame(self.table)
        return frame.copy(deep=False)

    def bundle(self) -> tuple[dict[str, str], dict[str, Any]]:
        """Data and metadata as Jupyter's display protocol wants them."""
        return {"text/html": self.html, "text/plain": self.text}, self.metadata

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        return self.bundle()


def prose(paragraphs: Iterable[str]) -> list[Row]:
    """The table of a part that is text: one row per paragraph."""
    return [{"paragraph": paragraph} for paragraph in paragraphs]


def flow(text: object) -> Markup:
    """Running text: escaped, lines kept."""
    return Markup("<br>").join(str(text).split("\n"))


_NOT_RUNNING = re.compile(r"(<(title|style|script|svg|pre|textarea|select)\b.*?</\2>|<[^>]*>)", re.DOTALL)


def with_breaks(html: str) -> str:
    """A page with ``<wbr>`` where a line of Thai may end, as its style allows no other place.

    Styles, drawings, preformatted text and tags stay as they are.
    """
    # Alternates between text, a tag or an element that is left alone, and that element's name.
    parts = _NOT_RUNNING.split(html)
    parts[::3] = map(_broken, parts[::3])
    parts[2::3] = [""] * len(parts[2::3])
    return "".join(parts)


def _broken(text: str) -> str:
    if text.isspace():
        return f"{text}<wbr>" if text == " " else text  # a single space separates two inline elements
    pieces = line_breaks.pieces(unescape(text))  # unescaped, so that an entity counts as one letter
    broken = "<wbr>".join(map(escape, pieces)) if len(pieces) > 1 else text
    return f"{broken}<wbr>" if text.endswith(" ") else broken


_THAI = re.compile("[ก-๛](?:[^<>&A-Za-z]*[ก-๛])?")
_THAI_LABEL = re.compile("<(text|tspan|option)(?=[ >])([^<>]*>[^<A-Za-z]*[ก-๛][^<A-Za-z]*<)")
"""A label of a drawing, or an option, that contains no elements and only Thai."""


def mark_thai(html: str) -> str:
    """An English page with the Thai words of its data (names, periods, units) marked as Thai.

    Screen readers then switch to a Thai voice, and browsers to Thai line breaking.
    """
    parts = _NOT_RUNNING.split(html)
    parts[::3] = [_THAI.sub(lambda run: f'<span lang="th">{run[0]}</span>', text) for text in parts[::3]]
    parts[1::3] = [_THAI_LABEL.sub(r'<\1 lang="th"\2', element) for element in parts[1::3]]
    parts[2::3] = [""] * len(parts[2::3])
    return "".join(parts)


def to_fill(html: Markup) -> Markup:
    """Puts lines of dots into custom elements, so that a phone shows as much of one as fits on one line."""
    return Markup(_DOTS.sub(lambda dots: f"<{BLANK}>{dots[0]}</{BLANK}>", html))  # noqa: S704 - escaped before


def css_text(text: object) -> Markup:
    """A string of CSS, for an attribute in double quotes."""
    # A backslash or quote would end the string, a line break too: CSS writes them by their code.
    inside = re.sub(r"[\\'\n]", lambda special: f"\\{ord(special[0]):x} ", str(text))
    return Markup(f"'{escape(inside)}'")  # noqa: S704 - escaped


def css_names(names: Sequence[str]) -> Markup:
    """The names of a table's columns as ``--c1``, ``--c2`` ..., which a phone shows beside the cells."""
    parts = (f"--c{place}:{css_text(name)}" for place, name in enumerate(names, start=1))
    return Markup(";".join(parts))  # noqa: S704 - escaped


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The Jinja environment of all fragments and pages; autoescape is always on."""
    jinja = Environment(
        loader=FileSystemLoader([TEMPLATES, TEMPLATES / "ita"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["flow"] = flow
    jinja.filters["css_text"] = css_text
    jinja.filters["css_names"] = css_names
    jinja.filters["to_fill"] = to_fill
    return jinja


def render(template: str, **values: object) -> str:
    """Renders a template of ``report/templates``."""
    return environment().get_template(template).render(**values)
