"""Checks that what a table of scores prints twice agrees: changes, instruments' means, weights."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from helpers import framework
from helpers.sources.printed import Collected
from helpers.sources.words import labels

_HUNDREDTH = Decimal("0.01")


def check_change(collected: Collected, row: int, previous: str, current: str, change: str) -> None:
    """Checks that a printed change is the difference of the two printed scores."""
    numbers = [labels.score_of(text) for text in (previous, current)]
    printed_change = labels.number_of(change)
    first, second = numbers
    if first is None or second is None:
        return
    if printed_change is None:
        if change not in ("", "-", "–", "—"):
            collected.find("change_unreadable", row, value=change)
        return
    if printed_change != second - first:
        sign = "−" if second < first else "+" if second > first else ""
        collected.find("change_disagrees", row, value=change, computed=f"{sign}{abs(second - first):.2f}")


def _rules(year: str) -> framework.Framework:
    """The rules of a year, or the newest if there are none for it."""
    has_rules = year.isdecimal() and int(year) in framework.years()
    return framework.for_year(int(year) if has_rules else framework.years()[-1])


def means(scores: Mapping[int, str], year: str) -> dict[str, Decimal]:
    """The means of the instruments that have a score for every indicator."""
    rules = _rules(year)
    means_of = {}
    for instrument in rules.instruments:
        numbers = [labels.score_of(scores.get(n, "")) for n in instrument.indicators]
        scored = [number for number in numbers if number is not None]
        if len(scored) == len(numbers):
            means_of[instrument.id] = (sum(scored, Decimal(0)) / len(scored)).quantize(
                _HUNDREDTH, ROUND_HALF_UP
            )
    return means_of


_OF_ALL = re.compile(r"(?<![a-z])ita(?![a-z])|คุณธรรม|ทั้งหมด|ทั้งสิ้น|สุทธิ|ภาพรวม|(?:คะแนน|ผล)รวม")
"""Words of a total that can't be the mean of some indicators."""


def part_of_total(scores: Mapping[str, str], label: str, total: str, caption: str, year: str) -> str:
    """What a total printed with these indicators' scores covers, if it isn't the agency's total.

    Returns an instrument, the one indicator that the title names, "part" (some of the indicators) or
    "unweighted" (the plain mean of all); "" for the agency's total.
    """
    rules = _rules(year)
    if len(scores) >= len(rules.indicators):
        return "unweighted" if _is_plain_mean(scores, label, total, rules) else ""
    if caption:
        return caption if not scores or not caption.isdecimal() else "part"
    if not scores:
        return ""
    numbers = [labels.score_of(text) for text in scores.values()]
    scored = [number for number in numbers if number is not None]
    printed_total = labels.score_of(total)
    fits = printed_total is not None and any(
        abs(printed_total - value) <= _HUNDREDTH
        for value in (sum(scored, Decimal(0)) / max(len(scored), 1), sum(scored))
    )
    if not fits and _OF_ALL.search(labels.bare(label)):
        return ""
    instrument = next(
        (each.id for each in rules.instruments if set(map(str, each.indicators)) == set(scores)), ""
    )
    return instrument.lower() if fits and instrument else "part"


def _is_plain_mean(scores: Mapping[str, str], label: str, total: str, rules: framework.Framework) -> bool:
    """Whether a number that is called a mean is the plain mean of all scores and not the weighted total."""
    numbers = [labels.score_of(scores.get(str(n), "")) for n in rules.numbers]
    printed_total = labels.score_of(total)
    scored = [number for number in numbers if number is not None]
    bare = labels.bare(label)
    if printed_total is None or len(scored) < len(numbers) or "เฉลี่ย" not in bare or _OF_ALL.search(bare):
        return False
    weights = [rules.indicator(n).weight for n in rules.numbers]
    weighted = sum(map(Decimal.__mul__, scored, weights), Decimal(0)) / sum(weights, Decimal(0))
    plain = sum(scored, Decimal(0)) / len(scored)
    return abs(printed_total - plain) <= _HUNDREDTH < abs(printed_total - weighted)


def check_means(
    collected: Collected, rows: Mapping[str, tuple[int, str]], scores: Mapping[int, str], year: str
) -> None:
    """Checks that printed means of instruments are those of their indicators, within a hundredth."""
    computed = means(scores, year)
    for name, (row, text) in rows.items():
        instrument = name.upper()
        mean = labels.score_of(text)
        if instrument in computed and mean is not None and abs(mean - computed[instrument]) > _HUNDREDTH:
            collected.find(
                "mean_disagrees", row, instrument=instrument, value=text, computed=computed[instrument]
            )


def check_weighted(collected: Collected, row: int, weighted: list[str], total: str) -> None:
    """Checks that weighted scores add up to the total, within a hundredth."""
    numbers = [labels.number_of(text) for text in weighted]
    printed_total = labels.score_of(total)
    scored = [number for number in numbers if number is not None]
    if printed_total is None or len(scored) < 3 or len(scored) != len(numbers):
        return
    if abs(sum(scored, Decimal(0)) - printed_total) > _HUNDREDTH:
        collected.find("weights_miss_total", row, value=total, computed=f"{sum(scored, Decimal(0)):.2f}")
