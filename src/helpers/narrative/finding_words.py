"""Words about findings, the same wherever findings are listed: the terminal, pages, notebooks."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from helpers import findings
from helpers.narrative.writer import Writer


def severity_words(writer: Writer) -> dict[str, str]:
    """The words for the severities."""
    return {
        "error": writer.say(th="ผิดพลาด", en="error"),
        "warning": writer.say(th="ควรตรวจ", en="warning"),
        "note": writer.say(th="ข้อสังเกต", en="note"),
    }


def count_words(frame: pd.DataFrame, writer: Writer) -> str:
    """How many causes there are of each severity."""
    words = severity_words(writer)
    counts = findings.by_cause(frame)["severity"].value_counts()
    return ", ".join(
        f"{words[name]} {writer.whole(int(counts.get(name, 0)))}" for name in findings.SEVERITIES
    )


def more_words(row: dict[Any, Any], writer: Writer) -> str:
    """How many cells a cause affects and where the first of them are; "" for a single one."""
    if row["count"] < 2:
        return ""
    if not row["rows"]:
        return writer.say(th=f"รวม {row['count']} แห่ง", en=f"{row['count']} in all")
    return writer.say(
        th=f"รวม {row['count']} แห่ง ในแถวที่ {row['rows']}", en=f"{row['count']} in all, in rows {row['rows']}"
    )


_QUOTED = re.compile(
    r"“[^”]*”|(?<=รหัส )[\w-]+|[^\s“”]*(?:/[^\s“”]*)+|[\w.-]+\.(?:csv|xlsx?|docx?|html?|txt|ods|pdf)"
)
"""Quotations from cells, codes of agencies and file names, which keep their digits."""


def in_digits(text: str, writer: Writer) -> str:
    """A finding's text in the page's digits, except quotations; unchanged for Arabic digits."""
    if writer.digits == "arabic":
        return text  # an example in it may show that Thai digits are accepted
    parts, end = [], 0
    for quotation in _QUOTED.finditer(text):
        parts += [writer.localise(text[end : quotation.start()]), quotation.group()]
        end = quotation.end()
    return "".join([*parts, writer.localise(text[end:])])
