"""What the number at the end of a clause is, judging by the clause's words.

If the clause is about a target, a change, other agencies, another assessment or a part of the year, so is
its number; otherwise the number is the agency's own.
"""

from __future__ import annotations

import re

from helpers.sources.prose import spoken_years
from helpers.sources.words import labels, quantities
from helpers.sources.words.quantities import SCORE, Quantity

_UNSURE = re.compile(
    r"ไม่น้อยกว่า|ไม่ต่ำกว่า|น้อยกว่า|มากกว่า|ต่ำกว่า|สูงกว่า|เกินกว่า|เกิน|ตั้งแต่|อย่างน้อย|ระหว่าง|(?<!งบ)ประมาณ|ราวๆ|ถึง\s*$|ช่วง|เท่ากับหรือ|≥|≤|<|>|\+\s*$|หากได้|ถ้าได้|ต้องได้"
)
_OTHERS = re.compile(
    r"ระดับ\s*(?:ประเทศ|จังหวัด|ภาค|กระทรวง|อำเภอ)|(?:ทั้ง|ทั่ว|ของ|ใน)\s*ประเทศ|(?:ของ|ใน|ทั้ง)จังหวัด|ของ(?:อำเภอ|กระทรวง|ภาค)|(?:ของ|ทั้ง)\s*(?:กลุ่ม|ประเภท)|ทุกหน่วยงาน|หน่วยงานที่|ภาพรวมประเทศ|(?:จังหวัด|เทศบาล[ก-๎]*|อบ[ตจ]\.?|องค์การ[ก-๎]+|หน่วยงาน|อำเภอ|แห่ง|ที่)\s*อื่น|เฉลี่ย(?:ของ)?(?:ประเทศ|จังหวัด|ประเภท|กลุ่ม|กระทรวง|อำเภอ)"
)
PREVIOUS = re.compile(
    r"ปี(?:งบประมาณ)?\s*(?:ที่)?\s*(?:ก่อน(?!หน้า(?:นี้)?\s*\d)|ผ่านมา|แล้ว)|ครั้งก่อน|รอบก่อน|คะแนนเดิม|จากเดิม"
)
CHANGE = re.compile(
    r"เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|เพิ่ม(?=\s|ร้อยละ|จาก|$)|ลด(?=\s|ร้อยละ|จาก|$)|ต่างกัน|แตกต่าง|ผลต่าง|ส่วนต่าง|พัฒนาขึ้น|หายไป"
)
_FORMER = re.compile(
    r"^\s*(?:ขึ้น|ลง)?\s*(?:จาก|กว่า).*(?:คะแนน|อยู่ที่|ได้|ร้อยละ|ที่|พ\.ศ|[0-9]{4}|จาก)\D*$|^\s*จาก\s*(?:ระดับ[ก-๎A-Z]*\s*)?$",
    re.DOTALL,
)
NOW = re.compile(spoken_years.LEADS_TO)
_SIGN = {
    "target": re.compile(spoken_years.TARGET),
    "forecast": re.compile(spoken_years.FORECAST),
    "gap": re.compile(r"ขาด(?:อีก)?|ยังห่าง|ห่างจาก|ต่ำกว่าเป้า|หักคะแนน|ถูกหัก|สูญเสีย|ไม่ถึง"),
    "respondents": re.compile(r"ผู้ตอบ|ตอบแบบ|กลุ่มตัวอย่าง|ผู้เข้าร่วม|พึงพอใจ|เบิกจ่าย|งบประมาณ(?:ที่|ไป|ได้|จำนวน|ร้อยละ)"),
    "self": re.compile(r"ประเมินตนเอง"),
    "partial": re.compile(r"ครึ่งปี|ไตรมาส|รอบ\s*(?:ที่)?\s*[0-9]|[369]\s*เดือน"),
    "weight": re.compile(r"น้ำหนัก"),
}
_ITEM = re.compile(
    rf"{quantities.ITEM_CODE}|(?:ตัวชี้วัด|ข้อ|รายการ)ย่อย|(?:ข้อ|คำถาม)\s*(?:ที่\s*)?[0-9]{{1,2}}(?![0-9.])"
    r"|ข้อคำถาม\s*(?:ที่|เรื่อง|ว่า|[“\"'])",
    re.IGNORECASE,
)
"""A question or item. Before an indicator's name, it is only the indicator's number."""
_OUT_OF = re.compile(r"\s*(?:คะแนน)?\s*(?:จาก|/)\s*(?:คะแนน)?\s*(?:เต็ม)?\s*(?P<of>4|5|10|20|50)(?![0-9.])")
_SHARE_OF = re.compile(
    r"\s*(?:คะแนน)?\s*ของ\s*(?:จำนวน)?(?:โครงการ|แผน|งบ|กิจกรรม|เป้า|มาตรการ|ผู้|ครัวเรือน|ประชา|วงเงิน|ภารกิจ|ทั้งหมด"
    r"|งาน|กลุ่ม|รายได้|บุคลากร|พนักงาน|เรื่อง|ข้อ|ตัวชี้วัด)"
)
_SHARE_DONE = re.compile(
    r"(?:ดำเนินการ|แล้วเสร็จ|สำเร็จ|ครอบคลุม|เบิกจ่าย|จัดเก็บ|ก่อหนี้|ก้าวหน้า|เข้าร่วม)[^0-9]{0,20}ร้อยละ\s*$"
)
_GRADED = re.compile(
    r"\s*+(?:คะแนน)?\s*+(?:ซึ่ง)?(?:อยู่)?(?:ใน)?\s*+(?:เกณฑ์|ระดับ)[^0-9ก-๎]*(?:มาก|ปานกลาง|น้อย|สูง|ดีมาก)"
)
"""Levels of surveys of satisfaction, which this assessment doesn't have."""
_OR_MORE = re.compile(r"\s*(?:คะแนน)?\s*(?:ขึ้นไป|ลงมา|หรือ(?:มาก|น้อย|สูง|ต่ำ))")


def quantity_of(clause: str, since_name: str, after: str, *, another: bool, dated: bool) -> Quantity:
    """What the number after a clause is.

    ``since_name`` is the part of the clause after the last indicator's name, ``after`` the text behind the
    number; ``another``: the context is about another assessment; ``dated``: the clause names its year.
    """
    # From the surest sign to the weakest: words that name another quantity, an item, what the number counts,
    # another assessment, other agencies, a change, an earlier year, and last words of doubt.
    for kind, words in _SIGN.items():
        if words.search(clause):
            return Quantity(kind)
    if _ITEM.search(since_name):
        return Quantity("item")
    if _SHARE_OF.match(after) or _SHARE_DONE.search(clause):
        return Quantity("respondents")
    if _GRADED.match(after):
        return Quantity("another")
    if _OUT_OF.match(after):
        return Quantity("scale")
    if another:
        return Quantity("another")
    if _OTHERS.search(clause) or quantities.of_heading(clause[-80:]).kind == "mean":
        of_all = "เฉลี่ย" in clause or not re.search("สูง(?:ที่)?สุด|ต่ำ(?:ที่)?สุด", clause)
        return Quantity("mean", quantities.of_heading(labels.bare(clause)[-60:]).among if of_all else "")
    if changes_from(clause):
        return FORMER
    change = list(CHANGE.finditer(clause))
    if change and not NOW.search(clause, change[-1].end()):
        return Quantity("change")
    if PREVIOUS.search(clause) and not dated:
        return Quantity("previous")
    return Quantity("bound") if _UNSURE.search(clause) or _OR_MORE.match(after) else SCORE


def changes_from(clause: str) -> bool:
    """Whether the number after a clause is what a change is from."""
    change = list(CHANGE.finditer(clause))
    return bool(change) and not NOW.search(clause) and _FORMER.search(clause[change[-1].end() :]) is not None


FORMER = Quantity("previous", rest="from")
"""The score that a change starts from, which belongs to the year named beside it."""
