"""Decides which of the numbers that a page prints are an agency's own; no other module does.

Layouts propose claims: a number with its quantity, part of the assessment, year and agency. A claim becomes a
score or a total only if known words say that it is one. Figures of others and of instruments become rows of
``context``. Everything else is reported as a finding that says what the number was taken for. Afterwards,
agency and year are compared with the file's path and sources.csv (``outside``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpers import framework
from helpers.sources.printed import Collected
from helpers.sources.words import labels, quantities
from helpers.sources.words.quantities import Quantity

_CONTEXT_KINDS = ("mean", "rank", "size")
"""Quantities that ``context`` can hold if it is known which group they refer to."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A number as printed: its part (an indicator's number, "total", an instrument), quantity, agency, year.

    ``heading`` is the text that told the quantity; a total may come with a level, or be of nothing else.
    """

    row: int
    text: str
    part: str
    quantity: Quantity
    year: str = ""
    whose: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    level: str = ""


def settle(claims: Iterable[Claim], collected: Collected) -> None:
    """Adds settled claims to the rows of scores, totals and context; reports all others as findings."""
    unsettled: dict[tuple[str, str], list[Claim]] = {}
    own = False
    levels: list[Claim] = []
    for claim in claims:
        if claim.quantity.kind == "level" and claim.level:
            levels.append(claim)
            continue
        if claim.quantity.own and not claim.quantity.rest:
            own = own or claim.part not in framework.scored()
            _add_own(claim, collected)
            continue
        if claim.quantity.kind in _CONTEXT_KINDS and claim.quantity.among:
            _add_context(claim, collected, claim.quantity.kind, claim.quantity.among)
            if claim.quantity.kind != "mean":
                continue
        unsettled.setdefault((claim.quantity.kind or "unclear", claim.heading), []).append(claim)
    for (kind, heading), group in unsettled.items():
        if own and kind in quantities.COMMON:
            continue
        first = group[0]
        collected.find(
            "column_of_another_kind" if heading else "number_of_another_kind",
            first.row,
            heading,
            heading=heading,
            value=first.text,
            taken=quantities.KINDS[kind],
            count=len(group),
        )
    read = {row["published_level"] for row in collected.rows.get("totals", [])}
    for claim in levels:
        if claim.level not in read:
            collected.find("level_not_used", claim.row, "published_level", value=claim.level)
            read.add(claim.level)


def _add_own(claim: Claim, collected: Collected) -> None:
    number, level = labels.score_and_level(claim.text) if claim.text else ("", "")
    if claim.part in framework.scored():
        _add_context(claim, collected, "score", "")
    elif claim.part == "total":
        level = labels.level_in(claim.level) if claim.level else level
        if number or level:
            values = {"published_total": number, "published_level": level}
            collected.add("totals", claim.row, **claim.whose, fiscal_year=claim.year, **values)
    else:
        values = {"indicator": claim.part, "score": number or claim.text}
        collected.add("scores", claim.row, **claim.whose, fiscal_year=claim.year, **values)


def _add_context(claim: Claim, collected: Collected, what: str, among: str) -> None:
    number, _ = labels.score_and_level(claim.text)
    if labels.number_of(number) is not None:
        values = {"what": what, "among": among, "part": claim.part, "value": number}
        collected.add("context", claim.row, **claim.whose, fiscal_year=claim.year, **values)
