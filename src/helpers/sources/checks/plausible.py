"""Finds numbers that are impossible or unlikely beside the others: slips, other scales, others' figures.

It compares the scores and totals of an agency and year. A number that can't be the agency's on the scale
of 0 to 100 is left out (an error); one that is only unlikely is kept (a warning). docs/data.md,
"What is unlikely", says what is done in each case, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import framework
from helpers.findings import Finding
from helpers.sources.checks.rows import finding_of, rows_of

KEY = ["agency_id", "fiscal_year"]
SCALES = (1, 5, 10)
"""Full marks of other scales; 1 stands for shares of one."""
FEWEST = 5
"""With fewer scores of a year, nothing can be said about all of them together."""
TYPICAL = 50.0
"""If the median of the others is at least this, a score below a tenth of the scale is taken for a slip."""
JUMP = 40.0
"""A change on the year before of more points than this gets a warning."""
_EXACT = 0.02
"""A total this close to the recomputed one counts as equal, because printed scores are rounded."""


class Plausible(NamedTuple):
    """Scores and totals without impossible ones, with their index as before; and the findings."""

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
    wide = scores.pivot(index=KEY, columns="indicator", values="score").reindex(
        columns=list(framework.numbers())
    )
    published = totals.set_index(KEY)["published_total"].reindex(wide.index).astype("float64")
    table, total = wide.to_numpy(dtype="float64"), published.to_numpy(dtype="float64")
    years = wide.index.get_level_values("fiscal_year")
    weights = np.array([_weights(int(year)) for year in years]).reshape(table.shape)
    computed = np.where(weights > 0, table * weights, 0.0).sum(axis=1)  # of the year's own indicators
    counts = (~np.isnan(table)).sum(axis=1)
    highest, lowest = _over(table, -np.inf, np.max), _over(table, np.inf, np.min)

    findings: list[Finding] = []
    # If all scores of a year fit another scale, none of them can be used.
    small = (counts >= FEWEST) & (highest > 0) & (highest <= SCALES[-1])
    findings += _of_years(scores, wide.index[small], highest[small], "scale_other")
    # All scores alike: the means of ten surveys never are, but all 0 or all 100 may be true.
    alike = (counts == (weights > 0).sum(axis=1)) & (highest == lowest) & ~small
    edge = np.isin(highest, (0.0, 100.0))
    findings += _of_years(scores, wide.index[alike & ~edge], highest[alike & ~edge], "scores_alike")
    alike_at_edge = alike & edge & ~(np.abs(total - highest) <= _EXACT)
    findings += _of_years(scores, wide.index[alike_at_edge], highest[alike_at_edge], "scores_alike_edge")
    years_left_out = pd.MultiIndex.from_tuples(wide.index[small | (alike & ~edge)], names=KEY)

    slips, kept_slips = _slips(scores, wide, table, total, weights, computed)
    findings += [*slips.values(), *kept_slips]
    out = pd.MultiIndex.from_frame(scores[KEY]).isin(years_left_out) | scores.index.isin(list(slips))
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
    """For each of ``framework.numbers``, how much one point adds to the total; 0 where the year has none."""
    weights = {each.number: float(each.weight) for each in framework.for_year(year).indicators}
    return tuple(weights.get(number, 0.0) for number in framework.numbers())


def _of_years(scores: pd.DataFrame, years: pd.Index, values: np.ndarray, code: str) -> Iterator[Finding]:
    """A finding for each agency and year, placed at its first score."""
    if not len(years):
        return
    highest = dict(zip(years, values, strict=True))
    mine = scores[pd.MultiIndex.from_frame(scores[KEY]).isin(years)]
    for row in rows_of(mine.sort_values([*KEY, "indicator"]).drop_duplicates(KEY)):
        value = f"{highest[row['agency_id'], row['fiscal_year']]:.2f}"
        yield finding_of(code, row, "score", value=value, year=row["fiscal_year"])


def _slips(
    scores: pd.DataFrame,
    wide: pd.DataFrame,
    table: np.ndarray,
    total: np.ndarray,
    weights: np.ndarray,
    sums: np.ndarray,
) -> tuple[dict[int, Finding], list[Finding]]:
    """Scores whose decimal point is one or two places too far left, by their row in ``scores``.

    The total decides if it can. If not, a survey's mean near zero is left out if the others are above the
    middle; an open-data score can really be so low, so it only gets a warning.
    """
    refused: dict[int, Finding] = {}
    reported: list[Finding] = []
    suspects = np.argwhere((table > 0) & (table <= 10))
    rows = None
    for year, column in suspects:
        others = np.delete(table[year], column)
        others = others[~np.isnan(others)]
        if len(others) < FEWEST - 1 or np.median(others) < TYPICAL:
            continue
        value, computed = table[year, column], sums[year]
        if abs(total[year] - computed) <= _EXACT:
            continue  # the published total confirms the low score
        candidates = [value * times for times in (10, 100) if 40 <= value * times <= 100]
        likely = next(
            (
                each
                for each in candidates
                if abs(total[year] - computed - (each - value) * weights[year, column]) <= _EXACT * 10
            ),
            candidates[-1] if candidates else None,
        )
        if likely is None:
            continue
        if rows is None:
            keys = zip(scores["agency_id"], scores["fiscal_year"], scores["indicator"], strict=True)
            rows = dict(zip(keys, scores.index, strict=True))
        agency, fiscal_year = wide.index[year]
        number = framework.numbers()[column]
        at = rows[agency, fiscal_year, number]
        in_survey = framework.for_year(int(fiscal_year)).instrument_of(number).survey
        # Means of surveys are never so low; a check of open data can be, and its total then confirms it.
        certain = in_survey or not np.isnan(total[year])
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
            reported.append(finding)
    return refused, reported


def _totals(totals: pd.DataFrame, computed: pd.Series) -> tuple[np.ndarray, list[Finding]]:
    """Totals that are slips or the country's mean: a mask of those left out, and the findings."""
    own = computed.reindex(pd.MultiIndex.from_frame(totals[KEY])).to_numpy(dtype="float64")
    published = totals["published_total"].to_numpy(dtype="float64")
    with np.errstate(invalid="ignore"):
        slip = (
            (published > 0)
            & (published < 10)
            # The decimal point slipped by one place, or by two.
            & ((np.abs(published * 10 - own) <= 1) | (np.abs(published * 100 - own) <= 1))
        )
    means = {year: framework.country(int(year)) for year in totals["fiscal_year"].unique()}
    country = np.array(
        [float(of.mean) if (of := means[year]) else np.nan for year in totals["fiscal_year"]], dtype="float64"
    )
    as_country = np.abs(published - country) < 0.001
    confirmed = as_country & (np.abs(published - own) <= 1)
    of_country = as_country & (np.abs(published - own) > 1)
    findings = []
    for mask, code in (
        (slip, "total_slipped"),
        (of_country, "total_of_country"),
        (as_country & ~of_country & ~confirmed, "total_as_country"),
    ):
        for row in rows_of(totals.assign(own=own)[mask]):
            values = {"value": f"{row['published_total']:.2f}", "computed": f"{row['own']:.2f}"}
            findings.append(finding_of(code, row, "published_total", year=row["fiscal_year"], **values))
    return slip | of_country, findings


def _jumps(frame: pd.DataFrame, key: list[str], column: str) -> list[Finding]:
    """Warnings for changes on the year before that are so large that somebody should look at them."""
    before = frame[[*key, "fiscal_year", column]].assign(fiscal_year=frame["fiscal_year"] + 1)
    with_before = frame.reset_index(drop=True).merge(
        before, on=[*key, "fiscal_year"], suffixes=("", "_before")
    )
    large = with_before[(with_before[column] - with_before[f"{column}_before"]).abs() > JUMP]
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
