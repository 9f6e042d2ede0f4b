"""Measures compared with weak points, across all agencies.

Rules: docs/methodology.md, "Measures and weak points".
"""

from __future__ import annotations

import pandas as pd

RESULT = ["agency_id", "fiscal_year"]


def coverage_of_weak_points(weak: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The weak points of agencies whose measures of the next year are on file.

    ``weak`` (``weak_indicators``) and ``measures`` as in ``tables``. Returns weak's columns and
    basis: how the best of its measures answers it (``tag``, ``title``), "" where none does.
    """
    following = measures[RESULT].drop_duplicates().assign(fiscal_year=lambda rows: rows["fiscal_year"] - 1)
    rows = weak.merge(following, on=RESULT)
    # If all of its measures are inferred, so is the best of them.
    basis = pd.Series("tag", index=rows.index, dtype="str")
    basis = basis.mask(rows["measures"] == rows["inferred"], "title").mask(rows["measures"] == "", "")
    return rows.assign(basis=basis)


def aim_of_measures(measures: pd.DataFrame, answers: pd.DataFrame, weak: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: whether it answers a weak point of the year before.

    ``measures`` and ``weak`` as in ``tables``, ``answers`` from ``coverage``. Returns agency_id,
    fiscal_year (the measure's), measure, title, aim: ``weak_point``; ``instrument`` (it names only
    the instrument of one); ``other`` (it names indicators, none of them weak); ``unnamed`` (it names
    none); ``no_weak_point`` (none of the year before is on file, so nothing can be said).
    """
    key = [*RESULT, "measure"]
    rows = measures[[*key, "title"]].drop_duplicates(key).reset_index(drop=True)
    points = weak[[*RESULT, "indicator"]].assign(fiscal_year=weak["fiscal_year"] + 1)
    hits = answers.merge(points, on=[*RESULT, "indicator"])
    of_measure = pd.MultiIndex.from_frame(rows[key])

    def among(some_answers: pd.DataFrame) -> pd.Series:
        return pd.Series(of_measure.isin(pd.MultiIndex.from_frame(some_answers[key])), index=rows.index)

    of_result = pd.MultiIndex.from_frame(rows[RESULT])
    analysed = pd.Series(of_result.isin(pd.MultiIndex.from_frame(points[RESULT])), index=rows.index)
    aim = pd.Series("unnamed", index=rows.index, dtype="str").mask(among(answers), "other")
    aim = aim.mask(among(hits[hits["basis"] == "instrument"]), "instrument")
    aim = aim.mask(among(hits[hits["basis"] != "instrument"]), "weak_point")
    return rows.assign(aim=aim.mask(~analysed, "no_weak_point"))


def changes_by_coverage(covered: pd.DataFrame) -> pd.DataFrame:
    """Change of weak indicators a year later, where a measure answered them and where none did.

    ``covered`` from ``coverage_of_weak_points``. Returns indicator (0: all together), answered,
    count, q1, median, q3 (of the change in points), rose (how many rose by the material change or
    reached the mark). This doesn't prove that a measure worked: low scores tend to rise by themselves,
    and agencies that plan well differ in other ways, too.
    """
    changed = covered.dropna(subset=["later_change"])
    changed = changed.assign(
        answered=changed["basis"] != "", rose=changed["outcome"].isin(["rose", "reached"])
    )
    with_all = pd.concat([changed.assign(indicator=0), changed], ignore_index=True)
    grouped = with_all.groupby(["indicator", "answered"])
    change = grouped["later_change"]
    quartiles = {"q1": 0.25, "median": 0.5, "q3": 0.75}
    columns = {"count": grouped.size()} | {name: change.quantile(q) for name, q in quartiles.items()}
    return pd.DataFrame(columns | {"rose": grouped["rose"].sum()}).reset_index()
