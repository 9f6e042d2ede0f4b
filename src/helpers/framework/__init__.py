"""The assessment's rules per fiscal year, read from ``ita.toml``, and from a workspace's ``rules.toml``.

Everything official in this package (names, weights, levels, marks) comes from here, each entry with its
certainty and source.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from helpers.choices import Language
from helpers.framework import own
from helpers.framework.own import PARTS, RulesError
from helpers.messages import Bilingual, both

__all__ = ["PARTS", "RulesError"]

Certainty = Literal["published", "recomputed", "inferred", "provisional"]


class UnknownYearError(Bilingual, ValueError):
    """The fiscal year has no entry in the framework (another framework, or not yet entered)."""


@dataclass(frozen=True)
class Indicator:
    """One of the indicators. ``names`` holds every Thai name that occurs, the usual one first."""

    number: int
    instrument: str
    weight: Decimal
    """How much one point of this indicator adds to the total."""
    names: tuple[str, ...]
    en: str
    about_th: str
    about_en: str
    signs: tuple[str, ...]
    """Words in a measure's text that show that it serves the indicator."""

    def name(self, language: Language = "th") -> str:
        """The indicator's usual name."""
        return self.names[0] if language == "th" else self.en

    def about(self, language: Language = "th") -> str:
        """What the indicator measures, in a line."""
        return self.about_th if language == "th" else self.about_en


@dataclass(frozen=True)
class Instrument:
    """One of the instruments with its share of the total."""

    id: str
    weight: Decimal
    indicators: tuple[int, ...]
    th: str
    en: str
    asks_th: str
    asks_en: str
    words: tuple[str, ...]
    """Words by which a label without the id names it."""
    survey: bool
    """Whether people are asked, so that a mean near zero is a slip and no result."""

    def name(self, language: Language = "th") -> str:
        """The instrument's name."""
        return self.th if language == "th" else self.en

    def asks(self, language: Language = "th") -> str:
        """Who is asked, or who checks."""
        return self.asks_th if language == "th" else self.asks_en


@dataclass(frozen=True)
class Level:
    """A level of the scale, reached when the total and every instrument's score reach their marks."""

    th: str
    en: str
    total: Decimal
    instruments: Decimal | None

    def name(self, language: Language = "th") -> str:
        """The level's name."""
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class Check:
    """An element that a document must have.

    ``short`` names it in a word or two, by language, for lists of what a document lacks; ``on`` tells
    whether it counts by default.
    """

    id: str
    document: str
    th: str
    en: str
    short: Mapping[str, str]
    on: bool
    certainty: Certainty
    source: str


@dataclass(frozen=True)
class Country:
    """The published results of all agencies together in one fiscal year; None or empty if not published."""

    year: int
    mean: Decimal
    """The mean total, in points."""
    agencies: int | None
    levels: Mapping[str, tuple[int, Decimal]]
    """By the level's Thai name, best first: the number of agencies and their published share in percent."""
    passed: Decimal | None
    """Percent of the agencies at the pass mark or above."""
    source: str


class SettingError(Bilingual, ValueError):
    """There is no such setting, or it can't have this value; the message says which it can."""


@dataclass(frozen=True)
class Settings:
    """Values that an analyst may change; defaults are in ``ita.toml`` (methodology, "Settings")."""

    urgent_below: Decimal
    """A score below it must be corrected urgently."""
    strength_from: Decimal
    """A score of at least this is a strength; between the two marks it is to be developed."""
    material_change: Decimal
    """A smaller change is called about the same."""
    fewest_peers: int
    """Ranks within smaller groups are not shown."""
    ranks_to: Decimal
    """Percent. Only ranks within this first part of a group are shown, so that no agency is pilloried."""

    def __post_init__(self) -> None:
        """Refuses marks that contradict each other."""
        if not 0 <= self.urgent_below <= self.strength_from <= 100:
            given = f"{self.urgent_below:f}, {self.strength_from:f}"
            raise SettingError(
                both(
                    f"ต้องเป็น 0 <= urgent_below <= strength_from <= 100 ไม่ใช่ {given}",
                    f"0 <= urgent_below <= strength_from <= 100 is needed, not {given}",
                )
            )
        if not 0 <= self.ranks_to <= 100:
            raise SettingError(
                both(
                    f"ranks_to ต้องอยู่ระหว่าง 0 ถึง 100 ไม่ใช่ {self.ranks_to}",
                    f"ranks_to must lie between 0 and 100, not {self.ranks_to}",
                )
            )
        if self.material_change <= 0 or self.fewest_peers < 2:
            raise SettingError(
                both(
                    "material_change ต้องมากกว่า 0 และ fewest_peers ต้องไม่น้อยกว่า 2",
                    "material_change must be above 0 and fewest_peers at least 2",
                )
            )

    def text(self) -> str:
        """The settings as ``settings`` reads them."""
        return " ".join(f"{each.name}={getattr(self, each.name)}" for each in fields(self))


@dataclass(frozen=True)
class Framework:
    """The rules of one fiscal year (Buddhist Era)."""

    year: int
    pass_mark: Decimal
    full_score: Decimal
    indicators: tuple[Indicator, ...]
    instruments: tuple[Instrument, ...]
    levels: tuple[Level, ...]
    """Best first."""
    parts: Mapping[str, tuple[str, ...]]
    """By instrument, those of its parts that must each reach a level's mark."""
    items: Mapping[str, str]
    """Number of this assessment's item that asks for a document: ``{"plan": "O27", ...}``; may be empty."""
    asked: Mapping[str, int]
    """Fiscal year of the document that each item asks for, where that is known."""
    checks: tuple[Check, ...]
    """What the documents of this year must hold."""
    certainty: Mapping[str, Certainty]
    """Certainty of ``names``, ``weights``, ``levels`` and ``items``, and of whatever else is ``own``."""
    sources: Mapping[str, str]
    """Where each of these comes from."""
    sources_th: Mapping[str, str]
    """The same in Thai."""
    own: tuple[str, ...] = ()
    """The parts (``PARTS``) that are of the workspace's ``rules.toml``."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The indicators' numbers, in order."""
        return tuple(indicator.number for indicator in self.indicators)

    def indicator(self, number: int) -> Indicator:
        """The indicator of this number; ``KeyError`` where there is none."""
        for indicator in self.indicators:
            if indicator.number == number:
                return indicator
        raise KeyError(number)

    def instrument_of(self, number: int) -> Instrument:
        """The instrument that an indicator belongs to; ``KeyError`` where there is none."""
        for instrument in self.instruments:
            if number in instrument.indicators:
                return instrument
        raise KeyError(number)

    def may_be(self, published: str, derived: str, unchecked: str) -> bool:
        """Whether a published level agrees with the derived one, which unchecked conditions might lower."""
        names = [step.th for step in self.levels]
        if published == derived or not unchecked or published not in names:
            return published == derived
        missed = self.levels[names.index(derived) : names.index(published)]
        return bool(missed) and all(step.instruments is not None for step in missed)

    @property
    def provisional(self) -> tuple[str, ...]:
        """Which parts of this year's rules are unconfirmed."""
        return tuple(part for part, certainty in self.certainty.items() if certainty == "provisional")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("ita.toml").read_text(encoding="utf-8"))


def years() -> tuple[int, ...]:
    """The fiscal years that the framework covers, in order."""
    return tuple(sorted({*built_in(), *_own()}))


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
    return tuple(_data()["matching"]["unlike"])


def settings(text: str = "") -> Settings:
    """The default settings, with those changed that ``text`` gives: ``"urgent_below=80 fewest_peers=10"``.

    Raises ``SettingError`` for an unknown name or a value out of range.
    """
    defaults = {each.name: _data()["settings"][each.name] for each in fields(Settings)}
    changed: dict[str, str] = {}
    for part in text.replace(",", " ").split():
        name, equals, value = part.partition("=")
        if not equals or name not in defaults:
            example = _example(defaults)
            raise SettingError(
                both(
                    f"ไม่มีค่ากำหนด {part!r} ให้เขียนเช่น {example}",
                    f"no setting {part!r}; write for example {example}",
                )
            )
        changed[name] = value
    try:
        chosen = {name: Decimal(value) for name, value in (defaults | changed).items()}
        if any(value != round(value, 2) for value in chosen.values()):
            raise SettingError(
                both(f"ใช้ทศนิยมได้ไม่เกินสองตำแหน่ง: {text!r}", f"at most two decimals, please: {text!r}")
            )
        peers = chosen.pop("fewest_peers")
        if peers != int(peers):
            raise SettingError(
                both(
                    f"fewest_peers ต้องเป็นจำนวนเต็ม ไม่ใช่ {peers}",
                    f"fewest_peers must be a whole number, not {peers}",
                )
            )
    except ArithmeticError:
        raise SettingError(
            both(f"ค่ากำหนดต้องเป็นตัวเลข ไม่ใช่ {text!r}", f"the settings must be numbers, not {text!r}")
        ) from None
    return Settings(**chosen, fewest_peers=int(peers))


def _example(defaults: Mapping[str, str]) -> str:
    return '"' + " ".join(f"{name}={value}" for name, value in defaults.items()) + '"'


def _holds(entry: Mapping[str, Any], year: int) -> bool:
    first, last = entry.get("years", (year, year))
    return bool(first <= year <= last)


def _of_year(check: Mapping[str, Any], year: int) -> dict[str, Any]:
    """A check's entry for a year. Outside the years in ``read`` its text was not read, only inferred."""
    entry = {name: value for name, value in check.items() if name not in ("years", "read")}
    first, last = check.get("read", (year, year))
    return entry if first <= year <= last else entry | {"certainty": "inferred"}


@dataclass(frozen=True)
class Item:
    """An item of an assessment that asks for a document."""

    year: int
    """Fiscal year of the assessment."""
    number: str
    certainty: Certainty


def item_for(document: str, fiscal_year: int) -> Item | None:
    """The item that asks for the document of a fiscal year; None if unknown.

    The report on one year's measures is asked for by the next year's assessment.
    """
    for year in years():
        rules = for_year(year)
        if document in rules.items and rules.asked.get(document) == fiscal_year:
            return Item(year, rules.items[document], rules.certainty["items"])
    return None


def _entry(section: str, year: int) -> dict[str, Any]:
    return next((dict(entry) for entry in _data()[section] if _holds(entry, year)), {})


@lru_cache(maxsize=64)
def country(year: int) -> Country | None:
    """The country's figures of a fiscal year (Buddhist Era); None if none are on file."""
    entry = _entry("country", year)
    if not entry:
        return None
    return Country(
        year=year,
        mean=Decimal(entry["mean"]),
        agencies=entry.get("agencies"),
        levels={name: (count, Decimal(share)) for name, (count, share) in entry.get("levels", {}).items()},
        passed=Decimal(entry["passed"]) if "passed" in entry else None,
        source=entry["source"],
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
        full_score=Decimal(_data()["full_score"]["value"]),
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
    own.read(text, built_in())
    _text = text
    # Forget everything in this package that was cached under the previous rules.
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "helpers":
            for each in list(vars(module).values()):
                if hasattr(each, "cache_clear") and each is not _data:
                    each.cache_clear()


@lru_cache(maxsize=1)
def _own() -> dict[int, own.Own]:
    return own.read(_text, built_in())


def in_force(first: int, last: int) -> str:
    """What the workspace's rules of these years say; "" if they are just the built-in ones."""
    own_rules = {year: each for year, each in sorted(_own().items()) if first <= year <= last and each.parts}
    return repr(own_rules) if own_rules else ""


@lru_cache(maxsize=1)
def built_in() -> dict[int, own.Entry]:
    """The rules of every year that this package knows, without those of a workspace."""
    return {year: _built_in(year) for year in range(_data()["first_year"], _data()["last_year"] + 1)}


def entry_of(year: int) -> own.Entry:
    """The rules of a year as data, with the workspace's own."""
    return _own()[year].entry if year in _own() else built_in()[year]


def _rules(year: int) -> tuple[own.Entry, dict[str, Certainty], dict[str, str], dict[str, str]]:
    """The rules of a year, and certainty and source of their parts, the source in English and in Thai."""
    entries = {part: _entry(part, year) for part in ("names", "weights", "levels", "items")}
    sure = {part: entry["certainty"] for part, entry in entries.items() if entry}
    sources, sources_th = (
        {part: entry[name] for part, entry in entries.items() if entry} for name in ("source", "source_th")
    )
    if (mine := _own().get(year)) is not None:
        sure |= dict.fromkeys(mine.parts, mine.certainty)
        sources |= dict.fromkeys(mine.parts, mine.source)
        sources_th |= dict.fromkeys(mine.parts, mine.source)
    return entry_of(year), sure, sources, sources_th


def _built_in(year: int) -> own.Entry:
    data = _data()
    weights, levels, items = (_entry(section, year) for section in ("weights", "levels", "items"))
    texts = ("th", "en", "asks_th", "asks_en", "words", "survey", "indicators")
    return {
        "pass_mark": Decimal(data["pass_mark"]["value"]),
        "instruments": {
            entry["id"]: {name: entry[name] for name in texts}
            | {
                "weight": Decimal(weights[entry["id"]]),
                "parts": len(levels.get("parts", {}).get(entry["id"], ())),
            }
            for entry in data["instruments"]
            if _holds(entry, year)
        },
        "indicators": {
            str(entry["number"]): {"variants": []}
            | {name: value for name, value in entry.items() if name not in ("number", "years")}
            for entry in data["indicators"]
            if _holds(entry, year)
        },
        "levels": [
            step | {name: Decimal(step[name]) for name in ("total", "instruments") if name in step}
            for step in levels["steps"]
        ],
        "items": {document: items[document] for document in ("plan", "annual") if document in items},
        "asks_for": items.get("asks_for", {}),
        "checks": {
            check["id"]: {name: value for name, value in _of_year(check, year).items() if name != "id"}
            for check in data["checks"]
            if _holds(check, year)
        },
    }
