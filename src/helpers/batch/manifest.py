"""What became of every report of one year and document: ``manifest.json`` beside the pages.

While a batch runs, each report that ends becomes one line of ``manifest.jsonl`` beside it: a line
costs the same however many agencies there are. The lines are folded into the manifest every now and
then, at the end, and by the next run where there was no end. ``read`` knows both, so that what it
says is right at any moment.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from helpers.batch.files import told, write_atomic
from helpers.formats.making import Format

NAME = "manifest.json"
JOURNAL = "manifest.jsonl"
SUCCEEDED, FAILED, SKIPPED = "succeeded", "failed", "skipped"

_json = json.JSONEncoder(ensure_ascii=False).encode
"""Without indentation, for which Python's encoder in C is not used: of 8,317 entries that is a second."""

PARAMETERS = ("language", "digits", "settings", "form", "as_of", "analyst")
"""What a page follows from, beside the data and whose report it is. Folders are none of it."""

SHARE_OF_TIME = 0.02
"""How much of a batch's time may go into writing manifests whole."""


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
    seen: Mapping[str, list[int]] = field(default_factory=dict)
    """Size and time of change (ns) of each file when it had its digest: while they stand, so does that."""
    outcome: str = ""
    """Of a failed report: ``raised`` (its notebook raised an error) or ``not_run`` (it could not be run)."""
    lacking: Mapping[Format, str] = field(default_factory=dict)
    """Formats that could not be made of a page that stands, with the reason."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """What its notebook was told, beside whose report it is (``PARAMETERS``)."""
    made_from: Mapping[str, str] = field(default_factory=dict)
    """Digest of each ingredient (``digests.Origin``)."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each raw file behind it, by its name in ``raw/``."""


def read(folder: Path) -> dict[str, Entry]:
    """The entries by agency; none where there is no readable manifest (the reports are made anew)."""
    entries: dict[str, Entry] = {}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        known = json.loads((folder / NAME).read_text(encoding="utf-8"))["agencies"]
        entries = {agency_id: Entry(**entry) for agency_id, entry in known.items()}
    with contextlib.suppress(OSError):
        for line in (folder / JOURNAL).read_bytes().splitlines():
            # The last line may be cut off where the power failed.
            with contextlib.suppress(ValueError, KeyError, TypeError):
                said = json.loads(line)
                entries[str(said["agency_id"])] = Entry(**said["entry"])
    return entries


def files(folder: Path) -> dict[str, str]:
    """SHA-256 of every raw file behind the pages of all agencies, by its name; none where it is not told."""
    try:
        known = json.loads((folder / NAME).read_text(encoding="utf-8"))["files"]
        return {str(name): str(said["sha256"]) for name, said in known.items()}
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
    """Keeps the manifest of one folder right while its reports come in."""

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
        """Takes what became of a report; it is on file when this returns. Raises ``CannotWriteError``."""
        self._entries[agency_id] = entry
        with told(self._folder / JOURNAL):
            if self._journal is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._journal = (self._folder / JOURNAL).open("a", encoding="utf-8")
            line: dict[str, Any] = {"agency_id": agency_id, "entry": vars(entry)}
            # A line of its own, though the one before was cut off.
            self._journal.write("\n" + json.dumps(line, ensure_ascii=False))
            self._journal.flush()
        if time.monotonic() > self._due:
            self.fold()

    def update(self, entries: Mapping[str, Entry]) -> None:
        """Takes many at once; on file with the next ``fold``."""
        self._entries |= entries

    def fold(self) -> None:
        """Writes the manifest whole and drops the journal."""
        started = time.monotonic()
        write(self._folder, self._entries, **self._about)
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        (self._folder / JOURNAL).unlink(missing_ok=True)
        ended = time.monotonic()
        self._due = ended + (ended - started) / SHARE_OF_TIME
