"""The sentences on the questions and items behind a weak point; nothing where none are on file."""

from __future__ import annotations

from helpers.facts import Facts, Result
from helpers.narrative.sentences import indicator
from helpers.narrative.writer import Writer
from helpers.tables import Row, Rows

MOST = 3
"""How many questions, and how many items, a weak point names."""


def behind(facts: Facts, result: Result, number: int, writer: Writer) -> str:
    """Which questions pull an indicator down and which items got nothing, to follow the sentence on it."""
    own = [row for row in facts.lost[result.year] if row["indicator"] == number]
    return "".join(_listed([row for row in own if row["kind"] == kind], writer, kind) for kind in _LEADS)


def named(facts: Facts, result: Result, number: int, writer: Writer) -> str:
    """The codes of what weighs most in an indicator, as the end of a shorter sentence; "" without any."""
    codes = [row["code"] for row in facts.lost[result.year] if row["indicator"] == number][:MOST]
    if not codes:
        return ""
    listed = _codes(codes, writer)
    return writer.say(th=f" โดยเริ่มจาก{listed}", en=f", beginning with {listed}")


def answered(facts: Facts, measure: int, number: int, writer: Writer) -> str:
    """The questions and items of an indicator that a measure names as its points, in brackets; "" without any."""
    codes = facts.answered_questions.get((measure, number), [])
    if not codes:
        return ""
    return writer.say(th=f" (ตอบ{_codes(codes, writer)})", en=f" (for {_codes(codes, writer)})")


def to_mend(facts: Facts, writer: Writer) -> list[tuple[str, list[list[str]], list[str]]]:
    """A table's groups, the indicators to begin with: of each its heaviest questions and items.

    A row has the question, its score, what full marks would add to the total, and the measures that name it.
    """
    groups: list[tuple[str, list[list[str]], list[str]]] = []
    result = facts.analysed
    rows = facts.lost[result.year]
    for point in sorted(facts.weak, key=lambda row: row["class"] != "urgent"):
        number = point["indicator"]
        own = [row for row in rows if row["indicator"] == number][:MOST]
        if own and len(groups) < MOST:
            lines = [_line(facts, row, writer) for row in own]
            groups.append((indicator(number, result, writer), lines, []))
    return groups


def unsure(facts: Facts, writer: Writer) -> str:
    """That the worth leans on a number of questions that is not confirmed; "" where it does not."""
    if not any(row["provisional"] for row in facts.lost[facts.analysed.year]):
        return ""
    return writer.say(
        th="คะแนนรวมที่เพิ่มขึ้นคำนวณตามจำนวนข้อของแต่ละตัวชี้วัด ซึ่งยังไม่ได้รับการยืนยัน",
        en="What full marks would add follows from the number of questions, which is not confirmed.",
    )


def _line(facts: Facts, row: Row, writer: Writer) -> list[str]:
    text = f" {row['text']}" if row["text"] else ""
    named = [
        writer.say(th=f"มาตรการที่ {facts.printed[measure]}", en=f"measure {facts.printed[measure]}")
        for (measure, number), codes in sorted(facts.answered_questions.items())
        if number == row["indicator"] and row["code"] in codes
    ]
    none = writer.say(th="ยังไม่มี", en="none yet") if facts.measures else "–"
    return [
        _codes([row["code"]], writer) + writer.localise(text),
        writer.score(row["score"]),
        "–" if row["worth"] is None else writer.score(row["worth"]),
        writer.join(named) or none,
    ]


def _codes(codes: list[str], writer: Writer) -> str:
    return writer.join([writer.say(th=f"ข้อ {code}", en=code) for code in codes])


_LEADS = {
    "low": (" ข้อคำถามที่ได้คะแนนต่ำกว่าคะแนนตัวชี้วัด {} ", " Below the indicator's score: "),
    "nothing": (" รายการที่ไม่ได้คะแนน {} ", " Without points: "),
}


def _listed(rows: Rows, writer: Writer, kind: str) -> str:
    if not rows:
        return ""
    parts = [_question(row, writer, kind) for row in rows[:MOST]]
    left = len(rows) - MOST
    if left > 0:
        parts.append(writer.say(th=f"ข้ออื่นอีก {left} ข้อ", en=f"{left} more"))
    th, en = _LEADS[kind]
    return (
        writer.say(th=th.format("คือ" if len(rows) == 1 else "ได้แก่"), en=en)
        + writer.join(parts)
        + writer.say(th="", en=".")
    )


def _question(row: Row, writer: Writer, kind: str) -> str:
    text = f" “{row['text']}”" if row["text"] else ""
    score = writer.score(row["score"])
    reached = writer.say(th=f" ได้ {score} คะแนน", en=f" with {score}") if kind == "low" else ""
    remarks = []
    if row["worth"] is not None and round(row["worth"], 2):
        worth = writer.score(row["worth"])
        adds = writer.say(
            th=f"หากได้เต็ม คะแนนรวมจะเพิ่มขึ้น {worth} คะแนน", en=f"full marks would add {worth} to the total"
        )
        if row["provisional"]:
            adds += writer.say(
                th=" ตามจำนวนข้อที่ยังไม่ได้รับการยืนยัน", en=", by a number of questions that is not confirmed"
            )
        remarks.append(adds)
    if row["change"] is not None:
        change = writer.change(row["change"])
        remarks.append(writer.say(th=f"ผลต่างจากปีก่อน {change} คะแนน", en=f"{change} on the year before"))
    elif row["reworded"]:
        remarks.append(
            writer.say(
                th="ข้อความต่างจากปีก่อน จึงไม่นำมาเปรียบเทียบ",
                en="worded otherwise the year before, so not compared",
            )
        )
    beside = f" ({'; '.join(remarks)})" if remarks else ""
    return writer.say(th=f"ข้อ {row['code']}", en=row["code"]) + writer.localise(text) + reached + beside
