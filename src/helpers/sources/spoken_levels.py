"""The level that the sentence of a total says, before or after the number, or in the next line."""

from __future__ import annotations

import re

from helpers.sources import spoken_years
from helpers.sources.spoken_years import BREAK, NUMBER
from helpers.sources.text_lines import LEVEL_LABEL, LEVEL_WORDS, line_end

_LEVEL = re.compile(
    rf"ระดับ(?:ผลการประเมิน)?\s*[:“”\"'(]*\s*(?P<level>{LEVEL_WORDS})|\((?P<bracket>{LEVEL_WORDS})\)"
)
_BRACKET = re.compile(r"[ \t]*\([^()\n]*\)")
_OF_ANOTHER = re.compile(
    rf"{spoken_years.TARGET}|{spoken_years.FORECAST}|หน่วยงานที่|เพื่อ|ให้อยู่|ปี(?:ที่)?(?:ก่อน|ผ่านมา)"
    r"|มุ่ง|สู่|(?:ไม่|มิได้)(?:ถึง|อยู่)|ใกล้|เกือบ|ห่างจาก|(?:กว่า|รองจาก|เทียบ[ก-๎]*)\s*$"
)


def near(text: str, clause: tuple[int, int], number_end: int, until: int, taken: int) -> tuple[str, int]:
    """The level of the number after a clause ("" if none), and where it ends.

    ``until`` is the next number's place; what stands before ``taken`` is an earlier number's level.
    """
    end_of_line = line_end(text, number_end)
    begin = number_end
    bracket = _BRACKET.match(text, begin)
    if bracket and until < bracket.end():  # its numbers are other years', but what follows it is not
        begin = bracket.end()
        further = NUMBER.search(text, begin)
        until = further.start() if further else len(text)
    following = BREAK.search(text, begin)
    after_end = min(until, end_of_line, following.start() if following else until)
    for start, end in ((begin, after_end), clause):
        for hit in _LEVEL.finditer(text, start, end):
            if hit.start() < taken:
                continue
            if not _OF_ANOTHER.search(text[max(start, hit.start() - 30) : hit.start()]):
                return hit["level"] or hit["bracket"], hit.end()
    if until >= end_of_line:
        for line in text[end_of_line + 1 :].split("\n", 2)[:2]:
            alone = _ALONE.fullmatch(line.strip())
            if alone:
                return alone["level"], taken
    return "", taken


_ALONE = re.compile(rf"{LEVEL_LABEL.pattern}\s*[“”\"'(]*(?P<level>{LEVEL_WORDS})[“”\"')]*")
