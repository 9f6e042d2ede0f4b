"""The papermill engine ``ita-warm``: ``papermill --engine ita-warm``, or ``engine_name="ita-warm"``.

Cells go to a child of a warm process: one a notebook, or one for some that leave nothing behind. What
a cell puts out becomes outputs by nbclient's own rules, as with a real kernel.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from papermill.engines import Engine  # papermill.engines loads this module: nothing heavy here

from helpers.batch.warm import lifecycle, wire

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NotebookExecutionManager

NAME = "ita-warm"

INTERRUPT_SECONDS = 1.0
"""Time that a cell which was interrupted has to say where it was."""


SECONDS_TO_FOLLOW = 10.0
"""Time that a child has to be ready for another notebook, for which it takes some milliseconds."""


class WarmProcessError(RuntimeError):
    """The warm process could not be reached or made no child."""


class _Child:
    """A child as its client sees it; ``made_for`` is who may use it."""

    def __init__(self, address: str, memory_mb: int | None) -> None:
        self.made_for = (address, memory_mb, os.getpid())  # a fork of its owner is not the owner
        self.notebooks = 1
        self.status: int | None = None
        self.ended = False
        self._selector = selectors.DefaultSelector()
        self._decoders = {
            name: codecs.getincrementaldecoder("utf-8")("replace") for name in ("stdout", "stderr")
        }
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._data, theirs = socket.socketpair()
        out, their_out = os.pipe()
        err, their_err = os.pipe()
        self._pipes = {out: "stdout", err: "stderr"}
        self._readers = {"control": wire.Reader(), "data": wire.Reader()}
        request = wire.packed(_request(memory_mb))
        try:
            self._control.connect(address)
            sent = socket.send_fds(self._control, [request], [theirs.fileno(), their_out, their_err])
            self._control.sendall(request[sent:])  # send_fds may send only a part
        except OSError as error:
            self.close()
            raise WarmProcessError(f"the warm process cannot be reached: {error}") from error
        finally:
            theirs.close()
            os.close(their_out)
            os.close(their_err)
        for pipe, name in self._pipes.items():
            os.set_blocking(pipe, False)
            self._selector.register(pipe, selectors.EVENT_READ, name)
        self._selector.register(self._data, selectors.EVENT_READ, "data")
        self._selector.register(self._control, selectors.EVENT_READ, "control")

    def close(self) -> None:
        """Ends the child if it still runs: it ends when its connections close."""
        self._selector.close()
        self._control.close()
        self._data.close()
        for pipe in self._pipes:
            os.close(pipe)

    def send(self, message: dict[str, Any]) -> None:
        """Sends a message to the child; that it ended meanwhile shows in ``messages``."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._data.sendall(wire.packed(message))

    def follow(self, memory_mb: int | None) -> None:
        """Asks for another notebook to be run after this one: the child is ready for it, or ends."""
        self.notebooks += 1
        self.send({"type": "next"} | _request(memory_mb))

    def reset_decoders(self) -> None:
        """Forgets half a character that the notebook before wrote last."""
        for decoder in self._decoders.values():
            decoder.reset()

    def interrupt(self) -> None:
        """As Ctrl-C would."""
        with contextlib.suppress(OSError):
            self._control.sendall(b"i")

    def messages(self, deadline: float | None) -> Iterator[dict[str, Any]]:
        """What the child sends, and what is written to its descriptors as messages of a stream.

        Ends when the deadline (``time.monotonic``) has passed or the child has ended.
        """
        while not self.ended:
            seconds_left = None if deadline is None else deadline - time.monotonic()
            if seconds_left is not None and seconds_left <= 0:
                return
            ready = {key.data: key for key, _ in self._selector.select(seconds_left)}
            # What was written came before the reply, and the reply before the end.
            yield from self._written()
            if "data" in ready:
                yield from self._arrived(self._data, "data")
            if "control" in ready:
                yield from self._arrived_control()

    def _written(self) -> Iterator[dict[str, Any]]:
        for pipe, name in self._pipes.items():
            while True:
                try:
                    piece = os.read(pipe, 1 << 16)
                except BlockingIOError:
                    break
                if not piece:
                    with contextlib.suppress(KeyError):
                        self._selector.unregister(pipe)
                    break
                if text := self._decoders[name].decode(piece):
                    yield {"type": "output", "msg_type": "stream", "content": {"name": name, "text": text}}

    def _arrived(self, connection: socket.socket, name: str) -> Iterator[dict[str, Any]]:
        try:
            piece = connection.recv(1 << 18)
        except ConnectionResetError:
            piece = b""
        if not piece:
            self._selector.unregister(connection)
            if name == "control":
                self.ended = True
            return
        for message in self._readers[name].feed(piece):
            if message.get("type") == "reply":
                yield from self._written()
            yield message

    def _arrived_control(self) -> Iterator[dict[str, Any]]:
        for message in self._arrived(self._control, "control"):
            if "status" in message:
                self.status = int(message["status"])
                self.ended = True
        if self.ended:  # what it sent before it ended may still be on its way
            self._data.setblocking(False)
            with contextlib.suppress(BlockingIOError, KeyError, ValueError):
                while self._data in [key.fileobj for key in self._selector.get_map().values()]:
                    yield from self._arrived(self._data, "data")
            yield from self._written()

    @property
    def end(self) -> str:
        """How the child ended, in words."""
        if self.status is None:
            return "the warm process ended"
        if self.status < 0:
            return f"the notebook's process was ended by {signal.Signals(-self.status).name}"
        return f"the notebook's process ended with exit status {self.status}"


class WarmEngine(Engine):  # type: ignore[misc]
    """Runs a notebook's cells in a child of a warm process."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        log_output: bool = False,
        stdout_file: IO[str] | None = None,
        stderr_file: IO[str] | None = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        warm_address: str | None = None,
        warm_memory_mb: int | None = None,
        warm_notebooks: int = 1,
        **_: object,
    ) -> None:
        """Executes the cells.

        ``warm_address`` is the socket of a warm process; without it this process starts one of its
        own. ``warm_memory_mb`` is how many megabytes the child may take beyond its libraries,
        ``warm_notebooks`` how many notebooks it may run one after another: the next comes to it only if
        the one before succeeded and left nothing behind (``residue``); one that fails in a child which
        ran others before is run again in a child of its own.
        Raises ``WarmProcessError`` if no child could be made or the warm process ended. All else
        that can happen becomes an error output of its cell, from which papermill makes its
        ``PapermillExecutionError``.
        """
        from papermill.clientwrap import PapermillNotebookClient
        from papermill.log import logger

        if not lifecycle.available():
            raise WarmProcessError(f"the engine {NAME} needs Linux; the ordinary engine runs everywhere")
        language = cls.nb_language(nb_man.nb)
        if language != "python":
            raise WarmProcessError(f"the engine {NAME} runs Python, not {language}")
        client = PapermillNotebookClient(
            nb_man, log=logger, log_output=log_output, stdout_file=stdout_file, stderr_file=stderr_file
        )
        wanted = (warm_address or lifecycle.own_address(), warm_memory_mb)
        client.reset_execution_trackers()
        child = _used(*wanted, nb_man.nb) if warm_notebooks > 1 else None
        child = child or _new(*wanted, nb_man.nb, start_timeout)
        try:
            succeeded = _run_cells(client, child, nb_man, execution_timeout)
            if not succeeded and child.notebooks > 1:
                # What others left unseen must fail nobody: once more, in a process of its own.
                child.close()
                _start_over(nb_man)
                client.reset_execution_trackers()
                child = _new(*wanted, nb_man.nb, start_timeout)
                succeeded = _run_cells(client, child, nb_man, execution_timeout)
        except BaseException:
            child.close()
            raise
        if succeeded and child.notebooks < warm_notebooks:
            child.send({"type": "done"})
            _idle.append(child)
        else:
            child.close()
        client.set_widgets_metadata()


_idle: list[_Child] = []
"""Children whose notebook succeeded, and that may run another."""


def _used(address: str, memory_mb: int | None, nb: NotebookNode) -> _Child | None:
    """A child that ran a notebook, left nothing behind and is ready for this one, if there is one."""
    while True:
        try:
            child = _idle.pop()
        except IndexError:  # another thread may have taken the last
            return None
        try:
            if child.made_for == (address, memory_mb, os.getpid()):
                child.follow(memory_mb)
                _started(child, nb, SECONDS_TO_FOLLOW)
                child.reset_decoders()
                return child
        except WarmProcessError:
            pass
        except BaseException:
            child.close()
            raise
        child.close()


def _new(address: str, memory_mb: int | None, nb: NotebookNode, seconds: float) -> _Child:
    """A child of its own."""
    child = _Child(address, memory_mb)
    try:
        _started(child, nb, seconds)
    except BaseException:
        child.close()
        raise
    return child


def _start_over(nb_man: NotebookExecutionManager) -> None:
    nb_man.notebook_start()
    for cell in nb_man.nb.cells:
        cell.metadata.pop("execution", None)


def _request(memory_mb: int | None) -> dict[str, Any]:
    return {"cwd": str(Path.cwd()), "env": dict(os.environ), "memory_mb": memory_mb}


def _run_cells(
    client: PapermillNotebookClient, child: _Child, nb_man: NotebookExecutionManager, seconds: float | None
) -> bool:
    """Runs the cells up to the first that fails. Returns whether none did."""
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        try:
            if _run_cell(client, child, cell, index, seconds):
                nb_man.cell_exception(cell, cell_index=index)
                return False
        finally:
            nb_man.cell_complete(cell, cell_index=index)
    return True


def _started(child: _Child, nb: NotebookNode, seconds: float) -> None:
    # The first child of a warm process waits for its imports.
    for message in child.messages(time.monotonic() + seconds):
        if message.get("type") == "ready":
            nb.metadata["language_info"] = message["language_info"]
            return
    raise WarmProcessError(child.end if child.ended else f"no child within {seconds} seconds")


def _run_cell(
    client: PapermillNotebookClient, child: _Child, cell: NotebookNode, index: int, seconds: float | None
) -> bool:
    """Runs a cell. Returns whether the notebook ends here."""
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    tags = cell.metadata.get("tags", [])
    if client.skip_cells_with_tag in tags:
        return False
    cell.outputs = []
    client.clear_before_next_output = False
    # The times that nbclient notes, under its names, so that both engines leave the same notebook.
    cell.metadata["execution"] = {"iopub.status.busy": _now(), "iopub.execute_input": _now()}
    child.send({"type": "execute", "code": cell.source})
    reply = _reply(client, child, cell, index, seconds)
    if reply is None:
        if child.ended and child.status is None:  # the warm process ended, and all its children with it
            raise WarmProcessError(child.end)
        if child.ended:
            _record(cell, "DeadKernelError", child.end, [])
        else:
            traceback = _interrupted(client, child, cell, index)
            _record(cell, "CellTimeoutError", f"the cell did not end within {seconds} seconds", traceback)
        return True
    cell.metadata["execution"] |= {"iopub.status.idle": _now(), "shell.execute_reply": _now()}
    if reply["status"] != "error":
        return False
    return not (client.allow_errors or "raises-exception" in tags)


def _reply(
    client: PapermillNotebookClient, child: _Child, cell: NotebookNode, index: int, seconds: float | None
) -> dict[str, Any] | None:
    """Takes the outputs of a cell up to its reply; None if none came."""
    for message in child.messages(None if seconds is None else time.monotonic() + seconds):
        if message.get("type") == "reply":
            content: dict[str, Any] = message["content"]
            if "execution_count" in content:
                cell["execution_count"] = content["execution_count"]
            return content
        if message.get("type") == "output":
            # nbclient looks for the type of a message in its header, as ZeroMQ has it.
            client.process_message(message | {"header": message, "parent_header": {}}, cell, index)
            _join_streams(cell.outputs)
    return None


def _join_streams(outputs: list[NotebookNode]) -> None:
    """Text of one stream in a row is one output, however it came in pieces: a front end shows it so."""
    if len(outputs) > 1:
        before, last = outputs[-2:]
        if before.output_type == last.output_type == "stream" and before.name == last.name:
            before.text += last.text
            outputs.pop()


def _interrupted(client: PapermillNotebookClient, child: _Child, cell: NotebookNode, index: int) -> list[str]:
    """Interrupts a cell that took too long. Returns its traceback, which tells where it was."""
    child.interrupt()
    _reply(client, child, cell, index, INTERRUPT_SECONDS)
    if cell.outputs and cell.outputs[-1].output_type == "error":
        traceback: list[str] = cell.outputs.pop().traceback
        return traceback
    return []


def _record(cell: NotebookNode, ename: str, evalue: str, traceback: list[str]) -> None:
    from nbformat.v4 import new_output

    lines = [*traceback, f"{ename}: {evalue}"]
    cell.outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=lines))


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
