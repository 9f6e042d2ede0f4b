"""Lines of running text: where they end, and those that a page breaks between a label and its value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.sources.printed import Collected, Row
from helpers.sources.words import labels

LEVEL_WORDS = r"ผ่านดีเยี่ยม|ผ่านดี|ไม่ผ่าน|ผ่าน(?!เกณฑ์)|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|AA(?![A-Za-z])|[ABCDEF](?![A-Za-z])"
LEVEL_LABEL = re.compile(r"(?:ผลการประเมิน)?(?:อยู่ใน)?ระดับ(?:ผลการประเมิน|คะแนน|คุณธรรม.*)?\s*:?")
_LEVEL_ALONE = re.compile(rf"(?:{LEVEL_WORDS})")
_VALUE_ALONE = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?\s*(?:คะแนน|%)?")
_RELATIVE = re.compile(r"(?:ซึ่ง|ที่)(?=ได้|มี|อยู่)")
"""How a line begins that goes on with the sentence of the line before it."""


def joined(rows: Sequence[Row], collected: Collected) -> list[tuple[int, str]]:
    """The lines of a text; a label and a single value on the next line are joined."""
    lines = [(number, labels.plain("\n".join(filter(None, cells)))) for number, cells in rows]
    joined_lines: list[tuple[int, str]] = []
    unclear: list[tuple[int, str]] = []
    """Labels followed by several values on lines of their own, so that the values' columns are lost."""
    place = 0
    while place < len(lines):
        number, text = lines[place]
        place += 1
        if _is_label(text):
            run = _values_after(lines, place)
            if len(run) == 1:
                text = f"{text} {run[0]}"
            elif len(run) == 2 and _LEVEL_ALONE.fullmatch(run[1]) and _VALUE_ALONE.fullmatch(run[0]):
                text = f"{text} {run[0]} ระดับ {run[1]}"
            elif run:
                unclear.append((number, text))
            place += len(run)
        if joined_lines and _RELATIVE.match(text):
            number, text = joined_lines[-1][0], f"{joined_lines.pop()[1]} {text}"
        joined_lines.append((number, text))
    if unclear:
        row, label = unclear[0]
        collected.find("values_a_line", row, value=label, count=len(unclear))
    return joined_lines


def _is_label(text: str) -> bool:
    return len(text) < 90 and (
        any(labels.indicator(text))
        or (labels.is_total(text) and re.search("รวม|เฉลี่ย|สุทธิ|ทั้ง", text) is not None)
        or LEVEL_LABEL.fullmatch(text.strip()) is not None
    )


def _values_after(lines: list[tuple[int, str]], place: int) -> list[str]:
    """The values alone on the lines after a label, without the number of the next label's row."""
    run: list[str] = []
    while place < len(lines) and len(run) < 4:
        text = lines[place][1].strip()
        if not (_VALUE_ALONE.fullmatch(text) or _LEVEL_ALONE.fullmatch(text)):
            break
        run.append(text)
        place += 1
    after = lines[place][1] if place < len(lines) else ""
    if len(run) > 1 and re.fullmatch("[0-9]{1,2}", run[-1]) and _is_label(after):
        run.pop()
    return run
