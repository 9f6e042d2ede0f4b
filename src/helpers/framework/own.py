"""A workspace's own rules: its ``rules.toml``, checked, and laid over the built-in rules of a year.

The rules of a year are nested dictionaries; ``overlay`` puts one over another. docs/data.md has the file.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from helpers.messages import Bilingual, both

FILE = "rules.toml"
"""The file's name in the raw folder."""

Entry = dict[str, Any]
"""The rules of a year: ``pass_mark``, ``levels``, ``items``, ``asks_for``; by id ``instruments``,
``indicators`` and ``checks``."""


class RulesError(Bilingual, ValueError):
    """``rules.toml`` can't be used; the message says of each fault where it is and what to write instead."""


@dataclass(frozen=True)
class Own:
    """The rules of a year that ``rules.toml`` names."""

    entry: Entry
    parts: tuple[str, ...]
    """Those of ``PARTS`` that the user changed, in that order; repeating a built-in rule isn't a change."""
    source: str
    certainty: str


# ------------------------------------------------------------------ what may stand in the file
def _number(most: int) -> Callable[[object], Decimal]:
    def convert(value: object) -> Decimal:
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]+(\.[0-9]{1,2}0*)?", str(value)):
            raise ValueError
        number = Decimal(str(value))
        if number > most:
            raise ValueError
        return number

    return convert


def _of(kind: type, *choices: object) -> Callable[[object], object]:
    def convert(value: object) -> object:
        if type(value) is not kind or (choices and value not in choices) or value == "":
            raise ValueError
        return value

    return convert


def _list_of(kind: type) -> Callable[[object], list[object]]:
    def convert(value: object) -> list[object]:
        fits = isinstance(value, list) and all(type(each) is kind and each for each in value)
        if not fits or len(set(value)) < len(value):  # type: ignore[arg-type, call-overload]
            raise ValueError
        return list(value)  # type: ignore[call-overload, no-any-return]

    return convert


_SURE = ("published", "recomputed", "inferred", "provisional")
_KINDS: dict[str, tuple[Callable[[object], object], str, str]] = {
    "text": (_of(str), "ข้อความในเครื่องหมาย \"…\"", 'a text between "…"'),
    "texts": (_list_of(str), 'รายการข้อความ เช่น ["ภายใน"]', 'a list of texts such as ["ภายใน"]'),
    "numbers": (_list_of(int), "รายการเลขตัวชี้วัด เช่น [1, 2, 3]", "a list of numbers such as [1, 2, 3]"),
    "share": (_number(1), "สัดส่วน 0 ถึง 1 ทศนิยมไม่เกินสองตำแหน่ง เช่น 0.30", "a share from 0 to 1 such as 0.30"),
    "mark": (_number(100), "คะแนน 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 85", "points from 0 to 100 such as 85"),
    "year": (_of(int), "ปีงบประมาณ เช่น 2569", "a fiscal year such as 2569"),
    "years_on": (_of(int, -2, -1, 0, 1), "-1, 0 หรือ 1 ปี", "-1, 0 or 1 (years)"),
    "parts": (_of(int, 0, 2, 3, 4), "จำนวนส่วน 2, 3 หรือ 4", "the number of parts: 2, 3 or 4"),
    "yes": (_of(bool, True, False), "true หรือ false", "true or false"),
    "certainty": (_of(str, *_SURE), " ".join(_SURE), " ".join(_SURE)),
    "document": (_of(str, "plan", "progress", "annual"), "plan progress annual", "plan, progress or annual"),
}  # fmt: skip
"""How each kind of value is read, and what to write, in Thai and English."""

_LEVEL = {"th": "text", "en": "text", "total": "mark", "instruments": "mark"}
_DOCUMENTS = ("plan", "annual")
_ANY = ""
"""Stands for any key that fits ``_KEYS``."""
_YEAR: dict[str, Any] = {
    "like": "year",
    "source": "text",
    "certainty": "certainty",
    "pass_mark": "mark",
    "instruments": {
        _ANY: {
            **dict.fromkeys(("th", "en", "asks_th", "asks_en"), "text"),
            **{
                "weight": "share",
                "indicators": "numbers",
                "words": "texts",
                "survey": "yes",
                "parts": "parts",
            },
        }
    },
    "indicators": {
        _ANY: {
            **dict.fromkeys(("th", "en", "about_th", "about_en"), "text"),
            **{"variants": "texts", "signs": "texts"},
        }
    },
    "levels": [_LEVEL],
    "items": dict.fromkeys(_DOCUMENTS, "text"),
    "asks_for": dict.fromkeys(_DOCUMENTS, "years_on"),
    "checks": {
        _ANY: {
            "document": "document",
            "th": "text",
            "en": "text",
            "short": {"th": "text", "en": "text"},
            "on": "yes",
        }
    },
}
_KEYS = {
    "instruments": (r"[A-Z][A-Z0-9]{1,7}", "ตัวพิมพ์ใหญ่ เช่น ABC", "capital letters such as ABC"),
    "indicators": (r"[1-9][0-9]?", "เลขตัวชี้วัด เช่น 9", "an indicator's number such as 9"),
    "checks": (r"[A-Z][0-9]{1,2}", "รหัส เช่น A9", "a code such as A9"),
}
_DEFAULTS: dict[str, Entry] = {
    "instruments": {"asks_th": "", "asks_en": "", "words": [], "survey": True, "parts": 0},
    "indicators": {"about_th": "", "about_en": "", "variants": [], "signs": []},
    "checks": {"on": False},
}
_NEEDED = {
    "instruments": ("th", "en", "weight", "indicators"),
    "indicators": ("th", "en"),
    "checks": ("document", "th", "en", "short"),
}

Problem = tuple[str, str, str]
"""Where, and what is wrong with what to write instead, in Thai and English."""


def _checked(written: object, spec: Any, at: str, problems: list[Problem]) -> Any:  # noqa: ANN401 - any value
    """The values as they are used later; a wrong one is left out and added to ``problems``."""
    if isinstance(spec, str):
        convert, th, en = _KINDS[spec]
        try:
            return convert(written)
        except ValueError:
            problems.append(
                (at, f"{_quoted(written)} ใช้ไม่ได้ ให้เขียน{th}", f"{_quoted(written)} can't be: write {en}")
            )
            return None
    if isinstance(spec, list):
        rows = written if isinstance(written, list) and written else [written]
        return [_checked(row, spec[0], f"{at}[{place}]", problems) for place, row in enumerate(rows, 1)]
    if not isinstance(written, dict):
        problems.append((at, f"ต้องเป็นหมวด ให้เขียน [{at}]", f"must be a table: write [{at}]"))
        return {}
    values: Entry = {}
    for key, value in written.items():
        inside = spec.get(key)
        if inside is None and _ANY in spec:
            form, th, en = _KEYS[at.rpartition(".")[2]]
            inside = spec[_ANY] if re.fullmatch(form, key) else None
        else:
            closest = difflib.get_close_matches(key, spec, 1) or [", ".join(filter(None, spec))]
            th = en = closest[0]
        if inside is None:
            problems.append((f"{at}.{key}", f"ไม่รู้จักชื่อนี้ ให้เขียน {th}", f"is not known: write {en}"))
            continue
        value = _checked(value, inside, f"{at}.{key}", problems)
        values |= {} if value is None else {key: value}
    return values


def _quoted(value: object) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else f"{value}"
    )


# ------------------------------------------------------------------ laying one over the other
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


def _completed(entry: Entry) -> Entry:
    """Fills in defaults; removes instruments without indicators, and indicators without an instrument."""
    for section, defaults in _DEFAULTS.items():
        entry[section] = {key: {**defaults, **each} for key, each in entry.get(section, {}).items()}
    with_indicators = [each for each in entry["instruments"].items() if each[1].get("indicators", True)]
    entry["instruments"] = dict(sorted(with_indicators, key=lambda each: min(each[1].get("indicators", [0]))))
    in_use = {str(number) for each in entry["instruments"].values() for number in each.get("indicators", ())}
    entry["indicators"] = {key: each for key, each in entry["indicators"].items() if key in in_use}
    return {"items": {}, "asks_for": {}, "levels": [], **entry}


def _faults(entry: Entry, year: int) -> Iterator[Problem]:
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


# ------------------------------------------------------------------ parts, and what differs
PARTS = ("names", "weights", "levels", "marks", "items", "checks")
_PART_OF = {
    "pass_mark": "marks",
    "levels": "levels",
    "items": "items",
    "asks_for": "items",
    "checks": "checks",
    "weight": "weights",
    "parts": "levels",
}


def leaves(entry: Mapping[str, Any], at: str = "") -> dict[str, object]:
    """Every single rule by its place in the file: ``instruments.IIT.weight``."""
    by_place: dict[str, object] = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            by_place |= leaves(value, f"{at}{key}.")
        elif key == "levels":
            for place, step in enumerate(value, 1):
                by_place |= leaves(step, f"levels[{place}].")
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


# ------------------------------------------------------------------ the file
def text_of(file: Path) -> str:
    """What a ``rules.toml`` holds, "" where there is none. Raises ``RulesError`` if it is no text."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):  # reported when the raw folder is read
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _error(
            [("", f"อ่านไม่ได้ ให้บันทึกเป็น UTF-8: {error}", f"can't be read, save it as UTF-8: {error}")]
        ) from None


def read(text: str, built_in: Mapping[int, Entry]) -> dict[int, Own]:
    """The years of a ``rules.toml``; ``built_in`` holds the rules by year that it is laid over.

    Raises ``RulesError``, which names every fault.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _error([("", f"ไม่เป็นไปตามรูปแบบ TOML: {error}", f"is no TOML: {error}")]) from None
    problems: list[Problem] = []
    entries = dict(built_in)
    by_year: dict[int, Own] = {}
    first, last = min(built_in), max(built_in)
    for key in sorted(data):
        year = int(key) if re.fullmatch("2[0-9]{3}", key) else 0
        if not first <= year <= last + 1:
            problems.append(
                (
                    key,
                    f"ให้เขียนหมวดของปีงบประมาณตั้งแต่ {first} ถึง {last + 1} เช่น [{last}]",
                    f"write a table for a fiscal year from {first} to {last + 1} such as [{last}]",
                )
            )
            continue
        last = max(last, year)
        written = _checked(data[key], _YEAR, key, problems)
        like, source = written.pop("like", year), written.pop("source", "")
        certainty = written.pop("certainty", "provisional")
        if like not in entries and like != year:
            problems.append(
                (
                    f"{key}.like",
                    f"ไม่มีหลักเกณฑ์ของปี {like} ให้เขียน {first} ถึง {last}",
                    f"there are no rules of {like}",
                )
            )
        if written.get("items") and not entries.get(like, {}).get("asks_for"):
            written.setdefault("asks_for", {"plan": 0, "annual": -1})
        entry = _completed(overlay(entries.get(like, {}), written))
        usual = built_in.get(year, {})
        changed = differences(usual, entry)
        checks = usual.get("checks", {})
        entry["checks"] = {
            code: each if each == checks.get(code) else {**each, "certainty": certainty, "source": source}
            for code, each in entry["checks"].items()
        }
        if changed and not source:
            problems.append(
                (
                    f"{key}.source",
                    'ยังไม่ได้เขียนที่มา เช่น source = "ประกาศ ป.ป.ช. ลงวันที่ …"',
                    'is missing: say where the rules come from, as in source = "ประกาศ …"',
                )
            )
        problems += _faults(entry, year)
        entries[year] = entry
        own_parts = set(map(part_of, changed))
        by_year[year] = Own(entry, tuple(part for part in PARTS if part in own_parts), source, certainty)
    if problems:
        raise _error(problems)
    return by_year


def _error(problems: list[Problem]) -> RulesError:
    lines = [
        both(*(": ".join(filter(None, (FILE, at, words))) for words in (th, en)))
        for at, th, en in dict.fromkeys(problems)
    ]
    return RulesError("\n".join(lines))
