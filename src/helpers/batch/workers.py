"""Jobs done side by side by processes of this machine."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from helpers.batch import limits
from helpers.batch.orders import Order, Outcome, RunSettings
from helpers.batch.warm import lifecycle
from helpers.formats import browser

ATTEMPTS = 2
"""How often a job is tried whose worker died: it may not be its fault."""

ORDERS_A_WORKER = 4
"""Starting a worker costs as much as so many pages by the warm engine: for fewer it is not done."""

SECONDS_TO_END = 1.0

SECONDS_BETWEEN_LOOKS = 5.0

SECONDS_BESIDE_CELLS = 120.0
"""What starting a kernel and making the documents may take beyond twice a cell's longest time."""

_spawn = get_context("spawn")  # forks of a process that may have threads are not safe


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection[Any, Any]
    order: Order | None = None
    attempt: int = 0
    told: RunSettings = field(default_factory=RunSettings)
    """How the order is to be done, with the addresses of the day."""
    until: float = 0.0
    """When it is given up (``time.monotonic``): one that is stopped, or waits for a disk, says nothing."""
    late: bool = False


def run(
    orders: Iterable[Order], count: int, settings: RunSettings
) -> Generator[tuple[Order, Outcome], None, None]:
    """Does the orders with at most ``count`` workers; yields each as it ends, whatever becomes of it.

    A worker that dies is replaced, and so is the warm process. When the caller stops, by an
    exception or by closing this iterator, nothing is left running. One browser prints for all.
    """
    waiting = deque((order, 1) for order in orders)
    worth = 1 if settings.engine == "kernel" or settings.formats else ORDERS_A_WORKER
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.order for worker in workers):
            busy = sum(worker.order is not None for worker in workers)
            while len(workers) < min(count, -(-(busy + len(waiting)) // worth)):
                workers.append(_start())
            for worker in workers:
                if worker.order is None and waiting:
                    worker.order, worker.attempt = waiting.popleft()
                    worker.told = reached(settings)
                    worker.until = time.monotonic() + 2 * settings.cell_seconds + SECONDS_BESIDE_CELLS
                    with contextlib.suppress(OSError):  # it died idle: seen below, where it is waited for
                        worker.connection.send((worker.order, worker.told))
            _kill_late(workers)
            for ready in wait([worker.connection for worker in workers], SECONDS_BETWEEN_LOOKS):
                worker = next(worker for worker in workers if worker.connection is ready)
                order, worker.order = worker.order, None
                try:
                    outcome = worker.connection.recv()
                    lost = _was_lost(outcome, worker.told)
                except (EOFError, OSError):
                    workers.remove(worker)
                    outcome = Outcome("not_run", f"its worker {_end_of(worker)}", "", 0.0)
                    lost = True
                if order is None:
                    continue
                if lost and worker.attempt < ATTEMPTS:
                    waiting.appendleft((order, worker.attempt + 1))
                else:
                    yield order, outcome
    finally:
        _stop(workers)
        browser.close_own()


def _kill_late(workers: Iterable[_Worker]) -> None:
    """Ends workers that should have answered long ago; that they ended is then seen like any other end."""
    for worker in workers:
        if worker.order is not None and worker.until < time.monotonic():
            worker.late = True
            worker.process.kill()


def reached(settings: RunSettings) -> RunSettings:
    """With the addresses of this process's warm process and browser, by which both are everybody's.

    Whoever asks ends them: ``lifecycle.end``, ``browser.close_own``.
    """
    if settings.engine == "warm" and not settings.address:
        settings = replace(settings, address=lifecycle.own_address())
    if "pdf" in settings.formats and not settings.browser:
        # Where it does not start, its report says so; the page is made all the same.
        with contextlib.suppress(browser.BrowserError):
            settings = replace(settings, browser=browser.own_address())
    return settings


def _was_lost(outcome: Outcome, told: RunSettings) -> bool:
    """Whether it failed with what all share and what has ended, though another may stand in its place."""
    warm = outcome.status == "not_run" and told.engine == "warm" and lifecycle.ended(told.address)
    return warm or ("pdf" in outcome.lacking and not browser.own_runs_at(told.browser))


def _start() -> _Worker:
    ours, theirs = _spawn.Pipe()
    process = _spawn.Process(target=_serve, args=(theirs,), daemon=True)
    with _current_folder_left_out():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextlib.contextmanager
def _current_folder_left_out() -> Iterator[None]:
    """multiprocessing starts Python with ``-c``, which imports from there, and knows no ``-P``."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _serve(connection: Connection[Any, Any]) -> None:
    """A worker: does orders until its connection closes, which it does when the batch ends."""
    _die_with_the_batch()
    from helpers.batch import execute  # a second, which a batch with nothing to do has no use for

    # Ctrl-C is for the batch, which then ends its workers.
    if hasattr(os, "setsid"):
        os.setsid()
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while True:
            order, settings = connection.recv()
            if settings.engine == "kernel" and settings.memory_mb:
                limits.allow_kernels(settings.memory_mb)
            connection.send(execute.run(order.notebook, order.parameters, settings))


def _die_with_the_batch() -> None:
    """A worker that is stopped does not see that its connection closed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _end_of(worker: _Worker) -> str:
    worker.connection.close()
    worker.process.join(SECONDS_TO_END)
    if worker.late:
        return "gave no answer in time and was ended"
    code = worker.process.exitcode
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit status {code}"


def _stop(workers: list[_Worker]) -> None:
    """An idle worker ends with its connection; one at work (with a kernel, say) is told to, then made to."""
    for worker in workers:
        worker.connection.close()
        if worker.order is not None:
            worker.process.terminate()
    limit = time.monotonic() + SECONDS_TO_END
    for worker in workers:
        worker.process.join(max(0.0, limit - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
