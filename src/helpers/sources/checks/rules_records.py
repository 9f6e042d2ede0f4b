"""Checks of the files of the raw folder itself: agencies, sources, offices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from helpers import thai
from helpers.findings import Finding, Words
from helpers.sources.checks import cells
from helpers.sources.checks.rows import Checked, convert, finding_of, listed, once, read_once, rows_of


def check_agencies(raw: pd.DataFrame) -> Checked:
    """Checks ``agencies.csv``: codes can be file names, each comes once and has a name."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "name": cells.TEXT,
            "district": cells.DISTRICT,
            "province": cells.PROVINCE,
        },
    )
    frame, repeated = once(
        frame,
        ["agency_id"],
        ["name", "type", "district", "province"],
        lambda row: Words(f"หน่วยงานรหัส {row['agency_id']}", f"the agency {row['agency_id']}"),
    )
    frame, alike = _apart_by_more_than_case(frame)
    return frame, findings + repeated + alike


def _apart_by_more_than_case(agencies: pd.DataFrame) -> Checked:
    """Leaves out agencies whose codes differ only in letter case, as some disks make them one file name."""
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
    """Checks ``sources.csv``: each file exists in ``files`` and comes once; code and year may be blank.

    ``results_until`` becomes a day (the last of a month); missing if it is blank or can't be read.
    """
    frame, findings = convert(
        raw,
        {
            "file": cells.TEXT,
            "agency_id": cells.Cells(cells.agency_id, "str", blank=""),
            "fiscal_year": cells.Cells(cells.fiscal_year, "Int64", blank=None),
            "statuses": cells.STATUSES,
        },
    )
    absent = ~frame["file"].isin(list(files))
    findings += [
        finding_of("source_without_file", row, "file", value=row["file"]) for row in rows_of(frame[absent])
    ]
    frame, repeated = once(
        frame[~absent],
        ["file"],
        [
            "agency_id",
            "fiscal_year",
            "kind",
            "publisher",
            "title",
            "url",
            "retrieved",
            "results_until",
            "statuses",
            "note",
        ],
        lambda row: Words(f"แฟ้ม {row['file']}", f"the file {row['file']}"),
    )
    days = [day for (day,) in read_once(frame, ["results_until"], _read_until)]
    unread = [day is None and text != "" for day, text in zip(days, frame["results_until"], strict=True)]
    findings += [
        finding_of("results_until_unreadable", row, "results_until", value=row["results_until"])
        for row in rows_of(frame[unread])
    ]
    until = pd.Series(days, index=frame.index, dtype="datetime64[ns]")
    return frame.assign(results_until=until), findings + repeated


def _read_until(text: str) -> tuple[date | None]:
    try:
        return (thai.parse_period(text)[1] if text else None,)
    except ValueError:
        return (None,)


def results_until(progress: pd.DataFrame, sources: pd.DataFrame) -> Checked:
    """Adds to progress the day up to which its file's results count (``results_until`` of sources.csv).

    A day before the results' fiscal year is taken for a misprint and not used. Progress has a unique index.
    """
    with_day = sources.dropna(subset=["results_until"])
    days = dict(zip(with_day["file"], with_day["results_until"], strict=True))
    of_files = [days.get(file) for file in progress["at_file"]]
    until = pd.Series(of_files, index=progress.index, dtype="datetime64[ns]")
    first = [pd.Timestamp(thai.fiscal_year_bounds(int(year))[0]) for year in progress["fiscal_year"]]
    early = until < pd.Series(first, index=progress.index, dtype="datetime64[ns]")
    findings: list[Finding] = []
    for row in rows_of(with_day):
        rows = progress[progress["at_file"] == row["file"]]
        year = rows.loc[early[rows.index], "fiscal_year"].min()
        if rows.empty:
            findings.append(finding_of("results_until_idle", row, "results_until"))
        elif not pd.isna(year):
            day = thai.format_date(row["results_until"].date())
            findings.append(
                finding_of("results_until_too_early", row, "results_until", value=day, year=int(year))
            )
    return progress.assign(results_until=until.where(~early)), findings


def check_offices(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Checks ``offices.csv``: what a memo needs, per agency and optionally per year and document."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.Cells(cells.fiscal_year, "Int64", blank=None),
            "document": cells.DOCUMENT,
        },
    )
    frame, unknown = listed(frame, agencies)
    frame, repeated = once(
        frame,
        ["agency_id", "fiscal_year", "document"],
        ["office", "addressee", "document_number", "date", "subject", "telephone", "opinions"],
        lambda row: Words(
            f"ข้อมูลส่วนราชการของหน่วยงานรหัส {row['agency_id']}", f"the office of agency {row['agency_id']}"
        ),
    )
    # A date without its day is left for whoever signs; one that begins with a day should be one.
    dated = frame[frame["date"].str.contains(r"^\s*(?:วันที่)?\s*[0-9๐-๙]")]
    impossible = [
        finding_of("date_impossible", row, "date", value=row["date"])
        for row in rows_of(dated)
        if _day(row["date"]) is None
    ]
    return frame, findings + unknown + repeated + impossible


def _day(text: str) -> date | None:
    try:
        return thai.parse_date(text)
    except ValueError:
        return None
