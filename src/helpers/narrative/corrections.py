"""The correction note: which figures of papers already sent have changed since, in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.narrative.writer import Writer

FIGURES = {
    "score": ("คะแนน", "score"),
    "change": ("ผลต่างจากปีก่อน", "change on the year before"),
    "level": ("ระดับ", "level"),
    "status": ("สถานะ", "status"),
    "title": ("ชื่อมาตรการ", "title"),
    "period": ("ระยะเวลา", "period"),
    "activities": ("จำนวนกิจกรรม", "activities"),
}
"""The figures that a note lists: the agency's own, not those derived from them or from others' data."""


def rows(differences: pd.DataFrame, writer: Writer) -> pd.DataFrame:
    """The lines of a note: agency_id, paper, what, was, is; ``differences`` comes from ``editions.differences``."""
    own = differences["section"].isin(["indicators", "results", "measures", "statuses"])
    own_differences = differences[own & differences["figure"].isin(list(FIGURES))].to_dict("records")
    lines = [
        (
            row["agency_id"],
            f"{writer.word('short', row['document'])} {writer.localise(row['report_year'])}",
            _figure({str(name): str(value) for name, value in row.items()}, writer),
            _value(row["figure"], row["before"], writer),
            _value(row["figure"], row["now"], writer),
        )
        for row in own_differences
    ]
    return pd.DataFrame(lines, columns=["agency_id", "of_paper", "what", "was", "is_now"], dtype="str")


def others(count: int, writer: Writer, *, alone: bool) -> str:
    """How many figures changed that a note does not list; ``alone``: the note lists none."""
    if not count:
        return ""
    if alone:
        return writer.say(
            th=f"คะแนน ระดับ และมาตรการของหน่วยงานคงเดิม มีเพียงตัวเลขประกอบในรายงานที่เปลี่ยนแปลง {writer.whole(count)} รายการ",
            en=f"The agency's scores, levels and measures stand; accompanying figures that changed: {writer.whole(count)}.",
        )
    return writer.say(
        th=f"ในรายงานฉบับแก้ไข มีตัวเลขอื่นที่เปลี่ยนตามอีก {writer.whole(count)} รายการ",
        en=f"Further figures that follow, in the reports as they are now: {writer.whole(count)}.",
    )


def _figure(row: Mapping[str, str], writer: Writer) -> str:
    item, figure = row["item"], writer.say(th=FIGURES[row["figure"]][0], en=FIGURES[row["figure"]][1])
    if row["section"] == "indicators":
        item = writer.say(th=f"ตัวชี้วัดที่ {item}", en=f"indicator {item}")
    elif row["section"] == "measures":
        group = row["group"]
        item = writer.say(th=f"มาตรการที่ {group} กิจกรรมที่ {item}", en=f"measure {group}, activity {item}")
    elif row["section"] == "statuses":
        item = _status(item, writer)
    elif item == "total":
        item = writer.say(th="(คะแนนรวม)", en="total")
    year = writer.say(th=f"ปี {row['fiscal_year']}", en=row["fiscal_year"])
    return writer.say(th=f"{figure} {item} {year}", en=f"{figure}, {item}, {year}")


def _status(code: str, writer: Writer) -> str:
    return writer.say(th="พ้นกำหนด", en="late") if code == "late" else writer.word("status", code)


def _value(figure: str, value: str, writer: Writer) -> str:
    if not value:
        return writer.say(th="ไม่ระบุ", en="not given")
    if figure == "change":
        return writer.change(float(value))
    return _status(value, writer) if figure == "status" else writer.localise(value)
