"""Word documents and PDFs from the batch: made again when they must be, one browser for all."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import commands
from helpers import demo
from helpers.formats import browser

ITA = str(Path(sys.executable).with_name("ita"))
AGENCIES = 2

needs_browser = pytest.mark.skipif(not browser.find(), reason="no Chromium, Chrome or Edge is installed")
posix = pytest.mark.skipif(sys.platform == "win32", reason="a browser's stand-in is a shell script")


def ita(base, formats, *arguments, chrome=""):
    """Runs the batch on the invented agencies of a folder."""
    known = ("--data-dir", base / "data", "--out", base / "out", "--document", "annual", "--language", "en")
    command = [ITA, "reports", *map(str, known), "--formats", formats, "--jobs", "2", *arguments]
    environment = os.environ | ({browser.CHOSEN: str(chrome)} if chrome else {})
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, env=environment)


@pytest.fixture(scope="module")
def pages_only(tmp_path_factory):
    """A folder where the pages are made, and nothing else yet."""
    base = tmp_path_factory.mktemp("pages")
    demo.write(base / "data" / "raw", agencies=AGENCIES, years=2, seed=5)
    assert ita(base, "html").returncode == 0
    return base


@pytest.fixture
def demo_dir(pages_only, tmp_path):
    shutil.copytree(pages_only, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data"


@pytest.fixture
def reports(demo_dir):
    def run(formats, *arguments, chrome=""):
        return ita(demo_dir.parent, formats, *arguments, chrome=chrome)

    return run


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out" / "2568" / "annual"


def entries(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["agencies"]


def made(folder, kind):
    return sorted(file.stem for file in folder.glob(f"D*.{kind}"))


def change_score_of(demo_dir, agency_id):
    scores = demo_dir / "raw" / "scores" / "2568.csv"
    lines = scores.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith(f"{agency_id},2568,7,"))
    lines[place] = f"{agency_id},2568,7,55.55\n"
    scores.write_text("".join(lines), encoding="utf-8")


@pytest.mark.thorough
@needs_browser
@posix
def test_one_browser_prints_for_the_whole_batch(reports, folder, tmp_path):
    counted = tmp_path / "starts"
    program = _script(tmp_path, f'echo started >> "{counted}"; exec "{browser.find()}" "$@"')
    result = reports("html,docx,pdf", chrome=program)
    assert result.returncode == 0, result.stderr + result.stdout
    assert counted.read_text().split() == ["started"]
    assert len(made(folder, "pdf")) == len(made(folder, "docx")) == len(made(folder, "html")) == AGENCIES
    assert all(file.read_bytes().startswith(b"%PDF-") for file in folder.glob("*.pdf"))
    for agency_id, entry in entries(folder).items():
        assert set(entry["outputs"]) == {f"{agency_id}.{kind}" for kind in ("html", "docx", "pdf")}
    again = reports("html,docx,pdf", chrome=program)
    assert f"unchanged {AGENCIES}" in again.stdout
    assert counted.read_text().split() == ["started"], "nothing to print, no browser"


@pytest.mark.thorough
def test_what_is_asked_for_later_is_made_later_and_what_no_longer_follows_goes(reports, folder, demo_dir):
    assert made(folder, "docx") == []
    assert reports("docx", "--dry-run").stdout.splitlines()[0] == "D000001 2568 annual: output missing"
    assert reports("docx").returncode == 0
    assert made(folder, "docx") == ["D000001", "D000002"]
    word = {name: (folder / f"{name}.docx").read_bytes() for name in made(folder, "docx")}

    (folder / "D000001.html").unlink()
    assert f"made 1, unchanged {AGENCIES - 1}" in reports("html").stdout
    assert (folder / "D000001.docx").read_bytes() == word["D000001"], "still right, though not asked for"
    change_score_of(demo_dir, "D000002")
    assert reports("html", "--agency", "D000002").returncode == 0
    assert made(folder, "docx") == ["D000001"], "the other no longer followed from the data"


@pytest.mark.thorough
def test_a_report_that_fails_leaves_no_document_behind(reports, folder, demo_dir):
    assert reports("docx", "--agency", "D000001").returncode == 0
    (demo_dir / "raw" / "scores" / "bad.csv").write_text(
        "agency_id,fiscal_year,indicator,score\nD000001,2568,1,101\n", encoding="utf-8"
    )
    assert reports("docx", "--agency", "D000001").returncode == 1
    assert not list(folder.glob("D000001.*"))


@pytest.mark.thorough
@needs_browser
@posix
def test_a_browser_that_does_not_start_costs_only_the_pdf(reports, folder, tmp_path):
    one = ("--agency", "D000001")
    broken = _script(tmp_path, "echo 'cannot open display' >&2; exit 3")
    result = reports("docx,pdf", *one, chrome=broken)
    assert result.returncode == 1
    assert "no PDF can be made" in result.stdout
    assert "cannot open display" in result.stdout
    assert entries(folder)["D000001"]["status"] == "succeeded"
    assert (len(made(folder, "html")), made(folder, "docx"), made(folder, "pdf")) == (
        AGENCIES,
        ["D000001"],
        [],
    )


@pytest.mark.thorough
@needs_browser
@posix
def test_a_page_that_cannot_be_printed_costs_only_its_pdf_and_is_tried_again(reports, folder, tmp_path):
    one = ("--agency", "D000001")
    mute = _script(
        tmp_path,
        'for each in "$@"; do case $each in --user-data-dir=*) profile=${each#*=};; esac; done;'
        ' printf "9\\n/devtools/browser/nobody\\n" > "$profile/DevToolsActivePort"; exec sleep 600',
    )
    result = reports("docx,pdf", *one, chrome=mute)
    assert result.returncode == 1
    assert "failed: D000001 2568 annual pdf: " in result.stdout
    entry = entries(folder)["D000001"]
    assert entry["status"] == "succeeded"
    assert list(entry["lacking"]) == ["pdf"]
    assert (len(made(folder, "html")), made(folder, "docx"), made(folder, "pdf")) == (
        AGENCIES,
        ["D000001"],
        [],
    )
    assert reports("docx", "--dry-run", *one).stdout.startswith("0 to make"), "the page and Word stand"
    assert reports("pdf", "--dry-run", *one).stdout.startswith("D000001 2568 annual: failed before")
    assert reports("pdf", "--retry-failed", *one).returncode == 0
    assert made(folder, "pdf") == made(folder, "docx") == ["D000001"]
    assert entries(folder)["D000001"]["lacking"] == {}


@pytest.mark.thorough
@needs_browser
@posix
def test_a_browser_that_dies_is_started_again(reports, folder, tmp_path):
    """Its first start ends after a moment; what was printing then is printed by the next."""
    first = tmp_path / "first"
    program = _script(
        tmp_path,
        f'if [ ! -e "{first}" ]; then touch "{first}"; "{browser.find()}" "$@" & sleep 2; kill -9 $!; exit 1;'
        f' fi; exec "{browser.find()}" "$@"',
    )
    result = reports("pdf", chrome=program)
    assert first.exists()
    assert len(made(folder, "pdf")) == AGENCIES, result.stdout
    assert result.returncode == 0


@pytest.mark.thorough
def test_no_browser_is_said_in_words_and_the_rest_is_made(reports, folder):
    result = reports("docx,pdf", "--agency", "D000001", chrome="/nowhere/chrome")
    assert result.returncode == 1
    assert "no PDF can be made" in result.stdout
    assert "install one" in result.stderr, "at the start, too"
    assert made(folder, "docx") == ["D000001"]
    assert entries(folder)["D000001"]["lacking"] == {}, "nothing to try again until there is one"


def test_an_unknown_format_is_wrong_use():
    result = commands.ita("reports", "--formats", "html,odt")
    assert result.returncode == 2
    assert "odt" in result.stderr


def _script(folder: Path, line: str) -> Path:
    assert shutil.which("sh")
    file = folder / "browser"
    file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file
