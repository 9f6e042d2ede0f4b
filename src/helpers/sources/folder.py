"""The whole raw folder: reads every file, finds agency and year, checks everything, and puts it together.

    raw/agencies.csv    who is who
    raw/sources.csv     optional: where each file comes from, and what it doesn't state itself
    raw/offices.csv     optional: what memos need
    raw/rules.toml      optional: rules of one's own (``framework.own``)
    raw/scores/         scores and totals, any depth of folders
    raw/measures/       measures and progress, likewise

``raw_files`` lists the files, ``understanding`` opens and reads one of them, ``kept`` keeps what it read,
``files`` gives its rows their place, ``outside`` finds agency and year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from helpers import framework, tables, thai
from helpers.columns import WHERE
from helpers.findings import Finding, Words
from helpers.sources import files, outside, raw_files, records, understanding
from helpers.sources.checks import (
    many,
    plausible,
    rules_measures,
    rules_questions,
    rules_records,
    rules_scores,
)
from helpers.sources.checks.rows import COPY, Checked, together
from helpers.sources.layouts import tidy
from helpers.sources.opening.sheet import Sheet
from helpers.sources.outside import Statement
from helpers.sources.raw_files import RawFolderMissingError
from helpers.sources.understanding import Understood
from helpers.sources.words import names


@dataclass(frozen=True)
class RawTables:
    """The data of a raw folder: typed rows as in ``tables`` (scores and totals as published), and findings.

    ``totals`` has agency_id, fiscal_year, published_total, published_level and the place of each
    row (at_file, at_sheet, at_row); the other tables have the columns of ``tables``.
    """

    agencies: pd.DataFrame
    scores: pd.DataFrame
    totals: pd.DataFrame
    context: pd.DataFrame
    questions: pd.DataFrame
    measures: pd.DataFrame
    progress: pd.DataFrame
    offices: pd.DataFrame
    sources: pd.DataFrame
    places: pd.DataFrame
    findings: list[Finding]


def read_folder(raw: Path, read: Callable[[Path], Understood] = understanding.of_file) -> RawTables:
    """Reads and checks everything in a raw folder, by its own rules if it has a ``rules.toml``.

    ``read`` understands a file of data, or knows what was understood of it earlier (``kept``).
    Raises ``RawFolderMissingError`` if there is none, ``framework.RulesError`` for rules that can't be used.
    Any other problem inside becomes a finding.
    """
    paths, findings = _files_of(raw)
    findings += raw_files.misplaced(paths)
    recorded = {name: records.read(paths, name, findings) for name in raw_files.RECORDS}
    statements, sources = outside.read_sources(recorded["sources"], paths, findings)
    codes = set(map(thai.to_arabic_digits, recorded["agencies"]["agency_id"]))
    directory = names.Directory.of(recorded["agencies"])

    gathered: list[tuple[str, pd.DataFrame]] = []
    for name, path in paths.items():
        if raw_files.is_data(name):
            statements_here = outside.statements_on(name, statements, codes)
            gathered += files.read_file(name, partial(read, path), statements_here, directory, findings)
    return _checked(recorded, sources, gathered, findings)


def read_document(raw: Path, name: str, sheets: list[Sheet], stated: Mapping[str, str]) -> RawTables:
    """Reads and checks one document that is already open as if it were alone in a raw folder.

    ``stated`` has agency_id and fiscal_year as given by the user. Agencies are those of the folder's
    agencies.csv. Raises ``RawFolderMissingError`` as ``read_folder``.
    """
    paths, findings = _files_of(raw)
    recorded = {record: records.read(paths, record, findings) for record in raw_files.RECORDS}
    alone = {record: frame if record == "agencies" else frame[:0] for record, frame in recorded.items()}
    _, sources = outside.read_sources(alone["sources"], {}, findings)
    directory = names.Directory.of(recorded["agencies"])
    values = {column: value for column, value in stated.items() if value}
    statements = [Statement(Words("คำสั่ง", "the command"), values)] if values else []
    understand = partial(understanding.of_sheets, sheets)
    gathered = list(files.read_file(name, understand, statements, directory, findings))
    return _checked(alone, sources, gathered, findings)


def _files_of(raw: Path) -> tuple[dict[str, Path], list[Finding]]:
    framework.use(raw_files.rules(raw))
    paths, findings = raw_files.find(raw)
    if not raw.is_dir() or not (paths or findings):
        raise RawFolderMissingError(raw)
    return paths, findings


def _checked(
    recorded: Mapping[str, pd.DataFrame],
    sources: pd.DataFrame,
    gathered: list[tuple[str, pd.DataFrame]],
    findings: list[Finding],
) -> RawTables:
    """Everything that was read, put together and checked."""
    parts: dict[str, list[pd.DataFrame]] = {kind: [] for kind in tidy.COLUMNS}
    # Rows that a form printed itself are copies, so they are put after the rows they were copied from.
    for kind, frame in sorted(gathered, key=lambda each: COPY in each[1].columns):
        parts[kind].append(frame)
    rows = {kind: together(frames, [*WHERE, *tidy.COLUMNS[kind]]) for kind, frames in parts.items()}

    agencies, problems = rules_records.check_agencies(recorded["agencies"])
    findings += problems
    if agencies.empty and not any(finding.code == "agencies_missing" for finding in findings):
        findings.append(Finding("agencies_empty", "agencies.csv"))
    scores, problems = _of(rules_scores.check_scores, rows["scores"], agencies)
    findings += problems
    totals, problems = _of(rules_scores.check_totals, rows["totals"], agencies)
    findings += problems
    scores, totals, problems = plausible.check(scores, totals)
    findings += problems
    context, problems = _of(rules_scores.check_context, rows["context"], agencies)
    findings += problems
    respondents, problems = _of(rules_scores.check_respondents, rows["respondents"], agencies)
    findings += problems
    context = pd.concat([context, respondents], ignore_index=True)
    questions, problems = _of(rules_questions.check, rows["questions"], agencies)
    findings += problems + rules_questions.compare(questions, scores)
    measures, problems = _of(rules_measures.check_measures, _numbered(rows["measures"]), agencies, questions)
    findings += problems
    progress, problems = _of(rules_measures.check_progress, _numbered(rows["progress"]), agencies, measures)
    findings += problems
    progress, problems = rules_records.results_until(progress, sources)
    findings += problems
    all_offices = pd.concat([recorded["offices"], rows["offices"]], ignore_index=True)
    offices, problems = _of(rules_records.check_offices, all_offices, agencies)
    findings += problems
    return RawTables(
        agencies=_columns("agencies", agencies),
        scores=_columns("scores", scores),
        totals=totals.reset_index(drop=True),
        context=_columns("context", context),
        questions=_columns("questions", questions),
        measures=_columns("measures", measures),
        progress=_columns("progress", progress),
        offices=_columns("offices", offices),
        sources=_columns("sources", sources),
        places=_places(
            {
                "scores": scores,
                "totals": totals,
                "context": context,
                "questions": questions,
                "measures": measures,
                "progress": progress,
            }
        ),
        findings=many.first_of_each(findings),
    )


_OF_NONE: dict[tuple[Callable[..., Checked], tuple[str, ...]], pd.DataFrame] = {}


def _of(check: Callable[..., Checked], rows: pd.DataFrame, *beside: pd.DataFrame) -> Checked:
    """What a check returns of rows; what it returns of none is worked out once, by their columns.

    Most folders lack most kinds of table, and pandas takes as long for no row as for a hundred.
    """
    if len(rows):
        return check(rows, *beside)
    asked = check, tuple(rows.columns)
    if asked not in _OF_NONE:
        _OF_NONE[asked], _ = check(rows, *beside)
    return _OF_NONE[asked].copy(), []


KEYS = {
    "scores": ("indicator",),
    "totals": (),
    "context": ("what", "among", "part"),
    "questions": ("instrument", "code", "sub"),
    "measures": ("measure", "activity"),
    "progress": ("measure", "activity", "round"),
}
"""The columns that identify the rows of an agency and year; ``places`` joins their values with a dot."""


def _places(checked: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table ``places``: file, sheet and row number of every row that is used."""
    parts = [tables.empty("places")]
    for table, frame in checked.items():
        if frame.empty:
            continue
        texts = [frame[column].astype("str").tolist() for column in KEYS[table]]
        keys = [".".join(each) for each in zip(*texts, strict=True)] if texts else [""] * len(frame)
        where = frame[["agency_id", "fiscal_year"]].assign(
            table=table, key=keys, file=frame["at_file"], sheet=frame["at_sheet"], row=frame["at_row"]
        )
        parts.append(tables.typed("places", where))
    return pd.concat(parts, ignore_index=True)


def _columns(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns with its types; a row's place becomes its source."""
    return tables.typed(table, frame.assign(source=frame["at_file"]))


def _numbered(measures: pd.DataFrame) -> pd.DataFrame:
    """Gives a measure without activities itself as its only activity."""
    return measures.assign(activity=measures["activity"].where(measures["activity"] != "", "1"))
