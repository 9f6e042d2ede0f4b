"""The page's font: Sarabun, subset to what Thai documents use and embedded as WOFF2."""

from __future__ import annotations

import base64
import io
from functools import lru_cache

from fontpkg_sarabun import ROOT

WEIGHTS = {400: "Sarabun-Regular.ttf", 700: "Sarabun-Bold.ttf"}

CHARACTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]))
    + "\u00a0†«»·×÷°±²³éèüöäñ–—‘’“”•…€→−≤≥"
)
"""The characters in the embedded font; tests check that pages use no others."""


def font_file(weight: int) -> str:
    """Path of the full font, for charts."""
    return str(ROOT / "files" / WEIGHTS[weight])


@lru_cache(maxsize=1)
def font_face_css() -> str:
    """The ``@font-face`` rules with both weights inside. The same bytes each time."""
    return "\n".join(
        # The font's own ascent doesn't include marks above marks: on paper, those of a page's first line
        # would be printed at the bottom of the previous page.
        "@font-face{font-family:Sarabun;font-style:normal;font-display:block;ascent-override:128%;"
        f"font-weight:{weight};src:url(data:font/woff2;base64,{_subset(file)}) format('woff2')}}"
        for weight, file in WEIGHTS.items()
    )


def _subset(file: str) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff2"
    # Thai needs marks above marks and contextual forms; small caps and Latin kerning aren't worth the bytes.
    options.layout_features = ["ccmp", "liga", "locl", "mark", "mkmk"]
    options.hinting = False
    options.name_IDs = [1, 2, 13, 14]  # family, style, licence: the OFL requires its notice
    options.notdef_outline = True
    # The time of the run would otherwise get into the file, and the page would never have the same bytes.
    font = TTFont(ROOT / "files" / file, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed, reorderTables=True)
    return base64.b64encode(packed.getvalue()).decode("ascii")
