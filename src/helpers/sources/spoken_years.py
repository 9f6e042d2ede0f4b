"""The years that a text speaks of, without those of which only a target or a forecast is said."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from helpers.sources import labels

NUMBER = re.compile(
    r"(?<![0-9.,/:A-Za-z])(?P<score>[0-9]{1,3}(?:\.[0-9]{1,4})?)(?![0-9]|[.,/:][0-9])"
    r"[ \t]*(?P<unit>คะแนน|%|เปอร์เซ็นต์)?"
)
"""A number of running text that is no year, date or part of a code."""
BREAK = re.compile(
    r"\n|;|ทั้งนี้|สำหรับ|อย่างไรก็ตาม|ขณะที่|ในขณะ|ส่วน(?!ที่|ต่าง|ตำบล|จังหวัด|ราชการ|ได้|ร่วม|กลาง|ท้องถิ่น)|โดย(?!เฉลี่ย|รวม|เร่งด่วน)|แต่(?!ละ)|และ(?=มีคะแนน|ได้คะแนน|มีค่า)|จากนั้น"
)
"""Where another clause begins."""
TARGET = "เป้า|คาดหวัง|ตั้งไว้|กำหนดไว้"
FORECAST = "คาดการณ์|คาดว่า|คาดคะเน|ประมาณการ|พยากรณ์"
_OF_THE_FUTURE = re.compile(f"{TARGET}|{FORECAST}")


def lasting(text: str) -> list[tuple[int, str]]:
    """Where a plain text names a year that holds for what follows, too, and which.

    A year that is said with a target's number is the target's alone.
    """
    years = labels.year_mentions(text)
    if not years or not _OF_THE_FUTURE.search(text):
        return years
    numbers = [(hit.start(), hit.end()) for hit in NUMBER.finditer(text)]
    begins = sorted([0, *(end for _, end in numbers), *(hit.end() for hit in BREAK.finditer(text))])
    aside: dict[int, int] = {}
    """By where a target's number ends, where its clause begins."""
    for hit in _OF_THE_FUTURE.finditer(text):
        after = bisect_left(numbers, (hit.end(), 0))
        if after < len(numbers) and text.find("\n", hit.end(), numbers[after][0]) < 0:
            aside.setdefault(numbers[after][1], begins[bisect_right(begins, hit.start()) - 1])
    ends = sorted(aside)
    kept = []
    for at, year in years:
        span = bisect_right(ends, at)
        if span == len(ends) or at < aside[ends[span]]:
            kept.append((at, year))
    return kept
