"""``ita check``."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from helpers import facts, findings, locations, stages
from helpers.batch import files
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, FAULTS, stop
from helpers.commands.printed import print_findings
from helpers.messages import both
from helpers.narrative import Writer
from helpers.sources.raw_files import RawFolderMissingError


def run(
    only: tuple[Path, ...],
    agency: tuple[str, ...],
    errors: bool,
    data_dir: Path | None,
    language: Language,
    html: Path | None,
    csv: Path | None,
    strict: bool,
) -> int:
    """Reads and checks the raw folder and prints what is wrong with it, or with a part of it."""
    folder = locations.data_dir(data_dir or "")
    try:
        frames = stages.check(folder)
    except RawFolderMissingError as error:
        stop(error)
    shown_findings = frames["findings"]
    names = facts.full_names(frames["agencies"])
    if only:
        shown_findings = shown_findings[
            shown_findings["file"].isin([_name(file, folder / "raw") for file in only])
        ]
    if agency:
        try:
            agency = tuple(facts.code_of(each, frames["agencies"]) for each in agency)
        except facts.UnknownAgencyError as error:
            stop(error)
        shown_findings = shown_findings[shown_findings["agency_id"].isin(agency)]
    if strict:
        shown_findings = findings.strict(shown_findings)
    writer = Writer(language, "arabic")
    print_findings(shown_findings, writer, names, errors_only=errors)
    shown: pd.DataFrame = findings.errors(shown_findings) if errors else shown_findings
    if html is None and csv is None:
        return FAULTS if len(findings.errors(shown_findings)) else ALL_RIGHT
    from helpers.report import findings_page  # fonts and words that are not needed for the terminal

    if html is not None:
        files.write_atomic(html, findings_page.to_html(shown, writer, names).encode("utf-8"))
        click.echo(html)
    if csv is not None:
        files.write_atomic(csv, findings_page.to_csv(shown, names))
        click.echo(csv)
    return FAULTS if len(findings.errors(shown_findings)) else ALL_RIGHT


def _name(file: Path, raw: Path) -> str:
    """A file's name in findings: its path relative to the raw folder, however it was typed."""
    places = ((base / file).resolve() for base in (Path(), raw, raw.parent))
    inside = [place for place in places if place.is_file() and place.is_relative_to(raw.resolve())]
    if not inside:
        stop(ValueError(both(f"ไม่พบแฟ้ม {file} ในโฟลเดอร์ {raw}", f"there is no file {file} in {raw}")))
    return inside[0].relative_to(raw.resolve()).as_posix()
