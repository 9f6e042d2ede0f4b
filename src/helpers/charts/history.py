"""Scores over the years, with a small panel for each label if there are several."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from helpers.charts.canvas import (
    BELOW,
    CURRENT,
    GRID,
    MUTED,
    OF_PASS_MARK,
    Box,
    Canvas,
    Point,
    Segment,
    score_colour,
)
from helpers.charts.frame import Number, check, labels_of, numbers_of
from helpers.charts.scales import WIDTH, Scale, score_axis
from helpers.charts.text import SMALL, VALUE, width_of, wrap

BETWEEN = 22.0  # panels that stand side by side
TALL, SMALL_PANEL = 96.0, 46.0


@dataclass(frozen=True)
class HistoryLabels:
    """Words of `history`: the pass mark, and the text for a panel without any score."""

    pass_mark: str
    missing: str


def history(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: HistoryLabels,
    pass_mark: float,
    format_number: Number,
    format_year: Number,
    scale: tuple[float, float] = (0.0, 100.0),
) -> str:
    """A line over the years for each label; more than one label makes panels, two in a row, on one scale.

    `frame`: `label`, `year`, `value` (points, NaN where there is none), labels in the order to draw. A year
    without a score leaves a gap in the line. A single panel prints every score, small ones the first and
    the last. A score below the pass mark has another shape and colour.
    Raises ValueError when the frame is empty or lacks a column.
    """
    check(frame, "label", "year", "value")
    rows = list(zip(labels_of(frame), numbers_of(frame, "year"), numbers_of(frame, "value"), strict=True))
    names = list(dict.fromkeys(name for name, _, _ in rows))
    years = sorted({year for _, year, _ in rows})
    values = [value for *_, value in rows if not math.isnan(value)]
    low, high, _ = score_axis(values, pass_mark, scale)

    canvas = Canvas()
    canvas.segments([(0.0, 10.0, 18.0, 10.0)], BELOW, 1.0, dashes=OF_PASS_MARK)
    canvas.text(24.0, 14.0, labels.pass_mark, SMALL)
    single = len(names) == 1
    room = WIDTH if single else (WIDTH - BETWEEN) / 2
    height = TALL if single else SMALL_PANEL
    side = width_of(format_number(100.0), VALUE, bold=True) / 2 + 2
    bottom = 20.0
    for first in range(0, len(names), 1 if single else 2):
        top, pair = bottom, names[first : first + (1 if single else 2)]
        lines = max(len(wrap(name, room, SMALL)) for name in pair)
        for n, name in enumerate(pair):
            left = n * (room + BETWEEN)
            for number, line in enumerate(wrap(name, room, SMALL)):
                canvas.text(left, top + 15 + number * 15, line, SMALL)
            # A single year stands in the middle, between two that aren't drawn.
            across = Scale(
                years[0] - (len(years) == 1), years[-1] + (len(years) == 1), left + side, left + room - side
            )
            down = Scale(low, high, top + 30 + lines * 15 + height, top + 30 + lines * 15)
            own = {year: value for label, year, value in rows if label == name}
            _panel(canvas, own, years, across, down, pass_mark, format_number, labels.missing, every=single)
            for year in years if single else (years[0], years[-1]):
                canvas.text(across(year), down(low) + 16, format_year(year), SMALL, MUTED, "center")
        bottom = top + 30 + lines * 15 + height + 24
    return canvas.svg(bottom, key, title, description)


def _panel(
    canvas: Canvas,
    own: dict[float, float],
    years: Sequence[float],
    across: Scale,
    down: Scale,
    pass_mark: float,
    format_number: Number,
    missing: str,
    every: bool,
) -> None:
    with_score = [year for year in years if not math.isnan(own.get(year, math.nan))]
    canvas.segments([(across.left, down.left, across.right, down.left)], GRID, 0.6, below=True)
    mark = down(pass_mark)
    canvas.segments([(across.left, mark, across.right, mark)], BELOW, 1.0, dashes=OF_PASS_MARK, below=True)
    if not with_score:
        canvas.text((across.left + across.right) / 2, mark - 4, missing, SMALL, MUTED, "center")
        return
    # Between two years that follow each other on the axis: no line bridges a year without a score.
    line: list[Segment] = [
        (across(a), down(own[a]), across(b), down(own[b]))
        for a, b in pairwise(years)
        if a in with_score and b in with_score
    ]
    boxes: list[Box] = []
    passed: list[Point] = [(across(year), down(own[year])) for year in with_score if own[year] >= pass_mark]
    failed: list[Point] = [(across(year), down(own[year])) for year in with_score if own[year] < pass_mark]
    for year in with_score if every else dict.fromkeys((with_score[0], with_score[-1])):
        colour = score_colour(own[year], pass_mark, CURRENT)
        last = year == with_score[-1]
        words = format_number(own[year])
        box = canvas.text(across(year), down(own[year]) - 9, words, VALUE, colour, "center", last)
        # A number that the pass mark's line would cross gets a white box.
        if box.top < mark < box.bottom:
            boxes.append(box)
    canvas.boxes(boxes)
    canvas.segments(line, CURRENT, 1.6)
    canvas.dots(passed, CURRENT)
    canvas.dots(failed, BELOW, shape="D")
