"""Scores in running text: lists by instrument, rows of a dashboard, sentences about the total."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from helpers.sources import labels
from helpers.sources.printed import Collected, Row
from helpers.sources.score_tables import AGENCY_WORDS, add_score

ENOUGH = 3
"""Indicators with a score that make a list; fewer are a remark in a text about something else."""

_BETWEEN = re.compile(
    r"(?:\((?:IIT|EIT|OIT|[^()0-9]{0,60})\)|[^0-9\n]|\n){0,40}?\.?\s*(?P<score>[0-9]{1,3}(?:\.[0-9]{1,4})?)"
    r"(?![0-9]|\.[0-9]|\s*/)\s*(?P<unit>คะแนน|%)?"
)
_TOTAL = re.compile(
    r"(?:คะแนน\s*(?:เฉลี่ย|รวม|ภาพรวม|การประเมิน|ITA)(?:\s*(?:เฉลี่ย|รวม|ภาพรวม|การประเมิน|ITA))*"
    r"|ผลคะแนน(?:รวม|เฉลี่ย)?|ภาพรวม)"
    r"[^0-9\n]{0,30}?(?P<score>[0-9]{1,3}\.[0-9]{1,2})(?![0-9])"
)
_LEVEL = re.compile(
    r"ระดับ\s*[“”\"'(]*\s*(?P<level>ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|AA|[ABCDEF](?![A-Za-z]))"
)
_FAR = 200
"""Characters within which a total and its level stand in one sentence."""


def read(rows: Sequence[Row], found: Collected) -> None:
    """Adds the scores that lines of text name, group by group; a group begins with an agency's name."""
    lines = [(number, labels.plain("\n".join(filter(None, cells)))) for number, cells in rows]
    group: list[tuple[int, str]] = []
    scores = 0
    for number, text in lines:
        if scores and AGENCY_WORDS.search(text) and not _pairs(text):
            _read_group(group, found)
            group, scores = [], 0
        group.append((number, text))
        scores += len(_pairs(text))
    _read_group(group, found)


def _pairs(text: str) -> list[tuple[int, int, str]]:
    """Indicators with the number that follows: (position, indicator, score)."""
    names = labels.named(text)
    pairs = []
    for place, (start, end, number) in enumerate(names):
        until = names[place + 1][0] if place + 1 < len(names) else len(text)
        hit = _BETWEEN.match(text, end, until)
        if hit and (hit["unit"] or "." in hit["score"] or "คะแนน" in text[end : hit.end()]):
            pairs.append((start, number, hit["score"]))
    return pairs


def _read_group(group: list[tuple[int, str]], found: Collected) -> None:
    text = "\n".join(line for _, line in group)
    starts: list[tuple[int, int]] = []
    position = 0
    for number, line in group:
        starts.append((position, number))
        position += len(line) + 1

    def row_at(place: int) -> int:
        return next(number for start, number in reversed(starts) if start <= place)

    years = labels.year_mentions(text)
    distinct = labels.years_in_text(text)
    pairs = _pairs(text)
    whose = {"around": text[:2000]}
    if len({indicator for _, indicator, _ in pairs}) >= ENOUGH:
        if len(distinct) > 1 and not _a_list_a_year(pairs):
            found.find("years_contradict", row_at(0), "fiscal_year", years=", ".join(distinct))
        for place, indicator, score in pairs:
            said = [year for at, year in years if at < place]
            year = distinct[0] if len(distinct) == 1 else said[-1] if said and _a_list_a_year(pairs) else ""
            add_score(found, row_at(place), whose, year, str(indicator), score)
    else:
        for place, indicator, score in pairs:
            found.find("score_in_text", row_at(place), "score", indicator=indicator, value=score)
    _read_totals(text, whose, years, distinct, row_at, found)


def _a_list_a_year(pairs: list[tuple[int, int, str]]) -> bool:
    """Whether indicators come more than once, so that each year named has a list of its own."""
    indicators = [indicator for _, indicator, _ in pairs]
    return len(indicators) > len(set(indicators))


def _read_totals(
    text: str,
    whose: dict[str, str],
    years: list[tuple[int, str]],
    distinct: list[str],
    row_at: Callable[[int], int],
    found: Collected,
) -> None:
    """Adds the totals that sentences name, with the level that the same sentence names."""
    for hit in _TOTAL.finditer(text):
        before = [year for at, year in years if at < hit.start()]
        level = _LEVEL.search(text, hit.end(), hit.end() + _FAR)
        year = before[-1] if before else distinct[0] if len(distinct) == 1 else ""
        values = {
            "fiscal_year": year,
            "published_total": hit["score"],
            "published_level": level["level"] if level else "",
        }
        found.add("totals", row_at(hit.start()), **whose, **values)
