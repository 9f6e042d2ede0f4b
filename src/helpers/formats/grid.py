"""A table of the page as rows and columns, spans resolved."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import numpy as np
from lxml.etree import SubElement
from lxml.html import HtmlElement
from PIL.ImageFont import FreeTypeFont, Layout, truetype

from helpers import line_breaks, thai
from helpers.report import fonts

Part = Literal["head", "body", "foot"]
_Array = np.ndarray[Any, np.dtype[np.float64]]

ROOM_FOR_ANOTHER_FONT = 1.35
"""Without TH SarabunPSK, programs use another font that is a third wider. What must stay on one line has
to fit in that font, too."""

CHARACTER = 0.4
"""Mean width of a character of TH SarabunPSK, in type sizes."""

LEAST_TO_SHARE = 0.15
"""The share of the room that goes to where it saves the most lines, rather than to words of the body."""

MOST_FOR_A_WORD = 20
"""A column is made wide enough for words of up to this many characters."""

STEPS = 48
"""In how many steps the spare width of a table is given to its columns."""

_PARTS: dict[str, Part] = {"thead": "head", "tbody": "body", "tfoot": "foot"}


@dataclass(frozen=True)
class Cell:
    """A cell in one of the rows it spans; ``begins`` and ``ends`` mark the first and the last of them."""

    element: HtmlElement
    column: int
    columns: int = 1
    begins: bool = True
    ends: bool = True

    @property
    def number(self) -> bool:
        """Whether it holds a figure."""
        return bool("n" in self.element.classes)

    @property
    def heads(self) -> bool:
        """Whether it is the head of a group of rows."""
        return bool(self.element.get("scope") == "rowgroup")


@dataclass(frozen=True)
class Row:
    """A row's cells from left to right, including those that began in a row above."""

    part: Part
    cells: list[Cell]

    @property
    def texts(self) -> list[tuple[Cell, list[str]]]:
        """The cells that begin here, with their lines."""
        return [(cell, lines(cell.element)) for cell in self.cells if cell.begins]


def read(table: HtmlElement) -> list[Row]:
    """The table's rows in order."""
    rows: list[Row] = []
    above: dict[int, tuple[Cell, int]] = {}  # by column: a cell that spans more rows, and how many more
    for line in table.iter("tr"):
        cells: list[Cell] = []
        for element in line.iterchildren("td", "th"):
            _go_on(cells, above)
            spans = int(element.get("rowspan", "1"))
            column = _end(cells)
            cells.append(Cell(element, column, int(element.get("colspan", "1")), ends=spans == 1))
            if spans > 1:
                above[column] = replace(cells[-1], begins=False), spans
        _go_on(cells, above)
        above = {column: (cell, left - 1) for column, (cell, left) in above.items() if left > 1}
        rows.append(Row(_PARTS.get(line.getparent().tag, "body"), cells))
    return rows


def _go_on(cells: list[Cell], above: dict[int, tuple[Cell, int]]) -> None:
    """Adds the cells from above that belong in the next columns."""
    while (continued := above.get(_end(cells))) is not None:
        cell, left = continued
        cells.append(replace(cell, ends=left == 1))


def _end(cells: list[Cell]) -> int:
    return cells[-1].column + cells[-1].columns if cells else 0


def columns(rows: Sequence[Row]) -> int:
    """How many columns there are."""
    return max(_end(row.cells) for row in rows)


@dataclass(frozen=True)
class Type:
    """A table's type, in points: its size, and what a cell and a list add."""

    size: float
    padding: float
    indent: float

    @property
    def character(self) -> float:
        """The mean width of a character."""
        return self.size * CHARACTER

    def wanted(self, texts: Sequence[str]) -> float:
        """The width at which no line of a cell wraps."""
        widest = max(map(breadth, texts), default=0.0) * self.character
        return widest + self.padding + (self.indent if len(texts) > 1 else 0.0)

    def head(self, text: str) -> float:
        """The width of a head's text on one line, bold, in the other font.

        Measured, not guessed by the mean: a short word may hold wide letters only.
        """
        return _bold().getlength(" ".join(text.split())) * self.size / _UNITS


_UNITS = 1000


@cache
def _bold() -> FreeTypeFont:
    """Sarabun, which is as wide as what stands in for TH SarabunPSK."""
    return truetype(fonts.font_file(700), _UNITS, layout_engine=Layout.BASIC)


def widths(rows: Sequence[Row], room: float, type_: Type) -> list[float]:
    """Column widths in points that fill the room and keep the table about as low as possible."""
    count = columns(rows)
    wanted = np.zeros(count)
    for_head, longest = np.zeros(count), np.zeros(count)
    items, characters = np.ones((len(rows), count)), np.zeros((len(rows), count))
    for place, row in enumerate(rows):
        for cell, texts in row.texts:
            if cell.columns == 1:
                width = type_.wanted(texts) * (ROOM_FOR_ANOTHER_FONT if cell.number else 1)
                wanted[cell.column] = max(wanted[cell.column], width)
                words = [word.rstrip() for text in texts for word in line_breaks.pieces(text)]
                if row.part == "head":
                    for_head[cell.column] = max(for_head[cell.column], *map(type_.head, words), 0.0)
                else:
                    longest[cell.column] = max(longest[cell.column], *map(breadth, words), 0.0)
                    items[place, cell.column] = len(texts)
                    characters[place, cell.column] = sum(map(breadth, texts))
    indents = np.where(items.max(axis=0) > 1, type_.indent, 0.0)
    most = MOST_FOR_A_WORD * type_.character
    for room_for_body in (ROOM_FOR_ANOTHER_FONT, 1.0):
        for_words = np.maximum(
            np.minimum(for_head, most * ROOM_FOR_ANOTHER_FONT),
            np.minimum(longest * type_.character, most) * room_for_body,
        )
        least = for_words + type_.padding + indents
        if least.sum() <= (1 - LEAST_TO_SHARE) * room:
            break
    wanted = np.maximum(wanted, least)
    if wanted.sum() <= room:
        chosen = wanted * room / wanted.sum()
    elif least.sum() >= room:
        chosen = _narrowed(least, room)
    else:
        chosen = _shared_out(least, items, characters, room, type_)
    return [float(width) for width in chosen]


def _narrowed(least: _Array, room: float) -> _Array:
    """Takes what there is no room for from the widest columns, so that short words stay whole."""
    ordered = np.sort(least)
    caps = [(room - ordered[:place].sum()) / (len(ordered) - place) for place in range(len(ordered))]
    cap = next(cap for cap, width in zip(caps, ordered, strict=True) if cap <= width)
    narrowed: _Array = np.minimum(least, cap)
    return narrowed


def _shared_out(least: _Array, items: _Array, characters: _Array, room: float, type_: Type) -> _Array:
    """Gives the spare room, step by step, to the column where it saves the most lines."""

    def cost(widths: _Array) -> float:
        broken = characters * type_.character / np.maximum(widths - type_.padding, type_.character)
        # The last line of an item is half full on average.
        lines = np.maximum(items, broken + items / 2)
        # A row is as high as its highest cell; the others count a little, to decide between equals.
        return float(lines.max(axis=1).sum() + 0.02 * lines.sum())

    widths = least
    step = (room - least.sum()) / STEPS
    for _ in range(STEPS):
        widths = min((widths + step * column for column in np.eye(len(least))), key=cost)
    return widths


def loosen(element: HtmlElement, room: float, type_: Type) -> None:
    """Makes no-break spaces ordinary where a cell is too narrow for what they hold together, such as a date.

    Otherwise Word would break it in the middle of a word.
    """
    for part in element.iter():
        part.text = _loosened(part.text, room, type_)
        if part is not element:
            part.tail = _loosened(part.tail, room, type_)


def break_by_words(element: HtmlElement, room: float, type_: Type) -> None:
    """Ends the lines of a head between words; programs would also end them inside a term (ดำเนิน|การ)."""
    most = room - type_.padding
    if len(element) or type_.head(element.text or "") <= most:
        return
    lines = [""]
    for piece in line_breaks.pieces(element.text or ""):
        if lines[-1] and type_.head(lines[-1] + piece) > most:
            lines.append("")
        lines[-1] += piece
    element.text, *others = (line.rstrip() for line in lines)
    for line in others:
        SubElement(element, "br").tail = line


def _loosened(text: str | None, room: float, type_: Type) -> str | None:
    if text is None or thai.NO_BREAK_SPACE not in text:
        return text
    # A cautious guess: splitting a date is better than splitting a number.
    fits = room / ROOM_FOR_ANOTHER_FONT**2
    return "".join(
        piece if type_.wanted([piece]) <= fits else piece.replace(thai.NO_BREAK_SPACE, " ")
        for piece in line_breaks.pieces(text)
    )


def lines(element: HtmlElement) -> list[str]:
    """The lines of a cell: its list items, or the text between line breaks."""
    items = element.findall(".//li")
    if items:
        return [item.text_content().strip() for item in items]
    parts: list[str] = [element.text or ""]
    for child in element.iterdescendants():
        if child.tag == "br":
            parts.append("")
        else:
            parts[-1] += child.text or ""
        parts[-1] += child.tail or ""
    return [part.strip() for part in parts]


def breadth(text: str) -> float:
    """The width of a text on one line, in characters of mean width.

    Thai marks above and below letters take no width; digits are wider than the mean.
    """
    categories = Counter(map(unicodedata.category, text))
    return len(text) - categories["Mn"] + 0.35 * categories["Nd"]


def height(row: Row, given: Sequence[float], type_: Type) -> int:
    """About how many lines a row takes."""
    most = 1
    for cell, texts in row.texts:
        room = max(
            math.fsum(given[cell.column : cell.column + cell.columns]) - type_.padding, type_.character
        )
        most = max(most, sum(max(1, math.ceil(breadth(text) * type_.character / room)) for text in texts))
    return most
