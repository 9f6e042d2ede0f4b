"""The result of opening a file: sheets of text cells, or the reason why it can't be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from helpers import thai
from helpers.findings import Finding

MOST_CELLS = 10_000_000
"""Of all sheets of a file, each counted from A1 to its last cell. The scores of all agencies in seven years
take three million."""
MOST_CELL_CHARACTERS = 32_767
"""The limit of a spreadsheet's cell; longer text doesn't come from a table."""


Range = tuple[int, int, int, int]
"""Cells merged into one: first row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True)
class Sheet:
    """Cells as text. ``rows[0]`` is the spreadsheet's row 1; rows may differ in length.

    In all file formats, the first of merged cells holds the text and the others are blank; ``merged`` lists
    them. Readers don't fill them in, but a layout that knows its key columns may.
    """

    name: str
    rows: list[list[str]]
    places: list[tuple[str, int]] = field(default_factory=list)
    """For documents other than spreadsheets: each row's place as a table and row, or as a line."""
    findings: list[Finding] = field(default_factory=list)
    """Findings from opening the file, without the file's name."""
    merged: list[Range] = field(default_factory=list)
    """Merged cells, as ``rows`` counts them."""
    out_of_sight: list[list[str]] = field(default_factory=list)
    """The rows of a hidden sheet, whose ``rows`` are none: for a form, which keeps there what it printed."""


class UnreadableFileError(Exception):
    """A file can't be read. ``code`` is an entry of ``findings.toml``, ``values`` fill its text."""

    def __init__(self, code: str, *, row: int | None = None, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.row = row
        self.values = values


def too_large(size: int, limit: int) -> UnreadableFileError:
    """The error for a file that is too large, packed or unpacked."""
    # Rounded up, so that the message never shows a size equal to the limit.
    size, limit = -(-size // 2**20), limit // 2**20
    return UnreadableFileError("file_too_large", size=f"{size:,} MB", limit=f"{limit:,} MB")


def checked(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Removes what later readers should not have to handle, with a finding for each sheet.

    Control characters are removed; a row with a cell that is too long becomes blank. Raises
    ``UnreadableFileError`` for too many cells, counting every row as wide as the widest, as some readers do.
    """
    checked_sheets, cells = [], 0
    for sheet in sheets:
        widest = max(map(len, sheet.rows), default=0)
        cells += widest * len(sheet.rows)
        if cells > MOST_CELLS:
            raise UnreadableFileError("sheet_too_large", cell=f"({widest}, {len(sheet.rows)})")
        checked_sheets.append(_without_long_cells(_without_controls(sheet)))
    return checked_sheets


def _without_controls(sheet: Sheet) -> Sheet:
    row_numbers = [number for number, row in enumerate(sheet.rows) if thai.CONTROLS.search("".join(row))]
    name = thai.CONTROLS.sub("", sheet.name)
    if not row_numbers:
        return replace(sheet, name=name) if name != sheet.name else sheet
    rows = sheet.rows.copy()
    for number in row_numbers:
        rows[number] = [thai.CONTROLS.sub("", cell) for cell in rows[number]]
    finding = Finding("control_characters", "", name, row_numbers[0] + 1, values={"count": len(row_numbers)})
    return replace(sheet, name=name, rows=rows, findings=[*sheet.findings, finding])


def _without_long_cells(sheet: Sheet) -> Sheet:
    rows, findings = sheet.rows, list(sheet.findings)
    for number, row in enumerate(sheet.rows):
        longest = max(map(len, row), default=0)
        if longest > MOST_CELL_CHARACTERS:
            rows = sheet.rows.copy() if rows is sheet.rows else rows
            rows[number] = [""]
            values = {"size": f"{longest:,}", "limit": f"{MOST_CELL_CHARACTERS:,}"}
            findings.append(Finding("cell_too_long", "", sheet.name, number + 1, values=values))
    return replace(sheet, rows=rows, findings=findings)
