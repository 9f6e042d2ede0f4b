"""Text and tables for spreadsheet programs, which execute anything that looks like a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

_FORMULA = re.compile(r"^(?=[\t\r]|[\s\x00]*[=+\-@＝＋－＠])")
"""Some programs ignore blanks before a formula, and some accept full-width signs, too."""

_ASCII = re.compile(r"[\x00-\x7f]+")
_SAFE = ".,:;/@!()*+~-_"


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
    packed = _ASCII.sub(lambda found: quote(found[0], safe=_SAFE), text.getvalue())
    return f"data:text/csv;charset=utf-8,%EF%BB%BF{packed}"
