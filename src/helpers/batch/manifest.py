"""What became of every report of one year and document: ``manifest.json`` beside the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from helpers.batch.execute import write_atomic

NAME = "manifest.json"
SUCCEEDED, FAILED, SKIPPED = "succeeded", "failed", "skipped"


@dataclass(frozen=True)
class Entry:
    """One report. ``skipped``: nothing it is made from changed, the page stands as it was."""

    status: str
    reason: str = ""
    inputs: str = ""
    """Digest of everything the report is made from."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Digest of each file, by its name."""
    seconds: float = 0.0


def read(folder: Path) -> dict[str, Entry]:
    """The entries by agency; none where there is no readable manifest (the reports are made anew)."""
    try:
        entries = json.loads((folder / NAME).read_text(encoding="utf-8"))["agencies"]
        return {agency_id: Entry(**entry) for agency_id, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(folder: Path, entries: Mapping[str, Entry], **about: object) -> None:
    """Writes the entries in the order of agencies; ``about`` stands before them."""
    content = {**about, "agencies": {key: asdict(entries[key]) for key in sorted(entries)}}
    write_atomic(folder / NAME, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
