"""A PDF to a filled form: what could be read of it, for a person to compare with the PDF and correct."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import facts, stages, workbook
from helpers.messages import both
from helpers.sources import pdf

_DATA = ("scores", "totals", "measures", "progress")


class NothingProposedError(Exception):
    """The PDF gives no form: nothing was read, or it is not clear for whom. The message says what to do."""

    def __init__(self, th: str, en: str, findings: pd.DataFrame) -> None:
        super().__init__(both(th, en))
        self.findings = findings


@dataclass(frozen=True)
class Proposal:
    """A filled form as a workbook, and what was found on the way (as ``tables`` has findings)."""

    workbook: bytes
    findings: pd.DataFrame


def from_pdf(file: Path, data_dir: Path, agency_id: str = "", year: int | None = None) -> Proposal:
    """Reads a PDF as if it lay in ``data_dir/raw`` and fills the form with what it holds.

    ``agency_id`` and ``year`` say what the PDF does not. Raises ``sources.sheet.UnreadableFileError``,
    ``sources.RawFolderMissingError`` and ``NothingProposedError``.
    """
    said = {"agency_id": agency_id, "fiscal_year": str(year or "")}
    made = stages.check_document(data_dir, file.name, [pdf.read_pdf(file)], said)
    found = made["findings"]
    ids = sorted({code for name in _DATA for code in made[name]["agency_id"]})
    if not ids:
        raise NothingProposedError(
            "ไม่พบตารางที่อ่านได้ หากเอกสารไม่ระบุหน่วยงานหรือปี ให้ระบุด้วย --agency และ --year",
            "No table could be read. Where the document tells no agency or year, give --agency and --year.",
            found,
        )
    if len(ids) > 1:
        raise NothingProposedError(
            f"เอกสารมีข้อมูลของหลายหน่วยงาน ({', '.join(ids)}) ให้เลือกหนึ่งหน่วยงานด้วย --agency",
            f"The document is of several agencies ({', '.join(ids)}); choose one with --agency.",
            found,
        )
    known = workbook.known_of(made, ids[0], facts.full_names(made["agencies"])[ids[0]])
    newest = workbook.newest_year(known)
    assert newest is not None  # noqa: S101 - there are rows, and each has a year
    return Proposal(workbook.make(known, year or newest), found)
