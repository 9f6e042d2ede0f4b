"""What became of the weak points: were their measures carried out, and did the score rise?

Rules: docs/methodology.md, "Measures and weak points". The two questions give four verdicts. They stay
apart because a rise after a measure doesn't prove that the measure caused it.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from helpers import decimals
from helpers.analysis import deltas

ACTIONS = ("done", "undone", "none", "unknown")
"""All answering measures are done; at least one is not; there is none; an unreported state leaves it open."""

VERDICTS = ("done_improved", "done_not_improved", "undone_improved", "undone_not_improved")


def states(activities: pd.DataFrame) -> dict[int, str]:
    """The state of each measure as a whole (``activities.STATUSES``); rows from ``activities.joined``.

    A measure is done when all its activities are, and not begun when none has begun. An activity without
    a state makes the measure's unknown, unless the others show that it is under way.
    """
    return {
        int(str(measure)): _together(set(group)) for measure, group in activities.groupby("measure")["state"]
    }


def _together(activity_states: set[str]) -> str:
    if len(activity_states) == 1:
        return next(iter(activity_states))
    if "under_way" in activity_states or {"done", "not_begun"} <= activity_states:
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
    measures were done and the score still fell or stayed below ``pass_mark``; a steady score that passes
    does not call the measures into question).
    """
    state = states(activities)
    answering = answers[answers["basis"] != "instrument"]
    rows = weak[["indicator"]].reset_index(drop=True)
    measures = [
        sorted(int(measure) for measure in answering.loc[answering["indicator"] == number, "measure"])
        for number in rows["indicator"]
    ]
    action = pd.Series([_action([state[each] for each in of]) for of in measures], dtype="str")
    later = weak[["later_change", "later_margin"]].reset_index(drop=True)
    direction = deltas.direction(later["later_change"], material, later["later_margin"])
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


def _action(measure_states: list[str]) -> str:
    if not measure_states:
        return "none"
    if any(state in ("under_way", "not_begun") for state in measure_states):
        return "undone"
    return "unknown" if "unknown" in measure_states else "done"
