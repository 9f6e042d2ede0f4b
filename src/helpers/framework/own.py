"""A workspace's own rules: its ``rules.toml``, checked, and laid over the built-in rules of a year.

The rules of a year are nested dictionaries; ``overlay`` puts one over another. docs/data.md has the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers.framework import schema, soundness
from helpers.framework.built_in import Entry
from helpers.framework.overlay import PARTS, differences, overlay, part_of
from helpers.messages import Bilingual, both

FILE = "rules.toml"
"""The file's name in the raw folder."""


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
    problems: list[schema.Problem] = []
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
        written = schema.checked(data[key], schema.YEAR, key, problems)
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
        base = entries.get(like, {})
        if like != year:  # what was published of a year is of no other
            base = {name: each for name, each in base.items() if name != "country"}
        entry = soundness.completed(overlay(base, written))
        if "questions" not in written and base and _asked_about(entry) != _asked_about(base):
            entry["questions"] = {}  # what is behind other indicators is not known
        usual = built_in.get(year, {})
        changed = differences(usual, entry)
        for section in ("checks", "questions"):
            known = usual.get(section, {})
            entry[section] = {
                key: each if each == known.get(key) else _of_the_user(each, certainty, source)
                for key, each in entry[section].items()
            }
        if changed and not source:
            problems.append(
                (
                    f"{key}.source",
                    'ยังไม่ได้เขียนที่มา เช่น source = "ประกาศ ป.ป.ช. ลงวันที่ …"',
                    'is missing: say where the rules come from, as in source = "ประกาศ …"',
                )
            )
        problems += soundness.faults(entry, year)
        entries[year] = entry
        own_parts = set(map(part_of, changed))
        by_year[year] = Own(entry, tuple(part for part in PARTS if part in own_parts), source, certainty)
    if problems:
        raise _error(problems)
    return by_year


def _of_the_user(rule: Entry, certainty: str, source: str) -> Entry:
    kept = {name: value for name, value in rule.items() if name != "source_th"}
    return {**kept, "certainty": certainty, "source": source}


def _asked_about(entry: Entry) -> dict[str, list[tuple[int, str]]]:
    """The indicators by instrument, each with its name."""
    return {
        name: [
            (number, entry["indicators"].get(str(number), {}).get("th", ""))
            for number in each.get("indicators", ())
        ]
        for name, each in entry["instruments"].items()
    }


def _error(problems: list[schema.Problem]) -> RulesError:
    lines = [
        both(*(": ".join(filter(None, (FILE, at, words))) for words in (th, en)))
        for at, th, en in dict.fromkeys(problems)
    ]
    return RulesError("\n".join(lines))
