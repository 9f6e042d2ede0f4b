"""Which measure answers which indicator, on what ground; and whether it was carried out."""

from decimal import Decimal

import pandas as pd
import pytest
from invented import ID, facts_of, ten

from helpers import framework, tables
from helpers.analysis import coverage, deltas, follow_up
from helpers.columns import names


def measures(*rows: dict) -> pd.DataFrame:
    blank = dict.fromkeys((*names("measures")[2:], "source"), "")
    made = [
        {"agency_id": ID, "fiscal_year": 2568, "measure": n, "activity": 1, **blank, **row}
        for n, row in enumerate(rows, start=1)
    ]
    return tables.typed(
        "measures", pd.DataFrame(made).reindex(columns=list(tables.SCHEMAS["measures"].columns))
    )


def grounds(
    frame: pd.DataFrame, progress: pd.DataFrame | None = None
) -> dict[tuple[int, int], tuple[str, str]]:
    found = coverage.answers(frame, progress)
    return {(r["measure"], r["indicator"]): (r["basis"], r["ground"]) for r in found.to_dict("records")}


def test_a_match_has_its_ground_the_firmest_there_is():
    found = grounds(
        measures(
            {"title": "การเปิดเผยข้อมูล", "indicators": "9"},
            {"title": "การเปิดเผยข้อมูล", "step": "เปิดเผยข้อมูล"},
            {"title": "อื่น", "step": "ประชุม\nเปิดเผย\nข้อมูลทุกเดือน"},
            {"title": "อื่น", "step": "ประชุม"},
        )
    )
    assert found == {
        (1, 9): ("tag", ""),
        (2, 9): ("title", "การเปิดเผยข้อมูล"),
        (3, 9): ("step", "เปิดเผยข้อมูล"),
    }


def test_results_are_a_ground_only_where_they_are_given():
    plan = measures({"title": "อื่น"})
    done = pd.DataFrame(
        {"agency_id": ID, "fiscal_year": 2568, "measure": [1], "result": ["เปิดเผยข้อมูลบนเว็บไซต์แล้ว"]}
    )
    assert grounds(plan) == {}
    assert grounds(plan, done) == {(1, 9): ("result", "เปิดเผยข้อมูล")}


@pytest.mark.parametrize(("tags", "answered"), [("", {9}), ("9", {9}), ("2", {2}), (coverage.NONE, set())])
def test_the_agencys_word_confirms_and_refuses(tags, answered):
    found = grounds(measures({"title": "อื่น", "step": "เปิดเผยข้อมูล", "indicators": tags}))
    assert {indicator for _, indicator in found} == answered


def test_an_instrument_is_narrowed_by_words_of_its_own_indicators_only():
    found = grounds(measures({"title": "อื่น", "step": "เปิดเผยข้อมูล ทำคู่มือการยืมทรัพย์สิน", "indicators": "IIT"}))
    assert found[(1, 4)] == ("step", "ยืมทรัพย์สิน")
    assert {basis for (_, n), (basis, _) in found.items() if n != 4} == {"instrument"}
    assert (1, 9) not in found


@pytest.mark.parametrize("words", framework.unlike())
def test_words_that_mean_something_else_are_no_ground(words):
    assert grounds(measures({"title": "อื่น", "step": words})) == {}


def test_every_sign_is_a_ground_and_no_indicator_is_without():
    for indicator in framework.for_year(2568).indicators:
        assert indicator.signs
        for sign in indicator.signs:
            assert grounds(measures({"title": "อื่น", "step": sign}))[(1, indicator.number)][0] == "step"


# ------------------------------------------------------------------ what became of them
@pytest.mark.slow_cases
@pytest.mark.parametrize(
    ("states", "later", "action", "verdict"),
    [
        (["done", "done"], 71, "done", "done_improved"),
        (["done", "done"], 70.99, "done", "done_not_improved"),
        (["done", "done"], 60, "done", "done_not_improved"),
        (["done", "not_begun"], 90, "undone", "undone_improved"),
        (["done", "under_way"], 70, "undone", "undone_not_improved"),
        (["not_begun", "not_begun"], 70.5, "undone", "undone_not_improved"),
        (["done", ""], 90, "unknown", ""),
        (["not_begun", ""], 90, "undone", "undone_improved"),
        (["done", "done"], None, "done", ""),
        ([], 90, "unknown", ""),
    ],
)
def test_four_verdicts(states, later, action, verdict):
    years = {2567: ten(97, i9=70)} | ({2568: ten(97, i9=later)} if later else {})
    known = facts_of(years, measures=[("x", "9"), ("y", "9")], statuses=states)
    row = next(row for row in known.follow_up if row["indicator"] == 9)
    assert (row["action"], row["verdict"], row["measures"]) == (action, verdict, [1, 2])


def test_a_point_that_no_measure_names_is_counted_apart():
    known = facts_of({2567: ten(97, i9=70), 2568: ten(97, i9=90)}, measures=[("x", "1")], statuses=["done"])
    row = next(row for row in known.follow_up if row["indicator"] == 9)
    assert (row["action"], row["verdict"], row["counted"]) == ("none", "undone_improved", "none_improved")


def test_a_measure_is_as_far_as_its_activities_together():
    rows = [(1, "done"), (1, "not_begun"), (2, "done"), (2, "unknown"), (3, "unknown"), (4, "not_begun")]
    activities = [{"measure": measure, "state": state} for measure, state in rows]
    assert follow_up.states(activities) == {1: "under_way", 2: "unknown", 3: "unknown", 4: "not_begun"}


def test_the_direction_of_a_change():
    change = pd.Series([1.0, 0.99, 0.0, -0.01, -1.0, None])
    expected = ["rose", "near", "same", "near", "fell", ""]
    for margin in (None, 0.3, 1.0):  # the setting stays the least
        margins = pd.Series([margin] * 6, dtype="float64")
        assert list(deltas.direction(change, 100, margins)) == expected
        each_alone = [None if pd.isna(each) else each for each in change]
        assert [deltas.direction_of(each, Decimal(1), margin) for each in each_alone] == expected
    margins = pd.Series([6.1] * 4)
    change = pd.Series([6.1, 6.09, -6.1, -1.0])
    assert list(deltas.direction(change, 100, margins)) == ["rose", "near", "fell", "near"]
