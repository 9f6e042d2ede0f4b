"""Load, process, save: the stages that notebooks 01 to 03 show, each over all agencies.

    prepare            data/raw -> agencies, scores, totals, context, questions, measures, progress, offices,
                                   sources, findings, files, places
    indicator_deltas   agencies, scores, totals, context -> deltas, peers
    weak_indicators    scores, totals, deltas, measures -> weak_indicators, targets, checklist

Each stage writes its tables; ``prepare`` returns them by name, the others the one they are named after.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers import findings, framework, tables, thai
from helpers.analysis import checklist, coverage, deltas, documents, peers, targets, totals, weak
from helpers.framework import Settings
from helpers.messages import WrongValueError, both
from helpers.sources import raw_files
from helpers.sources.raw_files import MOST_BYTES, all_files

if TYPE_CHECKING:
    from helpers.sources.folder import RawTables
    from helpers.sources.kept import Kept
    from helpers.sources.opening.sheet import Sheet

CODE_BEHIND_TABLES = (
    "messages.py",
    "choices.py",
    "decimals.py",
    "thai.py",
    "framework",
    "columns.py",
    "columns.toml",
    "headings.py",
    "findings.py",
    "findings.toml",
    "schema.py",
    "tables.py",
    "sources",
    "analysis",
    "stages.py",
)
"""The files and folders of this package that processed tables depend on: this module, the readers, and all
that these import."""

READ_WITH = ("lxml", "numpy", "pandas", "python-calamine")
"""The libraries that open files: another version may read another text."""

SETTLED_NS = 2_000_000_000
"""Some disks keep times in whole seconds, so a file changed this recently may change again unnoticed."""

CHECKED = ("scores", "totals", "measures", "progress", "weak_indicators", "offices", "sources")
"""The tables that the checklist looks at."""


def check(data_dir: Path) -> dict[str, pd.DataFrame]:
    """Reads and checks ``data_dir/raw``; writes nothing.

    Returns the tables by name, including findings. Raises ``raw_files.RawFolderMissingError`` if there is
    nothing to read.
    """
    from helpers.sources.folder import read_folder  # the readers: not needed where nothing changed

    return _with_totals(read_folder(data_dir / "raw"))


def check_document(
    data_dir: Path, name: str, sheets: list[Sheet], stated: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """Reads and checks one open document as if it lay in ``data_dir/raw`` on its own; writes nothing.

    ``stated`` has agency_id and fiscal_year if the document doesn't. Returns and raises as ``check``.
    """
    from helpers.sources.folder import read_document

    return _with_totals(read_document(data_dir / "raw", name, sheets, stated))


def _with_totals(raw: RawTables) -> dict[str, pd.DataFrame]:
    from helpers.sources.checks import rules_scores

    results = totals.compute(raw.scores, raw.totals, raw.context)
    places = raw.totals[["agency_id", "fiscal_year", "at_file", "at_sheet", "at_row"]]
    all_findings = findings.to_frame(
        [*raw.findings, *rules_scores.compare_totals(results, raw.scores, places)]
    )
    return {
        "agencies": raw.agencies,
        "scores": raw.scores,
        "totals": results,
        "context": raw.context,
        "questions": raw.questions,
        "measures": raw.measures,
        "progress": raw.progress,
        "offices": raw.offices,
        "sources": raw.sources,
        "places": raw.places,
        "findings": all_findings,
    }


def prepare(data_dir: Path, source: Path | None = None) -> dict[str, pd.DataFrame]:
    """Reads ``data_dir/raw`` into processed tables. Returns them by name, including findings.

    Only files that changed since the last time are read anew. With ``source`` the raw files of that folder
    are read, and ``data_dir`` only gets the tables.
    """
    raw = (source or data_dir) / "raw"
    seen = _seen(raw, {})  # taken before reading, so that a file changed meanwhile is read again next time
    digests = {name: sha256 for name, (sha256, _) in seen.items()}
    files = tables.typed("files", pd.DataFrame(digests.items(), columns=["file", "sha256"]))
    from helpers.sources.folder import read_folder

    kept = _kept(data_dir, raw)
    frames = {**_with_totals(read_folder(raw, kept.read)), "files": files}
    # If a run stops halfway, old and new tables don't fit together, so none counts until all are written.
    _prepared_from(data_dir).unlink(missing_ok=True)
    for name, frame in frames.items():
        tables.write(data_dir, name, frame)
    kept.forget_others()
    if own_rules := raw_files.rules(raw):
        tables.rules_file(data_dir).write_text(own_rules, encoding="utf-8")
    else:
        tables.rules_file(data_dir).unlink(missing_ok=True)
    _seen_file(data_dir).write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    made = {name: _sha256(_files(data_dir)[name]) for name in (*frames, "rules")}
    stamp = _State(_state(digests), made)
    _prepared_from(data_dir).write_text(stamp.text(), encoding="utf-8")
    return frames


def indicator_deltas(data_dir: Path) -> pd.DataFrame:
    """Each indicator against the year before, and each agency against its peers; all years.

    Returns ``deltas``.
    """
    scores = tables.read(data_dir, "scores")
    changes = deltas.compute(scores, tables.read(data_dir, "context"))
    keep_changes(
        data_dir,
        changes,
        peers.compute(tables.read(data_dir, "agencies"), scores, tables.read(data_dir, "totals")),
    )
    return changes


def keep_changes(data_dir: Path, changes: pd.DataFrame, standing: pd.DataFrame) -> None:
    """Writes ``deltas`` and ``peers``: what notebook 02 computed."""
    tables.write(data_dir, "deltas", changes)
    tables.write(data_dir, "peers", standing)


def weak_indicators(data_dir: Path, settings: Settings | None = None) -> pd.DataFrame:
    """The weak points of every agency and year, and what it would take to correct them.

    Without ``settings`` the defaults apply. Returns ``weak_indicators``.
    """
    settings = settings or framework.settings()
    scores = tables.read(data_dir, "scores")
    answers = coverage.answers(tables.read(data_dir, "measures"))
    points = weak.compute(scores, tables.read(data_dir, "deltas"), answers, settings)
    keep_weak_points(data_dir, points, targets.compute(scores, tables.read(data_dir, "totals")), settings)
    return points


def keep_weak_points(
    data_dir: Path, weak_points: pd.DataFrame, rises: pd.DataFrame, settings: Settings
) -> None:
    """Writes ``weak_indicators`` and ``targets``, and the checklist that is judged by them."""
    prepared = _read(_prepared_from(data_dir))
    tables.write(data_dir, "weak_indicators", weak_points)
    tables.settings_file(data_dir).write_text(settings.record(), encoding="utf-8")
    tables.write(data_dir, "targets", rises)
    checked = {name: tables.read(data_dir, name) for name in CHECKED}
    tables.write(data_dir, "checklist", checklist.compute(checked))  # asks which weak points have a measure
    # Keep the digests recorded by ``prepare``, so that a table altered since then is still noticed.
    analysed = {name: _sha256(file) for name, file in _files(data_dir).items() if name not in prepared.files}
    stamp = _State(prepared.raw, {**prepared.files, **analysed})
    _analysed_from(data_dir).write_text(stamp.text(), encoding="utf-8")


def judged(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The ``checklist`` of what ``check`` returned, by the default settings; writes nothing."""
    changes = deltas.compute(frames["scores"], frames["context"])
    answers = coverage.answers(frames["measures"])
    points = weak.compute(frames["scores"], changes, answers, framework.settings())
    return checklist.compute({**frames, "weak_indicators": points})


def year_of(frame: pd.DataFrame, fiscal_year: int = 0) -> int:
    """The year to show: the one asked for, or (0) the newest in the table.

    Raises ``WrongValueError``, which lists the years with data, for a year without a row. For an empty
    table this is the newest year of the rules; the cells that follow then say that there are no data.
    """
    years = sorted({int(year) for year in frame["fiscal_year"].dropna()})
    if not years or not fiscal_year:
        return fiscal_year or (years or framework.years())[-1]
    if fiscal_year not in years:
        with_data = ", ".join(map(str, years))
        raise WrongValueError(
            both(
                f"ไม่มีข้อมูลของปีงบประมาณ {fiscal_year} ปีที่มีข้อมูลคือ {with_data}",
                f"fiscal_year: there are no data of {fiscal_year}; there are: {with_data}",
            )
        )
    return fiscal_year


ANALYSED = (
    *("agencies", "scores", "totals", "questions", "deltas", "weak_indicators"),
    *("measures", "progress", "checklist", "findings"),
)
"""The tables of notebooks 05 and 06."""


def read_all(data_dir: Path, province: str = "", district: str = "") -> dict[str, pd.DataFrame]:
    """The tables of the overview by name; with ``province`` or ``district`` only their agencies' rows.

    ``papers`` are those of each agency's newest year. ``refused`` are the papers that cannot be made
    (``documents.refused``); ``checklist`` is without these: what is not there is neither complete nor
    incomplete.

    Raises ``WrongValueError`` for one without agencies.
    """
    frames = {name: tables.read(data_dir, name) for name in ANALYSED}
    for column, th, wanted in (("province", "จังหวัด", province), ("district", "อำเภอ", district)):
        agencies, name = frames["agencies"], thai.bare_place(wanted)
        if not name:
            continue
        inside = tables.inside(agencies, column, name)
        if inside.empty:
            places = ", ".join(sorted(set(agencies[column])))
            raise WrongValueError(
                both(
                    f"ไม่มีหน่วยงานใน{th} {name!r} ที่มีคือ {places}",
                    f"no agency in the {column} {name!r}; there are: {places}",
                )
            )
        frames = {each: frame[frame["agency_id"].isin(inside)] for each, frame in frames.items()}
    papers = documents.listed(frames)
    refused = documents.refused(papers, frames["findings"])
    frames["checklist"] = documents.without(frames["checklist"], refused)
    return frames | {"papers": documents.newest(papers), "refused": refused}


def day_of(text: str, name: str = "as_of") -> date | None:
    """The day that a parameter or option names; None for "". Raises ``WrongValueError``."""
    try:
        return thai.parse_date(text) if text else None
    except (ValueError, TypeError):
        raise WrongValueError(
            both(
                f"{name} ต้องเป็นวันที่ เช่น 2566-03-31 หรือ 31 มีนาคม 2566 ไม่ใช่ {text!r}",
                f"{name} must be a day such as 2566-03-31 or 31 มีนาคม 2566, not {text!r}",
            )
        ) from None


def refresh(data_dir: Path) -> None:
    """Runs every stage if they never ran, or the raw folder changed since.

    Thanks to this, notebook 04 can be opened on its own.
    """
    if complete(data_dir):
        return
    prepare(data_dir)
    indicator_deltas(data_dir)
    weak_indicators(data_dir)


def complete(data_dir: Path) -> bool:
    """Whether every table is unchanged and was made from the present raw folder by the present code."""
    state = raw_state(data_dir)
    stamps = (_read(_prepared_from(data_dir)), _read(_analysed_from(data_dir)))
    return all(stamp.raw == state for stamp in stamps) and not altered(data_dir)


def altered(data_dir: Path) -> list[str]:
    """Tables that changed since they were made: damaged, edited, or gone."""
    digests = _read(_analysed_from(data_dir)).files
    return [
        name for name, file in _files(data_dir).items() if digests and digests.get(name, "") != _sha256(file)
    ]


def raw_state(data_dir: Path) -> str:
    """A digest of the raw files' names and contents and of the code that tables are made by.

    A file that was not touched since its digest was taken is not read again.
    """
    try:
        seen_before = json.loads(_seen_file(data_dir).read_text(encoding="utf-8"))
        seen = _seen(data_dir / "raw", seen_before)
    except (OSError, ValueError, TypeError, AttributeError):  # missing or damaged
        seen = _seen(data_dir / "raw", {})
    return _state({name: sha256 for name, (sha256, _) in seen.items()})


def _state(digests: Mapping[str, str]) -> str:
    state = hashlib.sha256(_code().encode())
    for name, sha256 in digests.items():
        state.update(f"{name}|{sha256}\n".encode())
    return state.hexdigest()


def made_from(data_dir: Path) -> str:
    """The ``raw_state`` that all processed tables were made from; "" if any is missing."""
    return _read(_analysed_from(data_dir)).raw


def _seen(raw: Path, seen_before: Mapping[str, object]) -> dict[str, tuple[str, list[int]]]:
    """Each raw file's SHA-256, with size and times; taken from ``seen_before`` if those are unchanged.

    The digest is "" for a file that can't be read or is too large, which is reported as a finding.
    """
    now = time.time_ns()
    seen: dict[str, tuple[str, list[int]]] = {}
    for name, file in all_files(raw).items():
        status = file.stat()
        # mtime can be set back after an edit, ctime can't (Windows has none). A file touched a moment ago
        # may be touched again within the same tick of the clock.
        settled = sys.platform != "win32" and now - status.st_ctime_ns > SETTLED_NS
        marks = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino] if settled else []
        match seen_before.get(name):
            case [str(sha256), [*marks_before]] if marks and marks_before == marks:
                seen[name] = sha256, marks
            case _:
                seen[name] = _sha256(file) if status.st_size <= MOST_BYTES else "", marks
    return seen


def _sha256(file: Path) -> str:
    """A file's digest, "" if it can't be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _code() -> str:
    package = Path(__file__).parent
    files = [file for part in CODE_BEHIND_TABLES for file in (package / part, *(package / part).rglob("*"))]
    state = hashlib.sha256()
    for file in sorted(file for file in files if file.suffix in (".py", ".toml")):
        state.update(file.relative_to(package).as_posix().encode() + b"\n" + file.read_bytes())
    return state.hexdigest()


@dataclass(frozen=True)
class _State:
    """The ``raw_state`` that tables were made from, and the SHA-256 of each table."""

    raw: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The state, then a line for each table as ``sha256sum`` writes it."""
        return "\n".join([self.raw, *(f"{sha256}  {name}" for name, sha256 in self.files.items()), ""])


def _kept(data_dir: Path, raw: Path) -> Kept:
    """What was read of raw files by the present code, libraries and rules."""
    from helpers.sources.kept import Kept

    libraries = [f"{package} {metadata.version(package)}" for package in READ_WITH]
    read_by = "|".join([_code(), sys.version, *libraries, raw_files.rules(raw)])
    return Kept(data_dir / "processed" / "read", hashlib.sha256(read_by.encode()).hexdigest())


def _files(data_dir: Path) -> dict[str, Path]:
    """The processed tables, and the settings and the user's own rules they were made with, by name."""
    files = {name: tables.path(data_dir, name) for name in tables.SCHEMAS}
    return {**files, "settings": tables.settings_file(data_dir), "rules": tables.rules_file(data_dir)}


def _seen_file(data_dir: Path) -> Path:
    return data_dir / "processed" / "raw_files.json"


def _prepared_from(data_dir: Path) -> Path:
    return data_dir / "processed" / "prepared_from.txt"


def _analysed_from(data_dir: Path) -> Path:
    return data_dir / "processed" / "analysed_from.txt"


def _read(stamp: Path) -> _State:
    try:
        raw, *lines = stamp.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return _State()
    return _State(raw, {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines) if name})
