"""The level of a result, and what kept it from the next better one.

Rules: docs/methodology.md, "Levels". A result has the best level whose conditions all hold. At least one
condition of the level above, on the total or on an instrument's score, failed: it decided the level.
EIT has to reach the mark in both of its parts, but agencies often publish only their mean. A mean below
the mark shows that a level is missed; a mean above it doesn't show that the level is reached.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.framework import Framework, Level

TOTAL = "total"


def derive(
    rules: Framework,
    total: pd.Series,
    denominator: int,
    sums: Mapping[str, pd.Series],
    published: Mapping[str, pd.Series],
) -> pd.DataFrame:
    """The level of each row of one year's results.

    ``total`` is in 1/``denominator`` hundredths of a point, ``sums`` holds by instrument the sum of
    its scores in hundredths; all unrounded (84.995 is below 85 though it prints as 85.00), missing
    where unknown. ``published`` holds, in hundredths, published scores of instruments (asked where a sum
    is missing) and of their parts. Returns, on the same index, level ("" where the rules do not decide
    it), next_level (the one above; "" for the best), missed (the conditions of ``next_level`` that do
    not hold: ``total``, instruments, parts; comma-separated) and unchecked (the conditions of
    ``level`` whose scores are not known: with them it may be too high).
    """
    decided = pd.DataFrame(
        {"level": "", "next_level": "", "missed": "", "unchecked": ""}, index=total.index, dtype="str"
    )
    undecided = total.notna()
    parts = {part for each in rules.instruments for part in rules.parts.get(each.id, ())}
    above: Level | None = None
    holds_above: dict[str, pd.Series] = {}
    for step in rules.levels:
        if not undecided.any():
            break
        holds = _holds(rules, step, total, denominator, sums, published)
        reached = undecided & holds[TOTAL]
        for name, condition in holds.items():
            if name == TOTAL:
                continue
            # With an unknown instrument score the level stays undecided, whatever the total says.
            if name not in parts:
                undecided &= ~(reached & condition.isna()).astype(bool)
            reached &= condition.fillna(name in parts)
        reached = reached.astype(bool) & undecided
        if reached.any():  # most levels are reached by none: nothing to fill in
            rows = reached.index[reached]
            unknown = {name: condition.isna() for name, condition in holds.items() if name in parts}
            decided.loc[reached, "level"] = step.th
            decided.loc[reached, "unchecked"] = names_that_hold(unknown, rows)
            if above is not None:
                failed = {name: ~condition.fillna(True) for name, condition in holds_above.items()}
                decided.loc[reached, "next_level"] = above.th
                decided.loc[reached, "missed"] = names_that_hold(failed, rows)
            undecided &= ~reached
        above, holds_above = step, holds
    return decided


def _holds(
    rules: Framework,
    step: Level,
    total: pd.Series,
    denominator: int,
    sums: Mapping[str, pd.Series],
    published: Mapping[str, pd.Series],
) -> dict[str, pd.Series]:
    """Whether each condition of a level holds, missing where that is not known."""
    holds = {TOTAL: (total >= int(step.total * 100) * denominator).fillna(False).astype("boolean")}
    if step.instruments is None:
        return holds
    mark = int(step.instruments * 100)
    for instrument in rules.instruments:
        mean = (sums[instrument.id] >= mark * len(instrument.indicators)).astype("boolean")
        mean = mean.fillna((published[instrument.id] >= mark).astype("boolean"))
        parts = {
            part: (published[part] >= mark).astype("boolean") for part in rules.parts.get(instrument.id, ())
        }
        if parts:  # once every part is known, they decide instead of the mean
            mean = mean.mask(pd.concat(parts, axis=1).notna().all(axis=1), True)
        holds |= {instrument.id: mean, **parts}
    return holds


def names_that_hold(conditions: Mapping[str, pd.Series] | pd.DataFrame, index: pd.Index) -> pd.Series:
    """For each row of ``index`` the names of the conditions that hold there, separated by commas."""
    codes = np.zeros(len(index), dtype="int64")
    for place, (_, holds) in enumerate(conditions.items()):
        codes |= holds[index].to_numpy(bool).astype("int64") << place
    patterns, rows = np.unique(codes, return_inverse=True)
    names = [str(name) for name in conditions]
    texts = [",".join(name for place, name in enumerate(names) if code >> place & 1) for code in patterns]
    return pd.Series(np.array(texts, dtype=object)[rows], index=index, dtype="str")
