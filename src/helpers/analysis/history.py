"""Total and instrument means over all years on file, each against the latest earlier year.

Rules: docs/methodology.md, "Changes".
"""

from __future__ import annotations

import pandas as pd

from helpers import decimals, framework
from helpers.analysis import totals as results


def instruments() -> list[str]:
    """The columns of ``totals`` with the instruments' means."""
    return [name.lower() for name in framework.instruments()]


def parts() -> list[str]:
    """The columns of ``totals`` that are followed over the years: the total, and each instrument."""
    return ["total", *instruments()]


def compute(totals: pd.DataFrame) -> pd.DataFrame:
    """One row per agency, year and part of the result that is known.

    ``totals`` as in ``tables``. Returns agency_id, fiscal_year, part (of ``parts``), score (the
    total: published, else computed), previous_year (the latest earlier year with this part on file;
    years between are missing if it is not the year before; missing for the first year), previous,
    change (two decimals, between the figures shown).
    """
    with_shown = results.shown(totals)
    key = ["agency_id", "fiscal_year"]
    rows = with_shown.melt(key, parts(), var_name="part", value_name="score").dropna(subset=["score"])
    rows = rows.astype({"part": "str"}).sort_values(["agency_id", "part", "fiscal_year"], ignore_index=True)
    earlier = rows.groupby(["agency_id", "part"], sort=False)
    rows["previous_year"] = earlier["fiscal_year"].shift().astype("Int64")
    rows["previous"] = earlier["score"].shift()
    change = decimals.to_units(rows["score"]) - decimals.to_units(rows["previous"])
    return rows.assign(change=decimals.from_units(change))
