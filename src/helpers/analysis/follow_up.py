"""What became of the weak points: were their measures carried out, and did the score rise?

Rules: docs/methodology.md, "Measures and weak points". The two questions give four verdicts. They stay
apart because a rise after a measure doesn't prove that the measure caused it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from helpers import decimals
from helpers.analysis import deltas
from helpers.analysis.coverage import Match
from helpers.tables import Row, Rows

ACTIONS = ("done", "undone", "none", "unknown")
"""All answering measures are done; at least one is not; there is none; an unreported state leaves it open."""

VERDICTS = ("done_improved", "done_not_improved", "undone_improved", "undone_not_improved")


def states(activities: Rows) -> dict[int, str]:
    """The state of each measure as a whole (``activities.STATUSES``); rows from ``activities.joined``.

    A measure is done when all its activities are, and not begun when none has begun. An activity without
    a state makes the measure's unknown, unless the others show that it is under way.
    """
    states_of: dict[int, set[str]] = {}
    for row in activities:
        states_of.setdefault(row["measure"], set()).add(row["state"])
    return {measure: _together(group) for measure, group in states_of.items()}


def _together(activity_states: set[str]) -> str:
    if len(activity_states) == 1:
        return next(iter(activity_states))
    if "under_way" in activity_states or {"done", "not_begun"} <= activity_states:
        return "under_way"
    return "unknown"


def compute(
    weak: Rows, answers: Iterable[Match], activities: Rows, material: Decimal, pass_mark: Decimal
) -> list[Row]:
    """One row per weak point of one agency and year, in the order of ``weak``.

    ``weak`` as in ``tables`` (``weak_indicators``), ``answers`` of the agency and year (those that only
    name an instrument answer none of its indicators), ``activities`` from ``activities.joined``. Returns

    indicator; measures (numbers, a list); action (of ``ACTIONS``); direction (``deltas.direction_of`` the
    later change, "" without a later score); verdict (of ``VERDICTS``; "" where it cannot be told); counted
    (the verdict, but ``none_`` for ``undone_`` where no measure answers the point); in_vain (whether all its
    measures were done and the score still fell or stayed below ``pass_mark``; a steady score that passes
    does not call the measures into question).
    """
    state = states(activities)
    answering: dict[int, list[int]] = {}
    for match in answers:
        if match.basis != "instrument":
            answering.setdefault(match.indicator, []).append(match.measure)
    rows = []
    for point in weak:
        measures = sorted(answering.get(point["indicator"], []))
        action = _action([state[each] for each in measures])
        direction = deltas.direction_of(point["later_change"], material, point["later_margin"])
        carried_out = {"done": "done", "undone": "undone", "none": "undone", "unknown": ""}[action]
        improved = "improved" if direction == "rose" else "not_improved"
        verdict = f"{carried_out}_{improved}" if carried_out and direction else ""
        below = point["later"] is not None and decimals.units(point["later"]) < int(pass_mark * 100)
        rows.append(
            {
                "indicator": point["indicator"],
                "measures": measures,
                "action": action,
                "direction": direction,
                "verdict": verdict,
                "counted": verdict.replace("undone", "none") if action == "none" else verdict,
                "in_vain": verdict == "done_not_improved" and (direction == "fell" or below),
            }
        )
    return rows


def _action(measure_states: list[str]) -> str:
    if not measure_states:
        return "none"
    if any(state in ("under_way", "not_begun") for state in measure_states):
        return "undone"
    return "unknown" if "unknown" in measure_states else "done"
