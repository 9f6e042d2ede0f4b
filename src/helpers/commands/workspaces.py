"""``ita new`` and the writing half of ``ita demo``."""

from __future__ import annotations

from pathlib import Path

import click

from helpers import workspace
from helpers.batch import files
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, stop
from helpers.messages import both

SHARES = {"faults": 0.1, "gaps": 0.4, "questions": 0.5, "complete": 0.4}
"""The shares of a demonstration's agencies in each state, as ``demo.write`` takes them."""


def write_new(folder: Path, language: Language) -> int:
    """Writes a workspace with one invented agency: its annual report is complete, its plan is not."""
    _write(folder, agencies=1, years=2)
    click.echo(
        f"จัดเตรียม {folder} แล้ว อ่าน {folder / 'README.md'} แล้วสั่ง ita reports ในโฟลเดอร์นั้น"
        if language == "th"
        else f"{folder} is ready: read {folder / 'README.md'}, then run ita reports in that folder"
    )
    return ALL_RIGHT


def write_demo(folder: Path, agencies: int) -> None:
    """Writes a workspace with a province of invented agencies, in every state."""
    if (folder / "data").is_dir():
        other = f"{folder}-2"
        message = both(
            f"{folder} มีแฟ้มอยู่แล้ว ให้ระบุโฟลเดอร์อื่น: ita demo {other} หรือ make demo ARGS={other}"
            f" ส่วนคำสั่ง ita reports ในโฟลเดอร์ {folder} จัดทำตัวอย่างเดิมต่อ",
            f"{folder} is there already and not empty: name a new folder, as in ita demo {other} or"
            f" make demo ARGS={other}. In {folder}, ita reports goes on with the one that is there.",
        )
        stop(FileExistsError(message))
    _write(folder, agencies=agencies, years=3, **SHARES)


def say_how_to_go_on(folder: Path, language: Language) -> None:
    """Says which command makes the rest of a demonstration: the one that writes it refuses a full folder."""
    click.echo(
        f"คำสั่งที่ทำส่วนที่เหลือคือ ita reports ในโฟลเดอร์ {folder}"
        if language == "th"
        else f"The command that makes the rest is ita reports, in {folder}.",
        err=True,
    )


def say_faults_are_meant(language: Language) -> None:
    """Says that the errors told before are part of a demonstration."""
    click.echo(
        "ข้อผิดพลาดข้างต้นเป็นส่วนหนึ่งของตัวอย่าง"
        if language == "th"
        else "The errors above are part of the demonstration."
    )


def _write(folder: Path, *, agencies: int, years: int, **shares: float) -> None:
    with files.naming_errors(folder):
        try:
            workspace.write(folder, agencies=agencies, years=years, **shares)
        except (FileExistsError, ValueError) as error:
            stop(error)
