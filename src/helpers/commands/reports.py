"""``ita reports``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from helpers import findings, framework, locations, stages
from helpers.batch import files, orders, parameters, progress, reports, selection, staleness
from helpers.batch import run as batch
from helpers.batch.common_pages import StageFailedError
from helpers.batch.orders import Engine
from helpers.batch.selection import Job, Selection
from helpers.batch.staleness import WorkList
from helpers.choices import Digits, Language
from helpers.commands import ALL_RIGHT, FAULTS, STOPPED, run_table, stop
from helpers.commands.printed import print_findings
from helpers.formats.making import Format
from helpers.messages import WrongValueError, both
from helpers.narrative import Writer
from helpers.report import forms
from helpers.sources.raw_files import RawFolderMissingError

REFUSALS = (
    WrongValueError,
    RawFolderMissingError,
    parameters.ParameterError,
    framework.SettingError,
    selection.NothingSelectedError,
    files.InUseError,
    orders.ClusterRefusedError,
)
"""Errors that a batch raises before anything runs."""


def run(
    agencies: tuple[str, ...],
    province: str | None,
    year: int | None,
    document: str | None,
    runs: Path | None,
    dry_run: bool,
    quiet: bool,
    verbose: bool,
    log: Path | None,
    **making: Any,  # noqa: ANN401 - each is an argument of ``_options``
) -> int:
    """Runs the whole pipeline, once or for each batch of a table of runs."""
    status = ALL_RIGHT
    try:
        batches = [(Selection(agencies or None, province, year, document), making)]
        if runs is not None:
            batches = run_table.batches(runs, click.get_current_context())
        options_of_batches = [_options(selected, **others) for selected, others in batches]
        # All batches of a table are looked at before the first begins.
        work_lists = [batch.preview(options) for options in options_of_batches] if dry_run or runs else []
        _refuse_twice(work_lists, options_of_batches)
        if dry_run:
            for work, options in zip(work_lists, options_of_batches, strict=True):
                _print_work_list(work, _terminal(options.language))
            return ALL_RIGHT
        for options in options_of_batches:
            terminal = _terminal(options.language)
            finished = progress.follow(batch.run(options), terminal, quiet=quiet, verbose=verbose, log=log)
            _print_summary(finished, terminal)
            if not finished.complete or len(findings.errors(finished.findings)):
                status = FAULTS
    except REFUSALS as error:
        stop(error)
    except (StageFailedError, files.CannotWriteError, orders.ClusterLostError) as error:
        click.echo(str(error), err=True)
        return FAULTS
    except KeyboardInterrupt:
        click.echo(
            _terminal(making["language"]).say(
                th="หยุดตามคำสั่ง งานที่เสร็จแล้วยังอยู่ สั่งคำสั่งเดิมอีกครั้งเพื่อทำส่วนที่เหลือ",
                en="Stopped; what is done is kept. The same command again makes the rest.",
            ),
            err=True,
        )
        return STOPPED
    return status


def _refuse_twice(work_lists: Sequence[WorkList], options_of_batches: Sequence[reports.Options]) -> None:
    """Raises ``WrongValueError`` if two batches would make the same file, each in its own way."""
    of_earlier: set[tuple[Path, Job]] = set()
    for work, options in zip(work_lists, options_of_batches, strict=False):
        own = {(options.out, job) for job in (*work.reasons, *work.unchanged)}
        if twice := sorted(job for _, job in of_earlier & own):
            job = twice[0]
            named = f"{job.agency_id} {job.fiscal_year} {job.document}"
            raise WrongValueError(
                both(
                    f"{named} อยู่ในตารางสองแบบสำหรับโฟลเดอร์เดียวกัน ให้เหลือแบบเดียว หรือระบุอีกโฟลเดอร์หนึ่งในช่อง out",
                    f"{named} is in the table twice for one folder: leave one, or name another in out",
                )
            )
        of_earlier |= own


def _terminal(language: Language) -> Writer:
    """Its digits are those of the codes, years and file names beside them."""
    return Writer(language, "arabic")


def _options(
    selected: Selection,
    language: Language,
    digits: Digits | None,
    data_dir: Path | None,
    out: Path | None,
    formats: tuple[Format, ...],
    workers: int,
    scheduler: str | None,
    force: bool,
    retry_failed: bool,
    engine: Engine | None,
    memory_mb: int,
    cell_seconds: float,
    analyst: bool,
    tables: bool,
    as_of: str,
    require_complete: bool,
    notebook_parameters: tuple[tuple[str, str], ...],
) -> reports.Options:
    """The options of one batch, with the parameters of notebook 04 in the types that it declares."""
    notebook = locations.notebook(reports.REPORT)
    further: dict[str, Any] = {
        name: parameters.convert(notebook, name, value) for name, value in notebook_parameters
    }
    # Passed on only where wanted: a report's digest covers the parameters that are passed, so a new one with
    # its default would have every report made anew.
    further |= {name: True for name, wanted in (("analyst", analyst), ("tables", tables)) if wanted}
    if as_of:
        further["as_of"] = as_of
    stages.day_of(str(further.get("as_of", "")))
    framework.settings(str(further.get("settings", "")))
    findings.check_choice("form", further.get("form", forms.FULL), forms.NAMES)
    return reports.Options(
        data_dir=locations.data_dir(data_dir or ""),
        out=locations.reports_dir(out or ""),
        selection=selected,
        language=language,
        digits=digits or ("thai" if language == "th" else "arabic"),
        workers=workers,
        scheduler=scheduler or "",
        force=force,
        only_failed=retry_failed,
        require_complete=require_complete,
        parameters=further,
        run_settings=orders.RunSettings(
            engine or orders.default_engine(), cell_seconds, memory_mb, formats=formats
        ),
    )


_REASONS_TH = {
    staleness.NEW: "ยังไม่เคยจัดทำ",
    staleness.INPUTS_CHANGED: "ข้อมูลหรือโปรแกรมเปลี่ยนไป",
    staleness.OUTPUT_MISSING: "ไม่พบแฟ้มรายงาน",
    staleness.OUTPUT_CHANGED: "แฟ้มรายงานถูกแก้ไข",
    staleness.FAILED_BEFORE: "ครั้งก่อนจัดทำไม่ได้",
    staleness.FORCED: "สั่งให้จัดทำใหม่",
    staleness.REFUSED: "ข้อมูลนำเข้ามีข้อผิดพลาด",
}
"""Why a report has to be made, by the reason, which is itself the English text."""


def _print_work_list(work: WorkList, writer: Writer) -> None:
    for job, reason in work.reasons.items():
        why = writer.say(th=_REASONS_TH[reason], en=reason)
        click.echo(f"{job.agency_id} {job.fiscal_year} {job.document}: {why}")
    refused = list(work.reasons.values()).count(staleness.REFUSED)
    to_make, unchanged = len(work.reasons) - refused, len(work.unchanged)
    click.echo(
        writer.say(
            th=f"จะจัดทำ {to_make} ไม่เปลี่ยนแปลง {unchanged} จัดทำไม่ได้ {refused}",
            en=f"{to_make} to make, {unchanged} unchanged, {refused} cannot be made",
        )
    )


def _print_summary(finished: batch.Finished, writer: Writer) -> None:
    if finished.findings["severity"].isin(["error", "warning"]).any():
        print_findings(finished.findings, writer, errors_only=True)
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
    ready, judged = sum(finished.ready.values()), len(finished.ready)
    others = len(finished.entries) - len(finished.failed) - judged
    texts = (f"ครบองค์ประกอบพร้อมเผยแพร่ {ready} จาก {judged} ฉบับ", f"ready to publish: {ready} of {judged}")
    more = (f" อีก {others} ฉบับไม่มีรายการตรวจ", f"; {others} of a kind without a checklist")
    click.echo(texts[place] + (more[place] if others else ""))
