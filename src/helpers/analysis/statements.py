"""What a cell says: something, that there is nothing, or nothing at all.

A blank cell is not a statement: it means "not reported". Only an agency that writes ไม่มี says that
there is none. A dash stands in files for both, so it counts as blank.
"""

from __future__ import annotations

import re
from typing import Literal

import pandas as pd

Kind = Literal["said", "none", "blank"]

_BLANK = re.compile(r"[\s\-–—_.]*")
_NONE = re.compile(
    r"[-–\s]*(?:ไม่มี(?:ปัญหา|อุปสรรค|ข้อเสนอแนะ|เพิ่มเติม|และ|หรือ|ใด|ๆ|[/,\s])*|none|no|n/a)[.\s]*", re.IGNORECASE
)


def kind(text: object) -> Kind:
    """What a text says: "said" (something), "none" (that there is none) or "blank" (nothing)."""
    lines = [line for line in str(text).split("\n") if not _BLANK.fullmatch(line)]
    if not lines:
        return "blank"
    return "none" if all(_NONE.fullmatch(line) for line in lines) else "said"


def lines(text: object) -> list[str]:
    """The lines of a text that say something."""
    return [line for line in str(text).split("\n") if kind(line) == "said"]


def blank(texts: pd.Series) -> pd.Series:
    """Which texts say nothing at all."""
    return (texts.map(kind) == "blank").astype(bool)


def by_measure(rows: pd.DataFrame, column: str) -> dict[int, Kind]:
    """What each measure says in a column, by its number in print; rows from ``activities.joined``.

    Any activity that says something speaks for its measure; if none does, one that says "none" does.
    """
    order: tuple[Kind, ...] = ("said", "none", "blank")
    found: dict[int, set[Kind]] = {}
    for number, text in zip(rows["printed"], rows[column], strict=True):
        found.setdefault(int(number), set()).add(kind(text))
    return {number: next(each for each in order if each in kinds) for number, kinds in found.items()}
