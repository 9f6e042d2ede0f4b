"""What stands behind an indicator's score: questions that pull it down, items that got nothing.

Rules: docs/methodology.md, "Questions and items".
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from helpers import decimals
from helpers.analysis import chance, coverage
from helpers.framework import Framework, questions
from helpers.tables import Row, Rows

KINDS = ("nothing", "low")
"""An item that got no points; a question whose score is below its indicator's."""


def lost(asked: Rows, rules: Framework, scores: Mapping[int, float]) -> list[Row]:
    """The questions and items that pull the indicators of a result down, most worth first.

    ``asked`` as ``questions`` of one agency, of any years; ``scores`` by indicator. Returns kind (of
    ``KINDS``), code, instrument, indicator, text, score, worth (points of the total that full marks would
    add, four decimals; missing where it is not known), provisional (whether the worth leans on an order of
    questions that is not confirmed), change (on the year before, where both years have
    the same text), reworded (whether the year before has the code with another text).
    """
    before = [row for row in asked if row["fiscal_year"] == rules.year - 1 and not row["sub"]]
    own = [row for row in asked if row["fiscal_year"] == rules.year and not row["sub"] and row["indicator"]]
    rows = []
    for row in own:
        if kind := _kind(row["instrument"], row["score"], scores.get(row["indicator"], 0)):
            points, provisional = _points(row["code"], row["instrument"], row["indicator"], rules)
            change, reworded = _compared(row, before)
            rows.append(
                {
                    **{name: row[name] for name in ("code", "instrument", "indicator", "text", "score")},
                    "kind": kind,
                    "worth": _worth(decimals.units(row["score"]), points),
                    "provisional": provisional,
                    "change": change,
                    "reworded": reworded,
                }
            )
    return sorted(rows, key=_most_worth_first)


def _most_worth_first(row: Row) -> tuple[object, ...]:
    """By indicator; of unknown worth last; then the lowest score, and the code."""
    worth = row["worth"]
    return row["indicator"], worth is None, -(worth or 0), row["score"], order(row["code"])


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
    rows_lost = rows_lost.sort_values(["instrument", "code"], key=lambda each: each.map(order), kind="stable")
    by = {**dict.fromkeys(key[:-3], True), "lost": False, "mean_worth": False, "lost_percent": False}
    return rows_lost.sort_values(list(by), ascending=list(by.values()), kind="stable", ignore_index=True)


def unanswered(judged: pd.DataFrame, measures: pd.DataFrame, year: int) -> pd.DataFrame:
    """The lost rows of ``judged`` (``of_all`` of a year) that no measure of the year after answers.

    A measure that names questions of an indicator answers these, another that answers it the whole of it.
    """
    rows = judged[judged["kind"] != ""]
    own = measures[measures["fiscal_year"] == year + 1]
    named = own.assign(code=own["questions"].str.split(",")).explode("code")[["agency_id", "measure", "code"]]
    of_year = {code: each.indicator for code, each in questions.of_year(year).items() if each.indicator}
    printed = judged[["agency_id", "code", "indicator"]].drop_duplicates(["agency_id", "code"])
    named = named[named["code"] != ""].merge(printed, on=["agency_id", "code"], how="left")
    named["indicator"] = named["code"].map(of_year).fillna(named["indicator"])
    matches = coverage.answers(own)
    key = ["agency_id", "measure", "indicator"]
    partly = pd.MultiIndex.from_frame(matches[key]).isin(pd.MultiIndex.from_frame(named[key].dropna()))
    whole = matches[(matches["basis"] != "instrument") & ~partly]
    answered = pd.Series(data=False, index=rows.index)
    for columns, by in ((["agency_id", "code"], named), (["agency_id", "indicator"], whole)):
        answered |= pd.MultiIndex.from_frame(rows[columns]).isin(pd.MultiIndex.from_frame(by[columns]))
    return rows[~answered]


def answered(measures: Rows, asked: Rows, year: int) -> dict[tuple[int, int], list[str]]:
    """The codes that measures name, by measure and indicator; without those whose indicator is not known.

    ``measures`` of one agency and year, ``asked`` its ``questions``; ``year`` is that of the result that they
    answer.
    """
    own = (row for row in asked if row["fiscal_year"] == year and row["indicator"] is not None)
    of = questions.indicators({row["code"]: row["indicator"] for row in own}, year)
    found: dict[tuple[int, int], list[str]] = {}
    for row in measures:
        for code in filter(None, row["questions"].split(",")):
            codes = found.setdefault((row["measure"], of.get(code) or 0), [])
            codes += [] if code in codes else [code]
    return {key: codes for key, codes in found.items() if key[1]}


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    own = frame[(frame["fiscal_year"] == year) & (frame["sub"] == "") & frame["indicator"].notna()]
    return own.astype({"indicator": "int64"})


def _judged(rows: pd.DataFrame, of_indicator: pd.Series, rules: Framework) -> pd.DataFrame:
    """Adds kind, worth and provisional; ``of_indicator`` has the score of each row's indicator."""
    kinds = [_kind(*each) for each in zip(rows["instrument"], rows["score"], of_indicator, strict=True)]
    keys = list(zip(rows["code"], rows["instrument"], rows["indicator"], strict=True))
    points_of = {key: _points(*key, rules) for key in dict.fromkeys(keys)}
    units = decimals.to_units(rows["score"])
    worth = [_worth(int(each), points_of[key][0]) for key, each in zip(keys, units, strict=True)]
    return rows.assign(
        kind=pd.Series(kinds, index=rows.index, dtype="str"),
        worth=pd.Series(worth, index=rows.index, dtype="float64"),
        provisional=pd.Series([points_of[key][1] for key in keys], index=rows.index, dtype="bool"),
    )


def _kind(instrument: str, score: float, of_indicator: float) -> str:
    if instrument not in chance.surveys():
        return "nothing" if score == 0 and instrument else ""
    return "low" if score < of_indicator else ""


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


def _worth(units: int, points: Fraction) -> float | None:
    """What full marks would add to the total instead of so many hundredths; None where it isn't known."""
    return int((10_000 - units) * points + Fraction(1, 2)) / 10_000 if points else None


def _compared(row: Row, before: Rows) -> tuple[float | None, bool]:
    """The change on the year before where one question has the same text; whether the code has another."""
    same = [other for other in before if other["instrument"] == row["instrument"]]
    text = _plain(row["text"])
    alike = [other for other in same if text and _plain(other["text"]) == text]
    if len(alike) == 1:
        return decimals.difference(row["score"], alike[0]["score"]), False
    return None, bool(text) and any(other["code"] == row["code"] and other["text"] for other in same)


def _only(texts: pd.Series) -> str:
    """The text that all have that have one; "" where they differ."""
    by_words = {_plain(text): str(text) for text in reversed(dict.fromkeys(texts)) if text}
    return next(iter(by_words.values())) if len(by_words) == 1 else ""


def _plain(text: str) -> str:
    return "".join(text.split())


def order(code: str) -> tuple[str, int]:
    """What codes are sorted by: i9 comes before i10."""
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)
