"""A batch that is stopped, killed, repeated or run twice at once."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import commands
from helpers import demo
from helpers.batch import orders

ITA = str(Path(sys.executable).with_name("ita"))
AGENCIES = 6
ENGINES = ["warm", "kernel"] if orders.default_engine() == "warm" else ["kernel"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")


def ita(*arguments, **more):
    return subprocess.run(
        [ITA, *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False, **more
    )


@pytest.fixture
def demo_dir(tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=AGENCIES, years=2, seed=5)
    return tmp_path / "data"


def command(data_dir, out, *arguments):
    known = ["reports", "--data-dir", data_dir, "--out", out, "--document", "annual", "--language", "en"]
    return [ITA, *map(str, [*known, *arguments])]


def reports(data_dir, out, *arguments):
    """The same command in this process, for what it leaves and says."""
    return commands.ita(*command(data_dir, out, *arguments)[1:])


def folder(out):
    return out / "2568" / "annual"


def entries(out):
    return json.loads((folder(out) / "manifest.json").read_text(encoding="utf-8"))["agencies"]


def pages(out):
    return {page.name: page.read_bytes() for page in folder(out).glob("D*.html")}


def wait_for(condition, seconds=500.0):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def processes_of(group):
    """Processes with a mark in their environment."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if f"ITA_TEST={group}".encode() in (place / "environ").read_bytes():
                    found.append(int(place.name))
            except OSError:
                continue
    return found


@pytest.fixture
def start():
    """Starts a batch that does not outlive its test; the mark is in the environment of all its processes."""
    started = []

    def begin(data_dir, out, *arguments):
        started.append(_started(data_dir, out, *arguments))
        return started[-1]

    yield begin
    for process, _ in started:
        process.kill()
        process.communicate()


@contextmanager
def _heeding_ctrl_c():
    """A process started here heeds Ctrl-C, also where these tests run in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _started(data_dir, out, *arguments):
    mark = str(out)
    with _heeding_ctrl_c():
        process = subprocess.Popen(
            command(data_dir, out, *arguments),
            env=os.environ | {"ITA_TEST": mark},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    return process, mark


def test_killed_in_the_middle_the_next_run_goes_on(demo_dir, tmp_path, start):
    out = tmp_path / "out"
    process, mark = start(demo_dir, out, "--jobs", "1")
    wait_for(lambda: len(list(folder(out).glob("D*.html"))) >= 2)
    process.kill()
    process.wait()
    if sys.platform == "linux":
        wait_for(lambda: not processes_of(mark))
    before = pages(out)
    assert all(page.endswith(b"</html>") for page in (p.rstrip() for p in before.values()))
    (folder(out) / ".manifest.json.19744.part").write_bytes(b'{"D0')  # as when it is killed while it writes
    again = reports(demo_dir, out)
    assert again.returncode == 0, again.stderr
    statuses = [entry["status"] for entry in entries(out).values()]
    assert statuses.count("skipped") >= len(before) - 1, "at most the one that was not yet on file"
    assert len(statuses) == AGENCIES == len(pages(out))
    assert {name: pages(out)[name] for name in before} == before
    assert not list(out.rglob("*.part"))
    assert not list(out.rglob("manifest.jsonl"))


@pytest.mark.thorough
@posix
def test_ctrl_c_stops_keeps_what_is_done_and_leaves_nothing(demo_dir, tmp_path, start):
    out = tmp_path / "out"
    process, mark = start(demo_dir, out)
    wait_for(lambda: len(list(folder(out).glob("D*.html"))) >= 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=500)
    assert process.returncode == 130
    assert "what is done is kept" in said
    assert "The same command again" in said
    assert "Traceback" not in said
    assert {f"{agency_id}.html" for agency_id in entries(out)} == set(pages(out))
    if sys.platform == "linux":
        wait_for(lambda: not processes_of(mark))


@pytest.mark.thorough
@posix
def test_the_second_batch_on_a_folder_says_so_and_stops(demo_dir, tmp_path, start):
    out = tmp_path / "out"
    process, _ = start(demo_dir, out)
    wait_for(lambda: (out / ".lock").is_file() and (out / ".lock").read_text())
    second = reports(demo_dir, out)
    assert second.returncode == 2
    assert f"process {process.pid}" in second.stderr
    process.communicate()
    assert process.returncode == 0


@pytest.mark.thorough
def test_dry_run_says_what_and_why_and_writes_nothing_and_the_log_is_a_line_an_event(demo_dir, tmp_path):
    out = tmp_path / "out"

    def said(*arguments):
        result = reports(demo_dir, out, "--dry-run", *arguments)
        assert result.returncode == 0
        return result.stdout.splitlines()

    assert said()[0] == "D000001 2568 annual: new"
    assert not out.exists()
    assert not (demo_dir / "processed").exists()
    log = tmp_path / "log.jsonl"
    result = reports(demo_dir, out, "--quiet", "--log", log)
    assert (result.returncode, result.stderr) == (0, "")
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [e["event"] for e in events].count("report") == AGENCIES
    assert events[-1] == {"time": events[-1]["time"], "event": "finished", "reports": AGENCIES, "failed": 0}
    assert said() == [f"0 to make, {AGENCIES} unchanged, 0 cannot be made"]
    assert said("--force")[0] == "D000001 2568 annual: forced"
    (folder(out) / "D000002.html").unlink()
    scores = demo_dir / "raw" / "scores" / "2568.csv"
    lines = scores.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("D000005,2568,7,"))
    lines[place] = "D000005,2568,7,55.55\n"
    scores.write_text("".join(lines), encoding="utf-8")
    assert said()[:-1] == ["D000002 2568 annual: output missing", "D000005 2568 annual: inputs changed"]
    scores.write_text("".join(lines).replace(lines[place], "D000005,2568,7,555\n"), encoding="utf-8")
    counts = [int(number) for number in re.findall("[0-9]+", said()[-1])]
    assert (sum(counts), counts[-1]) == (AGENCIES, 1)


@pytest.mark.thorough
def test_one_score_changed_makes_that_agency_again_and_those_whose_peers_figures_changed(tmp_path):
    data_dir, out = tmp_path / "data", tmp_path / "out"
    demo.write(data_dir / "raw", agencies=12, years=2, seed=5)
    reports(data_dir, out)
    before, peers = pages(out), _peers(data_dir)
    scores = data_dir / "raw" / "scores" / "2568.csv"
    text = scores.read_text(encoding="utf-8")
    lowest, second, *_ = sorted(re.findall(r"(D\d+),2568,7,([\d.]+)", text), key=lambda pair: float(pair[1]))
    raised = f"{lowest[0]},2568,7,{float(second[1]) + 0.01:.2f}"  # just above one other
    scores.write_text(text.replace(",2568,7,".join(lowest), raised), encoding="utf-8")
    reports(data_dir, out)
    made = {agency_id for agency_id, entry in entries(out).items() if entry["status"] == "succeeded"}
    now = _peers(data_dir)
    assert made == {lowest[0], *(agency_id for agency_id in peers if peers[agency_id] != now[agency_id])}
    assert second[0] in made
    assert len(made) < 12
    after = pages(out)
    reports(data_dir, tmp_path / "anew")
    assert after == pages(tmp_path / "anew")
    assert {Path(name).stem for name in after if after[name] != before[name]} <= made


def _peers(data_dir):
    """By agency its rows of the table of peers, as text."""
    table = pd.read_parquet(data_dir / "processed" / "peers.parquet")
    return {str(agency_id): rows.to_csv(index=False) for agency_id, rows in table.groupby("agency_id")}


@pytest.mark.thorough
def test_retry_failed_makes_only_those(demo_dir, tmp_path):
    out = tmp_path / "out"
    (tmp_path / "file").touch()  # in which nothing can be saved
    one = ("--agency", "D000001", "--parameter", "save_to", str(tmp_path / "file" / "x"), "--language", "en")
    assert reports(demo_dir, out, *one).returncode == 1
    entry = entries(out)["D000001"]
    assert (entry["status"], entry["outcome"]) == ("failed", "raised")
    assert entry["reason"].startswith("an error ended its notebook: FileExistsError")
    assert reports(demo_dir, out, "--retry-failed").returncode == 0
    assert {name: entry["status"] for name, entry in entries(out).items()} == {"D000001": "succeeded"}
    assert not (folder(out) / "failed" / "D000001.ipynb").exists()


def test_an_output_folder_that_cannot_be_written_to(demo_dir, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    result = reports(demo_dir, tmp_path / "out" / "reports")
    assert result.returncode == 1
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_stops_with_the_reason(demo_dir, tmp_path):
    result = reports(demo_dir, tmp_path / "out", "--log", "/dev/full")
    assert result.returncode == 1
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.thorough
@pytest.mark.skipif(len(ENGINES) < 2, reason="needs both engines")
def test_both_engines_make_the_same_bytes_of_the_real_agencies(data_dir, tmp_path):
    for engine in ENGINES:
        known = ("--data-dir", data_dir, "--out", tmp_path / engine, "--engine", engine)
        assert ita("reports", *known).returncode == 0
    for page in (tmp_path / "warm").rglob("*.html"):
        other = tmp_path / "kernel" / page.relative_to(tmp_path / "warm")
        assert page.read_bytes() == other.read_bytes(), page.name


@pytest.mark.thorough
def test_demo_data_is_the_same_bytes_for_the_same_seed(tmp_path):
    options = ("--agencies", "30", "--years", "2", "--faults", "0.2")
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert ita("demo-data", tmp_path / name, *options, "--seed", seed).returncode == 0
    files = sorted(f.relative_to(tmp_path / "a") for f in (tmp_path / "a").rglob("*.csv"))
    assert [(tmp_path / "a" / f).read_bytes() for f in files] == [
        (tmp_path / "b" / f).read_bytes() for f in files
    ]
    assert (tmp_path / "a/raw/scores/2568.csv").read_bytes() != (
        tmp_path / "c/raw/scores/2568.csv"
    ).read_bytes()
    checked = ita("check", "--data-dir", tmp_path / "a", "--language", "en")
    assert checked.returncode == 1
    assert "error 6" in checked.stdout or "error" in checked.stdout
    assert ita("demo-data", tmp_path / "a").returncode == 2, "never among other files"
