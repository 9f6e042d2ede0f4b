"""What is read out of a file is what a person who opens it would take for the text of its cells.

The workbooks are real: made once, and saved again by LibreOffice as .ods and .xls.
"""

import shutil
import subprocess
from functools import cache

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from helpers.sources.folder import read_folder
from helpers.sources.opening import containers
from packed import W, archive

AGENCIES = (
    "agency_id,name,type,district,province\n"
    "0012,บ้านทดลอง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n"
    "0013,ป่าตัวอย่าง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n"
)
SCORES = [97.25, 88.5, 91.07, 100, 79.43, 86.61, 93.38, 90.9, 84.02, 75]
CHANGED_BY_PROGRAMS = [
    ".xlsx",
    *(pytest.param(each, marks=pytest.mark.thorough) for each in (".ods", ".xls")),
]


def plain(book):
    """A sheet of scores, one agency's code and year merged over its rows."""
    sheet = book.create_sheet("คะแนน")
    sheet.append(["agency_id", "fiscal_year", "indicator", "score"])
    for number, score in enumerate(SCORES, start=1):
        sheet.append(["0012", 2567, number, score])


def merged(book):
    sheet = book.create_sheet("ผสาน")
    sheet.append(["agency_id", "fiscal_year", "indicator", "score"])
    for code, number in [("0012", 1), ("0012", 2), ("0013", 1), ("0013", 2)]:
        sheet.append([code, 2567, number, SCORES[number]])
    for cells in ("A2:A3", "B2:B5", "A4:A5"):
        sheet.merge_cells(cells)


def run(text, **how):
    return TextBlock(InlineFont(**how), text)


def marked(book):
    """In column A what each cell of column B is."""
    sheet = book.create_sheet("ร่องรอย")
    values = {
        "raised": CellRichText("84.6", run("2", vertAlign="superscript")),
        "lowered": CellRichText("84.6", run("2", vertAlign="subscript")),
        "struck": CellRichText(run("7", strike=True), "84.6"),
        "all struck": "84.6",
        "percent": 0.8469,
        "few decimals": 84.69,
        "no decimals": 84.004,
        "unseen": 84.6,
        "not available": "=NA()",
        "divided": "=1/0",
        "tick": "P",
        "hidden row": 84.6,
        "day": "=DATE(2025,5,9)",
        "target": 84.69,
        "named": 84.69,
    }
    for row, (name, value) in enumerate(values.items(), start=1):
        sheet.append([name])
        sheet.cell(row, 2).value = value
        sheet.cell(row, 3, f"ซ่อน {row}")
    cells = dict(zip(values, sheet["B"], strict=True))
    cells["all struck"].font = Font(strike=True)
    cells["tick"].font = Font(name="Wingdings 2")
    formats = {"percent": "0%", "few decimals": "0.0", "no decimals": "0", "unseen": ";;;", "day": "d mmm"}
    formats |= {"target": '0.00" (เป้าหมาย)"', "named": '0.00" คะแนน"'}
    for name, code in formats.items():
        cells[name].number_format = code
    sheet.row_dimensions[cells["hidden row"].row].hidden = True
    sheet.column_dimensions["C"].hidden = True


def hidden(book):
    book.create_sheet("ร่าง").append(["agency_id", "fiscal_year", "indicator", "score"])
    book["ร่าง"].append(["0012", 2567, 1, 12.5])
    book["ร่าง"].sheet_state = "hidden"


def key_in_a_hidden_row(book):
    merged(book)
    book["ผสาน"].row_dimensions[2].hidden = True


WORKBOOKS = {
    "plain": [plain],
    "merged": [merged],
    "marked": [marked],
    "hidden": [plain, hidden],
    "key": [key_in_a_hidden_row],
}


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """The file of a workbook, by its name and ending; saved by LibreOffice when an ending is first wanted."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice")
    folder = tmp_path_factory.mktemp("workbooks")
    made = []
    for name, sheets in WORKBOOKS.items():
        book = openpyxl.Workbook()
        book.remove(book.active)
        for add in sheets:
            add(book)
        made.append(str(folder / f"{name}.xlsx"))
        book.save(made[-1])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    (folder / "made").mkdir()
    for name in WORKBOOKS:  # with the values of formulas, which openpyxl does not work out
        shutil.move(folder / f"{name}.xlsx", folder / "made")
    made = [str(folder / "made" / f"{name}.xlsx") for name in WORKBOOKS]

    @cache
    def saved_as(kind):
        command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *made]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

    def file(name):
        saved_as(name.rpartition(".")[2])
        return folder / name

    return file


def in_a_folder(tmp_path, file):
    """What the raw folder makes of one file of scores."""
    (tmp_path / "raw" / "scores").mkdir(parents=True)
    (tmp_path / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    shutil.copy(file, tmp_path / "raw" / "scores")
    return read_folder(tmp_path / "raw")


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_a_workbook_is_read_whichever_program_saved_it(opened, tmp_path, kind):
    read = in_a_folder(tmp_path, opened(f"plain{kind}"))
    assert [found.code for found in read.findings] == []
    assert read.scores["score"].tolist() == SCORES


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_merged_cells_are_known(opened, kind):
    (sheet,) = containers.read_sheets(opened(f"merged{kind}"))
    assert sorted(sheet.merged) == [(1, 0, 2, 0), (1, 1, 4, 1), (3, 0, 4, 0)]
    assert [row[0] for row in sheet.rows] == ["agency_id", "0012", "", "0013", ""]


SEEN = {
    "raised": "84.6",
    "lowered": "84.6",
    "struck": "84.6",
    "all struck": "",
    "percent": "84.69%",
    "few decimals": "84.69",
    "no decimals": "84.004",
    "unseen": "",
    "not available": "#N/A",
    "divided": "#DIV/0!",
    "tick": "✓",
    "": "",
    "day": "2025-05-09",
    "target": "84.69 (เป้าหมาย)",
    "named": "84.69",
}


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_cells_are_read_as_they_look(opened, kind):
    (sheet,) = containers.read_sheets(opened(f"marked{kind}"))
    assert {row[0]: row[1] for row in sheet.rows} == SEEN
    assert not any(any(row[2:]) for row in sheet.rows)


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_what_is_not_read_as_it_is_stored_is_told_once_a_sheet(opened, kind):
    (sheet,) = containers.read_sheets(opened(f"marked{kind}"))
    told = {}
    for found in sheet.findings:
        how = found.values.get("kind")
        told[found.code + (f": {how.en}" if how else "")] = found.row, found.values["count"]
        for language in ("th", "en"):
            assert str(found.values["text"]) in " ".join(found.text(language))
    assert told == {
        "text_left_out: raised or lowered, as of a footnote": (1, 2),
        "text_left_out: struck through": (3, 2),
        "text_left_out: hidden": (8, 1),
        "shown_as_percent": (5, 1),
        "shown_rounded": (6, 1),
        "formula_error": (9, 2),
        "rows_hidden": (12, 1),
        "columns_hidden": (1, 1),
    }


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_a_hidden_sheet_is_told_and_not_read(opened, tmp_path, kind):
    read = in_a_folder(tmp_path, opened(f"hidden{kind}"))
    assert [(found.code, found.sheet) for found in read.findings] == [("sheet_hidden", "ร่าง")]
    assert "hidden" in read.findings[0].text("en")[0]
    assert "ซ่อน" in read.findings[0].text("th")[0]
    assert read.scores["score"].tolist() == SCORES


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_a_key_merged_over_a_hidden_row_is_seen_in_the_next(opened, kind):
    (sheet,) = containers.read_sheets(opened(f"key{kind}"))
    assert [row[:2] for row in sheet.rows[1:4]] == [["", ""], ["0012", "2567"], ["0013", ""]]
    assert sorted(sheet.merged) == [(2, 0, 2, 0), (2, 1, 4, 1), (3, 0, 4, 0)]


# ------------------------------------------------------------------ documents
def told_once(sheet):
    told = [(found.code, found.row, found.values["count"]) for found in sheet.findings]
    return told == [("text_left_out", 1, 1)]


def page(cell, style=""):
    return (
        f"<html><head><style>{style}</style></head><body><table><tr><td>ก</td>{cell}<td>ข</td></tr></table>"
    )


HTML = {
    "raised": page("<td>84.6<sup>2</sup></td>"),
    "lowered": page("<td>84.6<sub>2</sub></td>"),
    "raised by style": page("<td>84.6<span style='Vertical-Align: super'>2</span></td>"),
    "struck": page("<td><s>7</s>84.6</td>"),
    "deleted": page("<td><del>7</del><ins>84.6</ins></td>"),
    "struck by style": page("<td><b style='text-decoration: underline line-through'>7</b>84.6</td>"),
    "not shown": page("<td>84.6<i style='color:red;display : none'>2</i></td>"),
    "unseen": page("<td>84.6<i style='visibility:hidden'>2</i></td>"),
    "hidden": page("<td>84.6<i hidden>2</i></td>"),
    "by class": page("<td>84.6<i class='x old'>2</i></td>", "p{margin:0} i.old, .older { display:none }"),
    "of no size": page("<td>84.6<i style='font-size:0px'>2</i></td>"),
    "a cell": page("<td style='display:none'>2</td><td>84.6</td>"),
    "a row": page("<td>84.6</td>").replace("<tr>", "<tr hidden><td>2</td></tr><tr>", 1),
    "a part": page("<td>84.6</td>").replace(
        "<tr>", "<thead style='display:none'><tr><td>2</td></tr></thead><tr>"
    ),
}


@pytest.mark.parametrize("name", HTML)
def test_text_of_a_page_that_is_no_part_of_a_number_is_left_out_and_told(tmp_path, name):
    file = tmp_path / "a.html"
    file.write_text(HTML[name], encoding="utf-8")
    (sheet,) = containers.read_sheets(file)
    assert [row for row in sheet.rows if any(row)] == [["ก", "84.6", "ข"]]
    assert [(found.code, found.row, found.values["count"]) for found in sheet.findings] == [
        ("text_left_out", 1, 1)
    ]


def test_what_only_paper_or_a_colour_hides_is_read(tmp_path):
    style = "@media print { td { display: none } .a { color: red } } @page { margin: 0 } td { color: white }"
    file = tmp_path / "a.html"
    file.write_text(page("<td style='font-size:0.9em;opacity:.5'>84.6</td>", style), encoding="utf-8")
    (sheet,) = containers.read_sheets(file)
    assert (sheet.rows[0], sheet.findings) == (["ก", "84.6", "ข"], [])


def test_a_cell_of_text_with_tags_is_no_number_with_a_footnote(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("agency_id,fiscal_year,indicator,score\n0012,2567,1,84.6<sup>2</sup>\n", encoding="utf-8")
    read = in_a_folder(tmp_path, file)
    assert [found.code for found in read.findings] == ["number_unreadable"]


def letters(text, how=""):
    return f"<w:r><w:rPr>{how}</w:rPr><w:t>{text}</w:t></w:r>"


WORD = {
    "raised": letters("84.6") + letters("2", '<w:vertAlign w:val="superscript"/>'),
    "lowered": letters("84.6") + letters("2", '<w:vertAlign w:val="subscript"/>'),
    "lifted": letters("84.6") + letters("2", '<w:position w:val="6"/>'),
    "by style": letters("84.6") + letters("2", '<w:rStyle w:val="NoteOfMine"/>'),
    "note": letters("84.6")
    + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>2</w:t></w:r>',
    "struck": letters("7", "<w:strike/>") + letters("84.6", '<w:strike w:val="false"/>'),
    "struck twice": letters("7", "<w:dstrike/>") + letters("84.6"),
    "hidden": letters("84.6") + letters("2", "<w:vanish/>"),
    "deleted": letters("84.6") + "<w:del><w:r><w:delText>2</w:delText></w:r></w:del>",
    "moved": letters("84.6") + f"<w:moveFrom>{letters('2')}</w:moveFrom>",
    "inserted": f"<w:ins>{letters('84')}</w:ins><w:moveTo>{letters('.6')}</w:moveTo>"
    + letters("2", "<w:vanish/>"),
}
STYLES = (
    f"<w:styles {W}>"
    '<w:style w:styleId="Note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:styleId="NoteOfMine"><w:basedOn w:val="Note"/></w:style>'
    '<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style></w:styles>'
)


def row(*cells, properties=""):
    inside = "".join(f"<w:tc><w:p>{cell}</w:p></w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def read_word(tmp_path, body):
    document = f"<w:document {W} xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'>"
    parts = {
        "word/document.xml": f"{document}<w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
    }
    file = tmp_path / "a.docx"
    file.write_bytes(archive(**parts))
    (sheet,) = containers.read_sheets(file)
    return sheet


@pytest.mark.parametrize("name", WORD)
def test_text_of_a_word_file_that_is_no_part_of_a_number_is_left_out_and_told(tmp_path, name):
    sheet = read_word(tmp_path, f"<w:tbl>{row(letters('ก'), WORD[name])}</w:tbl>")
    assert sheet.rows[0] == ["ก", "84.6"]
    assert [(found.code, found.row, found.values["count"]) for found in sheet.findings] == [
        ("text_left_out", 1, 1)
    ]


def test_rows_that_were_deleted_are_left_out_and_rows_in_content_controls_are_read(tmp_path):
    gone = row(letters("84.6"), properties="<w:del/>")
    kept = f"<w:sdt><w:sdtContent>{row(letters('97.1'))}</w:sdtContent></w:sdt>"
    sheet = read_word(tmp_path, f"<w:tbl>{gone}{kept}</w:tbl>")
    assert [cells for cells in sheet.rows if any(cells)] == [["97.1"]]
    assert [found.values["text"] for found in sheet.findings] == ["84.6"]


def control(checked):
    state = f'<w14:checked w14:val="{checked}"/>'
    drawn = f"<w:sdtContent>{letters('☒' if checked else '☐')}</w:sdtContent>"
    return f"<w:sdt><w:sdtPr><w14:checkbox>{state}</w14:checkbox></w:sdtPr>{drawn}</w:sdt>"


def old_box(state):
    field = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
    return f'<w:r><w:fldChar w:fldCharType="begin">{field}</w:fldChar></w:r>'


def sign(code, font="Wingdings"):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


BOXES = {
    "☑": [
        *(control(1), old_box("<w:checked/>"), old_box('<w:default w:val="1"/>'), sign("F0FE")),
        *(sign("F052", "Wingdings 2"), letters("þ", '<w:rFonts w:ascii="Wingdings"/>')),
    ],
    "☐": [
        *(control(0), old_box('<w:default w:val="1"/><w:checked w:val="0"/>'), sign("F0A8"), sign("00A8")),
        sign("2610", "Segoe UI Symbol"),
    ],
    "☒": [sign("F0FD"), letters("☒")],
    "✓": [sign("F0FC"), sign("F050", "Wingdings 2"), letters("\uf0fc", '<w:rFonts w:hAnsi="Wingdings"/>')],
}


def test_boxes_of_word_become_signs_that_everyone_has(tmp_path):
    for expected, boxes in BOXES.items():
        sheet = read_word(tmp_path, f"<w:tbl>{row(*boxes)}</w:tbl>")
        assert sheet.rows[0] == [expected] * len(boxes)
        assert sheet.findings == []
