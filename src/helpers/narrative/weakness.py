"""The sentences on the weak points of the prior year and on what became of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from helpers import decimals
from helpers.facts import Facts
from helpers.narrative.sentences import indicator, plain
from helpers.narrative.writer import Writer


def intro(facts: Facts, writer: Writer) -> str:
    """What the two classes are taken from, with the marks used."""
    result, marks = facts.analysed, facts.settings
    year = writer.year(result.year)
    if not len(result.scores):
        return writer.say(
            th=f"ไม่มีข้อมูลคะแนนรายตัวชี้วัดของปีงบประมาณ {year} จึงไม่อาจจำแนกประเด็นจากคะแนนได้",
            en=f"There are no scores by indicator for fiscal year {year}, so no weak points can be told from them.",
        )
    count, of = len(result.scores), len(result.rules.indicators)
    missing = (
        ""
        if result.complete
        else writer.say(
            th=f" ทั้งนี้ วิเคราะห์ได้เพียง {count} จาก {of} ตัวชี้วัด เนื่องจากไม่มีข้อมูลของตัวชี้วัดอื่น",
            en=f" Only {count} of {of} indicators could be analysed; the others are not on file.",
        )
    )
    urgent, strength, material = map(plain, (marks.urgent_below, marks.strength_from, marks.material_change))
    sentence = writer.say(
        th=f"จากผลการประเมินปีงบประมาณ {year} ตัวชี้วัดที่ได้คะแนนต่ำกว่า {urgent} คะแนน"
        f" จัดเป็นประเด็นที่จะต้องแก้ไขโดยเร่งด่วน ส่วนตัวชี้วัดที่ได้คะแนนตั้งแต่ {urgent} คะแนน"
        f" แต่ไม่ถึง {strength} คะแนน ตัวชี้วัดที่ได้คะแนนต่ำที่สุด และตัวชี้วัดที่คะแนนลดลงจากปีก่อนตั้งแต่ {material}"
        f" คะแนนขึ้นไป จัดเป็นประเด็นที่จะต้องพัฒนาให้ดีขึ้น",
        en=f"Taken from the result of fiscal year {year}: a score below {urgent} is to be corrected urgently; a score"
        f" from {urgent} to below {strength}, the lowest score, and one that fell by {material} or more on the"
        f" year before are to be developed.",
    )
    return sentence + missing + writer.say(th=" ", en=" ") + whose_marks(facts, writer)


def whose_marks(facts: Facts, writer: Writer) -> str:
    """Which mark is the assessment's, and which are this report's own."""
    marks, official = facts.settings, facts.analysed.rules.pass_mark
    order = (
        " แต่ละกลุ่มเรียงตามคะแนนรวมที่จะเพิ่มขึ้นหากปรับปรุงได้ จากมากไปน้อย",
        " Each class is ordered by what an improvement would add to the total.",
    )
    if (facts.weak["class"].value_counts() < 2).all():
        order = ("", "")
    own = [mark for mark in (marks.urgent_below, marks.strength_from) if mark != official]
    listed = writer.join(
        [writer.say(th=f"{plain(mark)} คะแนน", en=f"{plain(mark)}") for mark in dict.fromkeys(own)]
        + [
            writer.say(
                th=f"การเปลี่ยนแปลง {plain(marks.material_change)} คะแนน",
                en=f"a change of {plain(marks.material_change)}",
            )
        ]
    )
    return writer.say(
        th=f"ทั้งนี้ {plain(official)} คะแนน เป็นเกณฑ์ผ่านของการประเมิน"
        f" ส่วนเกณฑ์ {listed} เป็นเกณฑ์ที่รายงานนี้กำหนดขึ้นเพื่อการวิเคราะห์{order[0]}",
        en=f"{plain(official)} is the assessment's pass mark; {listed} {'is a mark' if len(own) == 0 else 'are marks'}"
        f" of this report's own.{order[1]}",
    )


def points(facts: Facts, kind: str, writer: Writer) -> list[str]:
    """One sentence for each weak point of a class (``urgent``, ``develop``), the heaviest first."""
    rows = facts.weak[facts.weak["class"] == kind]
    return [_point(facts, row, writer) for row in rows.to_dict("records")]


def nothing(facts: Facts, writer: Writer) -> str:
    """What stands under a class without a point: that there is none only where all scores are known."""
    result = facts.analysed
    count, of = len(result.scores), len(result.rules.indicators)
    if result.complete:
        return writer.say(th="ไม่มีตัวชี้วัดในกลุ่มนี้", en="No indicator is in this class.")
    return writer.say(
        th=f"ไม่พบจากตัวชี้วัดที่มีข้อมูล ({count} จาก {of} ตัวชี้วัด)",
        en=f"Not found among the indicators with a score ({count} of {of} indicators).",
    )


def _point(facts: Facts, row: dict[Any, Any], writer: Writer) -> str:
    result = facts.analysed
    number = int(row["indicator"])
    name = indicator(number, result, writer)
    reasons = _reasons(facts, row, writer)
    # One space between the parts, "และ" before the last, as an official list is written.
    because = writer.join(reasons)
    score = writer.score(float(row["score"]))
    sentence = writer.say(
        th=f"{name} ได้ {score} คะแนน ซึ่ง{because}",
        en=f"{name[0].upper()}{name[1:]}: {score} points, {because}",
    )
    return sentence + _stake(facts, row, writer) + _answered(facts, row, writer)


def _reasons(facts: Facts, row: dict[Any, Any], writer: Writer) -> list[str]:
    result, reasons = facts.analysed, str(row["reasons"]).split(",")
    said = []
    instrument = result.rules.instrument_of(int(row["indicator"])).id
    if "lowest" in reasons:
        of = len(result.rules.indicators)
        said.append(writer.say(th=f"ต่ำที่สุดในบรรดา {of} ตัวชี้วัด", en=f"the lowest of {of}"))
    elif "lowest_of_instrument" in reasons:
        said.append(writer.say(th=f"ต่ำที่สุดในแบบวัด {instrument}", en=f"the lowest of {instrument}"))
    if "below_pass_mark" in reasons:
        gap, mark = writer.score(float(row["gap"])), plain(result.rules.pass_mark)
        said.append(
            writer.say(th=f"ต่ำกว่าเกณฑ์ ({mark} คะแนน) {gap} คะแนน", en=f"{gap} below the mark of {mark}")
        )
    if "below_strength" in reasons:
        mark = plain(facts.settings.strength_from)
        said.append(writer.say(th=f"ไม่ถึง {mark} คะแนน", en=f"below {mark}"))
    if "fell" in reasons:
        fall = writer.score(abs(float(row["change"])))
        said.append(writer.say(th=f"ลดลงจากปีก่อน {fall} คะแนน", en=f"down {fall} on the year before"))
    return said


def _stake(facts: Facts, row: dict[Any, Any], writer: Writer) -> str:
    """What the next mark would be worth, as arithmetic."""
    points_of_total = float(row["points_at_stake"])
    if decimals.to_decimal(points_of_total) == 0:
        return writer.say(th="", en=".")
    score, rules = decimals.to_decimal(float(row["score"])), facts.analysed.rules
    marks: list[Decimal] = [rules.pass_mark, facts.settings.strength_from, rules.full_score]
    mark = plain(next(mark for mark in marks if score < mark))
    worth = writer.score(points_of_total)
    return writer.say(
        th=f" หากปรับปรุงให้ได้ {mark} คะแนน คะแนนรวมจะเพิ่มขึ้น {worth} คะแนน",
        en=f". At {mark} the total would be {worth} higher.",
    )


def _answered(facts: Facts, row: dict[Any, Any], writer: Writer) -> str:
    """Which measures answer the point; in a plan, which can still be mended, also that none does."""
    if facts.measures.empty:
        return ""
    numbers, inferred = _numbers(row["measures"], facts), _numbers(row["inferred"], facts)
    if not numbers:
        if facts.document != "plan":
            return ""
        return writer.say(th=" ทั้งนี้ ยังไม่มีมาตรการที่ระบุตัวชี้วัดนี้", en=" No measure names this indicator yet.")
    listed = writer.numbers(numbers)
    how = ""
    if inferred == numbers:
        how = writer.say(
            th=" (พิจารณาจากชื่อมาตรการ)",
            en=" (judged by its title)" if len(numbers) == 1 else " (judged by their titles)",
        )
    elif inferred:
        how = writer.say(
            th=f" (มาตรการที่ {writer.numbers(inferred)} พิจารณาจากชื่อมาตรการ)",
            en=f" ({writer.numbers(inferred)} judged by title)",
        )
    return writer.say(
        th=f" ทั้งนี้ มีมาตรการที่ {listed} รองรับ{how}",
        en=f" It is answered by measure{'' if len(numbers) == 1 else 's'} {listed}{how}.",
    )


def _numbers(text: object, facts: Facts) -> list[str]:
    """Numbers of measures as they are printed."""
    return [str(facts.printed[int(number)]) for number in str(text).split(",") if number]


# ------------------------------------------------------------------ a year later
def follow_up_intro(facts: Facts, writer: Writer) -> str:
    """How the weak points stand in the fiscal year's own result. Says what happened, not why."""
    rows = facts.weak[facts.weak["outcome"] != ""]
    count = len(rows)
    year = writer.year(facts.fiscal_year)
    if not count:
        return writer.say(
            th=f"ยังไม่มีคะแนนปีงบประมาณ {year} ของตัวชี้วัดข้างต้น จึงยังไม่สามารถแสดงความเปลี่ยนแปลงได้",
            en=f"There are no scores of these indicators for fiscal year {year} yet, so no change can be shown.",
        )
    outcomes = rows["outcome"].value_counts()
    parts = [
        writer.say(th=f"{th} {outcomes[code]} ตัวชี้วัด", en=f"{outcomes[code]} {en}")
        for code, (th, en) in _COUNTED.items()
        if code in outcomes
    ]
    caution = writer.say(
        th=" ผลต่างดังกล่าวแสดงความเปลี่ยนแปลงของคะแนน มิได้แสดงว่าเป็นผลจากมาตรการใดโดยเฉพาะ",
        en=" This is a change of scores; it does not show that a particular measure caused it.",
    )
    if count == 1:
        only = _COUNTED[str(rows["outcome"].iloc[0])]
        name = indicator(int(rows["indicator"].iloc[0]), facts.analysed, writer)
        return (
            writer.say(
                th=f"ในปีงบประมาณ {year} {name} {only[0]}",
                en=f"In fiscal year {year} {name} {only[1]}.",
            )
            + caution
        )
    return (
        writer.say(
            th=f"ในปีงบประมาณ {year} ตัวชี้วัดข้างต้นจำนวน {count} ตัวชี้วัด {writer.join(parts)}",
            en=f"In fiscal year {year}, of these {count} indicators {writer.join(parts)}.",
        )
        + caution
    )


_COUNTED = {
    "reached": ("ผ่านเกณฑ์แล้ว", "reached the pass mark"),
    "rose": ("มีคะแนนเพิ่มขึ้น", "rose"),
    "same": ("มีคะแนนใกล้เคียงเดิม", "stayed about the same"),
    "fell": ("มีคะแนนลดลง", "fell"),
}


def follow_up_rows(facts: Facts, writer: Writer) -> list[list[str]]:
    """A row per weak point: indicator, score then, a year later, change, what became of it, measures."""
    none = writer.word("word", "no_data")
    rows = []
    urgent_first = facts.weak.sort_values("class", ascending=False, kind="stable")
    for row in urgent_first.to_dict("records"):
        name = indicator(int(row["indicator"]), facts.analysed, writer)
        numbers, inferred = _numbers(row["measures"], facts), _numbers(row["inferred"], facts)
        marked = [f"{number}*" if number in inferred else number for number in numbers]
        known = not pd.isna(row["later"])
        rows.append(
            [
                name[0].upper() + name[1:],
                writer.score(float(row["score"])),
                writer.score(float(row["later"])) if known else none,
                writer.change(float(row["later_change"])) if known else "–",
                outcome(facts, row, writer) if known else "–",
                writer.numbers(marked) or "–",
            ]
        )
    return rows


def outcome(facts: Facts, row: dict[Any, Any], writer: Writer) -> str:
    """What became of one weak point, in a word or two."""
    code = str(row["outcome"])
    still_below = decimals.to_decimal(float(row["later"])) < facts.analysed.rules.pass_mark
    words = {
        "reached": ("ผ่านเกณฑ์แล้ว", "reached the mark"),
        "rose": ("เพิ่มขึ้น", "rose"),
        "same": ("ใกล้เคียงเดิม", "about the same"),
        "fell": ("ลดลง", "fell"),
    }[code]
    below = writer.say(th=" และยังต่ำกว่าเกณฑ์", en=", still below the mark") if still_below else ""
    return writer.say(th=words[0], en=words[1]) + below


def inferred_note(facts: Facts, writer: Writer) -> str:
    """What the asterisk at a measure's number means; "" where there is none."""
    if (facts.weak["inferred"] == "").all():
        return ""
    return writer.say(
        th="* มาตรการที่ไม่ได้ระบุตัวชี้วัด พิจารณาจากชื่อมาตรการ",
        en="* The measure names no indicator; judged by its title.",
    )
