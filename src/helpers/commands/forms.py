"""``ita workbook`` and ``ita read-pdf``: forms to be filled in or corrected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from helpers import facts, findings, form_rows, framework, locations, proposal, stages, thai, workbook
from helpers.batch import files
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, FAULTS, stop
from helpers.commands.printed import print_findings
from helpers.messages import both
from helpers.narrative import Writer
from helpers.sources import raw_files
from helpers.sources.opening.sheet import UnreadableFileError
from helpers.sources.raw_files import RawFolderMissingError


def write_blank(target: Path, agency: str, year: int | None, data_dir: Path | None) -> int:
    """Writes a form for an agency to fill in."""
    if target.suffix.lower() != ".xlsx":
        stop(click.UsageError(both("ชื่อแฟ้มต้องลงท้ายด้วย .xlsx", "the file's name must end in .xlsx")))
    framework.use(raw_files.rules(locations.data_dir(data_dir or "") / "raw"))
    form_data = form_rows.AgencyData()
    if agency:
        try:
            frames = stages.check(locations.data_dir(data_dir or ""))
            agency = facts.code_of(agency, frames["agencies"])
        except (RawFolderMissingError, facts.UnknownAgencyError) as error:
            stop(error)
        names = facts.full_names(frames["agencies"])
        form_data = form_rows.data_of({**frames, "checklist": stages.judged(frames)}, agency, names[agency])
    year = year or form_rows.newest_year(form_data) or thai.fiscal_year_of(date.today())
    if year not in framework.years():
        known_years = f"{framework.years()[0]}-{framework.years()[-1]}"
        stop(
            framework.UnknownYearError(
                both(
                    f"ไม่มีหลักเกณฑ์ของปีงบประมาณ {year} ที่มีคือ {known_years}",
                    f"there are no rules of the fiscal year {year}; there are: {known_years}",
                )
            )
        )
    files.write_atomic(target, workbook.make(form_data, year))
    click.echo(str(target))
    return ALL_RIGHT


def propose(
    document: Path,
    agency: str,
    year: int | None,
    out: Path | None,
    data_dir: Path | None,
    language: Language,
) -> int:
    """Writes a form filled in from a PDF, for a person to correct."""
    writer = Writer(language, "arabic")
    target = out or Path(document.with_suffix(".xlsx").name)
    try:
        proposed = proposal.from_pdf(document, locations.data_dir(data_dir or ""), agency, year)
    except UnreadableFileError as error:
        unreadable = findings.Finding(error.code, document.name, values=error.values)
        print_findings(findings.to_frame([unreadable]), writer)
        return FAULTS
    except proposal.NothingProposedError as error:
        print_findings(error.findings, writer)
        stop(error)
    except RawFolderMissingError as error:
        stop(error)
    print_findings(proposed.findings, writer)
    files.write_atomic(target, proposed.workbook)
    click.echo(thai.visible(str(target)))  # named by whoever sent the PDF
    click.echo(
        writer.say(
            th="ตรวจทุกช่องสีเทาเทียบกับ PDF และแก้ไขให้ตรง แล้วจึงวางแฟ้มนี้ใน raw/measures",
            en="Compare every grey cell with the PDF and correct it; then put this file into raw/measures.",
        )
    )
    return ALL_RIGHT
