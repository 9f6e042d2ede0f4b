"""Which part of the assessment a number in running text is of: an indicator, an instrument or the total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.sources.prose import clauses
from helpers.sources.prose.spoken_numbers import Figure, Name
from helpers.sources.words import labels

ENOUGH = 3
"""How many indicators with a score make a list; fewer are a remark in a text about something else."""
_TOTAL = re.compile(
    r"คะแนน\s*(?:เฉลี่ย|รวม|ภาพรวม|การประเมิน|ประเมิน|ITA|ที่ได้|สุทธิ|ผล)|(?:ได้|ด้วย|มี|ผล|ค่า|จาก|จำนวน|ได้รับ|เป็น)\s*คะแนน|คะแนน\s*(?:เพิ่ม|ลด|สูง|ต่ำ)(?:ขึ้น|ลง)?จาก|ผล\s*(?:การ)?\s*ประเมิน|ภาพรวม"
    r"|ทำได้|ได้รับ|เกณฑ์\s*(?:การ)?\s*ประเมิน|ระดับ|คะแนน\s*(?:อยู่|คือ|เท่ากับ|[:=])|^\s*คะแนน\s*$|อยู่ที่|ได้(?=\s*$)",
    re.IGNORECASE,
)
_LEADS = re.compile("คะแนน|ร้อยละ|ได้|ดังนี้|ราย|ตัวชี้วัด|ด้าน")
"""Words that may stand before the first number of a list."""
_SAYS_TOTAL = re.compile("รวม|เฉลี่ย|สุทธิ|ทั้งหมด")
_ANOTHER_YEAR = (
    r"^(?:\s*\(25[0-9]{2}\))?[\s,;(:→>–-]*+(?:และ|ส่วน|ใน|เมื่อ|ของ|ขณะที่|\s)*+"
    r"(?:(?:ประจำ)?ปี\s*(?:งบประมาณ)?\s*(?:พ\.ศ\.)?\s*(?:25)?[0-9]{2}|25[0-9]{2}(?=\s*[:=]))"
    r"\s*(?:[:=]|(?:มี|ได้|อยู่ที่|เท่ากับ|คือ|คะแนน|ร้อยละ|เป็น)\s*)*\s*$"
)
"""A clause that only says another year, of what the number before it was of: 96.41 (ปี 2566 ได้ร้อยละ 91.40)."""
_GOES_ON = re.compile(f"{clauses.CHANGE.pattern}|{clauses.PREVIOUS.pattern}|^\\s*จาก|{_ANOTHER_YEAR}")
_NO_WORDS = re.compile(r"(?:\s*\(25[0-9]{2}\))?[\s,;→>–-]*")
_ITS_YEAR = re.compile(r"\s*(?:คะแนน|%)?\s*\((?:ปี\s*)?25[0-9]{2}\)")
"""A year in brackets behind a number, which stands for itself after the same number of another year."""
_TOTAL_AFTER = re.compile(r"\s*(?:\)\s*)?(?:อยู่ใน)?ระดับ|\s*คะแนน\s*$")


def number_first(figures: Sequence[Figure], names: Sequence[Name]) -> bool:
    """Whether scores come before their names: a number first, a name last, and as many of each."""
    if not figures or len(names) < ENOUGH or re.search("[ก-๎]", _LEADS.sub("", figures[0].clause)):
        return False
    inside = [figure for figure in figures if figure.end >= names[0].start - 40]
    return (
        len(inside) == len(names)
        and all(figure.end <= name.start for figure, name in zip(inside, names, strict=True))
        and all(name.end <= figure.start for figure, name in zip(inside[1:], names[:-1], strict=True))
    )


def part_of(
    text: str, names: Sequence[Name], place: int, figures: Sequence[Figure], subject: str, *, goes_on: bool
) -> str:
    """The part of the assessment that a number's clause is about; "" if none.

    ``subject`` is the part of the number before it in its line; ``goes_on``: the clause goes on from there.
    """
    figure = figures[place]
    clause = figure.clause
    instrument = labels.instrument_part(clause)
    if instrument:
        return instrument
    inside = [n for n in names if figure.clause_start <= n.start and n.end <= figure.start]
    if inside:
        return str(inside[-1].indicator)
    after = _name_after(text, names, place, figures)
    if after:
        return after
    if labels.indicators_in(clause) or re.search(r"ตัวชี้วัดที่\s*[0-9]", clause):
        return ""  # something that only resembles an indicator, so not the total either
    dated = _NO_WORDS.fullmatch(clause) and _ITS_YEAR.match(text, figure.end)
    if subject and (goes_on or dated or _GOES_ON.search(clause)):
        return subject
    if subject not in ("", "total") and not _SAYS_TOTAL.search(clause):
        return ""  # after an indicator, either its score or the total may be meant
    return "total" if _TOTAL.search(clause) or _TOTAL_AFTER.match(text, figure.end) else ""


def until(text: str, place: int, figures: Sequence[Figure]) -> int:
    """The place where the next number begins."""
    return figures[place + 1].start if place + 1 < len(figures) else len(text)


def _name_after(text: str, names: Sequence[Name], place: int, figures: Sequence[Figure]) -> str:
    """The indicator named right after its number: 100 คะแนน ในด้านการป้องกันการทุจริต."""
    figure, end = figures[place], until(text, place, figures)
    after = [name for name in names if figure.end <= name.start < end and figure.unit]
    if not after or not re.fullmatch(
        r"[ \t]*(?:ใน|ได้แก่|คือ|สำหรับ|จาก)?[ \t]*(?:ด้าน|ตัวชี้วัด(?:ที่\s*[0-9]{1,2})?)?[ \t]*",
        text[figure.end : after[0].start],
    ):
        return ""
    alone = len(after) > 1 or place + 1 == len(figures) or "\n" in text[after[0].end : end]
    return str(after[0].indicator) if alone else ""
