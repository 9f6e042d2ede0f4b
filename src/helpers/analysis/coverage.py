"""Which measure answers which indicator.

Rules: docs/methodology.md, "Measures and weak points": by the indicator tags of a measure where it has
any, else by an indicator's name in its title, which is an inference and marked as one.
"""

from __future__ import annotations

import pandas as pd

from helpers import framework

COLUMNS = ["agency_id", "fiscal_year", "measure", "indicator", "basis"]


def answers(measures: pd.DataFrame) -> pd.DataFrame:
    """One row per measure and indicator it answers.

    ``measures`` as in ``tables``. Returns agency_id, fiscal_year (the measure's), measure,
    indicator, basis (``tag``: the measure names the number; ``instrument``: it names IIT, EIT or
    OIT, which holds the indicator; ``title``: inferred from its title).
    """
    rows = measures[["agency_id", "fiscal_year", "measure", "title", "indicators"]].drop_duplicates()
    parts = []
    for year, group in rows.groupby("fiscal_year"):
        rules = framework.for_year(int(str(year)))
        tags = group["indicators"].str.split(",")
        for indicator in rules.indicators:
            by_tag = tags.map(lambda found, number=str(indicator.number): number in found)
            by_instrument = tags.map(lambda found, name=indicator.instrument: name in found)
            by_title = pd.Series(data=False, index=group.index)
            for name in indicator.names:
                by_title |= group["title"].str.contains(name, regex=False)
            untagged = group["indicators"] == ""
            for basis, found in (
                ("tag", by_tag),
                ("title", by_title & (untagged | by_instrument) & ~by_tag),
                ("instrument", by_instrument & ~by_tag & ~by_title),
            ):
                hits = group.loc[found.astype(bool), COLUMNS[:3]]
                parts.append(hits.assign(indicator=indicator.number, basis=basis))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    found = pd.concat(parts, ignore_index=True).drop_duplicates(COLUMNS[:4])
    return found.sort_values(COLUMNS[:4], ignore_index=True)
