"""All indicators of one year as one shape, beside the median of the agency's peers."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

from helpers.charts.frame import Number, any_known, check, labels_of, numbers_of
from helpers.charts.page import (
    BELOW,
    CURRENT,
    GRID,
    INK,
    MUTED,
    OF_PASS_MARK,
    OF_PEERS,
    PREVIOUS,
    TINT,
    Page,
    Point,
    score_colour,
)
from helpers.charts.scales import WIDTH, Scale, score_axis
from helpers.charts.text import SMALL, VALUE, width_of, wrap

RADIUS = 82.0
LINE = 15.0  # between the lines of a label


@dataclass(frozen=True)
class RadarLabels:
    """Words of `radar`: the agency's own shape, its peers', the pass mark, and a missing score."""

    own: str
    peers: str
    pass_mark: str
    missing: str


def radar(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: RadarLabels,
    pass_mark: float,
    format_number: Number,
    format_tick: Number | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> str:
    """One axis an indicator, from the top clockwise; the best score lies outside.

    `frame`: `label`, `value` (points, NaN where there is none) and, if there are peers to compare with,
    `peers` (their median, NaN where unknown). The middle is not zero but a little below the lowest score:
    the rings say what they stand for, and each score is printed.
    Raises ValueError when the frame is empty or lacks a column, and for fewer than three indicators.
    """
    check(frame, "label", "value")
    if len(frame) < 3:
        raise ValueError("a shape needs at least three indicators")
    names, own = labels_of(frame), numbers_of(frame, "value")
    peers = numbers_of(frame, "peers") if "peers" in frame else [math.nan] * len(names)
    known = [value for value in (*own, *peers) if not math.isnan(value)]
    low, high, ticks = score_axis(known, pass_mark, scale)
    reach = Scale(low - (high - low) * 0.15, high, 0.0, RADIUS)

    page = Page()
    top = _legend(page, labels, any_known(own), any_known(peers))
    middle = (WIDTH / 2, top + 56 + RADIUS)
    turns = [2 * math.pi * n / len(names) for n in range(len(names))]

    def at(value: float, turn: float) -> Point:
        distance = reach(value)
        return (middle[0] + distance * math.sin(turn), middle[1] - distance * math.cos(turn))

    page.segments([(*middle, *at(high, turn)) for turn in turns], GRID, 0.6, below=True)
    for tick in ticks:
        page.shape([at(tick, turn) for turn in turns], GRID, 0.6)
    page.shape([at(pass_mark, turn) for turn in turns], BELOW, 1.0, dashes=OF_PASS_MARK)
    if not any(math.isnan(value) for value in peers):
        page.shape([at(*pair) for pair in zip(peers, turns, strict=True)], PREVIOUS, 1.4, dashes=OF_PEERS)
    points = [at(value, turn) for value, turn in zip(own, turns, strict=True) if not math.isnan(value)]
    if len(points) == len(names):
        page.shape(points, CURRENT, 1.8, fill=TINT)
    page.dots(points, CURRENT)
    bottom = middle[1] + RADIUS
    for name, value, turn in zip(names, own, turns, strict=True):
        text = labels.missing if math.isnan(value) else format_number(value)
        colour = MUTED if math.isnan(value) else score_colour(value, pass_mark, CURRENT)
        bottom = max(bottom, _name(page, name, text, colour, turn, middle))
    drawn = [at(*pair) for values in (own, peers) for pair in zip(values, turns, strict=True)]
    lines = [*pairwise([*drawn[: len(own)], drawn[0]]), *pairwise([*drawn[len(own) :], drawn[len(own)]])]
    for tick in ticks:
        words = (format_tick or format_number)(tick)
        x, y = at(tick, 0.0)
        middle_of_words = (x - 4 - width_of(words, 9.0) / 2, y + 6)
        # The legend names the ring of the pass mark; a number with a line through it cannot be read.
        if tick != pass_mark and all(_distance(middle_of_words, *line) > 8 for line in lines):
            page.text(x - 4, y + 9, words, 9.0, MUTED, "right")
    return page.svg(bottom + 8, key, title, description)


def _distance(point: Point, begin: Point, end: Point) -> float:
    """How far a point is from a stretch of a line; from one that is not drawn (NaN), infinitely far."""
    if math.isnan(begin[0] + end[0]):
        return math.inf
    (x, y), (a, b) = (end[0] - begin[0], end[1] - begin[1]), (point[0] - begin[0], point[1] - begin[1])
    length = x * x + y * y
    along = max(0.0, min(1.0, (a * x + b * y) / length)) if length else 0.0
    return math.hypot(a - along * x, b - along * y)


def _name(page: Page, name: str, value: str, colour: str, turn: float, middle: Point) -> float:
    """Write an axis's name and score outside the shape; returns where they end."""
    x = middle[0] + (RADIUS + 10) * math.sin(turn)
    sideways = math.sin(turn)
    # The names beside the topmost and the lowest one reach under and over it.
    beyond = RADIUS + (10 if abs(sideways) >= 0.1 else 12 if math.cos(turn) > 0 else 34)
    y = middle[1] - beyond * math.cos(turn)
    align: Literal["left", "center", "right"] = (
        "center" if abs(sideways) < 0.1 else "left" if sideways > 0 else "right"
    )
    room = WIDTH if align == "center" else WIDTH - x if align == "left" else x
    # A name that does not fit is cut into two like parts: one letter alone on a line is hard to read.
    needed = width_of(name, SMALL)
    lines = wrap(name, room if needed <= room else min(room, 0.75 * needed), SMALL, 3)
    height = LINE * (len(lines) + 1)
    # Upright at the sides, wholly above at the top, wholly below at the bottom.
    first = y + 11 - height * (1 + math.cos(turn)) / 2
    for n, line in enumerate(lines):
        page.text(x, first + n * LINE, line, SMALL, INK, align)
    page.text(x, first + len(lines) * LINE, value, VALUE, colour, align, bold=True)
    return first + len(lines) * LINE


def _legend(page: Page, labels: RadarLabels, has_own: bool, has_peers: bool) -> float:
    x, y = 0.0, 14.0
    for there, words, colour, dashes in (
        (has_own, labels.own, CURRENT, None),
        (has_peers, labels.peers, PREVIOUS, OF_PEERS),
        (True, labels.pass_mark, BELOW, OF_PASS_MARK),
    ):
        if not there:
            continue
        if x and x + 24 + width_of(words, SMALL) > WIDTH:
            x, y = 0.0, y + 18
        page.segments([(x, y - 4, x + 18, y - 4)], colour, 1.8 if dashes is None else 1.2, dashes=dashes)
        x = page.text(x + 24, y, words, SMALL).right + 16
    return y
