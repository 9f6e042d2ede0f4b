"""Finds where tables of scores begin and end in a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from helpers.sources.layouts.score_columns import VALUES, Column, columns_of, role_of, without_shares
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.prose import spoken_years
from helpers.sources.words import captions, labels
from helpers.sources.words.names import AGENCY_WORDS

BODY = re.compile(
    rf"{AGENCY_WORDS.pattern}"
    r"|(?:กรุงเทพมหานคร|กรม|สำนัก|มหาวิทยาลัย|สถาบัน|กระทรวง|องค์การ|จังหวัด|โรงพยาบาล|โรงเรียน|การไฟฟ้า|การประปา|ธนาคาร)"
)
"""How names of agencies of any kind begin."""
PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*([ก-๎]+)")
LEVEL_LABEL = re.compile("(?:ผล(?:การ)?ประเมิน)?ระดับ.*")


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
            table.columns = without_shares(columns_of(table.heading, width))
            _find_levels(table)
            if not table.body:
                self.outside += table.heading
        return [table for table in self.tables if table.body], sorted(self.outside + self.waiting)


def _find_levels(table: Table) -> None:
    """Treats a column headed "result" that holds levels and no numbers as a column of levels."""
    for place in table.places("score", "total"):
        texts = [cells[place] for _, cells in table.body if place < len(cells) and cells[place]]
        numbers = any(labels.score_of(text) is not None for text in texts)
        if any(map(labels.is_level, texts)) and not numbers and len(table.places("score", "total")) > 1:
            table.assign(place, role="level")


def is_heading(cells: list[str]) -> bool:
    """Whether a row is the heading of columns of scores."""
    columns = filled(cells)
    if len(columns) < 2 or has_decimal(cells) or any(len(cells[place]) > 120 for place in columns):
        return False
    # Two indicators may stand in one row for another reason, such as a measure that answers both.
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
    return any(labels.number_of(text) is not None and len(text) != 4 for text in texts[1:])  # 2567 is a year


def _is_numbered(cells: list[str], table: Table) -> bool:
    """Whether a row in a list of agencies begins with its number in the list, which headings don't have."""
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
