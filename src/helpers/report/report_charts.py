"""The charts of one report. A chart with nothing to draw is None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from helpers import charts, decimals, tables, thai
from helpers.analysis import deltas
from helpers.facts import Facts
from helpers.narrative import Writer, captions, measures, standing
from helpers.report.html import Block, render

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
    rows = facts.comparison.sort_values(
        ["current" if len(facts.current.scores) else "previous", "indicator"], na_position="last"
    )
    peers = rows["indicator"].map(standing.medians(facts)) if compared else float("nan")
    moved = deltas.direction(rows["change"], facts.settings.material_change, rows["margin"])
    return _drawing(
        charts.comparison,
        rows.assign(label=_labels(facts, rows, writer), peers=peers, moved=moved.isin(["rose", "fell"])),
        "comparison",
        captions.comparison(facts, writer),
        labels=labels,
        pass_mark=float(facts.current.rules.pass_mark),
        format_number=writer.score,
        format_change=writer.change,
        format_tick=lambda value: writer.whole(round(value)),
    )


def contributions(facts: Facts, writer: Writer) -> Block | None:
    """From the previous total to the current one; indicators that moved it little share one step."""
    rows = facts.comparison.dropna(subset=["contribution"])
    # With an indicator missing, the steps would not lead from one total to the other.
    if facts.change is None or len(rows) < len(facts.current.rules.indicators):
        return None
    sizes = decimals.to_units(rows["contribution"], 4).abs().astype("int64")
    rows = rows.assign(size=sizes, label=_labels(facts, rows, writer))
    rows = rows.sort_values(["size", "indicator"], ascending=[False, True])
    little, steps = deltas.moved_little(rows), rows
    if little.all():
        return None
    if little.any():
        numbers = writer.numbers([str(n) for n in sorted(rows.loc[little, "indicator"])])
        others = writer.say(th=f"อื่น ๆ (ตัวชี้วัดที่ {numbers})", en=f"Others (indicators {numbers})")
        other_step = {"label": others, "contribution": rows.loc[little, "contribution"].sum()}
        steps = pd.concat([rows[~little], pd.DataFrame([other_step])], ignore_index=True)
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
    return replace(drawn, frame=rows)  # the frame has every indicator, for analysts


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
    rows = [(name, year, of.get(year)) for name, of in values.items() for year in years]
    frame = pd.DataFrame(rows, columns=["label", "year", "value"]).astype({"value": "float64"})
    mark = facts.current.rules.pass_mark
    return _drawing(
        charts.history,
        frame,
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
    return len(facts.measures[["period_start", "period_end"]].drop_duplicates()) > 1


def timeline(facts: Facts, writer: Writer) -> Block | None:
    """The measures over the fiscal year; if there are too many to draw, where to find their periods.

    An annual report has none: it looks back on what was done, and its annex has the periods.
    """
    if facts.document == "annual" or facts.measures.empty or not _periods_differ(facts):
        return None
    if not has_timeline(facts):
        reason = measures.not_drawn(facts, MOST_BARS, writer)
        return Block(render("note.html.j2", text=reason), reason, frame=facts.activities)
    rows = facts.activities
    many = rows.groupby("measure")["activity"].transform("size") > 1
    number = rows["printed"].astype("str") + rows["activity"].astype("str").radd(".").where(many, "")
    named = (number + " " + rows["title"]).map(writer.localise)
    further = rows["activity"].map(lambda n: writer.say(th=f"กิจกรรมที่ {n}", en=f"Activity {n}"))
    frame = pd.DataFrame(
        {
            "label": named.mask(rows["measure"].duplicated(), further),  # its title is already above
            "start": rows["period_start"],
            "end": rows["period_end"],
            "status": rows["status"].where(rows["status"] != "", None),
        }
    )
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
        frame,
        "timeline",
        captions.timeline(facts, writer),
        labels=labels,
        first_day=first_day,
    )


def _labels(facts: Facts, rows: pd.DataFrame, writer: Writer) -> list[str]:
    rules = facts.current.rules
    return [
        writer.localise(f"{number} {rules.indicator(int(number)).name(writer.language)}")
        for number in rows["indicator"]
    ]


def _drawing(
    draw: Callable[..., str], frame: pd.DataFrame, key: str, caption: captions.Caption, **options: object
) -> Block:
    svg = draw(frame, key=key, title=caption.title, description=caption.description, **options)
    html = render("figure.html.j2", svg=svg, title=caption.title, note=caption.note)
    return Block(html, caption.title, frame=frame)
