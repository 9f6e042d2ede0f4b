"""The whole raw folder: every file read, told whose it is, checked, put together.

    raw/agencies.csv    who is who
    raw/sources.csv     optional: where each file comes from, and what it does not say itself
    raw/offices.csv     optional: what memos need
    raw/scores/         scores and totals, any depth of folders
    raw/measures/       measures and progress, likewise

A file is read for what it says itself. Agency and year that it does not say come from its row in
sources.csv or from a path ``<agency_id>/<fiscal_year>.<ext>``; where these disagree or none tells,
that is a finding and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import pandas as pd

from helpers import tables, thai
from helpers.findings import Finding
from helpers.sources import checks, containers, layouts, tidy

DATA_FOLDERS = ("scores", "measures")
_PATTERN = "scores/<agency_id>/<fiscal_year>.csv"


class RawFolderMissingError(FileNotFoundError):
    """There is no raw folder, or nothing in it; the message says what to put there."""

    def __init__(self, raw: Path) -> None:
        super().__init__(
            f"ไม่พบข้อมูลใน {raw}\n"
            "สร้างโฟลเดอร์นี้แล้ววาง agencies.csv (รายชื่อหน่วยงาน) โฟลเดอร์ scores (คะแนน)"
            " และโฟลเดอร์ measures (มาตรการ) ไว้ข้างใน ดู docs/data.md\n"
            f"There is no data in {raw}\n"
            "Make this folder and put into it agencies.csv (the list of agencies), a folder scores"
            " and a folder measures; docs/data.md explains them."
        )


@dataclass(frozen=True)
class RawTables:
    """What a raw folder holds: typed rows as in ``tables`` (scores and totals as published), findings.

    ``totals`` has agency_id, fiscal_year, published_total, published_level and the place of each
    row (at_file, at_sheet, at_row); the other tables have the columns of ``tables``.
    """

    agencies: pd.DataFrame
    scores: pd.DataFrame
    totals: pd.DataFrame
    measures: pd.DataFrame
    progress: pd.DataFrame
    offices: pd.DataFrame
    sources: pd.DataFrame
    findings: list[Finding]


def data_files(raw: Path) -> list[str]:
    """Every file with scores or measures, relative to the raw folder, in a fixed order.

    Hidden files and the lock files of spreadsheet programs are no data.
    """
    return [
        file.relative_to(raw).as_posix()
        for folder in DATA_FOLDERS
        for file in sorted((raw / folder).rglob("*"))
        if file.is_file() and not file.name.startswith((".", "~$"))
    ]


def read_folder(raw: Path) -> RawTables:
    """Reads and checks everything in a raw folder.

    Raises ``RawFolderMissingError`` where there is none. Whatever is wrong inside is a finding.
    """
    if not raw.is_dir() or not any(raw.iterdir()):
        raise RawFolderMissingError(raw)
    findings: list[Finding] = []
    files = data_files(raw)
    sources = _read_sources(raw, files, findings)
    gathered: dict[str, list[pd.DataFrame]] = {kind: [] for kind in tidy.COLUMNS}
    for file in files:
        for kind, frame in _read_file(raw, file, sources, findings):
            gathered[kind].append(frame)
    rows = {kind: _together(frames, [*tidy.WHERE, *tidy.COLUMNS[kind]]) for kind, frames in gathered.items()}

    agencies, problems = checks.check_agencies(_read_records(raw, "agencies", findings))
    findings += problems
    scores, problems = checks.check_scores(rows["scores"], agencies)
    findings += problems
    totals, problems = checks.check_totals(rows["totals"], agencies)
    findings += problems
    measures, problems = checks.check_measures(_numbered(rows["measures"]), agencies)
    findings += problems
    progress, problems = checks.check_progress(_numbered(rows["progress"]), agencies, measures)
    findings += problems
    offices, problems = checks.check_offices(_read_records(raw, "offices", findings), agencies)
    findings += problems
    return RawTables(
        agencies=_columns("agencies", agencies),
        scores=_columns("scores", scores),
        totals=totals,
        measures=_columns("measures", measures),
        progress=_columns("progress", progress),
        offices=_columns("offices", offices),
        sources=_sources_table(sources),
        findings=findings,
    )


def _columns(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns with its types; where a row came from becomes its source."""
    types = {name: str(column.dtype) for name, column in tables.SCHEMAS[table].columns.items()}
    return frame.assign(source=frame["at_file"])[list(types)].astype(types).reset_index(drop=True)


def _numbered(measures: pd.DataFrame) -> pd.DataFrame:
    """A measure without activities is its own only activity."""
    return measures.assign(activity=measures["activity"].where(measures["activity"] != "", "1"))


def _together(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """One frame of text with places and exactly these columns; what a frame lacks is blank."""
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    texts = ["at_file", "at_sheet", *columns]
    whole = whole.reindex(columns=[*texts, "at_row"]).fillna(dict.fromkeys(texts, ""))
    return whole.astype(dict.fromkeys(texts, "str") | {"at_row": "int64"})


def _read_records(raw: Path, name: str, findings: list[Finding]) -> pd.DataFrame:
    """A file of the raw folder itself (agencies, offices, sources) as text, with places."""
    columns = [column for column in tables.SCHEMAS[name].columns if column != "source"]
    file = raw / f"{name}.csv"
    frames = []
    if file.is_file():
        try:
            for sheet in containers.read_sheets(file):
                frame, problems = tidy.read_records(sheet)
                findings += [replace(problem, file=file.name) for problem in problems]
                if columns[0] in frame.columns:
                    frames.append(_placed(frame, file.name, sheet.name))
                else:
                    findings.append(Finding("column_missing", file.name, column=columns[0]))
        except containers.UnreadableFileError as error:
            findings.append(Finding(error.code, file.name, values=error.values))
    elif name == "agencies":
        findings.append(Finding("agencies_missing", file.name))
    return _together(frames, columns)


def _placed(frame: pd.DataFrame, file: str, sheet: str) -> pd.DataFrame:
    return frame.assign(at_file=file, at_sheet=sheet, at_row=frame.index)


def _read_sources(raw: Path, files: list[str], findings: list[Finding]) -> pd.DataFrame:
    """Rows of sources.csv whose file exists, as text, the first for each file."""
    records = _read_records(raw, "sources", findings)
    records = records[records["file"] != ""].drop_duplicates("file")
    absent = ~records["file"].isin(files)
    for _, row in records[absent].iterrows():
        place = Finding("source_without_file", row["at_file"], row=row["at_row"])
        findings.append(replace(place, values={"value": row["file"]}))
    return records[~absent]


def _sources_table(records: pd.DataFrame) -> pd.DataFrame:
    years = pd.Series([_year(text) for text in records["fiscal_year"]], dtype="Int64", index=records.index)
    return _columns("sources", records.assign(fiscal_year=years))


def _year(text: str) -> int | None:
    try:
        return thai.parse_fiscal_year(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Said:
    """What is said about a file from outside: by which place, column and value."""

    place: str
    values: dict[str, str]


def _said_outside(file: str, sources: pd.DataFrame) -> list[_Said]:
    said = []
    for _, row in sources[sources["file"] == file].iterrows():
        said.append(_Said(f"sources.csv แถว/row {row['at_row']}", {c: row[c] for c in tidy.WHERE if row[c]}))
    parts = PurePosixPath(file)
    if len(parts.parts) > 2 and parts.parent.name.isdigit() and _year(parts.stem):
        said.append(_Said(file, {"agency_id": parts.parent.name, "fiscal_year": parts.stem}))
    return said


def _read_file(
    raw: Path, file: str, sources: pd.DataFrame, findings: list[Finding]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of one file by kind, each with agency, year and place."""
    try:
        sheets = containers.read_sheets(raw / file)
    except containers.UnreadableFileError as error:
        findings.append(Finding(error.code, file, values=error.values))
        return
    said = _said_outside(file, sources)
    for sheet in sheets:
        reading = layouts.read(sheet)
        findings += [replace(problem, file=file) for problem in reading.findings]
        for kind, table in reading.tables.items():
            frame = _placed(table, file, sheet.name)
            for column in tidy.WHERE:
                frame = _complete(frame, column, said, findings)
            yield kind, frame


def _complete(frame: pd.DataFrame, column: str, said: list[_Said], findings: list[Finding]) -> pd.DataFrame:
    """Fills in what the rows do not say; leaves out rows for which nothing, or two things, are said."""
    if frame.empty:
        return frame
    same = _year if column == "fiscal_year" else thai.to_arabic_digits
    own = frame.get(column, pd.Series("", index=frame.index, dtype="str"))
    outside = [(each.place, each.values[column]) for each in said if column in each.values]
    drop = pd.Series(data=False, index=frame.index)
    row = frame.iloc[0]
    here = Finding(
        "provenance_disagrees", row["at_file"], row["at_sheet"], column=column, row=int(row["at_row"])
    )
    if not outside:
        drop = own == ""
        if drop.any():
            first = int(frame.loc[drop, "at_row"].iloc[0])
            values: dict[str, object] = {"pattern": _PATTERN}
            findings.append(replace(here, code="provenance_missing", row=first, values=values))
    else:
        place, value = outside[0]
        for other_place, other in outside[1:]:
            if same(other) != same(value):
                findings.append(
                    replace(here, row=None, values=_disagreement(place, value, other_place, other))
                )
                drop[:] = True
        for text in own[own != ""].unique():
            if same(text) != same(value) and not drop.all():
                rows = own == text
                at = int(frame.loc[rows, "at_row"].iloc[0])
                contradiction = _disagreement(f"แถว/row {at}", text, place, value)
                findings.append(replace(here, row=at, values=contradiction))
                drop |= rows
        own = own.where(own != "", value)
    return frame.assign(**{column: own})[~drop]


def _disagreement(first_place: str, first: str, second_place: str, second: str) -> dict[str, object]:
    return {"first_place": first_place, "first": first, "second_place": second_place, "second": second}
