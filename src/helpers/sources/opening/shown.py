"""Makes a sheet's cells what a person sees instead of what is stored: struck digits, percent, hidden rows.

The readers of the formats find the differences; this module corrects the cells and reports what was left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from helpers.findings import Finding, Words
from helpers.sources.opening.sheet import Range, Sheet

RAISED = Words("ตัวยกหรือตัวห้อย เช่น เลขเชิงอรรถ", "raised or lowered, as of a footnote")
STRUCK = Words("ขีดฆ่า", "struck through")
HIDDEN = Words("ซ่อนไว้", "hidden")
DELETED = Words("ลบหรือย้ายไปแล้วในการติดตามการแก้ไข", "deleted or moved away in tracked changes")

_LEFT_OUT_CHARACTERS = 40
"""How much of a left-out text a finding quotes; enough to recognise it."""


@dataclass
class Tally:
    """Counts things that a sheet gets one finding for: by code and kind how often, and the first of them."""

    first: dict[tuple[str, Words | None], tuple[int, str, str]] = field(default_factory=dict)
    counts: dict[tuple[str, Words | None], int] = field(default_factory=dict)

    def add(
        self, code: str, row: int, text: str, kind: Words | None = None, cell: str = "", count: int = 1
    ) -> None:
        """Counts one; ``row`` counts from 0, ``cell`` is the address in a spreadsheet."""
        key = code, kind
        if key not in self.first or row < self.first[key][0]:
            self.first[key] = row, text, cell
        self.counts[key] = self.counts.get(key, 0) + count

    def findings(self, sheet: str) -> list[Finding]:
        """One finding for each code and kind."""
        findings = []
        for (code, kind), (row, text, cell) in self.first.items():
            values: dict[str, object] = {
                "count": self.counts[code, kind],
                "text": text[:_LEFT_OUT_CHARACTERS],
            }
            values["cell"] = cell
            if kind:
                values["kind"] = kind
            findings.append(Finding(code, "", sheet, row + 1, values=values))
        return findings


@dataclass
class Shown:
    """Where a sheet of a workbook looks different from what its cells store. Counts from 0."""

    cells: list[tuple[Range, str | None]] = field(default_factory=list)
    """The visible text of cells, if it differs from the stored one; None: unchanged, only reported."""
    codes: list[tuple[str, Words | None, str]] = field(default_factory=list)
    """For each of ``cells`` its finding: code, kind, and the text that the finding quotes."""
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False
    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas that were never calculated."""

    def add(
        self, place: Range, text: str | None, code: str = "", kind: Words | None = None, original: str = ""
    ) -> None:
        """Adds a cell, or a range of equal ones."""
        self.cells.append((place, text))
        self.codes.append((code, kind, original))


def as_shown(sheet: Sheet, shown: Shown) -> Sheet:
    """The sheet as it looks, with one finding for each kind of difference."""
    merged = shown.merged or sheet.merged
    if shown.uncalculated:
        first = shown.uncalculated[0]
        row = int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        values = {"cell": first, "count": len(shown.uncalculated)}
        never = Finding("formula_without_value", "", sheet.name, row, values=values)
        sheet = replace(sheet, findings=[*sheet.findings, never])
    if shown.hidden:
        if not any(map(any, sheet.rows)):
            return replace(sheet, rows=[])
        unread = Finding("sheet_hidden", "", sheet.name)
        findings = [*sheet.findings, unread]
        return replace(sheet, rows=[], merged=[], findings=findings, out_of_sight=sheet.rows)
    if not (shown.cells or shown.hidden_rows or shown.hidden_columns):
        return replace(sheet, merged=merged)
    rows = [row.copy() for row in sheet.rows]
    tally = Tally()
    hidden_rows = _within(shown.hidden_rows, len(rows))
    hidden_columns = _within(shown.hidden_columns, max(map(len, rows), default=0))
    for (place, text), (code, kind, original) in zip(shown.cells, shown.codes, strict=True):
        top, left, bottom, right = place
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                if text is not None:
                    rows[row][column] = text
                if code and row not in hidden_rows and column not in hidden_columns:
                    tally.add(code, row, original, kind, address(row, column))
    merged = [_moved_into_sight(rows, place, hidden_rows, hidden_columns) for place in merged]
    for number in sorted(hidden_rows):
        if any(rows[number]):
            tally.add("rows_hidden", number, _beginning(rows[number]))
            rows[number] = [""] * len(rows[number])
    for column in sorted(hidden_columns):
        filled_rows = [number for number, row in enumerate(rows) if column < len(row) and row[column]]
        if filled_rows:
            tally.add("columns_hidden", filled_rows[0], rows[filled_rows[0]][column], cell=_letters(column))
        for number in filled_rows:
            rows[number][column] = ""
    return replace(sheet, rows=rows, merged=merged, findings=[*sheet.findings, *tally.findings(sheet.name)])


def _within(spans: Iterable[tuple[int, int]], end: int) -> set[int]:
    return {place for first, last in spans for place in range(first, min(last + 1, end))}


def _moved_into_sight(
    rows: list[list[str]], place: Range, hidden_rows: set[int], hidden_columns: set[int]
) -> Range:
    """The visible part of merged cells; their text is moved to its first cell."""
    top, left, bottom, right = place
    row = next((row for row in range(top, min(bottom + 1, len(rows))) if row not in hidden_rows), None)
    columns = range(left, right + 1)
    column = next((column for column in columns if column not in hidden_columns), None)
    if row is None or column is None or (row, column) == (top, left):
        return place
    if left < len(rows[top]) and column < len(rows[row]):
        rows[row][column], rows[top][left] = rows[top][left], ""
    return row, column, bottom, right


def _beginning(row: Sequence[str]) -> str:
    return " | ".join(cell for cell in row if cell)


def address(row: int, column: int) -> str:
    """A cell's address, such as B7; counts from 0."""
    return f"{_letters(column)}{row + 1}"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


# ------------------------------------------------------------------ numbers
def percent(stored: str) -> str | None:
    """A number as percent, with all stored decimals: 98.11% for 0.9811."""
    number = _decimal(stored)
    return None if number is None else f"{(number * 100).normalize():f}%"


def rounds_away(stored: str, decimals: int) -> bool:
    """Whether a number shown with ``decimals`` differs from the stored one at two decimals."""
    number = _decimal(stored)
    return number is not None and round(number, decimals) != round(number, 2)


def rounded(stored: str, decimals: int) -> str:
    """A stored number as shown with ``decimals``."""
    number = _decimal(stored)
    return "" if number is None else f"{round(number, decimals):f}"


def _decimal(stored: str) -> Decimal | None:
    """A stored number, rounded to the fifteen digits that spreadsheets keep."""
    try:
        number = Decimal(f"{float(stored):.15g}")
    except (ValueError, InvalidOperation):
        return None
    return number.normalize() if number.is_finite() and abs(number) < 10**15 else None


# ------------------------------------------------------------------ ticks
TICKED, EMPTY, TICK, CROSS, CROSSED = "☑", "☐", "✓", "✗", "☒"
_SYMBOLS = {
    "wingdings": {0xFE: TICKED, 0xFD: CROSSED, 0x78: CROSSED, 0xFC: TICK, 0xFB: CROSS}
    | dict.fromkeys((0xA8, 0x6F, 0x71, 0x72), EMPTY),
    "wingdings 2": {0x52: TICKED, 0x50: TICK, 0x4F: CROSS}
    | dict.fromkeys((0x51, 0x53, 0x54), CROSSED)
    | dict.fromkeys((0xA3, 0x2A), EMPTY),
    "webdings": {0x61: TICK, 0x72: CROSS, 0x63: EMPTY},
    "marlett": {0x61: TICK, 0x62: TICK},
    "symbol": {0xD6: "√"},
}
"""The ticks and boxes used in forms, by symbol font and place in the font."""
SYMBOL_FONTS = frozenset(_SYMBOLS)


def symbols(text: str, font: str) -> str:
    """A text in a symbol font as Unicode signs; symbols without a known sign are left out."""
    table = _SYMBOLS.get(font.strip().strip("'\"").casefold())
    if table is None:
        return text
    # Symbol fonts have their letters from U+F000; programs also write the Latin-1 letter of the same place.
    return "".join(letter if letter.isspace() else table.get(ord(letter) & 0xFF, "") for letter in text)
