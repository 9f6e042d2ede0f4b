"""``ita workbook``: the form, filled in, comes back as it was typed."""

import io
import shutil
import subprocess

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from pandas.testing import assert_frame_equal

from helpers import cli, demo, facts, form_rows, stages
from helpers import workbook as form
from helpers.batch import selection
from helpers.sources.form import PRINTED, SHEETS

AGENCIES = (
    "agency_id,name,type,district,province\n"
    "0012,บ้านทดลอง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n"
    "0013,ป่าตัวอย่าง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n"
)


def workbook(*arguments):
    return CliRunner().invoke(cli.main, ["workbook", *map(str, arguments)])


@pytest.fixture
def data(tmp_path):
    raw = tmp_path / "data" / "raw"
    (raw / "scores").mkdir(parents=True)
    (raw / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    rows = "".join(f"0012,2567,{number},9{number % 10}.50\n" for number in range(1, 11))
    (raw / "scores" / "known.csv").write_text(
        "agency_id,fiscal_year,indicator,score\n" + rows, encoding="utf-8"
    )
    measures = raw / "measures" / "0012"
    measures.mkdir(parents=True)
    (measures / "2567.csv").write_text(
        "measure,activity,title,step,responsible,period,indicators\n"
        '1,1,มาตรการเดิม,ทำเดิม,กองคลัง,ปีงบประมาณ พ.ศ. ๒๕๖๗,"ตัวชี้วัดที่ 1, 2"\n',
        encoding="utf-8",
    )
    return tmp_path / "data"


def column(sheet, name):
    return next(cell.column for cell in sheet[1] if cell.value == name)


TYPED = {
    "มาตรการ": {
        "ปีงบประมาณ": None,
        "มาตรการที่": "๑",
        "กิจกรรมที่": "1",
        "มาตรการ": "=การเปิดเผยข้อมูล 5 < 6 & 'ก'",
        "ตัวชี้วัดที่เกี่ยวข้อง": "9",
        "วิธีดำเนินการ": "ข้อหนึ่ง\nข้อสอง ๑๒.๕๐",
        "ผู้รับผิดชอบ": "สำนักปลัด\nกองคลัง",
        "ระยะเวลาดำเนินการ": "ต.ค. ๖๗ - ก.ย. ๖๘",
        "การติดตามประเมินผล": "รายงานทุกไตรมาส",
    },
    "ผลการดำเนินการ": {
        "มาตรการที่": "1",
        "กิจกรรมที่": "1",
        "รอบ": "รอบ 12 เดือน",
        "สถานะ": "ดำเนินการแล้ว",
        "ผลการดำเนินการ": "เผยแพร่เมื่อวันที่ ๕ มกราคม ๒๕๖๘",
        "ข้อเสนอแนะ": "ไม่มี",
    },
    "ส่วนราชการ": {
        "เอกสาร": "รายงานประจำปี",
        "ส่วนราชการ": "สำนักปลัด",
        "โทรศัพท์": "044 000000",
        "วันที่": "๕ ตุลาคม ๒๕๖๘",
        "เรียน": "นายกองค์การบริหารส่วนตำบล",
        "ผู้ให้ความเห็นตามลำดับ": "หัวหน้าสำนักปลัด\nปลัด",
    },
}


@pytest.mark.parametrize(
    "saved_as",
    ["as typed", *(pytest.param(each, marks=pytest.mark.thorough) for each in ("xlsx", "ods", "xls"))],
)
def test_what_is_typed_comes_back(data, tmp_path, saved_as):
    form = tmp_path / "form.xlsx"
    done = workbook(form, "--agency", "0012", "--year", "2568", "--data-dir", data)
    assert done.exit_code == 0, done.stderr
    book = openpyxl.load_workbook(form)
    scores = book["คะแนน"]
    assert scores["A2"].value == "2568"
    for number in range(10):
        scores.cell(3 + number, column(scores, "คะแนน"), 90 + number / 100 if number else "๙๐.๕๐")
    scores.cell(2, column(scores, "คะแนนรวม"), 91.25)
    scores.cell(2, column(scores, "ระดับ"), "ผ่านดี")
    for name, values in TYPED.items():
        sheet = book[name]
        row = next(n for n in range(2, 60) if sheet.cell(n, column(sheet, "ปีงบประมาณ")).value is None)
        for heading, value in values.items():
            cell = sheet.cell(row, column(sheet, heading))
            cell.value = value
            cell.data_type = "s" if value else "n"
    book.save(form)
    if saved_as != "as typed":
        soffice = shutil.which("soffice")
        if soffice is None:
            pytest.skip("LibreOffice is not installed")
        out = tmp_path / "saved"
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", saved_as, "--outdir", str(out), str(form)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        form = out / f"form.{saved_as}"

    fresh = tmp_path / "fresh" / "raw" / "measures"
    fresh.mkdir(parents=True)
    (fresh.parent / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    shutil.copy(form, fresh / f"any name{form.suffix}")
    made = stages.check(fresh.parent.parent)
    assert sorted(made["findings"]["code"]) in ([], ["total_disagrees"])
    assert {agency for name in ("scores", "measures", "progress") for agency in made[name]["agency_id"]} == {
        "0012"
    }
    new = made["scores"].query("fiscal_year == 2568").sort_values("indicator")["score"].tolist()
    assert new == [90.5, *(round(90 + number / 100, 2) for number in range(1, 10))]
    assert made["scores"].query("fiscal_year == 2567")["score"].tolist() == [
        91.5,
        92.5,
        93.5,
        94.5,
        95.5,
        96.5,
        97.5,
        98.5,
        99.5,
        90.5,
    ]
    assert made["totals"].query("fiscal_year == 2568")[
        ["published_total", "published_level"]
    ].values.tolist() == [[91.25, "ผ่านดี"]]
    old, measure = made["measures"].sort_values("fiscal_year").to_dict("records")
    assert (old["title"], old["step"]) == ("มาตรการเดิม", "ทำเดิม")
    typed = TYPED["มาตรการ"]
    assert measure["title"] == typed["มาตรการ"]
    assert measure["step"] == typed["วิธีดำเนินการ"]
    assert measure["responsible"] == typed["ผู้รับผิดชอบ"]
    assert measure["period"] == typed["ระยะเวลาดำเนินการ"]
    assert (measure["fiscal_year"], measure["measure"], measure["indicators"]) == (2568, 1, "9")
    (progress,) = made["progress"].to_dict("records")
    assert (progress["round"], progress["status"]) == ("12m", "done")
    assert progress["result"] == TYPED["ผลการดำเนินการ"]["ผลการดำเนินการ"]
    (office,) = made["offices"].to_dict("records")
    assert (office["office"], office["document"], office["opinions"]) == (
        "สำนักปลัด",
        "annual",
        "หัวหน้าสำนักปลัด\nปลัด",
    )
    assert office["date"] == "๕ ตุลาคม ๒๕๖๘"


@pytest.mark.parametrize("place", ["measures/a form.xlsx", "scores/แบบฟอร์ม.xlsx"])
def test_what_the_form_printed_itself_is_a_copy_and_no_repetition(data, place):
    before = stages.check(data)
    filled = form.make(form_rows.data_of(before, "0012", "อบต.บ้านทดลอง"), 2568)
    (data / "raw" / place).write_bytes(filled)
    made = stages.check(data)
    assert made["findings"].empty
    for name in ("scores", "totals", "measures"):
        assert made[name].equals(before[name])


def test_a_form_for_no_agency_in_particular(tmp_path):
    form = tmp_path / "form.xlsx"
    assert workbook(form, "--year", "2568").exit_code == 0
    book = openpyxl.load_workbook(form)
    assert book.sheetnames == [
        "คำแนะนำ",
        "คะแนน",
        "ผู้ตอบแบบวัด",
        "คะแนนรายข้อ",
        "มาตรการ",
        "ผลการดำเนินการ",
        "ส่วนราชการ",
        "รายการ",
        "ข้อมูลเดิม",
    ]
    assert [book[name].sheet_state for name in ("รายการ", "ข้อมูลเดิม")] == ["hidden"] * 2
    rules = {rule.promptTitle: rule for rule in book["ผลการดำเนินการ"].data_validations.dataValidation}
    assert rules["สถานะ"].type == "list"
    assert {rule.type for rule in book["คะแนน"].data_validations.dataValidation} >= {"list", "decimal"}


def test_wrong_use(data, tmp_path):
    assert workbook(tmp_path / "form.xlsx", "--agency", "9999", "--data-dir", data).exit_code == 2
    assert workbook(tmp_path / "form.csv", "--year", "2568").exit_code == 2
    assert workbook(tmp_path / "form.xlsx", "--year", "2500").exit_code == 2


def test_a_name_that_begins_like_a_formula_is_text():
    content = form.make(form_rows.AgencyData("1", '=HYPERLINK("x")'), 2568)
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["B4"]
    assert cell.value == '=HYPERLINK("x")'
    assert cell.data_type != "f"


def test_a_reason_names_the_first_errors_and_counts_the_others():
    refused = pd.DataFrame({"file": "a.csv", "row": range(2, 5002), "problem_en": "wrong"})
    refused = refused.assign(agency_id="1", fiscal_year=2568, document="plan")
    said = selection._reasons(refused, "en")[2568, "plan", "1"]
    assert said.startswith("a.csv (2): wrong; a.csv (3): wrong")
    assert said.endswith("a.csv (11): wrong; and 4990 more")


YELLOW = "00FFF2B3"

TYPED_IN = {
    "คะแนนรวม": 90.25,
    "คะแนน": 90.25,
    "ระดับ": "ผ่านดี",
    "ตัวชี้วัดที่เกี่ยวข้อง": "9",
    "ระยะเวลาดำเนินการ": "ต.ค. ๖๗ - ก.ย. ๖๘",
    "สถานะ": "ดำเนินการแล้ว",
    "วันที่": "๕ ตุลาคม ๒๕๖๘",
}
"""What a clerk types below a heading; elsewhere some words with a number."""


def test_what_is_asked_for_completes_the_papers(tmp_path):
    """Whoever fills in every yellow cell and sends the form back has given all that a form can give."""
    raw = tmp_path / "data" / "raw"
    demo.write(raw, agencies=6, gaps=1.0, seed=3)
    before = stages.check(tmp_path / "data")
    lacking, asked = stages.judged(before).query("state == 'missing'"), 0
    for agency_id, name in facts.full_names(before["agencies"]).items():
        frames = {**before, "checklist": lacking}
        content = form.make(form_rows.data_of(frames, agency_id, name), demo.LAST_YEAR)
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book.worksheets[1:-2]:
            for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
                if cell.fill.fgColor.rgb == YELLOW:
                    cell.value = TYPED_IN.get(sheet.cell(1, cell.column).value, "เผยแพร่แล้ว ๑๒ รายการ")
                    asked += 1
        results = book["ผลการดำเนินการ"]
        for row in results.iter_rows(min_row=2):
            result, evidence = (row[column(results, name) - 1] for name in ("ผลการดำเนินการ", "หลักฐาน"))
            assert result.fill.fgColor.rgb != YELLOW or evidence.fill.fgColor.rgb == YELLOW, result.coordinate
        book.save(raw / "measures" / f"{agency_id} form.xlsx")
    assert asked > len(lacking) > 10
    after = stages.check(tmp_path / "data")
    assert set(after["findings"]["code"]) <= {*before["findings"]["code"], "total_disagrees"}
    still = stages.judged(after).query("state == 'missing' and fiscal_year == @demo.LAST_YEAR")
    left = {part.split("@")[0] for part in ";".join(still["missing"]).split(";")}
    assert left <= {"weak", "measures", "url"}  # a measure is thought of, not filled in


def test_a_form_fills_in_blanks_and_changes_nothing_in_silence(data):
    before = stages.check(data)
    book = openpyxl.load_workbook(io.BytesIO(form.make(form_rows.data_of(before, "0012", "ก"), 2567)))
    sheet = book["มาตรการ"]
    sheet.cell(2, column(sheet, "การติดตามประเมินผล"), "รายงานทุกไตรมาส")
    book.save(data / "raw" / "measures" / "form.xlsx")
    after = stages.check(data)
    assert after["findings"].empty
    others = [name for name in before["measures"] if name not in ("monitoring", "source")]
    assert after["measures"][others].equals(before["measures"][others])
    assert list(after["measures"]["monitoring"]) == ["รายงานทุกไตรมาส"]


OTHER = {
    "คะแนน": (55.5, "55.50"),
    "คะแนนรวม": (66.25, "66.25"),
    "ระดับ": ("ต้องปรับปรุง",) * 2,
    "ตัวชี้วัดที่เกี่ยวข้อง": ("8", "8"),
    "สถานะ": ("ยังไม่ดำเนินการ", "not_begun"),
}
"""What a clerk types over what a form printed, and what it is read as; elsewhere other words."""


@pytest.mark.parametrize(
    "headings", [slice(1), pytest.param(slice(1, None), marks=pytest.mark.thorough)], ids=["first", "others"]
)
def test_whatever_a_clerk_corrects_in_a_form_is_told_with_both_values(headings, tmp_path):
    """The first column of each sheet that is filled in, then the others."""
    raw = tmp_path / "data" / "raw"
    demo.write(raw, agencies=1)
    before = stages.check(tmp_path / "data")
    (name,) = before["agencies"]["agency_id"]
    content = form.make(form_rows.data_of(before, name, "ก"), demo.LAST_YEAR)
    corrected = []
    keys = {"ปีงบประมาณ", "ตัวชี้วัด", "แบบวัดการรับรู้", "มาตรการที่", "กิจกรรมที่", "รอบ", "เอกสาร"}
    printed = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in printed.worksheets[1:-2]:
        first = {
            cell: next((n for n in range(2, 14) if sheet.cell(n, cell.column).value not in (None, "")), 0)
            for cell in sheet[1]
            if cell.value not in keys
        }
        for heading, row in [each for each in first.items() if each[1]][headings]:
            book = openpyxl.load_workbook(io.BytesIO(content))
            typed, read = OTHER.get(heading.value, ("คำอื่น",) * 2)
            book[sheet.title].cell(row, heading.column, typed)
            book.save(raw / "measures" / "form.xlsx")
            after = stages.check(tmp_path / "data")
            (told,) = after["findings"].query("code == 'form_corrects'").to_dict("records")
            assert (told["sheet"], told["row"]) == (sheet.title, row)
            assert f"ช่อง {heading.value} (" in told["problem"]
            assert f"ในแบบฟอร์มคือ “{read}”" in told["problem"]
            assert not set(after["findings"]["code"]) & {"row_contradicts", "activity_contradicts"}
            assert told["severity"] == "error"  # so that neither value is printed
            corrected.append(heading.value)
    assert len(corrected) >= 3, corrected


def test_a_form_printed_before_a_correction_neither_blocks_nor_undoes_it(data, tmp_path):
    """The old figure in a returned form is a copy, no claim; what the clerk typed is one."""
    scores, measures = data / "raw" / "scores" / "known.csv", data / "raw" / "measures" / "0012" / "2567.csv"
    book = openpyxl.load_workbook(
        io.BytesIO(form.make(form_rows.data_of(stages.check(data), "0012", "ก"), 2567))
    )
    for file, before, now in (
        (scores, "2567,3,93.50", "2567,3,83.50"),
        (measures, "มาตรการเดิม", "มาตรการใหม่"),
    ):
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, now), encoding="utf-8")
    sheet = book["มาตรการ"]
    sheet.cell(2, column(sheet, "การติดตามประเมินผล"), "รายงานทุกไตรมาส")
    returned = data / "raw" / "measures" / "form.xlsx"
    book.save(returned)

    after = stages.check(data)
    told = after["findings"]
    assert list(told["code"]) == ["form_outdated"] * 2
    assert set(told["severity"]) == {"note"}
    assert "ในแบบฟอร์มยังเป็นค่าเดิมที่กรอกไว้ตอนออกแบบฟอร์มคือ “93.50”" in " ".join(told["problem"])
    assert after["scores"].query("fiscal_year == 2567 and indicator == 3")["score"].tolist() == [83.5]
    (measure,) = after["measures"].to_dict("records")
    assert (measure["title"], measure["monitoring"]) == ("มาตรการใหม่", "รายงานทุกไตรมาส")

    # A clerk who changed the same cell does claim something: both values are told, neither is used.
    sheet.cell(2, column(sheet, "มาตรการ"), "มาตรการของเจ้าหน้าที่")
    book.save(returned)
    assert "form_corrects" in set(stages.check(data)["findings"]["code"])
    # So does a form that was proposed from a document: nobody has what it prints on file.
    proposed = form.make(form_rows.data_of(stages.check(data), "0012", "ก"), 2567, on_file=False)
    returned.write_bytes(proposed)
    scores.write_text(scores.read_text(encoding="utf-8").replace("83.50", "73.50"), encoding="utf-8")
    assert "form_corrects" in set(stages.check(data)["findings"]["code"])


def test_what_a_form_lacks_since_it_was_printed_is_taken_from_the_data(data):
    """Cells that were blank when the form was made, and are still, do not delete what came in since."""
    content = form.make(form_rows.data_of(stages.check(data), "0012", "ก"), 2567)
    measures = data / "raw" / "measures" / "0012" / "2567.csv"
    text = measures.read_text(encoding="utf-8").replace("indicators\n", "indicators,monitoring\n")
    measures.write_text(text.rstrip("\n") + ",รายงานทุกเดือน\n", encoding="utf-8")
    (data / "raw" / "measures" / "form.xlsx").write_bytes(content)
    after = stages.check(data)
    assert list(after["measures"]["monitoring"]) == ["รายงานทุกเดือน"]
    assert set(after["findings"]["severity"]) <= {"note"}


def test_what_was_taken_out_of_the_data_does_not_come_back_in_silence(data):
    """A form may be all there is of a figure, so its copies count; but they are told."""
    scores = data / "raw" / "scores" / "known.csv"
    content = form.make(form_rows.data_of(stages.check(data), "0012", "ก"), 2567)
    scores.write_text(scores.read_text(encoding="utf-8").replace("0012,2567,3,93.50\n", ""), encoding="utf-8")
    (data / "raw" / "measures" / "form.xlsx").write_bytes(content)
    after = stages.check(data)
    (told,) = after["findings"].to_dict("records")
    assert (told["code"], told["severity"], told["sheet"]) == ("form_alone", "note", "คะแนน")
    assert "“93.50”" in told["problem"]
    assert after["scores"].query("indicator == 3")["source"].tolist() == ["measures/form.xlsx"]


def test_a_total_that_was_taken_out_beside_its_level_does_not_come_back_in_silence(data):
    totals = data / "raw" / "scores" / "totals.csv"
    heading = "agency_id,fiscal_year,published_total,published_level\n"
    totals.write_text(f"{heading}0012,2566,91.00,ผ่านดี\n", encoding="utf-8")
    content = form.make(form_rows.data_of(stages.check(data), "0012", "ก"), 2567)
    totals.write_text(f"{heading}0012,2566,,ผ่านดี\n", encoding="utf-8")
    (data / "raw" / "measures" / "form.xlsx").write_bytes(content)
    told = stages.check(data)["findings"].query("code == 'form_alone'")
    assert told["problem"].str.contains("“91.00”").tolist() == [True]


def test_the_first_sheet_tells_apart_what_need_not_be_filled_in(tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=1, complete=1)
    frames = stages.check(tmp_path / "data")
    (agency_id,) = frames["agencies"]["agency_id"]
    frames["checklist"] = stages.judged(frames)
    content = form.make(form_rows.data_of(frames, agency_id, "ก"), demo.LAST_YEAR)
    guide = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    lacking = {row[0]: row[1] for row in guide.iter_rows(values_only=True) if row[1]}
    assert lacking[f"รายงานประจำปี {demo.LAST_YEAR}"].endswith(" (ไม่บังคับ)")
    assert "ไม่บังคับ" not in lacking[f"แผนและมาตรการ {demo.LAST_YEAR}"]


def test_whatever_was_corrected_since_a_form_was_printed_counts(tmp_path):
    """Every sheet, every column: what the form printed was another value, and nobody changed it."""
    raw = tmp_path / "data" / "raw"
    demo.write(raw, agencies=1)
    (name,) = stages.check(tmp_path / "data")["agencies"]["agency_id"]
    of_year = f"{name},{demo.LAST_YEAR}"
    for file, text in {
        "scores/respondents.csv": f"agency_id,fiscal_year,instrument,respondents\n{of_year},IIT,40\n",
        "scores/questions.csv": f"agency_id,fiscal_year,code,score\n{of_year},i1,80\n",
        "offices.csv": "agency_id,fiscal_year,office,addressee\n" + f"{of_year},สำนักปลัด,นายกเทศมนตรี\n",
    }.items():
        (raw / file).write_text(text, encoding="utf-8")
    before = stages.check(tmp_path / "data")
    content = form.make(form_rows.data_of(before, name, "ก"), demo.LAST_YEAR)
    keys = {"ปีงบประมาณ", "ตัวชี้วัด", "แบบวัดการรับรู้", "รหัสข้อคำถาม", "มาตรการที่", "กิจกรรมที่", "รอบ", "เอกสาร"}
    book = openpyxl.load_workbook(io.BytesIO(content))
    hidden = book[PRINTED]
    outdated = set()
    other = OTHER | {"จำนวนผู้ตอบแบบวัด (คน)": (77, "77")}
    for sheet in book.worksheets[1:-2]:
        top = next(row for row in range(1, hidden.max_row + 1) if hidden.cell(row, 1).value == sheet.title)
        for heading in sheet[1]:
            row = next((n for n in range(2, 14) if sheet.cell(n, heading.column).value not in (None, "")), 0)
            if heading.value in keys or not row:
                continue
            typed, _ = other.get(heading.value, ("คำอื่น",) * 2)
            sheet.cell(row, heading.column, typed)
            hidden.cell(top + row - 1, heading.column + 1, typed)
            outdated.add(sheet.title)
    book.save(raw / "measures" / "form.xlsx")
    after = stages.check(tmp_path / "data")
    assert set(after["findings"]["code"]) - set(before["findings"]["code"]) == {"form_outdated"}
    told = after["findings"].query("code == 'form_outdated'")
    assert set(told["sheet"]) == outdated == set(SHEETS)
    for table in ("scores", "totals", "context", "questions", "measures", "progress", "offices"):
        assert_frame_equal(
            after[table].drop(columns="source", errors="ignore"),
            before[table].drop(columns="source", errors="ignore"),
        )
