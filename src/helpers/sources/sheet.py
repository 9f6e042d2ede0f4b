"""What a file becomes when it has been opened: sheets of text cells, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.findings import Finding


@dataclass(frozen=True)
class Sheet:
    """Cells as text. ``rows[0]`` is the spreadsheet's row 1; rows may differ in length.

    Of merged cells the first holds the text and the others are blank, whatever the file's format.
    """

    name: str
    rows: list[list[str]]
    places: list[tuple[str, int]] = field(default_factory=list)
    """Of a document that is no spreadsheet: for each row the table and row, or line, it stands in."""
    findings: list[Finding] = field(default_factory=list)
    """What opening the file showed already; without the file's name."""


class UnreadableFileError(Exception):
    """A file cannot be read. ``code`` is an entry of ``findings.toml``, ``values`` fill its text."""

    def __init__(self, code: str, *, row: int | None = None, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.row = row
        self.values = values


def too_large(size: int, limit: int) -> UnreadableFileError:
    """A file, or what it unpacks to, is larger than what is read."""
    # Rounded so that the size never reads as the limit that it exceeds.
    size, limit = -(-size // 2**20), limit // 2**20
    return UnreadableFileError("file_too_large", size=f"{size:,} MB", limit=f"{limit:,} MB")
