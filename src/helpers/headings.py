"""Names of columns: the project's own, and the Thai headings accepted for them."""

from __future__ import annotations

import re
from functools import cache

from helpers import columns, thai

HEADINGS: dict[str, tuple[str, ...]] = {name: column.headings for name, column in columns.every().items()}
"""The Thai headings accepted for each column, by its name."""


def _plain(heading: str) -> str:
    return re.sub(r"\s+", "", thai.normalise(heading)).casefold()


_COLUMN_OF = {_plain(word): column for column, words in HEADINGS.items() for word in (column, *words)}


@cache
def words() -> list[str]:
    """Every heading that is accepted, and every column's own name."""
    return [word for column, accepted in HEADINGS.items() for word in (*accepted, column)]


def column_of(heading: str) -> str | None:
    """The column that a heading stands for, ignoring blanks and letter case; None if unknown."""
    return _COLUMN_OF.get(_plain(heading))


_PRINTED = {name: column.printed for name, column in columns.every().items() if column.printed}
"""Patterns for the headings of printed tables of measures, whose wordings are too many to list."""


def printed_column_of(heading: str) -> str | None:
    """The column that a heading of a printed table of measures stands for; None if unknown."""
    plain = _plain(heading)
    return next((column for column, words in _PRINTED.items() if re.fullmatch(words, plain)), None)


def title_of(column: str) -> str:
    """A column's Thai heading with its own name behind it, as a clerk may have written either."""
    words = HEADINGS.get(column)
    return f"{words[0]} ({column})" if words else column


def choices_of(column: str) -> str:
    """The choices of a column in words, as shown in a message."""
    return ", ".join(words[0] for words in columns.named(column).choices.values() if words)


@cache
def words_of(column: str) -> dict[str, str]:
    """The words accepted for the choices of a column, each with that of the processed tables."""
    choices = columns.named(column).choices
    return {word: choice for choice, words in choices.items() for word in (choice, *words)}


@cache
def _choices(column: str) -> dict[str, str]:
    return {_plain(word): choice for word, choice in words_of(column).items()}


def choice_of(column: str, value: str) -> str | None:
    """The processed tables' word for a choice; None if the value is no choice.

    ``column`` is one that has choices; Thai and Arabic digits are alike.
    """
    return _choices(column).get(_plain(thai.to_arabic_digits(value)))
