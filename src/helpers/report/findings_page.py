"""The findings for those who correct the input: a page to send them, and a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers import findings
from helpers.narrative import Writer, finding_words
from helpers.report import fonts, spreadsheet
from helpers.report.html import render, with_breaks

_TONES = {"error": "failed", "warning": "under_way", "note": "not_begun"}


def to_html(frame: pd.DataFrame, writer: Writer, agencies: Mapping[str, str] | None = None) -> str:
    """One self-contained page by file and agency: place, problem and remedy, in both languages.

    ``agencies`` are the names by code. Files with errors come first.
    """
    words = finding_words.severity_words(writer)
    rows = [
        _row(record, words, writer, agencies or {}) for record in findings.by_cause(frame).to_dict("records")
    ]
    by_file: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        by_file.setdefault((row["file"], row["whose"]), []).append(row)
    title = writer.say(th="ผลการตรวจข้อมูลนำเข้า", en="Findings about the input")
    nothing = writer.say(th="ไม่พบสิ่งที่ต้องแก้ไข", en="Nothing to mend was found.")
    page = render(
        "findings.html.j2",
        page={
            "title": title,
            "language": writer.language,
            "digits": writer.digits,
            "kind": "index",
            "skip": writer.word("word", "skip"),
            "font_css": fonts.font_face_css(),
        },
        title=title,
        summary=finding_words.count_words(frame, writer) if rows else nothing,
        heads=[
            writer.say(th="ความสำคัญ", en="Severity"),
            writer.say(th="ที่", en="Where"),
            writer.say(th="สิ่งที่พบ", en="What is wrong"),
            writer.say(th="ควรแก้เป็น", en="What to write instead"),
        ],
        files=by_file.items(),
    )
    return with_breaks(page)


def _row(
    record: dict[Any, Any], words: dict[str, str], writer: Writer, agencies: Mapping[str, str]
) -> dict[str, str]:
    row = {name: "" if pd.isna(value) else str(value) for name, value in record.items()}
    name = agencies.get(row["agency_id"], "")
    at = writer.say(th=f"แถวที่ {row['row']}", en=f"row {row['row']}") if row["row"] else ""
    return row | {
        "tone": _TONES[row["severity"]],
        "severity": words[row["severity"]],
        "whose": f"{name} ({row['agency_id']})" if name else row["agency_id"],
        "at": at,
        "more": finding_words.more_words(record, writer),
        "problem": finding_words.in_digits(row["problem"], writer),
        "remedy": finding_words.in_digits(row["remedy"], writer),
    }


def to_csv(frame: pd.DataFrame, agencies: Mapping[str, str] | None = None) -> bytes:
    """The causes with all their columns as CSV in UTF-8 with a BOM, which spreadsheet programs need.

    ``agencies`` are the names by code, for a column ``agency``.

    A cell that a program would take for a formula begins with an apostrophe.
    """
    frame = findings.by_cause(frame)
    frame.insert(
        list(frame.columns).index("agency_id") + 1,
        "agency",
        frame["agency_id"].map(agencies or {}).fillna(""),
    )
    texts = frame.select_dtypes(exclude="number").columns
    safe = frame.assign(**{name: frame[name].map(spreadsheet.inert, na_action="ignore") for name in texts})
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
