"""Splits the text of one cell: items of a list, responsible units, periods."""

from __future__ import annotations

import re
from itertools import pairwise

from helpers import thai
from helpers.sources.words import labels

_DIGIT = "[0-9๐-๙]"
_NUMBER = re.compile(rf"(?P<number>{_DIGIT}{{1,2}})\s*(?:[.)]|\.\))\s*(?!{_DIGIT})")
"""An item's number, such as 1. or 2); not 1.5."""
_NUMBER_INSIDE = re.compile(
    rf"(?:(?<=\s)|(?<=[ก-๎)”\"])(?<!{_DIGIT}))(?P<number>{_DIGIT}{{1,2}})[.)]\s*(?!{_DIGIT})(?=\S)"
)
"""The same within a line: after a blank, or right after a word."""
_BULLET = re.compile(r"[-–—−•●▪◦*]\s*")
_MONTH = "|".join(re.escape(name) for names in (thai.MONTHS["th"], thai.SHORT_MONTHS["th"]) for name in names)
_NOTHING = {"", "-", "–", "—", "−"}


def is_nothing(text: str) -> bool:
    """Whether a cell is blank or holds a dash only; ไม่มี is a word and stays."""
    return text.strip() in _NOTHING


def items(text: str) -> list[str]:
    """The items of a cell, without their numbers or bullets.

    A marker begins an item, at the start of a line or within it; lines without a marker continue the item
    before. Without any marker, every line is an item.
    """
    if is_nothing(text):
        return []
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        return [_without_marker(part) for part in _inside(lines[0])]
    bulleted = bool(_BULLET.match(lines[0])) and (len(lines) > 2 or bool(_BULLET.match(lines[1])))
    numbered = bool(_NUMBER.match(lines[0]))
    texts: list[str] = []
    for line in lines:
        marked = _BULLET.match(line) if bulleted else _NUMBER.match(line) if numbered else True
        if marked or not texts:
            texts += _inside(line) if numbered or bulleted else [line]
        elif bulleted and _NUMBER.match(line):
            texts[-1] += "\n" + line  # a numbered list below a bullet is part of it
        else:
            texts[-1] += " " + line
    return [_without_marker(item) for item in texts if not is_nothing(item)]


def _inside(line: str) -> list[str]:
    """The items written one after the other in a line: 1. ... 2. ..., or - ... - ..."""
    first = _NUMBER.match(line)
    if first:
        return _split_at(line, _numbers_in_order(line, int(thai.to_arabic_digits(first["number"]))))
    bullet = _BULLET.match(line)
    if bullet:
        mark = re.escape(line[0])
        pattern = re.compile(rf"(?<=\s){mark}\s*(?!{_DIGIT}|{_MONTH}|\s)")
        # If bullets touch their word, a dash with spaces on both sides isn't one.
        return _split_at(line, [hit.start() for hit in pattern.finditer(line)])
    return [line]


def _numbers_in_order(line: str, first: int) -> list[int]:
    """The places of consecutive numbers; one that is repeated or left out doesn't end the list."""
    places = []
    last = first
    for hit in _NUMBER_INSIDE.finditer(line):
        number = int(thai.to_arabic_digits(hit["number"]))
        if hit.start() > 0 and last <= number <= last + 2 and number > 0:
            places.append(hit.start())
            last = number
    return places


def _split_at(line: str, places: list[int]) -> list[str]:
    cuts = [0, *places, len(line)]
    parts = [line[start:end].strip() for start, end in pairwise(cuts)]
    return [part for part in parts if part]


def _without_marker(item: str) -> str:
    bullet = _BULLET.match(item)
    item = item[bullet.end() :] if bullet else item
    number = _NUMBER.match(item)
    return (item[number.end() :] if number else item).strip()


def number_of(text: str) -> tuple[int | None, str]:
    """The number that a title begins with, and the title."""
    match = re.match(rf"(?:มาตรการ(?:ที่)?\s*)?\(?(?P<number>{_DIGIT}{{1,3}})\s*[.):]+\s*(?!{_DIGIT})", text)
    if match is None:
        return None, text
    return int(thai.to_arabic_digits(match["number"])), text[match.end() :].strip()


_BETWEEN_UNITS = re.compile(
    r"\s*[,;/\n]\s*|(?:^|(?<=[\s.ก-๎)]))\s*[-–—•]\s*(?=[ก-ฮเ-ไA-Za-z])|\s+และ\s*(?=กอง|สำนัก|งาน)"
)


def units(text: str) -> list[str]:
    """Responsible units: between commas, slashes, line ends, " -" or numbers; each once, as printed."""
    parts: list[str] = []
    for item in items(text):
        parts += [part.strip(" -–•") for part in _BETWEEN_UNITS.split(item)]
    return list(dict.fromkeys(unit for unit in parts if unit and not is_nothing(unit)))


def unit_groups(text: str) -> list[str]:
    """The groups of units that have a line or numbered item of their own, for pairing with steps."""
    lines = [line for line in text.split("\n") if line.strip()]
    return lines if len(lines) > 1 else items(text) if _NUMBER.match(text) else lines


def periods(text: str) -> list[str]:
    """The periods of a cell; one that a narrow column broke into two lines is rejoined."""
    if is_nothing(text):
        return []
    lines = [_without_marker(line) for line in text.split("\n") if line.strip()]
    joined = " ".join(lines)
    if len(lines) == 1 or _is_period(joined) or re.search(r"[-–—]\s*$", lines[0]):
        return [joined]
    return lines


def _is_period(text: str) -> bool:
    try:
        thai.parse_period(text, 2568)
    except ValueError:
        return False
    return True


# ------------------------------------------------------------------ status
_LATER = re.compile(r"(?:ให้|จะ|จะต้อง|เพื่อให้|ควร)\s*(?:ดำเนินการ)?\s*(?:แล้ว)?\s*เสร็จ")
"""To be finished, which contains the words for "finished"."""
_UNDER_WAY = re.compile(
    r"อยู่\s*(?:ใน)?\s*ระหว่าง|กำลัง(?=จัด|ดำเนิน|ปรับ|พัฒนา|ก่อ|สร้าง|รวบ|ทำ|พิจารณา|เตรียม|ติด|ประ)"
    r"|คาดว่า(?:จะ)?\s*(?:ดำเนินการ)?\s*แล้วเสร็จ"
)
_NOT_BEGUN = re.compile(r"ยัง\s*ไม่\s*(?:ได้)?\s*(?:เริ่ม)?\s*(?:ดำเนิน|จัดทำ|จัดซื้อ|เริ่ม)")
_IN_PART = re.compile(
    r"ไม่\s*(?:ได้|มีการ|สามารถ)\s*(?:ดำเนิน|จัด|ทำ|เริ่ม|เบิก|รับ)|ไม่\s*(?:แล้ว)?\s*เสร็จ|บางส่วน"
    r"|(?:งด|ยกเลิก|เลื่อน|ชะลอ)\s*(?:การ)?\s*(?:ดำเนิน|จัด|โครงการ|กิจกรรม)"
)
"""What was not done, or not wholly, without a word of how far it is."""
_CLOSED = re.compile(r"^\s*ปิดโครงการ(?:แล้ว)?\s*$", re.MULTILINE)
"""How project registers mark a finished project."""
_DONE = re.compile(
    rf"แล้ว(?!\s*แต่)|เมื่อวันที่|ประกาศ\s*ณ\s*วันที่|ระหว่างวันที่|(?:^|\s|[ก-๎])วันที่\s*{_DIGIT}{{1,2}}"
    r"|ได้\s*(?:แจ้ง|จัด|ดำเนินการ|ประชาสัมพันธ์|ชี้แจง|เผยแพร่|รับเรื่อง|ปรับปรุง|ทำการ|มอบหมาย|กำหนด|แต่งตั้ง|ออกประกาศ"
    r"|รายงาน|ทบทวน|สำรวจ|อบรม|ประกาศ)"
)


def status_of(result: str) -> str:
    """The status that a result's sentences imply: under_way, done, not_begun, or "" if none."""
    # A result may say several things. What is unfinished comes first, so that "done" never hides it.
    text = labels.plain(result)
    if _UNDER_WAY.search(text):
        return "under_way"
    if _NOT_BEGUN.search(text):
        return "not_begun"
    if _IN_PART.search(text):
        return ""
    if _CLOSED.search(text):
        return "done"
    return "done" if _DONE.search(_LATER.sub(" ", text)) else ""
