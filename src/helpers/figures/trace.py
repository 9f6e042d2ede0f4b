"""Where each number that a reader sees on a report's page comes from.

Every number in the page's text is looked up in the ledger of the report's figures (``figures.ledger``),
using the words around it, the indicator that its row or sentence is about, and the column it is in. A
number that isn't a figure has to be one of a few other kinds (``KINDS``); if it is neither, nothing
explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from lxml import html
from lxml.html import HtmlElement

from helpers import framework, thai
from helpers.choices import Language
from helpers.facts import Facts
from helpers.figures import ledger
from helpers.figures.ledger import Figure
from helpers.narrative import Writer

FIGURE = "figure"
KINDS = (
    "heading",
    "year",
    "day",
    "months",
    "indicator",
    "measure",
    "activity",
    "part",
    "item",
    "quoted",
    "axis",
)
"""Numbers that aren't figures: of a heading; a fiscal year; a day of the report or of a measure's period; the
six months of a round; the number of an indicator, measure, activity, part of an instrument or item of an
assessment; a number within a text of the data; the scale of a chart."""

_NUMBER = re.compile(r"(?<![\w.,])[+−-]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?")
_BLOCKS = (
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "caption",
    "figcaption",
    "text",
    "title",
    "desc",
    "a",
)
_LIST = r"(?:[0-9]+\**(?:, | และ | and ))*$"
_NAMED_BEFORE = {
    "indicator": re.compile(rf"(?:ตัวชี้วัดที่|(?<![0-9] )[Ii]ndicators?) {_LIST}"),
    "measure": re.compile(rf"(?:มาตรการที่|[Mm]easures?) {_LIST}"),
    "part": re.compile(rf"[A-Z]+ (?:ส่วนที่|part) {_LIST}"),
    "activity": re.compile(rf"(?:กิจกรรมที่|[Aa]ctivit(?:y|ies)) {_LIST}"),
}
_JUDGED = re.compile(r"(?:, [0-9]+| and [0-9]+)* judged by title")
"""In English, the numbers of measures may appear without the word "measure", followed by this."""
_ANY_INDICATOR = re.compile("ตัวชี้วัดที่ [0-9]|[Ii]ndicator [0-9]|ทุกตัวชี้วัด|All indicators")
_UNITS = (
    (
        re.compile(r"^ ?(?:จาก [0-9]+ )?ตัวชี้วัด(?!ที่ [0-9])|^(?: of (?:the )?[0-9]+)? indicators?|^Indicators"),
        ledger.INDICATORS,
    ),
    (re.compile(r"^ ?(?:จาก [0-9]+ )?มาตรการ(?!ที่)|^ measures?"), ledger.MEASURES),
    (re.compile(r"^ ?(?:จาก [0-9]+ )?กิจกรรม(?!ที่)|^(?: of [0-9]+)? activit"), ledger.ACTIVITIES),
    (re.compile(r"^ ?(?:จาก [0-9]+ )?แห่ง|^ agencies"), ledger.AGENCIES),
    (re.compile(r"^ ?คน|^ respondents?"), ledger.RESPONDENTS),
    (re.compile(r"^ ?คะแนน|^ points"), ledger.MARK),
    (re.compile(r"^ ?ส่วน(?!ที่)"), ledger.PARTS),
)
_YEAR = re.compile(r"25[0-9]{2}")
_MONTHS = "|".join(
    map(
        re.escape,
        [*thai.MONTHS["th"], *thai.SHORT_MONTHS["th"], *thai.MONTHS["en"], *thai.SHORT_MONTHS["en"]],
    )
)
_DAY = re.compile(rf"([0-9]{{1,2}}) ({_MONTHS})(?: ([0-9]{{2,4}}))?")
_ABOUT = re.compile(r"^(?:ตัวชี้วัดที่ |[Ii]ndicator )?([0-9]+) (\D)")


@dataclass(frozen=True)
class Number:
    """A number on a page as printed (Arabic digits), with the words around it and what explains it."""

    text: str
    words: str
    """The paragraph, cell or label that contains it."""
    part: str
    """The heading above it."""
    kind: str = ""
    """``figure``, one of ``KINDS``, or "": nothing explains it."""
    figures: tuple[Figure, ...] = ()
    """The figures of the ledger that it can be: all those with its text that nothing rules out."""


@dataclass(frozen=True)
class Piece:
    """A paragraph, a cell of a table, or a label of a chart."""

    text: str
    tag: str
    part: str
    drawn: bool
    """Whether it is part of a chart."""
    row: str = ""
    """The head of its row."""
    head: str = ""
    """The head of its column."""
    in_own_words: bool = False
    """Whether it is in the agency's own words: in the annex, or in a list of what measures state."""


def numbers(page: str, facts: Facts, writer: Writer) -> list[Number]:
    """Every number in the text of a page (or of parts of one), in order."""
    context = _Context(facts, writer)
    all_numbers: list[Number] = []
    for piece in pieces(page):
        all_numbers += _of_piece(piece, context)
    return all_numbers


# ------------------------------------------------------------------ reading a page
def pieces(page: str) -> Iterator[Piece]:
    """The pieces of text of a page that hold a number, in order."""
    page = page.replace("<wbr>", "")  # the parser doesn't know it and would nest what follows inside it
    root = html.fromstring(f"<div>{page}</div>" if "<main" not in page else page)
    part = ""
    main = root.find(".//main")
    if main is not None and re.search("[0-9]", title := _plain(root.findtext(".//title") or "")):
        yield Piece(title, "title", part, False)
    for element in (root if main is None else main).iter(*_BLOCKS):
        if element.tag in ("h1", "h2", "h3") or "memo-title" in element.classes:
            part = _text(element)
        if element.tag == "a" and element.getparent().tag != "li":
            continue
        text = _own_text(element)
        if not re.search("[0-9]", text):
            continue
        drawn = any(each.tag == "svg" for each in element.iterancestors())
        row, head = _heads(element) if element.tag == "td" else ("", "")
        if element.tag == "dd":
            row = _text(element.getprevious())
        yield Piece(text, element.tag, part, drawn, row, head, _is_in_own_words(element))


def _is_in_own_words(element: HtmlElement) -> bool:
    if element.tag == "li":
        return bool(element.getparent().tag == "ul")
    return element.tag in ("td", "p") and any("annex" in each.classes for each in element.iterancestors())


def _text(element: HtmlElement) -> str:
    return _plain(element.text_content())


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", thai.to_arabic_digits(text)).strip()


def _own_text(element: HtmlElement) -> str:
    """The text of a piece without the pieces inside it, which are yielded on their own."""
    return _plain("".join(_words(element)))


def _words(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _BLOCKS or child.tag == "br":
            yield " "
        else:
            yield from _words(child)
        yield child.tail or ""


def _heads(cell: HtmlElement) -> tuple[str, str]:
    """The head of a cell's row, with the number before it, and of its column."""
    row = cell.getparent()
    cells = list(row.iterchildren("td", "th"))
    place = sum(int(each.get("colspan", "1")) for each in cells[: cells.index(cell)])
    table = next(row.iterancestors("table"))
    heads: list[str] = []
    for each in table.xpath("./thead/tr[1]/th"):
        heads += [_text(each)] * int(each.get("colspan", "1"))
    first = [_text(each) for each in cells[: cells.index(cell)] if each.tag == "th" or each is cells[0]]
    return " ".join(first[:2]), heads[place] if place < len(heads) else ""


# ------------------------------------------------------------------ what a number is
@dataclass(frozen=True)
class _Context:
    facts: Facts
    writer: Writer

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[Figure]]:
        by_text: dict[str, list[Figure]] = {}
        for figure in ledger.figures(self.facts, self.writer):
            by_text.setdefault(figure.text, []).append(figure)
        return by_text

    @cached_property
    def fiscal_years(self) -> frozenset[str]:
        years_ = {result.year for result in (*self.facts.results, self.facts.current, self.facts.previous)}
        years_ |= {self.facts.fiscal_year + shift for shift in (-1, 0, 1)} | {framework.years()[0]}
        return frozenset(str(year - shift) for year in years_ for shift in (0, 543))

    @cached_property
    def names(self) -> Mapping[int, frozenset[str]]:
        """By indicator its names in any of the years, in both languages."""
        rules = [result.rules for result in (self.facts.current, self.facts.previous, self.facts.analysed)]
        names_of: dict[int, set[str]] = {}
        for indicator in (each for year in rules for each in year.indicators):
            names_of.setdefault(indicator.number, set()).update(
                indicator.name(language).casefold() for language in get_args(Language)
            )
        return {number: frozenset(names) for number, names in names_of.items()}

    @cached_property
    def indicator_of(self) -> Mapping[str, int]:
        """The indicators of the questions and items that the analysed result lost."""
        lost = self.facts.lost[self.facts.analysed.year]
        return {row["code"]: row["indicator"] for row in lost}

    @cached_property
    def codes(self) -> frozenset[str]:
        """The questions and items that have a score or that a measure names."""
        named = {code for row in self.facts.measures for code in row["questions"].split(",")}
        return frozenset(named | {row["code"] for row in self.facts.questions})

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """Texts of the data that hold a digit, the longest first."""
        agency, office = self.facts.agency, self.facts.office
        cells = [agency.full_name, agency.type, agency.district, agency.province, *vars(office).values()]
        for row in (*self.facts.activities, *self.facts.sources):
            cells += [cell for cell in row.values() if isinstance(cell, str)]
        cells += [row["text"] for row in self.facts.questions]
        if (country := framework.country(self.facts.current.year)) is not None:
            cells.append(country.source)
        for rules in (result.rules for result in self.facts.results):
            cells += [rules.sources[part] for part in rules.own]
        lines = {_plain(line) for cell in cells for line in str(cell).split("\n")}
        return tuple(sorted((line for line in lines if re.search("[0-9]", line)), key=len, reverse=True))

    @cached_property
    def activities(self) -> frozenset[str]:
        """Measure and activity as a chart numbers them: 9.1."""
        return frozenset(f"{row['printed']}.{row['activity']}" for row in self.facts.activities)

    @cached_property
    def days(self) -> frozenset[tuple[int, int, int]]:
        ends = [row["period_end"].date() for row in self.facts.activities if row["period_end"] is not None]
        facts = self.facts
        days = [
            facts.cut_off,
            facts.end_of_round,
            *([facts.results_until] if facts.results_until else []),
            *ends,
        ]
        return frozenset((day.day, day.month, day.year) for day in days)


def _of_piece(piece: Piece, context: _Context) -> Iterator[Number]:
    quoted = list(_quotations(piece, context))
    days = {
        span: True
        for match in _DAY.finditer(piece.text)
        if _is_day(match, context)
        for span in [match.span()]
    }
    for match in _NUMBER.finditer(piece.text):
        if _inside(match, quoted):
            yield Number(match[0], piece.text, piece.part, "quoted")
        elif _inside(match, days):
            yield Number(match[0], piece.text, piece.part, "day")
        else:
            yield Number(match[0], piece.text, piece.part, *_explained(match, piece, context))


def _inside(match: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _quotations(piece: Piece, context: _Context) -> Iterator[tuple[int, int]]:
    """The spans of a piece that quote texts of the data; a chart's label may quote only a part."""
    shortened = piece.text.rstrip("…").strip()
    if piece.drawn and len(shortened) > 4 and any(shortened in line for line in context.quoted):
        yield 0, len(piece.text)
    for line in context.quoted:
        start = piece.text.find(line)
        while start >= 0:
            # A text that is only a number would match anywhere.
            if not re.fullmatch(r"[0-9.,+−-]+", line) or line == piece.text:
                yield start, start + len(line)
            start = piece.text.find(line, start + 1)


def _is_day(match: re.Match[str], context: _Context) -> bool:
    names = [*thai.MONTHS["th"], *thai.SHORT_MONTHS["th"], *thai.MONTHS["en"], *thai.SHORT_MONTHS["en"]]
    month = names.index(match[2]) % 12 + 1
    for day in context.days:
        years = {str(day[2]), str(day[2] + 543), str(day[2] + 543)[-2:]}
        if day[:2] == (int(match[1]), month) and (match[3] is None or match[3] in years):
            return True
    return False


def _explained(match: re.Match[str], piece: Piece, context: _Context) -> tuple[str, tuple[Figure, ...]]:
    text = match[0]
    before, after = piece.text[: match.start()], piece.text[match.end() :]
    is_whole = text.isdecimal()
    if not before and text in context.activities and _names_measure(after, piece, context):
        return "activity", ()
    if is_whole and text in context.fiscal_years and not before.endswith("."):
        return "year", ()
    if is_whole and (kind := _called(text, before, after, piece, context)):
        return kind, ()
    if is_whole and any(named.search(before) for named in _NAMED_BEFORE.values()):
        return "", ()  # the number belongs to something else
    if piece.in_own_words:
        return "", ()  # the agency's own words can't contain the report's figures
    figures = _fitting(context.by_text.get(text, ()), before, after, piece, context)
    return (FIGURE if figures else ""), figures


def _called(text: str, before: str, after: str, piece: Piece, context: _Context) -> str:
    """The kind of a whole number that is a name rather than a count."""
    if piece.tag in ("h1", "h2", "h3", "a") and not before and after.startswith(". "):
        return "heading"
    if re.match(r"^ ?เดือน| months", after) and text == "6":
        return "months"
    if (
        piece.drawn
        and piece.tag == "text"
        and not before
        and not after
        and int(text) <= 100
        and int(text) % 5 == 0  # ticks are at round numbers (charts.scales), and a score has two decimals
    ):
        return "axis"
    measures = {str(number) for number in context.facts.printed.values()}
    coded = re.search(r"\bO$|(?<![A-Za-z])[a-z]{1,3}$", before)
    if coded and (coded[0] == "O" or coded[0] + text in context.codes):
        return "item"
    if _NAMED_BEFORE["part"].search(before):
        return "part"
    if _NAMED_BEFORE["activity"].search(before):
        return "activity" if text in {str(row["activity"]) for row in context.facts.activities} else ""
    if _NAMED_BEFORE["measure"].search(before) or _JUDGED.match(after) or piece.head in _lists(context):
        return "measure" if text in measures else ""
    if (
        text.isdecimal()
        and int(text) in context.names
        and _names_indicator(text, before, after, piece, context)
    ):
        return "indicator"
    if not before and text in measures and _names_measure(after, piece, context):
        return "measure"
    return ""


def _lists(context: _Context) -> set[str]:
    """The heads of columns that list measures."""
    return {context.writer.word("column", name) for name in ("answered", "answered_by")}


_GOES_ON = "และ|จึง|เนื่องจาก|เพิ่มขึ้น|ลดลง|ใกล้เคียง|ไม่เปลี่ยนแปลง"
"""Words that may follow an indicator's number if its name is left out."""


def _names_indicator(text: str, before: str, after: str, piece: Piece, context: _Context) -> bool:
    names = context.names[int(text)]
    following = after.lstrip(" (").casefold()
    if any(following.startswith(name) for name in names):
        return True
    if piece.drawn and piece.tag == "text" and not before and len(following) > 3:  # a shortened label
        return any(name.startswith(following.rstrip("…")) for name in names)
    if piece.tag == "desc":  # 1: 99.83; 2: ...
        return after.startswith(": ")
    if piece.tag == "td" and not before and not after:  # the column of numbers
        return piece.head == context.writer.word("column", "number")
    named = _NAMED_BEFORE["indicator"].search(before)
    # If a name follows, it must be the indicator's own; a list of numbers has no names.
    in_list = named is not None and re.search("[0-9]", named[0]) is not None
    return in_list or (named is not None and not re.match(rf" (?!{_GOES_ON})[ก-ฮเ-ไ]| \(", after))


def _names_measure(after: str, piece: Piece, context: _Context) -> bool:
    titles = [_plain(row["title"]) for row in context.facts.activities]
    # A chart's label may be cut short, and after a name a piece may go on.
    following = after.lstrip(". 0123456789").rstrip("… ")
    return any(title.startswith(following[:20]) or following.startswith(title) for title in titles) and bool(
        following
    )


def _fitting(
    candidates: Iterable[Figure], before: str, after: str, piece: Piece, context: _Context
) -> tuple[Figure, ...]:
    """Those of the figures with a number's text that can appear in its place."""
    fitting = list(candidates)
    beside = piece.row if piece.tag == "dd" else after
    if unit := next((unit for pattern, unit in _UNITS if pattern.search(beside)), ""):
        counts = {ledger.INDICATORS, ledger.MEASURES, ledger.ACTIVITIES, ledger.AGENCIES}
        fitting = [
            each for each in fitting if each.unit == unit or (unit == ledger.MARK and each.unit not in counts)
        ]
    cell = piece.tag == "td"
    fitting = [each for each in fitting if _under(each, piece)]
    if about := _about(before, piece, context):
        fitting = [each for each in fitting if each.indicator == about or _of_none(each)]
        fitting = [each for each in fitting if each.indicator] or fitting if cell else fitting
    elif piece.row or not (piece.tag == "text" or _ANY_INDICATOR.search(piece.text)):
        fitting = [each for each in fitting if not each.indicator]
    if cell and (year := _YEAR.search(piece.head)):
        fitting = [each for each in fitting if str(each.year) == year[0]]
    return tuple(_nearest(fitting, before, after))


def _nearest(candidates: Sequence[Figure], before: str, after: str) -> Sequence[Figure]:
    """Those of the fiscal year named last before the number, else of any year named; else all of them."""
    years = [*reversed(_YEAR.findall(before)), *_YEAR.findall(after)]
    for year in years:
        if of_year := [each for each in candidates if str(each.year) == year]:
            return of_year
    return candidates


def _under(figure: Figure, piece: Piece) -> bool:
    """Whether a figure can appear under the head of its column; medians and scores also outside tables."""
    if piece.tag == "td":
        return not figure.heads or piece.head in figure.heads
    return not figure.heads or figure.unit == ledger.POINTS


_QUESTION = re.compile(r"(?:ข้อ\s)?([a-zO]{1,3}[0-9]+)(?![0-9])")


def _about(before: str, piece: Piece, context: _Context) -> int:
    """The indicator that a row, a weak point or an item of a description is about; 0 if it names none."""
    if piece.tag == "td" and (question := _QUESTION.match(piece.row)):
        return context.indicator_of.get(question[1].lower(), 0)
    if piece.tag == "desc":
        named = re.findall(r"(?:^|[ .;])([0-9]+): ", before)
        number = int(named[-1]) if named else 0
    else:
        head = _ABOUT.match({"td": piece.row, "li": piece.text}.get(piece.tag, ""))
        number = int(head[1]) if head else 0
    return number if number in context.names else 0


def _of_none(figure: Figure) -> bool:
    """Whether a figure is a mark or a count, which may appear next to any indicator."""
    return not figure.indicator and figure.unit not in (ledger.POINTS, ledger.CHANGE)
