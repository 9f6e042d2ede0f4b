"""``ita changes``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pandas as pd

from helpers import editions, facts, locations, stages, tables, thai
from helpers.batch import digests, files, staleness
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, check_made, check_new_folder, stop
from helpers.messages import both
from helpers.narrative import Writer, corrections
from helpers.report import show, spreadsheet
from helpers.report.html import Block
from helpers.sources.raw_files import RawFolderMissingError


def run(target: Path, since: Path, data_dir: Path | None, reports: Path | None, language: Language) -> int:
    """Writes which figures of which papers differ from what was sent: a table, and a note for each agency."""
    folder, made_in = locations.data_dir(data_dir or ""), locations.reports_dir(reports or "")
    writer = Writer(language, "thai" if language == "th" else "arabic")
    try:
        check_new_folder(target, folder, made_in, since.resolve())
        check_made(folder)
        differences = editions.differences(since, made_in)
        day = stages.day_of(editions.day_sent(since))
        rows = {name: tables.read(folder, name) for name in digests.ROWS}
    except (
        click.UsageError,
        editions.UnreadableEditionError,
        tables.MissingTableError,
        RawFolderMissingError,
    ) as error:
        stop(error)
    with files.naming_errors(target):
        target.mkdir(parents=True, exist_ok=True)
    table = differences.map(spreadsheet.inert).to_csv(index=False, lineterminator="\r\n")
    files.write_atomic(target / "changes.csv", table.encode("utf-8-sig"))
    from helpers.formats.word import to_docx  # late: a refusal takes no time
    from helpers.report.export import blocks_to_html

    names = facts.full_names(rows["agencies"])
    for agency_id in sorted({*differences["agency_id"]} & {*names}):  # others are no longer on file
        own = differences[differences["agency_id"] == agency_id]
        html = blocks_to_html(note(own, names[agency_id], day, writer))
        files.write_atomic(target / f"{agency_id}.html", html.encode("utf-8"))
        files.write_atomic(target / f"{agency_id}.docx", to_docx(html))
    papers = len(differences[["agency_id", "report_year", "document"]].drop_duplicates())
    click.echo(
        Writer(language, "arabic").say(
            th=f"{target}: ตัวเลขต่างจากที่ส่ง {len(differences)} รายการ ในเอกสาร {papers} ฉบับ",
            en=f"{target}: {len(differences)} figures of {papers} papers differ from what was sent",
        )
    )
    if behind := staleness.left_behind(made_in, rows):
        click.echo(
            both(
                f"เอกสารอีก {behind} ฉบับจัดทำไว้ก่อนที่ข้อมูลจะเปลี่ยน จึงยังเทียบไม่ได้ว่าต่างจากที่ส่งหรือไม่"
                " ให้สั่ง ita reports โดยไม่ระบุหน่วยงานแล้วสั่งคำสั่งนี้อีกครั้ง",
                f"{behind} more papers were made before the data changed; what differs there is not told:"
                " run ita reports without --agency, then this again",
            ),
            err=True,
        )
    return ALL_RIGHT


def note(own: pd.DataFrame, name: str, day: date | None, writer: Writer) -> list[Block]:
    """An agency's corrections in words; what follows from them is only counted."""
    lines = corrections.rows(own, writer)
    sent = thai.format_date(day, digits=writer.digits, language=writer.language) if day else ""
    return [
        show.heading(
            writer,
            th=f"บันทึกแก้ไขรายงานที่ส่ง{f'เมื่อวันที่ {sent}' if sent else 'ครั้งก่อน'} {name}",
            en=f"Corrections to the reports sent {f'on {sent}' if sent else 'before'}: {name}",
        ),
        show.table(
            lines.drop(columns="agency_id"),
            writer,
            th="ตัวเลขและถ้อยคำที่แก้ไข",
            en="What is corrected",
            note=corrections.others(len(own) - len(lines), writer, alone=lines.empty),
            first=len(lines) or 1,  # an official correction must not end with "the first 200 are shown"
        ),
    ]
