"""What became of the weak points: were their measures carried out, and did the score rise?

Rules: docs/methodology.md, "Measures and weak points". Two questions, four verdicts; neither answers
the other: a rise after a measure is no proof that the measure caused it.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from helpers import decimals
from helpers.analysis import deltas

ACTIONS = ("done", "undone", "none", "unknown")
"""Every answering measure is done; some is not; there is none; a state that decides was not reported."""

VERDICTS = ("done_improved", "done_not_improved", "undone_improved", "undone_not_improved")


def states(activities: pd.DataFrame) -> dict[int, str]:
    """By measure how far it is as a whole (``activities.STATUSES``); rows from ``activities.joined``.

    It is done when all of its activities are, and not begun when none is; one activity without a
    state leaves the measure's open, unless others show that it is under way.
    """
    return {
        int(str(measure)): _together(set(group)) for measure, group in activities.groupby("measure")["state"]
    }


def _together(found: set[str]) -> str:
    if len(found) == 1:
        return next(iter(found))
    if "under_way" in found or {"done", "not_begun"} <= found:
        return "under_way"
    return "unknown"


def compute(
    weak: pd.DataFrame, answers: pd.DataFrame, activities: pd.DataFrame, material: Decimal, pass_mark: Decimal
) -> pd.DataFrame:
    """One row per weak point of one agency and year, in the order of ``weak``.

    ``weak`` as in ``tables`` (``weak_indicators``), ``answers`` from ``coverage`` (those that only name an
    instrument answer none of its indicators), ``activities`` from ``activities.joined``. Returns

    indicator; measures (numbers, a list); action (of ``ACTIONS``); direction (``deltas.direction`` of the
    later change, "" without a later score); verdict (of ``VERDICTS``; "" where it cannot be told); counted
    (the verdict, but ``none_`` for ``undone_`` where no measure answers the point); in_vain (whether all its
    measures were done, and the score fell or stays below ``pass_mark``: a score about the same that passes is
    no reason to call measures into question).

    A measure that has not begun is no answer that was given: with one, the action is not done.
    """
    state = states(activities)
    named = answers[answers["basis"] != "instrument"]
    rows = weak[["indicator"]].reset_index(drop=True)
    measures = [
        sorted(int(measure) for measure in named.loc[named["indicator"] == number, "measure"])
        for number in rows["indicator"]
    ]
    action = pd.Series([_action([state[each] for each in of]) for of in measures], dtype="str")
    direction = deltas.direction(weak["later_change"].reset_index(drop=True), material)
    improved = direction.map({"rose": "improved"}).fillna("not_improved")
    carried_out = action.map({"done": "done", "undone": "undone", "none": "undone", "unknown": ""})
    verdict = (carried_out + "_" + improved).where((carried_out != "") & (direction != ""), "")
    counted = verdict.mask(action == "none", verdict.str.replace("undone", "none"))
    below = decimals.to_units(weak["later"].reset_index(drop=True)) < int(pass_mark * 100)
    in_vain = (verdict == "done_not_improved") & ((direction == "fell") | below.fillna(False))
    return rows.assign(
        measures=pd.Series(measures, dtype="object"),
        action=action,
        direction=direction,
        verdict=verdict.astype("str"),
        counted=counted.astype("str"),
        in_vain=in_vain.astype("bool"),
    )


def _action(found: list[str]) -> str:
    if not found:
        return "none"
    if any(state in ("under_way", "not_begun") for state in found):
        return "undone"
    return "unknown" if "unknown" in found else "done"
