"""Whatever a notebook does to its process, it fails alone, with its reason and the cell that did it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from helpers.batch import execute, workers
from helpers.batch.orders import Order, RunSettings
from helpers.batch.warm import lifecycle
from helpers.batch.warm.process import threads

LINUX = sys.platform == "linux"
ENGINES = [
    pytest.param("kernel", marks=pytest.mark.thorough),
    pytest.param("warm", marks=pytest.mark.skipif(not LINUX, reason="needs Linux")),
]
warm_only = pytest.mark.skipif(not LINUX, reason="the warm engine needs Linux")


def notebook(path: Path, *cells: str) -> Path:
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]
    made.insert(0, nbformat.v4.new_code_cell("n = 0", metadata={"tags": ["parameters"]}))
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)
    return path


def failed_cell(outcome):
    """Source of the marked cell, and its error."""
    nb = nbformat.reads(outcome.executed, as_version=4)
    nbformat.validate(nb)
    (cell,) = [c for c in nb.cells if c.metadata.get("papermill", {}).get("status") == "failed"]
    place = nb.cells.index(cell)
    assert "papermill-error-cell-tag" in nb.cells[place - 1].metadata.tags
    (error,) = [output for output in cell.outputs if output.output_type == "error"]
    return cell.source, error


FATAL = {
    "exception": ("raise ValueError('ผิด')", "ValueError: ผิด"),
    "exit of the interpreter": ("import sys; sys.exit('no')", "SystemExit: no"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "DeadKernelError"),
    "kill": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "DeadKernelError"),
    "exit of the process": ("import os; os._exit(3)", "DeadKernelError"),
    "endless": ("while True: pass", "CellTimeoutError"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", FATAL)
def test_fails_with_its_reason_and_its_cell(engine, name, tmp_path):
    source, reason = FATAL[name]
    path = notebook(tmp_path / "n.ipynb", "print('before')", source, "print('never')")
    outcome = execute.run(path, {"n": 1}, RunSettings(engine, cell_seconds=3))
    assert outcome.status == "raised"
    assert outcome.reason.startswith(reason)
    marked, _ = failed_cell(outcome)
    assert marked == source
    assert "never" not in outcome.executed.replace("print('never')", "")


@pytest.mark.thorough
@warm_only
@pytest.mark.parametrize(
    ("source", "words"),
    [
        (FATAL["segfault"][0], "SIGSEGV"),
        (FATAL["kill"][0], "SIGKILL"),
        (FATAL["exit of the process"][0], "exit status 3"),
        ("while True: pass", "within 1"),
    ],
)
def test_the_reason_says_how_the_process_ended(source, words, tmp_path):
    path = notebook(tmp_path / "n.ipynb", source)
    outcome = execute.run(path, {}, RunSettings("warm", cell_seconds=1))
    assert words in outcome.reason


@pytest.mark.thorough
@warm_only
def test_a_cell_that_took_too_long_says_where_it_was(tmp_path):
    path = notebook(
        tmp_path / "n.ipynb", "import time\ndef waits():\n    time.sleep(60)\nprint('shown')\nwaits()"
    )
    outcome = execute.run(path, {}, RunSettings("warm", cell_seconds=1))
    _, output = failed_cell(outcome)
    assert "time.sleep" in "".join(output.traceback)
    assert "shown" in outcome.executed


@pytest.mark.thorough
@pytest.mark.parametrize("engine", ENGINES)
def test_memory_beyond_the_limit(engine, tmp_path):
    path = notebook(tmp_path / "n.ipynb", "b = bytearray(3_000_000_000)")
    order = Order(0, path, {})
    ((_, outcome),) = workers.run([order], 1, RunSettings(engine, memory_mb=300))
    assert outcome.reason.startswith("MemoryError")
    ((_, outcome),) = workers.run([order], 1, RunSettings(engine, memory_mb=4000))
    assert outcome.status == "succeeded"


@pytest.mark.parametrize("engine", ENGINES)
def test_could_not_be_run_is_another_outcome(engine, tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text("{", encoding="utf-8")
    outcome = execute.run(path, {}, RunSettings(engine))
    assert outcome.status == "not_run"


@pytest.mark.thorough
@pytest.mark.parametrize("engine", ENGINES)
def test_the_others_go_on_and_nothing_of_one_reaches_the_next(engine, tmp_path):
    path = notebook(
        tmp_path / "n.ipynb",
        "import os, sys, pandas\nassert not hasattr(pandas, 'mark'), 'not clean'\npandas.mark = 1",
        "if n == 1: os._exit(1)\nif n == 2: raise ValueError(n)\nprint('n is', n)",
    )
    orders = [Order(n, path, {"n": n}) for n in range(5)]
    outcomes = {order.key: outcome for order, outcome in workers.run(orders, 2, RunSettings(engine))}
    assert [outcomes[n].status for n in range(5)] == [
        "succeeded",
        "raised",
        "raised",
        "succeeded",
        "succeeded",
    ]
    assert "n is 4" in outcomes[4].html


@pytest.mark.thorough
def test_a_worker_that_is_killed_costs_a_retry(tmp_path):
    flag = tmp_path / "killed"
    path = notebook(tmp_path / "n.ipynb", "import time; time.sleep(0.5)\nprint('done')")
    orders = [Order(n, path, {}) for n in range(3)]
    done = workers.run(orders, 1, RunSettings("kernel"))
    for _, outcome in done:
        assert outcome.status == "succeeded", outcome.reason
        if not flag.exists():
            flag.touch()
            (worker,) = _children("multiprocessing.spawn")
            os.kill(worker, signal.SIGKILL)
    assert flag.exists()


@pytest.mark.thorough
@warm_only
def test_a_warm_process_that_is_killed_is_replaced(tmp_path):
    path = notebook(tmp_path / "n.ipynb", "import time; time.sleep(1)\nprint('done')")
    killed = False
    for _, outcome in workers.run([Order(n, path, {}) for n in range(3)], 1, RunSettings("warm")):
        assert outcome.status == "succeeded", outcome.reason
        if not killed:
            killed = True
            (warm,) = _children("warm.process")
            os.kill(warm, signal.SIGKILL)


@pytest.mark.thorough
@warm_only
def test_nothing_is_left_when_the_caller_stops(tmp_path):
    path = notebook(tmp_path / "n.ipynb", "import time; time.sleep(600)")
    quick = notebook(tmp_path / "q.ipynb", "1")
    # Children that wait for another notebook of this process are left by tests before this one.
    before = set(_warm_children())
    orders = [Order(0, quick, {}), *(Order(n, path, {}) for n in range(1, 2 * workers.ORDERS_A_WORKER))]
    done = workers.run(orders, 2, RunSettings("warm"))
    next(done)
    _wait_for(lambda: set(_warm_children()) - before, 120)
    done.close()
    assert not _children("multiprocessing.spawn")
    _wait_for(lambda: set(_warm_children()) <= before, 120)


@pytest.mark.thorough
@warm_only
def test_everything_ends_with_the_owner(tmp_path):
    path = notebook(tmp_path / "n.ipynb", "import subprocess; subprocess.run(['sleep', '617.7'])")
    code = (
        "from pathlib import Path\nfrom helpers.batch import execute\n"
        "from helpers.batch.orders import RunSettings\n"
        f"execute.run(Path({str(path)!r}), {{}}, RunSettings('warm'))"
    )
    owner_process = subprocess.Popen([sys.executable, "-c", code])
    try:
        _wait_for(lambda: _with_words("sleep", "617.7"), 300)
    finally:
        owner_process.kill()
        owner_process.wait()
    _wait_for(lambda: not _with_words("sleep", "617.7"), 300)


@pytest.mark.thorough
@warm_only
def test_the_warm_process_has_one_thread_and_no_memory_of_children(tmp_path):
    path = notebook(tmp_path / "n.ipynb", "x = bytearray(50_000_000)")
    execute.run(path, {}, RunSettings("warm"))
    (warm,) = _children("warm.process")
    tasks = Path(f"/proc/{warm}/task")
    before = int(Path(f"/proc/{warm}/statm").read_text().split()[1])
    files = Path(f"/proc/{warm}/fd")
    open_files = len(list(files.iterdir()))
    assert len(list(tasks.iterdir())) == 1
    for _ in range(3):
        execute.run(path, {}, RunSettings("warm"))
    after = int(Path(f"/proc/{warm}/statm").read_text().split()[1])
    assert abs(after - before) < 500, "pages"
    _wait_for(lambda: len(list(files.iterdir())) <= open_files, 300)


@warm_only
def test_the_socket_is_only_this_users():
    address = Path(lifecycle.own_address())
    assert address.parent.stat().st_mode & 0o077 == 0
    assert threads() >= 1


def _wait_for(condition, seconds):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


def _processes():
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if stat[0] != "Z":
                yield int(folder.name), int(stat[1]), words


def _children(words):
    return [pid for pid, parent, line in _processes() if parent == os.getpid() and words in " ".join(line)]


def _with_words(*words):
    return [pid for pid, _, line in _processes() if list(words) == line[: len(words)]]


def _warm_children():
    """Children of this test's warm process."""
    warm = _children("warm.process")
    return [pid for pid, parent, _ in _processes() if parent in warm]
