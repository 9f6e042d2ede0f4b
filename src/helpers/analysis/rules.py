"""The framework's rules as a table, for joining to rows of scores."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers import decimals, framework


def by_indicator(years: Iterable[int]) -> pd.DataFrame:
    """One row per fiscal year and indicator.

    Returns fiscal_year, indicator, instrument, weight (of the instrument in the total, hundredths),
    of_instrument and of_year (how many indicators there are), pass_mark and full (the full score;
    hundredths).
    """
    records = [
        (
            rules.year,
            number,
            instrument.id,
            int(instrument.weight * 100),
            len(instrument.indicators),
            len(rules.indicators),
            int(rules.pass_mark * 100),
            int(rules.full_score * 100),
        )
        for rules in (framework.for_year(year) for year in sorted({int(year) for year in years}))
        for instrument in rules.instruments
        for number in instrument.indicators
    ]
    columns = ["fiscal_year", "indicator", "instrument"]
    columns += ["weight", "of_instrument", "of_year", "pass_mark", "full"]
    types = dict.fromkeys(columns, "int64") | {"instrument": "str"}
    return pd.DataFrame(records, columns=columns).astype(types)


def joined(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` (with fiscal_year, indicator) plus the columns of ``by_indicator``, on the same index."""
    merged = rows.merge(
        by_indicator(rows["fiscal_year"].unique()), on=["fiscal_year", "indicator"], how="left"
    )
    return merged.set_axis(rows.index)


def a_year_on(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with fiscal_year and indicator of a year later: its number then, 0 if it has none."""
    key = ["fiscal_year", "indicator"]
    pairs = rows[key].drop_duplicates()
    numbers_then = [framework.a_year_on(int(year), int(number)) for year, number in pairs.to_numpy()]
    numbers = (
        rows[key].merge(pairs.assign(then=numbers_then), on=key, how="left")["then"].set_axis(rows.index)
    )
    return rows.assign(fiscal_year=rows["fiscal_year"] + 1, indicator=numbers.astype("int64"))


def points_of_total(units: pd.Series, rules: pd.DataFrame) -> pd.Series:
    """What hundredths of an indicator's score are worth, in points of the total (four decimals).

    ``rules`` has weight and of_instrument on the same index. Missing stays missing.
    """
    # hundredths of a score * hundredths of a weight = units of 10**-4 of the total
    worth = decimals.divide_half_up(units.astype("Int64") * rules["weight"], rules["of_instrument"])
    return decimals.from_units(worth, 4)
