"""The rules that this package knows, read from ``ita.toml`` and ``questions.toml``.

Those of a year are nested dictionaries, as a ``rules.toml`` may write them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

Entry = dict[str, Any]
"""The rules of a year: ``pass_mark``, ``settings``, ``levels``, ``items``, ``asks_for``; by id
``instruments``, ``indicators``, ``checks`` and ``questions``; ``country``, its published figures."""


@cache
def data() -> dict[str, Any]:
    """Everything in ``ita.toml``."""
    return _file("ita.toml")


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def by_year() -> dict[int, Entry]:
    """The rules of every year that this package knows, without those of a workspace."""
    return {year: _of_year(year) for year in range(data()["first_year"], data()["last_year"] + 1)}


SETTINGS = ("urgent_below", "strength_from", "material_change")
"""The settings that belong to a year's rules; the others choose what a page shows."""


def settings() -> Entry:
    """The values of ``SETTINGS`` that this package knows, the same for every year."""
    return {name: Decimal(data()["settings"][name]) for name in SETTINGS}


def entry(section: str, year: int) -> dict[str, Any]:
    """A section's entry for a year, with its certainty and source; empty where there is none."""
    return next((dict(each) for each in data()[section] if _holds(each, year)), {})


def _holds(entry: Mapping[str, Any], year: int) -> bool:
    first, last = entry.get("years", (year, year))
    return bool(first <= year <= last)


def _check(check: Mapping[str, Any], year: int) -> dict[str, Any]:
    """A check's entry for a year. Outside the years in ``read`` its text was not read, only inferred."""
    entry = {name: value for name, value in check.items() if name not in ("years", "read")}
    first, last = check.get("read", (year, year))
    return entry if first <= year <= last else entry | {"certainty": "inferred"}


def _of_year(year: int) -> Entry:
    weights, levels, items = (entry(section, year) for section in ("weights", "levels", "items"))
    ids = [each["id"] for each in data()["instruments"] if _holds(each, year)]
    texts = ("th", "en", "asks_th", "asks_en", "words", "survey", "indicators")
    return {
        "pass_mark": Decimal(data()["pass_mark"]["value"]),
        "settings": settings(),
        "instruments": {
            each["id"]: {name: each[name] for name in texts}
            | {
                "weight": Decimal(weights[each["id"]]),
                "parts": len(levels.get("parts", {}).get(each["id"], ())),
            }
            for each in data()["instruments"]
            if _holds(each, year)
        },
        "indicators": {
            str(each["number"]): {"variants": []}
            | {name: value for name, value in each.items() if name not in ("number", "years")}
            for each in data()["indicators"]
            if _holds(each, year)
        },
        "levels": [
            step | {name: Decimal(step[name]) for name in ("total", "instruments") if name in step}
            for step in levels["steps"]
        ],
        "items": {document: items[document] for document in ("plan", "annual") if document in items},
        "asks_for": items.get("asks_for", {}),
        "checks": {
            check["id"]: {name: value for name, value in _check(check, year).items() if name != "id"}
            for check in data()["checks"]
            if _holds(check, year)
        },
        "questions": {name: each for name, each in _questions(year).items() if name in ids},
        "country": _country(year),
    }


def _questions(year: int) -> Entry:
    """The questions and items of a year by instrument; of two entries the first in the file holds."""
    found: Entry = {}
    known = _file("questions.toml")
    for each in (*known["surveys"], *known["items"]):
        if _holds(each, year):
            usual = {"each": 0, "count": 0, "parts": []}
            told = {name: value for name, value in each.items() if name not in ("years", "instrument")}
            found.setdefault(each["instrument"], usual | told)
    return found


def _country(year: int) -> Entry:
    published = entry("country", year)
    levels = published.get("levels", {})
    return {
        **{name: Decimal(published[name]) for name in ("mean", "passed") if name in published},
        **{name: published[name] for name in ("agencies",) if name in published},
        **(
            {
                "levels": {
                    name: {"agencies": n, "percent": Decimal(share)} for name, (n, share) in levels.items()
                }
            }
            if levels
            else {}
        ),
    }
