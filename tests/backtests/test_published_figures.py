"""Figures that agencies published, from the repository's raw files through every stage.

All expected values are copied by hand from the published documents named in data/raw/sources.csv.
"""

from collections import Counter
from pathlib import Path

import pytest

from helpers import facts, tables

RAW = Path(__file__).parents[2] / "data" / "raw"
KHOK_MA, CHO_RAKA, KRATHUM_RAI, PRASAT_THONG = "5310703", "6300503", "6301310", "6321604"


@pytest.fixture(scope="module")
def khok_ma(read_data):
    """The annual report of เทศบาลตำบลโคกม้า for the fiscal year 2568."""
    return facts.load(read_data, KHOK_MA, 2568, "annual")


def values(rows, *names):
    """The values of some columns, a list for each row; of a single column one list."""
    of_rows = [[row[name] for name in names] for row in rows]
    return [value for (value,) in of_rows] if len(names) == 1 else of_rows


def test_the_changes_of_khok_ma(khok_ma):
    printed = [-0.64, 0.84, 0.33, 1.54, 0.18, 0.60, 1.34, 5.79, 23.21, 0.00]
    assert values(khok_ma.comparison, "change") == printed
    assert values(khok_ma.comparison, "indicator") == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_the_scores_of_khok_ma(khok_ma):
    before = [99.83, 99.00, 99.67, 96.83, 99.00, 98.48, 97.82, 93.37, 76.79, 100.00]
    after = [99.19, 99.84, 100.00, 98.37, 99.18, 99.08, 99.16, 99.16, 100.00, 100.00]
    assert values(khok_ma.comparison, "previous") == before
    assert values(khok_ma.comparison, "current") == after


def test_the_totals_of_khok_ma(khok_ma):
    assert khok_ma.previous.total == 93.99
    assert khok_ma.current.total == 99.54
    assert khok_ma.change == 5.55


def test_the_totals_come_back_from_the_ten_scores_within_a_hundredth(khok_ma):
    assert khok_ma.previous.computed_total == 93.98
    assert khok_ma.current.computed_total == 99.53
    for result in (khok_ma.previous, khok_ma.current):
        assert abs(round(100 * result.published_total) - round(100 * result.computed_total)) == 1


def test_the_instruments_means_of_khok_ma(read_data):
    rows = tables.read(read_data, "totals", KHOK_MA).set_index("fiscal_year")
    assert rows.loc[2567, ["iit", "eit", "oit"]].tolist() == [98.87, 96.56, 88.40]
    assert rows.loc[2568, ["iit", "eit", "oit"]].tolist() == [99.32, 99.13, 100.00]


def test_the_levels_of_khok_ma(khok_ma):
    assert khok_ma.previous.published_level == "ผ่านดี"
    assert khok_ma.previous.derived_level == "ผ่านดี"
    assert khok_ma.current.published_level == ""
    assert khok_ma.current.level == "ผ่านดีเยี่ยม"


def test_one_indicator_of_khok_ma_stayed_below_85_in_2567(khok_ma):
    assert khok_ma.previous.below_pass_mark == [9]
    assert khok_ma.current.below_pass_mark == []


def test_the_weak_points_of_khok_ma(read_data):
    weak = facts.load(read_data, KHOK_MA, 2568, "plan").weak
    assert values(weak, "indicator", "score", "class", "gap") == [
        [9, 76.79, "urgent", 8.21],
        [8, 93.37, "develop", 0.0],
    ]
    # What is at stake: 8.21 points at 0.20, and 1.63 points at 0.10.
    assert values(weak, "points_at_stake") == [1.642, 0.163]
    assert values(weak, "reasons") == [
        "below_pass_mark,lowest,lowest_of_instrument",
        "below_strength,lowest_of_instrument",
    ]


def test_what_decided_the_level_of_khok_ma(khok_ma):
    assert khok_ma.previous.published_level == khok_ma.previous.derived_level == "ผ่านดี"
    assert (khok_ma.previous.next_level, khok_ma.previous.missed) == ("ผ่านดีเยี่ยม", ("total", "OIT"))
    assert (khok_ma.current.next_level, khok_ma.current.missed) == ("", ())


def test_what_became_of_the_weak_points_of_khok_ma(khok_ma):
    rows = values(khok_ma.weak, "indicator", "later", "later_change", "outcome")
    assert rows == [[9, 100.0, 23.21, "reached"], [8, 99.16, 5.79, "rose"]]


def test_what_khok_ma_needed(read_data):
    targets = facts.load(read_data, KHOK_MA, 2568, "plan").targets
    rows = values(targets, "goal", "indicator", "target", "rise", "adds")
    assert rows == [["next_level", 9, 90.0, 13.21, 2.642], ["pass_mark", 9, 85.0, 8.21, 1.642]]


def test_the_single_score_of_cho_raka(read_data):
    result = facts.load(read_data, CHO_RAKA, 2566, "progress").current
    assert (result.year, result.scores) == (2565, {9: 88.64})
    assert result.total is None


@pytest.mark.parametrize(
    ("agency_id", "year", "measures"),
    [(KRATHUM_RAI, 2566, 5), (PRASAT_THONG, 2566, 6), (KHOK_MA, 2568, 8), (CHO_RAKA, 2566, 10)],
)
def test_the_number_of_measures(read_data, agency_id, year, measures):
    rows = tables.read(read_data, "measures", agency_id)
    assert rows["fiscal_year"].unique().tolist() == [year]
    assert sorted(rows["measure"].unique()) == list(range(1, measures + 1))


@pytest.mark.parametrize(
    ("agency_id", "year", "document", "statuses"),
    [
        (KRATHUM_RAI, 2566, "annual", {"done": 5}),
        (PRASAT_THONG, 2566, "annual", {"done": 9, "under_way": 2}),
        (KHOK_MA, 2568, "annual", {"done": 8}),
        (CHO_RAKA, 2566, "progress", {"done": 11}),
    ],
)
def test_every_activity_has_its_status(read_data, agency_id, year, document, statuses):
    made = facts.load(read_data, agency_id, year, document)
    assert Counter(values(made.progress, "status")) == statuses
    assert len(made.progress) == len(made.measures)


def test_every_period_is_read_and_lies_inside_its_year(read_data):
    rows = tables.read(read_data, "measures")
    assert rows[["period_start", "period_end"]].notna().all(axis=None)


def test_the_repositorys_data_have_no_errors_and_no_warnings(read_data):
    found = tables.read(read_data, "findings")
    assert found[["severity", "code", "file"]].values.tolist() == [
        ["note", "scores_incomplete", "scores/6300503.csv"]
    ]


def test_every_row_has_a_source_that_names_its_publisher(read_data):
    sources = tables.read(read_data, "sources").set_index("file")
    used = {
        file for name in ("scores", "measures", "progress") for file in tables.read(read_data, name)["source"]
    }
    assert used <= set(sources.index)
    assert (sources.loc[sorted(used), ["publisher", "title"]] != "").all(axis=None)
