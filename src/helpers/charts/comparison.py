"""A row per indicator: both years, the change between them, the pass mark, and the peers' median."""

import math
from dataclasses import dataclass

import pandas as pd

from helpers.charts.canvas import (
    BELOW,
    CURRENT,
    GRID,
    INK,
    LEADING,
    MUTED,
    OF_PASS_MARK,
    PREVIOUS,
    Canvas,
    Point,
    Segment,
    score_colour,
)
from helpers.charts.frame import Number, any_known, check, labels_of, numbers_of
from helpers.charts.scales import GAP, WIDTH, Scale, score_axis
from helpers.charts.text import SMALL, VALUE, plain, width_of


@dataclass(frozen=True)
class ComparisonLabels:
    """Words of `comparison`: the two years, the pass mark, the peers, and the text for a missing score."""

    previous: str
    current: str
    pass_mark: str
    peers: str
    missing_previous: str
    missing_current: str
    missing: str


def comparison(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: ComparisonLabels,
    pass_mark: float,
    format_number: Number,
    format_change: Number,
    format_tick: Number | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> str:
    """Both years of each indicator: a ring for the previous year, a filled dot for the current one.

    `frame`: `label`, `previous`, `current`, `change`, `peers` (points, NaN where there is none), `moved`
    (whether the change is a rise or a fall), in the order to draw. The scores are printed left and right of
    the drawing, so that nothing covers the pass mark; the change follows the indicator's name, grey unless
    it is a rise or a fall; the peers' median is a short stroke.
    `scale`: the lowest and highest possible score; the drawing begins near the lowest actual score, and
    always shows the pass mark. `format_tick` writes the numbers below, by default `format_number` does.
    A year without any score is mentioned once, at the top; a single missing score in its row.
    Raises ValueError when the frame is empty or lacks a column.
    """
    check(frame, "label", "previous", "current", "change", "peers", "moved")
    names = labels_of(frame)
    before, now = numbers_of(frame, "previous"), numbers_of(frame, "current")
    changes, peers = numbers_of(frame, "change"), numbers_of(frame, "peers")
    scores = [value for value in (*before, *now, *peers) if not math.isnan(value)]

    low, high, ticks = score_axis(scores, pass_mark, scale)
    sides = _Side(before, format_number, labels.missing), _Side(now, format_number, labels.missing)
    place = Scale(low, high, sides[0].width + GAP + 6, WIDTH - sides[1].width - GAP - 6)
    lines = [place(value) for value in (*ticks, pass_mark)]

    canvas = Canvas()
    y = _legend(canvas, labels, (any_known(before), any_known(now), any_known(peers))) + 8
    grid: list[Segment] = []
    passing: list[Segment] = []
    links: list[Segment] = []
    medians: list[Segment] = []
    rings: dict[str, list[Point]] = {}
    dots: dict[str, list[Point]] = {}

    moved = [bool(each) for each in frame["moved"]]
    for name, first, second, change, median, has_moved in zip(
        names, before, now, changes, peers, moved, strict=True
    ):
        change_text = "" if math.isnan(change) else plain(format_change(change))
        colour = MUTED if not has_moved else BELOW if change < 0 else CURRENT
        canvas.text(WIDTH, y + 13, change_text, VALUE, colour, "right", bold=has_moved)
        # Room is kept as for bold, the wider of the two.
        beside = width_of(change_text, VALUE, bold=True) + 10 if change_text else 0.0
        y = canvas.label(name, y, room=WIDTH - beside) + 14
        grid += [(x, y - 6, x, y + 6) for x in lines[:-1]]
        passing.append((lines[-1], y - 8, lines[-1], y + 8))
        if not math.isnan(median):
            medians.append((place(median), y - 7, place(median), y + 7))
        if not (math.isnan(first) or math.isnan(second)):
            links.append((place(first), y, place(second), y))
        if not math.isnan(first):
            rings.setdefault(score_colour(first, pass_mark, PREVIOUS), []).append((place(first), y))
        if not math.isnan(second):
            dots.setdefault(score_colour(second, pass_mark, CURRENT), []).append((place(second), y))
        sides[0].write(canvas, first, 0.0, y, score_colour(first, pass_mark, PREVIOUS))
        sides[1].write(canvas, second, WIDTH, y, score_colour(second, pass_mark, CURRENT))
        y += 11

    canvas.segments(grid, GRID, 0.6)
    canvas.segments(passing, BELOW, 1.0, dashes=OF_PASS_MARK)
    canvas.segments(medians, MUTED, 2.0)
    canvas.segments(links, PREVIOUS, 1.6)
    for colour, points in rings.items():
        canvas.dots(points, colour, hollow=True)
    for colour, points in dots.items():
        canvas.dots(points, colour)
    for tick in ticks:
        canvas.text(place(tick), y + 10, (format_tick or format_number)(tick), SMALL, MUTED, "center")
    return canvas.svg(y + 16, key, title, description)


class _Side:
    """The scores of one year as text, in a column beside the drawing."""

    def __init__(self, values: list[float], format_number: Number, missing: str) -> None:
        self._texts = {value: plain(format_number(value)) for value in values if not math.isnan(value)}
        self._missing = plain(missing) if self._texts and any(map(math.isnan, values)) else ""
        widths = [width_of(text, VALUE, bold=True) for text in self._texts.values()]
        self.width = max([*widths, width_of(self._missing, SMALL)])

    def write(self, canvas: Canvas, value: float, x: float, y: float, colour: str) -> None:
        """Write a score, or that it is missing; nothing if the whole year is missing."""
        left = x == 0.0
        if math.isnan(value):
            canvas.text(x, y + 4, self._missing, SMALL, MUTED, "left" if left else "right")
        else:
            canvas.text(
                x, y + 4, self._texts[value], colour=colour, align="left" if left else "right", bold=not left
            )


def _legend(canvas: Canvas, labels: ComparisonLabels, has_scores: tuple[bool, bool, bool]) -> float:
    """Draw the legend, in as many rows as it needs, and return where it ends."""
    x, y = 0.0, 14.0
    for sign, words, muted in (
        (
            "ring" if has_scores[0] else "",
            labels.previous if has_scores[0] else labels.missing_previous,
            not has_scores[0],
        ),
        (
            "dot" if has_scores[1] else "",
            labels.current if has_scores[1] else labels.missing_current,
            not has_scores[1],
        ),
        ("mark", labels.pass_mark, False),
        ("median", labels.peers if has_scores[2] else "", False),
    ):
        words = plain(words)
        if not words:
            continue
        indent = 15.0 if sign else 0.0
        if x and x + indent + width_of(words, SMALL) > WIDTH:
            x, y = 0.0, y + LEADING
        if sign == "mark":
            canvas.segments([(x + 6, y - 11, x + 6, y + 3)], BELOW, 1.0, dashes=OF_PASS_MARK)
        elif sign == "median":
            canvas.segments([(x + 6, y - 11, x + 6, y + 3)], MUTED, 2.0)
        elif sign:
            canvas.dots([(x + 6, y - 4)], PREVIOUS if sign == "ring" else CURRENT, hollow=sign == "ring")
        box = canvas.text(x + indent, y, words, SMALL, MUTED if muted else INK)
        x = box.right + 16
    return y
