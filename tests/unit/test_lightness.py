"""Colours that stand side by side and mean something else: told apart without colour, too."""

import re
from itertools import pairwise

import numpy as np
import pytest

from helpers import framework
from helpers.charts import canvas
from helpers.charts.shares import _shade
from helpers.report import overview_charts
from helpers.report.html import TEMPLATES

LEAST = 7.0
"""Steps of lightness (CIE L*, 0 black to 100 white) between neighbours that touch or are parted by a line."""

FAR = 40.0
"""Between two things that nothing else but a sign tells apart."""

# What red-green blindness makes of linear RGB, by Machado, Oliveira and Fernandes (2009), severity 1.
SEEN = {
    "greyscale": None,
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
every_eye = pytest.mark.parametrize("eye", SEEN)


def lightness(colour: str, eye: str) -> float:
    """CIE L* of #rgb or #rrggbb as somebody sees it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = np.array([int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    if SEEN[eye] is not None:
        linear = np.clip(np.array(SEEN[eye]) @ linear, 0, 1)
    luminance = float(linear @ [0.2126, 0.7152, 0.0722])
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def steps(colours, eye):
    return [abs(lightness(one, eye) - lightness(other, eye)) for one, other in pairwise(colours)]


@every_eye
def test_a_rise_and_a_fall(eye):
    assert min(steps([canvas.CURRENT, canvas.FALL], eye)) >= FAR
    assert min(steps([canvas.FALL, canvas.BELOW], eye)) >= FAR, "the outline of a fall"


@every_eye
def test_states_of_a_measure(eye):
    """Done is dark, under way pale and hatched, not begun white in a dark outline."""
    assert min(steps([canvas.CURRENT, canvas.TINT], eye)) >= FAR
    assert min(steps([canvas.PAPER, canvas.CURRENT], eye)) >= FAR


@every_eye
@pytest.mark.parametrize("year", framework.years())
def test_levels_from_the_best_to_none(year, eye):
    levels = len(framework.for_year(year).levels)
    tones = [overview_charts.tone(place, levels) for place in range(levels)]
    shown = [*map(_shade, tones), _shade(float("nan"))]
    assert min(steps(shown, eye), default=100) >= LEAST


@every_eye
def test_cells_of_the_heat_map(eye):
    style = (TEMPLATES / "ita" / "overview.css").read_text(encoding="utf-8")
    shades = [re.search(rf"\.h{n}\{{background:(#\w+)", style)[1] for n in (1, 2, 3)]
    assert min(steps(["#fff", *shades], eye)) >= LEAST


@every_eye
def test_the_middle_half_and_the_stroke_in_it(eye):
    assert min(steps([canvas.LINK, canvas.CURRENT, canvas.PAPER], eye)) >= 30
