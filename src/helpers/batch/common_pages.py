"""The pages of all agencies together: notebooks 01, 02, 03 and 05, the indexes and the front page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

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
}
"""Notebooks that run once per batch, their page and its name."""


class StageFailedError(RuntimeError):
    """A notebook that runs once per batch could not be executed; nothing after it can run."""


@dataclass(frozen=True)
class Stage:
    """Event: a notebook of ``STAGES`` is about to run, or is up to date."""

    notebook: str
    skipped: bool


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
    from helpers.batch import execute, pages  # only now: a run with nothing to do takes seconds

    # Over all agencies it may take what it needs; what analysts look at stays a page.
    settings = replace(options.settings, memory_mb=0, formats=())
    outcome = execute.run(notebook, told | {"data_dir": str(options.data_dir)}, settings)
    if outcome.status != "succeeded":
        raise StageFailedError(
            both(f"{name} ทำงานไม่สำเร็จ: {outcome.reason}", f"{name} could not be run: {outcome.reason}")
        )
    content = pages.with_way_back(outcome.html, _writer(options)).encode("utf-8")
    files.write_atomic(page, content)
    entry = _page_entry(page.name, content, origin, told)
    note(options, {name: replace(entry, seconds=round(outcome.seconds, 3))})


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
