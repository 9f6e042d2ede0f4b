"""Turns documents (web pages, plain text) into one sheet each: paragraphs and tables in order.

A paragraph becomes a row with one cell; a table keeps its rows and columns; blank rows separate them. Each
row's place is given in words that help to find it in the document: the third table, its second row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

import lxml.html
from lxml import etree

from helpers import headings
from helpers.findings import Words
from helpers.sources.opening.sheet import MOST_CELLS, Range, Sheet, UnreadableFileError, too_large
from helpers.sources.opening.shown import HIDDEN, RAISED, STRUCK, Tally, symbols

MOST_DOCUMENT_BYTES = 20 * 2**20
"""Of a document's text and markup; a thousand pages take about five million."""
MOST_COLUMNS = 200
"""Of a table in a document; a span over more is a mistake or an attack."""
MOST_DOCUMENT_CELLS = 500_000

TABLE, TEXT = "ตารางที่ {} (table)", "ข้อความ (text)"


@dataclass
class Document:
    """Collects the rows of one document in order."""

    rows: list[list[str]] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    lines: int = 0
    tables: int = 0
    cells: int = 0
    merged: list[Range] = field(default_factory=list)
    left_out: list[tuple[Words, str]] = field(default_factory=list)
    """Texts left out since the last row, each with the reason."""
    tally: Tally = field(default_factory=Tally)
    within: bool = False
    """Whether this is the content of one cell; the document around it then reports what is left out."""

    def leave_out(self, why: Words, text: str) -> None:
        """Notes text that is left out of the next row."""
        text = " ".join(text.split())
        if text:
            self.left_out.append((why, text))

    def add_text(self, text: str) -> None:
        """Adds each line of a text as a row of one cell."""
        for line in text.splitlines():
            self.lines += 1
            self._add([line], TEXT, self.lines)

    def add_table(self, rows: Iterable[list[str]], merged: Sequence[Range] = ()) -> None:
        """Adds the rows of a table between blank rows, up to the limit for a document.

        ``merged`` counts from the table's first row; it is read after the last, as ``rows`` may fill it.
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
        if any(row):
            self._tell_left_out()

    def _tell_left_out(self) -> None:
        if self.within:
            return
        for why, text in self.left_out:
            self.tally.add("text_left_out", max(0, len(self.rows) - 1), text, why)
        self.left_out.clear()

    def sheet(self) -> Sheet:
        """The rows collected so far."""
        self._tell_left_out()
        return Sheet("", self.rows, self.places, self.tally.findings(""), self.merged)


# ------------------------------------------------------------------ web pages
_UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "object", "iframe", "select"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
    *("tfoot", "th", "thead", "tr", "ul"),
}


def read_html(text: str) -> list[Sheet]:
    """Reads a web page without scripts and other invisible content; nothing is run or fetched."""
    if len(text) > MOST_DOCUMENT_BYTES:
        raise too_large(len(text), MOST_DOCUMENT_BYTES)
    # The parser doesn't know <wbr> and would nest the rest of the line inside it.
    body = re.sub(r"^\s*<\?xml[^>]*\?>|</?wbr\b[^<>]*>", "", text).replace("\0", "")
    if not body.strip():
        return []
    parser = lxml.html.HTMLParser()
    try:
        root = lxml.html.document_fromstring(body, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error
    given_up = next((message for message in parser.error_log if message.level_name == "FATAL"), None)
    if given_up is not None:  # everything after it would silently be missing
        raise UnreadableFileError("file_unreadable", reason=given_up.message.strip())
    page = Document()
    words: list[str] = []
    _walk(root, page, words, _Looks(root))
    _end_paragraph(page, words)
    return [page.sheet()]


_DECLARED = (
    (
        HIDDEN,
        re.compile(r"display:none|visibility:(?:hidden|collapse)|font-size:0(?![.\d])|opacity:0(?![.\d])"),
    ),
    (STRUCK, re.compile(r"text-decoration(?:-line)?:[^;]*line-through")),
    (RAISED, re.compile(r"vertical-align:(?:super|sub)(?![a-z])")),
)


class _Looks:
    """Which of a page's elements aren't read because of how they look."""

    _TAGS: ClassVar = {"sup": RAISED, "sub": RAISED, "s": STRUCK, "strike": STRUCK, "del": STRUCK}
    _RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
    _SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?")
    _MOST_STYLE = 2**20

    def __init__(self, root: lxml.html.HtmlElement) -> None:
        self.rules: dict[str, Words] = {}
        """The reason for each simple selector, such as ``td.old``; rules for print are ignored."""
        for element in root.iter("style"):
            text = re.sub(r"/\*.*?\*/", "", (element.text or "")[: self._MOST_STYLE], flags=re.DOTALL)
            outside = _without_nested(text)
            for selectors, declarations in self._RULE.findall(outside):
                why = _declared(declarations)
                for selector in selectors.split(","):
                    if why is not None and self._SELECTOR.fullmatch(selector.strip()):
                        self.rules[selector.strip()] = why

    def left_out_as(self, element: lxml.html.HtmlElement) -> Words | None:
        """Why an element's text isn't read, or None."""
        if (why := self._TAGS.get(element.tag)) is not None:
            return why
        if element.get("hidden") is not None:
            return HIDDEN
        style = element.get("style")
        if style and (why := _declared(style)) is not None:
            return why
        if self.rules:
            marks = [f".{name}" for name in element.get("class", "").split()]
            marks += [f"#{element.get('id')}"] if element.get("id") else []
            names = [element.tag, *marks, *(element.tag + mark for mark in marks)]
            return next((self.rules[name] for name in names if name in self.rules), None)
        return None

    def taken_away(self, element: lxml.html.HtmlElement) -> bool:
        """Whether a hidden cell leaves no gap, so that the next cell takes its place."""
        return not re.search(r"visibility\s*:", str(element.get("style", "")))


@lru_cache(maxsize=1024)
def _declared(declarations: str) -> Words | None:
    """Why text with these style declarations isn't read, or None."""
    bare = re.sub(r"\s+", "", declarations).casefold()
    return next((why for why, pattern in _DECLARED if pattern.search(bare)), None)


def _without_nested(style: str) -> str:
    """A style sheet without the rules inside @media and the like, which don't always apply."""
    kept_parts, depth, begin = [], 0, 0
    for hit in re.finditer(r"@(?:media|supports|container|layer|page)[^{;]*\{|[{}]", style):
        if hit.group()[0] == "@":
            if not depth:
                kept_parts.append(style[begin : hit.start()])
                depth = 1
            else:
                depth += 1
        elif depth:
            depth += 1 if hit.group() == "{" else -1
            begin = hit.end()
    return "".join(kept_parts) + (style[begin:] if not depth else "")


def _is_menu(element: lxml.html.HtmlElement) -> bool:
    """Whether a list only leads to other pages: nothing but links, and no number in any of them.

    Its lines look like titles (the agency's own estimate, another assessment) of what happens to follow.
    """
    links = list(element.iter("a"))
    text = re.sub(r"\s+", "", element.text_content())
    linked = re.sub(r"\s+", "", "".join(link.text_content() for link in links))
    return len(links) > 1 and len(linked) == len(text) and not re.search("[0-9๐-๙]", text)


def _walk(element: lxml.html.HtmlElement, page: Document, words: list[str], looks: _Looks) -> None:
    """Reads an element's text in order; the end of a block ends the paragraph, so that none are joined."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    why = looks.left_out_as(element)
    if why is not None:
        page.leave_out(why, _text_of(element))
        if element.tag in _BLOCKS:
            _end_paragraph(page, words)
        return
    if element.tag in ("nav", "ul", "ol") and _is_menu(element):
        _end_paragraph(page, words)
        return
    # A table around other tables is only there for the page's layout.
    if element.tag == "table" and element.find(".//table") is None:
        _end_paragraph(page, words)
        merged: list[Range] = []
        page.add_table(_html_rows(element, merged, page, looks), merged)
        return
    block = element.tag in _BLOCKS
    if block or element.tag == "br":
        _end_paragraph(page, words)
    style = element.get("style")
    font = _font_of(style) if style else element.get("face", "") if element.tag == "font" else ""
    if element.text:
        words.append(symbols(element.text, font) if font else element.text)
    for child in element:
        _walk(child, page, words, looks)
        if child.tail:
            words.append(child.tail)
    if block:
        _end_paragraph(page, words)


def _text_of(element: lxml.html.HtmlElement) -> str:
    """All text in an element except what is never visible."""
    scripts = {id(each) for name in ("script", "style", "template") for each in element.iter(name)}
    return " ".join(
        text
        for each in element.iter()
        for text in (
            (each.text if isinstance(each.tag, str) and id(each) not in scripts else ""),
            each.tail if each is not element else "",
        )
        if text and text.strip()
    )


@lru_cache(maxsize=1024)
def _font_of(style: str) -> str:
    hit = re.search(r"font-family\s*:\s*([^;,]*)", style)
    return hit[1] if hit else ""


def _end_paragraph(page: Document, words: list[str]) -> None:
    if not words:
        return
    text = " ".join("".join(words).split())
    words.clear()
    if text:
        page.add_text(text)


def _html_rows(
    table: lxml.html.HtmlElement, merged: list[Range], page: Document, looks: _Looks
) -> Iterator[list[str]]:
    covered: dict[int, int] = {}
    """For each column, the number of rows that a cell from above still covers."""
    number = -1
    for row in table.iter("tr"):
        if why := _hidden_with(row, table, looks):
            page.leave_out(why, _text_of(row))
            continue
        number += 1
        cells: list[str] = []

        def skip(cells: list[str] = cells) -> None:
            while covered.get(len(cells), 0):
                covered[len(cells)] -= 1
                cells.append("")

        for cell in row.iterchildren("td", "th"):
            why = looks.left_out_as(cell)
            if why is not None:
                page.leave_out(why, _text_of(cell))
                if why is HIDDEN and looks.taken_away(cell):
                    continue
            skip()
            width = min(_span(cell, "colspan"), MOST_COLUMNS - len(cells))
            if width < 1:
                raise UnreadableFileError("sheet_too_large", cell=f"{MOST_COLUMNS + 1}")
            below = _span(cell, "rowspan") - 1
            for column in range(len(cells), len(cells) + width):
                covered[column] = below
            if below or width > 1:
                merged.append((number, len(cells), number + below, len(cells) + width - 1))
            cells += ["" if why else _html_cell(cell, page, looks), *[""] * (width - 1)]
        while any(below for column, below in covered.items() if column >= len(cells)):
            if covered.get(len(cells), 0):
                skip()
            else:
                cells.append("")
        yield cells


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    attribute = cell.get(name)
    if attribute is None:
        return 1
    written = attribute.strip()
    return max(1, min(int(written), 1000)) if re.fullmatch("[0-9]{1,6}", written) else 1


def _hidden_with(row: lxml.html.HtmlElement, table: lxml.html.HtmlElement, looks: _Looks) -> Words | None:
    """Why a row, or the part of the table around it, isn't read, or None."""
    part = row
    while part is not None and part is not table:
        if why := looks.left_out_as(part):
            return why
        part = part.getparent()
    return None


def _html_cell(cell: lxml.html.HtmlElement, page: Document, looks: _Looks) -> str:
    inside = Document(left_out=page.left_out, within=True)
    words: list[str] = []
    _walk(cell, inside, words, looks)
    _end_paragraph(inside, words)
    return "\n".join(row[0] for row in inside.rows)


# ------------------------------------------------------------------ plain text
_MARKUP = re.compile(r"</?(?:p|br|div|li|ul|ol)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font)\b[^<>]*>", re.IGNORECASE)
"""Not ``<sup>`` and ``<s>``: without their tags, a footnote mark would become a digit of the number."""


def without_markup(text: str) -> str:
    """A cell's text with paragraphs (``<p>``, ``<br>``, ``<li>``) as lines and without inline tags."""
    if "<" not in text:
        return text
    lines = (" ".join(line.split()) for line in _MARKUP.sub("\n", _INLINE.sub("", text)).splitlines())
    return "\n".join(line for line in lines if line)


def read_text(text: str, delimited: Callable[[str], list[Sheet]]) -> list[Sheet]:
    """Reads plain text: lines with tabs are rows of tables, the others paragraphs.

    If it begins with known headings separated by commas or semicolons, ``delimited`` reads it as a table.
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
    """The rows of delimited text. Raises ``UnreadableFileError`` for misplaced quotation marks."""
    if "\0" in text:
        raise UnreadableFileError("encoding_unknown")
    _refuse_too_many(text, delimiter)
    rows: list[list[str]] = []
    previous_limit = csv.field_size_limit(len(text) + 1)  # a row that is too long gets a finding later
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
