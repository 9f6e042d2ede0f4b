"""Reads a row of a table of measures: its activities, with lists inside the cells paired by position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from helpers import headings
from helpers.findings import near
from helpers.sources.layouts import calendars
from helpers.sources.layouts.measure_headings import TEXTS
from helpers.sources.printed import Collected
from helpers.sources.words import cell_lists, labels, marks

_CHOICES = headings.choices_of("status")
_DASH_FOR_ZERO = re.compile(r"(?:จำนวน\s*)?[–—-]\s*(?:ราย(?!งาน|การ|ได้|จ่าย)|ครั้ง|คน(?!ๆ)|เรื่อง(?!ร้อง)|ฉบับ)")
"""A dash where the number of cases, times or people should be."""
_ITEM_TEXT = re.compile(
    "ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะ?ต้องแก้ไขโดยเร่งด่วน|การกำหนดผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง.*การกำหนดขั้นตอนหรือวิธีการปฏิบัติ"
)
"""The checklist's own wording, copied instead of the agency's steps."""
_GOES_ON = re.compile(
    r"(?<=\S)\s+(?:ตัวชี้วัด(?:ความสำเร็จ)?|เป้าหมาย|วัตถุประสงค์|งบประมาณ|หน่วยนับ)\s*(?:โครงการ|กิจกรรม)?\s*(?:[:：]|$)",
    re.MULTILINE,
)
"""A word in a title's cell after which something else than the title follows."""
_EVIDENCE = re.compile(r"หลักฐาน(?:อ้างอิง)?\s*[:：]\s*(.+)")


@dataclass
class Activity:
    """One activity of a measure, as printed."""

    row: int
    step: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    period: list[str] = field(default_factory=list)
    status: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    part: calendars.Part | None = None
    """The part of the year that is ticked."""


@dataclass
class Measure:
    """One measure and its activities."""

    row: int
    title: str
    number: int | None
    indicators: str
    activities: list[Activity] = field(default_factory=list)


def split_tags(title: str) -> tuple[str, str]:
    """Splits a title from the indicators or instruments in brackets at its end."""
    tag = rf"(?:{labels.instruments()}|ตัวชี้วัด(?:ที่)?\s*[0-9๐-๙]{{1,2}}|[0-9๐-๙]{{1,2}})"
    hit = re.search(rf"\s*[(（]\s*((?:{tag}[\s,/]*(?:และ)?\s*)+)[)）]\s*$", title)
    if hit is None:
        return title, ""
    return title[: hit.start()].strip(), ", ".join(
        re.split(r"[\s,/]*(?:และ)[\s]*|[,/]\s*", hit[1].strip(" ,/"))
    )


def title_alone(cell: str) -> tuple[str, str]:
    """Splits the title from the rest of its cell: how success is measured, a target, a budget."""
    hit = _GOES_ON.search(cell)
    # Within a line, such a word may belong to the title, unless a colon follows.
    if hit is None or not ("\n" in hit.group() or hit.group()[-1] in ":："):
        return cell, ""
    return cell[: hit.start()], cell[hit.start() :]


def with_evidence(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Moves evidence from the last line of the result to its own column."""
    result = texts.get("result", [])
    hit = _EVIDENCE.fullmatch(result[-1]) if result and not texts.get("evidence") else None
    if hit is None:
        return texts
    return {**texts, "result": result[:-1], "evidence": re.split(r";\s+", hit[1])}


def activities_of(
    number: int, cells: dict[str, str], collected: Collected, *, paired: bool
) -> list[Activity]:
    """The activities of a row, whose lists of steps, units and periods are paired by position."""
    result, status = _result(number, cells, collected)
    steps = cell_lists.items(cells.get("step", ""))
    groups = cell_lists.unit_groups(cells.get("responsible", ""))
    periods = cell_lists.periods(cells.get("period", ""))
    results = cell_lists.items(result)
    suggestions = cell_lists.items(cells.get("suggestions", ""))
    count = _paired(len(steps), len(groups), len(periods)) if paired else 1
    if count == 1:
        if len(periods) > 1:
            _tell_unequal(number, steps, groups, periods, results, collected)
        return [_one_activity(number, cells, steps, periods, results, status)]
    activities = []
    paired_results = len(results) == count
    for place in range(count):
        activity = Activity(
            number,
            [steps[place]] if len(steps) == count else steps,
            cell_lists.units(groups[place] if len(groups) == count else cells.get("responsible", "")),
            [periods[place]] if len(periods) == count else periods,
        )
        for role in TEXTS:
            lines = {"result": results, "suggestions": suggestions}.get(role) or cell_lists.items(
                cells.get(role, "")
            )
            activity.texts[role] = [lines[place]] if len(lines) == count else list(lines)
        activity.status = _status(status, activity.texts["result"])
        activities.append(activity)
    if not paired_results:
        activities = _merged(activities)
    if len(activities) > 1 and len(results) > 1 and not paired_results:
        _tell_unequal(number, steps, groups, periods, results, collected)
    return activities


def _one_activity(
    number: int,
    cells: dict[str, str],
    steps: list[str],
    periods: list[str],
    results: list[str],
    status: str | None,
) -> Activity:
    """The row as one activity."""
    units = cell_lists.units(cells.get("responsible", ""))
    activity = Activity(number, steps, units, periods)
    for role in TEXTS:
        activity.texts[role] = results if role == "result" else cell_lists.items(cells.get(role, ""))
    activity.status = _status(status, results)
    return activity


def _tell_unequal(
    number: int,
    steps: list[str],
    groups: list[str],
    periods: list[str],
    results: list[str],
    collected: Collected,
) -> None:
    collected.find(
        "lists_unequal",
        number,
        steps=len(steps),
        units=len(groups),
        periods=len(periods),
        results=len(results),
    )


def _paired(*counts: int) -> int:
    """How many activities lists of these lengths make: one, unless two lengths agree."""
    several = {count for count in counts if count > 1}
    agree = len(several) == 1 and sum(count > 1 for count in counts) > 1
    return several.pop() if agree else 1


def _merged(activities: list[Activity]) -> list[Activity]:
    """Merges neighbours with the same units and period, as only their steps differ."""
    merged: list[Activity] = []
    for activity in activities:
        goes_on = (
            merged and merged[-1].responsible == activity.responsible and merged[-1].period == activity.period
        )
        if goes_on:
            merged[-1].step += activity.step
            merged[-1].status = merged[-1].status or activity.status
        else:
            merged.append(activity)
    return merged


def worse(one: str, other: str) -> str:
    """The less advanced of two states; a state wins over none."""
    order = ("under_way", "not_begun", "done", "")
    return min(one, other, key=order.index)


def _result(number: int, cells: dict[str, str], collected: Collected) -> tuple[str, str | None]:
    """The result and its status: the marked one of three columns, or the text of the status column.

    The status is None if there are marks but it isn't clear which status they mean.
    """
    in_column = headings.choice_of("status", cells["status"]) if cells.get("status") else None
    if cells.get("status") and in_column is None:
        nearest = near(cells["status"], filter(None, headings.words_of("status")))
        collected.find(
            "choice_unknown", number, "status", value=cells["status"], choices=_CHOICES, near=nearest
        )
    columns = {role.split(":")[1]: text for role, text in cells.items() if role.startswith("status:")}
    marked = marks.chosen(columns)
    if not marked:
        return cells.get("result", ""), in_column or ""
    words = {
        status: text
        for status, text in marked.items()
        if not marks.is_tick(text) and headings.choice_of("status", text) != status
    }
    texts = [text for text in (cells.get("result", ""), *words.values()) if text]
    shares = [status for status, text in marked.items() if _contradicts(status, text)]
    if shares or marks.are_crosses(marked) or (len(marked) > 1 and not words):
        value = " | ".join(marked.values())
        collected.find("status_unclear", number, "status", value=value, choices=_CHOICES)
        return "\n".join(texts), None
    status = next(each for each in ("under_way", "not_begun", "done") if each in marked)
    if len(marked) > 1:
        collected.find("status_twice", number, "status", status=status)
    return "\n".join(texts), status


def _contradicts(status: str, text: str) -> bool:
    """Whether a percentage is in the wrong status column, such as 50 % under done."""
    percent = marks.share(text)
    if percent is None:
        return False
    return {"done": percent < 100, "not_begun": percent > 0}.get(status, not 0 < percent < 100)


def _status(status: str | None, results: list[str]) -> str:
    """The marked status, else the one that the results' sentences imply; "" if the marks are unclear."""
    return "" if status is None else status or cell_lists.status_of("\n".join(results))


def look_for_faults(number: int, cells: dict[str, str], collected: Collected) -> None:
    """Reports texts that can't be meant as printed."""
    result = "\n".join(text for role, text in cells.items() if role == "result" or role.startswith("status:"))
    if _DASH_FOR_ZERO.search(result):
        hit = _DASH_FOR_ZERO.search(result)
        collected.find("dash_for_zero", number, "result", value=hit.group() if hit else "")
    if _ITEM_TEXT.search(labels.bare(cells.get("step", ""))):
        collected.find("item_text_copied", number, "step", value=cells.get("step", ""))
