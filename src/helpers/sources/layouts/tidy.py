"""The tidy layout: one heading row with known names, and one fact per row below it.

Scores, totals, respondents, measures and progress each have their columns; a sheet with the columns of
several, such as a table of measures with results, is read as all of them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from helpers import headings, thai
from helpers.columns import WHERE, named, names
from helpers.findings import Finding, Words, near
from helpers.sources.opening.sheet import Sheet
from helpers.sources.reading import Reading

COLUMNS: dict[str, tuple[str, ...]] = {
    "scores": names("scores"),
    "totals": names("totals"),
    "context": ("what", "among", "part", "value"),
    "respondents": names("respondents"),
    "questions": names("questions"),
    "measures": names("measures"),
    "progress": names("progress"),
    "offices": names("offices"),
}
"""The columns of each kind, besides agency and year."""

KINDS = {
    "scores": Words("คะแนน", "scores"),
    "totals": Words("คะแนนรวม", "totals"),
    "context": Words("ข้อมูลประกอบ", "figures beside the scores"),
    "respondents": Words("จำนวนผู้ตอบ", "numbers of respondents"),
    "questions": Words("คะแนนรายข้อ", "scores by question and item"),
    "measures": Words("มาตรการ", "measures"),
    "progress": Words("ผลการดำเนินการ", "progress"),
    "offices": Words("ส่วนราชการ", "offices"),
}
"""The names of the kinds."""

_MARKS: dict[str, tuple[str, ...]] = {
    "scores": ("indicator", "score"),
    "totals": ("published_total",),
    "respondents": ("instrument", "respondents"),
    "questions": ("code", "score"),
    "measures": ("measure", "title"),
    "progress": ("measure", "round"),
    "offices": ("office", "addressee"),
}
"""A sheet is of a kind if it has all of these columns."""

_NUMBERS = ("measure", "activity", "indicator", "instrument", "code")
"""Columns that identify a row; all others hold facts about it."""

_FACTS = {kind: [column for column in columns if column not in _NUMBERS] for kind, columns in COLUMNS.items()}


_NOTE = re.compile(r"\*|หมายเหตุ|ที่มา|แหล่งข้อมูล|อ้างอิง|ข้อมูล\s*ณ|source|note", re.IGNORECASE)


def read(sheet: Sheet) -> Reading | None:
    """Reads a tidy sheet; None if the first filled row doesn't have the columns of any kind."""
    frame, findings = read_records(sheet)
    kinds = [kind for kind, marks in _MARKS.items() if set(marks) <= set(frame.columns)]
    if "questions" in kinds:  # its scores and respondents are those of the questions
        kinds = [kind for kind in kinds if kind not in ("scores", "respondents")]
    if not kinds:
        return None
    frame, notes = _without_notes(sheet, frame)
    frame, filled = _printed_once(sheet, frame)
    reading = Reading(findings=[*findings, *notes, *filled, *_lacking(sheet, frame, kinds)])
    for kind in kinds:
        table = frame[[column for column in (*WHERE, *COLUMNS[kind]) if column in frame.columns]]
        # In a sheet of several kinds, a row may have facts of only one; a row without a total says
        # nothing about totals.
        if len(kinds) > 1 or kind == "totals":
            table = table[_any_filled(table, _FACTS[kind])]
        reading.tables[kind] = table
    if frame.empty:
        reading.findings.append(Finding("table_empty", file="", sheet=sheet.name))
    return reading


def _without_notes(sheet: Sheet, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Leaves out notes below the last row. A note is its row's only filled cell besides agency and year."""
    data, note = len(frame), ""
    while data and len(cells := _content(frame.iloc[data - 1].to_dict())) == 1 and _NOTE.match(cells[0]):
        data, note = data - 1, cells[0]
    if data == len(frame):
        return frame, []
    values = {"value": note, "count": len(frame) - data}
    finding = Finding("note_below", "", sheet.name, int(frame.index[data]), values=values)
    return frame.head(data), [finding]


def _content(row: Mapping[Hashable, str]) -> list[str]:
    """A row's filled cells, without agency and year, which a form repeats in every row."""
    return [cell for name, cell in row.items() if cell and (name not in WHERE or _NOTE.match(cell))]


def _printed_once(sheet: Sheet, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Fills in codes and years that are printed once for several rows, as after unmerging cells.

    That is the case if no two consecutive rows hold the same one, and no number (of an indicator or
    measure) comes twice below one. Otherwise the cell was merely forgotten, and is left blank.
    """
    numbers = [column for column in _NUMBERS if column in frame.columns]
    if not numbers:
        return frame, []
    arabic = ([thai.to_arabic_digits(cell) for cell in frame[column].tolist()] for column in numbers)
    keys = list(zip(*arabic, strict=True))
    owners: list[tuple[str, ...]] = [()] * len(frame)
    findings = []
    for column in [column for column in WHERE if column in frame.columns]:
        cells = frame[column].tolist()
        if all(cells):
            owners = [(*owner, cell) for owner, cell in zip(owners, cells, strict=True)]
            continue
        filled = _down(cells, owners, keys)
        if filled is not None and filled != cells:
            first = frame.index[next(place for place, cell in enumerate(cells) if not cell)]
            values = {"count": sum(not cell for cell in cells)}
            findings.append(Finding("printed_once", "", sheet.name, int(first), column=column, values=values))
            frame = frame.assign(**{column: pd.Series(filled, index=frame.index, dtype="str")})
            cells = filled
        owners = [(*owner, cell) for owner, cell in zip(owners, cells, strict=True)]
    return frame, findings


def _down(cells: list[str], owners: list[tuple[str, ...]], keys: list[tuple[str, ...]]) -> list[str] | None:
    """The cells with blanks filled from above; None if they don't look as if printed once."""
    if not cells or not cells[0]:
        return None
    filled: list[str] = []
    keys_below: set[tuple[str, ...]] = set()
    for place, cell in enumerate(cells):
        if cell and place and cell == cells[place - 1]:
            return None
        if not cell and owners[place] != owners[place - 1]:
            return None
        if cell:
            keys_below = set()
        if keys[place] in keys_below:
            return None
        keys_below.add(keys[place])
        filled.append(cell or filled[-1])
    return filled


def is_complete(sheet: Sheet) -> bool:
    """Whether a sheet that ``read`` recognises is really tidy: only known headings, and codes, not names.

    A printed table may have the same headings but totals among the indicators.
    """
    top = next(row for row in sheet.rows if any(cell.strip() for cell in row))
    columns = [headings.column_of(cell) for cell in top if cell.strip()]
    if "agency_id" in columns or "measure" in columns:
        return True
    own = all(cell.strip().casefold() in headings.HEADINGS for cell in top if cell.strip())
    return own and "name" not in columns


def nearly(sheet: Sheet) -> list[Finding]:
    """Findings for what a sheet of no kind lacks to be of one; none if it resembles no kind."""
    frame, findings = read_records(sheet)
    repeated = [finding for finding in findings if finding.code == "column_repeated"]
    return repeated or _lacking(sheet, frame, [])


def _any_filled(frame: pd.DataFrame, columns: list[str]) -> list[bool]:
    # Lists instead of pandas, here and below: a folder may hold thousands of files of a few rows each.
    texts = (frame[column].tolist() for column in columns if column in frame.columns)
    return [any(cells) for cells in zip(*texts, strict=True)]


def _lacking(sheet: Sheet, frame: pd.DataFrame, kinds: list[str]) -> list[Finding]:
    """A finding for each kind whose facts are in the sheet without a column that they need."""
    findings = []
    used_columns = {column for kind in kinds for column in COLUMNS[kind]}
    for kind, marks in _MARKS.items():
        facts = [column for column in _FACTS[kind] if column not in used_columns and column in frame.columns]
        filled = [column for column in facts if (frame[column] != "").any()]
        if kind in kinds or kind == "offices" or not filled:
            continue  # an office's other columns (a date, a subject) may belong to anything
        used_columns |= set(filled)  # scores belong to two kinds, but are reported once
        if all(named(column).optional for column in filled):
            values = {"what": KINDS[kind]}
            findings.append(Finding("column_elsewhere", "", sheet.name, column=filled[0], values=values))
            continue
        missing = next(mark for mark in marks if mark not in frame.columns)
        if kind == "totals":
            needed = {"needed": Words(headings.title_of(missing), missing)}
            findings.append(Finding("column_unused", "", sheet.name, column=filled[0], values=needed))
        else:
            values = {"what": KINDS[kind]}
            findings.append(Finding("column_missing", "", sheet.name, column=missing, values=values))
    return findings


def read_records(sheet: Sheet) -> tuple[pd.DataFrame, list[Finding]]:
    """Reads the rows below the first filled row, which is the heading.

    Returns a DataFrame of normalised text without blank rows, with one column per known heading and the
    sheet's row numbers as index; and findings: an unknown heading above filled cells, two headings for
    one column, cells without a heading, rows longer than the heading row.
    """
    first = next((n for n, row in enumerate(sheet.rows) if any(map(_clean, row))), None)
    if first is None:
        return pd.DataFrame(), []
    top = [_clean(cell) for cell in sheet.rows[first]]
    columns = [headings.column_of(heading) if heading else None for heading in top]
    unnamed = [place for place, heading in enumerate(top) if not heading]
    findings = []
    numbers: list[int] = []
    rows: list[list[str]] = []
    for number, row in enumerate(sheet.rows[first + 1 :], start=first + 2):
        texts = [_clean(cell) for cell in row]
        if not any(texts):
            continue
        texts += [""] * (len(top) - len(texts))
        agency_id = texts[columns.index("agency_id")] if "agency_id" in columns else ""
        without_heading = Finding("cell_without_heading", "", sheet.name, number, agency_id=agency_id)
        beyond = next((text for text in texts[len(top) :] if text), "")
        if beyond:
            findings.append(replace(without_heading, code="row_too_long", values={"value": beyond}))
            continue
        unheaded = [texts[place] for place in unnamed if texts[place]]
        findings += [replace(without_heading, values={"value": text}) for text in unheaded]
        numbers.append(number)
        rows.append(texts[: len(top)])
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in top]
    by_name, problems = _by_name(sheet, first + 1, cells, top, columns)
    return pd.DataFrame(by_name, index=numbers, dtype="str"), findings + problems


_LONGEST_REMEMBERED = 64


@lru_cache(maxsize=2**15)
def _clean_short(cell: str) -> str:
    return thai.normalise(cell)


def _clean(cell: str) -> str:
    """A cell's normalised text; cached, as columns and files repeat few short texts many times."""
    return _clean_short(cell) if len(cell) <= _LONGEST_REMEMBERED else thai.normalise(cell)


def _by_name(
    sheet: Sheet, row: int, cells: list[list[str]], top: list[str], columns: list[str | None]
) -> tuple[dict[str, list[str]], list[Finding]]:
    """The columns with a known heading, by name; findings for the others."""
    by_name: dict[str, list[str]] = {}
    heading_of: dict[str, str] = {}
    differing = set()
    findings = []
    for heading, column, texts in zip(top, columns, cells, strict=True):
        if column is None:
            if heading and any(texts):
                values = {"heading": heading, "near": near(heading, headings.words())}
                findings.append(Finding("column_not_understood", "", sheet.name, row, heading, values=values))
        elif not any(by_name.get(column, ())):
            by_name[column], heading_of[column] = texts, heading
        elif any(texts) and texts != by_name[column]:
            differing.add(column)
            values = {"heading": heading, "first": heading_of[column]}
            findings.append(Finding("column_repeated", "", sheet.name, row, column, values=values))
    return {column: texts for column, texts in by_name.items() if column not in differing}, findings
