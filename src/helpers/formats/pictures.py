"""A drawing (SVG with real text) as a picture, its text shaped with the page's own font."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

import numpy as np
import resvg_py
from PIL import Image

from helpers.report import fonts

PIXELS_PER_POINT = 3.0
"""216 dots an inch at the drawing's own size: sharp on paper."""

_SVG = "{http://www.w3.org/2000/svg}"
_SIZE = re.compile(r'\s(?:width|height|preserveAspectRatio)="[^"]*"')


@dataclass(frozen=True)
class Picture:
    """PNG bytes, the drawing's own size in points, its title, and its description for screen readers."""

    png: bytes
    width: float
    height: float
    title: str
    description: str


def draw(svg: str) -> Picture:
    """Turns a drawing into a picture. The same drawing gives the same bytes."""
    root = ET.fromstring(svg)  # noqa: S314 - a drawing of our own
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    start, end = svg.split(">", 1)
    # On a page the drawing fills the available width; the picture has the drawing's own size.
    sized = f'{_SIZE.sub("", start)} width="{width}" height="{height}">{end}'
    png = resvg_py.svg_to_bytes(
        svg_string=sized,
        skip_system_fonts=True,
        font_files=[fonts.font_file(weight) for weight in fonts.WEIGHTS],
        background="#ffffff",
        zoom=PIXELS_PER_POINT,
    )
    title, description = (root.findtext(f"{_SVG}{name}") or "" for name in ("title", "desc"))
    return Picture(bytes(png), width, height, title, description)


def embedded(source: str, description: str) -> Picture:
    """A picture from the ``data:`` address in a page; of any type that ``outputs`` can show."""
    kind, content = source.removeprefix("data:").split(";base64,", 1)
    raw = b64decode(content)
    if kind == "image/svg+xml":
        return replace(draw(raw.decode()), description=description)
    image = Image.open(io.BytesIO(raw))
    dots = float(image.info.get("dpi", (96, 96))[0])  # a browser takes 96, too
    packed = io.BytesIO()
    image.save(packed, "PNG", dpi=(dots, dots))
    width, height = (72 * pixels / dots for pixels in image.size)
    return Picture(packed.getvalue(), width, height, "", description)


def cut(picture: Picture, highest: float) -> list[Picture]:
    """Cuts a picture into pieces of at most ``highest`` points, where the least is drawn."""
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    drawn = 255.0 - np.asarray(image.convert("L"), dtype=float)
    # The largest gap is between two rows of a chart, not between a row's label and its bar.
    ink = np.convolve(drawn.sum(axis=1), np.ones(round(8 * PIXELS_PER_POINT)), mode="same")
    most = round(highest * PIXELS_PER_POINT)
    edges = [0]
    while image.height - edges[-1] > most:
        # Not before two thirds, or a gap near the top would leave a sheet nearly empty.
        first, last = edges[-1] + 2 * most // 3, edges[-1] + most
        edges.append(first + int(np.argmin(ink[first:last])))
    pieces = []
    for top, bottom in zip(edges, [*edges[1:], image.height], strict=True):
        packed = io.BytesIO()
        image.crop((0, top, image.width, bottom)).save(packed, "PNG")
        pieces.append(replace(picture, png=packed.getvalue(), height=(bottom - top) / PIXELS_PER_POINT))
    return pieces
