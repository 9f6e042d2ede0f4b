"""Which layout a sheet has: recognised by what stands in it, never by the file's name.

A layout is a module with one function ``read(sheet)`` that returns None where the sheet has
another layout; it becomes known by a line in ``LAYOUTS``.
"""

from __future__ import annotations

from collections.abc import Callable

from helpers.findings import Finding
from helpers.sources import tidy
from helpers.sources.containers import Sheet
from helpers.sources.reading import Reading

LAYOUTS: tuple[Callable[[Sheet], Reading | None], ...] = (tidy.read,)


def read(sheet: Sheet) -> Reading:
    """Reads a sheet by the first layout that recognises it, or says that none did."""
    filled = next((row for row in sheet.rows if any(cell.strip() for cell in row)), None)
    if filled is None:
        return Reading(findings=[Finding("table_empty", file="", sheet=sheet.name)])
    for layout in LAYOUTS:
        reading = layout(sheet)
        if reading is not None:
            return reading
    headings = ", ".join(cell.strip() for cell in filled if cell.strip())
    unknown = Finding("table_not_understood", file="", sheet=sheet.name, values={"headings": headings})
    return Reading(findings=tidy.nearly(sheet) or [unknown])
