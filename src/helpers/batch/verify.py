"""Checks that reports match the data: makes them again elsewhere and compares byte by byte.

Nothing is written to the data or the reports. Each report is made with the parameters in its manifest
or, if the page was moved out of its folder, with those in the page itself (``report.identity``).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import locations, stages, tables
from helpers.batch import common_pages, differences, digests, manifest, parameters, reports, selection
from helpers.batch.differences import Place
from helpers.batch.digests import Origin
from helpers.batch.files import LOCK
from helpers.batch.manifest import Entry
from helpers.batch.orders import Runner, RunSettings
from helpers.batch.scope import LARGEST_PAGE, Folder, Scope, file_of_page, find_scope, index_of
from helpers.batch.selection import Job, Selection
from helpers.batch.staleness import KINDS, NEW, WorkList, file_of
from helpers.sources.raw_files import RawFolderMissingError, all_files

IDENTICAL, OTHER_SETTINGS, DIFFERS, MISSING, UNKNOWN, NOT_MADE, NOT_REMADE = (
    "identical",
    "other settings",
    "differs",
    "missing",
    "unknown",
    "not made",
    "not remade",
)

EDITED = "edited"
UNRECORDED = "unrecorded"

MARKS, LARGEST_MARK = (LOCK, ".gitkeep"), 20
"""Files that are empty or hold a process number, and their largest size in bytes."""


@dataclass(frozen=True)
class VerifyOptions:
    """What to verify against which data. ``target`` is a page, a Word document, or a folder of reports."""

    target: Path
    data_dir: Path
    workers: int = 0
    scheduler: str = ""
    run_settings: RunSettings = field(default_factory=RunSettings)


@dataclass(frozen=True)
class Begun:
    """Event: how many reports are to be made again."""

    reports: int


@dataclass(frozen=True)
class Checked:
    """Event: the verdict on one file, named relative to the folder of reports."""

    file: str
    state: str
    """``identical``; ``other settings``: identical, but made with other settings than the default;
    ``differs``; ``missing``: in the manifest only; ``unknown``: not in the manifest; ``not made``: the
    present data don't give this report; ``not remade``: a PDF whose digest is the recorded one."""
    causes: tuple[str, ...] = ()
    """``edited`` since it was made; ``unrecorded``: no manifest tells why; the ingredients that changed
    (``digests.Origin``)."""
    files: tuple[str, ...] = ()
    """Raw files that changed."""
    place: Place | None = None
    reason: str = ""
    """Why the report can't be made now."""

    @property
    def good(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.state in (IDENTICAL, NOT_REMADE)


Event = Begun | Checked


def verify(options: VerifyOptions) -> Generator[Event, None, None]:
    """Makes the reports again and yields for each file whether it is the same.

    Raises ``scope.NothingToVerifyError``, ``RawFolderMissingError``, ``parameters.ParameterError`` and
    ``orders.ClusterRefusedError`` before anything is made, ``common_pages.StageFailedError`` and
    ``orders.ClusterLostError`` later.
    """
    scope = find_scope(options.target)
    raw = options.data_dir / "raw"
    if not raw.is_dir() or not any(raw.iterdir()):
        raise RawFolderMissingError(raw)
    # The runner ends inside this block, so nothing writes to the folder any more when it is deleted.
    with tempfile.TemporaryDirectory(prefix="ita-") as elsewhere:
        base = reports.Options(
            data_dir=_data(raw, Path(elsewhere)),
            out=Path(elsewhere) / "reports",
            workers=options.workers,
            scheduler=options.scheduler,
            run_settings=options.run_settings,
        )
        with contextlib.closing(_all(scope, base)) as events:
            for event in events:
                if isinstance(event, Begun) or not scope.files or event.file in scope.files:
                    yield event


def _all(scope: Scope, base: reports.Options) -> Generator[Event, None, None]:
    stages.refresh(base.data_dir)
    frames = {name: tables.read(base.data_dir, name) for name in tables.SCHEMAS}
    digest_of: dict[str, str] = dict(frames["files"].itertuples(index=False))
    yield Begun(sum(map(len, scope.reports.values())))
    yield from _stage_pages(scope, base, digest_of)
    with reports.runner(base) as runner:
        for folder, entries in scope.reports.items():
            yield from _reports(scope, folder, entries, base, frames, runner)
    yield from _indexes(scope, base, frames, digest_of)
    yield from _strays(scope)


def _data(raw: Path, elsewhere: Path) -> Path:
    """A new data folder with the present raw files."""
    data = elsewhere / "data"
    data.mkdir()
    try:
        (data / "raw").symlink_to(raw.resolve(), target_is_directory=True)
    except OSError:  # Windows lets only some users make links
        for name, file in all_files(raw).items():
            (data / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, data / "raw" / name)
    return data


# ------------------------------------------------------------------ reports
def _reports(
    scope: Scope,
    folder: Folder,
    entries: Mapping[str, Entry],
    base: reports.Options,
    frames: Mapping[str, pd.DataFrame],
    runner: Runner,
) -> Iterator[Checked]:
    """Makes the reports of a year and document again and compares every file of each."""
    notebook = locations.notebook(reports.REPORT)
    for group in _alike(entries):
        options = _options(base, folder, next(iter(group.values())))
        parameters.check(notebook, options.parameters)
        sources = _origins(group, frames, notebook, options)
        for agency_id in group.keys() - {job.agency_id for job in sources}:
            for name in group[agency_id].outputs:
                yield Checked(_name(folder, name), NOT_MADE, reason=NO_DATA)
        work = WorkList(dict.fromkeys(sources, NEW), {})
        with contextlib.closing(reports.make(work, sources, frames, notebook, options, runner)) as events:
            for event in events:
                yield from _of_report(scope, group[event.job.agency_id], event, options.out)


NO_DATA = "no data"


def _alike(entries: Mapping[str, Entry]) -> list[dict[str, Entry]]:
    """Groups the entries by how they were made: their parameters and formats."""
    groups: dict[str, dict[str, Entry]] = {}
    for agency_id, entry in entries.items():
        how_made = json.dumps([dict(entry.parameters), f"{agency_id}.docx" in entry.outputs], sort_keys=True)
        groups.setdefault(how_made, {})[agency_id] = entry
    return list(groups.values())


def _options(base: reports.Options, folder: Folder, entry: Entry) -> reports.Options:
    recorded = reports.recorded(entry.parameters)
    language: dict[str, Any] = {
        name: recorded.pop(name) for name in ("language", "digits") if name in recorded
    }
    docx = any(name.endswith(".docx") for name in entry.outputs)
    return replace(
        base,
        **language,
        selection=Selection(year=folder[0], document=folder[1]),
        parameters=recorded,
        run_settings=replace(base.run_settings, formats=("docx",) if docx else ()),
    )


def _origins(
    group: Mapping[str, Entry], frames: Mapping[str, pd.DataFrame], notebook: Path, options: reports.Options
) -> dict[Job, Origin]:
    """What the reports would be made from now. Reports refused as incomplete are refused again."""
    origin_of: dict[str, tuple[Job, Origin]] = {}
    refused = any(entry.status == manifest.FAILED for entry in group.values())
    with contextlib.suppress(selection.NothingSelectedError):
        for strict in (False, True) if refused else (False,):
            for job, origin in reports.origins(
                frames, notebook, replace(options, require_complete=strict)
            ).items():
                entry = group.get(job.agency_id)
                if entry is not None and (not strict or entry.reason == job.refused):
                    origin_of[job.agency_id] = job, origin
    return dict(origin_of.values())


def _of_report(scope: Scope, entry: Entry, event: reports.Made, out: Path) -> Iterator[Checked]:
    job, again = event.job, event.entry
    folder: Folder = (job.fiscal_year, job.document)  # type: ignore[assignment]
    for name in (
        name for kind in KINDS if (name := file_of(job, kind)) in {**entry.outputs, **again.outputs}
    ):
        right = out / _name(folder, name)
        if name.endswith(".pdf"):
            yield _compared_pdf(scope, _name(folder, name), entry.outputs[name])
        elif name not in again.outputs:
            reason = again.reason or "".join(again.lacking.values())
            yield Checked(_name(folder, name), NOT_MADE, reason=reason)
        else:
            changed = _changed(entry, again)
            checked = _compared(
                scope, _name(folder, name), right.read_bytes(), entry.outputs.get(name), *changed
            )
            chosen = str(entry.parameters.get("settings") or "")
            if checked.state == IDENTICAL and chosen:
                checked = replace(checked, state=OTHER_SETTINGS, reason=chosen)
            yield checked
        right.unlink(missing_ok=True)  # the pages of a whole country would fill the disk


def _name(folder: Folder, name: str) -> str:
    return f"{folder[0]}/{folder[1]}/{name}"


def _changed(entry: Entry, again: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ingredients and the raw files that changed."""
    if not entry.made_from:
        return (UNRECORDED,), ()
    parts = tuple(
        name
        for name in again.made_from
        if again.made_from[name] != entry.made_from.get(name, again.made_from[name])
    )
    files = _other_files(entry.files, again.files) if {"rows", "files"}.intersection(parts) else ()
    return parts, files


def _other_files(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in {**before, **now} if before.get(name) != now.get(name)))


# ------------------------------------------------------------------ pages of all agencies
def _stage_pages(scope: Scope, base: reports.Options, now: Mapping[str, str]) -> Iterator[Checked]:
    for key in common_pages.STAGES:
        if key in scope.pages:
            # Pages of all agencies belong to no year and no document: neither is looked at here.
            options = _options(base, (0, "annual"), scope.pages[key])
            papers = common_pages.papers_in(scope.root)
            for _ in common_pages.stage(key, options, stages.made_from(base.data_dir), papers):
                pass
            yield _of_page_of_all(scope, key, options, now)


def _indexes(
    scope: Scope, base: reports.Options, frames: Mapping[str, pd.DataFrame], now: Mapping[str, str]
) -> Iterator[Checked]:
    """The index pages, then the front page, each from the reports that were made again."""
    for place in scope.reports:
        if (key := index_of(place)) in scope.pages:
            _note_pdfs(scope, place, base.out)
            options = _options(base, place, scope.pages[key])
            common_pages.note(
                options, common_pages.index(*place, frames, options, stages.made_from(base.data_dir))
            )
            yield _of_page_of_all(scope, key, options, now)
    if common_pages.FRONT in scope.pages:
        options = _options(base, (0, "annual"), scope.pages[common_pages.FRONT])
        for page, _, _ in common_pages.STAGES.values():  # the front page links to those that exist
            if (scope.root / page).is_file():
                (options.out / page).touch()
        common_pages.note(options, common_pages.write_front(options))
        yield _of_page_of_all(scope, common_pages.FRONT, options, now)


def _note_pdfs(scope: Scope, place: Folder, out: Path) -> None:
    """Records the existing PDFs, which are not made again, so that the index links to them."""
    folder = out / str(place[0]) / place[1]
    again = manifest.read(folder)
    for agency_id, entry in scope.reports[place].items():
        name = f"{agency_id}.pdf"
        if agency_id in again and name in entry.outputs:
            outputs = {**again[agency_id].outputs, name: entry.outputs[name]}
            again[agency_id] = replace(again[agency_id], outputs=outputs)
    manifest.write(folder, again)


def _of_page_of_all(scope: Scope, key: str, options: reports.Options, now: Mapping[str, str]) -> Checked:
    entry, name = scope.pages[key], file_of_page(key)
    again = manifest.read(options.out)[key]
    files = _other_files(manifest.files(scope.root), now)
    # For these pages "rows" is the size and time of all raw files; only files with other content count.
    parts = [each for each in _changed(entry, again)[0] if each != "rows"] + (["rows"] if files else [])
    recorded = entry.outputs.get(name)
    return _compared(scope, name, (options.out / name).read_bytes(), recorded, tuple(parts), files)


# ------------------------------------------------------------------ comparing
def _compared(
    scope: Scope,
    name: str,
    right: bytes,
    recorded: str | None,
    changed: Iterable[str],
    files: tuple[str, ...],
) -> Checked:
    """Compares a file with the ``right`` content; if it differs, says why as far as the manifest tells."""
    content = _read(scope, name)
    if content is None:
        return Checked(name, MISSING, tuple(changed), files)
    if content == right:
        return Checked(name, IDENTICAL)
    causes = tuple(changed)
    # No input changed and yet the page differs: whoever edited it edited the manifest, too.
    if causes != (UNRECORDED,) and (digests.of_bytes(content) != recorded or not causes):
        causes = (EDITED, *causes)
    return Checked(name, DIFFERS, causes, files, differences.first(content, right))


def _compared_pdf(scope: Scope, name: str, recorded: str) -> Checked:
    """Compares a PDF only with its recorded digest, as another browser prints other bytes."""
    content = _read(scope, name)
    if content is None:
        return Checked(name, MISSING)
    if digests.of_bytes(content) == recorded:
        return Checked(name, NOT_REMADE)
    return Checked(name, DIFFERS, (EDITED,))


def _read(scope: Scope, name: str) -> bytes | None:
    file = scope.files.get(name, scope.root / name)
    if not file.is_file():
        return None
    with file.open("rb") as content:
        return content.read(LARGEST_PAGE)


def _strays(scope: Scope) -> Iterator[Checked]:
    """Every file in the folder that no manifest lists, whatever its name."""
    if scope.files:  # single files were asked about, not the rest of the folder
        return
    expected = {*MARKS, manifest.NAME, *map(file_of_page, scope.pages)}
    for place, entries in scope.reports.items():
        expected |= {_name(place, name) for name in (manifest.NAME, manifest.JOURNAL)}
        for agency_id, entry in entries.items():
            expected |= {_name(place, name) for name in entry.outputs}
            if entry.status == manifest.FAILED:
                expected.add(_name(place, f"failed/{agency_id}.ipynb"))
    for folder, folders, files in os.walk(scope.folder):
        folders.sort()
        for each in sorted([*files, *(name for name in folders if (Path(folder) / name).is_symlink())]):
            name = (Path(folder) / each).relative_to(scope.root).as_posix()
            large = each in MARKS and (Path(folder) / each).lstat().st_size > LARGEST_MARK
            if name not in expected or large:
                yield Checked(name, UNKNOWN)
