"""The remarks below the table of scores: what is missing, derived, recomputed or not confirmed."""

from __future__ import annotations

from helpers import framework
from helpers.facts import Facts, Result
from helpers.narrative.sentences import by_part, named_level
from helpers.narrative.writer import Writer


def of_report(facts: Facts, writer: Writer) -> list[str]:
    """Notes on missing, derived, recomputed and unconfirmed figures; what holds for both years stands once."""
    now, before = ([*filter(None, _of_year(each, writer))] for each in (facts.current, facts.previous))
    last, first = writer.year(facts.current.year), writer.year(facts.previous.year)
    both = writer.join([first, last])
    shared = {each.replace(first, both) for each in before} & {each.replace(last, both) for each in now}
    return [
        *filter(None, [_not_compared(facts, writer)]),
        *(each.replace(last, both) if each.replace(last, both) in shared else each for each in now),
        *(each for each in before if each.replace(first, both) not in shared),
    ]


def _of_year(result: Result, writer: Writer) -> list[str]:
    year = writer.year(result.year)
    computed = writer.say(
        th=f"คะแนนรวมปีงบประมาณ {year} คำนวณจากคะแนนรายตัวชี้วัดตามค่าน้ำหนัก",
        en=f"The total of fiscal year {year} is computed from the indicators by their weights.",
    )
    return [
        computed if result.published_total is None and result.computed_total is not None else "",
        _on_level(result, writer),
        *(_unconfirmed(result, writer) if result.known else []),
    ]


def of_earlier_years(facts: Facts, writer: Writer) -> list[str]:
    """Notes on unconfirmed rules used for years before the two compared ones."""
    return [
        remark
        for result in facts.results
        if result.year < facts.previous.year
        for remark in _unconfirmed(result, writer)
    ]


def left_out(facts: Facts, writer: Writer) -> list[str]:
    """Which year and change the table of scores leaves out because they aren't on file."""
    absent = [
        result
        for result in (facts.previous, facts.current)
        if not result.known and result.year in framework.years()
    ]
    return [
        writer.say(
            th=f"มิได้แสดงช่องคะแนนปีงบประมาณ {writer.year(result.year)} และช่องเปลี่ยนแปลง เนื่องจากไม่มีข้อมูลคะแนน",
            en=f"Scores of fiscal year {writer.year(result.year)} and changes are left out: none are on file.",
        )
        for result in absent
    ]


def _not_compared(facts: Facts, writer: Writer) -> str:
    """Which indicators have no change because a score is missing."""
    if not facts.current.scores or not facts.previous.scores:
        return ""
    of = len(facts.current.rules.indicators)
    compared = sum(row["change"] is not None for row in facts.comparison)
    if compared == of:
        return ""
    parts = [part for result in (facts.previous, facts.current) if (part := _missing_scores(result, writer))]
    if not parts:  # the rules of the two years differ
        parts = [f"{writer.word('rule', 'others_not_assessed')} {writer.year(facts.previous.year)}"]
    comparable = writer.say(
        th=f"จึงเปรียบเทียบได้ {compared} จาก {of} ตัวชี้วัด" if compared else "จึงไม่มีตัวชี้วัดที่เปรียบเทียบกันได้",
        en=f"{compared} of {of} indicators can be compared" if compared else "no indicator can be compared",
    )
    return writer.say(
        th=f"{writer.join(parts)} {comparable}",
        en=f"{comparable[0].upper()}{comparable[1:]}: {writer.join(parts)}.",
    )


def _missing_scores(result: Result, writer: Writer) -> str:
    """Which indicators of a year have no score; or, if few have one, which do."""
    year, scored = writer.year(result.year), list(result.scores)
    missing = [number for number in result.rules.numbers if number not in scored]
    if not missing:
        return ""
    few_scored = len(scored) < len(missing)
    numbers = scored if few_scored else missing
    listed, plural = writer.numbers([str(number) for number in numbers]), "" if len(numbers) == 1 else "s"
    if few_scored:
        return writer.say(
            th=f"ปีงบประมาณ {year} มีคะแนนเฉพาะตัวชี้วัดที่ {listed}",
            en=f"fiscal year {year} has only the score{plural} of indicator{plural} {listed}",
        )
    return writer.say(
        th=f"ปีงบประมาณ {year} ไม่มีคะแนนตัวชี้วัดที่ {listed}",
        en=f"fiscal year {year} has no score of indicator{plural} {listed}",
    )


def _on_level(result: Result, writer: Writer) -> str:
    year = writer.year(result.year)
    unchecked = result.unchecked
    if result.compared:
        may_be = writer.say(
            th=f" ทั้งนี้ ระดับที่ประกาศอาจต่ำกว่านี้ เพราะ{by_part(result.rules, writer)} แต่มีข้อมูลเพียงคะแนนเฉลี่ย",
            en=f" The published level may be lower: {by_part(result.rules, writer)}, and only"
            " their mean is on file.",
        )
        return writer.say(
            th=f"ระดับผลการประเมินปีงบประมาณ {year} ได้จากการเทียบคะแนนกับเกณฑ์ของปีนั้น เนื่องจากเอกสารต้นทางมิได้ระบุระดับ",
            en=f"The level of fiscal year {year} follows from that year's rules; it is not printed in the source.",
        ) + (may_be if unchecked else "")
    if result.derived_level and result.level != result.derived_level:
        derived = named_level(result.derived_level, result, writer)
        if unchecked and result.rules.may_be(result.level, result.derived_level, ",".join(unchecked)):
            return writer.say(
                th=f"ระดับผลการประเมินปีงบประมาณ {year} แสดงตามที่ประกาศ ส่วนคะแนนเฉลี่ยที่มีข้อมูลเทียบได้ถึงระดับ “{derived}”"
                f" ทั้งนี้ {by_part(result.rules, writer)} ซึ่งไม่มีข้อมูล",
                en=f"The level of fiscal year {year} is shown as published. The means on file would allow"
                f" “{derived}”; {by_part(result.rules, writer)}, and these are not on file.",
            )
        return writer.say(
            th=f"ระดับผลการประเมินปีงบประมาณ {year} แสดงตามที่ประกาศ"
            f" แม้การเทียบคะแนนกับเกณฑ์ของปีนั้นจะได้ระดับ “{derived}”",
            en=f"The level of fiscal year {year} is shown as published, although that year's rules give “{derived}”.",
        )
    return ""


def _unconfirmed(result: Result, writer: Writer) -> list[str]:
    """Notes on unconfirmed rules that the report uses."""
    year, parts = writer.year(result.year), set(result.rules.provisional)
    remarks = []
    names = {
        "names": ("ตัวชี้วัด", "indicators"),
        "weights": ("ค่าน้ำหนัก", "weights"),
        "levels": ("เกณฑ์ระดับผลการประเมิน", "levels"),
    }
    open_parts = [names[part] for part in names if part in parts]
    if open_parts:
        listed = writer.join([th if writer.language == "th" else en for th, en in open_parts])
        remarks.append(
            writer.say(
                th=f"{listed}ของปีงบประมาณ {year} ที่ใช้ในรายงานนี้ ยังไม่ได้รับการยืนยัน",
                en=f"The {listed} of fiscal year {year} used here are provisional.",
            )
        )
    return remarks
