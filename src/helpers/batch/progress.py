"""Shows how far a batch is: a bar on a terminal, a line now and then elsewhere, a log for machines."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from helpers.batch import common_pages, run
from helpers.batch.common_pages import Stage
from helpers.batch.files import naming_errors
from helpers.batch.manifest import FAILED, Entry
from helpers.batch.reports import Made
from helpers.batch.selection import Job
from helpers.narrative import Writer

LINE_EVERY = 10.0
"""Seconds between two lines if the output is not a terminal."""


def follow(
    events: Generator[run.Event, None, None],
    writer: Writer,
    *,
    quiet: bool = False,
    verbose: bool = False,
    log: Path | None = None,
) -> run.Finished:
    """Reports events on standard error and in ``log``; returns the last one.

    Raises what the batch raises, and ``files.CannotWriteError`` if the log can't be written.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.closing(events))
        shown = stack.enter_context(_Display(writer, quiet=quiet, verbose=verbose))
        for event in events:
            if log is not None:
                _write(log, event)
            shown.show(event)
            if isinstance(event, run.Finished):
                return event
    raise AssertionError("a batch ends with Finished")


def _write(log: Path, event: run.Event) -> None:
    record = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **_record(event)}
    with naming_errors(log):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _record(event: run.Event) -> dict[str, Any]:
    match event:
        case run.Altered(tables):
            return {"event": "altered", "tables": tables}
        case run.Unavailable(kind, reason):
            return {"event": "unavailable", "format": kind, "reason": reason}
        case Stage():
            return {"event": "stage", "notebook": event.notebook, "skipped": event.skipped}
        case run.Planned():
            return {"event": "planned", "to_make": event.to_make, "unchanged": event.unchanged}
        case Made(job, entry):
            return {
                "event": "report",
                "agency_id": job.agency_id,
                "fiscal_year": job.fiscal_year,
                "document": job.document,
                "status": entry.status,
                "reason": entry.reason,
                "lacking": entry.lacking,
                "seconds": entry.seconds,
            }
        case run.Finished():
            return {"event": "finished", "reports": len(event.entries), "failed": len(event.failed)}


class _Display:
    """One bar on a terminal; elsewhere a line every ``LINE_EVERY`` seconds."""

    def __init__(self, writer: Writer, *, quiet: bool, verbose: bool) -> None:
        self._writer = writer
        self._quiet = quiet
        self._verbose = verbose and not quiet
        self._terminal = sys.stderr.isatty()
        self._bar: tqdm[Any] | None = None
        self._total = self._done = self._failed = 0
        self._started = self._printed = time.monotonic()

    def __enter__(self) -> _Display:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, event: run.Event) -> None:
        """Shows an event."""
        if self._quiet:
            return
        match event:
            case run.Altered(tables):
                names = ", ".join(tables)
                self._say(
                    self._writer.say(
                        th=f"ตารางใน processed/ เสียหายหรือถูกแก้ไข จึงจัดทำใหม่จาก raw/: {names}",
                        en=f"tables in processed/ are damaged or edited, and made anew from raw/: {names}",
                    )
                )
            case run.Unavailable(_, reason):
                self._say(reason)
            case Stage(notebook, skipped):
                self.__exit__()  # ends the bar of the reports: what follows is printed below it
                if not skipped:
                    page = common_pages.STAGES[notebook]
                    self._say(f"{notebook}: {page[1] if self._writer.language == 'th' else page[2]}")
            case run.Planned():
                self._total = event.to_make
                self._started = self._printed = time.monotonic()
                text = self._writer.say(th="จัดทำรายงาน", en="reports")
                if self._terminal and event.to_make:
                    self._bar = tqdm(total=event.to_make, desc=text, unit="", dynamic_ncols=True)
            case Made(job, entry):
                self._made(job, entry)

    def _made(self, job: Job, entry: Entry) -> None:
        self._done += 1
        failed = entry.status == FAILED or bool(entry.lacking)
        self._failed += failed
        if self._verbose or (failed and self._bar is not None):
            lacking = "".join(f" ({each}: {why})" for each, why in entry.lacking.items())
            reason = (f": {entry.reason}" if entry.reason else "") + lacking
            self._say(f"{job.agency_id} {job.fiscal_year} {job.document}: {entry.status}{reason}")
        if self._bar is not None:
            if self._failed:
                self._bar.set_postfix_str(self._failures())
            self._bar.update()
        elif time.monotonic() - self._printed > LINE_EVERY:
            self._printed = time.monotonic()
            rate = self._done / (self._printed - self._started)
            remaining = round((self._total - self._done) / rate)
            self._say(
                self._writer.say(
                    th=f"จัดทำแล้ว {self._done} จาก {self._total} {rate:.1f} ฉบับต่อวินาที เหลือ {remaining} วินาที",
                    en=f"{self._done} of {self._total} reports, {rate:.1f} a second, {remaining} s left",
                )
                + (f" {self._failures()}" if self._failed else "")
            )

    def _failures(self) -> str:
        return self._writer.say(th=f"ไม่สำเร็จ {self._failed}", en=f"{self._failed} failed")

    def _say(self, line: str) -> None:
        if self._bar is not None:
            tqdm.write(line, file=sys.stderr)
        else:
            click.echo(line, err=True)
