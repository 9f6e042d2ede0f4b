"""The rules per fiscal year: complete for every year, and as published where that is known."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from helpers import framework

SOURCES = Path(framework.__file__).parents[1]
METHODOLOGY = Path(__file__).parents[2] / "docs" / "methodology.md"

RULE_NAMED = re.compile(r'methodology(?:\.md)?,((?:[\s#]*(?:and )?"[^"]+"[,.:;]?)+)')

every_year = pytest.mark.parametrize("year", framework.years())


@every_year
def test_the_ten_indicators_are_numbered_and_belong_to_three_instruments(year):
    rules = framework.for_year(year)
    assert rules.year == year
    assert rules.numbers == tuple(range(1, 11))
    assert {instrument.id: instrument.indicators for instrument in rules.instruments} == {
        "IIT": (1, 2, 3, 4, 5),
        "EIT": (6, 7, 8),
        "OIT": (9, 10),
    }
    assert all(each.name("th") and each.name("en") for each in (*rules.indicators, *rules.instruments))


@every_year
def test_a_point_on_an_indicator_moves_the_total_by_its_weight(year):
    weights = {each.number: each.weight for each in framework.for_year(year).indicators}
    assert weights == {
        **dict.fromkeys(range(1, 6), Decimal("0.06")),
        **dict.fromkeys(range(6, 9), Decimal("0.10")),
        **dict.fromkeys((9, 10), Decimal("0.20")),
    }
    assert sum(weights.values()) == 1


@every_year
def test_every_part_of_a_years_rules_has_a_certainty(year):
    rules = framework.for_year(year)
    assert {"weights", "levels"} <= set(rules.certainty)
    assert ("items" in rules.certainty) == bool(rules.items)
    assert set(rules.certainty.values()) <= set(get_args(framework.Certainty))


@every_year
def test_levels_go_down_to_zero_without_a_gap_and_each_can_be_reached(year):
    levels = framework.for_year(year).levels
    assert levels[-1].total == 0
    for better, worse in pairwise(levels):
        assert (better.total, better.instruments or 0) > (worse.total, worse.instruments or 0)
    # The last step for a total must ask nothing of the instruments, or a total could have no level.
    for level in levels:
        if level.instruments is not None:
            assert any(other.total <= level.total and other.instruments is None for other in levels)


def test_levels_by_letter_until_2565():
    steps = [(level.th, int(level.total)) for level in framework.for_year(2565).levels]
    assert steps == [("AA", 95), ("A", 85), ("B", 75), ("C", 65), ("D", 55), ("E", 50), ("F", 0)]


@pytest.mark.parametrize("year", [2566, 2567, 2568])
def test_levels_in_words_from_2566(year):
    rules = framework.for_year(year)
    assert (rules.certainty["levels"], rules.parts) == ("published", {"EIT": ("EIT_1", "EIT_2")})
    steps = [(level.th, level.total, level.instruments) for level in rules.levels]
    assert steps == [
        ("ผ่านดีเยี่ยม", 95, 95),
        ("ผ่านดี", 85, 85),
        ("ผ่าน", 85, None),
        ("ต้องปรับปรุง", 70, None),
        ("ต้องปรับปรุงโดยด่วน", 0, None),
    ]


@pytest.mark.parametrize(
    ("year", "plan", "annual", "certainty"),
    [
        (2564, "O42", "O43", "published"),
        (2566, "O42", "O43", "published"),
        (2567, "O34", "O35", "provisional"),
        (2568, "O27", "O28", "provisional"),
        (2569, "O25", "O26", "published"),
    ],
)
def test_items_that_ask_for_the_documents(year, plan, annual, certainty):
    rules = framework.for_year(year)
    assert rules.items == {"plan": plan, "annual": annual}
    assert rules.certainty["items"] == certainty


@pytest.mark.parametrize(
    ("document", "fiscal_year", "item"),
    [
        ("annual", 2568, (2569, "O26", "published")),  # the item of 2569 asks for the report of 2568
        ("plan", 2569, (2569, "O25", "published")),
        ("annual", 2567, (2568, "O28", "provisional")),
        ("plan", 2567, (2567, "O34", "provisional")),
        ("annual", 2566, (2567, "O35", "provisional")),
    ],
)
def test_which_item_asks_for_a_years_document(document, fiscal_year, item):
    known = framework.item_for(document, fiscal_year)
    assert known is not None
    assert (known.year, known.number, known.certainty) == item


def test_which_item_asks_is_left_open_where_it_is_not_known():
    assert framework.item_for("progress", 2568) is None
    assert framework.item_for("plan", 2565) is None
    assert framework.item_for("annual", 2569) is None


@every_year
def test_elements_are_certain_only_where_the_items_text_was_read(year):
    sure = {check.id: check.certainty for check in framework.for_year(year).checks}
    read = "published" if 2564 <= year <= 2566 else "inferred"
    assert {sure[code] for code in ("A1", "A2", "A3", "A4", "B1", "B2")} == {read}


def test_unconfirmed_parts_are_told():
    assert framework.for_year(2564).provisional == ()
    assert framework.for_year(2568).provisional == ("items",)
    assert framework.for_year(2569).provisional == ("names", "weights", "levels")
    assert framework.for_year(2562).provisional == ("weights",)


@pytest.mark.parametrize(("year", "reason"), [(2561, "another framework"), (2571, "no rules entered")])
def test_years_without_rules_are_refused_with_the_reason(year, reason):
    with pytest.raises(framework.UnknownYearError, match=reason):
        framework.for_year(year)


def test_both_names_of_an_indicator_are_known_the_usual_one_first():
    rules = framework.for_year(2565)
    assert rules.indicator(8).names == ("การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน")
    assert framework.for_year(2568).indicator(8).names == ("การปรับปรุงการทำงาน", "การปรับปรุงระบบการทำงาน")
    assert rules.indicator(4).names == ("การใช้ทรัพย์สินของราชการ", "การใช้ทรัพย์สินของทางราชการ")
    with pytest.raises(KeyError):
        rules.indicator(11)


def test_no_name_stands_inside_another_so_that_titles_tell_indicators_apart():
    names = [name for each in framework.for_year(2568).indicators for name in each.names]
    assert not [(a, b) for a in names for b in names if a != b and a in b]


def test_marks_of_weak_points():
    marks = framework.settings()
    assert (marks.urgent_below, marks.strength_from, marks.material_change) == (85, 95, 1)
    assert framework.for_year(2568).pass_mark == 85


def test_every_rule_that_the_code_names_stands_in_the_methodology():
    headings = set(re.findall(r"^## (.+)$", METHODOLOGY.read_text(encoding="utf-8"), re.MULTILINE))
    named = set()
    for file in (*SOURCES.rglob("*.py"), *SOURCES.rglob("*.toml")):
        for passage in RULE_NAMED.findall(file.read_text("utf-8")):
            named |= set(re.findall(r'"([^"]+)"', passage))
    assert {"Totals", "Levels", "Changes", "Weak points", "Measures and weak points"} <= named
    assert named <= headings


@every_year
def test_the_countrys_figures_add_up_as_far_as_they_are_published(year):
    known = framework.country(year)
    if known is None:
        assert year in (2562, 2569, 2570)
        return
    assert 0 < known.mean < 100
    if known.levels:
        names = [level.th for level in framework.for_year(2568).levels]
        assert list(known.levels) == names
        assert sum(count for count, _ in known.levels.values()) == known.agencies
        for count, share in known.levels.values():
            assert abs(share - Decimal(100 * count) / known.agencies) <= Decimal("0.01")
        passed = sum(known.levels[name][0] for name in names[:3])
        assert abs(known.passed - Decimal(100 * passed) / known.agencies) <= Decimal("0.01")


def test_the_countrys_means_are_the_published_ones():
    means = {year: str(known.mean) for year in framework.years() if (known := framework.country(year))}
    assert means == {
        2563: "67.90",
        2564: "81.25",
        2565: "87.57",
        2566: "90.19",
        2567: "93.05",
        2568: "93.82",
    }
