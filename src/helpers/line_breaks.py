"""Where a line of Thai may end: between words, never inside one.

Thai has no spaces between words, so breaking lines takes a dictionary. Browsers have a small one: they split
words that it lacks, and terms that belong together (ตัวชี้|วัด). Here words are found by maximal matching with
PyThaiNLP's dictionary, and the field's own terms stay whole. Pages, charts and documents all use this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from pythainlp.tokenize import newmm
from pythainlp.util import Trie

# Longest first, so that joined with | they make a pattern that prefers ปีงบประมาณ to งบประมาณ. All fit a phone
# of 320 px.
TERMS: tuple[str, ...] = (
    "หน่วยงานภาครัฐ",
    "ผลการดำเนินการ",
    "ผลการดำเนินงาน",
    "ต้องปรับปรุง",
    "ผ่านดีเยี่ยม",
    "ผู้รับผิดชอบ",
    "ข้อร้องเรียน",
    "ประสิทธิภาพ",
    "ความโปร่งใส",
    "เจ้าหน้าที่",
    "ข้อเสนอแนะ",
    "ปีงบประมาณ",
    "รายละเอียด",
    "การประเมิน",
    "การทุจริต",
    "ผู้บริหาร",
    "ตัวชี้วัด",
    "ทรัพย์สิน",
    "ดำเนินการ",
    "ดำเนินงาน",
    "เว็บไซต์",
    "งบประมาณ",
    "ส่งเสริม",
    "หน่วยงาน",
    "ระยะเวลา",
    "ผลลัพธ์",
    "คุณธรรม",
    "ประชาชน",
    "บุคลากร",
    "มาตรการ",
    "แนวทาง",
    "รายงาน",
    "กิจกรรม",
    "โครงการ",
    "จุดอ่อน",
    "ร้อยละ",
    "แบบวัด",
    "ผ่านดี",
    "ราชการ",
    "เทศบาล",
    "ข้อมูล",
    "เปิดเผย",
    "ต่ำสุด",
    "สูงสุด",
    "คะแนน",
)
"""Compounds of the field, never broken."""

LONGEST = 24
"""Letters in the longest piece, not counting marks; a longer one, such as an address, is broken anywhere."""

_THAI = re.compile(r"[\u0e01-\u0e4e\u0e5a\u0e5b]+")
_RUN = re.compile(r"[^ \n]+(?: ๆ[^ \n]*)*[ \n]*|[ \n]+")
_TERMS = re.compile("|".join(map(re.escape, TERMS)))
# A line may not begin with a vowel or mark of the letter before it, ๆ, ฯ, a closing sign or a no-break space,
# nor end with a vowel that is read after the letter that follows, an opening sign or a no-break space.
_NOT_FIRST = re.compile(r"[ \u0e2f-\u0e3a\u0e45-\u0e4e\u0300-\u036f\u00a0\u202f)\]},.;:!?%/”’…]|[ก-ฮ][ิุ]?์")
_NOT_LAST = re.compile(r"[เแโใไ(\[{“‘\u00a0\u202f]")
_INSIDE = re.compile(r"[!-~๐-๙]{2}|\.[ก-ฮ]|[ก-๎][0-9๐-๙]")
"""Two characters of a number, a Latin word or an abbreviation (พ.ศ.); a word and the number after it."""
_HEADS = {"การ", "ความ", "ผู้", "นัก", "ไม่", "และ", "หรือ"}
"""Words that belong to the next one; a line ending in one reads as if something were missing."""
_BEFORE_THAI = re.compile(r"^[^ก-๎]+")
"""A number or an opening sign before the first word."""
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_IN_ADDRESSES = re.compile(r"(?<=[/?&=_.-])(?=[0-9A-Za-z])")


_BEGINNING = 4
"""How many first letters group words until one is needed; fewer would also build words that no page has."""


class _Words(Trie):
    """A trie built on demand: all 62,000 words would take a second, those of a page take a tenth."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(())
        self._ungrown: dict[str, list[str]] = {}
        for word in words:
            self._ungrown.setdefault(word[:_BEGINNING], []).append(word)

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """The words with which the text begins at a place, the shortest first."""
        for end in range(start + 1, start + _BEGINNING + 1):
            for word in self._ungrown.pop(text[start:end], ()):
                self.add(word)
        return super().prefixes(text, start)

    def __bool__(self) -> bool:
        """Whether there are words, built or not; newmm would ignore an empty dictionary."""
        return bool(self._ungrown) or len(self) > 0


@lru_cache(maxsize=1)
def _dictionary() -> Trie:
    """PyThaiNLP's list of words (CC0) with the field's terms."""
    words = files("pythainlp.corpus").joinpath("words_th.txt").read_text(encoding="utf-8").split("\n")
    return _Words([*filter(None, (word.strip() for word in words)), *TERMS])


def pieces(text: str) -> list[str]:
    """The text in pieces between which a line may end; together they are the text.

    A space belongs to the piece before it. Nothing is broken at a no-break space, within a number or a
    Latin word, before a closing or after an opening sign, or inside one of ``TERMS``.
    """
    return [piece for run in _RUN.findall(text) for piece in _pieces_of_run(run)]


@lru_cache(maxsize=1 << 15)
def _pieces_of_run(run: str) -> tuple[str, ...]:
    ends = sorted(_ends(run))
    cut = tuple(run[start:end] for start, end in zip([0, *ends], [*ends, len(run)], strict=True))
    return tuple(part for piece in cut for part in _of_bearable_length(piece))


def _ends(run: str) -> set[int]:
    """The places inside a run without spaces where a line may end."""
    ends: set[int] = set()
    for match in _THAI.finditer(run):
        words = newmm.segment(match[0], _dictionary())
        ends |= {match.start(), *accumulate(map(len, words), initial=match.start())}
    for term in _TERMS.finditer(run):
        inside = ends & set(range(term.start() + 1, term.end()))
        if inside:
            ends = (ends - inside) | {term.start(), term.end()}
    ends = {end for end in ends if _may_end(run, end)}
    before = 0
    for end in sorted(ends):
        if _BEFORE_THAI.sub("", run[before:end]) in _HEADS:
            ends.discard(end)
        before = end
    return ends


def _may_end(run: str, end: int) -> bool:
    before, after = run[:end], run[end:].rstrip(" \n")
    return (
        min(_letters(before), _letters(after)) > 1
        and not _NOT_FIRST.match(after)
        and not _NOT_LAST.match(before[-1])
        and not _INSIDE.match(run, end - 1)
    )


def _letters(text: str) -> int:
    """How many letters and signs are side by side; marks above and below take no width."""
    return len(_MARKS.sub("", text))


def _of_bearable_length(piece: str) -> list[str]:
    if _letters(piece) <= LONGEST:
        return [piece]
    parts = [part for part in _IN_ADDRESSES.split(piece) if part]
    return [part for each in parts for part in _anywhere(each)]


def _anywhere(part: str) -> list[str]:
    """Splits a part that is still too long between any letters, keeping each with its marks."""
    if _letters(part) <= LONGEST:
        return [part]
    cut = [
        0,
        *(n for n in range(1, len(part)) if not (_NOT_FIRST.match(part, n) or _NOT_LAST.match(part, n - 1))),
    ]
    return [part[start:end] for start, end in zip(cut, [*cut[1:], len(part)], strict=True)]
