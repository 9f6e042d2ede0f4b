"""The sentences of a report on the result as a whole, from ``Facts``.

Thai and English are side by side; measures, weak points, targets and peers have modules of their own.

Each function returns whole sentences, or "" if there is nothing to say; every figure comes from the
tables. The Thai is formal and official; a missing figure is called missing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from helpers import decimals, framework, thai
from helpers.analysis import deltas, statements
from helpers.facts import Agency, Facts, Result
from helpers.framework import Framework
from helpers.narrative.writer import Writer
from helpers.tables import Row, Rows

MOST_NAMED = 3
"""How many indicators that tie for the lowest score or the largest change a sentence names."""


def title(facts: Facts, writer: Writer) -> str:
    """The document's title with its fiscal year."""
    name = writer.word("document", facts.document)
    year = writer.year(facts.fiscal_year)
    if facts.document == "plan":
        return writer.say(th=f"{name} ประจำปีงบประมาณ {year}", en=f"{name}, fiscal year {year}")
    if facts.document == "progress":
        first, _ = thai.fiscal_year_bounds(facts.fiscal_year)
        return writer.say(
            th=f"{name} ประจำปีงบประมาณ {year} รอบ 6 เดือน"
            f" (ตุลาคม {first.year + 543} – มีนาคม {facts.fiscal_year})",
            en=f"{name}, fiscal year {year}, first six months"
            f" (October {first.year} – March {first.year + 1})",
        )
    return writer.say(th=f"{name} ประจำปีงบประมาณ {year}", en=f"{name}, fiscal year {year}")


def place(facts: Facts, writer: Writer) -> str:
    """The agency with its district and province, as far as they are known."""
    agency = facts.agency
    gap = writer.say(th=" ", en=", ")
    areas = [
        district(agency, writer) if agency.district else "",
        province(agency.province, writer) if agency.province else "",
    ]
    return gap.join([agency.full_name, *(area for area in areas if area)])


BANGKOK = "กรุงเทพมหานคร"
"""No province (จังหวัด), and its districts are called เขต."""


def district(agency: Agency, writer: Writer) -> str:
    """The agency's district, as a name with its kind."""
    kind = "เขต" if agency.province == BANGKOK else "อำเภอ"
    return writer.say(th=f"{kind}{agency.district}", en=f"{agency.district} district")


def province(name: str, writer: Writer) -> str:
    """A province's name with its kind."""
    if name == BANGKOK:
        return writer.say(th=BANGKOK, en="Bangkok")
    return writer.say(th=f"จังหวัด{name}", en=f"{name} province")


def indicator(number: int, result: Result, writer: Writer) -> str:
    """An indicator by number and name."""
    name = result.rules.indicator(number).name(writer.language)
    return writer.say(th=f"ตัวชี้วัดที่ {number} {name}", en=f"indicator {number} ({name.lower()})")


def summary(facts: Facts, writer: Writer) -> list[str]:
    """The summary, as paragraphs: total, level, change on the year before, indicators below the mark."""
    if not facts.current.known and not facts.previous.known:
        return [_no_scores(facts, writer)]
    paragraphs = [_total(facts, writer), level_reason(facts.current, writer)]
    paragraphs.append(_below_in_both(facts, writer))
    return [paragraph for paragraph in paragraphs if paragraph]


def _no_scores(facts: Facts, writer: Writer) -> str:
    name, current, previous = facts.agency.full_name, facts.current.year, facts.previous.year
    states = any(row["state"] != "unknown" for row in facts.activities)
    results = states or any(
        not statements.all_blank(row[name] for row in facts.activities) for name in ("result", "outcome")
    )
    reported = states if facts.document == "summary" else results  # a summary shows no results
    contents = {
        "plan": ("มาตรการ", "the measures"),
        "progress": ("มาตรการและความก้าวหน้า", "the measures and their progress"),
        "annual": ("มาตรการและผลการดำเนินการ", "the measures and their results"),
        "summary": ("สถานะของมาตรการ", "the state of the measures"),
    }[facts.document if reported else "plan"]
    return writer.say(
        th=f"ไม่มีข้อมูลคะแนนผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
        f" ของ{name} ทั้งปีงบประมาณ {writer.year(previous)} และ {writer.year(current)}"
        f" รายงานฉบับนี้จึงแสดงเฉพาะ{contents[0]} โดยไม่มีการเปรียบเทียบคะแนน",
        en=f"No scores of the Integrity and Transparency Assessment (ITA) are on file for {name}, neither for"
        f" fiscal year {writer.year(previous)} nor for {writer.year(current)}. This report therefore presents"
        f" {contents[1]} only, without a comparison of scores.",
    )


def _total(facts: Facts, writer: Writer) -> str:
    current, previous = facts.current, facts.previous
    name = facts.agency.full_name
    if current.total is None:
        if len(current.scores):
            return _some_scores(facts, current, writer)
        absent = writer.say(
            th=f"ไม่มีข้อมูลคะแนนผลการประเมิน ITA ปีงบประมาณ {writer.year(current.year)} ของ{name}",
            en=f"The ITA scores of {name} for fiscal year {writer.year(current.year)} are not on file.",
        )
        if previous.total is None:
            earlier = _some_scores(facts, previous, writer) if len(previous.scores) else ""
            return f"{absent} {earlier}".strip()
        return f"{absent} " + writer.say(
            th=f"ส่วนปีงบประมาณ {writer.year(previous.year)} ได้ {writer.score(previous.total)} คะแนน"
            f"{_level(previous, writer)}",
            en=f"For fiscal year {writer.year(previous.year)} the total was {writer.score(previous.total)}"
            f" points{_level(previous, writer)}.",
        )
    full = f"{current.rules.full_score:f}"
    total = writer.say(
        th=f"ในปีงบประมาณ {writer.year(current.year)} {writer.name(name)}ได้คะแนนผลการประเมินคุณธรรมและความโปร่งใส"
        f"ในการดำเนินงานของหน่วยงานภาครัฐ (ITA) {writer.score(current.total)} คะแนน"
        f" จากคะแนนเต็ม {full} คะแนน{_level(current, writer)}",
        en=f"In fiscal year {writer.year(current.year)} {name} reached {writer.score(current.total)} of"
        f" {full} points in the Integrity and Transparency Assessment (ITA){_level(current, writer)}",
    )
    return total + _change(facts, writer) + writer.say(th="", en=".")


def _some_scores(facts: Facts, result: Result, writer: Writer) -> str:
    count, of = len(result.scores), len(result.rules.indicators)
    scores = [
        writer.say(
            th=f"{indicator(number, result, writer)} ได้ {writer.score(score)} คะแนน",
            en=f"{indicator(number, result, writer)} with {writer.score(score)} points",
        )
        for number, score in result.scores.items()
    ]
    listed = writer.join(scores) if count <= 3 else ""  # more are left to the table of scores
    return writer.say(
        th=f"ข้อมูลผลการประเมิน ITA ปีงบประมาณ {writer.year(result.year)} ของ{facts.agency.full_name}"
        f" มีคะแนนเพียง {count} ตัวชี้วัด จาก {of} ตัวชี้วัด{' คือ ' + listed if listed else ''}"
        f" จึงไม่สามารถสรุปคะแนนรวมและระดับผลการประเมินได้",
        en=f"Of the ITA scores of {facts.agency.full_name} for fiscal year {writer.year(result.year)} only"
        f" {count} of {of} {'is' if count == 1 else 'are'} on file{': ' + listed if listed else ''};"
        f" no total or level can be given.",
    )


def _level(result: Result, writer: Writer) -> str:
    if not result.level:
        return ""
    name = level_name(result, writer)
    if result.compared:
        return writer.say(th=f" เทียบได้กับระดับ “{name}”", en=f", which compares to the level “{name}”")
    return writer.say(th=f" อยู่ในระดับ “{name}”", en=f", level “{name}”")


def level_name(result: Result, writer: Writer) -> str:
    """The level's name in the writer's language; a level that the rules don't have, as printed."""
    return named_level(result.level, result, writer)


def level_shown(result: Result, writer: Writer) -> str:
    """The level's name in a table, which says so if no source publishes the level."""
    name = level_name(result, writer)
    return writer.say(th=f"เทียบได้กับ “{name}”", en=f"compares to “{name}”") if result.compared else name


def level_label(result: Result, writer: Writer) -> str:
    """The label above a level in large type, which only has room for the name itself."""
    compared = writer.say(th="ระดับที่เทียบได้", en="Level it compares to")
    return compared if result.compared else writer.word("column", "level")


def named_level(name: str, result: Result, writer: Writer) -> str:
    """A level of a result's year in the writer's language; one that the rules don't have, as printed."""
    names = {level.th: level.name(writer.language) for level in result.rules.levels}
    return names.get(name, name)


def level_reason(result: Result, writer: Writer) -> str:
    """The conditions that kept the result from the next level; "" if there are none to name."""
    # If another level was published, the conditions of the derived one don't explain it.
    if not result.missed or result.level != result.derived_level or result.total is None:
        return ""
    step = next(level for level in result.rules.levels if level.th == result.next_level)
    missed = [
        (name, result.total if name == "total" else result.means[name], mark)
        for name in result.missed
        if (mark := step.total if name == "total" else step.instruments) is not None
    ]
    joined = _short_of(missed, writer)
    above = named_level(result.next_level, result, writer)
    return writer.say(
        th=f"ผลการประเมินปีงบประมาณ {writer.year(result.year)} ยังไม่ถึงระดับ “{above}” เนื่องจาก{joined}",
        en=f"The result of fiscal year {writer.year(result.year)} is short of the level “{above}”, because {joined}.",
    )


def _short_of(missed: list[tuple[str, float, Decimal]], writer: Writer) -> str:
    """The conditions that failed, each a part of the result, its value and the mark."""
    marks = {mark for *_, mark in missed}
    if len(marks) == 1 and all(decimals.to_decimal(value) < mark for _, value, mark in missed):
        common, single = plain(marks.pop()), len(missed) == 1
        figures = _figures(missed, writer)
        return writer.say(
            th=f"{figures} ต่ำกว่าเกณฑ์ {common} คะแนน",
            en=f"{figures} {'is' if single else 'are'} below {common}",
        )
    parts = []
    for condition in missed:
        _, value, mark = condition
        figure = _figures([condition], writer)
        # A figure may print as equal to the mark because it was below only before rounding.
        rounded = decimals.to_decimal(value) >= mark
        parts.append(
            writer.say(
                th=f"{figure} {'ก่อนปัดเศษ' if rounded else ''}ต่ำกว่าเกณฑ์ {plain(mark)} คะแนน",
                en=f"{figure} is below {plain(mark)}{' before rounding' if rounded else ''}",
            )
        )
    return writer.join(parts)


def part_name(name: str, writer: Writer) -> str:
    """An instrument, or a part of one: EIT ส่วนที่ 1."""
    instrument, _, part = name.partition("_")
    return writer.say(th=f"{instrument} ส่วนที่ {part}", en=f"{instrument} part {part}") if part else name


def by_part(rules: Framework, writer: Writer) -> str:
    """The half sentence that levels ask for a mark in every part of an instrument."""
    counts = {name: len(parts) for name, parts in rules.parts.items()}
    return writer.say(
        th="เกณฑ์พิจารณาคะแนน"
        + writer.join([f"แบบวัด {name} แยกเป็น {count} ส่วน" for name, count in counts.items()]),
        en="the rules look at "
        + writer.join([f"the {_COUNTS[count]} parts of the {name}" for name, count in counts.items()])
        + " one by one",
    )


_COUNTS = {2: "two", 3: "three", 4: "four"}


def _figures(missed: list[tuple[str, float, Decimal]], writer: Writer) -> str:
    """The total and the instruments' means by name; several instruments share one introduction."""
    figure_of = {
        part_name(name, writer): writer.say(
            th=f" ({writer.score(value)} คะแนน)", en=f" ({writer.score(value)})"
        )
        for name, value, _ in missed
    }
    parts = (
        [writer.say(th="คะแนนรวม", en="the total") + figure_of.pop("total")] if "total" in figure_of else []
    )
    means = writer.join([name + figure for name, figure in figure_of.items()])
    if means:
        single = len(figure_of) == 1
        parts.append(
            writer.say(th=f"คะแนนเฉลี่ยของแบบวัด {means}", en=f"the {'mean' if single else 'means'} of {means}")
        )
    return writer.join(parts)


def _change(facts: Facts, writer: Writer) -> str:
    """The total compared with the year before, as the end of the sentence on the total."""
    previous, change = facts.previous, facts.change
    if change is None:
        return _without_previous(facts, writer)
    size, before = writer.score(abs(change)), writer.score(previous.total)
    year = writer.year(previous.year)
    exact = decimals.to_decimal(change)
    at_level = _level_before(facts, writer)
    if exact == 0:
        return writer.say(
            th=f" โดยคะแนนเท่ากับปีงบประมาณ {year}{at_level}",
            en=f", the same as in fiscal year {year}{at_level}",
        )
    rose = exact > 0
    if abs(exact) < facts.material_change(facts.current.year):
        return writer.say(
            th=f" โดยคะแนนใกล้เคียงกับปีงบประมาณ {year} ซึ่งได้ {before} คะแนน{at_level}"
            f" ({'เพิ่มขึ้น' if rose else 'ลดลง'} {size} คะแนน)",
            en=f", about the same as the {before} points of fiscal year {year}{at_level}"
            f" ({'up' if rose else 'down'} {size})",
        )
    return writer.say(
        th=f" โดยคะแนน{'เพิ่มขึ้น' if rose else 'ลดลง'} {size} คะแนน"
        f" เมื่อเทียบกับปีงบประมาณ {year} ซึ่งได้ {before} คะแนน{at_level}",
        en=f", {size} points {'more' if rose else 'fewer'} than the {before} of fiscal year {year}{at_level}",
    )


def _without_previous(facts: Facts, writer: Writer) -> str:
    """Why there is no change on the year before, as the end of the sentence on the total."""
    previous, earlier, year = facts.previous, facts.earlier, writer.year(facts.previous.year)
    first = framework.years()[0]
    if previous.year < first:
        return writer.say(
            th=f" ทั้งนี้ ปีงบประมาณก่อน พ.ศ. {first} ใช้กรอบการประเมินอื่น จึงไม่นำมาเปรียบเทียบ",
            en=f"; the years before {first} B.E. used another framework and are not compared",
        )
    if earlier is not None and earlier.total is not None and facts.current.total is not None:
        change = writer.change(decimals.difference(facts.current.total, earlier.total))
        return writer.say(
            th=f" ทั้งนี้ ไม่มีข้อมูลคะแนนรวมปีงบประมาณ {year} สำหรับเปรียบเทียบ"
            f" ปีล่าสุดก่อนหน้านั้นที่มีข้อมูล คือ ปีงบประมาณ {writer.year(earlier.year)}"
            f" ซึ่งได้ {writer.score(earlier.total)} คะแนน (ผลต่าง {change} คะแนน)",
            en=f"; there is no total of fiscal year {year} to compare it with, and the latest on file before"
            f" that is the {writer.score(earlier.total)} of fiscal year {writer.year(earlier.year)}"
            f" (change {change})",
        )
    if previous.known:
        return writer.say(
            th=f" ทั้งนี้ ไม่มีข้อมูลคะแนนรวมปีงบประมาณ {year} สำหรับเปรียบเทียบ",
            en=f"; there is no total of fiscal year {year} to compare it with",
        )
    return writer.say(
        th=f" ทั้งนี้ รายงานฉบับนี้มิได้เปรียบเทียบกับปีก่อน เนื่องจากไม่มีข้อมูลคะแนนของปีงบประมาณ {year}",
        en=f"; it is not compared with the year before, because no scores of fiscal year {year} are on file",
    )


def _level_before(facts: Facts, writer: Writer) -> str:
    if not facts.previous.level:
        return ""
    name = level_name(facts.previous, writer)
    if facts.previous.compared:
        return writer.say(th=f" (เทียบได้กับระดับ “{name}”)", en=f" (which compares to the level “{name}”)")
    if facts.previous.level == facts.current.published_level:
        return writer.say(th=" (ระดับเดียวกัน)", en=" at the same level")
    return writer.say(th=f" (ระดับ “{name}”)", en=f" (level “{name}”)")


def _below_in_both(facts: Facts, writer: Writer) -> str:
    """The indicators below the pass mark in both years, as far as known."""
    results = (facts.current, facts.previous)
    if all(result.complete and not result.below_pass_mark for result in results):
        years = writer.join([writer.year(facts.previous.year), writer.year(facts.current.year)])
        mark = plain(facts.current.rules.pass_mark)
        return writer.say(
            th=f"ปีงบประมาณ {years} ทุกตัวชี้วัดได้คะแนนตั้งแต่ {mark} คะแนนขึ้นไปทั้งสองปี",
            en=f"In fiscal years {years} every indicator reached {mark} points or more.",
        )
    below = [sentence for result in results if (sentence := _below(result, writer))]
    return writer.say(th=" ส่วน", en=" ").join(below)


def _below(result: Result, writer: Writer) -> str:
    count, year = len(result.scores), writer.year(result.year)
    if count < 2:  # the sentence on a single score says all there is
        return ""
    mark = f"{result.rules.pass_mark:f}"
    of = len(result.rules.indicators)
    whole = count == of
    among = writer.say(
        th=f"จาก {count} ตัวชี้วัด" if whole else f"จาก {count} ตัวชี้วัดที่มีข้อมูล",
        en=f"of {count} indicators" if whole else f"of the {count} indicators on file",
    )
    below = result.below_pass_mark
    if not below:
        return writer.say(
            th=f"ปีงบประมาณ {year} ทุกตัวชี้วัด{'' if whole else 'ที่มีข้อมูล'}ได้คะแนนตั้งแต่ {mark} คะแนนขึ้นไป",
            en=f"In fiscal year {year} every indicator{'' if whole else ' on file'} reached {mark} points or more.",
        )
    if len(below) == count:
        return writer.say(
            th=f"ปีงบประมาณ {year} ทุกตัวชี้วัด{'' if whole else 'ที่มีข้อมูล'}ได้คะแนนต่ำกว่าเกณฑ์ {mark} คะแนน",
            en=f"In fiscal year {year} every indicator{'' if whole else ' on file'} was below {mark} points.",
        )
    names = writer.join([indicator(number, result, writer) for number in below])
    lead = ("คือ" if len(below) == 1 else "ได้แก่", "namely")
    return writer.say(
        th=f"ปีงบประมาณ {year} มีตัวชี้วัดที่ได้คะแนนต่ำกว่าเกณฑ์ {mark} คะแนน จำนวน {len(below)} ตัวชี้วัด"
        f" {among} {lead[0]} {names}",
        en=f"In fiscal year {year} {len(below)} {among} {'was' if len(below) == 1 else 'were'} below the mark of"
        f" {mark} points: {names}.",
    )


def closing(facts: Facts, writer: Writer) -> list[str]:
    """The closing narrative, as paragraphs."""
    year, name = writer.year(facts.fiscal_year), facts.agency.full_name
    if facts.document == "plan" and not facts.measures:
        return [
            writer.say(
                th=f"{writer.name(name)}จะนำผลการวิเคราะห์ข้างต้นไปประกอบการกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
                f"ในปีงบประมาณ {year} ต่อไป",
                en=f"{name} will draw on this analysis when it sets its measures for fiscal year {year}.",
            )
        ]
    if facts.document == "plan":
        watched = not statements.all_blank(row["monitoring"] for row in facts.measures)
        th, en = (" กำกับติดตามตามแนวทางที่กำหนด", ", monitor them as set out") if watched else ("", "")
        return [
            writer.say(
                th=f"{writer.name(name)}จะนำมาตรการในรายงานนี้ไปสู่การปฏิบัติในปีงบประมาณ {year}{th} และรายงานผลเมื่อสิ้นปีงบประมาณ",
                en=f"{name} will carry out these measures in fiscal year {year}{en} and report on them after its end.",
            )
        ]
    # If there are measures, the movement is described with their outcomes.
    paragraphs = [movement(facts, writer)] if facts.document == "annual" and not facts.measures else []
    further = writer.say(th="ทั้งนี้ ", en="") if any(paragraphs) else ""
    next_year = writer.year(facts.fiscal_year + 1)
    if facts.document == "annual":
        lowest_indicator = lowest(facts, writer)
        lowest_of = (
            writer.say(th=f" รวมถึง{lowest_indicator} ", en=f", and on {lowest_indicator},")
            if lowest_indicator
            else ""
        )
        if facts.measures and not facts.progress:
            return [
                *filter(None, paragraphs),
                writer.say(
                    th=f"{further}{writer.name(name)}จะรายงานผลการดำเนินการตามมาตรการดังกล่าวต่อไป",
                    en=f"{name} will report on what is done of these measures.",
                ),
            ]
        results = ("ผลการดำเนินการตามมาตรการในรายงานนี้", "the results of these measures")
        if any(statements.kind(row["suggestions"]) == "said" for row in facts.activities):
            results = ("ผลการดำเนินการและข้อเสนอแนะในรายงานนี้", "these results and suggestions")
        if not facts.measures:
            results = ("ผลการประเมินข้างต้น", "this result")
        paragraphs.append(
            writer.say(
                th=f"{further}{writer.name(name)}จะนำ{results[0]}{lowest_of}"
                f"ไปประกอบการกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสในปีงบประมาณ {next_year} ต่อไป",
                en=f"{name} will draw on {results[1]}{lowest_of} when it sets its measures for"
                f" fiscal year {next_year}.",
            )
        )
    else:
        finished = bool(facts.progress) and all(row["state"] == "done" for row in facts.activities)
        task = (
            ("กำกับติดตามให้มาตรการมีผลอย่างต่อเนื่อง", "keep the measures in effect")
            if finished
            else ("ติดตามการดำเนินการตามมาตรการให้แล้วเสร็จ", "see the measures through")
        )
        paragraphs.append(
            writer.say(
                th=f"{writer.name(name)}จะ{task[0]}ภายในปีงบประมาณ {year} และรายงานผลเมื่อสิ้นปีงบประมาณ",
                en=f"{name} will {task[1]} within fiscal year {year} and report on them after its end.",
            )
        )
    return [paragraph for paragraph in paragraphs if paragraph]


def movement(facts: Facts, writer: Writer) -> str:
    """Rises and falls between the two years. Says what happened, not that the measures caused it."""
    rows = [row for row in facts.comparison if row["change"] is not None]
    if not rows:
        return ""
    years = (writer.year(facts.previous.year), writer.year(facts.current.year))
    groups = by_direction(rows, facts, writer)
    if len(groups) == 1 and len(rows) > 1:
        text, _ = by_direction(rows, facts, writer, count=False)[0]
        every = "both indicators" if len(rows) == 2 else f"all {len(rows)} indicators"
        counted = writer.say(th=f"ทั้ง {len(rows)} ตัวชี้วัดมีคะแนน{text}", en=f"{every} {text}")
    else:
        of = writer.say(th="", en=f"of {len(rows)} indicators " if len(rows) > 1 else "")
        parts = [text + _numbers_of(group, writer) for text, group in groups]
        counted = writer.say(th=f"มีตัวชี้วัดที่คะแนน{writer.join(parts)}", en=f"{of}{'; '.join(parts)}")
    return writer.say(
        th=f"เมื่อเปรียบเทียบผลการประเมินปีงบประมาณ {years[0]} กับ {years[1]} {counted}",
        en=f"Between fiscal years {years[0]} and {years[1]}, {counted}.",
    )


def _numbers_of(rows: Rows, writer: Writer) -> str:
    """The indicators by number: their names and changes stand in the table."""
    numbers = writer.numbers([str(row["indicator"]) for row in rows])
    lead = "คือ" if len(rows) == 1 else "ได้แก่"
    return writer.say(
        th=f" {lead} ตัวชี้วัดที่ {numbers}", en=f" (indicator{'s' if len(rows) > 1 else ''} {numbers})"
    )


def by_direction(
    rows: Rows, facts: Facts, writer: Writer, *, count: bool = True
) -> list[tuple[str, list[Row]]]:
    """The rows of a comparison grouped by direction of change; each group with its name and number."""
    mark = mark_of_change(facts, facts.current.year)
    names = {
        "rose": (f"เพิ่มขึ้น{mark.reached}", f"rose by {mark.points} or more"),
        "fell": (f"ลดลง{mark.reached}", f"fell by {mark.points} or more"),
        "near": (f"ต่างจากปีก่อนไม่{mark.upto}", f"moved by less than {mark.points}")
        if mark.by_chance
        else (
            f"ใกล้เคียงเดิม (เปลี่ยนแปลงไม่{mark.upto})",
            f"stayed about the same (moved by less than {mark.points})",
        ),
        "same": ("ไม่เปลี่ยนแปลง", "did not change"),
    }
    groups = []
    for code, (th, en) in names.items():
        group = [row for row in rows if direction(row, facts) == code]
        if group:
            n = len(group)
            counted = writer.say(th=f"{th} {n} ตัวชี้วัด", en=f"{n} {en}")
            groups.append((counted if count else writer.say(th=th, en=en), group))
    return groups


def direction(row: Row, facts: Facts) -> str:
    """The direction (``deltas.direction_of``) of the change in a row of a comparison."""
    return deltas.direction_of(row["change"], facts.material_change(facts.current.year), row["margin"])


class Mark(NamedTuple):
    """By how much a score has to move to have risen or fallen, as parts of sentences."""

    reached: str
    upto: str
    en: str
    points: str
    by_chance: bool


def mark_of_change(facts: Facts, year: int) -> Mark:
    """The mark for changes up to a year: a figure, or its name where not all have the same (``chances``)."""
    if any(row["fiscal_year"] == year for row in facts.chance):
        name, en = "เกณฑ์การเปลี่ยนแปลง", "the mark of change"
        return Mark(f"ไม่น้อยกว่า{name}", f"ถึง{name}", en, en, by_chance=True)
    mark = plain(facts.material_change(year))
    points = f"{mark} {'point' if mark == '1' else 'points'}"
    return Mark(f"ตั้งแต่ {mark} คะแนนขึ้นไป", f"ถึง {mark} คะแนน", mark, points, by_chance=False)


def stated_in(rules: Framework, writer: Writer) -> tuple[str, str]:
    """That marks of the analysis are those of a workspace's ``rules.toml``, in Thai and English."""
    source = writer.localise(rules.sources["settings"])
    return f"เป็นไปตามหลักเกณฑ์ที่ผู้จัดทำระบุ ({source})", f"that the issuer states ({source})"


def plain(number: Decimal) -> str:
    """A mark without needless decimals: 85, 0.5."""
    return f"{number.normalize():f}"


def lowest(facts: Facts, writer: Writer) -> str:
    """The current year's lowest indicator with its score, as part of a sentence; "" if unknown."""
    current = facts.current
    if not current.complete:
        return ""
    if len(current.lowest) > MOST_NAMED:
        return ""
    names = writer.join([indicator(number, current, writer) for number in current.lowest])
    score, single = writer.score(min(current.scores.values())), len(current.lowest) == 1
    return writer.say(
        th=f"ตัวชี้วัดที่ได้คะแนนต่ำที่สุด {'คือ' if single else 'ได้แก่'} {names} ({score} คะแนน)",
        en=f"the lowest {'indicator' if single else 'indicators'}, {names} with {score}",
    )
