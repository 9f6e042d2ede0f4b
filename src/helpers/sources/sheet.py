"""What a file becomes when it has been opened: sheets of text cells, or the reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from helpers import thai
from helpers.findings import Finding

MOST_CELLS = 10_000_000
"""Of all sheets of a file, each from A1 to its last cell: all agencies' scores of seven years take three
million."""
MOST_CELL_CHARACTERS = 32_767
"""What a cell of a spreadsheet holds; longer text is no table's."""


Range = tuple[int, int, int, int]
"""Cells merged into one: first row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True)
class Sheet:
    """Cells as text. ``rows[0]`` is the spreadsheet's row 1; rows may differ in length.

    Of merged cells the first holds the text and the others are blank, whatever the file's format;
    ``merged`` says which they are. A layout that knows its key columns may fill them; no reader does.
    """

    name: str
    rows: list[list[str]]
    places: list[tuple[str, int]] = field(default_factory=list)
    """Of a document that is no spreadsheet: for each row the table and row, or line, it stands in."""
    findings: list[Finding] = field(default_factory=list)
    """What opening the file showed already; without the file's name."""
    merged: list[Range] = field(default_factory=list)
    """Merged cells, as ``rows`` counts them."""


class UnreadableFileError(Exception):
    """A file cannot be read. ``code`` is an entry of ``findings.toml``, ``values`` fill its text."""

    def __init__(self, code: str, *, row: int | None = None, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.row = row
        self.values = values


def too_large(size: int, limit: int) -> UnreadableFileError:
    """A file, or what it unpacks to, is larger than what is read."""
    # Rounded so that the size never reads as the limit that it exceeds.
    size, limit = -(-size // 2**20), limit // 2**20
    return UnreadableFileError("file_too_large", size=f"{size:,} MB", limit=f"{limit:,} MB")


def checked(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets without what no reader after this one should meet; what went is a finding of the sheet.

    Control characters are taken out of the text; a row with a cell that is too long becomes blank. Raises
    ``UnreadableFileError`` for more cells than are read: a narrow row is as wide as the widest to some.
    """
    made, cells = [], 0
    for sheet in sheets:
        widest = max(map(len, sheet.rows), default=0)
        cells += widest * len(sheet.rows)
        if cells > MOST_CELLS:
            raise UnreadableFileError("sheet_too_large", cell=f"({widest}, {len(sheet.rows)})")
        made.append(_without_long_cells(_without_controls(sheet)))
    return made


def _without_controls(sheet: Sheet) -> Sheet:
    found = [number for number, row in enumerate(sheet.rows) if thai.CONTROLS.search("".join(row))]
    name = thai.CONTROLS.sub("", sheet.name)
    if not found:
        return replace(sheet, name=name) if name != sheet.name else sheet
    rows = sheet.rows.copy()
    for number in found:
        rows[number] = [thai.CONTROLS.sub("", cell) for cell in rows[number]]
    told = Finding("control_characters", "", name, found[0] + 1, values={"count": len(found)})
    return replace(sheet, name=name, rows=rows, findings=[*sheet.findings, told])


def _without_long_cells(sheet: Sheet) -> Sheet:
    rows, found = sheet.rows, list(sheet.findings)
    for number, row in enumerate(sheet.rows):
        longest = max(map(len, row), default=0)
        if longest > MOST_CELL_CHARACTERS:
            rows = sheet.rows.copy() if rows is sheet.rows else rows
            rows[number] = [""]
            values = {"size": f"{longest:,}", "limit": f"{MOST_CELL_CHARACTERS:,}"}
            found.append(Finding("cell_too_long", "", sheet.name, number + 1, values=values))
    return replace(sheet, rows=rows, findings=found)
