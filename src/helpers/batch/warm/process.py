"""The warm process: imports everything once, listens, forks a child for whoever asks, reaps it.

It stays a process of one thread, or its forks would not be safe. Run as
``python -m helpers.batch.warm.process FD``, where FD is a listening socket and standard input a
pipe whose other end the owner holds.

A request comes with three descriptors: the child's own connection, and where its descriptors 1 and
2 go. The connection it came by is for control: the child's process id goes back by it, then how the
child ended; ``interrupt`` may come by it; and when it closes, the child is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.batch.warm import wire

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_TAKE_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER: what a child's children leave running is seen to be its own
_SECONDS_FOR_A_REQUEST = 10.0


@dataclass
class _Child:
    pid: int
    pidfd: int
    control: socket.socket


class Warm:
    """The loop of the warm process."""

    def __init__(self, listener: socket.socket) -> None:
        from helpers.batch.warm import shell

        self._shell = shell
        self._listener = listener
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, _Child] = {}
        self._libc = ctypes.CDLL(None)
        self._pid = os.getpid()

    def run(self) -> None:
        """Serves until the owner ends."""
        self._selector.register(self._listener, selectors.EVENT_READ, None)
        self._selector.register(0, selectors.EVENT_READ, None)
        while True:
            for key, _ in self._selector.select():
                if key.fd == 0:
                    if not os.read(0, 1):
                        return
                elif key.fileobj is self._listener:
                    self._start_child()
                elif key.data.pid not in self._children:
                    continue  # ended a moment ago, in this same round
                elif key.fileobj is key.data.control:
                    self._control(key.data)
                else:
                    self._reap(key.data)

    def close(self) -> None:
        """Kills every child."""
        for child in list(self._children.values()):
            _kill(child.pid)

    def _start_child(self) -> None:
        control, _ = self._listener.accept()
        control.settimeout(_SECONDS_FOR_A_REQUEST)
        fds: list[int] = []
        try:
            first, fds, _, _ = socket.recv_fds(control, 1 << 16, 3)
            reader = wire.Reader()
            arrived = next(reader.feed(first), None)
            while arrived is None:
                piece = control.recv(1 << 16)
                if not piece:
                    raise ConnectionError
                arrived = next(reader.feed(piece), None)
            if len(fds) != 3:
                raise ConnectionError
            pid = os.fork()
        except OSError:
            control.close()  # the asker went away; or no process can be made, which it sees by this
            for fd in fds:
                os.close(fd)
            return
        if pid == 0:
            self._be_child(control, fds, arrived)
        for fd in fds:
            os.close(fd)
        child = _Child(pid, os.pidfd_open(pid), control)
        self._children[pid] = child
        self._selector.register(control, selectors.EVENT_READ, child)
        self._selector.register(child.pidfd, selectors.EVENT_READ, child)
        self._tell(child, {"pid": pid})

    def _be_child(self, control: socket.socket, fds: list[int], request: dict[str, Any]) -> None:
        """Never returns: the child leaves without the clean-up that is the warm process's to do."""
        status = 1
        try:
            self._libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
            self._libc.prctl(_TAKE_ORPHANS, 1)
            if os.getppid() != self._pid:  # it died before prctl could tell of it
                os._exit(1)
            os.setsid()
            # epoll is shared with the parent: closed, not unregistered from.
            self._selector.close()
            for other in self._children.values():
                other.control.close()
                os.close(other.pidfd)
            self._listener.close()
            control.close()
            data, out, err = fds
            os.dup2(out, 1)
            os.dup2(err, 2)
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0)
            for fd in (out, err, null):
                os.close(fd)
            self._shell.serve(socket.socket(fileno=data), request)
            status = 0
        finally:
            os._exit(status)

    def _control(self, child: _Child) -> None:
        try:
            asked = child.control.recv(1)
        except OSError:
            asked = b""
        if asked == b"i":
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGINT)
        elif not asked:
            self._selector.unregister(child.control)
            _kill(child.pid)

    def _reap(self, child: _Child) -> None:
        # What it may have left running in its session; before the wait, while its number is surely its own.
        _kill(child.pid)
        _, status, used = os.wait4(child.pid, 0)
        self._tell(child, {"status": os.waitstatus_to_exitcode(status), "peak_kb": used.ru_maxrss})
        del self._children[child.pid]
        self._selector.unregister(child.pidfd)
        os.close(child.pidfd)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(child.control)
        child.control.close()

    @staticmethod
    def _tell(child: _Child, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            child.control.sendall(wire.packed(message))


def _kill(pid: int) -> None:
    """Kills a child that is not yet reaped, with everything in its session."""
    # The process itself, too: just after the fork it has no session of its own yet.
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def threads() -> int:
    """How many threads this process has."""
    return len(list(Path("/proc/self/task").iterdir()))


def main() -> None:
    """The warm process from beginning to end."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from helpers.batch.warm import rehearsal, shell

    shell.create()
    rehearsal.rehearse()
    if threads() > 1:
        sys.exit(f"the warm process has {threads()} threads and cannot be forked: use --engine kernel")
    gc.collect()
    gc.freeze()  # so that a collection in a child does not write to every page it shares
    warm = Warm(listener)
    try:
        warm.run()
    finally:
        warm.close()


if __name__ == "__main__":
    main()
