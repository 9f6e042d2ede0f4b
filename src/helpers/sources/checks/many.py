"""Limits repeated findings: thousands of rows can be wrong in the same way, and fixing one shows how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from helpers.findings import Finding, Words

MOST_OF_A_KIND = 1000
"""How many findings of one code in one file are all kept."""
MOST_AGENCIES = 100_000
"""For how many agencies and years of one file a finding is kept beyond those: all of ten years."""


def first_of_each(findings: Iterable[Finding]) -> list[Finding]:
    """Leaves out findings that only say the same about another row, and adds one with their number.

    Each agency keeps the first of each severity in a file, so that leaving out the others doesn't change
    which reports are refused.
    """
    first_findings: list[Finding] = []
    of_a_kind: Counter[tuple[str, str]] = Counter()
    agencies: Counter[str] = Counter()
    reported: set[tuple[str, str, int | None, str]] = set()
    left_out: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        kind = (finding.file, finding.code)
        whose = (finding.file, finding.agency_id, finding.fiscal_year, finding.severity)
        of_a_kind[kind] += 1
        agencys_first = (
            bool(finding.agency_id) and whose not in reported and agencies[finding.file] < MOST_AGENCIES
        )
        if of_a_kind[kind] <= MOST_OF_A_KIND or agencys_first:
            first_findings.append(finding)
            agencies[finding.file] += agencys_first
            if agencys_first:
                reported.add(whose)
        else:
            left_out.setdefault(kind, finding)
    counts = of_a_kind - Counter((finding.file, finding.code) for finding in first_findings)
    return first_findings + [_and_more(finding, counts[kind]) for kind, finding in left_out.items()]


def _and_more(finding: Finding, count: int) -> Finding:
    (th, _), (en, _) = finding.text("th"), finding.text("en")
    values = {"count": f"{count:,}", "problem": Words(th, en)}
    return Finding("more_of_the_same", finding.file, finding.sheet, values=values)
