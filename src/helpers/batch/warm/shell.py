"""The child: runs cells in an IPython shell as a kernel would, and sends what they put out.

The shell is ipykernel's own, so that outputs, tracebacks and figures are a kernel's; only what
carries its messages is replaced. ``create`` is called in the warm process, ``serve`` in the child.
"""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import faulthandler
import gc
import getpass
import io
import logging
import os
import random
import signal
import socket
import sys
import time
import warnings
from typing import Any

import numpy as np
from jupyter_client.session import Session
from traitlets import Any as AnyTrait

from helpers.batch import limits
from helpers.batch.warm import ipython, residue, wire
from helpers.batch.warm.lifecycle import BACKEND

FLUSH_SECONDS = 0.2
"""Longest time that text waits while more is being written: a kernel's own interval."""

FLUSH_CHARACTERS = 1 << 16

YOUNG_OBJECTS = 50_000
"""So many are made before the next search for rings among them: a process that soon ends need not often."""


class Channel(Session):
    """Where the shell sends its messages: the child's connection instead of ZeroMQ sockets."""

    connection = AnyTrait(None)

    def send(self, stream: object, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Sends one output message."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        self.tell({"type": "output", "msg_type": msg_or_type, "content": content})

    def tell(self, message: dict[str, Any]) -> None:
        """Sends any message."""
        if self.connection is not None:
            self.connection.sendall(wire.packed(message))


class Stream(io.TextIOBase):
    """Standard output or error of the cells. Text is sent in pieces, in order with other outputs."""

    encoding = "UTF-8"
    errors = None

    def __init__(self, name: str, fd: int, channel: Channel) -> None:
        self.name = name
        self._fd = fd
        self._channel = channel
        self._pid = os.getpid()
        self._pending: list[str] = []
        self._length = 0
        self._since = 0.0

    def started(self) -> None:
        """Makes the stream this process's own: what a fork of it writes goes to the descriptor."""
        self._pid = os.getpid()

    def write(self, text: str) -> int:
        """Takes text; str only, as a kernel does."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._pid:
            os.write(self._fd, text.encode("utf-8", "replace"))
            return len(text)
        if not self._pending:
            self._since = time.monotonic()
        self._pending.append(text)
        self._length += len(text)
        if self._length > FLUSH_CHARACTERS or time.monotonic() - self._since > FLUSH_SECONDS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Sends what waits."""
        if self._pending and os.getpid() == self._pid:
            text, self._pending, self._length = "".join(self._pending), [], 0
            self._channel.send(None, "stream", {"name": self.name, "text": text})

    def fileno(self) -> int:
        """The descriptor; what is written to it comes out as the same stream."""
        return self._fd

    def writable(self) -> bool:
        """It is."""
        return True


_channel: Channel
_shell: ipython.Shell
_streams: tuple[Stream, Stream]


def create() -> None:
    """Makes the one shell of this process, its streams and its drawing backend."""
    global _channel, _shell, _streams
    _channel = Channel()
    _shell = ipython.create(_channel)
    _streams = (Stream("stdout", 1, _channel), Stream("stderr", 2, _channel))
    _load_drawing()
    with contextlib.redirect_stdout(io.StringIO()):
        _shell.run_line_magic("config", "InlineBackend.figure_formats")  # loads the magics


def _load_drawing() -> None:
    import matplotlib.pyplot as plt

    # The channel has no connection yet: what is drawn goes nowhere.
    plt.figure().add_subplot().plot([1, 2])
    _shell.events.trigger("post_execute")
    plt.close("all")


def serve(connection: socket.socket, request: dict[str, Any]) -> None:
    """Runs the cells that come by ``connection`` until it closes or a cell says ``exit``.

    When its notebook is done, another may come by it with a request of its own; it leaves at once if
    the notebook left anything behind.
    """
    gc.set_threshold(YOUNG_OBJECTS)
    _channel.connection = connection
    names = ipython.names_of_module(_shell)
    loop = _become(request)
    clean = residue.of_process(_shell, loop)
    for message in wire.messages(connection):
        if message["type"] == "execute":
            _channel.tell({"type": "reply", "content": _run(loop, message["code"])})
            if _shell.exit_now:
                return
        elif message["type"] == "done":
            _forget(names)
            if residue.differences(clean, residue.of_process(_shell, loop)):
                return
        elif message["type"] == "next":
            loop.close()
            loop = _become(message)


def _forget(names: dict[str, Any]) -> None:
    """Clears what the notebook named and showed; what its objects still say as they go reaches nobody."""
    connection, _channel.connection = _channel.connection, None
    sys.stdout, sys.stderr = _streams
    ipython.forget(_shell, names)
    vars(builtins).pop("_", None)
    gc.collect()  # the reset's own comes before it lets go of the names
    for stream in _streams:
        stream.flush()
    _channel.connection = connection


def _become(request: dict[str, Any]) -> asyncio.AbstractEventLoop:
    """Makes the fork a process like one started for the notebook, free of what was before, and says so.

    Returns the loop in which its cells are to run.
    """
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    for name, value in BACKEND.items():
        os.environ.setdefault(name, value)
    _shell.init_environment()  # type: ignore[no-untyped-call]
    if request.get("memory_mb"):
        limits.allow_more(int(request["memory_mb"]))
    sys.argv = ["notebook"]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.set_wakeup_fd(-1)  # it may be that of an earlier notebook's loop, which is closed
    # Forks would all draw the same numbers.
    random.seed()
    np.random.seed()
    logging.root.handlers.clear()
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    warnings._filters_mutated()  # type: ignore[attr-defined] # what the warm process was warned of, it is not
    builtins.input = ipython.refuse_input  # type: ignore[assignment]
    getpass.getpass = ipython.refuse_input  # type: ignore[assignment]
    for stream in _streams:
        stream.started()
    sys.stdout, sys.stderr = _streams
    sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc] # noqa: SIM115
    sys.__stderr__ = open(2, "w", encoding="utf-8", closefd=False)  # type: ignore[misc] # noqa: SIM115
    faulthandler.enable(2)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    _channel.tell({"type": "ready", "language_info": ipython.language_info()})
    return loop


def _run(loop: asyncio.AbstractEventLoop, code: str) -> dict[str, Any]:
    """Runs a cell; what a kernel would say in its reply. An interrupt ends it with an error."""
    try:
        # As in a kernel, cells run while a loop is running: tasks can be made, asyncio.run() is refused.
        content = loop.run_until_complete(ipython.execute(_shell, code))
    except KeyboardInterrupt:
        _shell.showtraceback()
        content = {"status": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []}
    sys.stdout.flush()
    sys.stderr.flush()
    for stream in _streams:  # a cell may have put another in their place
        stream.flush()
    return content
