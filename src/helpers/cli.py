"""The ``ita`` command: a thin layer over functions."""

from __future__ import annotations

import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, get_args

import click
import pandas as pd

# What only one command uses is imported there: a run with nothing to do is mostly imports.
from helpers import __version__, facts, findings, framework, locations, stages, thai
from helpers.batch import files, jobs, orders, parameters, planning, progress, run
from helpers.batch.planning import Plan
from helpers.formats.making import Format
from helpers.messages import both
from helpers.narrative import Digits, Writer
from helpers.sources import RawFolderMissingError
from helpers.sources.sheet import UnreadableFileError

ALL_RIGHT, FAULTS, WRONG_USE = 0, 1, 2

REFUSALS = (
    RawFolderMissingError,
    parameters.ParameterError,
    jobs.NothingSelectedError,
    files.InUseError,
    orders.ClusterRefusedError,
)
"""What a batch raises before anything runs."""

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder that holds raw/ and gets processed/. Default: the project's data/.",
)
_NEW_FILE = click.Path(path_type=Path, dir_okay=False)
_language = click.option(
    "--language", type=click.Choice(get_args(framework.Language)), default="th", show_default=True
)

_jobs = click.option(
    "--jobs",
    "workers",
    type=click.IntRange(0),
    default=0,
    help="Reports made side by side. Default: one a core.",
)
_scheduler = click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="Make the reports on the workers of this dask scheduler, e.g. tcp://host:8786.",
)
_engine = click.option(
    "--engine",
    type=click.Choice(get_args(orders.Engine)),
    default=None,
    help="How notebooks run: forked from a warm process (Linux), or each in a kernel of its own.",
)


class _Formats(click.ParamType[tuple[Format, ...]]):
    """Formats, a comma between them; the page is always made."""

    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Format, ...]:
        """What is made beside the page."""
        known = get_args(Format)
        wanted = [each.strip().lower() for each in str(value).split(",") if each.strip()]
        for each in wanted:
            if each not in known:
                choices = ", ".join(known)
                said = both(f"ไม่มีรูปแบบ {each} ที่มีคือ {choices}", f"there is no format {each}: {choices}")
                self.fail(said, param, ctx)
        return tuple(each for each in known if each in wanted and each != "html")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Reports on integrity scores (ITA) and measures of Thai public agencies.

    Exit status: 0 all right; 1 some report failed, some input has errors or some page differs; 2 wrong use.
    """
    # Thai must come out right on a Windows console, too.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@_data_dir
@_language
@click.option("--html", type=_NEW_FILE, metavar="FILE", help="Also write the findings as a page.")
@click.option("--csv", type=_NEW_FILE, metavar="FILE", help="Also write the findings as a table.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(
    data_dir: Path | None, language: framework.Language, html: Path | None, csv: Path | None, strict: bool
) -> None:
    """Read and check the input; write nothing but findings."""
    from helpers.report import findings_page

    try:
        found = stages.check(locations.data_dir(data_dir or ""))["findings"]
    except RawFolderMissingError as error:
        _stop(error)
    if strict:
        found = findings.strict(found)
    writer = Writer(language, "arabic")
    _print_findings(found, writer)
    if html is not None:
        files.write_atomic(html, findings_page.to_html(found, writer).encode("utf-8"))
    if csv is not None:
        files.write_atomic(csv, findings_page.to_csv(found))
    sys.exit(FAULTS if len(findings.errors(found)) else ALL_RIGHT)


@main.command()
@click.argument("target", type=_NEW_FILE, metavar="FILE.xlsx")
@click.option(
    "--agency", default="", metavar="CODE", help="The agency the form is for; its known data go in."
)
@click.option(
    "--year", type=int, metavar="BE", help="Fiscal year. Default: the agency's newest, or this one."
)
@_data_dir
def workbook(target: Path, agency: str, year: int | None, data_dir: Path | None) -> None:
    """Write a form for an agency to fill in; put it back into raw/ as it is."""
    from helpers import workbook as form_workbook

    if target.suffix.lower() != ".xlsx":
        _stop(click.UsageError(both("ชื่อแฟ้มต้องลงท้ายด้วย .xlsx", "the file's name must end in .xlsx")))
    known = form_workbook.Known()
    if agency:
        try:
            made = stages.check(locations.data_dir(data_dir or ""))
        except RawFolderMissingError as error:
            _stop(error)
        names = facts.full_names(made["agencies"])
        if agency not in names:
            _stop(
                click.UsageError(
                    both(
                        f"ไม่มีหน่วยงานรหัส {agency} ใน agencies.csv",
                        f"no agency {agency} in agencies.csv",
                    )
                )
            )
        known = form_workbook.known_of(made, agency, names[agency])
    year = year or form_workbook.newest_year(known) or thai.fiscal_year_of(date.today())
    if year not in framework.years():
        _stop(framework.UnknownYearError(f"{year}: {framework.years()[0]}-{framework.years()[-1]}"))
    files.write_atomic(target, form_workbook.make(known, year))
    click.echo(str(target))


@main.command("read-pdf")
@click.argument("document", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE.pdf")
@click.option(
    "--agency",
    default="",
    metavar="CODE",
    help="The agency, where the PDF does not tell or tells of several.",
)
@click.option(
    "--year", type=int, metavar="BE", help="Fiscal year of the form. Default: the newest in the PDF."
)
@click.option(
    "--out", type=_NEW_FILE, metavar="FILE.xlsx", help="Default: the PDF's name with .xlsx, in this folder."
)
@_data_dir
@_language
def read_pdf(
    document: Path,
    agency: str,
    year: int | None,
    out: Path | None,
    data_dir: Path | None,
    language: framework.Language,
) -> None:
    """Propose a filled form from a PDF, for a person to compare with it and correct."""
    from helpers import proposal

    writer = Writer(language, "arabic")
    target = out or Path(document.with_suffix(".xlsx").name)
    try:
        proposed = proposal.from_pdf(document, locations.data_dir(data_dir or ""), agency, year)
    except UnreadableFileError as error:
        unreadable = findings.Finding(error.code, document.name, values=error.values)
        _print_findings(findings.to_frame([unreadable]), writer)
        sys.exit(FAULTS)
    except proposal.NothingProposedError as error:
        _print_findings(error.findings, writer)
        _stop(error)
    except RawFolderMissingError as error:
        _stop(error)
    _print_findings(proposed.findings, writer)
    files.write_atomic(target, proposed.workbook)
    click.echo(thai.visible(str(target)))  # named by whoever sent the PDF
    click.echo(
        writer.say(
            th="ตรวจทุกช่องสีเทาเทียบกับ PDF และแก้ไขให้ตรง แล้วจึงวางแฟ้มนี้ใน raw/measures",
            en="Compare every grey cell with the PDF and correct it; then put this file into raw/measures.",
        )
    )


@main.command()
@click.option(
    "--agency", "agencies", multiple=True, metavar="CODE", help="Only this agency; may be repeated."
)
@click.option("--province", metavar="NAME", help="Only agencies of this province.")
@click.option("--year", type=int, metavar="BE", help="Fiscal year, e.g. 2568. Default: each agency's newest.")
@click.option(
    "--document",
    type=click.Choice(get_args(facts.Document)),
    help="Default: every document that the data allow.",
)
@_language
@click.option(
    "--digits", type=click.Choice(get_args(Digits)), help="Default: thai for Thai, arabic for English."
)
@_data_dir
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder that gets the reports. Default: the project's reports/.",
)
@click.option(
    "--formats",
    type=_Formats(),
    default="html",
    show_default=True,
    metavar="html,docx,pdf",
    help="Also as Word documents and as PDFs (printed by the installed Chromium, Chrome or Edge).",
)
@_jobs
@_scheduler
@click.option("--force", is_flag=True, help="Make every report anew, changed or not.")
@click.option("--retry-failed", is_flag=True, help="Only the reports that could not be made the last time.")
@click.option("--dry-run", is_flag=True, help="Say what would be made and why; write nothing.")
@_engine
@click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(0),
    default=orders.MEMORY_MB,
    show_default=True,
    metavar="MB",
    help="What one report may take beyond its libraries (Linux); 0: no limit.",
)
@click.option(
    "--cell-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=orders.CELL_SECONDS,
    show_default=True,
    help="Longest time for one cell of a notebook.",
)
@click.option("--analyst", is_flag=True, help="Also a page for analysts: findings, checklist, sources, code.")
@click.option("--require-complete", is_flag=True, help="A document that lacks a required element fails.")
@click.option("--quiet", is_flag=True, help="Say nothing while it runs.")
@click.option("--verbose", is_flag=True, help="A line for every report.")
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Append what happens to this file, a JSON object a line.",
)
@click.option(
    "-p",
    "--parameter",
    "given",
    type=(str, str),
    multiple=True,
    metavar="NAME VALUE",
    help="A further parameter of notebook 04; may be repeated.",
)
def reports(
    agencies: tuple[str, ...],
    province: str | None,
    year: int | None,
    document: str | None,
    language: framework.Language,
    digits: Digits | None,
    data_dir: Path | None,
    out: Path | None,
    formats: tuple[Format, ...],
    workers: int,
    scheduler: str,
    force: bool,
    retry_failed: bool,
    dry_run: bool,
    engine: orders.Engine | None,
    memory_mb: int,
    cell_seconds: float,
    analyst: bool,
    require_complete: bool,
    quiet: bool,
    verbose: bool,
    log: Path | None,
    given: tuple[tuple[str, str], ...],
) -> None:
    """Make the reports: check the input, analyse it, write a page per agency and the index."""
    writer = Writer(language, digits or ("thai" if language == "th" else "arabic"))
    try:
        notebook = locations.notebook(run.REPORT)
        further: dict[str, Any] = {name: parameters.convert(notebook, name, value) for name, value in given}
        if analyst:
            further["analyst"] = True
        options = run.Options(
            data_dir=locations.data_dir(data_dir or ""),
            out=locations.reports_dir(out or ""),
            selection=jobs.Selection(agencies or None, province, year, document),
            language=writer.language,
            digits=writer.digits,
            workers=workers,
            scheduler=scheduler,
            force=force,
            only_failed=retry_failed,
            require_complete=require_complete,
            parameters=further,
            settings=orders.Settings(
                engine or orders.default_engine(), cell_seconds, memory_mb, formats=formats
            ),
        )
        if dry_run:
            _print_plan(run.preview(options), writer)
            sys.exit(ALL_RIGHT)
        finished = progress.follow(run.run(options), writer, quiet=quiet, verbose=verbose, log=log)
    except REFUSALS as error:
        _stop(error)
    except (run.StageFailedError, files.CannotWriteError, orders.ClusterLostError) as error:
        click.echo(str(error), err=True)
        sys.exit(FAULTS)
    except KeyboardInterrupt:
        click.echo(writer.say(th="หยุดตามคำสั่ง งานที่เสร็จแล้วยังอยู่", en="Stopped; what is done is kept."), err=True)
        sys.exit(FAULTS)
    _print_summary(finished, writer)
    faulty = len(findings.errors(finished.findings)) > 0
    sys.exit(ALL_RIGHT if finished.complete and not faulty else FAULTS)


@main.command("verify")
@click.argument("target", type=click.Path(path_type=Path), required=False, metavar="[REPORT.html|FOLDER]")
@_data_dir
@_language
@_jobs
@_scheduler
@_engine
@click.option("--quiet", is_flag=True, help="Say nothing while it runs.")
@click.option("--verbose", is_flag=True, help="A line for every file, also for one that is right.")
def verify_(
    target: Path | None,
    data_dir: Path | None,
    language: framework.Language,
    workers: int,
    scheduler: str,
    engine: orders.Engine | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make reports once more from the data, elsewhere, and say of each whether it is the same.

    Of a page alone, of a folder of reports or a part of it; by default of the project's reports/. Word
    documents, indexes and analysts' pages are compared, too; a PDF only with what was recorded of it.

    Exit status: 0 all identical; 1 something differs; 2 wrong use.
    """
    from helpers.batch import verdicts, verify

    settings = orders.Settings(engine or orders.default_engine())
    data = locations.data_dir(data_dir or "")
    options = verify.Options(locations.reports_dir(target or ""), data, workers, scheduler, settings)
    try:
        with contextlib.closing(verify.verify(options)) as events:
            every = verbose or options.target.is_file()
            states = verdicts.follow(events, Writer(language, "arabic"), quiet=quiet, verbose=every)
    except (*REFUSALS, verify.NothingToVerifyError) as error:
        _stop(error)
    except (run.StageFailedError, files.CannotWriteError, orders.ClusterLostError) as error:
        click.echo(str(error), err=True)
        sys.exit(FAULTS)
    sys.exit(ALL_RIGHT if states.keys() <= {verify.IDENTICAL, verify.NOT_REMADE} else FAULTS)


@main.command("demo-data")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--agencies", type=click.IntRange(1, 999_999), default=100, show_default=True)
@click.option("--years", type=click.IntRange(1), default=3, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--faults",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of agencies with a row that cannot be used.",
)
def demo_data(folder: Path, agencies: int, years: int, seed: int, faults: float) -> None:
    """Write DIR/raw: invented agencies for trials. The same options give the same bytes."""
    from helpers import demo

    try:
        written = demo.write(folder / "raw", agencies=agencies, years=years, seed=seed, faults=faults)
    except (ValueError, OSError) as error:
        _stop(error)
    for file in written:
        click.echo(str(file))


_REASONS_TH = {
    planning.NEW: "ยังไม่เคยจัดทำ",
    planning.INPUTS_CHANGED: "ข้อมูลหรือโปรแกรมเปลี่ยนไป",
    planning.OUTPUT_MISSING: "ไม่พบแฟ้มรายงาน",
    planning.OUTPUT_CHANGED: "แฟ้มรายงานถูกแก้ไข",
    planning.FAILED_BEFORE: "ครั้งก่อนจัดทำไม่ได้",
    planning.FORCED: "สั่งให้จัดทำใหม่",
    planning.REFUSED: "ข้อมูลนำเข้ามีข้อผิดพลาด",
}
"""Why a report is to be made; in English the reasons say so themselves."""


def _print_plan(plan: Plan, writer: Writer) -> None:
    for job, reason in plan.reasons.items():
        said = writer.say(th=_REASONS_TH[reason], en=reason)
        click.echo(f"{job.agency_id} {job.fiscal_year} {job.document}: {said}")
    click.echo(
        writer.say(
            th=f"จะจัดทำ {len(plan.reasons)} ไม่เปลี่ยนแปลง {len(plan.unchanged)}",
            en=f"{len(plan.reasons)} to make, {len(plan.unchanged)} unchanged",
        )
    )


def _print_findings(frame: pd.DataFrame, writer: Writer) -> None:
    from helpers.report import findings_page

    suffix = "_en" if writer.language == "en" else ""
    marks = findings_page.severity_words(writer)
    for row in frame.to_dict("records"):
        place = row["file"] + (f" [{row['sheet']}]" if row["sheet"] else "")
        place += f":{row['row']}" if row["row"] is not None and str(row["row"]) != "<NA>" else ""
        click.echo(f"{place}: {marks[row['severity']]}: {row[f'problem{suffix}']}")
        click.echo(f"    → {row[f'remedy{suffix}']}")
    click.echo(findings_page.count_words(frame, writer))


def _print_summary(finished: run.Finished, writer: Writer) -> None:
    bad = findings.errors(finished.findings)
    if len(bad):
        _print_findings(bad, Writer(writer.language, "arabic"))
    counts: dict[str, int] = {}
    for entry in finished.entries.values():
        counts[entry.status] = counts.get(entry.status, 0) + 1
    words = {
        "succeeded": ("จัดทำแล้ว", "made"),
        "skipped": ("ไม่เปลี่ยนแปลง", "unchanged"),
        "failed": ("จัดทำไม่ได้", "failed"),
    }
    place = 0 if writer.language == "th" else 1
    for job, entry in sorted(finished.failed.items()):
        click.echo(
            f"{words['failed'][place]}: {job.agency_id} {job.fiscal_year} {job.document}: {entry.reason}"
        )
    for job, entry in sorted(finished.entries.items()):
        for each, reason in entry.lacking.items():
            click.echo(
                f"{words['failed'][place]}: {job.agency_id} {job.fiscal_year} {job.document} {each}: {reason}"
            )
    for reason in finished.unavailable.values():
        click.echo(reason)
    click.echo(", ".join(f"{words[status][place]} {counts.get(status, 0)}" for status in words))
    click.echo(str(finished.front_page))
    ready, checked = sum(finished.ready.values()), len(finished.ready)
    said = (f"ครบองค์ประกอบพร้อมเผยแพร่ {ready} จาก {checked} ฉบับ", f"ready to publish: {ready} of {checked}")
    click.echo(said[place])


def _stop(error: Exception) -> NoReturn:
    """Wrong use: the message, and exit status 2."""
    click.echo(str(error), err=True)
    sys.exit(WRONG_USE)
