"""``ita reports --runs FILE.csv``: a row for each report or several, with the options that hold for it.

A row's cells are taken by the command itself as if they had been typed, so that both know the same values
and say the same of wrong ones. Rows whose options are the same are made in one batch.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from helpers import findings
from helpers.batch.selection import Selection
from helpers.messages import both

OPTIONS = ("agency", "province", "year", "document", "language", "digits", "formats", "out")
PARAMETERS = ("form", "settings")
COLUMNS = (*OPTIONS, *PARAMETERS)
"""Columns of the table, in any order; a blank cell means what the command's own option says."""

_SELECTING = ("agencies", "province", "year", "document")
_OF_THE_COMMAND = ("runs", "dry_run", "quiet", "verbose", "log")


def batches(file: Path, context: click.Context) -> list[tuple[Selection, dict[str, Any]]]:
    """What each batch selects, and its other options; in the order of the table.

    Raises ``click.UsageError`` with every row that cannot be right: an unknown column or value, a folder
    that is to hold reports in two languages.
    """
    selections: dict[tuple[tuple[str, Any], ...], list[Selection]] = {}
    first_of: dict[Path | None, tuple[int, tuple[str, str]]] = {}
    wrong = []
    for row, cells in _rows(file):
        try:
            params = _params(cells, context)
        except click.UsageError as error:
            wrong.append(f"{file.name} ({row}): {error.format_message()}")
            continue
        agencies, province, year, document = (params.pop(name) for name in _SELECTING)
        language = params["language"], params["digits"]
        # The index of a folder is in one language and has one kind of digits.
        first, language_of_first = first_of.setdefault(params["out"], (row, language))
        if language != language_of_first:
            wrong.append(
                both(
                    f"{file.name} ({row}): ภาษาหรือตัวเลขต่างจากแถว {first} ให้ระบุอีกโฟลเดอร์หนึ่งในช่อง out",
                    f"{file.name} ({row}): row {first} has another language or digits: name another out",
                )
            )
        batch = tuple((name, params[name]) for name in sorted(params))
        selections.setdefault(batch, []).append(Selection(agencies or None, province, year, document))
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return [(Selection(any_of=tuple(rows)), dict(batch)) for batch, rows in selections.items()]


def _params(cells: Mapping[str, str], context: click.Context) -> dict[str, Any]:
    """The command's options with what a row says in place of them."""
    typed = []
    for column, text in cells.items():
        typed += ["-p", column, text] if column in PARAMETERS else [f"--{column}", text]
    row = context.command.make_context(context.info_name, typed, parent=context.parent)
    typed_options = {
        name: value
        for name, value in row.params.items()
        if row.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    # The row's own come last, and so hold where both name a parameter.
    further = (*context.params["notebook_parameters"], *typed_options.pop("notebook_parameters", ()))
    options = {**context.params, **typed_options, "notebook_parameters": further}
    return {name: value for name, value in options.items() if name not in _OF_THE_COMMAND}


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row's number in the file and its filled cells by column."""
    try:
        table = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
        rows = list(table)
    except (UnicodeDecodeError, csv.Error) as error:
        raise click.UsageError(
            both(
                f"{file.name}: อ่านไม่ได้ ให้บันทึกเป็น CSV UTF-8",
                f"{file.name}: cannot be read; save it as CSV UTF-8",
            )
        ) from error
    for column in table.fieldnames or [""]:
        if column not in COLUMNS:
            near = findings.near(column, COLUMNS)
            allowed = ", ".join(COLUMNS)
            raise click.UsageError(
                both(
                    f"{file.name}: ไม่รู้จักช่อง {column!r} {near.th} ช่องที่มีได้คือ {allowed}",
                    f"{file.name}: unknown column {column!r} {near.en}; there may be {allowed}",
                )
            )
    if not rows:
        raise click.UsageError(both(f"{file.name}: ไม่มีแถว", f"{file.name}: holds no row"))
    for number, row in enumerate(rows, start=2):
        # DictReader keeps cells beyond the last heading under None.
        cells = {column: (text or "").strip() for column, text in row.items() if isinstance(column, str)}
        yield number, {column: text for column, text in cells.items() if text}
