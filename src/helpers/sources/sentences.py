"""Scores in running text: lists, rows of a dashboard, sentences, read clause by clause.

A number belongs to the indicator, instrument or total that its clause is about, and to the year and agency
named last. If the clause is about a target, a change, other agencies or another year, so is the number.
Numbers of sections, items, dates and scales are ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.sources import captions, clauses, labels, quantities, spoken_years, subjects
from helpers.sources.claims import Claim
from helpers.sources.printed import Collected, Row
from helpers.sources.quantities import SCORE, Quantity
from helpers.sources.score_tables import AGENCY_WORDS
from helpers.sources.spoken_years import BREAK, NUMBER

ENOUGH = 3
"""How many indicators with a score make a list; fewer are a remark in a text about something else."""
_IN_FORCE = 25
"""How many lines a title applies to: ten indicators, the total, and some remarks."""
_A_CHANGE = 30
"""A smaller number after the year that a change is from may be the change."""
_AROUND = 2000
"""How many characters of the text before are searched for the agency's name."""

# Signs that a number isn't a score, whatever the clause says.
_NOT_BEFORE = re.compile(
    r"(?:ข้อ(?:ที่)?|ที่|ครั้ง|หน้า|ส่วน|หมวด|มาตรา|ลำดับ|o|i|e|ฉบับ|เดือน|เลข|ประเด็น|แผน|ตาราง|ภาพ|บท|[-–]|เต็ม)\s*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"[ \t]*(?:[-–][ \t]*[0-9]|ข้อ|ด้าน(?![ก-๎])|ตัวชี้วัด(?!ที่)|คน|ราย(?!ตัว)|แห่ง|หน่วยงาน|เดือน|วัน|ครั้ง|บาท|ปี"
    r"|น\.|กิจกรรม|โครงการ|มาตรการ|ประเด็น|ระดับ\s*(?:คือ|ได้แก่)"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|[ก-ฮ]\.[ก-ฮ]\.)"
)
_FULL = re.compile(r"(?:คะแนน)?เต็ม\s*$")
_OF_FULL = re.compile(r"[0-9]\s*(?:คะแนน)?\s*จาก\s*(?:คะแนน)?\s*$")
_COUNTED = re.compile(r"(?:ข้อ|ด้าน|ตัวชี้วัด|หน่วยงาน|ปี|กิจกรรม|โครงการ|มาตรการ|ประเด็น)")
"""Things that a whole number counts; after a number with two decimals, they begin the next clause."""
_IN_TURN = re.compile(
    r"(?:(?<![0-9.])[0-9]{1,3}(?:\.[0-9]+)?(?![0-9])(?: ?(?:คะแนน|%))?+"
    r" ?+(?:,|และ|กับ)?+ ?+(?:คะแนน|ร้อยละ)?+ ?+){2,}+ตามลำดับ"
)
"""Several numbers in a row, for as many things named before them."""
_SAYS_SCORE = re.compile(r"(?:คะแนน|ร้อยละ|อยู่ที่|เท่ากับ|คือ|ITA)[ \t]*[:=]?[ \t]*$", re.IGNORECASE)
_TOTAL = re.compile(
    r"คะแนน\s*(?:เฉลี่ย|รวม|ภาพรวม|การประเมิน|ประเมิน|ITA|ที่ได้|สุทธิ|ผล)|(?:ได้|ด้วย|มี|ผล|ค่า|จาก|จำนวน|ได้รับ|เป็น)\s*คะแนน|ผล\s*(?:การ)?\s*ประเมิน|ภาพรวม"
    r"|ทำได้|ได้รับ|เกณฑ์\s*(?:การ)?\s*ประเมิน|ระดับ|คะแนน\s*(?:อยู่|คือ|เท่ากับ|[:=])|^\s*คะแนน\s*$|อยู่ที่|ได้(?=\s*$)",
    re.IGNORECASE,
)
_LEVEL_WORDS = (
    r"ผ่านดีเยี่ยม|ผ่านดี|ไม่ผ่าน|ผ่าน(?!เกณฑ์)|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|AA(?![A-Za-z])|[ABCDEF](?![A-Za-z])"
)
_LEVEL = re.compile(
    rf"ระดับ(?:ผลการประเมิน)?\s*[:“”\"'(]*\s*(?P<level>{_LEVEL_WORDS})|\((?P<bracket>{_LEVEL_WORDS})\)"
)
_BRACKET = re.compile(r"[ \t]*\([^()\n]*\)")
_OF_ANOTHER_LEVEL = re.compile(
    rf"{spoken_years.TARGET}|{spoken_years.FORECAST}|หน่วยงานที่|เพื่อ|ให้อยู่|ปี(?:ที่)?(?:ก่อน|ผ่านมา)"
    r"|มุ่ง|สู่|(?:ไม่|มิได้)(?:ถึง|อยู่)|ใกล้|เกือบ|ห่างจาก|(?:กว่า|รองจาก|เทียบ[ก-๎]*)\s*$"
)
_FOLLOWS_NAME = re.compile(
    r"\s*(?:$|[\s0-9(\[:=,.;–“”\"/|-]|มี|ได้|คะแนน|อยู่|เป็น|ที่|โดย|และ|ร้อยละ|คิดเป็น|เท่ากับ|ซึ่ง|จำนวน|ลดลง|เพิ่ม|สูง|ต่ำ|ของ(?:หน่วยงาน|อบต|เทศบาล|องค์การ)|ใน|ระดับ|ปี|ค่า|ผล|ด้วย|รองลง|ขาด|ควร|ต้อง|ยัง|ไม่|กับ|หรือ|ตัวชี้วัด|ด้าน|ถูก|จาก|ตั้ง|คาด|เฉลี่ย|เดิม|อันดับ)"
)
_PRECEDES_NAME = re.compile(
    r"(?:^|[\s0-9(\[:=,.;–“”\"/|)-]|ด้าน|ตัวชี้วัด(?:ที่)?|คือ|และ|ประเด็น|เรื่อง|ที่|ได้แก่|กับ|หรือ|คะแนน|ใน|ของ|แบบวัด)$"
)
_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ที่)?\s*(?P<rank>[0-9]{1,4})\s*(?:ของ|ใน|ระดับ)?\s*(?P<among>จังหวัด|ประเทศ|อำเภอ|กระทรวง|ประเภท)(?:[^0-9\n]{0,40}?จาก(?:ทั้งหมด)?\s*(?P<size>[0-9][0-9,]{0,5})\s*(?:แห่ง|หน่วยงาน|อปท))?"
)
_AMONG = {
    "จังหวัด": "province",
    "ประเทศ": "country",
    "อำเภอ": "district",
    "กระทรวง": "ministry",
    "ประเภท": "type",
}


@dataclass(frozen=True)
class _Name:
    """A name of an indicator in a text."""

    start: int
    end: int
    indicator: int


@dataclass(frozen=True)
class _Figure:
    """A number that may be a score, with the clause before it."""

    start: int
    end: int
    text: str
    unit: str
    clause: str
    clause_start: int


def read(rows: Sequence[Row], collected: Collected) -> list[Claim]:
    """The claims of lines of text, group by group; a group begins with an agency's name."""
    claims: list[Claim] = []
    group: list[_Line] = []
    figures = 0
    caption, since = captions.Caption(), 0
    for number, text in _lines(rows, collected):
        if figures and AGENCY_WORDS.search(text) and not NUMBER.search(text):
            claims += _Group(group, collected).read()
            group, figures = [], 0
        title = captions.of_text(text)
        since = 0 if title else since + 1
        caption = title or (caption if since <= _IN_FORCE else captions.Caption())
        group.append(_Line(number, text, caption))
        figures += len(_names(text)) if NUMBER.search(text) else 0
    return claims + _Group(group, collected).read()


# ------------------------------------------------------------------ lines
_VALUE_ALONE = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?\s*(?:คะแนน|%)?")
_LEVEL_ALONE = re.compile(rf"(?:{_LEVEL_WORDS})")
_LEVEL_LABEL = re.compile(r"(?:ผลการประเมิน)?(?:อยู่ใน)?ระดับ(?:ผลการประเมิน|คะแนน|คุณธรรม.*)?\s*:?")


_RELATIVE = re.compile(r"(?:ซึ่ง|ที่)(?=ได้|มี|อยู่)")
"""How a line goes on with the sentence of the line before it."""


def _lines(rows: Sequence[Row], collected: Collected) -> list[tuple[int, str]]:
    """The lines of a text; a label and a single value on the next line are joined."""
    lines = [(number, labels.plain("\n".join(filter(None, cells)))) for number, cells in rows]
    joined: list[tuple[int, str]] = []
    unclear: list[tuple[int, str]] = []
    """Labels followed by several values on lines of their own, so that the values' columns are lost."""
    place = 0
    while place < len(lines):
        number, text = lines[place]
        place += 1
        if _is_label(text):
            run = _values_after(lines, place)
            if len(run) == 1:
                text = f"{text} {run[0]}"
            elif len(run) == 2 and _LEVEL_ALONE.fullmatch(run[1]) and _VALUE_ALONE.fullmatch(run[0]):
                text = f"{text} {run[0]} ระดับ {run[1]}"
            elif run:
                unclear.append((number, text))
            place += len(run)
        if joined and _RELATIVE.match(text):
            number, text = joined[-1][0], f"{joined.pop()[1]} {text}"
        joined.append((number, text))
    if unclear:
        row, label = unclear[0]
        collected.find("values_a_line", row, value=label, count=len(unclear))
    return joined


def _is_label(text: str) -> bool:
    return len(text) < 90 and (
        any(labels.indicator(text))
        or (labels.is_total(text) and re.search("รวม|เฉลี่ย|สุทธิ|ทั้ง", text) is not None)
        or _LEVEL_LABEL.fullmatch(text.strip()) is not None
    )


def _values_after(lines: list[tuple[int, str]], place: int) -> list[str]:
    """The values alone on the lines after a label, without the number of the next label's row."""
    run: list[str] = []
    while place < len(lines) and len(run) < 4:
        text = lines[place][1].strip()
        if not (_VALUE_ALONE.fullmatch(text) or _LEVEL_ALONE.fullmatch(text)):
            break
        run.append(text)
        place += 1
    after = lines[place][1] if place < len(lines) else ""
    if len(run) > 1 and re.fullmatch("[0-9]{1,2}", run[-1]) and _is_label(after):
        run.pop()
    return run


def _names(text: str) -> list[_Name]:
    """The indicators that a text names, except as a part of another name."""
    own_names = []
    for start, end, number in labels.named(text):
        if _FOLLOWS_NAME.match(text, end) and _PRECEDES_NAME.search(text[max(0, start - 12) : start]):
            own_names.append(_Name(start, end, number))
    return own_names


# ------------------------------------------------------------------ groups
@dataclass(frozen=True)
class _Line:
    row: int
    text: str
    caption: captions.Caption


class _Group:
    """Lines about one agency."""

    def __init__(self, lines: list[_Line], collected: Collected) -> None:
        self.collected = collected
        self.text = "\n".join(line.text for line in lines)
        self.lines = lines
        self.starts = []
        position = 0
        for line in lines:
            self.starts.append(position)
            position += len(line.text) + 1
        self.names = _names(self.text)
        self.years = spoken_years.mentioned(self.text)
        self.spoken = spoken_years.lasting(self.text)
        self.distinct = list(dict.fromkeys(year for _, year in self.spoken))
        self.mentions = subjects.mentions(self.text)
        self.in_turn = [hit.span() for hit in _IN_TURN.finditer(self.text)]
        self.level_taken = 0
        self.years_taken: set[int] = set()
        """The places of years that stand after their number, so that they aren't the next number's."""

    def _line_start(self, place: int) -> int:
        return self.starts[bisect_right(self.starts, place) - 1]

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def line_at(self, place: int) -> _Line:
        return self.lines[bisect_right(self.starts, place) - 1]

    def row_at(self, place: int) -> int:
        return self.line_at(place).row

    def read(self) -> list[Claim]:
        if not re.search("[0-9]", self.text):
            return []
        figures = list(self._figures())
        claims = list(self._claims(figures))
        listed = {claim.part for claim in claims if claim.quantity.own and claim.part.isdecimal()}
        if len(listed) < ENOUGH:
            for claim in claims:
                if claim.quantity.own and claim.part.isdecimal():
                    self.collected.find(
                        "score_in_text", claim.row, "score", indicator=claim.part, value=claim.text
                    )
            claims = [claim for claim in claims if not (claim.quantity.own and claim.part.isdecimal())]
        elif len(self.distinct) > 1 and not all(claim.year for claim in claims):
            years = ", ".join(self.distinct)
            self.collected.find("years_contradict", self.row_at(0), "fiscal_year", years=years)
        return [*claims, *self._ranks()]

    # -------------------------------------------------------------- numbers
    def _figures(self) -> Iterator[_Figure]:
        """The numbers that may be scores, each with the clause before it."""
        breaks = sorted(hit.end() for words in (BREAK, _RANK) for hit in words.finditer(self.text))
        last = 0
        for hit in NUMBER.finditer(self.text):
            line = self._line_start(hit.start())
            since = max(last, line)
            near = [place for place in breaks if since <= place <= hit.start()]
            start = near[-1] if near else since
            clause = self.text[start : hit.start()]
            if not self._may_be_score(hit, clause, line):
                continue
            last = hit.end()
            yield _Figure(hit.start(), hit.end(), hit["score"], hit["unit"] or "", clause, start)

    def _may_be_score(self, hit: re.Match[str], clause: str, line: int) -> bool:
        text = hit["score"]
        before, after = (
            self.text[max(line, hit.start() - 20) : hit.start()],
            self.text[hit.end() : hit.end() + 20],
        )
        if before.endswith("(") and "." not in text:
            return False  # a scale, or full marks: (5 คะแนน)
        if _OF_FULL.search(before) and text in ("100", "4", "5", "10", "20", "50"):
            return False
        if _FULL.search(before):
            return bool(re.search(r"(?:ได้|มี|ที่)\s*(?:คะแนน)?\s*เต็ม\s*$", before)) and float(text) == 100
        named = any(
            name.end <= hit.start() and not self.text[name.end : hit.start()].strip() for name in self.names
        )
        if named and not _NOT_AFTER.match(after):
            return bool(hit["unit"] or "." in text or before.strip())
        if _NOT_BEFORE.search(before) and not re.search(r"(?:อยู่|ได้)\s*ที่\s*$", before):
            return False
        begins_more = re.fullmatch(r"[0-9]{2,3}\.[0-9]{2}\s+", hit[0]) and _COUNTED.match(after)
        if _NOT_AFTER.match(after) and not hit["unit"] and not begins_more:
            return False
        if not before.strip() and hit.start() == line and not hit["unit"]:
            # A number at the beginning of a line numbers an item or a section, unless it is the whole line.
            rest = self.text[hit.end() : self._line_end(hit.end())]
            return "." in text and bool(_names(rest)) and not re.fullmatch(r"[0-9]\.[0-9]{1,2}", text)
        return bool(hit["unit"] or "." in text or _SAYS_SCORE.search(clause))

    # -------------------------------------------------------------- claims
    def _claims(self, figures: list[_Figure]) -> Iterator[Claim]:
        subject, subject_line = "", -1
        number_first = self._number_first(figures)
        for place, figure in enumerate(figures):
            line = bisect_right(self.starts, figure.start)
            if line != subject_line:
                subject = ""
            part = self._part(place, figures, subject, number_first=number_first)
            subject, subject_line = part or subject, line
            if part:
                yield self._claim(figure, self._until(place, figures), part)
            elif figure.unit == "คะแนน":
                heading = " ".join(figure.clause.split())[-60:]
                yield Claim(
                    self.row_at(figure.start), figure.text, "total", Quantity("unclear"), heading=heading
                )

    def _number_first(self, figures: list[_Figure]) -> bool:
        """Whether scores come before their names: a number first, a name last, and as many of each."""
        if not figures or len(self.names) < ENOUGH or re.search("[ก-๎]", _LEADS.sub("", figures[0].clause)):
            return False
        inside = [figure for figure in figures if figure.end >= self.names[0].start - 40]
        return (
            len(inside) == len(self.names)
            and all(figure.end <= name.start for figure, name in zip(inside, self.names, strict=True))
            and all(
                name.end <= figure.start for figure, name in zip(inside[1:], self.names[:-1], strict=True)
            )
        )

    def _part(self, place: int, figures: list[_Figure], subject: str, *, number_first: bool) -> str:
        """The part of the assessment that a number's clause is about; "" if none."""
        figure, until = figures[place], self._until(place, figures)
        if number_first:
            name = next((name for name in self.names if figure.end <= name.start < until), None)
            if name:
                return str(name.indicator)
        clause = figure.clause
        instrument = labels.instrument_part(clause)
        if instrument:
            return instrument
        inside = [n for n in self.names if figure.clause_start <= n.start and n.end <= figure.start]
        if inside:
            return str(inside[-1].indicator)
        after = self._name_after(place, figures)
        if after:
            return after
        if labels.named(clause) or re.search(r"ตัวชี้วัดที่\s*[0-9]", clause):
            return ""  # something that only resembles an indicator, so not the total either
        if subject and _GOES_ON.search(clause):
            return subject
        if subject not in ("", "total") and not _WHOLE.search(clause):
            return ""  # after an indicator, either its score or the total may be meant
        return "total" if _TOTAL.search(clause) or _TOTAL_AFTER.match(self.text, figure.end) else ""

    def _until(self, place: int, figures: list[_Figure]) -> int:
        """The place where the next number begins."""
        return figures[place + 1].start if place + 1 < len(figures) else len(self.text)

    def _name_after(self, place: int, figures: list[_Figure]) -> str:
        """The indicator named right after its number: 100 คะแนน ในด้านการป้องกันการทุจริต."""
        figure, until = figures[place], self._until(place, figures)
        after = [name for name in self.names if figure.end <= name.start < until and figure.unit]
        if not after or not re.fullmatch(
            r"[ \t]*(?:ใน|ได้แก่|คือ|สำหรับ|จาก)?[ \t]*(?:ด้าน|ตัวชี้วัด(?:ที่\s*[0-9]{1,2})?)?[ \t]*",
            self.text[figure.end : after[0].start],
        ):
            return ""
        alone = len(after) > 1 or place + 1 == len(figures) or "\n" in self.text[after[0].end : until]
        return str(after[0].indicator) if alone else ""

    def _claim(self, figure: _Figure, until: int, part: str) -> Claim:
        quantity, year = self._quantity(figure, until, part)
        heading = "" if quantity.own else " ".join(figure.clause.split())[-60:]
        caption = self._caption(figure)
        if quantity.own and caption.quantity.kind:
            quantity, heading = caption.quantity, caption.title
        if part == "total" and caption.part:
            part = caption.part
        level = self._level(figure, until) if part == "total" and quantity.own else ""
        row = self.row_at(figure.start)
        return Claim(
            row, figure.text, part, quantity, year, self._whose(figure, regions=quantity.own), heading, level
        )

    def _quantity(self, figure: _Figure, until: int, part: str) -> tuple[Quantity, str]:
        """The quantity of a number according to its clause, and its year."""
        named = [
            year
            for at, year in self.years
            if figure.clause_start <= at < figure.start
            and spoken_years.belongs(self.text, at, figure.start)
            and at not in self.years_taken
        ]
        line = self._line_start(figure.start)
        spoken = self.spoken
        if any(line <= each.start < figure.start for each in self.mentions):
            # Another line with an agency and a number keeps its year to itself.
            anothers = {year for at, year in spoken if at < line and self._is_anothers(at)}
            spoken = [] if anothers and len(self.distinct) > 1 and not named else spoken
        before = [year for at, year in spoken if at < figure.start]
        distinct = list(dict.fromkeys(year for _, year in spoken))
        year = next(reversed(named or before or (distinct if len(distinct) == 1 else [])), "")
        start = max((n.end for n in self.names if n.end <= figure.start), default=figure.clause_start)
        following = None if named else self._year_after(figure, until)
        if following:
            self.years_taken.add(following[0])
        quantity = clauses.quantity_of(
            figure.clause,
            self.text[max(start, figure.clause_start) : figure.start],
            self.text[figure.end : figure.end + 40],
            another=part == "total" and self._of_another(figure),
            dated=bool(named),
        )
        if (
            quantity.own
            and 0 < float(figure.text) <= (10 if part == "total" else 5)
            and (part == "total" or "เฉลี่ย" in figure.clause)
        ):
            quantity = Quantity("scale")
        if any(first <= figure.start < last for first, last in self.in_turn):
            return Quantity("unclear"), ""
        if following:
            year = following[1]
        if quantity is clauses.FORMER:
            until = min(until, figure.end + 30)
            after = [(at, year) for at, year in self.years if figure.end <= at < until]
            self.years_taken |= {at for at, _ in after}
            dates = [year for _, year in after] or named
            if not after and float(figure.text) < _A_CHANGE and not _SAYS_SCORE.search(figure.clause):
                return Quantity("change"), ""
            return (SCORE, dates[-1]) if dates else (Quantity("previous"), "")
        return quantity, "" if quantity.kind == "previous" else year

    def _is_anothers(self, place: int) -> bool:
        """Whether a line names an agency and says its number."""
        start = self._line_start(place)
        end = self._line_end(place)
        named = any(start <= each.start < end for each in self.mentions)
        return named and NUMBER.search(self.text, place, end) is not None

    def _year_after(self, figure: _Figure, until: int) -> tuple[int, str] | None:
        """The year right after a number and of it: 91.27 คะแนน ในปี 2567, 91.27 (ปี 2567).

        A year that what follows it is about is the next number's.
        """
        place = bisect_left(self.years, (figure.end, ""))
        at = self.years[place][0] if place < len(self.years) else until
        lead = _TO_A_YEAR.fullmatch(self.text, figure.end, at) if at < until else None
        digits = re.compile("[0-9]{2,4}").search(self.text, at) if lead else None
        if lead is None or digits is None:
            return None
        line_end = self._line_end(at)
        rest = self.text[digits.end() : min(until, line_end)]
        if lead["bracket"]:
            return self.years[place] if rest.lstrip().startswith(")") else None
        words = "และ|กับ|ส่วน" + ("|เป็น[^0-9]*" if "จาก" in figure.clause else "")
        followed = until < line_end and not re.fullmatch(rf"[\s,;]*(?:{words})?\s*", rest)
        return None if followed else self.years[place]

    def _caption(self, figure: _Figure) -> captions.Caption:
        """The title in force for a number, unless its own clause says what it is."""
        caption = self.line_at(figure.start).caption
        dated = any(figure.clause_start <= at < figure.start for at, _ in self.years)
        own = re.search(r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรมและความโปร่งใส", figure.clause)
        line = self._line_start(figure.start)
        named = any(line <= each.start < figure.start for each in self.mentions)
        free = (own and dated) if caption.unfinished else (own or dated or named)
        return captions.Caption() if free else caption

    def _of_another(self, figure: _Figure) -> bool:
        """Whether the clause, or a heading right above its line, is about another assessment."""
        line = self._line_start(figure.start)
        above = self.text[self.text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
        heading = "" if NUMBER.search(above) else above
        return quantities.of_another(heading + figure.clause)

    def _whose(self, figure: _Figure, *, regions: bool) -> dict[str, str]:
        """The text that names the agency, and the agency that the line names besides.

        The text is that from the clause's subject, if the line has one before the number, else all up to the
        line's first name of an agency. ``regions``: whether a province or ministry may be the subject, which
        is somebody else unless the list has it; a mean of a province is kept with the page's agency.
        """
        line = self._line_start(figure.start)
        place = bisect_left(self.mentions, line, key=lambda each: each.start)
        after = [each for each in self.mentions[place:] if regions or not each.region]
        before = [
            each
            for each in after
            if each.start < figure.start and not subjects.is_aside(self.text, each.start, figure.start)
        ]
        subject = max((each.start for each in before if each.subject), default=-1)
        beside = [
            each.start for each in before if each.start > subject or (each.start == subject and each.region)
        ]
        if subject < 0:
            whose = {"around": self.text[: min(after[0].start if after else _AROUND, _AROUND)]}
        else:
            further = next((each.start for each in after if each.start > subject), figure.start)
            whose = {"around": self.text[subject : min(further, figure.start)]}
        if beside:
            whose["beside"] = self.text[beside[-1] : figure.start]
        return whose

    # -------------------------------------------------------------- levels and ranks
    def _level(self, figure: _Figure, until: int) -> str:
        """The level in a total's sentence, before or after the number, or in the next line."""
        line_end = self.text.find("\n", figure.end)
        line_end = len(self.text) if line_end < 0 else line_end
        begin = figure.end
        bracket = _BRACKET.match(self.text, begin)
        if bracket and until < bracket.end():  # its numbers are other years', but what follows it is not
            begin = bracket.end()
            further = NUMBER.search(self.text, begin)
            until = further.start() if further else len(self.text)
        after_end = min([until, line_end, *self._break_after(begin)])
        for start, end in ((begin, after_end), (figure.clause_start, figure.start)):
            for hit in _LEVEL.finditer(self.text, start, end):
                if hit.start() < self.level_taken:
                    continue
                if not _OF_ANOTHER_LEVEL.search(self.text[max(start, hit.start() - 30) : hit.start()]):
                    self.level_taken = hit.end()
                    return hit["level"] or hit["bracket"]
        if until >= line_end:
            following = self.text[line_end + 1 :].split("\n", 2)[:2]
            for text in following:
                alone = re.fullmatch(
                    rf"{_LEVEL_LABEL.pattern}\s*[“”\"'(]*(?P<level>{_LEVEL_WORDS})[“”\"')]*", text.strip()
                )
                if alone:
                    return alone["level"]
        return ""

    def _break_after(self, place: int) -> list[int]:
        hit = BREAK.search(self.text, place)
        return [hit.start()] if hit else []

    def _ranks(self) -> Iterator[Claim]:
        for hit in _RANK.finditer(self.text):
            before = [year for at, year in self.spoken if at < hit.start()]
            year = before[-1] if before else self.distinct[0] if len(self.distinct) == 1 else ""
            whose = {"around": self.text[:_AROUND]}
            among = _AMONG[hit["among"]]
            for what, text in (("rank", hit["rank"]), ("size", hit["size"])):
                if text:
                    yield Claim(self.row_at(hit.start()), text, "total", Quantity(what, among), year, whose)


_TO_A_YEAR = re.compile(
    r"[ \t]*+(?P<bracket>\(?)[ \t]*+(?:ใน|เมื่อ|ของ|สำหรับ)?[ \t]*+(?:รอบ)?(?:ประจำ)?[ \t]*+(?:ปี)?"
    r"[ \t]*+(?:งบประมาณ)?[ \t]*+"
)
"""What may stand between a number and the year that it is of."""
_LEADS = re.compile("คะแนน|ร้อยละ|ได้|ดังนี้|ราย|ตัวชี้วัด|ด้าน")
_WHOLE = re.compile("รวม|เฉลี่ย|สุทธิ|ทั้งหมด")
_GOES_ON = re.compile(f"{clauses.CHANGE.pattern}|{clauses.PREVIOUS.pattern}|^\\s*จาก")
_TOTAL_AFTER = re.compile(r"\s*(?:\)\s*)?(?:อยู่ใน)?ระดับ|\s*คะแนน\s*$")
