"""The width of a text, and breaking it into lines."""

import math
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import fontpkg_sarabun
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from helpers import line_breaks

LABEL, VALUE, SMALL = 12.5, 12.0, 11.0
"""Sizes of text, in points."""
LEADING_OF_SMALL = 15.0


@lru_cache(maxsize=32)
def font(size: float, bold: bool) -> FontProperties:
    """The page's font in a size."""
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


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points, in the page's font."""
    advances = _advances(bold)
    # fsum, because the result of sum() for floats depends on the version of Python.
    return size * math.fsum(
        advances[char] if char in advances else _advance_elsewhere(char) for char in words
    )


def _advance_elsewhere(char: str) -> float:
    """The width of a character of another font: nothing for a mark, else the widest it may be."""
    return 0.0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1.0


_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(words: str) -> str:
    """The text on one line, without characters that XML can't hold."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", words)).strip(" ")


def wrap(words: str, room: float, size: float = LABEL) -> list[str]:
    """Break a text between words into lines no wider than `room`; a single word that is wider stays whole."""
    lines = [""]
    for piece in line_breaks.pieces(words):
        if lines[-1] and width_of(lines[-1] + piece.rstrip(" "), size) > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip(" ") for line in lines]
