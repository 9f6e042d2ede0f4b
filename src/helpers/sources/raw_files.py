"""Which files a raw folder holds, and what names they have in findings and tables."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath

from helpers import thai
from helpers.findings import Finding
from helpers.framework import own
from helpers.messages import Bilingual, both

MOST_BYTES = 50 * 2**20
"""Larger files are refused unread."""

DATA_FOLDERS = ("scores", "measures")
RECORDS = ("agencies", "sources", "offices")
"""Files of the raw folder itself, each ``<name>.csv``; beside them ``rules.toml`` (``framework.own``)."""

_NO_DATA = {"thumbs.db", "desktop.ini"}


class RawFolderMissingError(Bilingual, FileNotFoundError):
    """The raw folder is missing or empty; the message says what to put there."""

    def __init__(self, raw: Path) -> None:
        super().__init__(
            both(
                f"ไม่พบข้อมูลใน {raw}\n"
                "สร้างโฟลเดอร์นี้ แล้ววาง agencies.csv (รายชื่อหน่วยงาน) โฟลเดอร์ scores (คะแนน)"
                " และโฟลเดอร์ measures (มาตรการ) ไว้ข้างใน ดู docs/data.md หรือสั่ง ita new โฟลเดอร์ใหม่ แล้วทำงานในนั้น",
                f"There is no data in {raw}\n"
                "Make this folder and put into it agencies.csv (the list of agencies), a folder scores"
                " and a folder measures; docs/data.md explains them. Or run: ita new FOLDER, and work there.",
            )
        )


def all_files(raw: Path) -> dict[str, Path]:
    """Every file in a raw folder by name, which is its path inside, in a fixed order.

    Hidden files and folders, and files that programs leave behind, are skipped.
    """
    files, _ = find(raw)
    return files


def is_data(name: str) -> bool:
    """Whether a file is in a folder that data are read from; ``name`` is its path inside the raw folder."""
    top, *below = PurePosixPath(name).parts
    return bool(below) and top.casefold() in DATA_FOLDERS


def _is_record(name: str) -> bool:
    return name.casefold() in {own.FILE, *(f"{record}.csv" for record in RECORDS)}


def rules(raw: Path) -> str:
    """The folder's ``rules.toml``, "" where it has none. Raises ``RulesError`` if it is no text."""
    return own.text_of(raw / own.FILE)


def find(raw: Path) -> tuple[dict[str, Path], list[Finding]]:
    """Every file, and a finding for each place that can't be read.

    Links are followed, except in a circle, to a folder that is read under another name, or into folders in
    which a system shows itself as files, as some of those are endless.
    """
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    visited = {str(above): ".." for above in Path(os.path.realpath(raw)).parents}

    def visit(folder: Path, inside: str) -> None:
        real = os.path.realpath(folder)
        if real in visited:
            findings.append(Finding("folder_twice", inside, values={"other": visited[real]}))
            return
        visited[real] = inside or "."
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            findings.append(_not_accessible(inside or ".", error))
            return
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name.casefold() in _NO_DATA:
                continue
            # A file whose name is in another encoding than the system's, or has control characters, can be
            # opened, but the name can't be printed. If two names become equal, they are still two files.
            printable = os.fsencode(entry.name).decode("utf-8", errors="backslashreplace")
            name = inside + thai.visible(printable)
            while name in files:
                name += "'"
            try:
                if entry.is_symlink() and _is_of_the_system(entry.path):
                    findings.append(Finding("file_not_accessible", name, values={"reason": "not a file"}))
                elif entry.is_dir():
                    visit(Path(entry.path), f"{name}/")
                elif entry.is_file():
                    files[name] = Path(entry.path)
                else:
                    entry.stat()  # raises for a broken link
                    findings.append(Finding("file_not_accessible", name, values={"reason": "not a file"}))
            except OSError as error:
                findings.append(_not_accessible(name, error))

    visit(raw, "")
    return files, findings + _alike(files)


def _alike(files: Mapping[str, Path]) -> list[Finding]:
    """A finding for each file whose name some systems take for that of another file."""
    groups: dict[str, list[str]] = {}
    for name in files:
        groups.setdefault(_letters(name), []).append(name)
    return [
        Finding("names_alike", name, values={"other": max(group)})
        for group in groups.values()
        for name in sorted(group)[:-1]
    ]


def _letters(name: str) -> str:
    """A name as compared by disks that ignore capital letters or the encoding of letters."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_of_the_system(link: str) -> bool:
    return PurePath(os.path.realpath(link)).parts[:2] in (("/", "proc"), ("/", "sys"))


def _not_accessible(name: str, error: OSError) -> Finding:
    return Finding("file_not_accessible", name, values={"reason": error.strerror or str(error)})


def misplaced(files: Mapping[str, Path]) -> list[Finding]:
    """A finding for each file or folder at the top level from which nothing is read."""
    idle = (name for name in files if not is_data(name) and not _is_record(name))
    tops = {f"{top}/" if below else top for top, *below in (PurePosixPath(name).parts for name in idle)}
    return [Finding("file_misplaced", top) for top in sorted(tops)]
