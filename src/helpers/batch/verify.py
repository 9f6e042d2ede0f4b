"""Whether reports are what the data say: they are made once more, elsewhere, and compared byte by byte.

Nothing is written to the data or the reports. A report is made with the parameters that its manifest
tells, or, where it has left its folder, with those that the page itself tells (``report.identity``).
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
from typing import Any, get_args

import pandas as pd

from helpers import locations, stages, tables
from helpers.batch import differences, digests, manifest, parameters, run, selection
from helpers.batch.differences import Place
from helpers.batch.digests import Origin
from helpers.batch.files import LOCK
from helpers.batch.manifest import Entry
from helpers.batch.orders import Runner, RunSettings
from helpers.batch.selection import Job, Selection
from helpers.batch.staleness import ANALYST, NEW, WorkList, file_of
from helpers.choices import Digits, Document, Language
from helpers.messages import both
from helpers.report import identity
from helpers.sources import RawFolderMissingError
from helpers.sources.folder import all_files

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
LARGEST_PAGE = 50_000_000
"""Bytes of a file that are looked at: a page has a thousandth of it."""

MARKS, LARGEST_MARK = (LOCK, ".gitkeep"), 20
"""Files that hold nothing or the number of a process, and how many bytes at most."""


class NothingToVerifyError(ValueError):
    """A file or folder that is no report of this program; the message says what to give instead."""


@dataclass(frozen=True)
class VerifyOptions:
    """What to verify against which data. ``target`` is a page, a Word document, or a folder of reports."""

    target: Path
    data_dir: Path
    workers: int = 0
    scheduler: str = ""
    settings: RunSettings = field(default_factory=RunSettings)


@dataclass(frozen=True)
class Begun:
    """Event: how many reports are made once more."""

    reports: int


@dataclass(frozen=True)
class Checked:
    """Event: what is to be said of one file, named from the folder of reports."""

    file: str
    state: str
    """``identical``; ``other settings``: identical, but made with other settings than the default;
    ``differs``; ``missing``: the manifest knows it; ``unknown``: the manifest does not;
    ``not made``: the data give no such report now; ``not remade``: a PDF as the manifest knows it."""
    causes: tuple[str, ...] = ()
    """``edited`` since it was made; ``unrecorded``: there is no manifest to tell why; ingredients that are
    others now (``digests.Origin``)."""
    files: tuple[str, ...] = ()
    """Raw files that are others now."""
    place: Place | None = None
    reason: str = ""
    """Why there is no such report now."""

    @property
    def good(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.state in (IDENTICAL, NOT_REMADE)


Event = Begun | Checked

Folder = tuple[int, Document]
"""Fiscal year and document."""


@dataclass(frozen=True)
class _Scope:
    """What is made once more, and the files that are told of."""

    root: Path
    reports: Mapping[Folder, Mapping[str, Entry]]
    pages: Mapping[str, Entry]
    """Pages of all agencies: notebooks and indexes."""
    folder: Path
    """Where all that lies is told of."""
    told: Mapping[str, Path]
    """Each file that is told of, by its name from the folder of reports; none: all."""


def verify(options: VerifyOptions) -> Generator[Event, None, None]:
    """Makes the reports once more and tells of each file whether it is the same.

    Raises ``NothingToVerifyError``, ``RawFolderMissingError``, ``parameters.ParameterError`` and
    ``orders.ClusterRefusedError`` before anything is made, ``run.StageFailedError`` and
    ``orders.ClusterLostError`` later.
    """
    scope = _scope(options.target)
    raw = options.data_dir / "raw"
    if not raw.is_dir() or not any(raw.iterdir()):
        raise RawFolderMissingError(raw)
    # Below it nothing is left, however this ends: what runs notebooks has ended by then.
    with tempfile.TemporaryDirectory(prefix="ita-") as elsewhere:
        base = run.Options(
            data_dir=_data(raw, Path(elsewhere)),
            out=Path(elsewhere) / "reports",
            workers=options.workers,
            scheduler=options.scheduler,
            settings=options.settings,
        )
        with contextlib.closing(_all(scope, base)) as events:
            for event in events:
                if isinstance(event, Begun) or not scope.told or event.file in scope.told:
                    yield event


def _all(scope: _Scope, base: run.Options) -> Generator[Event, None, None]:
    stages.refresh(base.data_dir)
    made = {name: tables.read(base.data_dir, name) for name in tables.SCHEMAS}
    digest_of: dict[str, str] = dict(made["files"].itertuples(index=False))
    yield Begun(sum(map(len, scope.reports.values())))
    yield from _stage_pages(scope, base, digest_of)
    with run.runner(base) as runner:
        for folder, entries in scope.reports.items():
            yield from _reports(scope, folder, entries, base, made, runner)
    yield from _indexes(scope, base, made, digest_of)
    yield from _strays(scope)


# ------------------------------------------------------------------ what there is to verify
def _scope(target: Path) -> _Scope:
    if target.is_dir():
        return _of_folder(target.resolve())
    if target.is_file():
        return _of_file(target.resolve())
    raise NothingToVerifyError(both(f"ไม่พบ {target}", f"there is no {target}"))


def _of_folder(folder: Path) -> _Scope:
    for root in (folder, folder.parent, folder.parent.parent):
        inside = folder.relative_to(root).as_posix()
        reports = {
            place: entries
            for place, entries in _recorded(root).items()
            if inside == "." or f"{place[0]}/{place[1]}/".startswith(f"{inside}/")
        }
        if reports:
            pages = _pages(root)
            if inside != ".":
                pages = {name: entry for name, entry in pages.items() if name.startswith(f"{inside}/")}
            return _Scope(root, reports, pages, folder, {})
    raise NothingToVerifyError(
        both(
            f"ไม่มีรายงานใน {folder} (ไม่พบ manifest.json) ให้ระบุโฟลเดอร์ที่คำสั่ง ita reports จัดทำ",
            f"there are no reports in {folder} (no manifest.json): name a folder that `ita reports` made",
        )
    )


def _of_file(file: Path) -> _Scope:
    """A page of a report with the other files of that report; or an index or a notebook's page."""
    for root in (file.parent, file.parent.parent.parent):
        name = file.relative_to(root).as_posix()
        known, pages = _recorded(root), _pages(root)
        for place, entries in known.items():
            for agency_id, entry in entries.items():
                mine = [f"{place[0]}/{place[1]}/{each}" for each in entry.outputs]
                if name in mine:
                    told = {each: root / each for each in mine}
                    return _Scope(root, {place: {agency_id: entry}}, {}, file.parent, told)
        for key, entry in pages.items():
            if known and name == _file_of_page(key):
                needed = {
                    place: rows for place, rows in known.items() if key.startswith((_index(place), "index"))
                }
                return _Scope(root, needed, {key: entry}, file.parent, {name: file})
    return _of_page(file)


def _of_page(file: Path) -> _Scope:
    """A page that left its folder: what it says of itself is all there is."""
    with file.open("rb") as content:
        page = content.read(LARGEST_PAGE).decode("utf-8", "replace")
    told = identity.read(page)
    if told is None:
        raise NothingToVerifyError(
            both(
                f"{file.name} ไม่ได้อยู่ข้าง manifest.json และไม่ใช่หน้ารายงาน HTML ที่โปรแกรมนี้จัดทำ",
                f"{file.name} does not lie beside its manifest.json and is no page of a report made here",
            )
        )
    year, document, agency_id, given = told
    kind = ANALYST if 'class="internal"' in page else "html"
    asked = {**given, **({"analyst": True} if kind == ANALYST else {})}
    name = f"{year}/{document}/{agency_id}.{kind}"
    entry = Entry(manifest.SUCCEEDED, parameters=asked, outputs={f"{agency_id}.{kind}": ""})
    return _Scope(file.parent, {(year, document): {agency_id: entry}}, {}, file.parent, {name: file})


def _recorded(root: Path) -> dict[Folder, dict[str, Entry]]:
    """What the manifests of a folder of reports know, by year and document; names out of it are left out."""
    found: dict[Folder, dict[str, Entry]] = {}
    for file in sorted(root.glob(f"[0-9][0-9][0-9][0-9]/*/{manifest.NAME}")):
        document = file.parent.name
        if document in get_args(Document):
            entries = {
                key: entry for key, entry in manifest.read(file.parent).items() if _harmless(key, entry)
            }
            found[int(file.parent.parent.name), document] = entries  # type: ignore[index]
    return found


def _pages(root: Path) -> dict[str, Entry]:
    """What the manifest of the whole folder knows: notebooks, indexes, the front page."""
    named = {*run.STAGES, run.FRONT, *map(_index, _recorded(root))}
    return {
        key: entry
        for key, entry in manifest.read(root).items()
        if key in named
        and all(isinstance(each, dict) for each in (entry.outputs, entry.parameters, entry.made_from))
        and _known_words(entry)
    }


def _harmless(agency_id: str, entry: Entry) -> bool:
    """Whether an entry is of the form this program writes: who edits a page may edit its manifest, too."""
    told = (entry.outputs, entry.parameters, entry.made_from, entry.files)
    if not tables.CODE.fullmatch(agency_id) or not all(isinstance(each, dict) for each in told):
        return False
    named = {f"{agency_id}.{kind}" for kind in ("html", ANALYST, "docx", "pdf")}
    return named.issuperset(entry.outputs) and _known_words(entry)


def _known_words(entry: Entry) -> bool:
    told = entry.parameters
    return told.get("language", "th") in get_args(Language) and told.get("digits", "thai") in get_args(Digits)


def _index(place: Folder) -> str:
    return f"{place[0]}/{place[1]}/index.html"


def _file_of_page(key: str) -> str:
    return run.STAGES[key][0] if key in run.STAGES else key


def _data(raw: Path, elsewhere: Path) -> Path:
    """A data folder with the raw files as they are now."""
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
    scope: _Scope,
    folder: Folder,
    entries: Mapping[str, Entry],
    base: run.Options,
    made: Mapping[str, pd.DataFrame],
    runner: Runner,
) -> Iterator[Checked]:
    """Makes the reports of a year and document once more, and compares every file of each."""
    notebook = locations.notebook(run.REPORT)
    for group in _alike(entries):
        options = _options(base, folder, next(iter(group.values())))
        parameters.check(notebook, options.parameters)
        sources = _planned(group, made, notebook, options)
        for agency_id in group.keys() - {job.agency_id for job in sources}:
            for name in group[agency_id].outputs:
                yield Checked(_name(folder, name), NOT_MADE, reason=NO_DATA)
        plan = WorkList(dict.fromkeys(sources, NEW), {})
        with contextlib.closing(run.make(plan, sources, made, notebook, options, runner)) as coming:
            for event in coming:
                yield from _of_report(scope, group[event.job.agency_id], event, options.out)


NO_DATA = "no data"


def _alike(entries: Mapping[str, Entry]) -> list[dict[str, Entry]]:
    """The entries in groups that were made in the same way."""
    groups: dict[str, dict[str, Entry]] = {}
    for agency_id, entry in entries.items():
        way = json.dumps([dict(entry.parameters), f"{agency_id}.docx" in entry.outputs], sort_keys=True)
        groups.setdefault(way, {})[agency_id] = entry
    return list(groups.values())


def _options(base: run.Options, folder: Folder, entry: Entry) -> run.Options:
    told = run.recorded(entry.parameters)
    words: dict[str, Any] = {name: told.pop(name) for name in ("language", "digits") if name in told}
    docx = any(name.endswith(".docx") for name in entry.outputs)
    return replace(
        base,
        **words,
        selection=Selection(year=folder[0], document=folder[1]),
        parameters=told,
        settings=replace(base.settings, formats=("docx",) if docx else ()),
    )


def _planned(
    group: Mapping[str, Entry], made: Mapping[str, pd.DataFrame], notebook: Path, options: run.Options
) -> dict[Job, Origin]:
    """What the reports would be made from now. One that was refused as incomplete is refused so again."""
    found: dict[str, tuple[Job, Origin]] = {}
    refused = any(entry.status == manifest.FAILED for entry in group.values())
    with contextlib.suppress(selection.NothingSelectedError):
        for strict in (False, True) if refused else (False,):
            for job, origin in run.origins(made, notebook, replace(options, require_complete=strict)).items():
                entry = group.get(job.agency_id)
                if entry is not None and (not strict or entry.reason == job.refused):
                    found[job.agency_id] = job, origin
    return dict(found.values())


def _of_report(scope: _Scope, entry: Entry, event: run.Made, out: Path) -> Iterator[Checked]:
    job, again = event.job, event.entry
    folder: Folder = (job.fiscal_year, job.document)  # type: ignore[assignment]
    kinds = ("html", ANALYST, "docx", "pdf")
    for name in (
        name for kind in kinds if (name := file_of(job, kind)) in {**entry.outputs, **again.outputs}
    ):
        right = out / _name(folder, name)
        if name.endswith(".pdf"):
            yield _unmade(scope, _name(folder, name), entry.outputs[name])
        elif name not in again.outputs:
            reason = again.reason or "".join(again.lacking.values())
            yield Checked(_name(folder, name), NOT_MADE, reason=reason)
        else:
            changed = _changed(entry, again)
            found = _compared(
                scope, _name(folder, name), right.read_bytes(), entry.outputs.get(name), *changed
            )
            chosen = str(entry.parameters.get("settings") or "")
            if found.state == IDENTICAL and chosen:
                found = replace(found, state=OTHER_SETTINGS, reason=chosen)
            yield found
        right.unlink(missing_ok=True)  # a country's pages need not all lie there at once


def _name(folder: Folder, name: str) -> str:
    return f"{folder[0]}/{folder[1]}/{name}"


def _changed(entry: Entry, again: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ingredients that are others now, and raw files."""
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
def _stage_pages(scope: _Scope, base: run.Options, now: Mapping[str, str]) -> Iterator[Checked]:
    for key in run.STAGES:
        if key in scope.pages:
            options = _options(base, (0, "annual"), scope.pages[key])
            for _ in run.stage(key, options, stages.made_from(base.data_dir)):
                pass
            yield _of_page_of_all(scope, key, options, now)


def _indexes(
    scope: _Scope, base: run.Options, made: Mapping[str, pd.DataFrame], now: Mapping[str, str]
) -> Iterator[Checked]:
    """The index pages, and the front page at last; each from what was made once more."""
    for place in scope.reports:
        if (key := _index(place)) in scope.pages:
            _note_pdfs(scope, place, base.out)
            options = _options(base, place, scope.pages[key])
            run.note(options, run.index(*place, made, options, stages.made_from(base.data_dir)))
            yield _of_page_of_all(scope, key, options, now)
    if run.FRONT in scope.pages:
        options = _options(base, (0, "annual"), scope.pages[run.FRONT])
        for page, _, _ in run.STAGES.values():  # the front page leads to those that there are
            if (scope.root / page).is_file():
                (options.out / page).touch()
        run.note(options, run.write_front(options))
        yield _of_page_of_all(scope, run.FRONT, options, now)


def _note_pdfs(scope: _Scope, place: Folder, out: Path) -> None:
    """PDFs are not made again; the index still tells of those that there are."""
    folder = out / str(place[0]) / place[1]
    again = manifest.read(folder)
    for agency_id, entry in scope.reports[place].items():
        name = f"{agency_id}.pdf"
        if agency_id in again and name in entry.outputs:
            outputs = {**again[agency_id].outputs, name: entry.outputs[name]}
            again[agency_id] = replace(again[agency_id], outputs=outputs)
    manifest.write(folder, again)


def _of_page_of_all(scope: _Scope, key: str, options: run.Options, now: Mapping[str, str]) -> Checked:
    entry, name = scope.pages[key], _file_of_page(key)
    again = manifest.read(options.out)[key]
    files = _other_files(manifest.files(scope.root), now)
    # Its rows are those of all files, by size and time: only files with another content count.
    parts = [each for each in _changed(entry, again)[0] if each != "rows"] + (["rows"] if files else [])
    recorded = entry.outputs.get(name)
    return _compared(scope, name, (options.out / name).read_bytes(), recorded, tuple(parts), files)


# ------------------------------------------------------------------ comparing
def _compared(
    scope: _Scope,
    name: str,
    right: bytes,
    recorded: str | None,
    changed: Iterable[str],
    files: tuple[str, ...],
) -> Checked:
    """Says of a file whether it is the ``right`` one; else why, as far as the manifest tells."""
    content = _read(scope, name)
    if content is None:
        return Checked(name, MISSING, tuple(changed), files)
    if content == right:
        return Checked(name, IDENTICAL)
    causes = tuple(changed)
    # Made from what is there now, and yet another page: who edited it edited the manifest, too.
    if causes != (UNRECORDED,) and (digests.of_bytes(content) != recorded or not causes):
        causes = (EDITED, *causes)
    return Checked(name, DIFFERS, causes, files, differences.first(content, right))


def _unmade(scope: _Scope, name: str, recorded: str) -> Checked:
    """A PDF is only held against the manifest: another browser prints other bytes."""
    content = _read(scope, name)
    if content is None:
        return Checked(name, MISSING)
    if digests.of_bytes(content) == recorded:
        return Checked(name, NOT_REMADE)
    return Checked(name, DIFFERS, (EDITED,))


def _read(scope: _Scope, name: str) -> bytes | None:
    file = scope.told.get(name, scope.root / name)
    if not file.is_file():
        return None
    with file.open("rb") as content:
        return content.read(LARGEST_PAGE)


def _strays(scope: _Scope) -> Iterator[Checked]:
    """Everything that lies in the folder and that no manifest knows, whatever it is called."""
    if scope.told:
        return
    known = {*MARKS, manifest.NAME, *map(_file_of_page, scope.pages)}
    for place, entries in scope.reports.items():
        known |= {_name(place, name) for name in (manifest.NAME, manifest.JOURNAL)}
        for agency_id, entry in entries.items():
            known |= {_name(place, name) for name in entry.outputs}
            if entry.status == manifest.FAILED:
                known.add(_name(place, f"failed/{agency_id}.ipynb"))
    for folder, folders, files in os.walk(scope.folder):
        folders.sort()
        for each in sorted([*files, *(name for name in folders if (Path(folder) / name).is_symlink())]):
            name = (Path(folder) / each).relative_to(scope.root).as_posix()
            large = each in MARKS and (Path(folder) / each).lstat().st_size > LARGEST_MARK
            if name not in known or large:
                yield Checked(name, UNKNOWN)
