"""What stands behind an indicator's score: questions that pull it down, items that got nothing.

Rules: docs/methodology.md, "Questions and items".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pandas as pd

from helpers import decimals
from helpers.analysis import chance
from helpers.framework import Framework, questions

COLUMNS = ("code", "instrument", "indicator", "text", "score", "worth", "provisional", "change", "reworded")
KINDS = ("nothing", "low")
"""An item that got no points; a question whose score is below its indicator's."""


def lost(frame: pd.DataFrame, rules: Framework, scores: pd.Series) -> pd.DataFrame:
    """The questions and items that pull the indicators of a result down, most worth first.

    ``frame`` as ``questions`` of one agency, of any years; ``scores`` by indicator. Returns kind (of
    ``KINDS``), code, instrument, indicator, text, score, worth (points of the total that full marks would
    add, four decimals; missing where it is not known), provisional (whether the worth leans on an order of
    questions that is not confirmed), change (on the year before, where both years have
    the same text), reworded (whether the year before has the code with another text).
    """
    own = frame[(frame["fiscal_year"] == rules.year) & (frame["sub"] == "") & frame["indicator"].notna()]
    before = frame[(frame["fiscal_year"] == rules.year - 1) & (frame["sub"] == "")]
    rows = [_row(row, before, rules) for row in own.to_dict("records")]
    kinds = [_kind(row, scores) for row in rows]
    made = pd.DataFrame(rows, columns=list(COLUMNS)).assign(kind=pd.Series(kinds, dtype="str"))
    made = made[made["kind"] != ""].assign(order=made["code"].map(_order))
    order = ["indicator", "worth", "score", "order"]
    return made.sort_values(order, ascending=[True, False, True, True], na_position="last", ignore_index=True)


def _kind(row: dict[str, Any], scores: pd.Series) -> str:
    asked = row["instrument"] in chance.surveys()
    if not asked:
        return "nothing" if row["score"] == 0 and row["instrument"] else ""
    return "low" if row["score"] < scores.get(row["indicator"], 0) else ""


def _row(row: dict[Any, Any], before: pd.DataFrame, rules: Framework) -> dict[str, Any]:
    number, score = int(row["indicator"]), decimals.to_decimal(float(row["score"]))
    known = questions.of_year(rules.year).get(str(row["code"]))
    worth = None
    # How the parts of a survey make its score is not known, so neither is what their questions are worth.
    if known is not None and known.indicator == number and "_" not in row["instrument"]:
        points = (100 - Fraction(score)) * known.share * Fraction(rules.indicator(number).weight)
        worth = int(points * 10_000 + Fraction(1, 2)) / 10_000
    same = before[before["instrument"] == row["instrument"]]
    text = _plain(row["text"])
    alike = same[same["text"].map(_plain) == text] if text else same.iloc[:0]
    change = float(score - decimals.to_decimal(float(alike["score"].iloc[0]))) if len(alike) == 1 else None
    other = same[(same["code"] == row["code"]) & (same["text"] != "")]
    return {
        **{name: row[name] for name in ("code", "instrument", "text", "score")},
        "indicator": number,
        "worth": worth,
        "provisional": worth is not None and known is not None and known.certainty == "provisional",
        "change": change,
        "reworded": bool(text and change is None and len(other)),
    }


def _plain(text: object) -> str:
    return re.sub(r"\s+", "", str(text))


def _order(code: str) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)
