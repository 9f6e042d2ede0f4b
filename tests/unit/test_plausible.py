"""Numbers that look right by themselves, but not beside the others."""

import pandas as pd
import pytest

from helpers.sources.checks import plausible

TEN = [86.5, 91.2, 88.45, 79.9, 93.1, 90.05, 84.6, 81.25, 77.3, 95.0]
TOTAL = 86.4  # 0.06 * (86.5+91.2+88.45+79.9+93.1) + 0.10 * (90.05+84.6+81.25) + 0.20 * (77.3+95.0)


def scores(*years):
    rows = [
        ("0101", year, n, value, "scores/a.csv", "", 10 * place + n)
        for place, (year, values) in enumerate(years)
        for n, value in enumerate(values, start=1)
        if value is not None
    ]
    columns = ["agency_id", "fiscal_year", "indicator", "score", "at_file", "at_sheet", "at_row"]
    return pd.DataFrame(rows, columns=columns)


def totals(*years):
    rows = [
        ("0101", year, value, "", "scores/t.csv", "", n) for n, (year, value) in enumerate(years, start=2)
    ]
    columns = [
        "agency_id",
        "fiscal_year",
        "published_total",
        "published_level",
        "at_file",
        "at_sheet",
        "at_row",
    ]
    return pd.DataFrame(rows, columns=columns)


def with_one(indicator, value):
    return [value if n == indicator else each for n, each in enumerate(TEN, start=1)]


def codes(made):
    return [finding.code for finding in made.findings]


def test_right_scores_stay_and_nothing_is_told():
    made = plausible.check(scores((2567, TEN), (2568, TEN)), totals((2568, 86.36)))
    assert made.findings == []
    assert len(made.scores) == 20


@pytest.mark.parametrize(
    ("indicator", "value", "likely"), [(3, 8.85, "88.50"), (3, 0.88, "88.00"), (8, 8.13, "81.30")]
)
def test_a_misplaced_point_is_not_used(indicator, value, likely):
    made = plausible.check(scores((2568, with_one(indicator, value))), totals())
    (finding,) = made.findings
    assert (finding.code, finding.row, finding.column) == ("score_slipped", indicator, "score")
    assert finding.values["likely"] == likely
    assert indicator not in set(made.scores["indicator"])
    assert len(made.scores) == 9


def test_a_low_score_that_the_total_confirms_stays():
    low = with_one(9, 7.73)
    total = 0.06 * sum(low[:5]) + 0.1 * sum(low[5:8]) + 0.2 * sum(low[8:])
    made = plausible.check(scores((2568, low)), totals((2568, round(total, 2))))
    assert made.findings == []
    assert len(made.scores) == 10


def test_an_open_data_score_may_be_low():
    made = plausible.check(scores((2568, with_one(9, 7.73))), totals())
    assert codes(made) == ["score_low"]
    assert len(made.scores) == 10


@pytest.mark.parametrize("full", [1, 5, 10])
def test_another_scale_is_not_used(full):
    made = plausible.check(scores((2568, [round(each * full / 100, 2) for each in TEN])), totals())
    assert codes(made) == ["scale_other"]
    assert made.scores.empty


def test_nothing_at_all_may_be_the_result():
    made = plausible.check(scores((2568, [0.0] * 10)), totals((2568, 0.0)))
    assert made.findings == []
    assert len(made.scores) == 10


def test_ten_equal_scores_are_targets():
    made = plausible.check(scores((2568, [92.5] * 10)), totals())
    assert codes(made) == ["scores_alike"]
    assert made.scores.empty


def test_ten_times_everything_needs_a_total():
    assert codes(plausible.check(scores((2568, [100.0] * 10)), totals())) == ["scores_alike_edge"]
    assert codes(plausible.check(scores((2568, [100.0] * 10)), totals((2568, 100.0)))) == []


def test_the_countrys_mean_is_not_the_agencys_total():
    alone = plausible.check(scores(), totals((2568, 93.82)))
    assert codes(alone) == ["total_as_country"]
    assert alone.totals["published_total"].tolist() == [93.82]
    beside = plausible.check(scores((2568, TEN)), totals((2568, 93.82)))
    assert codes(beside) == ["total_of_country"]
    assert beside.totals["published_total"].isna().all()


def test_a_total_that_slipped():
    made = plausible.check(scores((2568, TEN)), totals((2568, 8.64)))
    assert codes(made) == ["total_slipped"]
    assert made.totals["published_total"].isna().all()


def test_jumps_are_told_and_kept():
    made = plausible.check(
        scores((2567, with_one(9, 31.0)), (2568, TEN)), totals((2567, 44.0), (2568, 86.36))
    )
    assert codes(made) == ["score_jumped", "score_jumped"]
    assert [finding.column for finding in made.findings] == ["score", "published_total"]
    assert made.findings[0].row == 19
    assert len(made.scores) == 20
