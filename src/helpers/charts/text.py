"""The width of a text, and where it may be broken."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import fontpkg_sarabun
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

LABEL, VALUE, SMALL = 12.5, 12.0, 11.0
"""Sizes of text, in points."""
LEADING_OF_SMALL = 15.0


@lru_cache(maxsize=32)
def font(size: float, bold: bool) -> FontProperties:
    """The page\'s font in a size."""
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
    """The width of a text in points, in the page\'s font."""
    advances = _advances(bold)
    return size * sum(advances[char] if char in advances else _advance_elsewhere(char) for char in words)


def _advance_elsewhere(char: str) -> float:
    """Width of a character of another font: nothing for a mark, else as wide as it may be."""
    return 0.0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1.0


_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(words: str) -> str:
    """One line, without the characters that XML cannot hold."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", words)).strip(" ")


# A line may not begin with a mark, a vowel that follows its consonant, a silenced consonant, a repetition
# or closing sign, nor end with a vowel that precedes its consonant or an opening sign.
_NOT_FIRST = re.compile(r"[\u0e2f-\u0e3a\u0e45-\u0e4e\u0300-\u036f\u00a0\u202f)\]},.;:!?%/”’…]|[ก-ฮ][ิุ]?์")
_NOT_LAST = re.compile(r"[เแโใไ(\[{“‘\u00a0\u202f]")
_ONE_WORD = re.compile(r"[!-~๐-๙]{2}")


def wrap(words: str, room: float, size: float = LABEL, lines: int = 2) -> list[str]:
    """Break a text into lines no wider than `room`; what does not fit into `lines` ends in an ellipsis.

    A space or U+200B (which is not drawn) is a place to break.
    """
    done: list[str] = []
    while width_of(words, size) > room:
        last = len(done) == lines - 1
        cut = _cut(words, room - (width_of("…", size) if last else 0.0), size, full=last)
        done.append(words[:cut].rstrip(" \u200b") + ("…" if last else ""))
        if last:
            return done
        words = words[cut:].lstrip(" \u200b")
    return [*done, words]


def _cut(words: str, room: float, size: float, full: bool) -> int:
    """Where to break: at a place the words give, else before a syllable, else between two clusters.

    Thai writes the vowels เ แ โ ใ ไ at the head of a syllable, so a line may begin there. A break that
    leaves much of the line empty is not taken while there is another; `full` asks for more of it filled.
    """
    reached = 0.0
    given = syllable = cluster = fits = (0, 0.0)
    for n, char in enumerate(words):
        if n and reached <= room:
            fits = (n, reached)
            if char in " \u200b":
                given = fits
            elif words[n - 1] not in " \u200b" and _may_begin(words, n):
                cluster = fits
                syllable = fits if char in "เแโใไ" else syllable
        reached += width_of(char, size)
    for (n, filled), least in (
        (given, 0.75 if full else 0.5),
        (syllable, 0.75 if full else 0.45),
        (cluster, 0.6),
        (given, 0.0),
        (cluster, 0.0),
    ):
        if n and filled >= least * room:
            return n
    return max(1, fits[0])


def _may_begin(words: str, n: int) -> bool:
    """Whether a line may begin with the n-th character."""
    return not (_NOT_FIRST.match(words, n) or _NOT_LAST.match(words, n - 1) or _ONE_WORD.match(words, n - 1))
