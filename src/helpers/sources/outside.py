"""Finds the agency and year of a file's rows: what the rows say is compared with statements from outside.

If rows don't state agency and year, these come from the file's row in sources.csv or from a path
``<agency_id>/<fiscal_year>.<ext>``. If these disagree, or none states it, the result is a finding; nothing is
guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import pandas as pd

from helpers import headings, thai
from helpers.columns import WHERE
from helpers.findings import Finding, Words, place
from helpers.sources import raw_files
from helpers.sources.checks import cells, rules_records
from helpers.sources.checks.rows import rows_of
from helpers.sources.layouts import tidy

_PATTERN = "scores/<agency_id>/<fiscal_year>.csv"


@dataclass(frozen=True)
class Statement:
    """A statement about a file from outside: its place, and values by column."""

    place: Words
    values: dict[str, str]
    kind: str = ""


def read_sources(
    records: pd.DataFrame, files: Collection[str], findings: list[Finding]
) -> tuple[dict[str, Statement], pd.DataFrame]:
    """What sources.csv says of each file that exists, and its rows as in ``tables``."""
    data_files = {_comparable(name): name for name in files if raw_files.is_data(name)}
    records = records.assign(file=[data_files.get(_comparable(file), file) for file in records["file"]])
    frame, problems = rules_records.check_sources(records, set(data_files.values()))
    findings += problems
    statements: dict[str, Statement] = {}
    for row in rows_of(frame):
        values = {"agency_id": row["agency_id"]}
        if not pd.isna(row["fiscal_year"]):
            values["fiscal_year"] = str(row["fiscal_year"])
        at = place(row["at_file"], row=row["at_row"])
        statements[row["file"]] = Statement(
            at, {column: value for column, value in values.items() if value}, row["kind"]
        )
    return statements, frame


def _comparable(file: str) -> str:
    """A file's name in a form that ignores slashes, letter case and different encodings of Thai."""
    name = thai.normalise(file).replace("\\", "/").casefold().removeprefix("./")
    return name.removeprefix("raw/")


def _year(text: str) -> int | None:
    try:
        return thai.parse_fiscal_year(text)
    except ValueError:
        return None


def statements_on(file: str, in_sources: Mapping[str, Statement], codes: set[str]) -> list[Statement]:
    """What sources.csv and the file's path say of it.

    A path counts if its folder is an agency's code or, without a list of agencies, a number.
    """
    statements = [in_sources[file]] if file in in_sources else []
    path = PurePosixPath(file)
    folder = thai.to_arabic_digits(path.parent.name)
    if len(path.parts) > 2 and _year(path.stem) and (folder in codes if codes else folder.isdecimal()):
        values = {"agency_id": folder, "fiscal_year": path.stem}
        statements.append(Statement(Words(f"ชื่อแฟ้ม {file}", f"the path {file}"), values))
    return statements


def agreed_on(statements: list[Statement]) -> dict[str, str]:
    """The value of each column on which all statements from outside agree."""
    agreed = {}
    for column in WHERE:
        values = {_normal(column, each.values[column]) for each in statements if column in each.values}
        if len(values) == 1:
            agreed[column] = values.pop()
    return agreed


def _normal(column: str, text: str) -> str:
    """A value in a normal form in which values with the same meaning are equal."""
    if column == "fiscal_year":
        year = _year(text)
        return text if year is None else str(year)
    return thai.to_arabic_digits(text)


def owned(problem: Finding, file: str, agreed: Mapping[str, str]) -> Finding:
    """A layout's or container's finding with its file, and its agency and year if known."""
    agency_id = cells.code_or_blank(problem.agency_id) or agreed.get("agency_id", "")
    return replace(problem, file=file, agency_id=agency_id, fiscal_year=_year(agreed.get("fiscal_year", "")))


def kind_findings(file: str, statements: list[Statement], kinds_found: set[str]) -> list[Finding]:
    """A finding if a file doesn't hold what sources.csv says; what it does hold is used all the same."""
    kinds = {headings.choice_of("kind", each.kind) for each in statements if each.kind}
    if not kinds_found or kinds <= kinds_found | (
        {"scores"} if kinds_found & {"totals", "context", "respondents", "questions"} else set()
    ):
        return []
    words = [tidy.KINDS[kind] for kind in tidy.KINDS if kind in kinds_found]
    holds = Words(" ".join(word.th for word in words), ", ".join(word.en for word in words))
    stated_kind = next(each.kind for each in statements if each.kind)
    return [Finding("kind_disagrees", file, column="kind", values={"value": stated_kind, "found": holds})]


def complete(
    frame: pd.DataFrame,
    column: str,
    statements: list[Statement],
    agreed: Mapping[str, str],
    findings: list[Finding],
) -> pd.DataFrame:
    """Fills in what the rows don't state; leaves out rows for which there is no statement or several."""
    outside = [(each.place, each.values[column]) for each in statements if column in each.values]
    if frame.empty or (not outside and column in frame.columns and all(frame[column].tolist())):
        return frame
    if column in agreed and column not in frame.columns:
        return frame.assign(**{column: agreed[column]})
    own = frame.get(column, pd.Series("", index=frame.index, dtype="str"))
    if column in agreed and {_normal(column, text) for text in set(own) if text} <= {agreed[column]}:
        value = outside[0][1]  # the usual case, so it should be fast
        return frame.assign(**{column: pd.Series([text or value for text in own], frame.index, dtype="str")})

    disagreement = Finding(
        "provenance_disagrees", frame["at_file"].iloc[0], frame["at_sheet"].iloc[0], column=column
    )
    if column == "fiscal_year":
        disagreement = replace(disagreement, agency_id=agreed.get("agency_id", ""))
    if not outside:
        drop = own == ""
        if drop.any():
            row = int(frame.loc[drop, "at_row"].iloc[0])
            values: dict[str, object] = {"pattern": _PATTERN, "count": int(drop.sum())}
            findings.append(replace(disagreement, code="provenance_missing", row=row, values=values))
        return frame.assign(**{column: own})[~drop]

    (at, value), *others = outside
    filled = frame.assign(**{column: own.where(own != "", value)})
    for other_at, other in others:
        if _normal(column, other) != _normal(column, value):
            values = _disagreement(at, value, other_at, other, len(frame))
            findings.append(replace(disagreement, values=values))
            return filled[:0]
    differing = [text for text in own[own != ""].unique() if _normal(column, text) != _normal(column, value)]
    compares = column == "fiscal_year" and "measure" not in frame.columns
    if compares and any(_normal(column, text) == _normal(column, value) for text in own.unique()):
        return filled  # a table that compares years names several
    for text in differing:
        rows = own == text
        row = int(frame.loc[rows, "at_row"].iloc[0])
        row_place = place(disagreement.file, disagreement.sheet, row)
        values = _disagreement(row_place, text, at, value, int(rows.sum()))
        findings.append(replace(disagreement, row=row, values=values))
    return filled[~own.isin(differing)]


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
