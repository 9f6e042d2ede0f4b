"""What columns are called: the project's names, and the Thai headings accepted for them."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers import thai

HEADINGS: dict[str, tuple[str, ...]] = {
    "agency_id": ("รหัสหน่วยงาน", "รหัส"),
    "fiscal_year": ("ปีงบประมาณ", "ปีงบประมาณ พ.ศ.", "ปี พ.ศ.", "ปี"),
    # agencies
    "name": ("ชื่อหน่วยงาน", "ชื่อ"),
    "type": ("ประเภทหน่วยงาน", "ประเภท"),
    "district": ("อำเภอ", "เขต"),
    "province": ("จังหวัด",),
    # scores
    "indicator": ("ตัวชี้วัด", "ตัวชี้วัดที่"),
    "score": ("คะแนน", "คะแนน ITA"),
    "published_total": ("คะแนนรวม", "คะแนนเฉลี่ย", "คะแนนรวมที่ประกาศ"),
    "published_level": ("ระดับ", "ระดับผลการประเมิน"),
    # measures
    "measure": ("มาตรการที่", "ลำดับมาตรการ"),
    "activity": ("กิจกรรมที่", "ลำดับกิจกรรม"),
    "title": (
        "มาตรการ",
        "ชื่อมาตรการ",
        "มาตรการ/แนวทาง",
        "มาตรการ/โครงการ/กิจกรรม",
        "โครงการ/กิจกรรม/มาตรการ",
        "มาตรการหรือกิจกรรมที่ดำเนินการ",
    ),
    "indicators": ("ตัวชี้วัดที่เกี่ยวข้อง",),
    "step": (
        "วิธีดำเนินการ",
        "วิธีการดำเนินการ",
        "ขั้นตอน/วิธีการปฏิบัติ",
        "ขั้นตอนหรือวิธีการปฏิบัติ",
        "แนวทางการปฏิบัติ",
    ),
    "responsible": ("ผู้รับผิดชอบ", "ผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง"),
    "period": ("ระยะเวลาดำเนินการ", "ระยะเวลา"),
    "monitoring": ("การติดตามประเมินผล", "แนวทางการกำกับติดตาม", "การกำกับติดตาม"),
    # progress
    "round": ("รอบ", "รอบการรายงาน"),
    "status": ("สถานะ", "สถานะการดำเนินการ"),
    "result": ("ผลการดำเนินการ", "ผลการดำเนินงาน", "สรุปผลการดำเนินการ"),
    "outcome": (
        "ผลลัพธ์",
        "ผลลัพธ์หรือความสำเร็จของการดำเนินการ",
        "ผลลัพธ์หรือความสำเร็จของการดำเนินงาน",
    ),
    "problems": ("ปัญหา อุปสรรค", "ปัญหา/อุปสรรค", "ปัญหาและอุปสรรค"),
    "suggestions": ("ข้อเสนอแนะ",),
    "remark": ("หมายเหตุ",),
    "evidence": ("หลักฐาน", "หลักฐานอ้างอิง"),
    # offices
    "document": ("เอกสาร",),
    "office": ("ส่วนราชการ",),
    "telephone": ("โทรศัพท์", "โทร."),
    "document_number": ("เลขที่หนังสือ",),
    "date": ("วันที่",),
    "subject": ("เรื่อง",),
    "addressee": ("เรียน",),
    "opinions": ("ความเห็น", "ลำดับความเห็น"),
    # sources
    "file": ("แฟ้ม",),
    "kind": ("ชนิดข้อมูล",),
    "publisher": ("ผู้เผยแพร่",),
    "url": ("ที่อยู่เว็บ",),
    "retrieved": ("วันที่เข้าถึง",),
    "note": ("บันทึก",),
}

CHOICES: dict[str, dict[str, str]] = {
    "round": {
        "6m": "6m",
        "12m": "12m",
        "6 เดือน": "6m",
        "รอบ 6 เดือน": "6m",
        "12 เดือน": "12m",
        "รอบ 12 เดือน": "12m",
        "สิ้นปีงบประมาณ": "12m",
    },
    "status": {
        "": "",
        "under_way": "under_way",
        "done": "done",
        "not_begun": "not_begun",
        "อยู่ระหว่างดำเนินการ": "under_way",
        "อยู่ระหว่างการดำเนินการ": "under_way",
        "ดำเนินการแล้ว": "done",
        "ดำเนินการแล้วเสร็จ": "done",
        "ยังไม่ดำเนินการ": "not_begun",
        "ยังไม่ได้ดำเนินการ": "not_begun",
    },
    "document": {
        "": "",
        "plan": "plan",
        "progress": "progress",
        "annual": "annual",
        "แผน": "plan",
        "รอบ 6 เดือน": "progress",
        "รายงานประจำปี": "annual",
    },
    "kind": {
        "scores": "scores",
        "measures": "measures",
        "progress": "progress",
        "คะแนน": "scores",
        "มาตรการ": "measures",
        "ผลการดำเนินการ": "progress",
    },
}
"""Accepted words for a choice, each with the word that the processed tables use."""


def _plain(heading: str) -> str:
    return re.sub(r"\s+", "", thai.normalise(heading)).casefold()


_COLUMN_OF = {_plain(word): column for column, words in HEADINGS.items() for word in (column, *words)}
_CHOICE_OF = {
    column: {_plain(word): choice for word, choice in words.items()} for column, words in CHOICES.items()
}


@lru_cache(maxsize=4096)
def words() -> list[str]:
    """Every heading that is known."""
    return [word for column, accepted in HEADINGS.items() for word in (*accepted, column)]


def column_of(heading: str) -> str | None:
    """The column a heading stands for, whatever its blanks and letter case; None if unknown."""
    return _COLUMN_OF.get(_plain(heading))


_PRINTED = {
    "title": r"(?:ประเด็น/)?(?:วิธีการ/?|แนวทาง/?)?(?:มาตรการ|โครงการ|กิจกรรม)"
    r"(?:(?:/|หรือ|และ)?(?:มาตรการ|โครงการ|กิจกรรม|แนวทาง))*(?:ที่)?(?:ดำเนินการ|ดำเนินงาน|กำหนด)?",
    "step": "(?:ขั้นตอน|วิธี|วิธีการ|แนวทาง|รายละเอียด)(?:/|หรือ|และ)?(?:วิธี)?(?:การ)?"
    "(?:ดำเนินการ|ปฏิบัติ|ดำเนินงาน)(?:งาน)?",
    "responsible": "(?:หน่วยงาน|ผู้|ส่วนราชการ|กอง|หน่วย)(?:ที่)?รับผิดชอบ.*",
    "period": "(?:กำหนด)?(?:ระยะ|ช่วง)เวลา.*",
    "monitoring": "(?:แนวทาง|วิธี)?(?:การ)?(?:กำกับ)?(?:และ)?(?:การ)?ติดตาม.*",
    "result": "(?:สรุป|รายงาน)?ผล(?:ของ)?(?:การ)?(?:ดำเนิน(?:การ|งาน)|ปฏิบัติ(?:งาน|การ)?).*",
    "outcome": "ผลลัพธ์.*|ความสำเร็จ.*",
    "problems": "ปัญหา.*|อุปสรรค.*",
    "suggestions": "ข้อเสนอ(?:แนะ)?.*",
    "remark": "หมายเหตุ.*",
    "evidence": "(?:เอกสาร)?หลักฐาน.*|เอกสารอ้างอิง",
}
"""How the columns of printed tables of measures are called, in more words than can be listed."""


def printed_column_of(heading: str) -> str | None:
    """The column that a heading of a printed table of measures stands for; None if unknown."""
    plain = _plain(heading)
    return next((column for column, words in _PRINTED.items() if re.fullmatch(words, plain)), None)


def title_of(column: str) -> str:
    """A column's Thai heading with its own name behind it, as a clerk may have written either."""
    words = HEADINGS.get(column)
    return f"{words[0]} ({column})" if words else column


def choice_of(column: str, value: str) -> str | None:
    """The word for a choice as the processed tables have it; None if the value is no choice.

    ``column`` is one of ``CHOICES``; Thai and Arabic digits are alike.
    """
    return _CHOICE_OF[column].get(_plain(thai.to_arabic_digits(value)))
