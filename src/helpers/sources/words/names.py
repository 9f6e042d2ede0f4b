"""Finds the agency that a printed name means, by type, name, district and province, allowing for spelling.

A name is accepted only if exactly one listed agency fits everything printed. If several fit, or one is merely
similar, the result is a finding with the candidates; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from helpers import thai
from helpers.sources.words import captions
from helpers.sources.words.labels import line_end

TYPES: dict[str, tuple[str, ...]] = {
    "องค์การบริหารส่วนตำบล": ("องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตําบล", "อบต."),
    "องค์การบริหารส่วนจังหวัด": ("องค์การบริหารส่วนจังหวัด", "อบจ."),
    "เทศบาลตำบล": ("เทศบาลตำบล", "ทต."),
    "เทศบาลเมือง": ("เทศบาลเมือง", "ทม."),
    "เทศบาลนคร": ("เทศบาลนคร", "ทน."),
    "": ("เทศบาล",),
}
"""The printed names of the types of agency; a bare เทศบาล may be any of the three."""

AGENCY_WORDS = re.compile(r"(?:องค์การบริหารส่วน|อบ[ตจ]\s?\.|เทศบาล|ท[ตมน]\.|เมืองพัทยา)")
"""How names of local authorities begin."""
_MUNICIPALITIES = ("เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร")
# Thai has no blanks between words, so that a name found in a text may be the beginning of a longer one.
_ENDS = re.compile(
    r"$|[\s,;:.()\[\]“”\"'/–—-]|[0-9]|อำเภอ|อ\.|จังหวัด|จ\.|ประจำ|ปี|ได้|ใน|จึง|โดย|และ|มี|ที่|เป็น|เพื่อ|ตาม|ให้|"
    r"ครั้ง|รอบ|พ\.ศ|กับ|ขอ|ดำเนิน|ทั้ง|ต่อ|นี้|ผล|ของ|จะ|ผ่าน|เข้า(?:รับ|ร่วม)|สามารถ|พร้อม|คว้า|อยู่|ร่วม|เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|ทำคะแนน|คะแนน|ระดับ"
)
"""What shows that a name ends: a sign, a number, or a word that goes on with the sentence."""
_DISTRICT = re.compile(r"(?:อำเภอ|(?<![ก-๎])อ\.)\s*([ก-๎]+?)(?=$|[\s,.()]|จังหวัด|จ\.)")
_PROVINCE = re.compile(r"(?:จังหวัด|(?<![ก-๎])จ\.)\s*([ก-๎]+)")


@lru_cache(maxsize=65536)
def spelling(text: str) -> str:
    """A normal form of a name, in which spellings that are often mixed up are equal: กุฏ and กุฎ, blanks."""
    plain = re.sub(r"[\s.\-–()“”\"']+", "", thai.to_arabic_digits(thai.normalise(text)))
    return plain.replace("ฏ", "ฎ")


def _letters(text: str) -> str:
    """A name without its marks, for finding similar names."""
    return re.sub("[ัิ-ฺ็-๎]", "", spelling(text).replace("ำ", "า"))


_BY_LENGTH = sorted(
    ((spelling(word), word.endswith("."), kind) for kind, words in TYPES.items() for word in words),
    key=lambda each: -len(each[0]),
)


def split_type(text: str) -> tuple[str | None, str]:
    """A printed name's type, and the rest in normal spelling; the type is None if none is printed.

    The type of a bare เทศบาล is "". An abbreviation needs its full stop or a blank: ทมนางาม is a name.
    """
    plain = spelling(text)
    for word, short, kind in _BY_LENGTH:
        if plain.startswith(word) and len(plain) > len(word):
            if short and word != "อบต" and not re.match(r"\s*" + r"\s*\.?\s*".join(word) + r"[\s.]", text):
                continue
            return kind, plain[len(word) :]
    return None, plain


def _kind_of(text: str) -> str | None:
    """The type that a column of types names."""
    return next((kind for word, _, kind in _BY_LENGTH if word == spelling(text)), None)


@dataclass(frozen=True)
class Agency:
    """An agency of the list, in the spelling used for comparing."""

    agency_id: str
    type: str
    name: str
    district: str
    province: str
    printed: str


@dataclass(frozen=True)
class Answer:
    """The meaning of a printed name: an agency, or the code of a finding with candidates."""

    agency_id: str = ""
    code: str = ""
    candidates: tuple[Agency, ...] = ()
    differs: str = ""
    """A column in which the list differs from what is printed, although the agency is clear."""
    printed: str = ""
    named_last: tuple[str, ...] = ()
    """If a text names several agencies, those named last, right before the data."""


@dataclass(frozen=True)
class _Mention:
    """An agency in a text: its line, whether its sentence has a number of its own, and which agency it is."""

    line: int
    aside: bool
    answer: Answer


@dataclass
class Directory:
    """The list of agencies, indexed for looking up names."""

    agencies: list[Agency]
    others: list[Agency] = field(default_factory=list)
    """Agencies whose names have no type before them: departments, universities, เมืองพัทยา."""
    by_name: dict[str, list[Agency]] = field(default_factory=lambda: defaultdict(list))
    by_letters: dict[str, list[Agency]] = field(default_factory=lambda: defaultdict(list))
    by_shorter: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Names by what is left of them without any one letter; built when first needed."""
    answers: dict[tuple[str, ...], Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Directory:
        """From rows with agency_id, name, type, district, province; the name may begin with the type."""
        agencies = []
        for row in frame.to_dict("records"):
            kind, name = split_type(str(row["name"]))
            own = _kind_of(str(row["type"]))
            printed = str(row["name"]) if kind is not None else f"{row['type']}{row['name']}"
            where = " ".join(
                f"{word}{row[column]}"
                for word, column in (("อ.", "district"), ("จ.", "province"))
                if row[column]
            )
            agencies.append(
                Agency(
                    str(row["agency_id"]),
                    own or kind or spelling(str(row["type"])),
                    name,
                    spelling(re.sub(r"^(?:อำเภอ|อ\.|เขต)\s*", "", str(row["district"]))),
                    spelling(re.sub(r"^(?:จังหวัด|จ\.)\s*", "", str(row["province"]))),
                    f"{row['agency_id']} {printed} {where}".strip(),
                )
            )
        # A name of a few letters, looked for without a word for its type, would be found inside other words.
        others = [agency for agency in agencies if agency.type not in TYPES and len(agency.name) > 5]
        directory = cls(agencies, others)
        for agency in agencies:
            directory.by_name[agency.name].append(agency)
            directory.by_letters[_letters(agency.name)].append(agency)
        return directory

    def find(self, name: str, kind: str = "", district: str = "", province: str = "") -> Answer:
        """The agency that a cell names, using what other columns say about it."""
        key = (name, kind, district, province)
        if key not in self.answers:
            self.answers[key] = self._find(*key)
        return self.answers[key]

    def _find(self, name: str, kind: str, district: str, province: str) -> Answer:
        text = thai.normalise(name)
        inside_district, inside_province = _DISTRICT.search(text), _PROVINCE.search(text)
        printed_type, bare_name = split_type(_bare_name(text))
        if printed_type == "องค์การบริหารส่วนจังหวัด" and inside_province and not bare_name:
            bare_name = spelling(inside_province[1])
        column_kind = _kind_of(kind)
        as_province = self._province_itself(text, kind)
        if as_province:
            return Answer(as_province.agency_id)
        district = spelling(re.sub(r"^(?:อำเภอ|อ\.)\s*", "", district)) or (
            spelling(inside_district[1]) if inside_district else ""
        )
        province = spelling(re.sub(r"^(?:จังหวัด|จ\.)\s*", "", province)) or (
            spelling(inside_province[1]) if inside_province else ""
        )
        return self._choose(
            bare_name, printed_type if printed_type is not None else column_kind, district, province
        )

    def _province_itself(self, text: str, kind: str) -> Agency | None:
        """The agency that is a province itself: จังหวัดสมมติบุรี, or สมมติบุรี in a column of provinces."""
        hit = re.fullmatch(r"(?:จังหวัด|จ\.)\s*([ก-๎]+)", text)
        if hit is None and spelling(kind) != "จังหวัด":
            return None
        name = spelling(hit[1] if hit else text)
        named = [*self.by_name.get(name, ()), *self.by_name.get(f"จังหวัด{name}", ())]
        provinces = [agency for agency in named if agency.type == "จังหวัด" or agency.name.startswith("จังหวัด")]
        return provinces[0] if len(provinces) == 1 else None

    def _choose(self, name: str, kind: str | None, district: str, province: str) -> Answer:
        of_name = self.by_name.get(name, [])
        of_kind = [agency for agency in of_name if _of_kind(agency, kind)]
        fitting = [agency for agency in of_kind if _fits(agency, district, province)]
        if len(fitting) == 1:
            return Answer(fitting[0].agency_id)
        if fitting:
            return Answer(code="agency_ambiguous", candidates=tuple(fitting))
        in_province = [agency for agency in of_kind if province and agency.province == province]
        if len(in_province) == 1:  # only the district differs
            return Answer(
                in_province[0].agency_id, candidates=tuple(in_province), differs="district", printed=district
            )
        if of_name:
            return Answer(code="agency_near", candidates=tuple(of_kind or of_name))
        near = self.by_letters.get(_letters(name), []) or self._one_letter_off(name, kind, province)
        if near:
            return Answer(code="agency_near", candidates=tuple(near))
        return Answer(code="agency_not_listed")

    def _one_letter_off(self, name: str, kind: str | None, province: str) -> list[Agency]:
        """Agencies of the kind and province whose name differs by one letter more, less or exchanged."""
        letters = _letters(name)
        if len(letters) < 3:  # one letter more or less makes a short name into any other
            return []
        if not self.by_shorter:
            for listed in self.by_letters:
                for shorter in _shorter(listed):
                    self.by_shorter[shorter].append(listed)
        near = {listed for shorter in _shorter(letters) for listed in self.by_shorter.get(shorter, [])}
        return [
            agency
            for listed in sorted(near)
            if _one_apart(listed, letters)
            for agency in self.by_letters[listed]
            if _of_kind(agency, kind) and _fits(agency, "", province)
        ]

    def find_in(self, text: str) -> Answer:
        """The agency that running text names by type and name; "" if it names none of the list."""
        key = ("text", text)
        if key not in self.answers:
            self.answers[key] = self._find_in(text)
        return self.answers[key]

    def _find_in(self, text: str) -> Answer:
        plain = thai.to_arabic_digits(thai.normalise(text))
        all_mentions = self._mentions_of(plain)
        spelled = spelling(plain)
        without_type = {agency.agency_id for agency in self.others if agency.name in spelled}
        # An agency in a sentence with a number of its own belongs to that number, so titles come first.
        titles = [each for each in all_mentions if not each.aside] or all_mentions
        codes = {each.answer.agency_id for each in titles if each.answer.agency_id} | without_type
        if not codes:
            return titles[0].answer if titles else Answer()
        last_answers = [each.answer for each in titles if each.line == titles[-1].line]
        if last_answers and not any(answer.agency_id for answer in last_answers):
            return last_answers[-1]
        last_codes = {answer.agency_id for answer in last_answers} | without_type
        later_codes = [
            each.answer.agency_id for each in all_mentions if titles and each.line > titles[-1].line
        ]
        codes |= set(filter(None, later_codes))
        if len(codes) > 1:
            agencies = [agency for agency in self.agencies if agency.agency_id in codes]
            return Answer(
                code="agencies_in_text", candidates=tuple(agencies), named_last=(*last_codes, *later_codes)
            )
        answers = [each.answer for each in titles if each.answer.agency_id]
        return next((answer for answer in answers if answer.differs), Answer(codes.pop()))

    def _mentions_of(self, plain: str) -> list[_Mention]:
        """The meaning of each mention of an agency in a plain text, in order."""
        answers: list[tuple[int, Answer]] = []
        for hit in _MENTION.finditer(plain):
            kind = next(k for k, words in TYPES.items() if hit.group(1) in words)
            rest = plain[hit.end() :]
            name = self._listed_beginning(rest, kind)
            if not name:
                unlisted = _unlisted(rest)
                if unlisted:
                    after = _MENTION.split(rest)[0][:120]
                    answers.append((hit.start(), self._near(unlisted, kind, hit.group(1), after)))
                continue
            after = rest[: len(name) + 120]
            # Look for this mention's district and province only up to the next agency.
            after = _MENTION.split(after)[0]
            district, province = _DISTRICT.search(after), _PROVINCE.search(after)
            answer = self._choose(
                spelling(name),
                kind,
                spelling(district[1]) if district else "",
                spelling(province[1]) if province else "",
            )
            if answer.agency_id or answer.code:
                answers.append((hit.start(), answer))
        bodies = list(_OTHER_BODY.finditer(plain))
        # The agency that a school's or a clinic's name contains, or to which it belongs, is not meant.
        answers = [each for each in answers if not any(b.start("name") < each[0] < b.end() for b in bodies)]
        answers += [
            (hit.start("name"), Answer(code="agency_not_listed", printed=" ".join(hit["name"].split())))
            for hit in [*bodies, *_TITLE_OF_A_REGION.finditer(plain)]
            if not any(agency.name in spelling(hit["name"]) for agency in self.others)
        ]
        answers.sort(key=lambda each: each[0])
        in_order = []
        for place, (at, answer) in enumerate(answers):
            end = line_end(plain, at)
            until = min(end, answers[place + 1][0] if place + 1 < len(answers) else end)
            start = plain.rfind("\n", 0, at) + 1
            in_title = at < start + captions.title_ends(plain[start:end])
            aside = not in_title and _NUMBER.search(plain, at, until) and not _FOLLOWS.search(plain, at, end)
            in_order.append(_Mention(plain.count("\n", 0, at), bool(aside), answer))
        return in_order

    def _near(self, name: str, kind: str, word: str, after: str) -> Answer:
        """The meaning of a mention whose name isn't listed: one with a similar spelling, or none."""
        district, province = _DISTRICT.search(after), _PROVINCE.search(after)
        where = (spelling(district[1]) if district else "", spelling(province[1]) if province else "")
        alike = [
            agency
            for agency in self.by_letters.get(_letters(name), [])
            if _of_kind(agency, kind) and _fits(agency, *where)
        ]
        printed_name = f"{word}{name}"
        if alike:
            return Answer("", "agency_near", tuple(alike), "name", printed_name)
        return Answer(code="agency_not_listed", printed=printed_name)

    def _listed_beginning(self, rest: str, kind: str) -> str:
        """The longest listed name at the beginning of a text, if the word ends there."""
        best = ""
        stripped = rest.lstrip()
        shift = len(rest) - len(stripped)
        for length in range(2, min(len(stripped), _LONGEST) + 1):
            if spelling(stripped[:length]) in self.by_name and _ENDS.match(stripped, length):
                best = rest[: shift + length]
        return best.strip()


_LONGEST = 45
_WORDS = sorted((word for words in TYPES.values() for word in words), key=len, reverse=True)
# กทม. is Bangkok, not a เทศบาลเมือง.
_MENTION = re.compile(
    "(" + "|".join(("(?<!ก)" if word == "ทม." else "") + re.escape(word) for word in _WORDS) + ")"
)


# Words after a type's name that show that no single agency is meant: อบต.ได้, เทศบาลที่, เทศบาลทุกแห่ง.
_GENERIC = re.compile(
    r"ได้|มี|ที่|จึง|ใน|และ|เป็น|จะ|ต้อง|ทุก|หรือ|ของ|ทั้ง|อื่น|ขนาด|ต่าง|เพื่อ|ควร|แห่ง|นั้น|นี้|ดัง|โดย|ซึ่ง|ตาม|กับ|ให้|ขอ|ดำเนิน|จัด"
    r"|พ\.ศ|ระดับ|สามัญ|ประจำ|ปี|ผล|ไม่|สามารถ|เรา|ท่าน|สังกัด|กลุ่ม|รวม|ร้อยละ|เฉลี่ย|คะแนน|มุ่ง|ยัง|กำหนด|ร่วม|ผ่าน|เข้า|รับ|ทำ|นำ"
)
_NAMED = re.compile(
    rf"\s*(?!{_GENERIC.pattern}|ปรากฏว่า"
    r"|พบว่า|อยู่(?:ใน|ที่)|เท่ากับ|คือ[ \t0-9]|คิดเป็น|เพิ่มขึ้น|ลดลง|สูง(?:กว่า|ขึ้น)|ต่ำกว่า)[ก-๎]"
)
"""What follows a type's name if an agency is named."""
_NAME = re.compile(
    r"[ \t]*(?P<name>[ก-๎]{2,30}?)(?=$|[\s,;:.()]|อำเภอ|อ\.|จังหวัด|จ\.|ประจำ|ปี|ได้รับ|ได้คะแนน|มีผล|มีคะแนน|พ\.ศ)",
    re.MULTILINE,
)
_NUMBER = re.compile(r"[0-9]\s*(?:คะแนน|%)(?![ก-๎])|[0-9]{2}\.[0-9]|ร้อยละ\s*[0-9]")
_FOLLOWS = re.compile("ดังนี้|ดังตาราง|ตามตาราง|ต่อไปนี้")
"""Words that announce the data below ("as follows"), so that the line is a title although it has a number."""
_BODY = (
    r"(?P<name>(?:โรงพยาบาล|รพ\.|โรงเรียน|ศูนย์พัฒนาเด็กเล็ก"
    r"|วิทยาลัย|มหาวิทยาลัย|สถานีตำรวจ|สภ\.|ที่ว่าการ(?!องค์|อบต|เทศบาล)|ที่ทำการปกครอง|สำนักงาน(?:สาธารณสุข|เขตพื้นที่|ปศุสัตว์|เกษตร|พัฒนาชุมชน|ขนส่ง|ที่ดิน|สรรพ)"
    r"|ตำรวจภูธร|สถานศึกษา"
    r"|การประปา(?=เทศบาล|ส่วน|นคร)|ตลาด(?=สด|เทศบาล)|สถานธนานุบาล|โรงรับจำนำ)"
    r"[ \t]*[ก-๎]{2,}[^\n]{0,60}(?:\n[ \t]*สังกัด[^\n]{0,60})?)"
)
"""A hospital, school, police station or other body, which may have an agency's name inside its own."""
_OTHER_BODY = re.compile(
    rf"(?:^|ของ|\bITA\b\)?|online|ประเมิน|[0-9]{{4}})[ \t]*{_BODY}", re.MULTILINE | re.IGNORECASE
)
_TITLE_OF_A_REGION = re.compile(
    r"^(?:สรุป|รายงาน|ประกาศ)?(?:ผล|คะแนน|การประเมิน)[^\n]{0,30}?(?:ของ|\bITA\b\)?|ประเมิน)"
    r"[ \t]*(?P<name>(?:จังหวัด|อำเภอ|กระทรวง|กรม)[ก-๎]{3,})",
    re.MULTILINE | re.IGNORECASE,
)
"""Scores of a province, a district, a ministry; an agency named in the same line is meant all the same."""
_IN_SENTENCE = re.compile(rf"(?:^|ของ|\bITA\b\)?|ประเมิน|[ \t])[ \t]*{_BODY}", re.MULTILINE | re.IGNORECASE)
"""Such a body at the beginning of a phrase, where it is the subject of a sentence with a number."""


def mentions(text: str, start: int, end: int) -> list[int]:
    """The places where a plain text names an agency by type and name, listed or not."""
    hits = _MENTION.finditer(text, start, end)
    starts = [hit.start() for hit in hits if _NAMED.match(text, hit.end())]
    return sorted([*starts, *(hit.start("name") for hit in _IN_SENTENCE.finditer(text, start, end))])


def _unlisted(rest: str) -> str:
    """The name that follows a type, if there is one."""
    hit = _NAME.match(rest)
    return hit["name"] if hit and not _GENERIC.match(hit["name"]) else ""


def _bare_name(text: str) -> str:
    """A cell without the district and province that it may print after the name."""
    return re.split(r"\s*[(\n]?\s*(?:อำเภอ|(?<![ก-๎])อ\.|(?<=[\s(])จังหวัด|(?<![ก-๎])จ\.)", text.strip())[0]


def _of_kind(agency: Agency, kind: str | None) -> bool:
    if kind is None:
        return True
    return agency.type in _MUNICIPALITIES if kind == "" else agency.type == kind


def _fits(agency: Agency, district: str, province: str) -> bool:
    return (not district or agency.district in ("", district)) and (
        not province or agency.province in ("", province)
    )


def _shorter(letters: str) -> set[str]:
    return {letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))}


def _one_apart(one: str, other: str) -> bool:
    """Whether the two differ by a single letter more, less or exchanged."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[place + (len(one) == len(other)) :] == other[place + 1 :]


def candidates_in_words(candidates: Iterable[Agency], limit: int = 5) -> str:
    """Candidates as a finding lists them."""
    agencies = list(candidates)
    words = "; ".join(agency.printed for agency in agencies[:limit])
    return f"{words}; +{len(agencies) - limit}" if len(agencies) > limit else words


def answer_for(directory: Directory, columns: Mapping[str, str]) -> Answer:
    """The agency that a row's columns name: by the name in the table, else by the text around it."""
    name = columns.get("agency", "")
    if name:
        return directory.find(
            name, columns.get("type", ""), columns.get("district", ""), columns.get("province", "")
        )
    answer = next(
        (
            each
            for each in map(directory.find_in, filter(None, (columns.get("around"), columns.get("above"))))
            if each != Answer()
        ),
        Answer(),
    )
    beside = columns.get("beside", "")
    return _unless_another(answer, directory.find_in(beside), beside) if beside else answer


def _unless_another(answer: Answer, other: Answer, beside: str) -> Answer:
    """The agency of a number beside which its clause names another one: none unless both are the same."""
    codes = {other.agency_id, *(agency.agency_id for agency in other.candidates)}
    if answer.agency_id and answer.agency_id in codes:
        return answer
    alone = () if answer.agency_id or answer.code else (other.agency_id,)
    return Answer(
        code="agency_beside", printed=" ".join(beside.split())[:120], named_last=tuple(filter(None, alone))
    )
