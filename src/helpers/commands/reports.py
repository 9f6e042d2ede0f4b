"""``ita reports``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from helpers import findings, locations, stages
from helpers.batch import files, orders, parameters, progress, reports, selection, staleness
from helpers.batch import run as batch
from helpers.batch.common_pages import StageFailedError
from helpers.batch.orders import Engine
from helpers.batch.staleness import WorkList
from helpers.choices import Digits, Language
from helpers.commands import ALL_RIGHT, FAULTS, STOPPED, stop
from helpers.commands.printed import print_findings
from helpers.formats.making import Format
from helpers.messages import WrongValueError
from helpers.narrative import Writer
from helpers.sources import RawFolderMissingError

REFUSALS = (
    WrongValueError,
    RawFolderMissingError,
    parameters.ParameterError,
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
    language: Language,
    digits: Digits | None,
    data_dir: Path | None,
    out: Path | None,
    formats: tuple[Format, ...],
    workers: int,
    scheduler: str | None,
    force: bool,
    retry_failed: bool,
    dry_run: bool,
    engine: Engine | None,
    memory_mb: int,
    cell_seconds: float,
    analyst: bool,
    tables: bool,
    as_of: str,
    require_complete: bool,
    quiet: bool,
    verbose: bool,
    log: Path | None,
    given: tuple[tuple[str, str], ...],
) -> int:
    """Runs the whole pipeline."""
    writer = Writer(language, digits or ("thai" if language == "th" else "arabic"))
    terminal = Writer(language, "arabic")  # as codes, years and file names beside them are
    try:
        notebook = locations.notebook(reports.REPORT)
        further: dict[str, Any] = {name: parameters.convert(notebook, name, value) for name, value in given}
        if analyst:
            further["analyst"] = True
        if tables:
            further["tables"] = True
        if as_of:
            further["as_of"] = as_of
        stages.day_of(str(further.get("as_of", "")))
        options = reports.Options(
            data_dir=locations.data_dir(data_dir or ""),
            out=locations.reports_dir(out or ""),
            selection=selection.Selection(agencies or None, province, year, document),
            language=writer.language,
            digits=writer.digits,
            workers=workers,
            scheduler=scheduler or "",
            force=force,
            only_failed=retry_failed,
            require_complete=require_complete,
            parameters=further,
            settings=orders.RunSettings(
                engine or orders.default_engine(), cell_seconds, memory_mb, formats=formats
            ),
        )
        if dry_run:
            _print_plan(batch.preview(options), terminal)
            return ALL_RIGHT
        finished = progress.follow(batch.run(options), terminal, quiet=quiet, verbose=verbose, log=log)
    except REFUSALS as error:
        stop(error)
    except (StageFailedError, files.CannotWriteError, orders.ClusterLostError) as error:
        click.echo(str(error), err=True)
        return FAULTS
    except KeyboardInterrupt:
        click.echo(
            writer.say(
                th="หยุดตามคำสั่ง งานที่เสร็จแล้วยังอยู่ สั่งคำสั่งเดิมอีกครั้งเพื่อทำส่วนที่เหลือ",
                en="Stopped; what is done is kept. The same command again makes the rest.",
            ),
            err=True,
        )
        return STOPPED
    _print_summary(finished, terminal)
    faulty = len(findings.errors(finished.findings)) > 0
    return ALL_RIGHT if finished.complete and not faulty else FAULTS


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


def _print_plan(plan: WorkList, writer: Writer) -> None:
    for job, reason in plan.reasons.items():
        why = writer.say(th=_REASONS_TH[reason], en=reason)
        click.echo(f"{job.agency_id} {job.fiscal_year} {job.document}: {why}")
    click.echo(
        writer.say(
            th=f"จะจัดทำ {len(plan.reasons)} ไม่เปลี่ยนแปลง {len(plan.unchanged)}",
            en=f"{len(plan.reasons)} to make, {len(plan.unchanged)} unchanged",
        )
    )


def _print_summary(finished: batch.Finished, writer: Writer) -> None:
    if len(findings.errors(finished.findings)):
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
