"""The sentences on the questions and items behind a weak point; nothing where none are on file."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis import coverage
from helpers.facts import Facts, Result
from helpers.framework.questions import as_printed
from helpers.narrative.sentences import indicator
from helpers.narrative.writer import Writer
from helpers.tables import Row, Rows

MOST = 3
"""How many questions a weak point names, and of how many items it gives the text.

Items without points are all named."""

SHORT = 70
"""So many letters of a text still fit into a sentence of the summary."""


def behind(facts: Facts, result: Result, number: int, writer: Writer) -> str:
    """Which questions pull an indicator down and which items got nothing, to follow the sentence on it."""
    own = [row for row in facts.lost[result.year] if row["indicator"] == number]
    return "".join(_listed([row for row in own if row["kind"] == kind], writer, kind) for kind in _LEADS)


def named(facts: Facts, result: Result, number: int, writer: Writer) -> str:
    """What weighs most in an indicator, as the end of a shorter sentence; "" without any.

    Long texts are left to the weak points, as the page has to stay one.
    """
    rows = [row for row in facts.lost[result.year] if row["indicator"] == number][:MOST]
    if not rows:
        return ""
    texts = [f" “{row['text']}”" if 0 < len(row["text"]) <= SHORT else "" for row in rows]
    listed = writer.join(
        [
            codes_of([row["code"]], writer) + writer.localise(text)
            for row, text in zip(rows, texts, strict=True)
        ]
    )
    return writer.say(th=f" โดยเริ่มจาก{listed}", en=f", beginning with {listed}")


def answered(facts: Facts, measure: int, number: int, writer: Writer) -> str:
    """The questions and items of an indicator that a measure names as its points, in brackets; "" without any."""
    codes = facts.answered_questions.get((measure, number), [])
    if not codes:
        return ""
    return writer.say(th=f" (รองรับ{codes_of(codes, writer)})", en=f" (for {codes_of(codes, writer)})")


def open_(facts: Facts, measures: Sequence[int], number: int) -> list[str]:
    """What an indicator lost that none of its measures names; empty where a measure answers all of it."""
    named = [facts.answered_questions.get((measure, number), []) for measure in measures]
    rows = facts.lost[facts.analysed.year]
    codes = [row["code"] for row in rows if row["indicator"] == number] if all(named) else []
    return [code for code in codes if not any(code in each for each in named)]


def to_mend(facts: Facts, writer: Writer) -> list[tuple[str, list[list[str]], list[str]]]:
    """A table's groups, the indicators to begin with: of each its heaviest questions, all items without points.

    Indicators beyond the first few stand there only for such items. A row has the question, its score, what full marks would add to the total, and the measures that name it.
    """
    return [
        (indicator(number, facts.analysed, writer), [_line(facts, row, writer) for row in rows], [])
        for number, rows in first(facts).items()
    ]


def begin(facts: Facts, writer: Writer) -> str:
    """With which questions and items to begin, in the table's order, and which no measure answers; "" without any.

    A sentence can name a few by their texts; the others stand in the table.
    """
    groups = first(facts)
    if not groups:
        return ""
    parts = []
    for number, rows in groups.items():
        named = writer.join([_briefly(facts, row, writer) for row in rows[:MOST]])
        left = len(rows) - MOST
        more = writer.say(th=f" กับข้ออื่นอีก {left} ข้อ", en=f" and {left} more") if left > 0 else ""
        whose = indicator(number, facts.analysed, writer)
        parts.append(writer.say(th=f"{whose} {named}{more}", en=f"{whose}: {named}{more}"))
    listed, year = writer.join(parts), writer.year(facts.analysed.year)
    alone = sum(map(len, groups.values())) == 1
    lead, order = ("คือ", "") if alone else ("ได้แก่", " ตามลำดับ")
    return writer.say(
        th=f"จากผลการประเมินปีงบประมาณ {year} ข้อที่ควรแก้ไขก่อน {lead} {listed}{order}"
        " รายละเอียดปรากฏในผลการวิเคราะห์ประเด็นที่ต้องแก้ไขและพัฒนา",
        en=f"By the result of fiscal year {year}, begin with {listed}{', in this order' if order else ''};"
        " see the weak points.",
    )


def _briefly(facts: Facts, row: Row, writer: Writer) -> str:
    """A question or item as a sentence of the summary names it: a long text stands in the table."""
    text = f" “{row['text']}”" if 0 < len(row["text"]) <= SHORT else ""
    beside = _named(facts, row, writer, in_short=True) or writer.say(
        th="ยังไม่มีมาตรการรองรับ", en="no measure yet"
    )
    answer = f" ({beside})" if facts.measures else ""
    return codes_of([row["code"]], writer) + writer.localise(text) + answer


def first(facts: Facts) -> dict[int, list[Row]]:
    """The questions and items to begin with by indicator, in the order of the weak points."""
    lost = facts.lost[facts.analysed.year]
    found: dict[int, list[Row]] = {}
    for point in sorted(facts.weak, key=lambda row: row["class"] != "urgent"):
        of = [row for row in lost if row["indicator"] == point["indicator"]]
        room = MOST if len(found) < MOST else 0
        if own := [row for place, row in enumerate(of) if place < room or row["kind"] == "nothing"]:
            found[point["indicator"]] = own
    return found


def notes(facts: Facts, writer: Writer) -> list[str]:
    """Which worths are estimates, and why others are not known; nothing where all are known."""
    rows = [row for own in first(facts).values() for row in own]
    said = []
    if len(rows) < len(facts.lost[facts.analysed.year]):
        said.append(
            writer.say(
                th="ตารางนี้แสดงเฉพาะข้อของตัวชี้วัดที่เป็นประเด็นที่ต้องแก้ไขหรือพัฒนา มิใช่ทุกข้อที่หน่วยงานเสียคะแนน",
                en="The table has questions and items of weak points only, not all that the agency lost.",
            )
        )
    if any(row["provisional"] for row in rows):
        said.append(
            writer.say(
                th="คะแนนรวมที่จะเพิ่มขึ้นเป็นค่าประมาณ เนื่องจากจำนวนข้อของแต่ละตัวชี้วัดยังไม่ได้รับการยืนยัน",
                en="What full marks would add is an estimate: the number of questions is not confirmed.",
            )
        )
    if any(row["worth"] is None for row in rows):
        said.append(
            writer.say(
                th="– หมายถึง ยังคำนวณคะแนนรวมที่จะเพิ่มขึ้นไม่ได้ เนื่องจากไม่มีข้อมูลที่ยืนยันได้ว่าตัวชี้วัดนั้นมีกี่ข้อหรือรวมคะแนนของแต่ละส่วนอย่างไร"
                " มิได้หมายความว่าข้อนั้นมีผลต่อคะแนนน้อยกว่าข้ออื่น",
                en="– stands where the gain is not known, as the number of the indicator's items, or how its parts are"
                " added, is not known; it need not be smaller than others.",
            )
        )
    return said


def _line(facts: Facts, row: Row, writer: Writer) -> list[str]:
    text = f" {row['text']}" if row["text"] else ""
    none = writer.say(th="ยังไม่มี", en="none yet") if facts.measures else "–"
    return [
        codes_of([row["code"]], writer) + writer.localise(text),
        writer.score(row["score"]),
        "–" if row["worth"] is None else writer.score(row["worth"]),
        _named(facts, row, writer) or none,
    ]


def _named(facts: Facts, row: Row, writer: Writer, *, in_short: bool = False) -> str:
    """The measures that answer a question or item, in words; "" where none does."""
    remarks = {measure: ("", "") if in_short else each for measure, each in _answering(facts, row).items()}
    return writer.join(
        [
            writer.say(
                th=f"มาตรการที่ {facts.printed[measure]}{th}", en=f"measure {facts.printed[measure]}{en}"
            )
            for measure, (th, en) in sorted(remarks.items())
        ]
    )


def _answering(facts: Facts, row: Row) -> dict[int, tuple[str, str]]:
    """The measures that answer a question or item, and with what remark (Thai, English)."""
    names_it = {
        measure: ("", "")
        for (measure, number), codes in facts.answered_questions.items()
        if number == row["indicator"] and row["code"] in codes
    }
    # One that names no question of the indicator answers all of it.
    whole = {
        each.measure: _WHOLE[each.basis == coverage.CONFIRMED]
        for each in facts.answering.get(row["indicator"], [])
        if (each.measure, row["indicator"]) not in facts.answered_questions
    }
    return names_it | whole


_WHOLE = {
    True: (" (ทั้งตัวชี้วัด)", " (the whole indicator)"),
    False: (" (จับคู่จากถ้อยคำ)", " (by its words)"),
}


def codes_of(codes: Sequence[str], writer: Writer) -> str:
    """Questions and items by their codes, as an enumeration."""
    return writer.join([writer.say(th=f"ข้อ {as_printed(code)}", en=as_printed(code)) for code in codes])


_LEADS = {
    "low": (" ข้อคำถามที่ได้คะแนนต่ำกว่าคะแนนตัวชี้วัด {} ", " Below the indicator's score: "),
    "nothing": (" รายการที่ไม่ได้คะแนน {} ", " Without points: "),
}


def _listed(rows: Rows, writer: Writer, kind: str) -> str:
    if not rows:
        return ""
    parts = [_question(row, writer, kind) for row in rows[:MOST]]
    left = len(rows) - MOST
    if kind == "nothing":
        parts += [codes_of([row["code"]], writer) for row in rows[MOST:]]
    elif left > 0:
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
    if row["change"] is not None:
        remarks.append(_since(row["change"], writer))
    if row["worth"] is not None and round(row["worth"], 2):
        worth = writer.score(row["worth"])
        about = ("ประมาณ ", "about ") if row["provisional"] else ("", "")
        adds = writer.say(
            th=f"หากได้คะแนนเต็ม คะแนนรวมจะเพิ่มขึ้น{about[0]}{'' if about[0] else ' '}{worth} คะแนน",
            en=f"full marks would add {about[1]}{worth} to the total",
        )
        remarks.append(adds)
    if row["change"] is None and row["reworded"]:
        remarks.append(
            writer.say(
                th="ถ้อยคำของข้อคำถามต่างจากปีก่อน จึงไม่นำมาเปรียบเทียบ",
                en="worded otherwise the year before, so not compared",
            )
        )
    beside = f" ({writer.say(th=' และ', en='; ').join(remarks)})" if remarks else ""
    return codes_of([row["code"]], writer) + writer.localise(text) + reached + beside


def _since(change: float, writer: Writer) -> str:
    if not round(change, 2):
        return writer.say(th="เท่ากับปีก่อน", en="as the year before")
    by = writer.change(change)
    return writer.say(th=f"เปลี่ยนแปลงจากปีก่อน {by} คะแนน", en=f"{by} on the year before")
