"""Files for every reader: grids of cells that mean something, written in each format, then damaged."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from hypothesis import strategies as st

from helpers import framework, headings, thai
from helpers.sources import form
from packed import archive, old_cell, old_workbook, pdf_page, record, sheet_of_ods, word

Grid = list[list[str]]

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
SEEDS = [file.read_bytes() for file in sorted(RAW.rglob("*.csv"))]

_NAMES = [words for column, words in headings.HEADINGS.items() for words in (column, *words)]
_PRINTED = [
    *("ที่", "ลำดับ", "ตัวชี้วัด", "หน่วยงาน", "ปี 2567", "ปี 2568", "พ.ศ. ๒๕๖๗", "ผลต่าง", "ค่าน้ำหนัก", "คะแนนถ่วงน้ำหนัก"),
    *("IIT", "EIT", "OIT", "รวม", "แบบวัด", "มาตรการ/แนวทาง", "ขั้นตอน/วิธีการ", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลลัพธ์"),
    *("ผลการดำเนินการ", "อยู่ระหว่าง", "ดำเนินการแล้ว", "ยังไม่", "✓", "/", "ไม่มี", "-", "ค.ศ.๖๕", "ข้อเสนอแนะ"),
    *("รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "อบต.ช่อระกา"),
    *("เทศบาลตำบลโคกม้า อำเภอประโคนชัย จังหวัดบุรีรัมย์", "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ได้ ๘๘.๖๔ คะแนน"),
    *("ผลการประเมินภาพรวม ๙๕.๐๐ คะแนน อยู่ในระดับ ผ่านดี", "1. ก 2. ข 3. ค", "1.1 ก\n1.2 ข", "- ก\n- ข"),
    *("ต.ค. ๖๗ – ก.ย. ๖๘", "กอง/สำนัก, งาน"),
]
_VALUES = [
    *("5310703", "๐๐๑๒", "6300503", "2566", "2567", "2568", "๒๕๖๘", "2025", "68", "3105", "1", "2", "9"),
    *("10", "11", "๑๐", "99.5", "๘๘.๖๔", "101", "-1", "1e5", "²", "nan", "6m", "12m", "done", "{value}"),
    *('"', "'", "%s", "a\nb", "=1+1", "<p>ก</p>", "<br>", "&amp;", "\x1b[31m", "\u202e", "\u200b", "–", ""),
]
CELLS = (
    st.sampled_from([*_NAMES, *_PRINTED, *_VALUES])
    | st.sampled_from([name for indicator in framework.for_year(2568).indicators for name in indicator.names])
    | st.integers(1, 10).map("ตัวชี้วัดที่ {}".format)
    | st.floats(0, 110).map("{:.2f}".format)
    | st.text(max_size=12)
    | st.text("กขคๆ่้ำเแิ ()./-0๑", max_size=30)
)
_TIDY = [
    ["agency_id", "fiscal_year", "indicator", "score"],
    ["agency_id", "fiscal_year", "measure", "activity", "title", "step", "responsible", "period"],
    ["ตัวชี้วัด", "ปี 2567", "ปี 2568", "ผลต่าง"],
    ["ที่", "มาตรการ/แนวทาง", "ขั้นตอน/วิธีการ", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลการดำเนินการ", "ผลลัพธ์"],
    ["agency_id", "name", "type", "district", "province"],
    [form.MARK],
]
ROWS = st.lists(CELLS, max_size=9)
GRIDS = st.tuples(st.lists(ROWS, max_size=3), st.sampled_from(_TIDY), st.lists(ROWS, max_size=8)).map(
    lambda parts: [*parts[0], parts[1], *parts[2]]
)


# ------------------------------------------------------------------ formats
def delimited(grid: Grid, dice: Random, marks: str = "\t;,") -> bytes:
    """Text between delimiters, in one of the encodings that programs write."""
    text = io.StringIO()
    quoting = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    end = dice.choice(["\n", "\r\n", "\r"])
    csv.writer(text, delimiter=dice.choice(marks), quoting=quoting, lineterminator=end).writerows(grid)
    encoding = dice.choice(["utf-8", "utf-8-sig", "utf-16", "cp874"])
    return text.getvalue().encode(encoding, errors="replace" if encoding == "cp874" else "surrogatepass")


def copied(grid: Grid, dice: Random) -> bytes:
    """A page's text as it was copied: lines, some with tabs, some running text."""
    lines = [dice.choice(["\t", "\t", " "]).join(row) for row in grid]
    return "\n".join(lines).encode("utf-8", errors="surrogatepass")


def excel(grid: Grid, dice: Random) -> bytes:
    """A workbook of one to three sheets, its cells text, numbers and formulas."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(dice.randint(1, 3)):
        sheet = book.create_sheet(dice.choice(["คะแนน", "มาตรการ", form.LISTS, f"s{number}"]))
        for row, cells in enumerate(grid, start=1 + dice.randint(0, 2)):
            for column, text in enumerate(cells, start=1):
                value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", _xml(text))
                sheet.cell(row, column, float(value) if _is_number(value) and dice.random() < 0.7 else value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def old_excel(grid: Grid, dice: Random) -> bytes:
    """An .xls with the grid's cells, and records that nobody asked for."""
    cells = b""
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            value = float(text) if _is_number(text) else text.encode("utf-8", "replace").decode()
            cells += old_cell(row, column, value)
        if dice.random() < 0.1:
            cells += record(dice.choice([0xFD, 0xBD, 0x06, 0x207, 0xE5]), dice.randbytes(dice.randint(0, 40)))
    return old_workbook([cells[:40_000]] * dice.randint(1, 2))


def open_document(grid: Grid, dice: Random) -> bytes:
    """A sheet of OpenDocument whose rows and cells repeat now and then."""
    lines = []
    for row in grid:
        cells = ""
        for text in row:
            repeated = f' table:number-columns-repeated="{dice.randint(0, 9)}"' if dice.random() < 0.2 else ""
            cells += (
                f'<table:table-cell office:value-type="string"{repeated}><text:p>{_xml(text, markup=True)}'
            )
            cells += "</text:p></table:table-cell>"
        repeated = f' table:number-rows-repeated="{dice.randint(0, 9)}"' if dice.random() < 0.2 else ""
        lines.append(f"<table:table-row{repeated}>{cells}</table:table-row>")
    return sheet_of_ods(f'<table:table table:name="ก">{"".join(lines)}</table:table>')


def word_file(grid: Grid, dice: Random) -> bytes:
    """Paragraphs and tables with merged cells, fields, text boxes and tables in cells."""
    parts = []
    for row in grid:
        if len(row) == 1:
            parts.append(_paragraph(row[0]))
            continue
        cells = ""
        for text in row:
            span = f'<w:gridSpan w:val="{dice.randint(0, 5)}"/>' if dice.random() < 0.1 else ""
            merge = dice.choice(["", "", "", "<w:vMerge/>", '<w:vMerge w:val="restart"/>'])
            inside = _paragraph(text)
            if dice.random() < 0.05:
                inside += f"<w:tbl><w:tr><w:tc>{_paragraph(text)}</w:tc></w:tr></w:tbl>"
            cells += f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inside}</w:tc>"
        before = (
            f'<w:trPr><w:gridBefore w:val="{dice.randint(0, 3)}"/></w:trPr>' if dice.random() < 0.1 else ""
        )
        parts.append(f"<w:tr>{before}{cells}</w:tr>")
    body = "".join(part if part.startswith("<w:p>") else f"<w:tbl>{part}</w:tbl>" for part in parts)
    return word(body.replace("</w:tbl><w:tbl>", "") if dice.random() < 0.8 else f"<w:sdt>{body}</w:sdt>")


def _paragraph(text: str) -> str:
    lines = "<w:br/>".join(f"<w:t>{_xml(line, markup=True)}</w:t>" for line in text.split("\n"))
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def web_page(grid: Grid, dice: Random) -> bytes:
    """Tables with spans, one in another, lists and paragraphs; not always closed."""
    lines = ["<!doctype html><meta charset=utf-8><title>ก</title><body>", "<table>"]
    for row in grid:
        tag = dice.choice(["td", "td", "th"])
        span = dice.choice(["", "", f" colspan={dice.randint(0, 4)}", f" rowspan='{dice.randint(0, 3)}'"])
        cells = (f"<{tag}{span} x={quoteattr(text[:3])}>{escape(text)}" for text in row)
        end = dice.choice(["</tr>", "", "</table><p>ก</p><table>", "<table><tr><td>ก</table>"])
        lines.append("<tr>" + "".join(cells) + end)
    return "\n".join([*lines, "</table>"]).encode("utf-8", errors="surrogatepass")


def printed(grid: Grid, dice: Random) -> bytes:
    """A PDF with words and the lines of a table, in a font that every program has."""
    drawn = ["0.5 w"]
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            x, y = 40 + 80 * column, 780 - 24 * row
            shown = text.encode("latin-1", "ignore").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
            drawn.append(f"BT /F 8 Tf {x + 2} {y + 8} Td ({shown.decode('latin-1')[:40]}x) Tj ET")
            if dice.random() < 0.95:
                drawn.append(f"{x} {y} 80 24 re S")
    pages = b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % dice.choice([1, 1, 1, 5, 10**9])
    return pdf_page("\n".join(drawn).encode("latin-1"), pages)


FORMATS: dict[str, Callable[[Grid, Random], bytes]] = {
    ".csv": delimited,
    ".tsv": lambda grid, dice: delimited(grid, dice, "\t"),
    ".txt": copied,
    ".xlsx": excel,
    ".xls": old_excel,
    ".ods": open_document,
    ".docx": word_file,
    ".html": web_page,
    ".pdf": printed,
}
"""By the ending of the file what writes one."""


def _xml(text: str, *, markup: bool = False) -> str:
    plain = thai.CONTROLS.sub("", text)
    return escape(plain) if markup else plain


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdecimal() and len(text) < 20


# ------------------------------------------------------------------ damage
_TOKENS = [
    *(b"<", b">", b"&", b'"', b"'", b"\0", b"\r", b"\xff", b"\xfe\xff", b"\x1a", b",", b"\t", b"]]>"),
    *(b"<table>", b"</table>", b"<td colspan=999>", b"<w:p>", b"</w:p>", b"<c r='ZZZ9'>", b"<f>1</f>"),
    *(b"&lt;", b"&#1;", b"<!--", b"<![CDATA[", b"<!DOCTYPE a [", b"<?xml version='1.1'?>", b"PK\x05\x06"),
    *(b"endobj", b"<<", b"0 R", b"Kids", b"9" * 40, b"-1", b"1e999", b"\xe0\xb8"),
    *("ตัวชี้วัด".encode(), "\u202e".encode(), "ๆ".encode("cp874")),
]


def damaged(content: bytes, dice: Random, times: int) -> bytes:
    """The content with so many small damages, inside its parts where it is an archive."""
    if times and zipfile.is_zipfile(io.BytesIO(content)) and dice.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(content)) as made:
            parts = {name: made.read(name) for name in made.namelist()}
        name = dice.choice(sorted(parts))
        parts[name] = damaged_bytes(parts[name], dice, times)
        return archive(**parts)
    return damaged_bytes(content, dice, times)


def damaged_bytes(content: bytes, dice: Random, times: int) -> bytes:
    """The bytes with so many small damages."""
    made = bytearray(content)
    for _ in range(times):
        at = dice.randrange(len(made) + 1)
        end = min(len(made), at + dice.choice([1, 1, 2, 4, 16, 200]))
        match dice.randrange(6):
            case 0:
                made[at:end] = dice.randbytes(end - at)
            case 1:
                del made[at:end]
            case 2:
                made[at:at] = dice.choice(_TOKENS)
            case 3:
                made[at:at] = made[at:end] * dice.choice([1, 2, 50])
            case 4:
                del made[at:]
            case _:
                other = dice.randrange(len(made) + 1)
                made[at:end] = made[other : other + end - at]
    return bytes(made)


@st.composite
def files(draw: st.DrawFn, suffix: str) -> bytes:
    """A file of a format: from a grid or one of the repository's, whole or damaged."""
    dice = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - not a secret
    times = draw(st.sampled_from([0, 0, 1, 2, 4, 16]))
    if suffix in (".csv", ".tsv", ".txt") and draw(st.integers(0, 3)) == 0:
        return damaged(dice.choice(SEEDS), dice, times)
    if draw(st.integers(0, 19)) == 0:
        return draw(st.binary(max_size=200))
    return damaged(FORMATS[suffix](draw(GRIDS), dice), dice, times)
