"""Which measure answers which indicator, and on what ground.

Rules: docs/methodology.md, "Measures and weak points". An indicator that the agency names itself (a
tag) is confirmed. A match by words in the title, steps or results is only inferred; it is marked as
such, and dropped as soon as the agency names indicators or says that there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from helpers import framework
from helpers.framework import Indicator

KEY = ["agency_id", "fiscal_year", "measure", "indicator"]
COLUMNS = [*KEY, "basis", "ground"]

BASES = ("tag", "title", "step", "result", "instrument")
"""Grounds for a match, strongest first."""

CONFIRMED = "tag"
NONE = "none"
"""The value of ``indicators`` where the agency says that a measure answers none."""


def answers(measures: pd.DataFrame, progress: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per measure and indicator that it answers.

    ``measures`` and ``progress`` as in ``tables``; without progress no results are looked at. Returns
    agency_id, fiscal_year (the measure's), measure, indicator, basis (``tag``: the measure names the
    number; ``title``, ``step``, ``result``: inferred from words there; ``instrument``: it names the
    instrument that holds the indicator, and says no more), ground (the words found; "" where named).
    """
    planned = measures[[*KEY[:3], "title", "indicators", "step"]].itertuples(index=False, name=None)
    reported: Iterable[tuple[str, int, int, str]] = ()
    if progress is not None:
        reported = progress[[*KEY[:3], "result"]].itertuples(index=False, name=None)
    return pd.DataFrame(matches(planned, reported), columns=COLUMNS).astype(_DTYPES)


class Match(NamedTuple):
    """A row of ``answers``."""

    agency_id: str
    fiscal_year: int
    measure: int
    indicator: int
    basis: str
    ground: str


def matches(
    planned: Iterable[tuple[str, int, int, str, str, str]], reported: Iterable[tuple[str, int, int, str]]
) -> list[Match]:
    """The rows of ``answers``, from each activity's agency, year, measure, title, indicators and step, and
    agency, year, measure and result."""
    results: dict[_Key, list[str]] = {}
    for agency_id, year, measure, result in reported:
        results.setdefault((agency_id, year, measure), []).append(result)
    of_measures: dict[_Key, list[tuple[str, str, str]]] = {}
    for agency_id, year, measure, title, tags, step in planned:
        of_measures.setdefault((agency_id, year, measure), []).append((title, tags, step))
    found = []
    for key, activities in sorted(of_measures.items()):
        titles, tags_of_each, steps = zip(*activities, strict=True)
        named_tags = list(dict.fromkeys(tag for cell in tags_of_each for tag in cell.split(",") if tag))
        texts = {
            "title": _squeezed(titles[0]),
            "step": _squeezed("\n".join(steps)),
            "result": _squeezed("\n".join(results.get(key, ()))),
        }
        for indicator in framework.answered(int(key[1])).indicators:
            if match := _match(indicator, named_tags, texts):
                found.append(Match(*key, indicator.number, *match))
    return found


_Key = tuple[str, int, int]
"""Values of the first three columns of ``KEY``."""

_DTYPES = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(KEY[1:], "int64")


def _squeezed(text: str) -> str:
    """A text without blanks between words, and without terms that only look like an indicator's."""
    # In a narrow column, a name may have been broken across two lines.
    text = _BLANKS.sub("", text)
    for words in framework.unlike():
        text = text.replace(words, "")
    return text


_BLANKS = re.compile(r"[^\S\n]+|(?<=\S)\n(?=\S)")


class Answer(NamedTuple):
    """A measure that answers an indicator, and on what ground (of ``BASES``)."""

    measure: int
    basis: str


def by_indicator(of_agency: Iterable[Match]) -> dict[int, list[Answer]]:
    """The measures of one agency and year that answer each indicator, in order.

    Those that only name its instrument are left out.
    """
    answers_of: dict[int, list[Answer]] = {}
    for match in of_agency:  # sorted by measure
        if match.basis != "instrument":
            answers_of.setdefault(match.indicator, []).append(Answer(match.measure, match.basis))
    return answers_of


def _match(indicator: Indicator, tags: list[str], texts: Mapping[str, str]) -> tuple[str, str] | None:
    """The strongest ground on which a measure answers an indicator, with the words."""
    if str(indicator.number) in tags:
        return CONFIRMED, ""
    # Numbers and "none" are the agency's own statement, so words are not searched. An instrument alone
    # does not say which of its indicators is meant, so they are.
    if tags and indicator.instrument not in tags:
        return None
    if any(tag.isdecimal() for tag in tags):
        return "instrument", ""
    for basis, signs in (
        ("title", (*indicator.names, *indicator.signs)),
        ("step", indicator.signs),
        ("result", indicator.signs),
    ):
        text = texts[basis]
        for sign in signs:
            if sign.replace(" ", "") in text:
                return basis, sign
    return ("instrument", "") if tags else None
