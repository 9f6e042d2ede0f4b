"""The commands, a module each: functions that take the options of ``cli`` and return an exit status."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from helpers.messages import both

ALL_RIGHT, FAULTS, WRONG_USE = 0, 1, 2
STOPPED = 130
"""Exit status after Ctrl-C, as shells report it."""


def stop(error: Exception) -> NoReturn:
    """Wrong use: the message, and exit status 2."""
    click.echo(str(error), err=True)
    sys.exit(WRONG_USE)


def check_made(data_dir: Path) -> None:
    """Raises ``click.UsageError`` if data changed since they were last read: pages would show old figures."""
    from helpers import stages  # late: this package is imported to say how a command is used

    if not stages.complete(data_dir):
        raise click.UsageError(
            both(
                "ข้อมูลเปลี่ยนไปหลังจากจัดทำรายงานครั้งล่าสุด หรือยังไม่เคยจัดทำ ให้สั่ง ita reports ก่อน",
                "the data have changed since the last reports, or none were made: run ita reports",
            )
        )


def check_new_folder(target: Path, *apart: Path) -> None:
    """Raises ``click.UsageError`` unless a folder is new or empty, and lies apart from the others."""
    own = target.resolve()
    for taken in apart:
        if own.is_relative_to(taken):
            raise click.UsageError(
                both(
                    f"{target} อยู่ใน {taken} ให้ระบุโฟลเดอร์ที่แยกต่างหาก",
                    f"{target} is inside {taken}: name a folder that lies apart",
                )
            )
    if target.exists() and any(target.iterdir()):
        raise click.UsageError(
            both(
                f"{target} มีแฟ้มอยู่แล้ว ให้ระบุโฟลเดอร์ใหม่",
                f"{target} is not empty: name a new folder",
            )
        )
