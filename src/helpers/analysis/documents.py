"""Which documents can be made from the tables: for which agency, fiscal year and kind."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers import framework

KEY = ["agency_id", "fiscal_year", "document"]
RESULT = KEY[:2]

ROUND_OF: dict[str, str] = {"progress": "6m", "annual": "12m"}
"""Which round of progress a document reports."""


def possible(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """agency_id, fiscal_year, document of every report that measures, totals and progress allow.

    A ``plan`` needs measures of the year; ``progress`` needs progress of the six-month round;
    ``annual`` needs results of the year's end, measures with scores of the year, or scores alone.
    A ``summary`` stands beside any of these (``summaries``).
    """
    measures = tables["measures"][RESULT].drop_duplicates()
    scores = tables["totals"][RESULT].drop_duplicates()
    progress = tables["progress"][[*RESULT, "round"]].drop_duplicates()
    with_scores = measures.merge(scores, on=RESULT)
    # Agencies without measures on file still get an annual comparison of their scores.
    only_scores = scores[~scores["agency_id"].isin(measures["agency_id"])]
    at_end = progress.loc[progress["round"] == ROUND_OF["annual"], RESULT]
    allowed = {
        "plan": measures,
        "progress": progress.loc[progress["round"] == ROUND_OF["progress"], RESULT],
        "annual": pd.concat([at_end, with_scores, only_scores]),
    }
    parts = [frame.assign(document=document) for document, frame in allowed.items()]
    return pd.concat(parts, ignore_index=True)[KEY].drop_duplicates(ignore_index=True)


def listed(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """agency_id, fiscal_year, document of every report that has a place in an index.

    These are the possible ones, and an annual report for agencies whose rows all have errors: only the index
    shows what these are.
    """
    allowed = possible(tables)
    broken = _errors(tables["findings"])
    broken = broken[
        ~broken["agency_id"].isin(allowed["agency_id"]) & broken["fiscal_year"].isin(framework.years())
    ]
    broken = broken[RESULT].astype({"fiscal_year": "int64"}).assign(document="annual")
    return pd.concat([allowed, broken], ignore_index=True)[KEY].drop_duplicates(ignore_index=True)


def newest(papers: pd.DataFrame) -> pd.DataFrame:
    """The papers of each agency's newest year, which are made where no year is asked for."""
    return papers[papers["fiscal_year"] == papers.groupby("agency_id")["fiscal_year"].transform("max")]


def refused(papers: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Which of the papers cannot be made, with a row for each error in the input that is in the way.

    Such an error is in a row of the paper's year or the two before it, or of a year that could not be read:
    a plan shows the results of the year before its own, and their change on the year before that. Returns
    agency_id, fiscal_year, document, and of the finding file, row, problem, problem_en.
    """
    errors = _errors(findings).rename(columns={"fiscal_year": "of_year"})
    rows = papers[KEY].merge(errors, on="agency_id")
    years_back = rows["fiscal_year"] - rows["of_year"]
    rows = rows[years_back.isna() | years_back.between(0, 2)]
    return rows[[*KEY, "file", "row", "problem", "problem_en"]].drop_duplicates(ignore_index=True)


def without(papers: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``papers`` about documents that are not among ``others``."""
    keys = pd.MultiIndex.from_frame(others[KEY])
    return papers[~pd.MultiIndex.from_frame(papers[KEY]).isin(keys)]


def _errors(findings: pd.DataFrame) -> pd.DataFrame:
    """The errors that are about an agency."""
    return findings[(findings["severity"] == "error") & (findings["agency_id"] != "")]


def summaries(allowed: pd.DataFrame) -> pd.DataFrame:
    """The one-page summary of each agency and year of which any document is possible."""
    return allowed[RESULT].drop_duplicates().assign(document="summary")[KEY].reset_index(drop=True)
