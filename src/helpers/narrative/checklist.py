"""The checklist of a document in words: what each element asks, its state, and what is missing where."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers import framework
from helpers.choices import Language
from helpers.narrative.writer import Writer

_WORDS: dict[str, tuple[str, str]] = {
    "assessment": ("ผลการประเมินของปีก่อน", "result of the year before"),
    "result": ("ผลการดำเนินการ", "result"),
    "scores": ("คะแนนรายตัวชี้วัดของปีก่อน", "scores by indicator of the year before"),
    "measures": ("มาตรการ", "measures"),
    "total": ("คะแนนรวม", "total"),
    "level": ("ระดับผลการประเมิน", "level"),
    "url": ("ที่อยู่เว็บที่เผยแพร่", "public address"),
    "current": ("ผลการประเมินของปีที่รายงาน", "result of the year reported on"),
    "previous": ("ผลการประเมินของปีก่อน", "result of the year before"),
    "current_scores": ("คะแนนรายตัวชี้วัดของปีที่รายงาน", "scores by indicator of the year reported on"),
    "previous_scores": ("คะแนนรายตัวชี้วัดของปีก่อน", "scores by indicator of the year before"),
    "current_total": ("คะแนนรวมของปีที่รายงาน", "total of the year reported on"),
    "previous_total": ("คะแนนรวมของปีก่อน", "total of the year before"),
    "office": ("ส่วนราชการ", "office"),
    "document_number": ("เลขที่หนังสือ", "number"),
    "date": ("วันที่", "date"),
    "addressee": ("ผู้รับ (เรียน)", "addressee"),
    "opinions": ("ความเห็น (ตำแหน่งผู้ให้ความเห็นตามลำดับ)", "opinions (posts in their order)"),
    "step": ("วิธีดำเนินการ", "steps"),
    "responsible": ("ผู้รับผิดชอบ", "responsible unit"),
    "period": ("ระยะเวลาดำเนินการภายในปีงบประมาณ", "period inside the fiscal year"),
    "monitoring": ("การกำกับติดตาม", "monitoring"),
    "outcome": ("ผลลัพธ์", "outcome"),
    "evidence": ("วันที่ จำนวน หรือหลักฐาน", "date, number or evidence"),
    "problems": (
        "ปัญหาและอุปสรรค (หากไม่มี ให้ระบุว่า “ไม่มี”)",
        "problems (where there are none, write “ไม่มี”)",
    ),
    "suggestions": (
        "ข้อเสนอแนะ (หากไม่มี ให้ระบุว่า “ไม่มี”)",
        "suggestions (where there are none, write “ไม่มี”)",
    ),
    "progress": ("ผลการดำเนินการทั้งรายการ", "anything reported"),
    "status": ("สถานะ", "state"),
    "answers": ("ตัวชี้วัดหรือประเด็นที่มาตรการตอบ", "what the measure answers"),
    "weak": ("มาตรการรองรับ", "measure"),
    "indicator": ("คะแนน", "score"),
}

_OF_INDICATORS = {"weak", "indicator", "current", "previous"}
"""Words before ``@`` that are followed by an indicator's number instead of a measure's."""


def state(code: str, writer: Writer) -> str:
    """The word for a state."""
    th, en = {
        "present": ("มี", "present"),
        "missing": ("ขาด", "missing"),
        "not_applicable": ("ไม่เกี่ยวข้อง", "not applicable"),
    }[code]
    return writer.say(th=th, en=en)


def certainty(code: str, writer: Writer) -> str:
    """The word for a rule's certainty."""
    th, en = {
        "published": ("มีเอกสารเผยแพร่", "published"),
        "recomputed": ("คำนวณย้อนจากผลที่ประกาศ", "recomputed from published figures"),
        "inferred": ("ตีความ", "inferred"),
        "provisional": ("ยังไม่ได้รับการยืนยัน", "provisional"),
    }[code]
    return writer.say(th=th, en=en)


def missing(text: str, writer: Writer, printed: Mapping[int, int] | None = None) -> str:
    """What an element lacks: each thing with the measures, activities or indicators that lack it.

    ``printed`` maps a measure's number to the one that the document prints.
    """
    places: dict[str, list[str]] = {}
    for part in filter(None, text.split(";")):
        column, _, place = part.partition("@")
        if place and column not in _OF_INDICATORS:
            place = _as_printed(place, printed or {})
        places.setdefault(column, []).append(place)
    return "; ".join(
        _lack(column, list(filter(None, of_column)), writer) for column, of_column in places.items()
    )


def _as_printed(place: str, printed: Mapping[int, int]) -> str:
    measure, _, activity = place.partition(".")
    number = printed.get(int(measure), int(measure))
    return f"{number}.{activity}" if activity else str(number)


def _lack(column: str, places: list[str], writer: Writer) -> str:
    th, en = _WORDS[column]
    if not places:
        return writer.say(th=th, en=en)
    listed = writer.numbers(places)
    plural = "" if len(places) == 1 else "s"
    if column in _OF_INDICATORS:
        return writer.say(th=f"{th} ตัวชี้วัดที่ {listed}", en=f"{en}, indicator{plural} {listed}")
    if "." in places[0]:
        return writer.say(th=f"{th} กิจกรรมที่ {listed}", en=f"{en}, activit{'ies' if plural else 'y'} {listed}")
    return writer.say(th=f"{th} มาตรการที่ {listed}", en=f"{en}, measure{plural} {listed}")


def rows(checklist: pd.DataFrame, writer: Writer, printed: Mapping[int, int]) -> list[list[str]]:
    """A row per element of one document: its code, what it asks, its state, what is missing, its certainty."""
    lines = []
    for row in checklist.to_dict("records"):
        rules = framework.for_year(int(row["fiscal_year"]))
        check = next(check for check in rules.checks if check.id == row["element"])
        sure = certainty(row["certainty"], writer)
        if not row["counts"]:
            sure += writer.say(th=" (ไม่นับเป็นความครบถ้วน)", en=" (does not count)")
        lines.append(
            [
                row["element"],
                writer.say(th=check.th, en=check.en),
                state(row["state"], writer),
                missing(row["missing"], writer, printed) or "–",
                sure,
            ]
        )
    return lines


def verdict(lacks: str, writer: Writer) -> str:
    """Whether a document is ready, from ``readiness``."""
    if not lacks:
        return writer.say(th="พร้อมเผยแพร่", en="ready to publish")
    return writer.say(th="ยังไม่ครบ", en="incomplete")


def to_fill_in(checklist: pd.DataFrame, writer: Writer) -> str:
    """How many elements of a voluntary document lack something, although none of them counts."""
    count, of = int((checklist["state"] == "missing").sum()), len(checklist)
    return writer.say(
        th=f"มีสิ่งที่ยังต้องกรอกใน {count} จาก {of} ข้อ ทั้งนี้ รายงานรอบ 6 เดือนเป็นรายงานโดยสมัครใจ จึงไม่นับเป็นความครบถ้วน",
        en=f"Something is still to be filled in for {count} of {of} elements; the six-month report is voluntary,"
        f" so none of them counts.",
    )


def short(element: str, fiscal_year: int, writer: Writer) -> str:
    """What an element asks for, in the fewest words."""
    checks = framework.for_year(fiscal_year).checks
    return next((check.short[writer.language] for check in checks if check.id == element), element)


def lacking(lacks: str, fiscal_year: int, writer: Writer) -> str:
    """What a document lacks, from ``readiness``, in the fewest words; "" for nothing."""
    elements = [short(element, fiscal_year, writer) for element in lacks.split()]
    return writer.say(th=f"ขาด: {'; '.join(elements)}", en=f"lacks {'; '.join(elements)}") if elements else ""


def refusal(checklist: pd.DataFrame, language: Language) -> str:
    """Why an incomplete document is refused: every element that counts and is missing."""
    writer = Writer(language, "arabic")
    lacking = checklist[(checklist["state"] == "missing") & checklist["counts"]]
    listed = "; ".join(
        f"{row['element']} {missing(row['missing'], writer)}" for row in lacking.to_dict("records")
    )
    return writer.say(th=f"ยังไม่ครบ: {listed}", en=f"incomplete: {listed}") if listed else ""
