"""Reads papers with decoys and judges each: read as without them, or missing and reported, is right."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import decoys
import file_kinds
import right_papers as papers

from helpers import stages


@dataclass(frozen=True)
class Plan:
    """What a paper is made from."""

    layout: str
    suffix: str
    kinds: tuple[str, ...]
    seed: int


@dataclass(frozen=True)
class Verdict:
    """What came of a plan: ``read`` whole, ``told`` of what is missing, else what is ``wrong``."""

    plan: Plan
    state: str
    why: str
    page: str = ""


MOST_AT_ONCE = (len(papers.AGENCIES) - len(decoys.OTHERS)) // 4
"""Papers that one folder holds, each with agencies of its own."""


def make(plan: Plan, place: int) -> papers.Paper:
    """The paper of a plan, of the agencies at a place in the list."""
    own = papers.AGENCIES[4 * place : 4 * place + 4]
    paper = papers.LAYOUTS[plan.layout](random.Random(plan.seed), own)
    chance = random.Random(plan.seed + 1)
    for kind in plan.kinds:
        if kind in decoys.MARKS and plan.suffix not in file_kinds.MARKED:
            continue
        if decoys.KINDS[kind](chance, paper):
            paper.decoys.append(kind)
    return paper


def judge(plans: Sequence[Plan]) -> list[Verdict]:
    """Reads a paper for each plan, all in one folder."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        (raw / "agencies.csv").write_text(papers.agencies_csv(), encoding="utf-8")
        pages = []
        for place, plan in enumerate(plans):
            paper = make(plan, place)
            file = raw / f"{paper.path}{plan.suffix}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file_kinds.CONTAINERS[plan.suffix](paper, file)
            pages.append((plan, paper))
        made = stages.check(Path(folder))
    scores: dict[str, dict[tuple[str, int, int], Decimal]] = {}
    for code, year, indicator, score in made["scores"][
        ["agency_id", "fiscal_year", "indicator", "score"]
    ].itertuples(index=False):
        scores.setdefault(code, {})[code, int(year), int(indicator)] = _two(score)
    totals: dict[str, dict[tuple[str, int], Decimal]] = {}
    published = made["totals"][made["totals"]["published_total"].notna()]
    for code, year, total in published[["agency_id", "fiscal_year", "published_total"]].itertuples(
        index=False
    ):
        totals.setdefault(code, {})[code, int(year)] = _two(total)
    found = made["findings"]
    told = found[found["severity"].isin(["error", "warning"])]
    verdicts = []
    for place, (plan, paper) in enumerate(pages):
        codes = [each.code for each in papers.AGENCIES[4 * place : 4 * place + 4]]
        got_scores = {key: value for code in codes for key, value in scores.get(code, {}).items()}
        got_totals = {key: value for code in codes for key, value in totals.get(code, {}).items()}
        mine = told[told["file"] == f"{paper.path}{plan.suffix}"]
        state, why = _compare(paper, got_scores, got_totals, len(mine))
        page = "" if state in ("read", "told") else _shown(paper, list(mine["problem_en"]))
        verdicts.append(Verdict(replace(plan, kinds=tuple(paper.decoys)), state, why, page))
    return verdicts


def _two(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _compare(
    paper: papers.Paper,
    scores: dict[tuple[str, int, int], Decimal],
    totals: dict[tuple[str, int], Decimal],
    told: int,
) -> tuple[str, str]:
    for truth, got, what in ((paper.scores, scores, "score"), (paper.totals, totals, "total")):
        for key, value in got.items():
            if truth.get(key) != value:  # type: ignore[call-overload]
                return "wrong", f"{what} {key}: {value}, not {truth.get(key)}"  # type: ignore[call-overload]
    missing = [key for key in paper.scores if key not in scores]
    missing += [key for key in paper.totals if key not in totals]  # type: ignore[misc]
    if not missing:
        return "read", ""
    return ("told" if told else "silent"), f"{len(missing)} missing, first {missing[0]}"


def _shown(paper: papers.Paper, problems: list[str]) -> str:
    lines = []
    for block in paper.blocks:
        if isinstance(block, papers.Grid):
            for place, row in enumerate(block.rows):
                marks = " (hidden)" if place in block.hidden_rows else ""
                lines.append(" | ".join(cell.struck + cell.text + cell.raised for cell in row) + marks)
        else:
            lines.append(block)
    return "\n".join([*lines, *(f"  told: {each[:160]}" for each in problems[:4])])
