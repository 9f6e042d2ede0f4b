"""The questions and items behind the indicators of a year, as far as known, from ``questions.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

from helpers import framework
from helpers.framework import Certainty


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


@lru_cache(maxsize=1)
def _data() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files(__package__).joinpath("questions.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def of_year(year: int) -> Mapping[str, Question]:
    """The questions and items of a fiscal year by code, as far as they are known."""
    by_code: dict[str, Question] = {}
    if "names" in framework.for_year(year).own:
        return by_code  # what is behind a workspace's own indicators is not known
    instruments = set()
    for kind, read in (("surveys", _of_survey), ("items", _of_items)):
        for entry in _data()[kind]:
            first, last = entry["years"]
            if first <= year <= last and entry["instrument"] not in instruments:
                instruments.add(entry["instrument"])  # the entry that comes first holds
                by_code |= {each.code: each for each in read(entry, year)}
    return by_code


def _of_survey(entry: Mapping[str, Any], year: int) -> Iterator[Question]:
    number = 0
    numbers = next(
        each.indicators for each in framework.for_year(year).instruments if each.id == entry["instrument"]
    )
    for indicator in numbers:
        for _ in range(entry["each"]):
            number += 1
            yield _question(entry, number, indicator, "", Fraction(1, entry["each"]))


def _of_items(entry: Mapping[str, Any], year: int) -> Iterator[Question]:
    number = 0
    parts = entry.get("parts", [])
    for part in parts:
        beside = sum(each["indicator"] == part["indicator"] for each in parts)
        share = Fraction(1, beside * part["count"])
        for _ in range(part["count"]):
            number += 1
            yield _question(entry, number, part["indicator"], part["number"], share)
    for further in range(number + 1, entry.get("count", 0) + 1):
        yield _question(entry, further, None, "", Fraction(0))


def _question(
    entry: Mapping[str, Any], number: int, indicator: int | None, part: str, share: Fraction
) -> Question:
    code = f"{entry['letter']}{number}"
    return Question(code, entry["instrument"], indicator, part, share, entry["certainty"], entry["source"])


def instrument_of(code: str, year: int) -> str:
    """The instrument whose letter a code begins with; "" for another letter."""
    letters = {
        entry["letter"]: entry["instrument"] for kind in ("surveys", "items") for entry in _data()[kind]
    }
    ids = {each.id for each in framework.for_year(year).instruments}
    instrument = str(letters.get(code.rstrip("0123456789"), ""))
    return instrument if instrument in ids else ""


def indicators(printed: Mapping[str, int | None], year: int) -> dict[str, int | None]:
    """The indicator of each question and item of a year, None where not known.

    ``printed`` holds those that files print with their indicators, if any.
    """
    return {**printed, **{code: each.indicator or printed.get(code) for code, each in of_year(year).items()}}


def whole(code: str, codes: Container[str]) -> str:
    """The question of a year's codes that a sub-line is of: i301 is of i3; else the code itself."""
    is_sub = code not in codes and re.search("[0-9]{3}$", code) and code[:-2] in codes
    return code[:-2] if is_sub else code
