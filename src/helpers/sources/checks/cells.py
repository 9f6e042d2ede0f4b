"""Converts the text of a cell to a value, or says why it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from helpers import framework, headings, tables, thai
from helpers.findings import near

DASHES = {"-", "–", "—", "−", "ไม่มีข้อมูล"}
"""Cell texts that mean nothing is there."""


class RefusedError(ValueError):
    """A cell's text doesn't fit its column."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?|[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\..*)?")
"""Dates and times as spreadsheets deliver them. Nobody types a score, year or code like this."""


def _refuse_date(text: str) -> None:
    if _DATE.fullmatch(text):
        raise RefusedError("value_as_date")


def code_or_blank(text: str) -> str:
    """An agency's code in Arabic digits; "" if the text can't be one."""
    text = thai.to_arabic_digits(text)
    return text if re.fullmatch(tables.AGENCY_ID, text) else ""


@lru_cache(maxsize=1024)
def year_or_none(text: str) -> int | None:
    """The fiscal year that a text states, or None."""
    try:
        return thai.parse_fiscal_year(text)
    except ValueError:
        return None


def agency_id(text: str) -> str:
    """An agency's code; refused if it can't be one."""
    _refuse_date(text)
    code = code_or_blank(text)
    if not code:
        raise RefusedError("agency_id_malformed")
    return code


def fiscal_year(text: str) -> int:
    """A fiscal year of the Buddhist Era; refused if the text isn't one."""
    _refuse_date(text)
    try:
        return thai.parse_fiscal_year(text)
    except ValueError as error:
        year = _less_543(text)
        if year is None:
            raise RefusedError("year_unreadable") from error
        raise RefusedError("year_added_twice", meant=year) from error


def _less_543(text: str) -> int | None:
    """The right year for one to which 543 was added twice, such as 2562 for 3105."""
    digits = re.fullmatch(r"\D*([0-9]{4})", thai.to_arabic_digits(text))
    return year_or_none(str(int(digits[1]) - 543)) if digits else None


def score(text: str) -> float:
    """A number as it is printed; refused if the text isn't one."""
    _refuse_date(text)
    try:
        number = thai.parse_number(text)
    except ValueError as error:
        raise RefusedError("number_unreadable") from error
    if text.lstrip().startswith("+"):  # changes are printed like this, scores never
        raise RefusedError("number_unreadable")
    return float(number)


def _whole_number(text: str) -> int:
    try:
        number = thai.parse_number(text)
    except ValueError as error:
        raise RefusedError("measure_number") from error
    if number != int(number) or abs(number) > tables.MOST_MEASURES:
        raise RefusedError("measure_number")
    return int(number)


def _count(text: str) -> float:
    try:
        number = thai.parse_number(text.strip().removesuffix("คน").removesuffix("ราย"))
    except ValueError as error:
        raise RefusedError("count_unreadable") from error
    if number != int(number) or not 1 <= number <= tables.MOST_RESPONDENTS:
        raise RefusedError("count_unreadable")
    return float(number)


_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?:ที่)?)?(?P<number>[0-9]{1,3})?[.):]*(?P<name>\D*)")


@lru_cache(maxsize=1)
def indicators_by_name() -> dict[str, set[int]]:
    """Every name that an indicator has in any year, without blanks; its number may differ between years."""
    numbers: dict[str, set[int]] = {}
    for each in (each for year in framework.years() for each in framework.for_year(year).indicators):
        for name in each.names:
            numbers.setdefault(bare(name), set()).add(each.number)
    return numbers


def bare(text: str) -> str:
    """Without blanks, with Arabic digits."""
    return re.sub(r"\s+", "", thai.to_arabic_digits(text))


def indicator(text: str) -> int:
    """An indicator by its number, its name, or both if they agree."""
    parts = _INDICATOR.fullmatch(bare(text))
    if parts is None:
        raise RefusedError("indicator_unknown")
    numbers = {int(parts["number"])} if parts["number"] else set()
    if parts["name"]:
        by_name = indicators_by_name().get(parts["name"], set())
        numbers = numbers & by_name if numbers else by_name
    if len(numbers) > 1:
        raise RefusedError("indicator_renumbered", numbers=", ".join(map(str, sorted(numbers))))
    if numbers in (set(), {0}):
        raise RefusedError("indicator_unknown", near=near(parts["name"] or "", indicators_by_name()))
    return min(numbers)


def _choice(column: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        choice = headings.choice_of(column, text)
        if choice is None:
            nearest = near(text, filter(None, headings.words_of(column)))
            raise RefusedError("choice_unknown", choices=headings.choices_of(column), near=nearest)
        return choice

    return parse


@dataclass(frozen=True)
class Cells:
    """How a column's cells are read. A blank cell is a finding, unless ``blank`` is its value."""

    parse: Callable[[str], Any]
    dtype: str
    blank: Any = ...


AGENCY_ID = Cells(agency_id, "str")
FISCAL_YEAR = Cells(fiscal_year, "int64")
NUMBER = Cells(_whole_number, "int64")
COUNT = Cells(_count, "float64")
TEXT = Cells(str, "str")
# Pages print the kind before the name, and อำเภอเมือง and เมือง of one province are the same district.
DISTRICT = Cells(lambda text: re.sub(r"^(?:อำเภอ|อ\.|เขต)\s*(?=\S)", "", text), "str", blank="")
PROVINCE = Cells(lambda text: re.sub(r"^(?:จังหวัด|จ\.)\s*(?=\S)", "", text), "str", blank="")
INSTRUMENT = Cells(_choice("instrument"), "str")
STATUS = Cells(_choice("status"), "str", blank="")
ROUND = Cells(_choice("round"), "str")
DOCUMENT = Cells(_choice("document"), "str", blank="")
STATUSES = Cells(_choice("statuses"), "str", blank="")
