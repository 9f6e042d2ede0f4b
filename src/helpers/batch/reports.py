"""Makes the reports: what each is made from, how it is run, and where its files go.

``run`` and ``verify`` both make reports; this module and ``common_pages`` hold what they share.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from helpers import framework, tables
from helpers.batch import digests, files, manifest, selection, staleness, workers
from helpers.batch.digests import Origin
from helpers.batch.manifest import Entry
from helpers.batch.orders import ClusterRefusedError, Order, Outcome, Runner, RunSettings
from helpers.batch.selection import Job, Selection
from helpers.batch.staleness import WorkList, file_of, folder_of
from helpers.choices import Digits, Language
from helpers.messages import both

REPORT = "04_agency_report.ipynb"


@dataclass(frozen=True)
class Options:
    """What to make and where.

    ``parameters`` are passed to notebook 04 in addition to the usual ones, ``run_settings.formats`` are made
    of every report in addition to its page.
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
    run_settings: RunSettings = field(default_factory=RunSettings)


@dataclass(frozen=True)
class Made:
    """Event: a report was made or failed."""

    job: Job
    entry: Entry


def runner(options: Options) -> contextlib.AbstractContextManager[Runner]:
    """What makes the reports: processes of this machine, or a cluster."""
    if not options.scheduler:
        count = options.workers or workers.cores()
        return contextlib.nullcontext(lambda orders, run_settings: workers.run(orders, count, run_settings))
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


def origins(frames: Mapping[str, pd.DataFrame], notebook: Path, options: Options) -> dict[Job, Origin]:
    """The selected reports, in order, and what each is made from."""
    rows = digests.of_agencies(frames)
    # Only the analyst's page tells digests of files; others need not be made anew when a file changes.
    files_seen = digests.of_files(frames) if options.parameters.get("analyst") else {}
    source = digests.of_bytes(notebook.read_bytes())
    return {
        job: digests.of_report(
            rows.get(job.agency_id, {}),
            source,
            parameters_of(options, job),
            files_seen.get(job.agency_id, ""),
            # What came of the year's measures is seen in the next year's scores, and its item asks for them.
            framework.in_force(framework.years()[0], job.fiscal_year + 1),
        )
        for job in selection.jobs(
            frames, options.selection, options.language, require_complete=options.require_complete
        )
    }


def parameters_of(options: Options, job: Job) -> dict[str, object]:
    """The parameters of notebook 04 for one report."""
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


def make(
    work: WorkList,
    sources: Mapping[Job, Origin],
    frames: Mapping[str, pd.DataFrame],
    notebook: Path,
    options: Options,
    runner: Runner,
) -> Generator[Made, None, None]:
    """Makes the reports of a work list; yields each once its files and its manifest entry are on disk."""
    with contextlib.ExitStack() as stack:
        recorders = _recorders(work, options.out, stack)
        files_of = _files_of(options.data_dir, frames) if work.reasons else {}
        for job, outcome in _executed(notebook, list(work.reasons), options, runner):
            recorder = recorders[folder_of(options.out, job)]
            # Between a page and its line in the manifest, Ctrl-C would leave a page that nothing lists.
            with files.undisturbed():
                entry = replace(
                    _filed(options.out, job, outcome, sources[job].digest, recorder.entry(job.agency_id)),
                    parameters=recorded(sources[job].parameters),
                    made_from=sources[job].parts,
                    files=files_of.get(job.agency_id, {}),
                )
                recorder.add(job.agency_id, entry)
            yield Made(job, entry)


def recorded(parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters that a manifest records: those that change a page's content, so no folder."""
    return {name: parameters[name] for name in manifest.PARAMETERS if name in parameters}


def _files_of(data_dir: Path, frames: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """For each agency the raw files behind its reports, with their digests."""
    frames_and_places = {**frames, "places": tables.read(data_dir, "places")}
    digest_of: dict[str, str] = dict(frames_and_places["files"].itertuples(index=False))
    return {
        agency_id: digests.files_of(named, digest_of)
        for agency_id, named in digests.by_agency(frames_and_places).items()
    }


def _recorders(work: WorkList, out: Path, stack: contextlib.ExitStack) -> dict[Path, manifest.Recorder]:
    """A recorder for each folder of the work list; when the stack closes they write their manifests."""
    unchanged: dict[tuple[int, str], dict[str, Entry]] = {}
    for job in work.reasons:
        unchanged.setdefault((job.fiscal_year, job.document), {})
    for job, entry in work.unchanged.items():
        unchanged.setdefault((job.fiscal_year, job.document), {})[job.agency_id] = entry
    recorders = {}
    for (year, document), entries in unchanged.items():
        folder = folder_of(out, Job(year, document, ""))
        recorder = manifest.Recorder(folder, fiscal_year=year, document=document)
        recorder.update(entries)
        recorders[folder] = stack.enter_context(recorder)
    return recorders


def _executed(
    notebook: Path, todo: list[Job], options: Options, runner: Runner
) -> Iterator[tuple[Job, Outcome]]:
    """Executes the jobs in parallel and yields each as it ends, refused ones first."""
    for job in todo:
        if job.refused:
            yield job, Outcome("not_run", job.refused, "", 0.0)
    runnable = [job for job in todo if not job.refused]
    orders = [Order(place, notebook, parameters_of(options, job)) for place, job in enumerate(runnable)]
    with contextlib.closing(runner(orders, options.run_settings)) as done:
        for order, outcome in done:
            yield runnable[order.key], replace(outcome, reason=_explained(outcome, options.language))


_EXPLANATIONS = {
    "CellTimeoutError": ("ใช้เวลานานเกินกำหนด", "it took too long"),
    "MemoryError": ("ใช้หน่วยความจำเกินกำหนด (--memory)", "it took more than --memory allows"),
    "DeadKernelError": ("โปรเซสที่จัดทำสิ้นสุดลงกลางคัน", "its process ended too early"),
    "raised": ("เกิดข้อผิดพลาดระหว่างจัดทำ", "an error ended its notebook"),
    "not_run": ("โปรแกรมจัดทำฉบับนี้ไม่สำเร็จ", "it could not be run"),
}
"""An introduction to the error's own message, in Thai and English, by its name or else by the status."""


def _explained(outcome: Outcome, language: Language) -> str:
    if outcome.status == "succeeded":
        return ""
    th, en = _EXPLANATIONS.get(outcome.reason.split(":")[0]) or _EXPLANATIONS[outcome.status]
    return f"{th if language == 'th' else en}: {outcome.reason}"


def _filed(out: Path, job: Job, outcome: Outcome, inputs: str, before: Entry | None) -> Entry:
    """Writes a report's files, and deletes older ones that no longer match the data."""
    folder = folder_of(out, job)
    failed_notebook = folder / "failed" / f"{job.agency_id}.ipynb"
    seconds = round(outcome.seconds, 3)
    succeeded = outcome.status == "succeeded"
    pages = {"html": outcome.html, staleness.ANALYST: outcome.analyst} if succeeded else {}
    contents = {kind: page.encode("utf-8") for kind, page in pages.items() if page} | dict(outcome.others)
    # A format not asked for this time is kept if it was made from the same inputs earlier.
    reusable = before.outputs if before is not None and succeeded and before.inputs == inputs else {}
    outputs: dict[str, str] = {}
    seen: dict[str, list[int]] = {}
    for kind in staleness.KINDS:
        file = folder / file_of(job, kind)
        if (content := contents.get(kind)) is not None:
            files.write_atomic(file, content)
            outputs[file.name] = digests.of_bytes(content)
            seen[file.name] = staleness.seen_of(file)
        elif file.name in reusable and kind not in outcome.lacking:
            outputs[file.name] = reusable[file.name]
        else:
            # Also after a failure: a page of older data must not pass for the present one.
            with files.naming_errors(file):
                file.unlink(missing_ok=True)
    with files.naming_errors(failed_notebook):
        failed_notebook.unlink(missing_ok=True)
    if not succeeded:
        if outcome.executed:
            files.write_atomic(failed_notebook, outcome.executed.encode("utf-8"))
        return Entry(manifest.FAILED, outcome.reason, inputs, {}, seconds, outcome=outcome.status)
    return Entry(manifest.SUCCEEDED, "", inputs, outputs, seconds, seen, lacking=dict(outcome.lacking))
