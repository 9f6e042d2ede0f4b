"""The activities of a fiscal year and what became of them: status, what is late, how they are numbered."""

from __future__ import annotations

from datetime import date

import pandas as pd

KEY = ["measure", "activity"]
STATUSES = ("done", "under_way", "not_begun", "unknown")
"""In the order in which reports print them; ``unknown``: the agency stated none."""


def joined(measures: pd.DataFrame, progress: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """One row per activity: the columns of ``measures`` and ``progress`` of one agency, year and round.

    Text that progress lacks is "". Adds printed (the measure's number in print), of_measure (how many
    activities the measure has), state (of ``STATUSES``) and late (not done although its last day lies
    before ``cut_off`` and before the day up to which its results count; never where no state is stated).
    """
    rows = measures.merge(progress, on=KEY, how="left", suffixes=("", "_of_progress"))
    texts: list[str] = list(progress.select_dtypes("str").columns.intersection(rows.columns))
    rows[texts] = rows[texts].fillna("")
    state = rows["status"].where(rows["status"] != "", "unknown")
    return rows.assign(
        printed=rows["measure"].map(printed(measures)),
        of_measure=rows.groupby("measure")["activity"].transform("size"),
        state=state,
        late=late(rows, cut_off),
    )


def late(rows: pd.DataFrame, day: date) -> pd.Series:
    """Whether activities were to end before a day and are reported as unfinished.

    ``rows`` has status, period_end and results_until, the day up to which the results count: they can't say
    anything about activities that end later.
    """
    end = rows["period_end"]
    counted_now = rows["results_until"].isna() | (end < rows["results_until"])
    ended = (end < pd.Timestamp(day)).fillna(False) & counted_now
    return ended & rows["status"].isin(["under_way", "not_begun"])


def printed(measures: pd.DataFrame) -> dict[int, int]:
    """The printed number of each measure: 1, 2, 3 … in order, whatever gaps the file's numbers have."""
    return {int(number): place for place, number in enumerate(sorted(set(measures["measure"])), start=1)}


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many activities are in each state, without the states that none is in; rows from ``joined``."""
    by_state = rows["state"].value_counts()
    return {state: int(by_state[state]) for state in STATUSES if state in by_state}
