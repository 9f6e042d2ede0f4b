"""The processed tables: their columns, their checks, and how they are stored.

Every table is a Parquet file ``data/processed/<name>.parquet`` sorted by ``agency_id``, so that one
agency's rows can be read without the others. ``docs/data.md`` explains every column. The names of the
checks are codes of ``findings.toml``, so the same schema that guards what is written also tells a clerk
what is wrong with a row that was read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet

from helpers import columns, framework, schema, thai
from helpers.findings import COLUMNS as FINDING_COLUMNS
from helpers.framework import own
from helpers.messages import Bilingual, both
from helpers.schema import Column, Schema

STATUSES = columns.choices("status")
ROUNDS = columns.choices("round")
DOCUMENTS = columns.choices("document")
CLASSES = ("urgent", "develop")
OUTCOMES = ("reached", "rose", "same", "fell")
GOALS = ("pass_mark", "next_level")
STATES = ("present", "missing", "not_applicable")
CERTAINTIES = ("published", "recomputed", "inferred", "provisional")
CONTEXT = ("score", "mean", "rank", "size", "respondents")
AMONG = ("country", "province", "district", "type", "ministry")
PEER_GROUPS = ("district", "type_in_province", "province", "type", "all")

AGENCY_ID = r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)$)[0-9A-Za-z_-]{1,32}"
"""Codes become file names, hence the narrow choice of characters. The names left out are those that Windows
reserves for devices, and the index page's."""

CODE = re.compile(AGENCY_ID)

MOST_MEASURES = 999
"""No agency has more; a larger number is a misprint or comes from another column."""


MOST_RESPONDENTS = 9_999_999
"""A larger count of those who answered a survey is a misprint."""


class MissingTableError(Bilingual, FileNotFoundError):
    """A processed table has not been made yet."""


def _agency_id() -> Column:
    return Column("str", schema.like(AGENCY_ID, error="agency_id_malformed"))


def _fiscal_year() -> Column:
    return Column("int64", schema.one_of(framework.years, error="year_outside_framework"))


def _indicator() -> Column:
    return Column("int64", schema.one_of(framework.numbers, error="indicator_unknown"))


def _parts() -> tuple[str, ...]:
    return ("total", *map(str, framework.numbers()))


def _score(*, nullable: bool = False) -> Column:
    return Column("float64", schema.within(0, 100, error="score_out_of_range"), nullable=nullable)


def _number() -> Column:
    return Column("int64", schema.within(1, MOST_MEASURES, error="measure_number"))


def _text(*, nullable: bool = False) -> Column:
    return Column("str", nullable=nullable)


def _choice(choices: Iterable[str], *, blank: bool = False) -> Column:
    allowed = [*choices, ""] if blank else list(choices)
    return Column("str", schema.one_of(lambda: allowed, error="choice_unknown"))


def _received(table: str) -> dict[str, Column]:
    """The columns of a table as ``columns.toml`` describes them; a period has its first and last day, too."""
    columns_: dict[str, Column] = {}
    for name, column in columns.of(table).items():
        if column.type == "number":
            columns_[name] = _number()
        elif column.type == "choice":
            columns_[name] = _choice(columns.choices(name), blank="" in column.choices)
        else:
            columns_[name] = _text()
        if column.type == "period":
            for end in ("start", "end"):
                columns_[f"{name}_{end}"] = Column("datetime64[ns]", nullable=True)
    return columns_


def _schema(by_name: dict[str, Column], key: list[str]) -> Schema:
    return Schema(lambda: by_name, tuple(key))


def _totals() -> dict[str, Column]:
    """The columns of ``totals``, with a mean for each of the framework's instruments."""
    return {
        "agency_id": _agency_id(),
        "fiscal_year": _fiscal_year(),
        "published_total": _score(nullable=True),
        "computed_total": _score(nullable=True),
        **{name.lower(): _score(nullable=True) for name in framework.instruments()},
        "published_level": _text(),
        "level": _text(),
        "next_level": _text(),
        "missed": _text(),
        "unchecked": _text(),
    }


SCHEMAS: dict[str, Schema] = {
    "agencies": _schema(
        {
            "agency_id": _agency_id(),
            "name": _text(),
            "type": _text(),
            "district": _text(),
            "province": _text(),
        },
        ["agency_id"],
    ),
    "scores": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "indicator": _indicator(),
            "score": _score(),
            "source": _text(),
        },
        ["agency_id", "fiscal_year", "indicator"],
    ),
    "totals": Schema(_totals, ("agency_id", "fiscal_year")),
    "context": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "what": _choice(CONTEXT),
            "among": _choice(AMONG, blank=True),
            "part": Column(
                "str", schema.one_of(lambda: (*_parts(), *framework.scored()), error="choice_unknown")
            ),
            "value": Column("float64", schema.at_least(0, error="score_out_of_range")),
            "source": _text(),
        },
        ["agency_id", "fiscal_year", "what", "among", "part"],
    ),
    "questions": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "instrument": Column(
                "str", schema.one_of(lambda: (*framework.scored(), ""), error="choice_unknown")
            ),
            "code": _text(),
            "sub": _text(),
            "indicator": Column(
                "Int64", schema.one_of(framework.numbers, error="indicator_unknown"), nullable=True
            ),
            "text": _text(),
            "score": _score(),
            "respondents": Column("Int64", schema.at_least(1), nullable=True),
            "source": _text(),
        },
        ["agency_id", "fiscal_year", "instrument", "code", "sub"],
    ),
    "measures": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            **_received("measures"),
            "source": _text(),
        },
        ["agency_id", "fiscal_year", "measure", "activity"],
    ),
    "progress": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            **_received("progress"),
            "results_until": Column("datetime64[ns]", nullable=True),
            "source": _text(),
        },
        ["agency_id", "fiscal_year", "measure", "activity", "round"],
    ),
    "offices": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": Column("Int64", nullable=True),
            **_received("offices"),
        },
        ["agency_id", "fiscal_year", "document"],
    ),
    "sources": _schema(
        {
            "file": _text(),
            "kind": _text(),
            "agency_id": _text(),
            "fiscal_year": Column("Int64", nullable=True),
            "publisher": _text(),
            "title": _text(),
            "url": _text(),
            "retrieved": _text(),
            "results_until": Column("datetime64[ns]", nullable=True),
            "statuses": _text(),
            "note": _text(),
        },
        ["file"],
    ),
    "files": _schema({"file": _text(), "sha256": _text()}, ["file"]),
    "places": _schema(
        {
            "agency_id": _agency_id(),
            "table": _choice(("scores", "totals", "context", "questions", "measures", "progress")),
            "fiscal_year": _fiscal_year(),
            "key": _text(),
            "file": _text(),
            "sheet": _text(),
            "row": Column("int64", schema.at_least(1)),
        },
        ["agency_id", "table", "fiscal_year", "key"],
    ),
    "deltas": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "indicator": _indicator(),
            "previous": _score(nullable=True),
            "current": _score(nullable=True),
            "change": Column("float64", nullable=True),
            "contribution": Column("float64", nullable=True),
            "margin": Column("float64", schema.at_least(0), nullable=True),
        },
        ["agency_id", "fiscal_year", "indicator"],
    ),
    "weak_indicators": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "indicator": _indicator(),
            "score": _score(),
            "class": _choice(CLASSES),
            "reasons": _text(),
            "change": Column("float64", nullable=True),
            "gap": Column("float64", schema.at_least(0)),
            "points_at_stake": Column("float64", schema.at_least(0)),
            "rank": Column("int64", schema.at_least(1)),
            "measures": _text(),
            "inferred": _text(),
            "later": _score(nullable=True),
            "later_change": Column("float64", nullable=True),
            "later_margin": Column("float64", schema.at_least(0), nullable=True),
            "outcome": _choice(OUTCOMES, blank=True),
        },
        ["agency_id", "fiscal_year", "indicator"],
    ),
    "targets": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "goal": _choice(GOALS),
            "indicator": _indicator(),
            "score": _score(),
            "target": _score(),
            "rise": Column("float64", schema.above(0)),
            "adds": Column("float64", schema.above(0)),
        },
        ["agency_id", "fiscal_year", "goal", "indicator"],
    ),
    "peers": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "part": Column("str", schema.one_of(_parts, error="choice_unknown")),
            "score": _score(),
            **{
                f"{kind}_{group}": column
                for group in PEER_GROUPS
                for kind, column in {
                    "rank": Column("Int64", schema.at_least(1), nullable=True),
                    "of": Column("Int64", schema.at_least(1), nullable=True),
                    "above": _score(nullable=True),
                    "median": _score(nullable=True),
                }.items()
            },
        },
        ["agency_id", "fiscal_year", "part"],
    ),
    "checklist": _schema(
        {
            "agency_id": _agency_id(),
            "fiscal_year": _fiscal_year(),
            "document": _choice(DOCUMENTS),
            "element": _text(),
            "state": _choice(STATES),
            "missing": _text(),
            "certainty": _choice(CERTAINTIES),
            "counts": Column("bool"),
        },
        ["agency_id", "fiscal_year", "document", "element"],
    ),
    "findings": _schema(
        {
            name: Column("Int64", nullable=True) if name in ("row", "fiscal_year") else _text()
            for name in FINDING_COLUMNS
        },
        [],
    ),
}

_ROWS_TOGETHER = 4096
"""Rows per Parquet row group; small, so that reading one agency reads little else."""


def empty(name: str) -> pd.DataFrame:
    """The table with its columns and types, and no row."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in _types(name).items()})


def _types(name: str) -> dict[str, str]:
    return {label: column.dtype for label, column in SCHEMAS[name].columns.items()}


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns of a frame, in order and with their types, with a new index.

    Setting types here lets a frame without rows, whose columns have none, be a table, too.
    """
    types = _types(name)
    chosen = frame[list(types)]
    others = {column: dtype for column, dtype in types.items() if str(chosen.dtypes[column]) != dtype}
    return (chosen.astype(others) if others else chosen).reset_index(drop=True)


def path(data_dir: Path, name: str) -> Path:
    """The file of a processed table."""
    return data_dir / "processed" / f"{name}.parquet"


def settings_file(data_dir: Path) -> Path:
    """The file with the settings that ``weak_indicators`` was made with."""
    return data_dir / "processed" / "settings.txt"


def rules_file(data_dir: Path) -> Path:
    """The workspace's own rules that the tables were made by; there is none where the raw folder has none."""
    return data_dir / "processed" / own.FILE


def write(data_dir: Path, name: str, frame: pd.DataFrame) -> None:
    """Checks a table against its schema, sorts it by its key and stores it, whole or not at all.

    Raises ``schema.SchemaError`` before anything is written if the table doesn't fit the schema.
    """
    expected = SCHEMAS[name]
    frame = frame[list(expected.columns)]
    if expected.key:
        frame = frame.sort_values(list(expected.key), ignore_index=True)
    expected.validate(frame)
    target = path(data_dir, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    # A file with the number of its process, because notebooks in several kernels may write the same table.
    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        table = arrow.Table.from_pandas(frame, preserve_index=False)
        parquet.write_table(table, part, row_group_size=_ROWS_TOGETHER)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


Row = dict[str, Any]
"""A row of a table, values by column; None where one is missing."""

Rows = Sequence[Row]


def inside(agencies: pd.DataFrame, column: str, place: str) -> pd.Series:
    """The codes of the agencies of a province or district (``column``), however its name is typed."""
    is_there = agencies[column].map(thai.place_key) == thai.place_key(place)
    return agencies["agency_id"][is_there]


def blank(name: str) -> Row:
    """A row of a table that states nothing: "" for text, else None."""
    return {label: "" if dtype == "str" else None for label, dtype in _types(name).items()}


def rows(frame: pd.DataFrame) -> list[Row]:
    """A table's rows as plain values, for where there are only a few of them."""
    made: list[Row] = arrow.Table.from_pandas(frame, preserve_index=False).to_pylist()
    return made


def read_rows(data_dir: Path, name: str, agency_id: str) -> list[Row]:
    """One agency's rows of a processed table as plain values; raises as ``read`` does."""
    found: list[Row] = _read(data_dir, name, agency_id).to_pylist()
    return found


def read(data_dir: Path, name: str, agency_id: str | None = None) -> pd.DataFrame:
    """A processed table, or only one agency's rows of it. Puts the rules it was made by in force.

    Raises ``MissingTableError`` if notebook 01 (02, 03) has not run yet, or the folder does not exist.
    """
    frame: pd.DataFrame = _read(data_dir, name, agency_id).to_pandas(use_threads=False)
    return frame


def _read(data_dir: Path, name: str, agency_id: str | None) -> arrow.Table:
    source = path(data_dir, name)
    if not data_dir.is_dir():  # a slip in data_dir, which running notebook 01 would not mend
        raise MissingTableError(
            both(
                f'ไม่พบโฟลเดอร์ {data_dir} ให้ระบุ data_dir เป็นโฟลเดอร์ที่มี raw/ หรือเว้นว่าง "" คือ data/ ของโครงการ',
                f'there is no folder {data_dir}: data_dir names one that holds raw/, "" that of the project',
            )
        )
    if not source.is_file():
        raise MissingTableError(
            both(
                f"ไม่พบแฟ้ม {source} ให้รัน notebooks/01_prepare_data.ipynb ก่อน (หรือสั่ง ita reports)",
                f"{source} is missing: run notebooks/01_prepare_data.ipynb first (or `ita reports`)",
            )
        )
    framework.use(own.text_of(rules_file(data_dir)))
    # No threads: in forked children, starting them costs more than they save.
    with parquet.ParquetFile(source, pre_buffer=False) as file:
        if agency_id is None:
            table = file.read(use_threads=False)
        else:
            table = file.read_row_groups(_groups_of(file.metadata, agency_id), use_threads=False)
            table = table.filter(compute.equal(table["agency_id"], agency_id))
    return table


def _groups_of(metadata: parquet.FileMetaData, agency_id: str) -> list[int]:
    """Numbers of the row groups that can hold an agency's rows, by the smallest and largest code of each."""
    column = metadata.schema.names.index("agency_id")
    groups = []
    for number in range(metadata.num_row_groups):
        marks = metadata.row_group(number).column(column).statistics
        if marks is None or not marks.has_min_max or marks.min <= agency_id <= marks.max:
            groups.append(number)
    return groups
