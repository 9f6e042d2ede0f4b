"""Tables with a row per indicator: two years and change, blocks, weights, agencies as columns, long lists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from helpers import framework
from helpers.sources.claims import Claim
from helpers.sources.layouts import score_checks
from helpers.sources.layouts.score_columns import VALUES, agreed, of_old_list
from helpers.sources.layouts.score_tables import (
    BODY,
    LEVEL_LABEL,
    Table,
    has_decimal,
    not_understood,
    year_of,
)
from helpers.sources.printed import Collected, filled
from helpers.sources.words import labels, quantities
from helpers.sources.words.quantities import SCORE, Quantity

_YEARS = re.compile(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*(?:25|20)[0-9]{2}")
_OF_THE_ASSESSMENT = re.compile("คะแนน|ประเมิน|ITA|score", re.IGNORECASE)


@dataclass
class _Block:
    """The rows of one agency, by column of scores."""

    whose: dict[str, str] = field(default_factory=dict)
    year: str = ""
    scores: dict[int, dict[int, str]] = field(default_factory=dict)
    totals: dict[int, tuple[int, str]] = field(default_factory=dict)
    since_total: set[str] = field(default_factory=set)
    """The indicators that have a row since the last total."""
    levels: dict[int, tuple[int, str]] = field(default_factory=dict)
    means: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    weighted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    number: int
    cells: list[str]
    length: int
    by_name: int | None
    by_number: int | None


def read(table: Table, collected: Collected) -> list[Claim]:
    """The claims of every row that is of an indicator, an instrument or the total."""
    return _Down(table, collected).read()


class _Down:
    def __init__(self, table: Table, collected: Collected) -> None:
        self.table = table
        self.collected = collected
        self.full_width = table.width
        width = len(table.columns)
        self.rows = [(row, cells + [""] * (width - len(cells)), len(cells)) for row, cells in table.body]
        self._settle_roles()
        self.values = table.places("score", "total")
        self.filled_places = [
            place for place in self.values if any(cells[place] for _, cells, _ in self.rows)
        ]
        self.others = table.places("other")
        agencies = [cells[place] for place in table.places("agency") for _, cells, _ in self.rows]
        self.lists_agencies = bool(agencies) and len(set(agencies)) == len(agencies)
        self.title_year = year_of(table, collected)
        self.caption = table.caption
        self.block = _Block()
        self.claims: list[Claim] = []

    # -------------------------------------------------------------- columns
    def _settle_roles(self) -> None:
        """Finds labels and scores among columns whose heading is empty or an agency's name."""
        table = self.table
        for place, column in enumerate(table.columns):
            texts = [cells[place] for _, cells, _ in self.rows if cells[place]]
            if not texts:
                continue
            indicator_count = sum(any(labels.indicator(text)) for text in texts)
            number_count = sum(labels.score_of(text) is not None for text in texts)
            if 2 * indicator_count >= len(texts) and column.role not in ("label", "instrument_label"):
                table.assign(place, role="label")
            elif column.role == "" and 2 * number_count >= len(texts):
                # Whole numbers in one of the first columns number the indicators.
                numbers_rows = all(re.fullmatch(r"[0-9]{1,2}\s*[.)]?", labels.plain(text)) for text in texts)
                if numbers_rows and place < 2:
                    table.assign(place, role="label")
                else:
                    table.assign(place, role="score", agency=_without_years(column.quantity.rest))
            numbers = [labels.number_of(text) for text in texts]
            # Means of answers from 1 to 5, which questionnaires print beside the scores.
            small = len(texts) > 1 and all(number is not None and 1 < number <= 5 for number in numbers)
            if small and table.columns[place].role in ("score", "total") and "เฉลี่ย" in column.text:
                table.assign(place, role="other", quantity=Quantity("scale"))
        labelled = table.places("label")
        for place in table.places("rank"):
            if labelled and place > labelled[0]:  # a column left of the labels only numbers them
                table.assign(place, role="other", quantity=Quantity("rank"))
        if not table.places("score", "total") and len(table.places("mean")) == 1:
            table.assign(table.places("mean")[0], role="score", quantity=SCORE)
        bare = [place for place in table.places("score") if not table.columns[place].text]
        # A lone column without a heading has the scores that the text or a row's label mentions.
        if bare and (len(table.places(*VALUES)) > 1 or not self._speaks_of_scores()):
            for place in bare:
                table.assign(place, role="other", quantity=Quantity("unclear"))

    def _speaks_of_scores(self) -> bool:
        texts = [self.table.title, *(cell for _, cells, _ in self.rows for cell in cells)]
        return any(_OF_THE_ASSESSMENT.search(text) for text in texts)

    # -------------------------------------------------------------- rows
    def read(self) -> list[Claim]:
        rows = [_Row(row, cells, length, *self._indicator(cells)) for row, cells, length in self.rows]
        self.labels = Counter(self._label(row.cells) for row in rows if not (row.by_name or row.by_number))
        self.above = ""
        """The indicator of the row right above."""
        old = of_old_list({row.by_number for row in rows if row.by_number})
        for row in rows:
            self._whose(row.cells)
            if row.by_name or row.by_number:
                number = row.by_number if row.by_name else old.get(row.by_number or 0, row.by_number)
                indicator = agreed(row.by_name, number)
                self.above = str(indicator or f"{row.by_number} {self._label(row.cells)}")
                self._read_indicator(row, self.above)
            else:
                self._read_other(row, self._label(row.cells))
                self.above = ""
        self._end_block()
        for column in self.table.columns:
            if column.role == "" and column.text:
                self.collected.find("column_not_understood", self.table.at, column.text, heading=column.text)
        return self.claims

    def _read_other(self, row: _Row, label: str) -> None:
        """Reads a row of a level, a total, an instrument, an agency, or of something else."""
        quantity = quantities.of_heading(_without_years(label))
        if LEVEL_LABEL.fullmatch(labels.bare(label)) and not quantity.kind:
            self.block.levels |= {
                place: (row.number, row.cells[place]) for place in self.values if row.cells[place]
            }
        elif labels.is_total(_without_years(label)):
            label_year = labels.year_in_heading(label)
            if label_year and any(self._of(place)[1] not in ("", label_year) for place in self.values):
                self._read_total_of(label_year, row, label)
            else:
                self._read_total(row, label)
        elif quantity.kind and not quantity.own:
            # A mean below each indicator is that indicator's.
            part = self.above if self.labels[label] > 1 and self.above else "total"
            for place in self.values:
                if row.cells[place]:
                    self._propose(row.number, place, row.cells[place], part, quantity, label)
        elif labels.instrument(label) and any(row.cells[place] for place in self.values):
            self._read_instrument(row, label)
        elif labels.resembles(label) and any(row.cells[place] for place in self.values):
            name = labels.resembles(label)
            self.collected.find("label_resembles", row.number, value=label, meant=name)
        elif not self._begins_block(row, label):
            not_understood(self.collected, row.number, row.cells)

    def _read_instrument(self, row: _Row, label: str) -> None:
        name = labels.instrument_part(label)
        for place in self.values:
            if row.cells[place]:
                self.block.means.setdefault(place, {})[name] = (row.number, row.cells[place])

    def _indicator(self, cells: list[str]) -> tuple[int | None, int | None]:
        """The indicator by the name and by the number in a row's labels.

        A number alone counts only if there are no other words beside it.
        """
        by_name = by_number = None
        for place in filled(cells):
            if (
                place in self.table.places("score", "total", "other")
                or labels.number_of(cells[place]) is not None
            ):
                continue
            name, number = labels.indicator(cells[place])
            if not (name or number):  # a name whose number differs between years needs the one beside it
                beside = next((cells[each] for each in filled(cells) if cells[each].isdecimal()), "")
                name, number = labels.indicator(f"{beside} {cells[place]}") if beside else (None, None)
            by_name, by_number = by_name or name, by_number or number
        words = [cells[place] for place in filled(cells) if self._role(place) in ("label", "")]
        words = [text for text in words if re.search("[ก-๎A-Za-z]", text) and not labels.instrument(text)]
        alone = not by_name and not self.table.places("label")
        # In a list of agencies, the number of a row is no indicator's.
        numbering = ["rank"] if (alone or not words) and not self.lists_agencies else []
        if by_name or not words:
            for place in self.table.places("label", *numbering):
                hit = re.fullmatch(r"([0-9]{1,2})\s*[.)]?", labels.plain(cells[place]))
                if hit and by_number is None:
                    by_number = int(hit[1])
        return by_name, by_number

    def _role(self, place: int) -> str:
        return self.table.columns[place].role

    def _label(self, cells: list[str]) -> str:
        label_cells = [
            cells[place]
            for place in filled(cells)
            if self._role(place) in ("label", "rank", "instrument_label", "")
        ]
        return " ".join(text for text in label_cells if labels.number_of(text) is None)

    def _whose(self, cells: list[str]) -> None:
        """Takes the agency and year that the row itself prints; a new agency begins a new block."""
        printed = {
            role: next((cells[place] for place in self.table.places(role) if cells[place]), "")
            for role in ("agency_id", "agency", "type", "district", "province", "year")
        }
        year = labels.year_in_heading(printed.pop("year")) or next(
            (cells[place] for place in self.table.places("year") if cells[place]), ""
        )
        whose = {role: text for role, text in printed.items() if text}
        changed = ("agency" in whose or "agency_id" in whose) and whose != self.block.whose
        if changed or (year and year != self.block.year):
            block_whose = whose if changed else self.block.whose
            self._end_block()
            self.block = _Block(block_whose, year or self.block.year)

    # -------------------------------------------------------------- claims
    def _of(self, place: int) -> tuple[dict[str, str], str]:
        """The agency and year of a column's scores."""
        column = self.table.columns[place]
        whose = {"agency": column.agency, "heading": column.text} if column.agency else self.block.whose
        return {**self.table.whose, **whose}, column.year or self.block.year or self.title_year

    def _propose(
        self, row: int, place: int, text: str, part: str, quantity: Quantity = SCORE, heading: str = ""
    ) -> None:
        column = self.table.columns[place]
        if quantity.own and not column.quantity.own and column.role == "other":
            quantity, heading = column.quantity, column.text
        elif quantity.own and self.caption.quantity.kind:
            quantity = self.caption.quantity
        whose, year = self._of(place)
        self.claims.append(Claim(row, text, part, quantity, year, whose, heading))

    def _read_indicator(self, row: _Row, indicator: str) -> None:
        values = self._spread(row.cells)
        self.block.since_total.add(indicator)
        if self._shifted(row):
            self.collected.find("row_too_short", row.number, value=" | ".join(filter(None, row.cells)))
            return
        for place, text in values.items():
            self._propose(row.number, place, text, indicator)
            if indicator.isdecimal():
                self.block.scores.setdefault(place, {})[int(indicator)] = text
        for place in self.others:
            if row.cells[place]:
                self._propose(row.number, place, row.cells[place], indicator)
        if not values and (self.values or not any(row.cells[place] for place in self.others)):
            self.collected.find("score_blank", row.number, "score")
        elif values:
            self._tell_blanks(row, values, "score_blank")
        self._check_change(row.number, values, row.cells)
        self.block.weighted += [row.cells[place] for place in self._of_kind("weighted") if row.cells[place]]

    def _tell_blanks(self, row: _Row, values: dict[int, str], code: str) -> None:
        """Reports a year or agency that has numbers in other rows but not in this one."""
        for place in self.filled_places:
            if place not in values:
                self.collected.find(code, row.number, self.table.columns[place].text or "score")

    def _of_kind(self, kind: str) -> list[int]:
        return [place for place in self.others if self.table.columns[place].quantity.kind == kind]

    def _shifted(self, row: _Row) -> bool:
        """Whether a document's row lacks a cell, so that its cells may be in the wrong columns."""
        if self.collected.cells_have_places or row.length >= self.full_width:
            return False
        numeric = len(self.values) + len(self.others) + len(self.table.places("level", "mean"))
        return numeric > 1 or not any(
            any(labels.indicator(row.cells[place])) for place in self.table.places("label")
        )

    def _spread(self, cells: list[str]) -> dict[int, str]:
        """A row's scores by column."""
        return {place: cells[place] for place in self.values if cells[place]}

    def _read_total(self, row: _Row, label: str) -> None:
        cells = row.cells
        values = self._spread(cells)
        numbers = [cell for cell in cells if labels.score_of(cell) is not None]
        misplaced = any(
            labels.number_of(cells[place]) is not None
            for place in self.table.places("label", "instrument_label")
        ) or any(has_decimal([cells[place]]) for place in self.table.places("rank"))
        if row.length < self.full_width or misplaced:
            # The labels' cells were merged, so the numbers are further left than their columns.
            numeric = sorted([*self.values, *self.others])
            several = ([*self.values, *self._of_kind("change")], numeric, self.values)
            places = next((each for each in several if len(each) == len(numbers)), None)
            if places is None:
                not_understood(self.collected, row.number, cells)
                return
            moved = dict(zip(sorted(places), numbers, strict=True))
            values = {place: text for place, text in moved.items() if place in self.values}
            cells = [moved.get(place, "") for place in range(len(cells))]
        if not values:
            weighted = [cells[place] for place in [*self._of_kind("weighted"), *self.table.places("mean")]]
            filled_in = [text for text in weighted if text]
            values = {self.values[0]: filled_in[0]} if filled_in and self.values else {}
        if self.filled_places:
            self._tell_blanks(row, values, "total_blank")
        elif not values and not any(cells[place] for place in self.others):
            not_understood(self.collected, row.number, cells)
        covered, self.block.since_total = self.block.since_total, set()
        for place, text in values.items():
            of_column = {str(number): score for number, score in self.block.scores.get(place, {}).items()}
            scores = {indicator: of_column.get(indicator, "") for indicator in covered}
            if not covered and len(of_column) == 10:  # below a sum of the ten
                scores = of_column
            part = score_checks.part_of_total(scores, label, text, self.caption.part, self._of(place)[1])
            if part in framework.scored():
                self.block.means.setdefault(place, {})[part] = (row.number, text)
            elif part:
                self._propose(row.number, place, text, "total", Quantity(part), label)
            else:
                self.block.totals[place] = (row.number, text)
                self._level_beside(row.number, place, cells)
        for place in self.others:
            if cells[place] and self.table.columns[place].quantity.kind not in quantities.COMMON:
                self._propose(row.number, place, cells[place], "total")
        self._check_change(row.number, values, cells)

    def _read_total_of(self, year: str, row: _Row, label: str) -> None:
        """Reads a total whose label names another year than the table, in a column without a year."""
        complete = self.collected.cells_have_places or row.length >= self.full_width
        for place in self.values:
            column = self.table.columns[place]
            own = (
                complete
                and column.year in ("", year)
                and column.quantity.own
                and not self.caption.quantity.kind
            )
            if row.cells[place]:
                quantity = SCORE if own else Quantity("unclear")
                whose, _ = self._of(place)
                self.claims.append(Claim(row.number, row.cells[place], "total", quantity, year, whose, label))

    def _level_beside(self, row: int, place: int, cells: list[str]) -> None:
        """The level in the column of levels that follows a column of scores."""
        after = [each for each in self.table.places("level") if each > place]
        if after and cells[after[0]] and not any(place < each < after[0] for each in self.values):
            self.block.levels[place] = (row, cells[after[0]])

    def _check_change(self, row: int, values: dict[int, str], cells: list[str]) -> None:
        changes = [cells[place] for place in self._of_kind("change") if cells[place]]
        dated = sorted((self.table.columns[place].year, text) for place, text in values.items())
        if len(changes) == 1 and len(dated) == 2 and dated[0][0] and dated[0][0] != dated[1][0]:
            score_checks.check_change(self.collected, row, dated[0][1], dated[1][1], changes[0])

    def _begins_block(self, row: _Row, label: str) -> bool:
        """Reads a row with an agency's name, maybe its total and level, above its indicators' rows."""
        cells = row.cells
        numbers = {place: cells[place] for place in self.values if re.search(r"\d", cells[place])}
        lone = len(filled(cells)) == 1
        text = label or (cells[filled(cells)[0]] if lone else "")
        if not text or not BODY.match(labels.plain(text)):
            return False
        if self.values and all(self.table.columns[place].agency for place in self.values):
            return False  # agencies are columns here
        name = _without_years(re.split(r"(?:ได้)?(?:ผล)?คะแนน|ระดับ|ผลการประเมิน", labels.plain(text))[0]).strip(
            " :–-"
        )
        self._end_block()
        self.block = _Block({"agency": name}, labels.year_in_heading(text) or self.block.year)
        for place, number in numbers.items():
            self.block.totals[place] = (row.number, number)
            self._level_beside(row.number, place, cells)
        after_name = labels.plain(text)[len(name) :]
        if lone and self.values and re.search(r"[0-9]\.[0-9]", after_name):
            self.block.totals[self.values[0]] = (row.number, after_name)
        return True

    def _end_block(self) -> None:
        """Proposes the totals of a block and checks that figures printed twice agree."""
        block = self.block
        for place in sorted({*block.totals, *block.levels}):
            row, text = block.totals.get(place, (block.levels[place][0] if place in block.levels else 0, ""))
            _, level = block.levels.get(place, (0, ""))
            self._propose(row, place, text, "total")
            self.claims[-1] = replace(self.claims[-1], level=level)
            if text and len(block.weighted) > 2:
                score_checks.check_weighted(self.collected, row, block.weighted, text)
        for place, printed_means in block.means.items():
            for part, (row, text) in printed_means.items():
                self._propose(row, place, text, part.lower())
            score_checks.check_means(
                self.collected, printed_means, block.scores.get(place, {}), self._of(place)[1]
            )
        self.block = _Block(block.whose, block.year)


def _without_years(text: str) -> str:
    return _YEARS.sub("", labels.plain(text)).strip()
