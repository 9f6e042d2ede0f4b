"""What there is to verify: a folder of reports, one report, an index, or a page that has left its folder.

What manifests and pages say is checked before it is used: whoever edits a page may edit its manifest, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from helpers import tables
from helpers.batch import common_pages, manifest
from helpers.batch.manifest import Entry
from helpers.batch.staleness import ANALYST
from helpers.choices import Digits, Document, Language
from helpers.messages import both
from helpers.report import identity


class NothingToVerifyError(ValueError):
    """A file or folder that is no report of this program; the message says what to give instead."""


LARGEST_PAGE = 50_000_000
"""Bytes of a file that are looked at: a page has a thousandth of it."""

Folder = tuple[int, Document]
"""Fiscal year and document."""


@dataclass(frozen=True)
class Scope:
    """What is made once more, and the files that are told of."""

    root: Path
    reports: Mapping[Folder, Mapping[str, Entry]]
    pages: Mapping[str, Entry]
    """Pages of all agencies: notebooks and indexes."""
    folder: Path
    """Where all that lies is told of."""
    told: Mapping[str, Path]
    """Each file that is told of, by its name from the folder of reports; none: all."""


def find_scope(target: Path) -> Scope:
    """What a path names. Raises ``NothingToVerifyError`` where that is no report of this program."""
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
    """A page of a report with the other files of that report; or an index or a notebook's page."""
    for root in (file.parent, file.parent.parent.parent):
        name = file.relative_to(root).as_posix()
        reports, pages = recorded(root), _pages(root)
        for place, entries in reports.items():
            for agency_id, entry in entries.items():
                mine = [f"{place[0]}/{place[1]}/{each}" for each in entry.outputs]
                if name in mine:
                    told = {each: root / each for each in mine}
                    return Scope(root, {place: {agency_id: entry}}, {}, file.parent, told)
        for key, entry in pages.items():
            if reports and name == file_of_page(key):
                # An index is made from its own reports; the front page ("index.html") from those of all.
                needed = {
                    place: entries
                    for place, entries in reports.items()
                    if key.startswith((index_of(place), "index"))
                }
                return Scope(root, needed, {key: entry}, file.parent, {name: file})
    return _of_page(file)


def _of_page(file: Path) -> Scope:
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
    return Scope(file.parent, {(year, document): {agency_id: entry}}, {}, file.parent, {name: file})


def recorded(root: Path) -> dict[Folder, dict[str, Entry]]:
    """What the manifests of a folder of reports know, by year and document; names out of it are left out."""
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
    """What the manifest of the whole folder knows: notebooks, indexes, the front page."""
    named = {*common_pages.STAGES, common_pages.FRONT, *map(index_of, recorded(root))}
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


def index_of(place: Folder) -> str:
    """The index page of a year and document, named from the folder of reports."""
    return f"{place[0]}/{place[1]}/index.html"


def file_of_page(key: str) -> str:
    """The file of a page of all agencies, by its name in the manifest: a notebook's is not its own."""
    return common_pages.STAGES[key][0] if key in common_pages.STAGES else key
