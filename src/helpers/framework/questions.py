"""The questions and items behind the indicators of a year, as far as known: numbers and order, no texts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from helpers import framework
from helpers.framework import Certainty, Instrument


@dataclass(frozen=True)
class Question:
    """A question of a survey, or an item that is checked."""

    code: str
    instrument: str
    indicator: int | None
    """None where it isn't known whose it is."""
    part: str
    """The sub-indicator, such as 9.1; "" where there is none or it isn't known."""
    share: Fraction
    """How much one point of it adds to its indicator, if all are counted; 0 where that isn't known."""
    certainty: Certainty
    source: str


@lru_cache(maxsize=64)
def of_year(year: int) -> Mapping[str, Question]:
    """The questions and items of a fiscal year by code, as far as they are known."""
    return {
        each.code: each
        for instrument in framework.for_year(year).instruments
        if (entry := framework.entry_of(year)["questions"].get(instrument.id))
        for each in (_asked(entry, instrument) if entry["each"] else _checked(entry, instrument))
    }


def _asked(entry: Mapping[str, Any], instrument: Instrument) -> Iterator[Question]:
    number = 0
    for indicator in instrument.indicators:
        for _ in range(entry["each"]):
            number += 1
            yield _question(entry, instrument, number, indicator, "", Fraction(1, entry["each"]))


def _checked(entry: Mapping[str, Any], instrument: Instrument) -> Iterator[Question]:
    number = 0
    parts = entry["parts"]
    for part in parts:
        beside = sum(each["indicator"] == part["indicator"] for each in parts)
        share = Fraction(1, beside * part["count"])
        for _ in range(part["count"]):
            number += 1
            yield _question(entry, instrument, number, part["indicator"], part["number"], share)
    for more in range(number + 1, entry["count"] + 1):
        yield _question(entry, instrument, more, None, "", Fraction(0))


def _question(
    entry: Mapping[str, Any],
    instrument: Instrument,
    number: int,
    indicator: int | None,
    part: str,
    share: Fraction,
) -> Question:
    code = f"{entry['letter']}{number}"
    return Question(code, instrument.id, indicator, part, share, entry["certainty"], entry["source"])


def instrument_of(code: str, year: int) -> str:
    """The instrument whose letter a code begins with, in the year or else in any; "" for another letter."""
    ids = {each.id for each in framework.for_year(year).instruments}
    return next(
        (
            name
            for known in (year, *reversed(framework.years()))
            for name, each in framework.entry_of(known)["questions"].items()
            if each["letter"] == code.rstrip("0123456789") and name in ids
        ),
        "",
    )


def indicators(printed: Mapping[str, int | None], year: int) -> dict[str, int | None]:
    """The indicator of each question and item of a year, None where not known.

    ``printed`` holds those that files print with their indicators, if any.
    """
    return {**printed, **{code: each.indicator or printed.get(code) for code, each in of_year(year).items()}}


def as_printed(code: str) -> str:
    """A code as papers and lists print it: an item's letter in upper case, as o looks like a Thai zero."""
    return code.upper() if code.startswith("o") else code


def whole(code: str, codes: Container[str]) -> str:
    """The question of a year's codes that a sub-line is of: i301 is of i3; else the code itself."""
    is_sub = code not in codes and re.search("[0-9]{3}$", code) and code[:-2] in codes
    return code[:-2] if is_sub else code
