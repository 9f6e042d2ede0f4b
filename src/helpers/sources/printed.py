"""What layouts make of a printed page: rows for the tables, with the agency and year that the page names."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from helpers import thai
from helpers.findings import Finding
from helpers.sources.opening.sheet import Sheet
from helpers.sources.opening.web_pages import without_markup

NAMING = ("agency", "heading", "around", "above", "beside", "type", "district", "province")
"""Columns, besides agency_id and fiscal_year, from which ``names`` finds the agency: the name printed in the
table, and its heading if it names a column; the text around the table, used if the table has no name; what
stands further above, used if that has none either; another agency that a number's clause names; and what else
is printed about the agency."""

Row = tuple[int, list[str]]
"""A row's number in the sheet and its cells, normalised."""


def rows_of(sheet: Sheet) -> list[Row]:
    """The sheet's rows with normalised cells, including blank rows."""
    cleaned: dict[str, str] = {"": ""}
    rows = []
    for number, row in enumerate(sheet.rows, start=1):
        cells = []
        for cell in row:
            text = cleaned.get(cell)
            if text is None:
                text = cleaned[cell] = _clean(cell)
            cells.append(text)
        rows.append((number, cells))
    return rows


def _clean(cell: str) -> str:
    text = thai.normalise(without_markup(cell)) if cell.strip() else ""
    # Pages made from Markdown have stars around bold text.
    return text.replace("**", "").strip()


def filled(cells: list[str]) -> list[int]:
    """The columns of a row that aren't empty."""
    return [column for column, cell in enumerate(cells) if cell]


@dataclass
class Collected:
    """Rows of text by kind, and findings, both without the file's name."""

    sheet: str
    cells_have_places: bool = True
    """Whether every cell is surely in its column, as in a spreadsheet; a document's row may lack a cell."""
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: str, row: int, **values: str) -> None:
        """Adds a row of a kind; columns that aren't given are blank."""
        self.rows.setdefault(kind, []).append({"row": row, **values})

    def find(
        self, code: str, row: int | None = None, column: str = "", year: int | None = None, **values: object
    ) -> None:
        """Adds a finding."""
        self.findings.append(Finding(code, "", self.sheet, row, column, fiscal_year=year, values=values))

    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows as frames of text, indexed by the sheet's row numbers."""
        frames = {}
        for kind, rows in self.rows.items():
            columns = dict.fromkeys(name for row in rows for name in row if name != "row")
            # From lists, for speed: a folder may hold thousands of pages of a few rows each.
            texts = {name: [str(row.get(name, "")) for row in rows] for name in columns}
            index = pd.Index([row["row"] for row in rows], dtype="int64", name="row")
            frames[kind] = pd.DataFrame(texts, index=index, dtype="str")
        return frames
