"""Tables of measures and their progress, as agencies print them.

The heading row may be repeated on every page, with different words. A measure may continue over rows whose
first cell is blank. Lists inside the cells of a row are paired by position, so that each activity has its own
steps, units, period, result and status; if lists don't pair, the row stays one activity, with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from helpers import headings
from helpers.sources.layouts import calendars
from helpers.sources.layouts.measure_headings import (
    BARE,
    PROGRESS,
    Columns,
    is_heading,
    is_second,
    once,
    role_of,
    starts_scores,
    tell_headings_a_line,
)
from helpers.sources.layouts.measure_rows import (
    Activity,
    Measure,
    activities_of,
    look_for_faults,
    split_tags,
    title_alone,
    with_evidence,
    worse,
)
from helpers.sources.layouts.measure_years import round_of, title_of_measures, year_of
from helpers.sources.opening.sheet import Range
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.words import cell_lists, labels

_MOST_ROWS_OF_A_CELL = 500
"""Cells over more rows are a mistake of whoever made the sheet, or an attack."""
_MISSING = ", ".join(headings.HEADINGS[column][0] for column in ("step", "period", "result"))
_NO_MEASURE = re.compile(
    r"รวม(?:ทั้งสิ้น|ทั้งหมด|งบประมาณ|เป็นเงิน|เงิน)*(?:[0-9]+(?:โครงการ|มาตรการ|กิจกรรม))?|หมายเหตุ.*"
)
"""How a row of sums or notes at the end of a table begins."""
_CLOSING = re.compile(r"ผลลัพธ์\s*หรือ\s*ความสำเร็จ\s*ของ\s*การ\s*ดำเนิน")
"""The part of a page that tells what all measures together achieved."""


def read(
    rows: Sequence[Row], collected: Collected, merged: Sequence[Range] = (), *, paired: bool = True
) -> list[Row]:
    """Adds the measures and their progress to ``collected``; returns the rows outside their tables.

    ``merged`` are the sheet's merged cells; ``paired``: lists in the cells of a row may belong to several
    activities.
    """
    rows = calendars.with_one_heading(rows)
    if not any(is_heading(cells) for _, cells in rows):
        tell_headings_a_line(rows, collected)
        return list(rows)
    reader = _Reader(collected, merged, paired=paired)
    outside: list[Row] = []
    for (number, cells), (_, below) in zip_longest(rows, rows[1:], fillvalue=(0, [])):
        if _is_title(cells, below) or not reader.take(number, cells):
            outside.append((number, cells))
    reader.finish(outside)
    return outside


def _is_title(cells: list[str], below: list[str]) -> bool:
    """Whether a row is the title of the table that begins right below it."""
    texts = list(filter(None, cells))
    return len(texts) == 1 and bool(title_of_measures(texts[0])) and is_heading(below)


class _Reader:
    def __init__(self, collected: Collected, merged: Sequence[Range], *, paired: bool) -> None:
        self.collected = collected
        self.paired = paired
        self.merged: dict[int, list[tuple[int, int]]] = {}
        """The columns of each row's merged cells, by row number."""
        self.above_in_cell: dict[tuple[int, int], int] = {}
        """The first row of each cell that goes over several, by the rows and the column below it."""
        for top, left, bottom, right in merged:
            if right > left:
                self.merged.setdefault(top + 1, []).append((left, right))
            for row in range(top + 1, min(bottom, top + _MOST_ROWS_OF_A_CELL) + 1):
                self.above_in_cell[row + 1, left] = top + 1
        self.tall: dict[tuple[int, int], str] = {}
        """The texts of such cells by row and column."""
        self.columns: Columns | None = None
        self.headings: list[Columns] = []
        self.measures: list[Measure] = []
        self.above: int | None = None
        """The row number of a heading that may have a second row."""
        self.gap = False
        """Whether a blank row or a line of text came right before."""
        self.ended = False
        """Whether a table of scores began, so that the following rows aren't measures."""
        self.ticked = False
        """Whether any column of a quarter or month has content."""
        self.first_row = 0

    def take(self, number: int, cells: list[str]) -> bool:
        """Reads a row if it belongs to the table; returns whether it does."""
        columns = filled(cells)
        if not columns:
            self.gap = True
            return True
        if is_heading(cells):
            self._begin(number, cells)
            return True
        if self.columns is None or self.ended:
            return False
        if self.above == number - 1 and is_second(cells):
            self._refine(cells)
            return True
        self.above = None
        if len(columns) == 1 and (len(cells) == 1 or (columns[0] == 0 and self.gap)):
            self.gap = True  # text between the pages of a table or after it
            return False
        if self.gap and not self.collected.cells_have_places and len(cells) < len(self.columns.roles):
            return False  # another table, such as one for signed opinions
        if any(starts_scores(cells[place]) for place in columns):
            self.ended = True
            return False
        if len(cells) > len(self.columns.roles) and any(cells[len(self.columns.roles) :]):
            self.collected.find(
                "row_too_long", number, value=next(filter(None, cells[len(self.columns.roles) :]))
            )
        self.gap = False
        self._read_row(number, cells)
        return True

    def _begin(self, number: int, cells: list[str]) -> None:
        roles = [role_of(cell) if cell else "" for cell in cells]
        if "title" not in roles and not any("title" in before.roles for before in self.headings):
            # Only one column of a table says what is done, whatever its heading.
            roles = ["title" if place == roles.index("step") else role for place, role in enumerate(roles)]
        self.columns = Columns(once(roles), cells, number, [*cells], calendars.calendar(cells))
        self.headings.append(self.columns)
        self.first_row = self.first_row or number
        self.above, self.gap, self.ended = number, False, False
        earlier_texts = {labels.bare(text) for before in self.headings[:-1] for text in before.texts}
        if self.headings[:-1] and any(labels.bare(text) not in earlier_texts for text in cells if text):
            old = ", ".join(text for text in self.headings[-2].texts if text)
            new = ", ".join(text for text in cells if text)
            self.collected.find(
                "headings_change", number, before=" ".join(old.split()), now=" ".join(new.split())
            )
        for place, role in enumerate(roles):
            text = cells[place]
            used = self.columns.roles[place] and (role != "calendar" or self.columns.calendar)
            if not text or labels.bare(text) in earlier_texts or used:
                continue
            if role and role != "calendar":
                first = cells[roles.index(role)]
                self.collected.find("column_twice", number, role, heading=text, first=first)
            else:
                self.collected.find("column_not_understood", number, text, heading=text)

    def _refine(self, cells: list[str]) -> None:
        """Reads the second heading row, with the columns below one that spans them."""
        assert self.columns is not None  # noqa: S101 - a second row follows a first
        roles, texts = self.columns.roles, self.columns.full_texts
        for each in (roles, texts):
            each += [""] * (len(cells) - len(each))
        for place in filled(cells):
            role = role_of(cells[place])
            if role.startswith(("status:", "calendar")) or not roles[place]:
                roles[place], texts[place] = role, cells[place]
        self.columns.calendar = calendars.calendar(texts)

    def _cells(self, number: int, cells: list[str]) -> dict[str, str]:
        assert self.columns is not None  # noqa: S101 - rows follow a heading
        columns = zip(
            self.columns.roles, self.columns.full_texts, self._with_tall_cells(number, cells), strict=False
        )
        by_role = {role: (text, cell) for role, text, cell in columns if role and cell}
        return {
            role: calendars.named_as_in(text, cell) if role == "period" else cell
            for role, (text, cell) in by_role.items()
        }

    def _with_tall_cells(self, number: int, cells: list[str]) -> list[str]:
        """The row with the texts of cells that reach down to it from above, if it says what is done."""
        assert self.columns is not None  # noqa: S101 - rows follow a heading
        self.tall |= {(number, place): cells[place] for place in filled(cells)}
        roles = dict(enumerate(self.columns.roles))
        if not any(cell and roles.get(place) in ("title", "step") for place, cell in enumerate(cells)):
            return cells
        return [
            cell or self.tall.get((self.above_in_cell.get((number, place), 0), place), "")
            if roles.get(place, "") not in ("", "title", "step", "measure", "calendar")
            else cell
            for place, cell in enumerate(cells)
        ]

    def _read_row(self, number: int, cells: list[str]) -> None:
        by_role = self._cells(number, cells)
        texts = self.columns.full_texts  # type: ignore[union-attr]
        # A column with a heading gets a finding of its own.
        for place, cell in enumerate(cells):
            if cell and (place >= len(texts) or not texts[place]):
                self.collected.find("cell_without_heading", number, value=cell)
        first = labels.bare(next(filter(None, cells)))
        title_text, rest_of_cell = title_alone(by_role.get("title", ""))
        if rest_of_cell:
            self.collected.find("title_goes_on", number, "title", value=rest_of_cell)
        title = " ".join(title_text.split())
        if _NO_MEASURE.fullmatch(first) or (not title and not self.measures):
            self.collected.find("row_not_understood", number, value=" | ".join(filter(None, cells)))
            return
        if title:
            measure_number, title = cell_lists.number_of(title)
            if measure_number is None and by_role.get("measure"):
                measure_number = cell_lists.number_of(by_role["measure"] + ".")[0]
            title, tags = split_tags(title)
            tags = by_role.get("indicators", "") or tags
            self.measures.append(Measure(number, title, measure_number, tags))
        activities = activities_of(number, by_role, self.collected, paired=self.paired)
        part = self._part(number, cells, by_role)
        for activity in activities:
            activity.part = part
        measure = self.measures[-1]
        if (
            not title
            and not any(by_role.get(role) for role in ("step", "responsible", "period"))
            and measure.activities
            and part is None
        ):
            self._go_on(measure.activities[-1], activities[0])
        else:
            measure.activities += activities
        look_for_faults(number, by_role, self.collected)

    def _part(self, number: int, cells: list[str], by_role: dict[str, str]) -> calendars.Part | None:
        """The ticked part of the year, unless a column states the period in words."""
        calendar = self.columns.calendar if self.columns else None
        if calendar is None:
            return None
        part, unclear = calendar.marked(cells, self.merged.get(number, []))
        self.ticked = self.ticked or bool(unclear) or part is not None
        if unclear:
            self.collected.find("calendar_unclear", number, "period", value=" | ".join(unclear))
        return None if by_role.get("period") else part

    def _go_on(self, last: Activity, continuation: Activity) -> None:
        """Adds the continuation on the next page to its activity."""
        for role, lines in continuation.texts.items():
            last.texts.setdefault(role, []).extend(lines)
        last.status = worse(last.status, continuation.status)

    def finish(self, outside: list[Row]) -> None:
        """Adds all measures with their agency and year, and findings about the whole table."""
        before = [row for row in outside if row[0] < self.first_row]
        title = "\n".join(" ".join(filter(None, cells)) for _, cells in before)
        everything = "\n".join(" ".join(filter(None, cells)) for _, cells in outside)
        round_ = round_of(title, self.first_row, self.collected, reported=self._has_progress())
        whose = {"around": title or everything}
        by_year: dict[str, list[Measure]] = {}
        for before_these, at, measures in self._parts(outside):
            year = year_of(before_these, measures, at, self.collected)
            by_year.setdefault(year, []).extend(measures)
        for year, measures in by_year.items():
            self._look_at_numbers(measures)
            for order, measure in enumerate(measures, start=1):
                self._add(measure, whose | {"fiscal_year": year, "measure": str(order)}, round_)
        self._look_at_whole(everything, round_)

    def _parts(self, outside: list[Row]) -> Iterator[tuple[list[Row], int, list[Measure]]]:
        """The measures of each title: the rows before them, their first heading row, and the measures.

        A heading row that comes again on a page is of the same table, unless a title of measures of another
        year stands above it.
        """
        starts = [(self.first_row, "")]
        for upper, lower in pairwise(self.headings):
            between = [cells for number, cells in outside if upper.at < number < lower.at]
            years = [year for cells in between if (year := title_of_measures(" ".join(filter(None, cells))))]
            if years and years[-1] != starts[-1][1]:
                starts.append((lower.at, years[-1]))
        ends = [at for at, _ in starts[1:]]
        above = 0
        for (at, _), end in zip_longest(starts, ends):
            own = [
                measure for measure in self.measures if at <= measure.row and not (end and measure.row >= end)
            ]
            yield [row for row in outside if above < row[0] < at], at, own
            above = at

    def _look_at_numbers(self, measures: list[Measure]) -> None:
        rows_by_number: dict[int, int] = {}
        for order, measure in enumerate(measures, start=1):
            if measure.number is None:
                continue
            if measure.number in rows_by_number:
                self.collected.find(
                    "measure_number_repeated",
                    measure.row,
                    "measure",
                    number=measure.number,
                    first=rows_by_number[measure.number],
                    used=order,
                )
            elif rows_by_number and measure.number > max(rows_by_number) + 1:
                self.collected.find(
                    "measure_number_skips",
                    measure.row,
                    "measure",
                    number=measure.number,
                    before=max(rows_by_number),
                    used=order,
                )
            rows_by_number.setdefault(measure.number, measure.row)

    def _add(self, measure: Measure, values: dict[str, str], round_: str) -> None:
        for number, activity in enumerate(measure.activities, start=1):
            key = values | {"activity": str(number)}
            texts = {role: "\n".join(lines) for role, lines in with_evidence(activity.texts).items()}
            reported = {role: texts.pop(role) for role in PROGRESS}
            self.collected.add(
                "measures",
                activity.row,
                **key,
                title=measure.title,
                indicators=measure.indicators,
                step="\n".join(activity.step),
                responsible="\n".join(activity.responsible),
                period="\n".join(activity.period) or _in_words(activity.part, values["fiscal_year"]),
                **texts,
            )
            if self._has_progress() and (activity.status or any(reported.values())):
                self.collected.add(
                    "progress", activity.row, **key, round=round_, status=activity.status, **reported
                )

    def _has_progress(self) -> bool:
        roles = {role for columns in self.headings for role in columns.roles}
        return bool(roles & {"result", "outcome"}) or any(role.startswith("status:") for role in roles)

    def _look_at_whole(self, everything: str, round_: str) -> None:
        roles = {role for columns in self.headings for role in columns.roles}
        if not self.ticked and any(columns.calendar for columns in self.headings):
            self.collected.find("calendar_blank", self.first_row, "period")
        if roles - {"", "measure"} == {*BARE}:
            self.collected.find("measures_bare", self.first_row, missing=_MISSING)
        if self._has_progress():
            if "outcome" not in roles and round_ == "12m":
                code = "outcome_in_closing" if _CLOSING.search(labels.plain(everything)) else "outcome_absent"
                self.collected.find(code, self.first_row, "outcome")
            if "suggestions" in roles:
                blank = [
                    measure.row
                    for measure in self.measures
                    if not any(activity.texts.get("suggestions") for activity in measure.activities)
                ]
                if blank:
                    self.collected.find(
                        "suggestions_blank", blank[0], "suggestions", count=len(blank), of=len(self.measures)
                    )


def _in_words(part: calendars.Part | None, year: str) -> str:
    return "" if part is None else calendars.in_words(part, year)
