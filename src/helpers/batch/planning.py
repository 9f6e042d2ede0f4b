"""Which reports are to be made this time, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.batch import digests, manifest
from helpers.batch.jobs import Job
from helpers.batch.manifest import Entry

NEW = "new"
INPUTS_CHANGED = "inputs changed"
OUTPUT_MISSING = "output missing"
OUTPUT_CHANGED = "output changed"
FAILED_BEFORE = "failed before"
FORCED = "forced"
REFUSED = "errors in the input"


@dataclass(frozen=True)
class Plan:
    """``reasons``: the reports to make, in order, and why each. ``unchanged``: those that stand."""

    reasons: Mapping[Job, str]
    unchanged: Mapping[Job, Entry]


def folder_of(out: Path, job: Job) -> Path:
    """Where a report's page and manifest lie."""
    return out / str(job.fiscal_year) / job.document


def plan(out: Path, inputs: Mapping[Job, str], *, force: bool = False, only_failed: bool = False) -> Plan:
    """Compares what the reports would be made from (digests) with what the manifests say.

    ``only_failed`` leaves out every report that did not fail the last time.
    """
    groups = {(job.fiscal_year, job.document): job for job in inputs}
    folders = {group: folder_of(out, job) for group, job in groups.items()}
    known = {group: manifest.read(folder) for group, folder in folders.items()}
    reasons: dict[Job, str] = {}
    unchanged: dict[Job, Entry] = {}
    for job, digest in inputs.items():
        group = (job.fiscal_year, job.document)
        entry = known[group].get(job.agency_id)
        if only_failed and (entry is None or entry.status != manifest.FAILED):
            continue
        if job.refused:
            reasons[job] = REFUSED
            continue
        reason, seen = (FORCED, {}) if force else _why(folders[group], entry, digest)
        if reason or entry is None:
            reasons[job] = reason
        else:
            standing = entry.status == manifest.SKIPPED and entry.seen == seen
            unchanged[job] = entry if standing else replace(entry, status=manifest.SKIPPED, seen=seen)
    return Plan(reasons, unchanged)


def _why(folder: Path, entry: Entry | None, digest: str) -> tuple[str, dict[str, list[int]]]:
    """Why a report is to be made, "" if it need not be; and its files as they were seen now."""
    if entry is None:
        return NEW, {}
    if entry.status == manifest.FAILED:
        return FAILED_BEFORE, {}
    if entry.inputs != digest:
        return INPUTS_CHANGED, {}
    seen = {}
    for name, expected in entry.outputs.items():
        file = folder / name
        try:
            seen[name] = seen_of(file)
            # As large and as old as when it had its digest: it has it still. Reading every page takes longer.
            if seen[name] != entry.seen.get(name) and digests.of_bytes(file.read_bytes()) != expected:
                return OUTPUT_CHANGED, {}
        except FileNotFoundError:
            return OUTPUT_MISSING, {}
    return "", seen


def seen_of(file: Path) -> list[int]:
    """A file's size and time of change in nanoseconds."""
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]
