"""Peers: ranks under ties, groups, medians, against the plain definition."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers import decimals, tables
from helpers.analysis import peers

AGENCIES = st.lists(
    st.tuples(
        st.integers(0, 20), st.sampled_from("ab"), st.sampled_from(["x", "y", ""]), st.sampled_from("pq")
    ),
    min_size=1,
    max_size=12,
)


def made(rows):
    ids = [str(n) for n in range(len(rows))]
    agencies = pd.DataFrame(
        {
            "agency_id": ids,
            "name": ids,
            "type": [row[1] for row in rows],
            "district": [row[2] for row in rows],
            "province": [row[3] for row in rows],
        }
    )
    totals = tables.empty("totals").reindex(range(len(rows)))
    totals = totals.assign(agency_id=ids, fiscal_year=2568, published_total=[90 + row[0] / 4 for row in rows])
    totals["computed_total"] = 1.0
    scores = pd.DataFrame(
        {"agency_id": ids[:1], "fiscal_year": 2568, "indicator": 9, "score": 80.0, "source": ""}
    )
    found = peers.compute(agencies, scores, totals)
    tables.SCHEMAS["peers"].validate(found)
    return agencies, found


@given(AGENCIES)
def test_every_standing_is_what_its_definition_says(rows):
    agencies, found = made(rows)
    shown = found[found["part"] == "total"].merge(agencies, on="agency_id")
    for group, keys in peers.GROUP_KEYS.items():
        for row in shown.to_dict("records"):
            if any(row[key] == "" for key in keys):
                assert pd.isna(row[f"rank_{group}"])
                continue
            same = shown
            for key in keys:
                same = same[same[key] == row[key]]
            assert row[f"of_{group}"] == len(same)
            assert row[f"rank_{group}"] == (same["score"] > row["score"]).sum() + 1
            assert row[f"median_{group}"] == float(decimals.to_decimal(float(same["score"].median())))
            others = len(same) - 1
            if others:
                lower = int((same["score"] < row["score"]).sum())
                expected = decimals.divide_half_up(pd.Series([lower * 10_000]), others)
                assert row[f"above_{group}"] == decimals.from_units(expected)[0]
            else:
                assert pd.isna(row[f"above_{group}"])


@given(AGENCIES)
def test_ranks_are_a_permutation_where_nothing_ties(rows):
    apart = [(n, *row[1:]) for n, row in enumerate(rows)]
    _, found = made(apart)
    ranks = sorted(found.loc[found["part"] == "total", "rank_all"])
    assert ranks == list(range(1, len(rows) + 1))


def test_an_indicator_has_a_standing_of_its_own():
    _, found = made([(1, "a", "x", "p"), (2, "a", "x", "p")])
    nine = found[found["part"] == "9"].iloc[0]
    assert (nine["rank_all"], nine["of_all"], nine["median_all"]) == (1, 1, 80.0)
