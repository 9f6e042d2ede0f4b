"""Each indicator against the year before, and what its change did to the total.

Rules: docs/methodology.md, "Changes". The change is taken between published two-decimal values.
"""

from __future__ import annotations

import pandas as pd

from helpers import decimals, framework

KEY = ["agency_id", "fiscal_year", "indicator"]


def compute(scores: pd.DataFrame) -> pd.DataFrame:
    """One row per agency, year and indicator, for every year in which the agency has any score.

    ``scores`` as in ``tables``. Returns agency_id, fiscal_year, indicator, previous and current
    (score, missing where there is none), change (current - previous, two decimals),
    contribution (to the change of the total, four decimals).
    """
    current = scores[[*KEY, "score"]].rename(columns={"score": "current"})
    previous = scores[[*KEY, "score"]].rename(columns={"score": "previous"})
    previous = previous.assign(fiscal_year=previous["fiscal_year"] + 1)
    reported = current[["agency_id", "fiscal_year"]].drop_duplicates()
    previous = previous.merge(reported, on=["agency_id", "fiscal_year"])
    both = previous.merge(current, on=KEY, how="outer").sort_values(KEY, ignore_index=True)
    change = decimals.to_units(both["current"]) - decimals.to_units(both["previous"])
    numerator, denominator = _weights(both)
    # hundredths of score * hundredths of weight = units of 10**-4 of the total
    contribution = decimals.divide_half_up(change * numerator, denominator)
    return both.assign(
        change=decimals.from_units(change), contribution=decimals.from_units(contribution, places=4)
    )[[*KEY, "previous", "current", "change", "contribution"]]


def _weights(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """An indicator's weight per row: the instrument's, in hundredths, and its number of indicators."""
    pairs = rows[["fiscal_year", "indicator"]].drop_duplicates()
    weights = []
    for year, number in pairs.itertuples(index=False):
        rules = framework.for_year(int(year))
        instrument = next(each for each in rules.instruments if number in each.indicators)
        weights.append((year, number, int(instrument.weight * 100), len(instrument.indicators)))
    columns = ["fiscal_year", "indicator", "numerator", "denominator"]
    table = pd.DataFrame(weights, columns=columns).astype("int64")
    found = rows[["fiscal_year", "indicator"]].merge(table, how="left")
    return found["numerator"].set_axis(rows.index), found["denominator"].set_axis(rows.index)
