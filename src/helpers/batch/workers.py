"""Runs jobs in parallel processes on this machine."""

from __future__ import annotations

import contextlib
import ctypes
import math
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
"""How often a job is tried if its worker dies, which need not be the job's fault."""

ORDERS_A_WORKER = 4
"""Starting a worker takes as long as the warm engine takes for this many pages, so fewer don't pay for it."""

SECONDS_TO_END = 1.0
"""How long a worker may take to end before it is killed. It has nothing to save."""

SECONDS_BETWEEN_LOOKS = 5.0
"""How often workers that are late are looked for while no order ends."""

SECONDS_BESIDE_CELLS = 120.0
"""Time allowed for starting a kernel and making documents, beyond twice a cell's longest time."""

_spawn = get_context("spawn")  # forks of a process that may have threads are not safe


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection[Any, Any]
    order: Order | None = None
    attempt: int = 0
    run_settings: RunSettings = field(default_factory=RunSettings)
    """The settings of the order, with the present addresses of warm process and browser."""
    until: float = 0.0
    """When to give the worker up (``time.monotonic``); if it is stopped or hangs, it never answers."""
    late: bool = False


def run(
    orders: Iterable[Order], count: int, run_settings: RunSettings
) -> Generator[tuple[Order, Outcome], None, None]:
    """Runs the orders with at most ``count`` workers and yields each as it ends, failed or not.

    Workers that die are replaced, and so is the warm process. When the caller stops, by an exception or
    by closing this iterator, nothing is left running. All workers print with the same browser.
    """
    waiting = deque((order, 1) for order in orders)
    orders_a_worker = 1 if run_settings.engine == "kernel" or run_settings.formats else ORDERS_A_WORKER
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.order for worker in workers):
            busy = sum(worker.order is not None for worker in workers)
            while len(workers) < min(count, math.ceil((busy + len(waiting)) / orders_a_worker)):
                workers.append(_start())
            for worker in workers:
                if worker.order is None and waiting:
                    worker.order, worker.attempt = waiting.popleft()
                    worker.run_settings = reached(run_settings)
                    # Twice: the warm engine runs a notebook that fails after others a second time.
                    worker.until = time.monotonic() + 2 * run_settings.cell_seconds + SECONDS_BESIDE_CELLS
                    with contextlib.suppress(OSError):  # it died while idle; the wait below notices that
                        worker.connection.send((worker.order, worker.run_settings))
            _kill_late(workers)
            for ready in wait([worker.connection for worker in workers], SECONDS_BETWEEN_LOOKS):
                worker = next(worker for worker in workers if worker.connection is ready)
                order, worker.order = worker.order, None
                try:
                    outcome = worker.connection.recv()
                    lost = _was_lost(outcome, worker.run_settings)
                except (EOFError, OSError):
                    workers.remove(worker)
                    outcome = Outcome("not_run", f"its worker {_end_of(worker)}", "", 0.0)
                    lost = True
                if order is None:  # an idle worker died, and no order with it
                    continue
                if lost and worker.attempt < ATTEMPTS:
                    waiting.appendleft((order, worker.attempt + 1))
                else:
                    yield order, outcome
    finally:
        _stop(workers)
        browser.close_own()


def _kill_late(workers: Iterable[_Worker]) -> None:
    """Kills workers that should have answered long ago; the caller treats them like any that died."""
    for worker in workers:
        if worker.order is not None and worker.until < time.monotonic():
            worker.late = True
            worker.process.kill()


def reached(run_settings: RunSettings) -> RunSettings:
    """Adds the addresses of this process's warm process and browser, so that all workers can share them.

    The caller has to end both: ``lifecycle.end``, ``browser.close_own``.
    """
    if run_settings.engine == "warm" and not run_settings.address:
        run_settings = replace(run_settings, address=lifecycle.own_address())
    if "pdf" in run_settings.formats and not run_settings.browser:
        # If the browser doesn't start, each report says so; the pages are made without it.
        with contextlib.suppress(browser.BrowserError):
            run_settings = replace(run_settings, browser=browser.own_address())
    return run_settings


def _was_lost(outcome: Outcome, run_settings: RunSettings) -> bool:
    """Whether it failed because the shared warm process or browser ended; it can be tried with a new one."""
    warm = (
        outcome.status == "not_run"
        and run_settings.engine == "warm"
        and lifecycle.ended(run_settings.address)
    )
    return warm or ("pdf" in outcome.lacking and not browser.own_runs_at(run_settings.browser))


def _start() -> _Worker:
    ours, theirs = _spawn.Pipe()
    process = _spawn.Process(target=_serve, args=(theirs,), daemon=True)
    with _current_folder_left_out():
        process.start()
    # If it stayed open here, too, the connection would not close when the worker dies.
    theirs.close()
    return _Worker(process, ours)


@contextlib.contextmanager
def _current_folder_left_out() -> Iterator[None]:
    """multiprocessing starts Python with ``-c``, which imports from the current folder; can't pass ``-P``."""
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
    """A worker: runs orders until the batch ends, which closes the connection."""
    _die_with_the_batch()
    from helpers.batch import execute  # takes a second, which a batch with nothing to do saves

    # The batch handles Ctrl-C and then ends its workers.
    if hasattr(os, "setsid"):
        os.setsid()
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while True:
            order, run_settings = connection.recv()
            if run_settings.engine == "kernel" and run_settings.memory_mb:
                limits.allow_kernels(run_settings.memory_mb)
            connection.send(execute.run(order.notebook, order.parameters, run_settings))


def _die_with_the_batch() -> None:
    """For a worker that is stopped (SIGSTOP) and so can't notice that its connection closed."""
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
    """Closes the connections, which ends idle workers; busy ones are terminated, and killed if they stay."""
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
