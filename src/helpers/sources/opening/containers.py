"""Turns files into sheets of text cells, without interpreting them."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from python_calamine import CalamineError, PasswordError

from helpers import thai
from helpers.sources.opening import archives, excel, old_excel, opendocument, web_pages, word, workbooks
from helpers.sources.opening.sheet import Sheet, UnreadableFileError, checked, too_large
from helpers.sources.opening.shown import Shown, as_shown
from helpers.sources.raw_files import MOST_BYTES

_Reader = Callable[[Path], list[Sheet]]

_DELIMITERS = "\t;,"
"""Most likely first: a comma may occur inside a heading, a tab never does."""
_CHARACTERS_LOOKED_AT = 2**16
"""Enough to find the delimiter; the rest of a large file tells nothing new."""
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
        return checked(_by_content(reader, path)(path))
    except OSError as error:
        raise UnreadableFileError("file_not_accessible", reason=error.strerror or str(error)) from error


def _by_content(reader: _Reader, path: Path) -> _Reader:
    """The reader for the file's content: many sites offer a web page under a workbook's name."""
    if reader is _read_workbook:
        with path.open("rb") as file:
            beginning = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if beginning.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
            return _read_html
    return reader


# ------------------------------------------------------------------ documents
def _read_html(path: Path) -> list[Sheet]:
    return web_pages.read_html(_decode(path.read_bytes()))


def _read_docx(path: Path) -> list[Sheet]:
    return word.read_docx(path.read_bytes())


def _read_text(path: Path) -> list[Sheet]:
    return web_pages.read_text(_decode(path.read_bytes()), _delimited)


def _leave_to_a_person(path: Path) -> list[Sheet]:
    raise UnreadableFileError("pdf_needs_a_person")


# ------------------------------------------------------------------ delimited text
def _read_delimited(path: Path) -> list[Sheet]:
    return _delimited(_decode(path.read_bytes()))


def _delimited(text: str) -> list[Sheet]:
    # Strict, because an unclosed quotation mark would silently swallow the rows below it.
    return [Sheet("", web_pages.divided(text, _delimiter(text), strict=True))]


def _decode(content: bytes) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")  # Excel's "Unicode text"
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            if _mostly_thai_utf8(content):
                raise
            # Thai Excel's "CSV"; a superset of tis-620.
            return content.decode("cp874")
    except UnicodeDecodeError as error:
        raise UnreadableFileError("encoding_unknown") from error


def _mostly_thai_utf8(content: bytes) -> bool:
    """Whether most of the non-ASCII bytes are Thai in UTF-8, even if a byte is broken.

    Such a file must not be read as cp874, which has a letter for nearly every byte: it would give random
    Thai letters instead of an error.
    """
    high = len(content) - len(content.translate(None, _HIGH_BYTES))
    return 2 * 3 * len(_THAI_UTF8.findall(content)) > high  # a Thai letter takes three bytes


def _delimiter(text: str) -> str:
    """The most frequent delimiter in the first line that has any, ignoring quoted text.

    If two are equally frequent, the one that comes first in ``_DELIMITERS``.
    """
    bare = re.sub(r'"[^"]*("|\Z)', "", text[:_CHARACTERS_LOOKED_AT])
    for line in bare.splitlines():
        best = max(_DELIMITERS, key=line.count)
        if best in line:
            return best
    return _DELIMITERS[0]


# ------------------------------------------------------------------ workbooks
def _read_workbook(path: Path) -> list[Sheet]:
    content = path.read_bytes()
    repacked: io.BytesIO | None = None  # stays None for what is no archive: .xls, or protected by a password
    shown_as: dict[str, Shown] = {}
    is_old = not zipfile.is_zipfile(io.BytesIO(content))
    try:
        if not is_old:
            with archives.opened(content) as archive:
                archives.check_size(archive)
                if "xl/workbook.xml" in archive.namelist():
                    repacked, shown_as = excel.look_inside(archive)
                elif {"content.xml", opendocument.MANIFEST} & set(archive.namelist()):
                    shown_as = opendocument.look_inside(archive)
        read = workbooks.read(repacked) if repacked else workbooks.read_apart(path)
    except PasswordError as error:
        raise UnreadableFileError("file_protected") from error
    except (*archives.DAMAGE, CalamineError, workbooks.NotReadError) as error:
        if isinstance(error, workbooks.NotReadError) and error.protected:
            raise UnreadableFileError("file_protected") from error
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    except BaseException as error:
        # The reader is written in Rust; errors that its authors didn't foresee arrive as a panic.
        if type(error).__name__ == "PanicException":
            raise UnreadableFileError("file_unreadable", reason=str(error)) from error
        raise
    if is_old:
        looks = old_excel.look_inside(content, [cells.rows for cells in read])
        shown_as = {cells.name: look for cells, look in zip(read, looks, strict=True)}
    sheets = []
    for cells in read:
        sheet = Sheet(thai.normalise(cells.name), cells.rows, merged=cells.merged)
        seen = shown_as.get(cells.name, Shown())
        sheets.append(as_shown(sheet, replace(seen, hidden=seen.hidden or cells.hidden)))
    return sheets


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
