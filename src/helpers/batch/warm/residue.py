"""What a notebook leaves behind in its process: another may follow it only where that is nothing.

Names of the notebook itself go with the shell's reset, working directory, environment, arguments and
streams are set anew for each. Compared is what would otherwise reach the next one. Not seen is what a
cell changes inside a library other than this package (a method put in the place of another); therefore
a process ends after some notebooks in any case, and a notebook that fails is run again in a new one.
"""

from __future__ import annotations

import asyncio
import builtins
import decimal
import locale
import logging
import os
import signal
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from ipykernel.zmqshell import ZMQInteractiveShell

PACKAGE = __name__.partition(".")[0]

MOST_GROWTH_MB = 128
"""A report takes a third of this at its highest."""

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class State:
    """How a process stands: ``settings`` by kind; ``parts`` that have names, by name; memory in MB."""

    settings: Mapping[str, object]
    parts: Mapping[str, object]
    memory_mb: float


def of_process(shell: ZMQInteractiveShell, loop: asyncio.AbstractEventLoop) -> State:
    """How this process stands, with its shell and the loop that its cells run in."""
    settings = {
        "builtins": {key: value for key, value in vars(builtins).items() if key != "_"},  # the last result
        "path": (list(sys.path), sys.meta_path[:], sys.path_hooks[:]),
        "interpreter": (sys.getrecursionlimit(), sys.excepthook, sys.gettrace(), sys.getprofile()),
        "warnings": warnings.filters[:],
        "logging": (logging.root.level, logging.root.manager.disable),
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "locale": locale.setlocale(locale.LC_ALL),
        "decimals": repr(decimal.getcontext()),
        "pandas": repr(vars(pd.options)),
        "matplotlib": (repr(dict.copy(mpl.rcParams)), plt.get_fignums()),
        "IPython": _of_shell(shell),
        "tasks": len(asyncio.all_tasks(loop)),
        "threads": sum(1 for _ in Path("/proc/self/task").iterdir()),
        "processes": _has_children(),
    }
    parts: dict[str, object] = dict(sys.modules)
    for name, module in sys.modules.items():
        if name.partition(".")[0] == PACKAGE:
            parts |= {f"{name}.{key}": value for key, value in vars(module).items()}
    return State(settings, parts, int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 2**20)


def left(before: State, after: State) -> list[str]:
    """Names of what is no longer as it was; what came to it (a module that was imported) is no difference."""
    found = [name for name, setting in before.settings.items() if after.settings[name] != setting]
    found += [name for name, part in before.parts.items() if after.parts.get(name) is not part]
    if after.memory_mb > before.memory_mb + MOST_GROWTH_MB:
        found.append("memory")
    return found


def _of_shell(shell: ZMQInteractiveShell) -> object:
    """What magics and ``get_ipython()`` can change of how cells run and what they show."""
    display, extensions = shell.display_formatter, shell.extension_manager
    assert display is not None  # noqa: S101 - for the type checker
    assert extensions is not None  # noqa: S101 - for the type checker
    formatters = list(display.formatters.values())
    configured = [*shell.configurables, *formatters]
    return (
        [repr(sorted(part.trait_values(config=True).items())) for part in configured],
        [sorted(map(str, {*each.type_printers, *each.deferred_printers})) for each in formatters],
        {name: hooks[:] for name, hooks in shell.events.callbacks.items()},
        [sorted(names) for names in shell.magics_manager.magics.values()],
        [*shell.input_transformers_cleanup, *shell.input_transformers_post, *shell.ast_transformers],
        sorted(extensions.loaded),
    )


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
