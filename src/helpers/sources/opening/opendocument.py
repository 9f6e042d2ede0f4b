"""How a sheet of an OpenDocument (.ods) looks, and whether it is small enough to be read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

from helpers.findings import Words
from helpers.sources.opening import shown
from helpers.sources.opening.looks import says_another
from helpers.sources.opening.sheet import Range, UnreadableFileError, too_large
from helpers.sources.opening.shown import HIDDEN, RAISED, STRUCK, Shown

MOST_CELLS = 2_000_000
"""Of all sheets; lower than for others, as calamine needs more memory for repeated cells."""
MANIFEST = "META-INF/manifest.xml"
"""Lists all parts with their types, and whether a password protects one or all of them."""
_MOST_STYLE_BYTES = 20 * 2**20


def _qn(name: str) -> str:
    """A name of OpenDocument, such as table:table, in the parser's notation."""
    prefix, local = name.split(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


_NAMESPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        ("svg", "svg-compatible"),
    )
}
_NAMESPACES["calcext"] = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_ROW, _TABLE = _qn("table:table-row"), _qn("table:table")
_COLUMN, _STYLE, _FONT = _qn("table:table-column"), _qn("style:style"), _qn("style:font-face")
_CELLS = (_qn("table:table-cell"), _qn("table:covered-table-cell"))


@dataclass(frozen=True)
class _Style:
    """The relevant properties of a style: position of its text, and whether it is visible."""

    struck: bool = False
    raised: bool = False
    unseen: bool = False
    font: str = ""


def look_inside(archive: zipfile.ZipFile) -> dict[str, Shown]:
    """How the sheets look, by name.

    Raises ``UnreadableFileError`` for a password, and for sheets whose repeated rows and cells, which take
    only a line in the file, would fill the memory.
    """
    names = archive.namelist()
    if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
        raise UnreadableFileError("file_protected")
    styles: dict[str, _Style] = {}
    fonts: dict[str, str] = {}
    if "styles.xml" in names:
        size = archive.getinfo("styles.xml").file_size
        if size > _MOST_STYLE_BYTES:
            raise too_large(size, _MOST_STYLE_BYTES)
        with archive.open("styles.xml") as part:
            for _, element in _parsed(part, (_FONT, _STYLE)):
                _take_style(element, styles, fonts)
    sheets: dict[str, Shown] = {}
    sheet = _Sheet(styles)
    with archive.open("content.xml") as content:
        for _, element in _parsed(content, (_FONT, _STYLE, _COLUMN, _ROW, _TABLE)):
            if element.tag in (_FONT, _STYLE):
                _take_style(element, styles, fonts)
            elif element.tag == _COLUMN:
                sheet.add_column(element)
            elif element.tag == _ROW:
                sheet.add_row(element)
            else:
                shown_as = styles.get(element.get(_qn("table:style-name"), ""), _Style())
                sheet.shown.hidden = shown_as.unseen
                sheets[element.get(_qn("table:name"), "")] = sheet.shown
                sheet = _Sheet(styles, sheet.before + sheet.cells)
            element.clear()
    return sheets


def _parsed(part: IO[bytes], tags: tuple[str, ...]) -> Iterable[tuple[str, etree._Element]]:
    events: Iterable[tuple[str, etree._Element]] = etree.iterparse(
        part, tag=tags, events=("end",), resolve_entities=False, no_network=True
    )
    return events


def _take_style(element: etree._Element, styles: dict[str, _Style], fonts: dict[str, str]) -> None:
    """Adds a style; properties it doesn't set come from its parent, which is defined before it.

    ``fonts`` are the symbol fonts by the names that styles use.
    """
    if element.tag == _FONT:
        family = element.get(_qn("svg:font-family"), "").strip("'").casefold()
        if family in shown.SYMBOL_FONTS:
            fonts[element.get(_qn("style:name"), "")] = family
        return
    parent = styles.get(element.get(_qn("style:parent-style-name"), ""), _Style())
    struck, raised, unseen, font = parent.struck, parent.raised, parent.unseen, parent.font
    for properties in element:
        if properties.tag == _qn("style:text-properties"):
            for name in ("style:text-line-through-style", "style:text-line-through-type"):
                struck = properties.get(_qn(name), "" if not struck else "solid") not in ("", "none")
                if struck:
                    break
            position = properties.get(_qn("style:text-position"))
            if position is not None:
                raised = not position.startswith("0%")
            unseen = unseen or properties.get(_qn("text:display")) == "none"
            font_name = properties.get(_qn("style:font-name"))
            font = font if font_name is None else fonts.get(font_name, "")
        elif properties.tag == _qn("style:table-properties"):
            unseen = properties.get(_qn("table:display")) == "false"
    name = element.get(_qn("style:name"), "")
    styles[name] = _Style(struck, raised, unseen, font)


def _repeated(element: etree._Element, name: str) -> int:
    written = element.get(_qn(f"table:{name}"), "1")
    return int(written) if written.isdecimal() and len(written) < 10 else 1


class _Sheet:
    """A sheet while its columns and rows are read."""

    def __init__(self, styles: dict[str, _Style], before: int = 0) -> None:
        self.styles = styles
        self.shown = Shown()
        self.before = before
        """Cells of the sheets before this one."""
        self.rows = self.columns = self.filled_rows = self.filled_columns = 0

    @property
    def cells(self) -> int:
        """The number of cells from A1 to the last one that isn't empty."""
        return self.filled_rows * self.filled_columns

    def add_column(self, element: etree._Element) -> None:
        """Adds a column, or several equal ones."""
        count = _repeated(element, "number-columns-repeated")
        if element.get(_qn("table:visibility"), "visible") != "visible":
            self.shown.hidden_columns.append((self.columns, self.columns + count - 1))
        self.columns += count

    def add_row(self, element: etree._Element) -> None:
        """Adds a row, or several equal ones."""
        first = self.rows
        self.rows += _repeated(element, "number-rows-repeated")
        width = filled_width = 0
        filled_cells = []
        for cell in element.iterchildren(*_CELLS):
            count = _repeated(cell, "number-columns-repeated")
            if len(cell) or any(key.endswith("value") for key in cell.keys()):  # noqa: SIM118
                filled_cells.append((cell, width, width + count - 1))
                filled_width = width + count
            width += count
        if filled_width:
            self.filled_rows, self.filled_columns = self.rows, max(self.filled_columns, filled_width)
        if self.before + self.cells > MOST_CELLS:
            raise UnreadableFileError("sheet_too_large", cell=f"({self.filled_columns}, {self.filled_rows})")
        if element.get(_qn("table:visibility"), "visible") != "visible":
            self.shown.hidden_rows.append((first, self.rows - 1))
        for cell, left, right in filled_cells:
            self._add_cell(cell, (first, left, self.rows - 1, right))

    def _add_cell(self, cell: etree._Element, place: Range) -> None:
        top, left, _, _ = place
        below, beside = _repeated(cell, "number-rows-spanned"), _repeated(cell, "number-columns-spanned")
        if below > 1 or beside > 1:
            self.shown.merged.append((top, left, top + below - 1, left + beside - 1))
        style = self.styles.get(cell.get(_qn("table:style-name"), ""), _Style())
        text, left_out = self._text(cell, style)
        kind = cell.get(_qn("office:value-type"))
        stored = cell.get(_qn("office:value"), "")
        if cell.get(_qn("calcext:value-type")) == "error":
            self.shown.add(place, text, "formula_error", original=text)
        elif kind == "percentage" and (as_percent := shown.percent(stored)):
            self.shown.add(place, "" if left_out else as_percent, "shown_as_percent", original=as_percent)
        elif (
            kind == "float" and stored and not text and not left_out and cell.find(_qn("text:p")) is not None
        ):
            self.shown.add(place, "", "text_left_out", HIDDEN, stored)  # its number format shows nothing
        elif kind == "float" and says_another(text):
            self.shown.add(place, text)
        elif kind == "float" and not left_out:
            whole_part, _, decimals = text.replace(",", "").partition(".")
            # Scores have two decimals: only a format with fewer hides something.
            if whole_part.isdecimal() and len(decimals) < 2 and shown.rounds_away(stored, len(decimals)):
                self.shown.add(place, None, "shown_rounded", original=text)
        elif left_out or (
            kind == "string" and (style.font or any(len(p) or p.tag != _qn("text:p") for p in cell))
        ):
            self.shown.add(place, text)
        for why, unseen in left_out.items():
            self.shown.add(place, text, "text_left_out", why, unseen)

    def _text(self, cell: etree._Element, style: _Style) -> tuple[str, dict[Words, str]]:
        """The visible text of a cell, and by kind the text that isn't visible."""
        lines: list[str] = []
        left_out: dict[Words, str] = {}
        for paragraph in cell.iterchildren(_qn("text:p")):
            pieces: list[str] = []
            for piece, spans in _pieces(paragraph):
                inside = [self.styles.get(name, _Style()) for name in spans]
                innermost = inside[-1] if inside else style
                why = _left_out_as(innermost)
                if why is None:
                    pieces.append(shown.symbols(piece, innermost.font or style.font))
                elif piece.strip():
                    left_out[why] = left_out.get(why, "") + piece
            lines.append("".join(pieces))
        return "\n".join(lines).strip(), left_out


def _left_out_as(style: _Style) -> Words | None:
    if style.unseen:
        return HIDDEN
    if style.struck:
        return STRUCK
    return RAISED if style.raised else None


def _pieces(paragraph: etree._Element, spans: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pieces of text of a paragraph, each with the styles of the spans around it, the innermost last."""
    if paragraph.text:
        yield paragraph.text, spans
    for child in paragraph:
        if child.tag == _qn("text:s"):
            written = child.get(_qn("text:c"), "1")
            yield " " * (min(int(written), 1000) if written.isdecimal() else 1), spans
        elif child.tag == _qn("text:tab"):
            yield " ", spans
        elif child.tag == _qn("text:line-break"):
            yield "\n", spans
        elif isinstance(child.tag, str) and child.tag not in (_qn("text:note"), _qn("office:annotation")):
            inner = child.get(_qn("text:style-name")) if child.tag == _qn("text:span") else None
            yield from _pieces(child, (*spans, inner) if inner else spans)
        if child.tail:
            yield child.tail, spans
