"""The options of the ``ita`` command; what it does is in ``commands``, imported when a command runs.

Help, version and errors about options come from this module alone, so it imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, get_args

import click

from helpers import __version__, usage
from helpers.batch import orders
from helpers.batch.orders import Engine
from helpers.choices import Digits, Document, Group, Language, Place
from helpers.formats.making import TABLES, Format
from helpers.messages import both


class _Scheduler(click.ParamType[str]):
    """A scheduler's address, as dask takes it."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address, if it is one."""
        match = re.fullmatch(
            r"(?:(?:tcp|tls|wss?)://)?(?:\[[0-9a-fA-F:.%]+\]|[\w.-]+):([0-9]{1,5})/?", str(value)
        )
        if match is None or not 0 < int(match[1]) < 1 << 16:
            self.fail(
                both(
                    f"{str(value)!r} ไม่ใช่ที่อยู่ของ dask scheduler ที่อยู่มีรูปแบบ tcp://host:8786",
                    f"{str(value)!r} is no address of a dask scheduler, which is like tcp://host:8786",
                ),
                param,
                ctx,
            )
        return str(value)


class _Memory(click.ParamType[int]):
    """Megabytes: none, or enough for a report."""

    name = "integer"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """How many."""
        mb = int(str(value)) if re.fullmatch("[0-9]{1,9}", str(value)) else -1
        if 0 < mb < orders.LEAST_MEMORY_MB or mb < 0:
            least = orders.LEAST_MEMORY_MB
            self.fail(
                both(
                    f"ต้องเป็นจำนวนเต็มตั้งแต่ {least} ขึ้นไป หรือ 0 คือไม่จำกัด",
                    f"must be a whole number from {least} on, or 0 for no limit",
                ),
                param,
                ctx,
            )
        return mb


class _Year(click.ParamType[int]):
    """A fiscal year as people write it: 2568, ๒๕๖๘, 68 or 2025."""

    name = "integer"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year of the Buddhist Era."""
        if not re.fullmatch(r"\d{1,4}", str(value)):
            self.fail(both("ต้องเป็นปีงบประมาณ เช่น 2568", "must be a fiscal year, e.g. 2568"), param, ctx)
        year = int(str(value))
        if year < 100:
            return 2500 + year
        return year + 543 if 1900 <= year < 2200 else year


_NEW_FOLDER = click.Path(path_type=Path, file_okay=False)
_reports = click.option(
    "--reports",
    type=_NEW_FOLDER,
    default=None,
    help=both(
        "โฟลเดอร์ของรายงาน ถ้าไม่ระบุ ใช้ reports/ ของพื้นที่ทำงาน",
        "Folder that holds the reports. Default: the project's reports/.",
    ),
)
_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help=both(
        "โฟลเดอร์ที่มี raw/ และจะได้ processed/ ถ้าไม่ระบุ ใช้ data/ ของพื้นที่ทำงาน",
        "Folder that holds raw/ and gets processed/. Default: the project's data/.",
    ),
)
_NEW_FILE = click.Path(path_type=Path, dir_okay=False)
_language = click.option(
    "--language",
    type=click.Choice(get_args(Language)),
    default="th",
    show_default=True,
    help=both("ภาษาของข้อความและเอกสาร", "Language of messages and papers."),
)

_jobs = click.option(
    "--jobs",
    "workers",
    type=click.IntRange(0),
    default=0,
    help=both(
        "จำนวนรายงานที่จัดทำพร้อมกัน ถ้าไม่ระบุ เท่าจำนวนแกนประมวลผล",
        "Reports made side by side. Default: one a core.",
    ),
)
_scheduler = click.option(
    "--scheduler",
    metavar="ADDRESS",
    type=_Scheduler(),
    default=None,
    help=both(
        "จัดทำรายงานบนเครื่องของ dask scheduler นี้ เช่น tcp://host:8786",
        "Make the reports on the workers of this dask scheduler, e.g. tcp://host:8786.",
    ),
)
_engine = click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    default=None,
    help=both(
        "วิธีเรียกใช้สมุดงาน แยกจากโปรเซสที่เตรียมไว้ (Linux) หรือแยกเคอร์เนลทุกเล่ม",
        "How notebooks run: forked from a warm process (Linux), or each in a kernel of its own.",
    ),
)


class _Formats(click.ParamType[tuple[Format, ...]]):
    """Formats, a comma between them; the page is always made."""

    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Format, ...]:
        """What is made beside the page."""
        formats = [each for each in get_args(Format) if each not in TABLES]
        wanted = [each.strip().lower() for each in str(value).split(",") if each.strip()]
        for each in wanted:
            if each not in formats:
                choices = ", ".join(formats)
                message = both(f"ไม่มีรูปแบบ {each} ที่มีคือ {choices}", f"there is no format {each}: {choices}")
                self.fail(message, param, ctx)
        return tuple(each for each in formats if each in wanted and each != "html")


class _Group(usage.Group):
    """A group that turns every error of its commands into a message."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command."""
        from helpers.commands import unexpected

        with unexpected.as_sentences(), usage.in_both_languages():
            return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Takes the options before a command's name."""
        with usage.in_both_languages():
            return super().parse_args(ctx, args)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Reports on integrity scores (ITA) and measures of Thai public agencies.

    Exit status: 0 all right; 1 some report failed, some input has errors or some page differs; 2 wrong use;
    130 stopped by Ctrl-C.
    """
    _open_closed_streams()
    # Windows consoles don't use UTF-8 by default and would garble Thai.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _open_closed_streams() -> None:
    """Opens standard streams that were closed when this process was started, for itself and its children.

    Otherwise the next file that is opened would take a closed stream's number, and get what is printed.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _do(command: Callable[..., int]) -> NoReturn:
    """Runs a command with the options given and exits with its status."""
    # The functions below take no option by name, so that each is named twice only: here and in ``commands``.
    sys.exit(command(**click.get_current_context().params))


@main.command()
@click.argument("only", type=click.Path(path_type=Path), nargs=-1, metavar="[FILE ...]")
@click.option(
    "--agency",
    multiple=True,
    metavar="CODE",
    help=both("เฉพาะข้อตรวจพบของหน่วยงานนี้ ระบุซ้ำได้หลายแห่ง", "Only findings of this agency; may be repeated."),
)
@click.option(
    "--errors",
    is_flag=True,
    help=both("แสดงเฉพาะข้อผิดพลาด ข้ออื่นนับจำนวนเท่านั้น", "Show errors only; the others are counted."),
)
@_data_dir
@_language
@click.option(
    "--html",
    type=_NEW_FILE,
    metavar="FILE",
    help=both("เขียนข้อตรวจพบเป็นหน้าเว็บด้วย", "Also write the findings as a page."),
)
@click.option(
    "--csv",
    type=_NEW_FILE,
    metavar="FILE",
    help=both("เขียนข้อตรวจพบเป็นตารางด้วย", "Also write the findings as a table."),
)
@click.option("--strict", is_flag=True, help=both("นับข้อที่ควรตรวจเป็นข้อผิดพลาด", "Warnings count as errors."))
def check(**_: object) -> None:
    """Read and check the input, or only FILEs of the raw folder; write nothing but findings."""
    from helpers.commands import check

    _do(check.run)


@main.command()
@click.argument("target", type=_NEW_FILE, metavar="FILE.xlsx")
@click.option(
    "--agency",
    default="",
    metavar="CODE",
    help=both(
        "หน่วยงานที่จะกรอกแบบฟอร์ม ข้อมูลที่มีอยู่แล้วจะกรอกไว้ให้", "The agency the form is for; its known data go in."
    ),
)
@click.option(
    "--year",
    type=_Year(),
    metavar="BE",
    help=both(
        "ปีงบประมาณ ถ้าไม่ระบุ ใช้ปีล่าสุดของหน่วยงาน หรือปีนี้", "Fiscal year. Default: the agency's newest, or this one."
    ),
)
@_data_dir
def workbook(**_: object) -> None:
    """Write a form for an agency to fill in; put the filled form into raw/ as it is."""
    from helpers.commands import forms

    _do(forms.write_blank)


@main.command("read-pdf")
@click.argument("document", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE.pdf")
@click.option(
    "--agency",
    default="",
    metavar="CODE",
    help=both(
        "หน่วยงาน เมื่อ PDF ไม่ระบุหรือมีหลายหน่วยงาน", "The agency, where the PDF does not tell or tells of several."
    ),
)
@click.option(
    "--year",
    type=_Year(),
    metavar="BE",
    help=both(
        "ปีงบประมาณของแบบฟอร์ม ถ้าไม่ระบุ ใช้ปีล่าสุดใน PDF",
        "Fiscal year of the form. Default: the newest in the PDF.",
    ),
)
@click.option(
    "--out",
    type=_NEW_FILE,
    metavar="FILE.xlsx",
    help=both(
        "แฟ้มที่จะเขียน ถ้าไม่ระบุ ใช้ชื่อของ PDF ลงท้ายด้วย .xlsx ในโฟลเดอร์นี้",
        "Default: the PDF's name with .xlsx, in this folder.",
    ),
)
@_data_dir
@_language
def read_pdf(**_: object) -> None:
    """Fill in a form from a PDF as a proposal, for a person to compare with the PDF and correct."""
    from helpers.commands import forms

    _do(forms.propose)


@main.command()
@click.option(
    "--agency",
    "agencies",
    multiple=True,
    metavar="CODE",
    help=both("เฉพาะหน่วยงานนี้ ระบุซ้ำได้หลายแห่ง", "Only this agency; may be repeated."),
)
@click.option(
    "--province", metavar="NAME", help=both("เฉพาะหน่วยงานในจังหวัดนี้", "Only agencies of this province.")
)
@click.option(
    "--year",
    type=_Year(),
    metavar="BE",
    help=both(
        "ปีงบประมาณ เช่น 2568 ถ้าไม่ระบุ ใช้ปีล่าสุดของแต่ละหน่วยงาน",
        "Fiscal year, e.g. 2568. Default: each agency's newest.",
    ),
)
@click.option(
    "--document",
    type=click.Choice(get_args(Document)),
    help=both("ชนิดของเอกสาร ถ้าไม่ระบุ จัดทำทุกฉบับที่ข้อมูลเพียงพอ", "Default: every document that the data allow."),
)
@_language
@click.option(
    "--digits",
    type=click.Choice(get_args(Digits)),
    help=both(
        "ตัวเลขในเอกสาร ถ้าไม่ระบุ ภาษาไทยใช้เลขไทย ภาษาอังกฤษใช้เลขอารบิก",
        "Default: thai for Thai, arabic for English.",
    ),
)
@_data_dir
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help=both(
        "โฟลเดอร์ที่จะเขียนรายงาน ถ้าไม่ระบุ ใช้ reports/ ของพื้นที่ทำงาน",
        "Folder that gets the reports. Default: the project's reports/.",
    ),
)
@click.option(
    "--formats",
    type=_Formats(),
    default="html",
    show_default=True,
    metavar="html,docx,pdf",
    help=both(
        "จัดทำเป็นแฟ้ม Word และ PDF ด้วย (PDF พิมพ์ด้วย Chromium, Chrome หรือ Edge ในเครื่อง)",
        "Also as Word documents and as PDFs (printed by the installed Chromium, Chrome or Edge).",
    ),
)
@_jobs
@_scheduler
@click.option(
    "--force",
    is_flag=True,
    help=both("จัดทำใหม่ทุกฉบับ แม้ข้อมูลไม่เปลี่ยน", "Make every report anew, changed or not."),
)
@click.option(
    "--retry-failed",
    is_flag=True,
    help=both("เฉพาะฉบับที่ครั้งก่อนจัดทำไม่ได้", "Only the reports that could not be made the last time."),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=both(
        "บอกว่าจะจัดทำฉบับใดและเพราะเหตุใด โดยไม่เขียนแฟ้มใด", "Say what would be made and why; write nothing."
    ),
)
@_engine
@click.option(
    "--memory",
    "memory_mb",
    type=_Memory(),
    default=orders.MEMORY_MB,
    show_default=True,
    metavar="MB",
    help=both(
        "หน่วยความจำที่รายงานหนึ่งฉบับใช้ได้ เป็นเมกะไบต์ (Linux) 0 คือไม่จำกัด",
        "What one report may take beyond its libraries (Linux); 0: no limit.",
    ),
)
@click.option(
    "--cell-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=orders.CELL_SECONDS,
    show_default=True,
    help=both("เวลานานที่สุดของหนึ่งช่องในสมุดงาน เป็นวินาที", "Longest time for one cell of a notebook."),
)
@click.option(
    "--analyst",
    is_flag=True,
    help=both(
        "จัดทำหน้าสำหรับนักวิเคราะห์ด้วย มีข้อตรวจพบ รายการตรวจ ที่มา และโค้ด",
        "Also a page for analysts: findings, checklist, sources, code.",
    ),
)
@click.option(
    "--as-of",
    default="",
    metavar="DAY",
    help=both(
        "วันที่ใช้ดูว่ากิจกรรมใดพ้นกำหนดหรือใกล้กำหนด", "The day by which activities are late, and deadlines near."
    ),
)
@click.option(
    "--tables",
    is_flag=True,
    help=both(
        "เขียนตัวเลขของรายงานเป็นแฟ้ม CSV และ Excel ที่รายงานเชื่อมไปถึงด้วย",
        "Also the figures as CSV and Excel files that each page leads to.",
    ),
)
@click.option(
    "--require-complete",
    is_flag=True,
    help=both("ไม่จัดทำเอกสารที่ขาดองค์ประกอบที่ต้องมี", "A document that lacks a required element fails."),
)
@click.option("--quiet", is_flag=True, help=both("ไม่แสดงความคืบหน้า", "Say nothing while it runs."))
@click.option("--verbose", is_flag=True, help=both("แสดงหนึ่งบรรทัดต่อรายงานหนึ่งฉบับ", "A line for every report."))
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=both(
        "บันทึกสิ่งที่เกิดขึ้นต่อท้ายแฟ้มนี้ บรรทัดละหนึ่งรายการแบบ JSON",
        "Append what happens to this file, a JSON object a line.",
    ),
)
@click.option(
    "--runs",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE.csv",
    help=both(
        "ตารางที่มีแถวละหนึ่งรายงานพร้อมตัวเลือกของรายงานนั้น เช่น agency, year, document, language, form",
        "A table with a row per report and the options for it: agency, year, document, language, form, ...",
    ),
)
@click.option(
    "-p",
    "--parameter",
    "notebook_parameters",
    type=(str, str),
    multiple=True,
    metavar="NAME VALUE",
    help=both("ค่าอื่นของสมุดงาน 04 ระบุซ้ำได้", "A further parameter of notebook 04; may be repeated."),
)
def reports(**_: object) -> None:
    """Make the reports: check the input, analyse it, write a page per agency and the index."""
    from helpers.commands import reports

    _do(reports.run)


@main.command()
@click.argument("year", type=_Year(), required=False, metavar="[BE]")
@click.option(
    "--diff",
    is_flag=True,
    help=both("เฉพาะส่วนที่ rules.toml ของพื้นที่ทำงานเปลี่ยน", "Only what the workspace's rules.toml changes."),
)
@_data_dir
@_language
def rules(**_: object) -> None:
    """Show the assessment's rules of a fiscal year and where they come from. Default: the newest year."""
    from helpers.commands import rules

    _do(rules.run)


@main.command("verify")
@click.argument("target", type=click.Path(path_type=Path), required=False, metavar="[REPORT.html|FOLDER]")
@_data_dir
@_language
@_jobs
@_scheduler
@_engine
@click.option("--quiet", is_flag=True, help=both("ไม่แสดงความคืบหน้า", "Say nothing while it runs."))
@click.option(
    "--verbose",
    is_flag=True,
    help=both("แสดงหนึ่งบรรทัดต่อแฟ้ม รวมทั้งแฟ้มที่ถูกต้อง", "A line for every file, also for one that is right."),
)
def verify_(**_: object) -> None:
    """Make reports again from the data, elsewhere, and print for each whether it is the same.

    Give a page, or a folder of reports or a part of it; the default is the project's reports/. Word
    documents, files of figures, indexes and analysts' pages are compared, too; a PDF only with its recorded
    digest.

    Exit status: 0 all identical; 1 something differs; 2 wrong use.
    """
    from helpers.commands import verify

    _do(verify.run)


@main.command()
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--by",
    type=click.Choice(get_args(Group)),
    default="agency",
    show_default=True,
    help=both("รวมเป็นแฟ้ม ZIP ทีละหน่วยงาน อำเภอ หรือจังหวัด", "A ZIP for each of these."),
)
@click.option(
    "--sent",
    default="",
    metavar="DAY",
    help=both("วันที่ส่ง บันทึกไว้ใช้กับ ita changes", "The day that it is sent, noted for ita changes."),
)
@click.option(
    "--return-by",
    default="",
    metavar="DAY",
    help=both("ขอแบบฟอร์มกลับภายในวันนี้", "The day by which forms are to come back."),
)
@click.option(
    "--return-to",
    default="",
    metavar="TEXT",
    help=both(
        "ส่งแบบฟอร์มกลับไปที่ใด เช่น ที่อยู่อีเมลของสำนักงาน", "Where forms are to be sent, e.g. an office's address."
    ),
)
@_data_dir
@_reports
@_language
def pack(**_: object) -> None:
    """Pack the reports for sending: ZIPs in DIR, a new folder, and letters.csv for a mail merge.

    Each agency gets its papers, the findings about its data and, if anything has to be filled in or
    corrected, the form with its data.
    """
    from helpers.commands import pack

    _do(pack.run)


@main.command()
@click.argument("target", type=_NEW_FOLDER, metavar="DIR")
@click.option(
    "--since",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="EDITION",
    help=both(
        "โฟลเดอร์ที่ ita pack เขียนเมื่อส่งเอกสาร", "The folder that ita pack wrote when the papers were sent."
    ),
)
@_data_dir
@_reports
@_language
def changes(**_: object) -> None:
    """Say which figures of which papers are others now than when they were sent.

    DIR, a new folder, gets changes.csv with every figure, and for each agency a correction note as page and
    Word document.
    """
    from helpers.commands import changes

    _do(changes.run)


@main.command()
@click.argument("target", type=_NEW_FOLDER, metavar="DIR")
@click.option(
    "--by",
    type=click.Choice(get_args(Place)),
    default="all",
    show_default=True,
    help=both("เขียนหน้าเดียวรวมทั้งหมด หรือทีละจังหวัดหรืออำเภอ", "A page for each of these."),
)
@click.option("--province", metavar="NAME", help=both("เฉพาะจังหวัดนี้", "Only this province."))
@click.option(
    "--as-of",
    default="",
    metavar="DAY",
    help=both("วันที่ใช้ดูกำหนดเวลา เช่น 2569-03-01", "The day by which deadlines are judged, e.g. 2569-03-01."),
)
@click.option(
    "--since",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="EDITION",
    help=both(
        "บอกสิ่งที่เปลี่ยนไปหลังส่งโฟลเดอร์นี้ที่ ita pack เขียนด้วย",
        "Also what has changed since this folder of ita pack was sent.",
    ),
)
@click.option("--docx", is_flag=True, help=both("จัดทำเป็นแฟ้ม Word ด้วย", "Also as Word documents."))
@_data_dir
@_reports
@_language
def digest(**_: object) -> None:
    """Say what is to be done next: who fell, what has no measure, which papers are incomplete, what is late.

    Pages in DIR, a new folder; each line leads to its paper.
    """
    from helpers.commands import digest

    _do(digest.run)


@main.command()
@click.argument("folder", type=_NEW_FOLDER, metavar="DIR")
@_language
def new(**_: object) -> None:
    """Write a workspace: a filled example, the notebooks to change, a README in Thai."""
    from helpers.commands import workspaces

    _do(workspaces.write_new)


@main.command()
@click.argument("folder", type=_NEW_FOLDER, default="ita-demo", metavar="[DIR]")
@click.option(
    "--agencies",
    type=click.IntRange(1, 999_999),
    default=60,
    show_default=True,
    help=both("จำนวนหน่วยงานสมมุติ", "How many invented agencies."),
)
@_language
@click.pass_context
def demo(ctx: click.Context, folder: Path, agencies: int, language: Language) -> None:
    """Write a workspace with invented agencies in every state, and make their reports.

    Its errors are part of the demonstration, so the exit status is 0 all the same.
    """
    from helpers.commands import ALL_RIGHT, FAULTS, STOPPED, workspaces

    workspaces.write_demo(folder, agencies)
    work = folder.resolve()
    try:
        with contextlib.chdir(work):  # with the notebooks of the workspace, as all that is made there later
            ctx.invoke(reports, data_dir=work / "data", out=work / "reports", language=language)
    except SystemExit as ended:
        if ended.code == STOPPED:
            workspaces.say_how_to_go_on(folder, language)
        if ended.code == FAULTS:
            workspaces.say_faults_are_meant(language)
        sys.exit(ALL_RIGHT if ended.code == FAULTS else ended.code)


@main.command("demo-data")
@click.argument("folder", type=_NEW_FOLDER, metavar="DIR")
@click.option(
    "--agencies",
    type=click.IntRange(1, 999_999),
    default=100,
    show_default=True,
    help=both("จำนวนหน่วยงานสมมุติ", "How many invented agencies."),
)
@click.option(
    "--years",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help=both("จำนวนปีที่มีคะแนน", "How many years have scores."),
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help=both("ตัวเลขที่กำหนดชุดข้อมูล", "The number that the data follow from."),
)
@click.option(
    "--faults",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help=both("สัดส่วนของหน่วยงานที่มีแถวซึ่งใช้ไม่ได้", "Share of agencies with a row that cannot be used."),
)
def demo_data(**_: object) -> None:
    """Write invented agencies for trials to DIR/raw. The same options give the same bytes."""
    from helpers.commands import demo_data

    _do(demo_data.run)
