"""All figures of one report as a tidy table, one per row (columns: docs/data.md)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from helpers import decimals
from helpers.analysis import activities
from helpers.facts import Facts
from helpers.narrative import Writer, prospects, sentences, standing
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
    [
        *("agency_id", "agency", "document", "name", "level", "measures", "outcome", "title", "questions"),
        *("status", "period"),
    ]
)
"""Figures whose value is text, whatever it looks like; those of all others are numbers."""


def table(facts: Facts, writer: Writer) -> list[Row]:
    """The heading row and every figure of the page, with the decimals shown there.

    Figures have Arabic digits and - for minus; an unknown figure has no row.
    """
    return [Row(*Row._fields), *(row for row in _rows(facts, writer) if row.value)]


def _rows(facts: Facts, writer: Writer) -> Iterator[Row]:
    yield from _report(facts)
    yield from _indicators(facts, writer)
    yield from _results(facts, writer)
    yield from _standing(facts)
    yield from _weak_points(facts)
    yield from _questions(facts)
    yield from _targets(facts)
    yield from _statuses(facts)
    yield from _measures(facts)


def _report(facts: Facts) -> Iterator[Row]:
    texts = {"agency_id": facts.agency.id, "agency": facts.agency.full_name, "document": facts.document}
    for figure, text in texts.items():
        yield _text("report", "", "", facts.fiscal_year, figure, text)


def _indicators(facts: Facts, writer: Writer) -> Iterator[Row]:
    before, year = facts.previous.year, facts.current.year
    for row in facts.comparison:
        number = row["indicator"]
        name = facts.current.rules.indicator(number).name(writer.language)
        yield _text("indicators", "", number, year, "name", name)
        yield from _numbers("indicators", "", number, before, score=row["previous"])
        yield from _numbers("indicators", "", number, year, score=row["current"])
        moved = {name: row[name] for name in ("change", "contribution")}
        yield from _numbers("indicators", before, number, year, **moved)
    # The change of the total that the indicators' contributions leave over.
    if facts.change is not None and any(row["contribution"] is not None for row in facts.comparison):
        yield from _numbers("indicators", before, "rest", year, contribution=facts.rest)


def _results(facts: Facts, writer: Writer) -> Iterator[Row]:
    """Totals and instruments' means of all years on file, and the change of the last one."""
    by_year = [(result, {**result.means, "total": result.total}) for result in facts.results]
    for result, scores in by_year:
        for item, score in scores.items():
            yield from _numbers("results", "", item, result.year, score=score)
        yield _text("results", "", "total", result.year, "level", sentences.level_name(result, writer))
        yield from _numbers("results", "", "total", result.year, pass_mark=float(result.rules.pass_mark))
        if result.scores:
            yield from _numbers("results", "", "below", result.year, indicators=len(result.below_pass_mark))
    if len(by_year) > 1:
        (before, old), (last, new) = by_year[-2:]
        for item in new:
            change = decimals.difference(new[item], old.get(item))
            yield from _numbers("results", before.year, item, last.year, change=change)


def _standing(facts: Facts) -> Iterator[Row]:
    groups = standing.groups(facts)
    if not groups:
        return
    widest, fewest = standing.widest_nearby(facts), facts.settings.fewest_peers
    for row in facts.peers:
        # The page compares single indicators in one group only, the total in all.
        for group in groups if row["part"] == "total" else [widest]:
            count = row[f"of_{group}"]
            if count is None or count < fewest:
                continue
            rank = row[f"rank_{group}"]
            place: dict[str, float | Decimal | None] = {}
            if standing.is_shown(rank, count, facts):
                place = {"rank": rank, "surpassed_percent": decimals.to_decimal(row[f"above_{group}"], 1)}
            yield from _numbers(
                "standing",
                group,
                row["part"],
                facts.current.year,
                **place,
                agencies=count,
                median=row[f"median_{group}"],
            )


def _weak_points(facts: Facts) -> Iterator[Row]:
    for row in facts.weak:
        key = "weak_points", row["class"], row["indicator"]
        sizes = {name: row[name] for name in ("gap", "points_at_stake")}
        yield from _numbers(*key, facts.analysed.year, **sizes)
        answered = [str(facts.printed.get(int(n), n)) for n in row["measures"].split(",") if n]
        yield _text(*key, facts.analysed.year, "measures", " ".join(answered))
        if facts.document == "annual":
            yield _text(*key, facts.current.year, "outcome", row["outcome"])


def _questions(facts: Facts) -> Iterator[Row]:
    """What pulls the indicators of the analysed and the presented result down."""
    for year in sorted({facts.analysed.year, facts.current.year}):
        for row in facts.lost[year]:
            figures = {name: row[name] for name in ("score", "change", "worth")}
            yield from _numbers("questions", row["indicator"], row["code"], year, **figures)


def _targets(facts: Facts) -> Iterator[Row]:
    year = facts.current.year
    for goal, rows in facts.goals.items():
        for row in rows:
            rises = {name: row[name] for name in ("target", "rise", "adds")}
            yield from _numbers("targets", goal, row["indicator"], year, **rises)
        if len(rows) > 1:
            yield from _numbers("targets", goal, "total", year, adds=prospects.added(rows))


def _statuses(facts: Facts) -> Iterator[Row]:
    if not facts.progress:
        return
    rows, counts = facts.activities, activities.counts(facts.activities)
    for state in activities.STATUSES:
        count = counts.get(state, 0)
        if state == "unknown" and not count:
            continue
        shares = {"activities": count, "share_percent": 100 * count / len(rows)}
        yield from _numbers("statuses", "", state, facts.fiscal_year, **shares)
    yield from _numbers(
        "statuses", "", "late", facts.fiscal_year, activities=sum(row["late"] for row in rows)
    )


def _measures(facts: Facts) -> Iterator[Row]:
    for row in facts.activities:
        key = "measures", row["printed"], row["activity"], facts.fiscal_year
        # A measure's title stands once, with its first activity.
        if row["activity"] == 1:
            yield _text(*key, "title", row["title"])
        yield _text(*key, "questions", row["questions"].replace(",", " "))
        yield _text(*key, "status", row["status"])
        # Days where both are known, else the period as the agency wrote it.
        if row["period_start"] is None or row["period_end"] is None:
            yield _text(*key, "period", row["period"])
        else:
            days = (f"{row[day]:%Y-%m-%d}" for day in ("period_start", "period_end"))
            yield _text(*key, "period", "/".join(days))


def _text(section: str, group: object, item: object, year: int, figure: str, text: str) -> Row:
    return Row(section, str(group), str(item), str(year), figure, inert(text))


def _numbers(
    section: str, group: object, item: object, year: int, **values: float | Decimal | None
) -> Iterator[Row]:
    """A row for each known value: whole numbers as they are, others with two decimals."""
    for figure, value in values.items():
        if value is None:
            continue
        exact = value if isinstance(value, int | Decimal) else decimals.to_decimal(value)
        yield Row(section, str(group), str(item), str(year), figure, str(exact))
