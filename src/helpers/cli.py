"""The ``ita`` command: a thin layer over functions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn, get_args

import click
import pandas as pd
from tqdm import tqdm

from helpers import __version__, facts, findings, framework, locations, stages
from helpers.batch import files, jobs, parameters, run
from helpers.batch.manifest import FAILED
from helpers.narrative import Digits, Writer
from helpers.sources import RawFolderMissingError

ALL_RIGHT, FAULTS, WRONG_USE = 0, 1, 2

REFUSALS = (RawFolderMissingError, parameters.ParameterError, jobs.NothingSelectedError, files.InUseError)
"""What a batch raises before anything runs."""

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder that holds raw/ and gets processed/. Default: the project's data/.",
)
_language = click.option(
    "--language", type=click.Choice(get_args(framework.Language)), default="th", show_default=True
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Reports on integrity scores (ITA) and measures of Thai public agencies.

    Exit status: 0 all right; 1 some report failed or some input has errors; 2 wrong use.
    """
    # Thai must come out right on a Windows console, too.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@_data_dir
@_language
def check(data_dir: Path | None, language: framework.Language) -> None:
    """Read and check the input; write nothing."""
    try:
        made = stages.check(locations.data_dir(data_dir or ""))
    except RawFolderMissingError as error:
        _stop(error)
    _print_findings(made["findings"], Writer(language, "arabic"))
    sys.exit(FAULTS if len(findings.errors(made["findings"])) else ALL_RIGHT)


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
    "--jobs",
    "workers",
    type=click.IntRange(0),
    default=0,
    help="Reports made side by side. Default: one a core.",
)
@click.option("--force", is_flag=True, help="Make every report anew, changed or not.")
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
    workers: int,
    force: bool,
    given: tuple[tuple[str, str], ...],
) -> None:
    """Make the reports: check the input, analyse it, write a page per agency and the index."""
    writer = Writer(language, digits or ("thai" if language == "th" else "arabic"))
    try:
        notebook = locations.notebook(run.REPORT)
        further: dict[str, Any] = {name: parameters.convert(notebook, name, value) for name, value in given}
        options = run.Options(
            data_dir=locations.data_dir(data_dir or ""),
            out=locations.reports_dir(out or ""),
            selection=jobs.Selection(agencies or None, province, year, document),
            language=writer.language,
            digits=writer.digits,
            workers=workers,
            force=force,
            parameters=further,
        )
        finished = _follow(options, writer)
    except REFUSALS as error:
        _stop(error)
    except (run.StageFailedError, files.CannotWriteError) as error:
        click.echo(str(error), err=True)
        sys.exit(FAULTS)
    except KeyboardInterrupt:
        click.echo(writer.say(th="หยุดตามคำสั่ง งานที่เสร็จแล้วยังอยู่", en="Stopped; what is done is kept."), err=True)
        sys.exit(FAULTS)
    _print_summary(finished, writer)
    faults = bool(finished.failed) or len(findings.errors(finished.findings)) > 0
    sys.exit(FAULTS if faults else ALL_RIGHT)


def _follow(options: run.Options, writer: Writer) -> run.Finished:
    """Runs the batch behind a progress bar; quiet where the output is no terminal."""
    quiet = not sys.stderr.isatty()
    bar: tqdm[Any] | None = None
    failed = 0
    try:
        for event in run.run(options):
            if isinstance(event, run.Stage):
                if bar is not None:
                    bar.close()
                    bar = None
                if not quiet and not event.skipped:
                    page = run.STAGES[event.notebook]
                    click.echo(
                        f"{event.notebook}: {page[1] if writer.language == 'th' else page[2]}", err=True
                    )
            elif isinstance(event, run.Planned):
                text = writer.say(th="จัดทำรายงาน", en="reports")
                bar = tqdm(total=event.to_make, desc=text, unit="", disable=quiet or not event.to_make)
            elif isinstance(event, run.Made) and bar is not None:
                failed += event.entry.status == FAILED
                if failed:
                    bar.set_postfix_str(writer.say(th=f"ไม่สำเร็จ {failed}", en=f"{failed} failed"))
                bar.update()
            elif isinstance(event, run.Finished):
                return event
    finally:
        if bar is not None:
            bar.close()
    raise AssertionError("a batch ends with Finished")


def _print_findings(frame: pd.DataFrame, writer: Writer) -> None:
    suffix = "_en" if writer.language == "en" else ""
    marks = {
        "error": writer.say(th="ผิดพลาด", en="error"),
        "warning": writer.say(th="ควรตรวจ", en="warning"),
        "note": writer.say(th="ข้อสังเกต", en="note"),
    }
    for row in frame.to_dict("records"):
        place = row["file"] + (f" [{row['sheet']}]" if row["sheet"] else "")
        place += f":{row['row']}" if row["row"] is not None and str(row["row"]) != "<NA>" else ""
        click.echo(f"{place}: {marks[row['severity']]}: {row[f'problem{suffix}']}")
        click.echo(f"    → {row[f'remedy{suffix}']}")
    counts = frame["severity"].value_counts()
    click.echo(", ".join(f"{marks[name]} {int(counts.get(name, 0))}" for name in findings.SEVERITIES))


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
    click.echo(", ".join(f"{words[status][place]} {counts.get(status, 0)}" for status in words))
    click.echo(str(finished.front_page))


def _stop(error: Exception) -> NoReturn:
    """Wrong use: the message, and exit status 2."""
    click.echo(str(error), err=True)
    sys.exit(WRONG_USE)
