"""All figures of one report as a tidy table, one per row (columns: docs/data.md)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from helpers import decimals
from helpers.analysis import activities
from helpers.facts import Facts
from helpers.narrative import Writer, sentences, standing
from helpers.report.spreadsheet import inert


class Row(NamedTuple):
    """A figure, as a line of the file."""

    section: str
    group: str
    item: str
    fiscal_year: str
    figure: str
    value: str


WORDS = frozenset(
    ["agency_id", "agency", "document", "name", "level", "measures", "outcome", "title", "status", "period"]
)
"""Figures whose value is text, whatever it looks like; those of all others are numbers."""


def table(known: Facts, writer: Writer) -> list[Row]:
    """The heading row and every figure of the page, with the decimals shown there.

    Figures have Arabic digits and - for minus; an unknown figure has no row.
    """
    return [Row(*Row._fields), *(row for row in _rows(known, writer) if row.value)]


def _rows(known: Facts, writer: Writer) -> Iterator[Row]:
    yield from _report(known)
    yield from _indicators(known, writer)
    yield from _results(known, writer)
    yield from _standing(known)
    yield from _weak_points(known)
    yield from _targets(known)
    yield from _statuses(known)
    yield from _measures(known)


def _report(known: Facts) -> Iterator[Row]:
    said = {"agency_id": known.agency.id, "agency": known.agency.full_name, "document": known.document}
    for figure, text in said.items():
        yield _text("report", "", "", known.fiscal_year, figure, text)


def _indicators(known: Facts, writer: Writer) -> Iterator[Row]:
    before, year = known.previous.year, known.current.year
    for row in known.comparison.to_dict("records"):
        number = int(row["indicator"])
        name = known.current.rules.indicator(number).name(writer.language)
        yield _text("indicators", "", number, year, "name", name)
        yield from _numbers("indicators", "", number, before, score=row["previous"])
        yield from _numbers("indicators", "", number, year, score=row["current"])
        moved = {name: row[name] for name in ("change", "contribution")}
        yield from _numbers("indicators", before, number, year, **moved)
    if known.change is not None and known.comparison["contribution"].notna().any():
        yield from _numbers("indicators", before, "rest", year, contribution=known.rest)


def _results(known: Facts, writer: Writer) -> Iterator[Row]:
    """Totals and instruments' means of all years on file, and the change of the last one."""
    found = [(each, {**each.means, "total": each.total}) for each in known.results]
    for result, scores in found:
        for item, score in scores.items():
            yield from _numbers("results", "", item, result.year, score=score)
        yield _text("results", "", "total", result.year, "level", sentences.level_name(result, writer))
        yield from _numbers("results", "", "total", result.year, pass_mark=float(result.rules.pass_mark))
        if len(result.scores):
            yield from _numbers("results", "", "below", result.year, indicators=len(result.below_pass_mark))
    if len(found) > 1:
        (before, old), (last, new) = found[-2:]
        for item in new:
            change = _change(new[item], old.get(item))
            yield from _numbers("results", before.year, item, last.year, change=change)


def _standing(known: Facts) -> Iterator[Row]:
    shown = standing.groups(known)
    if not shown:
        return
    near, fewest = standing.widest_nearby(known), known.settings.fewest_peers
    for row in known.peers.to_dict("records"):
        for group in shown if row["part"] == "total" else [near]:
            count = row[f"of_{group}"]
            if pd.isna(count) or count < fewest:
                continue
            rank = int(row[f"rank_{group}"])
            place: dict[str, float | Decimal | None] = {}
            if standing.is_shown(rank, count, known):
                place = {"rank": rank, "surpassed_percent": decimals.to_decimal(row[f"above_{group}"], 1)}
            yield from _numbers(
                "standing",
                group,
                row["part"],
                known.current.year,
                **place,
                agencies=int(count),
                median=row[f"median_{group}"],
            )


def _weak_points(known: Facts) -> Iterator[Row]:
    for row in known.weak.to_dict("records"):
        said = "weak_points", row["class"], int(row["indicator"])
        kept = {name: row[name] for name in ("gap", "points_at_stake")}
        yield from _numbers(*said, known.analysed.year, **kept)
        answered = [str(known.printed.get(int(n), n)) for n in row["measures"].split(",") if n]
        yield _text(*said, known.analysed.year, "measures", " ".join(answered))
        if known.document == "annual":
            yield _text(*said, known.current.year, "outcome", row["outcome"])


def _targets(known: Facts) -> Iterator[Row]:
    year = known.current.year
    for goal, rows in known.targets.groupby("goal", sort=False):
        for row in rows.to_dict("records"):
            rises = {name: row[name] for name in ("target", "rise", "adds")}
            yield from _numbers("targets", goal, int(row["indicator"]), year, **rises)
        if len(rows) > 1:
            together = Decimal(int(decimals.to_units(rows["adds"], 4).sum())).scaleb(-4)
            yield from _numbers("targets", goal, "total", year, adds=decimals.round_half_up(together))


def _statuses(known: Facts) -> Iterator[Row]:
    if known.progress.empty:
        return
    rows = known.activities
    for state in activities.STATUSES:
        count = int((rows["state"] == state).sum())
        if state == "unknown" and not count:
            continue
        said = {"activities": count, "share_percent": 100 * count / len(rows)}
        yield from _numbers("statuses", "", state, known.fiscal_year, **said)
    yield from _numbers("statuses", "", "late", known.fiscal_year, activities=int(rows["late"].sum()))


def _measures(known: Facts) -> Iterator[Row]:
    for row in known.activities.to_dict("records"):
        said = "measures", row["printed"], row["activity"], known.fiscal_year
        if row["activity"] == 1:
            yield _text(*said, "title", row["title"])
        yield _text(*said, "status", row["status"])
        if pd.isna(row["period_start"]) or pd.isna(row["period_end"]):
            yield _text(*said, "period", row["period"])
        else:
            days = (f"{row[day]:%Y-%m-%d}" for day in ("period_start", "period_end"))
            yield _text(*said, "period", "/".join(days))


def _text(section: str, group: object, item: object, year: int, figure: str, text: str) -> Row:
    return Row(section, str(group), str(item), str(year), figure, inert(text))


def _numbers(
    section: str, group: object, item: object, year: int, **values: float | Decimal | None
) -> Iterator[Row]:
    """A row for each known value: whole numbers as they are, others with two decimals."""
    for figure, value in values.items():
        if value is None or math.isnan(value):
            continue
        exact = value if isinstance(value, int | Decimal) else decimals.to_decimal(value)
        yield Row(section, str(group), str(item), str(year), figure, str(exact))


def _change(after: float | None, before: float | None) -> Decimal | None:
    if after is None or before is None:
        return None
    return decimals.to_decimal(after) - decimals.to_decimal(before)
