"""``ita check``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers import facts, findings, locations, stages
from helpers.batch import files
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, FAULTS, stop
from helpers.commands.printed import print_findings
from helpers.messages import both
from helpers.narrative import Writer
from helpers.report import findings_page
from helpers.sources import RawFolderMissingError


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
    """Reads and checks the raw folder and says what is wrong with it, or with a part of it."""
    folder = locations.data_dir(data_dir or "")
    try:
        made = stages.check(folder)
    except RawFolderMissingError as error:
        stop(error)
    found = made["findings"]
    names = facts.full_names(made["agencies"])
    if only:
        found = found[found["file"].isin([_name(file, folder / "raw") for file in only])]
    if agency:
        try:
            agency = tuple(facts.code_of(each, made["agencies"]) for each in agency)
        except facts.UnknownAgencyError as error:
            stop(error)
        found = found[found["agency_id"].isin(agency)]
    if strict:
        found = findings.strict(found)
    writer = Writer(language, "arabic")
    print_findings(found, writer, names, errors_only=errors)
    shown: pd.DataFrame = findings.errors(found) if errors else found
    if html is not None:
        files.write_atomic(html, findings_page.to_html(shown, writer, names).encode("utf-8"))
    if csv is not None:
        files.write_atomic(csv, findings_page.to_csv(shown, names))
    return FAULTS if len(findings.errors(found)) else ALL_RIGHT


def _name(file: Path, raw: Path) -> str:
    """What findings call a file: its path inside the raw folder, from wherever it was typed."""
    places = ((base / file).resolve() for base in (Path(), raw, raw.parent))
    inside = [place for place in places if place.is_file() and place.is_relative_to(raw.resolve())]
    if not inside:
        stop(ValueError(both(f"ไม่พบแฟ้ม {file} ในโฟลเดอร์ {raw}", f"there is no file {file} in {raw}")))
    return inside[0].relative_to(raw.resolve()).as_posix()
