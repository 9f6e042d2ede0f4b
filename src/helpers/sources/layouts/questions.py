"""Printed tables of scores by question and item: a code a row, with one or more years, or a code a column.

Only rows with a code in a cell of its own, or at its beginning, are read. If there are only a few, they
belong to another table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers import thai
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.words import labels, quantities

_CODE = re.compile(r"(?:ข้อ(?:ที่)?\s*)?(?P<code>[ioe]-?[0-9]{1,4})(?:[.):]|\s|$)\s*(?P<text>.*)", re.IGNORECASE)
_MARK = re.compile("[✓✔☑✗✘☒]")
FEWEST = 3
"""How many codes make a table of questions; fewer are remarks in another table."""
_LINES = 12
"""How many lines above a table are about it."""


def read(rows: Sequence[Row], collected: Collected) -> list[Row]:
    """Adds the scores of questions to ``collected``; returns the rows that are left to be read otherwise."""
    wide = [row for row in rows if len(_codes(row[1])) >= FEWEST]
    if wide:
        return _read_wide(rows, collected)
    down = [row for row in rows if _code_place(row[1]) is not None]
    return _read_down(rows, collected) if len(down) >= FEWEST else list(rows)


def _code_in(cell: str) -> re.Match[str] | None:
    return _CODE.fullmatch(thai.to_arabic_digits(cell))


def _codes(cells: Sequence[str]) -> dict[int, str]:
    """The codes of a row by column, of cells with nothing else."""
    hits = {place: _code_in(cell) for place, cell in enumerate(cells) if cell}
    return {place: hit["code"] for place, hit in hits.items() if hit and not hit["text"]}


def _code_place(cells: Sequence[str]) -> int | None:
    """The column of a row's code if scores stand to its right."""
    for place in filled(list(cells))[:2]:
        if _code_in(cells[place]):
            return place if any(_is_score(cell) for cell in cells[place + 1 :]) else None
    return None


def _is_score(cell: str) -> bool:
    return labels.number_of(cell) is not None or _MARK.fullmatch(cell) is not None


def _read_down(rows: Sequence[Row], collected: Collected) -> list[Row]:
    heading: list[str] = []
    above: list[str] = []
    indicator = ""
    unread: list[Row] = []
    for place, row in enumerate(rows):
        number, cells = row
        code = _code_place(cells)
        if code is not None:
            for values in _scores(cells, code, heading, _year(above)):
                around = {"around": "\n".join(above[-_LINES:])} if above else {}
                collected.add("questions", number, **around, indicator=indicator, **values)
            continue
        texts = [cells[column] for column in filled(cells)]
        if len(texts) == 1:
            above.append(texts[0])
        of = [
            number
            for number in (labels.indicator(text)[0] or labels.indicator(text)[1] for text in texts)
            if number
        ]
        if of:
            indicator = str(of[0])
        elif len(texts) > 1 and not any(map(_is_score, texts)):
            heading = list(cells)
            following = (cells for _, cells in rows[place + 1 :] if any(map(_is_score, cells)))
            if _code_place(next(following, [])) is not None:
                continue  # the heading of questions only
        unread.append(row)
    return unread


def _year(above: Sequence[str]) -> str:
    """The year in the nearest line above that names exactly one."""
    for line in reversed(above[-_LINES:]):
        years = labels.years_in_text(line)
        if len(years) == 1:
            return years[0]
    return ""


def _scores(cells: Sequence[str], place: int, heading: Sequence[str], year: str) -> Iterator[dict[str, str]]:
    """The scores of a row, one per year: numbers whose heading doesn't say that they are something else."""
    hit = _code_in(cells[place])
    others = [cell for cell in cells[place + 1 :] if cell and not _is_score(cell)]
    text = cells[place][hit.start("text") :] if hit and hit["text"] else max(others, key=len, default="")
    scores: dict[str, str] = {}
    respondents = ""
    for column in range(place + 1, len(cells)):
        if not _is_score(cells[column]):
            continue
        head = heading[column] if column < len(heading) else ""
        quantity = quantities.of_heading(head)
        if quantity.kind == "respondents":
            respondents = cells[column]
        elif quantity.kind in ("", "score", "item") or _MARK.fullmatch(cells[column]):
            # A tick under "no points" says that there are none.
            score = "✗" if _MARK.fullmatch(cells[column]) and "ไม่" in head else cells[column]
            scores.setdefault(labels.year_in_heading(head) or year, score)
    for of_year, score in scores.items():
        code = hit["code"] if hit else ""
        counted = {"respondents": respondents} if len(scores) == 1 else {}
        yield {"code": code, "text": text, "score": score, "fiscal_year": of_year, **counted}


def _read_wide(rows: Sequence[Row], collected: Collected) -> list[Row]:
    """Codes across, and below them a row of scores for each year or agency."""
    codes: dict[int, str] = {}
    above: list[str] = []
    unread: list[Row] = []
    for number, cells in rows:
        across = _codes(cells)
        if len(across) >= FEWEST:
            codes = across
            continue
        scored = [column for column in codes if column < len(cells) and _is_score(cells[column])]
        if not scored:
            if len(filled(cells)) == 1:
                above.append(cells[filled(cells)[0]])
            unread.append((number, cells))
            continue
        beside = [cells[column] for column in filled(cells) if column not in codes]
        year = next(filter(None, map(labels.year_in_heading, beside)), "") or _year(above)
        names = [
            cell
            for cell in beside
            if not labels.year_in_heading(cell) and not quantities.of_heading(cell).own
        ]
        names = [cell for cell in names if not _is_score(cell)]
        whose = {"agency": names[0]} if names else {"around": "\n".join(above[-_LINES:])} if above else {}
        for column in scored:
            collected.add(
                "questions", number, **whose, code=codes[column], score=cells[column], fiscal_year=year
            )
    return unread
