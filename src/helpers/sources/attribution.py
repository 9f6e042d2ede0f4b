"""Replaces printed names of agencies by their codes, looked up in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from helpers.findings import Finding, Words
from helpers.sources.checks.rows import Row, rows_of
from helpers.sources.printed import NAMING
from helpers.sources.words import labels, names

_COLUMNS_IN_WORDS = {
    "name": Words("ชื่อหน่วยงาน", "agency's name"),
    "district": Words("อำเภอ", "district"),
    "province": Words("จังหวัด", "province"),
}


def identify(
    frame: pd.DataFrame,
    directory: names.Directory,
    outside: Sequence[str],
    reported: dict[tuple[object, ...], Finding],
) -> tuple[pd.DataFrame, list[Finding]]:
    """Adds the agency's code to rows with a printed name; leaves out rows whose name isn't clear.

    ``outside`` are the codes stated in sources.csv and the file's path, which decide between several
    candidates. Each name gets one finding, at its first row.
    """
    naming = [column for column in NAMING if column in frame.columns]
    if not naming:
        return frame, []
    codes = list(frame.get("agency_id", pd.Series("", index=frame.index)))
    keep = [True] * len(frame)
    findings: list[Finding] = []
    for place, row in enumerate(rows_of(frame)):
        if codes[place]:
            continue
        answer = names.answer_for(directory, row)
        key: tuple[object, ...] = (answer, row.get("agency", ""))
        if answer.code == "agencies_in_text":  # the same agencies, however far into the text the row is
            key = (answer.code, answer.candidates)
        code = answer.agency_id or _chosen(answer, outside)
        around = not row.get("agency")
        if code:
            codes[place] = code
            if answer.differs and key not in reported:
                agency = answer.candidates[0]
                values: dict[str, object] = {
                    "what": _COLUMNS_IN_WORDS[answer.differs],
                    "value": answer.printed,
                    "listed": getattr(agency, answer.differs),
                    "agency": agency.printed,
                }
                reported[key] = _finding(
                    "name_differs" if answer.differs == "name" else "district_differs", row, code, **values
                )
                findings.append(reported[key])
        elif answer.code:
            keep[place] = False
            if key not in reported:
                name = row.get("agency") or answer.printed or " ".join(row.get("around", "").split())[:120]
                candidates = names.candidates_in_words(answer.candidates)
                of_title = around and outside and answer.code != "agency_beside"
                finding_code = "title_of_another" if of_title else answer.code
                if row.get("heading") and answer.code == "agency_not_listed":
                    finding_code = "heading_not_clear"
                code_outside = outside[0] if outside else ""
                values = {"value": name, "candidates": candidates, "outside": code_outside, "count": 0}
                reported[key] = _finding(finding_code, row, code_outside if around else "", **values)
                findings.append(reported[key])
            reported[key].values["count"] = int(str(reported[key].values["count"])) + 1  # type: ignore[index]
    # As little pandas as possible, for speed: a folder may hold thousands of tables of a few rows each.
    coded = frame.drop(columns=naming)
    coded["agency_id"] = pd.Series(codes, index=frame.index, dtype="str")
    return coded if all(keep) else coded[keep], findings


def _chosen(answer: names.Answer, outside: Sequence[str]) -> str:
    """The agency stated in sources.csv or the path, if the printed name fits it and others, too.

    A name that is merely similar doesn't count, as it may be a namesake in another province.
    """
    fitting = (
        answer.code in ("agency_ambiguous", "agencies_in_text", "agency_beside") or answer.differs == "name"
    )
    fitting_codes = set(answer.named_last) or {agency.agency_id for agency in answer.candidates}
    return outside[0] if fitting and outside and outside[0] in fitting_codes else ""


def _finding(code: str, row: Row, agency_id: str, **values: object) -> Finding:
    sheet, number = str(row["at_sheet"]), int(row["at_row"])
    return Finding(code, str(row["at_file"]), sheet, number, "agency_id", agency_id, values=values)


def totals_together(frame: pd.DataFrame) -> pd.DataFrame:
    """Joins what a file states in two places about a total: the level in a sentence, the number in a table.

    Rows that differ are left alone, for the checks to find.
    """
    if not {"agency_id", "fiscal_year", "published_total", "published_level"} <= set(frame.columns):
        return frame
    keys = list(zip(frame["agency_id"].tolist(), frame["fiscal_year"].tolist(), strict=True))
    if len(set(keys)) == len(keys):
        return frame
    joined: list[dict[str, Any]] = []
    first_rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in map(dict, rows_of(frame)):
        key = (row["agency_id"], row["fiscal_year"])
        first_row = first_rows.get(key)
        if first_row is None or not _agree(first_row, row):
            first_rows.setdefault(key, row)
            joined.append(row)
            continue
        for column in ("published_total", "published_level"):
            first_row[column] = first_row[column] or row[column]
    return pd.DataFrame(joined, columns=frame.columns).astype(frame.dtypes.to_dict())


def _agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    numbers = [labels.number_of(str(row["published_total"])) for row in (one, other)]
    levels = [row["published_level"] for row in (one, other)]
    same_number = None in numbers or numbers[0] == numbers[1]
    return same_number and ("" in levels or levels[0] == levels[1])
