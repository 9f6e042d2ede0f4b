"""Paper: A4, whole words, pages that are filled, headings with what they head."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape

import papermill
import pytest

from helpers import locations, thai
from helpers.report import export
from helpers.report.document import open_report

pytestmark = pytest.mark.thorough

A4 = (595, 842)
POINTS_OFF = 2.0


@dataclass(frozen=True)
class Sheet:
    """One page of a PDF: its size, and where each word stands (left, top, right, bottom)."""

    width: float
    height: float
    words: list[tuple[str, float, float, float, float]]

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def filled(self) -> float:
        """How far down the text reaches, above the page number; 1 is the lower margin."""
        body = [bottom for _, _, _, _, bottom in self.words if bottom < self.height - 51]
        return max(body, default=0.0) / (self.height - 51)


@pytest.fixture
def print_out(visit, tmp_path):
    """Prints a page and reads the sheets back."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")

    def go(file) -> list[Sheet]:
        target = tmp_path / "page.pdf"
        visit(file).page.pdf(path=target, prefer_css_page_size=True, outline=True)
        command = ["pdftotext", "-bbox", target, "-"]
        read = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
        sheets = []
        for size, body in re.findall(r"<page ([^>]*)>(.*?)</page>", read, flags=re.DOTALL):
            width, height = (float(value) for value in re.findall(r'"([\d.]+)"', size))
            words = re.findall(
                r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', body
            )
            sheets.append(Sheet(width, height, [(unescape(w[4]), *map(float, w[:4])) for w in words]))
        return sheets

    return go


REPORTS = {
    "2568/annual/5310703.html": (4, 8),
    "2568/plan/5310703.html": (3, 6),
    "2566/progress/6300503.html": (3, 8),
    "2566/annual/6301310.html": (3, 7),
}
"""Fewest and most sheets."""


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_on_paper(name, site, print_out):
    sheets = print_out(site / name)
    fewest, most = REPORTS[name]
    assert fewest <= len(sheets) <= most
    for sheet in sheets:
        assert sorted((round(sheet.width), round(sheet.height))) == pytest.approx(sorted(A4), abs=2)
        for word, left, top, right, bottom in sheet.words:
            assert left >= 20, word
            assert right <= sheet.width - 20, word
            assert top >= 20, word
            assert bottom <= sheet.height - 10, word


@pytest.mark.parametrize("name", REPORTS)
def test_pages_are_numbered_and_none_is_half_empty(name, site, print_out):
    sheets = print_out(site / name)
    upright = [sheet for sheet in sheets if not sheet.landscape]
    wide = [sheet for sheet in sheets if sheet.landscape]
    memo = [sheet for sheet in upright if any(word.startswith("บันทึกข้อความ") for word, *_ in sheet.words)]
    assert sheets == [*upright[: len(upright) - len(memo)], *wide, *memo], "annex and memo come last"
    upright = [sheet for sheet in upright if sheet not in memo]
    for number, sheet in enumerate([*upright, *wide], start=1):  # the memo counts its own
        assert any(
            word == thai.to_thai_digits(str(number)) and bottom > sheet.height - 51
            for word, _, _, _, bottom in sheet.words
        )
    for sheet in (*upright[:-1], *wide[:-1]):
        assert sheet.filled > 0.6
    assert upright[-1].filled > 0.15, "no page for a few lines"


def test_heads_of_the_annex_are_repeated(site, print_out):
    wide = [sheet for sheet in print_out(site / "2568/annual/5310703.html") if sheet.landscape]
    for sheet in wide:
        assert any(word.startswith("ผู้รับผิดชอบ") for word, *_ in sheet.words)


LARGE = {
    "40 activities": [(1, n, f"ผล{n:03}") for n in range(1, 41)],
    "60 measures": [(n, 1, f"ผล{n:03}") for n in range(1, 61)],
    "a cell of 5,000 characters": [(1, 1, " ".join(f"ผล{n:03}" for n in range(840)))],
}


@pytest.mark.parametrize("form", ["full", "9"])
@pytest.mark.parametrize("case", LARGE)
def test_a_large_table_breaks_over_pages_and_loses_nothing(case, form, data_dir, tmp_path, print_out):
    rows = "".join(
        f"{measure},{activity},มาตรการ,ประชุม,กองคลัง,ต.ค. ๖๕ – ก.ย. ๖๖,12m,done,{result},ดีขึ้น\n"
        for measure, activity, result in LARGE[case]
    )
    head = "measure,activity,title,step,responsible,period,round,status,result,outcome\n"
    file = data_dir / "raw" / "measures" / "6301310" / "2566.csv"
    file.write_text(head + rows, encoding="utf-8")
    report = open_report("6301310", 2566, "annual", data_dir=data_dir, form=form, digits="arabic")
    wide = [sheet for sheet in print_out(report.save(tmp_path / "large.html")) if sheet.landscape]
    printed = [word for sheet in wide for word in sheet.words]
    for expected in {word for *_, result in LARGE[case] for word in result.split()}:
        assert any(expected in word for word, *_ in printed), expected
    for sheet in wide:
        assert any(word.startswith("ผู้รับผิดชอบ") for word, *_ in sheet.words), "the head is repeated"
        for word, left, top, right, bottom in sheet.words:
            assert left >= 20, word
            assert right <= sheet.width - 20, word
            assert top >= 20, word
            assert bottom <= sheet.height - 10, word
    for sheet in wide[:-1]:
        assert sheet.filled > 0.6


def test_rows_of_the_annex_that_fit_on_a_page_are_not_split(site, print_out):
    """All but one of its measures name the same offices, from the first to the last."""
    wide = [sheet for sheet in print_out(site / "2568/annual/5310703.html") if sheet.landscape]
    counts = [
        [sum(name in word for word, *_ in sheet.words) for name in ("สำนักปลัดเทศบาล", "กองสวัสดิการสังคม")]
        for sheet in wide
    ]
    assert sum(first for first, _ in counts) > len(wide)
    assert all(first == last for first, last in counts)


SMALLEST_TYPE = 8.0
SARABUN = 1.3
"""The height of a word's box by its type's size."""
SHEET_BETWEEN_MARGINS = {False: 643, True: 1024}
"""In pixels, upright and landscape."""
CUT_OFF = """() => [...document.querySelectorAll("main table")]
  .filter(table => table.offsetWidth > table.parentNode.clientWidth + 1).length"""


@pytest.mark.parametrize(
    "name", ["deltas.html", "weak_indicators.html", "overview.html", "digest.html", "findings.html"]
)
def test_a_page_for_analysts_on_paper(name, crowd, visit, print_out):
    whole_and_legible(crowd / name, visit, print_out)


@pytest.mark.parametrize("name", ["index.html", "2568/annual/index.html"])
def test_a_list_of_agencies_on_paper(name, site, visit, print_out):
    for sheet in whole_and_legible(site / name, visit, print_out):
        assert sheet.landscape
        assert any(word == "หน่วยงาน" for word, *_ in sheet.words), "the head is repeated"


def test_an_analysts_page_is_as_legible_as_the_report(read_data, tmp_path, print_out):
    """A table wider than its sheet would shrink every page; code between a list and its chart, the chart."""
    shutil.copytree(read_data, tmp_path / "data")
    asked = {
        "agency_id": "6321604",
        "fiscal_year": 2566,
        "document": "plan",
        "analyst": True,
        "data_dir": str(tmp_path / "data"),
    }
    notebook = locations.notebook("04_agency_report.ipynb")
    made = papermill.execute_notebook(notebook, tmp_path / "04.ipynb", asked, progress_bar=False)
    page = tmp_path / "analyst.html"
    page.write_text(export.to_html(made, analyst=True), encoding="utf-8")
    words = [word for sheet in print_out(page) for word in sheet.words]
    assert any(word.startswith("SHA") for word, *_ in words), "the widest table is there"
    assert min(bottom - top for _, _, top, _, bottom in words) >= SMALLEST_TYPE * SARABUN - 0.1


def whole_and_legible(file, visit, print_out) -> list[Sheet]:
    """The sheets of a page: no table is cut off, no type too small to be read."""
    sheets = print_out(file)
    shown = visit(file, width=SHEET_BETWEEN_MARGINS[sheets[0].landscape]).page
    shown.emulate_media(media="print")
    assert shown.evaluate(CUT_OFF) == 0
    for sheet in sheets:
        for word, left, top, right, bottom in sheet.words:
            assert left >= 20, word
            assert right <= sheet.width - 20, word
            assert bottom - top >= SMALLEST_TYPE * SARABUN - 0.1, word
    return sheets
