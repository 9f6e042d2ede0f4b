"""Tables with an indicator a row: two years and change, blocks, weights, agencies as columns, long lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from helpers.sources import labels, score_checks
from helpers.sources.printed import Collected, filled
from helpers.sources.score_tables import (
    AGENCY_WORDS,
    LEVEL_LABEL,
    Table,
    add_instruments,
    add_score,
    add_total,
    agreed,
    count_of,
    not_understood,
    year_of,
)

_YEARS = re.compile(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*(?:25|20)[0-9]{2}")


@dataclass
class _Block:
    """What belongs together: the rows of one agency, by column of scores."""

    whose: dict[str, str] = field(default_factory=dict)
    year: str = ""
    scores: dict[int, dict[int, str]] = field(default_factory=dict)
    totals: dict[int, tuple[int, str]] = field(default_factory=dict)
    levels: dict[int, tuple[int, str]] = field(default_factory=dict)
    means: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    weighted: list[str] = field(default_factory=list)


def read(table: Table, found: Collected) -> None:
    """Adds the scores of every row that is of an indicator, and the totals."""
    _Down(table, found).read()


class _Down:
    def __init__(self, table: Table, found: Collected) -> None:
        self.table = table
        self.found = found
        width = len(table.columns)
        self.rows = [(row, cells + [""] * (width - len(cells)), len(cells)) for row, cells in table.body]
        self._settle_roles()
        self.values = table.places("score", "total")
        self.title_year = year_of(table, found)
        self.block = _Block()

    # -------------------------------------------------------------- columns
    def _settle_roles(self) -> None:
        """Finds labels and scores among columns whose heading says nothing, or is an agency's name."""
        table = self.table
        for place, column in enumerate(table.columns):
            texts = [cells[place] for _, cells, _ in self.rows if cells[place]]
            if not texts:
                continue
            named = sum(any(labels.indicator(text)) for text in texts)
            numeric = sum(labels.number_of(labels.score_and_level(text)[0]) is not None for text in texts)
            if 2 * named >= len(texts) and column.role not in ("label", "instrument_label"):
                table.assign(place, role="label")
            elif column.role == "" and 2 * numeric >= len(texts):
                counts = all(re.fullmatch(r"[0-9]{1,2}\s*[.)]?", labels.plain(text)) for text in texts)
                if counts and place < 2:
                    table.assign(place, role="label")
                else:
                    table.assign(place, role="score", agency=_without_years(column.text))
        if not table.places("score", "total"):
            for place in table.places("weighted", "mean")[:1]:
                table.assign(place, role="score")

    # -------------------------------------------------------------- rows
    def read(self) -> None:
        labelled = [(row, cells, length, *self._indicator(cells)) for row, cells, length in self.rows]
        old = count_of({number for *_, number in labelled if number})
        for row, cells, length, by_name, by_number in labelled:
            self._whose(cells)
            label = self._label(cells)
            if by_name or by_number:
                indicator = agreed(by_name, by_number if by_name else old.get(by_number or 0, by_number))
                text = str(indicator) if indicator else f"{by_number} {label}"
                self._read_indicator(row, cells, text)
            elif LEVEL_LABEL.fullmatch(labels.bare(label)):
                self.block.levels |= {place: (row, cells[place]) for place in self.values if cells[place]}
            elif labels.is_total(_without_years(label)):
                self._read_total(row, cells, length)
            elif labels.instrument(label) and any(cells[place] for place in self.values):
                for place in self.values:
                    name = labels.instrument(label) or ""
                    self.block.means.setdefault(place, {})[name] = (row, cells[place])
            elif not self._begins_block(row, cells, label):
                not_understood(self.found, row, cells)
        self._end_block()
        for column in self.table.columns:
            if column.role == "" and column.text:
                self.found.find("column_not_understood", self.table.at, column.text, heading=column.text)

    def _indicator(self, cells: list[str]) -> tuple[int | None, int | None]:
        """The indicator that a row's labels name, and the one that they number."""
        by_name = by_number = None
        for place in filled(cells):
            if place in self.values or labels.number_of(cells[place]) is not None:
                continue
            name, number = labels.indicator(cells[place])
            by_name, by_number = by_name or name, by_number or number
        alone = not by_name and not self.table.places("label")
        for place in self.table.places("label", *(["rank"] if alone else [])):
            whole = re.fullmatch(r"([0-9]{1,2})\s*[.)]?", labels.plain(cells[place]))
            if whole and by_number is None:
                by_number = int(whole[1])
        return by_name, by_number

    def _label(self, cells: list[str]) -> str:
        kept = [
            cells[place]
            for place in filled(cells)
            if self.table.columns[place].role in ("label", "rank", "instrument_label", "")
        ]
        return " ".join(text for text in kept if labels.number_of(text) is None)

    def _whose(self, cells: list[str]) -> None:
        """Takes the agency and year that a row itself prints; a new agency begins a new block."""
        said = {
            role: next((cells[place] for place in self.table.places(role) if cells[place]), "")
            for role in ("agency_id", "agency", "type", "district", "province", "year")
        }
        year = labels.year_in_heading(said.pop("year")) or next(
            (cells[place] for place in self.table.places("year") if cells[place]), ""
        )
        whose = {role: text for role, text in said.items() if text}
        changed = ("agency" in whose or "agency_id" in whose) and whose != self.block.whose
        if changed or (year and year != self.block.year):
            kept = whose if changed else self.block.whose
            self._end_block()
            self.block = _Block(kept, year or self.block.year)

    def _of(self, place: int) -> tuple[dict[str, str], str]:
        """Whose and of which year the scores of a column are."""
        column = self.table.columns[place]
        whose = {"agency": column.agency} if column.agency else self.block.whose
        return {"around": self.table.title, **whose}, column.year or self.block.year or self.title_year

    def _read_indicator(self, row: int, cells: list[str], indicator: str) -> None:
        values = self._spread(cells)
        for place, text in values.items():
            whose, year = self._of(place)
            add_score(self.found, row, whose, year, indicator, text)
            if indicator.isdecimal():
                self.block.scores.setdefault(place, {})[int(indicator)] = text
        if not values:
            self.found.find("score_blank", row, "score")
        self._check_change(row, values, cells)
        self.block.weighted += [cells[place] for place in self.table.places("weighted") if cells[place]]

    def _spread(self, cells: list[str]) -> dict[int, str]:
        """A row's scores by column."""
        return {place: cells[place] for place in self.values if cells[place]}

    def _read_total(self, row: int, cells: list[str], length: int) -> None:
        values = self._spread(cells)
        numeric = self.table.places("score", "total", "change")
        numbers = [cell for cell in cells if labels.number_of(labels.score_and_level(cell)[0]) is not None]
        misplaced = any(
            labels.number_of(cells[place]) is not None
            for place in self.table.places("label", "rank", "instrument_label")
        )
        if length < len(cells) or misplaced:
            # The labels' cells were merged, and the numbers stand further left than their columns.
            places = next((each for each in (numeric, self.values) if len(each) == len(numbers)), None)
            if places is not None:
                moved = dict(zip(places, numbers, strict=True))
                values = {place: text for place, text in moved.items() if place in self.values}
                cells = [moved.get(place, "") for place in range(len(cells))]
        if not values:
            weighted = [cells[place] for place in self.table.places("weighted", "mean") if cells[place]]
            values = {self.values[0]: weighted[0]} if weighted and self.values else {}
        if not values:
            not_understood(self.found, row, cells)
        for place, text in values.items():
            self.block.totals[place] = (row, text)
            self._level_beside(row, place, cells)
        self._check_change(row, values, cells)

    def _level_beside(self, row: int, place: int, cells: list[str]) -> None:
        """The level in the column of levels that follows a column of scores."""
        after = [each for each in self.table.places("level") if each > place]
        if after and cells[after[0]] and not any(place < each < after[0] for each in self.values):
            self.block.levels[place] = (row, cells[after[0]])

    def _check_change(self, row: int, values: dict[int, str], cells: list[str]) -> None:
        changes = [cells[place] for place in self.table.places("change") if cells[place]]
        dated = sorted((self.table.columns[place].year, text) for place, text in values.items())
        if len(changes) == 1 and len(dated) == 2 and dated[0][0] and dated[0][0] != dated[1][0]:
            score_checks.check_change(self.found, row, dated[0][1], dated[1][1], changes[0])

    def _begins_block(self, row: int, cells: list[str], label: str) -> bool:
        """Takes a row with an agency's name, and maybe its total and level, over its indicators' rows."""
        numbers = {place: cells[place] for place in self.values if re.search(r"\d", cells[place])}
        lone = len(filled(cells)) == 1
        text = label or (cells[filled(cells)[0]] if lone else "")
        if not text or not (numbers or AGENCY_WORDS.search(text)):
            return False
        name = _without_years(re.split(r"(?:ได้)?(?:ผล)?คะแนน|ระดับ|ผลการประเมิน", labels.plain(text))[0]).strip(
            " :–-"
        )
        self._end_block()
        self.block = _Block({"agency": name}, labels.year_in_heading(text) or self.block.year)
        for place, number in numbers.items():
            self.block.totals[place] = (row, number)
            self._level_beside(row, place, cells)
        rest = labels.plain(text)[len(name) :]
        if lone and self.values and re.search(r"[0-9]\.[0-9]", rest):
            self.block.totals[self.values[0]] = (row, rest)
        return True

    def _end_block(self) -> None:
        """Adds the totals of a block and checks what it prints twice."""
        block = self.block
        for place in sorted({*block.totals, *block.levels}):
            row, text = block.totals.get(place, (block.levels[place][0] if place in block.levels else 0, ""))
            _, level = block.levels.get(place, (0, ""))
            whose, year = self._of(place)
            add_total(self.found, row, whose, year, text, level)
            if text and len(block.weighted) > 2:
                score_checks.check_weighted(self.found, row, block.weighted, text)
        for place, printed in block.means.items():
            add_instruments(self.found, *self._of(place), printed)
            score_checks.check_means(self.found, printed, block.scores.get(place, {}), self._of(place)[1])
        self.block = _Block(block.whose, block.year)


def _without_years(text: str) -> str:
    return _YEARS.sub("", labels.plain(text)).strip()
