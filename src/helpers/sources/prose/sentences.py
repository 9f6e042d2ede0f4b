"""Scores in running text: lists, rows of a dashboard, sentences, read clause by clause.

A number belongs to the indicator, instrument or total that its clause is about, and to the year and agency
named last. If the clause is about a target, a change, other agencies or another year, so is the number.
Numbers of sections, items, dates and scales are ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.sources.claims import Claim
from helpers.sources.printed import Collected, Row
from helpers.sources.prose import clauses, spoken_levels, spoken_parts, spoken_years, subjects, text_lines
from helpers.sources.prose.spoken_numbers import RANK, SAYS_SCORE, Figure, figures, names_in
from helpers.sources.prose.spoken_parts import ENOUGH, part_of
from helpers.sources.prose.spoken_years import NUMBER
from helpers.sources.words import captions, quantities
from helpers.sources.words.labels import line_end
from helpers.sources.words.names import AGENCY_WORDS
from helpers.sources.words.quantities import SCORE, Quantity

_IN_FORCE = 25
"""How many lines a title applies to: ten indicators, the total, and some remarks."""
_A_CHANGE = 30
"""A smaller number after the year that a change is from may be the change."""
_AS_PUBLISHED = re.compile(r"[0-9]{2,3}\.[0-9]{2}")
"""How scores are published; such a number in the line of another score is told if nothing says what it is."""
_AROUND = 2000
"""How many characters of the text before are searched for the agency's name."""

_IN_TURN = re.compile(
    r"(?:(?<![0-9.])[0-9]{1,3}(?:\.[0-9]+)?(?![0-9])(?: ?(?:คะแนน|%))?+"
    r" ?+(?:,|และ|กับ)?+ ?+(?:คะแนน|ร้อยละ)?+ ?+){2,}+ตามลำดับ"
)
"""Several numbers in a row, for as many things named before them."""
_AMONG = {
    "จังหวัด": "province",
    "ประเทศ": "country",
    "อำเภอ": "district",
    "กระทรวง": "ministry",
    "ประเภท": "type",
}


def read(rows: Sequence[Row], collected: Collected) -> list[Claim]:
    """The claims of lines of text, group by group; a group begins with an agency's name."""
    claims: list[Claim] = []
    group: list[_Line] = []
    scores = 0
    caption, since = captions.Caption(), 0
    for number, text in text_lines.joined(rows, collected):
        if scores and AGENCY_WORDS.search(text) and not NUMBER.search(text):
            claims += _Group(group, collected).read()
            group, scores = [], 0
        title = captions.of_text(text)
        since = 0 if title else since + 1
        caption = title or (caption if since <= _IN_FORCE else captions.Caption())
        group.append(_Line(number, text, caption))
        scores += len(names_in(text)) if NUMBER.search(text) else 0
    return claims + _Group(group, collected).read()


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
        self.names = names_in(self.text)
        self.years = spoken_years.mentioned(self.text)
        self.spoken = spoken_years.lasting(self.text)
        self.distinct = list(dict.fromkeys(year for _, year in self.spoken))
        self.mentions = subjects.mentions(self.text)
        self.in_turn = [hit.span() for hit in _IN_TURN.finditer(self.text)]
        self.totals: list[tuple[Claim, Figure]] = []
        """The agency's own totals, with their place in the text."""
        self.levels_taken: set[int] = set()
        self.shares: set[int] = set()
        """Where percentages of agencies at a level begin."""
        self.change_from = -1
        """Where the line begins in which a change was from a number."""
        self.years_taken: set[int] = set()
        """The places of years that stand after their number, so that they aren't the next number's."""

    def _line_start(self, place: int) -> int:
        return self.starts[bisect_right(self.starts, place) - 1]

    def line_at(self, place: int) -> _Line:
        return self.lines[bisect_right(self.starts, place) - 1]

    def row_at(self, place: int) -> int:
        return self.line_at(place).row

    def read(self) -> list[Claim]:
        if not re.search("[0-9]|ระดับ", self.text):
            return []
        numbers = list(figures(self.text, self.names))
        self.shares = spoken_levels.shares(numbers, self._line_start)
        claims = list(self._claims(numbers))
        indicators = {claim.part for claim in claims if claim.quantity.own and claim.part.isdecimal()}
        if len(indicators) < ENOUGH:
            for claim in claims:
                if claim.quantity.own and claim.part.isdecimal():
                    self.collected.find(
                        "score_in_text", claim.row, "score", indicator=claim.part, value=claim.text
                    )
            claims = [claim for claim in claims if not (claim.quantity.own and claim.part.isdecimal())]
        elif len(self.distinct) > 1 and not all(claim.year for claim in claims):
            years = ", ".join(self.distinct)
            self.collected.find("years_contradict", self.row_at(0), "fiscal_year", years=years)
        return [*self._with_levels_apart(claims), *self._ranks()]

    # -------------------------------------------------------------- claims
    def _claims(self, figures: list[Figure]) -> Iterator[Claim]:
        subject, subject_line = "", -1
        number_first = spoken_parts.number_first(figures, self.names)
        for place, figure in enumerate(figures):
            line = bisect_right(self.starts, figure.start)
            if line != subject_line:
                subject = ""
            until = spoken_parts.until(self.text, place, figures)
            names = self.names if number_first else ()
            part = next((str(name.indicator) for name in names if figure.end <= name.start < until), "")
            if not part:
                goes_on = self._ends_change(figure)
                part = part_of(self.text, self.names, place, figures, subject, goes_on=goes_on)
            subject, subject_line = part or subject, line
            if part:
                yield self._claim(figure, until, part)
            elif (
                figure.unit == "คะแนน"
                or clauses.changes_from(figure.clause)
                or (subject and _AS_PUBLISHED.fullmatch(figure.text))
            ):
                heading = " ".join(figure.clause.split())[-60:]
                yield Claim(
                    self.row_at(figure.start), figure.text, "total", Quantity("unclear"), heading=heading
                )

    def _claim(self, figure: Figure, until: int, part: str) -> Claim:
        quantity, year = self._quantity(figure, until, part)
        heading = "" if quantity.own else " ".join(figure.clause.split())[-60:]
        caption = self._caption(figure)
        if quantity.own and caption.quantity.kind:
            quantity, heading = caption.quantity, caption.title
        if part == "total" and caption.part:
            part = caption.part
        own_total = part == "total" and quantity.own
        level = self._level(figure, until) if own_total else ""
        row = self.row_at(figure.start)
        claim = Claim(
            row, figure.text, part, quantity, year, self._whose(figure, regions=quantity.own), heading, level
        )
        if own_total:
            self.totals.append((claim, figure))
        return claim

    def _quantity(self, figure: Figure, until: int, part: str) -> tuple[Quantity, str]:
        """The quantity of a number according to its clause, and its year."""
        if figure.start in self.shares:
            return Quantity("share"), ""
        own_years = [
            year
            for at, year in self.years
            if figure.clause_start <= at < figure.start
            and spoken_years.belongs(self.text, at, figure.start)
            and at not in self.years_taken
        ]
        line = self._line_start(figure.start)
        spoken = self.spoken
        if any(line <= each.start < figure.start for each in self.mentions):
            # The year of another line with an agency and a number of its own applies to that line only.
            anothers = {year for at, year in spoken if at < line and self._is_anothers(at)}
            spoken = [] if anothers and len(self.distinct) > 1 and not own_years else spoken
        if self._ends_change(figure):
            # In "from 86.31 in 2567 to 91.27", the year isn't that of the second score.
            spoken = [each for each in spoken if each[0] not in self.years_taken]
        before = [year for at, year in spoken if at < figure.start]
        distinct = list(dict.fromkeys(year for _, year in spoken))
        year = next(reversed(own_years or before or (distinct if len(distinct) == 1 else [])), "")
        start = max((n.end for n in self.names if n.end <= figure.start), default=figure.clause_start)
        following = None if own_years else self._year_after(figure, until)
        if following:
            self.years_taken.add(following[0])
        quantity = clauses.quantity_of(
            figure.clause,
            self.text[max(start, figure.clause_start) : figure.start],
            self.text[figure.end : figure.end + 40],
            another=part == "total" and self._of_another(figure),
            dated=bool(own_years),
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
            self.change_from = line
            until = min(until, figure.end + 30)
            after = [(at, year) for at, year in self.years if figure.end <= at < until]
            self.years_taken |= {at for at, _ in after}
            dates = [year for _, year in after] or own_years
            if not after and float(figure.text) < _A_CHANGE and not SAYS_SCORE.search(figure.clause):
                return Quantity("change"), ""
            return (SCORE, dates[-1]) if dates else (Quantity("previous"), "")
        return quantity, "" if quantity.kind == "previous" else year

    def _ends_change(self, figure: Figure) -> bool:
        """Whether a change in the same line leads to a number: from 86.31 in 2567 to 91.27."""
        same_line = self._line_start(figure.start) == self.change_from
        return same_line and clauses.NOW.search(figure.clause) is not None

    def _is_anothers(self, place: int) -> bool:
        """Whether a line names an agency and gives its number."""
        start = self._line_start(place)
        end = line_end(self.text, place)
        names_agency = any(start <= each.start < end for each in self.mentions)
        return names_agency and NUMBER.search(self.text, place, end) is not None

    def _year_after(self, figure: Figure, until: int) -> tuple[int, str] | None:
        """The year right after a number and of it: 91.27 คะแนน ในปี 2567, 91.27 (ปี 2567).

        A year that the following words go on about is the next number's.
        """
        place = bisect_left(self.years, (figure.end, ""))
        at = self.years[place][0] if place < len(self.years) else until
        lead = _TO_A_YEAR.fullmatch(self.text, figure.end, at) if at < until else None
        digits = re.compile("[0-9]{2,4}").search(self.text, at) if lead else None
        if lead is None or digits is None:
            return None
        end = line_end(self.text, at)
        rest = self.text[digits.end() : min(until, end)]
        if lead["bracket"]:
            return self.years[place] if rest.lstrip().startswith(")") else None
        words = "และ|กับ|ส่วน" + ("|เป็น[^0-9]*" if "จาก" in figure.clause else "")
        followed = until < end and not re.fullmatch(rf"[\s,;]*(?:{words})?\s*", rest)
        return None if followed else self.years[place]

    def _caption(self, figure: Figure) -> captions.Caption:
        """The title in force for a number, unless its own clause says what it is."""
        caption = self.line_at(figure.start).caption
        dated = any(figure.clause_start <= at < figure.start for at, _ in self.years)
        own = re.search(r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรมและความโปร่งใส", figure.clause)
        line = self._line_start(figure.start)
        names_agency = any(line <= each.start < figure.start for each in self.mentions)
        free = (own and dated) if caption.unfinished else (own or dated or names_agency)
        return captions.Caption() if free else caption

    def _of_another(self, figure: Figure) -> bool:
        """Whether the clause, or a heading right above its line, is about another assessment."""
        line = self._line_start(figure.start)
        above = self.text[self.text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
        heading = "" if NUMBER.search(above) else above
        return quantities.of_another(heading + figure.clause)

    def _whose(self, figure: Figure, *, regions: bool) -> dict[str, str]:
        """The text in which to look for the agency ("around"), and another agency in the line ("beside").

        If the line has a subject before the number, the text begins there; else it is everything up to the
        first agency that the line names. ``regions``: whether a province or ministry can be the subject; it
        is another agency unless the list has it. For a mean it can't: that is kept with the page's agency.
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
    def _level(self, figure: Figure, until: int) -> str:
        clause = (figure.clause_start, figure.start)
        level, place = spoken_levels.near(self.text, clause, figure.end, until, self.levels_taken)
        self.levels_taken.add(place)
        return level

    def _with_levels_apart(self, claims: list[Claim]) -> Iterator[Claim]:
        """Gives the only total the level on its line or the next; reports every other level."""
        own = {figure.start for _, figure in self.totals}
        apart = list(spoken_levels.apart(self.text, own, self.levels_taken))
        total, figure = self.totals[0] if len(self.totals) == 1 else (None, None)
        if total and figure and not total.level:
            line = bisect_right(self.starts, figure.start) - 1
            if not apart:
                # A level between two numbers belongs to the number before it.
                after = line < 2 or not NUMBER.search(self.lines[line - 2].text)
                near = (line + 1, line - 1) if after else (line + 1,)
                around = [self.starts[each] for each in near if 0 <= each < len(self.lines)]
                lone = [(start, spoken_levels.of_line(self.text, start), True) for start in around]
                apart = [each for each in lone if each[1]][:1]
            of_total = [
                place
                for place, _, sure in apart
                if sure
                and abs(bisect_right(self.starts, place) - 1 - line) < 2
                and self._says_nothing_else(place, figure, total.year)
            ]
            if of_total and len({level for _, level, _ in apart}) == 1:
                claims = [replace(each, level=apart[0][1]) if each is total else each for each in claims]
                apart = []
        yield from claims
        for place, level, _ in apart:
            yield Claim(self.row_at(place), "", "total", Quantity("level"), level=level)

    def _says_nothing_else(self, place: int, figure: Figure, year: str) -> bool:
        """Whether a level's line names no year but the total's, and no agency unless it is the same line."""
        start, end = self._line_start(place), line_end(self.text, place)
        years = {year for at, year in self.years if start <= at < end}
        names_agency = any(start <= each.start < end for each in self.mentions)
        return years <= {year} and (not names_agency or start == self._line_start(figure.start))

    def _ranks(self) -> Iterator[Claim]:
        for hit in RANK.finditer(self.text):
            before = [year for at, year in self.spoken if at < hit.start()]
            year = before[-1] if before else self.distinct[0] if len(self.distinct) == 1 else ""
            whose = {"around": self.text[:_AROUND]}
            among = _AMONG[hit["among"]]
            for kind, text in (("rank", hit["rank"]), ("size", hit["size"])):
                if text:
                    yield Claim(self.row_at(hit.start()), text, "total", Quantity(kind, among), year, whose)


_TO_A_YEAR = re.compile(
    r"[ \t]*+(?P<bracket>\(?)[ \t]*+(?:ใน|เมื่อ|ของ|สำหรับ)?[ \t]*+(?:รอบ)?(?:ประจำ)?[ \t]*+(?:ปี)?"
    r"[ \t]*+(?:งบประมาณ)?[ \t]*+"
)
"""What may stand between a number and the year that it is of."""
