"""Starts the warm process, and ends it."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""A process with threads cannot be forked safely: libraries read these when they are imported."""

BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""As in a kernel. Set after matplotlib is first imported, charts would vanish without an error."""

LONGEST_ADDRESS = 100
"""Of the folder's path: the kernel takes 107 bytes for that of a socket, and the socket's name is added."""


def available() -> bool:
    """Whether the warm engine can run: on macOS a fork without exec is unsafe, Windows has none."""
    return sys.platform == "linux"


class WarmProcess:
    """A warm process. It ends when ``close`` is called, and when the process that made it ends.

    ``address`` is the path of its socket. It can be connected to at once; what is asked of it is
    answered when its imports are done. Only this user can reach it.
    """

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="ita-")
        if len(os.fsencode(folder)) > LONGEST_ADDRESS:
            shutil.rmtree(folder)
            folder = tempfile.mkdtemp(prefix="ita-", dir="/tmp")
        self._folder = Path(folder)
        self.address = str(self._folder / "warm")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(1024)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "helpers.batch.warm.process", str(listener.fileno())],
                stdin=subprocess.PIPE,  # its other end closes when this process ends, however it ends
                stdout=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                # A user may have chosen another backend, but with more threads no fork would be safe.
                env=BACKEND | os.environ | SINGLE_THREADED,
                start_new_session=True,  # Ctrl-C is for this process, which then ends the warm one
            )
        self._maker = os.getpid()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ends_within(self, seconds: float) -> bool:
        """Whether it ends: of a process that is killed its sockets close before it is known to be dead."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close(self) -> None:
        """Ends the warm process and every child of it. Can be called twice."""
        if os.getpid() != self._maker:
            return  # a fork of the owner is not the owner
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


SECONDS_TO_END = 1.0
"""How long a process that is killed may take to be gone."""

_own: WarmProcess | None = None
_lock = threading.Lock()


def own_address() -> str:
    """Address of this process's own warm process, which is started when it is first needed."""
    global _own
    with _lock:
        if _own is None or _own._maker != os.getpid() or not _own.alive:
            if _own is not None:
                _own.close()
            _own = WarmProcess()
            atexit.register(_own.close)
        return _own.address


def end() -> None:
    """Ends this process's own warm process, if there is one; the next that is needed starts another."""
    global _own
    with _lock:
        if _own is not None:
            atexit.unregister(_own.close)
            _own.close()
            _own = None


def ended(address: str) -> bool:
    """Whether this process's own warm process at an address has ended, or is about to."""
    with _lock:
        return _own is None or _own.address != address or _own.ends_within(SECONDS_TO_END)
