"""Columns for the quarters or months of a fiscal year, ticked to show when a measure is carried out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from helpers import thai
from helpers.sources.printed import Row, filled
from helpers.sources.words import labels, marks

_ANY_YEAR = 2568
_MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
_LONGEST_HEADING = 60
_BARE_QUARTERS = re.compile(r"\s*[1-4](?:\s*[-–—]\s*[1-4])?\s*")


class Part(NamedTuple):
    """A part of a fiscal year: its first and last month (October is 0), and the year if stated."""

    first: int
    last: int
    year: int | None = None


@lru_cache(maxsize=4096)
def part_of(heading: str) -> Part | None:
    """The quarter or months that a heading consists of; None for any other heading."""
    heading = " ".join(heading.split())
    if len(heading) > _LONGEST_HEADING or ("ปีงบประมาณ" in heading and "ไตรมาส" not in heading):
        return None
    for year in (None, _ANY_YEAR):
        try:
            start, end = thai.parse_period(heading, year)
        except ValueError:
            continue
        fiscal_year = thai.fiscal_year_of(end)
        first, last = _MONTHS.index(start.month), _MONTHS.index(end.month)
        by_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
        if by_months and first <= last and fiscal_year == thai.fiscal_year_of(start):
            return Part(first, last, None if year else fiscal_year)
    return None


def with_one_heading(rows: Sequence[Row]) -> list[Row]:
    """Joins two heading rows of a calendar into one, such as years over months, or ไตรมาส over 1, 2, 3, 4.

    The second row stays as a blank one, so that row numbers don't change.
    """
    joined_rows = list(rows)
    for place in range(len(joined_rows) - 2, -1, -1):
        joined = _joined(joined_rows[place][1], joined_rows[place + 1][1])
        if joined:
            joined_rows[place] = joined_rows[place][0], joined
            joined_rows[place + 1] = joined_rows[place + 1][0], []
    return joined_rows


def _joined(top: list[str], below: list[str]) -> list[str] | None:
    """Both rows as one if the lower names parts of a year, by itself or with the words above."""
    places = filled(below)
    if len(places) < 2 or not filled(top):
        return None
    padded = [*top, *[""] * (len(below) - len(top))]
    spanning, part_count = "", 0
    for place in range(places[0], -1, -1):
        if padded[place]:
            spanning = padded[place]
            break
    headings = padded.copy()
    for place in places:
        spanning = padded[place] or spanning
        with_top = next((text for text in _together(spanning, below[place]) if part_of(text)), "")
        if not with_top and padded[place]:
            return None
        part_count += bool(with_top)
        headings[place] = with_top or below[place]
    return headings if part_count > 1 else None


def _together(top: str, below: str) -> tuple[str, ...]:
    years = labels.years_in_text(top)
    of_year = "ปีงบประมาณ " if "ปีงบประมาณ" in top else ""  # a calendar year's months are in another order
    with_year = (f"{below} {of_year}{years[0]}",) if len(years) == 1 else ()
    return (*with_year, below, f"{top} {below}")


def named_as_in(heading: str, cell: str) -> str:
    """A period. Under the heading ไตรมาส, bare numbers get that word: 1 means the first quarter."""
    bare = "ไตรมาส" in heading and _BARE_QUARTERS.fullmatch(thai.to_arabic_digits(cell))
    return f"ไตรมาส {cell.strip()}" if bare else cell


# ------------------------------------------------------------------ a table's calendar
@dataclass(frozen=True)
class Calendar:
    """The columns of a table for the parts of one fiscal year; ``year`` is the year if they state it."""

    parts: Mapping[int, Part]
    year: int | None = None

    def marked(
        self, cells: Sequence[str], merged: Sequence[tuple[int, int]]
    ) -> tuple[Part | None, list[str]]:
        """The span from the first to the last marked part of a row, and the texts that aren't marks.

        ``merged`` are the columns of the row's merged cells; a mark counts for all columns of its cell.
        """
        texts = {place: cells[place] for place in self.parts if place < len(cells)}
        chosen = marks.chosen(texts)
        unclear = [text for text in chosen.values() if not (marks.is_tick(text) or marks.is_bar(text))]
        if unclear or not chosen:
            return None, unclear
        merged_over = {place for left, right in merged if left in chosen for place in range(left, right + 1)}
        parts = [self.parts[place] for place in self.parts if place in chosen or place in merged_over]
        return Part(parts[0].first, parts[-1].last, self.year), []


def calendar(headings: Sequence[str]) -> Calendar | None:
    """The calendar that headings form; None unless there are at least two parts of one year, in order."""
    parts = {place: part for place, text in enumerate(headings) if text and (part := part_of(text))}
    years = {part.year for part in parts.values()} - {None}
    in_order = all(one.last < other.first for one, other in pairwise(parts.values()))
    if len(parts) < 2 or not in_order or len(years) > 1:
        return None
    return Calendar(parts, years.pop() if years else None)


def in_words(part: Part, year: str) -> str:
    """A part of a fiscal year as tables print it; without years if the year is unknown."""
    start_year = part.year or (int(year) if year.isdecimal() else None)
    start, _ = thai.fiscal_year_bounds(start_year or _ANY_YEAR)
    words = []
    for month in dict.fromkeys((part.first, part.last)):
        calendar_year = start.year + 543 + (_MONTHS[month] < 10)
        words.append(
            thai.SHORT_MONTHS["th"][_MONTHS[month] - 1] + (f" {calendar_year}" if start_year else "")
        )
    return " - ".join(words)
