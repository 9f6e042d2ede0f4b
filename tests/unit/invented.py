"""Invented agencies: tables in memory, made by the same analysis as real ones."""

import pandas as pd

from helpers import facts, framework, tables
from helpers.analysis import coverage, deltas, peers, targets, totals, weak
from helpers.facts import Facts

ID = "0000001"


def ten(value: float, **different: float) -> dict[int, float]:
    """Ten scores alike but for those named, as in ``ten(90, i9=76.79)``."""
    return {n: different.get(f"i{n}", value) for n in range(1, 11)}


def facts_of(
    years: dict[int, dict[int, float]],
    document: str = "annual",
    fiscal_year: int = 2568,
    *,
    published: dict[int, tuple[float | None, str]] | None = None,
    measures: list[tuple[str, str]] | None = None,
    statuses: list[str] | None = None,
    settings: str = "",
    others: int = 0,
    apart: float = 1.0,
) -> Facts:
    """Facts of an agency with these scores by year; measures are pairs of title and tags.

    ``others`` more agencies of the same district stand so many points of each score ``apart``, each below
    the one before (above it, where negative).
    """
    chosen = framework.settings(settings)
    rows = [
        (ID if k == 0 else f"9{k:06d}", year, n, min(100.0, max(0.0, score - k * apart)), "")
        for k in range(others + 1)
        for year, scores in years.items()
        for n, score in scores.items()
    ]
    scores = tables.typed("scores", pd.DataFrame(rows, columns=list(tables.SCHEMAS["scores"].columns)))
    marks = pd.DataFrame(
        [(ID, year, total, level) for year, (total, level) in (published or {}).items()],
        columns=["agency_id", "fiscal_year", "published_total", "published_level"],
    ).astype(
        {"agency_id": "str", "fiscal_year": "int64", "published_total": "float64", "published_level": "str"}
    )
    agencies = pd.DataFrame(
        {"agency_id": sorted(set(scores["agency_id"]) | {ID}), "name": "ตัวอย่าง", "type": "เทศบาลตำบล"}
    ).assign(district="เมืองตัวอย่าง", province="ตัวอย่าง")
    planned = tables.empty("measures").reindex(range(len(measures or [])))
    planned = planned.assign(
        agency_id=ID, fiscal_year=fiscal_year, measure=range(1, len(planned) + 1), activity=1
    )
    planned = planned.assign(title=[m[0] for m in measures or []], indicators=[m[1] for m in measures or []])
    text = ["step", "responsible", "period", "monitoring", "source"]
    planned = tables.typed("measures", planned.assign(**dict.fromkeys(text, "")))
    done = tables.empty("progress").reindex(range(len(statuses or [])))
    done = done.assign(agency_id=ID, fiscal_year=fiscal_year, measure=range(1, len(done) + 1), activity=1)
    text = ["result", "outcome", "problems", "suggestions", "remark", "evidence", "source"]
    done = done.assign(
        **dict.fromkeys(text, ""), status=statuses or [], round=facts.ROUND_OF.get(document, "6m")
    )
    results, changes = totals.compute(scores, marks), deltas.compute(scores)
    made = {
        "agencies": agencies,
        "scores": scores,
        "totals": results,
        "deltas": changes,
        "weak_indicators": weak.compute(scores, changes, coverage.answers(planned), chosen),
        "measures": planned,
        "progress": tables.typed("progress", done),
        "targets": targets.compute(scores, results),
        "peers": peers.compute(agencies, scores, results),
        "offices": tables.empty("offices"),
    }
    own = {name: frame[frame["agency_id"] == ID].reset_index(drop=True) for name, frame in made.items()}
    return facts.of_tables(own, ID, fiscal_year, document, chosen)
