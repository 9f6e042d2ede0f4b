"""The headings of tables of measures: the column that each names, and how to recognise a heading row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from helpers import headings
from helpers.columns import names
from helpers.sources.layouts import calendars
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.words import labels

_STATUS = {"อยู่ระหว่าง": "under_way", "ดำเนินการแล้ว": "done", "แล้วเสร็จ": "done", "ยังไม่": "not_begun"}
_READ_APART = {"title", "indicators", "step", "responsible", "period"}
MEASURE = set(names("measures")) - {"measure", "activity"}
PROGRESS = [name for name in names("progress") if name not in (*names("measures"), "round", "status")]
TEXTS = [*(name for name in names("measures") if name in MEASURE - _READ_APART), *PROGRESS]
"""Columns whose cells are read as lists and kept unchanged."""
_ENOUGH = 3
"""How many known headings a heading row needs."""
BARE = ("title", "responsible")
"""The columns of a table of recommendations."""


@dataclass
class Columns:
    """What a table's columns hold according to its heading row."""

    roles: list[str]
    texts: list[str]
    at: int
    full_texts: list[str]
    """The headings together with those of a second heading row."""
    calendar: calendars.Calendar | None


@lru_cache(maxsize=65536)
def role_of(text: str) -> str:
    """The column that a heading names: "status:..." for one of three status columns, "calendar" for a quarter
    or month, "" if unknown.
    """
    plain = labels.bare(text)
    if plain in ("ลำดับ", "ลำดับที่", "ที่", "no.", "ข้อ"):
        return "measure"
    column = headings.column_of(text) or headings.printed_column_of(text)
    if column in (*MEASURE, *PROGRESS, "status", "measure"):
        return column
    if len(plain) < 30:  # a longer text that begins like a status is a sentence about results
        for words, status in _STATUS.items():
            if plain.startswith(labels.bare(words)):
                return f"status:{status}"
    return "calendar" if calendars.part_of(text) else ""


def is_heading(cells: list[str]) -> bool:
    """Whether a row has enough headings of tables of measures."""
    roles = [role_of(cells[place]) for place in filled(cells) if len(cells[place]) < 80]
    # A table of recommendations only has two columns, so both must be known.
    return of_measures(set(roles)) or sorted(roles) == sorted({*BARE, *({"measure"} & {*roles})})


def of_measures(columns: set[str]) -> bool:
    """Whether these columns make a table of measures."""
    roles = {"period" if role == "calendar" else role for role in columns}
    return len(roles & {*MEASURE, *PROGRESS, "status"}) >= _ENOUGH and bool(
        roles & {"title", "step"} and roles & {"responsible", "period", "result"}
    )


def is_second(cells: list[str]) -> bool:
    """Whether a row below a heading row is a second one, with nothing but headings."""
    texts = [cells[place] for place in filled(cells)]
    return bool(texts) and all(role_of(text).startswith("status:") or role_of(text) for text in texts)


def once(roles: list[str]) -> list[str]:
    """The roles, each kept only for its first column; "calendar" is kept for all."""
    return ["" if role != "calendar" and role in roles[:place] else role for place, role in enumerate(roles)]


def starts_scores(text: str) -> bool:
    """Whether a cell is the heading of a table of scores."""
    return labels.bare(text) in ("ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด")


def tell_headings_a_line(rows: Sequence[Row], collected: Collected) -> None:
    """Reports a table of measures that was copied with each cell on a line of its own."""
    run: list[tuple[int, str]] = []
    for number, cells in rows:
        columns = filled(cells)
        if not columns:
            continue
        role = role_of(cells[columns[0]]) if len(columns) == 1 and len(cells[columns[0]]) < 80 else ""
        if role:
            run.append((number, role))
        elif of_measures({each for _, each in run}):
            break
        else:
            run = []
    if of_measures({each for _, each in run}):
        headings_there = ", ".join(
            cell for number, cells in rows if number in dict(run) for cell in cells if cell
        )
        collected.find("measures_a_line", run[0][0], value=headings_there)
