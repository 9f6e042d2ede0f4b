"""Finds the fiscal year and the round of reporting of a table of measures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers import thai
from helpers.sources.layouts.measure_rows import Measure
from helpers.sources.printed import Collected, Row
from helpers.sources.words import labels

_TITLE_LINE = re.compile(r"รายงาน|มาตรการ|แผน|ตาราง|ผลการดำเนิน")


def year_of(before: list[Row], measures: Sequence[Measure], first_row: int, collected: Collected) -> str:
    """The fiscal year of the measures: the title's, unless every period is in another year."""
    title_year = _title_year(before)
    spans = [
        span
        for measure in measures
        for activity in measure.activities
        for period in activity.period
        for span in [_span(period)]
        if span
    ]
    if not spans:
        return title_year
    inside = set(spans[0])
    for span in spans:
        inside &= set(span)
    if title_year and any(int(title_year) in span for span in spans if title_year.isdecimal()):
        return title_year
    if len(inside) == 1 and all(len(span) == 1 for span in spans):
        year = str(inside.pop())
        if title_year and title_year != year:
            collected.find("title_year_differs", first_row, "fiscal_year", title=title_year, years=year)
        return year
    return title_year


def round_of(title: str, first_row: int, collected: Collected, *, reported: bool) -> str:
    """The round of reporting that a title names, 6m or 12m; ``reported``: whether there are results."""
    text = labels.bare(title)
    if re.search("รอบ(?:ระยะเวลา)?6เดือน|รอบ6เดือน|6เดือนแรก|ครึ่งปีแรก|รอบที่1", text):
        return "6m"
    if reported and not re.search("รอบ12เดือน|ประจำปี|สิ้นปี", text):
        collected.find("round_assumed", first_row, "round")
    return "12m"


def _title_year(before: list[Row]) -> str:
    """The year in the titles before a table: from the first paragraph that mentions measures and a year."""
    paragraphs: list[str] = []
    last = -1
    for number, cells in before:
        text = " ".join(filter(None, cells))
        if paragraphs and number == last + 1 and text:
            paragraphs[-1] += text
        elif text:
            paragraphs.append(text)
        last = number if text else -1
    for paragraph in paragraphs:
        if year := title_of_measures(paragraph):
            return year
    for paragraph in reversed(paragraphs):
        years = labels.years_in_text(paragraph)
        if len(years) == 1:
            return years[0]
    return ""


def title_of_measures(paragraph: str) -> str:
    """The one year in a title of measures; "" for other text."""
    plain = labels.plain(paragraph)
    if not _TITLE_LINE.search(plain) or "วิเคราะห์" in plain or "มาตรการ" not in plain:
        return ""
    years = labels.years_in_text(plain)
    return years[0] if len(years) == 1 else ""


def _span(period: str) -> range | None:
    """The fiscal years that a period overlaps, if it states a year."""
    try:
        start, end = thai.parse_period(period)
    except ValueError:
        return None
    return range(thai.fiscal_year_of(start), thai.fiscal_year_of(end) + 1)
