"""What is said of an error that nobody foresaw: one message, and where the traceback is kept."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator

import click

from helpers.messages import both

FAULTS = 1


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turns any error into a message in both languages and exit status 1; click's own pass."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk shows only now
    except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
        raise
    except KeyboardInterrupt:
        _end(both("หยุดตามคำสั่ง", "Stopped."))
    except BrokenPipeError:
        _end("")  # whoever read along has gone
    except Exception as error:
        lines = str(error).strip().splitlines()
        reason = f"{type(error).__name__}: {lines[0] if lines else ''}"
        _end(
            both(
                f"เกิดข้อผิดพลาดที่ไม่คาดคิด ({reason}) รายละเอียดอยู่ที่ {_kept()}",
                f"an unexpected error ({reason}); its details are in {_kept()}",
            )
        )


_log = ""


def _kept() -> str:
    """The file that keeps the traceback; "" where none can be written."""
    global _log
    if not _log:
        with contextlib.suppress(OSError):
            with tempfile.NamedTemporaryFile(
                "w", prefix="ita-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
            ) as file:
                traceback.print_exc(file=file)
            _log = file.name
    return _log or "-"


def _end(said: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        if said:
            click.echo(said, err=True)
    # What could not be written must not be tried again when Python ends.
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, sys.stdout.fileno())
    sys.exit(FAULTS)
