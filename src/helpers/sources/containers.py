"""Files to sheets of text cells; what a cell means is not this module's business."""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from lxml import etree
from python_calamine import CalamineError, PasswordError

from helpers import thai
from helpers.findings import Finding
from helpers.sources import pages, workbooks
from helpers.sources.sheet import MOST_CELLS, Sheet, UnreadableFileError, checked, too_large

MOST_BYTES = 50 * 2**20
MOST_UNPACKED_BYTES = 500 * 2**20
MOST_PARTS = 5000
"""Of a workbook: a sheet takes two, a picture one."""

_Reader = Callable[[Path], list[Sheet]]

_DELIMITERS = "\t;,"
"""The likelier first: a comma may well stand inside a heading, a tab never does."""
_CHARACTERS_LOOKED_AT = 2**16
_HIGH_BYTES = bytes(range(128, 256))
_THAI_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")


def read_sheets(path: Path) -> list[Sheet]:
    """Reads every sheet of a file. Raises ``UnreadableFileError`` with a code of ``findings.toml``."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFileError("file_format_unknown", suffix=path.suffix or path.name)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise too_large(size, MOST_BYTES)
        return checked(_really(reader, path)(path))
    except OSError as error:
        raise UnreadableFileError("file_not_accessible", reason=error.strerror or str(error)) from error


def _really(reader: _Reader, path: Path) -> _Reader:
    """The reader for what the file is: many a site hands out a web page under the name of a workbook."""
    if reader is _read_workbook:
        with path.open("rb") as file:
            beginning = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if beginning.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
            return _read_html
    return reader


# ------------------------------------------------------------------ documents
def _read_html(path: Path) -> list[Sheet]:
    return pages.read_html(_decode(path.read_bytes()))


def _read_docx(path: Path) -> list[Sheet]:
    return pages.read_docx(path.read_bytes())


def _read_text(path: Path) -> list[Sheet]:
    return pages.read_text(_decode(path.read_bytes()), _delimited)


def _leave_to_a_person(path: Path) -> list[Sheet]:
    raise UnreadableFileError("pdf_needs_a_person")


# ------------------------------------------------------------------ delimited text
def _read_delimited(path: Path) -> list[Sheet]:
    return _delimited(_decode(path.read_bytes()))


def _delimited(text: str) -> list[Sheet]:
    # Strict: a quotation mark that is not closed would swallow the rows below it without a word.
    return [Sheet("", pages.divided(text, _delimiter(text), strict=True))]


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
_DAMAGE = (
    CalamineError,
    workbooks.NotReadError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    etree.XMLSyntaxError,
    NotImplementedError,
    EOFError,
    ValueError,
    KeyError,
)
"""What a damaged workbook raises, depending on where it is damaged."""


def _read_workbook(path: Path) -> list[Sheet]:
    content = io.BytesIO(path.read_bytes())
    uncalculated: dict[str, list[str]] = {}
    try:
        if zipfile.is_zipfile(content):
            looked_at, uncalculated = _look_inside(content)
        else:
            looked_at = None  # an .xls, or a workbook with a password, which is no archive either
        read = workbooks.read(looked_at) if looked_at else workbooks.read_apart(path)
    except PasswordError as error:
        raise UnreadableFileError("file_protected") from error
    except _DAMAGE as error:
        if isinstance(error, workbooks.NotReadError) and error.protected:
            raise UnreadableFileError("file_protected") from error
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    except BaseException as error:
        # The reader is written in Rust; what its authors did not foresee arrives as a panic.
        if type(error).__name__ == "PanicException":
            raise UnreadableFileError("file_unreadable", reason=str(error)) from error
        raise
    names = [(name, thai.normalise(name)) for name, _ in read]
    return [
        Sheet(shown, rows, findings=_formula_findings(shown, uncalculated.get(name, [])))
        for (name, shown), (_, rows) in zip(names, read, strict=True)
    ]


def _formula_findings(sheet: str, cells: list[str]) -> list[Finding]:
    """One finding for a sheet whose formulas have never been calculated: their cells read as blank."""
    if not cells:
        return []
    row = int(cells[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    values = {"cell": cells[0], "count": len(cells)}
    return [Finding("formula_without_value", "", sheet, row, values=values)]


# Quantifiers with ++ and *+ never give back what they took, so that no text takes longer than its length.
_CELL = re.compile(rb"<(?:\w++:)?+c(?:\s[^<>]*+)?+(?<!/)>")
"""The beginning of a cell that holds something."""
_ADDRESS = (
    rb"""<(?:\w++:)?+c(?:\s++(?!r\s*+=)[\w:.-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'))*+"""
    rb"""\s++r\s*+=\s*+["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*+(?<!/)>"""
)
_CELL_WITH_ADDRESS = re.compile(_ADDRESS)
"""A cell that says where it stands, in the attribute r and in no other's value."""
_CHUNK = 2**22
_LONGEST_TAG = 2**16


_UNCALCULATED = re.compile(
    _ADDRESS + rb"""\s*+<(?:\w++:)?+f\b[^<>]*(?:/>|>[^<]*+</(?:\w++:)?+f>)\s*+"""
    rb"""(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+\s*+</(?:\w++:)?+c>"""
)
"""A cell with a formula and no value: its program never worked it out."""


def _look_inside(content: io.BytesIO) -> tuple[io.BytesIO | None, dict[str, list[str]]]:
    """Refuses a workbook that would fill the memory: the reader itself does not look before it takes.

    Returns the workbook packed anew, so that the reader meets just what was looked at, whatever else the
    archive may be to another program; None for one of another kind, to be read apart. And by sheet the
    addresses of formulas without a value.
    """
    looked_at = io.BytesIO()
    uncalculated: dict[str, list[str]] = {}
    with zipfile.ZipFile(content) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MOST_UNPACKED_BYTES:
            raise too_large(unpacked, MOST_UNPACKED_BYTES)
        names = set(archive.namelist())
        if len(names) < len(entries) or len(entries) > MOST_PARTS:
            raise UnreadableFileError("file_unreadable", reason=f"{len(entries)} parts, {len(names)} names")
        if "xl/workbook.xml" not in names:
            if "content.xml" in names:
                _look_inside_ods(archive)
            return None, {}
        cells = 0
        with zipfile.ZipFile(looked_at, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kept:
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels")):
                    continue  # pictures and macros
                with kept.open(entry.filename, "w", force_zip64=True) as part:
                    reach, formulas = _look_at_part(archive, entry, part)
                cells += reach
                if cells > MOST_CELLS:
                    raise UnreadableFileError("sheet_too_large", cell=f"{entry.filename}: {reach:,}")
                if formulas:
                    uncalculated[entry.filename] = formulas
        sheets = _sheet_names(archive) if uncalculated else {}
    looked_at.seek(0)
    return looked_at, {sheets.get(part, ""): found for part, found in uncalculated.items()}


def _look_at_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: IO[bytes]) -> tuple[int, list[str]]:
    """Copies a part; returns how many cells there are from A1 to its last one, and uncalculated formulas."""
    last_column = last_row = 0
    formulas: dict[str, None] = {}
    for chunk in _chunks(archive, entry, copy):
        addresses = _CELL_WITH_ADDRESS.findall(chunk)
        if len(addresses) != len(_CELL.findall(chunk)):
            raise UnreadableFileError("file_unreadable", reason=f"cells without address in {entry.filename}")
        # Letters sort by length first: Z before AA.
        columns = {column for column, _ in addresses}
        furthest = max(columns, key=lambda letters: (len(letters), letters), default=b"")
        last_column = max(last_column, _column_number(furthest))
        last_row = max(last_row, max((int(row) for _, row in addresses), default=0))
        formulas.update(dict.fromkeys((a + b).decode() for a, b in _UNCALCULATED.findall(chunk)))
    if last_column * last_row > MOST_CELLS:
        reached = f"({last_column:,}, {last_row:,})"
        raise UnreadableFileError("sheet_too_large", cell=reached)
    return last_column * last_row, list(formulas)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """By part of the archive the name on the sheet's tab."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))[1:]
        for relation in relations
    }
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    names = {}
    for sheet in book.iter("{*}sheet"):
        target = next((targets.get(value) for key, value in sheet.items() if key.endswith("}id")), None)
        if target:
            names[target] = str(sheet.get("name", ""))
    return names


MOST_ODS_CELLS = 2_000_000
"""Of all sheets: the reader needs more memory for a cell that is said to repeat."""


def _look_inside_ods(archive: zipfile.ZipFile) -> None:
    """Refuses sheets whose repeated rows and cells, written in a line, would unfold to fill the memory."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
        raise UnreadableFileError("file_protected")
    rows = filled_rows = columns = filled_columns = before = 0
    with archive.open("content.xml") as content:
        events = etree.iterparse(
            content,
            tag=("{*}table", "{*}table-row", "{*}table-cell", "{*}covered-table-cell"),
            events=("end",),
            resolve_entities=False,
            no_network=True,
        )
        for _, element in events:
            name = etree.QName(element).localname
            if name == "table":
                before += filled_rows * filled_columns
                rows = filled_rows = filled_columns = 0
            elif name == "table-row":
                rows += _repeated(element, "number-rows-repeated")
                if columns:
                    filled_rows, filled_columns = rows, max(filled_columns, columns)
                if before + filled_rows * filled_columns > MOST_ODS_CELLS:
                    raise UnreadableFileError("sheet_too_large", cell=f"({filled_columns}, {filled_rows})")
                columns = 0
                element.clear()
            elif len(element) or any(key.endswith("value") for key in element.keys()):  # noqa: SIM118
                row = element.getparent()
                columns = sum(
                    _repeated(cell, "number-columns-repeated") for cell in (row if row is not None else ())
                )


def _repeated(element: etree._Element, name: str) -> int:
    written = next((value for key, value in element.items() if key.endswith("}" + name)), "1")
    return int(written) if written.isdecimal() else 1


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: IO[bytes]) -> Iterator[bytes]:
    """The entry's content in overlapping pieces, so that no tag is cut in two in all of them.

    Writes it to ``copy`` at the same time.
    """
    with archive.open(entry) as content:
        kept = b""
        while piece := content.read(_CHUNK):
            copy.write(piece)
            chunk = kept + piece
            yield chunk
            kept = chunk[-_LONGEST_TAG:]
            if b"<" not in kept and b">" not in kept and chunk.rfind(b"<") > chunk.rfind(b">"):
                raise UnreadableFileError("file_unreadable", reason=f"endless tag in {entry.filename}")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


_READERS: dict[str, _Reader] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".txt": _read_text,
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".xls": _read_workbook,
    ".ods": _read_workbook,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_docx,
    ".pdf": _leave_to_a_person,
}
