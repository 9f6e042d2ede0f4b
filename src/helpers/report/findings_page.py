"""The findings for those who mend the input: a page to send them, and a table for a spreadsheet."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd

from helpers import findings
from helpers.narrative import Writer
from helpers.report import fonts, spreadsheet
from helpers.report.html import render

_TONES = {"error": "failed", "warning": "under_way", "note": "not_begun"}


def severity_words(writer: Writer) -> dict[str, str]:
    """What the severities are called."""
    return {
        "error": writer.say(th="ผิดพลาด", en="error"),
        "warning": writer.say(th="ควรตรวจ", en="warning"),
        "note": writer.say(th="ข้อสังเกต", en="note"),
    }


def count_words(frame: pd.DataFrame, writer: Writer) -> str:
    """How many findings there are of each severity."""
    words = severity_words(writer)
    counts = frame["severity"].value_counts()
    return ", ".join(f"{words[name]} {int(counts.get(name, 0))}" for name in findings.SEVERITIES)


def to_html(frame: pd.DataFrame, writer: Writer) -> str:
    """One self-contained page: for each file where, what is wrong, what to write, in Thai and English."""
    words = severity_words(writer)
    rows = [_row(record, words) for record in frame.to_dict("records")]
    title = writer.say(th="ผลการตรวจข้อมูลนำเข้า", en="Findings about the input")
    nothing = writer.say(th="ไม่พบสิ่งที่ต้องแก้ไข", en="Nothing to mend was found.")
    return render(
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
        summary=count_words(frame, writer) if rows else nothing,
        heads=[
            writer.say(th="ระดับ", en="Severity"),
            writer.say(th="แผ่นงาน", en="Sheet"),
            writer.say(th="แถว", en="Row"),
            writer.say(th="สิ่งที่พบ", en="What is wrong"),
            writer.say(th="ควรแก้เป็น", en="What to write instead"),
        ],
        files=[(file, list(group)) for file, group in groupby(rows, key=lambda row: row["file"])],
    )


def _row(record: dict[Any, Any], words: dict[str, str]) -> dict[str, str]:
    row = {name: "" if pd.isna(value) else str(value) for name, value in record.items()}
    return row | {"tone": _TONES[row["severity"]], "severity": words[row["severity"]]}


def to_csv(frame: pd.DataFrame) -> bytes:
    """All columns of the findings, as spreadsheet programs open it right: UTF-8 with its mark.

    A cell that a program would take for a formula begins with an apostrophe.
    """
    texts = frame.select_dtypes(exclude="number").columns
    safe = frame.assign(**{name: frame[name].map(spreadsheet.inert, na_action="ignore") for name in texts})
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
