"""What a column of a table of scores holds, by its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from helpers.sources.printed import Row
from helpers.sources.words import labels, quantities
from helpers.sources.words.quantities import SCORE, Quantity


@dataclass(frozen=True)
class Column:
    """A column's role, and the quantity, year, indicator and agency that its heading names.

    Roles are label, agency, year and so on; a column of numbers is ``score``, ``total`` or ``other``.
    """

    text: str = ""
    role: str = ""
    year: str = ""
    indicator: int | None = None
    instrument: str = ""
    agency: str = ""
    quantity: Quantity = SCORE


_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "remark",
        re.compile("หมายเหตุ.*|ผ่าน/ไม่ผ่าน|ผ่านเกณฑ์|สถานะ.*|แหล่งข้อมูล|อ้างอิง.*|ข้อเสนอแนะ.*|สาเหตุ.*|ผู้รับผิดชอบ.*"),
    ),
    ("instrument_label", re.compile("(?:แบบ|เครื่องมือ).*")),
    (
        "level",
        re.compile(
            r"(?:ผล(?:การ)?ประเมิน)?(?:ราย)?ระดับ(?!ประเทศ|จังหวัด|ภาค|กระทรวง|อำเภอ).*|เกรด|ผล(?:การ)?ประเมิน\(ระดับ\)"
        ),
    ),
    ("agency_id", re.compile("รหัส(?:หน่วยงาน)?|agency_id")),
    (
        "agency",
        re.compile(
            r"(?:จังหวัด/)?(?:ราย)?(?:ชื่อ)?(?:หน่วยงาน|อปท\.?|องค์กรปกครองส่วนท้องถิ่น|เทศบาล/อบต\.?)"
            r"(?:ภาครัฐ|ที่รับการประเมิน|/.*)?|ชื่อ|name|agency"
        ),
    ),
    ("district", re.compile(r"อำเภอ|อ\.|เขต|district")),
    ("province", re.compile(r"(?:ชื่อ)?จังหวัด|จ\.|province")),
    ("type", re.compile("ประเภท(?:หน่วยงาน|อปท\\.?|องค์กร.*)?|type")),
    ("year", re.compile(r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?(?:พ\.ศ\.?)?|พ\.ศ\.)|fiscal_year")),
    ("rank", re.compile(r"(?:ลำดับ|อันดับ)(?:ที่)?|ที่|ข้อ(?:ที่)?|no\.?|rank|#")),
    (
        "label",
        re.compile(
            r"(?:ที่|ข้อ|ลำดับ)?(?:ราย(?:การ|ละเอียด)|ชื่อ|หัวข้อ|ประเด็น|องค์ประกอบ)?(?:การประเมิน)?(?:ราย)?"
            r"ตัวชี้วัด(?:ที่|การประเมิน|/.*)?|รายการ|ประเด็น(?:การประเมิน)?|รายละเอียด|indicator|ด้าน|หัวข้อ"
        ),
    ),
)
_INSTRUMENT_MEAN = re.compile(r"คะแนนที่ได้.*100.*|คะแนนเฉลี่ย(?:ราย|ตาม|ของ)?(?:แบบ|เครื่องมือ).*")
VALUES = ("score", "total", "other", "mean", "instrument")
"""Roles of columns of numbers."""


@lru_cache(maxsize=65536)
def role_of(text: str) -> str:
    """The role of a column by its heading; "" if unknown."""
    plain = labels.bare(text)
    if not plain:
        return ""
    if any(labels.indicator(text)):
        return "score"
    for role, pattern in _ROLES:
        if pattern.fullmatch(plain):
            return role
    if _INSTRUMENT_MEAN.fullmatch(plain):
        return "mean"
    quantity = quantities.of_heading(text)
    if quantity.kind and not quantity.own:
        return "other"
    if labels.instrument(text):
        return "instrument"
    if labels.is_total(text):
        return "total"
    return "score" if quantity.own else ""


def columns_of(heading: Sequence[Row], width: int) -> list[Column]:
    """The columns, described by all heading rows together."""
    rows = [cells + [""] * (width - len(cells)) for _, cells in heading]
    for upper, lower in pairwise(rows):
        for place in range(1, width):
            # A heading that spans several columns is stored in the first of them.
            if not upper[place] and lower[place] and upper[place - 1] and lower[place - 1]:
                upper[place] = upper[place - 1]
    return [_column([cells[place] for cells in rows]) for place in range(width)]


_COUNTS = re.compile("จำนวน(?!คะแนน)|^(?:งบประมาณ|เบิกจ่าย|ตอบแล้ว|ผู้ตอบ)")


def without_shares(columns: list[Column]) -> list[Column]:
    """Treats a column headed only "percent" as shares, not scores, if other columns hold counts or money."""
    counted = any(_COUNTS.search(labels.bare(column.text)) for column in columns)
    if not counted:
        return columns
    share = Quantity("respondents")
    return [
        replace(column, role="other", quantity=share)
        if column.role in ("score", "total") and labels.bare(column.text) in ("ร้อยละ", "%", "ร้อยละ(%)")
        else column
        for column in columns
    ]


def _column(parts: list[str]) -> Column:
    text = " ".join(dict.fromkeys(filter(None, parts)))
    year = labels.year_in_heading(text)
    by_name, by_number = labels.indicator(text)
    if by_name or by_number:
        number = agreed(by_name, by_number)
        return Column(text, "score", year, number) if number else Column(text)
    # The lowest row is the most specific: คะแนน under IIT, ระดับ under ปี 2568.
    roles = [role for role in map(role_of, reversed(parts)) if role]
    role = next((role for role in roles if role != "score"), roles[0] if roles else role_of(text))
    if role == "total" and "instrument" in roles:
        role = "instrument"
    quantity = next((each for each in map(quantities.of_heading, parts) if each.kind and not each.own), None)
    if quantity is None or role not in ("score", "total", "other", "instrument"):
        quantity = quantities.of_heading(text)
    elif role != "other":
        role = "other"
    agency = quantity.rest if role in ("score", "total") and quantity.own else ""
    if role in ("score", "total", "instrument") and quantity.own:
        quantity = Quantity("score")
    instrument = labels.instrument(text) or ""
    return Column(text, role, "" if role == "year" else year, None, instrument, agency, quantity)


_FROM_OLD = {9: 6, 10: 7, 11: 8, 12: 9, 13: 10}
"""Some papers number the indicators 1 to 5 and go on with 9, as a list of another year did."""
_OLD_COUNT = {1, 2, 3, 4, 5, *_FROM_OLD}


def agreed(by_name: int | None, by_number: int | None) -> int | None:
    """The indicator that name and number agree on; a number of the old list doesn't contradict."""
    if by_name is None or by_number is None:
        return by_name or by_number
    return by_name if by_number == by_name or _FROM_OLD.get(by_number) == by_name else None


def of_old_list(numbers: set[int]) -> dict[int, int]:
    """The meaning of the old list's numbers; empty if these numbers aren't from that list."""
    return _FROM_OLD if max(numbers, default=0) > 10 and numbers <= _OLD_COUNT else {}
