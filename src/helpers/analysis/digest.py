"""What is to be done next, over all agencies: the lists of notebook 06, each with the most serious first.

Each line has ``paper``: where the paper that it concerns lies in a folder of reports, made or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from helpers import decimals, framework, tables, thai
from helpers.analysis import activities, checklist, documents, effects, questions, totals
from helpers.analysis.questions import KINDS
from helpers.framework.questions import as_printed


def falls(results: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Agencies whose total fell on the year before: agency_id, total, change, doubtful, paper."""
    moved = totals.changes(results, fiscal_year)
    fell = moved[moved["change"] < 0].sort_values(["change", "agency_id"], ignore_index=True)
    return fell.assign(paper=_papers(fell, fiscal_year, "annual"))


def crossings(results: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Agencies whose total crossed the year's pass mark since the year before; who fell below it first.

    Returns agency_id, crossed (``below`` or ``above``), previous, current, change, doubtful, paper.
    """
    moved = totals.changes(results, fiscal_year)
    mark = int(framework.for_year(fiscal_year).pass_mark * 100)
    units, change = decimals.to_units(moved["total"]), decimals.to_units(moved["change"])
    moved = moved.assign(previous=decimals.from_units(units - change), current=moved["total"])
    above, before = units >= mark, units - change >= mark
    rows = pd.concat(
        [moved[before & ~above].assign(crossed="below"), moved[above & ~before].assign(crossed="above")]
    )
    rows = rows[["agency_id", "crossed", "previous", "current", "change", "doubtful"]].reset_index(drop=True)
    return rows.assign(paper=_papers(rows, fiscal_year, "annual"))


def unanswered(weak: pd.DataFrame, measures: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Agencies whose measures don't answer all weak points of the year before, most at stake first.

    Agencies without measures on file are left out. ``weak`` is ``weak_indicators``. Returns
    agency_id, indicators (numbers with commas between), points_at_stake (of them together), paper.
    """
    covered = effects.coverage_of_weak_points(weak, measures)
    open_points = covered[(covered["fiscal_year"] == fiscal_year - 1) & (covered["basis"] == "")]
    open_points = open_points.assign(
        indicators=open_points["indicator"].astype(str),
        units=decimals.to_units(open_points["points_at_stake"], 4),
    ).sort_values(["agency_id", "indicator"])
    by_agency = open_points.groupby("agency_id", as_index=False)
    rows = by_agency.agg(indicators=("indicators", ",".join), units=("units", "sum"))
    rows = rows.sort_values(["units", "agency_id"], ascending=[False, True], ignore_index=True)
    rows = rows.assign(points_at_stake=rows["units"] / 10_000).drop(columns="units")
    return rows.assign(paper=_papers(rows, fiscal_year, "plan"))


def begin_with(judged: pd.DataFrame, fiscal_year: int, first: int = 3) -> pd.DataFrame:
    """The questions and items with which each agency should begin; the agency that can gain most comes first.

    ``judged`` comes from ``questions.of_all`` of the year. Returns agency_id; nothing and low (codes as
    printed, with commas between: the ``first`` items without points, and questions below their indicators,
    that full marks would add most to); lost_in_all (how many there are), adds (points of the total that all
    of these would add, as far as that is known), paper.
    """
    rows = judged[judged["kind"] != ""]
    rows = rows.assign(units=decimals.to_units(rows["worth"], 4))
    rows = rows.sort_values("code", key=lambda codes: codes.map(questions.order))
    order = ["agency_id", "units", "score", "instrument"]
    rows = rows.sort_values(order, ascending=[True, False, True, True], na_position="last")
    by_agency = rows.groupby("agency_id")
    columns: dict[str, pd.Series] = {
        kind: rows[rows["kind"] == kind].groupby("agency_id")["code"].agg(lambda codes: _first(codes, first))
        for kind in KINDS
    }
    columns["lost_in_all"] = by_agency.size()
    columns["adds"] = by_agency["units"].sum(min_count=1).astype("float64") / 10_000
    summary = pd.DataFrame(columns).reset_index().fillna(dict.fromkeys(KINDS, ""))
    summary = summary.sort_values(
        ["adds", "lost_in_all", "agency_id"], ascending=[False, False, True], ignore_index=True
    )
    return summary.assign(paper=_papers(summary, fiscal_year, "annual"))


def _first(codes: pd.Series, count: int) -> str:
    return ", ".join(list(dict.fromkeys(map(as_printed, codes)))[:count])


def not_ready(judged: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """Which of the papers lack something that counts, those that lack most first.

    ``judged`` is ``checklist``. Returns agency_id, document, fiscal_year, lacks (elements, with blanks
    between), paper.
    """
    rows = checklist.readiness(judged).merge(papers, on=documents.KEY)
    rows = rows[~rows["ready"]]
    # Counted on the rows that are left: an empty frame would take the index of a longer column.
    rows = rows.assign(count=rows["lacks"].str.count(" "))
    rows = rows.sort_values(
        ["count", "agency_id", "fiscal_year", "document"],
        ascending=[False, True, True, True],
        ignore_index=True,
    )
    return rows[["agency_id", "document", "fiscal_year", "lacks"]].assign(paper=_own_papers(rows))


def not_made(refused: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """Which of the papers cannot be made, those with most errors first.

    ``refused`` comes from ``documents.refused``. Returns agency_id, document, fiscal_year, errors (how many).
    """
    rows = refused.merge(papers, on=documents.KEY).groupby(documents.KEY, as_index=False).size()
    rows = pd.DataFrame(rows).rename(columns={"size": "errors"})
    order = ["errors", "agency_id", "fiscal_year", "document"]
    rows = rows.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return rows[["agency_id", "document", "fiscal_year", "errors"]]


def deadlines(measures: pd.DataFrame, progress: pd.DataFrame, day: date | None, days: int) -> pd.DataFrame:
    """Activities of the fiscal year around a day that end within so many days, or ended and are not done.

    One that is done is left out; what is late is ``activities.late``. Returns
    agency_id, measure, activity, title, last_day, days_left (below 0: late), status, paper; the latest first.
    Without a day there is no deadline: the clock is never asked.
    """
    if day is None:
        measures, day = measures.head(0), date(2000, 1, 1)
    year = thai.fiscal_year_of(day)
    key = ["agency_id", "fiscal_year", "measure", "activity"]
    newest = progress.sort_values("round").drop_duplicates(key)  # "12m" sorts before "6m"
    rows = measures[measures["fiscal_year"] == year].merge(
        newest[[*key, "status", "results_until"]], on=key, how="left"
    )
    rows = rows.assign(status=rows["status"].fillna(""), last_day=rows["period_end"])
    rows = rows.assign(days_left=(rows["last_day"] - pd.Timestamp(day)).dt.days).dropna(subset=["last_day"])
    late = [
        activities.is_late(row["period_end"], row["results_until"], row["status"], day)
        for row in tables.rows(rows[["period_end", "results_until", "status"]])
    ]
    near = rows["days_left"].between(0, days) & (rows["status"] != "done")
    chosen = near | pd.Series(late, index=rows.index, dtype="bool")
    rows = rows[chosen].sort_values(["days_left", *key], ignore_index=True)
    columns = ["agency_id", "measure", "activity", "title", "last_day", "days_left", "status"]
    return rows[columns].astype({"days_left": "int64"}).assign(paper=_papers(rows, year, "plan"))


def changed(differences: pd.DataFrame) -> pd.DataFrame:
    """Papers of which figures are others now than when they were sent, those with most first.

    ``differences`` comes from ``editions.differences``. Returns agency_id, document, fiscal_year,
    changed (how many figures), paper.
    """
    key = ["agency_id", "document", "report_year"]
    rows = differences.groupby(key, as_index=False).size()
    rows = rows.rename(columns={"report_year": "fiscal_year", "size": "changed"}).astype(
        {"fiscal_year": "int64"}
    )
    rows = rows.sort_values(
        ["changed", *rows.columns[:3]], ascending=[False, True, True, True], ignore_index=True
    )
    return rows.assign(paper=_own_papers(rows))


def by_place(agencies: pd.DataFrame, lists: Mapping[str, pd.DataFrame], place: str) -> pd.DataFrame:
    """How many agencies of each province (or district) stand in each of the lists, by the lists' names.

    Returns the place, agencies (on file), and a column per list.
    """
    inside = {name: agencies["agency_id"].isin(rows["agency_id"]) for name, rows in lists.items()}
    counted = agencies.assign(agencies=1, **inside).groupby(place, as_index=False)
    return counted[["agencies", *lists]].sum()


def _papers(rows: pd.DataFrame, fiscal_year: int, document: str) -> pd.Series:
    return f"{fiscal_year}/{document}/" + rows["agency_id"].astype("str") + ".html"


def _own_papers(rows: pd.DataFrame) -> list[str]:
    places = zip(rows["fiscal_year"], rows["document"], rows["agency_id"], strict=True)
    return [f"{year}/{document}/{agency_id}.html" for year, document, agency_id in places]
