"""What a printed label means: an indicator, an instrument, a year, a total, a level.

Labels may contain blanks and line ends, lack marks or have them in the wrong place, use Thai or Arabic
digits, or numbers of another list; so they are recognised by their remaining words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from helpers import framework, thai

_MARKS = "ัิ-ฺ็-๎"
_LOOSE = rf"[{_MARKS}\s�]*"
"""What may stand between two letters of a name: marks, blanks, letters that could not be read."""


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Normalised, with Arabic digits; lines and blanks kept."""
    return thai.to_arabic_digits(thai.normalise(text))


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Plain, without blanks and in small letters, for comparing headings."""
    return re.sub(r"\s+", "", plain(text)).casefold()


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Bare and without vowel and tone marks, which bad scans and old fonts lose."""
    return re.sub(rf"[{_MARKS}�]", "", bare(text).replace("ำ", "า"))


def line_end(text: str, place: int) -> int:
    """Where the line of a place in a text ends."""
    end = text.find("\n", place)
    return len(text) if end < 0 else end


# ------------------------------------------------------------------ indicators
def _loosely(name: str) -> str:
    return _LOOSE.join("[ำา]" if letter == "า" else re.escape(letter) for letter in skeleton(name))


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, set[int]]]:
    """One pattern for all names of indicators in any year, and the numbers by the names' skeletons."""
    numbers: dict[str, set[int]] = {}
    for each in (each for year in framework.years() for each in framework.for_year(year).indicators):
        for name in each.names:
            numbers.setdefault(skeleton(name), set()).add(each.number)
    longest_first = sorted(numbers, key=len, reverse=True)
    patterns = (f"(?:{_loosely(name)}[{_MARKS}\ufffd]*)" for name in longest_first)
    return re.compile("|".join(patterns)), numbers


def indicators_in(text: str) -> list[tuple[int, int, int]]:
    """Every indicator that a plain text names: (start, end, number).

    One whose number differs from year to year is only known by the number printed before it.
    """
    pattern, numbers = _names()
    mentions = []
    for hit in pattern.finditer(text):
        candidates = numbers[skeleton(hit.group())]
        number_before = _BEFORE.search(text[: hit.start()]) if len(candidates) > 1 else None
        if number_before and int(number_before["number"]) in candidates:
            candidates = {int(number_before["number"])}
        if len(candidates) == 1:
            mentions.append((hit.start(), hit.end(), min(candidates)))
    return mentions


_BEFORE = re.compile(r"(?<![0-9.])(?P<number>[0-9]{1,2})\s*[.):]?\s*(?:ด้าน)?$")
"""An indicator's number right before its name."""
_NUMBERED = re.compile(r"(?:ตัว\s*ชี้\s*วัด|ต\.?ช\.?ว\.?)\s*(?:ที่)?\s*(?P<number>[0-9]{1,2})(?![0-9.]*[0-9])")
"""A number that a word says is an indicator's; not 2.1, which is a section or an item."""
_LEADING = re.compile(r"(?:ข้อ(?:ที่)?\s*)?(?P<number>[0-9]{1,2})\s*[.):]?(?![.0-9]*[0-9])")
"""A number at the beginning of a label, which is an indicator's only if its name follows."""
_AROUND = re.compile(
    r"(?:ตัวชี้วัด|ต\.?ช\.?ว\.?)(?:ที่)?|ด้าน(?:ที่)?|มิติ(?:ที่)?|ประเด็น(?:ที่)?|องค์ประกอบ(?:ที่)?|ข้อ(?:ที่)?|แบบวัด|แบบตรวจ|(?:การ)?เปิดเผยข้อมูลสาธารณะ"
    r"|(?:การรับรู้ของ)?(?:ผู้มีส่วนได้ส่วนเสีย|ผู้มีส่วนได้เสีย)(?:ภายใน|ภายนอก)|ผลการประเมิน|คะแนน|ร้อยละ|น้ำหนัก"
    r"|[a-z]|[0-9]|[^ก-๎]"
)
"""What may surround an indicator's name in a label; with any other word, the label means something else."""


@lru_cache(maxsize=65536)
def indicator(text: str) -> tuple[int | None, int | None]:
    """The indicator by the label's name and the one by its number; None where it has none.

    A label with further words only resembles an indicator's (see ``resembles``), unless the number is
    written in full (ตัวชี้วัดที่ 9).
    """
    text = plain(text)
    if len(text) > _LONGEST_LABEL:
        return None, None
    names = indicators_in(text)
    numbered = _NUMBERED.search(text)
    number = int(numbered["number"]) if numbered else None
    if len({each for *_, each in names}) != 1:
        return None, number if number and not names and not _words_beside(text, []) else None
    by_name = names[0][2]
    if _words_beside(text, names) and number != by_name:
        return None, None
    leading = _LEADING.match(text)
    return by_name, number or (int(leading["number"]) if leading else None)


_LONGEST_LABEL = 160
"""Longer text is a sentence that mentions an indicator."""


def _words_beside(text: str, names: list[tuple[int, int, int]]) -> bool:
    """Whether words that an indicator's label doesn't have remain beside the names."""
    for start, end, _ in reversed(names):
        text = f"{text[:start]} {text[end:]}"
    return bool(_AROUND.sub("", bare(text)))


@lru_cache(maxsize=65536)
def resembles(text: str) -> str:
    """The name of the indicator that a label resembles without being its label; "" if none."""
    names = {number for *_, number in indicators_in(plain(text))}
    if len(text) > _LONGEST_LABEL or len(names) != 1 or any(indicator(text)):
        return ""
    number = names.pop()
    return framework.called(number)[0].names[0]


@lru_cache(maxsize=1)
def instruments() -> str:
    """A pattern for the ids of the instruments."""
    return "|".join(framework.instruments())


@lru_cache(maxsize=65536)
def instrument(text: str) -> str | None:
    """The one instrument that a label names."""
    ids = re.findall(rf"(?<![A-Za-z])(?:{instruments()})(?![A-Za-z])", text, re.IGNORECASE)
    named_instruments = {hit.upper() for hit in ids}
    if not named_instruments and bare(text).startswith("แบบ"):
        words = {name: each.words for name, each in framework.instruments().items()}
        named_instruments = {name for name in words if any(word in bare(text) for word in words[name])}
    return named_instruments.pop() if len(named_instruments) == 1 else None


def instrument_part(text: str) -> str:
    """The instrument or the part of one that a label names, as in ``framework.scored``; "" for none."""
    name = (instrument(text) or "").lower()
    parts = [part.removeprefix(f"{name}_") for part in framework.scored() if part.startswith(f"{name}_")]
    before = rf"(?:ส่วน(?:ที่)?|part|ตอน(?:ที่)?|ชุด(?:ที่)?|{name})\s*[-.(]?\s*"
    part = re.search(rf"{before}(?P<part>{'|'.join(parts)})(?![0-9.])", plain(text), re.IGNORECASE)
    return f"{name}_{part['part']}" if parts and part else name


_TOTAL = re.compile(
    r"(?:ผล)?(?:รวม)?(?:ค่า)?(?:คะแนน|ผลการประเมิน|ผลประเมิน|รวม|เฉลี่ย)(?:ผล)?(?:การ)?(?:ประเมิน)?"
    r"(?:เฉลี่ย|รวม|ภาพรวม|สุทธิ|ทั้งหมด|ทั้งสิ้น|ที่ได้|ถ่วงน้ำหนัก|คะแนน)*"
    r"(?:\(?ita\)?)?(?:รวม|เฉลี่ย|ทั้งหมด|ภาพรวม|ของหน่วยงาน)*(?:\(?(?:100)?(?:คะแนน|ร้อยละ)?\)?)"
)


@lru_cache(maxsize=65536)
def is_total(text: str) -> bool:
    """Whether a row's label means the total."""
    return _TOTAL.fullmatch(bare(text)) is not None


# ------------------------------------------------------------------ years
_ERA = r"(?:พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?)"
_MONTHS = "|".join(map(re.escape, (*thai.MONTHS["th"], *thai.SHORT_MONTHS["th"])))
# Two digits are a year only if the word right before them says so.
_DIGITS = (
    r"(?P<year>[0-9]{4}(?![0-9]|\.[0-9])|[67][0-9](?![0-9]|\.[0-9]|\s*(?:%|คะแนน|ข้อ|วัน|เดือน|คน|ราย|แห่ง)))"
)
_FISCAL = re.compile(
    rf"(?:(?:งบ\s*ประมาณ|ประจำ\s*ปี|ปี)\s*{_ERA}?|(?<![A-Za-z])ITA\s*(?:ปี)?\s*{_ERA}?)\s*{_DIGITS}",
    re.IGNORECASE,
)
_WITH_ERA = re.compile(rf"(?P<month>(?:{_MONTHS})\s*)?{_ERA}\s*{_DIGITS}")
_YEAR_ALONE = re.compile(
    r"(?<![0-9.,/])(?P<year>25[0-9]{2}|20[0-9]{2}|3[01][0-9]{2})(?![0-9]|\.[0-9]|-[0-9]{2}-[0-9]{2})"
)

_BESIDE_NUMBER = re.compile(
    r"(?<![0-9.,/])(?P<year>25[0-9]{2})"
    r"(?:(?<=\([0-9]{4})(?=\))|(?=[ \t]*[:=][ \t]*[0-9]{2,3}\.[0-9]{2}(?![0-9])))"
)
"""A year that only its place beside a score tells: 91.40 (2566), 2566: 91.40."""
_SCORE_BEFORE = re.compile(r"[0-9]\.[0-9]{2}[ \t]*(?:คะแนน|%)?[ \t]*\($")


@lru_cache(maxsize=65536)
def year_in_heading(text: str) -> str:
    """The year in a column's heading or a cell, as text; a year given in both BE and CE is one. "" if none.

    An impossible year is returned as printed, for the checks to refuse.
    """
    text = plain(text)
    texts = _YEAR_ALONE.findall(text) or [hit["year"] for hit in _year_hits(text)]
    years = dict.fromkeys(_as_year(each) for each in texts)
    return next(iter(years)) if len(years) == 1 else ""


def _year_hits(text: str) -> list[re.Match[str]]:
    """The places where a plain text names a fiscal year, ignoring years of dates."""
    hits = [*_FISCAL.finditer(text), *(hit for hit in _WITH_ERA.finditer(text) if not hit["month"])]
    hits += [
        hit
        for hit in _BESIDE_NUMBER.finditer(text)
        if text[max(0, hit.start() - 1) : hit.start()] != "("
        or _SCORE_BEFORE.search(text, max(0, hit.start() - 20), hit.start())
    ]
    by_place = {hit.start("year"): hit for hit in hits}
    return [by_place[place] for place in sorted(by_place)]


@lru_cache(maxsize=4096)
def years_in_text(text: str) -> list[str]:
    """The fiscal years that a text names, in order and each once, ignoring years of dates."""
    return list(dict.fromkeys(_as_year(hit["year"]) for hit in _year_hits(plain(text))))


def year_mentions(text: str) -> list[tuple[int, str]]:
    """Where a plain text names a year, and which."""
    return [(hit.start(), _as_year(hit["year"])) for hit in _year_hits(text)]


def _as_year(digits: str) -> str:
    try:
        return str(thai.parse_fiscal_year(digits))
    except ValueError:
        return digits


# ------------------------------------------------------------------ scores and levels
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
"""Longer words come first, as ผ่าน is a part of most."""


@lru_cache(maxsize=65536)
def number_of(text: str) -> Decimal | None:
    """The number that a cell consists of; None if it has none or anything else."""
    try:
        return thai.parse_number(text)
    except ValueError:
        return None


_BESIDE_SCORE = re.compile(
    r"คะแนน|ระดับ|ร้อยละ|รวม|เฉลี่ย|ได้|ผล|ประเมิน|ita|score|เกณฑ์|เต็ม\s*100|/\s*100|[%:;=“”\"'|]", re.IGNORECASE
)
"""What may stand beside a score in its cell without changing what it is."""
_TREND = re.compile(r"(?<=[0-9%])\s*[▲▼△▽↑↓⬆⬇➚➘↗↘★☆✓✔🔺🔻\ufe0f]+\s*$")
"""A mark behind a number for better, worse or best."""


@lru_cache(maxsize=65536)
def score_and_level(text: str) -> tuple[str, str]:
    """The number and the level of a cell such as "96.04 (ผ่าน) ระดับ AA"; either may be "".

    A cell with anything else (ขาด 10.00, ไม่ถึง 85, 9O.50, "90 .50", +1.20, a number in brackets) is returned
    unchanged, for the checks to refuse.
    """
    text = _TREND.sub("", plain(text))
    if number_of(text) is not None:
        return text, ""
    levels = list(dict.fromkeys(_LEVEL.findall(text)))
    rest = _BESIDE_SCORE.sub(" ", _LEVEL.sub(" ", text))
    if levels and not re.search("[0-9ก-๎A-Za-z]", rest):
        return "", " ".join(levels)
    bracketed = r"\(?" if levels else ""
    number = re.fullmatch(rf"[\s().,–-]*?{bracketed}(?P<number>[0-9]{{1,3}}(?:\.[0-9]+)?)[\s()]*", rest)
    if number and (levels or not re.search(r"[()]", rest)):
        return number["number"], " ".join(levels)
    return text, ""


def score_of(text: str) -> Decimal | None:
    """The number of a cell that may also print a level; None if it has none or anything else."""
    return number_of(score_and_level(text)[0])


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
