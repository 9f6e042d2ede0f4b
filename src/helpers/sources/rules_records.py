"""What holds for the files of the raw folder itself: agencies, sources, offices."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from helpers.findings import Words
from helpers.sources import cells
from helpers.sources.rows import Checked, convert, finding_of, known, once, rows_of


def check_agencies(raw: pd.DataFrame) -> Checked:
    """Rows of ``agencies.csv``: codes that can be file names of their own, each once, each with a name."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "name": cells.TEXT,
            "district": cells.DISTRICT,
            "province": cells.PROVINCE,
        },
    )
    frame, more = once(
        frame,
        ["agency_id"],
        ["name", "type", "district", "province"],
        lambda row: Words(f"หน่วยงานรหัส {row['agency_id']}", f"the agency {row['agency_id']}"),
    )
    frame, alike = _apart_by_more_than_case(frame)
    return frame, findings + more + alike


def _apart_by_more_than_case(agencies: pd.DataFrame) -> Checked:
    """Leaves out agencies whose codes would be one file name where letter case does not count."""
    folded = agencies["agency_id"].str.casefold()
    alike = agencies.assign(folded=folded)[folded.duplicated(keep=False)]
    findings = []
    for _, group in alike.groupby("folded", sort=False):
        codes = group["agency_id"].tolist()
        for row in rows_of(group):
            other = next(code for code in codes if code != row["agency_id"])
            findings.append(
                finding_of("agency_id_letter_case", row, "agency_id", value=row["agency_id"], other=other)
            )
    return agencies.drop(index=alike.index), findings


def check_sources(raw: pd.DataFrame, files: Collection[str]) -> Checked:
    """Rows of ``sources.csv`` whose file is among ``files``, each file once; code and year may be blank."""
    frame, findings = convert(
        raw,
        {
            "file": cells.TEXT,
            "agency_id": cells.Cells(cells.agency_id, "str", blank=""),
            "fiscal_year": cells.Cells(cells.fiscal_year, "Int64", blank=None),
        },
    )
    absent = ~frame["file"].isin(list(files))
    findings += [
        finding_of("source_without_file", row, "file", value=row["file"]) for row in rows_of(frame[absent])
    ]
    frame, repeated = once(
        frame[~absent],
        ["file"],
        ["agency_id", "fiscal_year", "kind", "publisher", "title", "url", "retrieved", "note"],
        lambda row: Words(f"แฟ้ม {row['file']}", f"the file {row['file']}"),
    )
    return frame, findings + repeated


def check_offices(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """What a memo needs, per agency and, if the file says so, per year and document."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.Cells(cells.fiscal_year, "Int64", blank=None),
            "document": cells.DOCUMENT,
        },
    )
    frame, unknown = known(frame, agencies)
    frame, repeated = once(
        frame,
        ["agency_id", "fiscal_year", "document"],
        ["office", "addressee", "document_number", "date", "subject", "telephone", "opinions"],
        lambda row: Words(
            f"ข้อมูลส่วนราชการของหน่วยงานรหัส {row['agency_id']}", f"the office of agency {row['agency_id']}"
        ),
    )
    return frame, findings + unknown + repeated
