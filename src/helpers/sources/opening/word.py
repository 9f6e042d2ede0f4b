"""Turns Word files into a sheet: paragraphs and tables in order, with the text that a person sees.

Struck, raised, hidden and deleted text is left out, so that it doesn't become part of a number beside it;
boxes to tick become Unicode signs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from helpers.findings import Words
from helpers.sources.opening import archives
from helpers.sources.opening.sheet import Range, Sheet, UnreadableFileError, too_large
from helpers.sources.opening.shown import (
    DELETED,
    EMPTY,
    HIDDEN,
    RAISED,
    STRUCK,
    SYMBOL_FONTS,
    TICKED,
    symbols,
)
from helpers.sources.opening.web_pages import MOST_COLUMNS, MOST_DOCUMENT_BYTES, Document

_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_MOST_STYLES_DEEP = 20
"""How far a chain of styles based on one another is followed."""


def _qn(name: str) -> str:
    """A name of WordprocessingML, such as w:tbl, in the parser's notation."""
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name.removeprefix("w:")


def read_docx(content: bytes) -> list[Sheet]:
    """Reads the paragraphs and tables of a Word file, in order; headers, notes and comments are left out."""
    archives.refuse_old(content, ".doc")
    with archives.opened(content) as archive:
        root = _root(archive, _DOCUMENT)
        styles = _styles(_root(archive, _STYLES)) if _STYLES in archive.namelist() else {}
    document = _Word(styles)
    for body in root.iterchildren(_qn("w:body")):
        document.add_blocks(body)
    return [document.page.sheet()]


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    size = archive.getinfo(name).file_size
    if size > MOST_DOCUMENT_BYTES:
        raise too_large(size, MOST_DOCUMENT_BYTES)
    # The stated size may be wrong, so no more than the limit is unpacked.
    with archive.open(name) as part:
        content = part.read(MOST_DOCUMENT_BYTES + 1)
    if len(content) > MOST_DOCUMENT_BYTES:
        raise too_large(len(content), MOST_DOCUMENT_BYTES)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


# ------------------------------------------------------------------ letters
@dataclass(frozen=True)
class _Letters:
    """How letters look; None where it isn't specified, so that the style decides."""

    struck: bool | None = None
    raised: bool | None = None
    hidden: bool | None = None
    font: str = ""

    def over(self, other: _Letters) -> _Letters:
        """These properties, with the others' where these aren't specified."""
        return _Letters(
            other.struck if self.struck is None else self.struck,
            other.raised if self.raised is None else self.raised,
            other.hidden if self.hidden is None else self.hidden,
            self.font or other.font,
        )

    @property
    def left_out_as(self) -> Words | None:
        """Why text that looks like this isn't read, or None."""
        return HIDDEN if self.hidden else STRUCK if self.struck else RAISED if self.raised else None


_PLAIN = _Letters()


def _on(element: etree._Element) -> bool:
    return element.get(_qn("w:val"), "1") not in ("0", "false", "off", "none")


_STRUCK = (_qn("w:strike"), _qn("w:dstrike"))
_RAISED, _LIFTED = _qn("w:vertAlign"), _qn("w:position")
_VANISH, _FONTS = _qn("w:vanish"), _qn("w:rFonts")
_FONT_NAMES = (_qn("w:ascii"), _qn("w:hAnsi"))
_OF_LETTERS = frozenset((*_STRUCK, _RAISED, _LIFTED, _VANISH, _FONTS))


def _letters(properties: etree._Element | None) -> _Letters:
    """How letters look by the properties of a run."""
    struck = raised = hidden = None
    font = ""
    for element in () if properties is None else properties:
        tag = element.tag
        if tag not in _OF_LETTERS:
            continue
        if tag == _FONTS:
            names = [element.get(name, "").casefold() for name in _FONT_NAMES]
            font = next((name for name in names if name in SYMBOL_FONTS), "")
        elif tag in _STRUCK:
            struck = struck or _on(element)
        elif tag == _RAISED:
            raised = element.get(_qn("w:val")) in ("superscript", "subscript")
        elif tag == _LIFTED:
            raised = raised or element.get(_qn("w:val"), "0") != "0"
        else:
            hidden = _on(element)
    if struck is raised is hidden is None and not font:
        return _PLAIN
    return _Letters(struck, raised, hidden, font)


def _styles(root: etree._Element) -> dict[str, _Letters]:
    """The styles of a document by name, each with what it inherits from the style it is based on."""
    own: dict[str, tuple[_Letters, str]] = {}
    for style in root.iterchildren(_qn("w:style")):
        based = style.find(_qn("w:basedOn"))
        before = "" if based is None else based.get(_qn("w:val"), "")
        own[style.get(_qn("w:styleId"), "")] = _letters(style.find(_qn("w:rPr"))), before
    styles = {}
    for style in own:
        letters, name = _PLAIN, style
        for _ in range(_MOST_STYLES_DEEP):  # bounded, as a style may be based on itself
            if name not in own:
                break
            letters, name = letters.over(own[name][0]), own[name][1]
        if letters != _PLAIN:
            styles[style] = letters
    return styles


# ------------------------------------------------------------------ blocks
_RUN, _RUN_PROPERTIES, _LETTERS = _qn("w:r"), _qn("w:rPr"), _qn("w:t")
_PARAGRAPH, _PARAGRAPH_PROPERTIES, _SYMBOL = _qn("w:p"), _qn("w:pPr"), _qn("w:sym")
_VALUE, _STYLE_OF_RUN = _qn("w:val"), _qn("w:rStyle")
_STYLE_OF_PARAGRAPH = f"{_PARAGRAPH_PROPERTIES}/{_qn('w:pStyle')}"
_BOXES = (_qn("w:sdt"), _qn("w:checkBox"))
_TEXT = {_qn("w:tab"): " ", _qn("w:br"): "\n", _qn("w:cr"): "\n", _qn("w:noBreakHyphen"): "-"}
_DELETED = (_qn("w:del"), _qn("w:moveFrom"))
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second copy of content such as text boxes, for programs that don't know the first form."""
_NOTES = (_qn("w:footnoteReference"), _qn("w:endnoteReference"))
_AROUND = tuple(map(_qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
"""Elements that may be around paragraphs, rows and cells without being one."""
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class _Word:
    """Turns the blocks of a Word file into a sheet."""

    def __init__(self, styles: dict[str, _Letters]) -> None:
        self.styles = styles
        self.page = Document()

    def add_blocks(self, parent: etree._Element) -> None:
        """Adds paragraphs and tables."""
        for block in parent:
            if block.tag == _qn("w:tbl"):
                merged: list[Range] = []
                self.page.add_table(self._rows(block, merged), merged)
            elif block.tag == _qn("w:p") or _box(block):
                lines = self._lines([block])
                self.page.add_text("\n".join(lines)) if lines else self.page.gap()
            elif block.tag in _AROUND:
                self.add_blocks(block)

    def _rows(self, table: etree._Element, merged: list[Range]) -> Iterator[list[str]]:
        begun: dict[int, tuple[int, int]] = {}
        """For each column with a cell that spans rows, its first row and its range's place in ``merged``."""
        number = -1
        for row in _inside(table, _qn("w:tr")):
            properties = row.find(_qn("w:trPr"))
            why = _row_left_out_as(properties)
            if why:
                self.page.leave_out(why, _all_text(row))
                continue
            number += 1
            cells: list[str] = []
            before = None if properties is None else properties.find(_qn("w:gridBefore"))
            cells += [""] * min(_number(before), MOST_COLUMNS)
            for cell in _inside(row, _qn("w:tc")):
                properties = cell.find(_qn("w:tcPr"))
                span, merge, deleted = None, None, False
                if properties is not None:
                    span = properties.find(_qn("w:gridSpan"))
                    merge = properties.find(_qn("w:vMerge"))
                    deleted = properties.find(_qn("w:cellDel")) is not None
                goes_on = merge is not None and merge.get(_qn("w:val"), "continue") == "continue"
                width = max(1, _number(span))
                if len(cells) + width > MOST_COLUMNS:
                    raise UnreadableFileError("sheet_too_large", cell=f"{MOST_COLUMNS + 1}")
                first, last = len(cells), len(cells) + width - 1
                if goes_on and first in begun:
                    top, place = begun[first]
                    merged[place] = (top, first, number, last)
                else:
                    begun.pop(first, None)
                    if width > 1 or merge is not None:
                        begun[first] = (number, len(merged))
                        merged.append((number, first, number, last))
                if deleted:
                    self.page.leave_out(DELETED, _all_text(cell))
                cells += ["" if goes_on or deleted else self._cell(cell), *[""] * (width - 1)]
            yield cells

    def _cell(self, cell: etree._Element) -> str:
        """A cell's paragraphs as lines. Word's automatic numbers before items aren't in the file."""
        around = cell.getparent()
        around = None if around is None else around.getparent()
        box = "" if around is None else _box(around)  # the cell itself may be the box
        return box or "\n".join(self._lines(cell))

    def _lines(self, element: Iterable[etree._Element]) -> list[str]:
        """The text of each paragraph; the text of a text box comes after the paragraph it is anchored to."""
        paragraphs: list[list[str]] = [[]]
        self._walk(element, paragraphs, paragraphs[0], _PLAIN)
        return [line for line in ("".join(pieces).strip() for pieces in paragraphs) if line]

    def _walk(
        self,
        elements: Iterable[etree._Element],
        paragraphs: list[list[str]],
        text: list[str],
        letters: _Letters,
    ) -> None:
        """Reads each piece of text once, however deeply elements are nested."""
        for node in elements:
            tag = node.tag
            if tag == _RUN:
                self._add_run(node, paragraphs, text, letters)
            elif tag == _PARAGRAPH_PROPERTIES:
                continue
            elif tag == _PARAGRAPH:
                paragraphs.append([])
                self._walk(node, paragraphs, paragraphs[-1], self._of_paragraph(node))
            elif tag == _LETTERS or tag in _TEXT:
                text.append(_TEXT.get(tag, node.text or ""))
            elif tag in _DELETED:
                self.page.leave_out(DELETED, _all_text(node))
            elif tag in _BOXES and (box := _box(node)):
                text.append(box)
            elif tag != _AGAIN:
                self._walk(node, paragraphs, text, letters)

    def _of_paragraph(self, paragraph: etree._Element) -> _Letters:
        if not self.styles:
            return _PLAIN
        style = paragraph.find(_STYLE_OF_PARAGRAPH)
        return _PLAIN if style is None else self.styles.get(style.get(_VALUE, ""), _PLAIN)

    def _add_run(
        self, run: etree._Element, paragraphs: list[list[str]], text: list[str], around: _Letters
    ) -> None:
        letters, why = around, around.left_out_as
        for node in run:
            tag = node.tag
            if tag == _RUN_PROPERTIES:
                style = node.find(_STYLE_OF_RUN) if self.styles else None
                name = "" if style is None else style.get(_VALUE, "")
                own = _letters(node)
                if own is not _PLAIN or name in self.styles:
                    letters = own.over(self.styles.get(name, _PLAIN)).over(around)
                    why = letters.left_out_as
            elif why is not None:
                self.page.leave_out(why, _all_text(run))
                return
            elif tag == _LETTERS:
                text.append(symbols(node.text or "", letters.font) if letters.font else node.text or "")
            elif tag == _SYMBOL:
                text.append(_symbol(node))
            elif tag in _NOTES:
                why = RAISED  # a custom footnote mark follows; automatic ones aren't text
            else:
                self._walk([node], paragraphs, text, letters)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, including those in content controls, without nested tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, tag)


def _row_left_out_as(properties: etree._Element | None) -> Words | None:
    if properties is None:
        return None
    if properties.find(_qn("w:del")) is not None:
        return DELETED
    hidden = properties.find(_qn("w:hidden"))
    return HIDDEN if hidden is not None and _on(hidden) else None


def _all_text(element: etree._Element) -> str:
    return " ".join(node.text or "" for node in element.iter(_qn("w:t"), _qn("w:delText")))


def _box(element: etree._Element) -> str:
    """The sign of a box to tick, by its state and not by its drawing; "" for anything else."""
    if element.tag == _qn("w:sdt"):
        checked = element.find(f"{_qn('w:sdtPr')}/{_W14}checkbox/{_W14}checked")
        if checked is None:
            return EMPTY if element.find(f"{_qn('w:sdtPr')}/{_W14}checkbox") is not None else ""
        return TICKED if checked.get(f"{_W14}val", "1") in ("1", "true", "on") else EMPTY
    if element.tag == _qn("w:checkBox"):  # a legacy form field
        state = element.find(_qn("w:checked"))
        state = element.find(_qn("w:default")) if state is None else state
        return TICKED if state is not None and _on(state) else EMPTY
    return ""


def _symbol(element: etree._Element) -> str:
    """The sign for a letter of a symbol font; a blank if it has none."""
    written = element.get(_qn("w:char"), "")
    if not re.fullmatch("[0-9A-Fa-f]{1,5}", written):
        return ""
    code, font = int(written, 16), element.get(_qn("w:font"), "")
    letter = chr(code)
    if font.casefold() in SYMBOL_FONTS:
        return symbols(letter, font)
    return "" if 0xD800 <= code <= 0xF8FF else letter


def _number(element: etree._Element | None) -> int:
    written = "" if element is None else str(element.get(_qn("w:val"), ""))
    return int(written) if re.fullmatch("[0-9]{1,3}", written) else 0
