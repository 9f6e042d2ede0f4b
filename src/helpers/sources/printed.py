"""What layouts make of a printed page: rows for the tables, with what the page says of whose they are."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from helpers import thai
from helpers.findings import Finding
from helpers.sources.sheet import Sheet
from helpers.sources.web_pages import without_markup

SAID = ("agency", "heading", "around", "type", "district", "province")
"""Columns beside agency_id and fiscal_year from which ``names`` finds the agency: the name as printed in
the table, and the heading it stands in where it is a column's; else the text around the table, which may
name one; what else is printed of it."""

Row = tuple[int, list[str]]
"""A row's number in the sheet and its cells, normalised."""


def rows_of(sheet: Sheet) -> list[Row]:
    """The sheet's rows with normalised cells, blank ones among them."""
    known: dict[str, str] = {"": ""}
    rows = []
    for number, row in enumerate(sheet.rows, start=1):
        cells = []
        for cell in row:
            text = known.get(cell)
            if text is None:
                text = known[cell] = _clean(cell)
            cells.append(text)
        rows.append((number, cells))
    return rows


def _clean(cell: str) -> str:
    text = thai.normalise(without_markup(cell)) if cell.strip() else ""
    # A page made from a marked-up text has stars around what is bold.
    return text.replace("**", "").strip()


def filled(cells: list[str]) -> list[int]:
    """The columns of a row that hold something."""
    return [column for column, cell in enumerate(cells) if cell]


@dataclass
class Collected:
    """Rows of text by kind, as they are found, and findings; both without the file's name."""

    sheet: str
    cells_have_places: bool = True
    """Whether a cell is sure to stand in its column, as in a spreadsheet; a document's row may lack one."""
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: str, row: int, **values: str) -> None:
        """Adds a row of a kind; what is not given is blank."""
        self.rows.setdefault(kind, []).append({"row": row, **values})

    def find(
        self, code: str, row: int | None = None, column: str = "", year: int | None = None, **values: object
    ) -> None:
        """Adds a finding."""
        self.findings.append(Finding(code, "", self.sheet, row, column, fiscal_year=year, values=values))

    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows as frames of text, indexed by the sheet's row numbers."""
        made = {}
        for kind, rows in self.rows.items():
            columns = dict.fromkeys(name for row in rows for name in row if name != "row")
            # Made of lists: a folder may hold thousands of pages of a few rows each.
            texts = {name: [str(row.get(name, "")) for row in rows] for name in columns}
            index = pd.Index([row["row"] for row in rows], dtype="int64", name="row")
            made[kind] = pd.DataFrame(texts, index=index, dtype="str")
        return made
