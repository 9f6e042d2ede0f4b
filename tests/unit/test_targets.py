"""What it would take: the rises reach their goal, and none smaller does."""

from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers import framework, tables
from helpers.analysis import targets, totals

RULES = framework.for_year(2568)
ten = st.lists(st.integers(0, 10_000), min_size=10, max_size=10)


def of(units: list[int], published: float | None = None, year: int = 2568) -> pd.DataFrame:
    rows = [("1", year, n, u / 100) for n, u in enumerate(units, 1)]
    scores = pd.DataFrame(rows, columns=["agency_id", "fiscal_year", "indicator", "score"])
    marks = pd.DataFrame(
        {"agency_id": ["1"], "fiscal_year": [year], "published_total": [published], "published_level": ""}
    )
    made = targets.compute(scores, totals.compute(scores, marks.astype({"published_total": "float64"})))
    tables.SCHEMAS["targets"].validate(made)
    return made


def level_of(units) -> int:
    means = {
        e.id: sum(Decimal(int(units[n - 1])) for n in e.indicators) / 100 / len(e.indicators)
        for e in RULES.instruments
    }
    total = sum(e.weight * means[e.id] for e in RULES.instruments)
    return next(
        i
        for i, s in enumerate(RULES.levels)
        if total >= s.total and (s.instruments is None or min(means.values()) >= s.instruments)
    )


def test_khok_ma():
    found = of([9983, 9900, 9967, 9683, 9900, 9848, 9782, 9337, 7679, 10000], 93.99, 2567)
    rows = found[["goal", "indicator", "target", "rise", "adds"]].to_records(index=False).tolist()
    assert rows == [("next_level", 9, 90.0, 13.21, 2.642), ("pass_mark", 9, 85.0, 8.21, 1.642)]


def test_nothing_is_needed_at_the_top():
    assert of([9900] * 10).empty


def test_without_all_scores_only_the_pass_mark_is_reached_for():
    assert of([8000, 9000]).to_dict("records")[0]["goal"] == "pass_mark"


@given(ten)
def test_the_rises_reach_the_next_level_and_less_does_not(units):
    found = of(units)
    rises = found[found["goal"] == "next_level"]
    before = level_of(units)
    assert rises.empty == (before == 0)
    if rises.empty:
        return
    after = list(units)
    for row in rises.itertuples():
        after[row.indicator - 1] = round(row.target * 100)
    assert level_of(after) == before - 1 or level_of(after) < before
    for row in rises.itertuples():
        if row.target == 100:
            continue  # nothing more to be had there: what another gives beyond its need may be as much
        lower = list(after)
        # An instrument is raised to one height: a hundredth less of the height is a hundredth less of each.
        own = next(e.indicators for e in RULES.instruments if row.indicator in e.indicators)
        for n in own:
            if after[n - 1] > units[n - 1]:
                lower[n - 1] -= 1
        assert level_of(lower) >= before


@given(ten)
def test_every_indicator_below_the_pass_mark_rises_to_it(units):
    found = of(units)
    rows = found[found["goal"] == "pass_mark"]
    assert rows["indicator"].tolist() == [n for n, u in enumerate(units, 1) if u < 8500]
    for row in rows.itertuples():
        weight = RULES.indicator(row.indicator).weight
        assert Decimal(str(row.adds)) == weight * (8500 - units[row.indicator - 1]) / 100


@given(st.lists(st.lists(st.integers(0, 10_000), min_size=3, max_size=3), min_size=1), st.integers(0, 30_000))
def test_the_lowest_are_raised_to_one_height(rows, needed):
    units = np.array(rows, dtype=np.int64)
    made = targets.raised(units, np.full(len(units), needed))
    for before, after in zip(units, made, strict=True):
        assert after.sum() >= min(needed, after.sum())
        if before.sum() >= needed:
            assert (before == after).all()
        else:
            assert after.sum() >= needed
            moved = after > before
            assert len(set(after[moved])) == 1
            assert (after[~moved] >= after[moved].max()).all()
            assert np.maximum(before, after[moved].max() - 1).sum() < needed
