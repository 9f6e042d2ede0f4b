"""Tables with a row per agency (and year) and a column per indicator, or only the total."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from helpers.sources.claims import Claim
from helpers.sources.layouts import score_checks
from helpers.sources.layouts.score_columns import Column, of_old_list
from helpers.sources.layouts.score_tables import (
    PROVINCE,
    Table,
    has_decimal,
    not_understood,
    year_of,
)
from helpers.sources.printed import Collected, filled
from helpers.sources.words import labels
from helpers.sources.words.names import AGENCY_WORDS
from helpers.sources.words.quantities import SCORE, Quantity

_OF_A_GROUP = re.compile(
    r"(?:ค่า|คะแนน)*เฉลี่ย.*|รวม.*|ภาพรวม.*|.*(?:เป้าหมาย|เกณฑ์|คาดการณ์|สูงสุด|ต่ำสุด|คะแนนเต็ม|น้ำหนัก).*"
)


def recognises(table: Table) -> bool:
    """Whether columns are indicators, or an agency's total."""
    indicators = {column.indicator for column in table.columns if column.indicator}
    if len(indicators) > 2:
        return True
    agencies = table.places("agency", "agency_id") or table.places("province")
    return bool(not table.places("label") and agencies and table.places("total", "score"))


def read(table: Table, collected: Collected) -> list[Claim]:
    """The claims of every row. An agency printed once also applies to the rows below it."""
    return _Across(table, collected).read()


class _Across:
    def __init__(self, table: Table, collected: Collected) -> None:
        self.table = table
        self.collected = collected
        self.title_year = year_of(table, collected)
        self.caption = table.caption
        self.of_provinces = False
        if not table.places("agency", "agency_id"):
            self._find_agency_column()
        self.numbers = of_old_list({column.indicator for column in table.columns if column.indicator})
        self.full_width = table.width
        self.lists_agencies = self._lists_agencies()
        self.filled_headings = {
            column.text
            for place, column in enumerate(table.columns)
            if any(place < len(cells) and cells[place] for _, cells in table.body)
        }
        self.whose: dict[str, str] = {}
        self.alone: tuple[int, str] | None = None
        """An agency's row with nothing but its name, until a row below it turns out to be of it."""
        self.province = ""
        self.claims: list[Claim] = []

    def _find_agency_column(self) -> None:
        """The first column of words without a known heading names the agencies; else that of provinces."""
        for place, column in enumerate(self.table.columns):
            texts = [cells[place] for _, cells in self.table.body if place < len(cells) and cells[place]]
            if column.role in ("", "label") and texts and not any(map(labels.number_of, texts)):
                self.table.assign(place, role="agency")
                return
        for place in self.table.places("province")[:1]:
            self.table.assign(place, role="agency")
            self.of_provinces = True

    # -------------------------------------------------------------- rows
    def read(self) -> list[Claim]:
        for row, row_cells in self.table.body:
            cells = row_cells + [""] * (len(self.table.columns) - len(row_cells))
            texts = {
                role: next((cells[place] for place in self.table.places(role) if cells[place]), "")
                for role in ("agency_id", "agency", "type", "district", "province", "year")
            }
            if not self._of_an_agency(row, cells, texts):
                continue
            if len(row_cells) < self.full_width and not self.collected.cells_have_places:
                self.collected.find("row_too_short", row, value=" | ".join(filter(None, cells)))
                continue
            if self.of_provinces and texts["agency"]:
                texts["type"] = texts["type"] or "จังหวัด"
            if texts["agency_id"] or texts["agency"]:
                self._tell_alone()
                texts["province"] = texts["province"] or self.province
                self.whose = {role: text for role, text in texts.items() if text and role != "year"}
            self.alone = None
            year = labels.year_in_heading(texts["year"]) or texts["year"] or self.title_year
            self._read_row(row, cells, year)
        self._tell_alone()
        return self.claims

    def _tell_alone(self) -> None:
        """Reports an agency that has a row in the table but no score."""
        if self.alone:
            self.collected.find("agency_without_score", self.alone[0], value=self.alone[1])
        self.alone = None

    def _of_an_agency(self, row: int, cells: list[str], texts: dict[str, str]) -> bool:
        """Whether a row has an agency's scores, and not those of a province or a group."""
        columns = filled(cells)
        name, first = texts["agency"], cells[columns[0]] if columns else ""
        values = [cells[place] for place in self.table.places("score", "total", "level")]
        if not any(values):
            if PROVINCE.fullmatch(first):
                self.province = PROVINCE.sub(r"\1", first)
            elif len(columns) == 1 and (AGENCY_WORDS.match(first) or name):
                self._tell_alone()
                self.whose = {"agency": first, "province": self.province}
                self.alone = (row, first)
            elif AGENCY_WORDS.match(name) and not has_decimal(cells):
                self.collected.find("agency_without_score", row, value=name)
            else:
                not_understood(self.collected, row, cells)
            return False
        # If provinces are mixed with agencies of other kinds, a province's row is its mean.
        among_others = self.lists_agencies and PROVINCE.fullmatch(name)
        if among_others and not texts["province"]:
            self.province = PROVINCE.sub(r"\1", name)
        if among_others or _OF_A_GROUP.fullmatch(name or ("" if texts["agency_id"] else first)):
            self.collected.find("row_of_group", row, value=name or first)
            return False
        return True

    def _lists_agencies(self) -> bool:
        """Whether any row names an agency by its type; else a column of provinces names the agencies."""
        places = self.table.places("agency")
        return any(
            AGENCY_WORDS.match(cells[place]) or (cells[place] and not PROVINCE.fullmatch(cells[place]))
            for _, cells in self.table.body
            for place in places
            if place < len(cells)
        )

    def _read_row(self, row: int, cells: list[str], row_year: str) -> None:
        whose = {**self.table.whose, **self.whose}
        totals: dict[str, list[tuple[str, Column]]] = {}
        levels: dict[str, str] = {}
        scores: dict[str, dict[int, str]] = {}
        means: dict[str, dict[str, tuple[int, str]]] = {}
        for column, text in zip(self.table.columns, cells, strict=False):
            year = column.year or row_year
            if not text:
                if column.indicator and column.text in self.filled_headings:
                    self.collected.find("score_blank", row, column.text)
                continue
            if column.indicator:
                number = self.numbers.get(column.indicator, column.indicator)
                scores.setdefault(year, {})[number] = text
                self._propose(Claim(row, text, str(number), SCORE, year, whose))
            elif column.role == "instrument" and column.instrument:
                part = labels.instrument_part(column.text)
                means.setdefault(year, {})[part] = (row, text)
                self._propose(Claim(row, text, part, SCORE, year, whose))
            elif column.role in ("total", "score"):
                totals.setdefault(year, []).append((text, column))
            elif column.role == "level":
                levels[year] = f"{levels.get(year, '')} {text}".strip()
            elif column.role == "other":
                self.claims.append(Claim(row, text, "total", column.quantity, year, whose, column.text))
            elif column.role == "" and column.text:
                self.collected.find("cell_not_used", row, value=text, heading=column.text)
        total = next((column.text for column in self.table.columns if column.role == "total"), "")
        if scores and not totals and total in self.filled_headings:
            self.collected.find("total_blank", row, total)
        for year in dict.fromkeys([*totals, *levels]):
            covered = {
                str(number): scores.get(year, {}).get(number, "")
                for column in self.table.columns
                if column.indicator and (column.year or row_year) == year
                for number in (self.numbers.get(column.indicator, column.indicator),)
            }
            self._propose_total(row, year, totals.get(year, []), levels.get(year, ""), whose, covered)
        for year, printed_means in means.items():
            score_checks.check_means(self.collected, printed_means, scores.get(year, {}), year)

    def _propose_total(
        self,
        row: int,
        year: str,
        totals: list[tuple[str, Column]],
        level: str,
        whose: dict[str, str],
        covered: Mapping[str, str],
    ) -> None:
        """Proposes the total of a year if its columns agree, preferring those whose heading says total."""
        preferred = [each for each in totals if each[1].role == "total"] or totals
        texts = dict.fromkeys(text for text, _ in preferred)
        if len(texts) > 1:
            for text, column in preferred:
                self.claims.append(Claim(row, text, "total", Quantity("unclear"), year, whose, column.text))
            return
        for text in texts or [""]:
            if level and not text.strip("-–— ") and not labels.is_level(level):
                self.collected.find("agency_without_score", row, value=whose.get("agency") or level)
                continue
            unknown = preferred[0][1].agency if preferred else ""
            quantity = Quantity("unclear") if unknown else SCORE
            heading = preferred[0][1].text if preferred else ""
            part = score_checks.part_of_total(covered, heading, text, self.caption.part, year) if text else ""
            if part in ("part", "unweighted"):
                quantity, part = Quantity(part), ""
            heading = "" if quantity.own else heading
            self._propose(
                Claim(row, text, part or "total", quantity, year, whose, heading, "" if part else level)
            )

    def _propose(self, claim: Claim) -> None:
        # Under the title of a group (อปท. ในจังหวัด), the row of a named agency is still its own.
        of_group = self.caption.quantity.kind == "mean" and "เฉลี่ย" not in self.caption.title and self.whose
        if self.caption.quantity.kind and claim.quantity.own and not of_group:
            claim = replace(claim, quantity=self.caption.quantity, level="")
        self.claims.append(claim)
