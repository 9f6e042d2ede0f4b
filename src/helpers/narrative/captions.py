"""What each chart shows: a title that states the finding, and a description for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers import decimals
from helpers.analysis import activities
from helpers.facts import Facts, Result
from helpers.narrative import sentences
from helpers.narrative.writer import Writer


@dataclass(frozen=True)
class Caption:
    """A chart's title and description."""

    title: str
    description: str


def comparison(facts: Facts, writer: Writer) -> Caption:
    """Both years by indicator, with the pass mark."""
    latest = facts.current if len(facts.current.scores) else facts.previous
    mark, year = f"{latest.rules.pass_mark:f}", writer.year(latest.year)
    below, count = len(latest.below_pass_mark), len(latest.scores)
    if below:
        title = writer.say(
            th=f"ปีงบประมาณ {year} มี {below} จาก {count} ตัวชี้วัด ที่ต่ำกว่าเกณฑ์ {mark} คะแนน",
            en=f"{below} of {count} indicators below the mark of {mark} points in fiscal year {year}",
        )
    elif count == 1:
        number = int(str(latest.scores.index[0]))
        name = sentences.indicator(number, latest, writer)
        score = writer.score(float(latest.scores.iloc[0]))
        title = writer.say(
            th=f"{name} ได้ {score} คะแนน ในปีงบประมาณ {year}",
            en=f"{name[0].upper()}{name[1:]}: {score} points in fiscal year {year}",
        )
    else:
        title = writer.say(
            th=f"ปีงบประมาณ {year} ทั้ง {count} ตัวชี้วัดผ่านเกณฑ์ {mark} คะแนน",
            en=f"All {count} indicators at or above the mark of {mark} points in fiscal year {year}",
        )
    rows = [
        f"{writer.whole(int(row['indicator']))}: "
        + writer.join(
            [writer.score(row[column]) for column in ("previous", "current") if not pd.isna(row[column])]
        )
        for _, row in facts.comparison.iterrows()
    ]
    years = _years(facts.previous, facts.current, writer)
    return Caption(
        title,
        writer.say(th=f"คะแนนรายตัวชี้วัด {years} ", en=f"Scores by indicator, {years}. ") + "; ".join(rows),
    )


def _years(previous: Result, current: Result, writer: Writer) -> str:
    known = [writer.year(result.year) for result in (previous, current) if len(result.scores)]
    return writer.say(th=f"ปีงบประมาณ {writer.join(known)}", en=f"fiscal year {writer.join(known)}")


def changes(facts: Facts, writer: Writer) -> Caption:
    """Signed changes by indicator, the largest rise first."""
    rows = facts.comparison.dropna(subset=["change"]).sort_values(
        ["change", "indicator"], ascending=[False, True]
    )
    rose, fell = int((rows["change"] > 0).sum()), int((rows["change"] < 0).sum())
    counts = [
        (rose, "เพิ่มขึ้น", "up"),
        (fell, "ลดลง", "down"),
        (len(rows) - rose - fell, "ไม่เปลี่ยนแปลง", "unchanged"),
    ]
    said = [writer.say(th=f"{th} {count} ตัวชี้วัด", en=f"{count} {en}") for count, th, en in counts if count]
    title = writer.say(th=f"คะแนน{writer.join(said)}", en=f"Indicators: {writer.join(said)}")
    items = [
        f"{writer.whole(int(row['indicator']))}: {writer.change(row['change'])}" for _, row in rows.iterrows()
    ]
    lead = writer.say(th="การเปลี่ยนแปลงจากปีก่อน ตามเลขตัวชี้วัด ", en="Change on the year before by indicator. ")
    return Caption(title, lead + "; ".join(items))


def contributions(facts: Facts, writer: Writer) -> Caption:
    """From the previous total to the current one, by what each indicator's change added."""
    rows = facts.comparison.dropna(subset=["contribution"])
    sizes = decimals.to_units(rows["contribution"], 4).abs()
    largest = rows.iloc[int(sizes.to_numpy(dtype="int64").argmax())]
    name = sentences.indicator(int(largest["indicator"]), facts.current, writer)
    previous, current = writer.score(facts.previous.total), writer.score(facts.current.total)
    if float(sizes.max()) == 0:
        title = writer.say(th=f"คะแนนรวมคงเดิมที่ {current} คะแนน", en=f"The total stayed at {current} points")
    else:
        title = writer.say(
            th=f"{name} มีส่วนต่อการเปลี่ยนแปลงของคะแนนรวมมากที่สุด ({writer.change(largest['contribution'])} คะแนน)",
            en=f"{name[0].upper()}{name[1:]} moved the total most ({writer.change(largest['contribution'])} points)",
        )
    items = [
        f"{writer.whole(int(row['indicator']))}: {writer.change(row['contribution'])}"
        for _, row in rows.iterrows()
    ]
    lead = writer.say(
        th=f"คะแนนรวมจาก {previous} เป็น {current} คะแนน แยกตามตัวชี้วัด ",
        en=f"The total from {previous} to {current} points, by indicator. ",
    )
    return Caption(title, lead + "; ".join(items))


def radar(facts: Facts, writer: Writer) -> Caption:
    """All indicators of the presented year: the lowest of them, and the distance to the highest."""
    result = facts.current
    units = decimals.to_units(result.scores)
    lowest, highest = int(str(units.idxmin())), int(str(units.idxmax()))
    low, high = (writer.score(float(result.scores[number])) for number in (lowest, highest))
    name = sentences.indicator(lowest, result, writer)
    year = writer.year(result.year)
    if low == high:
        title = writer.say(
            th=f"ทุกตัวชี้วัดได้ {low} คะแนนเท่ากัน ปีงบประมาณ {year}",
            en=f"All indicators stand at {low} points, fiscal year {year}",
        )
    else:
        title = writer.say(
            th=f"{name} ต่ำสุดที่ {low} คะแนน สูงสุด {high} คะแนน ปีงบประมาณ {year}",
            en=f"{name[0].upper()}{name[1:]} is lowest at {low} points, the highest is {high}, {year}",
        )
    items = [
        f"{writer.whole(int(str(number)))}: {writer.score(float(score))}"
        for number, score in result.scores.items()
    ]
    return Caption(title, "; ".join(items))


def timeline(facts: Facts, writer: Writer) -> Caption:
    """The measures over the fiscal year, with their status."""
    count = facts.measures["measure"].nunique()
    year = writer.year(facts.fiscal_year)
    if facts.document == "plan" or facts.progress.empty:
        title = writer.say(
            th=f"ระยะเวลาดำเนินการของ {count} มาตรการ ปีงบประมาณ {year}",
            en=f"Periods of {count} measure{'' if count == 1 else 's'}, fiscal year {year}",
        )
    else:
        found = activities.counts(facts.activities)
        total, done = sum(found.values()), found.get("done", 0)
        title = writer.say(
            th=f"ดำเนินการแล้ว {done} จาก {total} กิจกรรม ปีงบประมาณ {year}",
            en=f"{done} of {total} activities done, fiscal year {year}",
        )
    periods: dict[str, list[str]] = {}
    for row in facts.activities.to_dict("records"):
        period = str(row["period"]) or writer.word("word", "period_unknown")
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
    return Caption(title, "; ".join(items))
