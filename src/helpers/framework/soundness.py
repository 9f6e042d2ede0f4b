"""Whether the rules of a year are whole and fit together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from helpers.framework import built_in
from helpers.framework.built_in import Entry
from helpers.framework.schema import Problem

_DEFAULTS: dict[str, Entry] = {
    "instruments": {"asks_th": "", "asks_en": "", "words": [], "survey": True, "parts": 0},
    "indicators": {"about_th": "", "about_en": "", "variants": [], "signs": []},
    "checks": {"on": False},
    "questions": {"each": 0, "count": 0, "parts": []},
}
_NEEDED = {
    "instruments": ("th", "en", "weight", "indicators"),
    "indicators": ("th", "en"),
    "checks": ("document", "th", "en", "short"),
    "questions": ("letter",),
}


def completed(entry: Entry) -> Entry:
    """Fills in defaults; removes instruments without indicators, and indicators without an instrument."""
    for section, defaults in _DEFAULTS.items():
        entry[section] = {key: {**defaults, **each} for key, each in entry.get(section, {}).items()}
    with_indicators = [each for each in entry["instruments"].items() if each[1].get("indicators", True)]
    entry["instruments"] = dict(sorted(with_indicators, key=lambda each: min(each[1].get("indicators", [0]))))
    in_use = {str(number) for each in entry["instruments"].values() for number in each.get("indicators", ())}
    entry["indicators"] = {key: each for key, each in entry["indicators"].items() if key in in_use}
    entry["settings"] = built_in.settings() | entry.get("settings", {})
    return {"items": {}, "asks_for": {}, "levels": [], "country": {}, **entry}


def faults(entry: Entry, year: int) -> Iterator[Problem]:
    """What does not fit together in the rules of a year."""
    for section, names in _NEEDED.items():
        for key, each in entry[section].items():
            for name in names:
                if name not in each:
                    yield f"{year}.{section}.{key}.{name}", "ยังไม่ได้เขียน", "is missing"
    for name in ("pass_mark", "instruments", "levels"):
        if not entry.get(name):
            yield (
                f"{year}.{name}",
                "ยังไม่ได้เขียน หรือให้เขียน like = ปีที่เหมือนกัน",
                "is missing: write it, or like = a year that is alike",
            )
    urgent, strength = (entry["settings"][name] for name in ("urgent_below", "strength_from"))
    if urgent > strength:
        yield (
            f"{year}.settings",
            f"urgent_below ({urgent:f}) ต้องไม่มากกว่า strength_from ({strength:f})",
            f"urgent_below ({urgent:f}) must not be above strength_from ({strength:f})",
        )
    if not entry["settings"]["material_change"]:
        yield f"{year}.settings.material_change", "ต้องมากกว่า 0", "must be above 0"
    instruments = entry["instruments"].values()
    numbers = [number for each in instruments for number in each.get("indicators", ())]
    for number in sorted(set(numbers)):
        if numbers.count(number) > 1:
            at = f"{year}.instruments"
            yield at, f"ตัวชี้วัดที่ {number} อยู่ในสองแบบวัด", f"indicator {number} is in two of them"
        if str(number) not in entry["indicators"]:
            yield f"{year}.indicators.{number}", "ยังไม่ได้เขียน th และ en", "is missing: write its th and en"
    called = [each["th"] for each in entry["indicators"].values() if "th" in each]
    for name in sorted({name for name in called if called.count(name) > 1}):
        yield f"{year}.indicators", f"มีชื่อ {name} สองตัวชี้วัด", f"two indicators have the name {name}"
    total = sum((each.get("weight", Decimal(0)) for each in instruments), Decimal(0))
    if instruments and total != 1:
        weights = f"{year}.instruments.*.weight"
        yield weights, f"รวมกันได้ {total} ต้องรวมกันได้ 1", f"add up to {total} and must add up to 1"
    steps = [step for step in entry["levels"] if "total" in step]
    for better, worse in pairwise(steps):
        if (better["total"], better.get("instruments", 0)) <= (worse["total"], worse.get("instruments", 0)):
            at = f"{year}.levels"
            yield at, "ให้เรียงจากระดับสูงสุดลงมา", "write the best level first, each next one below it"
            break
    if steps and (steps[-1]["total"] != 0 or "instruments" in steps[-1]):
        yield (
            f"{year}.levels",
            "ระดับสุดท้ายต้องเป็น total = 0 และไม่มี instruments",
            "the last level must have total = 0 and no instruments",
        )
    for place, step in enumerate(entry["levels"], 1):
        for name in ("th", "en", "total"):
            if name not in step:
                yield f"{year}.levels[{place}].{name}", "ยังไม่ได้เขียน", "is missing"
    yield from _faults_of_questions(entry, year)
    country = entry["country"]
    if country and "mean" not in country:
        yield f"{year}.country.mean", "ยังไม่ได้เขียน", "is missing"
    for level, each in country.get("levels", {}).items():
        for name in ("agencies", "percent"):
            if name not in each:
                yield f"{year}.country.levels.{level}.{name}", "ยังไม่ได้เขียน", "is missing"


def _faults_of_questions(entry: Entry, year: int) -> Iterator[Problem]:
    letters = [each.get("letter") for each in entry["questions"].values()]
    for name, each in entry["questions"].items():
        at = f"{year}.questions.{name}"
        instrument = entry["instruments"].get(name)
        if instrument is None:
            yield at, "ไม่มีแบบวัดนี้ในปีนี้", "there is no such instrument in this year"
            continue
        if letters.count(each.get("letter")) > 1:
            yield f"{at}.letter", "ซ้ำกับแบบวัดอื่น", "is another instrument's, too"
        if not (each["each"] or each["count"] or each["parts"]):
            yield at, "ให้เขียน each, count หรือ parts", "write each, count or parts"
        for place, part in enumerate(each["parts"], 1):
            for key in ("number", "indicator", "count"):
                if key not in part:
                    yield f"{at}.parts[{place}].{key}", "ยังไม่ได้เขียน", "is missing"
            if part.get("indicator", 0) not in (0, *instrument.get("indicators", ())):
                yield (
                    f"{at}.parts[{place}].indicator",
                    f"แบบวัด {name} ไม่มีตัวชี้วัดนี้",
                    f"{name} has no such indicator",
                )
