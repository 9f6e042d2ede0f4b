"""Weak points: all reasons, what they are worth, what became of them; measures held against them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import framework, tables
from helpers.analysis import coverage, deltas, effects, weak
from helpers.framework import SettingError


def scores(*years: tuple[int, list[float | None]]) -> pd.DataFrame:
    rows = [("1", year, n, s, "") for year, row in years for n, s in enumerate(row, 1) if s is not None]
    return tables.typed("scores", pd.DataFrame(rows, columns=list(tables.SCHEMAS["scores"].columns)))


def measures(year: int, *rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"measure": n, "title": title, "indicators": tags} for n, (title, tags) in enumerate(rows, 1)]
    ).assign(agency_id="1", fiscal_year=year, activity=1)
    return frame.reindex(columns=list(tables.SCHEMAS["measures"].columns), fill_value="")


def points(frame, planned=None, chosen=""):
    answers = coverage.answers(tables.empty("measures") if planned is None else planned)
    made = weak.compute(frame, deltas.compute(frame), answers, framework.settings(chosen))
    tables.SCHEMAS["weak_indicators"].validate(made)
    return made.set_index(["fiscal_year", "indicator"])


KHOK_MA = [99.83, 99.00, 99.67, 96.83, 99.00, 98.48, 97.82, 93.37, 76.79, 100.00]
A_YEAR_LATER = [99.19, 99.84, 100.0, 98.37, 99.18, 99.08, 99.16, 99.16, 100.0, 100.0]


def test_khok_ma():
    found = points(scores((2567, KHOK_MA), (2568, A_YEAR_LATER)))
    nine = found.loc[(2567, 9)]
    assert (nine["class"], nine["reasons"]) == ("urgent", "below_pass_mark,lowest,lowest_of_instrument")
    assert (nine["gap"], nine["points_at_stake"], nine["rank"]) == (8.21, 1.642, 1)
    assert (nine["later"], nine["later_change"], nine["outcome"]) == (100.0, 23.21, "reached")
    eight = found.loc[(2567, 8)]
    assert (eight["class"], eight["reasons"]) == ("develop", "below_strength,lowest_of_instrument")
    assert (eight["gap"], eight["points_at_stake"], eight["rank"], eight["outcome"]) == (0, 0.163, 2, "rose")
    assert list(found.loc[2568].index) == [4]
    assert found.loc[(2568, 4), "outcome"] == ""


def test_being_the_lowest_of_its_instrument_alone_is_no_weakness():
    found = points(scores((2568, [96, 99, 99, 99, 99, 97, 99, 99, 98, 99])))
    assert list(found.index) == [(2568, 1)]


def test_where_all_are_alike_none_is_the_lowest():
    assert points(scores((2568, [96.0] * 10))).empty
    assert points(scores((2568, [90.0] * 10)))["reasons"].unique().tolist() == ["below_strength"]


def test_a_material_fall_makes_a_strength_a_point_to_develop():
    found = points(scores((2567, [100.0] * 10), (2568, [98.9, 99.5, *[100.0] * 8])))
    assert found.loc[(2568, 1), "reasons"] == "lowest,fell,lowest_of_instrument"
    assert found.loc[(2568, 1), "change"] == -1.1
    assert (2568, 2) not in found.index
    found = points(
        scores((2567, [100.0] * 10), (2568, [98.9, 99.5, *[100.0] * 8])), chosen="material_change=0.5"
    )
    assert found.loc[(2568, 2), "reasons"] == "fell"


def test_settings_move_the_classes_but_not_the_pass_mark():
    found = points(scores((2568, [82.0, *[96.0] * 9])), chosen="urgent_below=80 strength_from=97")
    assert (found.loc[(2568, 1), "class"], found.loc[(2568, 1), "gap"]) == ("develop", 3.0)
    assert len(found) == 10


@pytest.mark.parametrize(
    "text", ["urgent=80", "urgent_below=x", "urgent_below=99", "fewest_peers=1.5", "material_change=0"]
)
def test_settings_that_cannot_be_used_are_refused(text):
    with pytest.raises(SettingError):
        framework.settings(text)


def test_settings_are_read_as_they_are_written():
    chosen = framework.settings("urgent_below=80, fewest_peers=10")
    assert framework.settings(chosen.text()) == chosen
    assert framework.settings().text() == framework.settings("").text()


@given(st.lists(st.integers(0, 10_000), min_size=10, max_size=10))
def test_ranks_follow_what_is_at_stake(units):
    found = points(scores((2568, [u / 100 for u in units]))).reset_index()
    for row in found.itertuples():
        higher = (found["points_at_stake"] > row.points_at_stake).sum()
        assert row.rank == higher + 1


def test_measures_are_held_against_weak_points_both_ways():
    planned = measures(
        2568,
        ("ปรับปรุงเว็บไซต์", "9"),
        ("การปรับปรุงระบบการทำงาน", ""),
        ("ปลูกต้นไม้", ""),
        ("การใช้งบประมาณ", "2"),
        ("บริการ", "EIT"),
    )
    found = points(scores((2567, KHOK_MA), (2568, A_YEAR_LATER)), planned)
    assert tuple(found.loc[(2567, 9), ["measures", "inferred"]]) == ("1", "")
    assert tuple(found.loc[(2567, 8), ["measures", "inferred"]]) == ("2", "2")
    covered = effects.coverage_of_weak_points(found.reset_index(), planned)
    assert dict(zip(covered["indicator"], covered["basis"], strict=True)) == {8: "title", 9: "tag"}
    aims = effects.aim_of_measures(planned, coverage.answers(planned), found.reset_index())
    assert aims["aim"].tolist() == ["weak_point", "weak_point", "unnamed", "other", "instrument"]
    compared = effects.changes_by_coverage(covered)
    everything = compared[compared["indicator"] == 0].iloc[0]
    assert (bool(everything["answered"]), everything["count"], everything["rose"]) == (True, 2, 2)
    assert everything["median"] == pytest.approx((23.21 + 5.79) / 2)
