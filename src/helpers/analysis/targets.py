"""The smallest rises in score that reach the pass mark and the next level.

Rules: docs/methodology.md, "What it would take". This is arithmetic under the year's rules, not a forecast.
"""

from __future__ import annotations

from math import lcm

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers import decimals, framework, tables
from helpers.analysis import rules
from helpers.framework import Framework

KEY = ["agency_id", "fiscal_year", "indicator"]

Counts = npt.NDArray[np.int64]
"""Scores in hundredths: a row per agency, a column per indicator."""


def compute(scores: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """One row per goal and indicator that must rise to reach it.

    ``scores`` and ``totals`` as in ``tables``. Returns agency_id, fiscal_year, goal, indicator,
    score, target, rise (target - score), adds (what the rise adds to the total, four decimals).

    ``pass_mark``: each indicator below the mark rises to it; this needs the indicator's score only.
    ``next_level``: all conditions of the level above, on the total and on the instruments' means,
    hold after all these rises together. It needs every indicator's score. Within an instrument the
    lowest scores rise first, all to the same height; what the total then still lacks comes from the
    instrument where a point weighs most. One hundredth less would miss the level, except at full score.
    """
    parts = []
    for year in sorted(int(year) for year in scores["fiscal_year"].unique()):
        framework_of = framework.for_year(year)
        of_year = scores[scores["fiscal_year"] == year]
        parts.append(_to_pass_mark(framework_of, of_year))
        parts.append(_to_next_level(framework_of, of_year, totals[totals["fiscal_year"] == year]))
    rises = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*KEY, "goal"])
    if rises.empty:
        return tables.empty("targets")
    rise = rises["target"] - rises["score"]
    return tables.typed(
        "targets",
        rises.assign(
            score=decimals.from_units(rises["score"]),
            target=decimals.from_units(rises["target"]),
            rise=decimals.from_units(rise),
            adds=rules.points_of_total(rise, rules.joined(rises)),
        ).sort_values([*KEY[:2], "goal", "indicator"]),
    )


def _to_pass_mark(year: Framework, scores: pd.DataFrame) -> pd.DataFrame:
    units = decimals.to_units(scores["score"])
    mark = int(year.pass_mark * 100)
    below = (units < mark).astype(bool)
    return scores.loc[below, KEY].assign(goal="pass_mark", score=units[below].astype("int64"), target=mark)


def _to_next_level(year: Framework, scores: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    wide = scores.pivot(index="agency_id", columns="indicator", values="score")
    wide = wide.reindex(columns=list(year.numbers)).dropna()
    results = totals.set_index("agency_id")
    wide = wide[wide.index.isin(results.index[results["next_level"] != ""])]
    parts = []
    for step in year.levels:
        rows = wide[results["next_level"].reindex(wide.index) == step.th]
        if rows.empty:
            continue
        units = np.column_stack([decimals.to_units(rows[n]).astype("int64") for n in year.numbers])
        published = decimals.to_units(results["published_total"].reindex(rows.index))
        mark = int(step.instruments * 100) if step.instruments is not None else 0
        target = _targets(year, units, published, int(step.total * 100), mark)
        at, column = np.nonzero(target > units)
        parts.append(
            pd.DataFrame(
                {
                    "agency_id": rows.index.to_numpy()[at],
                    "fiscal_year": year.year,
                    "indicator": np.asarray(year.numbers)[column],
                    "goal": "next_level",
                    "score": units[at, column],
                    "target": target[at, column],
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _targets(year: Framework, units: Counts, published: pd.Series, total_mark: int, mean_mark: int) -> Counts:
    """The score that each indicator must reach, in hundredths: its present one where it need not rise."""
    full = int(year.full_score * 100)
    columns = {each.id: [year.numbers.index(n) for n in each.indicators] for each in year.instruments}
    # Exact in integers: in units of 1/scale of the total, a hundredth of a score weighs a whole number.
    common = lcm(*(len(own) for own in columns.values()))
    scale = 100 * common
    weight = {each.id: int(each.weight * 100) * common // len(columns[each.id]) for each in year.instruments}
    sums = {name: units[:, own].sum(axis=1) for name, own in columns.items()}
    computed = sum(
        (sums[name] * weight[name] for name in columns), start=np.zeros(len(units), dtype=np.int64)
    )
    start = (published * scale).fillna(pd.Series(computed, index=published.index)).to_numpy(dtype=np.int64)

    target = units.copy()
    lacking = total_mark * scale - start
    reached = {}
    for name, own in columns.items():
        target[:, own] = raised(units[:, own], mean_mark * len(own))
        reached[name] = target[:, own].sum(axis=1)
        lacking = lacking - (reached[name] - sums[name]) * weight[name]
    for name in sorted(columns, key=lambda name: -weight[name]):
        own = columns[name]
        room = full * len(own) - reached[name]
        # Rounded up: a fraction of a hundredth less would miss the level.
        extra = np.clip(-(-lacking // weight[name]), 0, room)
        target[:, own] = raised(units[:, own], reached[name] + extra)
        # Heights are whole hundredths and may give a little too much; the next instrument is asked less.
        lacking = lacking - (target[:, own].sum(axis=1) - reached[name]) * weight[name]
    # If the published total is far below what the scores give, even full scores may not be enough.
    return np.where((lacking > 0)[:, None], units, target)


def raised(units: Counts, needed: Counts | int) -> Counts:
    """Raises the lowest values of each row to the smallest common height at which the row sums to ``needed``.

    Rows that already do stay as they are.
    """
    size = units.shape[1]
    ascending = np.sort(units, axis=1)
    total = ascending.sum(axis=1)
    # With the j lowest at h, a row sums to j * h plus its rest; the smallest such h over all j will do.
    lowest = np.cumsum(ascending, axis=1)
    count = np.arange(1, size + 1)
    needed = np.broadcast_to(needed, total.shape)
    heights = -(-(needed[:, None] - (total[:, None] - lowest)) // count)
    height = heights.min(axis=1)
    return np.where((total < needed)[:, None], np.maximum(units, height[:, None]), units)
