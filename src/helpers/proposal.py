"""Fills in a form with what could be read from a PDF, for a person to compare with the PDF and correct."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import facts, form_rows, stages, workbook
from helpers.messages import both
from helpers.sources.opening import pdf

_DATA = ("scores", "totals", "measures", "progress")


class NothingProposedError(Exception):
    """No form can be made: nothing was read, or the agency isn't clear. The message says what to do."""

    def __init__(self, th: str, en: str, findings: pd.DataFrame) -> None:
        super().__init__(both(th, en))
        self.findings = findings


@dataclass(frozen=True)
class Proposal:
    """A filled form as a workbook, and the findings (as in ``tables``)."""

    workbook: bytes
    findings: pd.DataFrame


def from_pdf(file: Path, data_dir: Path, agency_id: str = "", year: int | None = None) -> Proposal:
    """Reads a PDF as if it were in ``data_dir/raw`` and fills in the form.

    ``agency_id`` and ``year`` are for PDFs that don't state them. Raises ``NothingProposedError``,
    ``sources.opening.sheet.UnreadableFileError`` and ``sources.raw_files.RawFolderMissingError``.
    """
    stated = {"agency_id": agency_id, "fiscal_year": str(year or "")}
    frames = stages.check_document(data_dir, file.name, [pdf.read_pdf(file)], stated)
    findings = frames["findings"]
    ids = sorted({code for name in _DATA for code in frames[name]["agency_id"]})
    if not ids:
        raise NothingProposedError(
            "ไม่พบตารางที่อ่านได้ หากเอกสารไม่ระบุหน่วยงานหรือปี ให้ระบุด้วย --agency และ --year",
            "No table could be read. Where the document tells no agency or year, give --agency and --year.",
            findings,
        )
    if len(ids) > 1:
        raise NothingProposedError(
            f"เอกสารมีข้อมูลของหลายหน่วยงาน ({', '.join(ids)}) ให้เลือกหนึ่งหน่วยงานด้วย --agency",
            f"The document is of several agencies ({', '.join(ids)}); choose one with --agency.",
            findings,
        )
    form_data = form_rows.data_of(frames, ids[0], facts.full_names(frames["agencies"])[ids[0]])
    newest = form_rows.newest_year(form_data)
    assert newest is not None  # noqa: S101 - there are rows, and each has a year
    return Proposal(workbook.make(form_data, year or newest, on_file=False), findings)
