"""What a machine may do to a batch: a full disk, a read-only folder, files and clocks that change.

Killing has its own file; crashes, endless loops and memory of one report are in ``tests/batch``.
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers import demo
from helpers.batch import digests, manifest

pytestmark = pytest.mark.thorough

ITA = str(Path(sys.executable).with_name("ita"))
AGENCIES = 6
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
CLOCK = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def namespaces():
    """Whether this user may mount a file system that only one process and its children see."""
    if shutil.which("unshare") is None:
        return False
    mount = [*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(mount, capture_output=True).returncode == 0


small_disk = pytest.mark.skipif(
    not namespaces(), reason="needs user namespaces (Linux) to mount a small disk"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A data folder that is prepared, and what an undisturbed batch makes of it."""
    folder = tmp_path_factory.mktemp("base")
    demo.write(folder / "data" / "raw", agencies=AGENCIES, years=2, seed=5)
    assert reports(folder / "data", folder / "out").returncode == 0
    return folder


@pytest.fixture
def data_dir(base, tmp_path):
    """A copy of the data folder with its processed tables."""
    return shutil.copytree(base / "data", tmp_path / "data")


def command(data_dir, out, *arguments):
    known = ["--data-dir", data_dir, "--out", out, "--document", "annual", "--language", "en", "--quiet"]
    return [ITA, "reports", *map(str, [*known, *arguments])]


def reports(data_dir, out, *arguments, **environment):
    return subprocess.run(
        command(data_dir, out, *arguments),
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def contents(out):
    """Digests of everything but what says when and how long."""
    return {
        file.relative_to(out).as_posix(): digests.of_bytes(file.read_bytes())
        for file in sorted(out.rglob("*"))
        if file.is_file() and file.name not in (".lock", "manifest.json")
    }


def on_small_disk(disk, kilobytes, *steps):
    """Runs commands of the shell while a disk of that size is mounted on a folder; what each said."""
    disk.mkdir(parents=True, exist_ok=True)
    mount = f"mount -t tmpfs -o size={kilobytes}k tmpfs {shlex.quote(str(disk))}"
    done = subprocess.run(
        [*NAMESPACE, "sh", "-c", "\n".join([mount, *steps])],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return done.stdout, done.stderr


def wait_for(condition, seconds=300.0):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


@small_disk
def test_a_disk_that_fills_stops_the_batch_and_with_room_it_goes_on(base, data_dir, tmp_path):
    disk, full, whole = (tmp_path / name for name in ("disk", "full", "whole"))
    once = shlex.join(command(data_dir, disk))
    said, errors = on_small_disk(
        disk,
        400,  # the pages of the stages and two or three reports
        f"{once}; echo first $?",
        f"cp -a {disk} {full}",
        f"mount -o remount,size=20m {disk}",
        f"{once}; echo second $?",
        f"cp -a {disk} {whole}",
    )
    assert "first 1\n" in said
    assert "second 0\n" in said
    assert errors.count("cannot be written: No space left on device") == 1
    assert "Traceback" not in errors
    pages = {page.name: digests.of_bytes(page.read_bytes()) for page in full.glob("2568/annual/D*.html")}
    assert 0 < len(pages) < AGENCIES
    entries = manifest.read(full / "2568" / "annual")
    assert {name: digest for entry in entries.values() for name, digest in entry.outputs.items()} == pages
    assert not list(full.rglob("*.part"))
    assert contents(whole) == contents(base / "out")


@small_disk
def test_a_disk_that_fills_while_tables_are_written(base, data_dir, tmp_path):
    processed = data_dir / "processed"
    shutil.rmtree(processed)
    once = shlex.join(command(data_dir, tmp_path / "out"))
    said, errors = on_small_disk(
        processed, 24, f"{once}; echo first $?", f"mount -o remount,size=20m {processed}", f"{once}; echo $?"
    )
    assert "first 1\n" in said
    assert "No space left on device" in errors
    assert "Traceback" not in errors
    assert said.endswith("\n0\n")
    assert contents(tmp_path / "out") == contents(base / "out")


@small_disk
def test_a_folder_that_may_only_be_read(base, data_dir, tmp_path):
    disk = tmp_path / "disk"
    said, errors = on_small_disk(
        disk,
        20_000,
        f"cp -a {base / 'out'}/. {disk}",
        f"mount -o remount,ro {disk}",
        f"{shlex.join(command(data_dir, disk, '--dry-run'))}; echo looked $?",
        f"{shlex.join(command(data_dir, disk, '--force'))}; echo wrote $?",
    )
    assert "looked 0\n" in said
    assert "wrote 1\n" in said
    assert f"{disk} cannot be written: Read-only file system" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("pages", [0, 1])
def test_a_file_that_changes_during_the_run_counts_in_the_next(pages, data_dir, tmp_path):
    """What the run says of itself is true of the files as they were; the next run sees the change."""
    out, scores = tmp_path / "out", data_dir / "raw" / "scores" / "2568.csv"
    shutil.rmtree(data_dir / "processed")
    with subprocess.Popen(command(data_dir, out), stdout=subprocess.DEVNULL) as batch:
        if pages:
            wait_for(lambda: len(list(out.glob("2568/annual/D*.html"))) >= pages)
        else:
            wait_for((out / ".lock").is_file)
        lines = scores.read_text(encoding="utf-8").splitlines(keepends=True)
        place = next(n for n, line in enumerate(lines) if line.startswith("D000005,2568,7,"))
        lines[place] = "D000005,2568,7,55.55\n"
        scores.write_text("".join(lines), encoding="utf-8")
        assert batch.wait(300) == 0
    assert reports(data_dir, out).returncode == 0
    fresh = reports(data_dir, tmp_path / "fresh")
    assert fresh.returncode == 0
    assert contents(out) == contents(tmp_path / "fresh")
    assert "55.55" in (out / "2568" / "annual" / "D000005.html").read_text(encoding="utf-8")


@pytest.mark.skipif(CLOCK is None, reason="needs libfaketime (Debian: faketime)")
def test_a_clock_that_jumps(base, data_dir, tmp_path):
    out, clock = tmp_path / "out", tmp_path / "clock"
    clock.write_text("-4000d\n", encoding="ascii")
    turned = {
        "LD_PRELOAD": str(CLOCK),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # a clock that is set anew does not move that one
        "NO_FAKE_STAT": "1",
    }
    log = tmp_path / "log.jsonl"
    with subprocess.Popen(command(data_dir, out, "--log", log), env=os.environ | turned) as batch:
        for pages, jump in ((1, "+4000d\n"), (3, "-4000d\n")):
            wait_for(lambda pages=pages: len(list(out.glob("2568/annual/D*.html"))) >= pages)
            clock.write_text(jump, encoding="ascii")
        assert batch.wait(300) == 0
    years = {line[10:14] for line in log.read_text(encoding="utf-8").splitlines()}
    assert len(years) == 2, "the clock did jump"
    assert contents(out) == contents(base / "out")
    again = reports(data_dir, out)
    assert "made 0" in again.stdout, again.stdout
