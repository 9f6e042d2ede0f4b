"""The checklists: a whole document lacks nothing, and each thing taken away turns exactly its line."""

import pandas as pd
import pytest

from helpers import framework, tables
from helpers.analysis import checklist, coverage, deltas, totals, weak
from helpers.narrative import Writer
from helpers.narrative import checklist as words

ID, YEAR = "0000001", 2568
SCORES = dict.fromkeys(range(1, 11), 96.0) | {9: 80.0}


def frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """A table of one agency with these rows; what they do not say is blank."""
    empty = tables.empty(name)
    if not rows:
        return empty
    blank = {column: "" if str(kind) == "str" else None for column, kind in empty.dtypes.items()}
    made = pd.DataFrame([blank | {"agency_id": ID, "fiscal_year": YEAR} | row for row in rows])
    return tables.typed(name, made)


def whole() -> dict[str, list[dict]]:
    """The raw rows of an agency whose plan and reports lack nothing; of the year's end first."""
    plan = {
        "activity": 1,
        "step": "ประชุม",
        "responsible": "กองคลัง",
        "period": "ปีงบประมาณ",
        "period_start": pd.Timestamp(2024, 10, 1),
        "period_end": pd.Timestamp(2025, 9, 30),
        "monitoring": "รายงานทุกเดือน",
    }
    done = {"activity": 1, "round": "12m", "status": "done", "result": "ประชุม ๒ ครั้ง", "outcome": "เข้าใจ"}
    done |= {"problems": "ไม่มี", "suggestions": "ควรทำต่อเนื่อง"}
    return {
        "scores": [
            {"fiscal_year": year, "indicator": n, "score": score}
            for year in (YEAR - 1, YEAR)
            for n, score in SCORES.items()
        ],
        "published": [{"fiscal_year": year, "total": 92.0, "level": "ผ่านดี"} for year in (YEAR - 1, YEAR)],
        "measures": [
            plan | {"measure": 1, "title": "การเปิดเผยข้อมูล", "indicators": "9"},
            plan | {"measure": 2, "title": "อื่น", "indicators": "IIT"},
        ],
        "progress": [
            done | {"measure": measure, "round": name} for name in ("12m", "6m") for measure in (1, 2)
        ],
        "offices": [
            {"office": "สำนักปลัด", "document_number": "1", "date": "2", "addressee": "นายก", "opinions": "ปลัด"}
        ],
        "sources": [{"file": "a.csv", "url": "https://a.go.th"}],
    }


def made_of(raw: dict[str, list[dict]]) -> dict[str, pd.DataFrame]:
    scores, measures = frame("scores", raw["scores"]), frame("measures", raw["measures"])
    columns = ["agency_id", "fiscal_year", "published_total", "published_level"]
    published = pd.DataFrame(
        [
            (row.get("agency_id", ID), row["fiscal_year"], row["total"], row["level"])
            for row in raw["published"]
        ],
        columns=columns,
    ).astype(dict(zip(columns, ("str", "int64", "float64", "str"), strict=True)))
    return {
        "scores": scores,
        "totals": totals.compute(scores, published),
        "measures": measures,
        "progress": frame("progress", raw["progress"]),
        "weak_indicators": weak.compute(scores, deltas.compute(scores), coverage.answers(measures)),
        "offices": frame("offices", raw["offices"]),
        "sources": frame("sources", raw["sources"]),
    }


def lines(raw: dict[str, list[dict]], document: str) -> dict[str, str]:
    """Each element that is missing, with what is missing of it."""
    return lacking_in(checklist.compute(made_of(raw)), document)


def lacking_in(found: pd.DataFrame, document: str) -> dict[str, str]:
    found = found[(found["document"] == document) & (found["fiscal_year"] == YEAR)]
    lacking = found[found["state"] == "missing"]
    return dict(zip(lacking["element"], lacking["missing"], strict=True))


def test_a_whole_document_lacks_nothing():
    found = checklist.compute(made_of(whole()))
    for document in ("plan", "progress", "annual"):
        assert lacking_in(found, document) == {}, document


def _scores_of(year):
    return lambda raw: raw["scores"].__delitem__(slice(0, 10) if year == YEAR - 1 else slice(10, 20))


def _no(table, place, **values):
    return lambda raw: raw[table][place].update(values)


def _without(*tables_):
    return lambda raw: [raw[name].clear() for name in tables_]


def _no_result(year):
    def take(raw):
        _scores_of(year)(raw)
        raw["published"][:] = [row for row in raw["published"] if row["fiscal_year"] != year]

    return take


LATE = {"period_start": pd.Timestamp(2025, 10, 1), "period_end": pd.Timestamp(2025, 11, 30)}
UNREAD = {"period_start": None, "period_end": None}

REMOVED = {
    "no result of the year before": ("plan", _no_result(YEAR - 1), {"A1": "assessment"}),
    "a total without scores": ("plan", _scores_of(YEAR - 1), {"A2": "scores"}),
    "a weak point without measure": (
        "plan",
        _no("measures", 0, indicators="8", title="อื่น"),
        {"A3": "weak@9"},
    ),
    "a measure that answers nothing": ("plan", _no("measures", 1, indicators=""), {"A3": "answers@2"}),
    "no measures": ("annual", _without("measures", "progress"), {"B1": "measures"}),
    "no unit": ("plan", _no("measures", 1, responsible=""), {"A4": "responsible@2.1"}),
    "no steps": ("plan", _no("measures", 0, step=""), {"A4": "step@1.1"}),
    "no monitoring": ("plan", _no("measures", 0, monitoring=""), {"A4": "monitoring@1"}),
    "no period": ("plan", _no("measures", 0, period="", **UNREAD), {"A5": "period@1.1"}),
    "a period of another year": ("plan", _no("measures", 1, **LATE), {"A5": "period@2.1"}),
    "a score of the year before": ("plan", lambda raw: raw["scores"].pop(2), {"A6": "indicator@3"}),
    "no address": ("plan", _no("sources", 0, url=""), {"A9": "url"}),
    "no result of a measure": ("annual", _no("progress", 1, result=""), {"B1": "result@2.1"}),
    "no outcome": ("annual", _no("progress", 0, outcome=""), {"B1": "outcome@1"}),
    "no figure, date or link": ("annual", _no("progress", 1, result="ประชุมแล้ว"), {"B2": "evidence@2"}),
    "measures of another year": ("annual", _no("measures", 1, **LATE), {"B3": "period@2.1"}),
    "a measure of the plan not reported": (
        "annual",
        lambda raw: raw["progress"].pop(1),
        {"B4": "progress@2.1"},
    ),
    "a column of the plan": ("annual", _no("measures", 0, monitoring=""), {"B5": "monitoring@1"}),
    "no word on problems": ("annual", _no("progress", 0, problems=""), {"B6": "problems@1"}),
    "a dash for suggestions": ("annual", _no("progress", 1, suggestions="–"), {"B6": "suggestions@2"}),
    "nothing to compare with": ("annual", _no_result(YEAR - 1), {"B6": "previous"}),
    "no result of the year": ("annual", _no_result(YEAR), {"B6": "current"}),
    "a score of two years ago": ("annual", lambda raw: raw["scores"].pop(2), {"B7": "previous@3"}),
    "a score of the year": ("annual", lambda raw: raw["scores"].pop(12), {"B7": "current@3"}),
    "a total without its scores": ("annual", _scores_of(YEAR), {"B7": "current_scores"}),
    "no result at six months": ("progress", _no("progress", 3, result=""), {"C1": "result@2.1"}),
    "no state at six months": ("progress", _no("progress", 2, status=""), {"C1": "status@1.1"}),
    "nothing at six months": ("progress", lambda raw: raw["progress"].pop(3), {"C1": "progress@2.1"}),
    "no evidence at six months": ("progress", _no("progress", 3, result="ประชุมแล้ว"), {"C2": "evidence@2"}),
    "no units at six months": ("progress", _no("measures", 0, responsible=""), {"C3": "responsible@1.1"}),
    "no word on suggestions at six months": (
        "progress",
        _no("progress", 2, suggestions=""),
        {"C4": "suggestions@1"},
    ),
    "no number on the memo": ("annual", _no("offices", 0, document_number=""), {"B8": "document_number"}),
}


@pytest.fixture(scope="module")
def judged() -> dict[str, pd.DataFrame]:
    """What is found of each case of ``REMOVED``, each an agency of its own: all judged in one go."""
    together: dict[str, list[dict]] = {}
    for number, (_, take, _) in enumerate(REMOVED.values()):
        raw = whole()
        take(raw)
        for name, rows in raw.items():
            together.setdefault(name, []).extend(row | {"agency_id": f"{number:07d}"} for row in rows)
    found = checklist.compute(made_of(together))
    return {case: found[found["agency_id"] == f"{number:07d}"] for number, case in enumerate(REMOVED)}


@pytest.mark.parametrize("case", REMOVED)
def test_what_is_taken_away_turns_exactly_its_line(judged, case):
    document, _, expected = REMOVED[case]
    assert lacking_in(judged[case], document) == expected


def test_every_element_is_taken_away_once():
    tried = {element for _, _, expected in REMOVED.values() for element in expected}
    known = {check.id for year in framework.years() for check in framework.for_year(year).checks}
    assert tried == known - {"A8"}, "A8's seven topics are not on file: it is never asked"


def test_evidence_may_be_named_instead_of_a_figure():
    raw = whole()
    raw["progress"][1] |= {"result": "ประชุมแล้ว", "evidence": "รายงานการประชุม"}
    assert lines(raw, "annual") == {}


def test_an_outcome_may_be_stated_once_for_a_measure():
    raw = whole()
    raw["measures"].append(raw["measures"][0] | {"activity": 2})
    raw["progress"].append(raw["progress"][0] | {"activity": 2, "outcome": ""})
    assert lines(raw, "annual") == {}


@pytest.mark.parametrize(
    ("case", "ready"), [("no number on the memo", True), ("no address", True), ("no outcome", False)]
)
def test_what_does_not_count_leaves_a_document_ready(judged, case, ready):
    document = REMOVED[case][0]
    verdicts = checklist.readiness(judged[case])
    row = verdicts[(verdicts["document"] == document) & (verdicts["fiscal_year"] == YEAR)].iloc[0]
    assert row["ready"] == ready
    assert (row["lacks"] == "") == ready


def test_a_voluntary_report_is_told_what_to_fill_in_and_never_counted():
    raw = whole()
    raw["progress"][2] |= {"problems": "", "suggestions": ""}
    found = checklist.compute(made_of(raw))
    own = found[found["document"] == "progress"]
    assert set(own.loc[own["state"] == "missing", "element"]) == {"C4"}
    assert not (checklist.readiness(found)["document"] == "progress").any()
    assert words.to_fill_in(own, Writer("en", "arabic")).startswith(
        "Something is still to be filled in for 1 of 4"
    )


def test_provisional_rules_never_decide():
    for year in framework.years():
        for check in framework.for_year(year).checks:
            assert not (check.on and check.certainty == "provisional")


def test_a_wider_office_row_does_where_the_year_has_none():
    raw = whole()
    raw["offices"][0] |= {"fiscal_year": None}
    assert lines(raw, "annual") == {}
    raw["offices"].append(raw["offices"][0] | {"fiscal_year": YEAR, "date": ""})
    assert lines(raw, "annual") == {"B8": "date"}


def test_many_agencies_at_once_are_judged_each_by_its_own():
    one, other = made_of(whole()), whole()
    other["progress"][0]["outcome"] = ""
    second = {name: rows.assign(agency_id="0000002") for name, rows in made_of(other).items()}
    both = {name: pd.concat([one[name], second[name]], ignore_index=True) for name in one}
    found = checklist.compute(both)
    lacking = found[(found["state"] == "missing") & (found["fiscal_year"] == YEAR)]
    assert list(zip(lacking["agency_id"], lacking["element"], strict=True)) == [("0000002", "B1")]


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_line_can_be_said(language):
    writer = Writer(language, "arabic")
    for case, (_, _, expected) in REMOVED.items():
        for missing in expected.values():
            said = words.missing(missing, writer)
            assert said, case
            assert "@" not in said
    assert words.missing("outcome@5;outcome@7", writer, {5: 1, 7: 2}).endswith(("1 และ 2", "1 and 2"))
