"""The form that ``ita workbook`` writes: its sheets and columns, and how to recognise it.

The first sheet states the agency and the year; the others are tidy tables. A row with nothing but what the
form printed itself counts as blank. A hidden sheet keeps what was printed, so that a cell that nobody changed
is known as a copy: the data may have been corrected since, and a copy claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers import columns, headings, thai
from helpers.sources.opening.sheet import Sheet

MARK = "แบบฟอร์มข้อมูลการประเมินคุณธรรมและความโปร่งใส (ITA)"
"""The text of the first cell of the first sheet, by which a form is recognised."""

GUIDE, LISTS, PRINTED = "คำแนะนำ", "รายการ", "ข้อมูลเดิม"
"""The first sheet, and two hidden ones: the choices of the drop-downs, and what the form printed.

Each row of the last begins with the name of its sheet, the first of each sheet holds the headings.
"""
SHEETS: dict[str, tuple[str, ...]] = {
    "คะแนน": ("fiscal_year", *columns.names("scores"), *columns.names("totals")),
    "ผู้ตอบแบบวัด": ("fiscal_year", *columns.names("respondents")),
    "คะแนนรายข้อ": ("fiscal_year", "indicator", "instrument", "code", "text", "score"),
    "มาตรการ": ("fiscal_year", *columns.names("measures")),
    "ผลการดำเนินการ": ("fiscal_year", *columns.names("progress")),
    "ส่วนราชการ": ("fiscal_year", *columns.names("offices")),
}
"""The columns of each sheet."""

_PREFILLED = ("fiscal_year", "indicator", "instrument", "measure", "activity", "round", "document")
"""Columns that the form fills in itself."""


@dataclass(frozen=True)
class Form:
    """A filled form: its sheets without the guide, and the agency and year stated in the guide."""

    sheets: list[Sheet]
    agency_id: str
    fiscal_year: str
    unchanged: Mapping[str, Mapping[int, str]]
    """By sheet and row, the columns whose cells are as the form printed them, a blank between them."""


def recognise(sheets: Sequence[Sheet]) -> Form | None:
    """The form that these sheets are; None for any other workbook."""
    first = sheets[0].rows if sheets else []
    if not first or not first[0] or thai.normalise(first[0][0]) != MARK:
        return None
    guide = {
        headings.column_of(row[0]): thai.normalise(row[1])
        for row in first[1:]
        if len(row) > 1 and row[0].strip() and row[1].strip()
    }
    year = guide.get("fiscal_year", "")
    printed: dict[str, list[list[str]]] = {}
    for row in (row for sheet in sheets if sheet.name == PRINTED for row in sheet.out_of_sight if row):
        printed.setdefault(row[0], []).append(row[1:])
    kept = [
        _with_its_year(_without_idle_rows(sheet), year)
        for sheet in sheets[1:]
        if sheet.name not in (LISTS, PRINTED)
    ]
    unchanged = {
        sheet.name: _unchanged(sheet, _with_its_year(Sheet(PRINTED, printed.get(sheet.name, [])), year))
        for sheet in kept
    }
    return Form(kept, guide.get("agency_id", ""), year, unchanged)


def _unchanged(sheet: Sheet, printed: Sheet) -> dict[int, str]:
    before = {key: cells for _, key, cells in _records(printed)}
    return {
        number: " ".join(column for column, text in cells.items() if before[key].get(column) == text)
        for number, key, cells in _records(sheet)
        if key in before
    }


def _records(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...], dict[str, str]]]:
    """Of each row its number, what tells it from others, and its cells by column."""
    top = [headings.column_of(cell) for cell in sheet.rows[0]] if sheet.rows else []
    for number, row in enumerate(sheet.rows[1:], start=2):
        texts = map(thai.normalise, [*row, *[""] * len(top)])
        cells = {column: text for column, text in zip(top, texts, strict=False) if column}
        yield (
            number,
            tuple(thai.to_arabic_digits(cells.get(name, "")) for name in (*_PREFILLED, "code")),
            cells,
        )


def _with_its_year(sheet: Sheet, year: str) -> Sheet:
    """Gives rows without a year the form's year, whatever the row above says."""
    top = [headings.column_of(cell) for cell in sheet.rows[0]] if sheet.rows else []
    if "fiscal_year" not in top:
        return sheet
    place = top.index("fiscal_year")

    def dated(row: list[str]) -> list[str]:
        wide = [*row, *[""] * (place + 1 - len(row))]
        return [*wide[:place], wide[place] if wide[place].strip() else year, *wide[place + 1 :]]

    rows = [dated(row) if any(map(str.strip, row)) else row for row in sheet.rows[1:]]
    return replace(sheet, rows=[sheet.rows[0], *rows])


def _without_idle_rows(sheet: Sheet) -> Sheet:
    if not sheet.rows:
        return sheet
    top = [headings.column_of(cell) for cell in sheet.rows[0]]
    facts = [place for place, column in enumerate(top) if column not in _PREFILLED]

    def idle(row: list[str]) -> bool:
        return not any(place < len(row) and row[place].strip() for place in facts)

    return replace(sheet, rows=[sheet.rows[0], *([] if idle(row) else row for row in sheet.rows[1:])])
