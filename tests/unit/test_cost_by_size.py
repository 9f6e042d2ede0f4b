"""The analysis takes all agencies at once: each one more costs few calls, so that the country takes seconds.

Calls of Python functions are counted, not seconds: on any machine they are the same. ``make bench`` measures.
"""

import sys

import numpy as np
import pandas as pd

from helpers import tables
from helpers.analysis import checklist, coverage, deltas, effects, history, peers, targets, totals, weak
from helpers.columns import names

YEARS = range(2562, 2569)

FEWER, MORE = 10, 40
CALLS_AN_AGENCY = 5_000
"""Twice what one more agency costs, most of it the words of its measures; a loop over its rows of scores in
pandas would cost some 100,000."""


def invented(count: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Agencies, scores and measures of no real agency, the same each time."""
    chance = np.random.default_rng(1)
    ids = np.array([f"{n:07d}" for n in range(count)])
    province = chance.integers(0, 76, count)
    agencies = pd.DataFrame({"agency_id": ids, "name": ids, "type": chance.choice(["a", "b"], count)})
    district = (province * 12 + chance.integers(0, 12, count)).astype(str)
    agencies = agencies.assign(district=district, province=province.astype(str)).astype("str")
    years = len(YEARS)
    scores = pd.DataFrame(
        {
            "agency_id": np.repeat(ids, years * 10),
            "fiscal_year": np.tile(np.repeat(list(YEARS), 10), count),
            "indicator": np.tile(np.arange(1, 11), count * years),
            "score": np.clip(chance.normal(88, 9, count * years * 10), 20, 100).round(2),
            "source": "",
        }
    ).astype({"agency_id": "str", "source": "str"})
    measures = pd.DataFrame(
        {
            "agency_id": np.repeat(ids, 6),
            "fiscal_year": YEARS[-1],
            "measure": np.tile(np.arange(1, 7), count),
            "title": chance.choice(["การใช้งบประมาณ", "การเปิดเผยข้อมูล", "อื่น ๆ"], count * 6),
            "indicators": chance.choice(["", "9", "8,9", "IIT"], count * 6),
        }
    ).astype({"agency_id": "str", "title": "str", "indicators": "str"})
    return agencies, scores, planned(measures)


def planned(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with every column of their table."""
    text = dict.fromkeys((*names("measures")[4:], "source"), "")
    return tables.typed(
        "measures", measures.assign(activity=1, period_start=pd.NaT, period_end=pd.NaT, **text)
    )


def calls(count: int) -> int:
    """How many Python functions the analysis of so many agencies calls."""
    agencies, scores, measures = invented(count)
    counted = 0

    def watch(_frame, event, _argument):
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        analysed(agencies, scores, measures)
    finally:
        sys.setprofile(before)
    return counted


def analysed(agencies: pd.DataFrame, scores: pd.DataFrame, measures: pd.DataFrame) -> None:
    published = tables.empty("totals")[["agency_id", "fiscal_year", "published_total", "published_level"]]
    results, changes = totals.compute(scores, published), deltas.compute(scores)
    answers = coverage.answers(measures)
    points = weak.compute(scores, changes, answers)
    assert len(targets.compute(scores, results))
    assert len(peers.compute(agencies, scores, results)) == len(agencies) * len(YEARS) * 11
    known = {"scores": scores, "totals": results, "weak_indicators": points, "measures": measures}
    blank = {name: tables.empty(name) for name in ("progress", "offices", "sources")}
    judged = checklist.compute(known | blank)
    assert len(judged) > len(agencies) * 8
    checklist.readiness(judged)
    history.compute(results)
    effects.aim_of_measures(measures, answers, points)
    effects.changes_by_coverage(effects.coverage_of_weak_points(points, measures))


def test_one_more_agency_costs_few_calls():
    calls(2)  # what is imported and read once
    assert calls(MORE) - calls(FEWER) < CALLS_AN_AGENCY * (MORE - FEWER)
