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
    own = _of_year(frame, rules.year)
    before = frame[(frame["fiscal_year"] == rules.year - 1) & (frame["sub"] == "")]
    rows = _judged(own, own["indicator"].map(scores), rules).query("kind != ''")
    compared = [_compared(row, before) for row in rows.to_dict("records")]
    changes, reworded = zip(*compared, strict=True) if compared else ((), ())
    rows = rows.assign(
        change=pd.Series(changes, index=rows.index, dtype="float64"),
        reworded=pd.Series(reworded, index=rows.index, dtype="bool"),
        order=rows["code"].map(_order),
    )
    order = ["indicator", "worth", "score", "order"]
    return rows.sort_values(order, ascending=[True, False, True, True], na_position="last", ignore_index=True)


def of_all(frame: pd.DataFrame, scores: pd.DataFrame, rules: Framework) -> pd.DataFrame:
    """The questions and items of a year of all agencies, each with whether it is lost.

    ``frame`` as ``questions``, ``scores`` as in ``tables``, of any years. Returns agency_id, indicator,
    instrument, code, text, score, kind (of ``KINDS``; "" for one that is not lost), worth and provisional (as
    ``lost`` has them). Left out are those of no known instrument, and questions of an indicator without a
    score.
    """
    own, key = _of_year(frame, rules.year), ["agency_id", "indicator"]
    own = own[own["instrument"] != ""]
    results = scores[scores["fiscal_year"] == rules.year].set_index(key)["score"]
    of_indicator = results.reindex(pd.MultiIndex.from_frame(own[key])).set_axis(own.index)
    has_score = of_indicator.notna() | ~own["instrument"].isin(chance.surveys())
    columns = [*key, "instrument", "code", "text", "score", "kind", "worth", "provisional"]
    return (
        _judged(own, of_indicator, rules)
        .loc[has_score & (own["instrument"] != ""), columns]
        .reset_index(drop=True)
    )


def most_lost(rows: pd.DataFrame, place: str = "") -> pd.DataFrame:
    """In how many agencies each question and item is lost, most frequent first; without those lost nowhere.

    ``rows`` from ``of_all``; ``place`` a column of them, each of whose values has a list of its own. Returns
    that column; indicator, instrument, code; text ("" unless all that print one print the same); lost
    (agencies), asked (agencies with a score of it), lost_percent, mean_worth (points of the total that full
    marks would add to who lost it; missing where that is not known).
    """
    key = [*filter(None, [place]), "indicator", "instrument", "code"]
    groups = rows.assign(lost=rows["kind"] != "", worth=rows["worth"].where(rows["kind"] != "")).groupby(key)
    columns = {"text": groups["text"].agg(_only), "lost": groups["lost"].sum(), "asked": groups.size()}
    columns |= {"lost_percent": 100 * groups["lost"].mean(), "mean_worth": groups["worth"].mean()}
    rows_lost = pd.DataFrame(columns).query("lost > 0").reset_index()
    rows_lost = rows_lost.sort_values(
        ["instrument", "code"], key=lambda each: each.map(_order), kind="stable"
    )
    by = {**dict.fromkeys(key[:-3], True), "lost": False, "mean_worth": False, "lost_percent": False}
    return rows_lost.sort_values(list(by), ascending=list(by.values()), kind="stable", ignore_index=True)


def answered(measures: pd.DataFrame, frame: pd.DataFrame, year: int) -> dict[tuple[int, int], list[str]]:
    """The codes that measures name, by measure and indicator; without those whose indicator is not known.

    ``measures`` of one agency and year, ``frame`` its ``questions``; ``year`` is that of the result that they
    answer.
    """
    own = frame[(frame["fiscal_year"] == year) & frame["indicator"].notna()]
    of = questions.indicators(dict(zip(own["code"], map(int, own["indicator"]), strict=True)), year)
    found: dict[tuple[int, int], list[str]] = {}
    for measure, text in zip(measures["measure"], measures["questions"], strict=True):
        for code in filter(None, text.split(",")):
            codes = found.setdefault((int(measure), of.get(code) or 0), [])
            codes += [] if code in codes else [code]
    return {key: codes for key, codes in found.items() if key[1]}


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    own = frame[(frame["fiscal_year"] == year) & (frame["sub"] == "") & frame["indicator"].notna()]
    return own.astype({"indicator": "int64"})


def _judged(rows: pd.DataFrame, of_indicator: pd.Series, rules: Framework) -> pd.DataFrame:
    """Adds kind, worth and provisional; ``of_indicator`` has the score of each row's indicator."""
    in_survey = rows["instrument"].isin(chance.surveys())
    nothing = ~in_survey & (rows["instrument"] != "") & (rows["score"] == 0)
    kind = pd.Series("", index=rows.index, dtype="str")
    kind = kind.mask(in_survey & (rows["score"] < of_indicator), "low").mask(nothing, "nothing")
    keys = list(zip(rows["code"], rows["instrument"], rows["indicator"], strict=True))
    points_of = {key: _points(*key, rules) for key in dict.fromkeys(keys)}
    lacking = 10_000 - decimals.to_units(rows["score"])
    worth = [
        _rounded(int(units) * points_of[key][0]) if points_of[key][0] else float("nan")
        for key, units in zip(keys, lacking, strict=True)
    ]
    return rows.assign(
        kind=kind,
        worth=pd.Series(worth, index=rows.index, dtype="float64"),
        provisional=pd.Series([points_of[key][1] for key in keys], index=rows.index, dtype="bool"),
    )


def _points(code: str, instrument: str, number: int, rules: Framework) -> tuple[Fraction, bool]:
    """What a hundredth of a point adds to the total, in ten-thousandths; whether that is provisional.

    0 where it isn't known: how the parts of a survey make its score is not, so neither is what their
    questions are worth.
    """
    question = questions.of_year(rules.year).get(code)
    if question is None or question.indicator != number or "_" in instrument:
        return Fraction(0), False
    return 100 * question.share * Fraction(
        rules.indicator(number).weight
    ), question.certainty == "provisional"


def _rounded(units: Fraction) -> float:
    return int(units + Fraction(1, 2)) / 10_000


def _compared(row: dict[Any, Any], before: pd.DataFrame) -> tuple[float, bool]:
    """The change on the year before where one question has the same text; whether the code has another."""
    of_instrument = before[before["instrument"] == row["instrument"]]
    text = _plain(row["text"])
    alike = of_instrument[of_instrument["text"].map(_plain) == text] if text else of_instrument.iloc[:0]
    if len(alike) == 1:
        return decimals.difference(float(row["score"]), float(alike["score"].iloc[0])), False
    of_code = of_instrument[(of_instrument["code"] == row["code"]) & (of_instrument["text"] != "")]
    return float("nan"), bool(text and len(of_code))


def _only(texts: pd.Series) -> str:
    """The text that all have that have one; "" where they differ."""
    by_words = {_plain(text): str(text) for text in reversed(dict.fromkeys(texts)) if text}
    return next(iter(by_words.values())) if len(by_words) == 1 else ""


def _plain(text: object) -> str:
    return re.sub(r"\s+", "", str(text))


def _order(code: str) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)
