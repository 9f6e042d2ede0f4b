"""The way from one total to the next."""

import math
from dataclasses import dataclass

import pandas as pd

from helpers.charts.canvas import CURRENT, LINK, MUTED, PREVIOUS, Box, Canvas, Segment
from helpers.charts.frame import Number, check, labels_of, numbers_of
from helpers.charts.scales import GAP, bar_scale
from helpers.charts.text import SMALL, plain


@dataclass(frozen=True)
class ContributionsLabels:
    """Words of `contributions`: the two totals, the rest, and the text for a missing value."""

    start: str
    end: str
    rest: str
    missing: str


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
    `rest` is what the contributions leave unexplained (rounding); what would be written as zero is not drawn.
    `format_change` writes a number with its sign. The totals are points, not bars, for the drawing does not
    begin at zero.
    Raises ValueError when the frame is empty or lacks a column, when a total is missing, and when start,
    contributions and rest do not add up to the end within half a hundredth.
    """
    check(frame, "label", "contribution")
    steps = list(zip(labels_of(frame), numbers_of(frame, "contribution"), strict=True))
    if not (math.isfinite(start) and math.isfinite(end) and math.isfinite(rest)):
        raise ValueError(f"start, end and rest must be numbers, not {start}, {end}, {rest}")
    gap = end - start - rest - math.fsum(value for _, value in steps if not math.isnan(value))
    # Half a hundredth is what rounding to the printed hundredths can cost.
    if abs(gap) > 0.005:
        raise ValueError(f"{start} and the contributions and the rest ({rest}) miss {end} by {gap:.4f}")
    if abs(rest) >= 0.005:
        steps.append((plain(labels.rest), rest))

    running = [start]
    for _, value in steps:
        running.append(running[-1] + (0.0 if math.isnan(value) else value))
    bars = [
        (min(a, b), max(a, b), labels.missing if math.isnan(value) else format_change(value), value < 0)
        for a, b, (_, value) in zip(running, running[1:], steps, strict=False)
    ]
    # Both totals take part, so that their numbers have room too.
    place = bar_scale(
        [*bars, (start, start, format_number(start), False), (end, end, format_number(end), False)]
    )

    canvas = Canvas()
    links: list[Segment] = []
    boxes: list[Box] = []
    y = canvas.label(plain(labels.start), 0.0) + 15
    canvas.dots([(place(start), y)], PREVIOUS, hollow=True)
    canvas.text(place(start) + 6 + GAP, y + 4, format_number(start), colour=PREVIOUS)
    above = y + 6
    for (name, value), begun, ended in zip(steps, running, running[1:], strict=False):
        top = y + 10
        y = canvas.label(name, top, boxes) + 15
        links.append((place(begun), above, place(begun), y - 6))
        if math.isnan(value):
            canvas.text(place(begun) + GAP, y + 4, labels.missing, SMALL, MUTED)
            links.append((place(begun), y - 6, place(begun), y + 6))
        else:
            canvas.change(place, begun, ended, y, format_change(value))
        above = y + 6
    y = canvas.label(plain(labels.end), y + 10, boxes) + 15
    links.append((place(running[-1]), above, place(running[-1]), y - 6))
    canvas.segments(links, LINK, 0.8, below=True)
    # Only labels that a line really crosses get a white box.
    crossing = {x for x, *_ in links}
    canvas.boxes(
        [box for box in boxes if any(box.left - 2 < x < box.right + 2 for x in crossing)], below=True
    )
    canvas.dots([(place(end), y)], CURRENT)
    canvas.text(place(end) + 6 + GAP, y + 4, format_number(end), colour=CURRENT, bold=True)
    return canvas.svg(y + 14, key, title, description)
