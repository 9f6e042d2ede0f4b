"""Reads one file: its sheets, and the agency and year of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from helpers.columns import WHERE
from helpers.findings import Finding
from helpers.sources import attribution, outside
from helpers.sources.checks.rows import COPY, UNCHANGED, placed
from helpers.sources.opening.sheet import UnreadableFileError
from helpers.sources.outside import Statement
from helpers.sources.understanding import Understood
from helpers.sources.words import names


def read_file(
    name: str,
    understand: Callable[[], Understood],
    statements: list[Statement],
    directory: names.Directory,
    findings: list[Finding],
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of one file by kind, each with agency, year and place; ``understand`` reads it."""
    try:
        understood = understand()
    except UnreadableFileError as error:
        unreadable = Finding(error.code, name, row=error.row, values=error.values)
        findings.append(outside.owned(unreadable, name, outside.agreed_on(statements)))
        return
    agreed = outside.agreed_on(statements)
    before = len(findings)
    readings = understood.readings
    codes = [agreed["agency_id"]] if "agency_id" in agreed else []
    reported: dict[tuple[object, ...], Finding] = {}
    any_table = any(reading.tables for _, reading in readings)
    anything = any(len(table) for _, reading in readings for table in reading.tables.values())
    kinds_found: set[str] = set()
    for sheet, reading in readings:
        for problem in reading.findings:
            if anything and problem.code == "table_empty":
                continue  # an unused sheet
            if any_table and not reading.tables and problem.code == "table_not_understood":
                problem = replace(problem, code="sheet_not_used")
            findings.append(outside.owned(problem, name, agreed))
        for kind, table in reading.tables.items():
            frame, unclear = attribution.identify(placed(table, name, sheet), directory, codes, reported)
            findings += unclear
            if understood.stated is not None:
                unchanged = understood.unchanged[sheet]
                columns = [unchanged.get(int(row), "") for row in frame["at_row"]]
                copied = pd.Series(columns, index=frame.index, dtype="str")
                frame = (
                    _from_form(frame, understood.stated)
                    .assign(**{COPY: "form"})
                    .assign(**{UNCHANGED: copied})
                )
            for column in WHERE:
                frame = outside.complete(frame, column, statements, agreed, findings)
            if kind == "totals":
                frame = attribution.totals_together(frame)
            if len(frame) or not len(table):
                kinds_found.add(kind)
            yield kind, frame
    problems = [each for each in findings[before:] if each.severity != "note" and each.code != "table_empty"]
    if not kinds_found and problems and not any(each.severity == "error" for each in problems):
        findings.append(outside.owned(Finding("nothing_used", name), name, agreed))
    if kinds_found == {"context"}:
        findings.append(outside.owned(Finding("only_context", name), name, agreed))
    if not readings:
        findings.append(outside.owned(Finding("table_empty", name), name, agreed))
    findings += outside.kind_findings(name, statements, kinds_found)


def _from_form(frame: pd.DataFrame, stated: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a form with the agency and the year stated on its first sheet."""
    for column, value in stated.items():
        own = frame.get(column, pd.Series("", index=frame.index, dtype="str"))
        frame = frame.assign(**{column: own.where(own != "", value)})
    return frame
