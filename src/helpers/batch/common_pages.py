"""The pages of all agencies together: notebooks 01, 02, 03, 05 and 06, the indexes and the front page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

import helpers
from helpers import locations, provenance, stages, tables
from helpers.batch import digests, files, manifest
from helpers.batch.digests import Origin
from helpers.batch.manifest import Entry
from helpers.batch.reports import Options
from helpers.messages import both
from helpers.narrative import Writer

FRONT = "index.html"

STAGES = {
    "01_prepare_data.ipynb": ("findings.html", "ผลการตรวจข้อมูลนำเข้า", "Check of the input"),
    "02_indicator_deltas.ipynb": ("deltas.html", "การเปลี่ยนแปลงรายตัวชี้วัด", "Change by indicator"),
    "03_weak_indicators.ipynb": ("weak_indicators.html", "จุดอ่อนของทุกหน่วยงาน", "Weak points"),
    "05_overview.ipynb": ("overview.html", "ภาพรวม", "Overview"),
    "06_digest.ipynb": ("digest.html", "งานที่ต้องติดตาม", "Digest"),
}
"""Notebooks that run once per batch, their page and its name."""

DIGEST = "06_digest.ipynb"
"""The one of them whose page leads to papers."""


class StageFailedError(RuntimeError):
    """A notebook that runs once per batch could not be executed; nothing after it can run."""


@dataclass(frozen=True)
class Stage:
    """Event: a notebook of ``STAGES`` is about to run, or is skipped because it is up to date."""

    notebook: str
    skipped: bool


def stage(name: str, options: Options, state: str, papers: Set[str] = frozenset()) -> Iterator[Stage]:
    """Runs a notebook of ``STAGES`` unless its page exists and none of its inputs changed.

    ``state`` is the digest of the raw files that it shows, ``papers`` are those that the digest may link to.
    """
    notebook, page = locations.notebook(name), options.out / STAGES[name][0]
    parameters, inputs = _parameters_of(options), {"rows": state}
    if name == DIGEST:
        inputs["papers"] = digests.of_bytes("\n".join(sorted(papers)).encode())
        parameters |= {"as_of": options.parameters["as_of"]} if options.parameters.get("as_of") else {}
    source = digests.of_bytes(notebook.read_bytes())
    origin = digests.of_report(inputs, source, parameters)
    entry_before = manifest.read(options.out).get(name)
    current = page.is_file() and entry_before is not None and entry_before.inputs == origin.digest
    # A page can be current while tables are missing: notebooks 01 to 03 also write those.
    if current and not options.force and stages.complete(options.data_dir):
        yield Stage(name, skipped=True)
        return
    yield Stage(name, skipped=False)
    from helpers.batch import execute, links  # only now: a run with nothing to do takes seconds

    # No memory limit, as it reads all agencies at once; no Word or PDF, as analysts read it on screen.
    run_settings = replace(options.run_settings, memory_mb=0, formats=())
    outcome = execute.run(notebook, parameters | {"data_dir": str(options.data_dir)}, run_settings)
    if outcome.status != "succeeded":
        raise StageFailedError(
            both(f"{name} ทำงานไม่สำเร็จ: {outcome.reason}", f"{name} could not be run: {outcome.reason}")
        )
    html = links.of_all_agencies(links.to_papers(outcome.html, papers), _writer(options))
    content = html.encode("utf-8")
    files.write_atomic(page, content)
    entry = _page_entry(page.name, content, origin, parameters)
    note(options, {name: replace(entry, seconds=round(outcome.seconds, 3))})


def papers_in(reports: Path) -> set[str]:
    """The pages of agencies that were made and lie in a folder of reports, named from it."""
    return {
        f"{file.parent.relative_to(reports).as_posix()}/{agency_id}.html"
        for file in reports.glob(f"[0-9]*/*/{manifest.NAME}")
        for agency_id, entry in manifest.read(file.parent).items()
        if entry.status != manifest.FAILED
    }


def index(
    year: int, document: str, frames: Mapping[str, pd.DataFrame], options: Options, state: str
) -> dict[str, Entry]:
    """Writes an index page unless it exists and none of its inputs changed.

    ``state`` is the digest of the raw files behind the tables. Returns the page's entry by its name, empty
    if it was not written.
    """
    name = f"{year}/{document}/index.html"
    entries = manifest.read(options.out / str(year) / document)
    listed = [
        (key, entry.reason, entry.status == manifest.FAILED, sorted(entry.outputs))
        for key, entry in sorted(entries.items())
    ]
    parameters = _parameters_of(options)
    origin = digests.of_report({"rows": state}, "", {**parameters, "became": listed})
    recorded = manifest.read(options.out)
    if (entry := recorded.get(name)) and entry.inputs == origin.digest and (options.out / name).is_file():
        return {}
    from helpers.batch import pages  # draws, so imports much

    content = pages.write_index(options.out, year, document, frames, _writer(options))
    return {name: _page_entry(name, content, origin, parameters)}


def write_front(options: Options) -> dict[str, Entry]:
    """Writes the front page, which lists what the output folder holds; returns its entry by its name."""
    from helpers.batch import pages

    names = [(page, th if options.language == "th" else en) for page, th, en in STAGES.values()]
    needed = ("agencies", "totals", "checklist", "sources", "questions", "scores", "measures")
    frames = {name: tables.read(options.data_dir, name) for name in needed}
    content = pages.write_front(options.out, names, frames, _writer(options))
    parameters = _parameters_of(options)
    return {FRONT: _page_entry(FRONT, content, digests.of_report({}, "", parameters), parameters)}


def note(options: Options, entries: Mapping[str, Entry]) -> None:
    """Records pages of all agencies, and the raw files behind them, in the whole folder's manifest."""
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


def _page_entry(name: str, content: bytes, origin: Origin, parameters: Mapping[str, object]) -> Entry:
    outputs = {name: digests.of_bytes(content)}
    return Entry(
        manifest.SUCCEEDED,
        inputs=origin.digest,
        outputs=outputs,
        parameters=parameters,
        made_from=origin.parts,
    )


def _parameters_of(options: Options) -> dict[str, object]:
    return {"language": options.language, "digits": options.digits}


def _writer(options: Options) -> Writer:
    return Writer(options.language, options.digits)
