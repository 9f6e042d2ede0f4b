"""The level of a result, and what kept it from the next better one.

Rules: docs/methodology.md, "Levels". A result has the best level whose conditions all hold. At least one
condition of the level above, on the total or on an instrument's score, failed: it decided the level.
EIT has to reach the mark in both of its parts, but agencies often publish only their mean. A mean below
the mark shows that a level is missed; a mean above it doesn't show that the level is reached.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.framework import Framework, Level

TOTAL = "total"

_Floats = npt.NDArray[np.float64]


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
    # Whole numbers this small are exact as floats, too, and numpy is quicker with these than pandas is.
    values = {
        name: each.to_numpy("float64", na_value=np.nan) for name, each in {**published, TOTAL: total}.items()
    }
    of_sums = {name: each.to_numpy("float64", na_value=np.nan) for name, each in sums.items()}
    undecided = ~np.isnan(values[TOTAL])
    parts = {part for each in rules.instruments for part in rules.parts.get(each.id, ())}
    above: Level | None = None
    holds_above: dict[str, _Floats] = {}
    for step in rules.levels:
        if not undecided.any():
            break
        holds = _holds(rules, step, denominator, of_sums, values)
        reached = undecided & (holds[TOTAL] == 1)
        for name, condition in holds.items():
            if name == TOTAL:
                continue
            # With an unknown instrument score the level stays undecided, whatever the total says.
            if name not in parts:
                undecided &= ~(reached & np.isnan(condition))
            reached &= (condition == 1) | (np.isnan(condition) & (name in parts))
        reached &= undecided
        if reached.any():  # most levels are reached by none: nothing to fill in
            unknown = {
                name: np.isnan(condition[reached]) for name, condition in holds.items() if name in parts
            }
            decided.loc[reached, "level"] = step.th
            decided.loc[reached, "unchecked"] = _names(unknown, reached.sum())
            if above is not None:
                failed = {name: condition[reached] == 0 for name, condition in holds_above.items()}
                decided.loc[reached, "next_level"] = above.th
                decided.loc[reached, "missed"] = _names(failed, reached.sum())
            undecided &= ~reached
        above, holds_above = step, holds
    return decided


def _holds(
    rules: Framework,
    step: Level,
    denominator: int,
    sums: Mapping[str, _Floats],
    values: Mapping[str, _Floats],
) -> dict[str, _Floats]:
    """Whether each condition of a level holds: 1 or 0, missing where that is not known."""
    holds = {TOTAL: _at_least(values[TOTAL], int(step.total * 100) * denominator)}
    if step.instruments is None:
        return holds
    mark = int(step.instruments * 100)
    for instrument in rules.instruments:
        mean = _at_least(sums[instrument.id], mark * len(instrument.indicators))
        mean = np.where(np.isnan(mean), _at_least(values[instrument.id], mark), mean)
        parts = {part: _at_least(values[part], mark) for part in rules.parts.get(instrument.id, ())}
        if parts:  # once every part is known, they decide instead of the mean
            mean[~np.isnan(list(parts.values())).any(axis=0)] = 1
        holds |= {instrument.id: mean, **parts}
    return holds


def _at_least(values: _Floats, mark: int) -> _Floats:
    return np.where(np.isnan(values), np.nan, values >= mark)


def names_that_hold(conditions: Mapping[str, pd.Series] | pd.DataFrame, index: pd.Index) -> pd.Series:
    """For each row of ``index`` the names of the conditions that hold there, separated by commas."""
    holding = {str(name): holds[index].to_numpy(bool) for name, holds in conditions.items()}
    return pd.Series(_names(holding, len(index)), index=index, dtype="str")


def _names(conditions: Mapping[str, npt.NDArray[np.bool_]], count: int) -> list[str]:
    codes = np.zeros(count, dtype="int64")
    for place, holds in enumerate(conditions.values()):
        codes |= holds.astype("int64") << place
    patterns, rows = np.unique(codes, return_inverse=True)
    names = list(conditions)
    texts = [",".join(name for place, name in enumerate(names) if code >> place & 1) for code in patterns]
    return [texts[row] for row in rows]
