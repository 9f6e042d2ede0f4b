"""How far two survey means of an indicator can lie apart by chance alone.

Rules: docs/methodology.md, "Chance". A survey publishes only means from 0 to 100 and, at best, how many
answered. So the answers are taken to spread as widely as their mean allows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers import columns, framework
from helpers.analysis import rules

FEW = 30
"""With fewer respondents even the margin is rough, as the method supposes the mean of many answers."""

DEVIATIONS = 1.96
"""95 percent of a normal distribution lie within this many standard errors of its mean."""

_FULL = 100.0


def surveys() -> tuple[str, ...]:
    """The instruments, and parts of instruments, that have respondents."""
    return columns.choices("instrument")


def has_one_group(instrument: str, year: int) -> bool:
    """Whether one group answers an instrument in a year: how parts make a score is not published."""
    return instrument.lower() in surveys() and not framework.for_year(year).parts.get(instrument)


def margins(changes: pd.DataFrame, context: pd.DataFrame) -> pd.Series:
    """The most that chance alone can change each indicator, in points; missing where that is not known.

    ``changes`` has agency_id, fiscal_year, indicator, previous and current; ``context`` as in ``tables``. One
    decimal, half-up, as the method isn't more precise than that.
    """
    counts = context[context["what"] == "respondents"].rename(columns={"part": "instrument"})
    counts = counts.assign(instrument=counts["instrument"].str.upper())
    pairs = zip(counts["instrument"], counts["fiscal_year"], strict=True)
    counts = counts[[has_one_group(instrument, year) for instrument, year in pairs]]
    if counts.empty:
        return pd.Series(np.nan, index=changes.index, dtype="float64")
    rows = rules.joined(changes)
    variance = _variance(rows, "current", counts)
    variance += _variance(rows, "previous", counts.assign(fiscal_year=counts["fiscal_year"] + 1))
    # The tiny addend lets an exact half round up although binary floats may put it a little lower.
    tenths: pd.Series = np.floor(DEVIATIONS * np.sqrt(variance) * 10 + 0.5 + 1e-9)
    return tenths / 10


def _variance(rows: pd.DataFrame, score: str, counts: pd.DataFrame) -> pd.Series:
    """The most that the variance of a mean can be: m(100 − m) is the largest of answers with the mean m."""
    key = ["agency_id", "fiscal_year", "instrument"]
    answered = rows[key].merge(counts[[*key, "value"]], on=key, how="left")["value"].set_axis(rows.index)
    return rows[score] * (_FULL - rows[score]) / answered
