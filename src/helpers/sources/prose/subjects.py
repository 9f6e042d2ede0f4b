"""Which agency a clause is about: the one that it names as its subject, not one that it merely mentions.

A name is the subject if the words before it in its clause only lead up to a result: a year, "the result of".
After other words (a visit to, a letter from, second to, compared with) the clause is about somebody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.sources.prose.spoken_years import BREAK, NUMBER
from helpers.sources.words import names

_NEUTRAL = (
    r"(?:[^ก-๎A-Za-z]|ปี|งบประมาณ|พ\.ศ|ประจำ|ผล|คะแนน|การ|ประเมิน|รวม|เฉลี่ย|ภาพ|คุณธรรมและความโปร่งใส|ดำเนินงาน|หน่วยงาน|ภาครัฐ|"
    r"ITA|online|integrity|transparency|assessment|and|ของ|ใน|สำหรับ|ส่วน|ขณะที่|แต่|โดย|ทั้งนี้|พบ|ปรากฏ|ว่า|คือ|ได้แก่|และ|ซึ่ง|อันดับ|ลำดับ|"
    r"ที่(?=\s*[0-9])|รายงาน|สรุป|ประกาศ|เรื่อง|(?:ขอ)?(?:แสดงความ)?ยินดี(?:กับ)?|ด้วย|(?:อำเภอ|จังหวัด|ตำบล)[ก-๎]+\s)"
)
_LEADS_UP = re.compile(rf"{_NEUTRAL}*+", re.IGNORECASE)
_OF_A_RESULT = re.compile(
    r"(?:ประเมิน|คะแนน|ITA\)?|โปร่งใส|ภาครัฐ)(?:[^ก-๎A-Za-z]|ปี|งบประมาณ|พ\.ศ|ประจำ|\(?ITA\)?)*+(?:ของ)?\s*",
    re.IGNORECASE,
)
"""Words before a name that end like this introduce that agency's result, whatever they begin with."""
_COMPARES = re.compile("เทียบ|กว่า|รองจาก|ใกล้เคียง|เท่ากับ|เช่นเดียว|เหมือน|ต่างจาก|ต้นแบบ|ดูงาน|ตัวอย่าง|ถัดจาก|ตามหลัง")
_REGION = re.compile(
    r"(?:จังหวัด|อำเภอ|กระทรวง|กรม(?!การ)|ประเทศ)[ก-๎]*?[ \t]*(?=ได้(?!แก่)|มีผล|มีคะแนน|มีค่า|คะแนน|อยู่ที่|เท่ากับ|ทำได้)"
)
"""A province, district, ministry or department that has a score; the list tells whether it is an agency."""


@dataclass(frozen=True)
class Mention:
    """A place where a text names an agency, and whether as the subject of its clause."""

    start: int
    subject: bool
    region: bool = False


def mentions(text: str) -> list[Mention]:
    """Every agency, province and ministry that a plain text names as one that may have a score."""
    starts = names.mentions(text, 0, len(text))
    regions = {hit.start() for hit in _REGION.finditer(text)}
    if not starts and not regions:
        return []
    clauses = sorted({0, *(hit.end() for words in (BREAK, NUMBER) for hit in words.finditer(text))})
    in_text = []
    place = 0
    for number, start in enumerate(sorted({*starts, *regions})):
        while place + 1 < len(clauses) and clauses[place + 1] <= start:
            place += 1
        lead = text[clauses[place] : start]
        if text.endswith("ขณะ", 0, clauses[place]):
            lead = lead.removeprefix("ที่")
        neutral = _LEADS_UP.fullmatch(lead) is not None
        if start in regions:
            if neutral:
                in_text.append(Mention(start, subject=True, region=True))
            continue
        of_result = any(hit.end() == len(lead) for hit in _OF_A_RESULT.finditer(lead))
        only_one = not in_text and not number and not _COMPARES.search(lead) and not _AT.search(lead)
        in_text.append(Mention(start, neutral or only_one or (of_result and not _COMPARES.search(lead))))
    return in_text


_AT = re.compile(r"(?:ที่|ณ|จาก|กับ|ไปยัง|หนังสือ|ของ|โดย|ถึง)\s*$")
"""A name after these is no subject, even if it is the only one."""


def is_aside(text: str, start: int, number: int) -> bool:
    """Whether a name stands in a bracket that is closed before the number."""
    depth = 0
    for letter in text[start:number]:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return True
    return False
