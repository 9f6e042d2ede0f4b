"""The national tables by value: each on a few rows whose figures can be reckoned by hand."""

import pandas as pd
import pytest

from helpers import stages, tables
from helpers.analysis import effects, national, totals
from helpers.messages import WrongValueError
from helpers.narrative import Writer
from helpers.report import show

EN = Writer("en", "arabic")


def rows(table, **columns):
    """Rows of a processed table: these columns, and nothing in the others."""
    length = max(len(column) for column in columns.values() if isinstance(column, list))
    empty = tables.empty(table).reindex(range(length))
    blank = {name: "" for name, dtype in tables.empty(table).dtypes.items() if dtype == "str"}
    return (
        empty.assign(**blank, **columns) if not set(blank) & set(columns) else empty.assign(**blank | columns)
    )


def values(frame):
    return frame.astype(object).to_numpy().tolist()


RESULTS = rows(
    "totals",
    agency_id=["1", "2", "3", "1", "2", "3"],
    fiscal_year=[2567] * 3 + [2568] * 3,
    published_total=[80.0, None, 90.0, 85.0, 80.01, None],
    computed_total=[80.0, 70.0, 90.05, 85.01, 80.01, 95.0],
    iit=[80.0, 70.0, 90.0, 84.0, 82.0, 95.0],
    level=["ผ่าน", "", "ผ่านดี", "ผ่านดี", "ผ่าน", "ผ่านดีเยี่ยม"],
    published_level=["", "", "ผ่านดี", "ผ่าน", "", ""],
)


def test_published_else_computed():
    shown = totals.shown(RESULTS)
    assert shown["total"].tolist() == [80.0, 70.0, 90.0, 85.0, 80.01, 95.0]
    assert shown["shown_level"].tolist() == ["ผ่าน", "", "ผ่านดี", "ผ่าน", "ผ่าน", "ผ่านดีเยี่ยม"]
    assert shown["compared"].tolist() == [True, False, False, False, True, True]
    assert shown["doubtful"].tolist() == [False, False, True, False, False, False], "0.01 is rounding"


def test_changes_of_totals_are_exact():
    assert values(totals.changes(RESULTS, 2568)) == [
        ["1", 85.0, 5.0, False],
        ["2", 80.01, 10.01, False],
        ["3", 95.0, 5.0, True],
    ], "doubtful because of the year before"


def test_agreement():
    assert values(national.agreement(RESULTS)) == [[2567, 3, 2, 1, 0, 1, 1], [2568, 3, 2, 1, 1, 0, 1]]


def test_agreement_tells_rounding_from_more():
    apart = rows(
        "totals",
        agency_id=[str(number) for number in range(7)],
        fiscal_year=[2568] * 7,
        published_total=[80.0] * 7,
        computed_total=[80.0, 80.0, 80.0, 80.0, 80.01, 80.02, 79.98],
    )
    assert values(national.agreement(apart)) == [[2568, 7, 7, 4, 1, 2, 0]]


def test_levels_by_year_are_in_the_order_of_the_rules():
    made = national.levels_by_year(RESULTS)
    assert made["levels"].map(list).tolist() == [["ผ่านดี", "ผ่าน", ""], ["ผ่านดีเยี่ยม", "ผ่าน"]]
    assert made["levels"].map(lambda counts: list(counts.values())).tolist() == [[1, 1, 1], [1, 2]]
    assert made["total_mean"].round(2).tolist() == [80.0, 86.67]


def test_distribution():
    made = national.distribution(RESULTS)
    total = made[made["part"] == "total"]
    assert total["fiscal_year"].tolist() == [2567, 2568]
    quantiles = ["score_p10", "score_q1", "score_median", "score_q3", "score_p90"]
    assert total[quantiles].round(3).to_numpy().tolist() == [
        [72.0, 75.0, 80.0, 85.0, 88.0],
        [81.008, 82.505, 85.0, 90.0, 93.0],
    ]
    assert total["with_year_before"].tolist() == [0, 3]
    assert total["after_gap"].tolist() == [0, 0]
    assert total["median_change"].tolist()[1] == 5.0
    assert made[made["part"] == "iit"]["median_change"].tolist()[1] == 5.0


def test_distribution_tells_a_gap_from_a_year():
    later = RESULTS.assign(fiscal_year=RESULTS["fiscal_year"].replace(2567, 2566))
    total = national.distribution(later).query("part == 'total'")
    assert total["with_year_before"].tolist() == [0, 0]
    assert total["after_gap"].tolist() == [0, 3]
    assert total["median_change"].isna().all()


CHANGES = rows(
    "deltas",
    agency_id=["1", "2", "3", "4", "5", "1"],
    fiscal_year=[2568] * 5 + [2567],
    indicator=[1] * 5 + [1],
    change=[-1.0, -0.5, 1.0, 2.0, 13.0, 50.0],
)


def test_changes_by_indicator():
    # median, quartiles; the mean (3.0) and the maximum differ from each of them
    assert values(national.changes_by_indicator(CHANGES, 2568)) == [[1, 5, 1.0, -0.5, 2.0, 3, 2]]


def test_a_change_of_nothing_is_neither_rise_nor_fall():
    still = CHANGES.assign(change=0.0)
    assert values(national.changes_by_indicator(still, 2568)) == [[1, 5, 0.0, 0.0, 0.0, 0, 0]]


WEAK = rows(
    "weak_indicators",
    agency_id=["1", "1", "2", "3"],
    fiscal_year=[2567] * 4,
    indicator=[9, 10, 9, 9],
    score=[60.0, 80.0, 70.0, 92.0],
    points_at_stake=[1.0, 2.0, 0.5, 0.3],
    measures=["1,2", "", "", "3"],
    inferred=["1", "", "", "3"],
    **{"class": ["urgent", "urgent", "urgent", "develop"]},
)
MEASURES = rows(
    "measures", agency_id=["1", "1", "3"], fiscal_year=[2568] * 3, measure=[1, 2, 3], activity=[1, 1, 1]
)


def test_weak_by_indicator():
    made = national.weak_by_indicator(WEAK, 2567)
    assert values(made.round(2)) == [[9, 2, 1, 70.0, 0.6], [10, 1, 0, 80.0, 2.0]]


def test_coverage_counts_weak_points_of_agencies_that_have_measures():
    assert values(national.coverage_by_year(WEAK, MEASURES).round(2)) == [[2567, 2, 3, 2, 1, 66.67]]


def test_aims_by_year():
    answers = pd.DataFrame(
        {"agency_id": ["1", "3"], "fiscal_year": 2568, "measure": [1, 3], "indicator": [9, 4], "basis": "tag"}
    )
    # weak points: one tagged, one inferred, one without; measures: one answers, one names another, one none
    assert values(national.aims_by_year(WEAK, MEASURES, answers)) == [[2568, 1, 1, 1, 3, 1, 0, 1, 1, 0]]


def test_aims_where_no_weak_point_is_on_file():
    answers = pd.DataFrame(
        {"agency_id": ["1"], "fiscal_year": 2568, "measure": [1], "indicator": [9], "basis": "tag"}
    )
    assert values(national.aims_by_year(WEAK.iloc[:0], MEASURES, answers)) == [
        [2568, 0, 0, 0, 3, 0, 0, 0, 0, 3]
    ]
    inferred = WEAK.iloc[[3]]
    assert values(national.aims_by_year(inferred, MEASURES.iloc[2:], answers.iloc[:0])) == [
        [2568, 0, 1, 0, 1, 0, 0, 0, 1, 0]
    ]


def test_how_a_weak_point_is_answered():
    covered = effects.coverage_of_weak_points(WEAK, MEASURES)
    assert values(covered[["agency_id", "indicator", "basis"]]) == [
        ["1", 9, "tag"],
        ["1", 10, ""],
        ["3", 9, "title"],
    ]


def test_what_a_measure_aims_at():
    answers = pd.DataFrame(
        {
            "agency_id": ["1", "1", "3"],
            "fiscal_year": 2568,
            "measure": [1, 2, 3],
            "indicator": [9, 10, 4],
            "basis": ["tag", "instrument", "tag"],
        }
    )
    aims = effects.aim_of_measures(MEASURES, answers, WEAK)
    assert aims["aim"].tolist() == ["weak_point", "instrument", "other"]


def test_nearest_to_the_next_level():
    rises = pd.DataFrame(
        {
            "agency_id": ["1", "1", "2", "3"],
            "fiscal_year": 2568,
            "goal": ["next_level", "next_level", "next_level", "pass_mark"],
            "indicator": [1, 2, 3, 4],
            "rise": [1.25, 2.5, 0.75, 0.1],
            "adds": [0.125, 0.25, 0.0375, 0.01],
        }
    )
    results = RESULTS.assign(next_level=["ผ่าน"] * 3 + ["ผ่านดี"] * 3)
    made = national.nearest_to_next_level(rises, results, 2568)
    assert values(made) == [["2", "ผ่านดี", 1, 0.75, 0.0375, False], ["1", "ผ่านดี", 2, 3.75, 0.375, False]]


def test_statuses():
    progress = pd.DataFrame(
        {
            "agency_id": ["1", "1", "2", "2"],
            "fiscal_year": 2568,
            "round": ["6m", "6m", "6m", "12m"],
            "status": ["done", "", "under_way", "not_begun"],
        }
    )
    assert values(national.statuses(progress)) == [
        [2568, "12m", 1, 0, 0, 1, 0],
        [2568, "6m", 2, 1, 1, 0, 1],
    ]


def test_a_state_that_no_activity_has_is_counted_as_none():
    progress = pd.DataFrame({"agency_id": ["1"], "fiscal_year": 2568, "round": ["6m"], "status": ["done"]})
    assert values(national.statuses(progress)) == [[2568, "6m", 1, 1, 0, 0, 0]]


def test_readiness():
    judged = pd.DataFrame(
        {
            "agency_id": ["1", "1", "2", "2", "3"],
            "fiscal_year": 2568,
            "document": "plan",
            "element": ["A1", "A2", "A1", "A2", "A1"],
            "state": ["missing", "missing", "present", "missing", "present"],
            "counts": [True, True, True, False, True],
        }
    )
    assert values(national.readiness(judged)) == [[2568, "plan", 3, 2, {"A1": 1, "A2": 1}]]


def test_contents():
    files = pd.DataFrame({"file": ["agencies.csv"]})
    made = national.contents({"scores": CHANGES, "nothing": tables.empty("agencies"), "files": files})
    assert values(made) == [["scores", 6, 5, "2567–2568"], ["nothing", 0, 0, "–"], ["files", 1, 0, "–"]]


def test_ends_hold_each_agency_once():
    frame = pd.DataFrame({"agency_id": ["c", "a", "b"], "change": [1.0, 1.0, 0.0]})
    assert national.ends(frame, "change", 2)["agency_id"].tolist() == ["b", "a", "c"]
    many = pd.DataFrame({"agency_id": [f"{number:02}" for number in range(30)], "change": range(30)})
    assert national.ends(many, "change")["change"].tolist() == [*range(10), *range(20, 30)]


@pytest.mark.parametrize("empty", [tables.empty("totals")])
def test_without_rows_tables_are_empty(empty):
    assert national.agreement(empty).empty
    assert national.distribution(empty).empty
    assert national.levels_by_year(empty).empty
    assert national.changes_by_indicator(tables.empty("deltas"), 2568).empty
    assert national.weak_by_indicator(tables.empty("weak_indicators"), 2568).empty
    assert national.statuses(tables.empty("progress")).empty
    assert national.coverage_by_year(tables.empty("weak_indicators"), tables.empty("measures")).empty


# ------------------------------------------------------------------ show
def test_a_table_is_written_by_its_columns_names():
    frame = pd.DataFrame({"indicator": [9], "score": [70.005], "change_median": [0.5], "own": [3]})
    block = show.table(frame, EN, th="ก", en="Title")
    title, head, row = block.text.splitlines()
    assert (title, head) == ("Title", "Indicator | points | Median | own")
    assert row == "9\N{NO-BREAK SPACE}Information disclosure | 70.01 | +0.50 | 3"
    assert block.frame is not None
    assert block.frame.equals(frame), "what is shown can be computed on"


def test_a_table_without_rows_says_so():
    assert "nothing to list" in show.table(pd.DataFrame({"score": []}), EN, th="ก", en="Title").html


def test_a_cut_table_says_how_many_there_are():
    html = show.table(pd.DataFrame({"score": [1.0, 2.0]}), EN, th="ก", en="Title", first=1).html
    assert "The first 1 of 2 are shown." in html


def test_every_column_has_a_known_format():
    for name, words in show._columns().items():
        assert words["format"] in show.FORMATS, name
        assert show._heading(name, EN), name


def test_texts_of_a_table_are_escaped():
    html = show.table(pd.DataFrame({"<i>": ["<b>&"]}), EN, th="ก", en="<u>").html
    assert not any(tag in html for tag in ("<i>", "<b>", "<u>"))


def test_a_year_without_data_names_those_that_have_some():
    assert stages.year_of(RESULTS) == 2568
    with pytest.raises(WrongValueError, match="2567, 2568") as refused:
        stages.year_of(RESULTS, 2560)
    assert len(refused.value._render_traceback_()) == 2


def test_changes_of_weak_points_with_and_without_a_measure():
    covered = pd.DataFrame(
        {
            "indicator": [3, 3, 3, 3, 3, 9, 9],
            "basis": ["tag", "tag", "tag", "tag", "tag", "", ""],
            "later_change": [0.0, 1.0, 2.0, 10.0, 20.0, 4.0, None],
            "outcome": ["same", "rose", "rose", "rose", "reached", "fell", ""],
        }
    )
    assert values(effects.changes_by_coverage(covered)) == [
        [0, False, 1, 4.0, 4.0, 4.0, 0],
        [0, True, 5, 1.0, 2.0, 10.0, 4],
        [3, True, 5, 1.0, 2.0, 10.0, 4],
        [9, False, 1, 4.0, 4.0, 4.0, 0],
    ]
