"""Files to sheets of text cells; what a cell means is not this module's business."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from helpers import thai

MOST_BYTES = 50 * 2**20
MOST_UNPACKED_BYTES = 500 * 2**20
MOST_CELLS = 10_000_000
"""Of one sheet, from A1 to its last cell: all agencies' scores of seven years take three million."""
MOST_CELL_CHARACTERS = 100_000
"""A cell of a spreadsheet holds 32,767; longer text is no table."""

_DELIMITERS = "\t;,"
"""The likelier first: a comma may well stand inside a heading, a tab never does."""
_CHARACTERS_LOOKED_AT = 2**16
_HIGH_BYTES = bytes(range(128, 256))
_THAI_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")


@dataclass(frozen=True)
class Sheet:
    """Cells as text. ``rows[0]`` is the spreadsheet's row 1; rows may differ in length."""

    name: str
    rows: list[list[str]]


class UnreadableFileError(Exception):
    """A file cannot be read. ``code`` is an entry of ``findings.toml``, ``values`` fill its text."""

    def __init__(self, code: str, *, row: int | None = None, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.row = row
        self.values = values


def read_sheets(path: Path) -> list[Sheet]:
    """Reads every sheet of a file. Raises ``UnreadableFileError`` with a code of ``findings.toml``."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFileError("file_format_unknown", suffix=path.suffix or path.name)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(size, MOST_BYTES)
        return reader(path)
    except OSError as error:
        raise UnreadableFileError("file_not_accessible", reason=error.strerror or str(error)) from error


def _too_large(size: int, limit: int) -> UnreadableFileError:
    # Rounded so that the size never reads as the limit that it exceeds.
    size, limit = -(-size // 2**20), limit // 2**20
    return UnreadableFileError("file_too_large", size=f"{size:,} MB", limit=f"{limit:,} MB")


# ------------------------------------------------------------------ delimited text
def _read_delimited(path: Path) -> list[Sheet]:
    text = _decode(path.read_bytes())
    if "\0" in text:
        raise UnreadableFileError("encoding_unknown")
    rows: list[list[str]] = []
    previous_limit = csv.field_size_limit(MOST_CELL_CHARACTERS)
    try:
        # Strict: a quotation mark that is not closed would swallow the rows below it without a word.
        rows.extend(csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise UnreadableFileError("quotation_faulty", row=len(rows) + 1) from error
    finally:
        csv.field_size_limit(previous_limit)
    return [Sheet("", rows)]


def _decode(content: bytes) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")  # what Excel saves as "Unicode text"
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            if _mostly_thai_utf8(content):
                raise
            # What Thai Excel saves as "CSV"; it covers what tis-620 does and more.
            return content.decode("cp874")
    except UnicodeDecodeError as error:
        raise UnreadableFileError("encoding_unknown") from error


def _mostly_thai_utf8(content: bytes) -> bool:
    """Whether most of what is not ASCII is Thai in UTF-8: with one byte lost it is still no cp874.

    cp874 has a letter for nearly every byte, so broken UTF-8 would come out as Thai letters at random.
    """
    high = len(content) - len(content.translate(None, _HIGH_BYTES))
    return 2 * 3 * len(_THAI_UTF8.findall(content)) > high


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first line that has any, quoted text left aside.

    Of two that stand equally often, the one named first in ``_DELIMITERS``.
    """
    bare = re.sub(r'"[^"]*("|\Z)', "", text[:_CHARACTERS_LOOKED_AT])
    for line in bare.splitlines():
        best = max(_DELIMITERS, key=line.count)
        if best in line:
            return best
    return _DELIMITERS[0]


# ------------------------------------------------------------------ workbooks
_DAMAGE = (CalamineError, zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, ValueError)
"""What a damaged workbook raises, depending on where it is damaged."""


def _read_workbook(path: Path) -> list[Sheet]:
    content = io.BytesIO(path.read_bytes())
    try:
        _look_inside(content)
        workbook = CalamineWorkbook.from_path(str(path))  # from bytes it would not see a password
        return [
            Sheet(thai.normalise(sheet.name), [[_cell(value) for value in row] for row in cells])
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet  # a chart has a tab, too
            for cells in [workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)]
        ]
    except PasswordError as error:
        raise UnreadableFileError("file_protected") from error
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        ValueError,
    ) as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    except BaseException as error:
        # The reader is written in Rust; what its authors did not foresee arrives as a panic.
        if type(error).__name__ == "PanicException":
            raise UnreadableFileError("file_unreadable", reason=str(error)) from error
        raise


def _cell(value: object) -> str:
    if isinstance(value, float):
        # Spreadsheets store 2568 as 2568.0 and 76.79 as 76.79000000000001: 15 digits are theirs.
        return f"{value:.15g}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?<!/)>")
"""The beginning of a cell that holds something."""
_CELL_WITH_ADDRESS = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*?\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>"""
)
_CHUNK = 2**22
_LONGEST_TAG = 2**10


def _look_inside(content: io.BytesIO) -> None:
    """Refuses a workbook that would fill the memory: the reader itself does not look before it takes.

    Unpacks every part once, so that sizes that are told wrongly come out as a broken file.
    """
    if not zipfile.is_zipfile(content):
        return  # a workbook with a password is no archive; the reader says so
    with zipfile.ZipFile(content) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise _too_large(unpacked, MOST_UNPACKED_BYTES)
        for entry in archive.infolist():
            columns, rows = {b"A"}, {b"1"}
            for chunk in _chunks(archive, entry):
                addresses = _CELL_WITH_ADDRESS.findall(chunk)
                if len(addresses) != len(_CELL.findall(chunk)):
                    raise UnreadableFileError(
                        "file_unreadable", reason=f"cells without address in {entry.filename}"
                    )
                columns.update(column for column, _ in addresses)
                rows.update(row for _, row in addresses)
            # Letters sort by length first: Z before AA.
            last_column = max(columns, key=lambda letters: (len(letters), letters))
            last_row = max(map(int, rows))
            if _column_number(last_column) * last_row > MOST_CELLS:
                raise UnreadableFileError("sheet_too_large", cell=f"{last_column.decode()}{last_row}")


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's content in overlapping pieces, so that no tag is cut in two in all of them."""
    with archive.open(entry) as content:
        kept = b""
        while piece := content.read(_CHUNK):
            yield kept + piece
            kept = piece[-_LONGEST_TAG:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


_READERS: dict[str, Callable[[Path], list[Sheet]]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".txt": _read_delimited,
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
}
