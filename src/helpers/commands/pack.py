"""``ita pack``."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from helpers import editions, locations, packing, stages, tables
from helpers.batch import files
from helpers.choices import Group, Language
from helpers.commands import ALL_RIGHT, FAULTS, check_made, check_new_folder, stop
from helpers.messages import WrongValueError, both
from helpers.narrative import Writer
from helpers.narrative.parcel import Return
from helpers.report import spreadsheet
from helpers.sources.raw_files import RawFolderMissingError

LETTERS = "letters.csv"


def run(
    target: Path,
    by: Group,
    sent: str,
    return_by: str,
    return_to: str,
    data_dir: Path | None,
    reports: Path | None,
    language: Language,
) -> int:
    """Packs the reports for sending, with a table for a mail merge."""
    folder, made_in = locations.data_dir(data_dir or ""), locations.reports_dir(reports or "")
    writer, terminal = Writer(language, "thai" if language == "th" else "arabic"), Writer(language, "arabic")
    try:
        check_new_folder(target, folder, made_in)
        check_made(folder)
        day = stages.day_of(sent, "--sent")
        back = Return(stages.day_of(return_by, "--return-by"), return_to)
    except (RawFolderMissingError, click.UsageError, WrongValueError) as error:
        stop(error)
    frames = {name: tables.read(folder, name) for name in packing.TABLES}
    letters: list[dict[str, object]] = []
    pages: list[dict[str, object]] = []
    left_out: list[Path] = []
    with files.naming_errors(target):
        target.mkdir(parents=True, exist_ok=True)
    for parcel in packing.parcels(made_in, frames, by, back, writer):
        files.write_atomic(target / parcel.name, parcel.content())
        letters += parcel.letters
        pages += parcel.pages
        left_out += parcel.left_out
    if not letters:
        stop(
            FileNotFoundError(
                both(
                    f"ไม่พบรายงานใน {made_in} ให้สั่ง ita reports ก่อน",
                    f"there are no reports in {made_in}: run ita reports first",
                )
            )
        )
    # A mail merge opens the table in a spreadsheet program, and a name may begin like a formula.
    frame = pd.DataFrame(letters)
    for name in frame.select_dtypes(exclude="number"):
        frame[name] = frame[name].map(spreadsheet.inert)
    files.write_atomic(target / LETTERS, frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
    edition = pd.DataFrame(pages, columns=list(editions.SENT)).assign(sent=str(day or ""))
    files.write_atomic(target / editions.EDITION, edition.to_csv(index=False).encode("utf-8-sig"))
    for file in left_out:
        click.echo(
            terminal.say(
                th=f"ไม่ได้ส่ง {file} เพราะไม่ตรงกับที่จัดทำไว้ ให้สั่ง ita verify หรือ ita reports",
                en=f"{file} is left out, it is not as it was made: run ita verify or ita reports",
            ),
            err=True,
        )
    click.echo(
        terminal.say(
            th=f"{target}: หน่วยงาน {len(letters)} แห่ง ข้อความถึงแต่ละแห่งอยู่ใน {LETTERS}",
            en=f"{target}: papers of {len(letters)} agencies; {LETTERS} says what to write to each",
        )
    )
    return FAULTS if left_out else ALL_RIGHT
