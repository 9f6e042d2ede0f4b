"""The level of a result, and what kept it from the next better one.

Rules: docs/methodology.md, "Levels". The first level whose conditions all hold is the result's. The
level above it was missed by at least one condition, on the total or on an instrument's mean: that
condition decided the level.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.framework import Framework, Level

TOTAL = "total"


def derive(
    rules: Framework, total: pd.Series, denominator: int, sums: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """The level of each row of one year's results.

    ``total`` is in 1/``denominator`` hundredths of a point, ``sums`` holds by instrument the sum of
    its scores in hundredths; all unrounded (84.995 is below 85 though it prints as 85.00), missing
    where unknown. Returns, on the same index, level ("" where the rules do not decide it),
    next_level (the one above; "" for the best) and missed (the conditions of ``next_level`` that do
    not hold: ``total``, instruments; comma-separated).
    """
    found = pd.DataFrame({"level": "", "next_level": "", "missed": ""}, index=total.index, dtype="str")
    undecided = total.notna()
    above: Level | None = None
    fails_above: dict[str, pd.Series] = {}
    for step in rules.levels:
        holds = _holds(rules, step, total, denominator, sums)
        reached = undecided & holds[TOTAL]
        for mean in (holds[name] for name in holds if name != TOTAL):
            # The total reaches the step, but an instrument's mean is not known: not decided.
            undecided &= ~(reached & mean.isna()).astype(bool)
            reached &= mean.fillna(False)
        reached = reached.astype(bool) & undecided
        found.loc[reached, "level"] = step.th
        if above is not None:
            found.loc[reached, "next_level"] = above.th
            found.loc[reached, "missed"] = _joined(fails_above, reached)
        undecided &= ~reached
        above, fails_above = step, {name: ~held.fillna(True) for name, held in holds.items()}
    return found


def _holds(
    rules: Framework, step: Level, total: pd.Series, denominator: int, sums: Mapping[str, pd.Series]
) -> dict[str, pd.Series]:
    """Whether each condition of a level holds, missing where that is not known."""
    holds = {TOTAL: (total >= int(step.total * 100) * denominator).fillna(False).astype("boolean")}
    if step.instruments is not None:
        mark = int(step.instruments * 100)
        for instrument in rules.instruments:
            least = mark * len(instrument.indicators)
            holds[instrument.id] = (sums[instrument.id] >= least).astype("boolean")
    return holds


def _joined(fails: Mapping[str, pd.Series], rows: pd.Series) -> pd.Series:
    text = pd.Series("", index=rows.index[rows], dtype="str")
    for name, failed in fails.items():
        comma = np.where(text == "", "", ",")
        text = (text + comma + name).where(failed[rows].astype(bool), text)
    return text
