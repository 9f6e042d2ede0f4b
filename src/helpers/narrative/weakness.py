"""The sentences on the weak points of the prior year and on what became of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers import decimals
from helpers.analysis import coverage, statements
from helpers.analysis.coverage import Answer
from helpers.facts import Facts
from helpers.narrative import questions
from helpers.narrative.sentences import indicator, mark_of_change, plain
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
    partly = writer.say(
        th=f"วิเคราะห์ได้เพียง {count} จาก {of} ตัวชี้วัด เนื่องจากไม่มีข้อมูลของตัวชี้วัดอื่น",
        en=f"Only {count} of {of} indicators could be analysed; the others are not on file.",
    )
    limits = list(filter(None, ["" if result.complete else partly, _falls_unknown(facts, writer)]))
    urgent, strength = map(plain, (marks.urgent_below, marks.strength_from))
    fall = mark_of_change(facts, result.year)
    sentence = writer.say(
        th=f"จากผลการประเมินปีงบประมาณ {year} ตัวชี้วัดที่ได้คะแนนต่ำกว่า {urgent} คะแนน"
        f" จัดเป็นประเด็นที่จะต้องแก้ไขโดยเร่งด่วน ส่วนตัวชี้วัดที่ได้คะแนนตั้งแต่ {urgent} คะแนน"
        f" แต่ไม่ถึง {strength} คะแนน ตัวชี้วัดที่ได้คะแนนต่ำที่สุด และตัวชี้วัดที่คะแนนลดลงจากปีก่อน{fall.reached}"
        f" จัดเป็นประเด็นที่จะต้องพัฒนาให้ดีขึ้น",
        en=f"Taken from the result of fiscal year {year}: a score below {urgent} is to be corrected urgently; a score"
        f" from {urgent} to below {strength}, the lowest score, and one that fell by {fall.en} or more on the"
        f" year before are to be developed.",
    )
    return (
        sentence
        + writer.say(th=" ทั้งนี้ ", en=" ")
        + _whose_marks(facts, writer)
        + (writer.say(th=f" อนึ่ง {writer.join(limits)}", en=f" {' '.join(limits)}") if limits else "")
    )


def _falls_unknown(facts: Facts, writer: Writer) -> str:
    """The indicators whose falls are unknown because the year before has no score for them."""
    unknown = facts.falls_unknown
    if not unknown:
        return ""
    if len(unknown) == len(facts.analysed.scores):
        year = writer.year(facts.analysed.year)
        return writer.say(
            th=f"มิได้พิจารณาการลดลงของคะแนน เนื่องจากไม่มีข้อมูลคะแนนรายตัวชี้วัดของปีก่อนปีงบประมาณ {year}",
            en=f"Falls could not be looked at: there are no scores by indicator of the year before {year}.",
        )
    listed, s = writer.numbers([str(number) for number in unknown]), "s" if len(unknown) > 1 else ""
    return writer.say(
        th=f"มิได้พิจารณาการลดลงของคะแนนตัวชี้วัดที่ {listed} เนื่องจากไม่มีข้อมูลคะแนนของปีก่อน",
        en=f"Falls of indicator{s} {listed} could not be looked at: the year before has no score of"
        f" {'them' if s else 'it'}.",
    )


def official_mark(facts: Facts, writer: Writer) -> str:
    """That the pass mark is the assessment's, and what it is used for here: a sentence without its end."""
    mark = plain(facts.analysed.rules.pass_mark)
    return writer.say(
        th=f"{mark} คะแนน เป็นเกณฑ์ผ่านของการประเมิน ซึ่งรายงานนี้ใช้กับแต่ละตัวชี้วัดด้วย",
        en=f"{mark} is the assessment's pass mark, applied here to each indicator too",
    )


def _whose_marks(facts: Facts, writer: Writer) -> str:
    """Which mark is the assessment's, which are this report's own, and how points are ordered."""
    marks, official = facts.settings, facts.analysed.rules.pass_mark
    order = (
        " แต่ละกลุ่มเรียงตามคะแนนรวมที่จะเพิ่มขึ้นหากปรับปรุงได้ จากมากไปน้อย",
        " Each class is ordered by what an improvement would add to the total.",
    )
    # Where no class has two points, there is no order to explain.
    if (facts.weak["class"].value_counts() < 2).all():
        order = ("", "")
    # A mark set to the official value is not this report's own.
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
    return official_mark(facts, writer) + writer.say(
        th=f" ส่วนเกณฑ์ {listed} เป็นเกณฑ์ที่รายงานนี้กำหนดขึ้นเพื่อการวิเคราะห์{order[0]}",
        en=f"; {listed} {'is a mark' if len(own) == 0 else 'are marks'} of this report's own.{order[1]}",
    )


def points(facts: Facts, kind: str, writer: Writer) -> list[str]:
    """One sentence for each weak point of a class (``urgent``, ``develop``), most points at stake first."""
    rows = facts.weak[facts.weak["class"] == kind]
    return [_point(facts, row, writer) for row in rows.to_dict("records")]


def nothing(facts: Facts, kind: str, writer: Writer) -> str:
    """The text under a class without points. It says "none" only if everything that decides is known."""
    result = facts.analysed
    count, of = len(result.scores), len(result.rules.indicators)
    falls = kind == "develop" and bool(facts.falls_unknown)
    if result.complete and not falls:
        return writer.say(th="ไม่มีตัวชี้วัดในกลุ่มนี้", en="No indicator is in this class.")
    among = writer.say(
        th=f"ไม่พบจากตัวชี้วัดที่มีข้อมูล ({count} จาก {of} ตัวชี้วัด)",
        en=f"Not found among the indicators with a score ({count} of {of} indicators)",
    )
    if result.complete:
        among = writer.say(th="ไม่พบจากคะแนนที่ได้รับ", en="Not found by the scores")
    if not falls:
        return among + writer.say(th="", en=".")
    return among + writer.say(
        th=" ทั้งนี้ มิได้พิจารณาการลดลงของคะแนน เนื่องจากไม่มีข้อมูลคะแนนของปีก่อน"
        if len(facts.falls_unknown) == count
        else " ทั้งนี้ มิได้พิจารณาการลดลงของคะแนนครบทุกตัวชี้วัด เนื่องจากไม่มีข้อมูลบางคะแนนของปีก่อน",
        en=f"; {'falls' if len(facts.falls_unknown) == count else 'some falls'} could not be looked at, for want of"
        f" the year before's scores.",
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
    return (
        sentence
        + _stake(facts, row, writer)
        + questions.behind(facts, result, number, writer)
        + _about(facts, number, writer)
        + _answered(facts, number, writer)
    )


def _reasons(facts: Facts, row: dict[Any, Any], writer: Writer) -> list[str]:
    result, reasons = facts.analysed, str(row["reasons"]).split(",")
    clauses = []
    instrument = result.rules.instrument_of(int(row["indicator"])).id
    if "lowest" in reasons:
        of = len(result.rules.indicators)
        clauses.append(writer.say(th=f"ต่ำที่สุดในบรรดา {of} ตัวชี้วัด", en=f"the lowest of {of}"))
    elif "lowest_of_instrument" in reasons:
        clauses.append(writer.say(th=f"ต่ำที่สุดในแบบวัด {instrument}", en=f"the lowest of {instrument}"))
    if "below_pass_mark" in reasons:
        gap, mark = writer.score(float(row["gap"])), plain(result.rules.pass_mark)
        clauses.append(
            writer.say(th=f"ต่ำกว่าเกณฑ์ ({mark} คะแนน) {gap} คะแนน", en=f"{gap} below the mark of {mark}")
        )
    if "below_strength" in reasons:
        mark = plain(facts.settings.strength_from)
        clauses.append(writer.say(th=f"ไม่ถึง {mark} คะแนน", en=f"below {mark}"))
    if "fell" in reasons:
        fall = writer.score(abs(float(row["change"])))
        clauses.append(writer.say(th=f"ลดลงจากปีก่อน {fall} คะแนน", en=f"down {fall} on the year before"))
    return clauses


def _stake(facts: Facts, row: dict[Any, Any], writer: Writer) -> str:
    """What the next mark would be worth, as arithmetic."""
    points_of_total = float(row["points_at_stake"])
    # What would print as 0.00 is not worth a sentence.
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


def _about(facts: Facts, number: int, writer: Writer) -> str:
    """What the indicator measures and who is asked."""
    rules = facts.analysed.rules
    about, asks = (
        rules.indicator(number).about(writer.language),
        rules.instrument_of(number).asks(writer.language),
    )
    if not about:
        return ""
    asked = f" ({asks})" if asks else ""
    return writer.say(th=f" ตัวชี้วัดนี้วัด{about}{asked}", en=f" It measures {about}{asked}.")


def _answered(facts: Facts, number: int, writer: Writer) -> str:
    """Which measures answer the point. A plan, which can still be changed, also says if none does.

    An annual report says it together with what was done (``follow_up_rows``).
    """
    if facts.measures.empty or facts.document == "annual":
        return ""
    answers = facts.answering.get(number, [])
    if not answers:
        if facts.document != "plan":
            return ""
        return writer.say(
            th=" ทั้งนี้ ยังไม่มีมาตรการที่ระบุว่ารองรับตัวชี้วัดนี้โดยตรง จึงต้องระบุหรือกำหนดมาตรการเพิ่มเติมก่อนเสนอขอความเห็นชอบ",
            en=" No measure names this indicator yet: name or add one before the plan is submitted for approval.",
        )
    listed = writer.join([_measure(facts, answer, number, writer) for answer in answers])
    return writer.say(
        th=f" ทั้งนี้ ได้กำหนด{listed} ไว้รองรับ",
        en=f" It is answered by {listed}.",
    )


def _measure(facts: Facts, answer: Answer, number: int, writer: Writer) -> str:
    """A measure by number and title, with the questions of the indicator that it names, its state if
    reported, and a mark if the match is inferred.
    """
    printed, title = (
        facts.printed[answer.measure],
        " ".join(facts.by_measure[answer.measure][0]["title"].split()),
    )
    mark = _mark(answer) + questions.answered(facts, answer.measure, number, writer)
    state_words = "" if facts.progress.empty else f" ({writer.word('status', facts.states[answer.measure])})"
    return writer.say(
        th=f"มาตรการที่ {printed} {title}{mark}{state_words}",
        en=f"measure {printed}, {title}{mark}{state_words}",
    )


INFERRED = "**"
"""The mark of a measure matched by words. Two stars, as one marks low scores in the table of scores."""


def _mark(answer: Answer) -> str:
    return "" if answer.basis == coverage.CONFIRMED else INFERRED


def inferred_note(facts: Facts, writer: Writer) -> str:
    """The meaning of the mark; "" if no measure has it."""
    weak = set(facts.weak["indicator"])
    rows = facts.answers
    rows = rows[rows["indicator"].isin(weak) & ~rows["basis"].isin([coverage.CONFIRMED, "instrument"])]
    if rows.empty:
        return ""
    return writer.say(
        th=f"{INFERRED} พิจารณาจากถ้อยคำในชื่อ ขั้นตอน หรือผลของมาตรการ โดยหน่วยงานยังมิได้ยืนยันว่ามาตรการรองรับตัวชี้วัดดังกล่าว",
        en=f"{INFERRED} Judged by the words of the measure's title, steps or results; the agency has not confirmed it yet.",
    )


# ------------------------------------------------------------------ a year later
@dataclass(frozen=True)
class Followed:
    """A weak point a year later: a row of the table."""

    indicator: str
    measures: list[tuple[str, list[str]]]
    """Each answering measure with its state, and what was done, with evidence."""
    before: str
    after: str
    verdict: str


def follow_up_intro(facts: Facts, writer: Writer) -> str:
    """The weak points in the fiscal year's own result, by the four verdicts."""
    rows, year = facts.follow_up, writer.year(facts.fiscal_year)
    mark, star = mark_of_change(facts, facts.fiscal_year), _star(facts, rows)
    if (rows["direction"] == "").all():
        return writer.say(
            th=f"ยังไม่มีคะแนนปีงบประมาณ {year} ของตัวชี้วัดข้างต้น จึงยังไม่อาจแสดงความเปลี่ยนแปลงได้",
            en=f"There are no scores of these indicators for fiscal year {year} yet, so no change can be shown.",
        )
    count = len(rows)
    counts = rows["counted"].value_counts()
    parts = [
        (counts[code], writer.say(th=th.format(mark=mark), en=en.format(mark=mark.en)))
        for code, (th, en) in _COUNTED.items()
        if code in counts
    ]
    if len(parts) == 1:
        text = parts[0][1]
        these = {1: "this indicator", 2: "both indicators"}.get(count, f"all {count} indicators")
        return writer.say(
            th=f"ในปีงบประมาณ {year} ตัวชี้วัดข้างต้น{f'ทั้ง {count} ตัวชี้วัด' if count > 1 else ''}{text}{star}",
            en=f"In fiscal year {year} {these} {text}{star}.",
        )
    listed = [writer.say(th=f"ที่{text} {n} ตัวชี้วัด", en=f"{n} {text}") for n, text in parts]
    return writer.say(
        th=f"ในปีงบประมาณ {year} ตัวชี้วัดข้างต้น {count} ตัวชี้วัด จำแนกเป็นตัวชี้วัด{writer.join(listed)}{star}",
        en=f"In fiscal year {year}, of these {count} indicators {'; '.join(listed)}{star}.",
    )


_COUNTED = {
    "done_improved": (
        "มีมาตรการที่ดำเนินการแล้วและคะแนนเพิ่มขึ้น{mark.reached}",
        "had the measures done and rose by {mark} or more",
    ),
    "done_not_improved": (
        "มีมาตรการที่ดำเนินการแล้วแต่คะแนนมิได้เพิ่มขึ้น{mark.upto}",
        "had the measures done and did not rise by {mark}",
    ),
    "undone_improved": (
        "มีมาตรการที่ยังไม่แล้วเสร็จแต่คะแนนเพิ่มขึ้น{mark.reached}",
        "rose by {mark} or more with measures not yet done",
    ),
    "undone_not_improved": (
        "มีมาตรการที่ยังไม่แล้วเสร็จและคะแนนมิได้เพิ่มขึ้น{mark.upto}",
        "did not rise by {mark}, with measures not yet done",
    ),
    "none_improved": (
        "ไม่มีมาตรการที่ระบุว่ารองรับแต่คะแนนเพิ่มขึ้น{mark.reached}",
        "rose by {mark} or more with no measure that names it",
    ),
    "none_not_improved": (
        "ไม่มีมาตรการที่ระบุว่ารองรับและคะแนนมิได้เพิ่มขึ้น{mark.upto}",
        "did not rise by {mark}, with no measure that names it",
    ),
    "": ("ยังไม่อาจสรุปได้", "cannot be judged yet"),
}


def _star(facts: Facts, rows: pd.DataFrame) -> str:
    """The mark of ``inferred_note`` if any measure of the rows is matched by words only."""
    answers = facts.answers
    inferred = answers[~answers["basis"].isin([coverage.CONFIRMED, "instrument"])]
    return (
        INFERRED if inferred["indicator"].isin(rows.loc[rows["action"] != "none", "indicator"]).any() else ""
    )


def caution(facts: Facts, writer: Writer) -> str:
    """The caution that a change in scores proves nothing about a measure; "" if no change is shown."""
    if (facts.follow_up["direction"] == "").all():
        return ""
    return writer.say(
        th="ผลต่างดังกล่าวแสดงความเปลี่ยนแปลงของคะแนน มิได้แสดงว่าเป็นผลจากมาตรการใดโดยเฉพาะ",
        en="This is a change of scores; it does not show that a particular measure caused it.",
    )


def _followed(facts: Facts) -> list[tuple[dict[Any, Any], dict[Any, Any]]]:
    """Each weak point with its follow-up, urgent ones first."""
    rows = zip(facts.weak.to_dict("records"), facts.follow_up.to_dict("records"), strict=True)
    return sorted(rows, key=lambda pair: pair[0]["class"] != "urgent")


def follow_up_rows(facts: Facts, writer: Writer) -> list[Followed]:
    """A row per weak point, urgent ones first."""
    none = writer.word("word", "no_data")
    lines = []
    for row, follow_up_row in _followed(facts):
        number = int(row["indicator"])
        name = indicator(number, facts.analysed, writer)
        has_later = not pd.isna(row["later"])
        lines.append(
            Followed(
                name[0].upper() + name[1:],
                [
                    (
                        _measure(facts, answer, number, writer),
                        _what_was_done(facts, number, answer.measure, writer),
                    )
                    for answer in facts.answering.get(number, [])
                ],
                writer.score(float(row["score"])),
                writer.score(float(row["later"])) if has_later else none,
                _verdict(facts, row, follow_up_row, writer),
            )
        )
    return lines


MOST_LINES = 3
"""How many lines of a measure's result are shown with a weak point; the annex has them all."""


def _what_was_done(facts: Facts, number: int, measure: int, writer: Writer) -> list[str]:
    """What was done for a measure: lines about the indicator first, then lines with a date or number; evidence."""
    rows = facts.by_measure[measure]
    lines = list(dict.fromkeys(line for row in rows for line in statements.lines(row["result"])))
    signs = facts.analysed.rules.indicator(number).signs
    serves = [any(sign in line for sign in signs) for line in lines]
    order = sorted(range(len(lines)), key=lambda n: (not serves[n], not re.search("[0-9๐-๙]", lines[n]), n))
    # Chosen by what they say, but shown in the order in which they were reported.
    chosen = [lines[n] for n in sorted(order[:MOST_LINES])]
    texts = [writer.localise(line) for line in chosen]
    if len(lines) > MOST_LINES:
        texts.append(writer.say(th="(ผลการดำเนินการทั้งหมดปรากฏในภาคผนวก)", en="(all results: see the annex)"))
    evidence = list(dict.fromkeys(line for row in rows for line in statements.lines(row["evidence"])))
    if evidence:
        texts.append(f"{writer.word('column', 'evidence')}: {writer.localise('; '.join(evidence))}")
    if not lines:
        texts.insert(0, writer.say(th="มิได้มีการรายงานผลการดำเนินการ", en="No result was reported."))
    return texts


def _verdict(facts: Facts, row: dict[Any, Any], follow_up_row: dict[Any, Any], writer: Writer) -> str:
    """What was done and how the score moved, in a few words."""
    th, en = {
        "done": ("ดำเนินการแล้ว", "Done"),
        "undone": ("ยังไม่แล้วเสร็จ", "Not done"),
        "none": ("ไม่มีมาตรการที่ระบุว่ารองรับ", "No measure names it"),
        "unknown": ("มิได้ระบุสถานะ", "State not reported"),
    }[str(follow_up_row["action"])]
    if not follow_up_row["direction"]:
        return writer.say(th=th, en=en)
    moved = _moved(str(follow_up_row["direction"]), row, writer)
    return writer.say(th=th, en=f"{en};") + " " + moved + _against_mark(facts, row, writer)


def _by_chance(direction: str, row: dict[Any, Any]) -> bool:
    """Whether a change is only too small for the margin of chance: then it isn't called about the same."""
    return direction == "near" and not pd.isna(row["later_margin"])


def _moved(direction: str, row: dict[Any, Any], writer: Writer) -> str:
    th, en = {
        "chance": ("คะแนนเปลี่ยนแปลงอยู่ในช่วงที่ความบังเอิญอธิบายได้", "moved within what chance can do"),
        "rose": ("คะแนนเพิ่มขึ้น", "rose"),
        "near": ("คะแนนใกล้เคียงเดิม", "about the same"),
        "same": ("คะแนนไม่เปลี่ยนแปลง", "unchanged"),
        "fell": ("คะแนนลดลง", "fell"),
    }["chance" if _by_chance(direction, row) else direction]
    size = f" ({writer.change(float(row['later_change']))})" if direction != "same" else ""
    return writer.say(th=th, en=en) + size


def _against_mark(facts: Facts, row: dict[Any, Any], writer: Writer) -> str:
    mark = facts.analysed.rules.pass_mark
    before, after = decimals.to_decimal(float(row["score"])), decimals.to_decimal(float(row["later"]))
    if after < mark:
        fell = before >= mark
        return writer.say(
            th=" และต่ำกว่าเกณฑ์" if fell else " และยังต่ำกว่าเกณฑ์",
            en=", now below the mark" if fell else ", still below the mark",
        )
    return writer.say(th=" และผ่านเกณฑ์แล้ว", en=" and reached the mark") if before < mark else ""


def follow_up_points(facts: Facts, writer: Writer) -> list[str]:
    """A sentence for each weak point: what was done, how the score moved, and what follows for next year."""
    return [_followed_point(facts, row, follow_up_row, writer) for row, follow_up_row in _followed(facts)]


def _followed_point(facts: Facts, row: dict[Any, Any], follow_up_row: dict[Any, Any], writer: Writer) -> str:
    name = indicator(int(row["indicator"]), facts.analysed, writer)
    action, direction = str(follow_up_row["action"]), str(follow_up_row["direction"])
    what_was_done = _actions(facts, follow_up_row, writer)
    score = _from_to(facts, row, direction, writer)
    follows = _follows(facts, row, follow_up_row, writer)
    # Done without a rise, or a rise without all done: the two halves contrast.
    but = (action == "done") != (direction == "rose")
    link = (" but" if action == "done" else " yet") if but else " and"
    return writer.say(
        th=f"{name} {f'ซึ่ง{what_was_done} มี{score}' if score else what_was_done} {follows}",
        en=f"{name[0].upper()}{name[1:]}: {what_was_done}{f',{link} {score}' if score else ''}. {follows}",
    )


def _actions(facts: Facts, follow_up_row: dict[Any, Any], writer: Writer) -> str:
    """Whether the measures that answer it were done."""
    by_state: dict[str, list[str]] = {}
    for answer in facts.answering.get(int(follow_up_row["indicator"]), []):
        numbers_in_state = by_state.setdefault(facts.states[answer.measure], [])
        numbers_in_state.append(f"{facts.printed[answer.measure]}{_mark(answer)}")
    clauses = []
    for code in ("done", "under_way", "not_begun", "unknown"):
        numbers = by_state.get(code, [])
        if not numbers:
            continue
        listed, s = writer.numbers(numbers), "s" if len(numbers) > 1 else ""
        verb = "are" if s else "is"
        th, en = {
            "done": (f"ได้ดำเนินการตามมาตรการที่ {listed} แล้ว", f"measure{s} {listed} {verb} done"),
            "under_way": (f"อยู่ระหว่างดำเนินการตามมาตรการที่ {listed}", f"measure{s} {listed} {verb} under way"),
            "not_begun": (f"ยังไม่ดำเนินการตามมาตรการที่ {listed}", f"measure{s} {listed} {verb} not begun"),
            "unknown": (
                f"ยังมิได้มีการรายงานสถานะของมาตรการที่ {listed}",
                f"no state is reported of measure{s} {listed}",
            ),
        }[code]
        clauses.append(writer.say(th=th, en=en))
    if not clauses:
        return writer.say(th="ไม่มีมาตรการที่ระบุว่ารองรับตัวชี้วัดนี้", en="no measure names this indicator")
    return writer.join(clauses)


def _from_to(facts: Facts, row: dict[Any, Any], direction: str, writer: Writer) -> str:
    """How the score moved, with both figures, and where it is relative to the mark."""
    if not direction:
        return ""
    before, after = writer.score(float(row["score"])), writer.score(float(row["later"]))
    th, en = {
        "rose": (f"คะแนนเพิ่มขึ้นจาก {before} เป็น {after} คะแนน", f"the score rose from {before} to {after}"),
        "fell": (f"คะแนนลดลงจาก {before} เป็น {after} คะแนน", f"the score fell from {before} to {after}"),
        "near": (
            f"คะแนนใกล้เคียงเดิม (จาก {before} เป็น {after} คะแนน)",
            f"the score is about the same (from {before} to {after})",
        ),
        "same": (f"คะแนนคงเดิมที่ {after} คะแนน", f"the score stayed at {after}"),
        "chance": (
            f"คะแนนเปลี่ยนแปลงอยู่ในช่วงที่ความบังเอิญอธิบายได้ (จาก {before} เป็น {after} คะแนน)",
            f"the score moved within what chance can do (from {before} to {after})",
        ),
    }["chance" if _by_chance(direction, row) else direction]
    return writer.say(th=th, en=en) + _against_mark(facts, row, writer)


def _follows(facts: Facts, row: dict[Any, Any], follow_up_row: dict[Any, Any], writer: Writer) -> str:
    """What follows for the next fiscal year. A steady score that passes doesn't call measures into question."""
    year = writer.year(facts.fiscal_year + 1)
    mark = facts.analysed.rules.pass_mark
    below = not pd.isna(row["later"]) and decimals.to_decimal(float(row["later"])) < mark
    action, verdict = str(follow_up_row["action"]), str(follow_up_row["verdict"])
    if action == "unknown":
        th, en = (
            "จึงต้องรายงานสถานะของมาตรการให้ครบก่อนสรุปผล",
            "The states must be reported before this can be judged.",
        )
        return writer.say(th=th, en=en)
    if verdict == "done_improved":
        th, en = (
            (
                f"ในปีงบประมาณ {year} ควรดำเนินการต่อเนื่องและเพิ่มเติมมาตรการเพื่อให้ผ่านเกณฑ์",
                f"In fiscal year {year}: go on, and add measures to reach the mark.",
            )
            if below
            else (f"ในปีงบประมาณ {year} ควรดำเนินการต่อเนื่อง", f"In fiscal year {year}: carry on.")
        )
    elif verdict == "done_not_improved" and not follow_up_row["in_vain"]:
        th, en = (
            f"ในปีงบประมาณ {year} ควรดำเนินการต่อเนื่องและติดตามคะแนนต่อไป",
            f"In fiscal year {year}: carry on, and watch the score.",
        )
    elif verdict == "done_not_improved":
        th, en = (
            f"ในปีงบประมาณ {year} ควรทบทวนว่ามาตรการตรงกับสาเหตุหรือไม่ แล้วปรับปรุงหรือกำหนดมาตรการใหม่",
            f"In fiscal year {year}: review whether the measures meet the cause; change them or set new ones.",
        )
    elif action == "none":
        th, en = (
            f"ในปีงบประมาณ {year} ควรระบุหรือกำหนดมาตรการที่รองรับ",
            f"In fiscal year {year}: name or set a measure for it.",
        )
    elif verdict == "undone_improved":
        th, en = (
            f"ในปีงบประมาณ {year} ควรดำเนินการให้แล้วเสร็จ และติดตามว่าคะแนนคงอยู่หรือไม่",
            f"In fiscal year {year}: finish the measures and see whether the score holds.",
        )
    elif verdict == "undone_not_improved":
        th, en = (
            f"ในปีงบประมาณ {year} ควรเร่งดำเนินการให้แล้วเสร็จ",
            f"In fiscal year {year}: finish the measures first of all.",
        )
    else:
        th, en = (
            "จึงควรพิจารณาอีกครั้งเมื่อประกาศคะแนนแล้ว",
            "This is to be looked at again once the score is published.",
        )
    return writer.say(th=th, en=en)
