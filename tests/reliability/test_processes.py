"""Processes that are stopped, streams that are closed, places that are taken or taken away."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers import demo, locations
from helpers.batch import workers
from helpers.batch.orders import Order, RunSettings
from helpers.batch.reports import REPORT

ITA = str(Path(sys.executable).with_name("ita"))

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A data folder that is prepared, and what was made of it."""
    folder = tmp_path_factory.mktemp("base")
    demo.write(folder / "data" / "raw", agencies=1, years=2, seed=5)
    assert reports(folder / "data", folder / "out").returncode == 0
    return folder


@pytest.fixture
def made(base, tmp_path):
    return shutil.copytree(base, tmp_path / "made")


def command(data_dir, out, *arguments):
    known = ["--data-dir", data_dir, "--out", out, "--document", "annual", "--language", "en"]
    return [ITA, "reports", *map(str, [*known, *arguments])]


def reports(data_dir, out, *arguments, **more):
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run(command(data_dir, out, *arguments), text=True, timeout=600, check=False, **streams)


def children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(condition, seconds=300.0):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


def order(base):
    told = {"agency_id": "D000001", "fiscal_year": 2568, "document": "annual", "language": "en"}
    told |= {"digits": "arabic", "data_dir": str(base / "data"), "refresh": False}
    return Order(0, locations.notebook(REPORT), told)


def test_a_worker_that_is_stopped_is_given_up(base, monkeypatch):
    monkeypatch.setattr(workers, "SECONDS_BESIDE_CELLS", 1.0)
    monkeypatch.setattr(workers, "SECONDS_BETWEEN_LOOKS", 0.2)
    start = workers._start

    def started():
        worker = start()
        os.kill(worker.process.pid, signal.SIGSTOP)
        return worker

    monkeypatch.setattr(workers, "_start", started)
    ((_, outcome),) = workers.run([order(base)], 1, RunSettings(cell_seconds=0.5))
    assert outcome.status == "not_run"
    assert "no answer in time" in outcome.reason


def test_a_worker_that_is_stopped_dies_with_its_batch(made):
    (made / "out" / "2568" / "annual" / "D000001.html").unlink()
    with subprocess.Popen(command(made / "data", made / "out"), stderr=subprocess.DEVNULL) as running:
        # Of its children one is the warm process; the tracker of multiprocessing ends by itself.
        wait_for(lambda: any("spawn_main" in commands(each) for each in children(running.pid)))
        worker = next(each for each in children(running.pid) if "spawn_main" in commands(each))
        wait_for(lambda: os.getsid(worker) == worker)  # it has begun to serve
        os.kill(worker, signal.SIGSTOP)
        running.kill()
        running.wait()
    wait_for(lambda: not alive(worker))


def commands(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return ""


@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-"])
def test_standard_streams_that_are_closed(made, closed):
    (made / "out" / "2568" / "annual" / "D000001.html").unlink()
    once = ["sh", "-c", f'exec "$@" {closed}', "sh", *command(made / "data", made / "out")]
    assert subprocess.run(once, timeout=600, check=False).returncode == 0
    assert (made / "out" / "2568" / "annual" / "D000001.html").is_file()


def test_a_device_that_is_full(made):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = reports(made / "data", made / "out", stdout=full)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["2568/annual/D000001.html", "index.html"])
def test_a_folder_in_a_page_s_place(made, place):
    (made / "out" / place).unlink()
    (made / "out" / place).mkdir()
    done = reports(made / "data", made / "out")
    assert done.returncode == 1
    assert f"{place} cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_output_folder_removed_in_mid_run(base, tmp_path):
    out = tmp_path / "out"
    with subprocess.Popen(
        command(base / "data", out), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        wait_for((out / "findings.html").is_file)
        out.rename(tmp_path / "elsewhere")
        said, errors = running.communicate(timeout=600)
    assert running.returncode == 1, said
    assert "removed or replaced" in errors
    assert "Traceback" not in errors
