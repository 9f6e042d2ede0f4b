"""A whole country's index: as many agencies as there are, with names that do not exist."""

import random
from pathlib import Path

import pandas as pd

from helpers import tables
from helpers.batch import manifest, pages
from helpers.batch.manifest import Entry
from helpers.narrative import Writer

SYLLABLES = [
    "บาง",
    "โนน",
    "หนอง",
    "ท่า",
    "ทุ่ง",
    "ดอน",
    "คลอง",
    "น้ำ",
    "ศรี",
    "ทราย",
    "เค็ม",
    "ไผ่",
    "ใหญ่",
    "งาม",
    "ข้าว",
    "ขาว",
    "แก้ว",
    "โพธิ์",
    "เสือ",
]
TYPES = ("องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตำบล", "เทศบาลตำบล", "เทศบาลเมือง")
PROVINCES = [f"จังหวัด{syllable}" for syllable in SYLLABLES]
LEVELS = ("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง")


def write_index(out: Path, count: int) -> Path:
    """Writes the index of ``count`` annual reports in all formats, every hundredth failed; its path."""
    dice = random.Random(2568)  # noqa: S311 - not a secret
    agencies, totals, entries = [], [], {}
    for number in range(count):
        key = f"{6000000 + number}"
        province = PROVINCES[number * len(PROVINCES) // count]
        name = "".join(dice.sample(SYLLABLES, 3))
        agencies.append((key, name, dice.choice(TYPES), f"อำเภอที่ {dice.randint(1, 12)}", province))
        before = round(min(100, max(40, dice.gauss(88, 7))), 2)
        after = round(min(100, max(40, before + dice.gauss(2, 4))), 2)
        level = LEVELS[0 if after >= 95 else 1 if after >= 85 else 2 if after >= 80 else 3]
        totals += [(key, 2567, before, "", ""), (key, 2568, after, level, level)]
        failed = number % 100 == 99
        outputs = {f"{key}.{ending}": "" for ending in ("html", "docx", "pdf")}
        succeeded = Entry(manifest.SUCCEEDED, outputs=outputs)
        entries[key] = Entry(manifest.FAILED, "scores/all.csv (2): 101") if failed else succeeded
    made = {name: tables.empty(name) for name in tables.SCHEMAS}
    made["agencies"] = pd.DataFrame(agencies, columns=["agency_id", "name", "type", "district", "province"])
    columns = ["agency_id", "fiscal_year", "published_total", "published_level", "level"]
    made["totals"] = pd.DataFrame(totals, columns=columns).assign(computed_total=float("nan"))
    made["checklist"] = pd.DataFrame(
        {
            "agency_id": list(entries),
            "fiscal_year": 2568,
            "document": "annual",
            "element": "B1",
            "state": ["missing" if number % 4 else "present" for number in range(count)],
            "counts": True,
        }
    )
    folder = out / "2568" / "annual"
    manifest.write(folder, entries)
    pages.write_index(out, 2568, "annual", made, Writer("th", "thai"))
    return folder / "index.html"
