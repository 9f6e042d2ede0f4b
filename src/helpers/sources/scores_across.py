"""Tables with an agency (and year) a row and indicators, or only the total, across the page."""

from __future__ import annotations

import re

from helpers.sources import labels, score_checks
from helpers.sources.printed import Collected, filled
from helpers.sources.score_tables import (
    AGENCY_WORDS,
    PROVINCE,
    Table,
    add_instruments,
    add_score,
    add_total,
    count_of,
    not_understood,
    year_of,
)

_OF_A_GROUP = re.compile(r"(?:ค่า|คะแนน)*เฉลี่ย.*|รวม.*|ภาพรวม.*")


def recognises(table: Table) -> bool:
    """Whether indicators stand across, or an agency's total does."""
    named = {column.indicator for column in table.columns if column.indicator}
    return len(named) > 2 or bool(
        not table.places("label") and table.places("agency", "agency_id") and table.places("total", "score")
    )


def read(table: Table, found: Collected) -> None:
    """Adds the scores and totals of every row. An agency printed once counts for the rows below it."""
    title_year = year_of(table, found)
    if not table.places("agency", "agency_id"):
        _find_agency_column(table)
    numbers = count_of({column.indicator for column in table.columns if column.indicator})
    whose: dict[str, str] = {}
    province = ""
    for row, cells in table.body:
        cells = cells + [""] * (len(table.columns) - len(cells))
        columns = filled(cells)
        said = {
            role: next((cells[place] for place in table.places(role) if cells[place]), "")
            for role in ("agency_id", "agency", "type", "district", "province", "year")
        }
        name = said["agency"]
        first = cells[columns[0]]
        if not any(cells[place] for place in table.places("score", "total", "level")):
            if PROVINCE.fullmatch(first):
                province = PROVINCE.sub(r"\1", first)
            elif len(columns) == 1 and (AGENCY_WORDS.match(first) or name):
                whose = {"agency": first, "province": province}
            else:
                not_understood(found, row, cells)
            continue
        if PROVINCE.fullmatch(name) and not said["province"]:
            province = PROVINCE.sub(r"\1", name)
            found.find("row_of_group", row, value=name)
            continue
        if _OF_A_GROUP.fullmatch(name) or (
            not name and not said["agency_id"] and _OF_A_GROUP.fullmatch(first)
        ):
            found.find("row_of_group", row, value=name or first)
            continue
        if said["agency_id"] or name:
            said["province"] = said["province"] or province
            whose = {role: text for role, text in said.items() if text and role != "year"}
        year = labels.year_in_heading(said["year"]) or said["year"] or title_year
        _read_row(table, found, row, cells, {"around": table.title, **whose}, year, numbers)


def _read_row(
    table: Table,
    found: Collected,
    row: int,
    cells: list[str],
    whose: dict[str, str],
    row_year: str,
    numbers: dict[int, int],
) -> None:
    scores: dict[str, dict[int, str]] = {}
    totals: dict[str, tuple[str, str]] = {}
    means: dict[str, dict[str, tuple[int, str]]] = {}
    for column, text in zip(table.columns, cells, strict=False):
        year = column.year or row_year
        if not text:
            continue
        total, level = totals.get(year, ("", ""))
        if column.indicator:
            number = numbers.get(column.indicator, column.indicator)
            scores.setdefault(year, {})[number] = text
            add_score(found, row, whose, year, str(number), text)
        elif column.role == "instrument" and column.instrument:
            means.setdefault(year, {})[column.instrument] = (row, text)
        elif column.role in ("total", "score") and not total:
            totals[year] = (text, level)
        elif column.role == "level":
            totals[year] = (total, f"{level} {text}".strip())
        elif column.role in ("", "score", "total") and column.text:
            found.find("cell_not_used", row, value=text, heading=column.text)
    for year, (total, level) in totals.items():
        add_total(found, row, whose, year, total, level)
    for year, printed in means.items():
        add_instruments(found, whose, year, printed)
        score_checks.check_means(found, printed, scores.get(year, {}), year)


def _find_agency_column(table: Table) -> None:
    """The first column without a known heading that holds words names the agencies."""
    for place, column in enumerate(table.columns):
        texts = [cells[place] for _, cells in table.body if place < len(cells) and cells[place]]
        if column.role in ("", "label") and texts and all(labels.number_of(text) is None for text in texts):
            table.assign(place, role="agency")
            return
