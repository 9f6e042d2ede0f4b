"""Two years of each indicator, as rings and dots on one line."""

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from helpers.charts.frame import Number, any_known, check, labels_of, numbers_of
from helpers.charts.page import (
    BELOW,
    CURRENT,
    GRID,
    INK,
    LEADING,
    MUTED,
    OF_PASS_MARK,
    PREVIOUS,
    Box,
    Page,
    Point,
    Segment,
    score_colour,
)
from helpers.charts.scales import GAP, WIDTH, Scale, score_axis
from helpers.charts.text import SMALL, VALUE, plain, width_of


@dataclass(frozen=True)
class ComparisonLabels:
    """Words of `comparison`: the two years, the pass mark, and what stands where a score is missing."""

    previous: str
    current: str
    pass_mark: str
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
    format_tick: Number | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> str:
    """Two years of each indicator: a ring for the previous year, a filled dot for the current one.

    `frame`: `label`, `previous`, `current` (points, NaN where there is no score), in the order to draw.
    `scale`: the lowest and highest possible score; the drawing begins near the lowest score there is, and
    always shows the pass mark. `format_tick` writes the numbers below, `format_number` without it.
    A year without any score is said once, at the top; a single missing score in its row.
    Raises ValueError when the frame is empty or lacks a column.
    """
    check(frame, "label", "previous", "current")
    names = labels_of(frame)
    before, now = numbers_of(frame, "previous"), numbers_of(frame, "current")
    texts = {v: plain(format_number(v)) for v in (*before, *now) if not math.isnan(v)}

    low, high, ticks = score_axis(texts, pass_mark, scale)
    side = 6.0 + GAP + max((width_of(t, VALUE, bold=True) for t in texts.values()), default=0.0)
    place = Scale(low, high, side, WIDTH - side)
    lines = [place(value) for value in (*ticks, pass_mark)]

    page = Page()
    y = _comparison_legend(page, labels, any_known(before), any_known(now)) + 10
    grid: list[Segment] = []
    passing: list[Segment] = []
    links: list[Segment] = []
    rings: dict[str, list[Point]] = {}
    dots: dict[str, list[Point]] = {}
    boxes: list[Box] = []

    for name, first, second in zip(names, before, now, strict=True):
        y = page.label(name, y) + 16
        grid += [(x, y - 7, x, y + 7) for x in lines[:-1]]
        passing.append((lines[-1], y - 8, lines[-1], y + 8))
        if not math.isnan(first):
            rings.setdefault(score_colour(first, pass_mark, PREVIOUS), []).append((place(first), y))
        if not math.isnan(second):
            dots.setdefault(score_colour(second, pass_mark, CURRENT), []).append((place(second), y))
        if not (math.isnan(first) or math.isnan(second)):
            links.append((place(first), y, place(second), y))

        for x, value, year, align in _beside(place, first, second):
            colour = score_colour(value, pass_mark, CURRENT if year == "current" else PREVIOUS)
            box = page.text(x, y + 4, texts[value], colour=colour, align=align, bold=year == "current")
            if any(box.left - 2 < line < box.right + 2 for line in lines):
                boxes.append(box)
        _say_missing(page, labels, y, place, first, second, whole=(any_known(before), any_known(now)))
        y += 17

    page.segments(grid, GRID, 0.6)
    page.segments(passing, BELOW, 1.0, dashes=OF_PASS_MARK)
    page.boxes(boxes)
    page.segments(links, PREVIOUS, 1.6)
    for colour, points in rings.items():
        page.dots(points, colour, hollow=True)
    for colour, points in dots.items():
        page.dots(points, colour)
    for tick in ticks:
        page.text(place(tick), y + 6, (format_tick or format_number)(tick), SMALL, MUTED, "center")
    return page.svg(y + 12, key, title, description)


def _beside(
    place: Scale, first: float, second: float
) -> list[tuple[float, float, str, Literal["left", "right"]]]:
    """Where the numbers stand: the lower one left of its dot, the higher one right of it."""
    reach = 6 + GAP
    known = [
        (value, year) for value, year in ((first, "previous"), (second, "current")) if not math.isnan(value)
    ]
    if len(known) == 1:
        return [(place(known[0][0]) + reach, *known[0], "left")]
    known.sort(key=lambda pair: pair[0])
    return [
        (place(value) + (reach if n else -reach), value, year, "left" if n else "right")
        for n, (value, year) in enumerate(known)
    ]


def _say_missing(
    page: Page,
    labels: ComparisonLabels,
    y: float,
    place: Scale,
    first: float,
    second: float,
    whole: tuple[bool, bool],
) -> None:
    if math.isnan(first) and math.isnan(second):
        words, x = labels.missing, WIDTH
    elif math.isnan(first) and whole[0]:
        words, x = labels.missing_previous, place(second)
    elif math.isnan(second) and whole[1]:
        words, x = labels.missing_current, place(first)
    else:
        return
    # At the left edge, or at the right one where the single dot and its number are in the way.
    free = x > width_of(words, SMALL) + 14
    page.boxes([page.text(0.0 if free else WIDTH, y + 4, words, SMALL, MUTED, "left" if free else "right")])


def _comparison_legend(page: Page, labels: ComparisonLabels, has_first: bool, has_second: bool) -> float:
    """Draw the legend, in as many rows as it needs, and return where it ends."""
    x, y = 0.0, 14.0
    for sign, words, muted in (
        (
            "ring" if has_first else "",
            labels.previous if has_first else labels.missing_previous,
            not has_first,
        ),
        (
            "dot" if has_second else "",
            labels.current if has_second else labels.missing_current,
            not has_second,
        ),
        ("line", labels.pass_mark, False),
    ):
        words = plain(words)
        indent = 15.0 if sign else 0.0
        if x and x + indent + width_of(words, SMALL) > WIDTH:
            x, y = 0.0, y + LEADING
        if sign == "line":
            page.segments([(x + 6, y - 11, x + 6, y + 3)], BELOW, 1.0, dashes=OF_PASS_MARK)
        elif sign:
            page.dots([(x + 6, y - 4)], PREVIOUS if sign == "ring" else CURRENT, hollow=sign == "ring")
        box = page.text(x + indent, y, words, SMALL, MUTED if muted else INK)
        x = box.right + 16
    return y
