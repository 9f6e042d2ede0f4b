"""Names of columns: the project's own, and the Thai headings accepted for them."""

from __future__ import annotations

import re
from functools import cache

from helpers import columns, thai

HEADINGS: dict[str, tuple[str, ...]] = {name: column.headings for name, column in columns.every().items()}
"""The Thai headings accepted for each column, by its name."""

CHOICES: dict[str, dict[str, str]] = {
    name: {word: choice for choice, words in column.choices.items() for word in (choice, *words)}
    for name, column in columns.every().items()
    if column.choices
}
"""Accepted words for a choice, each with the word that the processed tables use."""


def _plain(heading: str) -> str:
    return re.sub(r"\s+", "", thai.normalise(heading)).casefold()


_COLUMN_OF = {_plain(word): column for column, words in HEADINGS.items() for word in (column, *words)}
_CHOICE_OF = {
    column: {_plain(word): choice for word, choice in words.items()} for column, words in CHOICES.items()
}


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


def choice_of(column: str, value: str) -> str | None:
    """The processed tables' word for a choice; None if the value is no choice.

    ``column`` is one of ``CHOICES``; Thai and Arabic digits are alike.
    """
    return _CHOICE_OF[column].get(_plain(thai.to_arabic_digits(value)))
