"""Papers as files: a web page, a Word document, a workbook, a table of text, copied text."""

from __future__ import annotations

import csv
import io
import zipfile
from html import escape
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from right_papers import Cell, Grid, Paper

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def html(paper: Paper, file: Path) -> None:
    parts = []
    for block in paper.blocks:
        parts.append(_html_table(block) if isinstance(block, Grid) else f"<p>{escape(block)}</p>")
    if paper.hidden_sheet:
        parts.append(f'<div style="display:none">{_html_table(paper.hidden_sheet)}</div>')
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}</body>", encoding="utf-8")


def _html_table(grid: Grid) -> str:
    rows = []
    for place, row in enumerate(grid.rows):
        cells = []
        for column, cell in enumerate(row):
            hidden = ' style="display:none"' if column in grid.hidden_columns else ""
            struck = f"<s>{escape(cell.struck)}</s> " if cell.struck else ""
            raised = f"<sup>{escape(cell.raised)}</sup>" if cell.raised else ""
            cells.append(f"<td{hidden}>{struck}{escape(cell.text)}{raised}</td>")
        hidden = " hidden" if place in grid.hidden_rows else ""
        rows.append(f"<tr{hidden}>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def docx(paper: Paper, file: Path) -> None:
    parts = []
    for block in paper.blocks:
        parts.append(_word_table(block) if isinstance(block, Grid) else f"<w:p>{_run(block)}</w:p>")
    if paper.hidden_sheet:
        parts.append(_word_table(paper.hidden_sheet, hidden=True))
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{''.join(parts)}</w:body></w:document>"
        )


def _run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _word_table(grid: Grid, hidden: bool = False) -> str:
    rows = []
    for place, row in enumerate(grid.rows):
        cells = []
        for column, cell in enumerate(row):
            look = (
                "<w:vanish/>" if hidden or column in grid.hidden_columns or place in grid.hidden_rows else ""
            )
            struck = _run(cell.struck, look + "<w:strike/>")
            raised = _run(cell.raised, look + '<w:vertAlign w:val="superscript"/>')
            cells.append(f"<w:tc><w:p>{struck}{_run(cell.text, look)}{raised}</w:p></w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def xlsx(paper: Paper, file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for block in paper.blocks:
        if isinstance(block, Grid):
            _fill(sheet, block)
        else:
            sheet.append([block])
    if paper.hidden_sheet:
        more = book.create_sheet("เดิม")
        _fill(more, paper.hidden_sheet)
        more.sheet_state = "hidden"
    book.save(file)


def _fill(sheet: openpyxl.worksheet.worksheet.Worksheet, grid: Grid) -> None:
    first = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    for place, row in enumerate(grid.rows):
        for column, cell in enumerate(row, start=1):
            sheet.cell(first + place, column).value = _rich(cell)
        sheet.row_dimensions[first + place].hidden = place in grid.hidden_rows
    for column in grid.hidden_columns:
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True


def _rich(cell: Cell) -> object:
    if not cell.raised and not cell.struck:
        return cell.text or None
    parts: list[object] = []
    if cell.struck:
        parts += [TextBlock(InlineFont(strike=True), cell.struck), " "]
    parts.append(cell.text)
    if cell.raised:
        parts.append(TextBlock(InlineFont(vertAlign="superscript"), cell.raised))
    return CellRichText(*parts)


def table(paper: Paper, file: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    for block in paper.blocks:
        if isinstance(block, Grid):
            writer.writerows([cell.text for cell in row] for row in block.rows)
        else:
            writer.writerow([block])
    file.write_text(out.getvalue(), encoding="utf-8")


def text(paper: Paper, file: Path) -> None:
    lines = []
    for block in paper.blocks:
        if isinstance(block, Grid):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
        else:
            lines.append(block)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


CONTAINERS = {".html": html, ".docx": docx, ".xlsx": xlsx, ".csv": table, ".txt": text}
MARKED = (".html", ".docx", ".xlsx")
"""Those in which a part can be hidden and a character raised or struck."""
