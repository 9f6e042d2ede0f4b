"""The outcome of every report of one year and document: ``manifest.json`` beside the pages.

While a batch runs, each finished report adds a line to ``manifest.jsonl``, because rewriting the whole
manifest each time would cost more the more agencies there are. The lines are merged into the manifest
now and then, at the end, and by the next run if a batch was cut short. ``read`` takes both into account,
so it is right at any moment.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from helpers.batch.files import naming_errors, write_atomic
from helpers.formats.making import Format

NAME = "manifest.json"
JOURNAL = "manifest.jsonl"
SUCCEEDED, FAILED, SKIPPED = "succeeded", "failed", "skipped"

_json = json.JSONEncoder(ensure_ascii=False).encode
"""Without indentation, because with it Python doesn't use its C encoder: a second for 8,317 entries."""

PARAMETERS = ("language", "digits", "settings", "form", "as_of", "analyst", "tables")
"""The parameters that change a page's content, other than agency, year and document. Folders don't."""

SHARE_OF_TIME = 0.02
"""The share of a batch's time that may go into rewriting manifests."""


@dataclass(frozen=True)
class Entry:
    """One report. ``skipped``: none of its inputs changed, so the page was left as it was."""

    status: str
    reason: str = ""
    inputs: str = ""
    """Digest of everything the report is made from."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Digest of each file, by its name."""
    seconds: float = 0.0
    seen: Mapping[str, list[int]] = field(default_factory=dict)
    """Size and time of change (ns) of each file when its digest was taken; if unchanged, so is that."""
    outcome: str = ""
    """Of a failed report: ``raised`` (its notebook raised an error) or ``not_run`` (it could not be run)."""
    lacking: Mapping[Format, str] = field(default_factory=dict)
    """Other formats of the page that could not be made, with the reason."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """The notebook's parameters named in ``PARAMETERS``."""
    made_from: Mapping[str, str] = field(default_factory=dict)
    """Digest of each ingredient (``digests.Origin``)."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each raw file behind it, by its name in ``raw/``."""


def read(folder: Path) -> dict[str, Entry]:
    """The entries by agency; none if there is no readable manifest, so that the reports are made again."""
    entries: dict[str, Entry] = {}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        recorded = json.loads((folder / NAME).read_text(encoding="utf-8"))["agencies"]
        entries = {agency_id: Entry(**entry) for agency_id, entry in recorded.items()}
    with contextlib.suppress(OSError):
        for line in (folder / JOURNAL).read_bytes().splitlines():
            # A power failure may have cut off the last line.
            with contextlib.suppress(ValueError, KeyError, TypeError):
                record = json.loads(line)
                entries[str(record["agency_id"])] = Entry(**record["entry"])
    return entries


def files(folder: Path) -> dict[str, str]:
    """SHA-256 by name of every raw file behind the pages of all agencies; none if not recorded."""
    try:
        recorded = json.loads((folder / NAME).read_text(encoding="utf-8"))["files"]
        return {str(name): str(entry["sha256"]) for name, entry in recorded.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write(folder: Path, entries: Mapping[str, Entry], **about: object) -> None:
    """Writes the entries in the order of agencies, a line each; ``about`` stands before them."""
    before = "".join(f"{_json(key)}: {_json(value)},\n" for key, value in about.items())
    lines = ",\n".join(f"{_json(key)}: {_json(vars(entries[key]))}" for key in sorted(entries))
    text = f'{{\n{before}"agencies": {{\n{lines}\n}}\n}}\n'.encode()
    if not (folder / NAME).is_file() or (folder / NAME).read_bytes() != text:
        write_atomic(folder / NAME, text)


class Recorder:
    """Keeps the manifest of one folder up to date while its reports come in."""

    def __init__(self, folder: Path, **about: object) -> None:
        self._folder = folder
        self._about = about
        self._entries = read(folder)
        self._journal: IO[str] | None = None
        self._due = time.monotonic()

    def __enter__(self) -> Self:
        """Opens nothing: the first report does."""
        return self

    def __exit__(self, *_: object) -> None:
        """Writes the manifest whole, however the batch ended."""
        self.fold()

    def entry(self, agency_id: str) -> Entry | None:
        """What is on file of a report."""
        return self._entries.get(agency_id)

    def add(self, agency_id: str, entry: Entry) -> None:
        """Records a report; it is on file when this returns. Raises ``CannotWriteError``."""
        self._entries[agency_id] = entry
        with naming_errors(self._folder / JOURNAL):
            if self._journal is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._journal = (self._folder / JOURNAL).open("a", encoding="utf-8")
            line: dict[str, Any] = {"agency_id": agency_id, "entry": vars(entry)}
            # A line break first, in case the line before was cut off.
            self._journal.write("\n" + json.dumps(line, ensure_ascii=False))
            self._journal.flush()
        if time.monotonic() > self._due:  # rarer the longer it takes (``SHARE_OF_TIME``)
            self.fold()

    def update(self, entries: Mapping[str, Entry]) -> None:
        """Records many at once; they are on file only after the next ``fold``."""
        self._entries |= entries

    def fold(self) -> None:
        """Rewrites the manifest with everything recorded and deletes the journal."""
        started = time.monotonic()
        write(self._folder, self._entries, **self._about)
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        (self._folder / JOURNAL).unlink(missing_ok=True)
        ended = time.monotonic()
        self._due = ended + (ended - started) / SHARE_OF_TIME
