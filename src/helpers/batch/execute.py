"""One notebook, executed by papermill's engines and exported through nbconvert."""

from __future__ import annotations

import copy
import logging
import os
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import prepare_notebook_metadata, raise_for_execution_errors
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets import default

from helpers.batch.orders import CELL_SECONDS, Outcome, RunSettings
from helpers.batch.warm import engine as warm_engine
from helpers.formats import making
from helpers.report import export, spreadsheet

KERNEL = "python3"

NOTEBOOKS_A_PROCESS = 16
"""A fork costs a third of a report, so several notebooks share one; not more, as one may leave traces."""


class LocalKernelManager(AsyncKernelManager):
    """Kernels reached through the file system, where possible, so that none takes another's port.

    Like every Python that this package starts, they import nothing from the current folder.
    """

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override] # noqa: ANN401
        """Starts the kernel."""
        await super().start_kernel(env=os.environ | {"PYTHONSAFEPATH": "1"}, **options)

    @default("transport")
    def _local_transport(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    @default("ip")
    def _own_address(self) -> str:
        # Without a name of their own, kernels that start at the same moment would share one, and get
        # each other's messages.
        if self.transport == "tcp":
            return "127.0.0.1"
        return str(Path(tempfile.gettempdir()) / f"ita-{uuid.uuid4().hex[:16]}")


ENGINE_SETTINGS: dict[str, object] = {
    "kernel_manager_class": LocalKernelManager,
    "progress_bar": False,
    "log_output": False,
    # Saved once at the end: saving after every cell costs more than running them.
    "autosave_cell_every": 0,
    "execution_timeout": CELL_SECONDS,
    "start_timeout": 120,
    "shutdown_kernel": "immediate",
}
"""Settings of papermill and its engine."""


def run(notebook: Path, parameters: Mapping[str, object], run_settings: RunSettings) -> Outcome:
    """Executes a notebook with parameters and exports it.

    Never raises for what happens inside the notebook.
    """
    started = time.perf_counter()
    status, reason, html, executed, analyst = "succeeded", "", "", "", ""
    nb = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # papermill's and nbconvert's; a notebook's own go to its output
            nb = _prepared(notebook, parameters, run_settings)
            _execute(nb, run_settings)
        html = export.to_html(nb)
        if parameters.get("analyst"):
            analyst = export.to_html(nb, analyst=True)
    except PapermillExecutionError as error:
        status, reason = "raised", _line(f"{error.ename}: {error.evalue}")
    except Exception as error:  # one report's failure must not stop the others
        status, reason = "not_run", _line(f"{type(error).__name__}: {error}")
    if status != "succeeded" and nb is not None:
        executed = nbformat.writes(nb)
    wanted = run_settings.formats
    if parameters.get("tables") and spreadsheet.LINK in html:  # a summary has no figures of its own
        wanted += making.TABLES
    others, lacking = making.make(html, wanted, run_settings.browser) if html else ({}, {})
    seconds = time.perf_counter() - started
    return Outcome(status, reason, html, seconds, executed, analyst, others, lacking)


def _line(text: str) -> str:
    return text.strip().splitlines()[0]


@lru_cache(maxsize=8)
def _loaded(notebook: str, _changed: int) -> nbformat.NotebookNode:
    """A notebook from its file; the time of its last change makes the cache forget an older version."""
    nb: nbformat.NotebookNode = load_notebook_node(notebook)
    for cell in nb.cells:
        # The cell is for interactive use and no page shows it, so a batch skips it.
        if cell.cell_type == "code" and "remark" in cell.metadata.tags:
            cell.metadata.tags.append("skip-execution")
    return nb


def _prepared(
    notebook: Path, parameters: Mapping[str, object], run_settings: RunSettings
) -> nbformat.NotebookNode:
    """The notebook with its parameters, prepared as ``papermill.execute_notebook`` does.

    papermill itself would read and check the same file for every agency, and write every executed
    notebook although only the failed ones are of use.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    nb: nbformat.NotebookNode = copy.deepcopy(_loaded(str(notebook), notebook.stat().st_mtime_ns))
    nb = parameterize_notebook(
        nb, dict(parameters), kernel_name=KERNEL, engine_name=_engine_name(run_settings)
    )
    prepared: nbformat.NotebookNode = prepare_notebook_metadata(nb, notebook.name, "")
    return prepared


def _engine_name(run_settings: RunSettings) -> str | None:
    return warm_engine.NAME if run_settings.engine == "warm" else None  # None is papermill's own


def _execute(nb: nbformat.NotebookNode, run_settings: RunSettings) -> None:
    """Runs the cells. If one fails, marks it and raises ``PapermillExecutionError``."""
    engine_settings = ENGINE_SETTINGS | {
        "execution_timeout": run_settings.cell_seconds,
        "warm_address": run_settings.address or None,
        "warm_memory_mb": run_settings.memory_mb or None,
        "warm_notebooks": NOTEBOOKS_A_PROCESS,
    }
    if run_settings.engine == "kernel":
        engine_settings = {
            name: value for name, value in engine_settings.items() if not name.startswith("warm_")
        }
    for attempt in (1, 2):
        try:
            papermill_engines.execute_notebook_with_engine(
                _engine_name(run_settings), nb, KERNEL, **engine_settings
            )
            break
        except (CellTimeoutError, DeadKernelError) as error:
            # In a cell it is that cell's fault, to be raised below; before the first, try another kernel.
            if _note(nb, error):
                break
            if attempt == 2:
                raise
        except RuntimeError as error:
            # Kernels that start at the same time sometimes take each other's port; a second try works.
            if attempt == 2 or isinstance(error, (NoSuchKernel, warm_engine.WarmProcessError)):
                raise
    raise_for_execution_errors(nb, None)


def _note(nb: nbformat.NotebookNode, error: Exception) -> bool:
    """Writes the error into the cell that was running. Returns whether any was."""
    for cell in nb.cells:
        # nbclient notes the times of a cell: a start without a reply is the cell that was running.
        if "shell.execute_reply" not in cell.metadata.get("execution", {"shell.execute_reply": ""}):
            cell.metadata.papermill["exception"] = nb.metadata.papermill["exception"] = True
            cell.metadata.papermill["status"] = "failed"
            name, reason = type(error).__name__, _line(str(error))
            cell.outputs.append(
                nbformat.v4.new_output("error", ename=name, evalue=reason, traceback=[f"{name}: {reason}"])
            )
            return True
    return False
