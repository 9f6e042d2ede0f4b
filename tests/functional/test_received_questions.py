"""Scores by question and item from the file as received to the printed paper, in the forms of three years."""

import re

import pytest

from helpers import form_rows, stages, tables, workbook
from helpers.narrative import Writer
from helpers.report.document import Report, open_report

AGENCIES = "agency_id,name,type,district,province\n0012,ทดลอง,เทศบาลตำบล,ก,ข\n"
SIX = {f"i{n}": score for n, score in enumerate((70, 75, 80, 80, 85, 90), start=7)}
"""The questions of indicator 2 in a year with six an indicator; their mean is 80."""
LONG = "agency_id,fiscal_year,code,score\n" + "".join(f"0012,2565,{code},{s}\n" for code, s in SIX.items())
BLOCKS = """ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567
ข้อ\tรายการ\tคะแนน
ตัวชี้วัดที่ 2 การใช้งบประมาณ\t\t80.00
i4\tใช้จ่ายคุ้มค่า\t70.00
i5\tเปิดให้ตรวจสอบ\t80.00
i6\tตรงตามวัตถุประสงค์\t90.00
"""
FORM = "agency_id,fiscal_year,code,text,score,indicator\n" + "".join(
    f"0012,2568,{code},{text},{score},{number}\n"
    for code, text, score, number in (
        ("i4", "ใช้จ่ายคุ้มค่า", 70, 2),
        ("i5", "เปิดให้ตรวจสอบ", 80, 2),
        ("i6", "ตรงตามวัตถุประสงค์", 90, 2),
        ("o12", "สถิติการให้บริการ", "✗", 9),
        ("o13", "ระบบออนไลน์", "✓", 9),
    )
)
LOST = {
    2565: ["ข้อ i7", "ข้อ i8"],
    2567: ["ข้อ i4 “ใช้จ่ายคุ้มค่า” ได้ 70.00 คะแนน"],
    2568: ["ข้อ i4 “ใช้จ่ายคุ้มค่า” ได้ 70.00 คะแนน", "รายการที่ไม่ได้คะแนน คือ ข้อ O12 “สถิติการให้บริการ”"],
}


def received(folder, year):
    """A raw folder with the agency's scores of a year and those by question in that year's form."""
    scores = folder / "raw" / "scores"
    (scores / "0012").mkdir(parents=True)
    (folder / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    by_indicator = dict.fromkeys(range(1, 11), 97) | {2: 80, 9: 80}
    rows = "".join(f"0012,{year},{n},{score}\n" for n, score in by_indicator.items())
    (scores / "all.csv").write_text(f"agency_id,fiscal_year,indicator,score\n{rows}", encoding="utf-8")
    if year == 2565:
        (scores / "questions.csv").write_text(LONG, encoding="utf-8")
    elif year == 2567:
        (scores / "0012" / "2567.txt").write_text(BLOCKS, encoding="utf-8")
    else:
        filled_in = folder / "filled_in"
        (filled_in / "raw" / "scores").mkdir(parents=True)
        (filled_in / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
        (filled_in / "raw" / "scores" / "q.csv").write_text(FORM, encoding="utf-8")
        form = workbook.make(form_rows.data_of(stages.check(filled_in), "0012", "ทดลอง"), 2568)
        (scores / "form.xlsx").write_bytes(form)


@pytest.mark.parametrize("year", [2565, 2567, 2568])
def test_from_the_received_file_to_the_printed_paper(tmp_path, year):
    received(tmp_path, year)
    stages.refresh(tmp_path)
    findings = tables.read(tmp_path, "findings")
    assert set(findings["severity"]) <= {"note"}, findings["problem_en"].tolist()
    rows = tables.read(tmp_path, "questions")
    assert set(rows.loc[rows["instrument"] == "iit", "indicator"]) == {2}
    assert rows.loc[rows["instrument"] == "iit", "score"].mean() == 80.0
    opened = open_report("0012", year + 1, "plan", data_dir=tmp_path)
    page = "\n".join(block.html for block in Report(opened.facts, Writer("th", "arabic")).parts() if block)
    text = re.sub(r"\s+", " ", re.sub(r"<wbr>|<[^>]+>", "", page).replace("\N{NO-BREAK SPACE}", " "))
    for words in LOST[year]:
        assert words in text
    assert text.count("ข้อที่ควรแก้ไขก่อน") == 2, "in the summary and over the table"
    assert "ข้อ i6" not in text, "what does not pull its indicator down"
