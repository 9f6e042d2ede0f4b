"""The activities of a fiscal year and what became of them: status, what is late, how they are numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pandas as pd

from helpers import tables
from helpers.tables import Row, Rows

KEY = ("measure", "activity")
STATUSES = ("done", "under_way", "not_begun", "unknown")
"""In the order in which reports print them; ``unknown``: the agency stated none."""


def joined(measures: Rows, progress: Rows, cut_off: date) -> list[Row]:
    """One row per activity: the columns of ``measures`` and ``progress`` of one agency, year and round.

    Text that progress lacks is "". Adds printed (the measure's number in print), of_measure (how many
    activities the measure has), state (of ``STATUSES``) and late (not done although its last day lies
    before ``cut_off`` and before the day up to which its results count; never where no state is stated).
    """
    reported = {tuple(row[name] for name in KEY): row for row in progress}
    number, of_measure = printed(measures), Counter(row["measure"] for row in measures)
    nothing = tables.blank("progress")
    rows = []
    for measure in measures:
        result = reported.get(tuple(measure[name] for name in KEY), nothing)
        row = {**measure, **{name: value for name, value in result.items() if name not in _OF_THE_MEASURE}}
        rows.append(
            {
                **row,
                "printed": number[row["measure"]],
                "of_measure": of_measure[row["measure"]],
                "state": row["status"] or "unknown",
                "late": is_late(row["period_end"], row["results_until"], row["status"], cut_off),
            }
        )
    return rows


_OF_THE_MEASURE = {"agency_id", "fiscal_year", *KEY, "source"}
"""Columns of ``progress`` that ``measures`` has, too."""


def is_late(end: pd.Timestamp | None, until: pd.Timestamp | None, status: str, day: date) -> bool:
    """Whether an activity was to end before a day and is reported as unfinished.

    ``until`` is the day up to which the results count: they can't say anything about activities that end
    later.
    """
    if end is None or status not in ("under_way", "not_begun"):
        return False
    return end < pd.Timestamp(day) and (until is None or end < until)


def printed(measures: Rows) -> dict[int, int]:
    """The printed number of each measure: 1, 2, 3 … in order, whatever gaps the file's numbers have."""
    numbers = sorted({row["measure"] for row in measures})
    return {number: place for place, number in enumerate(numbers, start=1)}


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many activities are in each state, without the states that none is in; rows from ``joined``."""
    by_state = Counter(row["state"] for row in rows)
    return {state: by_state[state] for state in STATUSES if by_state[state]}
