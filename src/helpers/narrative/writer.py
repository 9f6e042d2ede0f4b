"""How words, numbers and years are written: language and digits in one place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import get_args

from helpers import columns, findings, thai
from helpers.choices import Digits, Language


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    """Fixed words by section and name; headings of input columns come from ``columns.toml``."""
    words: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    )
    received = {
        name: {"th": column.th, "en": column.en} for name, column in columns.every().items() if column.th
    }
    words["column"] |= received
    return words


@dataclass(frozen=True)
class Writer:
    """Writes in one language with one kind of digits."""

    language: Language
    digits: Digits

    def __post_init__(self) -> None:
        """Raises ``WrongValueError`` for an unknown language or kind of digits."""
        findings.check_choice("language", self.language, get_args(Language))
        findings.check_choice("digits", self.digits, get_args(Digits))

    def word(self, section: str, name: str) -> str:
        """A fixed word of ``words.toml``, or a column's heading of ``columns.toml``."""
        return self.localise(_words()[section][name][self.language])

    def localise(self, text: str) -> str:
        """Running text with the chosen digits (addresses keep theirs) and no breaks inside figures."""
        return thai.no_break(thai.localise(text, self.digits))

    def say(self, *, th: str, en: str) -> str:
        """A sentence in the chosen language and digits."""
        return self.localise(th if self.language == "th" else en)

    def name(self, text: str) -> str:
        """A name to be followed by Thai words, with a space if it ends in a digit."""
        return f"{text} " if self.language == "th" and re.search("[0-9๐-๙]$", text) else text

    def score(self, value: float | None) -> str:
        """A score or total with two decimals; a dash if there is none."""
        return thai.format_number(value, digits=self.digits)

    def number(self, value: float, places: int) -> str:
        """A number with the given decimals."""
        return thai.format_number(value, places, digits=self.digits)

    def change(self, value: float | None, places: int = 2) -> str:
        """A change with its sign."""
        return thai.format_number(value, places, digits=self.digits, signed=True)

    def whole(self, value: int) -> str:
        """A count."""
        return thai.format_number(value, 0, digits=self.digits)

    def year(self, year: int) -> str:
        """A fiscal year as the documents write it: พ.ศ. 2568, or 2568 B.E. (2025)."""
        return self.say(th=f"พ.ศ. {year}", en=f"{year} B.E. ({year - 543})")

    def join(self, parts: Sequence[str]) -> str:
        """An enumeration: a, b และ c."""
        if len(parts) < 2:
            return "".join(parts)
        if self.language == "en":
            return ", ".join(parts[:-1]) + " and " + parts[-1]
        # Thai words follow the conjunction directly; figures, Latin letters and years need a space.
        apart = "" if re.match("[ก-ฮเ-ไ](?!\\.)", parts[-1]) else " "
        return " ".join(parts[:-1]) + " และ" + apart + parts[-1]

    def numbers(self, parts: Sequence[str]) -> str:
        """An enumeration of numerals: 1, 2 และ 3."""
        if len(parts) < 2:
            return self.localise("".join(parts))
        last = " และ " if self.language == "th" else " and "
        return self.localise(", ".join(parts[:-1]) + last + parts[-1])
