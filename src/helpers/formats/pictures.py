"""A drawing (SVG with real text) as a picture, its text shaped with the page's own font."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import resvg_py

from helpers.report import fonts

PIXELS_PER_POINT = 3.0
"""216 dots an inch at the drawing's own size: sharp on paper."""

_SVG = "{http://www.w3.org/2000/svg}"
_SIZE = re.compile(r'\s(?:width|height|preserveAspectRatio)="[^"]*"')


@dataclass(frozen=True)
class Picture:
    """PNG bytes, the drawing's own size in points, its title, and what a screen reader says of it."""

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
    # On a page the drawing takes the width it finds; a picture has the size of the drawing.
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
