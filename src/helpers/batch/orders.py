"""What is to be run, how, and what became of it: light, for whoever only gives orders."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from helpers.batch.warm import lifecycle
from helpers.formats.making import Format

Engine = Literal["warm", "kernel"]

CELL_SECONDS = 600.0
"""No cell takes minutes; one that does will not end."""

MEMORY_MB = 2048
"""What a notebook may take beyond its libraries; a report takes a hundredth of it."""


LEAST_MEMORY_MB = 128
"""With less, no report is made: one takes a third of this at its highest."""


def default_engine() -> Engine:
    """The warm engine where the platform has it."""
    return "warm" if lifecycle.available() else "kernel"


@dataclass(frozen=True)
class RunSettings:
    """How notebooks are run.

    ``memory_mb`` is what each may take beyond its libraries, 0 for no limit. ``address`` is a warm
    process's socket; "" is this process's own. ``formats`` are made of the page beside it, the PDF by
    the browser at ``browser``.
    """

    engine: Engine = field(default_factory=default_engine)
    cell_seconds: float = CELL_SECONDS
    memory_mb: int = MEMORY_MB
    address: str = ""
    formats: tuple[Format, ...] = ()
    browser: str = ""


@dataclass(frozen=True)
class Order:
    """A notebook to be run with parameters; ``key`` is the giver's own number for it."""

    key: int
    notebook: Path
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook.

    ``status``: ``succeeded``; ``raised`` (the notebook raised an error, or a cell of it crashed or
    did not end); ``not_run`` (it could not be run at all). ``reason`` is one line, "" if it
    succeeded. ``executed`` is the notebook of a failure as far as it came, the failing cell marked.
    ``analyst`` is the analyst's page, where the parameters ask for it; ``others`` are the page's other
    formats, ``lacking`` the reasons why one of them could not be made.
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
"""Does orders as the settings say and yields each as it ends; nothing is left running when it is closed.
On this machine that is ``workers.run``, elsewhere ``cluster.connected``."""


class ClusterRefusedError(RuntimeError):
    """A cluster that cannot do the work; nothing was begun."""


class ClusterLostError(RuntimeError):
    """The cluster went away in the middle; what is done until then stands."""
