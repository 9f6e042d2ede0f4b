"""A row of a table of measures: its activities, with the lists inside its cells paired by position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from helpers import headings
from helpers.findings import near
from helpers.sources import calendars, cell_lists, labels, marks
from helpers.sources.measure_headings import TEXTS
from helpers.sources.printed import Collected

_CHOICES = headings.choices_of("status")
_DASH_FOR_ZERO = re.compile(r"(?:จำนวน\s*)?[–—-]\s*(?:ราย(?!งาน|การ|ได้|จ่าย)|ครั้ง|คน(?!ๆ)|เรื่อง(?!ร้อง)|ฉบับ)")
_ITEM_TEXT = re.compile(
    "ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะ?ต้องแก้ไขโดยเร่งด่วน|การกำหนดผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง.*การกำหนดขั้นตอนหรือวิธีการปฏิบัติ"
)
_TAGS = re.compile(
    r"\s*[(（]\s*((?:(?:IIT|EIT|OIT|ตัวชี้วัด(?:ที่)?\s*[0-9๐-๙]{1,2}|[0-9๐-๙]{1,2})[\s,/]*(?:และ)?\s*)+)[)）]\s*$"
)
_GOES_ON = re.compile(
    r"(?<=\S)\s+(?:ตัวชี้วัด(?:ความสำเร็จ)?|เป้าหมาย|วัตถุประสงค์|งบประมาณ|หน่วยนับ)\s*(?:โครงการ|กิจกรรม)?\s*(?:[:：]|$)",
    re.MULTILINE,
)
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
    """A title and the indicators or instruments that it names in brackets at its end."""
    hit = _TAGS.search(title)
    if hit is None:
        return title, ""
    return title[: hit.start()].strip(), ", ".join(
        re.split(r"[\s,/]*(?:และ)[\s]*|[,/]\s*", hit[1].strip(" ,/"))
    )


def title_alone(cell: str) -> tuple[str, str]:
    """The title in a cell, and what it goes on with: how success is measured, a target, a budget."""
    hit = _GOES_ON.search(cell)
    # Within a line such a word may be the title's own, unless a colon follows.
    if hit is None or not ("\n" in hit.group() or hit.group()[-1] in ":："):
        return cell, ""
    return cell[: hit.start()], cell[hit.start() :]


def with_evidence(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """The texts with evidence in its own place that stands as a last line of the result."""
    result = texts.get("result", [])
    hit = _EVIDENCE.fullmatch(result[-1]) if result and not texts.get("evidence") else None
    if hit is None:
        return texts
    return {**texts, "result": result[:-1], "evidence": re.split(r";\s+", hit[1])}


def activities_of(number: int, said: dict[str, str], found: Collected, *, paired: bool) -> list[Activity]:
    """The activities of a row: its lists of steps, units and periods paired by position."""
    result, status = _result(number, said, found)
    steps = cell_lists.items(said.get("step", ""))
    groups = cell_lists.unit_groups(said.get("responsible", ""))
    periods = cell_lists.periods(said.get("period", ""))
    results = cell_lists.items(result)
    suggestions = cell_lists.items(said.get("suggestions", ""))
    count = _paired(len(steps), len(groups), len(periods)) if paired else 1
    if count == 1:
        if len(periods) > 1:
            _unequal(number, steps, groups, periods, results, found)
        return [_whole(number, said, steps, periods, results, status)]
    made = []
    paired_results = len(results) == count
    for place in range(count):
        activity = Activity(
            number,
            [steps[place]] if len(steps) == count else steps,
            cell_lists.units(groups[place] if len(groups) == count else said.get("responsible", "")),
            [periods[place]] if len(periods) == count else periods,
        )
        for role in TEXTS:
            lines = {"result": results, "suggestions": suggestions}.get(role) or cell_lists.items(
                said.get(role, "")
            )
            activity.texts[role] = [lines[place]] if len(lines) == count else list(lines)
        activity.status = _status(status, activity.texts["result"])
        made.append(activity)
    if not paired_results:
        made = _merged(made)
    if len(made) > 1 and len(results) > 1 and not paired_results:
        _unequal(number, steps, groups, periods, results, found)
    return made


def _whole(
    number: int,
    said: dict[str, str],
    steps: list[str],
    periods: list[str],
    results: list[str],
    status: str | None,
) -> Activity:
    """The row as one activity."""
    units = cell_lists.units(said.get("responsible", ""))
    activity = Activity(number, steps, units, periods)
    for role in TEXTS:
        activity.texts[role] = results if role == "result" else cell_lists.items(said.get(role, ""))
    activity.status = _status(status, results)
    return activity


def _unequal(
    number: int, steps: list[str], groups: list[str], periods: list[str], results: list[str], found: Collected
) -> None:
    found.find(
        "lists_unequal",
        number,
        steps=len(steps),
        units=len(groups),
        periods=len(periods),
        results=len(results),
    )


def _paired(*counts: int) -> int:
    """The number of activities that lists of these lengths make: one, unless two of them agree."""
    several = {count for count in counts if count > 1}
    agree = len(several) == 1 and sum(count > 1 for count in counts) > 1
    return several.pop() if agree else 1


def _merged(activities: list[Activity]) -> list[Activity]:
    """Neighbours of the same units and period as one: nothing but the step tells them apart."""
    made: list[Activity] = []
    for activity in activities:
        same = made and made[-1].responsible == activity.responsible and made[-1].period == activity.period
        if same:
            made[-1].step += activity.step
            made[-1].status = made[-1].status or activity.status
        else:
            made.append(activity)
    return made


def worse(one: str, other: str) -> str:
    """The less finished of two states; any state before none."""
    order = ("under_way", "not_begun", "done", "")
    return min(one, other, key=order.index)


def _result(number: int, said: dict[str, str], found: Collected) -> tuple[str, str | None]:
    """The result and its status: of three columns the one that is marked, or the column of status.

    None where there are marks that do not say which status is meant.
    """
    told = headings.choice_of("status", said["status"]) if said.get("status") else None
    if said.get("status") and told is None:
        meant = near(said["status"], filter(None, headings.CHOICES["status"]))
        found.find("choice_unknown", number, "status", value=said["status"], choices=_CHOICES, near=meant)
    columns = {role.split(":")[1]: text for role, text in said.items() if role.startswith("status:")}
    marked = marks.chosen(columns)
    if not marked:
        return said.get("result", ""), told or ""
    words = {
        status: text
        for status, text in marked.items()
        if not marks.is_tick(text) and headings.choice_of("status", text) != status
    }
    texts = [text for text in (said.get("result", ""), *words.values()) if text]
    shares = [status for status, text in marked.items() if _contradicts(status, text)]
    if shares or marks.are_crosses(marked) or (len(marked) > 1 and not words):
        value = " | ".join(marked.values())
        found.find("status_unclear", number, "status", value=value, choices=_CHOICES)
        return "\n".join(texts), None
    status = next(each for each in ("under_way", "not_begun", "done") if each in marked)
    if len(marked) > 1:
        found.find("status_twice", number, "status", status=status)
    return "\n".join(texts), status


def _contradicts(status: str, text: str) -> bool:
    """Whether a share of the work stands in a column that it does not belong to: 50 % under done, say."""
    percent = marks.share(text)
    if percent is None:
        return False
    return {"done": percent < 100, "not_begun": percent > 0}.get(status, not 0 < percent < 100)


def _status(status: str | None, results: list[str]) -> str:
    """What is marked, else what the results' sentences say; nothing where the marks are not clear."""
    return "" if status is None else status or cell_lists.status_of("\n".join(results))


def look_for_faults(number: int, said: dict[str, str], found: Collected) -> None:
    """Tells of what is printed but cannot be meant."""
    result = "\n".join(text for role, text in said.items() if role == "result" or role.startswith("status:"))
    if _DASH_FOR_ZERO.search(result):
        hit = _DASH_FOR_ZERO.search(result)
        found.find("dash_for_zero", number, "result", value=hit.group() if hit else "")
    if _ITEM_TEXT.search(labels.bare(said.get("step", ""))):
        found.find("item_text_copied", number, "step", value=said.get("step", ""))
