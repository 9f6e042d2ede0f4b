"""The charts of one report. A chart with nothing to draw is None."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd

from helpers import charts, decimals, tables, thai
from helpers.analysis import deltas
from helpers.facts import Facts
from helpers.narrative import Writer, captions, measures, sentences, standing
from helpers.report.html import Block, render
from helpers.tables import Row, Rows

MOST_BARS = 18
"""How many activities a timeline can show on one sheet; with more, a line refers to the table."""


def comparison(facts: Facts, writer: Writer) -> Block | None:
    """Both years by indicator with change, pass mark and the peers' median; the lowest score first.

    Of a single indicator the table, or the sentence, says all there is.
    """
    if len(facts.comparison) < 2:
        return None
    years = [writer.localise(str(result.year)) for result in (facts.previous, facts.current)]
    none = writer.word("word", "no_data")
    compared = standing.groups(facts)
    within = standing.name(standing.widest_nearby(facts), facts, writer) if compared else ""
    labels = charts.ComparisonLabels(
        previous=years[0],
        current=years[1],
        pass_mark=writer.localise(f"{writer.word('word', 'pass_mark')} {facts.current.rules.pass_mark:f}"),
        peers=writer.say(th=f"มัธยฐาน {years[1]} ของ{within}", en=f"median {years[1]}, {within}"),
        missing_previous=f"{years[0]}: {none}",
        missing_current=f"{years[1]}: {none}",
        missing=none,
    )
    medians = standing.medians(facts) if compared else {}
    rows = [
        {
            **row,
            "label": _label(facts, row, writer),
            "peers": medians.get(row["indicator"]),
            "moved": sentences.direction(row, facts) in ("rose", "fell"),
        }
        for row in sorted(facts.comparison, key=_lowest_first(facts))
    ]
    return _drawing(
        charts.comparison,
        rows,
        "comparison",
        captions.comparison(facts, writer),
        labels=labels,
        pass_mark=float(facts.current.rules.pass_mark),
        format_number=writer.score,
        format_change=writer.change,
        format_tick=lambda value: writer.whole(round(value)),
    )


def _lowest_first(facts: Facts) -> Callable[[Row], tuple[bool, float, int]]:
    """Sorts by the score of the latest year with scores; indicators without one come last."""
    name = "current" if facts.current.scores else "previous"
    return lambda row: (row[name] is None, row[name] or 0.0, row["indicator"])


def contributions(facts: Facts, writer: Writer) -> Block | None:
    """From the previous total to the current one; indicators that moved it little share one step."""
    rows = [row for row in facts.comparison if row["contribution"] is not None]
    # With an indicator missing, the steps would not lead from one total to the other.
    if facts.change is None or len(rows) < len(facts.current.rules.indicators):
        return None
    rows = [
        {**row, "size": abs(decimals.units(row["contribution"], 4)), "label": _label(facts, row, writer)}
        for row in rows
    ]
    rows.sort(key=lambda row: (-row["size"], row["indicator"]))
    little = deltas.moved_little(rows)
    if len(little) == len(rows):
        return None
    steps = [row for row in rows if row not in little]
    if little:
        numbers = writer.numbers([str(n) for n in sorted(row["indicator"] for row in little)])
        others = writer.say(th=f"อื่น ๆ (ตัวชี้วัดที่ {numbers})", en=f"Others (indicators {numbers})")
        steps.append({"label": others, "contribution": deltas.together(little)})
    start, end = (float(total or 0.0) for total in (facts.previous.total, facts.current.total))
    labels = charts.ContributionsLabels(
        start=f"{writer.word('column', 'total')} {writer.localise(str(facts.previous.year))}",
        end=f"{writer.word('column', 'total')} {writer.localise(str(facts.current.year))}",
        rest=writer.word("word", "rounding" if facts.rest_is_rounding else "unexplained"),
        missing=writer.word("word", "no_data"),
    )
    drawn = _drawing(
        charts.contributions,
        steps,
        "contributions",
        captions.contributions(facts, writer),
        labels=labels,
        start=start,
        end=end,
        rest=facts.rest,
        format_number=writer.score,
        format_change=writer.change,
    )
    return replace(drawn, table=rows)  # the table has every indicator, for analysts


def has_history(facts: Facts) -> bool:
    """Whether totals of more than two years are on file."""
    return sum(result.total is not None for result in facts.results) > 2


def history(facts: Facts, writer: Writer) -> Block:
    """The total and the instruments' means over all years on file, a panel each."""
    results = {result.year: result for result in facts.results}
    years = range(min(results), max(results) + 1)  # a year without data leaves a gap
    values = {
        writer.word("column", "total"): {year: result.total for year, result in results.items()},
        **{
            instrument.id: {year: result.means.get(instrument.id) for year, result in results.items()}
            for instrument in facts.current.rules.instruments
        },
    }
    rows = [
        {"label": name, "year": year, "value": of.get(year)} for name, of in values.items() for year in years
    ]
    mark = facts.current.rules.pass_mark
    return _drawing(
        charts.history,
        rows,
        "history",
        captions.history(facts, writer),
        labels=charts.HistoryLabels(
            pass_mark=writer.localise(f"{writer.word('word', 'pass_mark')} {mark:f}"),
            missing=writer.word("word", "no_data"),
        ),
        pass_mark=float(mark),
        format_number=writer.score,
        format_year=lambda year: writer.localise(str(round(year))),
    )


def has_timeline(facts: Facts) -> bool:
    """Whether there aren't too many measures to draw, and their periods differ; equal bars tell nothing."""
    return 0 < len(facts.measures) <= MOST_BARS and _periods_differ(facts)


def _periods_differ(facts: Facts) -> bool:
    return len({(row["period_start"], row["period_end"]) for row in facts.measures}) > 1


def timeline(facts: Facts, writer: Writer) -> Block | None:
    """The measures over the fiscal year; if there are too many to draw, where to find their periods.

    An annual report has none: it looks back on what was done, and its annex has the periods.
    """
    if facts.document == "annual" or not facts.measures or not _periods_differ(facts):
        return None
    if not has_timeline(facts):
        reason = measures.not_drawn(facts, MOST_BARS, writer)
        return Block(render("note.html.j2", text=reason), reason, table=facts.activities)
    rows = [
        {
            "label": label,
            "start": row["period_start"],
            "end": row["period_end"],
            "status": row["status"] or None,
        }
        for of_measure in facts.by_measure.values()
        for row, label in zip(of_measure, _activities(of_measure, writer), strict=True)
    ]
    months = thai.month_abbreviations(writer.language)
    labels = charts.TimelineLabels(
        months=[*months[9:], *months[:9]],  # the fiscal year begins in October
        statuses={status: writer.word("status", status) for status in tables.STATUSES},
        no_status="",
        unknown_period=writer.word("word", "period_unknown"),
        outside_year=writer.say(th="อยู่นอกปีงบประมาณ", en="outside the fiscal year"),
    )
    first_day, _ = thai.fiscal_year_bounds(facts.fiscal_year)
    return _drawing(
        charts.timeline,
        rows,
        "timeline",
        captions.timeline(facts, writer),
        labels=labels,
        first_day=first_day,
    )


def _activities(rows: Rows, writer: Writer) -> Iterator[str]:
    """The labels of a measure's activities; its title stands with the first."""
    first = rows[0]
    number = f"{first['printed']}.{first['activity']}" if len(rows) > 1 else str(first["printed"])
    yield writer.localise(f"{number} {first['title']}")
    for n in (row["activity"] for row in rows[1:]):
        yield writer.say(th=f"กิจกรรมที่ {n}", en=f"Activity {n}")


def _label(facts: Facts, row: Row, writer: Writer) -> str:
    number = row["indicator"]
    return writer.localise(f"{number} {facts.current.rules.indicator(number).name(writer.language)}")


def _drawing(
    draw: Callable[..., str], rows: Rows, key: str, caption: captions.Caption, **options: object
) -> Block:
    svg = draw(pd.DataFrame(rows), key=key, title=caption.title, description=caption.description, **options)
    html = render("figure.html.j2", svg=svg, title=caption.title, note=caption.note)
    return Block(html, caption.title, table=rows)
