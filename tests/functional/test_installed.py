"""The wheel, installed where there is no clone: a workspace is written, worked in and changed."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pandas as pd
import pytest

from helpers import demo, locations, stages

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
