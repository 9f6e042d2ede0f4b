"""Finds the title above a table, a list or a total, which says what the numbers are: scores, targets, means.

A title holds until the next one. A line that states a number of its own isn't a title, but may begin with
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from helpers.sources.words import labels, quantities
from helpers.sources.words.quantities import Quantity

LINES = 12
"""How many lines above a table are taken to be about it."""
_LONGEST = 120
"""The length of a title; longer lines are prose."""
_SENTENCE = re.compile(
    r"[0-9]\s*(?:คะแนน|%|คน|ราย|ชุด|แห่ง)(?![ก-๎])|[0-9]{2}\.[0-9]|(?<=[ก-๎] )[0-9]\.[0-9]{1,2}\s*(?:คะแนน|%)"
)
"""A line that states a number of its own."""
_BEGINS = r"(?:(?:ตาราง|แผนภูมิ)(?:ที่)?[0-9.]*+|[0-9.]++|[–-])*+[:.]?+(?:แสดง|สรุป|รายงาน|ข้อมูล)*"
_OF_OWN_SCORES = re.compile(
    rf"(?!.*ไม่(?!ผ่าน)){_BEGINS}(?:ผล(?:การ|คะแนน)*ประเมิน|ผลคะแนน|คะแนน|รายละเอียด|การประเมิน|ita)"
)
"""How the title of an agency's own scores begins. A line with "not" is a sentence."""
_OF_A_PART = re.compile(
    rf"{_BEGINS}(?:ผล|การ|ประเมิน|ตรวจ|ราย|คะแนน|ค่า|เฉลี่ย|ร้อยละ|ita|ประจำ|ปี|งบประมาณ|พ\.ศ\.|[0-9]{{4}}|ของ|ใน|ด้าน|ประเด็น|ตัวชี้วัด(?:ที่)?[0-9]{{0,2}}|[\s:().–-])*"
)
"""What may stand before the name of the one indicator or instrument that a title is about."""
_SECTION = re.compile(r"(?:ข้อ\s*)?[0-9]{1,2}\.[0-9]{1,2}\s")
"""A numbered heading, which may come between a title and its table."""
_TO_THE_YEAR = re.compile(
    r"(?P<title>.*?(?<![0-9])25[0-9]{2})(?!\s*(?:ไว้|คือ|เท่ากับ|อยู่|ที่|เป็น|จำนวน|ร้อยละ|ได้|มีคะแนน|[0-9:=]))"
)
"""The beginning of a line up to its year, if a sentence about a number doesn't go on from there."""
OF_OTHERS = re.compile(
    "ต้นแบบ|คู่เทียบ|คู่เปรียบเทียบ|คู่แข่ง|ตัวอย่าง|แห่งอื่น|หน่วยงาน(?:อื่น|ที่|ใกล้)|ใกล้เคียง|ดีเด่น|ดูงาน|เพื่อนบ้าน"
)
"""Words of a title for agencies other than the page's, whether it names them or not."""

UNSTATED = Quantity()


@dataclass(frozen=True)
class Caption:
    """What the numbers below a title are, and the part of the assessment that they are of; "" if unstated."""

    quantity: Quantity = UNSTATED
    part: str = ""
    unfinished: bool = False
    """Whether it is a title of a trial or an estimate of the assessment itself."""
    title: str = ""


def nearest(lines: Iterable[str]) -> Caption:
    """The title in force after plain lines of text, the last one first.

    Lines below the title that aren't titles, such as a sentence or an agency's name, don't end it.
    """
    return next(filter(None, map(of_line, islice(lines, LINES))), Caption())


@lru_cache(maxsize=4096)
def of_line(line: str) -> Caption | None:
    """The title of scores that a line consists of or begins with; None if there is none."""
    title = _title_in(line)
    quantity, part = quantities.of_caption(title), _part_of(title)
    if OF_OTHERS.search(title) and "คะแนน" in title and not quantity.kind:
        quantity = Quantity("mean")
    if quantity.kind or part or _OF_OWN_SCORES.match(labels.bare(title)):
        return Caption(quantity, part, quantities.unfinished(title), " ".join(title.split())[:100])
    return None


def title_ends(line: str) -> int:
    """Where the title of scores ends that a line consists of or begins with; 0 if it has none."""
    title = _title_in(line)
    return len(title) if _OF_OWN_SCORES.match(labels.bare(title)) else 0


_ABOUT_FIGURES = re.compile("คะแนน|ผล|ประเมิน|เป้า|ค่า|เฉลี่ย|ร้อยละ|จำนวน|ความ(?:พึงพอใจ|ก้าวหน้า)|ITA|LPA")


def of_text(line: str) -> Caption | None:
    """As ``of_line``, for running text, in which a line may just mention a target without being a title."""
    caption = of_line(line) if len(line) < _LONGEST else None
    if caption and caption.quantity.kind and not _ABOUT_FIGURES.search(line):
        return None
    return caption


def _title_in(line: str) -> str:
    """The title that a line consists of or begins with; "" for a sentence or a section."""
    if not _SENTENCE.search(line):
        return "" if _SECTION.match(line) and not quantities.of_caption(line).kind else line
    hit = _TO_THE_YEAR.match(line)
    return hit["title"] if hit and not _SENTENCE.search(hit["title"]) else ""


def _part_of(title: str) -> str:
    """The one instrument or indicator that a title begins with, after words for scores; "" for none."""
    if len(title) >= _LONGEST:
        return ""
    instrument = labels.instrument_part(title) or labels.instrument_part(title[title.find("แบบ") :])
    mentions = labels.indicators_in(title)
    if instrument and not mentions:
        before = re.split(f"แบบ|{labels.instruments()}", title, maxsplit=1, flags=re.IGNORECASE)[0]
        return instrument if _OF_A_PART.fullmatch(labels.bare(before)) else ""
    numbers = {number for *_, number in mentions} or {
        int(number) for number in re.findall(r"ตัวชี้วัด(?:ที่)?\s*([0-9]{1,2})(?![0-9.–-])", title)
    }
    before = title[: mentions[0][0]] if mentions else title.partition("ตัวชี้วัด")[0]
    whole = len(numbers) == 1 and _OF_A_PART.fullmatch(labels.bare(before))
    return str(numbers.pop()) if whole else ""
