"""The sentences on the measures of a fiscal year: their number, progress, delays and outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from helpers import tables, thai
from helpers.analysis import activities, statements
from helpers.facts import Facts
from helpers.narrative.writer import Writer
from helpers.tables import Row, Rows

EVERYBODY = ("ทุกคน", "บุคลากรทุกคน", "เจ้าหน้าที่ทุกคน")
"""Words that tables use for all staff of the agency."""


def intro(facts: Facts, writer: Writer) -> str:
    """Why there are measures, how many, and their progress."""
    year, before, name = facts.fiscal_year, facts.fiscal_year - 1, facts.agency.full_name
    if not facts.measures:
        return writer.say(
            th=f"ไม่มีข้อมูลมาตรการของ{name} ในปีงบประมาณ {writer.year(year)}",
            en=f"There are no measures of {name} on file for fiscal year {writer.year(year)}.",
        )
    count = len(facts.printed)
    # Say that the result was analysed only if it is on file, as this report then has the analysis.
    scores_on_file = len(facts.analysed.scores) > 0
    analysed = (
        (
            f"ได้นำผลการประเมิน ITA ประจำปีงบประมาณ {writer.year(before)} มาวิเคราะห์ และ",
            f"From its ITA result of fiscal year {writer.year(before)} {name}",
        )
        if scores_on_file
        else ("ได้", name)
    )
    sentence = writer.say(
        th=f"{writer.name(name)}{analysed[0]}กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {writer.year(year)}"
        f" จำนวน {count} มาตรการ",
        en=f"{analysed[1]} set {count}"
        f" measure{'' if count == 1 else 's'} to promote integrity and transparency in fiscal year"
        f" {writer.year(year)}",
    )
    if facts.document == "plan":
        return sentence + writer.say(th=" รายละเอียดปรากฏตามภาคผนวก", en="; the annex gives the details.")
    if not facts.progress:
        progress = unreported(facts, writer)
        return sentence + writer.say(th=f" ทั้งนี้ {progress}", en=f"; {progress}.")
    progress = counted(facts, writer)
    return sentence + writer.say(th=f" {progress}", en=f"; {progress}.") + remarks(facts, writer)


def unreported(facts: Facts, writer: Writer) -> str:
    """A remark that nothing was reported in the document's round, and which other round is on file."""
    other_round = facts.other_round
    if not other_round:
        return writer.say(th="ยังมิได้มีการรายงานผลการดำเนินการ", en="nothing has been reported on them yet")
    words = {
        "6m": ("รอบ 6 เดือน", "of the first six months"),
        "12m": ("เมื่อสิ้นปีงบประมาณ", "of the year's end"),
    }
    # With the other round taken out, the one left is this document's own.
    on_file = words.pop(other_round)
    ((own_th, own_en),) = words.values()
    return writer.say(
        th=f"ยังมิได้มีการรายงานผลการดำเนินการ{own_th} (มีข้อมูลเฉพาะผลการดำเนินการ{on_file[0]})",
        en=f"no results {own_en} have been reported yet, those {on_file[1]} are on file",
    )


def remarks(facts: Facts, writer: Writer) -> str:
    """Remarks on the results: the round in a summary, the day up to which they count if that is before the
    round's end, and who judged the states."""
    last, sentences = facts.results_until, []
    if facts.document == "summary" and facts.rounds[-1:] == ("6m",):
        sentences.append(
            writer.say(
                th="ผลการดำเนินการดังกล่าวเป็นของรอบ 6 เดือน", en=" These are results of the first six months."
            )
        )
    if last is not None and last < facts.end_of_round:
        day = thai.format_date(last, digits=writer.digits, language=writer.language)
        sentences.append(
            writer.say(th=f"ผลการดำเนินการที่รายงานมีถึงวันที่ {day}", en=f" The results reported go up to {day}.")
        )
    if _states_judged(facts):
        sentences.append(
            writer.say(
                th="สถานะพิจารณาจากถ้อยคำของผลการดำเนินการ เนื่องจากเอกสารต้นทางมิได้ระบุสถานะ",
                en=" The states are judged by the words of the results; the source document prints none.",
            )
        )
    if writer.language == "en" or not sentences:
        return "".join(sentences)
    return f" ทั้งนี้ {writer.join(sentences)}"


def _states_judged(facts: Facts) -> bool:
    """Whether a file of the year has states that aren't printed in its document (``sources.csv``)."""
    return any(
        row["fiscal_year"] in (None, facts.fiscal_year) and row["statuses"] == "judged"
        for row in facts.sources
    )


def counted(facts: Facts, writer: Writer) -> str:
    """How many activities there are, and how many in each state."""
    counts = activities.counts(facts.activities)
    total = sum(counts.values())
    if len(counts) == 1:
        status = next(iter(counts))
        word = writer.word("status", status)
        state = {
            "done": f"ซึ่ง{word}{'ครบทุกกิจกรรม' if total > 1 else ''}",
            "unknown": "โดยมิได้ระบุสถานะของกิจกรรม",
        }.get(status, f"โดยทุกกิจกรรม{word}" if total > 1 else f"ซึ่ง{word}")
        all_ = "no state is reported" if status == "unknown" else f"{'all ' if total > 1 else ''}{word}"
        return writer.say(
            th=f"รวม {total} กิจกรรม {state}",
            en=f"{_activities(total)} in all, {all_}",
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
    """Each measure's name, the status of its least advanced activity, and the status in words or ""."""
    rows_of_measures = []
    for rows in facts.by_measure.values():
        reported = [row["status"] for row in rows if row["status"]]
        status = min(reported, key=("not_begun", "under_way", "done").index) if reported else ""
        word = writer.word("status", status) if status else ""
        rows_of_measures.append((writer.localise(rows[0]["title"]), status, word))
    return rows_of_measures


def not_drawn(facts: Facts, limit: int, writer: Writer) -> str:
    """A remark on why there is no chart of the periods, and where to find them."""
    count = len(facts.activities)
    return writer.say(
        th=f"มาตรการทั้งหมดมี {count} กิจกรรม เกินกว่า {limit} กิจกรรมที่แผนภูมิระยะเวลาแสดงได้ในหน้าเดียว"
        f" ระยะเวลาดำเนินการของทุกกิจกรรมปรากฏตามตารางในภาคผนวก",
        en=f"The measures have {_activities(count)}, more than the {limit} that a chart of their periods can show;"
        f" the period of each is in the table of the annex.",
    )


# ------------------------------------------------------------------ how far
def shares(facts: Facts, writer: Writer) -> list[list[str]]:
    """A row per status, the three known ones always: name, number of activities, percent, measures."""
    rows = facts.activities
    counts = activities.counts(rows)
    states = [state for state in activities.STATUSES if state in counts or state in tables.STATUSES]
    return [
        [
            _capital(writer.word("status", state)),
            writer.whole(counts.get(state, 0)),
            writer.score(100 * counts.get(state, 0) / len(rows)),
            writer.numbers(_measures(row for row in rows if row["state"] == state)) or "–",
        ]
        for state in states
    ]


def unfinished(facts: Facts, writer: Writer) -> list[str]:
    """The activities that are under way or not begun, a sentence per state, and which of them are late."""
    rows = facts.activities
    in_state = {
        state: [row for row in rows if row["state"] == state]
        for state in ("under_way", "not_begun", "unknown")
    }
    # A state that all activities have is not listed again: `counted` names it.
    sentences = [_in_state(of, state, writer) for state, of in in_state.items() if 0 < len(of) < len(rows)]
    late = [row for row in rows if row["late"]]
    if not late:
        return sentences
    day = writer.localise(thai.format_date(facts.cut_off, digits=writer.digits, language=writer.language))
    alike: dict[tuple[int, date], list[Row]] = {}
    for row in late:
        alike.setdefault((row["printed"], row["period_end"]), []).append(row)
    named_late = [_late_alike(group, writer) for group in alike.values()]
    count = len(late)
    among = writer.say(th="ในจำนวนนี้ ", en="Of these, ") if sentences else ""
    return [
        *sentences,
        writer.say(
            th=f"{among}มีกิจกรรมที่พ้นระยะเวลาดำเนินการแล้ว ณ วันที่ {day} จำนวน {count} กิจกรรม"
            f" {'คือ' if len(named_late) == 1 else 'ได้แก่'} {writer.join(named_late)}",
            en=f"{among}{_activities(count)} {'was' if count == 1 else 'were'} past the period on {day}:"
            f" {writer.join(named_late)}.",
        ),
    ]


def _in_state(rows: Rows, state: str, writer: Writer) -> str:
    count, word = len(rows), writer.word("status", state)
    of_measures = named(rows, writer)
    th = f"กิจกรรมที่{word}" if state != "unknown" else "กิจกรรมที่มิได้ระบุสถานะ"
    return writer.say(
        th=f"มี{th} จำนวน {count} กิจกรรม {'คือ' if len(of_measures) == 1 else 'ได้แก่'} {writer.join(of_measures)}",
        en=f"{_activities(count)} {'is' if count == 1 else 'are'} {word}: {writer.join(of_measures)}."
        if state != "unknown"
        else f"No state is reported for {_activities(count)}: {writer.join(of_measures)}.",
    )


def named(rows: Rows, writer: Writer, *, titles: bool = False) -> list[str]:
    """An entry per measure with its number and its activities' numbers (``titles``: also its title).

    ``rows`` come from ``facts.activities``.
    """
    comma = writer.say(th=" ", en=", ")
    of_measures = [list(group) for _, group in groupby(sorted(rows, key=_number), key=_number)]
    return [
        _of_measure(group, writer) + (comma + " ".join(group[0]["title"].split()) if titles else "")
        for group in of_measures
    ]


def _number(row: Row) -> int:
    return int(row["printed"])


def _of_measure(rows: Rows, writer: Writer) -> str:
    """The numbers of one measure's activities; just the measure's number if it only has one."""
    measure, numbers = rows[0]["printed"], [str(row["activity"]) for row in rows]
    if rows[0]["of_measure"] == 1:
        return writer.say(th=f"มาตรการที่ {measure}", en=f"measure {measure}")
    listed, plural = writer.numbers(numbers), len(numbers) > 1
    return writer.say(
        th=f"กิจกรรมที่ {listed} ของมาตรการที่ {measure}",
        en=f"measure {measure}, activit{'ies' if plural else 'y'} {listed}",
    )


def _late_alike(rows: Rows, writer: Writer) -> str:
    """The late activities of one measure that have the same last day."""
    end = rows[0]["period_end"].date()
    day = thai.format_date(end, style="short", digits=writer.digits, language=writer.language)
    return writer.say(
        th=f"{_of_measure(rows, writer)} (สิ้นสุด {day})", en=f"{_of_measure(rows, writer)} (to {day})"
    )


def _measures(rows: Iterable[Row]) -> list[str]:
    return [str(number) for number in sorted({row["printed"] for row in rows})]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ------------------------------------------------------------------ what came of them
def stated(facts: Facts, column: str, writer: Writer) -> list[tuple[str, list[str]]]:
    """The texts in a column: number and name of each measure that has one, and its lines."""
    entries = []
    for measure, rows in facts.by_measure.items():
        lines = [line for row in rows for line in statements.lines(row[column])]
        if lines:
            number, title = facts.printed[measure], rows[0]["title"]
            name = writer.say(th=f"มาตรการที่ {number} {title}", en=f"Measure {number}: {title}")
            entries.append((name, [writer.localise(line) for line in dict.fromkeys(lines)]))
    return entries


def pointer(facts: Facts, column: str, writer: Writer) -> str:
    """Which measures say something in a column of the annex."""
    by_kind = _by_kind(facts, column)
    th, en = _of(by_kind["said"], by_kind, writer)
    names = _WITHOUT[column]
    return writer.say(
        th=f"{_SHORT.get(column, names[0])}{th}ปรากฏตามตารางในภาคผนวก",
        en=f"{_capital(names[1])} of {en}: see the table of the annex.",
    )


def unstated(facts: Facts, column: str, writer: Writer) -> list[str]:
    """Which measures state that there is none in a column, and which report nothing."""
    by_kind = _by_kind(facts, column)
    th, en = _WITHOUT[column]
    sentences = []
    if by_kind["none"]:
        every = len(by_kind["none"]) == sum(map(len, by_kind.values()))
        of = _of(by_kind["none"], by_kind, writer)
        sentences.append(
            writer.say(
                th=f"ผู้รับผิดชอบรายงานว่าไม่มี{th}"
                if every
                else f"ผู้รับผิดชอบ{of[0]}รายงานว่าไม่มี{_SHORT.get(column, th)}",
                en=f"It is reported that there are no {en}."
                if every
                else f"{_capital(of[1])} report{'' if len(by_kind['none']) > 1 else 's'} that there are no {en}.",
            )
        )
    if by_kind["blank"]:
        every = len(by_kind["blank"]) == sum(map(len, by_kind.values()))
        of = _of(by_kind["blank"], by_kind, writer)
        sentences.append(
            writer.say(
                th=f"มิได้มีการรายงาน{th}"
                if every
                else f"มิได้มีการรายงาน{_SHORT.get(column, th)}{of[0].rstrip()}",
                en=f"No report was made on {en}." if every else f"No report was made on {en} of {of[1]}.",
            )
        )
    return sentences


_WITHOUT = {
    "outcome": ("ผลลัพธ์รายมาตรการ", "outcomes"),
    "problems": ("ปัญหาและอุปสรรค", "problems or obstacles"),
    "suggestions": ("ข้อเสนอแนะ", "suggestions"),
}


_SHORT = {"outcome": "ผลลัพธ์"}
"""Shorter words for columns whose name already mentions measures, for use before "of measure 2"."""


def _by_kind(facts: Facts, column: str) -> dict[str, list[int]]:
    by_kind: dict[str, list[int]] = {"said": [], "none": [], "blank": []}
    for number, kind in statements.by_measure(facts.activities, column).items():
        by_kind[kind].append(number)
    return by_kind


def _of(numbers: list[int], by_kind: dict[str, list[int]], writer: Writer) -> tuple[str, str]:
    """Measures by number, in both languages; without numbers if it is all of them."""
    if len(numbers) == sum(map(len, by_kind.values())):
        return ("ของมาตรการ", "the measure") if len(numbers) == 1 else ("ของทุกมาตรการ", "every measure")
    listed = writer.numbers([str(number) for number in numbers])
    # A space after a name that ends in a digit.
    return f"ของมาตรการที่ {listed} ", f"measure{'s' if len(numbers) > 1 else ''} {listed}"


def responsible(facts: Facts, writer: Writer) -> str:
    """In a plan, every responsible unit once; "" if none is stated."""
    units = _units(row["responsible"] for row in facts.measures)
    if not units:
        return ""
    if units[-1] in EVERYBODY and writer.language == "th":
        units = [*units[:-1], "บุคลากรทุกคนของหน่วยงาน"]
    return writer.say(
        th=f"ส่วนราชการและผู้ที่เกี่ยวข้องซึ่งรับผิดชอบดำเนินการ ได้แก่ {writer.join(units)}",
        en=f"Responsible {'is' if len(units) == 1 else 'are'} {writer.join(units)}.",
    )


def _units(cells: Iterable[str]) -> Sequence[str]:
    units = dict.fromkeys(line.strip() for cell in cells for line in cell.split("\n") if line.strip())
    return sorted(units, key=lambda unit: unit in EVERYBODY)  # "all staff" reads best at the end
