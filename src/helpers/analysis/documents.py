"""Which documents can be made from the tables: for which agency, fiscal year and kind."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

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


def summaries(allowed: pd.DataFrame) -> pd.DataFrame:
    """The one-page summary of each agency and year of which any document is possible."""
    return allowed[RESULT].drop_duplicates().assign(document="summary")[KEY].reset_index(drop=True)
