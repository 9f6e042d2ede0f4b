"""The figures inside a report's page: all of them, plain, and safe to open."""

import csv
import io
import re
from urllib.parse import unquote

import openpyxl
import pytest
from invented import facts_of, ten
from justhtml import JustHTML

from helpers.analysis import deltas
from helpers.formats import making
from helpers.narrative import Writer
from helpers.report import export, open_data, spreadsheet
from helpers.report.document import Report, open_report

ARABIC = Writer("th", "arabic")
NUMBER = re.compile(r"(?<![\d.])[+−-]?\d+(?:\.\d+)?(?![\d.])")
MEASURES = [("การเปิดเผยข้อมูล", "9"), ("การใช้งบประมาณ", ""), ("กิจกรรมจิตอาสา", "")]

REPORTS = {
    "annual": lambda data: open_report("5310703", 2568, "annual", data_dir=data, digits="arabic"),
    "plan": lambda data: open_report("5310703", 2568, "plan", data_dir=data, digits="arabic"),
    "progress": lambda data: open_report("6300503", 2566, "progress", data_dir=data, digits="arabic"),
    "many measures": lambda data: open_report("6321604", 2566, "annual", data_dir=data, digits="arabic"),
    "years, peers and targets": lambda _: Report(
        facts_of({year: ten(78 + year - 2564, i9=70) for year in range(2564, 2569)}, "plan", 2569, others=6),
        ARABIC,
    ),
    "weak points of a year": lambda _: Report(
        facts_of(
            {2567: ten(90, i9=60), 2568: ten(91, i9=60.5)},
            measures=MEASURES,
            statuses=["done", "under_way", ""],
            others=6,
        ),
        ARABIC,
    ),
    "one year only": lambda _: Report(facts_of({2568: ten(90)}), ARABIC),
}


@pytest.fixture(scope="module", params=REPORTS.values(), ids=REPORTS.keys())
def report(request, read_data):
    """Each is made once for the tests that look at it."""
    return request.param(read_data)


def page_of(report) -> JustHTML:
    return JustHTML("".join(block.html for block in report.parts() if block), sanitize=False)


def taken_away(page: JustHTML) -> list[dict[str, str]]:
    """The rows that a spreadsheet program finds in the file behind the link."""
    [link, *_] = [each for each in page.query("a") if "download" in each.attrs]
    kind, _, packed = link.attrs["href"].partition(",")
    assert kind == "data:text/csv;charset=utf-8"
    assert not re.search(r'[\s"<>#&\'`{}|\\^]', packed), "a link holds these only encoded"
    text = unquote(packed)
    assert text.startswith("\ufeff"), "or Excel takes Thai for something else"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def numbers(text: str) -> set[float]:
    return {float(found.replace("−", "-")) for found in NUMBER.findall(text.replace(",", " "))}


@pytest.mark.slow_cases
def test_every_number_of_the_tables_and_cards_is_in_the_file(report):
    page = page_of(report)
    found = {number for row in taken_away(page) for cell in row.values() for number in numbers(cell)}
    shown = {
        (number, cell.to_text())
        for kind in (".cards dd strong", ".scores td", ".groups td")
        for cell in page.query(kind)
        for number in numbers(cell.to_text())
    }
    assert len(shown) > 3 or not report.facts.comparison
    missing = {(number, text) for number, text in shown if number not in found}
    assert missing == set()


def test_every_number_of_the_charts_is_in_the_file(report):
    blocks = (report.chart_comparison(), report.chart_contributions())
    shown = set()
    for block in filter(None, blocks):
        drawn = re.findall(r"<text[^>]*>([+−]?\d+\.\d\d)</text>", block.html)
        assert drawn
        shown |= {number for text in drawn for number in numbers(text)}
    found = {number for row in taken_away(page_of(report)) for number in numbers(row["value"])}
    # One step is several rows of the file together.
    together = deltas.together(deltas.moved_little(report.facts.comparison))
    assert shown <= found | numbers(ARABIC.change(together))


def test_a_row_is_one_figure_and_none_is_blank(report):
    rows = taken_away(page_of(report))
    keys = [tuple(row[name] for name in list(row)[:5]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["value"] and row["section"] and row["figure"] for row in rows)
    assert {row["value"] for row in rows if row["figure"] == "agency_id"} == {report.facts.agency.id}


def test_measures_come_with_title_status_and_period(data_dir):
    rows = taken_away(page_of(REPORTS["many measures"](data_dir)))
    measures = [row for row in rows if row["section"] == "measures"]
    activities = {(row["group"], row["item"]) for row in measures}
    assert len(activities) == 11
    assert len({row["group"] for row in measures if row["figure"] == "title"}) == 6
    for figure in ("status", "period"):
        assert {(r["group"], r["item"]) for r in measures if r["figure"] == figure} == activities


def test_figures_are_exact_and_plain(data_dir):
    rows = taken_away(page_of(REPORTS["annual"](data_dir)))
    values = {tuple(row[name] for name in list(row)[:5]): row["value"] for row in rows}
    assert values["indicators", "", "9", "2567", "score"] == "76.79"
    assert values["indicators", "2567", "1", "2568", "change"] == "-0.64", "a minus that programs read"
    assert values["results", "2567", "total", "2568", "change"] == "5.55"
    assert values["results", "", "OIT", "2568", "score"] == "100.00"
    assert values["results", "", "below", "2567", "indicators"] == "1"
    assert values["statuses", "", "done", "2568", "activities"] == "8"


HOSTILE = ["=1+1", "+66", "-x", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.slow_cases
@pytest.mark.parametrize("begin", HOSTILE)
def test_no_text_from_data_becomes_a_formula(begin):
    assert spreadsheet.inert(begin) == "'" + begin
    assert spreadsheet.inert("ก" + begin) == "ก" + begin
    title = f'{begin}<b>"ก", #1 & 100%</b>\nสอง'
    rows = taken_away(page_of(Report(facts_of({2568: ten(90)}, measures=[(title, "")]), ARABIC)))
    [value] = [row["value"] for row in rows if row["figure"] == "title"]
    assert value == "'" + title


def files_of(report) -> dict[str, bytes]:
    made, failed = making.make(export.blocks_to_html(report.parts()), making.TABLES, "")
    assert failed == {}
    return made


@pytest.mark.slow_cases
def test_the_files_beside_a_page_hold_the_rows_that_it_holds(report):
    made = files_of(report)
    assert made["csv"].startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"), newline="")))
    assert rows == [list(row) for row in open_data.table(report.facts, report.writer)]
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["figures"]
    assert sheet.max_row == len(rows)
    for cells, row in zip(sheet.iter_rows(), rows, strict=True):
        for cell, text in zip(cells, row, strict=True):
            if cell.data_type == "n" and text:
                assert cell.value == float(text)
            else:
                assert (cell.value or "") == text
        figure, kind = row[-2], cells[-1].data_type
        assert kind == "s" or figure not in {"agency_id", "measures", "title"}
        assert kind == "n" or figure not in {"score", "change", "contribution", "pass_mark", "activities"}
    assert files_of(report) == made, "the same bytes each time"


@pytest.mark.slow_cases
@pytest.mark.parametrize("begin", HOSTILE[:4])
def test_a_workbook_keeps_as_text_what_begins_like_a_formula(begin):
    title = f"{begin} ก"
    report = Report(facts_of({2568: ten(90)}, measures=[(title, "")]), ARABIC)
    sheet = openpyxl.load_workbook(io.BytesIO(files_of(report)["xlsx"]))["figures"]
    [cell] = [row[-1] for row in sheet.iter_rows() if row[-2].value == "title"]
    assert (cell.value, cell.data_type) == (title, "s")


def test_the_same_facts_give_the_same_rows_in_any_digits():
    known = facts_of({2567: ten(90), 2568: ten(91)})
    assert open_data.table(known, ARABIC) == open_data.table(known, Writer("th", "thai"))
