"""Invented agencies: tables in memory, made by the same analysis as real ones."""

import itertools
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from helpers import facts, framework, tables
from helpers.analysis import coverage, deltas, peers, targets, totals, weak
from helpers.columns import names
from helpers.facts import Facts
from helpers.narrative import Writer, captions
from helpers.report import report_charts

ID = "0000001"

Years = dict[int, dict[int, float]]
"""Scores by fiscal year and indicator."""


def ten(value: float, **different: float) -> dict[int, float]:
    """Ten scores alike but for those named, as in ``ten(90, i9=76.79)``."""
    return {n: different.get(f"i{n}", value) for n in range(1, 11)}


def facts_of(
    years: Years,
    document: str = "annual",
    fiscal_year: int = 2568,
    *,
    published: dict[int, tuple[float | None, str]] | None = None,
    measures: list[tuple[str, str]] | None = None,
    statuses: list[str] | None = None,
    settings: str = "",
    others: int = 0,
    apart: float = 1.0,
    told: list[dict[str, Any]] | None = None,
    cut_off: date | None = None,
    context: list[tuple[int, str, str, str, float]] | None = None,
    asked: list[tuple[int, str, int, str, float]] | None = None,
) -> Facts:
    """Facts of an agency with these scores by year; measures are pairs of title and tags.

    ``others`` more agencies of the same district stand so many points of each score ``apart``, each below
    the one before (above it, where negative). ``told`` says what else each measure holds, by column; several
    with one ``measure`` are its activities. ``cut_off`` is the day looked back from. ``context`` has
    year, what, among, part, value; ``asked`` (questions) year, code, indicator, text, score.
    """
    chosen = framework.settings(settings)
    raw = _raw(ID, years, document, fiscal_year, published, measures, statuses, others, apart, told, context)
    made = _analysed(raw, chosen)
    made["questions"] = _asked(ID, asked or [])
    return facts.of_rows(_rows(_own(made, ID)), ID, fiscal_year, document, chosen, cut_off)


def _rows(own: dict[str, pd.DataFrame]) -> dict[str, list[tables.Row]]:
    return {name: tables.rows(own[name]) for name in facts.NEEDED}


class Framed:
    """Facts whose rows are frames, for tests that look at whole columns."""

    def __init__(self, known: Facts) -> None:
        self.plain = known

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.plain, name)
        return pd.DataFrame(value, columns=None if value else _COLUMNS[name]) if name in _COLUMNS else value


_OF_ACTIVITIES = [*tables.SCHEMAS["measures"].columns, *tables.SCHEMAS["progress"].columns]
_COLUMNS = {
    "comparison": ["indicator", "previous", "current", "change", "contribution", "margin"],
    "weak": list(tables.SCHEMAS["weak_indicators"].columns),
    **{name: list(tables.SCHEMAS[name].columns) for name in ("measures", "progress", "peers", "sources")},
    "activities": list(dict.fromkeys([*_OF_ACTIVITIES, "printed", "of_measure", "state", "late"])),
    "answers": coverage.COLUMNS,
    "follow_up": ["indicator", "measures", "action", "direction", "verdict", "counted", "in_vain"],
}


def _raw(
    agency_id: str,
    years: Years,
    document: str,
    fiscal_year: int = 2568,
    published: dict[int, tuple[float | None, str]] | None = None,
    measures: list[tuple[str, str]] | None = None,
    statuses: list[str] | None = None,
    others: int = 0,
    apart: float = 1.0,
    told: list[dict[str, Any]] | None = None,
    context: list[tuple[int, str, str, str, float]] | None = None,
) -> dict[str, pd.DataFrame]:
    """What is on file of an agency and of those beside it, as ``facts_of`` takes it."""
    rows = [
        (agency_id if k == 0 else f"9{k:06d}", year, n, min(100.0, max(0.0, score - k * apart)), "")
        for k in range(others + 1)
        for year, scores in years.items()
        for n, score in scores.items()
    ]
    scores = tables.typed("scores", pd.DataFrame(rows, columns=list(tables.SCHEMAS["scores"].columns)))
    marks = pd.DataFrame(
        [(agency_id, year, total, level) for year, (total, level) in (published or {}).items()],
        columns=["agency_id", "fiscal_year", "published_total", "published_level"],
    ).astype(
        {"agency_id": "str", "fiscal_year": "int64", "published_total": "float64", "published_level": "str"}
    )
    agencies = pd.DataFrame(
        {"agency_id": sorted(set(scores["agency_id"]) | {agency_id}), "name": "ตัวอย่าง", "type": "เทศบาลตำบล"}
    ).assign(district="เมืองตัวอย่าง", province="ตัวอย่าง")
    planned = tables.empty("measures").reindex(range(len(measures or [])))
    planned = planned.assign(
        agency_id=agency_id, fiscal_year=fiscal_year, measure=range(1, len(planned) + 1), activity=1
    )
    planned = planned.assign(title=[m[0] for m in measures or []], indicators=[m[1] for m in measures or []])
    text = [*names("measures")[4:], "source"]
    planned = tables.typed("measures", _told(planned.assign(**dict.fromkeys(text, "")), told))
    done = tables.empty("progress").reindex(range(len(statuses or [])))
    done = done.assign(
        agency_id=agency_id, fiscal_year=fiscal_year, measure=range(1, len(done) + 1), activity=1
    )
    text = ["result", "outcome", "problems", "suggestions", "remark", "evidence", "source"]
    done = done.assign(
        **dict.fromkeys(text, ""), status=statuses or [], round=facts.ROUND_OF.get(document, "6m")
    )
    columns = ["fiscal_year", "what", "among", "part", "value"]
    beside = pd.DataFrame(context or [], columns=columns).assign(agency_id=agency_id, source="")
    return {
        "agencies": agencies,
        "scores": scores,
        "marks": marks,
        "context": tables.typed("context", beside),
        "measures": planned,
        "progress": tables.typed("progress", _told(done, told)),
    }


def _analysed(raw: dict[str, pd.DataFrame], settings: framework.Settings) -> dict[str, pd.DataFrame]:
    """The processed tables of what is on file."""
    scores, measures = raw["scores"], raw["measures"]
    results = totals.compute(scores, raw["marks"], raw["context"])
    changes = deltas.compute(scores, raw["context"])
    return {
        **raw,
        "totals": results,
        "deltas": changes,
        "weak_indicators": weak.compute(scores, changes, coverage.answers(measures), settings),
        "targets": targets.compute(scores, results),
        "peers": peers.compute(raw["agencies"], scores, results),
        "questions": tables.empty("questions"),
        "offices": tables.empty("offices"),
        "sources": tables.empty("sources"),
    }


def _asked(agency_id: str, asked: list[tuple[int, str, int, str, float]]) -> pd.DataFrame:
    rows = pd.DataFrame(asked, columns=["fiscal_year", "code", "indicator", "text", "score"])
    instruments = {"i": "iit", "e": "eit", "o": "oit"}
    rows = rows.assign(agency_id=agency_id, sub="", source="", respondents=pd.NA)
    return tables.typed("questions", rows.assign(instrument=[instruments[code[0]] for code in rows["code"]]))


def _own(made: dict[str, pd.DataFrame], agency_id: str) -> dict[str, pd.DataFrame]:
    return {
        name: frame[frame["agency_id"] == agency_id].reset_index(drop=True) for name, frame in made.items()
    }


def _told(frame: pd.DataFrame, told: list[dict[str, Any]] | None) -> pd.DataFrame:
    """The frame with the columns that it has of what is told, row by row."""
    rows = (told or [])[: len(frame)]
    for column in frame.columns.intersection([column for cells in rows for column in cells]):
        values = list(frame[column])
        for place, cells in enumerate(rows):
            values[place] = cells.get(column, values[place])
        frame[column] = pd.Series(values, index=frame.index, dtype="object")
    return frame


CELLS = ("", "-", "ไม่มี", "ประชุม ๒ ครั้ง\nเผยแพร่บนเว็บไซต์")
"""What a cell may hold: nothing, a dash, that there is none, something."""

MARCH, DECEMBER = pd.Timestamp(2025, 3, 1), pd.Timestamp(2024, 12, 31)
UNTIL = ((MARCH,), (DECEMBER, MARCH), (DECEMBER, None), (None,), (None,), (None,))
"""Up to when the results of one measure after the other count: most sources do not say."""

TITLES = (
    ("การเปิดเผยข้อมูล", ""),
    ("การปรับปรุงระบบการทำงาน", "8"),
    ("กิจกรรมจิตอาสา", ""),
    ("การใช้งบประมาณ", "IIT"),
    ("กิจกรรมอื่น", "none"),
    ("ประสิทธิภาพการสื่อสาร", "7, 9".replace(" ", "")),
)


def together(told: list[dict[str, Any]], settings: str = "") -> Iterator[tuple[Facts, Years]]:
    """Facts of agencies that are analysed in one go, each with its scores.

    ``told`` is what ``facts_of`` takes, with the code of each. Each stands among its own others only.
    """
    chosen = framework.settings(settings)
    beside = ("asked", "cut_off")
    raws = [_raw(**{key: value for key, value in each.items() if key not in beside}) for each in told]
    own = [_own(raw, each["agency_id"]) for raw, each in zip(raws, told, strict=True)]
    made = _analysed({name: pd.concat([each[name] for each in own]) for name in own[0]}, chosen)
    for raw, each in zip(raws, told, strict=True):
        agency_id, year = each["agency_id"], each.get("fiscal_year", 2568)
        rows = _own(made, agency_id)
        rows["questions"] = _asked(agency_id, each.get("asked") or [])
        ranked = (
            peers.compute(
                raw["agencies"], raw["scores"], totals.compute(raw["scores"], raw["marks"], raw["context"])
            )
            if each.get("others")
            else rows["peers"].iloc[:0]
        )
        rows["peers"] = ranked[ranked["agency_id"] == agency_id]
        known = facts.of_rows(_rows(rows), agency_id, year, each["document"], chosen, each.get("cut_off"))
        yield known, each["years"]


def charts_of(known: Facts, writer: Writer) -> dict[str, captions.Caption]:
    """The captions of a paper's charts that have something to draw, by name."""
    compared, whole = known.comparison, known.document != "summary"
    drawn = {
        "comparison": len(compared) > 1,
        "contributions": whole
        and known.change is not None
        and all(row["contribution"] is not None for row in compared),
        "history": whole and report_charts.has_history(known),
        "timeline": known.document in ("plan", "progress") and bool(known.measures),
    }
    return {name: getattr(captions, name)(known, writer) for name, there in drawn.items() if there}


def followed_up() -> Iterator[tuple[Facts, Years]]:
    """Agencies whose measures were all done, each score a year later another way from the mark."""
    made = itertools.product(("annual", "summary"), (84.9, 86, 83, 92), (84.5, 93.2))
    yield from together(
        [
            {
                "agency_id": f"2{place:06d}",
                "years": {
                    2567: dict.fromkeys(range(1, 11), 97.0) | {8: before},
                    2568: dict.fromkeys(range(1, 11), 97.0) | {8: later},
                },
                "document": document,
                "measures": [("การปรับปรุงระบบการทำงาน", ""), ("กิจกรรมอื่น", "8")],
                "statuses": ["done", "done"],
            }
            for place, (document, later, before) in enumerate(made)
        ]
    )


def sixty() -> Iterator[tuple[Facts, Years]]:
    """Sixty agencies' papers that hold every blank, state and outcome there is; always the same."""
    yield from together(list(_sixty()))


def _sixty() -> Iterator[dict[str, Any]]:
    chance = random.Random(15)  # noqa: S311 - no secret, and the same each time
    for place in range(60):
        document = ("annual", "annual", "progress", "plan", "summary")[place % 5]
        years: Years = {}
        base = chance.choice([78, 84.5, 90, 96])
        for year in (2567, 2568):
            scores = {n: round(min(100, base + chance.uniform(-6, 6)), 2) for n in range(1, 11)}
            if year == 2568 and years:
                scores = {
                    n: round(min(100, s + chance.choice([-3, -0.4, 0, 0.5, 1, 4])), 2)
                    for n, s in years[2567].items()
                }
            missing = chance.choice([0, 0, 0, 0, 1, 9, 10])
            for n in chance.sample(range(1, 11), missing):
                scores.pop(n, None)
            if scores:
                years[year] = scores
        count = chance.randint(0 if years and place % 8 == 0 else 1, len(TITLES))
        measures = chance.sample(TITLES, count)
        alike = chance.choice(["done", "", None, None, None])
        if place % 20 == 5:  # annual: all done, and all risen
            alike, measures = "done", list(TITLES)
            years = {2567: ten(90.0), 2568: ten(94.0, i8=90.0)}
        statuses = [
            alike if alike is not None else chance.choice(["done", "done", "under_way", "not_begun", ""])
            for _ in measures
        ]
        if chance.random() < 0.12 and document != "progress":
            statuses = []
        columns = ("step", "monitoring", "result", "outcome", "problems", "suggestions", "evidence")
        whole = {column: chance.choice([*CELLS, None, None]) for column in columns}
        told = []
        for number, _ in enumerate(measures):
            cells = {
                column: chance.choice(CELLS) if whole[column] is None else str(whole[column])
                for column in columns
            }
            end = chance.choice([date(2024, 12, 31), date(2025, 3, 31), date(2025, 9, 30), None])
            cells |= {"period": "ต.ค. ๖๗", "period_end": pd.Timestamp(end)} if end else {}
            days = UNTIL[place % len(UNTIL)]
            until = days[number % len(days)]
            told.append(cells | ({"results_until": until} if until else {}))
        # Some stand among others: first, or last.
        others, apart = ((6, 1.0), (0, 1.0), (6, -1.0))[place % 3] if place > 40 else (0, 1.0)
        if place % 3 == 1 and years:
            # Of some the year before the analysed one is on file, of some of these in part.
            years[2566] = {n: 96.5 for n in range(1, 11) if place % 2 or n > 4}
        yield {
            "agency_id": f"1{place:06d}",
            "years": years,
            "document": document,
            "measures": measures,
            "statuses": statuses,
            "told": told,
            "others": others,
            "apart": apart,
        }
