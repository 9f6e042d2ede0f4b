"""The parts of a whole: a bar for each whole, cut into parts."""

import math

import pandas as pd

from helpers.charts.canvas import INK, LINK, MUTED, PAPER, Canvas
from helpers.charts.frame import Number, check, labels_of, numbers_of
from helpers.charts.scales import WIDTH, Scale
from helpers.charts.text import LEADING_OF_SMALL, SMALL, plain, width_of, wrap

LIGHT = "#d8e6e9", "#7a9da5"
DARK = "#2b7c8c", "#073b45"


def shares(
    frame: pd.DataFrame, *, key: str, title: str, description: str, format_count: Number, total: float = 0.0
) -> str:
    """A bar for each label, its parts side by side, darkest first or as `tone` says, with their names below.

    `frame`: `label`, `part` (its name), `count`, `tone` (0 pale to 1 dark, NaN white), rows of a label
    together and in the order to draw. Each bar fills the line or, with `total`, its sum's share of that.
    A white line separates neighbours, so that they can be told apart without colour.
    Raises ValueError when the frame is empty or lacks a column, and for a negative count.
    """
    check(frame, "label", "part", "count", "tone")
    labels, counts, tones = labels_of(frame), numbers_of(frame, "count"), numbers_of(frame, "tone")
    parts = [plain(str(part)) for part in frame["part"]]
    if min(counts) < 0:
        raise ValueError("a count cannot be negative")
    canvas = Canvas()
    y = 0.0
    for label in dict.fromkeys(labels):
        own = [n for n, name in enumerate(labels) if name == label and counts[n] > 0]
        whole = sum(counts[n] for n in own)
        y = canvas.label(label, y) + 16
        if not own:
            y += 12
            continue
        place = Scale(0.0, max(total, whole), 0.0, WIDTH)
        drawn = 0.0
        for n in own:
            left, right = place(drawn), place(drawn + counts[n])
            drawn += counts[n]
            shade = _shade(tones[n])
            # A pale part gets an edge, without which it would not stand out from the paper.
            canvas.rectangle(left, y - 8, right, y + 8, shade, shade if tones[n] >= 0.2 else LINK)
            canvas.segments([(right, y - 9, right, y + 9)], PAPER, 1.2)
            text = format_count(counts[n])
            # A count that does not fit its part is left out here: the list below has them all.
            if width_of(text, SMALL, bold=True) + 6 <= right - left:
                ink = PAPER if tones[n] > 0.5 else INK
                canvas.text((left + right) / 2, y + 4, text, SMALL, ink, "center", bold=True)
        x, y = 0.0, y + LEADING_OF_SMALL
        for n in own:
            lines = wrap(f"{parts[n]} {format_count(counts[n])}", WIDTH - 13, SMALL)
            if x and (len(lines) > 1 or x + 13 + width_of(lines[0], SMALL) > WIDTH):
                x, y = 0.0, y + LEADING_OF_SMALL
            shade = _shade(tones[n])
            canvas.rectangle(x, y, x + 9, y + 9, shade, shade if tones[n] >= 0.2 else LINK)
            for place_of_line, line in enumerate(lines):
                y += LEADING_OF_SMALL if place_of_line else 0
                right = canvas.text(x + 13, y + 8, line, SMALL, MUTED).right
            x = right + 12
        y += 18
    return canvas.svg(y, key, title, description)


def _shade(tone: float) -> str:
    """A light colour for dark text, or a dark one for white text; between them, contrast is below 4.5."""
    if math.isnan(tone):
        return PAPER
    (first, last), reached = (LIGHT, tone * 2) if tone <= 0.5 else (DARK, tone * 2 - 1)
    ends = [(int(first[n : n + 2], 16), int(last[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * reached):02x}" for a, b in ends)
