"""Running text of a page as the runs of a Word paragraph."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import groupby

from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from helpers.formats.parsed_page import on_paper

STYLES = {"strong": "Strong", "b": "Strong", "em": "Emphasis", "i": "Emphasis"}
"""Character style by tag."""

BREAK = "\v"
"""A line break that was intended; a line end in the page's source only counts as a space."""

TAB = "\x1f"
"""A tab that was intended."""

BELOW = "* ", "Strong"
"""What the page's style puts before a figure below the mark, and its character style."""

STATUS = "– ", ""
"""What replaces the frame that the page draws around a status."""

_SPACES = re.compile(r"[ \t\r\f\n]+")  # no-break spaces stay
_FORBIDDEN = re.compile("[\x00-\x08\x0c\x0e-\x1e\ufffe\uffff]")

Piece = tuple[str, str]
"""Text and its character style, "" for none."""


def pieces(element: HtmlElement, style: str = "", without: Container[HtmlElement] = ()) -> Iterator[Piece]:
    """The text inside an element, ``without`` some of its children; spaces are not yet tidied."""
    yield element.text or "", style
    for child in element:
        if child not in without:
            yield from inline(child, style)
        yield child.tail or "", style


def inline(element: HtmlElement, style: str = "") -> Iterator[Piece]:
    """The text of an element in a line."""
    if element.tag == "br":
        yield BREAK, style
    elif on_paper(element):
        if "status" in element.classes:
            yield STATUS
        yield from pieces(element, STYLES.get(element.tag) or style)


def tidy(untidy: Iterable[Piece]) -> list[Piece]:
    """Collapses spaces as a browser does: one for many, none at the ends of a line."""
    tidied: list[Piece] = []
    before = BREAK  # the last character so far: the beginning is that of a line, too
    for text, style in untidy:
        for part in re.split(f"({BREAK})", _FORBIDDEN.sub("", _SPACES.sub(" ", text))):
            if before in (" ", BREAK):
                part = part.lstrip(" ")
            if part == BREAK:
                _end_line(tidied)
            if part:
                tidied.append((part, style))
                before = part[-1]
    while tidied and not tidied[-1][0].strip(f" {BREAK}"):
        tidied.pop()
    _end_line(tidied)
    return tidied


def _end_line(pieces: list[Piece]) -> None:
    if pieces:
        pieces[-1] = pieces[-1][0].rstrip(" "), pieces[-1][1]


def write(paragraph: Paragraph, untidy: Iterable[Piece]) -> None:
    """Adds text to a paragraph in as few runs as possible, which makes it easier to edit in Word."""
    for style, parts in groupby(tidy(untidy), key=lambda piece: piece[1]):
        run = paragraph.add_run("".join(text for text, _ in parts).replace(BREAK, "\n").replace(TAB, "\t"))
        if style:
            run._r.style = style
