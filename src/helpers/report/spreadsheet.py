"""Text and tables for spreadsheet programs, which run what looks like a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

_FORMULA = re.compile(r"^(?=[\t\r]|[\s\x00]*[=+\-@＝＋－＠])")
"""Some programs pass over blanks before a formula, and some take the wide signs, too."""

_ASCII = re.compile(r"[\x00-\x7f]+")
_SAFE = ".,:;/@!()*+~-_"


def inert(text: str) -> str:
    """A text that no program takes for a formula: what would begin one comes after an apostrophe."""
    return _FORMULA.sub("'", text)


def data_link(rows: Iterable[Sequence[str]]) -> str:
    """Rows of a table as a link that holds them: CSV in UTF-8 with its mark, so that Excel reads Thai.

    Cells are written as they are; text from data goes through ``inert`` first. Thai stays readable in the
    link: any encoding of it takes more bytes.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    packed = _ASCII.sub(lambda found: quote(found[0], safe=_SAFE), text.getvalue())
    return f"data:text/csv;charset=utf-8,%EF%BB%BF{packed}"
