"""``ita changes``."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from helpers import editions, locations, stages, tables, thai
from helpers.batch import files
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, check_new_folder, stop
from helpers.messages import both
from helpers.narrative import Writer, corrections
from helpers.report import show, spreadsheet
from helpers.report.html import Block


def run(target: Path, since: Path, data_dir: Path | None, reports: Path | None, language: Language) -> int:
    """Writes which figures of which papers differ from what was sent: a table and a note."""
    folder, made_in = locations.data_dir(data_dir or ""), locations.reports_dir(reports or "")
    writer = Writer(language, "thai" if language == "th" else "arabic")
    try:
        check_new_folder(target, folder, made_in, since.resolve())
        found = editions.differences(since, made_in)
        day = stages.day_of(editions.day_sent(since))
        agencies = tables.read(folder, "agencies")
    except editions.UnreadableEditionError as error:
        stop(
            click.UsageError(
                both(
                    f"{since} ไม่ใช่โฟลเดอร์ที่คำสั่ง ita pack เขียน หรือถูกแก้ไขภายหลัง ({error})",
                    f"{since} is not as ita pack wrote it ({error})",
                )
            )
        )
    except (click.UsageError, tables.MissingTableError) as error:
        stop(error)
    with files.naming_errors(target):
        target.mkdir(parents=True, exist_ok=True)
    table = found.map(spreadsheet.inert).to_csv(index=False, lineterminator="\r\n")
    files.write_atomic(target / "changes.csv", table.encode("utf-8-sig"))
    from helpers.formats.word import to_docx  # late: a refusal takes no time
    from helpers.report.export import blocks_to_html

    said = thai.format_date(day, digits=writer.digits, language=language) if day else ""
    html = blocks_to_html(
        [
            show.heading(
                writer,
                th=f"บันทึกแก้ไขรายงานที่ส่ง{f'เมื่อวันที่ {said}' if said else 'ครั้งก่อน'}",
                en=f"Corrections to the reports sent {f'on {said}' if said else 'before'}",
            ),
            _note(found, agencies, writer),
        ]
    )
    files.write_atomic(target / "note.html", html.encode("utf-8"))
    files.write_atomic(target / "note.docx", to_docx(html))
    papers = len(found[["agency_id", "report_year", "document"]].drop_duplicates())
    click.echo(
        writer.say(
            th=f"{target}: ตัวเลขต่างจากที่ส่ง {len(found)} รายการ ในเอกสาร {papers} ฉบับ",
            en=f"{target}: {len(found)} figures of {papers} papers differ from what was sent",
        )
    )
    return ALL_RIGHT


def _note(found: pd.DataFrame, agencies: pd.DataFrame, writer: Writer) -> Block:
    """The corrections in words; what follows from them is only in the table beside the note."""
    lines = corrections.rows(found[found["agency_id"].isin(agencies["agency_id"])], writer)
    return show.table(
        show.with_names(lines, agencies),
        writer,
        th="ตัวเลขและถ้อยคำที่แก้ไข",
        en="What is corrected",
        note=writer.say(
            th="ตัวเลขอื่นที่เปลี่ยนตาม อยู่ในแฟ้ม changes.csv", en="Other figures that follow are in changes.csv."
        ),
        first=len(lines) or 1,
    )
