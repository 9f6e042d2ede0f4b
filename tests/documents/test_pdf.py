"""The PDF: printed by a real browser, one for all; its text comes out as it is on the page."""

import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pdfplumber
import pytest
from papers import REPORTS, sheets, stands_in

from helpers.formats import browser, making, pdf


def said(*command: object) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


@pytest.fixture(params=REPORTS)
def report(request, made):
    return made[request.param]


@pytest.mark.thorough
def test_text_comes_out_as_it_is_on_the_page(report):
    pages = sheets(report.pdf)
    assert [text for text in report.blocks if not stands_in(text, pages)] == []


def test_is_set_in_the_pages_own_font(report):
    """In its two weights; a third would be one of the machine's that stands in."""
    fonts = said("pdffonts", report.pdf).splitlines()[2:]
    assert len(fonts) == 2, fonts


def test_is_tagged_and_has_title_language_and_outline(report):
    about = said("pdfinfo", report.pdf)
    title = re.search(r"<title>(.*?)</title>", report.html)[1]
    assert re.search(rf"^Title: +{re.escape(title)}$", about, re.M)
    assert re.search(r"^Tagged: +yes$", about, re.M)
    structure = said("pdfinfo", "-struct", report.pdf)
    assert "H1" in structure
    assert structure.count("Figure") >= report.html.count("<svg")
    assert structure.count("Table\n") + structure.count("Table (block)") >= report.html.count("<table")
    raw = report.pdf.read_bytes()
    assert f"/Lang ({REPORTS[report.name][2]})".encode() in raw
    assert b"/Outlines" in raw
    assert raw.count(b"/Alt ") >= report.html.count("<svg"), "what a screen reader says of a chart"


def elements(tree, above=()):
    """What a screen reader walks through: each element with what it stands in."""
    for each in tree:
        yield each, above
        yield from elements(each.get("children", []), (*above, id(each)))


def test_a_screen_reader_finds_its_way(report):
    with pdfplumber.open(report.pdf) as opened:
        found = list(elements(opened.structure_tree))
        catalog = opened.doc.catalog
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["ViewerPreferences"]["DisplayDocTitle"] is True
    levels = [int(each["type"][1]) for each, _ in found if re.fullmatch(r"H\d", each["type"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), "no level is left out"
    assert [each for each, _ in found if each["type"] == "Figure" and not each.get("alt_text")] == []
    headed = {place for each, above in found if each["type"] == "TH" for place in above}
    assert [each for each, _ in found if each["type"] == "Table" and id(each) not in headed] == []
    assert all(above for each, above in found if each["type"] in ("TR", "TH", "TD", "LI", "Lbl"))


@pytest.mark.parametrize("name", [name for name, (_, kind, _) in REPORTS.items() if kind == "summary"])
def test_a_summary_is_one_sheet_in_every_format(made, name):
    for printed in (made[name].pdf, made[name].printed):
        assert re.search(r"^Pages: +1$", said("pdfinfo", printed), re.M), printed


def test_the_same_page_gives_the_same_bytes(made, pages, address):
    for name in ("6301310", "5310703-en"):
        assert pdf.to_pdf(pages[name], address) == made[name].pdf.read_bytes()


@pytest.mark.thorough
def test_what_a_browser_printed_before_leaves_no_trace(pages, address):
    first, *others = pages.values()
    printed = pdf.to_pdf(first, address)
    for other in others:
        pdf.to_pdf(other, address)
        assert pdf.to_pdf(first, address) == printed


def test_a_page_gets_nothing_from_outside_and_no_file(address, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    page = (
        f"<!DOCTYPE html><title>x</title><p>before</p><iframe src='{secret.as_uri()}'></iframe><p>after</p>"
    )
    target = tmp_path / "x.pdf"
    target.write_bytes(pdf.to_pdf(page, address))
    text = said("pdftotext", target, "-")
    assert "after" in text
    assert "SECRET" not in text


@pytest.fixture
def short_folder():
    """A folder for temporary files whose name is short enough for a browser's socket."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as folder:
        yield Path(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes under /proc")
@pytest.mark.parametrize("ended_by", ["close", "kill"])
def test_a_browser_ends_with_whoever_wanted_it(ended_by, short_folder):
    if not browser.find():
        pytest.skip("no Chromium, Chrome or Edge is installed")
    program = (
        "import sys; from helpers.formats import browser; kept = browser.Browser();"
        "print(kept.address, flush=True); sys.stdin.read(); kept.close()"
    )
    command = [sys.executable, "-c", program]
    environment = os.environ | {"TMPDIR": str(short_folder)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as wanting:
        assert wanting.stdout.readline().startswith("ws://127.0.0.1:")
        assert len(processes_in(short_folder)) > 2, "a browser has several"
        if ended_by == "kill":
            wanting.kill()
        wanting.communicate(timeout=300)
    limit = time.monotonic() + 300
    while processes_in(short_folder) or list(short_folder.iterdir()):
        assert time.monotonic() < limit, "browser or profile still there"
        time.sleep(0.05)


def processes_in(folder: Path) -> list[str]:
    """Processes that were told of a folder and run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            told = (place / "cmdline").read_bytes()
            if str(folder).encode() in told:
                found.append(place.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize(("language", "words"), [("th", "โปรดติดตั้ง"), ("en", "install one")])
def test_without_a_browser_it_says_what_to_do(language, words, monkeypatch):
    monkeypatch.setenv(browser.CHOSEN, "/nowhere/chrome")
    assert browser.find() == ""
    reason = making.unavailable(("pdf",), language)["pdf"]
    assert words in reason
    assert "/nowhere/chrome" in reason
    assert making.unavailable(("docx",), language) == {}
    with pytest.raises(browser.BrowserError):
        browser.Browser()


@pytest.mark.thorough
def test_one_format_that_fails_does_not_lose_the_other(pages):
    made, failed = making.make(pages["6301310"], ("docx", "pdf"), "ws://127.0.0.1:9/nobody")
    assert made["docx"][:2] == b"PK"
    assert "did not answer" in failed["pdf"]
