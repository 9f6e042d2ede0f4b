"""The canvas that charts are drawn on; positions are in points from the top left corner."""

import io
import re
import threading
from collections.abc import Sequence
from typing import Literal, NamedTuple

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from helpers.charts.scales import GAP, WIDTH, Scale
from helpers.charts.svg import clean
from helpers.charts.text import LABEL, VALUE, font, plain, width_of, wrap

# Every text colour has a contrast of at least 4.5 to 1 on white, and so has white text on CURRENT. Things
# with different meanings also differ in lightness or shape, not only in colour.
INK = "#1f2933"
MUTED = "#56626e"
PREVIOUS = "#5f6b76"
CURRENT = "#0b5563"
BELOW = "#9a3412"
FALL = "#f3d9cc"  # inside an outline of BELOW: without colour a fall is pale, a rise dark
GRID = "#d3dae0"
LINK = "#9aa6b0"
TRACK = "#f1f4f6"
TINT = "#d8e8eb"
PAPER = "#ffffff"

Dashes = tuple[float, ...]
OF_PASS_MARK: Dashes = (3, 2)

LEADING = 18.0  # of labels: two Thai lines with their marks do not touch

# matplotlib's settings are global, so two threads that change and restore them would undo each other's.
_SETTINGS = threading.Lock()
Point = tuple[float, float]
Segment = tuple[float, float, float, float]

STATUS_INK = {"done": CURRENT, "under_way": CURRENT, "not_begun": MUTED}


class Box(NamedTuple):
    """The space that a text takes."""

    left: float
    top: float
    right: float
    bottom: float


class _Words(Text):
    """Text with a fixed position.

    It skips matplotlib's layout, which would take most of the time of a drawing without axes, and which
    warns about each character that its font lacks, although the page's fonts will show the text.
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


class Canvas:
    """A drawing in three layers: background, marks, text."""

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
    ) -> Box:
        """Write one line on the baseline `y` and return the room it takes."""
        words = plain(words)
        width = width_of(words, size, bold=bold)
        if words:
            self._words.append(
                _Words(
                    round(x, 1),
                    round(y, 1),
                    words,
                    color=colour,
                    ha=align,
                    va="baseline",
                    fontproperties=font(size, bold),
                    transform=self._down,
                )
            )
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        # Enough for the marks above and below Thai letters.
        return Box(left, y - size, left + width, y + size * 0.35)

    def label(self, words: str, top: float, boxes: list[Box] | None = None, room: float = WIDTH) -> float:
        """Write a label from `top` down, in as many lines as it takes, and return its last baseline."""
        y = top + 13
        for n, line in enumerate(wrap(words, room)):
            y = top + 13 + n * LEADING
            box = self.text(0.0, y, line, LABEL)
            if boxes is not None:
                boxes.append(box)
        return y

    def segments(
        self,
        segments: Sequence[Segment],
        colour: str,
        width: float,
        dashes: Dashes | None = None,
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

    def shape(
        self,
        points: Sequence[Point],
        colour: str,
        width: float,
        dashes: Dashes | None = None,
        fill: str = "",
    ) -> None:
        """Draw a closed outline; a filled one goes below everything else."""
        corners = [(round(x, 1), round(y, 1)) for x, y in points]
        codes = [Outline.MOVETO, *[Outline.LINETO] * (len(corners) - 1), Outline.CLOSEPOLY]
        outline = Outline([*corners, corners[0]], codes)
        if fill:
            self._below.insert(0, self._placed(PathPatch(outline, fc=fill, ec="none", lw=0)))
        style = (0, dashes) if dashes else "-"
        self._add(PathPatch(outline, fill=False, ec=colour, lw=width, ls=style), self._marks)

    def rectangle(self, left: float, top: float, right: float, bottom: float, fill: str, edge: str) -> None:
        """Draw a filled rectangle with a thin edge."""
        corner, width, height = (left, top), right - left, bottom - top
        self._add(Rectangle(corner, width, height, fc=fill, ec=edge, lw=0.6), self._marks)

    def boxes(self, boxes: Sequence[Box], below: bool = False) -> None:
        """Draw white boxes behind text that a line would cross."""
        if not boxes:
            return
        points: list[Point] = []
        for left, top, right, bottom in boxes:
            a, b = round(left - 2, 1), round(right + 2, 1)
            c, d = round(top, 1), round(bottom, 1)
            points += [(a, c), (b, c), (b, d), (a, d), (a, c)]
        codes = [Outline.MOVETO, Outline.LINETO, Outline.LINETO, Outline.LINETO, Outline.CLOSEPOLY]
        patch = PathPatch(Outline(points, codes * len(boxes)), fc=PAPER, ec="none", lw=0)
        self._add(patch, self._below if below else self._marks)

    def dots(self, points: Sequence[Point], colour: str, hollow: bool = False, shape: str = "o") -> None:
        """Draw marks of one kind; a ring is wider than a dot, so that it stays visible around one."""
        if not points:
            return
        size = {"o": 10.5 if hollow else 8.5, "D": 7.0}.get(shape, 5.0)
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

    def change(self, place: Scale, begun: float, ended: float, y: float, words: str) -> None:
        """Draw a bar from one value to another, with its number at the end; a stroke if they are equal."""
        a, b = place(begun), place(ended)
        fall = ended < begun
        colour = BELOW if fall else CURRENT
        if begun == ended:
            self.segments([(a, y - 6, a, y + 6)], MUTED, 2.4)
            self.text(a + GAP, y + 4, words, colour=INK)
            return
        # Keep changes visible that are too small for the scale.
        b = min(b, a - 1.2) if fall else max(b, a + 1.2)
        if fall:
            # Half a point inside, so that the outline ends where a bar without one would.
            bar = Rectangle((b + 0.5, y - 5.5), max(a - b - 1, 0.2), 11, fc=FALL, ec=BELOW, lw=1)
        else:
            bar = Rectangle((a, y - 6), b - a, 12, fc=CURRENT, ec="none", lw=0)
        self._add(bar, self._marks)
        self.text(
            b - GAP if fall else b + GAP, y + 4, words, colour=colour, align="right" if fall else "left"
        )

    def bar(self, left: float, right: float, y: float, height: float, status: str) -> None:
        """Draw the bar of a measure: full, hatched or empty, and pale without a status."""
        # The shortest measure is still a bar that can be seen.
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
        # Every id of the drawing begins with the key.
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", key):
            raise ValueError(f"key {key!r} cannot begin the ids of a page")
        # matplotlib counts y from the bottom, the charts from the top.
        self._down.scale(1, -1).translate(0, height)
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=PAPER, edgecolor="none")
        for artist in (*self._below, *self._marks, *self._words):
            figure.add_artist(artist)
        raw = io.StringIO()
        FigureCanvasSVG(figure)
        with (
            _SETTINGS,
            # Text stays text, ids do not differ between runs, and a user's own matplotlibrc changes nothing.
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
        return clean(raw.getvalue(), key, plain(title), plain(description))

    def _add(self, artist: Artist, layer: list[Artist]) -> None:
        layer.append(self._placed(artist))

    def _placed(self, artist: Artist) -> Artist:
        artist.set_transform(self._down)
        return artist


def score_colour(score: float, pass_mark: float, colour: str) -> str:
    """The colour of a score: that of failing below the pass mark."""
    return BELOW if score < pass_mark else colour
