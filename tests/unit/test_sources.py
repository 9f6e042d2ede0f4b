"""The raw folder: every layout that is read, every fault that is reported, and nothing lost by one."""

import datetime as dt
import io
import os
import re
import struct
import sys
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import findings, tables
from helpers.sources import raw_files
from helpers.sources.checks import many
from helpers.sources.folder import read_folder
from helpers.sources.opening import archives
from helpers.sources.opening.containers import UnreadableFileError, read_sheets
from helpers.sources.raw_files import RawFolderMissingError
from packed import archive, compound, old_cell, old_workbook, sealed, sheet_of_ods, word

AGENCIES = """agency_id,name,type,district,province
5310703,โคกม้า,เทศบาลตำบล,ประโคนชัย,บุรีรัมย์
6300503,ช่อระกา,องค์การบริหารส่วนตำบล,บ้านเหลื่อม,นครราชสีมา
0012,สมมุติ,องค์การบริหารส่วนตำบล,สมมุติ,สมมุติ
"""
SCORES = "agency_id,fiscal_year,indicator,score\n"
GOOD = "5310703,2568,1,99.19\n"
MEASURES = "agency_id,fiscal_year,measure,activity,title,indicators,step,responsible,period,monitoring\n"
PROGRESS = "agency_id,fiscal_year,measure,activity,round,status,result\n"
INDICATORS = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ"]
MEASURE = "5310703,2568,1,1,การใช้งบประมาณ,,ขั้นตอน,กองคลัง,ต.ค. ๖๗ – ก.ย. ๖๘,\n"


@pytest.fixture
def raw(tmp_path):
    put(tmp_path / "raw", "agencies.csv", AGENCIES)
    return tmp_path / "raw"


def put(raw, name, content):
    """Writes a file of the raw folder; text as UTF-8."""
    file = raw / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return file


def workbook(raw, name, **sheets):
    """Writes an Excel workbook with these sheets, each a list of rows. Its names lose their SARA AM."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = raw / name
    file.parent.mkdir(parents=True, exist_ok=True)
    book.save(file)
    return file


def read_or_refuse(file):
    """Reads a file, whatever is in it; the code of the finding where it cannot be read."""
    try:
        read_sheets(file)
    except UnreadableFileError as error:
        return error.code
    return "table_empty"


def codes(read):
    return sorted(found.code for found in read.findings)


def only(read, code):
    """The one finding there is."""
    assert codes(read) == [code]
    return read.findings[0]


def text(finding):
    th, en = finding.text("th"), finding.text("en")
    assert all(th)
    assert all(en)
    return " / ".join((*th, *en))


def scores(read):
    columns = ["agency_id", "fiscal_year", "indicator", "score"]
    return [tuple(row) for row in read.scores[columns].itertuples(index=False)]


THE_GOOD_ONE = [("5310703", 2568, 1, 99.19)]


# ------------------------------------------------------------------ what is read
def test_scores_are_read_with_their_source(raw):
    put(raw, "scores/deep/er/all.csv", SCORES + GOOD + "0012,2567,10,100\n")
    read = read_folder(raw)
    assert read.findings == []
    assert scores(read) == [("5310703", 2568, 1, 99.19), ("0012", 2567, 10, 100.0)]
    assert read.scores["source"].tolist() == ["scores/deep/er/all.csv"] * 2
    assert read.agencies["agency_id"].tolist() == ["5310703", "6300503", "0012"]


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" + SCORES + GOOD).encode(),
        ("รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะแนน\n๕๓๑๐๗๐๓,๒๕๖๘,๑,๙๙.๑๙\n").encode("cp874"),
        ("รหัสหน่วยงาน\tปีงบประมาณ\tตัวชี้วัดที่\tคะแนน\n5310703\t2568\t1\t99.19\n").encode("utf-16"),
        (SCORES + GOOD).replace(",", ";").encode(),
        (SCORES + GOOD).replace(",", "\t").encode(),
        (SCORES + GOOD).replace("\n", "\r\n").encode(),
        (SCORES + GOOD).replace("\n", "\r").encode(),
        ("\n,,,\n" + SCORES + "\n" + GOOD + ",,,\n\n").encode(),
        ("  Agency_ID , FISCAL_YEAR,ตัวชี้วัด ที่,คะแนน  ITA\n" + GOOD).encode(),
        ('agency_id;"ปีงบประมาณ";indicator;"คะแนน"\n5310703;2568;1;"99.19"\n').encode(),
        ('"agency_id"\t"ปี"\t"ตัวชี้วัด"\t"คะแนน"\t"ก,ข,ค,ง,จ,ฉ"\n5310703\t2568\t1\t99.19\t\n').encode(),
        ('"agency_id";"ปี";"ตัวชี้วัด";"คะแนน";"ก,\nข,ค,ง,จ,ฉ"\n5310703;2568;1;99.19;\n').encode(),
        (SCORES + "๕๓๑๐๗๐๓,ปีงบประมาณ พ.ศ. ๒๕๖๘,ตัวชี้วัดที่ ๑,๙๙.๑๙ คะแนน\n").encode(),
        (SCORES + "5310703,2025,การปฏิบัติหน้าที่,99.19\n").encode(),
        (SCORES + "5310703,68,1. การปฏิบัติหน้าที่,ร้อยละ 99.19\n").encode(),
    ],
    ids=[
        "byte order mark",
        "cp874 and Thai headings",
        "UTF-16 as Excel saves it",
        "semicolons",
        "tabs",
        "Windows line ends",
        "old Mac line ends",
        "blank rows before, between and after",
        "blanks and letter case in headings",
        "quoted headings",
        "commas within a quoted heading",
        "a line end within a quoted heading",
        "Thai digits and words",
        "Common Era and an indicator by name",
        "two-digit year, number and name",
    ],
)
def test_ways_to_write_the_same_row(raw, content):
    put(raw, "scores/a.csv", content)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert codes(read) == []


def test_semicolons_win_where_an_unquoted_heading_has_as_many_commas(raw):
    put(raw, "offices.csv", "agency_id;เรื่อง\n5310703;ก, ข\n")
    put(raw, "sources.csv", "file;บันทึก\n")
    read = read_folder(raw)
    assert read.offices["subject"].tolist() == ["ก, ข"]
    sheet = read_sheets(put(raw, "x.csv", "a;b, c\n1;2\n"))[0]
    assert sheet.rows == [["a", "b, c"], ["1", "2"]]


def test_workbooks_of_several_sheets(raw):
    headings = ["รหัสหน่วยงาน", "ปีงบประมาณ", "ตัวชี้วัดที่", "คะแนน"]
    workbook(
        raw,
        "scores/book.xlsx",
        ปี2567=[[], headings, [5310703, 2567.0, 9, 76.79000000000001], [None] * 4, ["0012", 2567, "๑๐", 100]],
        ปี2568=[headings, ["5310703", 2568, 9.0, 100]],
        ว่าง=[],
    )
    read = read_folder(raw)
    assert read.findings == []
    assert scores(read) == [
        ("5310703", 2567, 9, 76.79),
        ("0012", 2567, 10, 100.0),
        ("5310703", 2568, 9, 100.0),
    ]


def test_a_code_that_lost_its_zeros_in_a_spreadsheet_is_another_code(raw):
    workbook(
        raw, "scores/book.xlsx", a=[["agency_id", "fiscal_year", "indicator", "score"], [12, 2568, 1, 90]]
    )
    found = only(read_folder(raw), "agency_unknown")
    assert (found.agency_id, found.sheet, found.row) == ("12", "a", 2)


def test_dates_and_times_in_cells_are_text(raw):
    heading = MEASURES.strip().split(",")
    rows = [
        [5310703, 2568, 1, 1, "ก", None, "ข", "ค", dt.datetime(2024, 10, 1), None],
        [5310703, 2568, 2, 1, "ก", None, "ข", "ค", dt.date(2567, 10, 1), dt.time(8, 30)],
    ]
    workbook(raw, "measures/book.xlsx", a=[heading, *rows])
    read = read_folder(raw)
    assert read.findings == []
    assert read.measures["period"].tolist() == ["2024-10-01", "2567-10-01"]
    assert read.measures["period_start"].tolist() == [pd.Timestamp("2024-10-01")] * 2
    assert read.measures["monitoring"].tolist() == ["", "08:30:00"]


AS_DATES = [
    (
        "score",
        ["5310703", 2568, 1, dt.date(1965, 8, 1)],
    ),  # 8.65, typed where a point stands between day and month
    ("score", ["5310703", 2568, 1, dt.datetime(1900, 3, 31, 10, 48)]),
    ("score", ["5310703", 2568, 1, dt.time(9, 30)]),
    ("fiscal_year", ["5310703", dt.date(2024, 10, 1), 1, 91.5]),
    ("agency_id", [dt.date(2026, 5, 10), 2568, 1, 91.5]),
]


@pytest.mark.parametrize(
    "headings", [SCORES.strip().split(","), ["รหัสหน่วยงาน", "ปีงบประมาณ", "ตัวชี้วัด", "คะแนน", "ร้อยละผู้ตอบ"]]
)
@pytest.mark.parametrize(("column", "cells"), AS_DATES)
def test_a_number_that_became_a_date_is_told_and_not_used(raw, column, cells, headings):
    right = ["5310703", 2568, 2, 88.25]
    workbook(raw, "scores/book.xlsx", a=[headings, cells, right])
    read = read_folder(raw)
    found = next(found for found in read.findings if found.code == "value_as_date")
    assert (found.severity, found.row, found.column) == ("error", 2, column)
    assert scores(read) == [("5310703", 2568, 2, 88.25)]


@pytest.mark.parametrize("heading", [dt.date(2024, 10, 1), dt.datetime(2025, 9, 30, 12)])
def test_a_date_over_a_column_is_no_fiscal_year(raw, heading):
    rows = [["ตัวชี้วัด", heading], *(each for each in zip(INDICATORS, [91.5, 92.5, 93.5, 94.5], strict=True))]
    workbook(raw, "scores/book.xlsx", a=[["ผลการประเมิน ITA เทศบาลตำบลโคกม้า จังหวัดบุรีรัมย์"], *rows])
    read = read_folder(raw)
    assert read.scores.empty
    assert "nothing_used" in codes(read)


def test_charts_and_notes_in_a_workbook_do_no_harm(raw):
    file = workbook(
        raw,
        "scores/book.xlsx",
        คำแนะนำ=[["กรอกคะแนนในแผ่นงานถัดไป"]],
        คะแนน=[["agency_id", "fiscal_year", "indicator", "score"], ["5310703", 2568, 1, 99.19]],
    )
    book = openpyxl.load_workbook(file)
    book.create_chartsheet("แผนภูมิ")
    book.save(file)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    found = only(read, "sheet_not_used")
    assert found.sheet == "คำแนะนำ"
    assert found.severity == "warning"
    assert "กรอกคะแนนในแผ่นงานถัดไป" in text(found)


def test_measures_and_progress_from_one_table(raw):
    heading = MEASURES.strip() + ",round,status,result,outcome,problems,suggestions,remark,evidence\n"
    rows = (
        "5310703,2568,1,1,ก,IIT,ข,ค,,,6m,อยู่ระหว่างดำเนินการ,ผล,,,,,\n"
        "5310703,2568,1,1,,,,,,,รอบ ๑๒ เดือน,done,ผล,ลัพธ์,,,,\n"
        "5310703,2568,2,,จ,9,ข,ค,,,,,,,,,,\n"
    )
    put(raw, "measures/a.csv", heading + rows)
    read = read_folder(raw)
    assert read.findings == []
    assert read.measures[["measure", "activity", "title"]].values.tolist() == [[1, 1, "ก"], [2, 1, "จ"]]
    assert read.progress[["measure", "activity", "round", "status", "outcome"]].values.tolist() == [
        [1, 1, "6m", "under_way", ""],
        [1, 1, "12m", "done", "ลัพธ์"],
    ]


def test_a_total_printed_on_the_first_row_only(raw):
    rows = "5310703,2568,1,99.19,99.54,ผ่านดีเยี่ยม\n5310703,2568,2,99.84,,\n"
    put(raw, "scores/a.csv", SCORES.strip() + ",คะแนนรวม,ระดับ\n" + rows)
    read = read_folder(raw)
    assert read.findings == []
    assert len(read.scores) == 2
    assert read.totals[["published_total", "published_level"]].values.tolist() == [[99.54, "ผ่านดีเยี่ยม"]]


def test_indicators_that_a_measure_names(raw):
    tags = '"๙, ๑๐"', '"IIT; eit"', "ตัวชี้วัดที่ 9", "การใช้งบประมาณ", '"09,9"', '"9,11,²"'
    rows = [f"5310703,2568,{n},1,ก,{tag},,,,\n" for n, tag in enumerate(tags, start=1)]
    put(raw, "measures/a.csv", MEASURES + "".join(rows))
    read = read_folder(raw)
    assert read.measures["indicators"].tolist() == ["9,10", "IIT,EIT", "9", "2", "9", "9"]
    assert codes(read) == ["indicator_tag_unknown", "indicator_tag_unknown"]
    assert [(found.row, found.values["value"]) for found in read.findings] == [(7, "11"), (7, "²")]
    assert {found.severity for found in read.findings} == {"warning"}


def test_periods_are_read_where_they_can_be(raw):
    periods = "ต.ค. ๖๗ – ก.ย. ๖๘", "ปีงบประมาณ พ.ศ. ๒๕๖๘", "ค.ศ.๖๗ - ก.ย.๖๘", "ม.ค. 70", ""
    rows = [f"5310703,2568,{n},1,ก,,,,{period},\n" for n, period in enumerate(periods, start=1)]
    put(raw, "measures/a.csv", MEASURES + "".join(rows))
    read = read_folder(raw)
    assert read.measures["period"].tolist() == list(periods)
    year = [pd.Timestamp("2024-10-01"), pd.Timestamp("2025-09-30")]
    for row in (0, 1):
        assert read.measures.loc[row, ["period_start", "period_end"]].tolist() == year
    assert read.measures["period_start"].isna().tolist() == [False, False, True, False, True]
    assert [(found.code, found.row) for found in read.findings] == [
        ("period_common_era", 4),
        ("period_outside_year", 5),
    ]


def test_offices_with_and_without_a_year(raw):
    put(
        raw,
        "offices.csv",
        "agency_id,fiscal_year,document,office\n5310703,,,สำนักปลัด\n5310703,๒๕๖๘,แผน,กองคลัง\n",
    )
    read = read_folder(raw)
    assert read.findings == []
    assert read.offices["fiscal_year"].isna().tolist() == [True, False]
    assert read.offices["document"].tolist() == ["", "plan"]


@pytest.mark.parametrize("day", ["32 มกราคม 2568", "๓๑ ก.พ. ๒๕๖๘", "5 ตุลา"])
def test_a_day_that_does_not_exist_is_told_and_printed_as_it_stands(raw, day):
    put(raw, "offices.csv", f"agency_id,office,date\n5310703,กองคลัง,{day}\n")
    read = read_folder(raw)
    assert only(read, "date_impossible").row == 2
    assert read.offices["date"].tolist() == [day]


@pytest.mark.parametrize("day", ["", "ตุลาคม 2568", "วันที่ ๕ ตุลาคม ๒๕๖๘", "5/10/2568"])
def test_a_day_that_is_left_to_whoever_signs_or_exists_is_no_finding(raw, day):
    put(raw, "offices.csv", f"agency_id,office,date\n5310703,กองคลัง,{day}\n")
    assert read_folder(raw).findings == []


@pytest.mark.parametrize("note", ["หมายเหตุ: ข้อมูล ณ วันที่ ๑ ต.ค. ๒๕๖๘", "* คะแนนเต็ม ๑๐๐", "ที่มา: สำนักงาน ป.ป.ช."])
@pytest.mark.parametrize("place", range(4))
def test_notes_below_a_table_are_told_once_and_fail_nothing(raw, note, place):
    below = ",".join(note if each == place else "" for each in range(4))
    put(raw, "scores/a.csv", f"{SCORES}5310703,2568,9,90\n,,,\n{below}\n{below}\n")
    read = read_folder(raw)
    found = only(read, "note_below")
    assert (found.row, found.values["count"]) == (4, 2)
    assert read.scores["score"].tolist() == [90.0]


def test_a_row_that_is_no_note_or_not_the_last_is_still_a_fault(raw):
    put(raw, "scores/a.csv", f"{SCORES},,การเปิดเผยข้อมูล,\n,,,* ก\n5310703,2568,9,90\n")
    assert "note_below" not in codes(read_folder(raw))


# ------------------------------------------------------------------ what is wrong with a row
@pytest.mark.parametrize(
    ("row", "code", "column", "said"),
    [
        ("5310703,2568,2,101", "score_out_of_range", "score", "101"),
        ("5310703,2568,2,-1", "score_out_of_range", "score", "-1"),
        ("5310703,2568,2,100.004", "score_out_of_range", "score", "100.004"),
        (f"5310703,2568,2,{'9' * 400}", "score_out_of_range", "score", "999"),
        ("5310703,2568,2,ไม่มี", "number_unreadable", "score", "ไม่มี"),
        ("5310703,2568,2,nan", "number_unreadable", "score", "nan"),
        ("5310703,2568,2,1e2", "number_unreadable", "score", "1e2"),
        ('5310703,2568,2,"99,5"', "number_unreadable", "score", "99,5"),
        ("5310703,2568,11,90", "indicator_unknown", "indicator", "11"),
        ("5310703,2568,0,90", "indicator_unknown", "indicator", "0"),
        ("5310703,2568,2.5,90", "indicator_unknown", "indicator", "2.5"),
        ("5310703,2568,การทำบุญ,90", "indicator_unknown", "indicator", "การทำบุญ"),
        ("5310703,2568,2 การใช้อำนาจ,90", "indicator_unknown", "indicator", "2 การใช้อำนาจ"),
        (f"5310703,2568,{'9' * 99},90", "indicator_unknown", "indicator", "999"),
        ("5310703,2568,,90", "value_missing", "indicator", "ตัวชี้วัด (indicator)"),
        ("5310703,2500,2,90", "year_outside_framework", "fiscal_year", "2562"),
        ("5310703,2561,2,90", "year_outside_framework", "fiscal_year", "2561"),
        ("5310703,3105,2,90", "year_added_twice", "fiscal_year", "2562"),
        ("5310703,ปีก่อน,2,90", "year_unreadable", "fiscal_year", "ปีก่อน"),
        ("9999999,2568,2,90", "agency_unknown", "agency_id", "9999999"),
        ("12,2568,2,90", "agency_unknown", "agency_id", "12"),
        ("../../x,2568,2,90", "agency_id_malformed", "agency_id", "../../x"),
        (f"{'1' * 33},2568,2,90", "agency_id_malformed", "agency_id", "111"),
        ("5310703,2568,2,90,ฝากไว้", "row_too_long", "", "ฝากไว้"),
    ],
)
def test_a_bad_score_is_one_finding_and_the_other_rows_stay(raw, row, code, column, said):
    put(raw, "scores/a.csv", SCORES + GOOD + row + "\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    found = only(read, code)
    assert found.severity == "error"
    assert (found.file, found.sheet, found.row, found.column) == ("scores/a.csv", "", 3, column)
    assert said in text(found)
    assert found.agency_id == ("" if code == "agency_id_malformed" else row.split(",")[0])


@pytest.mark.parametrize("cell", ["", "-", "–"])
def test_a_blank_score_is_no_score_and_no_zero(raw, cell):
    put(raw, "scores/a.csv", SCORES + GOOD + f"5310703,2568,2,{cell}\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert only(read, "score_blank").severity == "warning"


def test_one_bad_cell_in_a_column_of_many(raw):
    rows = [f"5310703,2568,{n},{90 + n / 100}\n" for n in range(1, 10)]
    put(raw, "scores/a.csv", SCORES + "".join(rows) + "5310703,2568,10,เก้าสิบ\n")
    read = read_folder(raw)
    assert [score for *_, score in scores(read)] == [round(90 + n / 100, 2) for n in range(1, 10)]
    assert only(read, "number_unreadable").row == 11


def test_more_than_two_decimals_are_rounded_half_up_and_told(raw):
    put(
        raw, "scores/a.csv", SCORES + "5310703,2568,1,84.995\n5310703,2568,2,84.9949\n5310703,2568,3,88.640\n"
    )
    read = read_folder(raw)
    assert [score for *_, score in scores(read)] == [85.0, 84.99, 88.64]
    assert [(found.code, found.row) for found in read.findings] == [
        ("score_rounded", 2),
        ("score_rounded", 3),
    ]
    assert "85.00" in text(read.findings[0])


def test_every_bad_cell_of_a_row_is_told(raw):
    put(raw, "scores/a.csv", SCORES + "5310703,ก,ข,ค\n")
    read = read_folder(raw)
    assert [(found.row, found.column) for found in read.findings] == [
        (2, "fiscal_year"),
        (2, "indicator"),
        (2, "score"),
    ]


def test_of_rows_that_are_wrong_in_the_same_way_the_first_are_told_and_no_agency_is_forgotten(
    raw, monkeypatch
):
    monkeypatch.setattr(many, "MOST_OF_A_KIND", 3)
    rows = "5310703,2568,1,x\n" * 9 + "5310703,2567,1,x\n0012,2568,1,y\n" + "0012,2568,2,y\n" * 4
    put(raw, "scores/a.csv", SCORES + rows)
    put(raw, "scores/b.csv", SCORES + "5310703,2568,3,x\n")
    read = read_folder(raw)
    told = [(found.file, found.row) for found in read.findings if found.code == "number_unreadable"]
    assert told == [("scores/a.csv", row) for row in (2, 3, 4, 11, 12)] + [("scores/b.csv", 2)]
    (more,) = [found for found in read.findings if found.code == "more_of_the_same"]
    assert more.file == "scores/a.csv"
    assert "10 more of the same" in text(more)
    assert "“x” ไม่ใช่ตัวเลข" in text(more)


def test_contradicting_scores_are_both_named_and_both_left_out(raw):
    put(raw, "scores/a.csv", SCORES + GOOD + "5310703,2568,2,90\n")
    put(raw, "scores/b.csv", SCORES + "5310703,2568,2,91\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert [(found.code, found.file, found.row) for found in read.findings] == [
        ("row_contradicts", "scores/a.csv", 3),
        ("row_contradicts", "scores/b.csv", 2),
    ]
    first, second = read.findings
    assert "“90.00”" in text(first)
    assert "scores/b.csv แถวที่ 2 ระบุ “91.00”" in text(first)
    assert "scores/a.csv, row 3" in text(second)
    assert first.agency_id == "5310703"


def test_the_same_score_in_three_files_counts_once(raw):
    for name in "abc":
        put(raw, f"scores/{name}.csv", SCORES + GOOD + "5310703,2568,2,90\n")
    read = read_folder(raw)
    assert len(read.scores) == 2
    assert set(read.scores["source"]) == {"scores/a.csv"}
    assert [(found.code, found.file, found.values["count"]) for found in read.findings] == [
        ("row_repeated", "scores/b.csv", 2),
        ("row_repeated", "scores/c.csv", 2),
    ]
    assert {found.severity for found in read.findings} == {"note"}


def test_two_that_agree_do_not_outvote_a_third(raw):
    for name, score in (("a", 90), ("b", 91), ("c", 90)):
        put(raw, f"scores/{name}.csv", SCORES + f"5310703,2568,2,{score}\n")
    read = read_folder(raw)
    assert scores(read) == []
    assert codes(read) == ["row_contradicts"] * 3
    assert "scores/b.csv" in text(read.findings[2])


def test_totals_that_contradict_or_repeat(raw):
    heading = "agency_id,fiscal_year,published_total,published_level\n"
    put(raw, "scores/a.csv", heading + "5310703,2567,93.99,ผ่านดี\n6300503,2567,80,\n0012,2567,,ผ่าน\n")
    put(raw, "scores/b.csv", heading + "5310703,2567,93.98,ผ่านดี\n6300503,2567,80.00,\n0012,2567,-,ผ่าน\n")
    read = read_folder(raw)
    assert read.totals["agency_id"].tolist() == ["6300503", "0012"]
    assert read.totals["published_total"].isna().tolist() == [False, True]
    assert codes(read) == ["row_contradicts", "row_contradicts", "row_repeated"]


def test_a_level_that_does_not_exist_is_kept_and_told(raw):
    heading = "agency_id,fiscal_year,published_total,published_level\n"
    rows = "5310703,2568,93.99,ผ่านมาก\n5310703,2566,96.04,96.04 (ผ่าน) ระดับ AA\n5310703,2565,93.99,A\n"
    put(raw, "scores/a.csv", heading + rows)
    read = read_folder(raw)
    assert read.totals["published_level"].tolist() == ["ผ่านมาก", "96.04 (ผ่าน) ระดับ AA", "A"]
    assert [found.row for found in read.findings if found.code == "level_unknown"] == [2, 3]


def test_measures_without_an_activity_number(raw):
    put(raw, "measures/a.csv", MEASURES + "5310703,2568,1,,ก,,ข,,,\n")
    read = read_folder(raw)
    assert read.findings == []
    assert read.measures["activity"].tolist() == [1]


def test_activities_without_numbers_are_not_guessed(raw):
    put(raw, "measures/a.csv", MEASURES + MEASURE + "5310703,2568,2,,ก,,ข,,,\n5310703,2568,2,,ก,,ค,,,\n")
    read = read_folder(raw)
    assert read.measures["measure"].tolist() == [1]
    assert codes(read) == ["activity_contradicts"] * 2
    assert [found.column for found in read.findings] == ["step", "step"]
    assert "ลำดับกิจกรรม" in text(read.findings[0])


@pytest.mark.parametrize("number", ["0", "ก", "1.5", "1000", "-1", "9" * 50])
def test_a_measure_without_a_running_number(raw, number):
    put(raw, "measures/a.csv", MEASURES + MEASURE + f"5310703,2568,{number},1,ก,,ข,,,\n")
    read = read_folder(raw)
    assert read.measures["measure"].tolist() == [1]
    assert only(read, "measure_number").column == "measure"


def test_progress_needs_its_measure(raw):
    put(raw, "measures/a.csv", MEASURES + MEASURE)
    put(raw, "measures/b.csv", PROGRESS + "5310703,2568,1,1,12m,done,ผล\n5310703,2568,2,1,12m,done,ผล\n")
    read = read_folder(raw)
    assert read.progress[["measure", "round"]].values.tolist() == [[1, "12m"]]
    found = only(read, "progress_without_measure")
    assert (found.file, found.row, found.agency_id, found.fiscal_year) == (
        "measures/b.csv",
        3,
        "5310703",
        2568,
    )


@pytest.mark.parametrize(
    ("cells", "column"), [("9m,done", "round"), ("12m,เสร็จไหม", "status"), (",done", "round")]
)
def test_a_word_that_is_no_choice(raw, cells, column):
    put(raw, "measures/a.csv", MEASURES + MEASURE)
    put(raw, "measures/b.csv", PROGRESS + f"5310703,2568,1,1,{cells},ผล\n")
    read = read_folder(raw)
    found = only(read, "value_missing" if cells.startswith(",") else "choice_unknown")
    assert (found.row, found.column) == (2, column)
    assert read.progress.empty


def test_repeated_office_rows_without_a_year(raw):
    rows = "5310703,,,ก\n5310703,,,ข\n6300503,,,ค\n6300503,,,ค\n"
    put(raw, "offices.csv", "agency_id,fiscal_year,document,office\n" + rows)
    read = read_folder(raw)
    assert read.offices["office"].tolist() == ["ค"]
    assert codes(read) == ["row_contradicts", "row_contradicts", "row_repeated"]


# ------------------------------------------------------------------ what is wrong with a table
def test_a_heading_that_is_not_known(raw):
    put(raw, "scores/a.csv", SCORES.strip() + ",ความเห็นส่วนตัว,ว่าง\n" + GOOD.strip() + ",ดี,\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert "ความเห็นส่วนตัว" in text(only(read, "column_not_understood"))


def test_a_cell_without_heading(raw):
    put(raw, "scores/a.csv", SCORES.strip() + ",\n" + GOOD.strip() + ",หมายเหตุลอย\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert (only(read, "cell_without_heading").row, read.findings[0].severity) == (2, "warning")


def test_two_columns_that_mean_the_same(raw):
    heading = "agency_id,fiscal_year,indicator,คะแนน,คะแนน ITA\n"
    put(raw, "scores/same.csv", heading + "5310703,2568,1,99.19,99.19\n")
    put(raw, "scores/blank.csv", heading + "5310703,2568,2,,90\n")
    put(raw, "scores/differ.csv", heading + "5310703,2568,3,90,91\n")
    read = read_folder(raw)
    assert scores(read) == [("5310703", 2568, 2, 90.0), ("5310703", 2568, 1, 99.19)]
    found = only(read, "column_repeated")
    assert (found.file, found.column) == ("scores/differ.csv", "score")
    assert "“คะแนน ITA”" in text(found)


@pytest.mark.parametrize(
    ("content", "column"),
    [
        ("agency_id,fiscal_year,score\n5310703,2568,90\n", "indicator"),
        ("agency_id,fiscal_year,มาตรการ,วิธีดำเนินการ\n5310703,2568,ก,ข\n", "measure"),
        (PROGRESS.replace("round,", "") + "5310703,2568,1,1,done,ผล\n", "round"),
        (MEASURES.strip() + ",ผลการดำเนินการ\n" + MEASURE.strip() + ",ผล\n", "round"),
    ],
)
def test_a_column_without_which_the_others_are_of_no_use(raw, content, column):
    put(raw, "measures/5310703/2568.csv", content)
    found = only(read_folder(raw), "column_missing")
    assert found.column == column
    assert (found.severity, found.agency_id, found.fiscal_year) == ("error", "5310703", 2568)


def test_columns_that_are_there_but_blank_need_no_other(raw):
    put(raw, "measures/a.csv", MEASURES.strip() + ",ผลการดำเนินการ,หมายเหตุ\n" + MEASURE.strip() + ",,\n")
    read = read_folder(raw)
    assert read.findings == []
    assert len(read.measures) == 1


def test_a_level_beside_each_score_is_not_a_total(raw):
    put(raw, "scores/a.csv", SCORES.strip() + ",ระดับ\n" + GOOD.strip() + ",A\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    found = only(read, "column_unused")
    assert (found.severity, found.column) == ("warning", "published_level")


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n", SCORES, "\ufeff"])
def test_a_table_without_data(raw, content):
    put(raw, "scores/5310703/2568.csv", content)
    found = only(read_folder(raw), "table_empty")
    assert (found.severity, found.agency_id) == ("warning", "5310703")


def test_a_layout_that_is_not_known(raw):
    put(raw, "scores/a.csv", "ที่,รายการ\n1,กิจกรรมจิตอาสา\n")
    put(raw, "scores/b.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    found = only(read, "table_not_understood")
    assert found.file == "scores/a.csv"
    assert "ที่, รายการ" in text(found)


# ------------------------------------------------------------------ what is wrong with a file
def protected_workbook():
    """The outside of an Excel workbook with a password: a compound file that holds a sealed package."""
    return compound(bytes(4096), "EncryptedPackage")


def workbook_bytes():
    book = openpyxl.Workbook()
    book.active.append(["agency_id", "fiscal_year", "indicator", "score"])
    for indicator in range(1, 11):
        book.active.append(["5310703", 2568, indicator, 90.5])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content, edit):
    """A workbook whose parts went through ``edit(name, bytes)``."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
    return result.getvalue()


def moved_cell(address):
    """A workbook one of whose cells says that it stands elsewhere."""

    def edit(name, part):
        return part.replace(b'r="D11"', address) if name.endswith("sheet1.xml") else part

    return repacked(workbook_bytes(), edit)


def paragraph(text):
    return word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


ROW_OF_ODS = '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">'
ROW_OF_ODS += "<text:p>ก</text:p></table:table-cell></table:table-row></table:table>"
WHOLE = {
    ".xlsx": workbook_bytes(),
    ".xlsm": workbook_bytes(),
    ".ods": sheet_of_ods(ROW_OF_ODS),
    ".docx": paragraph("ก"),
    ".xls": old_workbook([old_cell(0, 0, "ก")]),
}
PROTECTED = {
    "packed.xlsx": sealed(workbook_bytes()),
    "one_part.xlsm": sealed(workbook_bytes(), lambda name: name.endswith("sheet1.xml")),
    "container.xlsx": protected_workbook(),
    "container.xlsm": protected_workbook(),
    "packed.ods": sealed(WHOLE[".ods"]),
    "parts.ods": sheet_of_ods(ROW_OF_ODS, sealed="<file-entry><encryption-data/></file-entry>"),
    "whole.ods": archive(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
        **{
            "META-INF/manifest.xml": b"<manifest><file-entry><encryption-data/></file-entry></manifest>",
            "encrypted-package": bytes(64),
        },
    ),
    "packed.docx": sealed(paragraph("ก")),
    "one_part.docx": sealed(paragraph("ก"), lambda name: name == "word/document.xml"),
    "container.docx": protected_workbook(),
    "old.xls": old_workbook([old_cell(0, 0, "ก")], sealed=True),
}


@pytest.mark.parametrize("name", PROTECTED)
def test_a_file_with_a_password_is_told_in_words(raw, name):
    put(raw, f"scores/{name}", PROTECTED[name])
    put(raw, "scores/good.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    told = only(read, "file_protected")
    assert told.file == f"scores/{name}"
    assert "รหัสผ่าน" in text(told)
    assert "password" in text(told)


@pytest.mark.parametrize("suffix", WHOLE)
def test_the_same_files_without_a_password_are_opened(tmp_path, suffix):
    assert read_sheets(put(tmp_path, f"a{suffix}", WHOLE[suffix]))[0].rows


UNCLOSED = SCORES + GOOD + '5310703,2568,2,"90\n5310703,2568,3,90\n'
STRAY = MEASURES + MEASURE + '5310703,2568,2,1,"ก" ข,,,,,\n'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file_unreadable"),
        ("a.xlsx", b"no workbook at all", "file_unreadable"),
        ("a.xlsx", workbook_bytes()[:-900], "file_unreadable"),
        ("a.xlsx", workbook_bytes()[900:], "file_unreadable"),
        ("a.xlsx", repacked(workbook_bytes(), lambda name, part: part[: len(part) // 2]), "file_unreadable"),
        ("a.xlsx", protected_workbook(), "file_protected"),
        ("a.xlsx", moved_cell(b'r="XFD1048576"'), "sheet_too_large"),
        ("a.xlsx", moved_cell(b'r="D99999999999"'), "file_unreadable"),
        ("a.xlsx", moved_cell(b""), "file_unreadable"),
        ("a.csv", workbook_bytes(), "encoding_unknown"),
        ("a.csv", b"a,b\0c\n", "encoding_unknown"),
        ("a.csv", (SCORES + "รหัส").encode("utf-8") + b"\xff\n", "encoding_unknown"),
        ("a.csv", ("รายงานผลการประเมิน" * 9).encode("utf-8")[:-1], "encoding_unknown"),
        ("a.csv", b"\xff\xfea", "encoding_unknown"),
        ("a.csv", UNCLOSED, "quotation_faulty"),
        ("a.csv", STRAY, "quotation_faulty"),
        ("a.pdf", b"%PDF-1.7", "pdf_needs_a_person"),
        ("a", b"", "file_format_unknown"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(raw, name, content, code):
    put(raw, f"scores/{name}", content)
    put(raw, "scores/good.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    found = only(read, code)
    assert found.file == f"scores/{name}"
    assert text(found)
    if code == "quotation_faulty":
        assert found.row == 3


def test_control_characters_are_taken_out_and_told(raw):
    put(raw, "scores/a.csv", SCORES + "5310703,2568,1,99.\x1b19\n")
    put(raw, "agencies.csv", AGENCIES.replace("โคกม้า", "โคก\u202eม้า"))
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert read.agencies["name"].iloc[0] == "โคกม้า"
    assert [(found.code, found.file, found.row) for found in read.findings] == [
        ("control_characters", "agencies.csv", 2),
        ("control_characters", "scores/a.csv", 2),
    ]


def test_a_row_with_a_cell_that_is_too_long_is_left_out(raw):
    long = "ก" * 32_768
    put(raw, "measures/a.csv", MEASURES + MEASURE + MEASURE.replace(",1,1,", ",2,1,").replace("ขั้นตอน", long))
    put(raw, "measures/b.csv", MEASURES + MEASURE.replace(",1,1,", ",3,1,").replace("ขั้นตอน", long[1:]))
    read = read_folder(raw)
    assert read.measures["measure"].tolist() == [1, 3]
    assert [(found.code, found.row) for found in read.findings] == [
        ("cell_too_long", 3),
        ("measure_numbers_apart", 2),
    ]


def test_codes_that_are_one_file_name_on_some_systems(raw):
    put(raw, "agencies.csv", AGENCIES + "ab,ก,,,\nAB,ข,,,\nindex,ค,,,\nCon,ง,,,\nindexes,จ,,,\n")
    read = read_folder(raw)
    assert read.agencies["agency_id"].tolist() == ["5310703", "6300503", "0012", "indexes"]
    assert codes(read) == ["agency_id_letter_case"] * 2 + ["agency_id_malformed"] * 2


def test_a_text_box_of_a_word_file_is_read_once(tmp_path):
    box = "<w:p><w:r><w:t>ในกรอบ</w:t></w:r></w:p>"
    again = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    again += f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    file = put(tmp_path, "a.docx", word(f"<w:p><w:r><w:t>ก่อน</w:t>{again}<w:t>หลัง</w:t></w:r></w:p>"))
    assert read_sheets(file)[0].rows == [["ก่อนหลัง"], ["ในกรอบ"]]


def test_a_file_of_an_agency_that_cannot_be_read_concerns_that_agency(raw):
    put(raw, "scores/5310703/2568.xlsx", b"")
    found = only(read_folder(raw), "file_unreadable")
    assert (found.agency_id, found.fiscal_year) == ("5310703", 2568)


def test_a_workbook_that_unpacks_to_more_than_is_read(raw, monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 3 * 2**20)

    def blown_up(name, part):
        return part + b" " * 2**22 if name.endswith("sheet1.xml") else part

    put(raw, "scores/bomb.xlsx", repacked(workbook_bytes(), blown_up))
    found = only(read_folder(raw), "file_too_large")
    assert "3 MB" in text(found)


def test_a_workbook_that_lies_about_its_size(raw):
    content = bytearray(repacked(workbook_bytes(), lambda name, part: part))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    put(raw, "scores/liar.xlsx", bytes(content))
    only(read_folder(raw), "file_unreadable")


def test_a_file_of_200_mb_is_not_read(raw):
    with (raw / "big.csv").open("wb") as file:
        file.truncate(200 * 2**20)
    (raw / "scores").mkdir()
    (raw / "big.csv").rename(raw / "scores" / "big.csv")
    found = only(read_folder(raw), "file_too_large")
    assert "200 MB" in text(found)
    assert "50 MB" in text(found)


def test_an_old_word_file_is_asked_for_in_another_format(raw):
    put(raw, "scores/a.doc", b"\xd0\xcf\x11\xe0")
    found = only(read_folder(raw), "file_format_unknown")
    assert found.severity == "warning"
    assert ".doc" in text(found)


def test_a_file_that_may_not_be_read(raw, monkeypatch):
    denied = put(raw, "scores/a.csv", SCORES)
    put(raw, "scores/b.csv", SCORES + GOOD)
    read_bytes = Path.read_bytes

    def refuse(path):
        if path == denied:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert only(read, "file_not_accessible").file == "scores/a.csv"


# ------------------------------------------------------------------ the folder
def test_there_is_no_raw_folder(tmp_path):
    with pytest.raises(RawFolderMissingError, match=r"agencies\.csv"):
        read_folder(tmp_path / "raw")


@pytest.mark.parametrize("inside", [None, ".gitkeep", ".ipynb_checkpoints/a.csv"])
def test_there_is_nothing_in_the_raw_folder(tmp_path, inside):
    (tmp_path / "raw").mkdir()
    if inside:
        put(tmp_path / "raw", inside, "")
    with pytest.raises(RawFolderMissingError):
        read_folder(tmp_path / "raw")


def test_the_raw_folder_is_a_file(tmp_path):
    put(tmp_path, "raw", "")
    with pytest.raises(RawFolderMissingError):
        read_folder(tmp_path / "raw")


def test_hidden_files_and_what_programs_leave_behind_are_no_data(raw):
    names = (".DS_Store", "~$a.xlsx", "Thumbs.db", ".ipynb_checkpoints/a-checkpoint.csv", "__MACOSX/._a.csv")
    for name in names:
        put(raw, f"scores/{name}", SCORES + "5310703,2568,1,1\n")
    put(raw, "scores/a.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert read.findings == []
    assert [name for name in raw_files.all_files(raw) if name.startswith("scores/")] == ["scores/a.csv"]


def test_what_lies_in_the_wrong_place_is_told(raw):
    put(raw, "score/a.csv", SCORES + GOOD)
    put(raw, "score/b.csv", SCORES + GOOD)
    put(raw, "คะแนน.xlsx", b"")
    put(raw, "scores/a.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert [(found.code, found.file) for found in read.findings] == [
        ("file_misplaced", "score/"),
        ("file_misplaced", "คะแนน.xlsx"),
    ]


def test_folders_and_records_in_other_letter_case(tmp_path):
    raw = tmp_path / "raw"
    put(raw, "Agencies.CSV", AGENCIES)
    put(raw, "Scores/a.csv", SCORES + GOOD)
    put(raw, "sources.csv", "file,publisher\nscores/A.csv,ป.ป.ช.\n")
    read = read_folder(raw)
    assert read.findings == []
    assert scores(read) == THE_GOOD_ONE
    assert read.sources["file"].tolist() == ["Scores/a.csv"]


def test_a_folder_named_like_a_file(raw):
    put(raw, "scores/x.csv/2568.csv", SCORES + GOOD)
    (raw / "sources.csv").mkdir()
    (raw / "measures.csv").mkdir()
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert read.findings == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_followed_and_circles_end(raw, tmp_path):
    put(tmp_path, "elsewhere/a.csv", SCORES + GOOD)
    (raw / "scores").mkdir()
    (raw / "scores" / "elsewhere").symlink_to(tmp_path / "elsewhere")
    (raw / "scores" / "round").symlink_to(raw)
    (raw / "scores" / "self").symlink_to(raw / "scores" / "self")
    (raw / "scores" / "gone.csv").symlink_to(tmp_path / "gone.csv")
    (raw / "scores" / "all").symlink_to("/")
    (raw / "scores" / "up").symlink_to(tmp_path)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert [(found.code, found.file) for found in read.findings] == [
        ("folder_twice", "scores/all/"),
        ("file_not_accessible", "scores/gone.csv"),
        ("folder_twice", "scores/round/"),
        ("file_not_accessible", "scores/self"),
        ("folder_twice", "scores/up/"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_folder_that_is_linked_twice_is_read_once_and_told(raw, tmp_path):
    put(tmp_path, "elsewhere/2568.csv", "indicator,score\n1,80.00\n")
    (raw / "scores").mkdir()
    for code in ("5310703", "6300503"):
        (raw / "scores" / code).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    read = read_folder(raw)
    assert scores(read) == [("5310703", 2568, 1, 80.0)]
    found = only(read, "folder_twice")
    assert found.file == "scores/6300503/"
    assert "scores/5310703/" in text(found)


@pytest.mark.skipif(sys.platform != "linux", reason="devices as Linux shows them")
@pytest.mark.parametrize(
    "target", ["/proc", "/proc/self", "/proc/self/status", "/sys", "/dev/zero", "/dev/tty"]
)
def test_a_link_to_what_a_system_shows_as_files_is_told(raw, target):
    put(raw, "scores/a.csv", SCORES + GOOD)
    (raw / "scores" / "link.csv").symlink_to(target)
    (raw / "sources.csv").symlink_to(target)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert {(found.code, found.file) for found in read.findings} == {
        ("file_not_accessible", "scores/link.csv"),
        ("file_not_accessible", "sources.csv"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Agencies.csv", "agencies.csv"),
        ("scores/A.csv", "scores/a.csv"),
        ("scores/e\u0301.csv", "scores/\u00e9.csv"),
    ],
)
def test_names_that_some_disks_take_for_the_same_are_told(raw, one, other):
    contents = [AGENCIES, "agency_id,name\n0012,อื่น\n"]
    if other != "agencies.csv":
        contents = [SCORES + GOOD, SCORES + "0012,2568,1,80\n"]
    for name, content in zip((other, one), contents, strict=True):
        put(raw, name, content)
    if (raw / other).read_bytes() != contents[0].encode():
        pytest.skip("this disk takes them for the same")
    put(raw, "scores/good.csv", SCORES + "6300503,2568,1,70\n")
    read = read_folder(raw)
    assert len(read.agencies) == 3
    assert len(read.scores) == (1 if other == "agencies.csv" else 3)
    found = only(read, "names_alike")
    assert {found.file, found.values["other"]} == {one, other}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_not_waited_for(raw):
    (raw / "scores").mkdir()
    os.mkfifo(raw / "scores" / "pipe.csv")
    assert only(read_folder(raw), "file_not_accessible").file == "scores/pipe.csv"


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_file_name_in_another_encoding(raw):
    (raw / "scores").mkdir()
    name = os.fsencode(raw / "scores") + b"/" + "คะแนน".encode("cp874") + b".csv"
    try:
        Path(os.fsdecode(name)).write_text(SCORES + GOOD + "5310703,2568,2,x\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert findings.to_frame(read.findings)["file"].iloc[0].encode("utf-8")


# ------------------------------------------------------------------ agencies.csv
def test_without_a_list_of_agencies_that_is_the_one_finding(raw):
    (raw / "agencies.csv").unlink()
    put(raw, "scores/a.csv", SCORES + GOOD)
    put(raw, "measures/5310703/2568.csv", MEASURES.replace("agency_id,fiscal_year,", "") + "1,1,ก,,,,,\n")
    found = only(read_folder(raw), "agencies_missing")
    assert found.severity == "error"


@pytest.mark.parametrize("content", ["", "agency_id,name\n", "\n\n", "agency_id,name\n,\n"])
def test_a_list_of_agencies_without_agencies(raw, content):
    put(raw, "agencies.csv", content)
    put(raw, "scores/a.csv", SCORES + GOOD)
    assert {"agencies_empty"} <= set(codes(read_folder(raw))) <= {"agencies_empty", "column_absent"}


def test_a_list_of_agencies_without_names(raw):
    put(raw, "agencies.csv", "รหัส,ประเภท\n5310703,เทศบาลตำบล\n")
    read = read_folder(raw)
    missing = [found.column for found in read.findings if found.code == "column_missing"]
    absent = [found.column for found in read.findings if found.code == "column_absent"]
    assert (missing, absent) == (["name"], ["district", "province"])


def test_an_agency_listed_twice(raw):
    put(raw, "agencies.csv", AGENCIES + AGENCIES.splitlines()[1] + "\n0012,อื่น,,,\n")
    put(raw, "scores/a.csv", SCORES + GOOD + "0012,2568,1,90\n")
    read = read_folder(raw)
    assert read.agencies["agency_id"].tolist() == ["5310703", "6300503"]
    assert scores(read) == THE_GOOD_ONE
    assert codes(read) == ["agency_unknown", "row_contradicts", "row_contradicts", "row_repeated"]
    contradictions = [found for found in read.findings if found.code == "row_contradicts"]
    assert [(found.row, found.agency_id) for found in contradictions] == [(4, "0012"), (6, "0012")]


def test_an_agency_without_code_or_name(raw):
    put(raw, "agencies.csv", AGENCIES + ",ไร้รหัส,,,\n0013,,,,\n")
    read = read_folder(raw)
    assert len(read.agencies) == 3
    assert [(found.code, found.row, found.column) for found in read.findings] == [
        ("value_missing", 5, "agency_id"),
        ("value_missing", 6, "name"),
    ]


def test_an_unknown_agency_is_told_once_a_table_and_year(raw):
    rows = [f"9999999,{year},{n},90\n" for year in (2567, 2568) for n in range(1, 11)]
    put(raw, "scores/a.csv", SCORES + "".join(rows) + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert [(found.code, found.row, found.fiscal_year, found.values["count"]) for found in read.findings] == [
        ("agency_unknown", 2, 2567, 10),
        ("agency_unknown", 12, 2568, 10),
    ]


# ------------------------------------------------------------------ whose data a file holds
BARE = "indicator,score\n1,99.19\n"
HALF = "fiscal_year,indicator,score\n2568,1,99.19\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("scores/5310703/2568.csv", BARE, None),
        ("scores/any/depth/๕๓๑๐๗๐๓/๒๕๖๘.csv", BARE, None),
        ("scores/a.csv", BARE, "scores/a.csv,scores,5310703,2568"),
        ("scores/a.csv", BARE, "scores\\a.csv,,๕๓๑๐๗๐๓,2025"),
        ("scores/a.csv", BARE, "raw/scores/a.csv,คะแนน,5310703,พ.ศ. 2568"),
        ("scores/คําสั่ง  1.csv", BARE, "scores/คำสั่ง 1.csv,,5310703,2568"),
        ("scores/a.csv", HALF, "scores/a.csv,,5310703,"),
        ("scores/a.csv", HALF, "scores/a.csv,,5310703,2568"),
        ("scores/5310703/2568.csv", HALF, "scores/5310703/2568.csv,,,"),
        ("scores/5310703/2568.csv", SCORES + GOOD, "scores/5310703/2568.csv,,5310703,2568"),
        ("scores/66/2567.csv", SCORES + GOOD, None),
        ("scores/2567/2568.csv", SCORES + GOOD, None),
        ("scores/5310703/scores.csv", SCORES + GOOD, None),
    ],
)
def test_agency_and_year_come_from_where_they_are_told(raw, name, content, told):
    put(raw, name, content)
    if told:
        put(raw, "sources.csv", "file,kind,agency_id,fiscal_year\n" + told + "\n")
    read = read_folder(raw)
    assert read.findings == []
    assert scores(read) == THE_GOOD_ONE


@pytest.mark.parametrize(
    ("name", "content", "told", "column", "row"),
    [
        ("scores/5310703/2567.csv", HALF, None, "fiscal_year", 2),
        ("scores/6300503/2568.csv", SCORES + GOOD, None, "agency_id", 2),
        ("scores/5310703/2568.csv", BARE, "scores/5310703/2568.csv,,6300503,", "agency_id", None),
        ("scores/5310703/2568.csv", BARE, "scores/5310703/2568.csv,,,2567", "fiscal_year", None),
        ("scores/a.csv", SCORES + GOOD, "scores/a.csv,,6300503,", "agency_id", 2),
        ("scores/a.csv", SCORES + GOOD, "scores/a.csv,,,2567", "fiscal_year", 2),
    ],
)
def test_nothing_is_guessed_where_two_places_disagree(raw, name, content, told, column, row):
    put(raw, name, content)
    if told:
        put(raw, "sources.csv", "file,kind,agency_id,fiscal_year\n" + told + "\n")
    read = read_folder(raw)
    assert scores(read) == []
    found = only(read, "provenance_disagrees")
    assert (found.file, found.column, found.row) == (name, column, row)
    both = {"agency_id": {"5310703", "6300503"}, "fiscal_year": {"2567", "2568"}}[column]
    assert all(value in text(found) for value in both)


def test_only_the_rows_that_disagree_are_left_out(raw):
    put(raw, "scores/5310703/2568.csv", SCORES + GOOD + "6300503,2568,1,90\n6300503,2568,2,90\n,,3,90\n")
    read = read_folder(raw)
    assert scores(read) == [*THE_GOOD_ONE, ("5310703", 2568, 3, 90.0)]
    found = only(read, "provenance_disagrees")
    assert (found.row, found.values["count"]) == (3, 2)


@pytest.mark.parametrize(
    ("name", "content", "column", "count"),
    [
        ("scores/a.csv", HALF, "agency_id", 1),
        ("scores/9999999/2568.csv", HALF, "agency_id", 1),
        ("scores/a.csv", "agency_id,indicator,score\n5310703,1,90\n", "fiscal_year", 1),
        ("scores/a.csv", SCORES + ",2568,1,90\n,2568,2,90\n", "agency_id", 2),
    ],
)
def test_nothing_is_guessed_where_nobody_tells(raw, name, content, column, count):
    put(raw, name, content)
    put(raw, "scores/good.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    found = only(read, "provenance_missing")
    assert (found.column, found.row, found.values["count"]) == (column, 2, count)
    assert "scores/<agency_id>/<fiscal_year>.csv" in text(found)


def test_neither_agency_nor_year_is_told(raw):
    put(raw, "scores/a.csv", BARE)
    found = only(read_folder(raw), "provenance_missing")
    assert found.column == "agency_id"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("scores/b.csv,,5310703,2568", "source_without_file"),
        ("scores/a.csv,,53 10703,2568", "agency_id_malformed"),
        ("scores/a.csv,,5310703,ปีนี้", "year_unreadable"),
        (",,5310703,2568", "value_missing"),
        ("scores/a.csv,,5310703,\nscores/a.csv,,6300503,", "row_contradicts"),
        ("scores/a.csv,,5310703,\nscores/a.csv,,5310703,", "row_repeated"),
    ],
)
def test_what_is_wrong_with_sources_is_told_there(raw, rows, code):
    put(raw, "scores/a.csv", SCORES + GOOD)
    put(raw, "sources.csv", "file,kind,agency_id,fiscal_year\n" + rows + "\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert set(codes(read)) == {code}
    assert {found.file for found in read.findings} == {"sources.csv"}
    assert all(found.row for found in read.findings)


@pytest.mark.parametrize(
    ("written", "until", "code"),
    [
        ("31 มีนาคม 2568", "2025-03-31", ""),
        ("๓๑/๓/๖๘", "2025-03-31", ""),
        ("2568-03-31", "2025-03-31", ""),
        ("มี.ค. 68", "2025-03-31", ""),  # of a month its last day
        ("ก.พ. ๒๕๖๗", "2024-02-29", "results_until_too_early"),
        ("30 กันยายน 2567", "2024-09-30", "results_until_too_early"),
        ("1 ตุลาคม 2567", "2024-10-01", ""),
        ("15 ต.ค. 2568", "2025-10-15", ""),  # after the year: nothing is taken from it
        ("", "", ""),
        ("มีนาคม", "", "results_until_unreadable"),
        ("31 กุมภาพันธ์ 2568", "", "results_until_unreadable"),
        ("ไตรมาส 2", "", "results_until_unreadable"),
        ("ยังไม่ทราบ", "", "results_until_unreadable"),
    ],
)
def test_up_to_when_results_count(raw, written, until, code):
    put(raw, "measures/a.csv", MEASURES + MEASURE)
    put(raw, "measures/b.csv", PROGRESS + "5310703,2568,1,1,12m,under_way,ทำ\n")
    for heading in ("results_until", "ผลถึงวันที่"):
        put(raw, "sources.csv", f"file,{heading}\nmeasures/b.csv,{written}\n")
        read = read_folder(raw)
        assert codes(read) == [code] * bool(code)
        assert all(found.file == "sources.csv" and found.row == 2 for found in read.findings)
        day = read.progress["results_until"].iloc[0]
        used = "" if code else until
        assert ("" if pd.isna(day) else day.date().isoformat()) == used
        assert read.sources["results_until"].notna().tolist() == [bool(until)]


def test_a_day_of_results_where_there_are_none(raw):
    put(raw, "scores/a.csv", SCORES + GOOD)
    put(raw, "sources.csv", "file,results_until\nscores/a.csv,31 มีนาคม 2568\n")
    found = only(read_folder(raw), "results_until_idle")
    assert (found.file, found.row, found.column) == ("sources.csv", 2, "results_until")


def test_each_file_has_its_own_day_and_each_year_its_own_verdict(raw):
    before = MEASURE.replace("2568", "2567").replace("๖๗", "๖๖").replace("๖๘", "๖๗")
    put(raw, "measures/a.csv", MEASURES + MEASURE + before + MEASURE.replace("1,1", "2,1"))
    put(raw, "measures/b.csv", PROGRESS + "5310703,2567,1,1,12m,,ทำ\n5310703,2568,1,1,12m,,ทำ\n")
    put(raw, "measures/c.csv", PROGRESS + "5310703,2568,2,1,12m,,ทำ\n")
    put(raw, "sources.csv", "file,results_until\nmeasures/b.csv,31 มีนาคม 2567\nmeasures/c.csv,30 มิ.ย. 2568\n")
    read = read_folder(raw)
    known = read.progress.dropna(subset=["results_until"])
    days = known.set_index(["fiscal_year", "measure"])["results_until"].dt.strftime("%d/%m/%Y")
    assert days.to_dict() == {(2567, 1): "31/03/2024", (2568, 2): "30/06/2025"}
    assert only(read, "results_until_too_early").values["year"] == 2568


@pytest.mark.parametrize(
    ("kind", "fits"), [("scores", True), ("มาตรการ", False), ("อะไร", False), ("", True)]
)
def test_the_kind_that_sources_tell_is_compared(raw, kind, fits):
    put(raw, "scores/a.csv", SCORES + GOOD)
    put(raw, "sources.csv", f"file,kind\nscores/a.csv,{kind}\n\n")
    read = read_folder(raw)
    assert scores(read) == THE_GOOD_ONE
    assert codes(read) == ([] if fits else ["kind_disagrees"])


def test_sources_and_offices_may_be_empty(raw):
    put(raw, "sources.csv", "")
    put(raw, "offices.csv", "agency_id,fiscal_year,document,office\n")
    put(raw, "scores/a.csv", SCORES + GOOD)
    read = read_folder(raw)
    assert read.findings == []
    assert read.sources.empty


def test_records_without_their_first_column(raw):
    put(raw, "sources.csv", "publisher\nป.ป.ช.\n")
    put(raw, "offices.csv", "office\nสำนักปลัด\n")
    read = read_folder(raw)
    assert [(found.code, found.file, found.column) for found in read.findings] == [
        ("column_missing", "sources.csv", "file"),
        ("column_missing", "offices.csv", "agency_id"),
    ]


# ------------------------------------------------------------------ all of it at once
def test_the_tables_have_the_columns_and_types_they_are_stored_with(raw):
    put(raw, "scores/a.csv", SCORES + GOOD)
    put(raw, "measures/a.csv", MEASURES + MEASURE)
    for read in (read_folder(raw), read_folder(put(raw, "scores/a.csv", "").parents[1])):
        for name in ("agencies", "scores", "measures", "progress", "offices", "sources"):
            frame = getattr(read, name)
            assert frame.dtypes.equals(tables.empty(name).dtypes), name
            tables.SCHEMAS[name].validate(frame)


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=5)
def test_the_order_of_rows_does_not_matter(tmp_path_factory, random):
    rows = [
        f"{code},{year},{n},{90 + n / 10}\n"
        for code in ("0012", "5310703")
        for year in (2567, 2568)
        for n in range(1, 11)
    ]
    rows += ["0012,2568,4,10\n", "9999999,2568,4,10\n", "0012,2568,11,10\n"]
    random.shuffle(rows)
    raw = tmp_path_factory.mktemp("raw")
    put(raw, "agencies.csv", AGENCIES)
    put(raw, "scores/a.csv", SCORES + "".join(rows))
    read = read_folder(raw)
    expected = {
        (code, year, n, 90 + n / 10)
        for code in ("0012", "5310703")
        for year in (2567, 2568)
        for n in range(1, 11)
    }
    assert set(scores(read)) == expected - {("0012", 2568, 4, 90.4)}
    assert codes(read) == ["agency_unknown", "indicator_unknown", "row_contradicts", "row_contradicts"]


ODD = (
    '|5310703|๐๐๑๒|2568|2025|3105|1|10|11|99.5|101|x|²|٣|-|nan|ต.ค. 67 - ก.ย. 68|IIT,9|{value}|%s|a\nb|"|=1+1'
)
CELLS = st.sampled_from([*ODD.split("|"), "9" * 400, "12m", "done", "../x"]) | st.text(max_size=8)
COLUMNS = (SCORES + MEASURES + PROGRESS).replace("\n", ",") + "published_total,ระดับ,file,kind,name,document,?"
HEADINGS = st.sampled_from([*COLUMNS.split(","), ""])
TABLES = st.tuples(st.lists(HEADINGS, max_size=9), st.lists(st.lists(CELLS, max_size=10), max_size=6))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "agencies.csv",
                "sources.csv",
                "offices.csv",
                "scores/a.csv",
                "scores/5310703/2568.csv",
                "measures/b.tsv",
            ]
        ),
        TABLES,
        min_size=1,
    ),
    st.sampled_from("\t;,"),
)
def test_nothing_escapes_whatever_the_tables_hold(tmp_path_factory, contents, delimiter):
    raw = tmp_path_factory.mktemp("raw")
    put(raw, "agencies.csv", AGENCIES)
    for name, (heading, rows) in contents.items():
        lines = [
            delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (heading, *rows)
        ]
        put(raw, name, "\n".join(lines).encode("utf-8", errors="replace"))
    read = read_folder(raw)
    for name in ("agencies", "scores", "measures", "progress", "offices", "sources"):
        tables.SCHEMAS[name].validate(getattr(read, name))
    assert len(findings.to_frame(read.findings)) <= len(read.findings)


@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".txt"]))
def test_nothing_escapes_whatever_a_file_holds(tmp_path_factory, content, suffix):
    file = tmp_path_factory.mktemp("raw") / f"a{suffix}"
    file.write_bytes(content)
    assert read_or_refuse(file) in findings.catalogue()


ARCHIVES = [suffix for suffix, content in WHOLE.items() if content.startswith(b"PK")]


@given(st.data(), st.sampled_from(sorted(WHOLE)), st.binary(min_size=1, max_size=4))
def test_nothing_escapes_from_a_damaged_workbook(tmp_path_factory, data, suffix, damage):
    """Damage anywhere, half of it where an archive tells of its parts."""
    content = bytearray(WHOLE[suffix])
    told = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", content)]
    anywhere = st.integers(0, len(content) - 1)
    near = st.builds(int.__add__, st.sampled_from(told), st.integers(0, 50)) if told else anywhere
    at = data.draw(anywhere | near)
    content[at : at + len(damage)] = damage
    file = put(tmp_path_factory.mktemp("raw"), f"a{suffix}", bytes(content))
    assert read_or_refuse(file) in findings.catalogue()


@given(st.data(), st.sampled_from(ARCHIVES), st.sampled_from([None, 0, 8, 9, 12, 14, 93, 95, 99]))
def test_nothing_escapes_from_a_workbook_packed_or_sealed_in_any_way(tmp_path_factory, data, suffix, method):
    with zipfile.ZipFile(io.BytesIO(WHOLE[suffix])) as whole:
        chosen = data.draw(st.sets(st.sampled_from(whole.namelist()), min_size=1))
    content = sealed(WHOLE[suffix], lambda name: name in chosen, method)
    code = read_or_refuse(put(tmp_path_factory.mktemp("raw"), f"a{suffix}", content))
    assert code in findings.catalogue()
    assert code == "file_protected" or method is not None


# ------------------------------------------------------------------ docs/data.md
def test_the_examples_of_the_documentation_work_when_they_are_copied(tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    examples = re.findall(r"^`raw/([^`]+)`[^\n]*\n\n```csv\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert {name.partition("/")[0] for name, _ in examples} >= {
        "agencies.csv",
        "sources.csv",
        "offices.csv",
        "scores",
        "measures",
    }
    for name, content in examples:
        put(tmp_path / "raw", name, content)
    read = read_folder(tmp_path / "raw")
    assert read.findings == []
    assert len(read.scores) == 3
    assert read.totals["published_total"].tolist() == [93.99]
    assert read.measures["indicators"].tolist() == ["9", ""]
    assert read.progress["status"].tolist() == ["done", "under_way"]
    assert len(read.offices) == 1
    assert read.sources["file"].tolist() == ["scores/khok_ma.csv"]


def test_the_kind_of_a_district_or_province_may_stand_before_its_name(raw):
    rows = [
        "1,ก,,อำเภอเมือง,จังหวัดเลย",
        "2,ข,,อ.เมือง,จ. เลย",
        "3,ค,,เมือง,เลย",
        "4,ง,,เขตพระนคร,กรุงเทพมหานคร",
        "5,จ,,อำเภอ,",
    ]
    put(raw, "agencies.csv", "\n".join(["agency_id,name,type,district,province", *rows]))
    read = read_folder(raw).agencies
    assert read["district"].tolist() == ["เมือง", "เมือง", "เมือง", "พระนคร", "อำเภอ"]
    assert read["province"].tolist() == ["เลย", "เลย", "เลย", "กรุงเทพมหานคร", ""]


def test_whose_word_the_states_are(raw):
    put(raw, "measures/a.csv", MEASURES + MEASURE)
    for told, stored in (
        ("judged", "judged"),
        ("พิจารณาจากข้อความ", "judged"),
        ("ตามเอกสาร", "stated"),
        ("", ""),
    ):
        put(raw, "sources.csv", f"file,ที่มาของสถานะ\nmeasures/a.csv,{told}\n")
        assert read_folder(raw).sources["statuses"].tolist() == [stored]
    put(raw, "sources.csv", "file,statuses\nmeasures/a.csv,ไม่ทราบ\n")
    found = only(read_folder(raw), "choice_unknown")
    assert (found.file, found.row, found.column) == ("sources.csv", 2, "statuses")
