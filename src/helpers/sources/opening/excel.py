"""How the sheets of an Excel workbook (.xlsx) look, and whether it is small enough to be read.

A workbook that claims to be large is refused before calamine reserves the memory. Finding out how cells look
takes a second reading of a sheet, so it is done only if something in the sheet changes what a person sees.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from helpers.sources.opening import shown
from helpers.sources.opening.looks import AS_STORED, BUILT_IN, Font, Run, Style, add_cell, number_format
from helpers.sources.opening.sheet import MOST_CELLS, UnreadableFileError
from helpers.sources.opening.shown import Shown

# Possessive quantifiers (++ and *+) don't backtrack, so matching takes linear time whatever the text.
_CELL = re.compile(rb"<(?:\w++:)?+c(?:\s[^<>]*+)?+(?<!/)>")
"""The opening tag of a cell that isn't empty."""
_ADDRESS = (
    rb"""<(?:\w++:)?+c(?:\s++(?!r\s*+=)[\w:.-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'))*+"""
    rb"""\s++r\s*+=\s*+["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*+(?<!/)>"""
)
_CELL_WITH_ADDRESS = re.compile(_ADDRESS)
"""A cell with its address in the attribute r (and not in the value of another attribute)."""
_CHUNK = 2**22
"""Bytes read at a time, so that a large part is never in memory as a whole."""
_LONGEST_TAG = 2**16
"""How much of a piece is read again with the next one, so that no tag is cut in two."""

_UNCALCULATED = re.compile(
    _ADDRESS + rb"""\s*+<(?:\w++:)?+f\b[^<>]*(?:/>|>[^<]*+</(?:\w++:)?+f>)\s*+"""
    rb"""(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+\s*+</(?:\w++:)?+c>"""
)
"""A cell with a formula and no value, because no program has calculated it yet."""


@dataclass
class _Part:
    """What was noticed about a part while it was copied."""

    reach: int = 0
    """The number of cells from A1 to the last one."""
    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas without a value."""
    marked: bool = False
    """Whether it holds hidden rows or columns, or errors."""
    formatted: bool = False
    """Whether it has formats that can make letters struck, raised or symbols."""


def look_inside(archive: zipfile.ZipFile) -> tuple[io.BytesIO, dict[str, Shown]]:
    """Refuses a workbook that would fill the memory, as calamine doesn't check before it reserves it.

    Returns the workbook packed again, so that calamine reads exactly what was checked here even if the
    archive is ambiguous; and by sheet name how the sheets look.
    """
    content = io.BytesIO()
    parts: dict[str, _Part] = {}
    cells = 0
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as repacked:
        for entry in archive.infolist():
            if not entry.filename.endswith((".xml", ".rels")):
                continue  # pictures and macros
            with repacked.open(entry.filename, "w", force_zip64=True) as copy:
                part = parts[entry.filename] = _look_at_part(archive, entry, copy)
            cells += part.reach
            if cells > MOST_CELLS:
                raise UnreadableFileError("sheet_too_large", cell=f"{entry.filename}: {part.reach:,}")
    sheets: dict[str, Shown] = {}
    if any(part.uncalculated or part.marked or part.formatted for part in parts.values()):
        with zipfile.ZipFile(content) as repacked:
            sheets = _as_shown(repacked, parts)
    content.seek(0)
    return content, sheets


_MARKED = re.compile(rb"""\bhidden\s*+=\s*+["'](?:1|true)|\bt\s*+=\s*+["']e["']""")
_MARKED_LETTERS = re.compile(rb"<(?:\w+:)?(?:strike|vertAlign)\b|[Dd]ings|Marlett|\"Symbol\"")
_FORMATTED = re.compile(
    _MARKED_LETTERS.pattern
    + rb"""|formatCode\s*=\s*["'][^"']*(?:%|;;|&quot;|&#34;|[^.0#"'][0#]["']|[0#]\.[0#]?["'])"""
    rb"""|formatCode\s*=\s*["'][0#]["']|\bnumFmtId\s*=\s*["'](?:1|3|9|10|37|38)["']"""
)
"""Signs that a part's text may look different from what is stored; then it is read again in detail."""


def _look_at_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: IO[bytes]) -> _Part:
    last_column = last_row = 0
    formulas: dict[str, None] = {}
    part = _Part()
    look_for = {"xl/styles.xml": _FORMATTED, "xl/sharedStrings.xml": _MARKED_LETTERS}.get(entry.filename)
    for chunk in _chunks(archive, entry, copy):
        addresses = _CELL_WITH_ADDRESS.findall(chunk)
        if len(addresses) != len(_CELL.findall(chunk)):
            raise UnreadableFileError("file_unreadable", reason=f"cells without address in {entry.filename}")
        # Column letters sort by length first, so Z comes before AA.
        columns = {column for column, _ in addresses}
        furthest = max(columns, key=lambda letters: (len(letters), letters), default=b"")
        last_column = max(last_column, _column_number(furthest))
        last_row = max(last_row, max((int(row) for _, row in addresses), default=0))
        formulas.update(dict.fromkeys((a + b).decode() for a, b in _UNCALCULATED.findall(chunk)))
        if look_for is not None:
            part.formatted = part.formatted or bool(look_for.search(chunk))
        else:
            # A plain search first is cheap, and most sheets contain none of these.
            if any(letters in chunk for letters in (b"hidden", b'"e"', b"'e'")):
                part.marked = part.marked or _MARKED.search(chunk) is not None
            if b"rPr" in chunk:
                part.formatted = part.formatted or _MARKED_LETTERS.search(chunk) is not None
    if last_column * last_row > MOST_CELLS:
        reached = f"({last_column:,}, {last_row:,})"
        raise UnreadableFileError("sheet_too_large", cell=reached)
    part.reach, part.uncalculated = last_column * last_row, list(formulas)
    return part


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sheet's name for each part of the archive."""
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


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: IO[bytes]) -> Iterator[bytes]:
    """The entry's content in overlapping pieces, so that every tag is whole in at least one of them.

    Also writes the content to ``copy``.
    """
    with archive.open(entry) as content:
        tail = b""
        while piece := content.read(_CHUNK):
            copy.write(piece)
            chunk = tail + piece
            yield chunk
            tail = chunk[-_LONGEST_TAG:]
            if b"<" not in tail and b">" not in tail and chunk.rfind(b"<") > chunk.rfind(b">"):
                raise UnreadableFileError("file_unreadable", reason=f"endless tag in {entry.filename}")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


# ------------------------------------------------------------------ how cells look
def _on(element: etree._Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _font(element: etree._Element | None) -> Font:
    """The font of a style or of a run of letters."""
    if element is None:
        return Font()
    position = element.find("{*}vertAlign")
    name = element.find("{*}name") if element.find("{*}rFont") is None else element.find("{*}rFont")
    return Font(
        _on(element.find("{*}strike")),
        position is not None and position.get("val") in ("superscript", "subscript"),
        ""
        if name is None or name.get("val", "").casefold() not in shown.SYMBOL_FONTS
        else name.get("val", ""),
    )


def _styles(content: bytes) -> dict[str, Style]:
    """By number, the cell styles that change what a person sees."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    codes = dict(BUILT_IN)
    for element in root.iter("{*}numFmt"):
        if element.get("numFmtId", "").isdecimal():
            codes[int(element.get("numFmtId", ""))] = element.get("formatCode", "")
    fonts = [_font(element) for element in root.iterfind("{*}fonts/{*}font")]
    styles = {}
    for number, element in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        font_number, format_number = (element.get(name, "0") for name in ("fontId", "numFmtId"))
        font = (
            fonts[int(font_number)] if font_number.isdecimal() and int(font_number) < len(fonts) else Font()
        )
        code = codes.get(int(format_number), "") if format_number.isdecimal() else ""
        style = Style(font, number_format(code))
        if style != AS_STORED:
            styles[str(number)] = style
    return styles


def _as_shown(archive: zipfile.ZipFile, parts: dict[str, _Part]) -> dict[str, Shown]:
    """By name, how those sheets look that don't look as they are stored."""
    styles, strings_part, rich = {}, parts.get("xl/sharedStrings.xml"), False
    if "xl/styles.xml" in parts and parts["xl/styles.xml"].formatted:
        styles = _styles(archive.read("xl/styles.xml"))
    rich = strings_part is not None and strings_part.formatted
    to_read = {
        name
        for name, part in parts.items()
        if part.reach and (part.uncalculated or part.marked or part.formatted or rich or styles)
    }
    if not to_read:
        return {}
    uses_style = re.compile(rb"""\bs\s*+=\s*+["'](?:%s)["']""" % "|".join(styles or ["-"]).encode())
    sheets = {}
    strings: list[list[Run]] | None = None
    for part, name in _sheet_parts(archive).items():
        if part not in to_read:
            continue
        sheet = sheets[name] = Shown(uncalculated=parts[part].uncalculated)
        content = archive.read(part)
        if parts[part].marked or parts[part].formatted or rich or uses_style.search(content):
            if strings is None:
                strings = list(_strings(archive.read("xl/sharedStrings.xml"))) if strings_part else []
            _look_at_cells(io.BytesIO(content), styles, strings, sheet)
    return sheets


def _strings(content: bytes) -> Iterator[list[Run]]:
    for _, element in _parsed(io.BytesIO(content), "{*}si"):
        yield _runs(element)
        element.clear()


def _runs(element: etree._Element) -> list[Run]:
    """The runs of a string, without phonetic hints."""
    runs: list[Run] = []
    for child in element:
        local = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if local == "t":
            runs.append((child.text or "", None))
        elif local == "r":
            properties = child.find("{*}rPr")
            font = None if properties is None else _font(properties)
            runs.append((child.findtext("{*}t") or "", font))
    return runs


def _parsed(content: IO[bytes], *tags: str) -> Iterable[tuple[str, etree._Element]]:
    events: Iterable[tuple[str, etree._Element]] = etree.iterparse(
        content, tag=tags, events=("end",), resolve_entities=False, no_network=True
    )
    return events


def _look_at_cells(
    content: IO[bytes], styles: dict[str, Style], strings: list[list[Run]], sheet: Shown
) -> None:
    """Adds to ``sheet`` the cells that look different from what calamine reads, and what is hidden."""
    for _, element in _parsed(content, "{*}col", "{*}c", "{*}row"):
        local = etree.QName(element).localname
        if local == "c":
            _look_at_cell(element, styles, strings, sheet)
            continue
        if element.get("hidden") in ("1", "true"):
            if local == "row":
                sheet.hidden_rows.append((int(element.get("r", "1")) - 1,) * 2)
            else:
                sheet.hidden_columns.append(
                    (int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1)
                )
        if local == "row":
            element.clear()


def _look_at_cell(
    cell: etree._Element, styles: dict[str, Style], strings: list[list[Run]], sheet: Shown
) -> None:
    parts = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.get("r", ""))
    style = styles.get(cell.get("s", "0"), AS_STORED)
    kind, stored = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if parts is None:
        return
    row, column = int(parts[2]) - 1, _column_number(parts[1].encode()) - 1
    if kind == "e":
        sheet.add((row, column, row, column), stored, "formula_error", original=stored)
        return
    runs: list[Run] = [(stored, None)] if stored else []
    if kind == "s":
        runs = strings[int(stored)] if stored.isdecimal() and int(stored) < len(strings) else []
    elif kind == "inlineStr":
        inline = cell.find("{*}is")
        runs = [] if inline is None else _runs(inline)
    if style is AS_STORED and all(font is None for _, font in runs):
        return
    add_cell(sheet, row, column, runs, style, stored if kind == "n" else "")
