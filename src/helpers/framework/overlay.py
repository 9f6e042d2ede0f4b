"""Rules laid over rules: what comes out, to which part each belongs, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.framework.built_in import Entry


def overlay(base: Mapping[str, Any], own: Mapping[str, Any]) -> Entry:
    """The rules with everything in ``own`` in place of what ``base`` has there; what is equal stays."""
    laid = dict(base)
    for key, value in own.items():
        before = laid.get(key)
        if key == "indicators" and isinstance(value, dict) and before:
            laid[key] = before | {
                number: overlay(_meant_by(before, number, each), each) for number, each in value.items()
            }
        elif isinstance(value, dict) and isinstance(before, dict):
            laid[key] = overlay(before, value)
        elif value != before:
            laid[key] = value
    return laid


def _meant_by(base: Mapping[str, Entry], number: str, own: Entry) -> Entry:
    """The indicator that ``own`` means: by its name, which may have had another number, else by its number.

    One under a new name is new, and takes nothing over from the one that had its number.
    """
    if "th" not in own:
        return base.get(number, {})
    return next((each for each in base.values() if own["th"] in (each["th"], *each["variants"])), {})


PARTS = ("names", "weights", "levels", "marks", "settings", "items", "checks", "questions", "country")
_PART_OF = {
    "pass_mark": "marks",
    "levels": "levels",
    "items": "items",
    "asks_for": "items",
    **{name: name for name in ("settings", "checks", "questions", "country")},
    "weight": "weights",
    "parts": "levels",
}


def leaves(entry: Mapping[str, Any], at: str = "") -> dict[str, object]:
    """Every single rule by its place in the file: ``instruments.IIT.weight``."""
    by_place: dict[str, object] = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            by_place |= leaves(value, f"{at}{key}.")
        elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
            for place, each in enumerate(value, 1):
                by_place |= leaves(each, f"{at}{key}[{place}].")
        else:
            by_place[f"{at}{key}"] = value
    return by_place


def part_of(leaf: str) -> str:
    """The part of the rules (of ``PARTS``) to which a single one belongs."""
    first, last = leaf.split(".")[0].split("[")[0], leaf.rpartition(".")[2]
    return _PART_OF.get(first) or _PART_OF.get(last, "names")


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Single rules that differ, by place, before and now; None where there is none."""
    old, new = leaves(before), leaves(now)
    return {leaf: (old.get(leaf), new.get(leaf)) for leaf in {**old, **new} if old.get(leaf) != new.get(leaf)}
