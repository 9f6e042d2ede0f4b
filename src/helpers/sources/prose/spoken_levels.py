"""Finds the levels in running text: beside the number of a total, or in a sentence or line of their own.

A level belongs to the number beside it. A level apart from numbers belongs to the only total, if nothing near
it is about anything else; otherwise it isn't clear whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from helpers.sources.prose import clauses, spoken_years
from helpers.sources.prose.spoken_numbers import RANK, Figure
from helpers.sources.prose.spoken_years import BREAK, NUMBER
from helpers.sources.prose.text_lines import LEVEL_LABEL, LEVEL_WORDS
from helpers.sources.words import labels, quantities
from helpers.sources.words.labels import line_end

_COUNT = r"(?!\s*(?:จำนวน)?\s*[0-9]{1,4}\s*(?:ตัวชี้วัด|แห่ง|หน่วยงาน|ข้อ|ด้าน))"
"""Unless a count follows, of those that reach the level: then it isn't an agency's."""
_LEVEL = re.compile(
    rf"(?:ระดับ(?:ผลการประเมิน)?\s*[:“”\"'(]*\s*(?P<level>(?>{LEVEL_WORDS}))|\((?P<bracket>(?>{LEVEL_WORDS}))\)"
    rf"|(?:(?<=คะแนน)|(?<=[0-9]))[ \t]+(?P<bare>(?>{LEVEL_WORDS}))(?![ก-๎])){_COUNT}"
)
_BRACKET = re.compile(r"[ \t]*\([^()\n]*\)")
_OF_ANOTHER = re.compile(
    rf"{spoken_years.TARGET}|{spoken_years.FORECAST}|หน่วยงานที่|เพื่อ|ให้อยู่|ปี(?:ที่)?(?:ก่อน|ผ่านมา)"
    r"|มุ่ง|สู่|(?:ไม่|มิได้)(?:ถึง|อยู่)|ใกล้|เกือบ|ห่างจาก|(?:กว่า|รองจาก|เทียบ[ก-๎]*)\s*$"
)
_TO_ITS_NUMBER = re.compile(
    r"[\s(:–-]*+(?:ด้วย|ที่|ได้|มี)?+[ \t]*+(?:ผล)?+(?:คะแนน)?+(?:รวม|เฉลี่ย)*+[ \t]*+(?:อยู่ที่|เท่ากับ)?+\s*+"
)
"""What stands between a level and the number that it comes right before."""
_ALONE = re.compile(
    rf"(?:{LEVEL_LABEL.pattern})?\s*[“”\"'(]*(?P<level>ผ่านดีเยี่ยม|ผ่านดี|ไม่ผ่าน|ต้องปรับปรุง(?:โดยด่วน)?|AA?|[BCDEF]|ผ่าน)[“”\"')]*"
)
_NOT_TOLD = {"target", "forecast", "mean", "self", "another", "partial"}
"""Kinds of quantities whose clause can't give the level of the agency's total, so it isn't even reported."""


_SHARE = re.compile(
    rf"ระดับ\s*[:“”\"'(]*\s*(?P<level>(?>{LEVEL_WORDS}))[“”\"')]*\s*(?:มี|คิดเป็น)?\s*ร้อยละ(?:ของหน่วยงาน)?\s*$"
)


def shares(numbers: Iterable[Figure], line_of: Callable[[int], int]) -> set[int]:
    """Where numbers begin that say what percentage of agencies is at which level.

    An agency has only one level. So if a line has percentages for several, they are shares of many agencies.
    """
    hits = {each.start: hit for each in numbers if (hit := _SHARE.search(each.clause))}
    levels: dict[int, set[str]] = {}
    for start, hit in hits.items():
        levels.setdefault(line_of(start), set()).add(hit["level"])
    return {start for start in hits if len(levels[line_of(start)]) > 1}


def near(
    text: str, clause: tuple[int, int], number_end: int, until: int, taken: Collection[int]
) -> tuple[str, int]:
    """The level of the number after a clause ("" if none), and where it begins.

    ``until`` is the next number's place; ``taken`` are the places of earlier numbers' levels.
    """
    end_of_line = line_end(text, number_end)
    begin = number_end
    bracket = _BRACKET.match(text, begin)
    if bracket and until < bracket.end():  # the bracket is about other years, but the level may follow it
        begin = bracket.end()
        further = NUMBER.search(text, begin)
        until = further.start() if further else len(text)
    end = min(until, end_of_line)
    following = BREAK.search(text, begin, end)
    # If the line has an earlier number, a level after a rank may be of either.
    rank = (
        RANK.search(text, begin, end)
        if NUMBER.search(text, text.rfind("\n", 0, clause[0]) + 1, clause[0])
        else None
    )
    end = min([end, *(hit.start() for hit in (following, rank) if hit)])
    before = list(_free(text, *clause, taken))
    after = list(_free(text, begin, end, taken))
    if until < end_of_line:
        after = [hit for hit in after if not _TO_ITS_NUMBER.fullmatch(text, hit.end(), until)]
    beside = [hit for hit in before[-1:] if _TO_ITS_NUMBER.fullmatch(text, hit.end(), clause[1])]
    for hit in [*beside, *after, *before]:
        return hit["level"] or hit["bracket"] or hit["bare"], hit.start()
    if until >= end_of_line:
        place, alone = end_of_line + 1, []
        for line in text[place:].split("\n", 3)[:3]:
            hit_alone = _ALONE.fullmatch(line.strip()) if "ระดับ" in line else None
            alone += [(hit_alone["level"], place)] if hit_alone else []
            place += len(line) + 1
        if len({level for level, _ in alone}) == 1:  # several in a row explain the scale
            return alone[0]
    return "", -1


def _free(text: str, start: int, end: int, taken: Collection[int]) -> Iterator[re.Match[str]]:
    """The levels of a part of a text that are no earlier number's, and no target or somebody else's."""
    for hit in _LEVEL.finditer(text, start, end):
        lead = text[max(start, hit.start() - 30) : hit.start()].replace("เกณฑ์", " ")
        if hit.start() not in taken and not _OF_ANOTHER.search(lead):
            yield hit


def apart(text: str, own: Collection[int], taken: Collection[int]) -> Iterator[tuple[int, str, bool]]:
    """The levels that stand beside no number: place, level, and whether they are sure to be the agency's.

    ``own`` are the places of the agency's totals, ``taken`` those of their levels.
    """
    line_start, scale, others, plain = -1, False, False, True
    for hit in _free(text, 0, len(text), taken):
        start = text.rfind("\n", 0, hit.start()) + 1
        if start != line_start:
            line_start, end = start, line_end(text, start)
            numbers = [
                n
                for n in NUMBER.finditer(text, start, end)
                if n.start() not in own and text[start : n.start()].strip()
            ]
            ranks = [rank.span() for rank in RANK.finditer(text, start, end)]
            numbers = [n for n in numbers if not any(first <= n.start() < last for first, last in ranks)]
            others = any(n["unit"] or "." in n["score"] for n in numbers)
            plain = not (numbers or ranks)
            scale = len({each.group().strip("( )") for each in _LEVEL.finditer(text, start, end)}) > 1
        clause = _clause(text, start, hit.start()).replace("เกณฑ์", " ")
        kind = clauses.quantity_of(clause, clause, "", another=quantities.of_another(clause), dated=True).kind
        if (
            others
            or scale
            or kind in _NOT_TOLD
            or labels.instrument_part(clause)
            or labels.indicators_in(clause)
        ):
            continue
        yield hit.start(), hit["level"] or hit["bracket"] or hit["bare"], plain and kind == "score"


def _clause(text: str, start: int, place: int) -> str:
    begins = [hit.end() for words in (BREAK, RANK) for hit in words.finditer(text, start, place)]
    return text[max(begins, default=start) : place]


def of_line(text: str, start: int) -> str:
    """The level that a line consists of; "" for any other line."""
    alone = _ALONE.fullmatch(text[start : line_end(text, start)].strip())
    return alone["level"] if alone else ""
