"""Text and tables for spreadsheet programs, which execute anything that looks like a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from html import unescape
from urllib.parse import quote, unquote_to_bytes

_FORMULA = re.compile(r"^(?=[\t\r]|[\s\x00]*[=+\-@＝＋－＠])")
"""Some programs ignore blanks before a formula, and some accept full-width signs, too."""

_ASCII = re.compile(r"[\x00-\x7f]+")
_SAFE = ".,:;/@!()*+~-_"

LINK = "data:text/csv;charset=utf-8,"
"""How a link that holds a table begins."""


def inert(text: str) -> str:
    """A text that no program takes for a formula, as an apostrophe is put before one that might be."""
    return _FORMULA.sub("'", text)


def data_link(rows: Iterable[Sequence[str]]) -> str:
    """Rows of a table as a data link: CSV in UTF-8 with a BOM, which Excel needs for Thai.

    Cells are written as they are; callers pass text from data through ``inert``. Thai isn't escaped in the
    link, as that would take more bytes.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    packed = _ASCII.sub(lambda run: quote(run[0], safe=_SAFE), text.getvalue())
    return f"{LINK}%EF%BB%BF{packed}"


def linked(page: str) -> bytes:
    """The file that a page's link holds. Raises ``ValueError`` where no link holds one."""
    link = re.search(f'href="{re.escape(LINK)}([^"]*)"', page)
    if link is None:
        raise ValueError("this page has no table of figures")
    return unquote_to_bytes(unescape(link[1]))


def meant(text: str) -> str:
    """The text that ``inert`` was given: for a cell that is told to be text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
