"""Totals, instrument means and levels, recomputed beside what is published.

Rules: docs/methodology.md, "Totals" and "Levels". Sums are exact: scores are whole hundredths, and
every mean is kept as numerator and denominator until it is rounded once.
"""

from __future__ import annotations

from math import isnan, lcm

import numpy as np
import pandas as pd

from helpers import decimals, framework, tables
from helpers.analysis import levels
from helpers.framework import Framework
from helpers.tables import Row

KEY = ["agency_id", "fiscal_year"]


def compute(
    scores: pd.DataFrame, published: pd.DataFrame, context: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Totals per agency and year.

    ``scores`` and the result are as in ``tables``; ``published`` has agency_id, fiscal_year,
    published_total (0-100, may be missing), published_level (may be ""). A total is computed only
    from all of the year's indicators, an instrument's mean only from all of its own. ``level`` (with
    ``next_level``, ``missed`` and ``unchecked``, see ``levels``) is derived from the published total
    where there is one; "" where the rules do not decide it. ``context``, as in ``tables``, adds the
    published scores of instruments and of their parts to what decides the level, and nothing else.
    """
    wide = scores.pivot(index=KEY, columns="indicator", values="score")
    marks = published.set_index(KEY)[["published_total", "published_level"]]
    index = wide.index.union(marks.index)
    wide, marks = wide.reindex(index), marks.reindex(index)
    years = index.get_level_values("fiscal_year")
    published_scores = _published_scores(context, index)
    parts = [
        _one_year(
            framework.for_year(int(year)),
            wide[years == year],
            marks[years == year],
            published_scores[years == year],
        )
        for year in years.unique()
    ]
    if not parts:
        return tables.empty("totals")
    results = pd.concat(parts).sort_index().reset_index()
    return tables.typed("totals", results.reindex(columns=list(tables.SCHEMAS["totals"].columns)))


def _published_scores(context: pd.DataFrame | None, index: pd.Index) -> pd.DataFrame:
    """The published scores of instruments and their parts, a column each; missing where not published."""
    if context is None or context.empty:
        return pd.DataFrame(np.nan, index=index, columns=list(framework.scored()))
    own = context[(context["what"] == "score") & context["part"].isin(framework.scored())]
    wide = own.pivot(index=KEY, columns="part", values="value")
    return wide.reindex(index=index, columns=list(framework.scored())).astype("float64")


def _one_year(
    rules: Framework, wide: pd.DataFrame, marks: pd.DataFrame, published_scores: pd.DataFrame
) -> pd.DataFrame:
    units = {
        number: decimals.to_units(wide[number] if number in wide else pd.Series(np.nan, index=wide.index))
        for number in rules.numbers
    }
    # total = sum of weight * (sum of scores / number of scores); a common denominator keeps it in integers
    common = lcm(*(len(instrument.indicators) for instrument in rules.instruments))
    weight_units = {instrument.id: int(instrument.weight * 100) for instrument in rules.instruments}
    # An instrument with a missing score has a missing sum: Int64 keeps it so.
    nothing = pd.Series(0, index=wide.index, dtype="Int64")
    sums = {
        instrument.id: sum((units[number] for number in instrument.indicators), start=nothing)
        for instrument in rules.instruments
    }
    numerator = sum(
        (
            sums[instrument.id] * (weight_units[instrument.id] * common // len(instrument.indicators))
            for instrument in rules.instruments
        ),
        start=nothing,
    )
    denominator = 100 * common

    result = marks.assign(
        published_level=marks["published_level"].fillna(""),
        computed_total=decimals.from_units(decimals.divide_half_up(numerator, denominator)),
    )
    for instrument in rules.instruments:
        mean = decimals.divide_half_up(sums[instrument.id], len(instrument.indicators))
        result[instrument.id.lower()] = decimals.from_units(mean)

    # Conditions compare unrounded values: 84.995 is below 85 though it prints as 85.00.
    total = (decimals.to_units(marks["published_total"]) * denominator).fillna(numerator)
    published = {part.upper(): decimals.to_units(published_scores[part]) for part in framework.scored()}
    return result.join(levels.derive(rules, total, denominator, sums, published))


def shown(results: pd.DataFrame) -> pd.DataFrame:
    """``totals`` with total and shown_level: the published ones, else the computed.

    A published figure is never replaced. Also adds ``compared`` (the level shown is computed) and
    ``doubtful`` (the scores give another total than the published one, so no list puts it first without a
    mark).
    """
    apart = decimals.to_units(results["published_total"]) - decimals.to_units(results["computed_total"])
    values = zip(*(results[name] for name in _DECIDING), strict=True)
    shown_of_each = pd.DataFrame([_shown(*row) for row in values], index=results.index, columns=_SHOWN)
    return results.assign(
        **shown_of_each.astype({"total": "float64", "shown_level": "str", "compared": "bool"}),
        doubtful=(apart.abs() > decimals.AGREES_WITHIN).fillna(False).astype(bool),
    )


def shown_of(row: Row) -> Row:
    """total, shown_level and compared of one row of ``totals``, as in ``shown``."""
    return dict(zip(_SHOWN, _shown(*(row[name] for name in _DECIDING)), strict=True))


_DECIDING = ["published_total", "computed_total", "published_level", "level"]
_SHOWN = ["total", "shown_level", "compared"]


def _shown(
    published: float | None, computed: float | None, published_level: str, level: str
) -> tuple[float | None, str, bool]:
    """The only place that decides between what is published and what was computed."""
    total = computed if published is None or isnan(published) else published
    return total, published_level or level, not published_level and bool(level)


def changes(results: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """agency_id, total (as shown), change on the year before (two decimals), where both are known.

    ``doubtful`` where either of the two is (``shown``).
    """
    rows = shown(results)
    columns = ["agency_id", "total", "doubtful"]
    current = rows.loc[rows["fiscal_year"] == fiscal_year, columns].dropna()
    before = rows.loc[rows["fiscal_year"] == fiscal_year - 1, columns].dropna()
    pairs = current.merge(before, on="agency_id", suffixes=("", "_before"))
    change = decimals.to_units(pairs["total"]) - decimals.to_units(pairs["total_before"])
    pairs = pairs.assign(
        change=decimals.from_units(change), doubtful=pairs["doubtful"] | pairs["doubtful_before"]
    )
    return pairs[["agency_id", "total", "change", "doubtful"]]
