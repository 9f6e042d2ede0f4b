"""The whole pipeline: notebooks 01 to 03 once, 04 for every report, 05 and the index pages at the end."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Container, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

import pandas as pd

import helpers
from helpers import locations, provenance, stages, tables
from helpers.analysis import checklist, documents
from helpers.batch import digests, files, manifest, parameters, selection, staleness, workers
from helpers.batch.digests import Origin
from helpers.batch.manifest import Entry
from helpers.batch.orders import ClusterRefusedError, Order, Outcome, Runner, RunSettings
from helpers.batch.selection import Job, Selection
from helpers.batch.staleness import WorkList, file_of, folder_of
from helpers.choices import Digits, Language
from helpers.formats import making
from helpers.formats.making import Format
from helpers.messages import both
from helpers.narrative import Writer
from helpers.sources import RawFolderMissingError

FRONT = "index.html"

REPORT = "04_agency_report.ipynb"

STAGES = {
    "01_prepare_data.ipynb": ("findings.html", "ผลการตรวจข้อมูลนำเข้า", "Check of the input"),
    "02_indicator_deltas.ipynb": ("deltas.html", "การเปลี่ยนแปลงรายตัวชี้วัด", "Change by indicator"),
    "03_weak_indicators.ipynb": ("weak_indicators.html", "จุดอ่อนของทุกหน่วยงาน", "Weak points"),
    "05_overview.ipynb": ("overview.html", "ภาพรวม", "Overview"),
}
"""Notebooks that run once per batch, their page and its name."""


class StageFailedError(RuntimeError):
    """A notebook that runs once per batch could not be executed; nothing after it can run."""


@dataclass(frozen=True)
class Options:
    """What to make and where. ``parameters`` go to notebook 04 beside the usual ones.

    ``settings.formats`` are made of every report beside its page.
    """

    data_dir: Path
    out: Path
    selection: Selection = field(default_factory=Selection)
    language: Language = "th"
    digits: Digits = "thai"
    workers: int = 0
    scheduler: str = ""
    """Address of a dask scheduler whose workers make the reports; "" is this machine."""
    force: bool = False
    only_failed: bool = False
    require_complete: bool = False
    parameters: Mapping[str, object] = field(default_factory=dict)
    settings: RunSettings = field(default_factory=RunSettings)


@dataclass(frozen=True)
class Stage:
    """Event: a notebook of ``STAGES`` is about to run, or is up to date."""

    notebook: str
    skipped: bool


@dataclass(frozen=True)
class Altered:
    """Event: processed tables are not as they were made; they are made anew from the raw files."""

    tables: tuple[str, ...]


@dataclass(frozen=True)
class Unavailable:
    """Event: this machine cannot make a format; the others are made."""

    format: Format
    reason: str


@dataclass(frozen=True)
class Planned:
    """Event: which reports are to be made, and how many stand unchanged."""

    plan: WorkList

    @property
    def to_make(self) -> int:
        """How many are to be made."""
        return len(self.plan.reasons)

    @property
    def unchanged(self) -> int:
        """How many stand."""
        return len(self.plan.unchanged)


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
    ready: Mapping[Job, bool]
    """For each report that there is a checklist for whether nothing that counts is missing."""
    unavailable: Mapping[Format, str] = field(default_factory=dict)
    """Formats that this machine cannot make, with the remedy."""

    @property
    def complete(self) -> bool:
        """Whether everything came out that was asked for."""
        return not (self.failed or self.unavailable or any(each.lacking for each in self.entries.values()))

    @property
    def failed(self) -> dict[Job, Entry]:
        """The reports that did not come out."""
        return {job: entry for job, entry in self.entries.items() if entry.status == manifest.FAILED}


Event = Altered | Unavailable | Stage | Planned | Made | Finished


def run(options: Options) -> Generator[Event, None, None]:
    """Makes the reports and tells what happens as it happens.

    Raises before anything runs: ``RawFolderMissingError``, ``parameters.ParameterError``,
    ``files.InUseError``, ``orders.ClusterRefusedError``; after the data are prepared:
    ``jobs.NothingSelectedError``; ``StageFailedError`` if a stage fails; ``files.CannotWriteError`` when
    the output folder takes no more and ``orders.ClusterLostError`` when the cluster is gone: what is
    done until then stands and is in the manifest.
    """
    notebook = _checked(options)
    options, unavailable = _available(options)
    yield from (Unavailable(each, reason) for each, reason in unavailable.items())
    with files.claimed(options.out) as check_held, runner(options) as doing:
        if altered := stages.altered(options.data_dir):
            yield Altered(tuple(altered))
        # A slip in a code or a year is told at once where that can be, not after three notebooks.
        elif options.selection != Selection() and stages.complete(options.data_dir):
            selection.plan(read_tables(options.data_dir, options), options.selection, options.language)
        *before, after = STAGES
        for name in before:
            yield from stage(name, options, stages.raw_state(options.data_dir))
        # Not the raw files as they are at the end: what changes from now on is in no table, so in no page.
        state = stages.made_from(options.data_dir)
        made = read_tables(options.data_dir, options)
        sources = origins(made, notebook, options)
        plan = _plan(sources, options)
        if plan.reasons and (refused := making.started(options.settings.formats, options.language)):
            unavailable |= refused
            options = _without(options, refused)
            plan = _plan(sources, options)
            yield from (Unavailable(each, reason) for each, reason in refused.items())
        yield Planned(plan)

        entries: dict[Job, Entry] = dict(plan.unchanged)
        with contextlib.closing(make(plan, sources, made, notebook, options, doing)) as coming:
            for event in coming:
                entries[event.job] = event.entry
                yield event

        yield from stage(after, options, state)
        written: dict[str, Entry] = {}
        for year, document in sorted({(job.fiscal_year, job.document) for job in sources}):
            written |= index(year, document, made, options, state)
        front = options.out / FRONT
        if written or not front.is_file():
            written |= write_front(options)
            # On file only now: where the batch is killed before, the front page is written the next time.
            note(options, written)
        check_held()
        yield Finished(front, entries, made["findings"], _ready(made["checklist"], entries), unavailable)


def make(
    plan: WorkList,
    sources: Mapping[Job, Origin],
    made: Mapping[str, pd.DataFrame],
    notebook: Path,
    options: Options,
    runner: Runner,
) -> Generator[Made, None, None]:
    """Makes the reports of a plan; each is on file, and in its folder's manifest, when it is told."""
    with contextlib.ExitStack() as stack:
        recorders = _recorders(plan, options.out, stack)
        files_of = _files_of(options.data_dir, made) if plan.reasons else {}
        for job, outcome in _executed(notebook, list(plan.reasons), options, runner):
            recorder = recorders[folder_of(options.out, job)]
            with files.undisturbed():
                entry = replace(
                    _kept(options.out, job, outcome, sources[job].digest, recorder.entry(job.agency_id)),
                    parameters=recorded(sources[job].parameters),
                    made_from=sources[job].parts,
                    files=files_of.get(job.agency_id, {}),
                )
                recorder.add(job.agency_id, entry)
            yield Made(job, entry)


def recorded(parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters that a manifest tells: those that a page follows from, and no folder."""
    return {name: parameters[name] for name in manifest.PARAMETERS if name in parameters}


def _files_of(data_dir: Path, made: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """By agency the raw files behind it, with their digests."""
    known = {**made, "places": tables.read(data_dir, "places")}
    digest_of: dict[str, str] = dict(known["files"].itertuples(index=False))
    return {
        agency_id: digests.files_of(named, digest_of) for agency_id, named in digests.by_agency(known).items()
    }


def read_tables(data_dir: Path, options: Options) -> dict[str, pd.DataFrame]:
    """The processed tables by name; the largest, ``places``, only where an analyst's page shows it."""
    left_out = () if options.parameters.get("analyst") else ("places",)
    return {name: tables.read(data_dir, name) for name in tables.SCHEMAS if name not in left_out}


def _ready(table: pd.DataFrame, entries: Mapping[Job, Entry]) -> dict[Job, bool]:
    ready = checklist.readiness(table).set_index(documents.KEY)["ready"].to_dict()
    keys = {job: (job.agency_id, job.fiscal_year, job.document) for job in entries}
    return {job: ready[key] for job, key in keys.items() if key in ready}


def preview(options: Options) -> WorkList:
    """What ``run`` would make now and why; writes nothing. Raises as ``run`` does before it makes reports."""
    notebook = _checked(options)
    options, _ = _available(options)
    with contextlib.ExitStack() as stack:
        folder = options.data_dir
        if not stages.complete(folder):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ita-")))
            stages.prepare(folder, options.data_dir)
            stages.indicator_deltas(folder)
            stages.weak_indicators(folder)
        made = read_tables(folder, options)
    return _plan(origins(made, notebook, options), options)


def _checked(options: Options) -> Path:
    """The report's notebook, after the parameters and the raw folder were looked at."""
    notebook = locations.notebook(REPORT)
    parameters.check(notebook, _parameters(options, Job(0, "annual", "")))
    raw = options.data_dir / "raw"
    if not raw.is_dir() or not any(raw.iterdir()):
        raise RawFolderMissingError(raw)
    _check_apart(options.out, options.data_dir)
    return notebook


def _check_apart(out: Path, data_dir: Path) -> None:
    """Raises ``ParameterError`` where reports would be read as data, or lie among tables."""
    folder = out.resolve()
    for each in (data_dir / "raw", data_dir / "processed"):
        taken = each.resolve()
        if folder.is_relative_to(taken) or taken.is_relative_to(folder):
            raise parameters.ParameterError(
                both(
                    f"โฟลเดอร์รายงาน {out} ต้องแยกจาก {each} ให้ระบุ --out เป็นโฟลเดอร์อื่น",
                    f"the folder of reports {out} must lie apart from {each}: name another with --out",
                )
            )


def _available(options: Options) -> tuple[Options, dict[Format, str]]:
    """Without the formats that this machine cannot make, and these with the reason."""
    unavailable = making.unavailable(options.settings.formats, options.language)
    return _without(options, unavailable), unavailable


def _without(options: Options, refused: Container[Format]) -> Options:
    left = tuple(each for each in options.settings.formats if each not in refused)
    return replace(options, settings=replace(options.settings, formats=left))


def origins(made: Mapping[str, pd.DataFrame], notebook: Path, options: Options) -> dict[Job, Origin]:
    """The selected reports, in order, and what each is made from."""
    rows = digests.of_agencies(made)
    files_seen = digests.of_files(made) if options.parameters.get("analyst") else {}
    source = digests.of_bytes(notebook.read_bytes())
    return {
        job: digests.of_report(
            rows.get(job.agency_id, {}),
            source,
            _parameters(options, job),
            files_seen.get(job.agency_id, ""),
        )
        for job in selection.plan(
            made, options.selection, options.language, require_complete=options.require_complete
        )
    }


def _plan(sources: Mapping[Job, Origin], options: Options) -> WorkList:
    return staleness.plan(
        options.out,
        {job: origin.digest for job, origin in sources.items()},
        formats=options.settings.formats,
        force=options.force,
        only_failed=options.only_failed,
    )


def _recorders(plan: WorkList, out: Path, stack: contextlib.ExitStack) -> dict[Path, manifest.Recorder]:
    """A recorder for each folder of the plan; when the stack closes they write their manifests."""
    unchanged: dict[tuple[int, str], dict[str, Entry]] = {}
    for job in plan.reasons:
        unchanged.setdefault((job.fiscal_year, job.document), {})
    for job, entry in plan.unchanged.items():
        unchanged.setdefault((job.fiscal_year, job.document), {})[job.agency_id] = entry
    recorders = {}
    for (year, document), entries in unchanged.items():
        folder = folder_of(out, Job(year, document, ""))
        recorder = manifest.Recorder(folder, fiscal_year=year, document=document)
        recorder.update(entries)
        recorders[folder] = stack.enter_context(recorder)
    return recorders


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


def index(
    year: int, document: str, made: Mapping[str, pd.DataFrame], options: Options, state: str
) -> dict[str, Entry]:
    """Writes an index page unless it stands and nothing it is made from changed.

    ``state`` is that of the raw files which the tables follow from. Returns the entry of what was written,
    by its name.
    """
    name = f"{year}/{document}/index.html"
    entries = manifest.read(options.out / str(year) / document)
    became = [
        (key, entry.reason, entry.status == manifest.FAILED, sorted(entry.outputs))
        for key, entry in sorted(entries.items())
    ]
    told = _words_of(options)
    origin = digests.of_report({"rows": state}, "", {**told, "became": became})
    known = manifest.read(options.out)
    if (entry := known.get(name)) and entry.inputs == origin.digest and (options.out / name).is_file():
        return {}
    from helpers.batch import pages  # draws, so imports much

    content = pages.write_index(options.out, year, document, made, _writer(options))
    return {name: _page_entry(name, content, origin, told)}


def write_front(options: Options) -> dict[str, Entry]:
    """Writes the front page of what lies in the output folder; returns its entry by its name."""
    from helpers.batch import pages

    names = [(page, th if options.language == "th" else en) for page, th, en in STAGES.values()]
    made = {
        name: tables.read(options.data_dir, name) for name in ("agencies", "totals", "checklist", "sources")
    }
    content = pages.write_front(options.out, names, made, _writer(options))
    told = _words_of(options)
    return {FRONT: _page_entry(FRONT, content, digests.of_report({}, "", told), told)}


def note(options: Options, entries: Mapping[str, Entry]) -> None:
    """Adds pages of all agencies to the whole folder's manifest, which also tells what they follow from."""
    stated = tables.read(options.data_dir, "sources").set_index("file").to_dict("index")
    shown = ("publisher", "title", "url", "retrieved", "note")
    about = {
        "version": helpers.__version__,
        "libraries": provenance.versions(),
        "program": provenance.program(),
        "files": {
            file: {
                "sha256": sha256,
                **{name: text for name in shown if (text := stated.get(file, {}).get(name))},
            }
            for file, sha256 in tables.read(options.data_dir, "files").itertuples(index=False)
        },
    }
    manifest.write(options.out, {**manifest.read(options.out), **entries}, **about)


def _page_entry(name: str, content: bytes, origin: Origin, told: Mapping[str, object]) -> Entry:
    outputs = {name: digests.of_bytes(content)}
    return Entry(
        manifest.SUCCEEDED, inputs=origin.digest, outputs=outputs, parameters=told, made_from=origin.parts
    )


def _words_of(options: Options) -> dict[str, object]:
    return {"language": options.language, "digits": options.digits}


def _writer(options: Options) -> Writer:
    return Writer(options.language, options.digits)


def stage(name: str, options: Options, state: str) -> Iterator[Stage]:
    """Runs a notebook of ``STAGES`` unless its page stands and nothing it is made from changed.

    ``state`` is that of the raw files which it shows.
    """
    notebook, page = locations.notebook(name), options.out / STAGES[name][0]
    told = _words_of(options)
    source = digests.of_bytes(notebook.read_bytes())
    origin = digests.of_report({"rows": state}, source, told)
    known = manifest.read(options.out).get(name)
    standing = page.is_file() and known is not None and known.inputs == origin.digest
    if standing and not options.force and stages.complete(options.data_dir):
        yield Stage(name, skipped=True)
        return
    yield Stage(name, skipped=False)
    from helpers.batch import execute  # only now: a run with nothing to do takes seconds, this one of them

    # Over all agencies it may take what it needs; what analysts look at stays a page.
    settings = replace(options.settings, memory_mb=0, formats=())
    outcome = execute.run(notebook, told | {"data_dir": str(options.data_dir)}, settings)
    if outcome.status != "succeeded":
        raise StageFailedError(
            both(f"{name} ทำงานไม่สำเร็จ: {outcome.reason}", f"{name} could not be run: {outcome.reason}")
        )
    content = outcome.html.encode("utf-8")
    files.write_atomic(page, content)
    entry = _page_entry(page.name, content, origin, told)
    note(options, {name: replace(entry, seconds=round(outcome.seconds, 3))})


def runner(options: Options) -> contextlib.AbstractContextManager[Runner]:
    """What makes the reports: processes of this machine, or a cluster."""
    if not options.scheduler:
        count = options.workers or workers.cores()
        return contextlib.nullcontext(lambda orders, settings: workers.run(orders, count, settings))
    try:
        from helpers.batch import cluster
    except ImportError as error:
        raise ClusterRefusedError(
            both(
                "ยังไม่ได้ติดตั้งส่วนเสริม ให้สั่ง pip install 'ita-reports[cluster]'",
                "the extra is not installed: pip install 'ita-reports[cluster]'",
            )
        ) from error
    return cluster.connected(options.scheduler, options.data_dir)


def _executed(
    notebook: Path, todo: list[Job], options: Options, runner: Runner
) -> Iterator[tuple[Job, Outcome]]:
    """Executes the jobs side by side; yields each as it ends, the refused ones first."""
    for job in todo:
        if job.refused:
            yield job, Outcome("not_run", job.refused, "", 0.0)
    runnable = [job for job in todo if not job.refused]
    orders = [Order(place, notebook, _parameters(options, job)) for place, job in enumerate(runnable)]
    with contextlib.closing(runner(orders, options.settings)) as done:
        for order, outcome in done:
            yield runnable[order.key], replace(outcome, reason=_plainly(outcome, options.language))


_PLAINLY = {
    "CellTimeoutError": ("ใช้เวลานานเกินกำหนด", "it took too long"),
    "MemoryError": ("ใช้หน่วยความจำเกินกำหนด (--memory)", "it took more than --memory allows"),
    "DeadKernelError": ("โปรเซสที่จัดทำสิ้นสุดลงกลางคัน", "its process ended too early"),
    "raised": ("เกิดข้อผิดพลาดระหว่างจัดทำ", "an error ended its notebook"),
    "not_run": ("โปรแกรมจัดทำฉบับนี้ไม่สำเร็จ", "it could not be run"),
}
"""By the error's name, else by the status: what comes before the error's own words, Thai and English."""


def _plainly(outcome: Outcome, language: Language) -> str:
    if outcome.status == "succeeded":
        return ""
    th, en = _PLAINLY.get(outcome.reason.split(":")[0]) or _PLAINLY[outcome.status]
    return f"{th if language == 'th' else en}: {outcome.reason}"


def _kept(out: Path, job: Job, outcome: Outcome, inputs: str, before: Entry | None) -> Entry:
    """Writes a report's files. What no longer follows from the data does not stay behind."""
    folder = folder_of(out, job)
    failed = folder / "failed" / f"{job.agency_id}.ipynb"
    seconds = round(outcome.seconds, 3)
    done = outcome.status == "succeeded"
    made = {"html": outcome.html, staleness.ANALYST: outcome.analyst} if done else {}
    written = {each: page.encode("utf-8") for each, page in made.items() if page} | dict(outcome.others)
    # A format that is not asked for this time may still be right from an earlier one.
    right = before.outputs if before is not None and done and before.inputs == inputs else {}
    outputs: dict[str, str] = {}
    seen: dict[str, list[int]] = {}
    for each in (staleness.ANALYST, *get_args(Format)):
        file = folder / file_of(job, each)
        if (content := written.get(each)) is not None:
            files.write_atomic(file, content)
            outputs[file.name] = digests.of_bytes(content)
            seen[file.name] = staleness.seen_of(file)
        elif file.name in right and each not in outcome.lacking:
            outputs[file.name] = right[file.name]
        else:
            with files.told(file):
                file.unlink(missing_ok=True)
    with files.told(failed):
        failed.unlink(missing_ok=True)
    if not done:
        if outcome.executed:
            files.write_atomic(failed, outcome.executed.encode("utf-8"))
        return Entry(manifest.FAILED, outcome.reason, inputs, {}, seconds, outcome=outcome.status)
    return Entry(manifest.SUCCEEDED, "", inputs, outputs, seconds, seen, lacking=dict(outcome.lacking))
