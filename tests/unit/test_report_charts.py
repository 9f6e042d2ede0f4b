"""Which charts a report has: the peers' median and the history, where there is enough to compare with."""

import re

import pandas as pd
import pytest
from invented import facts_of, ten

from helpers.narrative import Writer
from helpers.report.document import Report

TH, EN = Writer("th", "thai"), Writer("en", "arabic")


def words(block) -> list[str]:
    return [re.sub("<[^>]+>", "", text) for text in re.findall(r"<text.*?</text>", block.html)]


@pytest.mark.parametrize("writer", [TH, EN])
def test_three_years_make_a_history(writer):
    two = Report(facts_of({year: ten(90) for year in (2567, 2568)}), writer)
    assert two.chart_history() is None
    three = Report(facts_of({year: ten(90) for year in (2566, 2567, 2568)}), writer)
    shown = words(three.chart_history())
    assert {"IIT", "EIT", "OIT", writer.word("column", "total")} <= set(shown)
    assert shown.count(writer.score(90.0)) == 8, "the first and the last of four panels"


def test_the_comparison_shows_the_median_of_enough_peers():
    known = facts_of({2567: ten(90), 2568: ten(90, i9=80)}, others=6)
    block = Report(known, EN).chart_comparison()
    assert "median 2568, เทศบาลตำบล in ตัวอย่าง province" in words(block)
    assert "9: 90.00 and 80.00 (−10.00), median 77.00" in block.html
    few = Report(facts_of({2567: ten(90), 2568: ten(90, i9=80)}, others=3), EN).chart_comparison()
    assert "median" not in few.html


def test_a_year_that_is_not_on_file_leaves_a_gap():
    without = facts_of({2564: ten(90), 2566: ten(91), 2567: ten(90), 2568: ten(93)})
    whole = facts_of({2564: ten(90), 2565: ten(91), 2566: ten(91), 2567: ten(90), 2568: ten(93)})
    drawn = [Report(known, EN).chart_history() for known in (without, whole)]
    assert all("3.00 points above that of 2564" in block.text for block in drawn)
    lines = [sum(map(len, re.findall(r' d="([^"]*)"', block.html))) for block in drawn]
    assert lines[0] < lines[1]


def test_provisional_rules_of_an_earlier_year_are_said_below_the_years():
    known = facts_of({year: ten(90) for year in (2562, 2563, 2564)}, fiscal_year=2564)
    assert (
        "weights of fiscal year 2562 B.E. (2019) used here are provisional" in Report(known, EN).years().html
    )
    assert "ยังไม่ได้รับการยืนยัน" in Report(known, TH).years().html
    known = facts_of({year: ten(90) for year in (2567, 2568)})
    assert 'class="note"' not in Report(known, EN).years().html


def test_what_totals_alone_lean_on_is_said_in_the_summary():
    known = facts_of({}, published={2568: (90.0, ""), 2569: (91.0, "")}, fiscal_year=2569)
    assert Report(known, EN).scores() is None
    assert (
        "levels of fiscal year 2569 B.E. (2026) used here are provisional" in Report(known, EN).summary().html
    )


def test_what_moved_the_total_little_is_one_step():
    known = facts_of({2567: ten(90, i9=70), 2568: ten(90.5, i9=95)})
    shown = words(Report(known, EN).chart_contributions())
    assert "9 Open data" in shown or any(text.startswith("9 ") for text in shown)
    (others,) = [text for text in shown if text.startswith("Others")]
    numbers = {int(n) for n in re.findall("[0-9]+", others)}
    little = [row for row in known.comparison if abs(row["contribution"]) < 0.1]
    assert numbers == {row["indicator"] for row in little}
    assert EN.change(sum(row["contribution"] for row in little)) in shown
    assert Report(facts_of({2567: ten(90), 2568: ten(90.1)}), EN).chart_contributions() is None


def test_activities_of_a_measure_say_its_title_once():
    told = [dict(PERIODS[0], measure=1, activity=n) for n in (1, 2)] + [{"measure": 2, "activity": 1}]
    known = facts_of({}, "plan", measures=[("อบรม", "")] * 2 + [("ประชุม", "")], told=told)
    shown = [text.replace("\u00a0", " ") for text in words(Report(known, EN).chart_timeline())]
    assert shown[-3:] == ["1.1 อบรม", "Activity 2", "2 ประชุม"]


PERIODS = [{"period_start": pd.Timestamp(2024, 10, 1), "period_end": pd.Timestamp(2025, 3, 31)}]
"""What the first measure's period is; the others have none."""


@pytest.mark.parametrize("language", ["th", "en"])
def test_more_activities_than_a_timeline_shows_are_all_in_the_table_and_it_says_so(language):
    known = facts_of({}, "plan", measures=[(f"มาตรการ {n}", "") for n in range(1, 26)], told=PERIODS)
    report = Report(known, Writer(language, "arabic"))
    said = report.chart_timeline()
    assert "<svg" not in said.html
    assert "25" in said.text
    assert "18" in said.text
    assert ("annex" if language == "en" else "ภาคผนวก") in said.text
    table = report.annex().html
    assert all(f"{number}. มาตรการ" in table for number in range(1, 26))
    fewer = facts_of({}, "plan", measures=[("มาตรการ", "")] * 18, told=PERIODS)
    assert "<svg" in Report(fewer, Writer(language, "arabic")).chart_timeline().html


@pytest.mark.parametrize(("document", "told"), [("plan", []), ("annual", "differing")])
def test_equal_bars_and_what_is_over_are_not_drawn(document, told):
    known = facts_of({}, document, measures=[("มาตรการ", "")] * 3, told=PERIODS if told else [])
    assert Report(known, EN).chart_timeline() is None
