"""Which files a raw folder holds, and by what names they go."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath

from helpers import thai
from helpers.findings import Finding
from helpers.messages import Bilingual, both

DATA_FOLDERS = ("scores", "measures")
RECORDS = ("agencies", "sources", "offices")
"""Files of the raw folder itself, each ``<name>.csv``."""

_NO_DATA = {"thumbs.db", "desktop.ini"}


class RawFolderMissingError(Bilingual, FileNotFoundError):
    """There is no raw folder, or nothing in it; the message says what to put there."""

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
    """Every file in a raw folder by the name it goes by, which is its path inside, in a fixed order.

    Hidden files and folders and what programs leave behind are passed over.
    """
    files, _ = find(raw)
    return files


def is_data(name: str) -> bool:
    """Whether a file, by its path inside the raw folder, lies where data are read from."""
    top, *below = PurePosixPath(name).parts
    return bool(below) and top.casefold() in DATA_FOLDERS


def _is_record(name: str) -> bool:
    return name.casefold() in {f"{record}.csv" for record in RECORDS}


def find(raw: Path) -> tuple[dict[str, Path], list[Finding]]:
    """Every file, and a finding for each place that cannot be looked into.

    Links are followed, but not in a circle, not to a folder that is read under another name, and not into
    the folders in which a system shows itself as files, of which some have no end.
    """
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    seen = {str(above): ".." for above in Path(os.path.realpath(raw)).parents}

    def visit(folder: Path, inside: str) -> None:
        real = os.path.realpath(folder)
        if real in seen:
            findings.append(Finding("folder_twice", inside, values={"other": seen[real]}))
            return
        seen[real] = inside or "."
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            findings.append(_not_accessible(inside or ".", error))
            return
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name.casefold() in _NO_DATA:
                continue
            # A name in another encoding than the system's, or with control characters, can be opened but
            # not printed. Two that become one are still two files.
            printed = os.fsencode(entry.name).decode("utf-8", errors="backslashreplace")
            name = inside + thai.visible(printed)
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
                    entry.stat()  # of a link to nowhere: raises
                    findings.append(Finding("file_not_accessible", name, values={"reason": "not a file"}))
            except OSError as error:
                findings.append(_not_accessible(name, error))

    visit(raw, "")
    return files, findings + _alike(files)


def _alike(files: Mapping[str, Path]) -> list[Finding]:
    """A finding for each file whose name others take for that of another one."""
    groups: dict[str, list[str]] = {}
    for name in files:
        groups.setdefault(_letters(name), []).append(name)
    return [
        Finding("names_alike", name, values={"other": max(group)})
        for group in groups.values()
        for name in sorted(group)[:-1]
    ]


def _letters(name: str) -> str:
    """A name as disks compare it that do not tell capital letters, or how a letter is encoded."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_of_the_system(link: str) -> bool:
    return PurePath(os.path.realpath(link)).parts[:2] in (("/", "proc"), ("/", "sys"))


def _not_accessible(name: str, error: OSError) -> Finding:
    return Finding("file_not_accessible", name, values={"reason": error.strerror or str(error)})


def misplaced(files: Mapping[str, Path]) -> list[Finding]:
    """One finding for each file or folder at the top that nothing is read from."""
    idle = (name for name in files if not is_data(name) and not _is_record(name))
    tops = {f"{top}/" if below else top for top, *below in (PurePosixPath(name).parts for name in idle)}
    return [Finding("file_misplaced", top) for top in sorted(tops)]
