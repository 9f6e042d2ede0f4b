"""The assessment's rules per fiscal year, read from ``ita.toml``.

Everything official that the rest of the package knows (names, weights, levels, marks) comes
from here, each entry with its certainty and source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

Certainty = Literal["published", "recomputed", "inferred", "provisional"]
Language = Literal["th", "en"]


class UnknownYearError(ValueError):
    """The fiscal year has no entry in the framework (another framework, or not yet entered)."""


@dataclass(frozen=True)
class Indicator:
    """One of the ten indicators. ``names`` holds every Thai name that occurs, the usual one first."""

    number: int
    instrument: str
    weight: Decimal
    """What one point on this indicator moves the total by."""
    names: tuple[str, ...]
    en: str

    def name(self, language: Language = "th") -> str:
        """The indicator's usual name."""
        return self.names[0] if language == "th" else self.en


@dataclass(frozen=True)
class Instrument:
    """One of the three instruments (IIT, EIT, OIT) with its share of the total."""

    id: str
    weight: Decimal
    indicators: tuple[int, ...]
    th: str
    en: str

    def name(self, language: Language = "th") -> str:
        """The instrument's name."""
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class Level:
    """A step of the scale: reached when the total and every instrument's mean reach their marks."""

    th: str
    en: str
    total: Decimal
    instruments: Decimal | None

    def name(self, language: Language = "th") -> str:
        """The level's name."""
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class WeakPointMarks:
    """Marks that sort indicators into the two classes of weak point; settings, not official numbers."""

    urgent_below: Decimal
    strength_from: Decimal
    material_change: Decimal


@dataclass(frozen=True)
class Framework:
    """The rules of one fiscal year (Buddhist Era)."""

    year: int
    pass_mark: Decimal
    full_score: Decimal
    indicators: tuple[Indicator, ...]
    instruments: tuple[Instrument, ...]
    levels: tuple[Level, ...]
    """Best first; empty where a level must not be derived."""
    items: Mapping[str, str]
    """Number of the item that asks for a document: ``{"plan": "O27", ...}``; may be empty."""
    certainty: Mapping[str, Certainty]
    """Certainty of ``weights``, ``levels`` and ``items``."""

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

    @property
    def provisional(self) -> tuple[str, ...]:
        """Which parts of this year's rules are unconfirmed."""
        return tuple(part for part, certainty in self.certainty.items() if certainty == "provisional")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("ita.toml").read_text(encoding="utf-8"))


def years() -> range:
    """The fiscal years that the framework covers."""
    return range(_data()["first_year"], _data()["last_year"] + 1)


def weak_point_marks() -> WeakPointMarks:
    """Default marks for weak points (methodology, "Weak points")."""
    return WeakPointMarks(**{name: Decimal(mark) for name, mark in _data()["weak_points"].items()})


def _holds(entry: Mapping[str, Any], year: int) -> bool:
    first, last = entry.get("years", (year, year))
    return bool(first <= year <= last)


def _entry(section: str, year: int) -> dict[str, Any]:
    return next((dict(entry) for entry in _data()[section] if _holds(entry, year)), {})


@lru_cache(maxsize=64)
def for_year(year: int) -> Framework:
    """The rules of a fiscal year (Buddhist Era).

    Raises ``UnknownYearError`` for 2561 and earlier (another framework) and for a year that has
    no entry yet.
    """
    data = _data()
    if year not in years():
        reason = (
            "2561 and earlier used another framework"
            if year < data["first_year"]
            else "no rules entered for this year; add them to framework/ita.toml"
        )
        raise UnknownYearError(f"fiscal year {year}: {reason}")
    weights = _entry("weights", year)
    names = {entry["number"]: entry for entry in data["indicators"] if _holds(entry, year)}
    instruments = tuple(
        Instrument(
            id=entry["id"],
            weight=Decimal(weights[entry["id"]]),
            indicators=tuple(entry["indicators"]),
            th=entry["th"],
            en=entry["en"],
        )
        for entry in data["instruments"]
        if _holds(entry, year)
    )
    indicators = tuple(
        Indicator(
            number=number,
            instrument=instrument.id,
            weight=instrument.weight / len(instrument.indicators),
            names=(names[number]["th"], *names[number].get("variants", [])),
            en=names[number]["en"],
        )
        for instrument in instruments
        for number in instrument.indicators
    )
    levels = _entry("levels", year)
    items = _entry("items", year)
    return Framework(
        year=year,
        pass_mark=Decimal(data["pass_mark"]),
        full_score=Decimal(data["full_score"]),
        indicators=indicators,
        instruments=instruments,
        levels=tuple(
            Level(
                th=step["th"],
                en=step["en"],
                total=Decimal(step["total"]),
                instruments=Decimal(step["instruments"]) if "instruments" in step else None,
            )
            for step in levels["steps"]
        ),
        items={document: items[document] for document in ("plan", "annual") if document in items},
        certainty={
            "weights": weights["certainty"],
            "levels": levels["certainty"],
            **({"items": items["certainty"]} if items else {}),
        },
    )
