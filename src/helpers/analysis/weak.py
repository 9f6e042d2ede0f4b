"""The weak points of a year, in the two official classes, and what became of them.

Rules: docs/methodology.md, "Weak points". ``urgent`` must be corrected urgently, ``develop`` is to
be developed further; the marks between the classes are settings, which may differ by year.
"""

from __future__ import annotations

import pandas as pd

from helpers import decimals, framework, tables
from helpers.analysis import coverage, deltas, levels, rules
from helpers.framework import Settings
from helpers.framework.built_in import SETTINGS

KEY = ["agency_id", "fiscal_year", "indicator"]
RESULT = KEY[:2]
REASONS = ("below_pass_mark", "below_strength", "lowest", "fell", "lowest_of_instrument")


def compute(
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    answers: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """One row per weak indicator; strengths are left out.

    ``scores`` and ``changes`` (``deltas``) as in ``tables``, ``answers`` from ``coverage``. Returns

    agency_id, fiscal_year (the year analysed), indicator, score, class;
    reasons (of ``REASONS``, comma-separated; every instrument has a lowest indicator, so that alone
    makes none weak); change (on the year before);
    gap (points below the pass mark, 0 if none);
    points_at_stake (of the total, if the indicator rose to the next mark: the pass mark, the mark
    of a strength or the full score); rank (1: most points at stake; ties share one);
    measures (numbers of the next year's measures that answer it, comma-separated), inferred (those
    of them known by the words of their title or steps only);
    later (the score a year later), later_change, later_margin (what chance can do to it), outcome (of
    ``OUTCOMES``; "" where not known).
    """
    rows = scores[[*KEY, "score"]].merge(changes[[*KEY, "change", "margin"]], on=KEY, how="left")
    rows = _marked(rules.joined(rows), settings)
    reasons = _reasons(rows)
    is_weak = reasons.drop(columns="lowest_of_instrument").any(axis=1)
    rows, reasons = rows[is_weak].reset_index(drop=True), reasons[is_weak].reset_index(drop=True)

    units = decimals.to_units(rows["score"])
    urgent = (units < rows["urgent_below"]).astype(bool)
    # The next mark above the score; the later mask wins.
    target = rows["full"].mask((units < rows["strength_from"]).astype(bool), rows["strength_from"])
    target = target.mask(reasons["below_pass_mark"], rows["pass_mark"])
    by_tag = answers[answers["basis"] == coverage.CONFIRMED]
    by_words = answers[answers["basis"].isin(["title", "step"])]
    keys_then = rules.a_year_on(rows[KEY])
    later = decimals.to_units(_at(keys_then, scores, "score"))
    later_margin = _at(keys_then, changes, "margin")
    points = rows.assign(
        **{"class": urgent.map({True: "urgent", False: "develop"}).astype("str")},
        reasons=levels.names_that_hold(reasons, rows.index),
        gap=decimals.from_units((rows["pass_mark"] - units).clip(lower=0)),
        points_at_stake=rules.points_of_total(target - units, rows),
        measures=_measures(rows, pd.concat([by_tag, by_words])),
        inferred=_measures(rows, by_words),
        later=decimals.from_units(later),
        later_change=decimals.from_units(later - units),
        later_margin=later_margin,
        outcome=_outcome(rows, units, later, later_margin),
    )
    by_result = points.groupby(RESULT, sort=False)["points_at_stake"]
    points["rank"] = by_result.rank(method="min", ascending=False).astype("int64")
    return tables.typed("weak_indicators", points)


def _marked(rows: pd.DataFrame, settings: Settings | None) -> pd.DataFrame:
    """Adds the marks of each row's year, in hundredths; later_mark is that of a change to the year after."""
    by_year = {int(year): framework.settings_of(int(year), settings) for year in rows["fiscal_year"].unique()}
    columns = {
        name: {year: int(getattr(each, name) * 100) for year, each in by_year.items()} for name in SETTINGS
    }
    columns["later_mark"] = {
        year: int(framework.settings_of(year + 1, settings).material_change * 100) for year in by_year
    }
    return rows.assign(**{name: rows["fiscal_year"].map(of).astype("int64") for name, of in columns.items()})


def _reasons(rows: pd.DataFrame) -> pd.DataFrame:
    units = decimals.to_units(rows["score"])
    moved = deltas.direction(rows["change"], rows["material_change"], rows["margin"])
    return pd.DataFrame(
        {
            "below_pass_mark": units < rows["pass_mark"],
            "below_strength": (units >= rows["pass_mark"]) & (units < rows["strength_from"]),
            "lowest": _lowest(rows, RESULT, rows["of_year"]),
            "fell": moved == "fell",
            "lowest_of_instrument": _lowest(rows, [*RESULT, "instrument"], rows["of_instrument"]),
        }
    ).astype(bool)


def _lowest(rows: pd.DataFrame, group: list[str], of: pd.Series) -> pd.Series:
    """Whether a score is the lowest of its group; never if a score is missing or all are equal."""
    scores = rows.groupby(group, sort=False)["score"]
    lowest, highest = scores.transform("min"), scores.transform("max")
    return (rows["score"] == lowest) & (lowest < highest) & (scores.transform("size") == of)


def _measures(rows: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    """Numbers of the measures that answer an indicator in the next year, joined by commas, in order.

    A measure that only names the instrument answers no particular indicator, so it is left out.
    """
    numbered = answers.sort_values([*KEY, "measure"])
    numbered = numbered.assign(
        fiscal_year=numbered["fiscal_year"] - 1, measure=numbered["measure"].astype("str")
    )
    joined = numbered.groupby(KEY)["measure"].agg(",".join).astype("str")
    of_each_row = joined.reindex(pd.MultiIndex.from_frame(rows[KEY]))
    return of_each_row.fillna("").set_axis(rows.index).astype("str")


def _at(keys: pd.DataFrame, frame: pd.DataFrame, column: str) -> pd.Series:
    """The values of a column at these keys, missing where ``frame`` has no such row."""
    return keys.merge(frame[[*KEY, column]], on=KEY, how="left")[column].set_axis(keys.index)


def _outcome(rows: pd.DataFrame, units: pd.Series, later: pd.Series, margin: pd.Series) -> pd.Series:
    moved = deltas.direction(decimals.from_units(later - units), rows["later_mark"], margin)
    outcome = moved.replace({"near": "same"})
    reached = ((units < rows["pass_mark"]) & (later >= rows["pass_mark"])).fillna(False).astype(bool)
    return outcome.mask(reached, "reached").mask(later.isna(), "")
