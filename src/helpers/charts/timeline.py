"""Measures of a fiscal year over time, each with its status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import pandas as pd

from helpers.charts.canvas import GRID, MUTED, STATUS_INK, TRACK, Canvas, Point, Segment
from helpers.charts.frame import check, labels_of
from helpers.charts.scales import WIDTH, Scale
from helpers.charts.text import SMALL, plain, width_of


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
    check(frame, "label", "start", "end", "status")
    if len(labels.months) != 12:
        raise ValueError(f"a year has 12 months, {len(labels.months)} labels came")
    firsts = [_months_later(first_day, n) for n in range(13)]
    # Room at both ends for the arrow heads.
    place = Scale(firsts[0].toordinal(), firsts[12].toordinal(), 6.0, WIDTH - 6)

    canvas = Canvas()
    tracks: list[Segment] = []
    quarters: list[Segment] = []
    arrows: dict[Literal["<", ">"], list[Point]] = {"<": [], ">": []}
    y = 0.0
    for n, row in enumerate(_measures(frame, labels)):
        if n % 12 == 0:
            y += 13
            for month, a, b in zip(labels.months, firsts, firsts[1:], strict=False):
                middle = place((a.toordinal() + b.toordinal()) / 2)
                canvas.text(middle, y, month, SMALL, MUTED, "center")
            y += 6
        room = WIDTH - (width_of(row.word, SMALL) + 12 if row.word else 0.0)
        canvas.text(WIDTH, y + 13, row.word, SMALL, STATUS_INK.get(row.status, MUTED), "right")
        y = canvas.label(row.label, y, room=room) + 13
        tracks.append((6.0, y, WIDTH - 6, y))
        quarters += [(place(d.toordinal()), y - 6, place(d.toordinal()), y + 6) for d in firsts[::3]]
        if row.period is None:
            box = canvas.text(WIDTH / 2, y + 4, labels.unknown_period, SMALL, MUTED, "center")
            canvas.boxes([box])
        elif row.period[0] >= firsts[12] or row.period[1] < firsts[0]:
            box = canvas.text(WIDTH / 2, y + 4, labels.outside_year, SMALL, MUTED, "center")
            canvas.boxes([box])
        else:
            start, last = max(row.period[0], firsts[0]), min(row.period[1], firsts[12] - timedelta(days=1))
            # A period's last day is part of it, so the bar ends where the next day begins.
            canvas.bar(place(start.toordinal()), place(last.toordinal() + 1), y, 9.0, row.status)
            if row.period[0] < firsts[0]:
                arrows["<"].append((2.5, y))
            if row.period[1] >= firsts[12]:
                arrows[">"].append((WIDTH - 2.5, y))
        y += 15
    canvas.segments(tracks, TRACK, 9.0, below=True)
    canvas.segments(quarters, GRID, 0.6, below=True)
    for head, points in arrows.items():
        canvas.dots(points, MUTED, shape=head)
    return canvas.svg(y, key, title, description)


class _Measure(NamedTuple):
    label: str
    status: str
    word: str
    period: tuple[date, date] | None


def _measures(frame: pd.DataFrame, labels: TimelineLabels) -> Iterable[_Measure]:
    for name, first, last, status in zip(
        labels_of(frame),
        frame["start"].tolist(),
        frame["end"].tolist(),
        frame["status"].tolist(),
        strict=True,
    ):
        if pd.isna(status):
            status, word = "", labels.no_status
        elif status not in STATUS_INK or status not in labels.statuses:
            raise ValueError(f"measure {name!r}: status {status!r} is unknown or has no word")
        else:
            word = labels.statuses[status]
        period = None
        if not (pd.isna(first) or pd.isna(last)):
            period = pd.Timestamp(first).date(), pd.Timestamp(last).date()
            if period[1] < period[0]:
                raise ValueError(f"measure {name!r} ends on {period[1]}, before it begins on {period[0]}")
        yield _Measure(name, status, plain(word), period)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, 1)
