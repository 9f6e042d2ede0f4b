"""Load, process, save: the stages that notebooks 01 to 03 show, each over all agencies.

    prepare            data/raw -> agencies, scores, totals, measures, progress, offices, sources, findings
    indicator_deltas   scores -> deltas
    weak_indicators    scores, deltas, measures -> weak_indicators

Each stage writes its tables and returns what it wrote.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from helpers import findings, tables
from helpers.analysis import coverage, deltas, totals, weak
from helpers.sources import checks, read_folder
from helpers.sources.folder import RawTables


def check(data_dir: Path) -> dict[str, pd.DataFrame]:
    """Reads and checks ``data_dir/raw``; writes nothing.

    Returns the tables by name, findings among them. Raises ``sources.RawFolderMissingError`` where
    there is nothing to read.
    """
    raw: RawTables = read_folder(data_dir / "raw")
    made = totals.compute(raw.scores, raw.totals)
    places = raw.totals[["agency_id", "fiscal_year", "at_file", "at_sheet", "at_row"]]
    found = findings.to_frame([*raw.findings, *checks.compare_totals(made, raw.scores, places)])
    return {
        "agencies": raw.agencies,
        "scores": raw.scores,
        "totals": made,
        "measures": raw.measures,
        "progress": raw.progress,
        "offices": raw.offices,
        "sources": raw.sources,
        "findings": found,
    }


def prepare(data_dir: Path) -> dict[str, pd.DataFrame]:
    """Reads ``data_dir/raw`` into processed tables. Returns them by name, findings among them."""
    made = check(data_dir)
    for name, frame in made.items():
        tables.write(data_dir, name, frame)
    _stamp(data_dir).write_text(raw_state(data_dir), encoding="utf-8")
    return made


def indicator_deltas(data_dir: Path) -> pd.DataFrame:
    """Each indicator against the year before, all agencies and years. Returns ``deltas``."""
    made = deltas.compute(tables.read(data_dir, "scores"))
    tables.write(data_dir, "deltas", made)
    return made


def weak_indicators(data_dir: Path) -> pd.DataFrame:
    """The weak points of every agency and year. Returns ``weak_indicators``."""
    answers = coverage.answers(tables.read(data_dir, "measures"))
    made = weak.compute(tables.read(data_dir, "scores"), tables.read(data_dir, "deltas"), answers)
    tables.write(data_dir, "weak_indicators", made)
    return made


def refresh(data_dir: Path) -> None:
    """Runs every stage if the raw folder changed since they last ran, or they never did.

    This is what lets notebook 04 be opened on its own.
    """
    if complete(data_dir):
        return
    prepare(data_dir)
    indicator_deltas(data_dir)
    weak_indicators(data_dir)


def complete(data_dir: Path) -> bool:
    """Whether every table is there and was made from the raw folder as it is now."""
    stamp = _stamp(data_dir)
    current = stamp.is_file() and stamp.read_text(encoding="utf-8") == raw_state(data_dir)
    return current and all(tables.path(data_dir, name).is_file() for name in tables.SCHEMAS)


def raw_state(data_dir: Path) -> str:
    """A digest of the raw folder's file names, sizes and times: changes when a file does."""
    raw = data_dir / "raw"
    state = hashlib.sha256()
    for file in sorted(path for path in raw.rglob("*") if path.is_file()):
        status = file.stat()
        state.update(f"{file.relative_to(raw).as_posix()}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _stamp(data_dir: Path) -> Path:
    return data_dir / "processed" / "raw_state.txt"
