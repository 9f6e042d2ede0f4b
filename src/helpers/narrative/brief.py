"""The one-page summary: what a mayor needs to know and has to decide.

Its sentences are shorter than the report's but never say anything different.
"""

from __future__ import annotations

from helpers import decimals, framework
from helpers.analysis import statements
from helpers.analysis.documents import ROUND_OF
from helpers.facts import Facts
from helpers.narrative import chances, measures, questions, sentences, standing
from helpers.narrative.sentences import indicator, plain
from helpers.narrative.writer import Writer
from helpers.tables import Rows

MOST_POINTS = 3
"""How many points for decision a summary lists; the report has them all."""


def result(facts: Facts, writer: Writer) -> list[str]:
    """The total and its level, compared with the year before and with the country."""
    lines = [
        # The first paragraph of the report's summary holds the total and its level.
        sentences.summary(facts, writer)[0],
        standing.of_country(facts, writer),
        _uncertain(facts, writer),
    ]
    return [line for line in lines if line]


def _uncertain(facts: Facts, writer: Writer) -> str:
    """A remark that a derived level may be too high, if the rules need scores that aren't on file."""
    current = facts.current
    if not current.compared or not current.unchecked:
        return ""
    year = writer.year(current.year)
    return writer.say(
        th=f"ระดับของปีงบประมาณ {year} ได้จากการเทียบคะแนนกับเกณฑ์ ระดับที่ประกาศอาจต่ำกว่านี้",
        en=f"The level of fiscal year {year} follows from its rules and the scores on file; the published one may be"
        f" lower.",
    )


def moved(facts: Facts, writer: Writer) -> list[str]:
    """How many indicators rose and fell, and the largest rise and fall."""
    if not any(row["change"] is not None for row in facts.comparison):
        return []
    mark = sentences.mark_of_change(facts, facts.current.year)
    parts = []
    for code, th, en in (("rose", "เพิ่มขึ้น", "rose"), ("fell", "ลดลง", "fell")):
        of = [row for row in facts.comparison if sentences.direction(row, facts) == code]
        if not of:
            continue
        # In whole hundredths, so that equal printed changes tie and the first of them is named.
        first = max(of, key=lambda row: abs(decimals.units(row["change"])))
        name = indicator(first["indicator"], facts.current, writer)
        lead = ("โดยมากที่สุด คือ", "most of all") if len(of) > 1 else ("คือ", "namely")
        parts.append(
            writer.say(
                th=f"{th}{mark.reached} {len(of)} ตัวชี้วัด {lead[0]} {name}"
                f" ({writer.change(first['change'])} คะแนน)",
                en=f"{len(of)} {en}, {lead[1]} {name} ({writer.change(first['change'])})",
            )
        )
    year = writer.year(facts.previous.year)
    if not parts:
        moved = f"เพิ่มขึ้นหรือลดลง{mark.upto}" if mark.by_chance else f"เปลี่ยนแปลง{mark.reached}"
        return [
            writer.say(
                th=f"ไม่มีตัวชี้วัดใด{moved}จากปีงบประมาณ {year}",
                en=f"No indicator moved by {mark.en} or more since fiscal year {year}.",
            )
        ]
    return [
        writer.say(
            th=f"เมื่อเทียบกับปีงบประมาณ {year} มีตัวชี้วัดที่คะแนน{writer.join(parts)}",
            en=f"Of the indicators that moved by {mark.en} or more since fiscal year {year}, {writer.join(parts)}.",
        )
    ]


def decisions(facts: Facts, writer: Writer) -> list[str]:
    """Two or three points that need a decision: late or unfinished, below the mark, unanswered, not reported."""
    # The most pressing first, as the last ones are cut off.
    parts = (_late, _unfinished, _below, _unanswered, _in_vain, _unreported, _next)
    return [line for part in parts for line in part(facts, writer)][:MOST_POINTS]


def state(facts: Facts, writer: Writer) -> list[str]:
    """The number of measures and their progress."""
    if not facts.measures:
        return [
            writer.say(th="ไม่มีข้อมูลมาตรการของปีงบประมาณนี้", en="No measures of this fiscal year are on file.")
        ]
    count, of = len(facts.printed), len(facts.activities)
    if not facts.progress:
        return [
            writer.say(
                th=f"กำหนดไว้ {count} มาตรการ รวม {of} กิจกรรม แต่ยังไม่มีข้อมูลผลการดำเนินการ",
                en=f"{count} measures with {of} activities are set; no results are on file.",
            )
        ]
    progress, remarks = measures.counted(facts, writer), measures.remarks(facts, writer)
    return [
        writer.say(
            th=f"กำหนดไว้ {count} มาตรการ {progress}{remarks}",
            en=f"{count} measure{'' if count == 1 else 's'}, {progress}.{remarks}",
        )
    ]


def _late(facts: Facts, writer: Writer) -> list[str]:
    late = [row for row in facts.activities if row["late"]]
    if not late:
        return []
    count, listed = len(late), _by_measure(late, writer)
    return [
        writer.say(
            th=f"เร่งรัดกิจกรรมที่พ้นระยะเวลาดำเนินการแล้ว จำนวน {count} กิจกรรม {listed}",
            en=f"Press for the {count} activit{'y that is' if count == 1 else 'ies that are'} past the period:"
            f" {listed}.",
        )
    ]


def _unfinished(facts: Facts, writer: Writer) -> list[str]:
    """Activities reported as not done, in the year's report; late ones have a line of their own."""
    if not _of_the_year(facts):
        return []
    open_ = [
        row for row in facts.activities if row["state"] in ("under_way", "not_begun") and not row["late"]
    ]
    if not open_:
        return []
    count, listed = len(open_), _by_measure(open_, writer)
    # While there is time they are to be seen through; after it the question is whether to go on.
    if min(facts.cut_off, facts.results_until or facts.cut_off) < facts.end_of_round:
        return [
            writer.say(
                th=f"กำกับกิจกรรมที่ยังไม่แล้วเสร็จ จำนวน {count} กิจกรรม ให้แล้วเสร็จตามระยะเวลาที่กำหนด {listed}",
                en=f"See {count} unfinished activit{'y' if count == 1 else 'ies'} through in time: {listed}.",
            )
        ]
    return [
        writer.say(
            th=f"พิจารณาว่าจะดำเนินการกิจกรรมที่ยังไม่แล้วเสร็จ จำนวน {count} กิจกรรม ต่อในปีถัดไปหรือไม่ {listed}",
            en=f"Decide whether to carry on next year with {count} unfinished"
            f" activit{'y' if count == 1 else 'ies'}: {listed}.",
        )
    ]


def _of_the_year(facts: Facts) -> bool:
    """Whether results are on file, and all of the year's round."""
    return {row["round"] for row in facts.progress} == {ROUND_OF["annual"]}


def _by_measure(rows: Rows, writer: Writer) -> str:
    """Activities by number, with their measure's title; measures beyond one line are left to the report."""
    parts = measures.named(rows, writer, titles=True)
    lead = writer.say(th="คือ " if len(parts) == 1 else "ได้แก่ ", en="")
    if len(parts) > MOST_POINTS:
        parts = [*parts[:MOST_POINTS], writer.say(th="กิจกรรมของมาตรการอื่น", en="others")]
    return lead + writer.join(parts)


def _below(facts: Facts, writer: Writer) -> list[str]:
    """The lowest indicators below the mark, with what reaching it would add to the total."""
    latest = facts.current if facts.current.scores else facts.previous
    low = sorted(latest.below_pass_mark, key=lambda number: latest.scores[number])
    mark = latest.rules.pass_mark
    lines = []
    for n in low[:2]:  # leaves room for a point of another kind
        reached, from_what = writer.score(latest.scores[n]), questions.named(facts, latest, n, writer)
        lines.append(
            writer.say(
                th=f"กำหนดแนวทางแก้ไข{indicator(n, latest, writer)} ซึ่งได้ {reached} คะแนน ต่ำกว่าเกณฑ์ {plain(mark)} คะแนน{from_what}",
                en=f"Decide how to mend {indicator(n, latest, writer)}, at {reached} below the mark of {plain(mark)}{from_what}.",
            )
        )
    return lines


def _unanswered(facts: Facts, writer: Writer) -> list[str]:
    """Weak points that no measure answers."""
    if not facts.measures:
        return []
    open_ = [row["indicator"] for row in facts.weak if row["indicator"] not in facts.answering]
    if not open_:
        return []
    names = [indicator(number, facts.analysed, writer) for number in open_[:2]]
    if len(open_) > len(names):
        names.append(writer.say(th="ตัวชี้วัดอื่น", en="others"))
    listed = writer.join(names)
    return [
        writer.say(
            th=f"กำหนดมาตรการรองรับ{listed} ซึ่งยังไม่มีมาตรการใดระบุว่ารองรับ",
            en=f"Set measures for {listed}, which no measure names.",
        )
    ]


def _in_vain(facts: Facts, writer: Writer) -> list[str]:
    """Weak points whose score fell or stayed below the mark although their measures were done."""
    rows = [row for row in facts.follow_up if row["in_vain"]]
    if not rows:
        return []
    listed = writer.join([indicator(row["indicator"], facts.analysed, writer) for row in rows[:2]])
    has_more = len(rows) > 2
    return [
        writer.say(
            th=f"ทบทวนมาตรการของ{listed}{' และตัวชี้วัดอื่น' if has_more else ''} ซึ่งดำเนินการแล้วแต่คะแนนลดลงหรือยังต่ำกว่าเกณฑ์",
            en=f"Review the measures for {listed}{' and others' if has_more else ''}: done, but the score fell or is"
            f" still below the mark.",
        )
    ]


def _unreported(facts: Facts, writer: Writer) -> list[str]:
    """What the year's report must contain but no measure reports."""
    if not _of_the_year(facts):
        return []
    absent = tuple(
        column
        for column in ("outcome", "problems")
        if statements.all_blank(row[column] for row in facts.activities)
    )
    if not absent:
        return []
    th, en = {
        ("outcome",): ("ผลลัพธ์", "outcomes"),
        ("problems",): ("ปัญหาและอุปสรรค", "problems"),
        ("outcome", "problems"): ("ผลลัพธ์ ปัญหา และอุปสรรค", "outcomes and problems"),
    }[absent]
    return [
        writer.say(
            th=f"ให้ผู้รับผิดชอบรายงาน{th}ของมาตรการ ซึ่งยังมิได้รายงาน ก่อนเผยแพร่รายงานประจำปี",
            en=f"Have the {en} of the measures reported, of which nothing is on file, before publication.",
        )
    ]


def _next(facts: Facts, writer: Writer) -> list[str]:
    year = writer.year(facts.fiscal_year + 1)
    if not facts.current.known:
        return [
            writer.say(
                th=f"ให้จัดหาคะแนนผลการประเมินปีงบประมาณ {writer.year(facts.fiscal_year)} มาประกอบการวิเคราะห์",
                en=f"Have the scores of fiscal year {writer.year(facts.fiscal_year)} brought in for the analysis.",
            )
        ]
    lowest_indicator = sentences.lowest(facts, writer)
    lowest = (
        writer.say(th=f" โดยให้ความสำคัญแก่{lowest_indicator}", en=f", with {lowest_indicator}, in mind")
        if lowest_indicator
        else ""
    )
    return [
        writer.say(
            th=f"พิจารณากำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสของปีงบประมาณ {year}{lowest}",
            en=f"Decide on the measures of fiscal year {year}{lowest}.",
        )
    ]


def about(facts: Facts, writer: Writer) -> list[str]:
    """The issuing agency and the sources of the figures in two lines; the report gives the details."""
    publishers = [
        writer.localise(publisher)
        for publisher in dict.fromkeys(row["publisher"] for row in facts.sources)
        if publisher
    ]
    sources = ""
    if publishers:
        publishers_named = writer.join(publishers[:2])
        sources = writer.say(
            th=f" ที่มาของข้อมูล: เอกสารของ{publishers_named}", en=f" Source: documents of {publishers_named}."
        )
    office, telephone = facts.office.office or facts.agency.full_name, facts.office.telephone
    contact = writer.say(th=f" โทร. {telephone}", en=f", tel. {telephone}") if telephone else ""
    issuer = writer.say(th=f"ผู้จัดทำ: {office}{contact}", en=f"Issued by {office}{contact}.")
    published = framework.country(facts.current.year)
    country = ""
    if published is not None and facts.current.total is not None:
        country = writer.say(
            th=f" ค่าเฉลี่ยทั่วประเทศ: {published.source}",
            en=f" The country's mean: the NACC, {writer.year(published.year)}.",
        )
    mark = plain(facts.material_change(facts.current.year))
    rules, whose = facts.current.rules, ("เป็นเกณฑ์ที่รายงานนี้กำหนดขึ้น", "this report's own mark")
    if "material_change" in framework.stated(rules.year, facts.settings):
        th, en = sentences.stated_in(rules, writer)
        whose = (th, f"a mark {en}")
    own = writer.say(
        th=f" เกณฑ์การเปลี่ยนแปลง {mark} คะแนน {whose[0]}",
        en=f" That a change of {mark} counts is {whose[1]}.",
    )
    compared = any(row["change"] is not None for row in facts.comparison)
    return [issuer + sources + country + (own + chances.brief(facts, writer) if compared else "")]
