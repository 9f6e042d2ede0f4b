"""The published page and the analyst's from one run: what each shows, and which documents are complete."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from justhtml import JustHTML

ITA = str(Path(sys.executable).with_name("ita"))
REPOSITORY = Path(__file__).parents[2]

pytestmark = pytest.mark.thorough


def reports(base: Path, out: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [ITA, "reports", "--data-dir", base / "data", "--out", base / out, "--year", "2566", *arguments]
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["agencies"]


def text_of(page: Path, selector: str = "main") -> str:
    html = JustHTML(page.read_text(encoding="utf-8"), sanitize=False)
    said = " ".join(node.to_text(separator="", strip=False) for node in html.query(selector))
    return re.sub(r"\s+", " ", said)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The real agencies; one of them made ready by an invented result and a word on problems."""
    base = tmp_path_factory.mktemp("faces")
    shutil.copytree(REPOSITORY / "data" / "raw", base / "data" / "raw")
    rows = "".join(f"6301310,{year},{n},9{n % 10}.00\n" for year in (2565, 2566) for n in range(1, 11))
    scores = base / "data" / "raw" / "scores" / "6301310.csv"
    scores.write_text(f"agency_id,fiscal_year,indicator,score\n{rows}", encoding="utf-8")
    file = base / "data" / "raw" / "measures" / "6301310" / "2566.csv"
    table = pd.read_csv(file, dtype="str", keep_default_na=False)
    table.assign(problems="ไม่มี", suggestions="ไม่มี").to_csv(file, index=False)
    return base


@pytest.fixture(scope="module")
def plain(base):
    return base / "plain", reports(base, "plain", "--document", "annual")


@pytest.fixture(scope="module")
def both(base):
    return base / "both", reports(base, "both", "--document", "annual", "--analyst")


def test_the_published_page_is_the_same_with_and_without_the_analysts(plain, both):
    for agency_id in ("6301310", "6321604"):
        first, second = (out / "2566" / "annual" / f"{agency_id}.html" for out, _ in (plain, both))
        assert first.read_bytes() == second.read_bytes()
    assert not list(plain[0].rglob("*.analyst.html"))


def test_the_analysts_page_has_what_the_published_one_must_not(both):
    folder = both[0] / "2566" / "annual"
    own, published = text_of(folder / "6321604.analyst.html"), text_of(folder / "6321604.html")
    for words in ("รายการตรวจความครบถ้วน", "ข้อสังเกตต่อข้อมูลนำเข้า", "ที่มาของข้อมูลและเกณฑ์", "report.annex()"):
        assert words in own
        assert words not in published
    assert "บันทึกข้อความ" in own, "it holds the published page, too"
    assert "measures/6321604/2566.csv" in own
    assert str(both[0].parent) not in (folder / "6321604.analyst.html").read_text(encoding="utf-8")
    assert not re.search("<details|checklist|analyst", (folder / "6321604.html").read_text(encoding="utf-8"))


def test_the_checklist_names_element_measure_column_and_certainty(both):
    page = JustHTML((both[0] / "2566" / "annual" / "6321604.analyst.html").read_text("utf-8"), sanitize=False)
    table = page.query("#analyst-checklist ~ .scroll table")[0]
    rows = {row.query("th")[0].to_text(): row.to_text(separator=" ") for row in table.query("tbody tr")}
    assert sorted(rows) == [f"B{n}" for n in range(1, 9)]
    assert re.search("ขาด.*ผลลัพธ์.*มาตรการ.*ที่.*๑, ๒, ๓, ๔, ๕.*เผยแพร่", re.sub(r"\s+", " ", rows["B1"]))
    assert "ไม่เกี่ยวข้อง" in rows["B7"]


def test_the_index_and_the_end_say_what_is_ready(both):
    out, result = both
    assert "ครบองค์ประกอบพร้อมเผยแพร่ 1 จาก 2 ฉบับ" in result.stdout
    index = out / "2566" / "annual" / "index.html"
    rows = text_of(index, "#list tbody tr")
    assert "พร้อมเผยแพร่" in rows
    assert "ยังไม่ครบ" in rows
    assert "คอลัมน์ของแบบรายงาน" in rows
    assert "B5" not in rows, "no code without its words"
    html = index.read_text(encoding="utf-8")
    assert 'name="ready"' in html
    assert 'href="6321604.analyst.html"' in html
    assert "ปัญหา หรือข้อเสนอแนะ (๑)" in text_of(out / "weak_indicators.html"), "all agencies together"


def test_an_incomplete_document_fails_where_that_is_asked(base):
    result = reports(base, "strict", "--document", "annual", "--require-complete", "--language", "en")
    assert result.returncode == 1
    folder = base / "strict" / "2566" / "annual"
    entries = manifest(folder)
    assert entries["6301310"]["status"] == "succeeded"
    assert entries["6321604"]["status"] == "failed"
    assert entries["6321604"]["reason"].startswith("incomplete: B1 outcome, measures 1, 2, 3, 4, 5 and 6")
    assert not (folder / "6321604.html").exists()
    assert reports(base, "strict", "--document", "annual", "--language", "en").returncode == 0
    assert manifest(folder)["6321604"]["status"] == "succeeded"


def test_an_analysts_page_and_files_of_figures_do_not_outlive_their_report(base):
    page = base / "again" / "2566" / "annual" / "6301310.analyst.html"
    only = ("--document", "annual", "--agency", "6301310")
    figures = [page.with_name(f"6301310.{ending}") for ending in ("csv", "xlsx")]
    reports(base, "again", *only, "--analyst", "--tables")
    assert all(file.is_file() for file in (page, *figures))
    page.write_text("edited", encoding="utf-8")
    for file in figures:
        file.unlink()
    reports(base, "again", *only, "--analyst", "--tables")
    assert all(file.is_file() for file in figures), "one that is missing is made again"
    assert "edited" not in page.read_text(encoding="utf-8"), "a page that is not ours any more is made again"
    index = page.with_name("index.html")
    for file in (page, *figures):
        assert f'href="{file.name}"' in index.read_text(encoding="utf-8")
    for file in figures:
        assert f'href="{file.name}"' in page.with_name("6301310.html").read_text(encoding="utf-8")
    reports(base, "again", *only)
    for file in (page, *figures):
        assert not file.exists()
        assert file.name not in index.read_text(encoding="utf-8"), "an index does not lead to what is gone"


def test_the_form_of_the_table_can_be_chosen_for_a_batch(base):
    only = ("--document", "annual", "--agency", "6301310")
    reports(base, "seven", *only, "-p", "form", "7")
    page = base / "seven" / "2566" / "annual" / "6301310.html"
    assert "ผลการดำเนินงาน" in text_of(page, ".annex thead")
    wrong = reports(base, "none", *only, "-p", "form", "8")
    assert wrong.returncode == 2, "a wrong option is told before any report is begun"
    assert "full, 6, 6-projects" in wrong.stderr
    assert not (base / "none").exists()
