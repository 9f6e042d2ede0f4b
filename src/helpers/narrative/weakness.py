"""The sentences on the weak points of the prior year; what became of them: ``follow_up``."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from helpers import decimals, framework
from helpers.analysis import coverage
from helpers.analysis.coverage import Answer
from helpers.facts import Facts
from helpers.framework.built_in import SETTINGS
from helpers.narrative import questions
from helpers.narrative.sentences import indicator, mark_of_change, plain, stated_in
from helpers.narrative.writer import Writer
from helpers.tables import Row


def intro(facts: Facts, writer: Writer) -> str:
    """What the two classes are taken from, with the marks used."""
    result, marks = facts.analysed, facts.settings
    year = writer.year(result.year)
    if not result.scores:
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
        f" แต่ไม่ถึง {strength} คะแนน และตัวชี้วัดอื่นที่ได้คะแนนต่ำที่สุดหรือที่คะแนนลดลงจากปีก่อน{fall.reached}"
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
    if all(count < 2 for count in Counter(row["class"] for row in facts.weak).values()):
        order = ("", "")
    stated = framework.stated(facts.analysed.year, marks)
    # A mark set to the official value is not this report's own.
    named = [name for name in SETTINGS if name == "material_change" or getattr(marks, name) != official]
    texts_by_origin: dict[bool, list[str]] = {}
    for name in named:
        mark = plain(getattr(marks, name))
        text = (
            writer.say(th=f"การเปลี่ยนแปลง {mark} คะแนน", en=f"a change of {mark}")
            if name == "material_change"
            else writer.say(th=f"{mark} คะแนน", en=mark)
        )
        texts_by_origin.setdefault(name in stated, []).append(text)
    sentence = official_mark(facts, writer)
    for place, (is_stated, texts) in enumerate(sorted(texts_by_origin.items())):
        listed, several = writer.join(list(dict.fromkeys(texts))), len(dict.fromkeys(texts)) > 1
        own = ("เป็นเกณฑ์ที่รายงานนี้กำหนดขึ้นเพื่อการวิเคราะห์", "of this report's own")
        th, en = stated_in(facts.analysed.rules, writer) if is_stated else own
        sentence += writer.say(
            th=f" {'และ' if place else 'ส่วน'}เกณฑ์ {listed} {th}",
            en=f"; {listed} {'are marks' if several else 'is a mark'} {en}",
        )
    return sentence + writer.say(th=order[0], en=f".{order[1]}")


def points(facts: Facts, kind: str, writer: Writer) -> list[str]:
    """One sentence for each weak point of a class (``urgent``, ``develop``), most points at stake first."""
    return [_point(facts, row, writer) for row in facts.weak if row["class"] == kind]


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


def _point(facts: Facts, row: Row, writer: Writer) -> str:
    result = facts.analysed
    number = row["indicator"]
    name = indicator(number, result, writer)
    reasons = _reasons(facts, row, writer)
    # One space between the parts, "และ" before the last, as an official list is written.
    because = writer.join(reasons)
    score = writer.score(row["score"])
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


def _reasons(facts: Facts, row: Row, writer: Writer) -> list[str]:
    result, reasons = facts.analysed, row["reasons"].split(",")
    clauses = []
    instrument = result.rules.instrument_of(row["indicator"]).id
    if "lowest" in reasons:
        of = len(result.rules.indicators)
        clauses.append(writer.say(th=f"ต่ำที่สุดในบรรดา {of} ตัวชี้วัด", en=f"the lowest of {of}"))
    elif "lowest_of_instrument" in reasons:
        clauses.append(writer.say(th=f"ต่ำที่สุดในแบบวัด {instrument}", en=f"the lowest of {instrument}"))
    if "below_pass_mark" in reasons:
        gap, mark = writer.score(row["gap"]), plain(result.rules.pass_mark)
        clauses.append(
            writer.say(th=f"ต่ำกว่าเกณฑ์ ({mark} คะแนน) {gap} คะแนน", en=f"{gap} below the mark of {mark}")
        )
    if "below_strength" in reasons:
        mark = plain(facts.settings.strength_from)
        clauses.append(writer.say(th=f"ไม่ถึง {mark} คะแนน", en=f"below {mark}"))
    if "fell" in reasons:
        fall = writer.score(abs(row["change"]))
        clauses.append(writer.say(th=f"ลดลงจากปีก่อน {fall} คะแนน", en=f"down {fall} on the year before"))
    return clauses


def _stake(facts: Facts, row: Row, writer: Writer) -> str:
    """What the next mark would be worth, as arithmetic."""
    points_of_total = row["points_at_stake"]
    # What would print as 0.00 is not worth a sentence.
    if decimals.to_decimal(points_of_total) == 0:
        return writer.say(th="", en=".")
    score, rules = decimals.to_decimal(row["score"]), facts.analysed.rules
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

    An annual report says it together with what was done (``follow_up.rows``).
    """
    if not facts.measures or facts.document == "annual":
        return ""
    answers = facts.answering.get(number, [])
    if not answers:
        if facts.document != "plan":
            return ""
        return writer.say(
            th=" ทั้งนี้ ยังไม่มีมาตรการที่ระบุว่ารองรับตัวชี้วัดนี้โดยตรง จึงต้องระบุหรือกำหนดมาตรการเพิ่มเติมก่อนเสนอขอความเห็นชอบ",
            en=" No measure names this indicator yet: name or add one before the plan is submitted for approval.",
        )
    listed = writer.join([measure(facts, answer, number, writer) for answer in answers])
    if left := questions.open_(facts, [answer.measure for answer in answers], number):
        codes = questions.codes_of(left, writer)
        return writer.say(
            th=f" ทั้งนี้ ได้กำหนด{listed} ไว้รองรับเฉพาะข้อที่ระบุ ส่วน{codes} ยังไม่มีมาตรการรองรับ",
            en=f" It is answered only in part, by {listed}; no measure names {codes}.",
        )
    return writer.say(
        th=f" ทั้งนี้ ได้กำหนด{listed} ไว้รองรับ",
        en=f" It is answered by {listed}.",
    )


def measure(facts: Facts, answer: Answer, number: int, writer: Writer) -> str:
    """A measure by number and title, with the questions of the indicator that it names, its state if
    reported, and a mark if the match is inferred.
    """
    printed, title = (
        facts.printed[answer.measure],
        " ".join(facts.by_measure[answer.measure][0]["title"].split()),
    )
    mark = mark_of(answer) + questions.answered(facts, answer.measure, number, writer)
    state_words = f" ({writer.word('status', facts.states[answer.measure])})" if facts.progress else ""
    return writer.say(
        th=f"มาตรการที่ {printed} {title}{mark}{state_words}",
        en=f"measure {printed}, {title}{mark}{state_words}",
    )


INFERRED = "**"
"""The mark of a measure matched by words. Two stars, as one marks low scores in the table of scores."""


def mark_of(answer: Answer) -> str:
    """The mark of a measure that is matched by words only; "" for any other."""
    return "" if answer.basis == coverage.CONFIRMED else INFERRED


def inferred_note(facts: Facts, writer: Writer) -> str:
    """The meaning of the mark; "" if no measure has it."""
    if not any(row["indicator"] in inferred(facts) for row in facts.weak):
        return ""
    return writer.say(
        th=f"{INFERRED} พิจารณาจากถ้อยคำในชื่อ ขั้นตอน หรือผลของมาตรการ โดยหน่วยงานยังมิได้ยืนยันว่ามาตรการรองรับตัวชี้วัดดังกล่าว",
        en=f"{INFERRED} Judged by the words of the measure's title, steps or results; the agency has not confirmed it yet.",
    )


def inferred(facts: Facts) -> set[int]:
    """The indicators that a measure answers by words only."""
    return {
        number
        for number, answers in facts.answering.items()
        if any(answer.basis != coverage.CONFIRMED for answer in answers)
    }
