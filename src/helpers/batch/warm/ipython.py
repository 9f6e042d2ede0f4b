"""Everything that IPython and ipykernel are asked for without their promising it: what an upgrade can break.

No other module here imports them. ``pyproject.toml`` keeps both below their next major version, and
``tests/batch/test_ipython.py`` names whatever a newer one no longer has.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from ipykernel.displayhook import ZMQShellDisplayHook
from ipykernel.zmqshell import ZMQDisplayPublisher, ZMQInteractiveShell
from IPython.core.alias import Alias
from IPython.core.error import StdinNotImplementedError
from IPython.core.history import HistoryManager
from traitlets.config import Config

USED = {
    ZMQInteractiveShell: (
        *("_update_exit_now", "_showtraceback", "transform_cell", "run_cell_async", "showtraceback", "reset"),
        *("init_environment", "run_line_magic", "exit_now", "execution_count", "display_formatter"),
        *("extension_manager", "magics_manager", "history_manager", "ast_transformers"),
        *("input_transformers_cleanup", "input_transformers_post"),
    ),
    HistoryManager: ("enabled", "_i00", "_i", "_ii", "_iii"),
    ZMQShellDisplayHook: ("session", "pub_socket"),
    ZMQDisplayPublisher: ("session", "pub_socket"),
}
"""The names that classes must have."""

USED_OF_AN_INSTANCE = (
    *("_last_traceback", "_last_traceback_during_displayhook"),
    *("user_module", "events", "configurables", "displayhook", "display_pub"),
)
"""The names that a shell must have once it has shown an error."""


class Shell(ZMQInteractiveShell):
    """ipykernel's own shell; it has no kernel to stop when a cell says ``exit``."""

    def _update_exit_now(self, change: dict[str, Any]) -> None:
        pass


def create(session: object) -> Shell:
    """The one shell of this process; its outputs go to ``session``, a ``jupyter_client`` one."""
    config = Config()
    config.HistoryManager.enabled = False  # no database, no thread; In, Out and _ are there all the same
    Shell.clear_instance()
    # Nobody's own settings: a report does not depend on who makes it.
    shell = Shell.instance(config=config, compiler_class=XCachingCompiler)
    parts: list[Any] = [shell.displayhook, shell.display_pub]  # their types lack what ipykernel adds
    for part in parts:
        part.session, part.pub_socket = session, object()
    return shell


def names_of_module(shell: Shell) -> dict[str, Any]:
    """What the module that cells run in has before the first of them: its own name, builtins and so on."""
    return {name: value for name, value in vars(shell.user_module).items() if name.startswith("__")}


def forget(shell: Shell, names: dict[str, Any]) -> None:
    """Clears the notebook's names and its history; ``names`` are the module's own, as they were."""
    shell.reset(new_session=True)  # type: ignore[no-untyped-call]
    history: Any = shell.history_manager
    history._i00 = history._i = history._ii = history._iii = ""
    vars(shell.user_module).update(names | dict.fromkeys(("_", "__", "___"), ""))


async def execute(shell: Shell, code: str) -> dict[str, Any]:
    """Runs a cell; what a kernel would say in its reply."""
    failed = None
    try:
        transformed = shell.transform_cell(code)  # type: ignore[no-untyped-call]
    except Exception:  # a syntax error: the shell reports it when it runs the cell
        transformed, failed = code, sys.exc_info()
    shell._last_traceback = None
    shell._last_traceback_during_displayhook = False
    result = None
    try:
        # Awaiting code that awaits nothing runs it at once, as the shell's own runner does.
        result = await shell.run_cell_async(
            code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failed
        )
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    error = result.error_before_exec or result.error_in_exec
    count = shell.execution_count - 1
    if result.success and not shell._last_traceback_during_displayhook:
        return {"status": "ok", "execution_count": count}
    return {
        "status": "error",
        "execution_count": count,
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": shell._last_traceback or [],
    }


def refuse_input(prompt: str = "", *_: object) -> NoReturn:
    """What ``input`` does where nobody is there to answer, in a kernel's words."""
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def language_info() -> dict[str, Any]:
    """What a kernel says of its language, which a notebook keeps."""
    return {
        "name": "python",
        "version": sys.version.split()[0],
        "mimetype": "text/x-python",
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
        "file_extension": ".py",
    }


def state(shell: Shell) -> object:
    """What magics and ``get_ipython()`` can change of how cells run and what they show."""
    display, extensions = shell.display_formatter, shell.extension_manager
    assert display is not None  # noqa: S101 - for the type checker
    assert extensions is not None  # noqa: S101 - for the type checker
    configured = [*shell.configurables, *display.formatters.values()]
    return (
        [repr(sorted(part.trait_values(config=True).items())) for part in configured],
        {name: hooks[:] for name, hooks in shell.events.callbacks.items()},
        [
            # A reset makes aliases anew.
            {name: magic for name, magic in magics.items() if not isinstance(magic, Alias)}
            for magics in shell.magics_manager.magics.values()
        ],
        [*shell.input_transformers_cleanup, *shell.input_transformers_post, *shell.ast_transformers],
        sorted(extensions.loaded),
    )
