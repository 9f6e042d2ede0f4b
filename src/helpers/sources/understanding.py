"""What a file's sheets say by themselves: before anybody asks whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.sources import form
from helpers.sources.layouts import recognition, tidy
from helpers.sources.opening import containers
from helpers.sources.opening.sheet import Sheet
from helpers.sources.reading import Reading


@dataclass(frozen=True)
class Understood:
    """What was read of each sheet, by the sheet's name, in order; it depends on nothing but the file."""

    readings: list[tuple[str, Reading]]
    stated: Mapping[str, str] | None = None
    """The agency and the year that a form states on its first sheet; None for a file that is no form."""
    unchanged: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """As ``form.Form.unchanged``."""


def of_file(file: Path) -> Understood:
    """Opens and understands a file. Raises ``UnreadableFileError``."""
    return of_sheets(containers.read_sheets(file))


def of_sheets(sheets: list[Sheet]) -> Understood:
    """Understands sheets that are open. Raises ``UnreadableFileError``."""
    filled = form.recognise(sheets)
    if filled is None:
        return Understood([(sheet.name, recognition.read(sheet)) for sheet in sheets])
    return Understood(
        [(sheet.name, _read_form(sheet)) for sheet in filled.sheets],
        {"agency_id": filled.agency_id, "fiscal_year": filled.fiscal_year},
        filled.unchanged,
    )


def _read_form(sheet: Sheet) -> Reading:
    reading = tidy.read(sheet)
    if reading is None:
        return recognition.read(sheet)
    return replace(reading, findings=[*sheet.findings, *reading.findings])
