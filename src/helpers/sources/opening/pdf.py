"""Turns a PDF into a sheet of text. A person has to confirm it, as a PDF only draws letters and lines.

Poppler's pdftotext finds the words and their places; of the programs tried, only it puts Thai marks back on
their letters. pdfplumber finds the lines that form tables.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

import pdfplumber
from lxml import etree

from helpers.findings import Finding
from helpers.sources.opening.sheet import Sheet, UnreadableFileError, checked, too_large
from helpers.sources.opening.web_pages import MOST_DOCUMENT_BYTES, Document
from helpers.sources.raw_files import MOST_BYTES

MOST_PAGES = 200
MOST_SECONDS = 120
"""For each of the two programs; a document of two hundred pages takes about twenty."""
MOST_MEMORY = 3 * 2**30
"""For each of the two programs, whose libraries reserve half of it without using it."""

_LONGEST_REASON = 2000
"""How many bytes of a program's error message are kept."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's upper left corner."""


@dataclass(frozen=True)
class Word:
    """Letters without a blank between them, and their place."""

    text: str
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


def read_pdf(path: Path) -> Sheet:
    """Reads a PDF's lines of text and its ruled tables, in order.

    Raises ``UnreadableFileError``: no PDF, protected, too large, a scan without text, or pdftotext is
    not installed. Pages that are only pictures are findings of the sheet.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(path.stat().st_size, MOST_BYTES)
        pages = _words(path)
        if not any(pages):
            raise UnreadableFileError("pdf_is_a_scan")
        grids = _grids(path)
    except OSError as error:
        raise UnreadableFileError("file_not_accessible", reason=error.strerror or str(error)) from error
    document = Document()
    # If the programs disagree about the number of pages, keep them all.
    grids += [[]] * (len(pages) - len(grids))
    for part in _without_page_breaks(map(_parts, pages, grids)):
        if isinstance(part, str):
            document.add_text(part)
        else:
            document.add_table(part.rows)
    pictures = [number for number, words in enumerate(pages, start=1) if not words]
    findings = [Finding("pdf_page_without_text", "", "", values={"page": number}) for number in pictures]
    sheet = document.sheet()
    return checked([Sheet(sheet.name, sheet.rows, sheet.places, findings)])[0]


# ------------------------------------------------------------------ words
def _words(path: Path) -> list[list[Word]]:
    """The words of each page as pdftotext finds them."""
    program = shutil.which("pdftotext")
    if program is None:
        raise UnreadableFileError("pdf_reader_missing")
    # Raw order, because sorting by place may put a mark above a letter after the next letter.
    options = ["-raw", "-bbox", "-enc", "UTF-8", "-l", str(MOST_PAGES + 1), str(path.resolve()), "-"]
    with tempfile.TemporaryFile() as output:
        code = _run([program, "-q", *options], output, subprocess.DEVNULL)
        size = output.tell()
        if size >= MOST_DOCUMENT_BYTES:
            raise too_large(size + 1, MOST_DOCUMENT_BYTES)
        if code:
            # Run again without -q to learn why; not the first time, as it prints much for some good files.
            output.seek(0)
            output.truncate()
            _run([program, *options], subprocess.DEVNULL, output)
            output.seek(0)
            reason = output.read(_LONGEST_REASON).decode("utf-8", errors="replace").strip()
            if "Incorrect password" in reason:
                raise UnreadableFileError("file_protected")
            raise UnreadableFileError("file_unreadable", reason=reason or f"pdftotext: {code}")
        output.seek(0)
        # pdftotext passes on control characters, which XML doesn't allow.
        content = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", output.read())
    root = etree.fromstring(content, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    pages = [] if root is None else list(root.iter("{*}page"))
    if len(pages) > MOST_PAGES:
        raise UnreadableFileError("sheet_too_large", cell=f"{MOST_PAGES + 1}")
    return [[_word(element) for element in page.iter("{*}word")] for page in pages]


def _run(command: Sequence[str], out: IO[bytes] | int, error: IO[bytes] | int) -> int:
    """Runs a program with limits; returns its exit status."""
    try:
        program = subprocess.run(
            command,
            stdout=out,
            stderr=error,
            timeout=MOST_SECONDS,
            check=False,
            preexec_fn=_limit if sys.platform == "linux" else None,
        )
    except subprocess.TimeoutExpired as expired:
        raise UnreadableFileError("file_unreadable", reason=f"> {MOST_SECONDS} s") from expired
    return program.returncode


def _limit() -> None:
    """Limits the memory and the output of this process and its children. On Linux only."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_DOCUMENT_BYTES, MOST_DOCUMENT_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _word(element: etree._Element) -> Word:
    left, top, right, bottom = (float(element.get(name, "0")) for name in ("xMin", "yMin", "xMax", "yMax"))
    return Word((element.text or "").strip(), (left, top, right, bottom))


# ------------------------------------------------------------------ tables
Grid = list[list[Box | None]]
"""A table's cells by row; None where a cell to the left or above covers the place."""


def _grids(path: Path) -> list[list[Grid]]:
    """The ruled tables of each page, found in a separate process, as a complex drawing may take hours."""
    begin = "import sys; from helpers.sources.opening import pdf; pdf.main(sys.argv[1])"
    command = [sys.executable, "-P", "-c", begin, str(path.resolve())]
    try:
        program = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError("file_unreadable", reason=f"> {MOST_SECONDS} s") from error
    if program.returncode:
        raise UnreadableFileError("file_unreadable", reason="pdfplumber")
    answer = json.loads(program.stdout)
    if isinstance(answer, str):
        raise UnreadableFileError("file_unreadable", reason=answer)
    return [[[[box and tuple(box) for box in row] for row in grid] for grid in grids] for grids in answer]


def main(path: str) -> None:
    """Writes the ruled tables of a PDF, or an error message, to standard output as JSON."""
    _limit()
    answer: object
    try:
        answer = find_grids(Path(path))
    except Exception as error:  # pdfplumber raises all kinds of errors for damaged files
        answer = str(error) or type(error).__name__
    sys.stdout.buffer.write(json.dumps(answer).encode())


def find_grids(path: Path) -> list[list[Grid]]:
    """The ruled tables of each page of a PDF."""
    # Opened here, because pdfplumber doesn't close a file that it can't read.
    with path.open("rb") as file, pdfplumber.open(file) as document:
        return [
            [[list(row.cells) for row in table.rows] for table in page.find_tables()]
            for page in document.pages[:MOST_PAGES]
        ]


# ------------------------------------------------------------------ both together
@dataclass(frozen=True)
class _Table:
    """A table's rows of text, and the left edges of its columns."""

    rows: list[list[str]]
    lefts: list[float]


def _parts(words: Sequence[Word], tables: Sequence[Grid]) -> list[str | _Table]:
    """A page's lines and tables from top to bottom; a table with one column is only a frame around text."""
    ruled = [grid for grid in tables if max(map(len, grid)) > 1]
    boxes = [_around(grid) for grid in ruled]
    outside = [word for word in words if not any(_holds(box, word) for box in boxes)]
    parts: list[tuple[float, str | _Table]] = [(line[0].box[1], _joined(line)) for line in _lines(outside)]
    for grid, box in zip(ruled, boxes, strict=True):
        inside = [word for word in words if _holds(box, word)]
        rows = [[_cell_text(cell, inside) for cell in row] for row in _columned(grid, inside)]
        widest = max(grid, key=lambda row: sum(cell is not None for cell in row))
        parts.append((box[1], _Table(rows, [cell[0] for cell in widest if cell])))
    return [part for _, part in sorted(parts, key=lambda part: part[0])]


_NUMBERED = re.compile(r"[0-9๐-๙]{1,2}[.)]")


def _without_page_breaks(pages: Iterable[list[str | _Table]]) -> list[str | _Table]:
    """All parts in order, with tables of the same columns joined across page breaks.

    A row cut by the page break is joined, too, if the rows are numbered and its lower half isn't.
    """
    joined_parts: list[str | _Table] = []
    for page in pages:
        first = page[0] if page else None
        last = joined_parts[-1] if joined_parts else None
        if isinstance(last, _Table) and isinstance(first, _Table) and _same_columns(last, first):
            above, below = last.rows, first.rows
            if _NUMBERED.match(above[-1][0]) and below[0][0] and not _NUMBERED.match(below[0][0]):
                halves = zip(above[-1], below[0], strict=True)
                joined = [_cell_of_lines([*upper.split("\n"), *lower.split("\n")]) for upper, lower in halves]
                above, below = [*above[:-1], joined], below[1:]
            joined_parts[-1] = _Table([*above, *below], last.lefts)
            page = page[1:]
        joined_parts += page
    return joined_parts


def _same_columns(one: _Table, other: _Table) -> bool:
    same_number = len({len(row) for row in (one.rows[-1], other.rows[0])}) == 1
    return (
        same_number
        and len(one.lefts) == len(other.lefts)
        # In points: the lines of a table that goes on overleaf are not drawn at exactly the same places.
        and all(abs(a - b) < 3 for a, b in zip(one.lefts, other.lefts, strict=True))
    )


def _columned(grid: Grid, words: Sequence[Word]) -> Grid:
    """Cuts rows without vertical lines at the borders of the heading's cells.

    A row of one cell below a row of several is cut if it has one line and no word crosses a border;
    in a heading over a group of rows, words do.
    """
    cut_rows: Grid = []
    borders: list[float] = []
    for row in grid:
        cells = [cell for cell in row if cell]
        if len(cells) > 1:
            borders = [*(cell[0] for cell in cells), cells[-1][2]]
        elif cells and borders:
            inside = [word for word in words if _holds(cells[0], word)]
            crossed = any(word.box[0] < x < word.box[2] for word in inside for x in borders[1:-1])
            if len(_lines(inside)) == 1 and not crossed:
                _, top, _, bottom = cells[0]
                row = [(left, top, right, bottom) for left, right in pairwise(borders)]
        cut_rows.append(row)
    return cut_rows


def _around(grid: Grid) -> Box:
    cells = [cell for row in grid for cell in row if cell]
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _holds(box: Box, word: Word) -> bool:
    (x, y), (left, top, right, bottom) = word.middle, box
    return left <= x <= right and top <= y <= bottom


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    """Groups words into lines, from top to bottom; within a line they keep the file's order."""
    lines: list[list[tuple[int, Word]]] = []
    for place, word in sorted(enumerate(words), key=lambda each: each[1].middle[1]):
        top, bottom = (lines[-1][0][1].box[1], lines[-1][0][1].box[3]) if lines else (0.0, 0.0)
        if lines and top <= word.middle[1] <= bottom:
            lines[-1].append((place, word))
        else:
            lines.append([(place, word)])
    return [[word for _, word in sorted(line, key=lambda each: each[0])] for line in lines]


def _joined(line: Sequence[Word]) -> str:
    """A line's text; words that touch are joined, as a change of font splits words."""
    text = ""
    right = 0.0
    for word in line:
        height = word.box[3] - word.box[1]
        # Letters are set apart a little, too, but less than by a blank.
        text += ("" if not text or word.box[0] - right < 0.08 * height else " ") + word.text
        right = word.box[2]
    return text


_NUMBER = re.compile(r"\(?[0-9๐-๙]{1,2}[.)]")
_BULLET = re.compile(r"[-–•●▪*]")
_UNIT = re.compile("สำนัก|กอง|ฝ่าย|ศูนย์|ส่วน|หน่วย")
"""A line that begins like this is a new item of a list, not the rest of the line above."""


def _cell_text(cell: Box | None, words: Sequence[Word]) -> str:
    if cell is None:
        return ""
    return _cell_of_lines([_joined(line) for line in _lines(word for word in words if _holds(cell, word))])


def _cell_of_lines(lines: Sequence[str]) -> str:
    """A cell's text with a line per item; lines that only continue an item are joined to it.

    A number begins an item; a dash or the name of an office only if the first line begins like that, too.
    """
    marks = [_NUMBER, *(mark for mark in (_BULLET, _UNIT) if lines and mark.match(lines[0]))]
    items: list[str] = []
    for line in filter(None, lines):
        if not items or any(mark.match(line) for mark in marks):
            items.append(line)
        else:
            items[-1] += _between(items[-1][-1], line[0]) + line
    return "\n".join(items)


def _between(before: str, after: str) -> str:
    """What joins two lines: nothing between Thai letters, as Thai has no blanks between words; else one."""
    return "" if "\u0e01" <= before <= "\u0e4e" and "\u0e01" <= after <= "\u0e4e" else " "
