"""What a notebook leaves behind in its process: another may follow it only where that is nothing.

Names of the notebook itself go with the shell's reset; working directory, environment, arguments,
streams and seeds are set anew for each. Compared is what would otherwise reach the next one. Not seen is
what a cell changes inside an object that others use, too: an attribute of a library's module or class,
an entry of something cached. Therefore a process ends after some notebooks in any case, and a notebook
that fails is run again in a new one.
"""

from __future__ import annotations

import asyncio
import builtins
import decimal
import gc
import locale
import logging
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import matplotlib as mpl
import pandas as pd

from helpers.batch.warm import ipython

PACKAGE = __name__.partition(".")[0]

MOST_GROWTH_MB = 128
"""A report takes a third of this at its highest."""

INSTALLED = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[3]))
"""Where modules come from that are the same for every notebook."""


@dataclass(frozen=True)
class State:
    """How a process stands: ``settings`` by kind; ``modules`` and this package's ``parts`` by name; MB."""

    settings: Mapping[str, object]
    modules: Mapping[str, ModuleType]
    parts: Mapping[str, object]
    memory_mb: float


def of_process(shell: ipython.Shell, loop: asyncio.AbstractEventLoop) -> State:
    """How this process stands, with its shell and the loop that its cells run in."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    settings = {
        "builtins": dict(vars(builtins)),
        "path": (list(sys.path), sys.meta_path[:], sys.path_hooks[:]),
        "interpreter": (sys.getrecursionlimit(), sys.get_int_max_str_digits(), socket.getdefaulttimeout()),
        "hooks": (sys.excepthook, sys.unraisablehook, threading.excepthook, sys.gettrace(), sys.getprofile()),
        "collection": (gc.isenabled(), gc.get_threshold()),
        "umask": next(line for line in status.splitlines() if line.startswith("Umask")),
        "warnings": (warnings.filters[:], warnings.showwarning),
        "logging": (logging.root.level, logging.root.manager.disable, _of_loggers()),
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "signals held back": signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        "alarm": signal.getitimer(signal.ITIMER_REAL),
        "locale": locale.setlocale(locale.LC_ALL),
        # As text, because these objects are changed in place and would always equal themselves.
        "decimals": repr(decimal.getcontext()),
        "pandas": repr(vars(pd.options)),
        "matplotlib": (repr(dict.copy(mpl.rcParams)), sorted(mpl.colormaps)),
        "IPython": ipython.state(shell),
        "tasks": len(asyncio.all_tasks(loop)),
        "threads": sum(1 for _ in Path("/proc/self/task").iterdir()),
        "processes": _has_children(),
    }
    parts: dict[str, object] = {}
    for name, module in sys.modules.items():
        if name.partition(".")[0] == PACKAGE:
            parts |= {f"{name}.{key}": value for key, value in vars(module).items()}
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return State(settings, dict(sys.modules), parts, resident / 1024)


def differences(before: State, after: State) -> list[str]:
    """Names of what is no longer as it was. An installed module that was imported is no difference."""
    names = [name for name, setting in before.settings.items() if after.settings[name] != setting]
    # By identity: a part may be a frame or an array, which has no single answer to ==.
    names += [name for name, module in before.modules.items() if after.modules.get(name) is not module]
    names += [name for name, part in before.parts.items() if after.parts.get(name) is not part]
    imported = after.modules.keys() - before.modules.keys()
    names += [name for name in sorted(imported) if not _is_installed(after.modules[name])]
    if after.memory_mb > before.memory_mb + MOST_GROWTH_MB:
        names.append("memory")
    return names


def _is_installed(module: ModuleType) -> bool:
    return (getattr(module, "__file__", None) or sys.prefix).startswith(INSTALLED)


def _of_loggers() -> dict[str, object]:
    """Loggers that were told something."""
    loggers = logging.root.manager.loggerDict.items()
    return {
        name: (each.level, each.handlers[:], each.propagate, each.disabled)
        for name, each in loggers
        if isinstance(each, logging.Logger) and (each.level or each.handlers or each.disabled)
    }


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
