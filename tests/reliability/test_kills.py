"""A batch that is killed at random moments, again and again, and what must hold after each kill.

A kill takes the batch's process alone (its workers must end by themselves) or, as when the power fails,
all of its processes at once. The next run goes on. When one comes to its end the folder must hold the
bytes of an undisturbed batch; the next round begins with empty folders. A few kills here; many:

    ITA_KILLS=100 .venv/bin/python -m pytest tests/reliability/test_kills.py -s
"""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from helpers import demo
from helpers.batch import manifest

pytestmark = pytest.mark.thorough

ITA = str(Path(sys.executable).with_name("ita"))
AGENCIES = 10
KILLS = int(os.environ.get("ITA_KILLS", "6"))
MARK = "ITA_KILLED"
SECONDS_TO_END = 300


@dataclass
class Tally:
    """What was done and seen."""

    kills: int = 0
    rounds: int = 0
    moments: dict[str, int] = field(default_factory=dict)
    """How often the batch was killed while it did what."""
    files_looked_at: int = 0


class NotWholeError(AssertionError):
    """After a kill a file was not what its name promises."""


def kill(times: int, seed: int, folder: Path) -> Iterator[Tally]:
    """Kills a batch in ``folder``; yields the same tally after each kill. Raises ``NotWholeError``."""
    chance = random.Random(seed)  # noqa: S311
    data, calm, out = folder / "data", folder / "calm", folder / "out"
    demo.write(data / "raw", agencies=AGENCIES, years=2, seed=seed)
    until_a_file = _seconds_to_a_file(undisturbed := _started(data, calm), calm, data)
    if status := undisturbed.wait():
        raise RuntimeError(f"the undisturbed batch ended with exit status {status}")
    expected = _contents(calm)
    tally = Tally()
    while tally.kills < times:
        _clear(data / "processed", out)
        while True:
            batch = _started(data, out)
            # Counted in files, not in seconds: a machine with much to do is as far at the same file.
            if tally.kills < times:
                for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 8))):
                    until_a_file = _seconds_to_a_file(batch, out, data) or until_a_file
            try:
                status = batch.wait(chance.uniform(0, until_a_file) if tally.kills < times else None)
            except subprocess.TimeoutExpired:
                _end(batch, out, whole=chance.random() < 0.5)
                where = _where(data, out)
                tally.kills += 1
                tally.moments[where] = tally.moments.get(where, 0) + 1
                tally.files_looked_at += _check(out)
                yield tally
                continue
            if status:
                raise RuntimeError(f"a batch that went on ended with exit status {status}")
            break
        if _contents(out) != expected:
            raise NotWholeError(f"after {tally.kills} kills the outputs are not those of an undisturbed run")
        tally.rounds += 1


def _started(data: Path, out: Path) -> "subprocess.Popen[bytes]":
    options = ["--document", "annual", "--formats", "html,docx", "--analyst", "--quiet"]
    return subprocess.Popen(
        [ITA, "reports", "--data-dir", str(data), "--out", str(out), *options],
        stdout=subprocess.DEVNULL,
        env=os.environ | {MARK: str(out)},
    )


def _seconds_to_a_file(batch: "subprocess.Popen[bytes]", *folders: Path) -> float:
    """How long it took until there was another file; 0 if the batch came to its end before."""
    started, before = time.monotonic(), _count(folders)
    while _count(folders) <= before:
        if batch.poll() is not None:
            return 0.0
        time.sleep(0.02)
    return time.monotonic() - started


def _count(folders: tuple[Path, ...]) -> int:
    return sum(
        len([name for name in names if name[0] != "."]) for each in folders for *_, names in os.walk(each)
    )


def _end(batch: "subprocess.Popen[bytes]", out: Path, *, whole: bool) -> None:
    """Kills the process, or all of the batch's at once; waits until none is left."""
    for pid in _processes(out) if whole else [batch.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    batch.wait()
    # One that has just been started sees that it is alone when its imports are done.
    limit = time.monotonic() + SECONDS_TO_END
    while left := _processes(out):
        if time.monotonic() > limit:
            raise NotWholeError(f"processes of a batch that was killed are left: {left}")
        time.sleep(0.02)


def _processes(out: Path) -> list[int]:
    """Ids of the batch's processes, by the mark in their environment."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with contextlib.suppress(OSError):
                if f"{MARK}={out}".encode() in (place / "environ").read_bytes().split(b"\0"):
                    found.append(int(place.name))
    return found


def _where(data: Path, out: Path) -> str:
    """How far the batch had come."""
    if (out / "index.html").is_file():
        return "at the end"
    pages = sum(len(file.stem) == 7 for file in out.glob("*/annual/D*.html"))
    if pages == AGENCIES:
        return "overview and index"
    if pages or (data / "processed" / "analysed_from.txt").is_file():
        return "reports"
    return "preparing"


def _check(out: Path) -> int:
    """Every file that has its final name is whole, and what the manifest says of it is true."""
    files = [file for file in out.rglob("*") if file.is_file() and not file.name.startswith(".")]
    for file in files:
        if file.suffix == ".html" and not file.read_bytes().rstrip().endswith(b"</html>"):
            raise NotWholeError(f"{file.name} is not whole")
        if file.suffix == ".docx" and zipfile.ZipFile(file).testzip():
            raise NotWholeError(f"{file.name} is not whole")
        if file.name == "manifest.json":
            json.loads(file.read_bytes())
    for folder in {file.parent for file in files}:
        for entry in manifest.read(folder).values():
            for name, digest in entry.outputs.items():
                if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                    raise NotWholeError(f"{name} is not what the manifest says")
    return len(files)


def _contents(out: Path) -> dict[str, str]:
    """Digests of everything but what says when and how long."""
    return {
        file.relative_to(out).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(out.rglob("*"))
        if file.is_file() and file.name not in (".lock", "manifest.json")
    }


def _clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_killed_at_random_moments_the_end_is_the_same(tmp_path):
    for tally in kill(KILLS, seed=2568, folder=tmp_path):
        sys.stdout.write(f"{tally}\n")
    assert tally.kills == KILLS
    assert tally.rounds >= 1
    assert tally.files_looked_at
