"""What is read out of a file is what a person who opens it would take for the text of its cells.

The workbooks are real: made once, and saved again by LibreOffice as .ods and .xls.
"""

import shutil
import subprocess

import openpyxl
import pytest

from helpers.sources import containers, read_folder

AGENCIES = (
    "agency_id,name,type,district,province\n"
    "0012,บ้านทดลอง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n"
    "0013,ป่าตัวอย่าง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n"
)
SCORES = [97.25, 88.5, 91.07, 100, 79.43, 86.61, 93.38, 90.9, 84.02, 75]
CHANGED_BY_PROGRAMS = [".xlsx", ".ods", ".xls"]


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


WORKBOOKS = {"plain": [plain], "merged": [merged]}


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """The sheets of a workbook by the ending it was saved with."""
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
    for kind in ("ods", "xls"):
        command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *made]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


def in_a_folder(tmp_path, file):
    """What the raw folder makes of one file of scores."""
    (tmp_path / "raw" / "scores").mkdir(parents=True)
    (tmp_path / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    shutil.copy(file, tmp_path / "raw" / "scores")
    return read_folder(tmp_path / "raw")


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_a_workbook_is_read_whichever_program_saved_it(opened, tmp_path, kind):
    read = in_a_folder(tmp_path, opened / f"plain{kind}")
    assert [found.code for found in read.findings] == []
    assert read.scores["score"].tolist() == SCORES


@pytest.mark.parametrize("kind", CHANGED_BY_PROGRAMS)
def test_merged_cells_are_known(opened, kind):
    (sheet,) = containers.read_sheets(opened / f"merged{kind}")
    assert sorted(sheet.merged) == [(1, 0, 2, 0), (1, 1, 4, 1), (3, 0, 4, 0)]
    assert [row[0] for row in sheet.rows] == ["agency_id", "0012", "", "0013", ""]
