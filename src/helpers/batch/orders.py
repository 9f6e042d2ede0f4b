"""A notebook to be run, how to run it, and the outcome. Imports little, for modules that only give orders."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from helpers.batch.warm import lifecycle
from helpers.formats.making import Format

Engine = Literal["warm", "kernel"]

CELL_SECONDS = 600.0
"""Cells normally take seconds, so one that takes this long will not end."""

MEMORY_MB = 2048
"""How much memory a notebook may use beyond its libraries; a report uses a hundredth of it."""


LEAST_MEMORY_MB = 128
"""With less, reports could fail: one uses up to a third of this."""


def default_engine() -> Engine:
    """The warm engine where the platform supports it."""
    return "warm" if lifecycle.available() else "kernel"


@dataclass(frozen=True)
class RunSettings:
    """How notebooks are run.

    ``memory_mb`` is what each may use beyond its libraries, 0 for no limit. ``address`` is the socket of
    a warm process, "" that of this process's own. ``formats`` are made in addition to the page, the PDF
    by the browser at ``browser``.
    """

    engine: Engine = field(default_factory=default_engine)
    cell_seconds: float = CELL_SECONDS
    memory_mb: int = MEMORY_MB
    address: str = ""
    formats: tuple[Format, ...] = ()
    browser: str = ""


@dataclass(frozen=True)
class Order:
    """A notebook to be run with parameters; ``key`` is any number by which the caller knows it again."""

    key: int
    notebook: Path
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Outcome:
    """The outcome of running one notebook.

    ``status``: ``succeeded``; ``raised`` (the notebook raised an error, or a cell of it crashed or
    did not end); ``not_run`` (it could not be run at all). ``reason`` is one line, "" if it
    succeeded. After a failure, ``executed`` is the notebook up to the failing cell, which is marked.
    ``analyst`` is the analyst's page, if the parameters ask for it; ``others`` are the page's other
    formats, ``lacking`` the reasons why any of them could not be made.
    """

    status: str
    reason: str
    html: str
    seconds: float
    executed: str = ""
    analyst: str = ""
    others: Mapping[Format, bytes] = field(default_factory=dict)
    lacking: Mapping[Format, str] = field(default_factory=dict)


Runner = Callable[[Sequence[Order], RunSettings], Generator[tuple[Order, Outcome], None, None]]
"""Runs orders with the given settings and yields each as it ends; closing it leaves nothing running.
``workers.run`` does so on this machine, ``cluster.connected`` on others."""


class ClusterRefusedError(RuntimeError):
    """The cluster can't do the work, which has not begun."""


class ClusterLostError(RuntimeError):
    """The cluster went away in the middle; reports finished before are kept."""
