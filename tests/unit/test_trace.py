"""Every number that a reader sees on a report is a figure with its origin, or of a short list of others."""

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from test_variants import CASES, facts_in

from helpers import demo, facts, stages, tables, thai
from helpers.analysis import documents
from helpers.figures import ledger, trace
from helpers.narrative import Writer
from helpers.report import export
from helpers.report.document import Report

REPOSITORY = Path(__file__).resolve().parents[2]
WRITERS = (Writer("th", "thai"), Writer("en", "arabic"))

FIGURE = re.compile("(?<![0-9๐-๙.,])[0-9๐-๙]+[.][0-9๐-๙]{2}(?![0-9๐-๙])")


@pytest.fixture(scope="module")
def real(read_data):
    return read_data


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    folder = tmp_path_factory.mktemp("invented")
    demo.write(folder / "raw", agencies=6, years=4, seed=8)
    stages.refresh(folder)
    return folder


@cache
def reports(folder):
    """Every report that the data allow, in both languages: facts, writer, the numbers of its page."""
    return list(_reports(folder))


def _reports(folder):
    known = {name: tables.read(folder, name) for name in tables.SCHEMAS}
    keys = documents.possible(known)[["agency_id", "fiscal_year", "document"]]
    for agency_id, year, document in keys.itertuples(index=False):
        of = facts.load(folder, agency_id, int(year), document)
        for writer in WRITERS:
            yield of, writer, trace.numbers(export.blocks_to_html(Report(of, writer).parts()), of, writer)


@cache
def page_of(folder, agency_id, year, document, writer=WRITERS[0], settings=None):
    """Facts and page, made once for all that look at them."""
    of = facts.load(folder, agency_id, year, document, settings)
    return of, export.blocks_to_html(Report(of, writer).parts())


def in_table(folder, agency_id, at):
    """The value at a place such as scores/2568/9/score."""
    table, year, key, column = at.split("/")
    rows = tables.read(folder, table, agency_id)
    rows = rows[rows["fiscal_year"] == int(year)]
    names = {"targets": ["goal", "indicator"], "peers": ["part"], "totals": []}.get(table, ["indicator"])
    for name, value in zip(names, key.split(".") if names else [], strict=True):
        rows = rows[rows[name].astype("str") == value]
    assert len(rows) == 1, at
    return rows[column].iloc[0]


def half_up(value, like):
    """A value with as many decimals as a text has, as a text without sign."""
    places = len(like.partition(".")[2])
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    shown = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{abs(shown):f}"


def worked_out(operation):
    """The result of an operation as the ledger writes it, exact."""
    expression = re.sub(r"[0-9]+(?:[.][0-9]+)?", lambda number: f"Fraction('{number[0]}')", operation)
    for sign, meaning in (("−", "-"), ("×", "*"), ("÷", "/")):
        expression = expression.replace(sign, meaning)
    assert re.fullmatch(r"(?:Fraction\('[0-9.]+'\)|[-+*/() ])*", expression), operation
    return eval(expression, {"Fraction": Fraction})  # noqa: S307 - of numbers and signs only, as just asserted


def test_every_number_of_every_real_report_has_an_origin(real):
    seen = set()
    for _, _, found in reports(real):
        assert not [(each.text, each.words) for each in found if not each.kind]
        seen |= {each.kind for each in found}
    assert seen >= {trace.FIGURE, *trace.KINDS} - {"day", "part"}, (
        "none is late; parts of EIT are told with a level"
    )


@pytest.mark.thorough
def test_every_number_of_invented_reports_has_an_origin(invented):
    for _, _, found in reports(invented):
        assert not [(each.text, each.words) for each in found if not each.kind]


@pytest.mark.slow_cases
@pytest.mark.xdist_group("variants")
@pytest.mark.parametrize(
    ("name", "writer"),
    [
        pytest.param(name, writer, marks=() if place % 10 == 0 else pytest.mark.thorough)
        for place, (name, writer) in enumerate(product(CASES, WRITERS))
    ],
)
def test_every_number_of_every_variant_of_the_text_has_an_origin(name, writer):
    of = facts_in(name)
    page = export.blocks_to_html(Report(of, writer).parts())
    found = trace.numbers(page, of, writer)
    assert not [(each.text, each.words) for each in found if not each.kind]


@pytest.mark.parametrize("folder", ["real", pytest.param("invented", marks=pytest.mark.thorough)])
def test_every_figure_is_the_value_at_its_place_and_what_its_operation_gives(folder, request):
    folder = request.getfixturevalue(folder)
    looked_up = worked = counted = 0
    for of, _, found in reports(folder):
        figures = {figure for number in found for figure in number.figures}
        for figure in figures:
            size = figure.text.lstrip("+−").replace(",", "")
            if figure.at:
                assert half_up(in_table(folder, of.agency.id, figure.at), size) == size, figure
                looked_up += 1
            if figure.operation.startswith("count:"):
                listed = figure.operation.removeprefix("count: ")
                assert int(size) == (0 if listed == "–" else len(listed.split(", "))), figure
                counted += 1
            elif figure.operation:
                value = worked_out(figure.operation)
                assert half_up(value, size) == size, figure
                assert not figure.text.startswith("−") or value < 0, figure
                assert not figure.text.startswith("+") or value > 0, figure
                worked += 1
            if not figure.at and not figure.operation:
                assert figure.what.startswith("ita.toml: "), figure
    assert min(looked_up, worked, counted) > 60


def test_a_figure_that_was_read_stands_in_the_row_it_points_to(real):
    """The raw files of the repository are tidy CSV: the row has the number."""
    checked = 0
    for of, _, found in reports(real):
        places = tables.read(real, "places", of.agency.id)
        rows = {(p.table, p.fiscal_year, p.key): (p.file, p.row) for p in places.itertuples(index=False)}
        for figure in {f for number in found for f in number.figures}:
            for row in figure.rows:
                assert row in rows, figure
            if figure.at.startswith("scores/") or figure.at.endswith("published_total"):
                file, number = rows[figure.rows[0]]
                with (real / "raw" / file).open(encoding="utf-8-sig", newline="") as lines:
                    row = list(csv.reader(lines))[number - 1]
                assert figure.text in row, figure
                checked += 1
    assert checked > 50


def altered(page, place):
    """The page with one digit of the number there raised by one, nine to nought."""
    old = page[place]
    first = "0" if old.isascii() else "๐"
    return page[:place] + chr(ord(first) + (ord(old) - ord(first) + 1) % 10) + page[place + 1 :]


@pytest.mark.parametrize(
    ("agency_id", "year", "document"),
    [
        ("5310703", 2568, "annual"),
        pytest.param("D000001", 2568, "annual", marks=pytest.mark.thorough),
        pytest.param("D000002", 2568, "plan", marks=pytest.mark.thorough),
    ],
)
def test_a_figure_altered_by_one_digit_is_noticed(agency_id, year, document, request):
    """Of hardly any figure a digit can be altered so that it is another figure that could stand there."""
    folder = request.getfixturevalue("invented" if agency_id.startswith("D") else "real")
    of, page = page_of(folder, agency_id, year, document)
    assert all(each.kind for each in trace.numbers(page, of, WRITERS[0]))
    body = page.index("<main")
    shown = re.sub(r"<[^>]*>", lambda tag: " " * len(tag[0]), page[body:])
    ends = [body + found.end() - 1 for found in FIGURE.finditer(shown)][::9]
    assert len(ends) > 10
    unnoticed = []
    for place in ends:
        numbers = trace.numbers(altered(page, place), of, WRITERS[0])
        if all(each.kind for each in numbers):
            unnoticed.append(page[place - 30 : place + 10])
    assert len(unnoticed) <= max(1, len(ends) / 20), unnoticed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("จำนวน ๘ มาตรการ", "จำนวน ๗ มาตรการ"),
        ("รวม ๘ กิจกรรม", "รวม ๙ กิจกรรม"),
        ("จำนวน ๑ ตัวชี้วัด จาก ๑๐", "จำนวน ๓ ตัวชี้วัด จาก ๑๐"),
        ("เกณฑ์ ๘๕ คะแนน", "เกณฑ์ ๘๐ คะแนน"),
        ("จากคะแนนเต็ม ๑๐๐ คะแนน", "จากคะแนนเต็ม ๑๑๐ คะแนน"),
        ("ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล", "ตัวชี้วัดที่ ๘ การเปิดเผยข้อมูล"),
        ("ตามมาตรการที่ ๓** และ ๔** แล้ว", "ตามมาตรการที่ ๓** และ ๙** แล้ว"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘", "ปีงบประมาณ พ.ศ. ๒๕๘๘"),
        (">๗๖.๗๙<", ">๙๙.๘๓<"),  # another figure of the report, in the wrong row
        ("ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ได้ ๗๖.๗๙ คะแนน", "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ได้ ๙๓.๓๗ คะแนน"),
    ],
)
def test_numbers_of_every_kind_are_looked_at(real, before, after):
    of, page = page_of(real, "5310703", 2568, "annual")
    page = page.replace("<wbr>", "").replace(thai.NO_BREAK_SPACE, " ")
    assert all(each.kind for each in trace.numbers(page, of, WRITERS[0]))
    assert before in page
    assert [
        each.text for each in trace.numbers(page.replace(before, after, 1), of, WRITERS[0]) if not each.kind
    ]


def test_what_the_agency_wrote_is_looked_at_word_by_word(real):
    """A count that the annex could have by chance, six, is not what the agency reported, seventeen."""
    of, page = page_of(real, "6321604", 2566, "annual")
    page = page.replace(thai.NO_BREAK_SPACE, " ")
    assert all(each.kind for each in trace.numbers(page, of, WRITERS[0]))
    assert "๑๗ ราย" in page
    assert len(of.printed) == 6
    numbers = trace.numbers(page.replace("๑๗ ราย", "๖ ราย", 1), of, WRITERS[0])
    assert [each.text for each in numbers if not each.kind] == [
        "6",
        "2",
    ]  # the rest of the line is no quotation


def test_settings_of_the_report_are_marks_of_it(real):
    from helpers import framework

    settings = framework.settings("urgent_below=82.5 fewest_peers=2")
    of, page = page_of(real, "5310703", 2568, "annual", settings=settings)
    found = trace.numbers(page, of, WRITERS[0])
    assert not [each for each in found if not each.kind]
    marks = {f.what for each in found if each.text == "82.5" for f in each.figures}
    assert marks == {"ita.toml: urgent_below"}


def test_the_ledger_does_not_ask_the_sentences():
    """What a page is held against is worked out from the tables: no sentence is read for it."""
    source = Path(ledger.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r"^from helpers\.narrative\.sentences import (.*)$", source, re.M)) == {"plain"}


def test_the_analysts_page_lists_every_figure(real):
    of = facts.load(real, "5310703", 2568, "annual")
    report = Report(of, WRITERS[0], data_dir=real)
    block = report.figures()
    shown = pd.read_html(io.StringIO(block.html), converters=dict.fromkeys(range(4), str))[0]
    page = export.blocks_to_html(report.parts())
    figures = {f.text for number in trace.numbers(page, of, WRITERS[0]) for f in number.figures}
    parts = shown.nunique(axis="columns") == 1  # the headings of the parts reach over all columns
    assert 5 < parts.sum() < 30
    shown = shown[~parts]
    assert {thai.to_arabic_digits(text) for text in shown.iloc[:, 0]} == figures
    row = shown[shown.iloc[:, 0] == "๗๖.๗๙"].iloc[0]
    assert row.iloc[3] == "scores/5310703.csv: 10"
    assert 'data-at="scores/2567/9/score"' in block.html
