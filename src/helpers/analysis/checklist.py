"""Whether a document has what the assessment looks for, element by element: present, missing, not applicable.

Rules: docs/methodology.md, "Checklists"; the elements with their certainty are ``framework.checks``.
Something absent counts only once, at the first element that asks for it. For example, without a result
of the year before A1 is missing, and the elements that build on that result are not applicable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from helpers import framework, tables, thai
from helpers.analysis import coverage, documents, rules, statements

RESULT = documents.RESULT
KEY = [*RESULT, "measure", "activity"]
_ELEMENT = [*RESULT, "element"]

DIGITS_OR_LINK = r"[0-9๐-๙]|://|www\."
"""Concrete evidence: a date, a number, a link."""

MEMO = ("office", "document_number", "date", "addressee", "opinions")


@dataclass(frozen=True)
class _Verdict:
    """What an element lacks (agency_id, fiscal_year, what), and where it is not asked."""

    lacks: pd.DataFrame
    idle: list[pd.DataFrame] = field(default_factory=list)


def compute(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per agency, year, document (``plan``, ``progress``, ``annual``) and element.

    ``frames`` holds scores, totals, measures, progress, weak_indicators, offices and sources as in
    ``tables``. Returns agency_id, fiscal_year, document, element, state (of ``tables.STATES``),
    missing (what, as ``column``, ``column@measure`` or ``column@measure.activity``, and likewise
    ``indicator@9``, with semicolons between), certainty, counts (whether it decides on readiness).
    """
    papers = documents.possible(frames)
    verdicts = (
        _plan(frames, _of(papers, "plan"))
        | _progress(frames, _of(papers, "progress"))
        | _annual(frames, _of(papers, "annual"))
    )
    asked = papers[documents.KEY].merge(_checks(papers), on=["document", "fiscal_year"])
    lacks = _of_elements((name, verdict.lacks) for name, verdict in verdicts.items())
    idle = _of_elements((name, frame) for name, verdict in verdicts.items() for frame in verdict.idle)
    missing = lacks.groupby(_ELEMENT, sort=False)["what"].agg(";".join).reset_index(name="missing")
    judged = asked.merge(missing, on=_ELEMENT, how="left").fillna({"missing": ""})
    # An element that a workspace's own rules add is for a person to judge.
    not_asked = _among(judged, idle, _ELEMENT) | ~judged["element"].isin(list(verdicts))
    state = pd.Series("present", index=judged.index, dtype="str").mask(judged["missing"] != "", "missing")
    state = state.mask(not_asked, "not_applicable")
    judged = judged.assign(state=state, missing=judged["missing"].where(state == "missing", ""))
    return tables.typed("checklist", judged.sort_values([*documents.KEY, "element"], ignore_index=True))


def _checks(papers: pd.DataFrame) -> pd.DataFrame:
    """The elements of each document in each year of the papers."""
    rows = [
        (check.document, year, check.id, check.certainty, check.on)
        for year in sorted(int(year) for year in papers["fiscal_year"].unique())
        for check in framework.for_year(year).checks
    ]
    columns = ["document", "fiscal_year", "element", "certainty", "counts"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"document": "str", "fiscal_year": "int64", "element": "str", "certainty": "str", "counts": "bool"}
    )


def _of_elements(frames: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """agency_id, fiscal_year, element and what, of frames without the element."""
    none = tables.empty("checklist")[_ELEMENT].assign(what="")
    return pd.concat([none, *(frame.assign(element=name) for name, frame in frames if len(frame))])


def readiness(checklist: pd.DataFrame) -> pd.DataFrame:
    """Whether each document of which anything counts is ready: nothing that counts is missing.

    Returns agency_id, fiscal_year, document, lacks (the elements, with blanks between), ready.
    """
    lacking = (checklist["state"] == "missing") & checklist["counts"]
    names = checklist["element"].where(lacking, "")
    grouped = checklist.assign(lacks=names).groupby(documents.KEY, sort=False)["lacks"]
    documents_lacking = grouped.agg(" ".join).str.split().str.join(" ").reset_index()
    counts = checklist.loc[checklist["counts"], documents.KEY].drop_duplicates()
    documents_lacking = documents_lacking.merge(counts, on=documents.KEY)
    return documents_lacking.assign(ready=documents_lacking["lacks"] == "")


def _of(papers: pd.DataFrame, document: str) -> pd.DataFrame:
    return papers.loc[papers["document"] == document, RESULT]


# ------------------------------------------------------------------ the plan
def _plan(frames: Mapping[str, pd.DataFrame], papers: pd.DataFrame) -> dict[str, _Verdict]:
    results, scores = (_a_year_on(frames[name]) for name in ("totals", "scores"))
    rows = frames["measures"]
    none = _without(papers, rows)
    no_result, no_scores = _without(papers, results), _without(papers, scores)
    read = rows["period_start"].notna() & rows["period_end"].notna()
    inside = read & ~_reaches_out(rows)
    # The data don't say what topic a measure is about, so no plan is judged by A8.
    everywhere = [papers]
    return {
        "A1": _Verdict(_document_lacks(no_result, "assessment")),
        "A2": _Verdict(_document_lacks(no_scores, "scores"), [no_result]),
        "A3": _Verdict(pd.concat([_document_lacks(none, "measures"), _unanswered(frames), _aimless(frames)])),
        "A4": _Verdict(_plan_columns(rows), [none]),
        "A5": _Verdict(_at(rows[~inside], "period"), [none]),
        "A6": _Verdict(_figures_missing(results, scores), [no_result]),
        "A8": _Verdict(_document_lacks(papers.iloc[:0], ""), everywhere),
        "A9": _Verdict(_document_lacks(_without(papers, _published(frames)), "url")),
    }


def _a_year_on(frame: pd.DataFrame) -> pd.DataFrame:
    """Results under the year whose documents analyse them."""
    return frame.assign(fiscal_year=frame["fiscal_year"] + 1, of=frame["fiscal_year"])


def _unanswered(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    points = _a_year_on(frames["weak_indicators"])
    open_ = points[(points["measures"] == "") & _among(points, frames["measures"])]
    return open_[RESULT].assign(what="weak@" + open_["indicator"].astype("str"))


def _aimless(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Measures that name no indicator and no instrument, and whose title has no word of one."""
    rows = frames["measures"].drop_duplicates([*RESULT, "measure"])
    key = [*RESULT, "measure"]
    answers = coverage.answers(frames["measures"])
    answering = pd.MultiIndex.from_frame(
        answers.loc[answers["basis"].isin(["tag", "title", "instrument"]), key]
    )
    idle = rows[~pd.MultiIndex.from_frame(rows[key]).isin(answering)]
    return idle[RESULT].assign(what="answers@" + idle["measure"].astype("str"))


def _plan_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Units and steps of every activity, monitoring of every measure."""
    return pd.concat(
        [
            _at(rows[statements.blank(rows["responsible"])], "responsible"),
            _at(rows[statements.blank(rows["step"])], "step"),
            _nowhere(rows, "monitoring"),
        ]
    )


def _figures_missing(results: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    total = results["published_total"].isna() & results["computed_total"].isna()
    level = (results["published_level"] == "") & (results["level"] == "")
    return pd.concat(
        [
            _document_lacks(results[total], "total"),
            _document_lacks(results[level], "level"),
            _scores_missing(scores, "indicator"),
        ]
    )


def _scores_missing(scores: pd.DataFrame, what: str) -> pd.DataFrame:
    """Indicators without a score, in years (``of``) in which the agency has other scores."""
    every = scores[[*RESULT, "of"]].drop_duplicates()
    expected = rules.by_indicator(every["of"])[["fiscal_year", "indicator"]].rename(
        columns={"fiscal_year": "of"}
    )
    every = every.merge(expected, on="of")
    key = [*RESULT, "indicator"]
    absent = every[~pd.MultiIndex.from_frame(every[key]).isin(pd.MultiIndex.from_frame(scores[key]))]
    return absent[RESULT].assign(what=f"{what}@" + absent["indicator"].astype("str"))


def _published(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    sources = frames["sources"]
    with_address = sources[(sources["url"] != "") & sources["fiscal_year"].notna()]
    return with_address.astype({"fiscal_year": "int64"})


# ------------------------------------------------------------------ the reports on the measures
def _progress(frames: Mapping[str, pd.DataFrame], papers: pd.DataFrame) -> dict[str, _Verdict]:
    rows = frames["measures"]
    six_months = frames["progress"][frames["progress"]["round"] == documents.ROUND_OF["progress"]]
    none = [_without(papers, rows)]
    columns = [_plan_columns(rows), _at(rows[rows["period"] == ""], "period")]
    reported = [
        _document_lacks(none[0], "measures"),
        _at(_without(rows, six_months, KEY), "progress"),
        _at(six_months[six_months["status"] == ""], "status"),
        _at(six_months[statements.blank(six_months["result"])], "result"),
    ]
    unstated = [_nowhere(six_months, column) for column in ("problems", "suggestions")]
    return {
        "C1": _Verdict(pd.concat(reported)),
        "C2": _Verdict(_vague(six_months), none),
        "C3": _Verdict(pd.concat(columns), none),
        "C4": _Verdict(pd.concat(unstated), none),
    }


def _annual(frames: Mapping[str, pd.DataFrame], papers: pd.DataFrame) -> dict[str, _Verdict]:
    rows = frames["measures"]
    of_the_year = frames["progress"][frames["progress"]["round"] == documents.ROUND_OF["annual"]]
    none, unreported = _without(papers, rows), _without(papers, of_the_year)
    previous, current, scores = _a_year_on(frames["totals"]), frames["totals"], frames["scores"]
    alone = pd.concat([_without(papers, current), _without(papers, previous)])
    return {
        "B1": _Verdict(
            pd.concat(
                [
                    _document_lacks(none, "measures"),
                    _at(of_the_year[statements.blank(of_the_year["result"])], "result"),
                    _nowhere(of_the_year, "outcome"),
                ]
            )
        ),
        "B2": _Verdict(_vague(of_the_year), [none, unreported]),
        "B3": _Verdict(_at(rows[_elsewhere(rows)], "period"), [none]),
        "B4": _Verdict(_at(_without(rows, of_the_year, KEY), "progress"), [none]),
        "B5": _Verdict(pd.concat([_plan_columns(rows), _at(rows[rows["period"] == ""], "period")]), [none]),
        "B6": _Verdict(
            pd.concat(
                [
                    _document_lacks(_without(papers, current), "current"),
                    _document_lacks(_without(papers, previous), "previous"),
                    *(_nowhere(of_the_year, column) for column in ("problems", "suggestions")),
                ]
            )
        ),
        "B7": _Verdict(
            pd.concat(
                [
                    _two_years_missing(scores.assign(of=scores["fiscal_year"]), current, "current"),
                    _two_years_missing(_a_year_on(scores), previous, "previous"),
                ]
            ),
            [alone],
        ),
        "B8": _Verdict(_memo_lacks(frames["offices"], papers)),
    }


def _vague(progress: pd.DataFrame) -> pd.DataFrame:
    """Measures whose results hold no date, number or link. Blank results pass: B1 reports those."""
    concrete = (progress["result"] + progress["outcome"]).str.contains(DIGITS_OR_LINK, regex=True)
    concrete |= (progress["evidence"].map(statements.kind) == "said") | statements.blank(progress["result"])
    by_measure = concrete.groupby([progress[name] for name in (*RESULT, "measure")]).any()
    vague = by_measure[~by_measure].reset_index()
    return vague[RESULT].assign(what="evidence@" + vague["measure"].astype("str"))


def _two_years_missing(scores: pd.DataFrame, results: pd.DataFrame, year: str) -> pd.DataFrame:
    no_scores = _without(results, scores)
    total = results["published_total"].isna() & results["computed_total"].isna()
    return pd.concat(
        [
            _document_lacks(no_scores, f"{year}_scores"),
            _scores_missing(scores, year),
            _document_lacks(results[total], f"{year}_total"),
        ]
    )


def _memo_lacks(offices: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    fitting = offices[offices["document"].isin(["", "annual"])].rename(columns={"fiscal_year": "for_year"})
    rows = papers.merge(fitting, on="agency_id", how="left")
    rows = rows[rows["for_year"].isna() | (rows["for_year"] == rows["fiscal_year"]).fillna(False)]
    # The row that fits most closely, by the same order as for the memo itself (``facts``).
    rows = papers.merge(
        rows.sort_values(["document", "for_year"], ascending=False, na_position="last").drop_duplicates(
            RESULT
        ),
        on=RESULT,
        how="left",
    )
    return pd.concat([_document_lacks(rows[rows[name].fillna("") == ""], name) for name in MEMO])


# ------------------------------------------------------------------ parts
def _document_lacks(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    return rows[RESULT].assign(what=what)


def _at(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Marks the activities of ``rows`` as lacking ``column``."""
    place = rows["measure"].astype("str") + "." + rows["activity"].astype("str")
    return rows[RESULT].assign(what=f"{column}@" + place)


def _nowhere(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Measures none of whose activities state ``column``; once per measure is enough."""
    is_stated = (~statements.blank(rows[column])).groupby([rows[name] for name in (*RESULT, "measure")]).any()
    blank = is_stated[~is_stated].reset_index()
    return blank[RESULT].assign(what=f"{column}@" + blank["measure"].astype("str"))


def _without(rows: pd.DataFrame, others: pd.DataFrame, key: list[str] = RESULT) -> pd.DataFrame:
    return rows[~_among(rows, others, key)]


def _among(rows: pd.DataFrame, others: pd.DataFrame, key: list[str] = RESULT) -> pd.Series:
    inside = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(others[key]))
    return pd.Series(inside, index=rows.index, dtype=bool)


def _bounds(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    bounds_of = {year: thai.fiscal_year_bounds(int(year)) for year in rows["fiscal_year"].unique()}
    first, last = (
        rows["fiscal_year"].map({year: pd.Timestamp(bounds[end]) for year, bounds in bounds_of.items()})
        for end in (0, 1)
    )
    return pd.to_datetime(first), pd.to_datetime(last)


def _reaches_out(rows: pd.DataFrame) -> pd.Series:
    first, last = _bounds(rows)
    return ((rows["period_start"] < first) | (rows["period_end"] > last)).fillna(False)


def _elsewhere(rows: pd.DataFrame) -> pd.Series:
    """Whether a period lies wholly outside the measure's fiscal year."""
    first, last = _bounds(rows)
    return ((rows["period_end"] < first) | (rows["period_start"] > last)).fillna(False)
