"""Whether a cell states something, states that there is none, or is blank.

A blank cell means "not reported". Only the word ไม่มี (none) states that there is none. Agencies use a
dash for either, so it counts as blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import pandas as pd

from helpers.tables import Rows

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


def all_blank(texts: Iterable[object]) -> bool:
    """Whether none of the texts says anything."""
    return all(kind(text) == "blank" for text in texts)


def by_measure(rows: Rows, column: str) -> dict[int, Kind]:
    """The kind of statement in a column, by the measure's printed number; rows from ``activities.joined``.

    One activity that says something is enough for its measure; failing that, one that says "none".
    """
    order: tuple[Kind, ...] = ("said", "none", "blank")
    kinds_of: dict[int, set[Kind]] = {}
    for row in rows:
        kinds_of.setdefault(row["printed"], set()).add(kind(row[column]))
    return {number: next(kind_ for kind_ in order if kind_ in kinds) for number, kinds in kinds_of.items()}
