"""The activities of a fiscal year and what became of them: status, what is late, how they are numbered."""

from __future__ import annotations

from datetime import date

import pandas as pd

KEY = ["measure", "activity"]
STATUSES = ("done", "under_way", "not_begun", "unknown")
"""In the order of print; ``unknown``: none is stated."""


def joined(measures: pd.DataFrame, progress: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """One row per activity: the columns of ``measures`` and ``progress`` of one agency, year and round.

    Text that progress lacks is "". Added: printed (the measure's number in print), of_measure
    (how many activities the measure has), state (of
    ``STATUSES``), late (its last day lies before ``cut_off`` and before the day up to which its results
    count, and it is not done; a state that nobody told is not late).
    """
    rows = measures.merge(progress, on=KEY, how="left", suffixes=("", "_of_progress"))
    texts: list[str] = list(progress.select_dtypes("str").columns.intersection(rows.columns))
    rows[texts] = rows[texts].fillna("")
    state = rows["status"].where(rows["status"] != "", "unknown")
    end = rows["period_end"]
    known = rows["results_until"].isna() | (end < rows["results_until"])
    over = (end < pd.Timestamp(cut_off)).fillna(False) & known
    unfinished = state.isin(["under_way", "not_begun"])
    return rows.assign(
        printed=rows["measure"].map(printed(measures)),
        of_measure=rows.groupby("measure")["activity"].transform("size"),
        state=state,
        late=over & unfinished,
    )


def printed(measures: pd.DataFrame) -> dict[int, int]:
    """By measure its number in print: 1, 2, 3 … in order, whatever gaps the file leaves."""
    return {int(number): place for place, number in enumerate(sorted(set(measures["measure"])), start=1)}


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """Number of activities by state (rows from ``joined``), in the order of print, the empty left out."""
    found = rows["state"].value_counts()
    return {state: int(found[state]) for state in STATUSES if state in found}
