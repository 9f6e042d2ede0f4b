"""All agencies together: the summaries that are longer than a few lines of pandas.

Each takes processed tables and returns one row per line that a reader sees. The shorter ones
(quartiles, reasons, outcomes) are written in the cells of notebooks 02, 03 and 05.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers import decimals, framework
from helpers.analysis import checklist, effects, history, totals

KEY = ["agency_id", "fiscal_year"]
SELDOM = ("questions",)


def contents(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per table: table (its name), rows, agencies, years (first–last, a dash where there is none).

    A table that few folders have (``SELDOM``) is left out if it is empty.
    """
    frames = {name: frame for name, frame in frames.items() if name not in SELDOM or len(frame)}

    def of(name: str, frame: pd.DataFrame) -> tuple[str, int, int, str]:
        years = frame["fiscal_year"].dropna() if "fiscal_year" in frame else pd.Series(dtype="int64")
        agencies = frame["agency_id"].replace("", pd.NA).nunique() if "agency_id" in frame else 0
        span = (
            "–".join(str(year) for year in dict.fromkeys((years.min(), years.max()))) if len(years) else "–"
        )
        return name, len(frame), agencies, span

    return pd.DataFrame(
        [of(name, frame) for name, frame in frames.items()], columns=["table", "rows", "agencies", "years"]
    )


def levels_by_year(results: pd.DataFrame) -> pd.DataFrame:
    """One row per year: fiscal_year, agencies, total_mean, levels (agencies by level, the best first).

    ``results`` is ``totals``. Totals and levels are the published ones, else the computed; "" counts
    agencies without a level.
    """
    rows = []
    for year, group in totals.shown(results).groupby("fiscal_year"):
        order = [level.th for level in framework.for_year(int(str(year))).levels]
        counts = group["shown_level"].value_counts().to_dict()
        # A published level that the year's rules don't have comes last.
        levels = sorted(counts, key=lambda name: (order.index(name) if name in order else len(order), name))
        rows.append((year, len(group), group["total"].mean(), {name: counts[name] for name in levels}))
    return pd.DataFrame(rows, columns=["fiscal_year", "agencies", "total_mean", "levels"])


def agreement(results: pd.DataFrame) -> pd.DataFrame:
    """Published totals against recomputed ones, one row per year; counts of agencies.

    Returns fiscal_year, agencies, comparable (both totals known), equal, rounding_apart (by 0.01),
    more_apart, none_published.
    """
    published, computed = results["published_total"], results["computed_total"]
    apart = (decimals.to_units(published) - decimals.to_units(computed)).abs()
    counted = pd.DataFrame(
        {
            "fiscal_year": results["fiscal_year"],
            "agencies": 1,
            "comparable": apart.notna(),
            "equal": (apart == 0).fillna(False),
            "rounding_apart": (apart == 1).fillna(False),
            "more_apart": (apart > 1).fillna(False),
            "none_published": published.isna(),
        }
    )
    return counted.groupby("fiscal_year", as_index=False).sum()


def distribution(results: pd.DataFrame) -> pd.DataFrame:
    """How the totals and the instruments' means lie: one row per part and year, the total first.

    Returns fiscal_year, part, agencies, score_p10, score_q1, score_median, score_q3, score_p90,
    with_year_before (agencies with a score of the year before), median_change (of these; missing
    without any), after_gap (agencies whose last earlier score is older).
    """
    rows = history.compute(results)
    years_apart = rows["fiscal_year"] - rows["previous_year"]
    follows = (years_apart == 1).fillna(False).astype(bool)
    rows = rows.assign(
        yearly=rows["change"].where(follows), after=(years_apart > 1).fillna(False).astype("int64")
    )
    rows["part"] = pd.Categorical(rows["part"], history.parts(), ordered=True)
    groups = rows.groupby(["part", "fiscal_year"], observed=True)
    score = groups["score"]
    shares = {"score_p10": 0.1, "score_q1": 0.25, "score_median": 0.5, "score_q3": 0.75, "score_p90": 0.9}
    columns = {"agencies": groups.size()} | {name: score.quantile(share) for name, share in shares.items()}
    columns |= {
        "with_year_before": groups["yearly"].count(),
        "median_change": groups["yearly"].median(),
        "after_gap": groups["after"].sum(),
    }
    summary = pd.DataFrame(columns).reset_index().astype({"part": "str"})
    return summary[["fiscal_year", "part", *columns]]


def nearest_to_next_level(rises: pd.DataFrame, results: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The agencies of a year by how many points they lack for the next level, fewest first. Not a forecast.

    ``rises`` is ``targets``, ``results`` is ``totals``. Returns agency_id, next_level, rising (how many
    indicators have to rise), rise (of the indicators together, points), adds (to the total, points),
    doubtful (``totals.shown``).
    """
    own = rises[(rises["fiscal_year"] == fiscal_year) & (rises["goal"] == "next_level")]
    units = own.assign(rise=decimals.to_units(own["rise"]), adds=decimals.to_units(own["adds"], 4))
    sums = units.groupby("agency_id", as_index=False).agg(
        rising=("indicator", "size"), rise=("rise", "sum"), adds=("adds", "sum")
    )
    sums = sums.assign(rise=sums["rise"] / 100, adds=sums["adds"] / 10_000)
    with_shown = totals.shown(results)
    above = with_shown.loc[with_shown["fiscal_year"] == fiscal_year, ["agency_id", "next_level", "doubtful"]]
    nearest = sums.merge(above, on="agency_id", how="left").sort_values(
        ["rise", "agency_id"], ignore_index=True
    )
    return nearest[["agency_id", "next_level", "rising", "rise", "adds", "doubtful"]]


def coverage_by_year(weak: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """How many weak points the next year's measures answer; only agencies whose measures are on file.

    ``weak`` is ``weak_indicators``. Returns analysed_year, planning_agencies, weak_points, answered,
    unanswered, answered_percent.
    """
    rows = effects.coverage_of_weak_points(weak, measures)
    groups = rows.assign(answered=rows["basis"] != "").groupby("fiscal_year")
    counts = pd.DataFrame(
        {
            "planning_agencies": groups["agency_id"].nunique(),
            "weak_points": groups.size(),
            "answered": groups["answered"].sum(),
        }
    )
    counts["unanswered"] = counts["weak_points"] - counts["answered"]
    counts["answered_percent"] = 100 * counts["answered"] / counts["weak_points"]
    return counts.rename_axis("analysed_year").reset_index()


AIMS = ("weak_point", "instrument", "other", "unnamed", "no_weak_point")


def aims_by_year(weak: pd.DataFrame, measures: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Weak points by how a measure answers them, and measures by what they aim at.

    ``weak`` is ``weak_indicators``, ``answers`` from ``coverage``. Returns one row per year of the
    measures: measures_year; tagged, inferred, without_measure (weak points of the year before, of
    agencies whose measures are on file); planned (measures), aim_<aim> for each of ``AIMS``.
    """
    covered = effects.coverage_of_weak_points(weak, measures)
    aims = effects.aim_of_measures(measures, answers, weak)
    basis = pd.crosstab(covered["fiscal_year"] + 1, covered["basis"])
    basis = basis.reindex(columns=["tag", "title", ""], fill_value=0)
    basis.columns = pd.Index(["tagged", "inferred", "without_measure"])
    aim = pd.crosstab(aims["fiscal_year"], aims["aim"]).reindex(columns=list(AIMS), fill_value=0)
    planned = aim.sum(axis=1).rename("planned")
    beside = basis.reindex(aim.index, fill_value=0)
    by_year = pd.concat([beside, planned, aim.add_prefix("aim_")], axis=1)
    return by_year.rename_axis("measures_year").reset_index()


def statuses(progress: pd.DataFrame) -> pd.DataFrame:
    """Activities by status: one row per fiscal_year and round.

    Returns agencies, and the activities that are done, under_way, not_begun and not_told.
    """
    states = {"done": "done", "under_way": "under_way", "not_begun": "not_begun", "": "not_told"}
    keys = ["fiscal_year", "round"]
    agencies = progress.groupby(keys)["agency_id"].nunique().rename("agencies")
    counts = progress.groupby([*keys, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(states), fill_value=0).rename(columns=states)
    return pd.concat([agencies, counts], axis=1).reset_index()


def readiness(judged: pd.DataFrame) -> pd.DataFrame:
    """Documents against their checklists: one row per fiscal_year and document.

    ``judged`` is ``checklist``. Returns documents, ready (how many lack nothing that counts), elements
    (documents by the element that they lack, the most frequent first).
    """
    keys = ["fiscal_year", "document"]
    lacking = judged[(judged["state"] == "missing") & judged["counts"]]
    rows = []
    for (year, document), group in checklist.readiness(judged).groupby(keys):
        own = lacking[(lacking["fiscal_year"] == year) & (lacking["document"] == document)]
        by_element = own["element"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        rows.append((year, document, len(group), int(group["ready"].sum()), by_element.to_dict()))
    return pd.DataFrame(rows, columns=[*keys, "documents", "ready", "elements"])


def changes_by_indicator(changes: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """How each indicator moved in a year over all agencies; quartiles in points.

    ``changes`` is ``deltas``. Returns indicator, agencies (with a change), change_median, change_q1,
    change_q3, rose and fell (agencies).
    """
    rows = changes[(changes["fiscal_year"] == fiscal_year) & changes["change"].notna()]
    moved = rows.assign(rose=rows["change"] > 0, fell=rows["change"] < 0).groupby("indicator")
    change = moved["change"]
    columns = {"agencies": moved.size(), "change_median": change.median()}
    columns |= {"change_q1": change.quantile(0.25), "change_q3": change.quantile(0.75)}
    columns |= {"rose": moved["rose"].sum(), "fell": moved["fell"].sum()}
    return pd.DataFrame(columns).reset_index()


def weak_by_indicator(weak: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """How often each indicator is a weak point of a year.

    ``weak`` is ``weak_indicators``. Returns indicator, urgent and develop (agencies by class),
    median_of_scores (of the weak ones), mean_at_stake (points of the total).
    """
    rows = weak[weak["fiscal_year"] == fiscal_year]
    classes = {kind: rows["class"] == kind for kind in ("urgent", "develop")}
    groups = rows.assign(**classes).groupby("indicator")
    columns = {kind: groups[kind].sum() for kind in classes}
    columns |= {
        "median_of_scores": groups["score"].median(),
        "mean_at_stake": groups["points_at_stake"].mean(),
    }
    return pd.DataFrame(columns).reset_index()


def ends(rows: pd.DataFrame, by: str, first: int = 10) -> pd.DataFrame:
    """The ``first`` lowest and highest rows by a column, each agency once; ties by ``agency_id``."""
    order = rows.sort_values([by, "agency_id"])
    return pd.concat([order.head(first), order.tail(first)]).drop_duplicates("agency_id")
