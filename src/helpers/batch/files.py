"""Writes files whole or not at all, and lets only one batch at a time use an output folder."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from helpers.messages import both

LOCK = ".lock"


class CannotWriteError(OSError):
    """Nothing can be written to the output folder, for example because the disk is full."""


class InUseError(RuntimeError):
    """Another batch is writing to the same output folder."""


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Delays Ctrl-C until the block ends, so that files which belong together are written together."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals only reach the main thread
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked and callable(before):
        before(signal.SIGINT, None)


@contextlib.contextmanager
def naming_errors(path: Path) -> Iterator[None]:
    """Turns an error of the file system into ``CannotWriteError`` that names the file and the cause."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise CannotWriteError(
            both(f"เขียน {path} ไม่ได้: {reason}", f"{path} cannot be written: {reason}")
        ) from error


def plain_name(text: str) -> str:
    """Letters of both scripts, digits, blanks: anything else could be a path, or no file name somewhere."""
    return re.sub(r"[^0-9A-Za-z\u0e00-\u0e7f ]+", "_", text).strip(" _") or "_"


def write_atomic(target: Path, content: bytes) -> None:
    """Writes a file whole or not at all, even if the power fails; raises ``CannotWriteError``.

    The content goes to a temporary file, which gets the final name only once it is on disk.
    """
    # In the same folder, as a file can be renamed in one step only within a disk.
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with naming_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def claimed(out: Path) -> Iterator[Callable[[], None]]:
    """Reserves the output folder for this batch; yields a check that it is still the same folder.

    The check raises ``CannotWriteError`` if the folder was removed or replaced. The system releases the
    lock when the process ends, however that happens. Raises ``InUseError`` while another batch holds the
    folder, ``CannotWriteError`` if it can't be written to.
    """
    with naming_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / LOCK).open("a+", encoding="ascii")
    with lock:
        try:
            _lock(lock)
        except OSError:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            raise InUseError(
                both(
                    f"มีการจัดทำรายงานชุดอื่น (process {holder}) ลงใน {out} อยู่ ให้รอจนเสร็จหรือสั่งหยุดก่อน",
                    f"another batch (process {holder}) is writing to {out}: wait for it or stop it",
                )
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        _sweep(out)
        try:
            yield lambda: _check_held(out, lock)
        except CannotWriteError:
            _check_held(out, lock)  # where the folder is gone, that is the reason to name
            raise


def _check_held(out: Path, lock: IO[str]) -> None:
    with contextlib.suppress(OSError):
        if os.path.samestat(os.fstat(lock.fileno()), (out / LOCK).stat()):
            return
    raise CannotWriteError(
        both(
            f"{out} ถูกลบหรือย้ายระหว่างจัดทำรายงาน ให้สั่งใหม่อีกครั้ง",
            f"{out} was removed or replaced while reports were made: run this again",
        )
    )


def _sweep(out: Path) -> None:
    """Removes temporary files of a killed batch. Safe only while holding the folder's lock."""
    for part in out.rglob(".*.part"):
        # Only names that ``write_atomic`` gives, with a process number: others may be somebody's own files.
        if part.suffixes[-2:-1] and part.suffixes[-2][1:].isdecimal():
            with naming_errors(part):
                part.unlink()


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 30)  # Windows forbids reading a locked byte, and others must read who holds the lock
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
