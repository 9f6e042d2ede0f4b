"""Of which fiscal year, and of which round of reporting, a table of measures is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers import thai
from helpers.sources import labels
from helpers.sources.measure_rows import Measure
from helpers.sources.printed import Collected, Row

_TITLE_LINE = re.compile(r"รายงาน|มาตรการ|แผน|ตาราง|ผลการดำเนิน")


def year_of(before: list[Row], measures: Sequence[Measure], first_row: int, found: Collected) -> str:
    """The fiscal year of the measures: of the title, unless every period lies in another."""
    told = _title_year(before)
    spans = [
        span
        for measure in measures
        for activity in measure.activities
        for period in activity.period
        for span in [_span(period)]
        if span
    ]
    if not spans:
        return told
    inside = set(spans[0])
    for span in spans:
        inside &= set(span)
    if told and any(int(told) in span for span in spans if told.isdecimal()):
        return told
    if len(inside) == 1 and all(len(span) == 1 for span in spans):
        year = str(inside.pop())
        if told and told != year:
            found.find("title_year_differs", first_row, "fiscal_year", title=told, years=year)
        return year
    return told


def round_of(title: str, first_row: int, found: Collected, *, reported: bool) -> str:
    """The round of reporting in a title: 6m, or 12m; ``reported``: whether there is anything to report."""
    text = labels.bare(title)
    if re.search("รอบ(?:ระยะเวลา)?6เดือน|รอบ6เดือน|6เดือนแรก|ครึ่งปีแรก|รอบที่1", text):
        return "6m"
    if reported and not re.search("รอบ12เดือน|ประจำปี|สิ้นปี", text):
        found.find("round_assumed", first_row, "round")
    return "12m"


def _title_year(before: list[Row]) -> str:
    """The year in the titles before a table: of the first paragraph that speaks of measures and names one."""
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
        plain = labels.plain(paragraph)
        if _TITLE_LINE.search(plain) and "วิเคราะห์" not in plain and "มาตรการ" in plain:
            years = labels.years_in_text(plain)
            if len(years) == 1:
                return years[0]
    for paragraph in reversed(paragraphs):
        years = labels.years_in_text(paragraph)
        if len(years) == 1:
            return years[0]
    return ""


def _span(period: str) -> range | None:
    """The fiscal years that a period with a year of its own touches."""
    try:
        start, end = thai.parse_period(period)
    except ValueError:
        return None
    return range(thai.fiscal_year_of(start), thai.fiscal_year_of(end) + 1)
