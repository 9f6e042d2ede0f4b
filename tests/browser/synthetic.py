"""Agencies that do not exist, with figures of the usual kind: the same ones each time."""

import csv
import random
from pathlib import Path

SYLLABLES = ("บาง", "โนน", "หนอง", "ท่า", "ทุ่ง", "ดอน", "คลอง", "น้ำ", "ศรี", "ทราย", "เค็ม", "ไผ่", "ใหญ่", "งาม")
TYPES = ("องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตำบล", "เทศบาลตำบล", "เทศบาลเมือง")
PROVINCES = {
    "ตัวอย่างเหนือ": ("เมืองเหนือ", "ดอยน้อย", "ปากน้ำ"),
    "ตัวอย่างใต้": ("เมืองใต้", "ท่าเรือ", "เกาะใหญ่"),
}
YEARS = (2566, 2567, 2568)
MEASURE_COLUMNS = [
    "agency_id",
    "fiscal_year",
    "measure",
    "title",
    "step",
    "responsible",
    "period",
    "round",
    "status",
]
STATUSES = ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ")


def draw_agencies(count: int) -> list[dict[str, str]]:
    """Rows of ``agencies.csv``: agency_id, name, type, district, province."""
    dice = random.Random(2568)  # noqa: S311 - not a secret
    drawn = []
    for number in range(count):
        province = dice.choice(list(PROVINCES))
        drawn.append(
            {
                "agency_id": f"{9000000 + number}",
                "name": "".join(dice.sample(SYLLABLES, 3)),
                "type": dice.choice(TYPES),
                "district": dice.choice(PROVINCES[province]),
                "province": province,
            }
        )
    return drawn


def write_agencies(raw: Path, count: int) -> None:
    """A raw folder: agencies, their scores of three years, measures of the last with their status."""
    dice = random.Random(2567)  # noqa: S311 - not a secret
    agencies = draw_agencies(count)
    scores, measures = [], []
    for agency in agencies:
        key = agency["agency_id"]
        base = dice.gauss(88, 6)
        for year in YEARS:
            base += dice.gauss(1.5, 2)
            for indicator in range(1, 11):
                score = min(100.0, max(20.0, dice.gauss(base, 9 if indicator > 8 else 4)))
                scores.append((key, year, indicator, f"{score:.2f}"))
        for number in range(1, dice.randint(2, 5)):
            measure = (f"มาตรการที่ {number}", "1. จัดทำแผน 2. เผยแพร่บนเว็บไซต์", "สำนักปลัด", "ปีงบประมาณ 2568")
            measures.append((key, 2568, number, *measure, "12m", dice.choice(STATUSES)))
    _write(raw / "agencies.csv", list(agencies[0]), [list(agency.values()) for agency in agencies])
    _write(raw / "scores" / "all.csv", ["agency_id", "fiscal_year", "indicator", "score"], scores)
    heads = [
        "agency_id",
        "fiscal_year",
        "measure",
        "title",
        "step",
        "responsible",
        "period",
        "round",
        "status",
    ]
    _write(raw / "measures" / "all.csv", heads, measures)


def _write(file: Path, heads: list[str], rows: list) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([heads, *rows])
