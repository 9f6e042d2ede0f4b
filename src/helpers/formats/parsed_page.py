"""The page's HTML, parsed for writing it in another format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)

NOT_ON_PAPER = {"skip", "contents", "download"}
"""Classes of elements that only help on a screen; the page's style leaves them out of print, too."""


@dataclass(frozen=True)
class ParsedPage:
    """A page: ``main`` holds its content, with an ``<img alt="n">`` in place of ``drawings[n]`` (SVG)."""

    title: str
    language: str
    thai_digits: bool
    main: HtmlElement
    drawings: list[str]


def read(text: str) -> ParsedPage:
    """Parses a page of this project."""
    drawings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        drawings.append(match[0])
        return f'<img alt="{len(drawings) - 1}">'

    # Drawings are taken out because an HTML parser lowercases the names inside them; <wbr> because this
    # parser doesn't know it and would nest the rest of the paragraph inside it.
    parsable = _DRAWING.sub(keep, text).replace("<wbr>", "")
    root = html.document_fromstring(parsable.encode("utf-8"), parser=_parser())
    return ParsedPage(
        title=root.findtext(".//title") or "",
        language=root.get("lang", "th"),
        thai_digits="digits-thai" in root.find("body").classes,
        main=root.get_element_by_id("main"),
        drawings=drawings,
    )


def _parser() -> html.HTMLParser:
    # huge_tree: cells may be of any length
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def on_paper(element: HtmlElement) -> bool:
    """Whether an element is printed."""
    return NOT_ON_PAPER.isdisjoint(element.classes) and element.tag not in ("script", "style", "template")
