"""Reads the files of the raw folder itself (agencies, sources, offices) as text with places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers import tables
from helpers.findings import Finding, Words
from helpers.sources import outside
from helpers.sources.checks import rows
from helpers.sources.layouts import tidy
from helpers.sources.opening import containers
from helpers.sources.opening.sheet import UnreadableFileError

_NEEDED = {"agencies": ("agency_id", "name"), "sources": ("file",), "offices": ("agency_id",)}
_IN_WORDS = {
    "agencies": Words("หน่วยงาน", "agencies"),
    "sources": Words("ที่มาของแฟ้ม", "sources"),
    "offices": Words("ส่วนราชการ", "offices"),
}


def read(files: Mapping[str, Path], name: str, findings: list[Finding]) -> pd.DataFrame:
    """A file of the raw folder itself (agencies, offices, sources) as text, with places."""
    columns = [column for column in tables.SCHEMAS[name].columns if column != "source"]
    file = max((file for file in files if file.casefold() == f"{name}.csv"), default=None)  # small letters
    frames = []
    if file is not None:
        try:
            sheets = containers.read_sheets(files[file])
        except UnreadableFileError as error:
            sheets = []
            findings.append(Finding(error.code, file, row=error.row, values=error.values))
        for sheet in sheets:
            frame, problems = tidy.read_records(sheet)
            findings += [outside.owned(problem, file, {}) for problem in (*sheet.findings, *problems)]
            missing = [column for column in _NEEDED[name] if column not in frame.columns]
            if frame.columns.empty:
                continue  # an empty file
            if missing:
                findings += [
                    Finding("column_missing", file, column=column, values={"what": _IN_WORDS[name]})
                    for column in missing
                ]
            else:
                frames.append(rows.placed(frame, file, sheet.name))
            if name == "agencies":
                absent = [column for column in columns if column not in (*frame.columns, *missing)]
                findings += [Finding("column_absent", file, column=column) for column in absent]
    elif name == "agencies":
        findings.append(Finding("agencies_missing", f"{name}.csv"))
    return rows.together(frames, columns)
