"""Load, process, save: the stages that notebooks 01 to 03 show, each over all agencies.

    prepare            data/raw -> agencies, scores, totals, context, measures, progress, offices, sources,
                                   findings, files, places
    indicator_deltas   agencies, scores, totals -> deltas, peers
    weak_indicators    scores, totals, deltas, measures -> weak_indicators, targets, checklist

Each stage writes its tables; ``prepare`` returns them by name, the others the one they are named after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers import findings, framework, tables
from helpers.analysis import checklist, coverage, deltas, peers, targets, totals, weak
from helpers.framework import Settings
from helpers.sources import read_folder, rules_scores
from helpers.sources.folder import RawTables, all_files, read_document
from helpers.sources.sheet import Sheet

RULES = (
    "decimals.py",
    "thai.py",
    "framework",
    "headings.py",
    "findings.py",
    "findings.toml",
    "tables.py",
    "sources",
    "analysis",
    "stages.py",
)
"""The files and folders of this package that processed tables follow from."""

CHECKED = ("scores", "totals", "measures", "progress", "weak_indicators", "offices", "sources")
"""The tables that the checklist looks at."""


def check(data_dir: Path) -> dict[str, pd.DataFrame]:
    """Reads and checks ``data_dir/raw``; writes nothing.

    Returns the tables by name, findings among them. Raises ``sources.RawFolderMissingError`` where
    there is nothing to read.
    """
    return _with_totals(read_folder(data_dir / "raw"))


def check_document(
    data_dir: Path, name: str, sheets: list[Sheet], said: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """Reads and checks one open document as if it lay in ``data_dir/raw`` on its own; writes nothing.

    ``said`` has agency_id and fiscal_year where the document does not tell. Returns and raises as ``check``.
    """
    return _with_totals(read_document(data_dir / "raw", name, sheets, said))


def _with_totals(raw: RawTables) -> dict[str, pd.DataFrame]:
    made = totals.compute(raw.scores, raw.totals, raw.context)
    places = raw.totals[["agency_id", "fiscal_year", "at_file", "at_sheet", "at_row"]]
    found = findings.to_frame([*raw.findings, *rules_scores.compare_totals(made, raw.scores, places)])
    return {
        "agencies": raw.agencies,
        "scores": raw.scores,
        "totals": made,
        "context": raw.context,
        "measures": raw.measures,
        "progress": raw.progress,
        "offices": raw.offices,
        "sources": raw.sources,
        "places": raw.places,
        "findings": found,
    }


def prepare(data_dir: Path, source: Path | None = None) -> dict[str, pd.DataFrame]:
    """Reads ``data_dir/raw`` into processed tables. Returns them by name, findings among them.

    With ``source`` the raw files of that folder are read, and ``data_dir`` only gets the tables.
    """
    state = raw_state(source or data_dir)  # before reading: what changes meanwhile is read the next time
    made = {**check(source or data_dir), "files": _files((source or data_dir) / "raw")}
    _prepared_from(data_dir).unlink(missing_ok=True)  # half of the tables renewed is none
    for name, frame in made.items():
        tables.write(data_dir, name, frame)
    _prepared_from(data_dir).write_text(state, encoding="utf-8")
    return made


def _files(raw: Path) -> pd.DataFrame:
    """The table ``files``: every raw file with its SHA-256."""
    digests = {name: _sha256(file) for name, file in all_files(raw).items()}
    return tables.typed("files", pd.DataFrame(digests.items(), columns=["file", "sha256"]))


def _sha256(file: Path) -> str:
    """A file's digest, "" for one that may not be read, of which a finding tells."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def indicator_deltas(data_dir: Path) -> pd.DataFrame:
    """Each indicator against the year before, and each agency against its peers; all years.

    Returns ``deltas``.
    """
    scores = tables.read(data_dir, "scores")
    made = deltas.compute(scores)
    tables.write(data_dir, "deltas", made)
    standing = peers.compute(tables.read(data_dir, "agencies"), scores, tables.read(data_dir, "totals"))
    tables.write(data_dir, "peers", standing)
    return made


def weak_indicators(data_dir: Path, settings: Settings | None = None) -> pd.DataFrame:
    """The weak points of every agency and year, and what it would take to mend them.

    ``settings`` are the defaults where nothing else is asked. Returns ``weak_indicators``.
    """
    settings = settings or framework.settings()
    state = _read(_prepared_from(data_dir))
    scores = tables.read(data_dir, "scores")
    answers = coverage.answers(tables.read(data_dir, "measures"))
    made = weak.compute(scores, tables.read(data_dir, "deltas"), answers, settings)
    tables.write(data_dir, "weak_indicators", made)
    tables.settings_file(data_dir).write_text(settings.text(), encoding="utf-8")
    tables.write(data_dir, "targets", targets.compute(scores, tables.read(data_dir, "totals")))
    known = {name: tables.read(data_dir, name) for name in CHECKED}
    tables.write(data_dir, "checklist", checklist.compute(known))
    _analysed_from(data_dir).write_text(state, encoding="utf-8")
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
    """Whether every table is there and was made from the raw folder, by the rules, as they are now."""
    state = raw_state(data_dir)
    stamps = (_prepared_from(data_dir), _analysed_from(data_dir))
    return all(_read(stamp) == state for stamp in stamps) and all(
        tables.path(data_dir, name).is_file() for name in tables.SCHEMAS
    )


def raw_state(data_dir: Path) -> str:
    """A digest of what processed tables are made from: changes when a raw file or a rule does.

    Of the raw files it takes names, sizes and times; of the rules (``RULES``) the contents.
    """
    state = hashlib.sha256(_rules().encode())
    for name, file in all_files(data_dir / "raw").items():
        status = file.stat()
        state.update(f"{name}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return state.hexdigest()


def made_from(data_dir: Path) -> str:
    """The ``raw_state`` that all processed tables were made from; "" where they are not all made."""
    return _read(_analysed_from(data_dir))


@lru_cache(maxsize=1)
def _rules() -> str:
    package = Path(__file__).parent
    files = [file for part in RULES for file in (package / part, *(package / part).rglob("*"))]
    state = hashlib.sha256()
    for file in sorted(file for file in files if file.suffix in (".py", ".toml")):
        state.update(file.relative_to(package).as_posix().encode() + b"\n" + file.read_bytes())
    return state.hexdigest()


def _prepared_from(data_dir: Path) -> Path:
    return data_dir / "processed" / "prepared_from.txt"


def _analysed_from(data_dir: Path) -> Path:
    return data_dir / "processed" / "analysed_from.txt"


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.is_file() else ""
