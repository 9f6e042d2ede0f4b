"""What may stand in a ``rules.toml``, and what is told of anything else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from helpers.framework.built_in import SETTINGS, Entry


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


def _whole(value: object) -> object:
    if type(value) is not int or not 1 <= value < 1_000_000:
        raise ValueError
    return value


def _letters(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch("[a-z]{1,3}", value):
        raise ValueError
    return value


_SURE = ("published", "recomputed", "inferred", "provisional")
_KINDS: dict[str, tuple[Callable[[object], object], str, str]] = {
    "text": (_of(str), "ข้อความในเครื่องหมาย \"…\"", 'a text between "…"'),
    "texts": (_list_of(str), 'รายการข้อความ เช่น ["ภายใน"]', 'a list of texts such as ["ภายใน"]'),
    "numbers": (_list_of(int), "รายการเลขตัวชี้วัด เช่น [1, 2, 3]", "a list of numbers such as [1, 2, 3]"),
    "number": (_of(int), "เลขตัวชี้วัด เช่น 9", "an indicator's number such as 9"),
    "count": (_whole, "จำนวนเต็มตั้งแต่ 1", "a whole number from 1"),
    "letter": (_letters, "ตัวพิมพ์เล็ก เช่น i", "small letters such as i"),
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
YEAR: dict[str, Any] = {
    "like": "year",
    "source": "text",
    "certainty": "certainty",
    "pass_mark": "mark",
    "settings": dict.fromkeys(SETTINGS, "mark"),
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
    "questions": {
        _ANY: {
            **{"letter": "letter", "each": "count", "count": "count"},
            "parts": [
                {"number": "text", "indicator": "number", "count": "count", "th": "text", "en": "text"}
            ],
        }
    },
    "country": {
        **{"mean": "mark", "passed": "mark", "agencies": "count"},
        "levels": {_ANY: {"agencies": "count", "percent": "mark"}},
    },
}
_KEYS = {
    "questions": (r"[A-Z][A-Z0-9]{1,7}", "รหัสแบบวัด เช่น ABC", "an instrument's id such as ABC"),
    "levels": (r".+", "ชื่อระดับ", "a level's name"),
    "instruments": (r"[A-Z][A-Z0-9]{1,7}", "ตัวพิมพ์ใหญ่ เช่น ABC", "capital letters such as ABC"),
    "indicators": (r"[1-9][0-9]?", "เลขตัวชี้วัด เช่น 9", "an indicator's number such as 9"),
    "checks": (r"[A-Z][0-9]{1,2}", "รหัส เช่น A9", "a code such as A9"),
}
Problem = tuple[str, str, str]
"""Where, and what is wrong with what to write instead, in Thai and English."""


def checked(written: object, spec: Any, at: str, problems: list[Problem]) -> Any:  # noqa: ANN401 - any value
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
        return [checked(row, spec[0], f"{at}[{place}]", problems) for place, row in enumerate(rows, 1)]
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
        value = checked(value, inside, f"{at}.{key}", problems)
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
