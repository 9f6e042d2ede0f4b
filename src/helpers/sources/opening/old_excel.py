"""How the sheets of an old workbook (.xls) look; calamine only reads the cells' contents."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from helpers.sources.opening import compound_files
from helpers.sources.opening.looks import AS_STORED, BUILT_IN, Font, Run, Style, add_cell, number_format
from helpers.sources.opening.sheet import UnreadableFileError
from helpers.sources.opening.shown import SYMBOL_FONTS, Shown

# Types of records, by the numbers of the file format.
_BEGIN, _END, _CONTINUED, _SHEET = 0x809, 0x0A, 0x3C, 0x85
_FONT, _FORMAT, _STYLE, _STRINGS = 0x31, 0x41E, 0xE0, 0xFC
_ROW, _COLUMNS = 0x208, 0x7D
_FORMULA, _NUMBER, _SMALL, _SMALL_SEVERAL = 0x06, 0x203, 0x27E, 0xBD
_SHARED_TEXT, _TEXT, _RICH_TEXT, _ERROR = 0xFD, 0x204, 0xD6, 0x205
_NEWEST = 0x600
"""The version written since Excel 97."""
MOST_STEPS = 5_000_000
"""Limit on the records, packed cells and shared texts that are processed; each takes a microsecond or two."""

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class _Steps:
    """How much may still be processed. A limit, as sheets may share records and claim any number of texts."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def take(self, count: int = 1) -> None:
        """Raises ``ValueError`` if the limit is exceeded."""
        self.left -= count
        if self.left < 0:
            raise ValueError(f"more than {MOST_STEPS:,} records")


@dataclass
class _Book:
    """What the records before the sheets say about how cells look."""

    version: int = 0
    fonts: list[Font] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    style_numbers: list[tuple[int, int]] = field(default_factory=list)
    """For each style the numbers of its font and of its number format."""
    strings: list[bytes] = field(default_factory=list)

    def font(self, number: int) -> Font:
        """A font by its number; the file format skips the number 4."""
        place = number - (number > 4)
        return self.fonts[place] if place < len(self.fonts) else Font()


def look_inside(content: bytes, sheets: Sequence[Sequence[Sequence[str]]]) -> list[Shown]:
    """How the sheets look, in the order in which calamine read them.

    Raises ``UnreadableFileError`` if that can't be determined.
    """
    try:
        stream = compound_files.stream(content, "Workbook", "Book")
        steps = _Steps()
        book, starts = _book(_records(stream, 0, steps))
        if book.version != _NEWEST and any(font != Font() for font in book.fonts):
            raise UnreadableFileError("file_format_unknown", suffix=".xls (Excel 95)")
        if len(starts) != len(sheets):
            raise ValueError(f"{len(starts)} sheets, not {len(sheets)}")
        styles = [
            Style(book.font(font), number_format(book.formats.get(form, "")))
            for font, form in book.style_numbers
        ]
        marked = any(font != Font() for font in book.fonts)
        strings = list(_strings(book, steps)) if marked else []
        return [
            _shown(_records(stream, start, steps), steps, styles, strings, rows)
            for start, rows in zip(starts, sheets, strict=True)
        ]
    except (struct.error, ValueError, IndexError) as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error


def _records(stream: bytes, place: int, steps: _Steps) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of the block that begins there, without charts inside it."""
    depth = 0
    while place + 4 <= len(stream):
        steps.take()
        kind, length = struct.unpack_from("<HH", stream, place)
        content = stream[place + 4 : place + 4 + length]
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 1:
            yield kind, content
        if depth == 0:
            return
        place += 4 + length


def _book(records: Iterable[tuple[int, bytes]]) -> tuple[_Book, list[int]]:
    """The formats of all sheets, and where each worksheet begins."""
    book, starts, last = _Book(), [], 0
    for kind, content in records:
        if kind == _BEGIN:
            book.version = struct.unpack_from("<H", content)[0]
        elif kind == _SHEET and content[5] == 0:
            starts.append(struct.unpack_from("<I", content)[0])
        elif kind == _FONT:
            flags, position = struct.unpack_from("<2xH4xH", content)
            name = _short_text(content[14:], book.version).casefold()
            book.fonts.append(Font(bool(flags & 8), position in (1, 2), name if name in SYMBOL_FONTS else ""))
        elif kind == _FORMAT:
            wide = book.version == _NEWEST
            text = content[2:3] + content[4:] if wide else content[2:]
            book.formats[struct.unpack_from("<H", content)[0]] = _short_text(text, book.version)
        elif kind == _STYLE:
            book.style_numbers.append(struct.unpack_from("<HH", content))
        elif kind == _STRINGS or (kind == _CONTINUED and last == _STRINGS):
            book.strings.append(content)
        last = kind if kind != _CONTINUED else last
    return book, starts


def _short_text(content: bytes, version: int) -> str:
    """A text preceded by its length in one byte; only its Latin letters and signs matter here."""
    length = content[0]
    if version != _NEWEST:
        return content[1 : 1 + length].decode("latin-1")
    letters = content[2:]
    return letters[: 2 * length].decode("utf-16-le") if content[1] & 1 else letters[:length].decode("latin-1")


# ------------------------------------------------------------------ cells
def _shown(
    records: Iterable[tuple[int, bytes]],
    steps: _Steps,
    styles: Sequence[Style],
    strings: Sequence[list[Run] | None],
    rows: Sequence[Sequence[str]],
) -> Shown:
    sheet = Shown()
    for kind, content in records:
        if kind == _ROW:
            if content[12] & 0x20:
                sheet.hidden_rows.append((struct.unpack_from("<H", content)[0],) * 2)
        elif kind == _COLUMNS:
            first, last, hidden = struct.unpack_from("<HH4xH", content)
            if hidden & 1:
                sheet.hidden_columns.append((first, last))
        elif kind in (_FORMULA, _NUMBER, _SMALL, _SMALL_SEVERAL, _SHARED_TEXT, _TEXT, _RICH_TEXT, _ERROR):
            row, column, first_style = struct.unpack_from("<HHH", content)
            style_numbers = [first_style]
            if kind == _SMALL_SEVERAL:
                style_numbers = [each for (each,) in struct.iter_unpack("<H4x", content[4:-2])]
                steps.take(len(style_numbers))
            error = _error(kind, content)
            for place, style in enumerate(style_numbers, start=column):
                text = rows[row][place] if row < len(rows) and place < len(rows[row]) else ""
                look = styles[style] if style < len(styles) else AS_STORED
                runs = None
                if kind == _SHARED_TEXT and strings:
                    runs = strings[struct.unpack_from("<I", content, 6)[0]]
                number = kind in (_NUMBER, _SMALL, _SMALL_SEVERAL, _FORMULA) and not _is_text(kind, content)
                if error:
                    sheet.add((row, place, row, place), error, "formula_error", original=error)
                elif look != AS_STORED or runs:
                    add_cell(sheet, row, place, runs or [(text, None)], look, text if number else "")
    return sheet


def _error(kind: int, content: bytes) -> str:
    if kind == _ERROR and content[7]:
        return _ERRORS.get(content[6], "#N/A")
    # A formula's value that ends with FF FF is no number, and one that begins with 2 is an error.
    if kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
        return _ERRORS.get(content[8], "#N/A")
    return ""


def _is_text(kind: int, content: bytes) -> bool:
    return kind == _FORMULA and content[12:14] == b"\xff\xff"


# ------------------------------------------------------------------ letters that look otherwise
def _strings(book: _Book, steps: _Steps) -> Iterator[list[Run] | None]:
    """Each shared text as its runs; None if all of it has the cell's font."""
    pieces = _Pieces(book.strings)
    _, count = struct.unpack("<II", pieces.take(8))
    for _ in range(count):
        steps.take()
        length, flags = struct.unpack("<HB", pieces.take(3))
        runs = struct.unpack("<H", pieces.take(2))[0] if flags & 8 else 0
        extra_length = struct.unpack("<I", pieces.take(4))[0] if flags & 4 else 0
        text = pieces.letters(length, wide=bool(flags & 1))
        cuts = [
            (0, None),
            *((at, book.font(font)) for at, font in struct.iter_unpack("<HH", pieces.take(4 * runs))),
        ]
        pieces.skip(extra_length)
        ends = [at for at, _ in cuts[1:]] + [length]
        own_runs = [(text[at:end], font) for (at, font), end in zip(cuts, ends, strict=True) if at < end]
        yield own_runs if any(font and font != Font() for _, font in own_runs) else None


class _Pieces:
    """Content that continues in further records; letters there begin with a new flag for their width."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces
        self.number = self.at = 0

    def _goes_on(self) -> None:
        if self.at >= len(self.pieces[self.number]):
            self.number, self.at = self.number + 1, 0

    def take(self, length: int) -> bytes:
        """The next ``length`` bytes."""
        content = b""
        while len(content) < length:
            self._goes_on()
            part = self.pieces[self.number][self.at : self.at + length - len(content)]
            self.at += len(part)
            content += part
        return content

    def skip(self, length: int) -> None:
        """Skips ``length`` bytes."""
        while length:
            self._goes_on()
            passed = min(length, len(self.pieces[self.number]) - self.at)
            self.at += passed
            length -= passed

    def letters(self, length: int, *, wide: bool) -> str:
        """The next ``length`` letters, of two bytes each if ``wide``, else of one."""
        text = ""
        while length:
            if self.at >= len(self.pieces[self.number]):
                self._goes_on()
                wide = bool(self.take(1)[0] & 1)
            width = 2 if wide else 1
            part = self.pieces[self.number][self.at : self.at + length * width]
            self.at += len(part)
            # Surrogate pairs count as two letters; a lone surrogate is kept as one.
            text += part.decode("utf-16-le" if wide else "latin-1", "surrogatepass" if wide else "strict")
            length -= len(part) // width
            if not part:
                raise ValueError("a text without its letters")
        return text
