"""The page as a Word document: headings, lists, tables and figures become Word's own.

The look comes from ``styles``, not from the page. Elements that the walk doesn't know are written as
running text, so that nothing on the page can be missing from the document.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.text.paragraph import CT_P
from docx.shared import Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from helpers.formats import grid, pictures, styles, text
from helpers.formats.parsed_page import ParsedPage, on_paper, read

HEADINGS = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading3"}
PARAGRAPHS = {
    "agency": "Subtitle",
    "note": "Note",
    "stated": "Stated",
}
"""Paragraph style by class."""

LISTS = ("ol", "ul")
BLOCKS = {
    *HEADINGS,
    *LISTS,
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav"),
} | {*("table", "figure", "dl", "dt", "dd", "pre", "blockquote", "details", "summary", "address", "hr")}

MANY_COLUMNS = 6
"""Tables with more columns are set in smaller type."""

SHORT_ROW = 10
"""Rows of up to this many lines move to the next page whole; longer ones are split."""

LOW_TABLE = 9
"""Tables of up to this many lines stay on one sheet."""

KEPT_ROWS = 3
"""This many rows at each end of a table stay together, those that have no more lines than that."""

LONE_FIGURE = Pt(240), Pt(420)
"""Largest width and height of a figure that is alone on its line."""

HIGHEST_OF_TWO = Pt(306)
"""With this height, two rows of figures fit on a sheet."""

BRIEF_TEXT = "TableText"
"""The style of a summary's text."""

BESIDE_TEXT, HIGHEST_BESIDE_TEXT = (0.43, 0.57), Pt(306)
"""The shares of the width for a figure and the text beside it, and the figure's largest height."""

SMALLEST = 0.727
"""Below this scale the words of a figure would be smaller than 8 pt."""

SIGNED_WITH = 6
"""Paragraphs at the end of a memo that stay on one sheet: its last two, a gap, and the signature's three."""

ENDING = 5
"""The last section's paragraphs, if at most so many, go on to another sheet with what the report says of
itself: alone, those few lines would be all that a sheet holds."""

_PADDING = 8.5

TYPE = grid.Type(14, _PADDING, 15.6)
SMALL_TYPE = grid.Type(12, _PADDING, 15.6)


@dataclass(frozen=True)
class _Place:
    """Where blocks are written: the container, its width, and the styles."""

    into: Document | _Cell
    width: Length
    style: str = "BodyText"
    in_cell: bool = False

    def paragraph(self, style: str) -> Paragraph:
        """A new paragraph; in a new cell the empty first one, which exists already."""
        free = self.into.paragraphs[-1] if isinstance(self.into, _Cell) and _is_blank(self.into) else None
        paragraph = free or self.into.add_paragraph()
        paragraph._p.style = style
        return paragraph


def _is_blank(cell: _Cell) -> bool:
    """Whether a cell holds nothing but its properties and a paragraph without text."""
    return len(cell._tc) <= 2 and not cell._tc[-1].xpath("./w:r") and cell._tc[-1].tag == qn("w:p")


def to_docx(html: str) -> bytes:
    """A page of this project as a Word file. The same page gives the same bytes."""
    page = read(html)
    document = styles.new(page)
    _Walk(document, page).write()
    return styles.saved(document)


class _Walk:
    def __init__(self, document: Document, page: ParsedPage) -> None:
        self._document = document
        self._page = page
        self._place = _Place(document, _room(document))

    def write(self) -> None:
        """Writes the whole page."""
        self._flow(self._page.main, self._place)
        _close(self._document)

    # ------------------------------------------------------------------ blocks
    def _flow(self, element: HtmlElement, place: _Place) -> None:
        """Writes an element's content: blocks as blocks, text between them as paragraphs."""
        waiting: list[text.Piece] = [(element.text or "", "")]
        children = [child for child in element if isinstance(child.tag, str) and on_paper(child)]
        figures: list[HtmlElement] = []
        for child in children:
            if child.tag == "figure":
                self._paragraph(waiting, place)
                figures.append(child)
                waiting = []
            elif child.tag in BLOCKS:
                self._paragraph(waiting, place)
                if len(figures) == 1 and "brief" in child.classes:
                    self._beside(figures[0], child, replace(place, width=self._one_sheet()))
                else:
                    self._figures(figures, place)
                    self._block(child, place)
                waiting, figures = [], []
            else:
                waiting += text.inline(child)
            waiting.append((child.tail or "", ""))
        self._paragraph(waiting, place)
        self._figures(figures, place)

    def _block(self, element: HtmlElement, place: _Place) -> None:
        match element.tag:
            case "h2" if place.style.startswith(BRIEF_TEXT):
                self._paragraph(text.pieces(element), replace(place, style="BriefHeading"))
            case tag if tag in HEADINGS:
                self._paragraph(text.pieces(element), replace(place, style=HEADINGS[tag]))
            case "ol" | "ul":
                self._list(element, place)
            case "table":
                self._table(element, place)
            case "dl" if "cards" in element.classes:
                self._cards(element, place)
            case "dl" if "about" in element.classes:
                for line in element:  # its heading in bold, as the lines of a memo's head begin
                    pieces = [piece for part in line for piece in (*text.pieces(part), (" ", ""))]
                    self._paragraph(pieces, replace(place, style="Note"))
                _kept_together(self._document.paragraphs[-len(element) :])
            case "section" if "annex" in element.classes:
                self._on_its_own_sheets(element)
            case "section" if "memo" in element.classes:
                self._turn(landscape=False)
                styles.begin_memo(self._document.sections[-1])
                self._flow(element, self._place)
            case "section" if "brief" in element.classes:
                place = replace(place, width=self._one_sheet())
                self._flow(element, replace(place, style=BRIEF_TEXT))
            case "section" if "about" in element.classes:
                for paragraph in _ending(self._document.paragraphs):
                    paragraph.paragraph_format.keep_with_next = True
                self._flow(element, place)
            case "p" if "emblem" in element.classes:
                self._memo_title(element, element.getnext(), place)
            case "p" if "memo-title" in element.classes:
                pass  # already written beside the emblem
            case "p" if "line" in element.classes:
                self._memo_line(element, place)
            case "p" if "fill" in element.classes:
                place.paragraph("Fill").add_run("\t")
            case "div" if "opinions" in element.classes:
                self._opinions(element, place)
            case "div" if "sign" in element.classes:
                place.paragraph("Normal")
                self._flow(element, replace(place, style="Signature"))
                _kept_together(self._document.paragraphs[-SIGNED_WITH:])
                # The style would keep the signature with the opinions, which may go on to the next page.
                self._document.paragraphs[-1].paragraph_format.keep_with_next = False
            case "p" | "dt" | "dd" | "summary" | "address":
                self._flow(element, replace(place, style=_style_of(element) or place.style))
            case "hr":
                pass
            case _:
                self._flow(element, place)

    def _paragraph(self, pieces: Iterable[text.Piece], place: _Place) -> None:
        tidied = text.tidy(pieces)
        if tidied:
            text.write(place.paragraph(place.style), tidied)

    def _on_its_own_sheets(self, element: HtmlElement) -> None:
        """Writes the annex with its wide tables on landscape sheets."""
        self._turn(landscape=True)
        self._flow(element, self._place)
        after = element.getnext()
        if after is not None and "memo" not in after.classes:  # a memo sets its own orientation
            self._turn(landscape=False)

    def _memo_title(self, emblem: HtmlElement, title: HtmlElement, place: _Place) -> None:
        """Writes the memo's title in the middle, with room for the emblem at the left."""
        pieces = [*text.tidy(text.pieces(emblem, "Emblem")), (text.TAB, ""), *text.tidy(text.pieces(title))]
        text.write(place.paragraph("MemoTitle"), pieces)

    def _memo_line(self, element: HtmlElement, place: _Place) -> None:
        """Writes a line of a memo's head; its second part begins in the middle of the sheet."""
        pieces: list[text.Piece] = []
        for part in element:
            pieces += [(text.TAB, "")] if pieces else []
            for words, style in text.tidy(text.inline(part)):
                pieces.append((words, "MemoLabel" if style == "Strong" else style))
        text.write(place.paragraph("MemoLine"), pieces)

    def _opinions(self, element: HtmlElement, place: _Place) -> None:
        """Writes the superiors' opinions, two side by side, with room to sign."""
        opinions = element.findall("div")
        for pair in zip_longest(opinions[::2], opinions[1::2]):
            for opinion, beside in zip(pair, self._side_by_side(2, place), strict=True):
                if opinion is not None:
                    self._flow(opinion, replace(beside, style="Opinion"))

    def _turn(self, *, landscape: bool) -> None:
        _close(self._document)
        styles.turn(self._document, landscape=landscape)
        self._place = replace(self._place, width=_room(self._document))

    def _list(self, element: HtmlElement, place: _Place, level: int = 0, number: int = 0) -> None:
        small = place.in_cell or place.style == BRIEF_TEXT
        number = number or self._numbering(element, small=small)
        for item in element.iterchildren("li"):
            inner = [child for child in item if child.tag in LISTS]
            paragraph = place.paragraph(place.style if small else "ListParagraph")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = min(level, 2)  # numbering.xml describes three levels
            properties.get_or_add_numId().val = number
            text.write(paragraph, text.pieces(item, without=inner))
            for each in inner:
                self._list(each, place, level + 1, number)

    def _numbering(self, element: HtmlElement, *, small: bool) -> int:
        """Makes a new numbering for a list; returns its id."""
        # The six of blank/word/numbering.xml: Thai digits, Arabic digits, bullets, each large and small.
        kind = 4 if element.tag == "ul" else 0 if self._page.thai_digits else 2
        numbering = self._document.part.numbering_part.element
        number = numbering.add_num(kind + small)
        number.add_lvlOverride(ilvl=0).add_startOverride(int(element.get("start", "1")))
        return int(number.numId)

    # ------------------------------------------------------------------ figures
    def _figures(self, figures: list[HtmlElement], place: _Place) -> None:
        """Writes figures two by two side by side; an odd last one alone."""
        for pair in zip(figures[::2], figures[1::2], strict=False):
            for figure, beside in zip(pair, self._side_by_side(2, place), strict=True):
                self._figure(figure, beside, (Length(beside.width - Pt(_PADDING)), HIGHEST_OF_TWO))
        if len(figures) % 2:
            self._figure(figures[-1], place, LONE_FIGURE)

    def _one_sheet(self) -> Length:
        """Sets a summary's narrow margins; returns the width between them."""
        styles.narrow(self._document.sections[-1])
        self._place = replace(self._place, width=_room(self._document))
        return self._place.width

    def _beside(self, figure: HtmlElement, element: HtmlElement, place: _Place) -> None:
        """Writes a figure with the text beside it, so that a summary stays on one sheet."""
        left, right = self._side_by_side(2, place, shares=BESIDE_TEXT)
        for caption in figure.iterchildren("figcaption"):
            self._paragraph(text.pieces(caption, "Strong"), replace(left, style=BRIEF_TEXT))
            figure.remove(caption)
        self._figure(figure, left, (Length(left.width - Pt(_PADDING)), HIGHEST_BESIDE_TEXT))
        self._flow(element, replace(right, style=f"{BRIEF_TEXT}Small"))

    def _side_by_side(
        self, count: int, place: _Place, table_style: str = "TableNormal", shares: Sequence[float] = ()
    ) -> list[_Place]:
        """Places side by side that stay on one sheet; equally wide unless ``shares`` of the width say so."""
        widths = [place.width.pt * share for share in shares or [1 / count] * count]
        table = _table(self._document, widths, table_style)
        row = table._tbl.add_tr()
        _mark(row, "w:cantSplit")
        places = [
            replace(place, into=_cell(row, table, width), width=Pt(width), in_cell=True) for width in widths
        ]
        _gap(self._document)
        return places

    def _figure(self, figure: HtmlElement, place: _Place, most: tuple[Length, Length]) -> None:
        for child in figure:
            if child.tag == "img":
                self._picture(self._shown(child), place, most)
            else:
                style = "Note" if child.tag == "p" else "Caption"
                self._paragraph(text.pieces(child), replace(place, style=style))

    def _shown(self, image: HtmlElement) -> pictures.Picture:
        """A drawing of the page, or a picture embedded in it as data."""
        source = image.get("src")
        if source is None:
            return pictures.draw(self._page.drawings[int(image.get("alt"))])
        return pictures.embedded(source, image.get("alt", ""))

    def _picture(self, picture: pictures.Picture, place: _Place, most: tuple[Length, Length]) -> None:
        """Writes a picture as large as fits; in pieces if it is so high that it would become unreadable."""
        scale = min(most[0].pt / picture.width, most[1].pt / picture.height)
        pieces = [picture]
        if scale < SMALLEST:
            scale = most[0].pt / picture.width
            pieces = pictures.cut(picture, most[1].pt / scale)
        for piece in pieces:
            run = place.paragraph("Figure").add_run()
            shape = run.add_picture(io.BytesIO(piece.png), width=Pt(piece.width * scale))
            for side in ("distT", "distB", "distL", "distR"):
                shape._inline.set(side, "0")  # where none is said LibreOffice takes 9 pt
            shape._inline.docPr.set("title", piece.title)
            shape._inline.docPr.set("descr", piece.description)

    # ------------------------------------------------------------------ tables
    def _cards(self, element: HtmlElement, place: _Place) -> None:
        """Writes the key figures side by side."""
        cards = element.findall("div")
        for card, beside in zip(cards, self._side_by_side(len(cards), place, "TableGrid"), strict=True):
            for part in card.iter("dt", "strong", "small"):
                pieces = text.pieces(part, "Large" if part.tag == "strong" else "")
                self._paragraph(pieces, replace(beside, style="Card"))

    def _table(self, element: HtmlElement, place: _Place) -> None:
        caption = element.find("caption")
        if caption is not None and "same" not in caption.classes:  # as the heading above it
            self._paragraph(text.pieces(caption), replace(place, style="Caption"))
        rows = grid.read(element)
        if not rows:
            return
        small = grid.columns(rows) > MANY_COLUMNS
        type_ = SMALL_TYPE if small else TYPE
        widths = grid.widths(rows, place.width.pt, type_)
        table = _table(self._document, widths, "TableGrid")
        if caption is not None:
            named = OxmlElement("w:tblCaption")
            named.set(qn("w:val"), caption.text_content())
            table._tbl.tblPr.append(named)
        heights = [grid.height(row, widths, type_) for row in rows]
        for row, height in zip(rows, heights, strict=True):
            for cell in row.cells:
                width = math.fsum(widths[cell.column : cell.column + cell.columns])
                grid.loosen(cell.element, width, type_)
                if row.part == "head" and cell.begins:
                    grid.break_by_words(cell.element, width, type_)
            self._row(table, row, widths, short=row.part == "head" or height <= SHORT_ROW, small=small)
        _keep_ends(table, heights)
        _gap(self._document)

    def _row(self, table: Table, row: grid.Row, widths: list[float], *, short: bool, small: bool) -> None:
        table_row = table._tbl.add_tr()
        if short:
            _mark(table_row, "w:cantSplit")
        if row.part == "head":
            _mark(table_row, "w:tblHeader")
        for cell in row.cells:
            width = math.fsum(widths[cell.column : cell.column + cell.columns])
            written = _cell(table_row, table, width, cell.columns)
            if row.part == "head" or (cell.heads and cell.columns > 1):
                _shade(written)
            if not (cell.begins and cell.ends):
                _open(written, top=not cell.begins, bottom=not cell.ends)
            kind = "Head" if row.part == "head" else "Number" if cell.number else "Text"
            place = _Place(written, Pt(width), f"Table{kind}{'Small' if small else ''}", in_cell=True)
            if cell.begins:
                self._cell_text(cell, row.part, place)

    def _cell_text(self, cell: grid.Cell, part: grid.Part, place: _Place) -> None:
        element = cell.element
        if any(child.tag in BLOCKS for child in element):
            self._flow(element, place)
        elif "below" in element.classes:
            self._paragraph([text.BELOW, *text.pieces(element, "Strong")], place)
        else:
            bold = part == "foot" or (cell.heads and cell.columns == 1)
            self._paragraph(text.pieces(element, "Strong" if bold else ""), place)


# ---------------------------------------------------------------------- parts of Word's own
def _style_of(element: HtmlElement) -> str:
    return next((PARAGRAPHS[name] for name in element.classes if name in PARAGRAPHS), "")


def _room(document: Document) -> Length:
    """The width between the margins of the current section."""
    section = document.sections[-1]
    width, left, right = (
        int(each or 0) for each in (section.page_width, section.left_margin, section.right_margin)
    )
    return Length(width - left - right)


def _close(document: Document) -> None:
    """Adds a last paragraph to a section if it ends with a table, as Word requires one there."""
    body = document.element.body
    last = body[-2] if len(body) > 1 else None
    if last is None or last.tag != qn("w:p"):
        last = _gap(document)
    if last.style == "Gap":
        last.style = "End"  # tiny, so that it never causes an extra sheet


def _kept_together(paragraphs: list[Paragraph]) -> None:
    """Keeps a signature with what is signed, and all that a report says of itself, on one sheet."""
    for paragraph in paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _keep_ends(table: Table, heights: Sequence[int]) -> None:
    """Keeps a low table on one sheet, and the first and the last rows of a higher one together."""
    rows = table._tbl.tr_lst
    for place, (row, height) in enumerate(zip(rows[:-1], heights, strict=False)):
        at_an_end = place < KEPT_ROWS or place >= len(rows) - KEPT_ROWS
        if sum(heights) <= LOW_TABLE or (at_an_end and height <= KEPT_ROWS):
            for paragraph in row.iter(qn("w:p")):
                Paragraph(paragraph, table).paragraph_format.keep_with_next = True


def _ending(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The last section's paragraphs; if they are many, the last of them."""
    last = paragraphs[-ENDING:]
    headings = [place for place, each in enumerate(last) if each._p.style in HEADINGS.values()]
    return last[headings[-1] :] if headings else last[-1:]


def _gap(document: Document) -> CT_P:
    paragraph = document.add_paragraph()._p
    paragraph.style = "Gap"
    return paragraph


def _table(document: Document, widths: list[float], style: str) -> Table:
    """A table without rows; widths of its columns in points."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    table._tbl.tblPr.style = style
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Pt(width)
    return table


def _cell(row: CT_Row, table: Table, width: float, columns: int = 1) -> _Cell:
    cell = row.add_tc()
    cell.width = Pt(width)
    if columns > 1:
        cell.grid_span = columns
    return _Cell(cell, table)


def _mark(row: CT_Row, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _open(cell: _Cell, *, top: bool, bottom: bool) -> None:
    """Hides the lines between the cells of a span.

    They aren't merged, because Word cuts off a merged cell's content at the end of the sheet.
    """
    borders = OxmlElement("w:tcBorders")
    for name, there in (("top", top), ("bottom", bottom)):
        if there:
            border = OxmlElement(f"w:{name}")
            border.set(qn("w:val"), "nil")
            borders.append(border)
    cell._tc.get_or_add_tcPr().append(borders)
