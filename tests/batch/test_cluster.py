"""The same reports by a scheduler and its workers: separate processes, each in a folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

import helpers
from helpers import demo
from helpers.batch import cluster, orders
from helpers.batch.orders import Order, RunSettings

ITA, DASK = (str(Path(sys.executable).with_name(name)) for name in ("ita", "dask"))
AGENCIES = 4
WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--death-timeout", "60")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by POSIX signals")


def wait_for(condition, seconds=300.0):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.fixture
def start(tmp_path):
    """Starts ``dask`` commands, each in an empty folder of its own, and ends them by their ids."""
    started = []

    def begin(name, *arguments, **environment):
        folder = tmp_path / name
        folder.mkdir()
        with (tmp_path / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [DASK, *map(str, arguments)],
                cwd=folder,
                env=os.environ | {"DASK_TEMPORARY_DIRECTORY": str(folder)} | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    begin.started = started
    yield begin
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(start, tmp_path):
    """The address of a scheduler without workers."""
    known = tmp_path / "scheduler.json"
    start(
        "scheduler",
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        known,
    )
    wait_for(lambda: known.is_file() and known.read_text(encoding="utf-8"))
    return json.loads(known.read_text(encoding="utf-8"))["address"]


def reports(data_dir, out, *arguments, **more):
    known = ("reports", "--data-dir", data_dir, "--out", out, "--document", "annual", "--language", "en")
    return subprocess.Popen(
        [ITA, *map(str, [*known, *arguments])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def pages(out):
    """Pages and Word documents, by their places."""
    return {
        page.relative_to(out): page.read_bytes()
        for kind in ("html", "docx")
        for page in out.rglob(f"*.{kind}")
    }


def entries(out):
    return json.loads((out / "2568" / "annual" / "manifest.json").read_text(encoding="utf-8"))["agencies"]


@pytest.mark.thorough
def test_two_workers_one_killed_make_the_bytes_of_a_local_run(scheduler, start, tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=AGENCIES, years=2, seed=5)
    killed, other = (start(name, "worker", scheduler, *WORKER) for name in ("one", "two"))
    local = reports(tmp_path / "data", tmp_path / "local", "--analyst")
    said = local.communicate(timeout=300)
    assert local.returncode == 0, said

    away = reports(tmp_path / "data", tmp_path / "away", "--analyst", "--scheduler", scheduler)
    wait_for(lambda: len(list((tmp_path / "away").rglob("D*.html"))) >= 2)
    os.kill(killed.pid, signal.SIGKILL)
    said = away.communicate(timeout=300)
    assert away.returncode == 0, said
    assert other.poll() is None
    assert len(pages(tmp_path / "local")) > 2 * AGENCIES
    assert pages(tmp_path / "away") == pages(tmp_path / "local")

    local, away = (entries(tmp_path / name) for name in ("local", "away"))
    assert {name: entry["outputs"] for name, entry in away.items()} == {
        name: entry["outputs"] for name, entry in local.items()
    }
    assert [entry["inputs"] for entry in away.values()] == [entry["inputs"] for entry in local.values()]
    # What travelled is gone from the worker that lives, with its warm process.
    assert not list((tmp_path / "two").rglob("*.parquet"))
    if sys.platform == "linux":
        wait_for(lambda: not children(other.pid))


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


FATAL = {
    "exception": ("raise ValueError('ผิด')", "ValueError: ผิด"),
    "exit": ("import os; os._exit(3)", "DeadKernelError"),
    "crash": ("import ctypes; ctypes.string_at(0)", "DeadKernelError"),
    "endless": ("while True: pass", "CellTimeoutError"),
    "memory": ("b = bytearray(3_000_000_000)", "MemoryError"),
}


@pytest.mark.skipif(orders.default_engine() != "warm", reason="a kernel has no limit of memory there")
def test_fails_alone_with_its_reason_in_the_workers_folder(scheduler, start, tmp_path):
    path = tmp_path / "n.ipynb"
    told = nbformat.v4.new_code_cell("case = data_dir = ''", metadata={"tags": ["parameters"]})
    cases = {name: source for name, (source, _) in FATAL.items()}
    sources = ("print('at', data_dir)", f"exec({cases!r}.get(case, 'pass'))")
    cells = [told, *(nbformat.v4.new_code_cell(source) for source in sources)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    names = [*FATAL, "none"]
    given = [Order(n, path, {"case": name, "data_dir": "mine"}) for n, name in enumerate(names)]
    settings = RunSettings("warm", cell_seconds=3, memory_mb=300)

    start("one", "worker", scheduler, "--nthreads", "3", *WORKER[2:])
    with cluster.connected(scheduler, tmp_path) as runner:
        outcomes = {names[order.key]: outcome for order, outcome in runner(given, settings)}
    for name, (_, reason) in FATAL.items():
        assert outcomes[name].status == "raised", name
        assert outcomes[name].reason.startswith(reason)
        assert f"at {tmp_path / 'one'}" in outcomes[name].executed
    assert outcomes["none"].status == "succeeded"


@pytest.fixture
def another_version(tmp_path):
    """Where a worker finds this package in another version."""
    source = Path(helpers.__file__).parent
    shutil.copytree(source, tmp_path / "other" / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "other" / "helpers" / "thai.py").open("a", encoding="utf-8") as changed:
        changed.write("\n# another version\n")
    return str(tmp_path / "other")


def slow_orders(folder, count):
    """Orders that take a second each."""
    path = folder / "n.ipynb"
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    cells = [nbformat.v4.new_code_cell("import time; time.sleep(1)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return [Order(n, path, {}) for n in range(count)]


@pytest.mark.thorough
def test_a_worker_of_another_version_is_refused(scheduler, start, another_version, tmp_path):
    start("one", "worker", scheduler, *WORKER, PYTHONPATH=another_version)
    path = tmp_path / "n.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    with (
        cluster.connected(scheduler, tmp_path) as runner,
        pytest.raises(orders.ClusterRefusedError, match="has another version"),
    ):
        list(runner([Order(0, path, {})], RunSettings("kernel")))


@pytest.mark.thorough
def test_a_worker_of_another_version_that_joins_later_stops_the_batch(
    scheduler, start, another_version, tmp_path
):
    start("one", "worker", scheduler, *WORKER)
    with cluster.connected(scheduler, tmp_path) as runner:
        done = runner(slow_orders(tmp_path, 200), RunSettings())
        assert next(done)[1].status == "succeeded"
        start("two", "worker", scheduler, *WORKER, PYTHONPATH=another_version)
        outcomes = []
        with pytest.raises(orders.ClusterLostError, match="has another version"):
            outcomes.extend(outcome.status for _, outcome in done)
        assert set(outcomes) <= {"succeeded"}, "another version makes none, and none fails for it"


@pytest.mark.thorough
def test_when_all_workers_are_gone_the_batch_stops(scheduler, start, tmp_path, monkeypatch):
    worker = start("one", "worker", scheduler, *WORKER)
    with cluster.connected(scheduler, tmp_path) as runner:
        done = runner(slow_orders(tmp_path, 20), RunSettings())
        assert next(done)[1].status == "succeeded"
        monkeypatch.setattr(cluster, "SECONDS_WITHOUT_WORKERS", 3.0)
        worker.kill()
        with pytest.raises(orders.ClusterLostError, match="no worker is left"):
            list(done)


@pytest.mark.thorough
@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make certificates")
def test_with_tls_as_documented_and_not_without(start, tmp_path):
    ca, cert, key = (tmp_path / name for name in ("ca.pem", "cert.pem", "key.pem"))
    request = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-x509"]
    mine = ["-subj", "/CN=office", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert]
    subprocess.run([*map(str, [*request, *mine])], check=True, capture_output=True)
    shutil.copyfile(cert, ca)  # an authority of one
    files = ("--tls-ca-file", ca, "--tls-cert", cert, "--tls-key", key)
    known = tmp_path / "scheduler.json"
    bound = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", known)
    start("scheduler", "scheduler", "--protocol", "tls", *bound, *files)
    wait_for(lambda: known.is_file() and known.read_text(encoding="utf-8"))
    address = json.loads(known.read_text(encoding="utf-8"))["address"]
    assert address.startswith("tls://")
    start("one", "worker", address, "--protocol", "tls", *WORKER, *files)
    demo.write(tmp_path / "data" / "raw", agencies=1, years=2, seed=5)

    stranger = reports(tmp_path / "data", tmp_path / "out", "--scheduler", address)
    _, said = stranger.communicate(timeout=120)
    assert stranger.returncode == 2
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in said
    assert "Traceback" not in said
    proven = {
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(ca),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": str(cert),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY": str(key),
    }
    office = reports(tmp_path / "data", tmp_path / "out", "--scheduler", address, env=os.environ | proven)
    said = office.communicate(timeout=300)
    assert office.returncode == 0, said
    assert entries(tmp_path / "out")["D000001"]["status"] == "succeeded"


@pytest.mark.thorough
def test_a_scheduler_that_does_not_answer(tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=1, years=2, seed=5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # nobody listens
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        process = reports(tmp_path / "data", tmp_path / "out", "--scheduler", address)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "does not answer" in said
    assert "Traceback" not in said
    assert not pages(tmp_path / "out")


BATCH = """
import sys
from pathlib import Path
from helpers.batch import cluster, orders
from helpers.batch.orders import Order, RunSettings

folder = Path(sys.argv[2])
try:
    with cluster.connected(sys.argv[1], folder) as runner:
        print("connected", flush=True)
        sys.stdin.readline()
        for _, outcome in runner([Order(n, folder / "n.ipynb", {}) for n in range(20)], RunSettings()):
            print(outcome)
except orders.ClusterLostError as error:
    sys.exit(str(error))
"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("moment", "end"), [("before reports", signal.SIGKILL), ("among reports", signal.SIGTERM)]
)
def test_a_process_says_once_that_its_scheduler_is_gone(scheduler, start, tmp_path, moment, end):
    """All that it prints, the libraries' own words included."""
    slow_orders(tmp_path, 1)
    command = [sys.executable, "-c", BATCH, scheduler, str(tmp_path)]
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if moment == "among reports":
        start("one", "worker", scheduler, *WORKER)
        wait_for(lambda: "Registered to" in (tmp_path / "one.log").read_text(encoding="utf-8"), 300)
    with subprocess.Popen(command, text=True, **piped) as process:
        start.started.append(process)
        assert process.stdout.readline() == "connected\n"
        if moment == "before reports":
            os.kill(start.started[0].pid, end)
        process.stdin.write("\n")
        process.stdin.flush()
        if moment == "among reports":  # the worker has what they are made from
            wait_for(lambda: list((tmp_path / "one").rglob("ita-*/n.ipynb")), 300)
            os.kill(start.started[0].pid, end)
        _, said = process.communicate(timeout=300)
    assert process.returncode == 1
    assert len(said.splitlines()) == 2, said  # Thai, and English under it
    assert "run it again to go on" in said
