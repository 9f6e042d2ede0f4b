"""Each indicator against the year before, and what its change did to the total.

Rules: docs/methodology.md, "Changes". The change is taken between published two-decimal values.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from helpers import decimals, tables
from helpers.analysis import chance, rules
from helpers.tables import Row, Rows

KEY = ["agency_id", "fiscal_year", "indicator"]


def compute(scores: pd.DataFrame, context: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per agency, year and indicator, for every year in which the agency has any score.

    ``scores`` and ``context`` as in ``tables``. Returns agency_id, fiscal_year, indicator, previous and
    current (score, missing where there is none), change (current - previous, two decimals), contribution
    (to the change of the total, four decimals), margin (``chance.margins``).
    """
    current = scores[[*KEY, "score"]].rename(columns={"score": "current"})
    previous = scores[[*KEY, "score"]].rename(columns={"score": "previous"})
    previous = rules.a_year_on(previous)
    previous = previous[previous["indicator"] > 0]
    reported = current[["agency_id", "fiscal_year"]].drop_duplicates()
    previous = previous.merge(reported, on=["agency_id", "fiscal_year"])
    pairs = previous.merge(current, on=KEY, how="outer").sort_values(KEY, ignore_index=True)
    change = decimals.to_units(pairs["current"]) - decimals.to_units(pairs["previous"])
    return pairs.assign(
        change=decimals.from_units(change),
        contribution=rules.points_of_total(change, rules.joined(pairs)),
        margin=chance.margins(pairs, tables.empty("context") if context is None else context),
    )[[*KEY, "previous", "current", "change", "contribution", "margin"]]


DIRECTIONS = ("rose", "fell", "near", "same")
"""Up or down by at least the mark, by less than that, or not at all."""


def direction(change: pd.Series, material: pd.Series | int, margin: pd.Series) -> pd.Series:
    """The direction of each change of a column (``direction_of``); "" where a change is not known.

    ``material`` in hundredths.
    """
    units = decimals.to_units(change)
    marks = decimals.to_units(margin).fillna(0).clip(lower=material)
    names = [_direction(*pair) for pair in zip(units.fillna(0), marks, strict=True)]
    return pd.Series(names, index=change.index, dtype="str").mask(units.isna(), "")


def direction_of(change: float | None, material: Decimal, margin: float | None) -> str:
    """The direction (of ``DIRECTIONS``) of a change in points; "" if it is not known.

    The mark is the material change, or the margin of chance where that is known and larger.
    """
    if change is None:
        return ""
    return _direction(decimals.units(change), max(decimals.units(margin or 0), int(material * 100)))


def _direction(change: int, mark: int) -> str:
    """The only place that decides what counts as a change; every table, sentence and chart uses it."""
    if change == 0:
        return "same"
    if abs(change) < mark:
        return "near"
    return "rose" if change > 0 else "fell"


LITTLE = 1000
"""Ten-thousandths of a point of the total; indicators that moved it less share one bar of the chart."""


def moved_little(changes: Rows) -> list[Row]:
    """The rows of an agency's indicators that moved the total little; none if only one did."""
    little = [
        row
        for row in changes
        if row["contribution"] is not None and abs(decimals.units(row["contribution"], 4)) < LITTLE
    ]
    return little if len(little) > 1 else []


def together(changes: Rows) -> float:
    """What indicators contributed to the change of the total together."""
    return sum(decimals.units(row["contribution"], 4) for row in changes) / 10_000
