"""What was understood of files, kept in a folder, so that only a file that changed is read anew.

A name there is the digest of all that a reading depends on: the file's bytes and suffix, and what reads it.
JSON, not pickle: a workspace may come from somebody else, and opening it must run nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.findings import Finding, Words
from helpers.sources import understanding
from helpers.sources.raw_files import MOST_BYTES
from helpers.sources.reading import Reading
from helpers.sources.understanding import Understood


@dataclass(frozen=True)
class Kept:
    """A folder of readings. ``read_by`` is a digest of the code, rules and libraries that read."""

    folder: Path
    read_by: str
    _used: set[str] = field(default_factory=set)

    def read(self, file: Path) -> Understood:
        """As ``understanding.of_file``, from the folder if it has these bytes."""
        key = self._key(file)
        understood = self._find(key) if key else None
        if understood is None:
            understood = understanding.of_file(file)
            # A file that changed while it was read, and what JSON does not give back as it was, is not kept.
            if key and key == self._key(file) and (text := _text_of(understood)):
                self._keep(key, text)
        self._used.add(key)
        return understood

    def forget_others(self) -> None:
        """Deletes what was not asked for: readings of files that are gone or changed."""
        for kept in self.folder.glob("*"):
            if kept.name not in self._used:
                kept.unlink(missing_ok=True)

    def _key(self, file: Path) -> str:
        """ "" for a file that is refused unread."""
        try:
            if file.stat().st_size > MOST_BYTES:
                return ""
            with file.open("rb") as content:
                of_bytes = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError:
            return ""
        return hashlib.sha256(f"{self.read_by}|{file.suffix.lower()}|{of_bytes}".encode()).hexdigest()

    def _find(self, key: str) -> Understood | None:
        """What is kept; None if there is nothing, or it is not as it was written."""
        try:
            digest, text = (self.folder / key).read_text(encoding="utf-8").split("\n", 1)
        except (OSError, ValueError):
            return None
        return _understood_of(json.loads(text)) if digest == _digest(text) else None

    def _keep(self, key: str, text: str) -> None:
        # A file with the number of its process, because several kernels may read the same files.
        part = self.folder / f"{key}.{os.getpid()}.part"
        with contextlib.suppress(OSError):  # what can't be kept, or another process took away, is read again
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                part.write_text(f"{_digest(text)}\n{text}", encoding="utf-8", newline="")
                part.replace(self.folder / key)
            finally:
                part.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _NotPlainError(TypeError):
    """A value that JSON would give back as another."""


def _text_of(understood: Understood) -> str:
    """As JSON; "" if it holds anything that JSON would give back as something else."""
    try:
        plain = {
            "stated": understood.stated,
            "unchanged": {sheet: list(rows.items()) for sheet, rows in understood.unchanged.items()},
            "readings": [
                {
                    "sheet": sheet,
                    "tables": {kind: _plain_table(frame) for kind, frame in reading.tables.items()},
                    "findings": [_plain_finding(finding) for finding in reading.findings],
                }
                for sheet, reading in understood.readings
            ],
        }
        text = json.dumps(plain, ensure_ascii=False)
        text.encode()
    except (_NotPlainError, UnicodeEncodeError):
        return ""
    return text


def _understood_of(plain: Mapping[str, Any]) -> Understood:
    readings = [
        (
            each["sheet"],
            Reading(
                {kind: _table_of(table) for kind, table in each["tables"].items()},
                [_finding_of(finding) for finding in each["findings"]],
            ),
        )
        for each in plain["readings"]
    ]
    return Understood(
        readings, plain["stated"], {sheet: dict(rows) for sheet, rows in plain["unchanged"].items()}
    )


def _plain_table(frame: pd.DataFrame) -> dict[str, Any]:
    columns = {
        name: [str(frame[name].dtype), [_scalar(value) for value in frame[name].tolist()]] for name in frame
    }
    if len(columns) != frame.shape[1]:
        raise _NotPlainError
    return {
        "rows": [str(frame.index.dtype), [_scalar(row) for row in frame.index.tolist()]],
        "columns": columns,
    }


def _table_of(plain: Mapping[str, Any]) -> pd.DataFrame:
    dtype, rows = plain["rows"]
    index = pd.Index(rows, dtype=dtype)
    return pd.DataFrame(
        {
            name: pd.Series(values, index=index, dtype=dtype)
            for name, (dtype, values) in plain["columns"].items()
        },
        index=index,
    )


_FIELDS = ("code", "file", "sheet", "row", "column", "agency_id", "fiscal_year")


def _plain_finding(finding: Finding) -> dict[str, Any]:
    fields = {
        name: value if (value := getattr(finding, name)) is None else _scalar(value) for name in _FIELDS
    }
    values = {
        name: {"th": value.th, "en": value.en} if isinstance(value, Words) else _scalar(value)
        for name, value in finding.values.items()
    }
    return {**fields, "values": values}


def _finding_of(plain: Mapping[str, Any]) -> Finding:
    values = {
        name: Words(**value) if isinstance(value, dict) else value for name, value in plain["values"].items()
    }
    return Finding(**{**plain, "values": values})


def _scalar(value: object) -> str | int:
    if type(value) is str or type(value) is int:
        return value
    raise _NotPlainError
