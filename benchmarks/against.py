"""The same work by this tree's code and by another commit's, in turn in one run, in processor seconds.

Reading printed papers (those of ``tests/metamorphic`` without their decoys: every layout in every kind of
file); the tables of a province, anew after one score changed; its reports by plain functions.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "tests" / "metamorphic")]

import file_kinds  # noqa: E402
import judging  # noqa: E402
import right_papers as papers  # noqa: E402

from helpers import demo  # noqa: E402

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


def measure(commit: str, papers_count: int, agencies: int, rounds: int) -> dict[str, tuple[float, float]]:
    """By work the least processor seconds of all rounds: by the code of ``commit``, and by this tree's."""
    with tempfile.TemporaryDirectory(prefix="ita-") as place:
        other, province = Path(place) / "other", Path(place) / "province"
        packed = subprocess.run(
            ["git", "archive", commit, "src"], cwd=REPOSITORY, check=True, capture_output=True
        )
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
            archive.extractall(other, filter="data")
        demo.write(province / "raw", agencies=agencies, seed=1)
        work = {
            "reading papers": (READING, _write(Path(place) / "papers", papers_count)),
            "tables, one score changed": (ONE_SCORE, [province]),
            "reports by plain functions": (REPORTS, [province]),
        }
        trees = (other / "src", REPOSITORY / "src")
        measured = {}
        for name, (code, folders) in work.items():
            seconds = [[_run(tree, code, folders) for tree in trees] for _ in range(rounds)]
            before, now = (min(each) for each in zip(*seconds, strict=True))
            measured[name] = before, now
    return measured


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


def _run(tree: Path, code: str, folders: list[Path]) -> float:
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *map(str, folders)],
        env=os.environ | {"PYTHONPATH": str(tree)},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)
