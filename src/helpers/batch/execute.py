"""One notebook, executed by papermill and exported through nbconvert."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets import default

from helpers.report import export

CELL_SECONDS = 600
"""No cell takes minutes; one that does will not end."""


class LocalKernelManager(AsyncKernelManager):
    """Kernels reached through the file system where the platform can: no ports to fight over."""

    @default("transport")
    def _local_transport(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    @default("ip")
    def _own_address(self) -> str:
        # Left alone, kernels that start at the same moment share one name, and each other's messages.
        if self.transport == "tcp":
            return "127.0.0.1"
        return str(Path(tempfile.gettempdir()) / f"ita-{uuid.uuid4().hex[:16]}")


SETTINGS: dict[str, object] = {
    "kernel_manager_class": LocalKernelManager,
    "progress_bar": False,
    "log_output": False,
    # Saved once at the end: saving after every cell costs more than running them.
    "request_save_on_cell_execute": False,
    "autosave_cell_every": 0,
    "execution_timeout": CELL_SECONDS,
    "start_timeout": 120,
    "shutdown_kernel": "immediate",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook.

    ``status``: ``succeeded``; ``raised`` (the notebook raised an error); ``not_run`` (it could not
    be run at all). ``reason`` is one line, "" if it succeeded.
    """

    status: str
    reason: str
    html: str
    seconds: float


def run(notebook: Path, parameters: Mapping[str, object], keep_failed: Path | None = None) -> Outcome:
    """Executes a notebook with parameters and exports it.

    Never raises for what happens inside the notebook. ``keep_failed`` is where the executed
    notebook of a failure goes, the failing cell marked in it.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        executed = Path(folder) / notebook.name
        try:
            nb = _execute(notebook, executed, parameters)
            outcome = Outcome("succeeded", "", export.to_html(nb), time.perf_counter() - started)
        except PapermillExecutionError as error:
            reason = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
            outcome = Outcome("raised", reason, "", time.perf_counter() - started)
        except Exception as error:  # one report's failure must not stop the others
            reason = f"{type(error).__name__}: {error}".strip().splitlines()[0]
            outcome = Outcome("not_run", reason, "", time.perf_counter() - started)
        if keep_failed is not None:
            if outcome.status != "succeeded" and executed.is_file():
                write_atomic(keep_failed, executed.read_bytes())
            else:
                keep_failed.unlink(missing_ok=True)
    return outcome


def _execute(notebook: Path, executed: Path, parameters: Mapping[str, object]) -> nbformat.NotebookNode:
    for attempt in (1, 2):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the machinery; the notebook's own go to its output
                nb: nbformat.NotebookNode = papermill.execute_notebook(
                    str(notebook), str(executed), dict(parameters), kernel_name="python3", **SETTINGS
                )
                return nb
        except (DeadKernelError, RuntimeError) as error:
            # Kernels that start side by side now and then take each other's port: once more.
            if attempt == 2 or isinstance(error, NoSuchKernel):
                raise
    raise AssertionError("unreachable")


def write_atomic(target: Path, content: bytes) -> None:
    """Writes a file whole or not at all: no half-written file ever has a final name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
