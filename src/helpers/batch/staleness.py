"""Which reports have to be made this time, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.batch import digests, manifest
from helpers.batch.manifest import Entry
from helpers.batch.selection import Job
from helpers.formats.making import TABLES

NEW = "new"
INPUTS_CHANGED = "inputs changed"
OUTPUT_MISSING = "output missing"
OUTPUT_CHANGED = "output changed"
FAILED_BEFORE = "failed before"
FORCED = "forced"
REFUSED = "errors in the input"


@dataclass(frozen=True)
class WorkList:
    """``reasons``: the reports to make, in order, and why. ``unchanged``: those that are up to date."""

    reasons: Mapping[Job, str]
    unchanged: Mapping[Job, Entry]


def folder_of(out: Path, job: Job) -> Path:
    """The folder of a report's page and manifest."""
    return out / str(job.fiscal_year) / job.document


ANALYST = "analyst.html"
"""How the name of an analyst's page ends."""

KINDS = ("html", ANALYST, "docx", "pdf", *TABLES)
"""How the names of a report's files may end."""

BY_PARAMETER = (ANALYST, *TABLES)
"""What lies beside a page where a parameter of the report says so: with another, its inputs are others."""


def file_of(job: Job, kind: str = "html") -> str:
    """The name of a report's file in a format."""
    return f"{job.agency_id}.{kind}"


def work_list(
    out: Path,
    inputs: Mapping[Job, str],
    *,
    formats: Sequence[str] = (),
    force: bool = False,
    only_failed: bool = False,
) -> WorkList:
    """Compares the digests of what the reports would be made from with those in the manifests.

    ``formats`` are wanted in addition to the page. ``only_failed`` leaves out every report that did not
    fail the last time, as a whole or in one of the formats.
    """
    groups = {(job.fiscal_year, job.document): job for job in inputs}
    folders = {group: folder_of(out, job) for group, job in groups.items()}
    recorded = {group: manifest.read(folder) for group, folder in folders.items()}
    reasons: dict[Job, str] = {}
    unchanged: dict[Job, Entry] = {}
    for job, digest in inputs.items():
        group = (job.fiscal_year, job.document)
        entry = recorded[group].get(job.agency_id)
        if only_failed and (entry is None or not _failed(entry, formats)):
            continue
        if job.refused:
            reasons[job] = REFUSED
            continue
        reason, seen = (FORCED, {}) if force else _why(folders[group], entry, digest, job, formats)
        if reason or entry is None:
            reasons[job] = reason
        else:
            standing = entry.status == manifest.SKIPPED and entry.seen == seen
            unchanged[job] = entry if standing else replace(entry, status=manifest.SKIPPED, seen=seen)
    return WorkList(reasons, unchanged)


def _failed(entry: Entry, formats: Sequence[str]) -> bool:
    return entry.status == manifest.FAILED or not entry.lacking.keys().isdisjoint({*formats, *TABLES})


def _why(
    folder: Path, entry: Entry | None, digest: str, job: Job, formats: Sequence[str]
) -> tuple[str, dict[str, list[int]]]:
    """Why a report has to be made, "" if it doesn't; and the present size and time of its files."""
    if entry is None:
        return NEW, {}
    if _failed(entry, formats):
        return FAILED_BEFORE, {}
    if entry.inputs != digest:
        return INPUTS_CHANGED, {}
    seen = dict(entry.seen)
    named = [file_of(job, each) for each in ("html", *formats)]
    named += [name for each in BY_PARAMETER if (name := file_of(job, each)) in entry.outputs]
    for name in dict.fromkeys(named):
        file, expected = folder / name, entry.outputs.get(name)
        if expected is None:
            return OUTPUT_MISSING, {}
        try:
            seen[name] = seen_of(file)
            # Same size and time as when the digest was taken: unchanged. Reading every page takes longer.
            if seen[name] != entry.seen.get(name) and digests.of_bytes(file.read_bytes()) != expected:
                return OUTPUT_CHANGED, {}
        except OSError:  # deleted, or replaced by a folder
            return OUTPUT_MISSING, {}
    return "", seen


def seen_of(file: Path) -> list[int]:
    """A file's size and time of change in nanoseconds."""
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]


def left_behind(out: Path, tables: Mapping[str, pd.DataFrame]) -> int:
    """How many of the reports below a folder were made from other rows than the tables have now."""
    now = digests.of_agencies(tables)
    return sum(
        entry.status != manifest.FAILED
        and any(
            entry.made_from.get(part, digest) != digest for part, digest in now.get(agency_id, {}).items()
        )
        for place in sorted(out.glob("*/*"))
        for agency_id, entry in manifest.read(place).items()
    )
