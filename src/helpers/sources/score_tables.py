"""Finds where tables of scores begin and end in a page, and what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from helpers.sources import captions, labels, quantities, spoken_years
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.quantities import SCORE, Quantity

AGENCY_WORDS = re.compile(r"(?:องค์การบริหารส่วน|อบ[ตจ]\s?\.|เทศบาล|ท[ตมน]\.|เมืองพัทยา)")
BODY = re.compile(
    rf"{AGENCY_WORDS.pattern}"
    r"|(?:กรุงเทพมหานคร|กรม|สำนัก|มหาวิทยาลัย|สถาบัน|กระทรวง|องค์การ|จังหวัด|โรงพยาบาล|โรงเรียน|การไฟฟ้า|การประปา|ธนาคาร)"
)
"""How names of agencies of any kind begin."""
PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*([ก-๎]+)")
LEVEL_LABEL = re.compile("(?:ผล(?:การ)?ประเมิน)?ระดับ.*")


@dataclass(frozen=True)
class Column:
    """A column's role, and the quantity, year, indicator and agency that its heading names.

    Roles are label, agency, year and so on; a column of numbers is ``score``, ``total`` or ``other``.
    """

    text: str = ""
    role: str = ""
    year: str = ""
    indicator: int | None = None
    instrument: str = ""
    agency: str = ""
    quantity: Quantity = SCORE


@dataclass
class Table:
    """Heading rows, the rows below them, and the lines of text before."""

    heading: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    context: list[Row] = field(default_factory=list)
    above: list[Row] = field(default_factory=list)
    """Lines before the tables above this one, if it has a title of its own."""
    columns: list[Column] = field(default_factory=list)

    @property
    def at(self) -> int:
        """The table's first row."""
        return (self.heading or self.body)[0][0]

    @property
    def title(self) -> str:
        """The text before the table."""
        return "\n".join(cell for _, cells in self.context[-captions.LINES :] for cell in cells if cell)

    @property
    def lines_above(self) -> str:
        """The text before the tables above this one, whose agency is also this table's if the title right
        above names none and is not one of other agencies."""
        if any(captions.OF_OTHERS.search(cell) for _, cells in self.context[-3:] for cell in cells if cell):
            return ""
        return "\n".join(cell for _, cells in self.above for cell in cells if cell)

    @property
    def whose(self) -> dict[str, str]:
        """The text that names the agency of rows that name none."""
        return {"around": self.title, "above": self.lines_above}

    @property
    def caption(self) -> captions.Caption:
        """What the table's numbers are according to the title right above it."""
        return captions.nearest(
            labels.plain(cell) for _, cells in reversed(self.context) for cell in cells if cell
        )

    @property
    def width(self) -> int:
        """The number of cells of a complete row, as in the heading."""
        return max((len(cells) for _, cells in self.heading or self.body), default=0)

    def places(self, *roles: str) -> list[int]:
        """The columns with these roles."""
        return [place for place, column in enumerate(self.columns) if column.role in roles]

    def assign(self, place: int, **changes: object) -> None:
        """Changes what is known about a column from its heading."""
        self.columns[place] = replace(self.columns[place], **changes)  # type: ignore[arg-type]


# ------------------------------------------------------------------ columns
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "remark",
        re.compile("หมายเหตุ.*|ผ่าน/ไม่ผ่าน|ผ่านเกณฑ์|สถานะ.*|แหล่งข้อมูล|อ้างอิง.*|ข้อเสนอแนะ.*|สาเหตุ.*|ผู้รับผิดชอบ.*"),
    ),
    ("instrument_label", re.compile("(?:แบบ|เครื่องมือ).*")),
    (
        "level",
        re.compile(
            r"(?:ผล(?:การ)?ประเมิน)?(?:ราย)?ระดับ(?!ประเทศ|จังหวัด|ภาค|กระทรวง|อำเภอ).*|เกรด|ผล(?:การ)?ประเมิน\(ระดับ\)"
        ),
    ),
    ("agency_id", re.compile("รหัส(?:หน่วยงาน)?|agency_id")),
    (
        "agency",
        re.compile(
            r"(?:จังหวัด/)?(?:ราย)?(?:ชื่อ)?(?:หน่วยงาน|อปท\.?|องค์กรปกครองส่วนท้องถิ่น|เทศบาล/อบต\.?)"
            r"(?:ภาครัฐ|ที่รับการประเมิน|/.*)?|ชื่อ|name|agency"
        ),
    ),
    ("district", re.compile(r"อำเภอ|อ\.|เขต|district")),
    ("province", re.compile(r"(?:ชื่อ)?จังหวัด|จ\.|province")),
    ("type", re.compile("ประเภท(?:หน่วยงาน|อปท\\.?|องค์กร.*)?|type")),
    ("year", re.compile(r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?(?:พ\.ศ\.?)?|พ\.ศ\.)|fiscal_year")),
    ("rank", re.compile(r"(?:ลำดับ|อันดับ)(?:ที่)?|ที่|ข้อ(?:ที่)?|no\.?|rank|#")),
    (
        "label",
        re.compile(
            r"(?:ที่|ข้อ|ลำดับ)?(?:ราย(?:การ|ละเอียด)|ชื่อ|หัวข้อ|ประเด็น|องค์ประกอบ)?(?:การประเมิน)?(?:ราย)?"
            r"ตัวชี้วัด(?:ที่|การประเมิน|/.*)?|รายการ|ประเด็น(?:การประเมิน)?|รายละเอียด|indicator|ด้าน|หัวข้อ"
        ),
    ),
)
_INSTRUMENT_MEAN = re.compile(r"คะแนนที่ได้.*100.*|คะแนนเฉลี่ย(?:ราย|ตาม|ของ)?(?:แบบ|เครื่องมือ).*")
VALUES = ("score", "total", "other", "mean", "instrument")
"""Roles of columns of numbers."""


@lru_cache(maxsize=65536)
def role_of(text: str) -> str:
    """The role of a column by its heading; "" if unknown."""
    plain = labels.bare(text)
    if not plain:
        return ""
    if any(labels.indicator(text)):
        return "score"
    for role, pattern in _ROLES:
        if pattern.fullmatch(plain):
            return role
    if _INSTRUMENT_MEAN.fullmatch(plain):
        return "mean"
    quantity = quantities.of_heading(text)
    if quantity.kind and not quantity.own:
        return "other"
    if labels.instrument(text):
        return "instrument"
    if labels.is_total(text):
        return "total"
    return "score" if quantity.own else ""


def _columns(heading: Sequence[Row], width: int) -> list[Column]:
    """The columns, described by all heading rows together."""
    rows = [cells + [""] * (width - len(cells)) for _, cells in heading]
    for upper, lower in pairwise(rows):
        for place in range(1, width):
            # A heading that spans several columns is stored in the first of them.
            if not upper[place] and lower[place] and upper[place - 1] and lower[place - 1]:
                upper[place] = upper[place - 1]
    return [_column([cells[place] for cells in rows]) for place in range(width)]


def _find_levels(table: Table) -> None:
    """Takes a column headed "result" that holds levels only for a column of levels."""
    for place in table.places("score", "total"):
        texts = [cells[place] for _, cells in table.body if place < len(cells) and cells[place]]
        if texts and all(map(labels.is_level, texts)) and len(table.places("score", "total")) > 1:
            table.assign(place, role="level")


_COUNTS = re.compile("จำนวน(?!คะแนน)|^(?:งบประมาณ|เบิกจ่าย|ตอบแล้ว|ผู้ตอบ)")


def _without_shares(columns: list[Column]) -> list[Column]:
    """Takes a column headed only "percent" beside counts or money for their share, not for scores."""
    counted = any(_COUNTS.search(labels.bare(column.text)) for column in columns)
    if not counted:
        return columns
    share = Quantity("respondents")
    return [
        replace(column, role="other", quantity=share)
        if column.role in ("score", "total") and labels.bare(column.text) in ("ร้อยละ", "%", "ร้อยละ(%)")
        else column
        for column in columns
    ]


def _column(parts: list[str]) -> Column:
    text = " ".join(dict.fromkeys(filter(None, parts)))
    year = labels.year_in_heading(text)
    by_name, by_number = labels.indicator(text)
    if by_name or by_number:
        number = agreed(by_name, by_number)
        return Column(text, "score", year, number) if number else Column(text)
    # The lowest row is the most specific: คะแนน under IIT, ระดับ under ปี 2568.
    roles = [role for role in map(role_of, reversed(parts)) if role]
    role = next((role for role in roles if role != "score"), roles[0] if roles else role_of(text))
    if role == "total" and "instrument" in roles:
        role = "instrument"
    quantity = next((each for each in map(quantities.of_heading, parts) if each.kind and not each.own), None)
    if quantity is None or role not in ("score", "total", "other", "instrument"):
        quantity = quantities.of_heading(text)
    elif role != "other":
        role = "other"
    named = quantity.rest if role in ("score", "total") and quantity.own else ""
    if role in ("score", "total", "instrument") and quantity.own:
        quantity = Quantity("score")
    instrument = labels.instrument(text) or ""
    return Column(text, role, "" if role == "year" else year, None, instrument, named, quantity)


_FROM_OLD = {9: 6, 10: 7, 11: 8, 12: 9, 13: 10}
"""Some papers number the indicators 1 to 5 and go on with 9, as a list of another year did."""
_OLD_COUNT = {1, 2, 3, 4, 5, *_FROM_OLD}


def agreed(by_name: int | None, by_number: int | None) -> int | None:
    """The indicator that name and number agree on; a number of the old list doesn't contradict."""
    if by_name is None or by_number is None:
        return by_name or by_number
    return by_name if by_number == by_name or _FROM_OLD.get(by_number) == by_name else None


def count_of(printed: set[int]) -> dict[int, int]:
    """The meaning of the old list's numbers, if the printed ones are from that list."""
    return _FROM_OLD if max(printed, default=0) > 10 and printed <= _OLD_COUNT else {}


# ------------------------------------------------------------------ where tables begin and end
def tables_in(rows: Sequence[Row]) -> tuple[list[Table], list[Row]]:
    """The tables of scores in a page, and the rows outside them."""
    finder = _Finder()
    for row in rows:
        finder.take(row)
    return finder.end()


class _Finder:
    """Goes through a page's rows one by one, classifying each by itself."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.outside: list[Row] = []
        self.waiting: list[Row] = []
        """Rows that are a heading if scores follow."""
        self.context: list[Row] = []
        self.gap = False

    def take(self, row: Row) -> None:
        columns = filled(row[1])
        if not columns:
            self.gap = True
            return
        table = self.tables[-1] if self.tables and not self.context else None
        if is_heading(row[1]):
            self._heading(row, table)
        elif len(columns) == 1:
            self._text(row, table)
        else:
            self._numbers(row, table)
        self.gap = False

    def _heading(self, row: Row, table: Table | None) -> None:
        if table and not table.body and not self.gap:
            table.heading.append(row)
        else:
            self._release_title(table)
            self._open([*self._band(row[0]), row])

    def _release_title(self, table: Table | None) -> None:
        """Gives lines of text between a table and the next heading to the next table as its title."""
        while table and len(table.body) > 1 and len(filled(table.body[-1][1])) == 1:
            line = table.body.pop()
            self.context.insert(0, line)
            self.outside.append(line)

    def _text(self, row: Row, table: Table | None) -> None:
        _, cells = row
        goes_on = not self.gap or AGENCY_WORDS.match(cells[filled(cells)[0]])
        if table and table.body and len(cells) > 1 and goes_on:
            table.body.append(row)
        elif table and not table.body and len(cells) > 1 and not self.gap:
            below = table.heading if role_of(cells[filled(cells)[0]]) in ("score", "total") else table.body
            below.append(row)
        else:
            self.context.append(row)
            self.outside.append(row)

    def _numbers(self, row: Row, table: Table | None) -> None:
        body = _is_body(row[1])
        heads = not body and not has_decimal(row[1]) and not (table and _is_numbered(row[1], table))
        if table and not table.body and not self.gap and heads:
            table.heading.append(row)
        elif table and (not self.gap or body or _like(row[1], table)):
            table.body.append(row)
        elif body:
            self._open_without_heading(row)
        else:
            self.waiting.append(row)

    def _open(self, heading: list[Row], body: Sequence[Row] = ()) -> None:
        self.outside += [each for each in self.waiting if each not in heading]
        before = self.tables[-1] if self.tables else Table()
        above = [*before.above, *before.context][-2 * captions.LINES :] if self.context else before.above
        self.tables.append(Table(heading, list(body), self.context or before.context, above))
        self.context, self.waiting = [], []

    def _open_without_heading(self, row: Row) -> None:
        last = self.context[-1] if self.context else None
        if last and last[0] == row[0] - 1 and filled(last[1])[0] > filled(row[1])[0]:
            self.waiting.append(last)  # an agency's name above the only column of scores
        near = [each for each in self.waiting if each[0] >= row[0] - 4 and not has_decimal(each[1])]
        self._open(near, [row])

    def _band(self, number: int) -> list[Row]:
        """The rows right above a heading row that belong to it, such as IIT over five columns."""
        band: list[Row] = []
        for row in reversed(self.waiting):
            if row[0] != number - len(band) - 1 or has_decimal(row[1]) or len(filled(row[1])) < 2:
                break
            band.insert(0, row)
        return band

    def end(self) -> tuple[list[Table], list[Row]]:
        for table in self.tables:
            width = max(len(cells) for _, cells in [*table.heading, *table.body])
            table.columns = _without_shares(_columns(table.heading, width))
            _find_levels(table)
            if not table.body:
                self.outside += table.heading
        return [table for table in self.tables if table.body], sorted(self.outside + self.waiting)


def is_heading(cells: list[str]) -> bool:
    """Whether a row is the heading of columns of scores."""
    columns = filled(cells)
    if len(columns) < 2 or has_decimal(cells) or any(len(cells[place]) > 120 for place in columns):
        return False
    if sum(1 for place in columns if any(labels.indicator(cells[place]))) > 2:
        return True
    roles = [role_of(cells[place]) for place in columns]
    if _is_body(cells):
        return False
    values = sum(role in (*VALUES, "level") for role in roles)
    key_roles = {"label", "agency", "agency_id", "instrument_label", "year", "province"} & set(roles)
    return bool(values and key_roles) or "label" in roles


def has_decimal(cells: list[str]) -> bool:
    """Whether a row holds a number with decimals."""
    return any(re.search(r"[0-9]\.[0-9]", labels.plain(cell)) for cell in cells if cell and len(cell) < 60)


def _is_body(cells: list[str]) -> bool:
    """Whether a row by itself looks like scores: a known label and a number or a level."""
    texts = [cells[place] for place in filled(cells)]
    if len(texts) > 1 and LEVEL_LABEL.fullmatch(labels.bare(texts[0])):
        return all(labels.is_level(text) for text in texts[1:])
    if len(texts) < 2 or not any(
        any(labels.indicator(text)) or labels.is_total(text) or labels.instrument(text) for text in texts
    ):
        return False
    return any(labels.number_of(text) is not None and len(text) != 4 for text in texts[1:])


def _is_numbered(cells: list[str], table: Table) -> bool:
    """Whether a row of a list of agencies has a number of its own, as rows have and headings have not."""
    roles = {role_of(text): place for _, above in table.heading for place, text in enumerate(above)}
    place = roles.get("rank", len(cells)) if "agency" in roles else len(cells)
    return place < len(cells) and cells[place].rstrip(".").isdecimal()


def _like(cells: list[str], table: Table) -> bool:
    """Whether a row after a gap is shaped like the table's rows."""
    last = table.body[-1][1] if table.body else table.heading[-1][1]
    return len(cells) == len(last) and has_decimal(cells) and len(filled(cells)) > 2


# ------------------------------------------------------------------ what tables share
def year_of(table: Table, collected: Collected) -> str:
    """The year that the text before a table names, for a table that names none itself.

    If it names several years, or others than the table's own, that is a finding.
    """
    years_named = next(filter(None, map(_years_in, (table.title, table.lines_above))), [])
    values = [column for column in table.columns if column.role in ("score", "total")]
    own = {column.year for column in values if column.year}
    own |= {
        labels.year_in_heading(cells[place])
        for place in table.places("year")
        for _, cells in table.body
        if place < len(cells) and cells[place]
    }
    if own:
        if years_named and not own & set(years_named):
            title, years = ", ".join(years_named), ", ".join(sorted(own))
            collected.find("title_year_differs", table.at, "fiscal_year", title=title, years=years)
        if table.places("year") or all(column.year for column in values):
            return ""
    if len(years_named) > 1:
        collected.find("years_contradict", table.at, "fiscal_year", years=", ".join(years_named))
    return years_named[0] if len(years_named) == 1 else ""


def _years_in(text: str) -> list[str]:
    return list(dict.fromkeys(year for _, year in spoken_years.lasting(labels.plain(text))))


def not_understood(collected: Collected, row: int, cells: list[str]) -> None:
    """Adds a finding for a row of a table that fits none of its roles."""
    collected.find("row_not_understood", row, value=" | ".join(filter(None, cells)))
