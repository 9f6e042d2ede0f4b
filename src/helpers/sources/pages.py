"""Documents (web pages, Word files, plain text) to one sheet each: paragraphs and tables as they follow.

A paragraph is a row with one cell; a table keeps its rows and columns; blank rows part them. Where each
row stands is said in the words a reader of the document can look for: the third table, its second row.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from helpers import headings
from helpers.sources.sheet import MOST_CELLS, Range, Sheet, UnreadableFileError, too_large

MOST_DOCUMENT_BYTES = 20 * 2**20
"""Of a document's text and markup: a thousand pages take about five."""
MOST_COLUMNS = 200
"""Of a table in a document; a span that claims more is a mistake or mischief."""
MOST_DOCUMENT_CELLS = 500_000

TABLE, TEXT = "ตารางที่ {} (table)", "ข้อความ (text)"


@dataclass
class Document:
    """Collects the rows of one document as they follow each other."""

    rows: list[list[str]] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    lines: int = 0
    tables: int = 0
    cells: int = 0
    merged: list[Range] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        """Adds each line of a text as a row of one cell."""
        for line in text.splitlines():
            self.lines += 1
            self._add([line], TEXT, self.lines)

    def add_table(self, rows: Iterable[list[str]], merged: Sequence[Range] = ()) -> None:
        """Adds the rows of a table, between blank ones; no more are taken than a document may have.

        ``merged`` counts from the table's first row, and is looked at after the last.
        """
        self.gap()
        self.tables += 1
        above = len(self.rows)
        for number, row in enumerate(rows, start=1):
            self._add(row, TABLE.format(self.tables), number)
        last = len(self.rows) - 1
        self.merged += [(above + a, b, min(above + c, last), d) for a, b, c, d in merged]
        self.gap()

    def gap(self) -> None:
        """Adds a blank row, unless there is one."""
        if self.rows and any(self.rows[-1]):
            self._add([""], self.places[-1][0], self.places[-1][1])

    def _add(self, row: list[str], where: str, number: int) -> None:
        self.cells += len(row)
        if self.cells > MOST_DOCUMENT_CELLS:
            raise UnreadableFileError("sheet_too_large", cell=f"{where}, {number}")
        self.rows.append(row)
        self.places.append((where, number))

    def sheet(self) -> Sheet:
        """The rows collected so far."""
        return Sheet("", self.rows, self.places, merged=self.merged)


# ------------------------------------------------------------------ web pages
_UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "object", "iframe", "select"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl"),
    *(
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
    ),
    *("hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
    *("tfoot", "th", "thead", "tr", "ul"),
}


def read_html(text: str) -> list[Sheet]:
    """Reads a web page. Scripts and what else is not seen are left out; nothing is run or fetched."""
    if len(text) > MOST_DOCUMENT_BYTES:
        raise too_large(len(text), MOST_DOCUMENT_BYTES)
    # The parser does not know <wbr>, where a line may end, and would put the rest of a line inside it.
    body = re.sub(r"^\s*<\?xml[^>]*\?>|</?wbr\b[^<>]*>", "", text).replace("\0", "")
    if not body.strip():
        return []
    parser = lxml.html.HTMLParser()
    try:
        root = lxml.html.document_fromstring(body, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    given_up = next((said for said in parser.error_log if said.level_name == "FATAL"), None)
    if given_up is not None:  # all that follows would be missing without a word
        raise UnreadableFileError("file_unreadable", reason=given_up.message.strip())
    page = Document()
    words: list[str] = []
    _walk(root, page, words)
    _end_paragraph(page, words)
    return [page.sheet()]


def _walk(element: lxml.html.HtmlElement, page: Document, words: list[str]) -> None:
    """Takes an element's text in order; a block's end ends the paragraph, so that none are glued."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if element.tag == "table" and element.find(".//table") is None:  # one that holds others is for layout
        _end_paragraph(page, words)
        merged: list[Range] = []
        page.add_table(_html_rows(element, merged), merged)
        return
    block = element.tag in _BLOCKS
    if block or element.tag == "br":
        _end_paragraph(page, words)
    if element.text:
        words.append(element.text)
    for child in element:
        _walk(child, page, words)
        if child.tail:
            words.append(child.tail)
    if block:
        _end_paragraph(page, words)


def _end_paragraph(page: Document, words: list[str]) -> None:
    text = " ".join("".join(words).split())
    words.clear()
    if text:
        page.add_text(text)


def _html_rows(table: lxml.html.HtmlElement, merged: list[Range]) -> Iterator[list[str]]:
    covered: dict[int, int] = {}
    """By column the number of rows that a cell from above still covers."""
    for number, row in enumerate(table.iter("tr")):
        cells: list[str] = []

        def skip(cells: list[str] = cells) -> None:
            while covered.get(len(cells), 0):
                covered[len(cells)] -= 1
                cells.append("")

        for cell in row.iterchildren("td", "th"):
            skip()
            width = min(_span(cell, "colspan"), MOST_COLUMNS - len(cells))
            if width < 1:
                raise UnreadableFileError("sheet_too_large", cell=f"{MOST_COLUMNS + 1}")
            below = _span(cell, "rowspan") - 1
            for column in range(len(cells), len(cells) + width):
                covered[column] = below
            if below or width > 1:
                merged.append((number, len(cells), number + below, len(cells) + width - 1))
            cells += [_html_cell(cell), *[""] * (width - 1)]
        while any(below for column, below in covered.items() if column >= len(cells)):
            if covered.get(len(cells), 0):
                skip()
            else:
                cells.append("")
        yield cells


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    return max(1, min(int(written), 1000)) if re.fullmatch("[0-9]{1,6}", written) else 1


def _html_cell(cell: lxml.html.HtmlElement) -> str:
    inside = Document()
    words: list[str] = []
    _walk(cell, inside, words)
    _end_paragraph(inside, words)
    return "\n".join(row[0] for row in inside.rows)


# ------------------------------------------------------------------ Word
_DOCUMENT = "word/document.xml"


def _qn(name: str) -> str:
    """A name of WordprocessingML, such as w:tbl, as the parser has it."""
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name.removeprefix("w:")


def read_docx(content: bytes) -> list[Sheet]:
    """Reads the paragraphs and tables of a Word file, in order; headers, notes and comments are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = archive.getinfo(_DOCUMENT).file_size
            if size > MOST_DOCUMENT_BYTES:
                raise too_large(size, MOST_DOCUMENT_BYTES)
            # The size that is told may be wrong: no more than the limit is unpacked.
            with archive.open(_DOCUMENT) as part:
                body = part.read(MOST_DOCUMENT_BYTES + 1)
        if len(body) > MOST_DOCUMENT_BYTES:
            raise too_large(len(body), MOST_DOCUMENT_BYTES)
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except zipfile.BadZipFile as error:
        if content.startswith(b"\xd0\xcf\x11\xe0"):  # an older container, in which a password hides the file
            raise UnreadableFileError("file_protected") from error
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    except (KeyError, ValueError, NotImplementedError, EOFError, zlib.error, etree.XMLSyntaxError) as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    page = Document()
    for part_of_document in root.iterchildren(_qn("w:body")):
        _add_blocks(part_of_document, page)
    return [page.sheet()]


def _add_blocks(parent: etree._Element, page: Document) -> None:
    for block in parent:
        if block.tag == _qn("w:tbl"):
            merged: list[Range] = []
            page.add_table(_docx_rows(block, merged), merged)
        elif block.tag == _qn("w:p"):
            lines = _docx_lines([block])
            page.add_text("\n".join(lines)) if lines else page.gap()
        elif block.tag in (_qn("w:sdt"), _qn("w:sdtContent"), _qn("w:ins")):
            _add_blocks(block, page)


def _docx_rows(table: etree._Element, merged: list[Range]) -> Iterator[list[str]]:
    begun: dict[int, tuple[int, int]] = {}
    """By column where a cell that goes on below began: its row, and the place of its range in ``merged``."""
    for number, row in enumerate(table.iterchildren(_qn("w:tr"))):
        cells: list[str] = []
        before = row.find(f"{_qn('w:trPr')}/{_qn('w:gridBefore')}")
        cells += [""] * min(_number(before), MOST_COLUMNS)
        for cell in row.iter(_qn("w:tc")):
            if next(cell.iterancestors(_qn("w:tr"))) is not row:
                continue  # of a table inside the cell, whose text the cell holds
            properties = cell.find(_qn("w:tcPr"))
            span, merge = None, None
            if properties is not None:
                span = properties.find(_qn("w:gridSpan"))
                merge = properties.find(_qn("w:vMerge"))
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
            cells += ["" if goes_on else _docx_cell(cell), *[""] * (width - 1)]
        yield cells


def _number(element: etree._Element | None) -> int:
    written = "" if element is None else str(element.get(_qn("w:val"), ""))
    return int(written) if re.fullmatch("[0-9]{1,3}", written) else 0


_DOCX_TEXT = {_qn("w:tab"): " ", _qn("w:br"): "\n", _qn("w:cr"): "\n", _qn("w:noBreakHyphen"): "-"}
_DOCX_DELETED = _qn("w:del")
_DOCX_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What stands in a file a second time, for programs that do not know the first form: text boxes do."""


def _docx_cell(cell: etree._Element) -> str:
    """A cell's paragraphs as lines; numbers that Word itself puts before items are not in the file."""
    return "\n".join(_docx_lines(cell))


def _docx_lines(element: Iterable[etree._Element]) -> list[str]:
    """The text of each paragraph below an element; one in a text box comes after the one it is fixed to."""
    paragraphs: list[list[str]] = []
    _docx_walk(element, paragraphs, [])
    return [line for line in ("".join(pieces).strip() for pieces in paragraphs) if line]


def _docx_walk(element: Iterable[etree._Element], paragraphs: list[list[str]], text: list[str]) -> None:
    """Takes each piece of text once, however deep things are nested."""
    for node in element:
        if node.tag == _qn("w:t") or node.tag in _DOCX_TEXT:
            text.append(_DOCX_TEXT.get(node.tag, node.text or ""))
        elif node.tag == _qn("w:p"):
            paragraphs.append([])
            _docx_walk(node, paragraphs, paragraphs[-1])
        elif node.tag not in (_DOCX_DELETED, _DOCX_AGAIN):
            _docx_walk(node, paragraphs, text)


# ------------------------------------------------------------------ plain text
_MARKUP = re.compile(r"</?(?:p|br|div|li|ul|ol)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font|sup|sub)\b[^<>]*>", re.IGNORECASE)


def without_markup(text: str) -> str:
    """A cell's text with its paragraphs (``<p>``, ``<br>``, ``<li>``) as lines and no other tags of text."""
    if "<" not in text:
        return text
    lines = (" ".join(line.split()) for line in _MARKUP.sub("\n", _INLINE.sub("", text)).splitlines())
    return "\n".join(line for line in lines if line)


def read_text(text: str, delimited: Callable[[str], list[Sheet]]) -> list[Sheet]:
    """Reads plain text: lines with tabs are rows of tables, the others paragraphs.

    Text that begins with known headings between commas or semicolons is a table, which ``delimited`` reads.
    """
    if "\0" in text:
        raise UnreadableFileError("encoding_unknown")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "\t" not in text and any(_names_columns(first, mark) for mark in ",;"):
        return delimited(text)
    if re.search(r'(?:^|\t)"', text, re.MULTILINE):
        rows = divided(text, "\t", strict=False)
    else:
        _refuse_too_many(text, "\t")
        rows = [line.split("\t") for line in text.splitlines()]
    return [Sheet("", [row or [""] for row in rows])]


def divided(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    """The rows of delimited text. Raises ``UnreadableFileError`` for quotation marks in the wrong place."""
    if "\0" in text:
        raise UnreadableFileError("encoding_unknown")
    _refuse_too_many(text, delimiter)
    rows: list[list[str]] = []
    previous_limit = csv.field_size_limit(len(text) + 1)  # what is too long is said later, of its row
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=strict))
    except csv.Error as error:
        raise UnreadableFileError("quotation_faulty", row=len(rows) + 1) from error
    finally:
        csv.field_size_limit(previous_limit)
    return rows


def _refuse_too_many(text: str, delimiter: str) -> None:
    if text.count(delimiter) > MOST_CELLS:
        raise UnreadableFileError("sheet_too_large", cell=f"{MOST_CELLS + 1:,}")


def _names_columns(line: str, mark: str) -> bool:
    return sum(headings.column_of(cell.strip('" ')) is not None for cell in line.split(mark)) > 1
