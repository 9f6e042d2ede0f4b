"""Tables of measures and what became of them, as agencies print them.

A heading row may come again on every page, with other words; a measure may go on over rows whose first
cell is blank; lists inside the cells of a row are paired by position. Each activity keeps its own steps,
units, period, result and status; where lists do not pair, the row stays whole and that is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from helpers import headings, thai
from helpers.columns import names
from helpers.findings import near
from helpers.sources import calendars, cell_lists, labels, marks
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.sheet import Range

_STATUS = {"อยู่ระหว่าง": "under_way", "ดำเนินการแล้ว": "done", "แล้วเสร็จ": "done", "ยังไม่": "not_begun"}
_KEPT = {"title", "indicators", "step", "responsible", "period"}
_MEASURE = set(names("measures")) - {"measure", "activity"}
_PROGRESS = [name for name in names("progress") if name not in (*names("measures"), "round", "status")]
_TEXTS = [*(name for name in names("measures") if name in _MEASURE - _KEPT), *_PROGRESS]
"""Columns whose cells are read as lists and kept as they are."""
_ENOUGH = 3
"""Known headings that make a heading row."""
_BARE = ("title", "responsible")
"""The columns of a table of recommendations."""


@dataclass
class _Columns:
    """What the columns of the table hold, by the heading row above."""

    roles: list[str]
    texts: list[str]
    at: int
    whole: list[str]
    """The texts with those of a second heading row below."""
    calendar: calendars.Calendar | None


@dataclass
class _Activity:
    """One activity of a measure, as printed."""

    row: int
    step: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    period: list[str] = field(default_factory=list)
    status: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    part: calendars.Part | None = None
    """The part of the year that is ticked."""


@dataclass
class _Measure:
    """One measure and its activities."""

    row: int
    title: str
    number: int | None
    indicators: str
    activities: list[_Activity] = field(default_factory=list)


# ------------------------------------------------------------------ headings
@lru_cache(maxsize=65536)
def role_of(text: str) -> str:
    """The column that a heading names; "status:..." for one of three columns of status, "calendar" for a
    column of a quarter or month; "" if unknown.
    """
    plain = labels.bare(text)
    if plain in ("ลำดับ", "ลำดับที่", "ที่", "no.", "ข้อ"):
        return "measure"
    column = headings.column_of(text) or headings.printed_column_of(text)
    if column in (*_MEASURE, *_PROGRESS, "status", "measure"):
        return column
    if len(plain) < 30:
        for words, status in _STATUS.items():
            if plain.startswith(labels.bare(words)):
                return f"status:{status}"
    return "calendar" if calendars.part_of(text) else ""


def is_heading(cells: list[str]) -> bool:
    """Whether a row holds enough of the headings that tables of measures have."""
    roles = [role_of(cells[place]) for place in filled(cells) if len(cells[place]) < 80]
    # Recommendations have two columns, so both must be known.
    return _of_measures(set(roles)) or sorted(roles) == sorted({*_BARE, *({"measure"} & {*roles})})


def _of_measures(found: set[str]) -> bool:
    """Whether these columns make a table of measures."""
    roles = {"period" if role == "calendar" else role for role in found}
    return len(roles & {*_MEASURE, *_PROGRESS, "status"}) >= _ENOUGH and bool(
        roles & {"title", "step"} and roles & {"responsible", "period", "result"}
    )


def _is_second(cells: list[str]) -> bool:
    """Whether a row below a heading row holds headings of its own columns only."""
    texts = [cells[place] for place in filled(cells)]
    return bool(texts) and all(role_of(text).startswith("status:") or role_of(text) for text in texts)


def _tell_headings_a_line(rows: Sequence[Row], found: Collected) -> None:
    """Tells of a table of measures that was copied with each cell on a line of its own."""
    run: list[tuple[int, str]] = []
    for number, cells in rows:
        columns = filled(cells)
        if not columns:
            continue
        role = role_of(cells[columns[0]]) if len(columns) == 1 and len(cells[columns[0]]) < 80 else ""
        if role:
            run.append((number, role))
        elif _of_measures({each for _, each in run}):
            break
        else:
            run = []
    if _of_measures({each for _, each in run}):
        headings_there = ", ".join(
            cell for number, cells in rows if number in dict(run) for cell in cells if cell
        )
        found.find("measures_a_line", run[0][0], value=headings_there)


# ------------------------------------------------------------------ reading
def read(
    rows: Sequence[Row], found: Collected, merged: Sequence[Range] = (), *, paired: bool = True
) -> list[Row]:
    """Adds the measures and their progress to ``found``; returns the rows that are not theirs.

    ``merged`` are the cells that are one in the sheet; ``paired``: lists in the cells of a row may be of
    several activities.
    """
    rows = calendars.with_one_heading(rows)
    if not any(is_heading(cells) for _, cells in rows):
        _tell_headings_a_line(rows, found)
        return list(rows)
    reader = _Reader(found, merged, paired=paired)
    outside: list[Row] = []
    for number, cells in rows:
        if not reader.take(number, cells):
            outside.append((number, cells))
    reader.finish(outside)
    return outside


class _Reader:
    def __init__(self, found: Collected, merged: Sequence[Range], *, paired: bool) -> None:
        self.found = found
        self.paired = paired
        self.merged: dict[int, list[tuple[int, int]]] = {}
        """By a row's number the columns over which its cells go."""
        for top, left, _, right in merged:
            if right > left:
                self.merged.setdefault(top + 1, []).append((left, right))
        self.columns: _Columns | None = None
        self.headings: list[_Columns] = []
        self.measures: list[_Measure] = []
        self.above: int | None = None
        """The row of a heading that may have a second row."""
        self.gap = False
        self.ended = False
        self.ticked = False
        """Whether anything stands in a column of a quarter or month."""
        self.first_row = 0

    def take(self, number: int, cells: list[str]) -> bool:
        """Takes a row that is the table's; False for one that is not."""
        columns = filled(cells)
        if not columns:
            self.gap = True
            return True
        if is_heading(cells):
            self._begin(number, cells)
            return True
        if self.columns is None or self.ended:
            return False
        if self.above == number - 1 and _is_second(cells):
            self._refine(cells)
            return True
        self.above = None
        if len(columns) == 1 and (len(cells) == 1 or (columns[0] == 0 and self.gap)):
            self.gap = True  # text between the pages of a table, or after it
            return False
        if self.gap and not self.found.cells_have_places and len(cells) < len(self.columns.roles):
            return False  # another table of the document, such as one that opinions are signed in
        if any(_starts_scores(cells[place]) for place in columns):
            self.ended = True
            return False
        if len(cells) > len(self.columns.roles) and any(cells[len(self.columns.roles) :]):
            self.found.find(
                "row_too_long", number, value=next(filter(None, cells[len(self.columns.roles) :]))
            )
        self.gap = False
        self._read_row(number, cells)
        return True

    def _begin(self, number: int, cells: list[str]) -> None:
        roles = [role_of(cell) if cell else "" for cell in cells]
        if "title" not in roles and not any("title" in before.roles for before in self.headings):
            # A table has one column that says what is done, whatever it is called.
            roles = ["title" if place == roles.index("step") else role for place, role in enumerate(roles)]
        self.columns = _Columns(_once(roles), cells, number, [*cells], calendars.calendar(cells))
        self.headings.append(self.columns)
        self.first_row = self.first_row or number
        self.above, self.gap, self.ended = number, False, False
        known = {labels.bare(text) for before in self.headings[:-1] for text in before.texts}
        if self.headings[:-1] and any(labels.bare(text) not in known for text in cells if text):
            old = ", ".join(text for text in self.headings[-2].texts if text)
            new = ", ".join(text for text in cells if text)
            self.found.find(
                "headings_change", number, before=" ".join(old.split()), now=" ".join(new.split())
            )
        for place, role in enumerate(roles):
            text = cells[place]
            used = self.columns.roles[place] and (role != "calendar" or self.columns.calendar)
            if not text or labels.bare(text) in known or used:
                continue
            if role and role != "calendar":
                first = cells[roles.index(role)]
                self.found.find("column_twice", number, role, heading=text, first=first)
            else:
                self.found.find("column_not_understood", number, text, heading=text)

    def _refine(self, cells: list[str]) -> None:
        """Takes the second heading row: the columns under one that spans them."""
        assert self.columns is not None  # noqa: S101 - a second row follows a first
        roles, texts = self.columns.roles, self.columns.whole
        for each in (roles, texts):
            each += [""] * (len(cells) - len(each))
        for place in filled(cells):
            role = role_of(cells[place])
            if role.startswith(("status:", "calendar")) or not roles[place]:
                roles[place], texts[place] = role, cells[place]
        self.columns.calendar = calendars.calendar(texts)

    # -------------------------------------------------------------- rows
    def _cells(self, cells: list[str]) -> dict[str, str]:
        assert self.columns is not None  # noqa: S101 - rows follow a heading
        columns = zip(self.columns.roles, self.columns.whole, cells, strict=False)
        said = {role: (text, cell) for role, text, cell in columns if role and cell}
        return {
            role: calendars.named_as_in(text, cell) if role == "period" else cell
            for role, (text, cell) in said.items()
        }

    def _read_row(self, number: int, cells: list[str]) -> None:
        said = self._cells(cells)
        texts = self.columns.whole  # type: ignore[union-attr]
        for place, cell in enumerate(cells):
            if cell and (place >= len(texts) or not texts[place]):  # one with a heading is told as a column
                self.found.find("cell_without_heading", number, value=cell)
        whole, more = _title_alone(said.get("title", ""))
        if more:
            self.found.find("title_goes_on", number, "title", value=more)
        title = " ".join(whole.split())
        if not title and not self.measures:
            self.found.find("row_not_understood", number, value=" | ".join(filter(None, cells)))
            return
        if title:
            printed, title = cell_lists.number_of(title)
            if printed is None and said.get("measure"):
                printed = cell_lists.number_of(said["measure"] + ".")[0]
            title, tags = _split_tags(title)
            tags = said.get("indicators", "") or tags
            self.measures.append(_Measure(number, title, printed, tags))
        activities = self._activities(number, said)
        part = self._part(number, cells, said)
        for activity in activities:
            activity.part = part
        measure = self.measures[-1]
        if (
            not title
            and not any(said.get(role) for role in ("step", "responsible", "period"))
            and measure.activities
            and part is None
        ):
            self._go_on(measure.activities[-1], activities[0])
        else:
            measure.activities += activities
        self._look_for_faults(number, said)

    def _part(self, number: int, cells: list[str], said: dict[str, str]) -> calendars.Part | None:
        """The part of the year that is ticked in a row, where no column says the period in words."""
        calendar = self.columns.calendar if self.columns else None
        if calendar is None:
            return None
        part, odd = calendar.marked(cells, self.merged.get(number, []))
        self.ticked = self.ticked or bool(odd) or part is not None
        if odd:
            self.found.find("calendar_unclear", number, "period", value=" | ".join(odd))
        return None if said.get("period") else part

    def _go_on(self, last: _Activity, more: _Activity) -> None:
        """Adds what stands on the next page to the activity that it goes on with."""
        for role, lines in more.texts.items():
            last.texts.setdefault(role, []).extend(lines)
        last.status = _worse(last.status, more.status)

    def _activities(self, number: int, said: dict[str, str]) -> list[_Activity]:
        """The activities of a row: its lists of steps, units and periods paired by position."""
        result, status = self._result(number, said)
        steps = cell_lists.items(said.get("step", ""))
        groups = cell_lists.unit_groups(said.get("responsible", ""))
        periods = cell_lists.periods(said.get("period", ""))
        results = cell_lists.items(result)
        suggestions = cell_lists.items(said.get("suggestions", ""))
        count = _paired(len(steps), len(groups), len(periods)) if self.paired else 1
        if count == 1:
            if len(periods) > 1:
                self._unequal(number, steps, groups, periods, results)
            return [self._whole(number, said, steps, periods, results, status)]
        made = []
        paired_results = len(results) == count
        for place in range(count):
            activity = _Activity(
                number,
                [steps[place]] if len(steps) == count else steps,
                cell_lists.units(groups[place] if len(groups) == count else said.get("responsible", "")),
                [periods[place]] if len(periods) == count else periods,
            )
            for role in _TEXTS:
                lines = {"result": results, "suggestions": suggestions}.get(role) or cell_lists.items(
                    said.get(role, "")
                )
                activity.texts[role] = [lines[place]] if len(lines) == count else list(lines)
            activity.status = _status(status, activity.texts["result"])
            made.append(activity)
        if not paired_results:
            made = _merged(made)
        if len(made) > 1 and len(results) > 1 and not paired_results:
            self._unequal(number, steps, groups, periods, results)
        return made

    def _whole(
        self,
        number: int,
        said: dict[str, str],
        steps: list[str],
        periods: list[str],
        results: list[str],
        status: str | None,
    ) -> _Activity:
        """The row as one activity."""
        units = cell_lists.units(said.get("responsible", ""))
        activity = _Activity(number, steps, units, periods)
        for role in _TEXTS:
            activity.texts[role] = results if role == "result" else cell_lists.items(said.get(role, ""))
        activity.status = _status(status, results)
        return activity

    def _unequal(
        self, number: int, steps: list[str], groups: list[str], periods: list[str], results: list[str]
    ) -> None:
        self.found.find(
            "lists_unequal",
            number,
            steps=len(steps),
            units=len(groups),
            periods=len(periods),
            results=len(results),
        )

    def _result(self, number: int, said: dict[str, str]) -> tuple[str, str | None]:
        """The result and its status: of three columns the one that is marked, or the column of status.

        None where there are marks that do not say which status is meant.
        """
        told = headings.choice_of("status", said["status"]) if said.get("status") else None
        if said.get("status") and told is None:
            meant = near(said["status"], filter(None, headings.CHOICES["status"]))
            self.found.find(
                "choice_unknown", number, "status", value=said["status"], choices=_CHOICES, near=meant
            )
        columns = {role.split(":")[1]: text for role, text in said.items() if role.startswith("status:")}
        marked = marks.chosen(columns)
        if not marked:
            return said.get("result", ""), told or ""
        words = {
            status: text
            for status, text in marked.items()
            if not marks.is_tick(text) and headings.choice_of("status", text) != status
        }
        texts = [text for text in (said.get("result", ""), *words.values()) if text]
        shares = [status for status, text in marked.items() if _contradicts(status, text)]
        if shares or marks.are_crosses(marked) or (len(marked) > 1 and not words):
            value = " | ".join(marked.values())
            self.found.find("status_unclear", number, "status", value=value, choices=_CHOICES)
            return "\n".join(texts), None
        status = next(each for each in ("under_way", "not_begun", "done") if each in marked)
        if len(marked) > 1:
            self.found.find("status_twice", number, "status", status=status)
        return "\n".join(texts), status

    # -------------------------------------------------------------- faults that are printed
    def _look_for_faults(self, number: int, said: dict[str, str]) -> None:
        result = "\n".join(
            text for role, text in said.items() if role == "result" or role.startswith("status:")
        )
        if _DASH_FOR_ZERO.search(result):
            hit = _DASH_FOR_ZERO.search(result)
            self.found.find("dash_for_zero", number, "result", value=hit.group() if hit else "")
        if _ITEM_TEXT.search(labels.bare(said.get("step", ""))):
            self.found.find("item_text_copied", number, "step", value=said.get("step", ""))

    def finish(self, outside: list[Row]) -> None:
        """Adds all measures, whose they are and of which year, and what is wrong with the whole."""
        before = [row for row in outside if row[0] < self.first_row]
        title = "\n".join(" ".join(filter(None, cells)) for _, cells in before)
        everything = "\n".join(" ".join(filter(None, cells)) for _, cells in outside)
        year = self._year(before)
        round_ = self._round(title)
        whose = {"around": title or everything}
        used: dict[int, int] = {}
        for order, measure in enumerate(self.measures, start=1):
            if measure.number is not None:
                if measure.number in used:
                    self.found.find(
                        "measure_number_repeated",
                        measure.row,
                        "measure",
                        number=measure.number,
                        first=used[measure.number],
                        used=order,
                    )
                elif used and measure.number > max(used) + 1:
                    self.found.find(
                        "measure_number_skips",
                        measure.row,
                        "measure",
                        number=measure.number,
                        before=max(used),
                        used=order,
                    )
                used.setdefault(measure.number, measure.row)
            for number, activity in enumerate(measure.activities, start=1):
                values = {
                    **whose,
                    "fiscal_year": year,
                    "measure": str(order),
                    "activity": str(number),
                }
                texts = {role: "\n".join(lines) for role, lines in _with_evidence(activity.texts).items()}
                reported = {role: texts.pop(role) for role in _PROGRESS}
                self.found.add(
                    "measures",
                    activity.row,
                    **values,
                    title=measure.title,
                    indicators=measure.indicators,
                    step="\n".join(activity.step),
                    responsible="\n".join(activity.responsible),
                    period="\n".join(activity.period) or _in_words(activity.part, year),
                    **texts,
                )
                if self._has_progress() and (activity.status or any(reported.values())):
                    self.found.add(
                        "progress", activity.row, **values, round=round_, status=activity.status, **reported
                    )
        self._look_at_whole(everything, round_)

    def _has_progress(self) -> bool:
        roles = {role for columns in self.headings for role in columns.roles}
        return bool(roles & {"result", "outcome"}) or any(role.startswith("status:") for role in roles)

    def _look_at_whole(self, everything: str, round_: str) -> None:
        roles = {role for columns in self.headings for role in columns.roles}
        if not self.ticked and any(columns.calendar for columns in self.headings):
            self.found.find("calendar_blank", self.first_row, "period")
        if roles - {"", "measure"} == {*_BARE}:
            self.found.find("measures_bare", self.first_row, missing=_MISSING)
        if self._has_progress():
            if "outcome" not in roles and round_ == "12m":
                code = "outcome_in_closing" if _CLOSING.search(labels.plain(everything)) else "outcome_absent"
                self.found.find(code, self.first_row, "outcome")
            if "suggestions" in roles:
                blank = [
                    measure.row
                    for measure in self.measures
                    if not any(activity.texts.get("suggestions") for activity in measure.activities)
                ]
                if blank:
                    self.found.find(
                        "suggestions_blank", blank[0], "suggestions", count=len(blank), of=len(self.measures)
                    )

    # -------------------------------------------------------------- year and round
    def _year(self, before: list[Row]) -> str:
        """The fiscal year of the measures: of the title, unless every period lies in another."""
        told = _title_year(before)
        spans = [
            span
            for measure in self.measures
            for activity in measure.activities
            for period in activity.period
            for span in [_span(period)]
            if span
        ]
        if not spans:
            return told
        inside = set(spans[0])
        for span in spans:
            inside &= set(span)
        if told and any(int(told) in span for span in spans if told.isdecimal()):
            return told
        if len(inside) == 1 and all(len(span) == 1 for span in spans):
            year = str(inside.pop())
            if told and told != year:
                self.found.find("title_year_differs", self.first_row, "fiscal_year", title=told, years=year)
            return year
        return told

    def _round(self, title: str) -> str:
        text = labels.bare(title)
        if re.search("รอบ(?:ระยะเวลา)?6เดือน|รอบ6เดือน|6เดือนแรก|ครึ่งปีแรก|รอบที่1", text):
            return "6m"
        if self._has_progress() and not re.search("รอบ12เดือน|ประจำปี|สิ้นปี", text):
            self.found.find("round_assumed", self.first_row, "round")
        return "12m"


_MISSING = ", ".join(headings.HEADINGS[column][0] for column in ("step", "period", "result"))
_CHOICES = headings.choices_of("status")


def _contradicts(status: str, text: str) -> bool:
    """Whether a share of the work stands in a column that it does not belong to: 50 % under done, say."""
    percent = marks.share(text)
    if percent is None:
        return False
    return {"done": percent < 100, "not_begun": percent > 0}.get(status, not 0 < percent < 100)


def _status(status: str | None, results: list[str]) -> str:
    """What is marked, else what the results' sentences say; nothing where the marks are not clear."""
    return "" if status is None else status or cell_lists.status_of("\n".join(results))


_DASH_FOR_ZERO = re.compile(r"(?:จำนวน\s*)?[–—-]\s*(?:ราย(?!งาน|การ|ได้|จ่าย)|ครั้ง|คน(?!ๆ)|เรื่อง(?!ร้อง)|ฉบับ)")
_ITEM_TEXT = re.compile(
    "ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะ?ต้องแก้ไขโดยเร่งด่วน|การกำหนดผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง.*การกำหนดขั้นตอนหรือวิธีการปฏิบัติ"
)
_CLOSING = re.compile(r"ผลลัพธ์\s*หรือ\s*ความสำเร็จ\s*ของ\s*การ\s*ดำเนิน")
_TAGS = re.compile(
    r"\s*[(（]\s*((?:(?:IIT|EIT|OIT|ตัวชี้วัด(?:ที่)?\s*[0-9๐-๙]{1,2}|[0-9๐-๙]{1,2})[\s,/]*(?:และ)?\s*)+)[)）]\s*$"
)
_TITLE_LINE = re.compile(r"รายงาน|มาตรการ|แผน|ตาราง|ผลการดำเนิน")


def _split_tags(title: str) -> tuple[str, str]:
    """A title and the indicators or instruments that it names in brackets at its end."""
    hit = _TAGS.search(title)
    if hit is None:
        return title, ""
    return title[: hit.start()].strip(), ", ".join(
        re.split(r"[\s,/]*(?:และ)[\s]*|[,/]\s*", hit[1].strip(" ,/"))
    )


_GOES_ON = re.compile(
    r"(?<=\S)\s+(?:ตัวชี้วัด(?:ความสำเร็จ)?|เป้าหมาย|วัตถุประสงค์|งบประมาณ|หน่วยนับ)\s*(?:โครงการ|กิจกรรม)?\s*(?:[:：]|$)",
    re.MULTILINE,
)


def _title_alone(cell: str) -> tuple[str, str]:
    """The title in a cell, and what it goes on with: how success is measured, a target, a budget."""
    hit = _GOES_ON.search(cell)
    # Within a line such a word may be the title's own, unless a colon follows.
    if hit is None or not ("\n" in hit.group() or hit.group()[-1] in ":："):
        return cell, ""
    return cell[: hit.start()], cell[hit.start() :]


_EVIDENCE = re.compile(r"หลักฐาน(?:อ้างอิง)?\s*[:：]\s*(.+)")


def _with_evidence(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """The texts with evidence in its own place that stands as a last line of the result."""
    result = texts.get("result", [])
    hit = _EVIDENCE.fullmatch(result[-1]) if result and not texts.get("evidence") else None
    if hit is None:
        return texts
    return {**texts, "result": result[:-1], "evidence": re.split(r";\s+", hit[1])}


def _once(roles: list[str]) -> list[str]:
    """The roles, each at its first column only; of a calendar every column has the same."""
    return ["" if role != "calendar" and role in roles[:place] else role for place, role in enumerate(roles)]


def _in_words(part: calendars.Part | None, year: str) -> str:
    return "" if part is None else calendars.in_words(part, year)


def _starts_scores(text: str) -> bool:
    return labels.bare(text) in ("ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด")


def _paired(*counts: int) -> int:
    """The number of activities that lists of these lengths make: one, unless two of them agree."""
    several = {count for count in counts if count > 1}
    agree = len(several) == 1 and sum(count > 1 for count in counts) > 1
    return several.pop() if agree else 1


def _merged(activities: list[_Activity]) -> list[_Activity]:
    """Neighbours of the same units and period as one: nothing but the step tells them apart."""
    made: list[_Activity] = []
    for activity in activities:
        same = made and made[-1].responsible == activity.responsible and made[-1].period == activity.period
        if same:
            made[-1].step += activity.step
            made[-1].status = made[-1].status or activity.status
        else:
            made.append(activity)
    return made


def _worse(one: str, other: str) -> str:
    order = ("under_way", "not_begun", "done", "")
    return min(one, other, key=order.index)


def _title_year(before: list[Row]) -> str:
    """The year in the titles before a table: of the first paragraph that speaks of measures and names one."""
    paragraphs: list[str] = []
    last = -1
    for number, cells in before:
        text = " ".join(filter(None, cells))
        if paragraphs and number == last + 1 and text:
            paragraphs[-1] += text
        elif text:
            paragraphs.append(text)
        last = number if text else -1
    for paragraph in paragraphs:
        plain = labels.plain(paragraph)
        if _TITLE_LINE.search(plain) and "วิเคราะห์" not in plain and "มาตรการ" in plain:
            years = labels.years_in_text(plain)
            if len(years) == 1:
                return years[0]
    for paragraph in reversed(paragraphs):
        years = labels.years_in_text(paragraph)
        if len(years) == 1:
            return years[0]
    return ""


def _span(period: str) -> range | None:
    """The fiscal years that a period with a year of its own touches."""
    try:
        start, end = thai.parse_period(period)
    except ValueError:
        return None
    return range(thai.fiscal_year_of(start), thai.fiscal_year_of(end) + 1)
