"""The sentences on the measures of a fiscal year: how many, how far, what is late, what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from helpers import tables, thai
from helpers.analysis import activities
from helpers.facts import Facts
from helpers.narrative.writer import Writer

SAID_AS_NONE = ("ไม่มี", "none", "-", "–", "")
"""What a cell says where there is nothing to say."""


def intro(facts: Facts, writer: Writer) -> str:
    """Why there are measures, how many there are, and how far they are."""
    year, before, name = facts.fiscal_year, facts.fiscal_year - 1, facts.agency.full_name
    if facts.measures.empty:
        return writer.say(
            th=f"ไม่มีข้อมูลมาตรการของ{name} ในปีงบประมาณ {writer.year(year)}",
            en=f"There are no measures of {name} on file for fiscal year {writer.year(year)}.",
        )
    count = len(facts.printed)
    sentence = writer.say(
        th=f"{name}ได้นำผลการประเมิน ITA ปีงบประมาณ {writer.year(before)} มาวิเคราะห์"
        f" และกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {writer.year(year)}"
        f" เพื่อปรับปรุงการดำเนินงานและยกระดับผลการประเมิน จำนวน {count} มาตรการ",
        en=f"From its ITA result of fiscal year {writer.year(before)} {name} set {count}"
        f" measure{'' if count == 1 else 's'} to promote integrity and transparency in fiscal year"
        f" {writer.year(year)}, so that its work and its result improve",
    )
    if facts.document == "plan":
        return sentence + writer.say(th=" รายละเอียดปรากฏตามภาคผนวก", en="; the annex gives the details.")
    if facts.progress.empty:
        return sentence + writer.say(
            th=" แต่ยังไม่มีข้อมูลผลการดำเนินการ", en="; nothing has been reported on them yet."
        )
    return sentence + writer.say(th=f" {_counted(facts, writer)}", en=f"; {_counted(facts, writer)}.")


def _counted(facts: Facts, writer: Writer) -> str:
    counts = activities.counts(facts.activities)
    total = sum(counts.values())
    if len(counts) == 1:
        status = next(iter(counts))
        return writer.say(
            th=f"รวม {total} กิจกรรม {writer.word('status', status)}"
            f"{'ครบทุกกิจกรรม' if status == 'done' and total > 1 else ''}",
            en=f"{_activities(total)} in all, {writer.word('status', status)}",
        )
    parts = [
        writer.say(
            th=f"{writer.word('status', status)} {count} กิจกรรม",
            en=f"{count} {writer.word('status', status)}",
        )
        for status, count in counts.items()
    ]
    return writer.say(
        th=f"รวม {total} กิจกรรม แบ่งเป็น {writer.join(parts)}",
        en=f"{_activities(total)} in all: {writer.join(parts)}",
    )


def _activities(count: int) -> str:
    return f"{count} activit{'y' if count == 1 else 'ies'}"


def items(facts: Facts, writer: Writer) -> list[tuple[str, str, str]]:
    """Each measure's name, the status of its least advanced activity, and that in words ("" without)."""
    made = []
    for _, rows in facts.activities.groupby("measure"):
        found = [status for status in rows["status"] if status] if "status" in rows else []
        status = min(found, key=("not_begun", "under_way", "done").index) if found else ""
        word = writer.word("status", status) if status else ""
        made.append((writer.localise(str(rows["title"].iloc[0])), status, word))
    return made


def not_drawn(facts: Facts, most: int, writer: Writer) -> str:
    """Why there is no chart of the periods, and where they all are."""
    count = len(facts.activities)
    return writer.say(
        th=f"มาตรการทั้งหมดมี {count} กิจกรรม เกินกว่า {most} กิจกรรมที่แผนภูมิระยะเวลาแสดงได้ในหน้าเดียว"
        f" ระยะเวลาดำเนินการของทุกกิจกรรมปรากฏตามตารางในภาคผนวก",
        en=f"The measures have {_activities(count)}, more than the {most} that a chart of their periods can show;"
        f" the period of each is in the table of the annex.",
    )


# ------------------------------------------------------------------ how far
def shares(facts: Facts, writer: Writer) -> list[list[str]]:
    """A row per status that occurs, of the three always: its name, number of activities, percent, measures."""
    rows = facts.activities
    counts = activities.counts(rows)
    shown = [state for state in activities.STATUSES if state in counts or state in tables.STATUSES]
    return [
        [
            _capital(writer.word("status", state)),
            writer.whole(counts.get(state, 0)),
            writer.score(100 * counts.get(state, 0) / len(rows)),
            writer.numbers(_measures(rows[rows["state"] == state])) or "–",
        ]
        for state in shown
    ]


def late(facts: Facts, writer: Writer) -> str:
    """What should have been done by the report's day and is not, or that there is nothing of the kind."""
    rows = facts.activities
    rows = rows[rows["late"]]
    day = writer.localise(thai.format_date(facts.cut_off, digits=writer.digits, language=writer.language))
    if rows.empty:
        return writer.say(
            th=f"ณ วันที่ {day} ไม่มีกิจกรรมที่พ้นระยะเวลาดำเนินการแล้วแต่ยังไม่แล้วเสร็จ",
            en=f"On {day} no activity was past its period and unfinished.",
        )
    alike = rows.groupby(["printed", "period_end", "state"], sort=False)
    named = [_late_alike(group, writer) for _, group in alike]
    return writer.say(
        th=f"ณ วันที่ {day} มีกิจกรรมที่พ้นระยะเวลาดำเนินการแล้วแต่ยังไม่แล้วเสร็จ {len(rows)} กิจกรรม"
        f" {'คือ' if len(named) == 1 else 'ได้แก่'} {writer.join(named)}",
        en=f"On {day} {_activities(len(rows))} {'was' if len(rows) == 1 else 'were'} past the period and"
        f" unfinished: {writer.join(named)}.",
    )


def _late_alike(rows: pd.DataFrame, writer: Writer) -> str:
    """The late activities of one measure that have the same end and state."""
    measure, end, state = rows[["printed", "period_end", "state"]].iloc[0]
    numbers = list(rows["activity"])
    day = thai.format_date(end.date(), style="short", digits=writer.digits, language=writer.language)
    said, listed = writer.word("status", state), writer.numbers([str(number) for number in numbers])
    return writer.say(
        th=f"มาตรการที่ {measure} กิจกรรมที่ {listed} (สิ้นสุด {day} {said})",
        en=f"measure {measure}, activit{'y' if len(numbers) == 1 else 'ies'} {listed} (to {day}, {said})",
    )


def _measures(rows: pd.DataFrame) -> list[str]:
    return [str(number) for number in sorted(set(rows["printed"]))]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ------------------------------------------------------------------ what came of them
def stated(facts: Facts, column: str, writer: Writer) -> list[tuple[str, list[str]]]:
    """What the measures say in a column: each measure's number and name, and the lines; none where none says."""
    made = []
    for _, rows in facts.activities.groupby("measure"):
        lines = [line for text in rows.get(column, ()) for line in said_lines(text)]
        if lines:
            first = rows.iloc[0]
            name = writer.say(
                th=f"มาตรการที่ {first['printed']} {first['title']}",
                en=f"Measure {first['printed']}: {first['title']}",
            )
            made.append((name, [writer.localise(line) for line in dict.fromkeys(lines)]))
    return made


def said_lines(text: object) -> list[str]:
    """The lines of a cell that say something."""
    return [line for line in str(text).split("\n") if line.strip().casefold() not in SAID_AS_NONE]


def pointer(facts: Facts, column: str, writer: Writer) -> str:
    """Which measures say something in a column of the annex."""
    rows = facts.activities
    rows = rows[[bool(said_lines(text)) for text in rows[column]]]
    numbers = writer.numbers(_measures(rows))
    every = rows["measure"].nunique() == facts.measures["measure"].nunique()
    head = _capital(writer.word("column", column))
    if every:
        return writer.say(
            th=f"{head}ของทุกมาตรการปรากฏตามตารางในภาคผนวก",
            en=f"{head} of every measure: see the table of the annex.",
        )
    return writer.say(
        th=f"{head}ของมาตรการที่ {numbers} ปรากฏตามตารางในภาคผนวก",
        en=f"{head} of measure{'' if rows['measure'].nunique() == 1 else 's'} {numbers}: see the table of the annex.",
    )


def responsible(facts: Facts, writer: Writer) -> str:
    """Who carries the measures, in a plan: every responsible unit once; "" where none is stated."""
    units = _units(facts.measures["responsible"])
    if not units:
        return ""
    return writer.say(
        th=f"ส่วนราชการและผู้ที่เกี่ยวข้องซึ่งรับผิดชอบดำเนินการ ได้แก่ {writer.join(units)}",
        en=f"Responsible are {writer.join(units)}.",
    )


def _units(cells: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(line.strip() for cell in cells for line in cell.split("\n") if line.strip()))
