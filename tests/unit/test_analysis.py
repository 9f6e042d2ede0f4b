"""Totals, levels, changes, weak points and coverage: against plain exact arithmetic."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import framework, tables
from helpers.analysis import coverage, deltas, totals, weak
from helpers.columns import names
from helpers.framework import Settings

GROUPS = {"iit": range(1, 6), "eit": range(6, 9), "oit": range(9, 11)}
WEIGHTS = {"iit": Fraction(3, 10), "eit": Fraction(3, 10), "oit": Fraction(4, 10)}

hundredths = st.integers(0, 10_000)
near_marks = st.sampled_from([0, 1, 4999, 5000, 6999, 7000, 8498, 8499, 8500, 8501, 9499, 9500, 9999, 10_000])
score = hundredths | near_marks
ten = st.lists(score, min_size=10, max_size=10)


def frame(*years, agency="5310703"):
    """Scores of an agency: pairs of a year and its ten scores in hundredths, None where there is none."""
    rows = [
        (agency, year, number, units / 100, "scores/a.csv")
        for year, ten in years
        for number, units in enumerate(ten, start=1)
        if units is not None
    ]
    return tables.typed("scores", pd.DataFrame(rows, columns=list(tables.SCHEMAS["scores"].columns)))


def published(*rows):
    columns = ["agency_id", "fiscal_year", "published_total", "published_level"]
    types = {
        "agency_id": "str",
        "fiscal_year": "int64",
        "published_total": "float64",
        "published_level": "str",
    }
    return pd.DataFrame(rows, columns=columns).astype(types)


def half_up(exact, places=2):
    """A fraction as it is printed."""
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return float(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def means(ten):
    """The instruments' means of ten scores in hundredths, exact, in points."""
    return {
        name: Fraction(sum(ten[number - 1] for number in numbers), len(numbers) * 100)
        for name, numbers in GROUPS.items()
    }


def exact_total(ten):
    return sum(WEIGHTS[name] * mean for name, mean in means(ten).items())


def units(value, places=2):
    return int(Decimal(repr(float(value))).scaleb(places).to_integral_value(ROUND_HALF_UP))


# ------------------------------------------------------------------ totals
@given(ten)
@example([8500] * 10)
@example([9983, 9900, 9967, 9683, 9900, 9848, 9782, 9337, 7679, 10_000])
def test_total_and_means_equal_plain_fractions_rounded_once(ten):
    row = totals.compute(frame((2568, ten)), published()).iloc[0]
    assert row["computed_total"] == half_up(exact_total(ten))
    for name, mean in means(ten).items():
        assert row[name] == half_up(mean)
    assert pd.isna(row["published_total"])


@given(ten, st.integers(0, 10_000))
def test_the_published_total_is_never_replaced(ten, printed):
    made = totals.compute(frame((2568, ten)), published(("5310703", 2568, printed / 100, "ผ่าน")))
    row = made.iloc[0]
    assert row["published_total"] == printed / 100
    assert row["published_level"] == "ผ่าน"
    assert row["computed_total"] == half_up(exact_total(ten))


@given(ten, st.sets(st.integers(1, 10), min_size=1))
def test_a_total_needs_all_ten_and_a_mean_all_of_its_own(ten, missing):
    some = [None if number in missing else units for number, units in enumerate(ten, start=1)]
    made = totals.compute(frame((2568, some)), published(("5310703", 2568, None, "")))
    row = made.iloc[0]
    assert pd.isna(row["computed_total"])
    for name, numbers in GROUPS.items():
        assert pd.isna(row[name]) == bool(missing & set(numbers))
    assert row["level"] == ""


def level_by_hand(year, total, means):
    """The level of a year by its steps, from exact values."""
    for step in framework.for_year(year).levels:
        enough = step.instruments is None or all(mean >= step.instruments for mean in means.values())
        if total >= Fraction(step.total) and enough:
            return step.th
    return ""


@given(ten, st.sampled_from([2562, 2565, 2566, 2567, 2568, 2569]))
@example([8500] * 10, 2565)
@example([8500] * 9 + [8499], 2565)
@example([8500] * 9 + [8499], 2568)
@example([9500] * 10, 2568)
@example([9500] * 9 + [9499], 2568)
def test_levels_follow_the_exact_total_and_means(ten, year):
    row = totals.compute(frame((year, ten)), published()).iloc[0]
    assert row["level"] == level_by_hand(year, exact_total(ten), means(ten)) != ""


@pytest.mark.parametrize(
    ("last", "total", "level"),
    [(8495, 84.99, "B"), (8497, 84.99, "B"), (8498, 85.0, "B"), (8499, 85.0, "B"), (8500, 85.0, "A")],
)
def test_there_is_no_gap_below_85_and_84_995_is_below_it(last, total, level):
    # Indicator 10 counts 0.20: these totals are 84.990, 84.994, 84.996, 84.998 and 85.000.
    row = totals.compute(frame((2565, [8500] * 9 + [last])), published()).iloc[0]
    assert (row["computed_total"], row["level"]) == (total, level)


def test_exactly_84_995_prints_as_85_and_is_below_it():
    ten = [8500] * 5 + [8500, 8500, 8495] + [8500, 8500]
    assert exact_total(ten) == Fraction(84995, 1000)
    for year, level in ((2565, "B"), (2568, "ต้องปรับปรุง")):
        row = totals.compute(frame((year, ten)), published()).iloc[0]
        assert (row["computed_total"], row["level"]) == (85.0, level)


@pytest.mark.parametrize(
    ("total", "scores", "level"),
    [
        (84.99, [None] * 10, "ต้องปรับปรุง"),
        (70.0, [None] * 10, "ต้องปรับปรุง"),
        (69.99, [None] * 10, "ต้องปรับปรุงโดยด่วน"),
        (85.0, [None] * 10, ""),  # which of three levels depends on means that are not known
        (96.0, [10_000] * 5 + [None] * 5, ""),
        (96.0, [9500] * 10, "ผ่านดีเยี่ยม"),
        (95.81, [10_000] * 8 + [8000, 9900], "ผ่านดี"),  # an instrument's mean of 89.50
        (90.0, [10_000] * 8 + [6000, 9000], "ผ่าน"),  # an instrument's mean of 75.00
    ],
)
def test_levels_from_a_published_total(total, scores, level):
    made = totals.compute(frame((2568, scores)), published(("5310703", 2568, total, "")))
    assert made["level"].tolist() == [level]


def test_totals_without_scores_and_scores_without_totals_stand_side_by_side():
    scores = pd.concat([frame((2568, [9000] * 10)), frame((2567, [9000] * 10), agency="0012")])
    made = totals.compute(scores, published(("0012", 2568, 88.0, "ผ่าน")))
    assert made[["agency_id", "fiscal_year"]].values.tolist() == [
        ["0012", 2567],
        ["0012", 2568],
        ["5310703", 2568],
    ]
    assert made["computed_total"].fillna(-1).tolist() == [90.0, -1, 90.0]
    tables.SCHEMAS["totals"].validate(made)


def test_nothing_gives_a_table_without_rows():
    none = tables.empty("scores")
    assert totals.compute(none, published()).dtypes.equals(tables.empty("totals").dtypes)
    made = deltas.compute(none)
    assert made.empty
    assert tables.typed("deltas", made).empty
    answers = coverage.answers(tables.empty("measures"))
    assert answers.empty
    assert tables.typed("weak_indicators", weak.compute(none, made, answers)).empty


# ------------------------------------------------------------------ changes
@given(ten, ten, st.sampled_from([2563, 2565, 2568]))
def test_contributions_sum_to_the_change_of_the_exact_total(before, after, year):
    made = deltas.compute(frame((year - 1, before), (year, after)))
    own = made[made["fiscal_year"] == year]
    assert own["indicator"].tolist() == list(range(1, 11))
    explained = sum(units(value, 4) for value in own["contribution"])
    assert Fraction(explained, 10**4) == exact_total(after) - exact_total(before)
    for (_, row), old, new in zip(own.iterrows(), before, after, strict=True):
        assert units(row["change"]) == new - old
        assert row["change"] == (new - old) / 100


@given(ten, ten)
def test_swapping_the_years_negates_every_change(one, other):
    columns = ["change", "contribution"]

    def changes(before, after):
        made = deltas.compute(frame((2567, before), (2568, after)))
        return made.loc[made["fiscal_year"] == 2568, columns].reset_index(drop=True)

    assert (changes(one, other) == -changes(other, one)).all(axis=None)


def test_what_one_of_the_years_lacks_has_no_change():
    before = [9000, None, *[9000] * 8]
    after = [None, 9100, *[9100] * 8]
    made = deltas.compute(frame((2567, before), (2568, after)))
    own = made[made["fiscal_year"] == 2568].set_index("indicator")
    assert own["previous"].isna().tolist() == [False, True, *[False] * 8]
    assert own["current"].isna().tolist() == [True, *[False] * 9]
    assert own["change"].isna().tolist() == [True, True, *[False] * 8]
    assert own.loc[3, ["change", "contribution"]].tolist() == [1.0, 0.06]


def test_a_year_without_scores_has_no_rows_and_a_gap_is_not_bridged():
    made = deltas.compute(frame((2565, [9000] * 10), (2567, [9100] * 10)))
    assert sorted(made["fiscal_year"].unique()) == [2565, 2567]
    assert made["change"].isna().all()


@settings(deadline=None, max_examples=5)
@given(ten, ten, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(before, after, random):
    rows = pd.concat([frame((2567, before), (2568, after)), frame((2568, before), agency="0012")])
    order = list(range(len(rows)))
    random.shuffle(order)
    mixed = rows.iloc[order]
    pd.testing.assert_frame_equal(totals.compute(rows, published()), totals.compute(mixed, published()))
    pd.testing.assert_frame_equal(deltas.compute(rows), deltas.compute(mixed))

    def weak_points(scores):
        made = weak.compute(scores, deltas.compute(scores), NO_ANSWERS)
        return made.sort_values(weak.KEY, ignore_index=True)

    pd.testing.assert_frame_equal(weak_points(rows), weak_points(mixed))


# ------------------------------------------------------------------ weak points
NO_ANSWERS = coverage.answers(tables.empty("measures"))


def weak_of(*years, answers=NO_ANSWERS, marks=None):
    scores = frame(*years)
    made = weak.compute(scores, deltas.compute(scores), answers, marks)
    tables.SCHEMAS["weak_indicators"].validate(made)
    return made[made["fiscal_year"] == years[-1][0]].set_index("indicator")


@given(ten, ten)
def test_weak_points_by_hand(before, after):
    made = weak_of((2567, before), (2568, after))
    expected = {}
    for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        own = [after[n - 1] for n in framework.for_year(2568).instrument_of(number).indicators]
        reasons = [
            name
            for name, holds in {
                "below_pass_mark": new < 8500,
                "below_strength": 8500 <= new < 9500,
                "lowest": new == min(after) < max(after),
                "fell": new - old <= -100,
            }.items()
            if holds
        ]
        if reasons:
            reasons += ["lowest_of_instrument"] if new == min(own) < max(own) else []
            kind, target = ("urgent", 8500) if new < 8500 else ("develop", 9500 if new < 9500 else 10_000)
            weight = framework.for_year(2568).indicator(number).weight
            expected[number] = (
                new / 100,
                kind,
                ",".join(reasons),
                max(8500 - new, 0) / 100,
                float(weight * (target - new) / 100),
                "",
            )
    columns = ["score", "class", "reasons", "gap", "points_at_stake", "measures"]
    assert {number: tuple(row) for number, row in made[columns].iterrows()} == expected


def test_the_marks_belong_to_the_better_class():
    after = [8499, 8500, 9499, 9500, *[10_000] * 6]
    made = weak_of((2567, after), (2568, after))
    assert made["class"].to_dict() == {1: "urgent", 2: "develop", 3: "develop"}
    assert made["reasons"].to_dict() == {
        1: "below_pass_mark,lowest,lowest_of_instrument",
        2: "below_strength",
        3: "below_strength",
    }
    assert made["gap"].to_dict() == {1: 0.01, 2: 0.0, 3: 0.0}
    assert made["points_at_stake"].to_dict() == {1: 0.0006, 2: 0.6, 3: 0.0006}


def test_where_all_are_strong_the_lowest_is_developed_and_ties_all_count():
    made = weak_of((2568, [9600, 9700, 9600, *[9800] * 7]))
    assert made["class"].to_dict() == {1: "develop", 3: "develop"}
    assert made["reasons"].unique().tolist() == ["lowest,lowest_of_instrument"]
    assert made["points_at_stake"].tolist() == [0.24, 0.24]


def test_where_all_have_the_full_score_nothing_is_weak():
    assert weak_of((2568, [10_000] * 10)).empty


@pytest.mark.parametrize("missing", range(10))
def test_the_lowest_is_told_only_where_all_ten_are_there(missing):
    ten = [9600 + 10 * n for n in range(10)]
    ten[missing] = None
    assert weak_of((2568, ten)).empty


def test_an_agency_with_one_score():
    made = weak_of((2565, [None] * 8 + [8864, None]))
    assert made[["score", "class", "reasons", "gap"]].values.tolist() == [
        [88.64, "develop", "below_strength", 0.0]
    ]
    assert made["points_at_stake"].tolist() == [1.272]


def test_a_small_fall_is_none():
    before, after = [9900] * 10, [9800, 9801, 9799, *[9900] * 7]
    made = weak_of((2567, before), (2568, after))
    assert made["reasons"].to_dict() == {1: "fell", 3: "lowest,fell,lowest_of_instrument"}


def test_marks_are_settings():
    marks = Settings(Decimal("90"), Decimal("96"), Decimal("5.00"), fewest_peers=5, ranks_to=75)
    made = weak_of((2567, [9900] * 10), (2568, [8900, 9500, 9700, *[9800] * 7]), marks=marks)
    assert made["class"].to_dict() == {1: "urgent", 2: "develop"}
    assert made["gap"].to_dict() == {1: 0.0, 2: 0.0}, "the gap is to the pass mark, which is no setting"


# ------------------------------------------------------------------ measures and weak points
def measures(*rows):
    """Measures of one agency: number, title and indicator tags."""
    columns = list(tables.SCHEMAS["measures"].columns)
    filled = [
        {
            "agency_id": "5310703",
            "fiscal_year": 2568,
            "measure": n,
            "activity": 1,
            "title": t,
            "indicators": i,
        }
        for n, t, i in rows
    ]
    text = dict.fromkeys((*names("measures")[4:], "source"), "")
    return tables.typed("measures", pd.DataFrame(filled).assign(**text).reindex(columns=columns))


def answered(*rows):
    made = coverage.answers(measures(*rows))
    assert list(made.columns) == coverage.COLUMNS
    return [tuple(row) for row in made[["measure", "indicator", "basis"]].itertuples(index=False)]


def test_a_tag_says_which_indicators_a_measure_answers():
    assert answered((1, "พัฒนาเว็บไซต์", "9,10"), (2, "การใช้งบประมาณ", "1")) == [
        (1, 9, "tag"),
        (1, 10, "tag"),
        (2, 1, "tag"),
    ]


def test_without_a_tag_the_name_in_the_title_does_in_any_of_its_forms():
    assert answered(
        (1, "แนวทางปฏิบัติเกี่ยวกับการใช้ทรัพย์สินของทางราชการ", ""),
        (2, "การพัฒนาและการปรับปรุง\nระบบการทำงาน", ""),
        (3, "มาตรการป้องกันการทุจริต และการใช้อำนาจ", ""),
        (4, "จิตอาสา", ""),
    ) == [(1, 4, "title"), (2, 8, "title"), (3, 3, "title"), (3, 10, "title")]


def test_an_instruments_tag_is_narrowed_by_the_title():
    assert answered((1, "การเปิดเผยข้อมูล", "OIT"), (2, "อบรม", "OIT"), (3, "การใช้อำนาจ", "OIT")) == [
        (1, 9, "title"),
        (1, 10, "instrument"),
        (2, 9, "instrument"),
        (2, 10, "instrument"),
        (3, 9, "instrument"),
        (3, 10, "instrument"),
    ]


def test_a_measure_of_several_activities_answers_once():
    rows = pd.concat([measures((1, "ก", "9")), measures((1, "ก", "9")).assign(activity=2)])
    assert len(coverage.answers(rows)) == 1


def test_weak_points_name_the_next_years_measures_in_order():
    answers = coverage.answers(
        measures((10, "ก", "9"), (2, "การเปิดเผยข้อมูล", ""), (3, "ข", "OIT"), (4, "ค", "1"))
    )
    made = weak_of((2567, [9000] * 8 + [8000, 9000]), answers=answers)
    assert made["measures"].to_dict() == {**dict.fromkeys(range(1, 11), ""), 1: "4", 9: "2,10"}
    assert weak_of((2568, [9000] * 10), answers=answers)["measures"].unique().tolist() == [""]
