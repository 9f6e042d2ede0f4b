"""How a workbook's cell looks by its fonts and number format, for all types of workbooks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.findings import Words
from helpers.sources.opening import shown
from helpers.sources.opening.shown import HIDDEN, RAISED, STRUCK, Shown
from helpers.sources.words import quantities


@dataclass(frozen=True)
class Font:
    """The relevant properties of a font; its name only if it is a symbol font."""

    struck: bool = False
    raised: bool = False
    name: str = ""

    @property
    def left_out_as(self) -> Words | None:
        """Why text in this font isn't read, or None."""
        return STRUCK if self.struck else RAISED if self.raised else None


@dataclass(frozen=True)
class Format:
    """How a number format makes numbers look different from what is stored."""

    percent: bool = False
    unseen: bool = False
    decimals: int | None = None
    """The number of decimals shown, if fewer than two."""
    words: str = ""
    """The words beside the number, if these say that it is no score: a target, a forecast."""


@dataclass(frozen=True)
class Style:
    """The properties shared by the cells of a style."""

    font: Font
    format: Format


BUILT_IN = {1: "0", 3: "#,##0", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
_QUOTED = re.compile(r'"([^"]*)"')
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def number_format(code: str) -> Format:
    """The relevant properties of a number format such as ``0.0%``, ignoring its literal text."""
    if code and not code.strip(";"):
        return Format(unseen=True)
    words = " ".join(_QUOTED.findall(code.split(";")[0])).strip()
    words = words if says_another(words) else ""
    first = _LITERAL.sub("", code).split(";")[0].strip()
    if "%" in first:
        return Format(percent=True, words=words)
    number = re.fullmatch(r"[#,0?]*[0?#](?:\.([0#?]?))?", first)
    return Format(decimals=len(number[1] or "") if number else None, words=words)


def says_another(words: str) -> bool:
    """Whether what a cell shows beside its number says that this is something else than a score."""
    quantity = quantities.of_heading(words)
    return bool(quantity.kind) and not quantity.own


AS_STORED = Style(Font(), Format())

Run = tuple[str, Font | None]
"""Letters and their font; None means the cell's font."""


def add_cell(sheet: Shown, row: int, column: int, runs: list[Run], style: Style, number: str) -> None:
    """Adds a cell as it looks to ``sheet``; ``number`` is the stored value if that is a number."""
    place = row, column, row, column
    text, left_out = _seen(runs, style)
    if left_out or text != "".join(piece for piece, _ in runs):
        sheet.add(place, text)
    for why, unseen in left_out.items():
        sheet.add(place, None, "text_left_out", why, unseen)
    if number and style.format.words:
        sheet.add(place, f"{float(number):.15g} {style.format.words}")
    elif number and not left_out:
        if style.format.percent and (as_percent := shown.percent(number)):
            sheet.add(place, as_percent, "shown_as_percent", original=as_percent)
        elif style.format.decimals is not None and shown.rounds_away(number, style.format.decimals):
            sheet.add(place, None, "shown_rounded", original=shown.rounded(number, style.format.decimals))


def _seen(runs: list[Run], style: Style) -> tuple[str, dict[Words, str]]:
    """The visible text of a cell, and by kind the text that isn't visible."""
    pieces: list[str] = []
    left_out: dict[Words, str] = {}
    for piece, own in runs:
        font = style.font if own is None else own
        why = HIDDEN if style.format.unseen else font.left_out_as
        if why is None:
            pieces.append(shown.symbols(piece, font.name) if font.name else piece)
        elif piece.strip():
            left_out[why] = left_out.get(why, "") + piece
    return "".join(pieces).strip() if left_out else "".join(pieces), left_out
