"""How an agency stands among its peers: rank, share surpassed, median.

Rules: docs/methodology.md, "Peers". A peer group is all agencies with a score of that year that
share a district, a type within the province, a province, a type, or nothing at all (``all``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers import decimals, tables
from helpers.analysis import totals as results

Integers = npt.NDArray[np.integer[Any]]

GROUP_KEYS: dict[str, list[str]] = {
    "district": ["province", "district"],
    "type_in_province": ["province", "type"],
    "province": ["province"],
    "type": ["type"],
    "all": [],
}
"""The columns whose values a group shares. Districts of different provinces may have the same name."""


def compute(agencies: pd.DataFrame, scores: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """One row per agency, year and figure, with its standing in every group.

    ``agencies``, ``scores`` and ``totals`` as in ``tables``. Returns agency_id, fiscal_year, part
    (``total``, or the indicator's number as text), score, and for each group of ``GROUP_KEYS``:
    rank_<group> (1 is the highest score; ties share the better rank), of_<group> (agencies in the
    group, this one included), above_<group> (percent of the others that score lower; missing where
    there are no others), median_<group> (two decimals). All missing where the agency's district,
    type or province is not known. The total is the published one, the computed one where there is none.
    """
    by_total = results.shown(totals)[["agency_id", "fiscal_year", "total"]].dropna()
    by_total = by_total.rename(columns={"total": "score"}).assign(part="total")
    by_indicator = scores[["agency_id", "fiscal_year", "score"]].assign(
        part=scores["indicator"].astype("str")
    )
    rows = pd.concat([by_total, by_indicator], ignore_index=True)
    if rows.empty:
        return tables.empty("peers")
    rows["score"] = rows["score"].astype("float64")
    units = decimals.to_units(rows["score"]).to_numpy(dtype="int64")
    figure = rows.groupby(["fiscal_year", "part"], sort=False).ngroup().to_numpy()
    home = pd.Index(agencies["agency_id"]).get_indexer(pd.Index(rows["agency_id"]))
    columns: dict[str, pd.Series] = {}
    for group, keys in GROUP_KEYS.items():
        codes, in_a_group = _codes(agencies, keys)
        member = (home >= 0) & in_a_group[home]
        columns |= _standing(group, figure[member], codes[home[member]], units[member], rows.index[member])
    return tables.typed("peers", rows.join(pd.DataFrame(columns, index=rows.index)))


def _codes(agencies: pd.DataFrame, keys: list[str]) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """A number per agency for its group, and whether the group is known (no key blank)."""
    if not keys:
        return np.zeros(len(agencies), dtype=np.int64), np.ones(len(agencies), dtype=bool)
    codes = agencies.groupby(keys, sort=False).ngroup().to_numpy(dtype=np.int64)
    return codes, (agencies[keys] != "").all(axis=1).to_numpy(dtype=bool)


def _standing(
    group: str,
    figure: Integers,
    code: Integers,
    units: Integers,
    index: pd.Index,
) -> dict[str, pd.Series]:
    """Rank, number, percent surpassed and median of every row among those of its figure and code."""
    order = np.lexsort((units, code, figure))
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (np.diff(figure[order]) != 0) | (np.diff(code[order]) != 0)
    first = np.flatnonzero(begins)
    size_of = np.diff(np.append(first, len(order)))
    group_of = np.cumsum(begins) - 1
    of = size_of[group_of]
    # Equal scores share a rank, so count from the first of them down and from the last of them up.
    value = units[order]
    changes = begins.copy()
    changes[1:] |= np.diff(value) != 0
    run = np.flatnonzero(changes)
    in_run = np.cumsum(changes) - 1
    run_end = np.append(run[1:], len(order))
    lower = run[in_run] - first[group_of]
    higher = first[group_of] + of - run_end[in_run]
    middle = first + size_of // 2
    twice_median = value[middle] + value[np.where(size_of % 2 == 1, middle, middle - 1)]

    def column(values: Integers) -> pd.Series:
        placed = np.empty(len(order), dtype=np.int64)
        placed[order] = values
        return pd.Series(placed, index=index, dtype="Int64")

    others = column(of - 1)
    above = decimals.divide_half_up(column(lower * 10_000), others.mask(others == 0))
    median = decimals.divide_half_up(column(twice_median[group_of]), 2)
    return {
        f"rank_{group}": column(higher + 1),
        f"of_{group}": column(of),
        f"above_{group}": decimals.from_units(above),
        f"median_{group}": decimals.from_units(median),
    }
