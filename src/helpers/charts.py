"""Charts, drawn as SVG text to stand inside a page.

Each function takes a tidy frame and words, and returns one ``<svg>`` element: the same bytes for the same
input. Nothing here knows a language, a rule, a file or a notebook; words, titles and the formatting of
numbers come in as arguments.

A drawing is 4.7 in wide, so that its text is readable on a phone, and every label stands above its bar.
Places are worked out here, in points from the top left corner: matplotlib's axes, ticks and layout would
cost most of the time of a chart and leave the collisions to chance.

The element is as wide as what holds it and ``height`` high, its drawing at natural size or smaller.
``max-width: 4.7in; height: auto`` in the page's own style makes it fit without a margin below.
"""

import io
import math
import re
import threading
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import fontpkg_sarabun
import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

__all__ = [
    "ChangesLabels",
    "ComparisonLabels",
    "ContributionsLabels",
    "TimelineLabels",
    "changes",
    "comparison",
    "contributions",
    "timeline",
]

Number = Callable[[float], str]

# Every colour of text has a contrast of at least 4.5 to 1 on white, and CURRENT carries white text.
INK = "#1f2933"
MUTED = "#56626e"
PREVIOUS = "#5f6b76"
CURRENT = "#0b5563"
BELOW = "#9a3412"
GRID = "#d3dae0"
LINK = "#9aa6b0"
TRACK = "#f1f4f6"
TINT = "#d8e8eb"
PAPER = "#ffffff"

WIDTH = 4.7 * 72
LABEL, VALUE, SMALL = 12.5, 12.0, 11.0
LEADING = 18.0  # of labels: two Thai lines with their marks do not touch
GAP = 5.0  # between a mark and its number

# Settings of matplotlib belong to the process; two threads that change and restore them undo each other.
_SETTINGS = threading.Lock()


@dataclass(frozen=True)
class ComparisonLabels:
    """Words of `comparison`: the two years, the pass mark, and what stands where a score is missing."""

    previous: str
    current: str
    pass_mark: str
    missing_previous: str
    missing_current: str
    missing: str


@dataclass(frozen=True)
class ChangesLabels:
    """Words of `changes`: heads of the two sides, and what stands where a change is unknown."""

    rise: str
    fall: str
    missing: str


@dataclass(frozen=True)
class ContributionsLabels:
    """Words of `contributions`: the two totals, the rest, and what stands where a value is missing."""

    start: str
    end: str
    rest: str
    missing: str


@dataclass(frozen=True)
class TimelineLabels:
    """Words of `timeline`.

    `months` are twelve, from the first month of the year; `statuses` has a word for each of "done",
    "under_way" and "not_begun"; `no_status` may be empty.
    """

    months: Sequence[str]
    statuses: Mapping[str, str]
    no_status: str
    unknown_period: str
    outside_year: str


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
    _check(frame, "label", "previous", "current")
    names = _labels(frame)
    before, now = _numbers(frame, "previous"), _numbers(frame, "current")
    texts = {v: _plain(format_number(v)) for v in (*before, *now) if not math.isnan(v)}

    low, high, ticks = _score_axis(texts, pass_mark, scale)
    side = 6.0 + GAP + max((_width(t, VALUE, bold=True) for t in texts.values()), default=0.0)
    place = _Scale(low, high, side, WIDTH - side)
    lines = [place(value) for value in (*ticks, pass_mark)]

    page = _Page()
    y = _comparison_legend(page, labels, _known(before), _known(now)) + 10
    grid: list[_Segment] = []
    passing: list[_Segment] = []
    links: list[_Segment] = []
    rings: dict[str, list[_Point]] = {}
    dots: dict[str, list[_Point]] = {}
    boxes: list[_Box] = []

    for name, first, second in zip(names, before, now, strict=True):
        y = page.label(name, y) + 16
        grid += [(x, y - 7, x, y + 7) for x in lines[:-1]]
        passing.append((lines[-1], y - 8, lines[-1], y + 8))
        if not math.isnan(first):
            rings.setdefault(_score_colour(first, pass_mark, PREVIOUS), []).append((place(first), y))
        if not math.isnan(second):
            dots.setdefault(_score_colour(second, pass_mark, CURRENT), []).append((place(second), y))
        if not (math.isnan(first) or math.isnan(second)):
            links.append((place(first), y, place(second), y))

        for x, value, year, align in _beside(place, first, second):
            colour = _score_colour(value, pass_mark, CURRENT if year == "current" else PREVIOUS)
            box = page.text(x, y + 4, texts[value], colour=colour, align=align, bold=year == "current")
            if any(box.left - 2 < line < box.right + 2 for line in lines):
                boxes.append(box)
        _say_missing(page, labels, y, place, first, second, whole=(_known(before), _known(now)))
        y += 17

    page.segments(grid, GRID, 0.6)
    page.segments(passing, BELOW, 1.0, dashes=(3, 2))
    page.boxes(boxes)
    page.segments(links, PREVIOUS, 1.6)
    for colour, points in rings.items():
        page.dots(points, colour, hollow=True)
    for colour, points in dots.items():
        page.dots(points, colour)
    for tick in ticks:
        page.text(place(tick), y + 6, (format_tick or format_number)(tick), SMALL, MUTED, "center")
    return page.svg(y + 12, key, title, description)


def changes(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: ChangesLabels,
    format_change: Number,
) -> str:
    """Bars of signed change, the greatest rise first; rises to the right, falls to the left.

    `frame`: `label`, `change` (points, NaN where unknown: these come last). `format_change` writes a number
    with its sign. A change of zero is a stroke on the line of zero.
    Raises ValueError when the frame is empty or lacks a column.
    """
    _check(frame, "label", "change")
    rows = sorted(
        zip(_labels(frame), _numbers(frame, "change"), strict=True),
        key=lambda row: math.inf if math.isnan(row[1]) else -row[1],
    )
    known = [value for _, value in rows if not math.isnan(value)]
    has_rise, has_fall = any(v > 0 for v in known), any(v < 0 for v in known)
    bars = [(min(v, 0.0), max(v, 0.0), format_change(v), v < 0) for v in known]
    if len(known) < len(rows):
        bars.append((0.0, 0.0, labels.missing, False))
    place = _bar_scale(
        bars,
        _width(labels.fall, SMALL) + 6 if has_fall else 0.0,
        _width(labels.rise, SMALL) + 6 if has_rise else 0.0,
    )
    zero = place(0.0)

    page = _Page()
    y = 0.0
    if has_rise or has_fall:
        y = 20.0
        if has_fall:
            page.text(zero - 6, 13, labels.fall, SMALL, BELOW, "right")
        if has_rise:
            page.text(zero + 6, 13, labels.rise, SMALL, CURRENT)
    axis: list[_Segment] = []
    for name, value in rows:
        y = page.label(name, y) + 15
        axis.append((zero, y - 9, zero, y + 9))
        if math.isnan(value):
            page.text(zero + GAP, y + 4, labels.missing, SMALL, MUTED)
        else:
            page.change(place, 0.0, value, y, format_change(value))
        y += 16
    page.segments(axis, MUTED, 0.8)
    return page.svg(y + 2, key, title, description)


def contributions(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: ContributionsLabels,
    start: float,
    end: float,
    rest: float,
    format_number: Number,
    format_change: Number,
) -> str:
    """The way from one total to the next: each contribution begins where the one above it ended.

    `frame`: `label`, `contribution` (points of the total, NaN where unknown), in the order to draw.
    `rest` is what the contributions leave unexplained (rounding); zero is not drawn. `format_change` writes
    a number with its sign. The totals are points, not bars, for the drawing does not begin at zero.
    Raises ValueError when the frame is empty or lacks a column, when a total is missing, and when start,
    contributions and rest do not add up to the end within half a hundredth.
    """
    _check(frame, "label", "contribution")
    steps = list(zip(_labels(frame), _numbers(frame, "contribution"), strict=True))
    if not (math.isfinite(start) and math.isfinite(end) and math.isfinite(rest)):
        raise ValueError(f"start, end and rest must be numbers, not {start}, {end}, {rest}")
    gap = end - start - rest - math.fsum(value for _, value in steps if not math.isnan(value))
    if abs(gap) > 0.005:
        raise ValueError(f"{start} and the contributions and the rest ({rest}) miss {end} by {gap:.4f}")
    if abs(rest) > 1e-9:
        steps.append((_plain(labels.rest), rest))

    running = [start]
    for _, value in steps:
        running.append(running[-1] + (0.0 if math.isnan(value) else value))
    bars = [
        (min(a, b), max(a, b), labels.missing if math.isnan(value) else format_change(value), value < 0)
        for a, b, (_, value) in zip(running, running[1:], steps, strict=False)
    ]
    place = _bar_scale(
        [*bars, (start, start, format_number(start), False), (end, end, format_number(end), False)]
    )

    page = _Page()
    links: list[_Segment] = []
    boxes: list[_Box] = []
    y = page.label(_plain(labels.start), 0.0) + 15
    page.dots([(place(start), y)], PREVIOUS, hollow=True)
    page.text(place(start) + 6 + GAP, y + 4, format_number(start), colour=PREVIOUS)
    above = y + 6
    for (name, value), begun, ended in zip(steps, running, running[1:], strict=False):
        top = y + 16
        y = page.label(name, top, boxes) + 15
        links.append((place(begun), above, place(begun), y - 6))
        if math.isnan(value):
            page.text(place(begun) + GAP, y + 4, labels.missing, SMALL, MUTED)
            links.append((place(begun), y - 6, place(begun), y + 6))
        else:
            page.change(place, begun, ended, y, format_change(value))
        above = y + 6
    y = page.label(_plain(labels.end), y + 16, boxes) + 15
    links.append((place(running[-1]), above, place(running[-1]), y - 6))
    page.segments(links, LINK, 0.8, below=True)
    crossing = {x for x, *_ in links}
    page.boxes([box for box in boxes if any(box.left - 2 < x < box.right + 2 for x in crossing)], below=True)
    page.dots([(place(end), y)], CURRENT)
    page.text(place(end) + 6 + GAP, y + 4, format_number(end), colour=CURRENT, bold=True)
    return page.svg(y + 14, key, title, description)


def timeline(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    description: str,
    labels: TimelineLabels,
    first_day: date,
) -> str:
    """Measures over the twelve months that begin with `first_day`, each with its status.

    `frame`: `label`, `start`, `end` (dates, both included; NaT where unknown), `status` ("done",
    "under_way", "not_begun" or missing), in the order to draw. A bar that goes beyond the year ends in a
    small arrow head. The months are repeated every twelve rows.
    Raises ValueError when the frame is empty or lacks a column, when there are not twelve months, when a
    status is another word, when `labels` has no word for it, and when a period ends before it begins.
    """
    _check(frame, "label", "start", "end", "status")
    if len(labels.months) != 12:
        raise ValueError(f"a year has 12 months, {len(labels.months)} labels came")
    firsts = [_months_later(first_day, n) for n in range(13)]
    place = _Scale(firsts[0].toordinal(), firsts[12].toordinal(), 6.0, WIDTH - 6)

    page = _Page()
    tracks: list[_Segment] = []
    quarters: list[_Segment] = []
    arrows: dict[Literal["<", ">"], list[_Point]] = {"<": [], ">": []}
    y = 0.0
    for n, row in enumerate(_measures(frame, labels)):
        if n % 12 == 0:
            y += 13
            for month, a, b in zip(labels.months, firsts, firsts[1:], strict=False):
                middle = place((a.toordinal() + b.toordinal()) / 2)
                page.text(middle, y, month, 10.5, MUTED, "center")
            y += 6
        room = WIDTH - (_width(row.word, SMALL) + 12 if row.word else 0.0)
        page.text(WIDTH, y + 13, row.word, SMALL, _STATUS_INK.get(row.status, MUTED), "right")
        y = page.label(row.label, y, room=room) + 13
        tracks.append((6.0, y, WIDTH - 6, y))
        quarters += [(place(d.toordinal()), y - 6, place(d.toordinal()), y + 6) for d in firsts[::3]]
        if row.period is None:
            box = page.text(WIDTH / 2, y + 4, labels.unknown_period, SMALL, MUTED, "center")
            page.boxes([box])
        elif row.period[0] >= firsts[12] or row.period[1] < firsts[0]:
            box = page.text(WIDTH / 2, y + 4, labels.outside_year, SMALL, MUTED, "center")
            page.boxes([box])
        else:
            start, last = max(row.period[0], firsts[0]), min(row.period[1], firsts[12] - timedelta(days=1))
            page.bar(place(start.toordinal()), place(last.toordinal() + 1), y, 9.0, row.status)
            if row.period[0] < firsts[0]:
                arrows["<"].append((2.5, y))
            if row.period[1] >= firsts[12]:
                arrows[">"].append((WIDTH - 2.5, y))
        y += 15
    page.segments(tracks, TRACK, 9.0, below=True)
    page.segments(quarters, GRID, 0.6, below=True)
    for head, points in arrows.items():
        page.dots(points, MUTED, shape=head)
    return page.svg(y, key, title, description)


# --- what the four have in common: the frame -------------------------------------------------------------


def _check(frame: pd.DataFrame, *columns: str) -> None:
    if frame.empty:
        raise ValueError("the frame is empty: there is nothing to draw")
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise ValueError(f"the frame has no column {', '.join(absent)}")


def _labels(frame: pd.DataFrame) -> list[str]:
    return ["" if pd.isna(value) else _plain(str(value)) for value in frame["label"].tolist()]


def _numbers(frame: pd.DataFrame, column: str) -> list[float]:
    values = frame[column].to_numpy(dtype="float64", na_value=math.nan)
    if np.isinf(values).any():
        raise ValueError(f"column {column} holds an infinite number")
    return [float(value) + 0.0 for value in values]  # no zero keeps a minus sign


def _known(values: Sequence[float]) -> bool:
    return not all(math.isnan(value) for value in values)


class _Measure(NamedTuple):
    label: str
    status: str
    word: str
    period: tuple[date, date] | None


def _measures(frame: pd.DataFrame, labels: TimelineLabels) -> Iterable[_Measure]:
    for name, first, last, status in zip(
        _labels(frame), frame["start"].tolist(), frame["end"].tolist(), frame["status"].tolist(), strict=True
    ):
        if pd.isna(status):
            status, word = "", labels.no_status
        elif status not in _STATUS_INK or status not in labels.statuses:
            raise ValueError(f"measure {name!r}: status {status!r} is unknown or has no word")
        else:
            word = labels.statuses[status]
        period = None
        if not (pd.isna(first) or pd.isna(last)):
            period = pd.Timestamp(first).date(), pd.Timestamp(last).date()
            if period[1] < period[0]:
                raise ValueError(f"measure {name!r} ends on {period[1]}, before it begins on {period[0]}")
        yield _Measure(name, status, _plain(word), period)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, 1)


# --- scales ----------------------------------------------------------------------------------------------


class _Scale(NamedTuple):
    """Values `low` to `high` on the places `left` to `right`."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)


def _score_axis(
    values: Iterable[float], pass_mark: float, scale: tuple[float, float]
) -> tuple[float, float, list[float]]:
    """Lowest and highest value drawn, and four to six round numbers between them."""
    values = [*values, pass_mark]
    low, high = min(values), max(scale[1], *values)
    step = next(
        size * 10.0**power
        for power in range(-3, 12)
        for size in (1, 2, 5)
        if (high - low) <= 5 * size * 10.0**power
    )
    low = min(low, max(scale[0], math.floor(low / step) * step))
    if low == high:
        low -= step
    return low, high, [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _bar_scale(
    bars: Sequence[tuple[float, float, str, bool]], left: float = 0.0, right: float = 0.0
) -> _Scale:
    """A scale on which every bar (from, to, its number, number on the left?) and its number have room."""
    low = min((bar[0] for bar in bars), default=0.0)
    high = max((bar[1] for bar in bars), default=0.0)
    if low == high:
        high = low + 1
    for _, _, text, leftward in bars:
        room = _width(_plain(text), VALUE, bold=True) + GAP + 6
        left, right = (max(left, room), right) if leftward else (left, max(right, room))
    return _Scale(low, high, max(left, 6.0) + 1, WIDTH - max(right, 6.0) - 1)


# --- parts of the comparison -----------------------------------------------------------------------------


def _score_colour(score: float, pass_mark: float, colour: str) -> str:
    return BELOW if score < pass_mark else colour


def _beside(
    place: _Scale, first: float, second: float
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
    page: "_Page",
    labels: ComparisonLabels,
    y: float,
    place: _Scale,
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
    free = x > _width(words, SMALL) + 14
    page.boxes([page.text(0.0 if free else WIDTH, y + 4, words, SMALL, MUTED, "left" if free else "right")])


def _comparison_legend(page: "_Page", labels: ComparisonLabels, has_first: bool, has_second: bool) -> float:
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
        words = _plain(words)
        indent = 15.0 if sign else 0.0
        if x and x + indent + _width(words, SMALL) > WIDTH:
            x, y = 0.0, y + LEADING
        if sign == "line":
            page.segments([(x + 6, y - 11, x + 6, y + 3)], BELOW, 1.0, dashes=(3, 2))
        elif sign:
            page.dots([(x + 6, y - 4)], PREVIOUS if sign == "ring" else CURRENT, hollow=sign == "ring")
        box = page.text(x + indent, y, words, SMALL, MUTED if muted else INK)
        x = box.right + 16
    return y


# --- the page: places in points, from the top left corner ------------------------------------------------

_Point = tuple[float, float]
_Segment = tuple[float, float, float, float]

_STATUS_INK = {"done": CURRENT, "under_way": CURRENT, "not_begun": MUTED}


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class _Words(Text):
    """Text whose place is settled.

    The layout that matplotlib would do first is most of the cost of a drawing without axes, and it warns of
    each character that its own font lacks; the page's fonts, not these, will show the text.
    """

    def draw(self, renderer: RendererBase) -> None:
        x, y = self.get_transform().transform(self.get_unitless_position())
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        height = renderer.get_canvas_width_height()[1]
        renderer.draw_text(
            context, x, height - y, self.get_text(), self.get_fontproperties(), 0.0, ismath=False, mtext=self
        )
        context.restore()


class _Page:
    """What is drawn, in layers: what lies below, the marks, the text."""

    def __init__(self) -> None:
        self._down = Affine2D()
        self._below: list[Artist] = []
        self._marks: list[Artist] = []
        self._words: list[Artist] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = VALUE,
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
        bold: bool = False,
    ) -> _Box:
        """Write one line on the baseline `y` and return the room it takes."""
        words = _plain(words).replace("\u200b", "")
        width = _width(words, size, bold=bold)
        if words:
            self._words.append(
                _Words(
                    round(x, 1),
                    round(y, 1),
                    words,
                    color=colour,
                    ha=align,
                    va="baseline",
                    fontproperties=_font(size, bold),
                    transform=self._down,
                )
            )
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        return _Box(left, y - size, left + width, y + size * 0.35)

    def label(self, words: str, top: float, boxes: list[_Box] | None = None, room: float = WIDTH) -> float:
        """Write a label from `top` down, in one or two lines, and return its last baseline."""
        y = top + 13
        for n, line in enumerate(_wrap(words, room)):
            y = top + 13 + n * LEADING
            box = self.text(0.0, y, line, LABEL)
            if boxes is not None:
                boxes.append(box)
        return y

    def segments(
        self,
        segments: Sequence[_Segment],
        colour: str,
        width: float,
        dashes: tuple[float, float] | None = None,
        below: bool = False,
    ) -> None:
        """Draw straight lines, all in one element."""
        if not segments:
            return
        points = [point for x0, y0, x1, y1 in segments for point in ((x0, y0), (x1, y1))]
        outline = Outline(points, [Outline.MOVETO, Outline.LINETO] * len(segments))
        line = PathPatch(outline, fill=False, ec=colour, lw=width, ls=(0, dashes) if dashes else "-")
        line.set_capstyle("butt")
        self._add(line, self._below if below else self._marks)

    def boxes(self, boxes: Sequence[_Box], below: bool = False) -> None:
        """Clear the paper behind text that a line would cross."""
        if not boxes:
            return
        points: list[_Point] = []
        for left, top, right, bottom in boxes:
            a, b = round(left - 2, 1), round(right + 2, 1)
            c, d = round(top, 1), round(bottom, 1)
            points += [(a, c), (b, c), (b, d), (a, d), (a, c)]
        codes = [Outline.MOVETO, Outline.LINETO, Outline.LINETO, Outline.LINETO, Outline.CLOSEPOLY]
        patch = PathPatch(Outline(points, codes * len(boxes)), fc=PAPER, ec="none", lw=0)
        self._add(patch, self._below if below else self._marks)

    def dots(self, points: Sequence[_Point], colour: str, hollow: bool = False, shape: str = "o") -> None:
        """Draw marks of one kind; the ring is wider than the dot, and stays in sight around it."""
        if not points:
            return
        size = {"o": 10.5 if hollow else 8.5}.get(shape, 5.0)
        marks = Line2D(
            [x for x, _ in points],
            [y for _, y in points],
            ls="none",
            marker=shape,
            ms=size,
            mfc=PAPER if hollow else colour,
            mec=colour,
            mew=1.6 if hollow else 0.0,
        )
        self._add(marks, self._marks)

    def change(self, place: _Scale, begun: float, ended: float, y: float, words: str) -> None:
        """Draw a bar from one value to another, with its number at the end; no change is a stroke."""
        a, b = place(begun), place(ended)
        fall = ended < begun
        colour = BELOW if fall else CURRENT
        if begun == ended:
            self.segments([(a, y - 6, a, y + 6)], MUTED, 2.4)
            self.text(a + GAP, y + 4, words, colour=INK)
            return
        # A change too small for the scale is still to be seen.
        b = min(b, a - 1.2) if fall else max(b, a + 1.2)
        bar = Rectangle((min(a, b), y - 6), abs(b - a), 12, fc=colour, ec="none", lw=0)
        self._add(bar, self._marks)
        self.text(
            b - GAP if fall else b + GAP, y + 4, words, colour=colour, align="right" if fall else "left"
        )

    def bar(self, left: float, right: float, y: float, height: float, status: str) -> None:
        """Draw the bar of a measure: full, hatched or empty, and pale without a status."""
        right = max(right, left + 3)
        corner, size = (left, y - height / 2), right - left
        if status == "done":
            bar = Rectangle(corner, size, height, fc=CURRENT, ec=CURRENT, lw=1)
        elif status == "under_way":
            bar = Rectangle(corner, size, height, fc=TINT, ec=CURRENT, lw=1, hatch="//")
        elif status == "not_begun":
            bar = Rectangle(corner, size, height, fc=PAPER, ec=CURRENT, lw=1)
        else:
            bar = Rectangle(corner, size, height, fc=GRID, ec=MUTED, lw=1, ls=(0, (2, 2)))
        self._add(bar, self._marks)

    def svg(self, height: float, key: str, title: str, description: str) -> str:
        """Return the drawing as one clean element."""
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", key):
            raise ValueError(f"key {key!r} cannot begin the ids of a page")
        self._down.scale(1, -1).translate(0, height)
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=PAPER, edgecolor="none")
        for artist in (*self._below, *self._marks, *self._words):
            figure.add_artist(artist)
        raw = io.StringIO()
        FigureCanvasSVG(figure)
        with (
            _SETTINGS,
            mpl.rc_context(
                {
                    "svg.fonttype": "none",
                    "svg.hashsalt": "charts",
                    "svg.id": None,
                    "text.parse_math": False,
                    "text.usetex": False,
                    "path.simplify": False,
                    "path.sketch": None,
                    "savefig.bbox": None,
                    "savefig.transparent": False,
                }
            ),
        ):
            figure.savefig(raw, format="svg", dpi=72, facecolor=PAPER, metadata={"Date": None})
        return _clean(raw.getvalue(), key, _plain(title), _plain(description))

    def _add(self, artist: Artist, layer: list[Artist]) -> None:
        artist.set_transform(self._down)
        layer.append(artist)


# --- text: its width, and where it may be broken ---------------------------------------------------------


@lru_cache(maxsize=32)
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=["Sarabun", "sans-serif"], size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=2)
def _advances(bold: bool) -> dict[str, float]:
    """Width of each character of Sarabun, in ems."""
    path = Path(fontpkg_sarabun.ROOT) / "files" / f"Sarabun-{'Bold' if bold else 'Regular'}.ttf"
    font = FT2Font(str(path))
    return {
        chr(code): font.load_glyph(index, LoadFlags.NO_SCALE).horiAdvance / font.units_per_EM
        for code, index in font.get_charmap().items()
    }


def _width(words: str, size: float, *, bold: bool = False) -> float:
    advances = _advances(bold)
    return size * sum(advances[char] if char in advances else _advance_elsewhere(char) for char in words)


def _advance_elsewhere(char: str) -> float:
    """Width of a character of another font: nothing for a mark, else as wide as it may be."""
    return 0.0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1.0


_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _plain(words: str) -> str:
    """One line, without the characters that XML cannot hold."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", words)).strip(" ")


# A line may not begin with a mark, a vowel that follows its consonant, a silenced consonant, a repetition
# or closing sign, nor end with a vowel that precedes its consonant or an opening sign.
_NOT_FIRST = re.compile(r"[\u0e2f-\u0e3a\u0e45-\u0e4e\u0300-\u036f\u00a0\u202f)\]},.;:!?%/”’…]|[ก-ฮ][ิุ]?์")
_NOT_LAST = re.compile(r"[เแโใไ(\[{“‘\u00a0\u202f]")
_ONE_WORD = re.compile(r"[!-~๐-๙]{2}")


def _wrap(words: str, room: float, size: float = LABEL, lines: int = 2) -> list[str]:
    """Break a text into lines no wider than `room`; what does not fit into `lines` ends in an ellipsis.

    A space or U+200B (which is not drawn) is a place to break.
    """
    done: list[str] = []
    while _width(words, size) > room:
        last = len(done) == lines - 1
        cut = _cut(words, room - (_width("…", size) if last else 0.0), size, full=last)
        done.append(words[:cut].rstrip(" \u200b") + ("…" if last else ""))
        if last:
            return done
        words = words[cut:].lstrip(" \u200b")
    return [*done, words]


def _cut(words: str, room: float, size: float, full: bool) -> int:
    """Where to break: at a place the words give, else before a syllable, else between two clusters.

    Thai writes the vowels เ แ โ ใ ไ at the head of a syllable, so a line may begin there. A break that
    leaves much of the line empty is not taken while there is another; `full` asks for more of it filled.
    """
    reached = 0.0
    given = syllable = cluster = fits = (0, 0.0)
    for n, char in enumerate(words):
        if n and reached <= room:
            fits = (n, reached)
            if char in " \u200b":
                given = fits
            elif words[n - 1] not in " \u200b" and _may_begin(words, n):
                cluster = fits
                syllable = fits if char in "เแโใไ" else syllable
        reached += _width(char, size)
    for (n, filled), least in (
        (given, 0.75 if full else 0.5),
        (syllable, 0.75 if full else 0.45),
        (cluster, 0.6),
        (given, 0.0),
        (cluster, 0.0),
    ):
        if n and filled >= least * room:
            return n
    return max(1, fits[0])


def _may_begin(words: str, n: int) -> bool:
    """Whether a line may begin with the n-th character."""
    return not (_NOT_FIRST.match(words, n) or _NOT_LAST.match(words, n - 1) or _ONE_WORD.match(words, n - 1))


# --- cleaning --------------------------------------------------------------------------------------------

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_PATH = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d+)?(?:e-?\d+)?)")
_PLAIN_VALUES = {("text-anchor", "start"), ("stroke-linecap", "butt"), ("stroke-dashoffset", "0")}


def _clean(raw: str, key: str, title: str, description: str) -> str:
    """Turn the backend's document into an element for a page.

    What goes: prolog, doctype, metadata, the style for all elements, groups and ids that serve nothing.
    Styles become attributes, which no page's rule for style can forbid, and ids begin with the key.
    """
    root = ET.fromstring(raw)  # noqa: S314 (matplotlib wrote it, a line above)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        _tidy_attributes(element)
    _rename_ids(root, key)
    body = ET.Element("g")
    body.extend(_flat(root))
    _gather_text(body)

    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    svg = ET.Element(
        "svg",
        {
            "xmlns": _SVG[1:-1],
            "viewBox": f"0 0 {_short(width)} {_short(height)}",
            "width": "100%",
            "height": _short(round(height * 96 / 72)),
            "preserveAspectRatio": "xMinYMin meet",
            "role": "img",
            "aria-labelledby": f"{key}-title {key}-desc",
            "font-family": "Sarabun, sans-serif",
            "stroke-linejoin": "round",
        },
    )
    ET.SubElement(svg, "title", {"id": f"{key}-title"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{key}-desc"}).text = description
    svg.extend(body)
    for element in svg.iter():
        element.tail = None
        if element.tag not in ("text", "title", "desc"):
            element.text = None
    return ET.tostring(svg, encoding="unicode")


def _tidy_attributes(element: ET.Element) -> None:
    """Style into attributes; short numbers; nothing that says what would be so without it."""
    style = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, value = declaration.split(":", 1)
        element.set(name.strip(), value.strip())
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if _HREF in element.attrib:
        element.set("href", element.attrib.pop(_HREF))
    if "d" in element.attrib:
        element.set("d", _short_path(element.attrib["d"]))
    for name in ("x", "y", "stroke-width", "font-size"):
        if name in element.attrib:
            element.set(name, _short(float(element.attrib[name].removesuffix("px"))))
    for name, value in list(element.attrib.items()):
        if name in ("font-family", "stroke-linejoin") or (name, value) in _PLAIN_VALUES:
            del element.attrib[name]


def _rename_ids(root: ET.Element, key: str) -> None:
    """Keep the ids that something refers to, under names of this chart's own."""
    names: dict[str, str] = {}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "href":
                new = names.setdefault(value[1:], f"{key}-{len(names) + 1}")
                element.set(name, f"#{new}")
            elif value.startswith("url(#"):
                new = names.setdefault(value[5:-1], f"{key}-{len(names) + 1}")
                element.set(name, f"url(#{new})")
    for element in root.iter():
        if element.get("id") in names:
            element.set("id", names[element.attrib["id"]])
        else:
            element.attrib.pop("id", None)


def _flat(parent: ET.Element) -> Iterable[ET.Element]:
    """The children, without empty definitions and without groups that only hold."""
    for child in parent:
        if child.tag == "defs" and not len(child):
            continue
        if child.tag == "g" and not child.attrib:
            yield from _flat(child)
        else:
            yield child


def _gather_text(body: ET.Element) -> None:
    """Put the text into one group that says what most of it has in common."""
    texts = [child for child in body if child.tag == "text"]
    if not texts:
        return
    group = ET.Element("g")
    for name in ("font-size", "fill"):
        value = Counter(text.attrib[name] for text in texts).most_common(1)[0][0]
        group.set(name, value)
        for text in texts:
            if text.attrib[name] == value:
                del text.attrib[name]
    for text in texts:
        body.remove(text)
        group.append(text)
    body.append(group)


def _short(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _short_path(path: str) -> str:
    """The same path, to a hundredth of a point, with level and upright lines in their short form."""
    parts: list[str] = []
    here: list[str] = ["", ""]
    for command, numbers in _commands(path):
        if command == "L" and numbers[1] == here[1]:
            parts.append(f"H{numbers[0]}")
        elif command == "L" and numbers[0] == here[0]:
            parts.append(f"V{numbers[1]}")
        else:
            parts.append(command + " ".join(numbers))
        here = numbers[-2:] or here
    return "".join(parts)


def _commands(path: str) -> Iterable[tuple[str, list[str]]]:
    command, numbers = "", list[str]()
    for letter, number in _PATH.findall(path):
        if letter:
            if command:
                yield command, numbers
            command, numbers = letter, []
        else:
            numbers.append(_short(float(number)))
    yield command, numbers
