"""The last cell of notebook 04: one report saved in the formats asked for, and what it says of them."""

import shutil
from pathlib import Path

import papermill
import pytest

from helpers import locations
from helpers.formats import browser, pdf, saving
from helpers.formats.word import to_docx
from helpers.messages import WrongValueError
from helpers.report import export
from helpers.report.document import open_report

pytestmark = pytest.mark.thorough

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("saving") / "data"
    shutil.copytree(REPOSITORY / "data" / "raw", data_dir / "raw")
    return open_report("5310703", 2567, "annual", data_dir=data_dir)


@pytest.mark.parametrize(
    ("path", "formats", "files"),
    [
        ("one.html", "", {"one.html"}),
        ("one", "", {"one"}),
        ("รายงาน.docx", "", {"รายงาน.docx"}),
        ("one.html", "docx", {"one.docx"}),
        ("ita.2567", "html, DOCX", {"ita.2567.html", "ita.2567.docx"}),
    ],
)
def test_each_format_has_the_bytes_of_the_batch_and_its_own_ending(path, formats, files, report, tmp_path):
    said = saving.save(report, tmp_path / path, formats).text
    assert {file.name for file in tmp_path.iterdir()} == files
    page = export.blocks_to_html(report.parts())
    for file in tmp_path.iterdir():
        expected = to_docx(page) if file.suffix == ".docx" else page.encode("utf-8")
        assert file.read_bytes() == expected
        assert f"บันทึกแล้ว: {file}" in said


def test_a_pdf_is_printed_and_its_browser_ends(report, address, tmp_path, monkeypatch):
    kept = []
    monkeypatch.setattr(saving.browser, "Browser", lambda own=browser.Browser: kept.append(own()) or kept[-1])
    saving.save(report, tmp_path / "all", "html,docx,pdf")
    assert {file.name for file in tmp_path.iterdir()} == {"all.html", "all.docx", "all.pdf"}
    page = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert (tmp_path / "all.pdf").read_bytes() == pdf.to_pdf(page, address)
    assert [each.alive for each in kept] == [False]


@pytest.mark.parametrize("found", ["none", "broken"])
def test_without_a_browser_the_rest_is_saved_and_it_says_what_to_do(found, report, tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv(browser.CHOSEN, str(broken) if found == "broken" else "no-such-program")
    block = saving.save(report, tmp_path / "one", "pdf,html")
    assert (tmp_path / "one.html").is_file()
    assert not (tmp_path / "one.pdf").exists()
    assert "ไม่ได้บันทึก PDF: " in block.text
    assert ("sudo apt install chromium" in block.text) == (found == "none")
    assert "broken" in block.text or found == "none"


def test_another_format_is_refused_with_those_there_are(report, tmp_path):
    with pytest.raises(WrongValueError, match="html, docx, pdf, csv, xlsx, divided by commas, not 'doc'"):
        saving.save(report, tmp_path / "one", "doc")


def test_the_cell_of_the_notebook_saves_and_no_page_says_where(tmp_path):
    shutil.copytree(REPOSITORY / "data" / "raw", tmp_path / "data" / "raw")
    given = {"fiscal_year": 2567, "data_dir": str(tmp_path / "data"), "save_as": "html,docx"}
    made = papermill.execute_notebook(
        locations.notebook("04_agency_report.ipynb"),
        tmp_path / "executed.ipynb",
        given | {"save_to": str(tmp_path / "one.html")},
        kernel_name="python3",
        progress_bar=False,
    )
    assert "บันทึกแล้ว" in str(made.cells[-1].outputs)
    page = export.to_html(made)
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == page
    assert (tmp_path / "one.docx").is_file()
    assert str(tmp_path) not in page
