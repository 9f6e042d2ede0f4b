"""The same work by this tree's code and by another commit's, in turn in one run, in processor seconds.

Reading printed papers (those of ``tests/metamorphic`` without their decoys: every layout in every kind of
file); the tables of a province, anew after one score changed; its reports by plain functions; the commands
that people wait for. Each tree has its own environment, made from its own lock.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "tests" / "metamorphic")]

import file_kinds  # noqa: E402
import judging  # noqa: E402
import right_papers as papers  # noqa: E402

from benchmarks import ways  # noqa: E402
from helpers import demo  # noqa: E402

FEW = 4
"""So many agencies has the folder of the commands."""

READING = """
import os, sys
from pathlib import Path
from helpers.sources.folder import read_folder
begun = os.times()
for folder in sys.argv[1:]:
    read_folder(Path(folder))
print(sum(os.times()[:4]) - sum(begun[:4]))
"""

ONE_SCORE = """
import os, shutil, sys, tempfile
from pathlib import Path
from helpers import stages
with tempfile.TemporaryDirectory(prefix="ita-") as place:
    shutil.copytree(sys.argv[1], place, dirs_exist_ok=True)
    stages.refresh(Path(place))
    file = max(Path(place, "raw", "scores").glob("2*.csv"))
    heading, row, rest = file.read_text(encoding="utf-8").split("\\n", 2)
    row = row.rpartition(",")[0] + ",12.34"
    file.write_text("\\n".join((heading, row, rest)), encoding="utf-8")
    begun = os.times()
    stages.refresh(Path(place))
    print(sum(os.times()[:4]) - sum(begun[:4]))
"""

REPORTS = """
import os, sys, tempfile, shutil
from pathlib import Path
from helpers import demo, stages
from helpers.report import document
with tempfile.TemporaryDirectory(prefix="ita-") as place:
    shutil.copytree(sys.argv[1], place, dirs_exist_ok=True)
    stages.refresh(Path(place))
    for number in (1, *range(1, 21)):
        if number == 2:
            begun = os.times()
        code = f"D{number:06}"
        document.open_report(code, demo.LAST_YEAR, "annual", data_dir=place, refresh=False).parts()
    print(sum(os.times()[:4]) - sum(begun[:4]))
"""


COMMAND = """
import os, subprocess, sys
from pathlib import Path
tools = Path(sys.executable).parent
begun = os.times()
for line in sys.argv[1:]:
    words = line.split()
    subprocess.run([tools / words[0], *words[1:]], check=True, capture_output=True)
print(sum(os.times()[:4]) - sum(begun[:4]))
"""


def measure(commit: str, papers_count: int, agencies: int, rounds: int) -> dict[str, tuple[float, float]]:
    """By work the least processor seconds of all rounds: by the code of ``commit``, and by this tree's."""
    with tempfile.TemporaryDirectory(prefix="ita-") as place:
        other, province, few = (Path(place) / name for name in ("other", "province", "few"))
        trees = (_set_up(commit, other), REPOSITORY)
        demo.write(province / "raw", agencies=agencies, seed=1)
        demo.write(few / "raw", agencies=FEW, seed=1)
        folders = [str(folder) for folder in _write(Path(place) / "papers", papers_count)]
        work: dict[str, tuple[str, Callable[[Path], list[str]]]] = {
            "reading papers": (READING, lambda _: folders),
            "tables, one score changed": (ONE_SCORE, lambda _: [str(province)]),
            "reports by plain functions": (REPORTS, lambda _: [str(province)]),
            "ita --help": (COMMAND, lambda _: ["ita --help"]),
            "nothing to do": (COMMAND, lambda tree: [_all_reports(tree, few)]),
            "papermill, then nbconvert": (COMMAND, lambda tree: _pair(tree, few)),
        }
        for tree in trees:  # so that there is nothing to do
            _run(tree, COMMAND, [_all_reports(tree, few)])
        measured = {}
        for name, (code, told) in work.items():
            seconds = [[_run(tree, code, told(tree)) for tree in trees] for _ in range(rounds)]
            before, now = (min(each) for each in zip(*seconds, strict=True))
            measured[name] = before, now
    return measured


def _set_up(commit: str, place: Path) -> Path:
    """The commit's files with an environment of their own."""
    packed = subprocess.run(["git", "archive", commit], cwd=REPOSITORY, check=True, capture_output=True)
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(place, filter="data")
    subprocess.run(["make", "setup"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    return place


def _own_data(tree: Path, data: Path) -> Path:
    """A copy for this tree alone, with what its runs leave; the same for every round."""
    own = data / ("this" if tree == REPOSITORY else "other")
    if not own.exists():
        shutil.copytree(data / "raw", own / "raw")
    return own


def _all_reports(tree: Path, data: Path) -> str:
    own = _own_data(tree, data)
    return f"ita reports --data-dir {own} --out {own / 'reports'} --document annual --quiet"


def _pair(tree: Path, data: Path) -> list[str]:
    own = _own_data(tree, data)
    told = json.dumps(ways.parameters(own, "D000001"), separators=(",", ":"))  # JSON is YAML
    notebook, executed = tree / "notebooks" / ways.NOTEBOOK.name, own / "executed.ipynb"
    return [
        f"papermill {notebook} {executed} -k python3 --no-progress-bar -y {told}",
        f"jupyter nbconvert --to ita {executed}",
    ]


def table(commit: str, measured: dict[str, tuple[float, float]]) -> str:
    """Processor seconds of both, and the ratio."""
    lines = [f"{'processor seconds':28}{commit[:12]:>14}{'this tree':>12}{'ratio':>8}"]
    for name, (before, now) in measured.items():
        lines.append(f"{name:28}{before:14.2f}{now:12.2f}{now / before:8.2f}")
    return "\n".join(lines)


def _write(place: Path, count: int) -> list[Path]:
    """Raw folders with so many papers, each of agencies of its own within its folder."""
    folders = []
    kinds = [
        (layout, suffix) for layout in sorted(papers.LAYOUTS) for suffix in sorted(file_kinds.CONTAINERS)
    ]
    chance = random.Random(1)  # noqa: S311 - not for secrets
    for first in range(0, count, judging.MOST_AT_ONCE):
        raw = place / f"{first}" / "raw"
        raw.mkdir(parents=True)
        (raw / "agencies.csv").write_text(papers.agencies_csv(), encoding="utf-8")
        for at in range(min(judging.MOST_AT_ONCE, count - first)):
            layout, suffix = kinds[(first + at) % len(kinds)]
            paper = judging.make(judging.Plan(layout, suffix, (), chance.randrange(2**32)), at)
            file = raw / f"{paper.path}{suffix}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file_kinds.CONTAINERS[suffix](paper, file)
        folders.append(raw)
    return folders


def _run(tree: Path, code: str, told: list[str]) -> float:
    done = subprocess.run(
        [tree / ".venv" / "bin" / "python", "-P", "-c", code, *told],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)
