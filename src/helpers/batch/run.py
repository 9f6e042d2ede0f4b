"""The whole pipeline: notebooks 01 to 03 once, 04 for every report, 05 and the index pages at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from helpers import locations, stages, tables
from helpers.batch import digests, execute, jobs, manifest, pages, parameters
from helpers.batch.execute import Outcome
from helpers.batch.jobs import Job, Selection
from helpers.batch.manifest import Entry
from helpers.framework import Language
from helpers.narrative import Digits, Writer
from helpers.sources import RawFolderMissingError

REPORT = "04_agency_report.ipynb"

STAGES = {
    "01_prepare_data.ipynb": ("findings.html", "ผลการตรวจข้อมูลนำเข้า", "Check of the input"),
    "02_indicator_deltas.ipynb": ("deltas.html", "การเปลี่ยนแปลงรายตัวชี้วัด", "Change by indicator"),
    "03_weak_indicators.ipynb": ("weak_indicators.html", "จุดอ่อนของทุกหน่วยงาน", "Weak points"),
    "05_overview.ipynb": ("overview.html", "ภาพรวม", "Overview"),
}
"""Notebooks that run once per batch, their page and its name."""

SAVE_MANIFEST_EVERY = 2.0
"""Seconds between two writings of a manifest while reports come in."""


class StageFailedError(RuntimeError):
    """A notebook that runs once per batch could not be executed; nothing after it can run."""


@dataclass(frozen=True)
class Options:
    """What to make and where. ``parameters`` go to notebook 04 beside the usual ones."""

    data_dir: Path
    out: Path
    selection: Selection = field(default_factory=Selection)
    language: Language = "th"
    digits: Digits = "thai"
    workers: int = 0
    force: bool = False
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """Event: a notebook of ``STAGES`` is about to run, or is up to date."""

    notebook: str
    skipped: bool


@dataclass(frozen=True)
class Planned:
    """Event: how many reports are to be made, and how many stand unchanged."""

    to_make: int
    unchanged: int


@dataclass(frozen=True)
class Made:
    """Event: a report came out, or did not."""

    job: Job
    entry: Entry


@dataclass(frozen=True)
class Finished:
    """Event: everything is written."""

    front_page: Path
    entries: Mapping[Job, Entry]
    findings: pd.DataFrame

    @property
    def failed(self) -> dict[Job, Entry]:
        """The reports that did not come out."""
        return {job: entry for job, entry in self.entries.items() if entry.status == manifest.FAILED}


Event = Stage | Planned | Made | Finished


def run(options: Options) -> Iterator[Event]:
    """Makes the reports and tells what happens as it happens.

    Raises before anything runs: ``RawFolderMissingError``, ``parameters.ParameterError``; after the
    data are prepared: ``jobs.NothingSelectedError``; ``StageFailedError`` if a stage fails.
    """
    notebook = locations.notebook(REPORT)
    parameters.check(notebook, _parameters(options, Job(0, "annual", "")))
    raw = options.data_dir / "raw"
    if not raw.is_dir() or not any(raw.iterdir()):
        raise RawFolderMissingError(raw)

    *before, after = STAGES
    for name in before:
        yield from _stage(name, options)
    made = {name: tables.read(options.data_dir, name) for name in tables.SCHEMAS}
    planned = jobs.plan(made, options.selection, options.language)
    rows = digests.of_agencies(made)
    source = notebook.read_bytes()
    inputs = {
        job: digests.of_report(rows.get(job.agency_id, ""), source, _parameters(options, job))
        for job in planned
    }
    unchanged = {} if options.force else _unchanged(options.out, inputs)
    todo = [job for job in planned if job not in unchanged]
    yield Planned(len(todo), len(unchanged))

    entries: dict[Job, Entry] = dict(unchanged)
    written = time.monotonic()
    for job, outcome in _executed(notebook, todo, options):
        entry = _kept(options.out, job, outcome, inputs[job])
        entries[job] = entry
        yield Made(job, entry)
        if time.monotonic() - written > SAVE_MANIFEST_EVERY:
            _write_manifests(options.out, entries)
            written = time.monotonic()
    _write_manifests(options.out, entries)

    yield from _stage(after, options)
    writer = Writer(options.language, options.digits)
    for year, document in sorted({(job.fiscal_year, job.document) for job in planned}):
        pages.write_index(options.out, year, document, made, writer)
    names = [(page, th if options.language == "th" else en) for page, th, en in STAGES.values()]
    front = pages.write_front(options.out, names, writer)
    yield Finished(front, entries, made["findings"])


def _parameters(options: Options, job: Job) -> dict[str, object]:
    return {
        "agency_id": job.agency_id,
        "fiscal_year": job.fiscal_year,
        "document": job.document,
        "language": options.language,
        "digits": options.digits,
        "data_dir": str(options.data_dir),
        "refresh": False,
        **options.parameters,
    }


def _stage(name: str, options: Options) -> Iterator[Stage]:
    """Runs a notebook of ``STAGES`` unless its page stands and nothing it is made from changed."""
    notebook, page = locations.notebook(name), options.out / STAGES[name][0]
    told = {"language": options.language, "digits": options.digits}
    inputs = digests.of_report(stages.raw_state(options.data_dir), notebook.read_bytes(), told)
    known = manifest.read(options.out).get(name)
    standing = page.is_file() and known is not None and known.inputs == inputs
    if standing and not options.force and stages.complete(options.data_dir):
        yield Stage(name, skipped=True)
        return
    yield Stage(name, skipped=False)
    outcome = execute.run(notebook, told | {"data_dir": str(options.data_dir)})
    if outcome.status != "succeeded":
        raise StageFailedError(f"{name}: {outcome.reason}")
    content = outcome.html.encode("utf-8")
    execute.write_atomic(page, content)
    outputs = {page.name: digests.of_bytes(content)}
    entry = Entry(manifest.SUCCEEDED, inputs=inputs, outputs=outputs, seconds=round(outcome.seconds, 3))
    manifest.write(options.out, manifest.read(options.out) | {name: entry})


def _folder(out: Path, job: Job) -> Path:
    return out / str(job.fiscal_year) / job.document


def _unchanged(out: Path, inputs: Mapping[Job, str]) -> dict[Job, Entry]:
    """Reports that stand as their manifest says, made from the same inputs."""
    known = {folder: manifest.read(folder) for folder in {_folder(out, job) for job in inputs}}
    found = {}
    for job, digest in inputs.items():
        folder = _folder(out, job)
        entry = known[folder].get(job.agency_id)
        if job.refused or entry is None or entry.status == manifest.FAILED or entry.inputs != digest:
            continue
        if all(_digest_of(folder / name) == expected for name, expected in entry.outputs.items()):
            found[job] = replace(entry, status=manifest.SKIPPED)
    return found


def _digest_of(file: Path) -> str:
    return digests.of_bytes(file.read_bytes()) if file.is_file() else ""


def _executed(notebook: Path, todo: list[Job], options: Options) -> Iterator[tuple[Job, Outcome]]:
    """Executes the jobs side by side; yields each as it ends, the refused ones first."""
    for job in todo:
        if job.refused:
            yield job, Outcome("not_run", job.refused, "", 0.0)
    runnable = [job for job in todo if not job.refused]
    if not runnable:
        return
    workers = min(options.workers or os.cpu_count() or 1, len(runnable))
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        started: dict[Future[Outcome], Job] = {
            pool.submit(
                execute.run, notebook, _parameters(options, job), _failed_notebook(options.out, job)
            ): job
            for job in runnable
        }
        for future in as_completed(started):
            job = started[future]
            try:
                yield job, future.result()
            except Exception as error:  # the worker died; its report failed, the others go on
                yield job, Outcome("not_run", f"{type(error).__name__}: {error}", "", 0.0)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _failed_notebook(out: Path, job: Job) -> Path:
    return _folder(out, job) / "failed" / f"{job.agency_id}.ipynb"


def _kept(out: Path, job: Job, outcome: Outcome, inputs: str) -> Entry:
    """Writes a report's page. A page that no longer follows from the data does not stay behind."""
    page = _folder(out, job) / f"{job.agency_id}.html"
    seconds = round(outcome.seconds, 3)
    if outcome.status != "succeeded":
        page.unlink(missing_ok=True)
        return Entry(manifest.FAILED, outcome.reason, inputs, {}, seconds)
    content = outcome.html.encode("utf-8")
    execute.write_atomic(page, content)
    return Entry(manifest.SUCCEEDED, "", inputs, {page.name: digests.of_bytes(content)}, seconds)


def _write_manifests(out: Path, entries: Mapping[Job, Entry]) -> None:
    """Entries of this run beside those of earlier runs on other agencies."""
    by_folder: dict[tuple[int, str], dict[str, Entry]] = {}
    for job, entry in entries.items():
        by_folder.setdefault((job.fiscal_year, job.document), {})[job.agency_id] = entry
    for (year, document), own in by_folder.items():
        folder = out / str(year) / document
        known = manifest.read(folder)
        manifest.write(folder, known | own, fiscal_year=year, document=document)
