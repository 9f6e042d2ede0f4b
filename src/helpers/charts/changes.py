"""Signed changes, the greatest rise first."""

import math
from dataclasses import dataclass

import pandas as pd

from helpers.charts.canvas import BELOW, CURRENT, MUTED, Canvas, Segment
from helpers.charts.frame import Number, check, labels_of, numbers_of
from helpers.charts.scales import GAP, bar_scale
from helpers.charts.text import SMALL, width_of


@dataclass(frozen=True)
class ChangesLabels:
    """Words of `changes`: heads of both sides, and the text for unknown changes."""

    rise: str
    fall: str
    missing: str


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
    check(frame, "label", "change")
    rows = sorted(
        zip(labels_of(frame), numbers_of(frame, "change"), strict=True),
        key=lambda row: math.inf if math.isnan(row[1]) else -row[1],
    )
    values = [value for _, value in rows if not math.isnan(value)]
    has_rise, has_fall = any(v > 0 for v in values), any(v < 0 for v in values)
    bars = [(min(v, 0.0), max(v, 0.0), format_change(v), v < 0) for v in values]
    if len(values) < len(rows):  # the text for an unknown change needs room beside the line of zero, too
        bars.append((0.0, 0.0, labels.missing, False))
    place = bar_scale(
        bars,
        width_of(labels.fall, SMALL) + 6 if has_fall else 0.0,
        width_of(labels.rise, SMALL) + 6 if has_rise else 0.0,
    )
    zero = place(0.0)

    canvas = Canvas()
    y = 0.0
    if has_rise or has_fall:
        y = 20.0
        if has_fall:
            canvas.text(zero - 6, 13, labels.fall, SMALL, BELOW, "right")
        if has_rise:
            canvas.text(zero + 6, 13, labels.rise, SMALL, CURRENT)
    axis: list[Segment] = []
    for name, value in rows:
        y = canvas.label(name, y) + 15
        axis.append((zero, y - 9, zero, y + 9))
        if math.isnan(value):
            canvas.text(zero + GAP, y + 4, labels.missing, SMALL, MUTED)
        else:
            canvas.change(place, 0.0, value, y, format_change(value))
        y += 16
    canvas.segments(axis, MUTED, 0.8)
    return canvas.svg(y + 2, key, title, description)
