"""What is to be verified: a folder of reports, one report, an index, or a page moved out of its folder.

Manifests and pages are checked before anything in them is used, as whoever edits a page may edit both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from helpers import tables
from helpers.batch import common_pages, manifest
from helpers.batch.manifest import Entry
from helpers.batch.staleness import ANALYST, KINDS
from helpers.choices import Digits, Document, Language
from helpers.messages import both
from helpers.report import identity


class NothingToVerifyError(ValueError):
    """The file or folder isn't a report of this program; the message says what to give instead."""


LARGEST_PAGE = 50_000_000
"""How many bytes of a file are read; pages have a thousandth of that."""

Folder = tuple[int, Document]
"""Fiscal year and document."""


@dataclass(frozen=True)
class Scope:
    """What is made again, and which files to report on."""

    root: Path
    reports: Mapping[Folder, Mapping[str, Entry]]
    pages: Mapping[str, Entry]
    """Pages of all agencies: notebooks and indexes."""
    folder: Path
    """The folder that is searched for files which no manifest lists."""
    files: Mapping[str, Path]
    """The files to report on, by their names relative to the folder of reports; if empty, all."""


def find_scope(target: Path) -> Scope:
    """The scope of a path. Raises ``NothingToVerifyError`` if it isn't a report of this program."""
    if target.is_dir():
        return _of_folder(target.resolve())
    if target.is_file():
        return _of_file(target.resolve())
    raise NothingToVerifyError(both(f"ไม่พบ {target}", f"there is no {target}"))


def _of_folder(folder: Path) -> Scope:
    for root in (folder, folder.parent, folder.parent.parent):
        inside = folder.relative_to(root).as_posix()
        by_folder = {
            place: entries
            for place, entries in recorded(root).items()
            if inside == "." or f"{place[0]}/{place[1]}/".startswith(f"{inside}/")
        }
        if by_folder:
            pages = _pages(root)
            if inside != ".":
                pages = {name: entry for name, entry in pages.items() if name.startswith(f"{inside}/")}
            return Scope(root, by_folder, pages, folder, {})
    raise NothingToVerifyError(
        both(
            f"ไม่มีรายงานใน {folder} (ไม่พบ manifest.json) ให้ระบุโฟลเดอร์ที่คำสั่ง ita reports จัดทำ",
            f"there are no reports in {folder} (no manifest.json): name a folder that `ita reports` made",
        )
    )


def _of_file(file: Path) -> Scope:
    """A report's page together with the report's other files, an index, or a notebook's page."""
    # Pages of all agencies lie in the folder of reports itself, reports two folders below: year, document.
    for root in (file.parent, file.parent.parent.parent):
        name = file.relative_to(root).as_posix()
        reports, pages = recorded(root), _pages(root)
        for place, entries in reports.items():
            for agency_id, entry in entries.items():
                own_names = [f"{place[0]}/{place[1]}/{output}" for output in entry.outputs]
                if name in own_names:
                    own_files = {own_name: root / own_name for own_name in own_names}
                    return Scope(root, {place: {agency_id: entry}}, {}, file.parent, own_files)
        for key, entry in pages.items():
            if reports and name == file_of_page(key):
                # An index is made from its own reports, the front page ("index.html") from all reports.
                needed = {
                    place: entries
                    for place, entries in reports.items()
                    if key.startswith((index_of(place), "index"))
                }
                return Scope(root, needed, {key: entry}, file.parent, {name: file})
    return _of_page(file)


def _of_page(file: Path) -> Scope:
    """A page outside its folder: with no manifest, only the page itself says what it was made from."""
    with file.open("rb") as content:
        page = content.read(LARGEST_PAGE).decode("utf-8", "replace")
    stated = identity.read(page)
    if stated is None:
        raise NothingToVerifyError(
            both(
                f"{file.name} ไม่ได้อยู่ข้าง manifest.json และไม่ใช่หน้ารายงาน HTML ที่โปรแกรมนี้จัดทำ",
                f"{file.name} does not lie beside its manifest.json and is no page of a report made here",
            )
        )
    year, document, agency_id, parameters = stated
    # Both pages of a report have the same identity; only the analyst's is marked as internal.
    kind = ANALYST if 'class="internal"' in page else "html"
    if kind == ANALYST:
        parameters = {**parameters, "analyst": True}
    name = f"{year}/{document}/{agency_id}.{kind}"
    entry = Entry(manifest.SUCCEEDED, parameters=parameters, outputs={f"{agency_id}.{kind}": ""})
    return Scope(file.parent, {(year, document): {agency_id: entry}}, {}, file.parent, {name: file})


def recorded(root: Path) -> dict[Folder, dict[str, Entry]]:
    """The manifests' entries in a folder of reports, by year and document, without unsafe file names."""
    by_folder: dict[Folder, dict[str, Entry]] = {}
    for file in sorted(root.glob(f"[0-9][0-9][0-9][0-9]/*/{manifest.NAME}")):
        document = file.parent.name
        if document in get_args(Document):
            entries = {
                key: entry for key, entry in manifest.read(file.parent).items() if _harmless(key, entry)
            }
            by_folder[int(file.parent.parent.name), document] = entries  # type: ignore[index]
    return by_folder


def _pages(root: Path) -> dict[str, Entry]:
    """The entries of the whole folder's manifest: notebooks, indexes, the front page."""
    named = {*common_pages.STAGES, common_pages.FRONT, *map(index_of, recorded(root))}
    return {
        key: entry
        for key, entry in manifest.read(root).items()
        if key in named
        and all(isinstance(each, dict) for each in (entry.outputs, entry.parameters, entry.made_from))
        and _has_valid_language(entry)
    }


def _harmless(agency_id: str, entry: Entry) -> bool:
    """Whether an entry has the form that this program writes; a stranger may have edited the manifest."""
    mappings = (entry.outputs, entry.parameters, entry.made_from, entry.files)
    if not tables.CODE.fullmatch(agency_id) or not all(isinstance(each, dict) for each in mappings):
        return False
    named = {f"{agency_id}.{kind}" for kind in KINDS}
    return named.issuperset(entry.outputs) and _has_valid_language(entry)


def _has_valid_language(entry: Entry) -> bool:
    parameters = entry.parameters
    return parameters.get("language", "th") in get_args(Language) and parameters.get(
        "digits", "thai"
    ) in get_args(Digits)


def index_of(place: Folder) -> str:
    """The index page of a year and document, named from the folder of reports."""
    return f"{place[0]}/{place[1]}/index.html"


def file_of_page(key: str) -> str:
    """The file name of a page of all agencies. The manifest lists notebooks' pages by the notebook's name."""
    return common_pages.STAGES[key][0] if key in common_pages.STAGES else key
