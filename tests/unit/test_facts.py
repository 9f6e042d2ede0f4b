"""What one report is made from: the right years, the right rounds, and gaps that stay gaps."""

from decimal import Decimal
from pathlib import Path

import pytest

from helpers import facts, framework, stages

RAW = Path(__file__).parents[2] / "data" / "raw"
HEADINGS = {
    "agencies": "agency_id,name,type,district,province",
    "scores/scores": "agency_id,fiscal_year,indicator,score",
    "scores/totals": "agency_id,fiscal_year,published_total,published_level",
    "measures/measures": "agency_id,fiscal_year,measure,activity,title,step",
    "measures/progress": "agency_id,fiscal_year,measure,activity,round,status,result",
}


@pytest.fixture(scope="module")
def known(read_data):
    """The repository's data, prepared."""
    return read_data


@pytest.fixture
def small(tmp_path):
    """Makes a data folder of these rows; the agency's code is 0012."""

    def make(**rows):
        given = {name.replace("__", "/"): lines for name, lines in rows.items()}
        given["agencies"] = ["0012,สมมุติ,เทศบาลตำบล,ก,ข"]
        for name, lines in given.items():
            file = tmp_path / "raw" / f"{name}.csv"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join([HEADINGS[name], *lines]), encoding="utf-8")
        stages.refresh(tmp_path)
        return tmp_path

    return make


def ten(year, score=90):
    """Ten scores whose means are ``score``; not all alike, which would be refused."""
    apart = {1: Decimal("0.5"), 2: Decimal("-0.5")}
    return [f"0012,{year},{number},{Decimal(score) + apart.get(number, 0)}" for number in range(1, 11)]


@pytest.mark.parametrize(
    ("document", "current", "previous"),
    [("plan", 2567, 2566), ("progress", 2567, 2566), ("annual", 2568, 2567)],
)
def test_which_years_a_document_presents(known, document, current, previous):
    made = facts.load(known, "5310703", 2568, document)
    assert (made.current.year, made.previous.year, made.analysed.year) == (current, previous, 2567)
    assert (made.fiscal_year, made.document) == (2568, document)
    assert [row["measure"] for row in made.measures] == list(range(1, 9))


def test_the_comparison_and_its_rest(known):
    made = facts.load(known, "5310703", 2568, "annual")
    assert [row["indicator"] for row in made.comparison] == list(range(1, 11))
    assert made.change == 5.55
    assert sum(row["contribution"] for row in made.comparison) == pytest.approx(5.55)
    assert made.rest == 0.0


def test_what_the_indicators_do_not_explain_of_a_published_change_is_the_rest(small):
    totals = ["0012,2567,90.01,", "0012,2568,91.00,"]
    folder = small(scores__scores=ten(2567) + ten(2568, "91.01"), scores__totals=totals)
    made = facts.load(folder, "0012", 2568, "annual")
    assert (made.change, made.rest) == (0.99, -0.02)


def test_weak_points_come_heaviest_first(known):
    made = facts.load(known, "5310703", 2568, "plan")
    points = [(row["indicator"], row["class"], row["measures"]) for row in made.weak]
    assert points == [(9, "urgent", "2,7"), (8, "develop", "3,4")]
    assert made.current.below_pass_mark == [9]


@pytest.mark.parametrize(("document", "rounds"), [("progress", 1), ("annual", 0), ("plan", 0)])
def test_a_document_reports_its_own_round(known, document, rounds):
    made = facts.load(known, "6300503", 2566, document)
    assert len(made.measures) == 11
    assert (len(made.progress) > 0) == bool(rounds)


def test_an_agency_with_a_single_score(known):
    made = facts.load(known, "6300503", 2566, "plan")
    assert made.current.scores == {9: 88.64}
    assert made.current.known
    assert not made.current.complete
    assert made.current.total is None
    assert made.current.level == ""
    assert made.change is None
    assert not made.previous.known


def test_an_agency_without_scores(known):
    made = facts.load(known, "6301310", 2566, "annual")
    assert not made.current.known
    assert not made.comparison
    assert not made.weak
    assert made.change is None
    assert made.current.below_pass_mark == []


def test_an_agency_without_measures(small):
    made = facts.load(small(scores__scores=ten(2567) + ten(2568, 91)), "0012", 2568, "annual")
    assert not made.measures
    assert not made.progress
    assert made.change == 1.0
    assert made.rest == 0.0


def test_only_the_year_before_has_scores(small):
    made = facts.load(small(scores__scores=ten(2567)), "0012", 2568, "annual")
    assert [row["previous"] for row in made.comparison] == [90.5, 89.5, *[90.0] * 8]
    assert {row[name] for row in made.comparison for name in ("current", "change", "contribution")} == {None}
    assert (made.current.known, made.previous.known) == (False, True)


def test_totals_without_scores(small):
    made = facts.load(small(scores__totals=["0012,2568,90.5,", "0012,2567,,ผ่าน"]), "0012", 2568, "annual")
    assert (made.current.total, made.current.level) == (90.5, "")
    assert (made.previous.total, made.previous.level) == (None, "ผ่าน")
    assert made.change is None


def test_the_published_comes_before_the_computed(small):
    folder = small(scores__scores=ten(2568), scores__totals=["0012,2568,90.02,ผ่าน"])
    current = facts.load(folder, "0012", 2568, "annual").current
    assert (current.total, current.computed_total) == (90.02, 90.0)
    assert (current.level, current.derived_level) == ("ผ่าน", "ผ่านดี")


def test_the_change_is_taken_between_printed_values(small):
    folder = small(scores__totals=["0012,2567,80.10,", "0012,2568,80.40,"])
    assert facts.load(folder, "0012", 2568, "annual").change == 0.3


@pytest.mark.slow_cases
@pytest.mark.parametrize(
    ("document", "year"), [("annual", 2562), ("plan", 2562), ("plan", 2563), ("annual", 2570)]
)
def test_reports_at_the_borders_of_the_framework(small, document, year):
    folder = small(measures__measures=[f"0012,{year},1,1,ก,ข"])
    made = facts.load(folder, "0012", year, document)
    assert len(made.measures) == 1
    assert made.previous.rules.numbers == tuple(range(1, 11))
    assert not made.previous.known


def test_what_there_is_nothing_to_say_about(known):
    with pytest.raises(facts.NothingToReportError, match="2564"):
        facts.load(known, "5310703", 2564, "annual")
    with pytest.raises(facts.UnknownAgencyError, match="9999999"):
        facts.load(known, "9999999", 2568, "annual")
    with pytest.raises(framework.UnknownYearError):
        facts.load(known, "5310703", 2600, "annual")


@pytest.mark.parametrize(
    ("kind", "name", "full"),
    [
        ("เทศบาลตำบล", "โคกม้า", "เทศบาลตำบลโคกม้า"),
        ("เทศบาลตำบล", "เทศบาลตำบลโคกม้า", "เทศบาลตำบลโคกม้า"),
        ("องค์การบริหารส่วนตำบล", "ช่อระกา", "องค์การบริหารส่วนตำบลช่อระกา"),
        ("กรม", "กรมการปกครอง", "กรมการปกครอง"),
        ("", "เมืองพัทยา", "เมืองพัทยา"),
    ],
)
def test_the_full_name_has_the_type_where_it_belongs_to_it(kind, name, full):
    assert facts.Agency("1", name, kind, "", "").full_name == full
