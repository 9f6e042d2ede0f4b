"""The distribution of many agencies' scores: the middle half, the median, the extremes."""

from dataclasses import dataclass

import pandas as pd

from helpers.charts.canvas import (
    BELOW,
    CURRENT,
    GRID,
    LINK,
    MUTED,
    OF_PASS_MARK,
    PAPER,
    Canvas,
    Segment,
    score_colour,
)
from helpers.charts.frame import Number, check, labels_of, numbers_of
from helpers.charts.scales import GAP, WIDTH, Scale, score_axis
from helpers.charts.text import SMALL, VALUE, width_of

COLUMNS = ("least", "lower", "median", "upper", "most")


@dataclass(frozen=True)
class SpreadLabels:
    """Words of `spread`: the meaning of the bar, the stroke and the thin line, and the pass mark."""

    middle_half: str
    median: str
    ends: str
    pass_mark: str


def spread(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: SpreadLabels,
    pass_mark: float,
    format_number: Number,
    format_tick: Number | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> str:
    """A row per distribution: a thin line from end to end, a bar for the middle half, the median in figures.

    `frame`: `label`, `least`, `lower` (first quartile), `median`, `upper` (third quartile), `most`.
    Raises ValueError when the frame is empty or lacks a column.
    """
    check(frame, "label", *COLUMNS)
    names = labels_of(frame)
    columns = [numbers_of(frame, column) for column in COLUMNS]
    low, high, ticks = score_axis([value for column in columns for value in column], pass_mark, scale)
    side = width_of(format_number(high), VALUE, bold=True) + GAP
    place = Scale(low, high, 6.0, WIDTH - side)

    canvas = Canvas()
    y = _legend(canvas, labels) + 6
    thin: list[Segment] = []
    thick: list[Segment] = []
    strokes: list[Segment] = []
    grid: list[Segment] = []
    passing: list[Segment] = []
    for name, least, lower, median, upper, most in zip(names, *columns, strict=True):
        y = canvas.label(name, y) + 15
        grid += [(place(tick), y - 8, place(tick), y + 8) for tick in ticks]
        passing.append((place(pass_mark), y - 8, place(pass_mark), y + 8))
        thin.append((place(least), y, place(most), y))
        # At least a point wide, so that equal quartiles are still seen.
        thick.append((place(lower), y, max(place(upper), place(lower) + 1), y))
        strokes.append((place(median), y - 6, place(median), y + 6))
        colour = score_colour(median, pass_mark, CURRENT)
        canvas.text(WIDTH, y + 4, format_number(median), colour=colour, align="right", bold=True)
        y += 12
    canvas.segments(grid, GRID, 0.6, below=True)
    canvas.segments(passing, BELOW, 1.0, dashes=OF_PASS_MARK)
    canvas.segments(thin, LINK, 1.6)
    canvas.segments(thick, CURRENT, 9.0)
    canvas.segments(strokes, PAPER, 2.4)
    for tick in ticks:
        words = (format_tick or format_number)(tick)
        # Kept inside the drawing on the left.
        x = max(place(tick), width_of(words, SMALL) / 2)
        canvas.text(x, y + 12, words, SMALL, MUTED, "center")
    return canvas.svg(y + 18, key, title, description)


def _legend(canvas: Canvas, labels: SpreadLabels) -> float:
    x, y = 0.0, 14.0
    for words, colour, width, dashes in (
        (labels.middle_half, CURRENT, 9.0, None),
        (labels.ends, LINK, 1.6, None),
        (labels.pass_mark, BELOW, 1.0, OF_PASS_MARK),
        (labels.median, "", 0.0, None),
    ):
        if x and x + 26 + width_of(words, SMALL) > WIDTH:
            x, y = 0.0, y + 18
        if colour:
            canvas.segments([(x, y - 4, x + 18, y - 4)], colour, width, dashes=dashes)
            x += 24
        x = canvas.text(x, y, words, SMALL).right + 16
    return y
