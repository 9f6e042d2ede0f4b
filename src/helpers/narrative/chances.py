"""Says which rule decided whether a change counts: the margin of chance, or the report's own mark.

Says nothing if no number of respondents is on file.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.analysis import chance
from helpers.facts import Facts
from helpers.narrative.sentences import part_name, plain
from helpers.narrative.writer import Writer


def lines(facts: Facts, writer: Writer) -> list[str]:
    """The method; then, for each pair of years, the margins, and which indicators have another mark and why."""
    compared = {facts.current.year for row in facts.comparison if row["change"] is not None}
    counted = {row["fiscal_year"] + later for row in facts.respondents for later in (0, 1)}
    judged = {row["fiscal_year"] for row in facts.chance} & {facts.analysed.year, *compared}
    years = sorted(judged | (compared & counted))
    texts = [_method(facts, year, writer) for year in sorted(judged)]
    for part in (_margins, _others):
        texts += [text for year in years for text in part(facts, year, writer)]
    return list(dict.fromkeys([*texts, *_few(facts, judged, writer)]))


def brief(facts: Facts, writer: Writer) -> str:
    """The same in one sentence, to follow the one on the report's own mark; "" where no margin is known."""
    margins = {row["indicator"]: row["margin"] for row in facts.comparison if row["margin"] is not None}
    if not margins:
        return ""
    numbers = writer.numbers([str(number) for number in margins])
    largest, s = writer.number(max(margins.values()), 1), "s" if len(margins) > 1 else ""
    return writer.say(
        th=f" ตัวชี้วัดที่ {numbers}: ต้องเปลี่ยนแปลงไม่น้อยกว่าที่ความบังเอิญของการสำรวจอธิบายได้ด้วย (ไม่เกิน {largest} คะแนน)",
        en=f" Indicator{s} {numbers}: the change must also be at least what chance can do in a survey (at most {largest}).",
    )


def _method(facts: Facts, year: int, writer: Writer) -> str:
    mark = plain(facts.material_change(year))
    return writer.say(
        th=f"คะแนนจากการสำรวจที่มีข้อมูลจำนวนผู้ตอบทั้งสองปี ถือว่าเพิ่มขึ้นหรือลดลงเมื่อเปลี่ยนแปลงตั้งแต่ {mark} คะแนนขึ้นไป"
        f" และไม่น้อยกว่าที่ความบังเอิญของการสำรวจอธิบายได้ คือ {chance.DEVIATIONS} เท่าของความคลาดเคลื่อนมาตรฐานของผลต่างระหว่างค่าเฉลี่ย"
        "ของสองปี (ระดับความเชื่อมั่นร้อยละ 95) โดยใช้ความแปรปรวนมากที่สุดที่ค่าเฉลี่ยนั้นมีได้ (อสมการ Bhatia–Davis)"
        " ค่าที่แสดงจึงเป็นค่าสูงสุด",
        en=f"A score of a survey whose respondents of both years are on file has risen or fallen if it moved by {mark} or"
        f" more, and by no less than chance can do: {chance.DEVIATIONS} standard errors of the difference of two means (95 percent),"
        " with the largest variance that such means can have (Bhatia–Davis inequality). The margins given are"
        " the largest possible.",
    )


def _margins(facts: Facts, year: int, writer: Writer) -> Iterator[str]:
    """By survey the margin of each indicator, with the respondents of both years."""
    margin_of = {row["indicator"]: row["margin"] for row in facts.chance if row["fiscal_year"] == year}
    rules = facts.analysed.rules if year == facts.analysed.year else facts.current.rules
    for instrument in rules.instruments:
        own = [number for number in sorted(margin_of) if number in instrument.indicators]
        if not own:
            continue
        before, now = (_count(facts, instrument.id, each) for each in (year - 1, year))
        parts = [
            writer.say(
                th=f"ตัวชี้วัดที่ {number}: ไม่เกิน {writer.number(margin_of[number], 1)} คะแนน",
                en=f"indicator {number}: at most {writer.number(margin_of[number], 1)}",
            )
            for number in own
        ]
        first, last = writer.year(year - 1), writer.year(year)
        yield writer.say(
            th=f"ปีงบประมาณ {first} กับ {last} แบบวัด {instrument.id} (ผู้ตอบ {before:,} คน และ {now:,} คน)"
            f" {writer.join(parts)}",
            en=f"Fiscal years {first} and {last}, {instrument.id} ({before:,} and {now:,} respondents):"
            f" {writer.join(parts)}.",
        )


def _count(facts: Facts, part: str, year: int) -> int:
    return next(
        int(row["value"])
        for row in facts.respondents
        if row["part"] == part.lower() and row["fiscal_year"] == year
    )


_WHY = {
    "checked": ("เนื่องจากเป็นการตรวจข้อมูล ไม่มีผู้ตอบ", "nobody is asked"),
    "parts": (
        "เนื่องจากแบบวัด {name} มีผู้ตอบหลายกลุ่ม และไม่มีข้อมูลว่ารวมคะแนนของแต่ละส่วนอย่างไร",
        "several groups answer {name}, and how their scores make one is not published",
    ),
    "unknown": ("เนื่องจากไม่มีข้อมูลจำนวนผู้ตอบทั้งสองปี", "the respondents of both years are not on file"),
}


def _others(facts: Facts, year: int, writer: Writer) -> Iterator[str]:
    """The indicators that have the report's own mark, and why."""
    with_margin = {row["indicator"] for row in facts.chance if row["fiscal_year"] == year}
    rules = facts.analysed.rules if year == facts.analysed.year else facts.current.rules
    mark = plain(facts.material_change(year))
    point = "point" if mark == "1" else "points"
    for instrument in rules.instruments:
        numbers = [str(number) for number in instrument.indicators if number not in with_margin]
        if not numbers:
            continue
        why = "unknown" if instrument.survey else "checked"
        if instrument.survey and not (
            chance.has_one_group(instrument.id, year) and chance.has_one_group(instrument.id, year - 1)
        ):
            why = "parts"
        th, en = (text.format(name=instrument.id) for text in _WHY[why])
        listed, s = writer.numbers(numbers), "s" if len(numbers) > 1 else ""
        yield writer.say(
            th=f"ตัวชี้วัดที่ {listed}: {mark} คะแนน {th}", en=f"Indicator{s} {listed}: {mark} {point}; {en}."
        )
    yield writer.say(
        th=f"คะแนนรวม: {mark} คะแนน เนื่องจากมิได้มาจากการสำรวจทั้งหมด",
        en=f"The total: {mark} {point}; not all of it comes from surveys.",
    )


def _few(facts: Facts, years: set[int], writer: Writer) -> Iterator[str]:
    """Surveys that so few answered that even their margin is rough."""
    used = {*years, *(year - 1 for year in years)}
    for row in sorted(facts.respondents, key=lambda row: (row["fiscal_year"], row["part"])):
        part, count = row["part"].upper(), int(row["value"])
        few = row["fiscal_year"] in used and row["value"] < chance.FEW
        if not few or not chance.has_one_group(part, row["fiscal_year"]):
            continue
        name, year = part_name(part, writer), writer.year(row["fiscal_year"])
        s = "s" if count > 1 else ""
        yield writer.say(
            th=f"แบบวัด {name} ปีงบประมาณ {year} มีผู้ตอบเพียง {count} คน ไม่ถึง {chance.FEW} คน ค่าที่คำนวณจึงเป็นเพียงค่าโดยประมาณ",
            en=f"Only {count} respondent{s}, fewer than {chance.FEW}, answered the {name} of fiscal year {year}: its"
            " margin is rough.",
        )
