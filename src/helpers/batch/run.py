"""The whole pipeline: notebooks 01 to 03 once, 04 for every report, 05, 06 and the index pages at the end."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Container, Generator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from helpers import framework, locations, stages, tables
from helpers.analysis import checklist, documents
from helpers.batch import common_pages, files, manifest, parameters, reports, selection, staleness
from helpers.batch.common_pages import Stage
from helpers.batch.digests import Origin
from helpers.batch.manifest import Entry
from helpers.batch.reports import Made, Options
from helpers.batch.selection import Job, Selection
from helpers.batch.staleness import WorkList
from helpers.formats import making
from helpers.formats.making import Format
from helpers.messages import both
from helpers.sources import raw_files
from helpers.sources.raw_files import RawFolderMissingError


@dataclass(frozen=True)
class Altered:
    """Event: processed tables were changed after they were made; they are made again from the raw files."""

    tables: tuple[str, ...]


@dataclass(frozen=True)
class Unavailable:
    """Event: this machine can't make a format; the reports get the other formats only."""

    format: Format
    reason: str


@dataclass(frozen=True)
class Planned:
    """Event: which reports are to be made, and which are unchanged."""

    work: WorkList

    @property
    def to_make(self) -> int:
        """How many reports are to be made."""
        return len(self.work.reasons)

    @property
    def unchanged(self) -> int:
        """How many reports are unchanged."""
        return len(self.work.unchanged)


@dataclass(frozen=True)
class Finished:
    """Event: everything is written."""

    front_page: Path
    entries: Mapping[Job, Entry]
    findings: pd.DataFrame
    ready: Mapping[Job, bool]
    """For each report that was made and has a checklist, whether nothing that counts is missing."""
    unavailable: Mapping[Format, str] = field(default_factory=dict)
    """Formats that this machine can't make, with the remedy."""

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for could be made."""
        return not (self.failed or self.unavailable or any(each.lacking for each in self.entries.values()))

    @property
    def failed(self) -> dict[Job, Entry]:
        """The reports that could not be made."""
        return {job: entry for job, entry in self.entries.items() if entry.status == manifest.FAILED}


Event = Altered | Unavailable | Stage | Planned | Made | Finished


def run(options: Options) -> Generator[Event, None, None]:
    """Makes the reports and yields events as they happen.

    Raises before anything runs: ``RawFolderMissingError``, ``RulesError``, ``parameters.ParameterError``,
    ``files.InUseError``, ``orders.ClusterRefusedError``; after the data are prepared:
    ``selection.NothingSelectedError``; while running: ``StageFailedError`` if a stage fails,
    ``files.CannotWriteError`` if the output folder can't be written to, ``orders.ClusterLostError`` if the
    cluster goes away. Reports finished until then are kept and are in the manifest.
    """
    notebook = _checked(options)
    options, unavailable = _available(options)
    yield from (Unavailable(each, reason) for each, reason in unavailable.items())
    with files.claimed(options.out) as check_held, reports.runner(options) as runner:
        if altered := stages.altered(options.data_dir):
            yield Altered(tuple(altered))
        # With tables at hand, a mistyped code or year is refused now, not after three notebooks have run.
        elif options.selection != Selection() and stages.complete(options.data_dir):
            selection.jobs(read_tables(options.data_dir, options), options.selection, options.language)
        *before, overview, digest = common_pages.STAGES
        for name in before:
            yield from common_pages.stage(name, options, stages.raw_state(options.data_dir))
        # Taken now, not at the end: if raw files change meanwhile, the tables and pages don't show it.
        state = stages.made_from(options.data_dir)
        frames = read_tables(options.data_dir, options)
        sources = reports.origins(frames, notebook, options)
        work = _work_list(sources, options)
        # A browser that is installed may still not start; it is tried only if there is something to print.
        if work.reasons and (refused := making.started(options.run_settings.formats, options.language)):
            unavailable |= refused
            options = _without(options, refused)
            work = _work_list(sources, options)
            yield from (Unavailable(each, reason) for each, reason in refused.items())
        yield Planned(work)

        entries: dict[Job, Entry] = dict(work.unchanged)
        with contextlib.closing(reports.make(work, sources, frames, notebook, options, runner)) as events:
            for event in events:
                entries[event.job] = event.entry
                yield event

        # The digest leads to papers, so it has to know which could be made.
        yield from common_pages.stage(overview, options, state)
        yield from common_pages.stage(digest, options, state, common_pages.papers_in(options.out))
        written: dict[str, Entry] = {}
        for year, document in sorted({(job.fiscal_year, job.document) for job in sources}):
            written |= common_pages.index(year, document, frames, options, state)
        front = options.out / common_pages.FRONT
        if written or not front.is_file():
            written |= common_pages.write_front(options)
            # Recorded last: if the batch is killed before this, the next one writes the front page.
            common_pages.note(options, written)
        check_held()
        yield Finished(front, entries, frames["findings"], _ready(frames["checklist"], entries), unavailable)


def read_tables(data_dir: Path, options: Options) -> dict[str, pd.DataFrame]:
    """The processed tables by name; the largest, ``places``, only if an analyst's page shows it."""
    left_out = () if options.parameters.get("analyst") else ("places",)
    return {name: tables.read(data_dir, name) for name in tables.SCHEMAS if name not in left_out}


def _ready(table: pd.DataFrame, entries: Mapping[Job, Entry]) -> dict[Job, bool]:
    ready = checklist.readiness(table).set_index(documents.KEY)["ready"].to_dict()
    made = [job for job, entry in entries.items() if entry.status != manifest.FAILED]
    keys = {job: (job.agency_id, job.fiscal_year, job.document) for job in made}
    return {job: ready[key] for job, key in keys.items() if key in ready}


def preview(options: Options) -> WorkList:
    """What ``run`` would make now and why; writes nothing. Raises what ``run`` does before making reports."""
    notebook = _checked(options)
    options, _ = _available(options)
    with contextlib.ExitStack() as stack:
        folder = options.data_dir
        if not stages.complete(folder):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ita-")))
            stages.prepare(folder, options.data_dir)
            stages.indicator_deltas(folder)
            stages.weak_indicators(folder)
        frames = read_tables(folder, options)
    return _work_list(reports.origins(frames, notebook, options), options)


def _checked(options: Options) -> Path:
    """Checks the parameters and the raw folder; returns the report's notebook."""
    notebook = locations.notebook(reports.REPORT)
    parameters.check(notebook, reports.parameters_of(options, Job(0, "annual", "")))
    raw = options.data_dir / "raw"
    if not raw.is_dir() or not any(raw.iterdir()):
        raise RawFolderMissingError(raw)
    framework.use(raw_files.rules(raw))
    _check_apart(options.out, options.data_dir)
    return notebook


def _check_apart(out: Path, data_dir: Path) -> None:
    """Raises ``ParameterError`` if reports would lie among raw files or tables, and so be read as data."""
    folder = out.resolve()
    for data_folder in (data_dir / "raw", data_dir / "processed"):
        resolved = data_folder.resolve()
        if folder.is_relative_to(resolved) or resolved.is_relative_to(folder):
            raise parameters.ParameterError(
                both(
                    f"โฟลเดอร์รายงาน {out} ต้องแยกจาก {data_folder} ให้ระบุ --out เป็นโฟลเดอร์อื่น",
                    f"the folder of reports {out} must lie apart from {data_folder}: name another with --out",
                )
            )


def _available(options: Options) -> tuple[Options, dict[Format, str]]:
    """The options without the formats that this machine can't make; and those formats with the reason."""
    unavailable = making.unavailable(options.run_settings.formats, options.language)
    return _without(options, unavailable), unavailable


def _without(options: Options, refused: Container[Format]) -> Options:
    possible = tuple(each for each in options.run_settings.formats if each not in refused)
    return replace(options, run_settings=replace(options.run_settings, formats=possible))


def _work_list(sources: Mapping[Job, Origin], options: Options) -> WorkList:
    return staleness.work_list(
        options.out,
        {job: origin.digest for job, origin in sources.items()},
        formats=options.run_settings.formats,
        force=options.force,
        only_failed=options.only_failed,
    )
