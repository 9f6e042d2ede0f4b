"""What chance can do to a survey's means: the margin, and where counts of respondents come from."""

import math
import random
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from invented import facts_of, ten

from helpers import framework, stages, tables
from helpers.analysis import chance, deltas

AGENCIES = "agency_id,name,type,district,province\n0012,ทดลอง,เทศบาลตำบล,ก,ข\n"


def margins(before, after, counts, years=(2567, 2568)):
    """The margin of each indicator; ``counts`` are rows of year, part, respondents."""
    scores = pd.DataFrame(
        [("0012", year, n, of[n], "") for year, of in zip(years, (before, after), strict=True) for n in of],
        columns=list(tables.SCHEMAS["scores"].columns),
    )
    context = pd.DataFrame(counts, columns=["fiscal_year", "part", "value"]).assign(
        agency_id="0012", what="respondents", among="", source=""
    )
    made = deltas.compute(tables.typed("scores", scores), tables.typed("context", context))
    return made[made["fiscal_year"] == years[1]].set_index("indicator")["margin"].to_dict()


def test_the_margin_is_that_of_the_textbook():
    made = margins(ten(90), ten(85), [(2567, "iit", 100), (2568, "iit", 50)])
    assert made[1] == 11.5  # 1.96 * sqrt(90 * 10 / 100 + 85 * 15 / 50) = 11.51
    assert all(math.isnan(made[n]) for n in range(6, 11))


def test_no_answers_of_such_means_spread_further():
    """The bound against samples: the largest spread is that of answers of nought and full marks only."""
    chooser = random.Random(7)  # noqa: S311 - no secret, and the same each time
    for _ in range(200):
        answers = [chooser.choice([0, 100, chooser.uniform(0, 100)]) for _ in range(chooser.randint(2, 60))]
        mean = math.fsum(answers) / len(answers)
        spread = math.fsum((each - mean) ** 2 for each in answers) / len(answers)
        assert spread <= mean * (100 - mean) + 1e-9


def test_the_margin_has_one_decimal_half_up():
    chooser = random.Random(8)  # noqa: S311
    for _ in range(20):
        before, after = ({n: round(chooser.uniform(0, 100), 2) for n in range(1, 6)} for _ in range(2))
        counts = chooser.randint(1, 500), chooser.randint(1, 500)
        made = margins(before, after, [(2567, "iit", counts[0]), (2568, "iit", counts[1])])
        for n in range(1, 6):
            means = (Decimal(str(each[n])) for each in (before, after))
            spreads = (mean * (100 - mean) / count for mean, count in zip(means, counts, strict=True))
            exact = Decimal("1.96") * sum(spreads).sqrt()
            assert Decimal(str(made[n])) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("counts", "years", "known"),
    [
        ([(2567, "iit", 40)], (2567, 2568), set()),
        ([(2567, "iit", 40), (2568, "iit", 40)], (2567, 2568), {1, 2, 3, 4, 5}),
        ([(2564, "eit", 40), (2565, "eit", 40)], (2564, 2565), {6, 7, 8}),
        ([(2565, "eit", 40), (2566, "eit", 40)], (2565, 2566), set()),
        ([(y, f"eit_{p}", 40) for y in (2567, 2568) for p in (1, 2)], (2567, 2568), set()),
    ],
    ids=["one year", "both", "one group of the public", "two groups from 2566", "two groups"],
)
def test_where_no_count_decides_there_is_no_margin(counts, years, known):
    made = margins(ten(90), ten(91), counts, years)
    assert {n for n, margin in made.items() if not math.isnan(margin)} == known


def test_a_fall_within_chance_makes_no_weak_point_and_no_movement():
    counts = [(year, "respondents", "", "iit", 45.0) for year in (2567, 2568)]
    years = {2567: ten(99), 2568: ten(99, i1=96.0, i9=96.0)}
    plan = facts_of(years, "plan", 2569, context=counts)
    reasons = {row["indicator"]: row["reasons"] for row in plan.weak}
    assert "fell" in reasons[9]
    assert "fell" not in reasons.get(1, "")
    without = {row["indicator"]: row["reasons"] for row in facts_of(years, "plan", 2569).weak}
    assert "fell" in without[1]


@pytest.mark.parametrize(
    ("rows", "kept", "codes"),
    [
        ("IIT,45 คน\nEIT ส่วนที่ 1,๑๒๐\n", {("iit", 45), ("eit_1", 120)}, set()),
        ("IIT,45\nIIT,45\n", {("iit", 45)}, {"row_repeated"}),
        ("IIT,45\nIIT,54\n", set(), {"context_contradicts"}),
        ("IIT,45.5\nEIT,0\n", set(), {"count_unreadable"}),
        ("OIT,45\n", set(), {"choice_unknown"}),
        ("IIT,\nEIT,-\n", set(), set()),
    ],
    ids=["read", "twice the same", "twice", "no count", "nobody is asked", "blank"],
)
def test_counts_are_read_or_told(tmp_path, rows, kept, codes):
    (tmp_path / "raw" / "scores").mkdir(parents=True)
    (tmp_path / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    heading = "รหัสหน่วยงาน,ปีงบประมาณ,แบบวัดการรับรู้,จำนวนผู้ตอบแบบวัด (คน)\n"
    lines = "".join(f"0012,2565,{line}\n" for line in rows.splitlines())
    (tmp_path / "raw" / "scores" / "counts.csv").write_text(heading + lines, encoding="utf-8")
    made = stages.check(tmp_path)
    context = made["context"]
    assert set(zip(context["part"], context["value"], strict=True)) == kept
    assert set(context["what"]) <= {"respondents"}
    assert set(made["findings"]["code"]) == codes
    assert len(made["places"]) == len(kept)
    if codes == {"context_contradicts"}:
        assert set(made["findings"]["column"]) == {"respondents"}, "as the form heads it"


def test_surveys_are_those_of_the_framework():
    assert {each.partition("_")[0].upper() for each in chance.surveys()} == {
        each.id for each in framework.instruments().values() if each.survey
    }
