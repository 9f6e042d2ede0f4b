"""A workbook's cells as calamine reads them.

calamine reserves the memory that a workbook claims to need without checking; if there isn't enough, the
process ends. Workbooks that can be checked beforehand (``containers``) are read in this process; all others,
above all old .xls files, by this file run as a separate program with limits.
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
"""Limit of the program, on Linux; ten million cells take half of it."""

Rows = list[list[str]]
Range = tuple[int, int, int, int]
"""As in ``sheet``, which can't be imported because this file also runs on its own."""


class NotReadError(Exception):
    """The program couldn't read the workbook; ``protected``: it has a password."""

    def __init__(self, reason: str, *, protected: bool = False) -> None:
        super().__init__(reason)
        self.protected = protected


class Cells(NamedTuple):
    """A sheet as calamine reads it: its name, whether it is hidden, text from A1 on, and merged cells.

    For OpenDocument, calamine doesn't know which cells are merged.
    """

    name: str
    hidden: bool
    rows: Rows
    merged: list[Range]


def read(content: IO[bytes] | str) -> list[Cells]:
    """The cells of each sheet. Raises what calamine raises, including panics."""
    if isinstance(content, str):
        workbook = CalamineWorkbook.from_path(content)  # given bytes, it wouldn't notice a password
    else:
        # This chooses the format by content, as an .xls may really be an .xlsx.
        workbook = CalamineWorkbook.from_filelike(content)
    return [
        Cells(
            sheet.name,
            sheet.visible != SheetVisibleEnum.Visible,
            [[_cell(value) for value in row] for row in cells.to_python(skip_empty_area=False)],
            [(*first, *last) for first, last in cells.merged_cell_ranges or ()],
        )
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet  # charts may have tabs, too
        for cells in [workbook.get_sheet_by_name(sheet.name)]
    ]


def _cell(value: object) -> str:
    if isinstance(value, float):
        # Spreadsheets store 2568 as 2568.0 and 76.79 as 76.79000000000001; only 15 digits are significant.
        return f"{value:.15g}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def read_apart(path: Path) -> list[Cells]:
    """As ``read``, in a process of its own. Raises ``NotReadError`` whatever happens to that process."""
    # Run by path and without this folder on sys.path, where this package's modules would hide others.
    command = [sys.executable, "-P", __file__, str(path.resolve())]
    try:
        reader = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotReadError(f"> {MOST_SECONDS} s") from error
    if reader.returncode:
        raise NotReadError(f"calamine: {reader.returncode}")
    answer = json.loads(reader.stdout)
    if isinstance(answer, dict):
        raise NotReadError(answer["reason"], protected=answer["protected"])
    return [
        Cells(name, hidden, rows, [(a, b, c, d) for a, b, c, d in merged])
        for name, hidden, rows, merged in answer
    ]


def _main(path: str) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: object
    try:
        with Path(path).open("rb") as file:
            archive = zipfile.is_zipfile(file)
            file.seek(0)  # is_zipfile leaves the position at the end, and calamine reads from the current one
            answer = read(file if archive else path)
    except BaseException as error:  # a Rust panic isn't an Exception
        answer = {"reason": str(error) or type(error).__name__, "protected": isinstance(error, PasswordError)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    _main(sys.argv[1])
