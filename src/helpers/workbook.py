"""The form that an agency's clerk fills in, with Thai headings, drop-downs, and the data already on file.

``sources.form`` reads it back, each cell exactly as it was typed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers import form_rows, framework, tables
from helpers.analysis import coverage
from helpers.columns import named
from helpers.form_rows import AgencyData, Row
from helpers.formats import archives
from helpers.narrative import Writer
from helpers.narrative import checklist as words
from helpers.sources.form import GUIDE, LISTS, MARK, PRINTED, SHEETS

ROWS = 60
"""How many rows of a sheet get drop-downs and styles; rows below are read all the same."""

_LINE_HEIGHT = 25
"""The height in points of a line of 16-point Thai."""
_FONT = "TH Sarabun New"
_LINE = Side(style="thin", color="B8C4CC")
_HEAD = PatternFill("solid", fgColor="0B5563")
_KNOWN = PatternFill("solid", fgColor="E8EEF1")
_ASKED = PatternFill("solid", fgColor="FFF2B3")

_LACKING, _NEED_NOT = "สิ่งที่เอกสารยังขาด", " (ไม่บังคับ)"
_TEXT, _SCORE = "ข้อความ", "คะแนน"
"""Styles of the cells to be filled in."""

_GUIDE = (
    "วิธีกรอก",
    "1. ตรวจรหัสหน่วยงานและปีงบประมาณด้านบน ถ้าว่างให้กรอก",
    "2. กรอกแผ่นงาน คะแนน ผู้ตอบแบบวัด คะแนนรายข้อ มาตรการ ผลการดำเนินการ และส่วนราชการ แผ่นใดไม่มีข้อมูลให้เว้นว่างไว้",
    "3. ช่องสีเหลืองคือข้อมูลที่เอกสารยังขาด ช่องสีเทาคือข้อมูลที่มีอยู่แล้ว ถ้าไม่ถูกต้องให้แก้ ผู้รับจะได้รับแจ้งให้ยืนยัน",
    "4. ช่องที่มีลูกศรให้เลือกจากรายการ ใช้เลขไทยหรือเลขอารบิกก็ได้",
    "5. หลายข้อในช่องเดียว ให้ขึ้นบรรทัดใหม่ด้วย Alt+Enter",
    "6. ไม่เปลี่ยนหัวตารางในแถวแรก และไม่ใส่ชื่อบุคคล ใช้ชื่อตำแหน่งหรือส่วนราชการ",
    "7. บันทึกแล้วส่งแฟ้มนี้กลับ ผู้รับวางแฟ้มไว้ในโฟลเดอร์ raw/scores หรือ raw/measures ได้ทันที",
)


def make(data: AgencyData, year: int, *, on_file: bool = True) -> bytes:
    """The form for a fiscal year, with the data of that year and the one before.

    Where the data are ``on_file``, what the form prints are copies, and it keeps what they were.
    """
    book = Workbook()
    guide = book.active
    guide.title = GUIDE
    # Cells are formatted as text, because spreadsheets would change dates and codes.
    for name, number_format in ((_TEXT, "@"), (_SCORE, "0.00")):
        book.add_named_style(
            NamedStyle(
                name,
                font=Font(name=_FONT, size=16),
                alignment=Alignment(wrap_text=True, vertical="top"),
                border=Border(_LINE, _LINE, _LINE, _LINE),
                protection=Protection(locked=False),
                number_format=number_format,
            )
        )
    _write_guide(guide, data, year)
    rows = form_rows.of_sheets(data, year)
    for name, columns in SHEETS.items():
        _write_sheet(book.create_sheet(name), columns, rows[name], year)
    _ask_of_matches(book["มาตรการ"], data, [year - 1, year])
    _write_lists(book.create_sheet(LISTS), year)
    if on_file:
        _write_printed(book.create_sheet(PRINTED), rows)
    content = io.BytesIO()
    book.save(content)
    return archives.settled(content.getvalue())


_GROUNDS = {"title": "ชื่อมาตรการ", "step": "วิธีดำเนินการ", "result": "ผลการดำเนินการ"}


def _ask_of_matches(sheet: Worksheet, data: AgencyData, years: Sequence[int]) -> None:
    """Adds notes with the indicators that a measure's words point to, for the clerk to confirm or reject."""
    measures, progress = ((data.tables or {}).get(name) for name in ("measures", "progress"))
    if measures is None or measures.empty:
        return
    answers = coverage.answers(measures, progress)
    answers = answers[answers["basis"].isin(list(_GROUNDS))]
    column = SHEETS[sheet.title].index("indicators") + 1
    for place, row in enumerate(data.rows("measures", years), start=2):
        own = answers[(answers["fiscal_year"] == row["fiscal_year"]) & (answers["measure"] == row["measure"])]
        if own.empty:
            continue
        lines = [
            f"ตัวชี้วัดที่ {each['indicator']}: พบคำว่า “{each['ground']}” ใน{_GROUNDS[each['basis']]}"
            for each in own.to_dict("records")
        ]
        numbers = ", ".join(str(number) for number in own["indicator"])
        note = Comment(
            "มาตรการนี้อาจตอบ\n" + "\n".join(lines) + f"\nถ้าใช่ ให้กรอก {numbers} (เฉพาะข้อที่ใช่)"
            "\nถ้าไม่ตอบตัวชี้วัดใด ให้กรอก ไม่มี",
            "ITA",
            height=60 + 24 * (len(lines) + 2),
            width=420,
        )
        sheet.cell(place, column).comment = note


# ------------------------------------------------------------------ sheets
def _write_guide(sheet: Worksheet, data: AgencyData, year: int) -> None:
    sheet.append([MARK])
    sheet.append([named("agency_id").headings[0], data.agency_id])
    sheet.append([named("fiscal_year").headings[0], str(year)])
    sheet.append(["หน่วยงาน", data.name])
    sheet.append([])
    for line in _GUIDE:
        sheet.append([line])
    lacking = _lacking(data, year)
    if lacking:
        sheet.append([])
        sheet.append([_LACKING])
    for paper_lacks in lacking:
        sheet.append(paper_lacks)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 70
    sheet["A1"].font = Font(name=_FONT, size=20, bold=True, color="0B5563")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.font = Font(name=_FONT, size=16, bold=cell.value in (_GUIDE[0], _LACKING))
            if isinstance(cell.value, str):
                cell.data_type = "s"  # an agency's name may begin like a formula
    for row in (2, 3):
        cell = sheet.cell(row, 2)
        cell.number_format = "@"
        cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = _LINE_HEIGHT
    sheet.sheet_format.customHeight = True
    for row in range(1, sheet.max_row + 1):
        sheet.row_dimensions[row].height = _LINE_HEIGHT + 10 * (row == 1)
    for row in range(sheet.max_row - len(lacking) + 1, sheet.max_row + 1):
        for cell in sheet[row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = _LINE_HEIGHT * (1 + len(str(sheet.cell(row, 2).value)) // 62)
    years = DataValidation("list", formula1=f'"{",".join(map(str, framework.years()))}"', allow_blank=True)
    years.add("B3")
    sheet.add_data_validation(years)
    _fit_to_paper(sheet)


def _fit_to_paper(sheet: Worksheet) -> None:
    """As wide as a sheet of A4 that lies across, and as long as need be."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lacking(data: AgencyData, year: int) -> list[list[str]]:
    """What each document of the form's years lacks, in words."""
    writer = Writer("th", "arabic")
    return [
        [
            f"{writer.word('short', str(row['document']))} {row['fiscal_year']}",
            words.missing(str(row["missing"]), writer) + ("" if row["counts"] else _NEED_NOT),
        ]
        for row in data.rows("checklist", [year - 1, year])
        if row["state"] == "missing" and row["missing"] != "url"  # is there only once a paper is published
    ]


def _write_sheet(sheet: Worksheet, columns: Sequence[str], rows: Sequence[Row], year: int) -> None:
    last = max(ROWS, len(rows) + 20) + 1  # room for more than is on file
    for place, column in enumerate(columns, start=1):
        head = sheet.cell(1, place, named(column).headings[0])
        head.font = Font(name=_FONT, size=16, bold=True, color="FFFFFF")
        head.fill = _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = named(column).width
        _validate(sheet, column, f"{letter}2:{letter}{last}", letter, year)
        style = _SCORE if named(column).type == "score" else _TEXT
        for number in range(2, last + 1):
            sheet.cell(number, place).style = style
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(number, place)
            value = _put(cell, column, row)
            if column in row.asked or value is not None:
                cell.fill = _ASKED if column in row.asked else _KNOWN
        sheet.row_dimensions[number].height = _height(columns, row.values)
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 46
    sheet.sheet_format.defaultRowHeight = _LINE_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.print_title_rows = "1:1"
    _fit_to_paper(sheet)
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 3, 14)}"


def _put(cell: Cell, column: str, row: Row) -> str | float | None:
    """Writes what is on file into a cell, and returns it."""
    value = _cell(column, row.values.get(column))
    if value is not None:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # the text may begin like a formula
    return value


def _height(columns: Sequence[str], values: Mapping[str, object]) -> float:
    """The height that shows all text of a row, as spreadsheet programs don't adjust it by themselves."""
    lines = [
        sum(
            1 + len(line) // (named(column).width * 0.9) for line in str(values.get(column) or "").split("\n")
        )
        for column in columns
    ]
    return min(_LINE_HEIGHT * max(lines), 400)  # Excel takes 409 points at most


def _cell(column: str, value: object) -> str | float | None:
    if value is None or value == "" or value != value or value is pd.NA:
        return None
    if named(column).type == "score":
        return float(str(value))
    if column == "indicators" and value == coverage.NONE:
        return "ไม่มี"
    return str(value)


def _choices(year: int) -> dict[str, list[str]]:
    """The choices of each column that has any; the form keeps them in a hidden sheet."""
    rules = framework.for_year(year)
    return {
        "fiscal_year": [str(each) for each in framework.years()],
        **{
            name: [words[0] for words in named(name).choices.values() if words]
            for name in ("instrument", "status", "round", "document")
        },
        "indicator": [form_rows.indicator_name(year, number) for number in rules.numbers],
        "published_level": [level.th for level in rules.levels],
    }


def _write_lists(sheet: Worksheet, year: int) -> None:
    for place, choices in enumerate(_choices(year).values(), start=1):
        for row, word in enumerate(choices, start=1):
            sheet.cell(row, place, word)
    sheet.sheet_state = "hidden"


def _write_printed(sheet: Worksheet, rows: Mapping[str, Sequence[Row]]) -> None:
    """Keeps what the form printed (``sources.form``)."""
    for name, columns in SHEETS.items():
        sheet.append([name, *(named(column).headings[0] for column in columns)])
        for row in rows[name]:
            sheet.append([name])
            for place, column in enumerate(columns, start=2):
                cell = sheet.cell(sheet.max_row, place)
                cell.number_format = "0.00" if named(column).type == "score" else "@"
                _put(cell, column, row)
    sheet.sheet_state = "hidden"


def _validate(sheet: Worksheet, column: str, cells: str, letter: str, year: int) -> None:
    """Sets what a column accepts (a choice, a number, a date with a year) and the hint shown in its cells."""
    described, choices = named(column), _choices(year)
    if choices.get(column):
        place = list(choices).index(column) + 1
        area = f"'{LISTS}'!${get_column_letter(place)}$1:${get_column_letter(place)}${len(choices[column])}"
        rule = DataValidation("list", formula1=area, allow_blank=True)
        # Only a warning: a level of another year or a year in Thai digits is right, too, and may be typed.
        rule.errorStyle = "warning" if column in ("published_level", "fiscal_year") else "stop"
    elif described.type == "score":
        rule = DataValidation("decimal", operator="between", formula1="0", formula2="100", allow_blank=True)
        rule.errorStyle = "warning"  # to the program, a number in Thai digits is text
    elif described.type == "number":
        longest = len(str(tables.MOST_RESPONDENTS if column == "respondents" else tables.MOST_MEASURES))
        formula = f"AND(LEN({letter}2)<={longest},IFERROR(VALUE({letter}2)>0,TRUE))"
        rule = DataValidation("custom", formula1=formula, allow_blank=True)
        rule.errorStyle = "warning"
    elif described.type in ("date", "period"):
        # A full year, or its last two digits from 60 to 79, in Thai or Arabic digits.
        years_named = ",".join(
            f'ISNUMBER(SEARCH("{digits}",{letter}2))' for digits in ("25", "๒๕", "6", "๖", "7", "๗")
        )
        rule = DataValidation("custom", formula1=f"OR({years_named})", allow_blank=True)
        rule.errorStyle = "warning"
    else:
        rule = DataValidation(allow_blank=True)
    rule.promptTitle = described.headings[0][:32]  # Excel calls a file with a longer title damaged
    rule.prompt = described.hint
    rule.errorTitle = "ตรวจสอบอีกครั้ง"
    rule.error = described.hint
    rule.showInputMessage = rule.showErrorMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)
