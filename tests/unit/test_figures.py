"""Every number on a page equals the tables': the HTML is parsed, and recomputed from the scores."""

import re
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import facts_of

from helpers import framework
from helpers.analysis import deltas
from helpers.narrative import Writer
from helpers.report.document import Report

RULES = framework.for_year(2568)
ten = st.lists(st.integers(4_000, 10_000), min_size=10, max_size=10)


class Tables(HTMLParser):
    """Rows of cells by the heading before them, and the text outside tables."""

    def __init__(self):
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self.words, self.heading, self.into, self.skipping = [], "", None, False

    def handle_starttag(self, tag, attributes):
        if re.fullmatch("h[1-6]", tag):
            self.heading, self.into = "", "heading"
        elif tag == "tr":
            self.rows.setdefault(self.heading, []).append([])
        elif tag in ("td", "th"):
            self.rows[self.heading][-1].append("")
            self.into = "cell"
        elif tag == "p":
            self.into = "text"

    def handle_endtag(self, tag):
        if tag in ("td", "th", "p") or re.fullmatch("h[1-6]", tag):
            self.into = None

    def handle_data(self, data):
        if self.into == "heading":
            self.heading += data
        elif self.into == "cell":
            self.rows[self.heading][-1][-1] += data
        elif self.into == "text":
            self.words.append(data)


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("+", "").replace(",", ""))


def two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def weighted(scores: list[int]) -> Decimal:
    return sum(
        (
            e.weight * sum(Decimal(scores[n - 1]) for n in e.indicators) / 100 / len(e.indicators)
            for e in RULES.instruments
        ),
        Decimal(0),
    )


def read(before: list[int], after: list[int]) -> tuple[Tables, list[str]]:
    years = {
        2567: dict(enumerate([s / 100 for s in before], 1)),
        2568: dict(enumerate([s / 100 for s in after], 1)),
    }
    report = Report(facts_of(years, others=5), Writer("th", "arabic"))
    blocks = [report.summary(), report.scores(), report.years(), report.standing(), report.weak_points()]
    blocks += [report.follow_up(), report.targets(), report.closing()]
    page = Tables()
    page.feed("\n".join(block.html for block in blocks if block is not None))
    points = re.findall(r"<li>(.*?)</li>", report.weak_points().html)
    return page, [re.sub("<[^>]+>", "", point).replace("\u00a0", " ") for point in points]


@given(ten, ten)
def test_every_number_follows_from_the_scores(before, after):
    page, points = read(before, after)
    by_heading = {re.sub(r"^\d+\. ", "", heading): rows for heading, rows in page.rows.items()}
    old, new = two(weighted(before)), two(weighted(after))

    for number_, row in enumerate(by_heading["ผลการประเมินเปรียบเทียบรายตัวชี้วัด"][1:11], 1):
        scores = before[number_ - 1], after[number_ - 1]
        assert [number(row[0]), *map(number, row[2:])] == [
            number_,
            Decimal(scores[0]) / 100,
            Decimal(scores[1]) / 100,
            Decimal(scores[1] - scores[0]) / 100,
        ]
    total = by_heading["ผลการประเมินเปรียบเทียบรายตัวชี้วัด"][11]
    assert list(map(number, total[1:])) == [old, new, new - old]

    years = by_heading["ผลการประเมินรายปีงบประมาณ จำแนกตามแบบวัด"]
    for row, scores in ((years[1], before), (years[2], after)):
        means = [
            two(sum(Decimal(scores[n - 1]) for n in e.indicators) / 100 / len(e.indicators))
            for e in RULES.instruments
        ]
        assert list(map(number, row[1:4])) == means
    assert [number(cell) for cell in years[3][1:4]] == [
        number(b) - number(a) for a, b in zip(years[1][1:4], years[2][1:4], strict=True)
    ]

    for row in by_heading.get("คะแนนที่ต้องเพิ่มขึ้นเพื่อผ่านเกณฑ์และเลื่อนระดับ", [[]])[1:]:
        if len(row) == 5 and row[1].strip():
            indicator = RULES.indicator(int(re.search(r"ตัวชี้วัดที่ (\d+)", row[0].replace("\u00a0", " "))[1]))
            score, target, rise, adds = map(number, row[1:])
            assert score == Decimal(after[indicator.number - 1]) / 100
            assert rise == target - score
            assert adds == two(indicator.weight * rise)

    for row in by_heading.get("ความเปลี่ยนแปลงของประเด็นข้างต้นในปีงบประมาณที่รายงาน", [[]])[1:]:
        n = int(re.search(r"ตัวชี้วัดที่ (\d+)", row[0].replace("\u00a0", " "))[1]) - 1
        assert list(map(number, row[1:4])) == [
            Decimal(v) / 100 for v in (before[n], after[n], after[n] - before[n])
        ]

    for point in points:
        n, score = re.search(r"ตัวชี้วัดที่ (\d+) .*? ได้ ([\d.]+) คะแนน", point).groups()
        assert number(score) == Decimal(before[int(n) - 1]) / 100
        if gap := re.search(r"อยู่ ([\d.]+) คะแนน", point):
            assert number(gap[1]) == 85 - number(score)
        if stake := re.search(r"หากเพิ่มเป็น (\d+) คะแนน คะแนนรวมจะเพิ่มขึ้น ([\d.]+)", point):
            assert number(stake[2]) == two(
                RULES.indicator(int(n)).weight * (number(stake[1]) - number(score))
            )

    # Whatever else has two decimals in the text is a score, a total, a mean or a change of these.
    known = {Decimal(v) / 100 for v in (*before, *after)} | {old, new}
    known |= {abs(Decimal(b - a) / 100) for a, b in zip(before, after, strict=True)} | {abs(new - old)}
    known |= {number(cell) for row in years[1:3] for cell in row[1:4]}
    country = framework.country(2568)  # published of all agencies, and cited
    assert country is not None
    known |= {value for value in (country.mean, country.passed) if value is not None}
    known |= {abs(new - country.mean)} if country.mean is not None else set()
    for found in re.findall(r"(?<![\d.])\d+\.\d\d(?![\d.])", " ".join(page.words)):
        assert Decimal(found) in known


@given(ten, ten)
def test_contributions_sum_to_the_change_and_swapping_years_negates(before, after):
    def compute(first, second):
        rows = [
            ("1", year, n, s / 100, "")
            for year, row in ((2567, first), (2568, second))
            for n, s in enumerate(row, 1)
        ]
        scores = pd.DataFrame(rows, columns=["agency_id", "fiscal_year", "indicator", "score", "source"])
        return deltas.compute(scores).query("fiscal_year == 2568")

    forth, back = compute(before, after), compute(after, before)
    exact = weighted(after) - weighted(before)
    assert sum(Decimal(str(value)) for value in forth["contribution"]) == exact
    assert (forth["change"].to_numpy() == -back["change"].to_numpy()).all()
    assert (forth["contribution"].to_numpy() == -back["contribution"].to_numpy()).all()


def test_what_scores_do_not_explain_is_not_called_rounding():
    years = {2567: dict.fromkeys(range(1, 11), 90.0), 2568: dict.fromkeys(range(1, 11), 91.0)}
    agreeing = facts_of(years, published={2567: (90.01, ""), 2568: (90.99, "")})
    assert (agreeing.rest, agreeing.rest_is_rounding) == (pytest.approx(-0.02), True)
    differing = facts_of(years, published={2567: (90.0, ""), 2568: (93.0, "")})
    assert (differing.rest, differing.rest_is_rounding) == (pytest.approx(2.0), False)
