"""Which of the numbers that a page prints are an agency's own: the one place that decides what they are.

Layouts propose claims: a number, what quantity it is said to be, of which part of the assessment, of which
year and whose. A claim becomes a score or a total only where words known to mean just that say so. Figures of
others and of instruments become rows of ``context``. Everything else is told, with what the number was taken
for. Whose it is and of which year is then held against the file's path and sources.csv (``provenance``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpers.sources import labels, quantities
from helpers.sources.printed import Collected
from helpers.sources.quantities import Quantity

INSTRUMENTS = ("iit", "eit", "eit_1", "eit_2", "oit")
_KEPT = ("mean", "rank", "size")
"""Quantities that ``context`` has a place for, where it is known among whom."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A number as printed: of which part ("1" to "10", "total", an instrument), what, whose and when.

    ``heading`` is where the quantity was said; a level may stand with a total.
    """

    row: int
    text: str
    part: str
    quantity: Quantity
    year: str = ""
    whose: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    level: str = ""


def settle(claims: Iterable[Claim], found: Collected) -> None:
    """Adds what is established to the rows of scores, totals and context; tells of everything else."""
    told: dict[tuple[str, str], list[Claim]] = {}
    own = False
    for claim in claims:
        if claim.quantity.own and not claim.quantity.rest:
            own = own or claim.part not in INSTRUMENTS
            _add_own(claim, found)
            continue
        if claim.quantity.kind in _KEPT and claim.quantity.among:
            _add_context(claim, found, claim.quantity.kind, claim.quantity.among)
            if claim.quantity.kind != "mean":
                continue
        told.setdefault((claim.quantity.kind or "unclear", claim.heading), []).append(claim)
    for (kind, heading), group in told.items():
        if own and kind in quantities.COMMON:
            continue
        first = group[0]
        found.find(
            "column_of_another_kind" if heading else "number_of_another_kind",
            first.row,
            heading,
            heading=heading,
            value=first.text,
            taken=quantities.KINDS[kind],
            count=len(group),
        )


def _add_own(claim: Claim, found: Collected) -> None:
    number, level = labels.score_and_level(claim.text) if claim.text else ("", "")
    if claim.part in INSTRUMENTS:
        _add_context(claim, found, "score", "")
    elif claim.part == "total":
        level = labels.level_in(claim.level) if claim.level else level
        if number or level:
            values = {"published_total": number, "published_level": level}
            found.add("totals", claim.row, **claim.whose, fiscal_year=claim.year, **values)
    else:
        values = {"indicator": claim.part, "score": number or claim.text}
        found.add("scores", claim.row, **claim.whose, fiscal_year=claim.year, **values)


def _add_context(claim: Claim, found: Collected, what: str, among: str) -> None:
    number, _ = labels.score_and_level(claim.text)
    if labels.number_of(number) is not None:
        values = {"what": what, "among": among, "part": claim.part, "value": number}
        found.add("context", claim.row, **claim.whose, fiscal_year=claim.year, **values)
