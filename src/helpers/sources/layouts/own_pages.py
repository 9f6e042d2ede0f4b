"""Reads this product's own documents: translates their English words, and leaves out derived figures.

A document says which of its figures were published; only those are the agency's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from helpers import columns, framework
from helpers.sources.printed import Collected, Row, filled
from helpers.sources.words import labels

WORDS = {
    "No.": "ที่",
    "Indicator": "ตัวชี้วัด",
    "Change": "เปลี่ยนแปลง",
    "Total": "คะแนนรวม",
    "Level": "ระดับ",
    "Fiscal year": "ปีงบประมาณ",
    "Measure, project or activity": "มาตรการ/โครงการ/กิจกรรม",
    "Method or measure": "วิธีการ/มาตรการที่ดำเนินการ",
    "Steps, procedure": "ขั้นตอน/วิธีการปฏิบัติ",
    "Guideline": "แนวทางการปฏิบัติ",
    "done": "ดำเนินการแล้ว",
    "under way": "อยู่ระหว่างดำเนินการ",
    "not yet begun": "ยังไม่ดำเนินการ",
    "no data": "ไม่มีข้อมูล",
    "None": "ไม่มี",
}
"""English words of tables, as in the documents' ``words.toml``, besides those of columns and rules."""
_PROMOTION = "ส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
_RESULT = "ผลการประเมินคุณธรรมและความโปร่งใส"
TITLES = {
    "Analysis of the integrity assessment, and measures to promote integrity and transparency": (
        f"การวิเคราะห์{_RESULT} และมาตรการ{_PROMOTION}"
    ),
    "Progress of the measures to promote integrity and transparency": (
        f"รายงานผลการดำเนินการตามมาตรการ{_PROMOTION}"
    ),
    "Report on the promotion of integrity and transparency": f"รายงานผลการดำเนินการเพื่อ{_PROMOTION}",
    "Summary for the executive: the integrity assessment": f"สรุปสำหรับผู้บริหาร {_RESULT}",
}
"""Titles of documents."""

_SECTIONS = (
    ("ข้อมูลเกี่ยวกับรายงานฉบับนี้", "About this report"),
    ("ภาคผนวก ตารางรายละเอียดมาตรการ", "Annex: the measures in detail"),
)
"""Section headings that only these documents have, in both languages."""
_YEAR = r"fiscal\s+year\s+(?P<year>25[0-9]{2})\s+B\.E\.\s+\([0-9]{4}\)"
_TITLE = re.compile(rf"(?P<title>{'|'.join(map(re.escape, TITLES))}),\s+{_YEAR}(?P<half>.*six months)?.*")
_WHERE = re.compile(
    r"(?P<name>[^,]*[ก-๎][^,]*)(?:,\s*(?P<district>[^,]+)\s+district)?(?:,\s*(?P<province>[^,]+)\s+province)?"
)
_SENTENCES = (
    (
        re.compile(rf"The level of {_YEAR} follows from that year's rules.*"),
        "ระดับผลการประเมินปีงบประมาณ พ.ศ. {} ได้จากการเทียบคะแนนกับเกณฑ์ของปีนั้น",
    ),
    (
        re.compile(rf"The total of {_YEAR} is computed from the indicators.*"),
        "คะแนนรวมปีงบประมาณ พ.ศ. {} คำนวณจากคะแนนรายตัวชี้วัด",
    ),
    (
        re.compile(r"Bold figures with \* are below the mark.*"),
        "ตัวเลขตัวหนาที่มีเครื่องหมาย * หมายถึง คะแนนต่ำกว่าเกณฑ์",
    ),
)
_TAGS = re.compile(r"\bindicators?\s+(?=[0-9๐-๙])")
_STARRED = re.compile(r"\*\s*(?=[0-9๐-๙])")
_STARS = re.compile(r"ตัวเลข(?:เข้ม|ตัวหนา)(?:ที่)?มีเครื่องหมาย\s*\*\s*(?:คือ|หมายถึง)\s*คะแนนต่ำกว่าเกณฑ์")
"""The wording of this version and of earlier ones."""
_NOT_PUBLISHED = (
    (
        "published_level",
        re.compile(r"ระดับผลการประเมินปีงบประมาณ\s*พ\.ศ\.\s*([0-9]{4})\s*ได้จากการเทียบคะแนนกับเกณฑ์"),
    ),
    ("published_total", re.compile(r"คะแนนรวมปีงบประมาณ\s*พ\.ศ\.\s*([0-9]{4})\s*คำนวณจากคะแนนรายตัวชี้วัด")),
)
_SUMMARY = re.compile(
    r"สรุปสำหรับผู้บริหาร\s*ผลการประเมินคุณธรรมและความโปร่งใส\s*ประจำปีงบประมาณ\s*พ\.ศ\.\s*([0-9]{4})"
)


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    """Translations of tables' English words, which are in small letters, into Thai."""
    rules = [framework.for_year(year) for year in framework.years()]
    words = {column.en: column.th for column in columns.every().values() if column.en and column.th}
    words |= {each.en: each.names[0] for rule in rules for each in rule.indicators}
    words |= {level.en: level.th for rule in rules for level in rule.levels}
    return {english.casefold(): thai for english, thai in (words | WORDS).items()}


def are_own(rows: list[Row]) -> bool:
    """Whether this is a document of this product, in whose tables every row is one activity."""
    texts = set(_texts(rows))
    return all(texts & {*names} for names in _SECTIONS)


def understood(rows: list[Row]) -> list[Row]:
    """The rows in words that the readers understand, without the stars that mark low scores."""
    if any(_TITLE.fullmatch(text) for text in _texts(rows)):
        rows = [(number, _in_thai(cells)) for number, cells in rows]
    if any(_STARS.search(text) for text in _texts(rows)):
        rows = [
            (number, [_STARRED.sub("", cell, count=1) if cell.startswith("*") else cell for cell in cells])
            for number, cells in rows
        ]
    return rows


def _texts(rows: list[Row]) -> list[str]:
    return [labels.plain(cells[0]) for _, cells in rows if len(cells) == 1 and cells[0]]


def _in_thai(cells: list[str]) -> list[str]:
    """A table's row in Thai. Of a line of text, only the document's agency and year are translated."""
    if len(cells) == 1:
        return [_text_in_thai(labels.plain(cells[0]))]
    words = _dictionary()
    translated = [words.get(" ".join(cell.split()).casefold(), cell) for cell in cells]
    if "ตัวชี้วัด" in translated:
        return [
            f"ปี {cell}" if re.fullmatch("25[0-9]{2}", labels.plain(cell)) else cell for cell in translated
        ]
    evidence = columns.named("evidence")
    translated = [
        re.sub(rf"^{evidence.en}:", f"{evidence.th}:", cell, flags=re.MULTILINE) for cell in translated
    ]
    return [_TAGS.sub("ตัวชี้วัดที่ ", cell) if place == 0 else cell for place, cell in enumerate(translated)]


def _text_in_thai(text: str) -> str:
    if title := _TITLE.fullmatch(text):
        half = " รอบ 6 เดือน" if title["half"] else ""
        return f"{TITLES[title['title']]} ประจำปีงบประมาณ พ.ศ. {title['year']}{half}"
    for english, thai in _SENTENCES:
        if match := english.fullmatch(text):
            return thai.format(match["year"]) if "{}" in thai else thai
    where = _WHERE.fullmatch(text)
    if where and (where["district"] or where["province"]):
        parts = (where["name"], "อำเภอ" + where["district"] if where["district"] else "")
        return " ".join(filter(None, (*parts, "จังหวัด" + where["province"] if where["province"] else "")))
    return ""


def leave_out_what_was_derived(rows: list[Row], collected: Collected) -> None:
    """Removes totals and levels that the page itself says were computed, with a finding for each."""
    totals = collected.rows.get("totals", [])
    if not totals:
        return
    derived: dict[tuple[str, str], int] = {}
    years = {str(row.get("fiscal_year", "")) for row in totals}
    for number, cells in rows:
        if len(filled(cells)) != 1:
            continue
        text = labels.plain(" ".join(cells))
        for column, pattern in _NOT_PUBLISHED:
            if hit := pattern.search(text):
                derived.setdefault((column, hit[1]), number)
            if _SUMMARY.search(text):  # a summary has no room to say which figures were published
                derived.update({(column, year): number for year in years})
    remaining = []
    reported = set()
    for row in totals:
        for (column, year), number in derived.items():
            if str(row.get("fiscal_year", "")) == year and row.get(column):
                row[column] = ""
                if (column, year) not in reported:
                    reported.add((column, year))
                    collected.find("figure_derived", number, column, int(year), of=year)
        if row.get("published_total") or row.get("published_level"):
            remaining.append(row)
    collected.rows["totals"] = remaining
    if not remaining:
        del collected.rows["totals"]
