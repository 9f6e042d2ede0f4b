"""Charts, drawn as SVG text for embedding in a page.

Each function takes a tidy frame and words, and returns one ``<svg>`` element: the same bytes for the same
input. Nothing here depends on a language, a rule, a file or a notebook; words, titles and the formatting of
numbers are arguments.

A drawing is 4.7 in wide, so that its text is readable on a phone, and every label is above its bar. Positions
are computed here, in points from the top left corner, because matplotlib's axes, ticks and layout would take
most of a chart's time and not prevent collisions.

The element is as wide as its container and ``height`` high, its drawing at natural size or smaller.
``max-width: 4.7in; height: auto`` in the page's style makes it fit without a margin below.
"""

from helpers.charts.changes import ChangesLabels, changes
from helpers.charts.comparison import ComparisonLabels, comparison
from helpers.charts.contributions import ContributionsLabels, contributions
from helpers.charts.frame import Number
from helpers.charts.history import HistoryLabels, history
from helpers.charts.shares import shares
from helpers.charts.spread import SpreadLabels, spread
from helpers.charts.timeline import TimelineLabels, timeline

__all__ = [
    "ChangesLabels",
    "ComparisonLabels",
    "ContributionsLabels",
    "HistoryLabels",
    "Number",
    "SpreadLabels",
    "TimelineLabels",
    "changes",
    "comparison",
    "contributions",
    "history",
    "shares",
    "spread",
    "timeline",
]
