"""A workbook's cells as calamine reads them.

calamine takes the memory that a workbook claims before it looks, and where there is none the process ends.
What of a workbook can be looked into first (``containers``) is read in this process; any other, above all
the old .xls, by this file run as a program of its own, with limits.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import IO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

MOST_SECONDS = 60
MOST_MEMORY = 2 * 2**30
"""Of the program, on Linux: ten million cells take half of it."""

Rows = list[list[str]]


class NotReadError(Exception):
    """The program did not read the workbook; ``protected``: it has a password."""

    def __init__(self, reason: str, *, protected: bool = False) -> None:
        super().__init__(reason)
        self.protected = protected


def read(content: IO[bytes] | str) -> list[tuple[str, Rows]]:
    """Name and rows of text of each sheet, from A1 on. Raises what calamine raises, panics too."""
    if isinstance(content, str):
        workbook = CalamineWorkbook.from_path(content)  # from bytes it would not see a password
    else:
        workbook = CalamineWorkbook.from_filelike(content)  # by content: .xls may hold what .xlsx should
    return [
        (sheet.name, [[_cell(value) for value in row] for row in rows])
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet  # a chart has a tab, too
        for rows in [workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)]
    ]


def _cell(value: object) -> str:
    if isinstance(value, float):
        # Spreadsheets store 2568 as 2568.0 and 76.79 as 76.79000000000001: 15 digits are theirs.
        return f"{value:.15g}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def read_apart(path: Path) -> list[tuple[str, Rows]]:
    """As ``read``, in a process of its own. Raises ``NotReadError``, whatever becomes of that."""
    # By its path, and without this folder among the places of modules: the package's own would be loaded.
    command = [sys.executable, "-P", __file__, str(path.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotReadError(f"> {MOST_SECONDS} s") from error
    if done.returncode:
        raise NotReadError(f"calamine: {done.returncode}")
    said = json.loads(done.stdout)
    if isinstance(said, dict):
        raise NotReadError(said["reason"], protected=said["protected"])
    return [(name, rows) for name, rows in said]


def _main(path: str) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said: object
    try:
        with Path(path).open("rb") as file:
            said = read(file if zipfile.is_zipfile(file) else path)
    except BaseException as error:  # a panic of Rust is no Exception
        said = {"reason": str(error) or type(error).__name__, "protected": isinstance(error, PasswordError)}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    _main(sys.argv[1])
