"""Finds the numbers in running text that may be scores, and the indicators that it names.

Numbers of sections, items, dates, counts and scales can't be scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.sources.prose.spoken_years import BREAK, NUMBER
from helpers.sources.words import labels
from helpers.sources.words.labels import line_end

# Signs that a number isn't a score, whatever the clause says.
_NOT_BEFORE = re.compile(
    r"(?:ข้อ(?:ที่)?|ที่|ครั้ง|หน้า|ส่วน|หมวด|มาตรา|ลำดับ|o|i|e|ฉบับ|เดือน|เลข|ประเด็น|แผน|ตาราง|ภาพ|บท|[-–]|เต็ม)\s*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"[ \t]*(?:[-–][ \t]*[0-9]|ข้อ|ด้าน(?![ก-๎])|ตัวชี้วัด(?!ที่)|คน|ราย(?!ตัว)|แห่ง|หน่วยงาน|เดือน|วัน|ครั้ง|บาท|ปี"
    r"|น\.|กิจกรรม|โครงการ|มาตรการ|ประเด็น|ระดับ\s*(?:คือ|ได้แก่)"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|[ก-ฮ]\.[ก-ฮ]\.)"
)
_FULL = re.compile(r"(?:คะแนน)?เต็ม\s*$")
_OF_FULL = re.compile(r"[0-9]\s*(?:คะแนน)?\s*จาก\s*(?:คะแนน)?\s*$")
_COUNTED = re.compile(r"(?:ข้อ|ด้าน|ตัวชี้วัด|หน่วยงาน|ปี|กิจกรรม|โครงการ|มาตรการ|ประเด็น)")
"""Things that a whole number counts; after a number with two decimals, they begin the next clause."""
SAYS_SCORE = re.compile(r"(?:คะแนน|ร้อยละ|อยู่ที่|เท่ากับ|คือ|ITA)[ \t]*[:=]?[ \t]*$", re.IGNORECASE)
"""Words right before a number by which it is a score, even without a unit or decimals."""
RANK = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ที่)?\s*(?P<rank>[0-9]{1,4})\s*(?:ของ|ใน|ระดับ)?\s*(?P<among>จังหวัด|ประเทศ|อำเภอ|กระทรวง|ประเภท)(?:[^0-9\n]{0,40}?จาก(?:ทั้งหมด)?\s*(?P<size>[0-9][0-9,]{0,5})\s*(?:แห่ง|หน่วยงาน|อปท))?"
)
_FOLLOWS_NAME = re.compile(
    r"\s*(?:$|[\s0-9(\[:=,.;–“”\"/|-]|มี|ได้|คะแนน|อยู่|เป็น|ที่|โดย|และ|ร้อยละ|คิดเป็น|เท่ากับ|ซึ่ง|จำนวน|ลดลง|เพิ่ม|สูง|ต่ำ|ของ(?:หน่วยงาน|อบต|เทศบาล|องค์การ)|ใน|ระดับ|ปี|ค่า|ผล|ด้วย|รองลง|ขาด|ควร|ต้อง|ยัง|ไม่|กับ|หรือ|ตัวชี้วัด|ด้าน|ถูก|จาก|ตั้ง|คาด|เฉลี่ย|เดิม|อันดับ)"
)
_PRECEDES_NAME = re.compile(
    r"(?:^|[\s0-9(\[:=,.;–“”\"/|)-]|ด้าน|ตัวชี้วัด(?:ที่)?|คือ|และ|ประเด็น|เรื่อง|ที่|ได้แก่|กับ|หรือ|คะแนน|ใน|ของ|แบบวัด)$"
)


@dataclass(frozen=True)
class Name:
    """A name of an indicator in a text."""

    start: int
    end: int
    indicator: int


@dataclass(frozen=True)
class Figure:
    """A number that may be a score, with the clause before it."""

    start: int
    end: int
    text: str
    unit: str
    clause: str
    clause_start: int


def names_in(text: str) -> list[Name]:
    """The indicators that a text names, except as a part of another name."""
    own_names = []
    for start, end, number in labels.indicators_in(text):
        if _FOLLOWS_NAME.match(text, end) and _PRECEDES_NAME.search(text[max(0, start - 12) : start]):
            own_names.append(Name(start, end, number))
    return own_names


def figures(text: str, names: Sequence[Name]) -> Iterator[Figure]:
    """The numbers that may be scores, each with the clause before it."""
    breaks = sorted(hit.end() for words in (BREAK, RANK) for hit in words.finditer(text))
    last = line = end = 0
    for hit in NUMBER.finditer(text):
        line, end = max(line, text.rfind("\n", end, hit.start()) + 1), hit.end()
        since = max(last, line)
        near = [place for place in breaks if since <= place <= hit.start()]
        start = near[-1] if near else since
        clause = text[start : hit.start()]
        if not _may_be_score(text, names, hit, clause, line):
            continue
        last = hit.end()
        yield Figure(hit.start(), hit.end(), hit["score"], hit["unit"] or "", clause, start)


def _may_be_score(text: str, names: Sequence[Name], hit: re.Match[str], clause: str, line: int) -> bool:
    number = hit["score"]
    before, after = (
        text[max(line, hit.start() - 20) : hit.start()],
        text[hit.end() : hit.end() + 20],
    )
    if before.endswith("(") and "." not in number:
        return False  # a scale, or full marks: (5 คะแนน)
    if _OF_FULL.search(before) and number in ("100", "4", "5", "10", "20", "50"):
        return False
    if _FULL.search(before):
        return bool(re.search(r"(?:ได้|มี|อยู่ที่)\s*(?:คะแนน)?\s*เต็ม\s*$", before)) and float(number) == 100
    follows_name = any(name.end <= hit.start() and not text[name.end : hit.start()].strip() for name in names)
    if follows_name and not _NOT_AFTER.match(after):
        return bool(hit["unit"] or "." in number or before.strip())
    if _NOT_BEFORE.search(before) and not re.search(r"(?:อยู่|ได้)\s*ที่\s*$", before):
        return False
    begins_more = re.fullmatch(r"[0-9]{2,3}\.[0-9]{2}\s+", hit[0]) and _COUNTED.match(after)
    if _NOT_AFTER.match(after) and not hit["unit"] and not begins_more:
        return False
    if not before.strip() and hit.start() == line and not hit["unit"]:
        # A number at the beginning of a line numbers an item or a section, unless it is the whole line.
        rest = text[hit.end() : line_end(text, hit.end())]
        return "." in number and bool(names_in(rest)) and not re.fullmatch(r"[0-9]\.[0-9]{1,2}", number)
    return bool(hit["unit"] or "." in number or SAYS_SCORE.search(clause))
