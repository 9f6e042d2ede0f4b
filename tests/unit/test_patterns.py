"""No regular expression of the package takes for ever, whatever a line repeats: dots, blanks, one word."""

import importlib
import pkgutil
import re
import signal
import sys

import pytest

import helpers

NOT_IMPORTED = ("helpers.batch.warm", "helpers.batch.cluster", "helpers.jupyterlab")
SECONDS = 60
"""For all texts together, which take a hundredth of it; what tries every way to read them takes years."""

WORDS = [
    "คะแนน",
    "ผล",
    "การ",
    "ประเมิน",
    "ตัวชี้วัดที่",
    "ข้อ",
    "ปี",
    "พ.ศ.",
    "งบประมาณ",
    "ระดับ",
    "ร้อยละ",
    "ตาราง",
    "แผนภูมิ",
    "ที่",
    "ราย",
    "เฉลี่ย",
    "ของ",
    "ใน",
    "และ",
    "แสดง",
    "สรุป",
    "รายงาน",
    "ข้อมูล",
    "ค่า",
    "เป้าหมาย",
    "หน่วยงาน",
    "เทศบาล",
    "จังหวัดก",
    "ITA",
    "IIT",
    "มาตรการ",
]
REPEATED = [*".1- –()กaๆ/\"'<,|\n\t\N{NO-BREAK SPACE}", "1.", ". ", "- ", "ก ", "1,", "a1", "กั"]
REPEATED += [f"{word}{more}" for word in WORDS for more in ("", " ", "1", ".")]


def patterns_in(value):
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [one for each in value for one in patterns_in(each)] if isinstance(value, (list, tuple)) else []


def patterns():
    found = {}
    for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
        if module.name.startswith(NOT_IMPORTED):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            found |= {one.pattern: (f"{module.name}.{name}", one) for one in patterns_in(value)}
    return [pytest.param(pattern, id=name) for name, pattern in found.values()]


def give_up(*_):
    raise TimeoutError


@pytest.mark.skipif(sys.platform != "linux", reason="needs an alarm")
@pytest.mark.parametrize("pattern", patterns())
def test_ends_whatever_is_repeated(pattern):
    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS)
    try:
        for text in REPEATED:
            pattern.search(text * 60 + "ฮ")
            pattern.match(text * 60 + "ฮ")
            pattern.fullmatch(text * 60 + "ฮ")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
