"""The table of measures in full, in the form an agency chose."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from helpers import tables
from helpers.analysis import coverage, statements
from helpers.facts import Facts
from helpers.framework.questions import as_printed
from helpers.narrative import Writer
from helpers.report import forms
from helpers.report.html import Block, render
from helpers.tables import Row

CHARACTERS = 160
"""How many characters fit on a line across the whole table on paper."""

MOST_LINES = 25
"""A measure with more lines may continue on the next page; a shorter one is kept together."""

_WEIGHT = 0.6
"""Columns with more text get more room, but less than in proportion. Browsers only consider the longest line,
which leaves long columns narrow and makes the printed table twice as long."""


@dataclass(frozen=True)
class Cell:
    """A cell: its lines of text, and how many columns it spans."""

    lines: Sequence[str]
    label: str
    """Its column's heading, shown on phones; "" if the table has one for all cells in this place."""
    span: int = 1
    note: str = ""
    """Where to find the evidence."""


@dataclass(frozen=True)
class Head:
    """A cell of the table's head. ``width`` is in percent, 0 for a cell above others."""

    text: str
    width: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class _Measure:
    title: str
    tags: str
    activities: list[list[Cell]]


def block(facts: Facts, form: forms.Form, writer: Writer) -> Block | None:
    """The annex; None if there are no measures."""
    if not facts.measures:
        return None
    title = writer.word("section", "annex")
    columns = forms.columns(form, facts.activities)
    labels = {column: _label(form, column, writer) for column in columns}
    body = _body(facts, columns, labels, writer)
    widths = _widths(body, columns)
    html = render(
        "annex.html.j2",
        title=title,
        caption=writer.say(
            th=f"มาตรการของ{facts.agency.full_name} ปีงบประมาณ {writer.year(facts.fiscal_year)}",
            en=f"Measures of {facts.agency.full_name}, fiscal year {writer.year(facts.fiscal_year)}",
        ),
        head=_head(columns, form, widths, writer),
        labels=[labels[column] for column in columns[1:]],
        notes=_notes(facts, form, columns, body, writer),
        body=[(measure, _lines_on_paper(measure, list(widths.values())) > MOST_LINES) for measure in body],
    )
    return Block(html, title, table=facts.activities)


def _notes(
    facts: Facts, form: forms.Form, columns: Sequence[str], body: Sequence[_Measure], writer: Writer
) -> list[str]:
    """Which columns of the form are left out, and what a dash means."""
    notes = []
    absent = [_heading(form, column, writer) for column in forms.left_out(form, columns)]
    if absent:
        listed = writer.join([f"“{name}”" for name in absent])
        notes.append(
            writer.say(
                th=f"มิได้แสดงช่อง {listed} เนื่องจากมิได้มีการรายงานในทุกมาตรการ",
                en=f"Left out because nothing was reported for any measure: {listed}.",
            )
        )
    if any(list(cell.lines) == ["–"] for measure in body for cells in measure.activities for cell in cells):
        notes.append(writer.say(th="เครื่องหมาย – หมายถึง มิได้มีการรายงาน", en="A dash means: not reported."))
    return notes


def _label(form: forms.Form, column: str, writer: Writer) -> str:
    if column in tables.STATUSES:
        return f"{writer.word('column', 'result')}: {_heading(form, column, writer)}"
    return _heading(form, column, writer)


def _heading(form: forms.Form, column: str, writer: Writer) -> str:
    if column in tables.STATUSES:
        text = writer.word("status", column)
        return text[:1].upper() + text[1:]
    return writer.word("column", form.heading(column))


def _head(
    columns: Sequence[str], form: forms.Form, widths: Mapping[str, int], writer: Writer
) -> list[list[Head]]:
    """One row of headings; two where the result is split by status."""
    split = [column for column in columns if column in tables.STATUSES]
    rows = 2 if split else 1
    first = []
    for column in columns:
        if column not in split:
            first.append(Head(_heading(form, column, writer), widths[column], rows))
        elif column == split[0]:
            first.append(Head(writer.word("column", "result"), 0, 1, len(split)))
    second = [Head(_heading(form, column, writer), widths[column]) for column in split]
    return [first, second] if split else [first]


def _body(facts: Facts, columns: Sequence[str], labels: Mapping[str, str], writer: Writer) -> list[_Measure]:
    measures = []
    for rows in facts.by_measure.values():
        first = rows[0]
        cells = [_cells(row, columns, labels, writer) for row in rows]
        title = writer.localise(f"{first['printed']}. {first['title']}")
        measures.append(_Measure(title, _tags(str(first["indicators"]), writer), cells))
    return measures


def _tags(indicators: str, writer: Writer) -> str:
    """The indicators and instruments that the measure itself names: ตัวชี้วัดที่ 9, IIT."""
    tags = [tag for tag in indicators.split(",") if tag and tag != coverage.NONE]
    numbers = [tag for tag in tags if tag.isdecimal()]
    names = [tag for tag in tags if not tag.isdecimal()]
    if numbers:
        listed = writer.numbers(numbers)
        names.append(
            writer.say(th=f"ตัวชี้วัดที่ {listed}", en=f"indicator{'s' if len(numbers) > 1 else ''} {listed}")
        )
    return ", ".join(names)


def _cells(row: Row, columns: Sequence[str], labels: Mapping[str, str], writer: Writer) -> list[Cell]:
    cells = []
    note = _evidence(row, writer)
    for column in columns[1:]:
        if column == "result":
            cells.append(Cell(_lines(row, column, writer), labels[column], note=note))
        elif column not in tables.STATUSES:
            cells.append(Cell(_lines(row, column, writer), labels[column]))
        elif row["status"] == column:
            lines = _split(str(row["result"]), writer) or [writer.word("status", column)]
            cells.append(Cell(lines, labels[column], note=note))
        elif row["status"]:
            cells.append(Cell((), labels[column]))
        elif column == tables.STATUSES[0]:
            # Without a status, the result belongs in none of the three columns.
            lines = _lines(row, "result", writer)
            cells.append(Cell(lines, writer.word("column", "result"), len(tables.STATUSES), note))
    usual = [labels[column] for column in columns[1:]]
    # Not strict: there are fewer cells than columns where a result spans those of the states.
    return [
        replace(cell, label="") if cell.label == label else cell
        for cell, label in zip(cells, usual, strict=False)
    ]


def _lines(row: Row, column: str, writer: Writer) -> list[str]:
    text = str(row[column])
    if column == "status" and text:
        text = writer.word("status", text)
    if column == "questions" and text:
        return [writer.localise(", ".join(map(as_printed, text.split(","))))]
    kind = statements.kind(text)
    if kind == "none" and writer.language == "en":
        return [writer.word("word", "none")]
    return ["–"] if kind == "blank" else _split(text, writer)


def _evidence(row: Row, writer: Writer) -> str:
    listed = "; ".join(writer.localise(line) for line in statements.lines(row["evidence"]))
    return f"{writer.word('column', 'evidence')}: {listed}" if listed else ""


def _split(text: str, writer: Writer) -> list[str]:
    return [writer.localise(line) for line in text.split("\n") if line]


def _lines_on_paper(measure: _Measure, widths: Sequence[int]) -> int:
    """About how many lines a measure takes on paper."""
    lines = 0
    for cells in measure.activities:
        place, most = 1, 1
        for cell in cells:
            room = max(1.0, CHARACTERS / 100 * sum(widths[place : place + cell.span]))
            most = max(most, sum(math.ceil(len(line) / room) for line in (*cell.lines, cell.note) if line))
            place += cell.span
        lines += most
    return lines


def _widths(body: Sequence[_Measure], columns: Sequence[str]) -> dict[str, int]:
    """Widths of the columns in percent, by the amount of text in each."""
    amounts = [float(sum(len(measure.title) for measure in body)), *(0.0 for _ in columns[1:])]
    for measure in body:
        for cells in measure.activities:
            place = 1
            for cell in cells:
                text = (sum(map(len, cell.lines)) + len(cell.note)) / cell.span
                for column in range(place, place + cell.span):
                    amounts[column] += text
                place += cell.span
    weights = [amount**_WEIGHT for amount in amounts]
    least = [11.0, *(8.5 for _ in amounts[1:])]
    shares = [max(low, 100 * weight / math.fsum(weights)) for low, weight in zip(least, weights, strict=True)]
    return {
        column: round(100 * share / math.fsum(shares)) for column, share in zip(columns, shares, strict=True)
    }
