"""Files to sheets of text cells; what a cell means is not this module's business."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 50 * 2**20
MOST_UNPACKED_BYTES = 500 * 2**20
MOST_CELL_CHARACTERS = 100_000
"""A cell of a spreadsheet holds 32,767; longer text is no table."""


@dataclass(frozen=True)
class Sheet:
    """Cells as text. ``rows[0]`` is the spreadsheet's row 1; rows may differ in length."""

    name: str
    rows: list[list[str]]


class UnreadableFileError(Exception):
    """A file cannot be read. ``code`` is an entry of ``findings.toml``, ``values`` fill its text."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def read_sheets(path: Path) -> list[Sheet]:
    """Reads every sheet of a file. Raises ``UnreadableFileError`` with a code of ``findings.toml``."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFileError("file_format_unknown", suffix=path.suffix or path.name)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableFileError("file_too_large", size=_megabytes(size), limit=_megabytes(MOST_BYTES))
    return reader(path)


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"


def _read_delimited(path: Path) -> list[Sheet]:
    text = _decode(path.read_bytes())
    if "\0" in text:
        raise UnreadableFileError("encoding_unknown")
    first_line = text.partition("\n")[0]
    delimiter = max("\t;,", key=first_line.count)  # a tie (no delimiter at all) falls to the tab
    previous_limit = csv.field_size_limit(MOST_CELL_CHARACTERS)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    finally:
        csv.field_size_limit(previous_limit)
    return [Sheet("", rows)]


def _decode(content: bytes) -> str:
    # cp874 is what Thai Excel saves as "CSV"; it covers what tis-620 does and more.
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("encoding_unknown")


def _read_workbook(path: Path) -> list[Sheet]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MOST_UNPACKED_BYTES:
                limit = _megabytes(MOST_UNPACKED_BYTES)
                raise UnreadableFileError("file_too_large", size=_megabytes(unpacked), limit=limit)
        workbook = CalamineWorkbook.from_path(str(path))
        return [
            Sheet(name, [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)])
            for name in workbook.sheet_names
            for sheet in [workbook.get_sheet_by_name(name)]
        ]
    except (CalamineError, OSError, zipfile.BadZipFile, ValueError) as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error


def _cell(value: object) -> str:
    if isinstance(value, float):
        # Spreadsheets store 2568 as 2568.0 and 76.79 as 76.79000000000001: 15 digits are theirs.
        return f"{value:.15g}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


_READERS: dict[str, Callable[[Path], list[Sheet]]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".txt": _read_delimited,
    ".xlsx": _read_workbook,
}
