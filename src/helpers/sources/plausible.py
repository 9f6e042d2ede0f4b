"""What a number by itself allows and its neighbours do not: slips, other scales, figures of others.

Looks at the checked scores and totals of an agency and year together. Where a number cannot be the agency's
on the scale of 0 to 100 it is left out (an error); where it is only unlikely it stays (a warning). Of each
kind what is done, and why: docs/data.md, "What is unlikely".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import framework
from helpers.findings import Finding
from helpers.sources.rows import finding_of, rows_of

KEY = ["agency_id", "fiscal_year"]
SCALES = (1, 5, 10)
"""Full marks of other scales, and shares of one."""
FEWEST = 5
"""Scores of a year from which something can be said of all of them."""
TYPICAL = 50.0
"""The others' middle from which a score below a tenth of the scale is taken for a slip."""
JUMP = 40.0
"""Points against the year before."""
_EXACT = 0.02
"""Points within which a total counts as recomputed; printed scores are rounded."""


class Plausible(NamedTuple):
    """Scores and totals without what cannot be, the index of all else as before; and what was found."""

    scores: pd.DataFrame
    totals: pd.DataFrame
    findings: list[Finding]


def check(scores: pd.DataFrame, totals: pd.DataFrame) -> Plausible:
    """Checks scores and totals against each other.

    ``scores`` has agency_id, fiscal_year, indicator, score; ``totals`` agency_id, fiscal_year,
    published_total; both at_file, at_sheet, at_row, and each key once.
    """
    if scores.empty and totals.empty:
        return Plausible(scores, totals, [])
    wide = scores.pivot(index=KEY, columns="indicator", values="score").reindex(columns=range(1, 11))
    published = totals.set_index(KEY)["published_total"].reindex(wide.index).astype("float64")
    table, total = wide.to_numpy(dtype="float64"), published.to_numpy(dtype="float64")
    weights = np.array([_weights(int(year)) for year in wide.index.get_level_values("fiscal_year")])
    weights = weights.reshape(len(wide), 10)
    computed = (table * weights).sum(axis=1)
    counts = (~np.isnan(table)).sum(axis=1)
    highest, lowest = _over(table, -np.inf, np.max), _over(table, np.inf, np.min)

    findings: list[Finding] = []
    # Another scale: all of them go.
    small = (counts >= FEWEST) & (highest > 0) & (highest <= SCALES[-1])
    findings += _of_years(scores, wide.index[small], highest[small], "scale_other")
    # All alike: means of surveys are not, but nothing and everything may be.
    alike = (counts == 10) & (highest == lowest) & ~small
    edge = np.isin(highest, (0.0, 100.0))
    findings += _of_years(scores, wide.index[alike & ~edge], highest[alike & ~edge], "scores_alike")
    odd = alike & edge & ~(np.abs(total - highest) <= _EXACT)
    findings += _of_years(scores, wide.index[odd], highest[odd], "scores_alike_edge")
    gone = pd.MultiIndex.from_tuples(wide.index[small | (alike & ~edge)], names=KEY)

    slips, kept_slips = _slips(scores, wide, table, total, weights)
    findings += [*slips.values(), *kept_slips]
    out = pd.MultiIndex.from_frame(scores[KEY]).isin(gone) | scores.index.isin(list(slips))
    scores_left = scores[~out]

    wrong, problems = _totals(totals, pd.Series(computed, index=wide.index))
    findings += problems
    totals_left = totals.assign(published_total=totals["published_total"].mask(wrong))
    findings += _jumps(scores_left, ["agency_id", "indicator"], "score")
    findings += _jumps(totals_left[totals_left["published_total"].notna()], ["agency_id"], "published_total")
    return Plausible(scores_left, totals_left, findings)


def _over(table: np.ndarray, blank: float, how: object) -> np.ndarray:
    return how(np.where(np.isnan(table), blank, table), axis=1) if len(table) else np.empty(0)  # type: ignore[operator]


@lru_cache(maxsize=64)
def _weights(year: int) -> tuple[float, ...]:
    """By indicator what one point of it is worth in the total."""
    made = [0.0] * 10
    for instrument in framework.for_year(year).instruments:
        for number in instrument.indicators:
            made[number - 1] = float(instrument.weight) / len(instrument.indicators)
    return tuple(made)


def _of_years(scores: pd.DataFrame, years: pd.Index, values: np.ndarray, code: str) -> Iterator[Finding]:
    """A finding for each agency and year, at the first of its scores."""
    if not len(years):
        return
    highest = dict(zip(years, values, strict=True))
    mine = scores[pd.MultiIndex.from_frame(scores[KEY]).isin(years)]
    for row in rows_of(mine.sort_values([*KEY, "indicator"]).drop_duplicates(KEY)):
        value = f"{highest[row['agency_id'], row['fiscal_year']]:.2f}"
        yield finding_of(code, row, "score", value=value, year=row["fiscal_year"])


def _slips(
    scores: pd.DataFrame, wide: pd.DataFrame, table: np.ndarray, total: np.ndarray, weights: np.ndarray
) -> tuple[dict[int, Finding], list[Finding]]:
    """Scores of which the decimal point stands one or two places too far left, by their row in ``scores``.

    The total decides where it can. Where it cannot, a survey's mean near nothing beside means above the
    middle is left out; an open-data score may be so low, and is only told.
    """
    refused: dict[int, Finding] = {}
    told: list[Finding] = []
    suspects = np.argwhere((table > 0) & (table <= 10))
    rows = None
    for year, column in suspects:
        others = np.delete(table[year], column)
        others = others[~np.isnan(others)]
        if len(others) < FEWEST - 1 or np.median(others) < TYPICAL:
            continue
        value, computed = table[year, column], float((table[year] * weights[year]).sum())
        if abs(total[year] - computed) <= _EXACT:
            continue  # low, and so published
        meant = [value * times for times in (10, 100) if 40 <= value * times <= 100]
        likely = next(
            (
                each
                for each in meant
                if abs(total[year] - computed - (each - value) * weights[year, column]) <= _EXACT * 10
            ),
            meant[-1] if meant else None,
        )
        if likely is None:
            continue
        if rows is None:
            keys = zip(scores["agency_id"], scores["fiscal_year"], scores["indicator"], strict=True)
            rows = dict(zip(keys, scores.index, strict=True))
        agency, fiscal_year = wide.index[year]
        at = rows[agency, fiscal_year, column + 1]
        certain = column + 1 <= 8 or not np.isnan(total[year])
        finding = finding_of(
            "score_slipped" if certain else "score_low",
            scores.loc[at].to_dict(),
            "score",
            value=f"{value:.2f}",
            likely=f"{likely:.2f}",
        )
        if certain:
            refused[at] = finding
        else:
            told.append(finding)
    return refused, told


def _totals(totals: pd.DataFrame, computed: pd.Series) -> tuple[np.ndarray, list[Finding]]:
    """Totals that are slips or the country's mean: which ones go, and what is told of all."""
    own = computed.reindex(pd.MultiIndex.from_frame(totals[KEY])).to_numpy(dtype="float64")
    printed = totals["published_total"].to_numpy(dtype="float64")
    with np.errstate(invalid="ignore"):
        slip = (
            (printed > 0)
            & (printed < 10)
            & ((np.abs(printed * 10 - own) <= 1) | (np.abs(printed * 100 - own) <= 1))
        )
    means = {year: framework.country(int(year)) for year in totals["fiscal_year"].unique()}
    country = np.array(
        [float(of.mean) if (of := means[year]) else np.nan for year in totals["fiscal_year"]], dtype="float64"
    )
    same = np.abs(printed - country) < 0.001
    confirmed = same & (np.abs(printed - own) <= 1)
    another = same & (np.abs(printed - own) > 1)
    findings = []
    for which, code in (
        (slip, "total_slipped"),
        (another, "total_of_country"),
        (same & ~another & ~confirmed, "total_as_country"),
    ):
        for row in rows_of(totals.assign(own=own)[which]):
            values = {"value": f"{row['published_total']:.2f}", "computed": f"{row['own']:.2f}"}
            findings.append(finding_of(code, row, "published_total", year=row["fiscal_year"], **values))
    return slip | another, findings


def _jumps(frame: pd.DataFrame, key: list[str], column: str) -> list[Finding]:
    """Rises and falls against the year before that are too large to pass without a look."""
    before = frame[[*key, "fiscal_year", column]].assign(fiscal_year=frame["fiscal_year"] + 1)
    both = frame.reset_index(drop=True).merge(before, on=[*key, "fiscal_year"], suffixes=("", "_before"))
    large = both[(both[column] - both[f"{column}_before"]).abs() > JUMP]
    return [
        finding_of(
            "score_jumped",
            row,
            column,
            value=f"{row[column]:.2f}",
            before=f"{row[f'{column}_before']:.2f}",
            year=int(row["fiscal_year"]) - 1,
        )
        for row in rows_of(large)
    ]
