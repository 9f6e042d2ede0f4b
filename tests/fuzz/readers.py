"""What must hold of a file, whatever is in it: it is read or refused, soon, and the same way each time."""

from __future__ import annotations

import contextlib
import signal
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from helpers import findings, stages, tables
from helpers.findings import Finding
from helpers.sources import form
from helpers.sources.layouts import recognition
from helpers.sources.opening import containers, pdf
from helpers.sources.opening.sheet import Sheet, UnreadableFileError
from helpers.sources.reading import Reading

MOST_SECONDS = 60
"""For one file of a few kilobytes; more is a hang."""

AGENCIES = """agency_id,name,type,district,province
5310703,โคกม้า,เทศบาลตำบล,ประโคนชัย,บุรีรัมย์
6300503,ช่อระกา,องค์การบริหารส่วนตำบล,บ้านเหลื่อม,นครราชสีมา
0012,สมมุติ,องค์การบริหารส่วนตำบล,สมมุติ,สมมุติ
"""


def check(data_dir: Path, suffix: str, content: bytes) -> None:
    """Reads a file twice. Raises ``AssertionError`` or whatever escapes from a reader.

    One file in 256 goes through everything that ``ita check`` does, which takes a hundred times as long.
    """
    raw = data_dir / "raw"
    (raw / "scores" / "5310703").mkdir(parents=True, exist_ok=True)
    (raw / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    file = data_dir / "received.pdf" if suffix == ".pdf" else raw / "scores" / "5310703" / f"2568{suffix}"
    file.write_bytes(content)
    with _soon():
        sheets = _opened(file)
        assert sheets == _opened(file)
        for sheet in sheets:
            first, again = _understood(sheet), _understood(sheet)
            assert first.findings == again.findings
            assert first.tables.keys() == again.tables.keys()
            assert all(table.equals(again.tables[kind]) for kind, table in first.tables.items())
        if zlib.crc32(content) % 256 == 0:
            _check_all(data_dir, file.name, sheets if suffix == ".pdf" else None)


def _opened(file: Path) -> list[Sheet]:
    try:
        return [pdf.read_pdf(file)] if file.suffix == ".pdf" else containers.read_sheets(file)
    except UnreadableFileError as error:
        refused = Finding(error.code, file.name, values=error.values)
    assert all((*refused.text("th"), *refused.text("en")))
    return []


def _understood(sheet: Sheet) -> Reading:
    try:
        reading = recognition.read(sheet)
        form.recognise([sheet, sheet])
    except UnreadableFileError as error:
        reading = Reading(findings=[Finding(error.code, "", row=error.row, values=error.values)])
    for found in reading.findings:
        assert all((*found.text("th"), *found.text("en")))
    assert reading.tables or reading.findings, "a sheet that is neither read nor told of"
    return reading


def _check_all(data_dir: Path, name: str, sheets: list[Sheet] | None) -> None:
    def run() -> dict[str, pd.DataFrame]:
        return stages.check(data_dir) if sheets is None else stages.check_document(data_dir, name, sheets, {})

    first, again = run(), run()
    for table, frame in first.items():
        pd.testing.assert_frame_equal(frame, again[table])
        if table != "findings":
            tables.SCHEMAS[table].validate(frame)
    assert set(first["findings"]["code"]) <= set(findings.catalogue())


@contextlib.contextmanager
def finding_tables_here() -> Iterator[None]:
    """Lets pdfplumber run in this process: to start one of its own for every file takes most of the time."""
    apart = pdf._grids

    def here(path: Path) -> list[list[pdf.Grid]]:
        try:
            return pdf.find_grids(path)
        except Exception as error:  # as apart
            raise UnreadableFileError("file_unreadable", reason=str(error)) from error

    pdf._grids = here
    try:
        yield
    finally:
        pdf._grids = apart


@contextlib.contextmanager
def _soon() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return

    def late(*_: object) -> None:
        raise AssertionError(f"no end after {MOST_SECONDS} seconds")

    before: Callable[..., object] | int | None = signal.signal(signal.SIGALRM, late)
    signal.alarm(MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
