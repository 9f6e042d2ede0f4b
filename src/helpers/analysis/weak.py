"""The weak points of a year, in the two official classes.

Rules: docs/methodology.md, "Weak points". ``urgent`` must be corrected urgently, ``develop`` is to
be developed further; the marks are settings of the framework.
"""

from __future__ import annotations

import pandas as pd

from helpers import decimals, framework
from helpers.framework import WeakPointMarks

KEY = ["agency_id", "fiscal_year", "indicator"]
REASONS = ("below_pass_mark", "below_strength", "lowest", "fell")


def compute(
    scores: pd.DataFrame,
    deltas: pd.DataFrame,
    answers: pd.DataFrame,
    marks: WeakPointMarks | None = None,
) -> pd.DataFrame:
    """One row per weak indicator; strengths are left out.

    ``scores`` and ``deltas`` as in ``tables``, ``answers`` from ``coverage``. Returns
    agency_id, fiscal_year (the year analysed), indicator, score, class, reasons (of ``REASONS``,
    comma-separated), gap (points below the urgent mark, 0 if none), points_at_stake (of the
    total, if the indicator rose to the next mark: the urgent mark, the mark of a strength or the
    full score), measures (numbers of the next year's measures that answer it, comma-separated).
    """
    marks = marks or framework.weak_point_marks()
    rows = scores[[*KEY, "score"]].merge(deltas[[*KEY, "change"]], on=KEY, how="left")
    units = decimals.to_units(rows["score"])
    urgent_below = int(marks.urgent_below * 100)
    strength_from = int(marks.strength_from * 100)
    full_score = int(framework.for_year(framework.years()[-1]).full_score * 100)

    of_year = rows.groupby(["agency_id", "fiscal_year"])["score"]
    expected = rows["fiscal_year"].map(lambda year: len(framework.for_year(int(year)).indicators))
    # "Lowest of ten" needs all ten; where all ten have the full score none is low.
    lowest = (rows["score"] == of_year.transform("min")) & (of_year.transform("size") == expected)
    lowest &= (units < full_score).astype(bool)
    change = decimals.to_units(rows["change"])
    reasons = pd.DataFrame(
        {
            "below_pass_mark": units < urgent_below,
            "below_strength": (units >= urgent_below) & (units < strength_from),
            "lowest": lowest,
            "fell": (change <= -int(marks.material_change * 100)).fillna(False),
        }
    ).astype(bool)
    weak = reasons.any(axis=1)
    rows, units, reasons = rows[weak], units[weak], reasons[weak]

    urgent = reasons["below_pass_mark"]
    target = pd.Series(full_score, index=units.index)
    target = target.mask((units < strength_from).astype(bool), strength_from).mask(urgent, urgent_below)
    rise = target - units
    return rows.assign(
        **{"class": urgent.map({True: "urgent", False: "develop"}).astype("str")},
        reasons=_joined(reasons),
        gap=decimals.from_units((urgent_below - units).clip(lower=0)),
        points_at_stake=_points(rows, rise),
        measures=_measures(rows, answers),
    )[[*KEY, "score", "class", "reasons", "gap", "points_at_stake", "measures"]].reset_index(drop=True)


def _joined(reasons: pd.DataFrame) -> pd.Series:
    names = list(reasons.columns)
    texts = [
        ",".join(name for name, holds in zip(names, row, strict=True) if holds)
        for row in reasons.itertuples(index=False)
    ]
    return pd.Series(texts, index=reasons.index, dtype="str")


def _points(rows: pd.DataFrame, rise: pd.Series) -> pd.Series:
    """Rise in hundredths of a score, times the indicator's weight, in points of the total."""
    weight = {
        (year, indicator.number): indicator.weight
        for year in rows["fiscal_year"].unique()
        for indicator in framework.for_year(int(year)).indicators
    }
    points = [
        float(weight[year, number] * int(units) / 100)
        for year, number, units in zip(rows["fiscal_year"], rows["indicator"], rise, strict=True)
    ]
    return pd.Series(points, index=rows.index, dtype="float64")


def _measures(rows: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    """Numbers of the measures that answer an indicator in the next year, joined by commas, in order.

    A measure that only names the instrument answers none of its indicators in particular.
    """
    named = answers[answers["basis"] != "instrument"].sort_values([*KEY, "measure"])
    named = named.assign(fiscal_year=named["fiscal_year"] - 1, measure=named["measure"].astype("str"))
    joined = named.groupby(KEY)["measure"].agg(",".join).astype("str")
    found = joined.reindex(pd.MultiIndex.from_frame(rows[KEY]))
    return found.fillna("").set_axis(rows.index).astype("str")
