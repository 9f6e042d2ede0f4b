"""Converts values to positions."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from helpers.charts.text import VALUE, plain, width_of

WIDTH = 3.65 * 72
"""With this narrow width, the smallest type is 12 px on a phone of 320 px, and 8 pt on paper if a chart is
scaled to no less than 0.73."""
GAP = 5.0  # between a mark and its number


class Scale(NamedTuple):
    """Maps values from `low` to `high` to positions from `left` to `right`."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)


def score_axis(
    values: Iterable[float], pass_mark: float, scale: tuple[float, float]
) -> tuple[float, float, list[float]]:
    """Lowest and highest value drawn, and four to six round numbers between them."""
    values = [*values, pass_mark]
    low, high = min(values), max(scale[1], *values)
    # Four to six ticks: the smallest round step of which at most five fit.
    step = next(
        size * 10.0**power
        for power in range(-3, 12)
        for size in (1, 2, 5)
        if (high - low) <= 5 * size * 10.0**power
    )
    # Down to a whole step, but not below the lowest possible score.
    low = min(low, max(scale[0], math.floor(low / step) * step))
    if low == high:
        low -= step
    return low, high, [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def bar_scale(bars: Sequence[tuple[float, float, str, bool]], left: float = 0.0, right: float = 0.0) -> Scale:
    """A scale on which every bar (from, to, its number, number on the left?) and its number have room."""
    low = min((bar[0] for bar in bars), default=0.0)
    high = max((bar[1] for bar in bars), default=0.0)
    # Equal ends would divide by zero.
    if low == high:
        high = low + 1
    for _, _, text, leftward in bars:
        room = width_of(plain(text), VALUE, bold=True) + GAP + 6
        left, right = (max(left, room), right) if leftward else (left, max(right, room))
    return Scale(low, high, max(left, 6.0) + 1, WIDTH - max(right, 6.0) - 1)
