"""What a printed label speaks of: an indicator, an instrument, a year, a total, a level.

Labels come with blanks and line ends inside, marks lost or misplaced, Thai or Arabic digits, numbers
that belong to another count; what they mean is found by the words that are left.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from helpers import framework, thai

_MARKS = "ัิ-ฺ็-๎"
_LOOSE = rf"[{_MARKS}\s�]*"


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Normalised, with Arabic digits; lines and blanks kept."""
    return thai.to_arabic_digits(thai.normalise(text))


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Plain, without any blank, in small letters: for comparing headings."""
    return re.sub(r"\s+", "", plain(text)).casefold()


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Bare, without vowel and tone marks: what survives a bad scan or an old font."""
    return re.sub(rf"[{_MARKS}�]", "", bare(text).replace("ำ", "า"))


# ------------------------------------------------------------------ indicators
def _loosely(name: str) -> str:
    return _LOOSE.join("[ำา]" if letter == "า" else re.escape(letter) for letter in skeleton(name))


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, int]]:
    """One pattern for every name that an indicator has in any year, and the number by skeleton."""
    every = (indicator for year in framework.years() for indicator in framework.for_year(year).indicators)
    numbers = {skeleton(name): indicator.number for indicator in every for name in indicator.names}
    longest_first = sorted(numbers, key=len, reverse=True)
    return re.compile("|".join(f"(?:{_loosely(name)})" for name in longest_first)), numbers


def named(text: str) -> list[tuple[int, int, int]]:
    """Every indicator that a plain text names: (start, end, number)."""
    pattern, numbers = _names()
    return [(hit.start(), hit.end(), numbers[skeleton(hit.group())]) for hit in pattern.finditer(text)]


_NUMBERED = re.compile(r"ตัว\s*ชี้\s*วัด\s*(?:ที่)?\s*(?P<number>[0-9]{1,2})(?![0-9.]*[0-9])")
_LEADING = re.compile(r"(?P<number>[0-9]{1,2})\s*[.):]?(?![0-9])")
_AROUND = 30
"""Characters that may stand around an indicator's name in a label; more is a sentence."""


@lru_cache(maxsize=65536)
def indicator(text: str) -> tuple[int | None, int | None]:
    """The indicator that a label names, and the one that it numbers; None where it does not."""
    text = plain(text)
    names = named(text)
    by_name = None
    if len({number for *_, number in names}) == 1:
        start, end, number = names[0]
        if len(text) - (end - start) <= _AROUND:
            by_name = number
    printed = _NUMBERED.search(text) or (_LEADING.match(text) if by_name else None)
    by_number = int(printed["number"]) if printed and (by_name or len(text) <= 2 * _AROUND) else None
    return by_name, by_number


_INSTRUMENT = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", re.IGNORECASE)
_INSTRUMENT_WORDS = {"IIT": "ภายใน", "EIT": "ภายนอก", "OIT": "สาธารณะ"}


@lru_cache(maxsize=65536)
def instrument(text: str) -> str | None:
    """The one instrument that a label names."""
    found = {hit.upper() for hit in _INSTRUMENT.findall(text)}
    if not found and bare(text).startswith("แบบ"):
        found = {name for name, word in _INSTRUMENT_WORDS.items() if word in bare(text)}
    return found.pop() if len(found) == 1 else None


_TOTAL = re.compile(
    r"(?:ผล)?(?:รวม)?(?:ค่า)?(?:คะแนน|ผลการประเมิน|ผลประเมิน|รวม|เฉลี่ย)(?:ผล)?(?:การ)?(?:ประเมิน)?"
    r"(?:เฉลี่ย|รวม|ภาพรวม|สุทธิ|ทั้งหมด|ทั้งสิ้น|ที่ได้|ถ่วงน้ำหนัก|คะแนน)*"
    r"(?:\(?ita\)?)?(?:รวม|เฉลี่ย|ทั้งหมด|ภาพรวม|ของหน่วยงาน)*(?:\(?(?:100)?(?:คะแนน|ร้อยละ)?\)?)"
)


@lru_cache(maxsize=65536)
def is_total(text: str) -> bool:
    """Whether a row's label says that the row holds the total."""
    return _TOTAL.fullmatch(bare(text)) is not None


# ------------------------------------------------------------------ years
_YEAR_SAID = re.compile(
    r"(?:(?:งบ\s*ประมาณ|ประจำ\s*ปี|ปี)\s*(?:พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?)?|พ\s*\.\s*ศ\s*\.|ค\s*\.\s*ศ\s*\.)"
    r"\s*(?P<year>[0-9]{4})(?![0-9])"
)
_FISCAL = re.compile(
    r"(?:งบ\s*ประมาณ|ประจำ\s*ปี|ปี)\s*(?:พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?)?\s*(?P<year>[0-9]{4})(?![0-9])"
)
_YEAR_ALONE = re.compile(r"(?<![0-9.,/])(?P<year>25[0-9]{2}|20[0-9]{2}|3[01][0-9]{2})(?![0-9]|\.[0-9])")


@lru_cache(maxsize=65536)
def year_in_heading(text: str) -> str:
    """The year in a column's heading or a cell, as text; CE beside BE is one year. "" where there is none.

    A year that cannot be comes back as it is printed, for the checks to refuse.
    """
    found = _YEAR_ALONE.findall(plain(text))
    years = dict.fromkeys(_as_year(each) for each in found)
    return next(iter(years)) if len(years) == 1 else ""


def years_in_text(text: str) -> list[str]:
    """The fiscal years that a text names, in order, each once; years of dates are left aside."""
    return list(dict.fromkeys(_as_year(hit["year"]) for hit in _FISCAL.finditer(plain(text))))


def year_mentions(text: str) -> list[tuple[int, str]]:
    """Where a plain text names a year, and which."""
    return [(hit.start(), _as_year(hit["year"])) for hit in _YEAR_SAID.finditer(text)]


def _as_year(digits: str) -> str:
    try:
        return str(thai.parse_fiscal_year(digits))
    except ValueError:
        return digits


# ------------------------------------------------------------------ scores and levels
_DECIMAL = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]+)?(?![0-9]|\.[0-9])")
_LEVEL_WORDS = (
    "ผ่านดีเยี่ยม",
    "ผ่านดี",
    "ไม่ผ่าน",
    "ผ่าน",
    "ต้องปรับปรุงโดยด่วน",
    "ต้องปรับปรุง",
    "ควรปรับปรุง",
)
_LEVEL = re.compile("|".join(_LEVEL_WORDS) + r"|(?<![A-Za-z])(?:AA|[ABCDEF])(?![A-Za-z])")


@lru_cache(maxsize=65536)
def number_of(text: str) -> Decimal | None:
    """The number a cell prints; None where it prints none, or more than a number."""
    try:
        return thai.parse_number(text)
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def score_and_level(text: str) -> tuple[str, str]:
    """A cell such as "96.04 (ผ่าน) ระดับ AA" as its number and its level, either ""."""
    text = plain(text)
    levels = list(dict.fromkeys(_LEVEL.findall(text)))
    if number_of(text) is not None:
        return text, ""
    rest = _LEVEL.sub(" ", text)
    numbers = _DECIMAL.findall(re.sub(r"เต็ม\s*[0-9]+", " ", rest))
    if len(numbers) == 1 and not re.search(
        r"[ก-ฮA-Za-z]{12,}", re.sub(r"คะแนน|ระดับ|ร้อยละ|รวม|เฉลี่ย", " ", rest)
    ):
        return numbers[0], " ".join(levels)
    return ("", " ".join(levels)) if levels else (text, "")


@lru_cache(maxsize=65536)
def is_level(text: str) -> bool:
    """Whether a cell holds a level and nothing else."""
    return bool(_LEVEL.search(plain(text))) and not re.search("[ก-ฮA-Z]", _LEVEL.sub("", plain(text)))


def level_in(text: str) -> str:
    """The level that a cell prints, as printed, without ระดับ, brackets and quotation marks."""
    levels = list(dict.fromkeys(_LEVEL.findall(plain(text))))
    if levels:
        return " ".join(levels)
    return re.sub(r"^ระดับ|[“”\"'()]", "", plain(text)).strip()
