"""What each chart shows: a title that states the finding, a description for a screen reader, its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers import decimals
from helpers.analysis import activities
from helpers.facts import Facts, Result
from helpers.narrative import sentences, standing
from helpers.narrative.writer import Writer
from helpers.tables import Row


@dataclass(frozen=True)
class Caption:
    """A chart's title, its description, and the line below it, if any: where its figures come from."""

    title: str
    description: str
    note: str


def comparison(facts: Facts, writer: Writer) -> Caption:
    """Both years by indicator, with the pass mark."""
    latest = facts.current if facts.current.scores else facts.previous
    mark, year = f"{latest.rules.pass_mark:f}", writer.year(latest.year)
    below, count = len(latest.below_pass_mark), len(latest.scores)
    if below == count > 1:
        title = writer.say(
            th=f"ปีงบประมาณ {year} ทั้ง {count} ตัวชี้วัดต่ำกว่าเกณฑ์ {mark} คะแนน",
            en=f"{'Both' if count == 2 else f'All {count}'} indicators below the mark of {mark} points in fiscal"
            f" year {year}",
        )
    elif below:
        title = writer.say(
            th=f"ปีงบประมาณ {year} มี {below} จาก {count} ตัวชี้วัดที่ต่ำกว่าเกณฑ์ {mark} คะแนน",
            en=f"{below} of {count} indicators below the mark of {mark} points in fiscal year {year}",
        )
    elif count == 1:
        ((number, only),) = latest.scores.items()
        name, score = sentences.indicator(number, latest, writer), writer.score(only)
        title = writer.say(
            th=f"{name} ได้ {score} คะแนน ในปีงบประมาณ {year}",
            en=f"{name[0].upper()}{name[1:]}: {score} points in fiscal year {year}",
        )
    # A report's text says already that all pass, a summary's does not.
    elif facts.document != "summary" and len(lowest := latest.lowest) == 1:
        name = sentences.indicator(lowest[0], latest, writer)
        score = writer.score(latest.scores[lowest[0]])
        title = writer.say(
            th=f"ปีงบประมาณ {year} {name} ได้คะแนนต่ำสุด ({score} คะแนน)",
            en=f"{name[0].upper()}{name[1:]} is lowest in fiscal year {year} ({score} points)",
        )
    else:
        title = writer.say(
            th=f"ปีงบประมาณ {year} ทั้ง {count} ตัวชี้วัดผ่านเกณฑ์ {mark} คะแนน",
            en=f"All {count} indicators at or above the mark of {mark} points in fiscal year {year}",
        )
    medians = standing.medians(facts) if standing.groups(facts) else {}
    rows = [_in_words(row, medians, writer) for row in facts.comparison]
    years = _years(facts.previous, facts.current, writer)
    return Caption(
        title,
        writer.say(th=f"คะแนนรายตัวชี้วัด {years} ", en=f"Scores by indicator, {years}. ") + "; ".join(rows),
        # A summary names its sources on its last line, and has just one sheet.
        ""
        if facts.document == "summary"
        else writer.say(
            th=f"ที่มา: ผลการประเมิน ITA {years} เรียงจากคะแนนต่ำไปสูง",
            en=f"Source: ITA results, {years}; lowest score first.",
        ),
    )


def _years(previous: Result, current: Result, writer: Writer) -> str:
    years = [writer.year(result.year) for result in (previous, current) if result.scores]
    return writer.say(th=f"ปีงบประมาณ {writer.join(years)}", en=f"fiscal year {writer.join(years)}")


def contributions(facts: Facts, writer: Writer) -> Caption:
    """From the previous total to the current one, by what each indicator's change added."""
    rows = [row for row in facts.comparison if row["contribution"] is not None]
    # Contributions have four decimals; as whole numbers, equal ones tie.
    largest = max(rows, key=lambda row: abs(decimals.units(row["contribution"], 4)))
    name = sentences.indicator(largest["indicator"], facts.current, writer)
    previous, current = writer.score(facts.previous.total), writer.score(facts.current.total)
    if decimals.units(largest["contribution"], 4) == 0:
        title = writer.say(th=f"คะแนนรวมคงเดิมที่ {current} คะแนน", en=f"The total stayed at {current} points")
    else:
        title = writer.say(
            th=f"{name} มีส่วนต่อการเปลี่ยนแปลงของคะแนนรวมมากที่สุด ({writer.change(largest['contribution'])} คะแนน)",
            en=f"{name[0].upper()}{name[1:]} moved the total most ({writer.change(largest['contribution'])} points)",
        )
    items = [f"{writer.whole(row['indicator'])}: {writer.change(row['contribution'])}" for row in rows]
    lead = writer.say(
        th=f"คะแนนรวมจาก {previous} เป็น {current} คะแนน แยกตามตัวชี้วัด ",
        en=f"The total from {previous} to {current} points, by indicator. ",
    )
    year = writer.year(facts.current.year)
    return Caption(
        title,
        lead + "; ".join(items),
        writer.say(
            th=f"ที่มา: คำนวณจากคะแนนรายตัวชี้วัดและน้ำหนักตามหลักเกณฑ์ปีงบประมาณ {year}",
            en=f"Source: computed from the scores by the weights of fiscal year {year}.",
        ),
    )


def _in_words(row: Row, medians: Mapping[int, float], writer: Writer) -> str:
    """An indicator's number, its scores, its change, and the peers' median."""
    scores = [writer.score(row[column]) for column in ("previous", "current") if row[column] is not None]
    text = f"{writer.whole(row['indicator'])}: {writer.join(scores)}"
    if row["change"] is not None:
        text += f" ({writer.change(row['change'])})"
    if row["indicator"] in medians:
        median = writer.score(medians[row["indicator"]])
        text += writer.say(th=f" มัธยฐาน {median}", en=f", median {median}")
    return text


def history(facts: Facts, writer: Writer) -> Caption:
    """The total over all years on file, from the first to the last."""
    totals = [(result.year, result.total) for result in facts.results if result.total is not None]
    first, last = (writer.year(year) for year, _ in (totals[0], totals[-1]))
    moved = decimals.difference(totals[-1][1], totals[0][1])
    by = writer.score(abs(moved))
    if abs(decimals.to_decimal(moved)) < facts.material_change(facts.current.year):
        th, en = ("เท่ากับ", "equals") if moved == 0 else ("ใกล้เคียงกับ", "is about")
        title = writer.say(
            th=f"คะแนนรวมปีงบประมาณ {last} {th}ปีงบประมาณ {first}",
            en=f"The total of fiscal year {last} {en} that of {first}",
        )
    else:
        title = writer.say(
            th=f"คะแนนรวมปีงบประมาณ {last} {'สูง' if moved > 0 else 'ต่ำ'}กว่าปีงบประมาณ {first} อยู่ {by} คะแนน",
            en=f"The total of fiscal year {last} is {by} points {'above' if moved > 0 else 'below'} that of {first}",
        )
    items = [f"{writer.year(year)} {writer.score(total)}" for year, total in totals]
    lead = writer.say(th="คะแนนรวมรายปีงบประมาณ ", en="Total by fiscal year. ")
    note = writer.say(
        th=f"ที่มา: ผลการประเมิน ITA ปีงบประมาณ {first} ถึง {last}",
        en=f"Source: ITA results of fiscal years {first} to {last}.",
    )
    return Caption(title, lead + "; ".join(items), note)


def timeline(facts: Facts, writer: Writer) -> Caption:
    """The measures of the fiscal year over time, with their status."""
    count = len(facts.printed)
    year = writer.year(facts.fiscal_year)
    if facts.document == "plan" or not facts.progress or "unknown" in activities.counts(facts.activities):
        title = writer.say(
            th=f"ระยะเวลาดำเนินการของ {count} มาตรการ ปีงบประมาณ {year}",
            en=f"Periods of {count} measure{'' if count == 1 else 's'}, fiscal year {year}",
        )
    else:
        counts = activities.counts(facts.activities)
        total, done = sum(counts.values()), counts.get("done", 0)
        title = writer.say(
            th=f"ดำเนินการแล้ว {done} จาก {total} กิจกรรม ปีงบประมาณ {year}",
            en=f"{done} of {total} activities done, fiscal year {year}",
        )
    periods: dict[str, list[str]] = {}
    for row in facts.activities:
        period = row["period"] or writer.word("word", "period_unknown")
        number = str(row["printed"])
        if number not in periods.setdefault(period, []):
            periods[period].append(number)
    items = [
        writer.say(
            th=f"มาตรการที่ {writer.numbers(numbers)}: {period}",
            en=f"measure{'' if len(numbers) == 1 else 's'} {writer.numbers(numbers)}: {period}",
        )
        for period, numbers in periods.items()
    ]
    note = writer.say(
        th="ที่มา: ระยะเวลาดำเนินการตามที่รายงาน ปรากฏในภาคผนวก",
        en="Source: the periods as reported, in the annex.",
    )
    return Caption(title, "; ".join(items), note)
