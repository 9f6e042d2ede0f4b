"""Recognises the layout of a sheet by its content, never by the file's name.

``tidy`` reads the tidy layout: one heading row with the project's own names, and one fact per row. Anything
else is treated as a printed page, from which first tables of measures are read, then tables of scores, then
scores in running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers import headings
from helpers.findings import Finding
from helpers.sources import claims
from helpers.sources.layouts import measure_headings, measures, own_pages, questions, scores, tidy
from helpers.sources.opening.sheet import Range, Sheet
from helpers.sources.printed import Collected, Row, filled, rows_of
from helpers.sources.prose import sentences
from helpers.sources.reading import Reading
from helpers.sources.words import labels

_OTHER_SCHEME = re.compile(
    r"(?<![A-Z])MOIT(?![A-Z])|ITA\s*สถานศึกษา|(?:สถานศึกษา|โรงเรียน)\s*(?:ออนไลน์|Online)|ตัวชี้วัดที่\s*1[4-9]|EBIT"
)


def read(sheet: Sheet) -> Reading:
    """Reads a sheet in its layout; a sheet without a known layout becomes a finding."""
    reading = _read(sheet)
    return _placed(sheet, replace(reading, findings=[*sheet.findings, *reading.findings]))


def _read(sheet: Sheet) -> Reading:
    first = next((row for row in sheet.rows if any(cell.strip() for cell in row)), None)
    if first is None:
        # A finding about hidden rows or columns already says why nothing is left.
        if any(finding.code.endswith("_hidden") for finding in sheet.findings):
            return Reading()
        return Reading(findings=[Finding("table_empty", file="", sheet=sheet.name)])
    as_tidy = tidy.read(sheet)
    if as_tidy is not None and tidy.is_complete(sheet):
        return as_tidy
    as_printed = _read_printed(sheet)
    if as_printed.tables:
        return as_printed
    if as_tidy is not None:
        return as_tidy
    if as_printed.findings:
        return as_printed
    return Reading(findings=tidy.nearly(sheet) or [_not_understood(sheet)])


def _not_understood(sheet: Sheet) -> Finding:
    """Describes a sheet of no known layout by the headings of its first table, or by its first row."""
    filled_rows = [(number, filled([cell.strip() for cell in row])) for number, row in enumerate(sheet.rows)]
    rows = [(number, columns) for number, columns in filled_rows if columns]
    number, columns = next((each for each in rows if len(each[1]) > 1), rows[0])
    cells = [" ".join(sheet.rows[number][column].split()) for column in columns]
    recognised = [cell for cell in cells if headings.column_of(cell) or measure_headings.role_of(cell)]
    unknown = [cell for cell in cells if cell not in recognised]
    values = {
        name: ", ".join(each) or "-"
        for name, each in (("headings", cells), ("known", recognised), ("unknown", unknown))
    }
    return Finding("table_not_understood", "", sheet.name, number + 1, values=values)


def _read_printed(sheet: Sheet) -> Reading:
    own_rows = rows_of(sheet)
    _fill_levels(own_rows, sheet.merged)
    rows = own_pages.understood(own_rows)
    collected = Collected(sheet.name, not sheet.places)
    other_scheme = _of_another_scheme(rows)
    if other_scheme:
        collected.find("other_scheme", other_scheme[0], value=other_scheme[1])
        return Reading(findings=collected.findings)
    unread = questions.read(rows, collected)
    unread = measures.read(unread, collected, sheet.merged, paired=not own_pages.are_own(own_rows))
    proposed, unread = scores.read(unread, collected)
    proposed += sentences.read([row for row in unread if len(filled(row[1])) == 1], collected)
    claims.settle(proposed, collected)
    own_pages.leave_out_what_was_derived(rows, collected)
    if collected.rows:
        for number, cells in unread:
            # Plain text may be anything, but a row of several cells must belong to an unknown table.
            if len(filled(cells)) > 1:
                collected.find("row_not_understood", number, value=" | ".join(filter(None, cells)))
    return Reading(collected.tables(), collected.findings)


def _fill_levels(rows: list[Row], merged: Sequence[Range]) -> None:
    """Repeats a level in all rows over which its cell was merged, as it is that of each."""
    for top, left, bottom, right in merged:
        level_cell = rows[top][1][left : left + 1] if top < bottom < len(rows) and left == right else []
        if level_cell and labels.is_level(level_cell[0]):
            for _, cells in rows[top + 1 : bottom + 1]:
                if left < len(cells):
                    cells[left] = cells[left] or level_cell[0]


def _of_another_scheme(rows: list[Row]) -> tuple[int, str] | None:
    """The place where a page names another assessment of the same name (health offices, schools)."""
    for number, cells in rows:
        for cell in cells:
            hit = _OTHER_SCHEME.search(labels.plain(cell)) if cell else None
            if hit:
                return number, hit.group()
    return None


def _placed(sheet: Sheet, reading: Reading) -> Reading:
    """Adds to the rows of a document their places in it."""
    if not sheet.places:
        return reading

    def of_finding(finding: Finding) -> Finding:
        if finding.row is None or finding.row > len(sheet.places):
            return finding
        where, row = sheet.places[finding.row - 1]
        return replace(finding, sheet=where, row=row)

    tables = {
        kind: frame.assign(
            at_sheet=[sheet.places[row - 1][0] for row in frame.index],
            at_row=[sheet.places[row - 1][1] for row in frame.index],
        )
        for kind, frame in reading.tables.items()
    }
    return Reading(tables, [of_finding(finding) for finding in reading.findings])
