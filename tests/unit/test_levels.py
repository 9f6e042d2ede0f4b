"""Levels: no gap between them, and the conditions of the next one that decided."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import framework
from helpers.analysis import totals

hundredths = st.integers(0, 10_000)
ten = st.lists(hundredths, min_size=10, max_size=10)


def of(scores, year=2568, published=None, level="", context=None):
    rows = [("1", year, n, score / 100) for n, score in enumerate(scores, 1)]
    frame = pd.DataFrame(rows, columns=["agency_id", "fiscal_year", "indicator", "score"])
    marks = pd.DataFrame(
        {
            "agency_id": ["1"],
            "fiscal_year": [year],
            "published_total": [published],
            "published_level": [level],
        }
    ).astype({"published_total": "float64"})
    return totals.compute(frame, marks, context).iloc[0]


def exactly(scores, year=2568):
    """Total and instrument means as exact decimals, by the book."""
    rules = framework.for_year(year)
    means = {
        each.id: sum(Decimal(scores[n - 1]) for n in each.indicators) / 100 / len(each.indicators)
        for each in rules.instruments
    }
    return sum(each.weight * means[each.id] for each in rules.instruments), means


def test_khok_ma_2567_missed_the_best_level_by_its_total_and_its_oit_mean():
    row = of([9983, 9900, 9967, 9683, 9900, 9848, 9782, 9337, 7679, 10000], 2567, 93.99, "ผ่านดี")
    assert (row["level"], row["next_level"], row["missed"]) == ("ผ่านดี", "ผ่านดีเยี่ยม", "total,OIT")
    assert (row["oit"], row["computed_total"]) == (88.40, 93.98)


def test_a_total_of_95_with_a_lower_mean_is_not_the_best_level():
    row = of([10000] * 8 + [9000, 9000])
    assert row["computed_total"] == 96.00
    assert (row["level"], row["missed"]) == ("ผ่านดี", "OIT")


@pytest.mark.parametrize(
    ("published", "year", "level"),
    [
        (84.99, 2565, "B"),
        (85.00, 2565, "A"),
        (94.99, 2564, "A"),
        (49.99, 2562, "F"),
        (69.99, 2567, "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_marks_belong_to_the_level_they_begin(published, year, level):
    assert of([], year, published)["level"] == level


@given(ten)
def test_levels_have_no_gap(scores):
    """Every result has one level; 84.995 prints as 85.00 and is below 85 all the same."""
    row = of(scores)
    total, means = exactly(scores)
    steps = framework.for_year(2568).levels
    holds = [
        total >= s.total and (s.instruments is None or min(means.values()) >= s.instruments) for s in steps
    ]
    expected = holds.index(True)
    assert row["level"] == steps[expected].th
    if expected == 0:
        assert (row["next_level"], row["missed"]) == ("", "")
        return
    above = steps[expected - 1]
    assert row["next_level"] == above.th
    missed = ["total"] if total < above.total else []
    if above.instruments is not None:
        missed += [name for name, mean in means.items() if mean < above.instruments]
    assert row["missed"].split(",") == missed


def test_84_995_is_below_85():
    scores = [8500] * 5 + [8500] * 3 + [8499, 8498]
    total, _ = exactly(scores)
    assert total == Decimal("84.994")
    scores = [8500] * 9 + [8498]
    assert exactly(scores)[0] == Decimal("84.996")
    row = of(scores)
    assert row["computed_total"] == 85.00
    assert (row["level"], row["missed"]) == ("ต้องปรับปรุง", "total")


def with_parts(scores, first, second, year=2568, total=None):
    parts = [("eit_1", first), ("eit_2", second)]
    rows = [("1", year, "score", "", part, value) for part, value in parts if value is not None]
    columns = ["agency_id", "fiscal_year", "what", "among", "part", "value"]
    return of(scores, year, total, context=pd.DataFrame(rows, columns=columns))


@pytest.mark.parametrize("year", [2566, 2567, 2568])
def test_a_level_from_three_means_may_be_too_high_and_says_so(year):
    row = of([9900] * 10, year)
    assert (row["level"], row["unchecked"]) == ("ผ่านดีเยี่ยม", "EIT_1,EIT_2")
    for scores in ([8400] * 10, [10000] * 5 + [8400] * 3 + [10000] * 2):
        assert of(scores, year)["unchecked"] == ""  # a mean below the mark has a part below it


@pytest.mark.parametrize(
    ("first", "second", "level", "missed", "unchecked"),
    [
        (96.00, 95.00, "ผ่านดีเยี่ยม", "", ""),
        (99.00, 94.99, "ผ่านดี", "EIT_2", ""),
        (84.99, 100.00, "ผ่าน", "EIT_1", ""),
        (94.00, None, "ผ่านดี", "EIT_1", "EIT_2"),
        (96.00, None, "ผ่านดีเยี่ยม", "", "EIT_2"),
    ],
)
def test_with_the_parts_known_the_level_is_exact(first, second, level, missed, unchecked):
    row = with_parts([9900] * 10, first, second)
    assert (row["level"], row["missed"], row["unchecked"]) == (level, missed, unchecked)


def test_the_parts_decide_where_the_mean_of_three_indicators_would_not():
    """92.43 to 94.64 and yet from ผ่านดี to ผ่าน: a part below 85 under a mean above it, in 2568."""
    scores = [9700] * 5 + [8600] * 3 + [9900] * 2
    assert with_parts(scores, 84.00, 88.00, total=94.64)["level"] == "ผ่าน"
    assert of(scores, 2568, 94.64)["level"] == "ผ่านดี"


@given(ten, hundredths, hundredths)
def test_a_level_without_the_parts_is_never_lower_than_with_them(scores, first, second):
    mean = sum(scores[5:8]) / 300
    low, high = sorted((first / 100, second / 100))
    if not low <= mean <= high:
        return
    names = [step.th for step in framework.for_year(2568).levels]
    exact = with_parts(scores, low, high)
    alone = of(scores)
    assert names.index(alone["level"]) <= names.index(exact["level"])
    assert framework.for_year(2568).may_be(exact["level"], alone["level"], alone["unchecked"])


@pytest.mark.parametrize(
    ("published", "derived", "unchecked", "agrees"),
    [
        ("ผ่านดี", "ผ่านดีเยี่ยม", "EIT_1,EIT_2", True),
        ("ผ่าน", "ผ่านดีเยี่ยม", "EIT_1,EIT_2", True),
        ("ผ่านดี", "ผ่านดีเยี่ยม", "", False),
        ("ต้องปรับปรุง", "ผ่านดี", "EIT_1,EIT_2", False),
        ("ผ่านดีเยี่ยม", "ผ่านดี", "EIT_1,EIT_2", False),
        ("A", "ผ่านดี", "EIT_1,EIT_2", False),
    ],
)
def test_which_published_levels_agree_with_what_is_known(published, derived, unchecked, agrees):
    assert framework.for_year(2568).may_be(published, derived, unchecked) is agrees
