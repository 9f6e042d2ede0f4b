"""The assessment's rules per fiscal year, read from ``ita.toml``, and from a workspace's ``rules.toml``.

Everything official in this package (names, weights, levels, marks) comes from here, each entry with its
certainty and source.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import lru_cache

from helpers.framework import built_in, own
from helpers.framework.kinds import (
    Certainty,
    Check,
    Country,
    Framework,
    Indicator,
    Instrument,
    Item,
    Level,
)
from helpers.framework.marks import SettingError, Settings
from helpers.framework.marks import read as settings
from helpers.framework.overlay import PARTS
from helpers.framework.own import RulesError
from helpers.messages import Bilingual, both

__all__ = [
    "PARTS",
    "Certainty",
    "Check",
    "Country",
    "Framework",
    "Indicator",
    "Instrument",
    "Item",
    "Level",
    "RulesError",
    "SettingError",
    "Settings",
    "settings",
    "settings_of",
    "stated",
]


class UnknownYearError(Bilingual, ValueError):
    """The fiscal year has no entry in the framework (another framework, or not yet entered)."""


def years() -> tuple[int, ...]:
    """The fiscal years that the framework covers, in order."""
    return tuple(sorted({*built_in.by_year(), *_own()}))


def numbers() -> tuple[int, ...]:
    """The numbers that indicators have in any year, in order."""
    return tuple(sorted({number for year in years() for number in for_year(year).numbers}))


@lru_cache(maxsize=64)
def called(number: int) -> tuple[Indicator, ...]:
    """The indicators that have had this number, newest first: one, unless some year numbers them anew."""
    indicators: list[Indicator] = []
    for year in reversed(years()):
        for each in for_year(year).indicators:
            if each.number == number and not any(_alike(each, other) for other in indicators):
                indicators.append(each)
    return tuple(indicators)


@lru_cache(maxsize=1024)
def a_year_on(year: int, number: int) -> int:
    """The number that an indicator of a year has in the next one; 0 where that has no such indicator."""
    if year not in years() or year + 1 not in years() or number not in for_year(year).numbers:
        return number
    indicator = for_year(year).indicator(number)
    return next((each.number for each in for_year(year + 1).indicators if _alike(indicator, each)), 0)


def _alike(one: Indicator, other: Indicator) -> bool:
    return not set(one.names).isdisjoint(other.names)


def answered(year: int) -> Framework:
    """The rules of the result that a year's measures answer, by whose numbers they name indicators."""
    return for_year(max(year - 1, years()[0]))


@lru_cache(maxsize=1)
def instruments() -> dict[str, Instrument]:
    """The instruments of any year by id, in order; of each the newest."""
    return {each.id: each for year in years() for each in for_year(year).instruments}


@lru_cache(maxsize=1)
def scored() -> tuple[str, ...]:
    """What has a score between indicator and total in any year: instruments and their parts, as columns."""
    parts = {name: parts for year in years() for name, parts in for_year(year).parts.items()}
    return tuple(part.lower() for name in instruments() for part in (name, *parts.get(name, ())))


def unlike() -> tuple[str, ...]:
    """Words that contain a sign of an indicator but mean something else."""
    return tuple(built_in.data()["matching"]["unlike"])


def settings_of(year: int, chosen: Settings | None = None) -> Settings:
    """The settings that hold for a year's result: those chosen for this run, else its rules' own."""
    usual = chosen or settings()
    return usual.in_year(entry_of(year)["settings"]) if year in years() else usual


def stated(year: int, chosen: Settings) -> tuple[str, ...]:
    """The names of the settings whose values the workspace's own rules of a year say."""
    usual = built_in.settings()
    own_settings = entry_of(year)["settings"] if year in _own() else {}
    return tuple(
        name for name, each in own_settings.items() if each != usual[name] and name not in chosen.chosen
    )


def item_for(document: str, fiscal_year: int) -> Item | None:
    """The item that asks for the document of a fiscal year; None if unknown.

    The report on one year's measures is asked for by the next year's assessment.
    """
    for year in years():
        rules = for_year(year)
        if document in rules.items and rules.asked.get(document) == fiscal_year:
            return Item(year, rules.items[document], rules.certainty["items"])
    return None


@lru_cache(maxsize=64)
def country(year: int) -> Country | None:
    """The country's figures of a fiscal year (Buddhist Era); None if none are on file."""
    published = entry_of(year)["country"] if year in years() else {}
    if not published:
        return None
    own_source = for_year(year).sources_th.get("country")
    return Country(
        year=year,
        mean=published["mean"],
        agencies=published.get("agencies"),
        levels={
            name: (each["agencies"], each["percent"]) for name, each in published.get("levels", {}).items()
        },
        passed=published.get("passed"),
        source=own_source or built_in.entry("country", year)["source"],
    )


@lru_cache(maxsize=64)
def for_year(year: int) -> Framework:
    """The rules of a fiscal year (Buddhist Era).

    Raises ``UnknownYearError`` for 2561 and earlier (another framework) and for a year that has
    no entry yet.
    """
    if year not in years():
        before = year < years()[0]
        th = "ปี 2561 และก่อนหน้าใช้กรอบการประเมินอื่น" if before else "ยังไม่มีเกณฑ์ของปีนี้ ให้เขียนใน data/raw/rules.toml"
        en = (
            "2561 and earlier used another framework"
            if before
            else "no rules entered for this year; write them into data/raw/rules.toml"
        )
        raise UnknownYearError(both(f"ปีงบประมาณ {year}: {th}", f"fiscal year {year}: {en}"))
    entry, sure, sources, sources_th = _rules(year)
    instruments = tuple(
        Instrument(
            id=name,
            weight=each["weight"],
            indicators=tuple(each["indicators"]),
            th=each["th"],
            en=each["en"],
            asks_th=each["asks_th"],
            asks_en=each["asks_en"],
            words=tuple(each["words"]),
            survey=each["survey"],
        )
        for name, each in entry["instruments"].items()
    )
    indicators = tuple(
        Indicator(
            number=number,
            instrument=instrument.id,
            weight=instrument.weight / len(instrument.indicators),
            names=(texts["th"], *texts["variants"]),
            en=texts["en"],
            about_th=texts["about_th"],
            about_en=texts["about_en"],
            signs=tuple(texts["signs"]),
        )
        for instrument in instruments
        for number in instrument.indicators
        for texts in [entry["indicators"][str(number)]]
    )
    return Framework(
        year=year,
        pass_mark=entry["pass_mark"],
        full_score=Decimal(built_in.data()["full_score"]["value"]),
        indicators=indicators,
        instruments=instruments,
        levels=tuple(
            Level(step["th"], step["en"], step["total"], step.get("instruments")) for step in entry["levels"]
        ),
        parts={
            name: tuple(f"{name}_{part + 1}" for part in range(each["parts"]))
            for name, each in entry["instruments"].items()
            if each["parts"]
        },
        items=entry["items"],
        asked={document: year + after for document, after in entry["asks_for"].items()},
        checks=tuple(Check(id=name, **each) for name, each in entry["checks"].items()),
        certainty=sure,
        sources=sources,
        sources_th=sources_th,
        own=_own()[year].parts if year in _own() else (),
    )


# ------------------------------------------------------------------ built-in rules, and a workspace's own
_text = ""
"""The text of the ``rules.toml`` in force: what ``use`` was last called with."""


def use(text: str) -> None:
    """Puts the rules of a workspace in force: the text of its ``rules.toml``, "" where it has none.

    Everything that reads raw files or processed tables calls this first, so that the rules fit the data.
    Raises ``RulesError`` if the text can't be used; then the previous rules stay in force.
    """
    global _text
    if text == _text:
        return
    own.read(text, built_in.by_year())
    _text = text
    # Forget everything in this package that was cached under the previous rules.
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "helpers":
            for each in list(vars(module).values()):
                if hasattr(each, "cache_clear"):
                    each.cache_clear()


@lru_cache(maxsize=1)
def _own() -> dict[int, own.Own]:
    return own.read(_text, built_in.by_year())


def in_force(first: int, last: int) -> str:
    """What the workspace's rules of these years say; "" if they are just the built-in ones."""
    own_rules = {year: each for year, each in sorted(_own().items()) if first <= year <= last and each.parts}
    return repr(own_rules) if own_rules else ""


def entry_of(year: int) -> built_in.Entry:
    """The rules of a year as data, with the workspace's own."""
    return _own()[year].entry if year in _own() else built_in.by_year()[year]


def _rules(year: int) -> tuple[built_in.Entry, dict[str, Certainty], dict[str, str], dict[str, str]]:
    """The rules of a year, and certainty and source of their parts, the source in English and in Thai."""
    entries = {part: built_in.entry(part, year) for part in ("names", "weights", "levels", "items")}
    entries |= {"marks": built_in.data()["pass_mark"], "settings": built_in.data()["settings"]}
    sure = {part: entry["certainty"] for part, entry in entries.items() if entry}
    sources, sources_th = (
        {part: entry[name] for part, entry in entries.items() if entry} for name in ("source", "source_th")
    )
    if (mine := _own().get(year)) is not None:
        sure |= dict.fromkeys(mine.parts, mine.certainty)
        sources |= dict.fromkeys(mine.parts, mine.source)
        sources_th |= dict.fromkeys(mine.parts, mine.source)
    return entry_of(year), sure, sources, sources_th
