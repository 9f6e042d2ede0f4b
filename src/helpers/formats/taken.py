"""A report's figures to take away: the table that its page holds, as files that mail and LINE pass on."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font

from helpers.formats import archives
from helpers.report import open_data, spreadsheet

_WIDTHS = {"section": 14, "group": 14, "item": 10, "fiscal_year": 12, "figure": 18, "value": 60}


def to_csv(html: str) -> bytes:
    """The file that the page's own link holds."""
    return spreadsheet.linked(html)


def to_xlsx(html: str) -> bytes:
    """The same rows as a workbook: numbers are numbers, everything else, codes too, is text."""
    head, *rows = csv.reader(io.StringIO(to_csv(html).decode("utf-8-sig"), newline=""))
    book = Workbook()
    sheet = book.active
    sheet.title = "figures"
    sheet.append(head)
    for place, row in enumerate(rows, start=2):
        written = open_data.Row(*row)
        for column, (name, text) in enumerate(written._asdict().items(), start=1):
            number = name == "fiscal_year" or (name == "value" and written.figure not in open_data.WORDS)
            _fill(sheet.cell(place, column), text, number=number)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS[cell.value]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return archives.settled(content.getvalue())


def _fill(cell: Cell, text: str, *, number: bool) -> None:
    if number:
        cell.value = float(text) if "." in text else int(text)
        # Two decimals are scores, whose last zero is printed; a number with more shows them all.
        cell.number_format = "0.00" if text[-3:-2] == "." else "General"
        return
    cell.value = spreadsheet.meant(text)
    cell.data_type = "s"  # also where it begins like a formula
    cell.number_format = "@"
