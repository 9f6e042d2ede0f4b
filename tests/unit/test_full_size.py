"""The analysis over all agencies at once: 8,317 agencies by seven years, in seconds (``-s`` prints them)."""

import time

import numpy as np
import pandas as pd
import pytest

from helpers import tables
from helpers.analysis import checklist, coverage, deltas, effects, history, peers, targets, totals, weak
from helpers.columns import names

pytestmark = pytest.mark.thorough

AGENCIES, YEARS = 8_317, range(2562, 2569)

LIMIT = 120
"""Seconds of processor time for everything; far above what it takes, far below what loops would."""


def invented() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Agencies, scores and measures of no real agency, the same each time."""
    chance = np.random.default_rng(1)
    ids = np.array([f"{n:07d}" for n in range(AGENCIES)])
    province = chance.integers(0, 76, AGENCIES)
    agencies = pd.DataFrame({"agency_id": ids, "name": ids, "type": chance.choice(["a", "b"], AGENCIES)})
    district = (province * 12 + chance.integers(0, 12, AGENCIES)).astype(str)
    agencies = agencies.assign(district=district, province=province.astype(str)).astype("str")
    years = len(YEARS)
    scores = pd.DataFrame(
        {
            "agency_id": np.repeat(ids, years * 10),
            "fiscal_year": np.tile(np.repeat(list(YEARS), 10), AGENCIES),
            "indicator": np.tile(np.arange(1, 11), AGENCIES * years),
            "score": np.clip(chance.normal(88, 9, AGENCIES * years * 10), 20, 100).round(2),
            "source": "",
        }
    ).astype({"agency_id": "str", "source": "str"})
    measures = pd.DataFrame(
        {
            "agency_id": np.repeat(ids, 6),
            "fiscal_year": YEARS[-1],
            "measure": np.tile(np.arange(1, 7), AGENCIES),
            "title": chance.choice(["การใช้งบประมาณ", "การเปิดเผยข้อมูล", "อื่น ๆ"], AGENCIES * 6),
            "indicators": chance.choice(["", "9", "8,9", "IIT"], AGENCIES * 6),
        }
    ).astype({"agency_id": "str", "title": "str", "indicators": "str"})
    return agencies, scores, planned(measures)


def planned(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with every column of their table."""
    text = dict.fromkeys((*names("measures")[4:], "source"), "")
    return tables.typed(
        "measures", measures.assign(activity=1, period_start=pd.NaT, period_end=pd.NaT, **text)
    )


def test_everything_takes_seconds():
    agencies, scores, measures = invented()
    spent: dict[str, float] = {}

    def timed(name, compute, *given):
        started = time.process_time()
        made = compute(*given)
        spent[name] = time.process_time() - started
        return made

    published = tables.empty("totals")[["agency_id", "fiscal_year", "published_total", "published_level"]]
    results = timed("totals", totals.compute, scores, published)
    changes = timed("deltas", deltas.compute, scores)
    answers = timed("coverage", coverage.answers, measures)
    points = timed("weak points", weak.compute, scores, changes, answers)
    rises = timed("targets", targets.compute, scores, results)
    standing = timed("peers", peers.compute, agencies, scores, results)
    blank = {name: tables.empty(name) for name in ("progress", "offices", "sources")}
    known = {"scores": scores, "totals": results, "weak_indicators": points, "measures": measures}
    judged = timed("checklist", checklist.compute, known | blank)
    assert len(judged) > AGENCIES * 8
    timed("readiness", checklist.readiness, judged)
    timed("history", history.compute, results)
    covered = timed("coverage of weak points", effects.coverage_of_weak_points, points, measures)
    timed("aim of measures", effects.aim_of_measures, measures, answers, points)
    timed("changes by coverage", effects.changes_by_coverage, covered)
    print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items()))  # noqa: T201
    assert len(standing) == AGENCIES * len(YEARS) * 11
    assert len(points)
    assert len(rises)
    assert sum(spent.values()) < LIMIT
