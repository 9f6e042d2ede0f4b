"""``ita check``."""

from __future__ import annotations

from pathlib import Path

from helpers import findings, locations, stages
from helpers.batch import files
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, FAULTS, stop
from helpers.commands.printed import print_findings
from helpers.narrative import Writer
from helpers.report import findings_page
from helpers.sources import RawFolderMissingError


def run(data_dir: Path | None, language: Language, html: Path | None, csv: Path | None, strict: bool) -> int:
    """Reads and checks the raw folder and says what is wrong with it."""
    try:
        found = stages.check(locations.data_dir(data_dir or ""))["findings"]
    except RawFolderMissingError as error:
        stop(error)
    if strict:
        found = findings.strict(found)
    writer = Writer(language, "arabic")
    print_findings(found, writer)
    if html is not None:
        files.write_atomic(html, findings_page.to_html(found, writer).encode("utf-8"))
    if csv is not None:
        files.write_atomic(csv, findings_page.to_csv(found))
    return FAULTS if len(findings.errors(found)) else ALL_RIGHT
