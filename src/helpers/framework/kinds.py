"""What the rules of a fiscal year consist of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from helpers.choices import Language

Certainty = Literal["published", "recomputed", "inferred", "provisional"]


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


@dataclass(frozen=True)
class Item:
    """An item of an assessment that asks for a document."""

    year: int
    """Fiscal year of the assessment."""
    number: str
    certainty: Certainty


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
