"""Widths of a table's columns in Word: words of its head stay whole, also in the font that stands in."""

import tomllib
from importlib.resources import files
from random import Random

import pytest
from fontTools.ttLib import TTFont
from lxml import html

from helpers import line_breaks
from helpers.formats import grid
from helpers.formats.word import TYPE
from helpers.report import fonts

SHOWN = tomllib.loads(files("helpers.report").joinpath("show.toml").read_text("utf-8"))
HEADS = sorted({column["th"] for column in SHOWN.values()} - {""})
CELLS = [
    "องค์การบริหารส่วนจังหวัดตัวอย่าง",
    "๓๐ กันยายน ๒๕๖๘",
    "๑ การปฏิบัติหน้าที่; ๒ การใช้งบประมาณ",
    "๙๙.๕๔",
    "อยู่ระหว่างดำเนินการ",
]
ROOM = 454.0
SIZE = 14


@pytest.fixture(scope="module")
def drawn():
    """The width of a text in points in Sarabun Bold, a third wider than TH SarabunPSK."""
    font = TTFont(fonts.font_file(700))
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    return lambda text: sum(advances[glyphs[ord(each)]][0] for each in text) * SIZE / font["head"].unitsPerEm


@pytest.mark.parametrize("seed", range(60))
def test_no_word_of_a_head_is_broken(seed, drawn):
    dice = Random(seed)  # noqa: S311
    heads = dice.sample(HEADS, dice.randint(4, 7))
    head = "".join(f"<th>{each}</th>" for each in heads)
    body = "".join(f"<td>{dice.choice(CELLS)}</td>" for _ in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody><tr>{body}</tr></tbody></table>"
    rows = grid.read(html.fragment_fromstring(table))
    widths = grid.widths(rows, ROOM, TYPE)
    assert sum(widths) == pytest.approx(ROOM)
    words = [max((drawn(word.strip()) for word in line_breaks.pieces(head)), default=0.0) for head in heads]
    fair = ROOM / len(heads)
    broken = [
        head
        for head, word, width in zip(heads, words, widths, strict=True)
        if word + TYPE.padding > width and word + TYPE.padding < fair
    ]
    assert broken == []
    # A line that fits is ended by us, between words; a program would end it inside a term.
    for place, (cell, text) in enumerate(zip(rows[0].cells, heads, strict=True)):
        grid.break_by_words(cell.element, widths[place], TYPE)
        lines = grid.lines(cell.element)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        for line in lines:
            fits = drawn(line) + TYPE.padding <= widths[place]
            assert fits or len(line_breaks.pieces(line)) == 1, (line, widths[place])
