"""The wheel, installed where there is no clone: a workspace is written, worked in and changed."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from helpers import demo, locations, stages, workspace
from helpers.analysis import checklist
from helpers.commands import workspaces

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = {"UV_OFFLINE": "1", "UV_NO_CONFIG": "1"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder of the commands of an environment that holds the wheel, and no clone."""
    base = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", base]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", base / "env"], check=True)
    uv = [Path(sys.executable).with_name("uv"), "pip", "install", "--no-deps", "--no-index", "--offline"]
    (wheel,) = base.glob("*.whl")
    subprocess.run([*uv, "--python", base / "env" / "bin" / "python", wheel], check=True, capture_output=True)
    # What it depends on is the same as here; an editable install named in that folder stays out.
    (site,) = (base / "env").glob("lib/*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return base / "env" / "bin"


def ita(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [installed / "ita", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="folders of an environment as POSIX has them")
def test_from_a_new_workspace_to_a_page_and_a_changed_notebook(installed, tmp_path):
    """The installed package needs no clone, and a workspace's own notebooks win over its."""
    no_workspace = ita(installed, tmp_path, "reports")
    assert no_workspace.returncode == 2
    assert "ita new" in no_workspace.stderr
    assert "Traceback" not in no_workspace.stderr

    assert ita(installed, tmp_path, "new", "work").returncode == 0
    work = tmp_path / "work"
    again = ita(installed, tmp_path, "new", "work")
    assert (again.returncode, "name a new folder" in again.stderr) == (2, True)
    one = ("reports", "--document", "annual", "--quiet")
    made = ita(installed, work, *one)
    assert made.returncode == 0, made.stderr
    page = work / "reports" / "2568" / "annual" / "D000001.html"
    before = page.read_text(encoding="utf-8")
    assert "ตัวอย่าง ๐๐๐๑" in before

    notebook = work / "notebooks" / "04_agency_report.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    own = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": "OWN-TEXT"}
    content["cells"].append(own)
    notebook.write_text(json.dumps(content), encoding="utf-8")
    assert ita(installed, work / "notebooks", *one).returncode == 0
    assert "OWN-TEXT" in page.read_text(encoding="utf-8")


AGENCIES = 6
CLERKS_WORDS = {"คะแนนรวม": 90.25, "คะแนน": 90.25, "สถานะ": "เสร็จแล้ว", "ตัวชี้วัดที่เกี่ยวข้อง": "9"}
"""What a clerk types below a heading; elsewhere words."""
YELLOW = "00FFF2B3"


def lines(file: Path) -> list[dict[str, str]]:
    return pd.read_csv(file, dtype=str).fillna("").to_dict("records")


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="folders of an environment as POSIX has them, signals")
def test_a_year_of_work_with_a_province(installed, tmp_path):
    """Each command on one workspace, in the order of the year: as README.md has it."""

    def run(*arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = ita(installed, work, *arguments)
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    # The first minute, broken off: what is done stays, and it is said how to go on.
    work = tmp_path / "ita-demo"
    command = [installed / "ita", "demo", "--agencies", str(AGENCIES)]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
    demonstration = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    while demonstration.poll() is None and not list(work.glob("reports/2568/*/D*.html")):
        time.sleep(0.1)
    demonstration.send_signal(signal.SIGINT)
    _, said = demonstration.communicate(timeout=500)
    assert (demonstration.returncode, "ita reports ในโฟลเดอร์ ita-demo" in said) == (130, True), said

    # A total that the scores contradict is marked wherever it stands.
    totals = work / "data" / "raw" / "scores" / "totals.csv"
    rows = lines(totals)
    for row in rows:
        if (row["agency_id"], row["fiscal_year"]) == ("D000004", "2568"):
            row["published_total"] = "99.99"
    pd.DataFrame(rows).to_csv(totals, index=False)
    run("reports", status=1)  # the demonstration's own fault
    for page in ("index", "overview", "deltas"):
        assert "†" in (work / "reports" / f"{page}.html").read_text(encoding="utf-8"), page

    # Papers go out, by district, with the forms of those that lack something.
    run("pack", "sent", "--by", "district", "--sent", "1 ธันวาคม 2568")
    (parcel, *_) = sorted((work / "sent").glob("*.zip"))
    inside = zipfile.ZipFile(parcel)
    assert {"D000003/form.xlsx", "D000003/2568-annual.html"} <= set(inside.namelist())
    letters = lines(work / "sent" / "letters.csv")
    assert {f"{row['agency_id']}/README.txt" for row in letters} <= set(inside.namelist())
    assert len(letters) == AGENCIES, "also whose data have errors, so that no paper could be made"

    # A clerk fills in what is yellow, with the words that clerks use, and sends the form back.
    book = openpyxl.load_workbook(io.BytesIO(inside.read("D000003/form.xlsx")))
    filled = 0
    for sheet in book.worksheets[1:]:
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
            if cell.fill.fgColor.rgb == YELLOW:
                cell.value = CLERKS_WORDS.get(sheet.cell(1, cell.column).value, "เผยแพร่แล้ว ๑๒ รายการ")
                filled += 1
    assert filled
    book.save(work / "data" / "raw" / "measures" / "D000003.xlsx")
    checked = run("check", status=1)
    assert "D000003.xlsx" not in checked.stdout

    # A table of runs makes its papers anew; what differs from what was sent is told.
    (work / "runs.csv").write_text("agency,year,document,form\nD000003,68,annual,7\n", encoding="utf-8")
    made = run("reports", "--runs", "runs.csv", "--quiet", status=1)
    assert "ครบองค์ประกอบพร้อมเผยแพร่ 1 จาก 1 ฉบับ" in made.stdout
    run("changes", "corrections", "--since", "sent")
    assert {row["agency_id"] for row in lines(work / "corrections" / "changes.csv")} == {"D000003"}
    run("digest", "todo", "--by", "province", "--since", "sent", "--as-of", "2569-03-01")
    (page,) = (work / "todo").glob("*.html")
    text = page.read_text(encoding="utf-8").replace("<wbr>", "")
    (differing,) = re.findall(r"<h2[^>]*>เอกสารที่ตัวเลข.*?</table>", text, re.DOTALL)
    assert "2568/annual/D000003.html" in differing

    # Words as people type them, and what helps at the keyboard.
    name = "องค์การบริหารส่วนตำบลตัวอย่าง ๐๐๐๓"
    asked = run("reports", "--agency", name, "--year", "2025", "--dry-run")
    assert "D000003 2568" in asked.stdout
    refused = run("reports", "--province", "จังหวัดตัวอยาง ๑", status=2)
    assert "ตัวอย่าง ๑" in refused.stderr
    assert "ตัวอย่าง / Examples" in run("pack", "--help").stdout
    completing = {**os.environ, "_ITA_COMPLETE": "bash_complete", "COMP_WORDS": "ita re", "COMP_CWORD": "1"}
    offered = subprocess.run([installed / "ita"], env=completing, capture_output=True, text=True, check=True)
    assert "plain,reports" in offered.stdout


def test_one_stands_in_a_workspace_or_in_a_folder_of_it(tmp_path, monkeypatch):
    for folder in ("data/raw", "notebooks"):
        (tmp_path / "work" / folder).mkdir(parents=True)
    for here in (tmp_path / "work", tmp_path / "work" / "notebooks"):
        monkeypatch.chdir(here)
        assert locations.project_dir() == tmp_path / "work"
        assert locations.data_dir() == tmp_path / "work" / "data"
        # A notebook that was removed there is the package's.
        assert locations.notebook("04_agency_report.ipynb").parent == ROOT / "notebooks"
    monkeypatch.chdir(tmp_path)
    assert locations.project_dir() == ROOT


def test_a_demonstration_holds_every_gap_and_fault(tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=60, years=2, faults=0.1, gaps=0.4)
    measures = pd.read_csv(tmp_path / "data" / "raw" / "measures" / "2568.csv", dtype=str).fillna("")
    assert measures["agency_id"].nunique() == 60 - 5  # every fifth of the 24 that lack something has none
    assert set(measures["status"]) == {"", "done", "under_way", "not_begun"}
    assert set(measures["round"]) == {"", "6m", "12m"}
    found = stages.check(tmp_path / "data")["findings"]
    assert found.loc[found["severity"] == "error", "code"].nunique() == 4, found["code"].tolist()


def test_the_example_of_a_workspace_has_a_paper_that_is_ready_and_one_that_says_what_it_lacks(tmp_path):
    workspace.write(tmp_path / "work")
    judged = stages.judged(stages.check(tmp_path / "work" / "data"))
    lacks = checklist.readiness(judged).set_index("document").iloc[:, 2].to_dict()
    assert lacks["annual"] == ""
    assert lacks["plan"] == "A3"


def test_the_demonstration_has_papers_in_every_state(tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=60, **workspaces.SHARES)
    frames = stages.check(tmp_path / "data")
    found = frames["findings"]
    assert found.loc[found["severity"] == "error", "code"].nunique() == 4, found["code"].tolist()
    named = frames["measures"].loc[frames["measures"]["questions"] != "", "agency_id"]
    known = frames["questions"].loc[frames["questions"]["fiscal_year"] == demo.LAST_YEAR - 1, "agency_id"]
    assert set(named) <= set(known)
    assert 20 < named.nunique() < 60
    assert "respondents" in set(frames["context"]["what"])
    ready = checklist.readiness(stages.judged(frames))
    for document in ("plan", "annual"):
        assert ready.loc[ready["document"] == document, "ready"].nunique() == 2, document


def test_what_a_workspace_names_can_be_read_there(tmp_path):
    """Without a network and without a clone: each document, and whatever they lead to."""
    workspace.write(tmp_path / "work")
    readme = (tmp_path / "work" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"docs/[a-z-]+\.md", readme))
    there = {f"docs/{file.name}" for file in (tmp_path / "work" / "docs").iterdir()}
    assert named == there
    for name in there:
        text = (tmp_path / "work" / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#]+)", text):
            assert link.startswith("https://") or f"docs/{link}" in there, (name, link)
