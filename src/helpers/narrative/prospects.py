"""The text about what it would take to reach the pass mark and the next level."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import decimals
from helpers.facts import Facts
from helpers.narrative.sentences import by_part, indicator, plain
from helpers.narrative.writer import Writer
from helpers.tables import Rows


@dataclass(frozen=True)
class Goal:
    """A goal's rises: a heading, a row per indicator, and the sum if there are several."""

    title: str
    rows: list[list[str]]
    """Indicator, score, target, rise, what it adds to the total."""
    total: list[str]


def intro(facts: Facts, writer: Writer) -> str:
    """What the table shows, and that it is arithmetic."""
    return writer.say(
        th=f"ตารางต่อไปนี้แสดงคะแนนขั้นต่ำที่ต้องเพิ่มจากผลการประเมินปีงบประมาณ {writer.year(facts.current.year)}"
        f" โดยคำนวณตามค่าน้ำหนักและเกณฑ์ของปีเดียวกัน เพื่อประกอบการวางแผน มิใช่การคาดการณ์ผลการประเมินในปีถัดไป",
        en=f"The table shows the smallest rises from the result of fiscal year {writer.year(facts.current.year)},"
        f" by the weights and conditions of that year. It is arithmetic to plan with, not a forecast.",
    )


def goals(facts: Facts, writer: Writer) -> list[Goal]:
    """The goals that are not reached yet: the pass mark for each indicator, and the next level."""
    ordered = []
    for code, rows in facts.goals.items():
        title = _to_pass_mark(facts, writer) if code == "pass_mark" else _to_next_level(facts, rows, writer)
        ordered.append((code != "pass_mark", Goal(title, _rows(facts, rows, writer), _sum(rows, writer))))
    # Only the flag is compared: the pass mark's goal comes first, others keep their order.
    return [goal for _, goal in sorted(ordered, key=lambda pair: pair[0])]


def rounding(facts: Facts, writer: Writer) -> str:
    """A remark on rounding if the printed figures don't add up to the printed sum."""
    for rows in facts.goals.values():
        sum_of_printed = sum(decimals.units(row["adds"]) for row in rows)
        if sum_of_printed != decimals.units(added(rows)):
            remark = writer.word("word", "sums_rounded")
            return remark[0].upper() + remark[1:]
    return ""


def note(facts: Facts, writer: Writer) -> str:
    """Why no way to the next level is shown; "" if one is, or none is needed."""
    current = facts.current
    if not current.complete:
        return writer.say(
            th="ไม่ได้คำนวณการเลื่อนระดับ เนื่องจากคะแนนรายตัวชี้วัดไม่ครบ",
            en="The next level is left out: not every indicator's score is on file.",
        )
    parts = [part for of_instrument in current.rules.parts.values() for part in of_instrument]
    # Without the parts a level cannot be checked, as the rules look at each part alone.
    if current.next_level and parts and not all(part in current.means for part in parts):
        apart = by_part(current.rules, writer)
        return writer.say(
            th=f"{apart} ซึ่งไม่มีข้อมูล คะแนนที่ต้องเพิ่มขึ้นเพื่อเลื่อนระดับจึงอาจมากกว่านี้",
            en=f"{apart[0].upper()}{apart[1:]}, and these are not on file: the next level"
            " may take more than this.",
        )
    return ""


def _to_pass_mark(facts: Facts, writer: Writer) -> str:
    mark = plain(facts.current.rules.pass_mark)
    return writer.say(
        th=f"เพื่อให้ทุกตัวชี้วัดผ่านเกณฑ์ {mark} คะแนน", en=f"For every indicator to reach the mark of {mark}"
    )


def _to_next_level(facts: Facts, rows: Rows, writer: Writer) -> str:
    names = {level.th: level.name(writer.language) for level in facts.current.rules.levels}
    name = names[facts.current.next_level]
    if len(rows) == 1:
        return writer.say(th=f"เพื่อให้ถึงระดับ “{name}”", en=f"To reach the level “{name}”")
    return writer.say(
        th=f"เพื่อให้ถึงระดับ “{name}” โดยเพิ่มขึ้นพร้อมกันทั้ง {len(rows)} ตัวชี้วัด",
        en=f"To reach the level “{name}”, {'both' if len(rows) == 2 else f'all {len(rows)}'} together",
    )


def _rows(facts: Facts, rows: Rows, writer: Writer) -> list[list[str]]:
    lines = []
    for row in rows:
        name = indicator(row["indicator"], facts.current, writer)
        lines.append(
            [
                name[0].upper() + name[1:],
                writer.score(row["score"]),
                writer.score(row["target"]),
                writer.change(row["rise"]),
                writer.change(row["adds"]),
            ]
        )
    return lines


def _sum(rows: Rows, writer: Writer) -> list[str]:
    if len(rows) == 1:
        return []
    return [writer.say(th="รวม", en="Together"), "", "", "", writer.change(added(rows))]


def added(rows: Rows) -> float:
    """What the rises of a goal add to the total together."""
    # Summed as integers of ten-thousandths, so that the sum has no noise of its own.
    return sum(decimals.units(row["adds"], 4) for row in rows) / 10_000
