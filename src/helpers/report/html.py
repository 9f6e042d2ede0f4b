"""Fragments of HTML. Every string that comes from data is escaped here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers import thai

TEMPLATES = Path(__file__).parent / "templates"

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
    # A page holds hundreds of these: bdi means nothing in one direction of writing, and is short.
    return _TERMS.sub(lambda term: f"<bdi>{term[0]}</bdi>", escaped)


def column_widths(body: Sequence[tuple[str, Sequence[Sequence[Sequence[str]]]]]) -> list[int]:
    """Widths in percent for a table of measures (title, rows of cells of lines), the title's first.

    A column with more text gets more room, though less than its share: a browser that looks only at
    the longest line leaves long columns narrow, and the table on paper twice as long.
    """
    titles = [len(title) for title, _ in body]
    columns = zip(*(cells for _, rows in body for cells in rows), strict=True)
    amounts = [sum(titles), *(sum(len(line) for lines in column for line in lines) for column in columns)]
    weights = [amount**0.6 for amount in amounts]
    least = [11.0, *(7.5 for _ in amounts[1:])]
    over = [max(0.0, 100 * weight / sum(weights) - low) for low, weight in zip(least, weights, strict=True)]
    free = (100 - sum(least)) / (sum(over) or 1)
    return [round(low + free * more) for low, more in zip(least, over, strict=True)]


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
    jinja.filters["column_widths"] = column_widths
    return jinja


def render(template: str, **values: object) -> str:
    """Renders a template of ``report/templates``."""
    return environment().get_template(template).render(**values)
