"""The tidy layout: one heading row with known names, below it one fact a row.

Scores, totals, measures and progress each have their columns; a sheet that has the columns of
several (a measures table with results, say) is read as all of them.
"""

from __future__ import annotations

import pandas as pd

from helpers import headings, thai
from helpers.findings import Finding
from helpers.sources.containers import Sheet
from helpers.sources.reading import Reading

WHERE = ("agency_id", "fiscal_year")

COLUMNS: dict[str, tuple[str, ...]] = {
    "scores": ("indicator", "score"),
    "totals": ("published_total", "published_level"),
    "measures": (
        "measure",
        "activity",
        "title",
        "indicators",
        "step",
        "responsible",
        "period",
        "monitoring",
    ),
    "progress": (
        "measure",
        "activity",
        "round",
        "status",
        "result",
        "outcome",
        "problems",
        "suggestions",
        "remark",
        "evidence",
    ),
}
"""The columns of each kind, beside agency and year."""

_MARKS = {
    "scores": {"indicator", "score"},
    "totals": {"published_total"},
    "measures": {"measure", "title"},
    "progress": {"measure", "round"},
}
"""A sheet is of a kind if it has all of these columns."""


def read(sheet: Sheet) -> Reading | None:
    """Reads a tidy sheet; None where the first filled row does not hold the columns of any kind."""
    frame, findings = read_records(sheet)
    kinds = [kind for kind, marks in _MARKS.items() if marks <= set(frame.columns)]
    if not kinds:
        return None
    reading = Reading(findings=findings)
    for kind in kinds:
        own = [column for column in (*WHERE, *COLUMNS[kind]) if column in frame.columns]
        # A measures table with results holds progress only where one of its columns is filled.
        facts = [column for column in COLUMNS[kind] if column in own and column not in _MARKS[kind]]
        table = frame[own]
        if kind == "progress":
            table = table[(table[[*facts, "round"]] != "").any(axis=1)]
        reading.tables[kind] = table
    if not len(frame):
        reading.findings.append(Finding("table_empty", file="", sheet=sheet.name))
    return reading


def read_records(sheet: Sheet) -> tuple[pd.DataFrame, list[Finding]]:
    """Reads the rows below the first filled row under their known names.

    Returns a DataFrame of normalised text, one column per known heading, indexed by the sheet's
    row number, blank rows left out; and a finding for each heading that is not known.
    """
    first = next((n for n, row in enumerate(sheet.rows) if any(cell.strip() for cell in row)), None)
    if first is None:
        return pd.DataFrame(), []
    findings = []
    columns: dict[str, int] = {}
    for place, heading in enumerate(sheet.rows[first]):
        column = headings.column_of(heading)
        if column is not None and column not in columns:
            columns[column] = place
        elif heading.strip():
            findings.append(
                Finding(
                    "column_not_understood",
                    file="",
                    sheet=sheet.name,
                    row=first + 1,
                    column=thai.normalise(heading),
                    values={"heading": thai.normalise(heading)},
                )
            )
    rows = {
        number: [thai.normalise(row[place]) if place < len(row) else "" for place in columns.values()]
        for number, row in enumerate(sheet.rows[first + 1 :], start=first + 2)
        if any(cell.strip() for cell in row)
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(columns), dtype="str")
    return frame, findings
