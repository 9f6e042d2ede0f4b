"""The lists of the digest by value, and what of it leads to papers."""

from datetime import date

import pandas as pd
import pytest
from test_national import RESULTS, rows, values

from helpers import stages
from helpers.analysis import digest, documents
from helpers.batch import links
from helpers.messages import WrongValueError
from helpers.narrative import Writer
from helpers.report import show

FALLING = RESULTS.assign(
    published_total=[85.0, 84.99, 90.0, 84.99, 85.0, None],
    computed_total=[85.0, None, 90.0, 84.99, None, 89.9],
)


def test_who_fell_the_deepest_fall_first():
    assert values(digest.falls(FALLING, 2568)) == [
        ["3", 89.9, -0.1, False, "2568/annual/3.html"],
        ["1", 84.99, -0.01, False, "2568/annual/1.html"],
    ]


def test_who_crossed_the_mark_to_the_hundredth():
    assert values(digest.crossings(FALLING, 2568)) == [
        ["1", "below", 85.0, 84.99, -0.01, False, "2568/annual/1.html"],
        ["2", "above", 84.99, 85.0, 0.01, False, "2568/annual/2.html"],
    ]


def test_weak_points_without_a_measure_only_where_measures_are_on_file():
    weak = rows(
        "weak_indicators",
        agency_id=["1", "1", "1", "2", "3", "1"],
        fiscal_year=[2567] * 5 + [2566],
        indicator=[9, 2, 3, 4, 5, 6],
        points_at_stake=[0.25, 0.125, 1.0, 0.5, 3.0, 7.0],
        measures=["", "", "1", "", "", ""],
    )
    measures = rows("measures", agency_id=["1", "2"], fiscal_year=[2568, 2568], measure=[1, 1])
    assert values(digest.unanswered(weak, measures, 2568)) == [
        ["2", "4", 0.5, "2568/plan/2.html"],
        ["1", "2,9", 0.375, "2568/plan/1.html"],
    ]


def test_papers_that_lack_something_that_counts():
    judged = rows(
        "checklist",
        agency_id=["1", "1", "2", "3", "1"],
        fiscal_year=[2568, 2568, 2569, 2568, 2567],
        document=["plan", "plan", "plan", "annual", "plan"],
        element=["A1", "A2", "A1", "B1", "A1"],
        state=["missing", "missing", "missing", "present", "missing"],
        counts=[True] * 5,
    )
    assert values(digest.not_ready(judged, documents.newest(judged[documents.KEY].drop_duplicates()))) == [
        ["1", "plan", 2568, "A1 A2", "2568/plan/1.html"],
        ["2", "plan", 2569, "A1", "2569/plan/2.html"],
    ]


def test_no_paper_is_listed_when_all_are_complete():
    judged = rows(
        "checklist",
        agency_id=["1", "2"],
        fiscal_year=[2568, 2568],
        document=["plan", "annual"],
        element=["A1", "B1"],
        state=["present", "present"],
        counts=[True, True],
    )
    assert digest.not_ready(judged, documents.newest(judged[documents.KEY].drop_duplicates())).empty


def test_what_cannot_be_made_is_neither_complete_nor_incomplete():
    papers = pd.DataFrame(
        [("1", 2568, "plan"), ("1", 2568, "annual"), ("2", 2568, "plan"), ("3", 2567, "plan")],
        columns=documents.KEY,
    )
    findings = rows(
        "findings",
        agency_id=["1", "1", "2", "3", "3", ""],
        fiscal_year=[2566, None, 2565, 2568, 2567, 2568],
        severity=["error", "error", "error", "error", "warning", "error"],
        file="a.csv",
        problem=["ก", "ข", "ค", "ง", "จ", "ฉ"],
    )
    refused = documents.refused(papers, findings)
    assert values(digest.not_made(refused, papers)) == [["1", "annual", 2568, 2], ["1", "plan", 2568, 2]]
    assert values(documents.without(papers, refused)) == [["2", 2568, "plan"], ["3", 2567, "plan"]]
    nothing = documents.refused(papers, findings.head(0))
    assert digest.not_made(nothing, papers).empty
    assert len(documents.without(papers, nothing)) == 4


def test_deadlines_by_the_day_that_is_given():
    july, june = ["2025-06-30", "2025-07-30", "2025-07-31"], ["2025-06-29"] * 3
    ends = [*july, *june, None, "2024-06-30", "2025-03-31"]
    measures = rows(
        "measures",
        agency_id=["1"] * 9,
        fiscal_year=[2568] * 7 + [2567, 2568],
        measure=list(range(1, 10)),
        activity=[1] * 9,
        period_end=pd.to_datetime(pd.Series(ends)),
    )
    progress = rows(
        "progress",
        agency_id=["1"] * 5,
        fiscal_year=[2568] * 5,
        measure=[4, 4, 5, 6, 9],
        activity=[1] * 5,
        round=["6m", "12m", "12m", "12m", "6m"],
        status=["done", "under_way", "done", "", "not_begun"],
        results_until=pd.to_datetime(pd.Series([None, None, None, None, "2025-03-31"])),
    )
    found = digest.deadlines(measures, progress, date(2025, 6, 30), 30)
    assert found[["measure", "days_left", "status"]].to_numpy().tolist() == [
        [4, -1, "under_way"],
        [1, 0, ""],
        [2, 30, ""],
    ], "the newest round counts; what is done, or of which nobody told that it is not, is not late"
    assert set(found["paper"]) == {"2568/plan/1.html"}
    assert digest.deadlines(measures, progress, None, 30).empty


def test_agencies_in_each_list_by_province():
    agencies = rows("agencies", agency_id=["1", "2", "3"], province=["ก", "ก", "ข"])
    twice = pd.DataFrame({"agency_id": ["1", "1"]})
    made = digest.by_place(agencies, {"fell": twice, "not_ready": agencies}, "province")
    assert values(made) == [["ก", 2, 1, 2], ["ข", 1, 0, 1]]


def test_papers_that_changed_since_they_were_sent_those_with_most_first():
    found = pd.DataFrame(
        [("2", "2568", "plan"), ("1", "2567", "annual"), ("1", "2567", "annual")],
        columns=["agency_id", "report_year", "document"],
        dtype="str",
    )
    assert values(digest.changed(found)) == [
        ["1", "annual", 2567, 2, "2567/annual/1.html"],
        ["2", "plan", 2568, 1, "2568/plan/2.html"],
    ]
    assert digest.changed(found.head(0)).empty


def test_a_line_leads_to_its_paper_only_where_that_was_made():
    frame = pd.DataFrame({"agency": ["ก <b>", "ข"], "paper": ["2568/plan/1.html", "2568/plan/2.html"]})
    html = show.table(frame, Writer("th", "thai"), th="รายการ", en="List").html
    assert html.count("<a href=") == 2
    shown = links.to_papers(html, {"2568/plan/1.html"}, "../a&b/")
    assert '<a href="../a&amp;b/2568/plan/1.html">ก &lt;b&gt;</a>' in shown
    assert shown.count("<a ") == 1
    assert "2568/plan/2.html" not in shown
    assert ">ข<" in shown


def test_a_day_that_is_none_is_refused():
    assert stages.day_of("๓๐ มิถุนายน ๒๕๖๘") == date(2025, 6, 30)
    assert stages.day_of("") is None
    with pytest.raises(WrongValueError, match="2566-03-31"):
        stages.day_of("พรุ่งนี้")
