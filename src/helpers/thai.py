"""Thai as it is written in agencies' papers: digits, numbers, dates, fiscal years, periods, line breaks.

Readers (`parse_*`) take the spellings that occur in published documents and refuse whatever could mean two
things; writers (`format_*`, `localise`, `no_break`) produce one spelling. A "year" is always one of the
Buddhist Era (BE = CE + 543); `date` values are Gregorian as everywhere.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

import pandas as pd

from helpers.choices import Language
from helpers.decimals import to_decimal

MISSING = "–"
MINUS = "−"
NO_BREAK_SPACE = "\u00a0"

MONTHS = {
    "th": (
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS = {
    "th": ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}

# --- digits and numbers ---

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_NUMBER = re.compile(
    r"""(?:ร้อยละ\s*)?
    (?P<stray>\.\s*)?                               # a full stop left over from the text before: ).94.92
    (?P<sign>[-−–+]?)\s*
    (?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)
    (?P<fraction>\.[0-9]+)?
    \s*(?:%|คะแนน)?""",
    re.VERBOSE,
)

# Addresses keep their digits. A bare domain needs a label with a letter before the last one, so that "1.IIT"
# (an item glued to its text) is none; with a scheme or www. everything up to the next blank belongs to it.
# The lookbehinds keep the pattern from starting again at every letter of the same word.
_ADDRESS = re.compile(
    r"""(?:(?<![a-z])[a-z]+://|www\.)[^\s<>"]+
    |(?<![a-z0-9._%+-])[a-z0-9._%+-]++@[a-z0-9.-]+
    |(?<![a-z0-9-])(?<![a-z0-9-]\.)(?=[0-9.-]*+[a-z][a-z0-9-]*\.)
     (?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?(?:[/?\#][^\s<>"]*)?""",
    re.VERBOSE | re.IGNORECASE,
)


def to_thai_digits(text: str) -> str:
    """Return the text with every Arabic digit as a Thai one; for prose see `localise`."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """Return the text with every Thai digit as an Arabic one; for prose see `localise`."""
    return text.translate(_TO_ARABIC)


def localise(text: str, digits: str) -> str:
    """Return running text with its digits "thai" or "arabic", except in web and e-mail addresses.

    An address with translated digits leads nowhere. Codes such as O25 are text like any other and do change.

    Raises ValueError for other `digits`.
    """
    parts = []
    end = 0
    for address in _ADDRESS.finditer(text):
        parts += [_in_digits(text[end : address.start()], digits), address.group()]
        end = address.end()
    parts.append(_in_digits(text[end:], digits))
    return "".join(parts)


def parse_number(text: str) -> Decimal:
    """Return the number a cell prints, exactly, in the unit printed ("๘๕ %" is 85, not 0.85).

    Takes Thai and Arabic digits, also mixed; −, – or - as minus, also apart from its number; + as well;
    thousands commas in the right places; ร้อยละ before, % or คะแนน after; blanks around. A full stop before a
    number that has decimals of its own is a leftover (".94.92" is 94.92); before one without decimals (".94")
    it could mean either, and is refused.

    Raises ValueError for anything else: a dash or nothing (missing is not zero), words, 1.000,5 and 1e5.
    """
    match = _NUMBER.fullmatch(to_arabic_digits(normalise(text)))
    if match is None:
        raise ValueError(f"not a number: {text!r}")
    if match["stray"] and not match["fraction"]:
        raise ValueError(f"unclear full stop before the number: {text!r}")
    sign = "-" if match["sign"] in {"-", "−", "–"} else ""
    return Decimal(sign + match["whole"].replace(",", "") + (match["fraction"] or ""))


def format_number(
    value: Decimal | int | float | None, places: int = 2, *, digits: str = "thai", signed: bool = False
) -> str:
    """Return a number as it is printed: `places` decimals, half-up, thousands commas, "−" (U+2212) as minus.

    `signed` puts "+" before what is positive after rounding; zero has no sign ever. Missing (None, NaN, NA)
    is "–", which `parse_number` refuses, so that it can never come back as a zero.

    Raises ValueError for infinity, for more than 28 digits, and for `digits` other than "thai" or "arabic".
    """
    _check_digits(digits)
    if value is None or _is_nan(value):
        return MISSING
    rounded = to_decimal(value, places)
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return _in_digits(f"{sign}{abs(rounded):,.{places}f}", digits)


def _is_nan(value: object) -> bool:
    return value is pd.NA or value != value  # only NaN differs from itself


def _check_digits(digits: str) -> None:
    if digits not in {"thai", "arabic"}:
        raise ValueError(f"digits must be 'thai' or 'arabic', not {digits!r}")


def _in_digits(text: str, digits: str) -> str:
    _check_digits(digits)
    return to_thai_digits(text) if digits == "thai" else to_arabic_digits(text)


# --- text as it was typed or extracted ---

_TONES = "\u0e48-\u0e4b"  # mai ek to mai chattawa
_ABOVE_ALL = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # what stands on top of a vowel mark: the tones and thanthakhat
_VOWEL_MARKS = "\u0e31\u0e34-\u0e3a"
_SARA_AM = "\u0e33"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_END = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Runs of marks that have one right order, which sorting by "belongs to the later ones" restores.
_MARKS = re.compile(f"[{_VOWEL_MARKS}{_ABOVE_ALL}]{{2,}}")
_SARA_AM_RUN = re.compile(f"[{_SARA_AM}{_TONES}]{{2,}}")
_SARA_AM_LOST = re.compile(f"(?<=[ก-ฮ{_TONES}])\ufffd([{_TONES}]*)\u0e32")
_SARA_AM_PIECES = re.compile(f"\u0e4d([{_TONES}]*)\u0e32")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANKS_AT_LINE_END = re.compile(" ?\n ?")


# Control characters other than line ends, characters that change the direction of writing or are invisible,
# and those that XML or UTF-8 can't hold. None belongs in a text, and some make it look like another text.
_CONTROLS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u202a-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e007f"
)
CONTROLS = re.compile(f"[{_CONTROLS}]")
_NOT_VISIBLE = re.compile(rf"[{_CONTROLS}\t-\r\x85\u2028\u2029]")


def visible(text: str) -> str:
    r"""Return the text with control characters written out, such as "\x1b" for an escape character.

    For file names and messages, so that they can't control the terminal that shows them.
    """
    return _NOT_VISIBLE.sub(lambda hit: hit[0].encode("unicode_escape").decode("ascii"), text)


def normalise(text: str) -> str:
    r"""Return the text in the one encoding that lookups and comparisons rely on. Twice is the same as once.

    - SARA AM in two pieces (U+0E4D U+0E32), or before its tone mark: U+0E33, after the tone mark;
    - SARA AM lost in a PDF ("อ\ufffdานาจ"): put back; any other replacement character stays, to be noticed;
    - two SARA E: SARA AE; a tone mark typed before the vowel mark it stands on: after it;
    - zero-width characters and soft hyphens: removed; no-break spaces and runs of blanks: one space;
    - every kind of line end: "\n", kept; blanks at the ends of the text and of its lines: removed; NFC.

    A mark that has slipped before its consonant is left alone: it may as well belong to the consonant before.
    """
    if text.isascii() and text.isprintable():  # most cells are numbers
        return " ".join(text.split())
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    text = _MARKS.sub(lambda run: "".join(sorted(run.group(), key=_ABOVE_ALL.__contains__)), text)
    text = unicodedata.normalize("NFC", text)
    text = _SARA_AM_LOST.sub(rf"\1{_SARA_AM}", text)
    text = _SARA_AM_PIECES.sub(rf"\1{_SARA_AM}", text)
    text = _SARA_AM_RUN.sub(lambda run: "".join(sorted(run.group(), key=_SARA_AM.__contains__)), text)
    text = text.replace("\u0e40\u0e40", "\u0e41")
    return _BLANKS_AT_LINE_END.sub("\n", _BLANKS.sub(" ", text)).strip()


# --- years and dates ---

_YEAR = "[1-9][0-9]{3}|[0-9]{2}"
_ERA = r"พ\.\s?ศ\.?"
# ต.ค., and also "ต. ค." and "ต.ค" as they come out of narrow columns.
_MONTH_NUMBERS = {
    name.replace(".", ""): number
    for names in (MONTHS["th"], SHORT_MONTHS["th"])
    for number, name in enumerate(names, start=1)
}
_MONTH = "|".join(
    (*MONTHS["th"], *(re.sub(r"\.(.)\.", r"\\.\\s?\1\\.?", short) for short in SHORT_MONTHS["th"]))
)

_FISCAL_YEAR = re.compile(rf"(?:(?:ประจำ)?ปี(?:งบประมาณ)?)?\s*+(?:{_ERA})?\s*+(?P<year>{_YEAR})")
_WORDED = re.compile(
    rf"(?:วัน[ก-๎]*ที่\s*)?(?P<day>[0-9]{{1,2}})?\s*(?:เดือน\s*)?(?P<month>{_MONTH})\s*"
    rf"(?:{_ERA})?\s*(?P<year>{_YEAR})?"
)
_SLASHED = re.compile(rf"(?:วันที่\s*)?(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<year>{_YEAR})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
# ค.ศ. is the Common Era, and right only before a year of it.
_COMMON_ERA_AS_MONTH = re.compile(r"ค\.\s?ศ\.?(?!\s*(?:19|20)[0-9]{2})")
# Not the hyphens inside 2025-10-06.
_TO = re.compile(r"\s*(?:[–—−]|-(?![0-9]{2}-[0-9]{2})(?<!-[0-9]{2}-)|ถึง)\s*")
# Of the fiscal year, unless months in brackets say otherwise. 1/2568 may be of the calendar year.
_QUARTERS = re.compile(
    rf"ไตรมาส(?:ที่)?\s*(?P<first>[1-4])(?:{_TO.pattern}(?:ไตรมาส(?:ที่)?\s*)?(?P<last>[1-4]))?"
    rf"\s*(?:(?:ประจำ)?ปีงบประมาณ\s*(?:{_ERA})?\s*(?P<year>{_YEAR}))?(?:\s*\((?P<months>[^()]*)\))?"
)
_WHOLE_YEAR = re.compile(r"ตลอด(?:ทั้ง)?(?=ปีงบประมาณ)")


class _Day(NamedTuple):
    """A day, or a month, as far as it is written out."""

    day: int | None
    month: int
    year: int | None  # BE


def parse_fiscal_year(text: str | int) -> int:
    """Return the year (BE, four digits) that a cell or a setting names, such as 2568.

    Takes Thai and Arabic digits; ปีงบประมาณ, ประจำปีงบประมาณ, ปี and พ.ศ. before; years of the Common Era from
    1957 to 2156 (+543); two digits from 60 to 99 as 25xx.

    Raises ValueError for anything else. For years such as 3105 it says that 543 was added twice.
    """
    match = _FISCAL_YEAR.fullmatch(to_arabic_digits(normalise(str(text))))
    if match is None:
        raise ValueError(f"not a year: {text!r}")
    return _buddhist_year(int(match["year"]))


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """Return the first and the last day of fiscal year `year` (BE): 1 October before it to 30 September.

    Raises ValueError outside 2500..2699, which catches a year of the Common Era.
    """
    if not 2500 <= year <= 2699:
        raise ValueError(f"not a fiscal year of the Buddhist Era: {year}")
    return date(year - 544, 10, 1), date(year - 543, 9, 30)


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year (BE) in which a day lies; October to December belong to the next one."""
    return day.year + 543 + (day.month >= 10)


def parse_date(text: str) -> date:
    """Return the day that a text names, and nothing but names.

    Takes ๖ ตุลาคม ๒๕๖๘, 3 ต.ค. 65, ๒๐ เดือนกันยายน ๒๕๖๕, วันที่ ๙ มีนาคม พ.ศ. ๒๕๖๖, 6/10/2568 (day first) and
    2025-10-06, with Thai or Arabic digits. Years as in `parse_fiscal_year`: BE, CE, or two digits.

    Raises ValueError for anything else, for days that do not exist, and for ค.ศ. in the place of a month.
    """
    written = _read_day(_prepared(text))
    if written is None or written.day is None or written.year is None:
        raise ValueError(f"not a full date: {text!r}")
    return _date(written.year, written.month, written.day)


def format_date(
    day: date,
    *,
    style: Literal["long", "short"] = "long",
    digits: str = "thai",
    language: Language = "th",
) -> str:
    """Return a day as it is printed: ๖ ตุลาคม ๒๕๖๘ (long) or ๖ ต.ค. ๖๘ (short).

    In English 6 October 2025 or 6 Oct 2025: the Common Era and Arabic digits, as English readers expect, so
    `digits` concerns Thai only. `no_break` keeps a Thai date on one line.

    Raises ValueError for a style, language or digits other than those named.
    """
    if style not in {"long", "short"}:
        raise ValueError(f"style must be 'long' or 'short', not {style!r}")
    _check_digits(digits)
    _check_language(language)
    month = (MONTHS if style == "long" else SHORT_MONTHS)[language][day.month - 1]
    if language == "en":
        return f"{day.day} {month} {day.year}"
    year = str(day.year + 543)
    return _in_digits(f"{day.day} {month} {year if style == 'long' else year[-2:]}", digits)


def month_abbreviations(language: Language) -> tuple[str, ...]:
    """Return the twelve short names of the months, January first: ม.ค. or Jan, ...

    Raises ValueError for another language.
    """
    _check_language(language)
    return SHORT_MONTHS[language]


def parse_period(text: str, fiscal_year: int | None = None) -> tuple[date, date]:
    """Return the first and the last day of a period as measures tables print it.

    Takes a fiscal year (ปีงบประมาณ พ.ศ. ๒๕๖๘), its quarters (ไตรมาส ๑ - ๒), a month (ต.ค. ๖๕), a day, or two
    months or days with a dash or ถึง between them. Where only the end has a year it counts for the start too,
    less one if the start lies in October to December and the end in January to September (ต.ค. - ก.ย. ๖๖
    starts in ๖๕). Where the end has none, years come from `fiscal_year` (BE), if given; a printed year is not
    compared with it.

    Raises ValueError for anything else, a year that is missing, days that do not exist, an end before its
    start, and ค.ศ. in the place of a month (a known misprint for ต.ค.).
    """
    prepared = _WHOLE_YEAR.sub("", _prepared(text))
    quarters = _QUARTERS.fullmatch(prepared)
    if quarters is not None:
        return _quarters(quarters, fiscal_year, text)
    if prepared == "ปีงบประมาณ" and fiscal_year is not None:
        return fiscal_year_bounds(fiscal_year)
    if "ปีงบประมาณ" in prepared:
        return fiscal_year_bounds(parse_fiscal_year(prepared))

    points = [_read_day(part) for part in _TO.split(prepared)]
    first, last = points[0], points[-1]
    if first is None or last is None or len(points) > 2:
        raise ValueError(f"not a period: {text!r}")

    last_year = last.year or _year_in_fiscal_year(last.month, fiscal_year, text)
    if first.year:
        first_year = first.year
    elif last.year:  # carried backwards
        first_year = last.year - (first.month >= 10 and last.month < 10)
    else:
        first_year = _year_in_fiscal_year(first.month, fiscal_year, text)

    start = _date(first_year, first.month, 1 if first.day is None else first.day)
    last_day = monthrange(last_year - 543, last.month)[1] if last.day is None else last.day
    end = _date(last_year, last.month, last_day)
    if end < start:
        raise ValueError(f"the period ends before it starts: {text!r}")
    return start, end


def _quarters(match: re.Match[str], fiscal_year: int | None, text: str) -> tuple[date, date]:
    year = parse_fiscal_year(match["year"]) if match["year"] else fiscal_year
    if match["months"]:
        return parse_period(match["months"], year)
    if year is None:
        raise ValueError(f"a quarter without a year: {text!r}")
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if last < first:
        raise ValueError(f"the period ends before it starts: {text!r}")
    opening, closing = (first * 3 + 6) % 12 + 1, (last * 3 + 8) % 12 + 1  # the first begins in October
    last_year = _year_in_fiscal_year(closing, year, text)
    start = _date(_year_in_fiscal_year(opening, year, text), opening, 1)
    return start, _date(last_year, closing, monthrange(last_year - 543, closing)[1])


def _prepared(text: str) -> str:
    prepared = to_arabic_digits(normalise(text))
    if _COMMON_ERA_AS_MONTH.search(prepared):
        raise ValueError(f"ค.ศ. is not a month, probably a misprint for ต.ค. (October): {text!r}")
    return prepared


def _read_day(text: str) -> _Day | None:
    match = _WORDED.fullmatch(text)
    if match is not None:
        month = _MONTH_NUMBERS[re.sub(r"[.\s]", "", match["month"])]
        day = int(match["day"]) if match["day"] else None
        year = _buddhist_year(int(match["year"])) if match["year"] else None
        return _Day(day, month, year)
    match = _SLASHED.fullmatch(text) or _ISO.fullmatch(text)
    if match is not None:
        return _Day(int(match["day"]), int(match["month"]), _buddhist_year(int(match["year"])))
    return None


def _buddhist_year(number: int) -> int:
    if 2500 <= number <= 2699:
        return number
    if 1957 <= number <= 2156:
        return number + 543
    if 60 <= number <= 99:
        return number + 2500
    if 3043 <= number <= 3242:
        raise ValueError(f"543 seems to have been added twice to the year: {number} for {number - 543}")
    raise ValueError(f"not a year from 2500 to 2699: {number}")


def _year_in_fiscal_year(month: int, fiscal_year: int | None, text: str) -> int:
    if fiscal_year is None:
        raise ValueError(f"a month without a year: {text!r}")
    start, end = fiscal_year_bounds(fiscal_year)
    return (start if month >= 10 else end).year + 543


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year - 543, month, day)
    except ValueError:
        raise ValueError(f"no such day: {day}/{month}/{year}") from None


def _check_language(language: str) -> None:
    if language not in MONTHS:
        raise ValueError(f"language must be 'th' or 'en', not {language!r}")


# --- line breaks ---

_DIGIT = "[0-9๐-๙]"
# Neither an ordinal (วันที่) nor รายงาน is a unit, and a bare 25xx is a year, whatever word comes after it.
_UNIT = "(?:คะแนน|ตัวชี้วัด|มาตรการ|หน่วยงาน|โครงการ|กิจกรรม|จุด|ราย(?!งาน)|คน|ครั้ง|ข้อ|แห่ง|ฉบับ|บาท|วัน|เดือน|ปี)(?!ที่)|%"
_PRINTED_MONTH = "|".join(map(re.escape, (*MONTHS["th"], *SHORT_MONTHS["th"])))
_NO_BREAKS = (
    re.compile(rf"([พค]\.ศ\.|ปีงบประมาณ|ปี|ที่|ร้อยละ|โทร\.?|ข้อ) (?=[+−]?{_DIGIT})"),
    re.compile(rf"(ข้อ) (?=[A-Za-z]{_DIGIT})"),  # the code of a question or item: O12
    re.compile(rf"({_DIGIT})(?<![2๒][5๕]{_DIGIT}{{2}}) (?={_UNIT})"),
    re.compile(rf"((?<!{_DIGIT}){_DIGIT}{{1,2}}) (?={_PRINTED_MONTH})"),
    re.compile(rf"({_PRINTED_MONTH}) (?=พ\.ศ\.|{_DIGIT}{{4}}(?!{_DIGIT})|{_DIGIT}{{2}}(?!{_DIGIT}))"),
)


def no_break(text: str) -> str:
    """Return the text with no-break spaces (U+00A0) where a line must not end, and no other change.

    That is between พ.ศ., ปี, ที่, ร้อยละ, โทร., ข้อ and the number that follows, between a number and its unit,
    and inside dates. For plain text, before it is escaped and put into a page. Twice is the same as once.
    """
    for pattern in _NO_BREAKS:
        text = pattern.sub(rf"\1{NO_BREAK_SPACE}", text)
    return text


# --- order ---

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_SECONDARY = re.compile(f"[\u0e47{_ABOVE_ALL}]")


def dictionary_order(text: str) -> tuple[str, str]:
    """Return a key that sorts as a Thai dictionary does: by consonants first, then vowels, then tone marks.

    A vowel written before its consonant counts after it (เก follows กา), and a tone mark counts only between
    words that are equal without it.
    """
    swapped = _LEADING_VOWEL.sub(r"\2\1", text)
    return _SECONDARY.sub("", swapped), swapped


def bare_place(text: str) -> str:
    """The name of a province or district without the word for it: จังหวัดสระบุรี and จ.สระบุรี are สระบุรี."""
    return re.sub(r"^\s*(?:จังหวัด|จ\.|อำเภอ|อ\.)\s*", "", text).strip()


def place_key(text: str) -> str:
    """By what places are compared: without the word for it, in any digits and with any blanks."""
    return "".join(to_arabic_digits(bare_place(text)).split())
