"""Thousands of rows of a file can be wrong in the same way; whoever mends it reads the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from helpers.findings import Finding, Words

MOST_OF_A_KIND = 1000
"""Findings of one code in one file that are all told."""
MOST_AGENCIES = 100_000
"""Agencies and years of one file for which a finding is told beyond those: the country's in ten years."""


def first_of_each(found: Iterable[Finding]) -> list[Finding]:
    """The findings without those that only say the same of yet another row, and how many these are.

    Each agency keeps the first of each severity in a file, so that its report is refused or not as if all
    were told.
    """
    kept: list[Finding] = []
    of_a_kind: Counter[tuple[str, str]] = Counter()
    agencies: Counter[str] = Counter()
    told: set[tuple[str, str, int | None, str]] = set()
    more: dict[tuple[str, str], Finding] = {}
    for finding in found:
        kind = (finding.file, finding.code)
        whose = (finding.file, finding.agency_id, finding.fiscal_year, finding.severity)
        of_a_kind[kind] += 1
        first = bool(finding.agency_id) and whose not in told and agencies[finding.file] < MOST_AGENCIES
        if of_a_kind[kind] <= MOST_OF_A_KIND or first:
            kept.append(finding)
            agencies[finding.file] += first
            if first:
                told.add(whose)
        else:
            more.setdefault(kind, finding)
    counts = of_a_kind - Counter((finding.file, finding.code) for finding in kept)
    return kept + [_and_more(finding, counts[kind]) for kind, finding in more.items()]


def _and_more(finding: Finding, count: int) -> Finding:
    (th, _), (en, _) = finding.text("th"), finding.text("en")
    values = {"count": f"{count:,}", "problem": Words(th, en)}
    return Finding("more_of_the_same", finding.file, finding.sheet, values=values)
