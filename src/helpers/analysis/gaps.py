"""Which cells of the form would complete an agency's papers: what their checklists miss, cell by cell."""

from __future__ import annotations

import pandas as pd

from helpers.analysis import checklist

Cell = tuple[str, int, str, str]
"""A cell that is asked for: column, fiscal year, document ("" for any), place.

The place is an indicator, a measure (whose first activity is meant), ``measure.activity``, or "".
"""

_RESULT = ("published_total", "published_level", "score")
REPORTED = ("status", "result", "outcome", "problems", "suggestions", "evidence")
"""The columns to fill in for an activity about which nothing is reported."""

_OF_SCORES: dict[str, tuple[int, tuple[str, ...]]] = {
    "assessment": (-1, _RESULT),
    "scores": (-1, ("score",)),
    "indicator": (-1, ("score",)),
    "total": (-1, ("published_total",)),
    "level": (-1, ("published_level",)),
    "previous": (-1, _RESULT),
    "previous_scores": (-1, ("score",)),
    "previous_total": (-1, ("published_total",)),
    "current": (0, _RESULT),
    "current_scores": (0, ("score",)),
    "current_total": (0, ("published_total",)),
}
"""For each thing about scores that a checklist can miss: its year, counted from the paper's, and the form's
columns for it."""

_OF_MEASURES: dict[str, tuple[str, ...]] = {
    "answers": ("indicators",),
    **{name: (name,) for name in ("step", "responsible", "period", "monitoring")},
}
_OF_PROGRESS: dict[str, tuple[str, ...]] = {
    "progress": REPORTED,
    **{name: (name,) for name in REPORTED},
    # A result is asked for with its evidence, or the paper would lack that once the result is filled in.
    "result": ("result", "evidence"),
}


def cells(judged: pd.DataFrame) -> set[Cell]:
    """The cells that the papers of one agency lack; ``judged`` is its ``checklist``."""
    lacking: set[Cell] = set()
    for row in judged[judged["state"] == "missing"].to_dict("records"):
        year, document = int(row["fiscal_year"]), str(row["document"])
        for part in str(row["missing"]).split(";"):
            lack, _, place = part.partition("@")
            if lack in _OF_SCORES:
                offset, columns = _OF_SCORES[lack]
                lacking |= {(column, year + offset, "", place) for column in columns}
            elif lack in checklist.MEMO:
                lacking.add((lack, year, document, place))
            else:
                lacking |= {(column, year, "", place) for column in _OF_MEASURES.get(lack, ())}
                lacking |= {(column, year, document, place) for column in _OF_PROGRESS.get(lack, ())}
    return lacking
