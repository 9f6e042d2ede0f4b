"""Turns unexpected errors into one message that names the file with the traceback."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator

import click

from helpers.batch.files import CannotWriteError
from helpers.commands import FAULTS, STOPPED, WRONG_USE
from helpers.framework.own import RulesError
from helpers.messages import both


@contextlib.contextmanager
def as_sentences() -> Iterator[None]:
    """Turns any error into a message in both languages and exit status 1, except those that click handles."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk only raises here
    except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
        raise
    except KeyboardInterrupt:
        _end(
            both("หยุดตามคำสั่ง สั่งคำสั่งเดิมอีกครั้งเพื่อเริ่มใหม่", "Stopped. The same command again starts anew."),
            STOPPED,
        )
    except BrokenPipeError:
        _end("")  # the program that read our output has ended
    except CannotWriteError as error:
        _end(str(error))
    except RulesError as error:
        _end(str(error), WRONG_USE)
    except Exception as error:
        log = _log_of_error()
        message = both(
            f"เกิดข้อผิดพลาดที่ไม่คาดคิด รายละเอียดอยู่ที่ {log}", f"an unexpected error; its details are in {log}"
        )
        lines = str(error).strip().splitlines()[:2]  # this package's messages have a line in each language
        _end("\n".join([message, f"{type(error).__name__}: {lines[0] if lines else ''}", *lines[1:]]))


_log = ""


def _log_of_error() -> str:
    """The file that keeps the traceback; "-" where none can be written."""
    global _log
    if not _log:
        with contextlib.suppress(OSError):
            with tempfile.NamedTemporaryFile(
                "w", prefix="ita-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
            ) as file:
                traceback.print_exc(file=file)
            _log = file.name
    return _log or "-"


def _end(message: str, status: int = FAULTS) -> None:
    with contextlib.suppress(OSError, ValueError):
        if message:
            click.echo(message, err=True)
    # Python flushes the streams once more when it ends, which would raise the same error again.
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, sys.stdout.fileno())
    sys.exit(status)
