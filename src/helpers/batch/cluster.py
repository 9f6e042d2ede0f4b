"""Jobs done by the workers of a dask.distributed scheduler, which may be on other machines.

The machines share nothing but the network. Each worker gets the input files once, and sends back the
same ``Outcome`` per notebook that ``workers.run`` gives. Needs the extra ``cluster``, so import this
module only when a scheduler was named.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
import time
import uuid
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import dask.config
from distributed import Client, Future, Worker, WorkerPlugin, get_worker
from distributed.scheduler import KilledWorker

from helpers import tables
from helpers.batch import digests
from helpers.batch.execute import run
from helpers.batch.orders import ClusterLostError, ClusterRefusedError, Order, Outcome, Runner, RunSettings
from helpers.batch.warm import lifecycle
from helpers.batch.workers import ATTEMPTS, reached
from helpers.formats import browser
from helpers.messages import both

SECONDS_TO_ANSWER = 5.0

SECONDS_WITHOUT_WORKERS = 60.0
"""Longest wait for a worker; long because a cluster may first have to start one."""

SECONDS_BETWEEN_LOOKS = 2.0
"""How often the scheduler is asked which workers there are."""

ORDERS_A_THREAD = 2
"""One running and one waiting. More would only pile up results that this process has yet to write."""

CERTIFICATES = tuple(f"distributed.comm.tls.{name}" for name in ("ca-file", "client.cert", "client.key"))
"""The dask settings that TLS needs."""

Given = dict[Future[Outcome], Order]
"""The orders that the scheduler holds."""

OTHER_VERSION = both(
    "เครื่องช่วยงาน {worker} มีโปรแกรมนี้ต่างรุ่นกัน รายงานอาจไม่ตรงกัน ติดตั้งรุ่นเดียวกันแล้วเริ่ม dask worker ใหม่",
    "the worker {worker} has another version of this package or of what it draws with:"
    " install the same there and start its dask worker again",
)

GONE = "ติดต่อ dask scheduler ไม่ได้แล้ว", "the dask scheduler does not answer any more"


class OtherVersionError(RuntimeError):
    """A worker whose pages might differ from this machine's."""


class Inputs(WorkerPlugin):
    """The input files of a batch, unpacked once on every worker, including workers that join later."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.name = f"ita-{uuid.uuid4().hex}"
        self._files = dict(files)
        self._digest = digests.of_helpers()
        self._folder = Path()
        self._refused = ""

    def setup(self, worker: Worker) -> None:
        """Raises ``OtherVersionError`` on a worker where the same input might make a different page."""
        if digests.of_helpers() != self._digest:
            self._refused = OTHER_VERSION.format(worker=worker.address)
            raise OtherVersionError(self._refused)
        self._folder = Path(tempfile.mkdtemp(prefix="ita-", dir=worker.local_directory))
        for name, content in self._files.items():
            file = self._folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        self._files.clear()

    def teardown(self, worker: Worker) -> None:
        """Leaves nothing on the worker: no file, and no process unless another batch uses it."""
        if not any(isinstance(plugin, Inputs) and plugin is not self for plugin in worker.plugins.values()):
            lifecycle.end()
            browser.close_own()
        if self._folder != Path():
            shutil.rmtree(self._folder, ignore_errors=True)

    def do(self, order: Order, run_settings: RunSettings) -> Outcome:
        """Runs an order on the worker; a second time if its warm process was killed."""
        if self._refused:
            raise OtherVersionError(self._refused)
        if run_settings.engine == "warm" and not lifecycle.available():
            run_settings = replace(run_settings, engine="kernel")
        parameters = {**order.parameters, "data_dir": str(self._folder)}
        for _ in range(ATTEMPTS):
            # Inside the loop: if the warm process was killed, this starts another.
            reachable = reached(run_settings)
            outcome = run(self._folder / order.notebook.name, parameters, reachable)
            if (
                outcome.status != "not_run"
                or run_settings.engine != "warm"
                or not lifecycle.ended(reachable.address)
            ):
                break
        return outcome


def _do(name: str, order: Order, run_settings: RunSettings) -> Outcome:
    inputs = get_worker().plugins[name]
    assert isinstance(inputs, Inputs)  # noqa: S101 - for the type checker
    return inputs.do(order, run_settings)


@contextlib.contextmanager
def connected(address: str, data_dir: Path) -> Iterator[Runner]:
    """The scheduler's workers as a runner of orders whose notebooks read ``data_dir``.

    Raises ``ClusterRefusedError`` if the scheduler does not answer.
    """
    for name in ("distributed", "distributed.client"):  # quiet: we raise what matters, with our own message
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Also limits the search for a scheduler that went away: dask spends its own 30 seconds several times.
    dask.config.set({"distributed.comm.timeouts.connect": f"{SECONDS_TO_ANSWER}s"})
    _check_certificates(address)
    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterRefusedError(
            both(
                f"ติดต่อ dask scheduler ที่ {address} ไม่ได้ ตรวจที่อยู่และเริ่มด้วยคำสั่ง dask scheduler",
                f"the dask scheduler {address} does not answer: check the address, start it with"
                f" `dask scheduler` ({_line(error)})",
            )
        ) from error
    with client:
        yield lambda orders, run_settings: _run(client, orders, data_dir, run_settings)


def _check_certificates(address: str) -> None:
    if address.startswith("tls://") and not all(dask.config.get(name, None) for name in CERTIFICATES):
        names = ", ".join(
            "DASK_" + name.upper().replace(".", "__").replace("-", "_") for name in CERTIFICATES
        )
        raise ClusterRefusedError(
            both(
                f"{address} ต้องใช้ใบรับรอง ให้กำหนดตัวแปรสภาพแวดล้อม {names} (ดู docs/cluster.md)",
                f"{address} asks for certificates: set {names} (see docs/cluster.md)",
            )
        )


def _run(
    client: Client, orders: Sequence[Order], data_dir: Path, run_settings: RunSettings
) -> Generator[tuple[Order, Outcome], None, None]:
    """Runs the orders and yields each as it ends. When the caller stops, so do the workers."""
    if not orders:
        return
    inputs = Inputs(_files(orders, data_dir))
    futures: Given = {}
    try:
        _wait_for_workers(client)
        _unpack(client, inputs)
        yield from _results(client, inputs.name, orders, run_settings, futures)
    except (ClusterRefusedError, ClusterLostError):
        raise
    except Exception as error:  # whatever dask raises, wherever it was, when its scheduler has gone
        if client.status == "running" and not isinstance(error, OSError):
            raise
        raise _lost(*GONE) from error
    finally:
        if client.status == "running":  # without a scheduler there is nothing left to clean up
            with contextlib.suppress(Exception):
                client.cancel(list(futures))
                client.unregister_worker_plugin(inputs.name)


def _wait_for_workers(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_WITHOUT_WORKERS)
    except TimeoutError as error:
        if client.status != "running":
            raise
        raise ClusterRefusedError(
            both(
                "dask scheduler ไม่มีเครื่องช่วยงาน เริ่มด้วยคำสั่ง dask worker",
                "the dask scheduler has no workers: start them with `dask worker`",
            )
        ) from error


def _files(orders: Sequence[Order], data_dir: Path) -> dict[str, bytes]:
    """Everything that notebooks of the orders read, by its name in the worker's folder."""
    wanted = [*digests.ROWS]
    if any(order.parameters.get("analyst") for order in orders):
        wanted += digests.SEEN_BY_ANALYSTS
    sources = [tables.path(data_dir, name) for name in wanted]
    sources += [tables.settings_file(data_dir), tables.rules_file(data_dir)]
    files = {file.relative_to(data_dir).as_posix(): file.read_bytes() for file in sources if file.is_file()}
    return files | {notebook.name: notebook.read_bytes() for notebook in {order.notebook for order in orders}}


def _unpack(client: Client, inputs: Inputs) -> None:
    try:
        client.register_plugin(inputs)
    except OtherVersionError as error:
        raise ClusterRefusedError(str(error)) from error
    except ImportError as error:
        raise ClusterRefusedError(f"{OTHER_VERSION.format(worker='')} ({_line(error)})") from error
    except Exception as error:
        if client.status != "running":
            raise
        raise ClusterRefusedError(
            both(
                "ส่งข้อมูลไปยังเครื่องช่วยงานไม่ได้",
                f"the workers could not take what the reports are made from ({_line(error)})",
            )
        ) from error


def _results(
    client: Client, inputs: str, orders: Sequence[Order], run_settings: RunSettings, futures: Given
) -> Iterator[tuple[Order, Outcome]]:
    """Keeps every thread of the workers busy but no more, so that results don't pile up unfetched."""
    waiting = iter(orders)
    ended: SimpleQueue[Future[Outcome]] = SimpleQueue()
    room, looked_at, had_workers_at = 0, -SECONDS_BETWEEN_LOOKS, time.monotonic()
    while True:
        if (now := time.monotonic()) - looked_at > SECONDS_BETWEEN_LOOKS:
            room, looked_at = ORDERS_A_THREAD * sum(client.nthreads().values()), now
            had_workers_at = now if room else had_workers_at
            if now - had_workers_at > SECONDS_WITHOUT_WORKERS:
                raise _lost("ไม่มีเครื่องช่วยงานเหลืออยู่", "no worker is left")
        while len(futures) < room and (order := next(waiting, None)) is not None:
            key = f"{inputs}-{order.key}"
            # A key of this batch alone, or dask would hand out an earlier batch's outcome for the same order.
            future = client.submit(_do, inputs, order, run_settings, key=key, pure=False)
            futures[future] = order
            future.add_done_callback(ended.put)
        if not futures and room:
            return
        with contextlib.suppress(Empty):
            future = ended.get(timeout=SECONDS_BETWEEN_LOOKS)
            outcome = _outcome(future)
            yield futures.pop(future), outcome
            future.release()


def _outcome(future: Future[Outcome]) -> Outcome:
    """The outcome of an order. Raises ``ClusterLostError`` where it was lost with the cluster."""
    if future.cancelled() or future.status == "lost":
        raise _lost(*GONE)
    try:
        outcome: Outcome = future.result()
    except KilledWorker as error:
        reason = f"{error.allowed_failures + 1} workers died while they had it"
        return Outcome("not_run", reason, "", 0.0)
    except OtherVersionError as error:
        raise ClusterLostError(str(error)) from error
    except Exception as error:
        return Outcome("not_run", f"{type(error).__name__}: {_line(error)}", "", 0.0)
    return outcome


def _lost(thai: str, english: str) -> ClusterLostError:
    return ClusterLostError(
        both(
            f"{thai} รายงานที่เสร็จแล้วยังอยู่ สั่งซ้ำเพื่อทำต่อ",
            f"{english}: what is done is kept; run it again to go on",
        )
    )


def _line(error: Any) -> str:  # noqa: ANN401 - anything with words
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
