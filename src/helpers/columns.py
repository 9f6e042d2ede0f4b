"""The columns of the input files, each described once, in ``columns.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from helpers import framework

WHERE = ("agency_id", "fiscal_year")
"""Columns of every table: a row's agency and year."""

_ALSO: dict[str, tuple[str, ...]] = {
    "questions": ("indicator", "instrument", "score", "respondents"),
    "progress": ("measure", "activity"),
}
"""Columns that a table shares with those before it in ``columns.toml``."""


@dataclass(frozen=True)
class Column:
    """A column as described in ``columns.toml``, whose head explains the fields."""

    name: str
    headings: tuple[str, ...]
    type: str = "text"
    printed: str = ""
    th: str = ""
    en: str = ""
    width: int = 42
    hint: str = ""
    optional: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def _tables() -> dict[str, dict[str, Column]]:
    raw = tomllib.loads(files("helpers").joinpath("columns.toml").read_text(encoding="utf-8"))
    # Instruments of a workspace's own rules may have respondents, too.
    raw["respondents"]["instrument"]["choices"] = _surveys() | raw["respondents"]["instrument"]["choices"]
    return {
        table: {name: _column(name, **entry) for name, entry in entries.items()}
        for table, entries in raw.items()
    }


def _surveys() -> dict[str, list[str]]:
    """The instruments that ask people, and their parts, in any year, with words for each."""
    surveys: dict[str, list[str]] = {}
    for part in framework.scored():
        name, _, number = part.upper().partition("_")
        instrument = framework.instruments()[name]
        own = [f"{name} ส่วนที่ {number}", f"{name} part {number}"] if number else [name, instrument.th]
        surveys |= {part: own} if instrument.survey else {}
    return surveys


def _column(
    name: str, headings: list[str], choices: Mapping[str, list[str]] | None = None, **rest: str | int | bool
) -> Column:
    accepted = {choice: tuple(words) for choice, words in (choices or {}).items()}
    return Column(name, tuple(headings), choices=accepted, **rest)  # type: ignore[arg-type]


@cache
def every() -> dict[str, Column]:
    """All columns by name."""
    return {name: column for columns in _tables().values() for name, column in columns.items()}


def named(name: str) -> Column:
    """The column of this name."""
    return every()[name]


@cache
def of(table: str) -> dict[str, Column]:
    """A table's columns by name, in order, without agency and year. KeyError for a table that has none."""
    shared = {name: named(name) for name in _ALSO.get(table, ())}
    return shared | _tables()[table]


def choices(name: str) -> tuple[str, ...]:
    """The values that a column of choices may have, besides being empty."""
    return tuple(choice for choice in named(name).choices if choice)


def names(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in order, without agency and year."""
    return tuple(of(table))
