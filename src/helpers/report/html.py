"""Fragments of HTML. Every string that comes from data is escaped here and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers import thai

TEMPLATES = Path(__file__).parent / "templates"

KEPT = "w-"
"""An element of our own, with no meaning but that its words stay on one line: a page has hundreds, and a
``span`` with a class takes twice the bytes."""

BLANK = "d-"
"""Another: a line of dots to fill in by hand."""

_DOTS = re.compile(r"\.{16,}")
_TERMS = re.compile("|".join(map(re.escape, thai.TERMS)))


@dataclass(frozen=True)
class Block:
    """A piece of a page as a notebook displays it; ``metadata`` tells the exporter about the page."""

    html: str
    text: str = ""
    """What a reader without HTML gets (a terminal, a diff)."""
    metadata: dict[str, Any] = field(default_factory=dict)

    def bundle(self) -> tuple[dict[str, str], dict[str, Any]]:
        """Data and metadata as Jupyter's display protocol wants them."""
        return {"text/html": self.html, "text/plain": self.text}, self.metadata

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        return self.bundle()


def flow(text: object) -> Markup:
    """Running text: escaped, lines kept, the field's compounds kept together at line ends."""
    lines = str(escape(str(text))).split("\n")
    return Markup("<br>").join(Markup(_kept(line)) for line in lines)  # noqa: S704 - escaped above


def _kept(escaped: str) -> str:
    return _TERMS.sub(lambda term: f"<{KEPT}>{term[0]}</{KEPT}>", escaped)


def to_fill(html: Markup) -> Markup:
    """Lines of dots in elements of their own: a phone shows as much of one as fits, on one line."""
    return Markup(_DOTS.sub(lambda found: f"<{BLANK}>{found[0]}</{BLANK}>", html))  # noqa: S704 - escaped before


def css_text(text: object) -> Markup:
    """A string of CSS, for an attribute in double quotes."""
    inside = re.sub(r"[\\'\n]", lambda found: f"\\{ord(found[0]):x} ", str(text))
    return Markup(f"'{escape(inside)}'")  # noqa: S704 - escaped


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
    jinja.filters["to_fill"] = to_fill
    return jinja


def render(template: str, **values: object) -> str:
    """Renders a template of ``report/templates``."""
    return environment().get_template(template).render(**values)
