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

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

import pandas as pd

from helpers import headings, tables, thai
from helpers.columns import WHERE
from helpers.findings import Finding, Words, place
from helpers.messages import Told, both
from helpers.sources import (
    attribution,
    cells,
    containers,
    form,
    layouts,
    many,
    names,
    plausible,
    rules_measures,
    rules_records,
    rules_scores,
    tidy,
)
from helpers.sources.reading import Reading
from helpers.sources.rows import COPY, rows_of
from helpers.sources.sheet import Sheet, UnreadableFileError

DATA_FOLDERS = ("scores", "measures")
RECORDS = ("agencies", "sources", "offices")
"""Files of the raw folder itself, each ``<name>.csv``."""

_NEEDED = {"agencies": ("agency_id", "name"), "sources": ("file",), "offices": ("agency_id",)}
_WHAT = {
    "agencies": Words("หน่วยงาน", "agencies"),
    "sources": Words("ที่มาของแฟ้ม", "sources"),
    "offices": Words("ส่วนราชการ", "offices"),
}
_NO_DATA = {"thumbs.db", "desktop.ini"}
_PATTERN = "scores/<agency_id>/<fiscal_year>.csv"


class RawFolderMissingError(Told, FileNotFoundError):
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


@dataclass(frozen=True)
class RawTables:
    """What a raw folder holds: typed rows as in ``tables`` (scores and totals as published), findings.

    ``totals`` has agency_id, fiscal_year, published_total, published_level and the place of each
    row (at_file, at_sheet, at_row); the other tables have the columns of ``tables``.
    """

    agencies: pd.DataFrame
    scores: pd.DataFrame
    totals: pd.DataFrame
    context: pd.DataFrame
    measures: pd.DataFrame
    progress: pd.DataFrame
    offices: pd.DataFrame
    sources: pd.DataFrame
    places: pd.DataFrame
    findings: list[Finding]


# ------------------------------------------------------------------ which files there are
def all_files(raw: Path) -> dict[str, Path]:
    """Every file in a raw folder by the name it goes by, which is its path inside, in a fixed order.

    Hidden files and folders and what programs leave behind are passed over.
    """
    files, _ = _walk(raw)
    return files


def _is_data(name: str) -> bool:
    top, *below = PurePosixPath(name).parts
    return bool(below) and top.casefold() in DATA_FOLDERS


def _is_record(name: str) -> bool:
    return name.casefold() in {f"{record}.csv" for record in RECORDS}


def _walk(raw: Path) -> tuple[dict[str, Path], list[Finding]]:
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


def _misplaced(files: Mapping[str, Path]) -> list[Finding]:
    """One finding for each file or folder at the top that nothing is read from."""
    idle = (name for name in files if not _is_data(name) and not _is_record(name))
    tops = {f"{top}/" if below else top for top, *below in (PurePosixPath(name).parts for name in idle)}
    return [Finding("file_misplaced", top) for top in sorted(tops)]


# ------------------------------------------------------------------ reading
def read_folder(raw: Path) -> RawTables:
    """Reads and checks everything in a raw folder.

    Raises ``RawFolderMissingError`` where there is none. Whatever is wrong inside is a finding.
    """
    files, findings = _walk(raw)
    if not raw.is_dir() or not (files or findings):
        raise RawFolderMissingError(raw)
    findings += _misplaced(files)
    records = {name: _read_records(files, name, findings) for name in RECORDS}
    told, sources = _read_sources(records["sources"], files, findings)
    codes = set(map(thai.to_arabic_digits, records["agencies"]["agency_id"]))
    directory = names.Directory.of(records["agencies"])

    gathered: list[tuple[str, pd.DataFrame]] = []
    for name, file in files.items():
        if _is_data(name):
            outside = _said_outside(name, told, codes)
            gathered += _read_file(name, file, outside, directory, findings)
    return _checked(records, sources, gathered, findings)


def read_document(raw: Path, name: str, sheets: list[Sheet], told: Mapping[str, str]) -> RawTables:
    """Reads and checks one document that is already open as if it lay in a raw folder on its own.

    ``told`` is what the user says of it, agency_id and fiscal_year. Agencies are those of the folder's
    agencies.csv. Raises ``RawFolderMissingError`` as ``read_folder``.
    """
    files, findings = _walk(raw)
    if not raw.is_dir() or not (files or findings):
        raise RawFolderMissingError(raw)
    records = {record: _read_records(files, record, findings) for record in RECORDS}
    none = {record: frame if record == "agencies" else frame[:0] for record, frame in records.items()}
    _, sources = _read_sources(none["sources"], {}, findings)
    directory = names.Directory.of(records["agencies"])
    values = {column: value for column, value in told.items() if value}
    said = [_Said(Words("คำสั่ง", "the command"), values)] if values else []
    gathered = list(_read_sheets(name, sheets, said, directory, findings))
    return _checked(none, sources, gathered, findings)


def _checked(
    records: Mapping[str, pd.DataFrame],
    sources: pd.DataFrame,
    gathered: list[tuple[str, pd.DataFrame]],
    findings: list[Finding],
) -> RawTables:
    """Everything that was read, put together and checked."""
    parts: dict[str, list[pd.DataFrame]] = {kind: [] for kind in tidy.COLUMNS}
    # What a form printed itself is a copy: it stands behind what it was copied from.
    for kind, frame in sorted(gathered, key=lambda each: COPY in each[1].columns):
        parts[kind].append(frame)
    rows = {kind: _together(frames, [*WHERE, *tidy.COLUMNS[kind]]) for kind, frames in parts.items()}

    agencies, problems = rules_records.check_agencies(records["agencies"])
    findings += problems
    if agencies.empty and not any(finding.code == "agencies_missing" for finding in findings):
        findings.append(Finding("agencies_empty", "agencies.csv"))
    scores, problems = rules_scores.check_scores(rows["scores"], agencies)
    findings += problems
    totals, problems = rules_scores.check_totals(rows["totals"], agencies)
    findings += problems
    scores, totals, problems = plausible.check(scores, totals)
    findings += problems
    context, problems = rules_scores.check_context(rows["context"], agencies)
    findings += problems
    measures, problems = rules_measures.check_measures(_numbered(rows["measures"]), agencies)
    findings += problems
    progress, problems = rules_measures.check_progress(_numbered(rows["progress"]), agencies, measures)
    findings += problems
    progress, problems = rules_records.results_until(progress, sources)
    findings += problems
    both = pd.concat([records["offices"], rows["offices"]], ignore_index=True)
    offices, problems = rules_records.check_offices(both, agencies)
    findings += problems
    return RawTables(
        agencies=_columns("agencies", agencies),
        scores=_columns("scores", scores),
        totals=totals.reset_index(drop=True),
        context=_columns("context", context),
        measures=_columns("measures", measures),
        progress=_columns("progress", progress),
        offices=_columns("offices", offices),
        sources=_columns("sources", sources),
        places=_places(
            {
                "scores": scores,
                "totals": totals,
                "context": context,
                "measures": measures,
                "progress": progress,
            }
        ),
        findings=many.first_of_each(findings),
    )


KEYS = {
    "scores": ("indicator",),
    "totals": (),
    "context": ("what", "among", "part"),
    "measures": ("measure", "activity"),
    "progress": ("measure", "activity", "round"),
}
"""What tells the rows of an agency and year apart, in ``places`` with a dot between."""


def _places(checked: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table ``places``: file, sheet and row of every row that is used."""
    parts = []
    for table, frame in checked.items():
        texts = [frame[column].astype("str").tolist() for column in KEYS[table]]
        keys = [".".join(each) for each in zip(*texts, strict=True)] if texts else [""] * len(frame)
        where = frame[["agency_id", "fiscal_year"]].assign(
            table=table, key=keys, file=frame["at_file"], sheet=frame["at_sheet"], row=frame["at_row"]
        )
        parts.append(tables.typed("places", where))
    return pd.concat(parts, ignore_index=True)


def _columns(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns with its types; where a row came from becomes its source."""
    return tables.typed(table, frame.assign(source=frame["at_file"]))


def _numbered(measures: pd.DataFrame) -> pd.DataFrame:
    """A measure without activities is its own only activity."""
    return measures.assign(activity=measures["activity"].where(measures["activity"] != "", "1"))


def _together(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """One frame of text with places and exactly these columns; what a frame lacks is blank."""
    # Lists: frames put together one by one would take most of the time of a folder of small files.
    texts: dict[str, list[str]] = {name: [] for name in ("at_file", "at_sheet", COPY, *columns)}
    numbers: list[int] = []
    for frame in frames:
        numbers += frame["at_row"].tolist()
        for column, column_cells in texts.items():
            column_cells += frame[column].tolist() if column in frame.columns else [""] * len(frame)
    whole = pd.DataFrame({name: pd.Series(each, dtype="str") for name, each in texts.items()})
    return whole.assign(at_row=pd.Series(numbers, dtype="int64"))


def _placed(frame: pd.DataFrame, file: str, sheet: str) -> pd.DataFrame:
    if "at_row" in frame.columns:  # of a document, which says more
        return frame.assign(at_file=file).reset_index(drop=True)
    return frame.assign(at_file=file, at_sheet=sheet, at_row=frame.index).reset_index(drop=True)


def _read_records(files: Mapping[str, Path], name: str, findings: list[Finding]) -> pd.DataFrame:
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
            findings += [_owned(problem, file, {}) for problem in (*sheet.findings, *problems)]
            missing = [column for column in _NEEDED[name] if column not in frame.columns]
            if frame.columns.empty:
                continue  # an empty file
            if missing:
                findings += [
                    Finding("column_missing", file, column=column, values={"what": _WHAT[name]})
                    for column in missing
                ]
            else:
                frames.append(_placed(frame, file, sheet.name))
            if name == "agencies":
                absent = [column for column in columns if column not in (*frame.columns, *missing)]
                findings += [Finding("column_absent", file, column=column) for column in absent]
    elif name == "agencies":
        findings.append(Finding("agencies_missing", f"{name}.csv"))
    return _together(frames, columns)


# ------------------------------------------------------------------ whose data a file holds
@dataclass(frozen=True)
class _Said:
    """What is said about a file from outside: in which place, of which columns, and what."""

    place: Words
    values: dict[str, str]
    kind: str = ""


def _read_sources(
    records: pd.DataFrame, files: Mapping[str, Path], findings: list[Finding]
) -> tuple[dict[str, _Said], pd.DataFrame]:
    """What sources.csv says of each file that exists, and its rows as in ``tables``."""
    names = {_comparable(name): name for name in files if _is_data(name)}
    records = records.assign(file=[names.get(_comparable(file), file) for file in records["file"]])
    frame, problems = rules_records.check_sources(records, set(names.values()))
    findings += problems
    said: dict[str, _Said] = {}
    for row in rows_of(frame):
        values = {"agency_id": row["agency_id"]}
        if not pd.isna(row["fiscal_year"]):
            values["fiscal_year"] = str(row["fiscal_year"])
        at = place(row["at_file"], row=row["at_row"])
        known = {column: value for column, value in values.items() if value}
        said[row["file"]] = _Said(at, known, row["kind"])
    return said, frame


def _comparable(file: str) -> str:
    """A file's name as a clerk may have typed it: other slashes, letter case, Thai typed otherwise."""
    name = thai.normalise(file).replace("\\", "/").casefold().removeprefix("./")
    return name.removeprefix("raw/")


def _year(text: str) -> int | None:
    try:
        return thai.parse_fiscal_year(text)
    except ValueError:
        return None


def _said_outside(file: str, told: Mapping[str, _Said], codes: set[str]) -> list[_Said]:
    """What sources.csv and the file's path say of it.

    A path speaks where its folder is an agency's code; without a list of agencies, a number.
    """
    said = [told[file]] if file in told else []
    path = PurePosixPath(file)
    folder = thai.to_arabic_digits(path.parent.name)
    if len(path.parts) > 2 and _year(path.stem) and (folder in codes if codes else folder.isdecimal()):
        values = {"agency_id": folder, "fiscal_year": path.stem}
        said.append(_Said(Words(f"ชื่อแฟ้ม {file}", f"the path {file}"), values))
    return said


def _agreed(said: list[_Said]) -> dict[str, str]:
    """By column the value that everything said from outside agrees on."""
    agreed = {}
    for column in WHERE:
        values = {_same(column, each.values[column]) for each in said if column in each.values}
        if len(values) == 1:
            agreed[column] = values.pop()
    return agreed


def _same(column: str, text: str) -> str:
    """A value in the one form in which two that mean the same are equal."""
    if column == "fiscal_year":
        year = _year(text)
        return text if year is None else str(year)
    return thai.to_arabic_digits(text)


def _owned(problem: Finding, file: str, agreed: Mapping[str, str]) -> Finding:
    """A layout's or container's finding with its file, and the agency and year that are known of it."""
    agency_id = cells.code_or_blank(problem.agency_id) or agreed.get("agency_id", "")
    return replace(problem, file=file, agency_id=agency_id, fiscal_year=_year(agreed.get("fiscal_year", "")))


def _read_file(
    name: str, file: Path, said: list[_Said], directory: names.Directory, findings: list[Finding]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of one file by kind, each with agency, year and place."""
    try:
        sheets = containers.read_sheets(file)
    except UnreadableFileError as error:
        unreadable = Finding(error.code, name, row=error.row, values=error.values)
        findings.append(_owned(unreadable, name, _agreed(said)))
        return
    yield from _read_sheets(name, sheets, said, directory, findings)


def _read_sheets(
    name: str, sheets: list[Sheet], said: list[_Said], directory: names.Directory, findings: list[Finding]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of a file's sheets by kind, each with agency, year and place."""
    agreed = _agreed(said)
    before = len(findings)
    try:
        filled = form.recognise(sheets)
        if filled is not None:
            readings = [(sheet, _read_form(sheet)) for sheet in filled.sheets]
        else:
            readings = [(sheet, layouts.read(sheet)) for sheet in sheets]
    except UnreadableFileError as error:
        findings.append(_owned(Finding(error.code, name, row=error.row, values=error.values), name, agreed))
        return
    codes = [agreed["agency_id"]] if "agency_id" in agreed else []
    told: dict[tuple[object, ...], Finding] = {}
    understood = any(reading.tables for _, reading in readings)
    anything = any(len(table) for _, reading in readings for table in reading.tables.values())
    found: set[str] = set()
    for sheet, reading in readings:
        for problem in reading.findings:
            if anything and problem.code == "table_empty":
                continue  # a sheet that was not needed
            if understood and not reading.tables and problem.code == "table_not_understood":
                problem = replace(problem, code="sheet_not_used")
            findings.append(_owned(problem, name, agreed))
        for kind, table in reading.tables.items():
            frame, unclear = attribution.identify(_placed(table, name, sheet.name), directory, codes, told)
            findings += unclear
            if filled is not None:
                frame = _from_form(frame, filled).assign(**{COPY: "form"})
            for column in WHERE:
                frame = _complete(frame, column, said, agreed, findings)
            if kind == "totals":
                frame = attribution.totals_together(frame)
            if len(frame) or not len(table):
                found.add(kind)
            yield kind, frame
    told_why = [each for each in findings[before:] if each.severity != "note" and each.code != "table_empty"]
    if not found and told_why and not any(each.severity == "error" for each in told_why):
        findings.append(_owned(Finding("nothing_used", name), name, agreed))
    if found == {"context"}:
        findings.append(_owned(Finding("only_context", name), name, agreed))
    if not readings:
        findings.append(_owned(Finding("table_empty", name), name, agreed))
    findings += _kind_findings(name, said, found)


def _read_form(sheet: Sheet) -> Reading:
    reading = tidy.read(sheet)
    if reading is None:
        return layouts.read(sheet)
    return replace(reading, findings=[*sheet.findings, *reading.findings])


def _from_form(frame: pd.DataFrame, filled: form.Form) -> pd.DataFrame:
    """The rows of a form with the agency and the year that its first sheet says."""
    for column, value in (("agency_id", filled.agency_id), ("fiscal_year", filled.fiscal_year)):
        own = frame.get(column, pd.Series("", index=frame.index, dtype="str"))
        frame = frame.assign(**{column: own.where(own != "", value)})
    return frame


def _kind_findings(file: str, said: list[_Said], found: set[str]) -> list[Finding]:
    """sources.csv may say what a file holds; what it does hold counts."""
    kinds = {headings.choice_of("kind", each.kind) for each in said if each.kind}
    if not found or kinds <= found | ({"scores"} if found & {"totals", "context"} else set()):
        return []
    words = [tidy.KINDS[kind] for kind in tidy.KINDS if kind in found]
    holds = Words(" ".join(word.th for word in words), ", ".join(word.en for word in words))
    told = next(each.kind for each in said if each.kind)
    return [Finding("kind_disagrees", file, column="kind", values={"value": told, "found": holds})]


def _complete(
    frame: pd.DataFrame,
    column: str,
    said: list[_Said],
    agreed: Mapping[str, str],
    findings: list[Finding],
) -> pd.DataFrame:
    """Fills in what the rows do not say; leaves out rows for which nothing, or two things, are said."""
    if frame.empty or _says_all(frame, column, said):
        return frame
    if column in agreed and column not in frame.columns:
        return frame.assign(**{column: agreed[column]})
    outside = [(each.place, each.values[column]) for each in said if column in each.values]
    if column in agreed and {_same(column, text) for text in set(frame[column]) if text} <= {agreed[column]}:
        value = outside[0][1]
        texts = [text or value for text in frame[column].tolist()]
        return frame.assign(**{column: pd.Series(texts, index=frame.index, dtype="str")})
    own = frame.get(column, pd.Series("", index=frame.index, dtype="str"))
    here = Finding("provenance_disagrees", frame["at_file"].iloc[0], frame["at_sheet"].iloc[0], column=column)
    if column == "fiscal_year":
        here = replace(here, agency_id=agreed.get("agency_id", ""))

    if not outside:
        drop = own == ""
        if drop.any():
            row = int(frame.loc[drop, "at_row"].iloc[0])
            values: dict[str, object] = {"pattern": _PATTERN, "count": int(drop.sum())}
            findings.append(replace(here, code="provenance_missing", row=row, values=values))
        return frame.assign(**{column: own})[~drop]

    at, value = outside[0]
    for other_at, other in outside[1:]:
        if _same(column, other) != _same(column, value):
            values = _disagreement(at, value, other_at, other, len(frame))
            findings.append(replace(here, values=values))
            return frame.assign(**{column: own})[:0]
    drop = pd.Series(data=False, index=frame.index)
    if (
        column == "fiscal_year"
        and "measure" not in frame.columns
        and _same(column, value) in {_same(column, text) for text in own.unique()}
    ):
        return frame.assign(
            **{column: own.where(own != "", value)}
        )  # a table that compares years names several
    for text in own[own != ""].unique():
        if _same(column, text) != _same(column, value):
            rows = own == text
            row = int(frame.loc[rows, "at_row"].iloc[0])
            this = place(here.file, here.sheet, row)
            values = _disagreement(this, text, at, value, int(rows.sum()))
            findings.append(replace(here, row=row, values=values))
            drop |= rows
    return frame.assign(**{column: own.where(own != "", value)})[~drop]


def _says_all(frame: pd.DataFrame, column: str, said: list[_Said]) -> bool:
    """Whether every row says the column itself, and nothing outside does."""
    return (
        column in frame.columns
        and not any(column in each.values for each in said)
        and all(frame[column].tolist())
    )


def _disagreement(
    first_place: Words, first: str, second_place: Words, second: str, count: int
) -> dict[str, object]:
    return {
        "first_place": first_place,
        "first": first,
        "second_place": second_place,
        "second": second,
        "count": count,
    }
