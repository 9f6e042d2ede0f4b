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
from typing import IO, NamedTuple

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MOST_SECONDS = 60
MOST_MEMORY = 2 * 2**30
"""Of the program, on Linux: ten million cells take half of it."""

Rows = list[list[str]]
Range = tuple[int, int, int, int]
"""As in ``sheet``, which is not imported: this file also runs alone."""


class NotReadError(Exception):
    """The program did not read the workbook; ``protected``: it has a password."""

    def __init__(self, reason: str, *, protected: bool = False) -> None:
        super().__init__(reason)
        self.protected = protected


class Cells(NamedTuple):
    """A sheet as calamine has it: its name, whether it is hidden, text from A1 on, and merged cells.

    Of an OpenDocument calamine does not know which cells are merged.
    """

    name: str
    hidden: bool
    rows: Rows
    merged: list[Range]


def read(content: IO[bytes] | str) -> list[Cells]:
    """The cells of each sheet. Raises what calamine raises, panics too."""
    if isinstance(content, str):
        workbook = CalamineWorkbook.from_path(content)  # from bytes it would not see a password
    else:
        workbook = CalamineWorkbook.from_filelike(content)  # by content: .xls may hold what .xlsx should
    return [
        Cells(
            sheet.name,
            sheet.visible != SheetVisibleEnum.Visible,
            [[_cell(value) for value in row] for row in cells.to_python(skip_empty_area=False)],
            [(*first, *last) for first, last in cells.merged_cell_ranges or ()],
        )
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet  # a chart has a tab, too
        for cells in [workbook.get_sheet_by_name(sheet.name)]
    ]


def _cell(value: object) -> str:
    if isinstance(value, float):
        # Spreadsheets store 2568 as 2568.0 and 76.79 as 76.79000000000001: 15 digits are theirs.
        return f"{value:.15g}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def read_apart(path: Path) -> list[Cells]:
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
    return [
        Cells(name, hidden, rows, [(a, b, c, d) for a, b, c, d in merged])
        for name, hidden, rows, merged in said
    ]


def _main(path: str) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said: object
    try:
        with Path(path).open("rb") as file:
            archive = zipfile.is_zipfile(file)
            file.seek(0)  # is_zipfile reads from the end and stays there; calamine reads from where it is
            said = read(file if archive else path)
    except BaseException as error:  # a panic of Rust is no Exception
        said = {"reason": str(error) or type(error).__name__, "protected": isinstance(error, PasswordError)}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    _main(sys.argv[1])
