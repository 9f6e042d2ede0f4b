"""The years that a text is about, without those that only have a target, a forecast or no result."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from helpers.sources.words import labels
from helpers.sources.words.labels import line_end

NUMBER = re.compile(
    r"(?<![0-9.,/:A-Za-z])(?P<score>[0-9]{1,3}(?:\.[0-9]{1,4})?)(?![0-9]|[.,/:][0-9])"
    r"[ \t]*(?P<unit>คะแนน|%|เปอร์เซ็นต์)?"
)
"""A number in running text that isn't a year, a date or part of a code."""
BREAK = re.compile(
    r"\n|;|ทั้งนี้|สำหรับ|อย่างไรก็ตาม|ขณะที่|ในขณะ|ส่วน(?!ที่|ต่าง|ตำบล|จังหวัด|ราชการ|ได้|ร่วม|กลาง|ท้องถิ่น)|โดย(?!เฉลี่ย|รวม|เร่งด่วน)|แต่(?!ละ)|และ(?=มีคะแนน|ได้คะแนน|มีค่า)|จากนั้น"
)
"""The beginning of another clause."""
TARGET = (
    "เป้า|คาดหวัง|คาดหมาย|ตั้งไว้|กำหนดไว้|มุ่ง(?:หวัง|เน้น|สู่|ให้|ที่จะ)|(?:ควร|ต้อง(?:การ)?)(?:ให้)?(?:ได้|อยู่|มีคะแนน)"
    "|เพื่อ(?:ให้|จะ)|(?<!ทำ)(?<!ผล)ให้(?:ถึง|ได้(?!รับ)|ผล|มีผล|มีคะแนน|บรรลุ|เกิน)|ยกระดับ|นโยบาย|(?<!ผ่าน)(?<!ตาม)เกณฑ์(?!การประเมิน)"
    "|(?:หน่วยงาน|แห่ง|องค์กร|ผู้|ท้องถิ่น|ส่วนราชการ)ใด"
)
FORECAST = (
    "คาดการณ์|คาดว่า|คาดคะเน|ประมาณการ|พยากรณ์|จะ(?!เห็น|พบ|นะ|แนะ|ทิ้งพระ|กว๊ะ|รัง|โหนง)|(?<![ก-๎])หาก(?!ิ|าร)|ถ้า"
)
"""What follows จะ is to come, except in จะเห็นได้ว่า and in names of places."""
_OF_THE_FUTURE = re.compile(f"{TARGET}|{FORECAST}")


_IN_PASSING = re.compile(
    r"(?:แผน|มาตรการ|ข้อเสนอแนะ|เทียบกับ|การปรับปรุง(?!ระบบ|การทำงาน))[^0-9\n]{0,50}$"
    r"|(?:เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|พัฒนาขึ้น|ต่าง)จาก[^0-9\n]{0,20}$"
    r"|[0-9](?:[ \t]*คะแนน)?[ \t]*[(][^0-9\n)]{0,40}$"
)
"""Words before a year that is a plan's or the other side of a comparison, or in a bracket after a number."""
_TO_COME = re.compile(
    r"[^0-9\n]{0,40}[0-9]{2,4}[ \t]*(?:จึง|ก็)?(?:เห็น)?"
    r"(?:ควร(?!ปรับปรุง)|ต้อง(?!ปรับปรุง)|พึง|จะ(?!เห็น|พบ|นะ|แนะ|ทิ้งพระ|กว๊ะ|รัง|โหนง))"
)
"""A year in which something is yet to be done, or should be; ต้องปรับปรุง is the name of a level."""
LEADS_TO = (
    r"(?<!ที่)(?<!ซึ่ง)(?:เป็น|เหลือ|มาอยู่ที่|มาที่)\s*(?:ระดับ[ก-๎A-Z]*\s*)?(?:ด้วย)?(?:ร้อยละ|คะแนน)?(?:รวม|เฉลี่ย)?\s*$"
)
"""The end of a clause before the number that a change leads to."""
_FOLLOWS = re.compile(f"แล้ว\\s|ทำให้|พบว่า|ปรากฏว่า|ส่งผล|จึง|จน|{LEADS_TO}")
"""Words by which a clause goes on from a plan or a comparison to a result."""

_NONE = r"(?:ไม่|มิ)\s*(?:ได้\s*)?(?:มี|พบ|ปรากฏ|ทราบ|รับ|แสดง)\s*(?:การ)?"
_RESULT = "(?:ข้อมูล)?(?:ผล|คะแนน|การ(?:รับการ)?ประเมิน|ประเมิน|ประกาศผล)"
_ABSENT = re.compile(
    rf"{_NONE}\s*(?:{_RESULT}|ข้อมูล(?=\s|$|ใน|[).,;]))"
    r"|(?:ไม่|มิ)\s*(?:ได้|มีการ|เคย)\s*(?:เข้าร่วม|เข้ารับ|รับ|ประกาศ|เผยแพร่|จัด)*\s*(?:การ)?(?:ผล)?(?:การ)?ประเมิน"
    rf"|(?:{_RESULT}[^0-9\n]{{0,40}}?|[0-9][ \t]*[(:=–-]?[ \t]*)(?:ยังไม่|ไม่|มิได้)\s*(?:ได้)?"
    r"\s*(?:มี|พบ|ปรากฏ|ออก|ประกาศ|เผยแพร่|แล้วเสร็จ)(?=ผล|\s|$|[).,;])"
    rf"|ขาดข้อมูล|(?:อยู่)?ระหว่าง(?:การ)?(?:รอ|ประเมิน|ประกาศ)|รอ(?:การ)?ประกาศ|รอผล"
)
"""Words that a year has no result, before or after the year."""
_LEFT_ASIDE = re.compile(
    rf"{_NONE}\s*(?:ข้อมูล|รายงาน|เอกสาร|หลักฐาน|สถิติ)"
    r"|(?:ไม่|มิ)\s*(?:ได้|อาจ|สามารถ|มีการ)*\s*(?:นำ|เปรียบเทียบ|เทียบ|วิเคราะห์|จัดเก็บ|รวบรวม|บันทึก|นับ|รวม)|ยกเว้น|ไม่ใช่|มิใช่"
)
"""Words that something is missing, unknown or left aside, about the year right after them."""
_UP_TO_A_YEAR = re.compile(r"(?P<gap>[^0-9\n]{0,60}?)(?:ประจำ)?(?:ปี)?(?:งบประมาณ\s*|)$")
_REFERS_TO = re.compile(r"(?:^|\S|(?:ของ|ใน|กับ|สำหรับ|เฉพาะ|คือ)\s*)$")
_COMPARED = re.compile("ต่ำ|สูง|น้อย|มาก|ลด|เพิ่ม|กว่า|แตกต่าง|เปลี่ยน")
"""Words by which "none" is about a comparison ("no lower than 2567") and not about a year without result."""
_UNNAMED = re.compile(r"[^0-9\n]{0,40}?ปี(?:งบประมาณ)?\s*(?:ที่)?(?:ก่อน|ผ่านมา|แล้ว|อื่น)")
"""Another year without its number: the year before, other years."""
_AND = re.compile(r"[^0-9\n]*[0-9]{2,4}\s*(?:,|และ|หรือ|กับ|ถึง|[-–])\s*(?:ประจำ)?\s*(?:ปี)?\s*")
"""From one year to the next in a list of years."""


def mentioned(text: str) -> list[tuple[int, str]]:
    """The years in a plain text with their places, without those said to have no result, or none yet."""
    years = labels.year_mentions(text)
    if not years:
        return years
    absent = {place for place, (at, _) in enumerate(years) if _TO_COME.match(text, at)}
    for hit in _ABSENT.finditer(text):
        absent |= _years_after(text, years, hit.end()) or _years_before(text, years, hit.start(), hit.end())
    for hit in _LEFT_ASIDE.finditer(text):
        absent |= _years_after(text, years, hit.end())
    return [(at, year) for place, (at, year) in enumerate(years) if place not in absent]


def _years_after(text: str, years: list[tuple[int, str]], end: int) -> set[int]:
    """The years, by their place in the list, that the words ending here refer to."""
    first = bisect_left(years, (end, ""))
    between = _UP_TO_A_YEAR.fullmatch(text, end, years[first][0]) if first < len(years) else None
    if between is None or _COMPARED.search(between["gap"]) or not _REFERS_TO.search(between["gap"]):
        return set()
    last = first
    while last + 1 < len(years) and _AND.fullmatch(text, years[last][0], years[last + 1][0]):
        last += 1
    return set(range(first, last + 1))


def _years_before(text: str, years: list[tuple[int, str]], start: int, end: int) -> set[int]:
    """The years of the clause before words of absence; if none, the year after them unless it has a score."""
    if _UNNAMED.match(text, end) or _COMPARED.search(re.split(r"\s", text[end : end + 20])[0]):
        return set()
    last = bisect_left(years, (start, "")) - 1
    if last >= 0 and not _ends_clause(text, years[last][0], start):
        first = last
        while first and _AND.fullmatch(text, years[first - 1][0], years[first][0]):
            first -= 1
        return set(range(first, last + 1))
    until = line_end(text, end)
    if last + 1 < len(years) and years[last + 1][0] < until:
        rest = text[years[last + 1][0] : until]
        return set() if re.search(r"[0-9]\s*(?:คะแนน|%)|[0-9]{2}\.[0-9]", rest) else {last + 1}
    return set()


def _ends_clause(text: str, year: int, end: int) -> bool:
    """Whether there is a number or a new clause between a year and this place."""
    digits = re.compile("[0-9]{2,4}").search(text, year, end)
    after = digits.end() if digits else year
    return bool(BREAK.search(text, after, end) or NUMBER.search(text, after, end))


def in_passing(text: str, at: int) -> bool:
    """Whether a year is mentioned without being that of a result."""
    return bool(_IN_PASSING.search(text, text.rfind("\n", 0, at) + 1, at))


def belongs(text: str, at: int, number: int) -> bool:
    """Whether a year is that of the number that follows in its clause."""
    return not (in_passing(text, at) and _FOLLOWS.search(text, at, number))


def lasting(text: str) -> list[tuple[int, str]]:
    """The years in a plain text, with their places, that also apply to what follows.

    A year mentioned with a target's number applies to the target only.
    """
    years = mentioned(text)
    years = [(at, year) for at, year in years if not in_passing(text, at)] or years
    if not years or not _OF_THE_FUTURE.search(text):
        return years
    numbers = [(hit.start(), hit.end()) for hit in NUMBER.finditer(text)]
    begins = sorted([0, *(end for _, end in numbers), *(hit.end() for hit in BREAK.finditer(text))])
    aside: dict[int, int] = {}
    """For the end of each target's number, the beginning of its clause."""
    for hit in _OF_THE_FUTURE.finditer(text):
        after = bisect_left(numbers, (hit.end(), 0))
        if after < len(numbers) and text.find("\n", hit.end(), numbers[after][0]) < 0:
            aside.setdefault(numbers[after][1], begins[bisect_right(begins, hit.start()) - 1])
    ends = sorted(aside)
    lasting_years = []
    for at, year in years:
        span = bisect_right(ends, at)
        if span == len(ends) or at < aside[ends[span]]:
            lasting_years.append((at, year))
    return lasting_years
