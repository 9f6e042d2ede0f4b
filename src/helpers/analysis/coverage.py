"""Which measure answers which indicator.

Rules: docs/methodology.md, "Measures and weak points": by the indicator tags of a measure where it has
any, else by an indicator's name in its title, which is an inference and marked as one.
"""

from __future__ import annotations

import pandas as pd

from helpers import framework
from helpers.framework import Framework

COLUMNS = ["agency_id", "fiscal_year", "measure", "indicator", "basis"]


def answers(measures: pd.DataFrame) -> pd.DataFrame:
    """One row per measure and indicator it answers.

    ``measures`` as in ``tables``. Returns agency_id, fiscal_year (the measure's), measure,
    indicator, basis (``tag``: the measure names the number; ``title``: inferred from its title;
    ``instrument``: it names IIT, EIT or OIT, which holds the indicator, and its title says no more).
    """
    rows = measures[["agency_id", "fiscal_year", "measure", "title", "indicators"]].drop_duplicates()
    parts = [
        _of_year(framework.for_year(year), rows[rows["fiscal_year"] == year])
        for year in sorted(int(year) for year in rows["fiscal_year"].unique())
    ]
    found = pd.concat([_NONE, *parts], ignore_index=True).drop_duplicates(COLUMNS[:4])
    return found.sort_values(COLUMNS[:4], ignore_index=True)


_NONE = pd.DataFrame(
    {
        "agency_id": pd.Series(dtype="str"),
        "fiscal_year": pd.Series(dtype="int64"),
        "measure": pd.Series(dtype="int64"),
        "indicator": pd.Series(dtype="int64"),
        "basis": pd.Series(dtype="str"),
    }
)


def _of_year(rules: Framework, rows: pd.DataFrame) -> pd.DataFrame:
    tags = "," + rows["indicators"] + ","
    untagged = rows["indicators"] == ""
    # A line end may have come into a name from a narrow column.
    titles = rows["title"].str.replace(r"\s+", "", regex=True)
    parts = [_NONE]
    for indicator in rules.indicators:
        by_tag = tags.str.contains(f",{indicator.number},", regex=False)
        by_instrument = tags.str.contains(f",{indicator.instrument},", regex=False)
        by_title = pd.Series(data=False, index=rows.index)
        for name in indicator.names:
            by_title |= titles.str.contains(name, regex=False)
        # An instrument's tag leaves open which of its indicators is meant; the title may tell.
        by_title &= (untagged | by_instrument) & ~by_tag
        for basis, found in (
            ("tag", by_tag),
            ("title", by_title),
            ("instrument", by_instrument & ~by_tag & ~by_title),
        ):
            hits = rows.loc[found.astype(bool), COLUMNS[:3]]
            parts.append(hits.assign(indicator=indicator.number, basis=basis))
    return pd.concat(parts, ignore_index=True)
