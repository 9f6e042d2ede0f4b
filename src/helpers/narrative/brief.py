"""The one-page summary: what a mayor needs to know, and what is theirs to decide.

Every sentence says less than the report's own, never something else.
"""

from __future__ import annotations

from typing import Any

from helpers import decimals, framework
from helpers.analysis import activities, deltas
from helpers.facts import Facts
from helpers.narrative import sentences, standing, weakness
from helpers.narrative.sentences import indicator, plain
from helpers.narrative.writer import Writer

MOST_POINTS = 3
"""Points for decision: more are for the report."""


def result(facts: Facts, writer: Writer) -> list[str]:
    """The total, its level and how it stands to the year before and to the country."""
    said = [sentences.summary(facts, writer)[0], standing.of_country(facts, writer)]
    return [each for each in said if each]


def moved(facts: Facts, writer: Writer) -> list[str]:
    """How many indicators rose and fell, and the largest rise and fall."""
    rows = facts.comparison.dropna(subset=["change"])
    if rows.empty:
        return []
    rows = rows.assign(moved=deltas.direction(rows["change"], facts.settings.material_change))
    mark = plain(facts.settings.material_change)
    parts = []
    for code, th, en in (("rose", "เพิ่มขึ้น", "rose"), ("fell", "ลดลง", "fell")):
        of = rows[rows["moved"] == code]
        if of.empty:
            continue
        sizes = decimals.to_units(of["change"]).abs().astype("int64").to_numpy()
        first = of.iloc[int(sizes.argmax())]
        name = indicator(int(first["indicator"]), facts.current, writer)
        lead = ("มากที่สุด คือ", "most of all") if len(of) > 1 else ("คือ", "namely")
        parts.append(
            writer.say(
                th=f"{th} {len(of)} ตัวชี้วัด {lead[0]} {name} ({writer.change(first['change'])} คะแนน)",
                en=f"{len(of)} {en}, {lead[1]} {name} ({writer.change(first['change'])})",
            )
        )
    year = writer.year(facts.previous.year)
    if not parts:
        return [
            writer.say(
                th=f"ไม่มีตัวชี้วัดใดเปลี่ยนแปลงตั้งแต่ {mark} คะแนนขึ้นไปจากปีงบประมาณ {year}",
                en=f"No indicator moved by {mark} or more since fiscal year {year}.",
            )
        ]
    return [
        writer.say(
            th=f"เทียบกับปีงบประมาณ {year} ตัวชี้วัดที่คะแนนเปลี่ยนแปลงตั้งแต่ {mark} คะแนนขึ้นไป: {writer.join(parts)}",
            en=f"Of the indicators that moved by {mark} or more since fiscal year {year}, {writer.join(parts)}.",
        )
    ]


def decisions(facts: Facts, writer: Writer) -> list[str]:
    """Two or three points that need a decision: what is late, below the mark, or answered by nothing."""
    said = [*_late(facts, writer), *_below(facts, writer), *_unreported(facts, writer), *_next(facts, writer)]
    return said[:MOST_POINTS]


def state(facts: Facts, writer: Writer) -> list[str]:
    """How many measures there are and how far they are."""
    if facts.measures.empty:
        return [
            writer.say(th="ไม่มีข้อมูลมาตรการของปีงบประมาณนี้", en="No measures of this fiscal year are on file.")
        ]
    count, of = len(facts.printed), len(facts.activities)
    if facts.progress.empty:
        return [
            writer.say(
                th=f"กำหนดไว้ {count} มาตรการ รวม {of} กิจกรรม แต่ยังไม่มีข้อมูลผลการดำเนินการ",
                en=f"{count} measures with {of} activities are set; no results are on file.",
            )
        ]
    counted = activities.counts(facts.activities)
    parts = [
        writer.say(
            th=f"{writer.word('status', code)} {number} กิจกรรม", en=f"{number} {writer.word('status', code)}"
        )
        for code, number in counted.items()
    ]
    return [
        writer.say(
            th=f"มาตรการทั้งหมด {count} มาตรการ รวม {of} กิจกรรม: {writer.join(parts)}",
            en=f"{count} measure{'' if count == 1 else 's'}, {of} activit{'y' if of == 1 else 'ies'}:"
            f" {writer.join(parts)}.",
        )
    ]


def _late(facts: Facts, writer: Writer) -> list[str]:
    late = int(facts.activities["late"].sum()) if len(facts.activities) else 0
    if not late:
        return []
    return [
        writer.say(
            th=f"เร่งรัดกิจกรรมที่พ้นระยะเวลาดำเนินการแล้ว จำนวน {late} กิจกรรม",
            en=f"Press for the {late} activit{'y that is' if late == 1 else 'ies that are'} past the period.",
        )
    ]


def _below(facts: Facts, writer: Writer) -> list[str]:
    """The shown result's lowest indicators below the mark, with what the mark would be worth."""
    shown = facts.current if len(facts.current.scores) else facts.previous
    low = shown.scores[shown.below_pass_mark].sort_values(kind="stable")
    mark = shown.rules.pass_mark
    said = []
    for number, score in low.head(2).items():
        n = int(str(number))
        reached = writer.score(float(score))
        said.append(
            writer.say(
                th=f"กำหนดแนวทางแก้ไข{indicator(n, shown, writer)} ซึ่งได้ {reached} คะแนน ต่ำกว่าเกณฑ์ {plain(mark)} คะแนน",
                en=f"Decide how to mend {indicator(n, shown, writer)}, at {reached} below the mark of {plain(mark)}.",
            )
        )
    return said


def _unreported(facts: Facts, writer: Writer) -> list[str]:
    """Weak points that no measure answers."""
    if facts.measures.empty or facts.weak.empty:
        return []
    rows: list[dict[Any, Any]] = facts.weak.to_dict("records")
    open_ = [int(row["indicator"]) for row in rows if weakness.answering(facts, int(row["indicator"])).empty]
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


def _next(facts: Facts, writer: Writer) -> list[str]:
    year = writer.year(facts.fiscal_year + 1)
    if not facts.current.known:
        return [
            writer.say(
                th=f"ให้จัดหาคะแนนผลการประเมินปีงบประมาณ {writer.year(facts.fiscal_year)} มาประกอบการวิเคราะห์",
                en=f"Have the scores of fiscal year {writer.year(facts.fiscal_year)} brought in for the analysis.",
            )
        ]
    lowest = sentences.lowest(facts, writer)
    return [
        writer.say(
            th=f"พิจารณามาตรการส่งเสริมคุณธรรมและความโปร่งใสของปีงบประมาณ {year}{lowest}",
            en=f"Decide on the measures of fiscal year {year}{lowest.rstrip(',')}.",
        )
    ]


def about(facts: Facts, writer: Writer) -> list[str]:
    """Who issues it and where its figures come from, in two lines; the report has the whole of it."""
    publishers = [
        writer.localise(str(each)) for each in dict.fromkeys(facts.sources["publisher"]) if str(each)
    ]
    told = ""
    if publishers:
        named = writer.join(publishers[:2])
        told = writer.say(th=f" ที่มาของข้อมูล: เอกสารของ{named}", en=f" Source: documents of {named}.")
    office, telephone = facts.office.office or facts.agency.full_name, facts.office.telephone
    contact = writer.say(th=f" โทร. {telephone}", en=f", tel. {telephone}") if telephone else ""
    issuer = writer.say(th=f"ผู้จัดทำ: {office}{contact}", en=f"Issued by {office}{contact}.")
    known = framework.country(facts.current.year)
    country = ""
    if known is not None and facts.current.total is not None:
        country = writer.say(
            th=f" ค่าเฉลี่ยทั่วประเทศ: {known.source}",
            en=f" The country's mean: the NACC, {writer.year(known.year)}.",
        )
    return [issuer + told + country]
