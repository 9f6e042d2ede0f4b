"""Reading printed papers by this tree's code and by another commit's, in turn in one run.

The papers are those of ``tests/metamorphic`` without their decoys: every layout in every kind of file.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "tests" / "metamorphic")]

import file_kinds  # noqa: E402
import judging  # noqa: E402
import right_papers as papers  # noqa: E402

READ = """
import os, sys
from pathlib import Path
from helpers.sources.folder import read_folder
begun = os.times()
scores = sum(len(read_folder(Path(folder)).scores) for folder in sys.argv[1:])
print(scores, sum(os.times()[:4]) - sum(begun[:4]))
"""


@dataclass(frozen=True)
class Read:
    """Scores that came out, and the least processor seconds of all rounds."""

    scores: int
    cpu_seconds: float


def measure(commit: str, count: int, rounds: int) -> tuple[Read, Read]:
    """What reading ``count`` papers takes by the code of ``commit``, and by this tree's."""
    with tempfile.TemporaryDirectory(prefix="ita-") as place:
        other = Path(place) / "other"
        packed = subprocess.run(
            ["git", "archive", commit, "src"], cwd=REPOSITORY, check=True, capture_output=True
        )
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
            archive.extractall(other, filter="data")
        folders = _write(Path(place) / "papers", count)
        trees = (other / "src", REPOSITORY / "src")
        results = [[_read(tree, folders) for tree in trees] for _ in range(rounds)]
    before, now = zip(*results, strict=True)
    return min(before, key=_cost), min(now, key=_cost)


def _cost(read: Read) -> float:
    return read.cpu_seconds


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


def _read(tree: Path, folders: list[Path]) -> Read:
    done = subprocess.run(
        [sys.executable, "-P", "-c", READ, *map(str, folders)],
        env=os.environ | {"PYTHONPATH": str(tree)},
        check=True,
        capture_output=True,
        text=True,
    )
    scores, seconds = done.stdout.split()
    return Read(int(scores), float(seconds))
