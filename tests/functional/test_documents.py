"""Every document in every form: its parts, its columns, what is filled in and what is left to fill in."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from justhtml import JustHTML

from helpers.report import forms
from helpers.report.document import open_report

MEASURES = ("measure", "activity", "title", "step", "responsible", "period", "monitoring", "round", "status")
FIELDS = (*MEASURES, "result", "outcome", "problems", "suggestions", "remark")


def page_of(agency_id: str, year: int, kind: str, data_dir: Path, **options: str):
    report = open_report(agency_id, year, kind, data_dir=data_dir, **options)
    html = report.save(data_dir / "page.html").read_text(encoding="utf-8")
    return JustHTML(html, sanitize=False)


def text_of(node) -> str:
    return re.sub(r"\s+", " ", node.to_text(separator="", strip=False)).replace("\u00a0", " ").strip()


def words(page, selector: str) -> list[str]:
    return [text_of(node) for node in page.query(selector)]


def heads(page) -> list[str]:
    """The annex's columns, those of a split result by their own names."""
    rows = page.query(".annex thead tr")
    first = [text_of(cell) for cell in rows[0].query("th") if "colspan" not in cell.attrs]
    if len(rows) == 1:
        return first
    place = next(n for n, cell in enumerate(rows[0].query("th")) if "colspan" in cell.attrs)
    return first[:place] + [text_of(cell) for cell in rows[1].query("th")] + first[place:]


def write(data_dir: Path, rows: list[dict]) -> None:
    """These measures for 6301310, and no files of others: what nobody looks at need not be read anew."""
    raw = data_dir / "raw"
    for other in ("5310703", "6300503", "6321604"):
        (raw / "scores" / f"{other}.csv").unlink(missing_ok=True)
        shutil.rmtree(raw / "measures" / other, ignore_errors=True)
    file = raw / "measures" / "6301310" / "2566.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.DictWriter(opened, [*FIELDS, "budget", "target"])
        table.writeheader()
        table.writerows({"round": "12m", "period": "ต.ค. ๖๕ – ก.ย. ๖๖", **row} for row in rows)


# ------------------------------------------------------------------ the parts of each document
PARTS = {
    ("5310703", 2568, "plan"): ["summary", "comparison", "weak", "targets", "measures", "closing", "annex"],
    ("6300503", 2566, "progress"): [
        *("summary", "comparison", "weak", "results", "problems", "closing", "annex")
    ],
    ("5310703", 2568, "annual"): [
        *("summary", "comparison", "years", "weak", "targets", "results", "follow_up"),
        *("outcomes", "problems", "closing", "annex"),
    ],
}


@pytest.mark.parametrize("key", PARTS, ids=lambda key: key[2])
def test_a_document_is_whole(key, data_dir):
    page = page_of(*key, data_dir)
    found = [node.attrs["id"] for node in page.query("h2, h3") if node.attrs.get("id")]
    assert [name for name in found if name in PARTS[key]] == [
        name for name in PARTS[key] if not (name == "targets" and name not in found)
    ]
    contents = [node.attrs["href"][1:] for node in page.query(".contents a")]
    assert set(contents) <= {*found, "memo"}
    assert ("memo" in contents) == (key[0] == "6301310" and key[2] == "annual")


def test_a_plan_names_both_classes_under_their_own_headings(data_dir):
    said = words(page_of("5310703", 2568, "plan", data_dir), "h3")
    assert "ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน" in said
    assert "ประเด็นที่จะต้องพัฒนาให้ดีขึ้น" in said


# ------------------------------------------------------------------ forms
FORMS = {
    "6": "มาตรการ/แนวทาง|วิธีการดำเนินการ|ผู้รับผิดชอบ|ระยะเวลาดำเนินการ|ผลการดำเนินการ|ข้อเสนอแนะ",
    "6-projects": "มาตรการ/โครงการ/กิจกรรม|ขั้นตอน/วิธีการปฏิบัติ|ผู้รับผิดชอบ|ระยะเวลาดำเนินการ|ผลการดำเนินการ|ข้อเสนอแนะ",
    "7": "มาตรการ/แนวทาง|วิธีดำเนินการ|ผู้รับผิดชอบ|ระยะเวลาดำเนินการ|การติดตามประเมินผล|ผลการดำเนินงาน|ผลลัพธ์",
    "9": "วิธีการ/มาตรการที่ดำเนินการ|แนวทางการปฏิบัติ|ผู้รับผิดชอบ|ระยะเวลาดำเนินการ"
    "|อยู่ระหว่างดำเนินการ|ดำเนินการแล้ว|ยังไม่ดำเนินการ|ข้อเสนอแนะ|หมายเหตุ",
    "full": "มาตรการ/แนวทาง|วิธีดำเนินการ|ผู้รับผิดชอบ|ระยะเวลาดำเนินการ|การติดตามประเมินผล|สถานะ"
    "|ผลการดำเนินการ|ผลลัพธ์|ปัญหา อุปสรรค|ข้อเสนอแนะ|หมายเหตุ",
}
"""The columns of every form, as the agencies head them."""

ROW = {
    "measure": 1,
    "activity": 1,
    "title": "ชื่อมาตรการ",
    "step": "ขั้นที่หนึ่ง\nขั้นที่สอง",
    "responsible": "กองคลัง",
    "monitoring": "รายงานทุกเดือน",
    "status": "done",
    "result": "จัดทำคู่มือแล้ว",
    "outcome": "บุคลากรเข้าใจ",
    "problems": "งบประมาณจำกัด",
    "suggestions": "ควรทำต่อเนื่อง",
    "remark": "ดูภาคผนวก",
}


def test_a_form_has_its_columns_and_nothing_is_lost(data_dir):
    write(data_dir, [ROW | {"period": "ต.ค. ๖๕ – ก.ย. ๖๖"}])
    for form, columns in FORMS.items():
        page = page_of("6301310", 2566, "annual", data_dir, form=form)
        assert heads(page) == columns.split("|"), form
        whole = text_of(page.query("main")[0])
        for column in ("title", "responsible", "result", "outcome", "problems", "suggestions"):
            assert ROW[column] in whole, "what a form has no column for stands in the text"


BESIDE = {"budget": "30,000 บาท", "target": "เผยแพร่ครบทุกรายการ"}


def test_budget_and_target_stand_where_they_are_filled_and_are_not_missed(data_dir):
    rounds = [ROW, ROW | {"round": "6m"}]
    write(data_dir, rounds)
    for document in ("plan", "progress", "annual"):
        without = page_of("6301310", 2566, document, data_dir)
        assert not {"งบประมาณ", "ค่าเป้าหมาย"} & set(heads(without)), document
        assert "ค่าเป้าหมาย" not in text_of(without.query(".annex")[0]), "what nobody asks for is not missed"
    write(data_dir, [row | BESIDE for row in rounds])
    for document in ("plan", "progress", "annual"):
        page = page_of("6301310", 2566, document, data_dir)
        cells = words(page, ".annex tbody td")
        for column, heading in (("budget", "งบประมาณ"), ("target", "ค่าเป้าหมาย")):
            assert cells[heads(page).index(heading) - 1] == BESIDE[column].replace("30,000", "๓๐,๐๐๐")


def test_every_form_is_tried():
    assert set(FORMS) == set(forms.NAMES)


def test_a_result_stands_under_its_status(data_dir):
    statuses = ["under_way", "done", "not_begun", ""]
    write(data_dir, [ROW | {"status": status, "measure": n} for n, status in enumerate(statuses, 1)])
    rows = page_of("6301310", 2566, "annual", data_dir, form="9").query(".annex tbody tr")
    for status, row in zip(statuses, rows, strict=True):
        cells = row.query("td")
        place = next(n for n, cell in enumerate(cells) if "จัดทำคู่มือแล้ว" in text_of(cell))
        if status:
            assert place - 3 == statuses.index(status)
            assert len(cells) == 8
        else:
            assert cells[place].attrs["colspan"] == "3", "without a status it belongs to none of the three"


def test_a_plan_keeps_its_columns_whatever_the_form(data_dir):
    page = page_of("6301310", 2566, "plan", data_dir, form="6")
    assert heads(page) == FORMS["7"].split("|")[:5]


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ("", "มิได้มีการรายงานปัญหาและอุปสรรค"),
        ("-", "มิได้มีการรายงานปัญหาและอุปสรรค"),
        ("ไม่มี", "ผู้รับผิดชอบรายงานว่าไม่มีปัญหาและอุปสรรค"),
    ],
)
def test_blank_is_not_reported_and_none_only_where_it_is_written(problems, said, data_dir):
    write(data_dir, [ROW | {"problems": problems}])
    page = page_of("6301310", 2566, "annual", data_dir, form="7")
    section = text_of(page.query("main")[0])
    assert said in section
    assert ("ไม่มีปัญหา" in section) == (problems == "ไม่มี")


def test_a_column_without_a_word_is_left_out_and_a_blank_cell_is_a_dash(data_dir):
    write(data_dir, [ROW | {"problems": "", "remark": ""}, ROW | {"measure": 2, "remark": ""}])
    page = page_of("6301310", 2566, "annual", data_dir)
    labels = dict(zip(heads(page)[1:], map(text_of, page.query(".annex tbody td")), strict=False))
    assert labels["ปัญหา อุปสรรค"] == "–"
    assert "หมายเหตุ" not in labels
    notes = " ".join(text_of(note) for note in page.query(".annex .note"))
    assert "“หมายเหตุ”" in notes
    assert "เครื่องหมาย – หมายถึง มิได้มีการรายงาน" in notes


def test_measures_are_numbered_anew_in_print_only(data_dir):
    write(data_dir, [ROW | {"measure": 2}, ROW | {"measure": 5, "title": "อื่น", "status": "under_way"}])
    report = open_report("6301310", 2566, "annual", data_dir=data_dir)
    assert [row["measure"] for row in report.facts.measures] == [2, 5], "the data stay as they are"
    page = JustHTML(report.annex().html, sanitize=False)
    assert [text_of(node)[:2] for node in page.query("tbody th")] == ["๑.", "๒."]
    assert "คือ มาตรการที่\u00a0๒" in report.measures().html


# ------------------------------------------------------------------ how far
def test_shares_and_what_is_late(data_dir):
    rows = [
        ROW | {"activity": 1, "round": "6m"},
        ROW | {"activity": 2, "round": "6m", "status": "under_way", "period": "ต.ค. ๖๕ – ม.ค. ๖๖"},
        ROW | {"activity": 3, "round": "6m", "status": "not_begun"},
        ROW | {"activity": 4, "round": "6m", "status": "done", "period": "ต.ค. ๖๕"},
    ]
    write(data_dir, rows)
    page = page_of("6301310", 2566, "progress", data_dir)
    table = [[text_of(cell) for cell in row.query("th, td")] for row in page.query(".statuses tbody tr")]
    assert table == [
        ["ดำเนินการแล้ว", "๒", "๕๐.๐๐", "๑"],
        ["อยู่ระหว่างดำเนินการ", "๑", "๒๕.๐๐", "๑"],
        ["ยังไม่ดำเนินการ", "๑", "๒๕.๐๐", "๑"],
    ]
    under_way, not_begun, late = map(text_of, page.query(".statuses p"))
    assert "อยู่ระหว่างดำเนินการ จำนวน ๑ กิจกรรม คือ กิจกรรมที่ ๒ ของมาตรการที่ ๑" in under_way
    assert "ยังไม่ดำเนินการ จำนวน ๑ กิจกรรม คือ กิจกรรมที่ ๓ ของมาตรการที่ ๑" in not_begun
    assert "ณ วันที่ ๓๑ มีนาคม ๒๕๖๖ จำนวน ๑ กิจกรรม คือ กิจกรรมที่ ๒ ของมาตรการที่ ๑ (สิ้นสุด ๓๑ ม.ค. ๖๖)" in late


def test_the_day_of_the_report_can_be_set(data_dir):
    rows = [
        ROW | {"round": "6m", "status": "under_way", "period": "ต.ค. ๖๕ – ม.ค. ๖๖"},
        ROW | {"activity": 2, "round": "6m", "status": "not_begun"},
    ]
    write(data_dir, rows)
    for as_of, late in (("31 ม.ค. 66", 0), ("2566-02-01", 1), ("2566-09-30", 1)):
        report = open_report("6301310", 2566, "progress", data_dir=data_dir, as_of=as_of)
        assert sum(row["late"] for row in report.facts.activities) == late, as_of


@pytest.mark.parametrize(
    ("until", "cases"),
    [
        pytest.param("", [("", 1, "ผลการดำเนินการของรอบที่สิ้นสุดวันที่ ๓๐ กันยายน ๒๕๖๖")], marks=pytest.mark.thorough),
        (
            "31 มี.ค. 2566",
            [
                ("", 1, "ผลการดำเนินการที่รายงานมีถึงวันที่ ๓๑ มีนาคม ๒๕๖๖"),
                ("2566-01-31", 0, "พิจารณากำหนดเวลา ณ วันที่ ๓๑ มกราคม ๒๕๖๖"),
            ],
        ),
        pytest.param(
            "31 มกราคม 2566",
            [
                ("", 0, "ผลการดำเนินการที่รายงานมีถึงวันที่ ๓๑ มกราคม ๒๕๖๖"),
                ("2566-09-30", 0, "ผลการดำเนินการที่รายงานมีถึงวันที่ ๓๑ มกราคม ๒๕๖๖"),
            ],
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_nothing_is_late_where_the_results_end_earlier(until, cases, data_dir):
    rows = [
        ROW | {"round": "12m", "status": "under_way", "period": "ต.ค. ๖๕ – ม.ค. ๖๖"},
        ROW | {"activity": 2, "round": "12m", "status": "not_begun", "period": "ต.ค. ๖๕ – ก.ย. ๖๖"},
    ]
    write(data_dir, rows)
    file = data_dir / "raw" / "sources.csv"
    file.write_text(f"file,results_until\nmeasures/6301310/2566.csv,{until}\n", encoding="utf-8")
    for as_of, late, said in cases:
        page = text_of(page_of("6301310", 2566, "annual", data_dir, as_of=as_of).query("main")[0])
        assert ("พ้นระยะเวลาดำเนินการแล้ว" in page) == bool(late)
        assert said in page
        assert ("ผลการดำเนินการที่รายงานมีถึงวันที่" in page) == bool(until)
        # The year is over only where its results are in.
        assert "บัดนี้ สิ้นปีงบประมาณ" not in page or not until


# ------------------------------------------------------------------ the memo
def test_the_memo_of_an_office_on_file(data_dir):
    page = page_of("6301310", 2566, "annual", data_dir)
    memo = text_of(page.query(".memo")[0])
    for part in (
        "ส่วนราชการ สำนักปลัด องค์การบริหารส่วนตำบลกระทุ่มราย โทร. ๐๔๔ ๗๕๖๒๕๒",
        "ที่ นม ๘๖๗๐๑/๒๐๕ วันที่ ๕ ตุลาคม ๒๕๖๖",
        "เรียน นายกองค์การบริหารส่วนตำบลกระทุ่มราย",
        "ความเห็นหัวหน้าสำนักปลัดองค์การบริหารส่วนตำบลกระทุ่มราย",
        "ความเห็นรองปลัดองค์การบริหารส่วนตำบลกระทุ่มราย",
        "ความเห็นปลัดองค์การบริหารส่วนตำบลกระทุ่มราย",
        "คำสั่งนายกองค์การบริหารส่วนตำบลกระทุ่มราย",
    ):
        assert part in memo
    assert len(words(page, ".memo ol li")) == 3, "the three parts that the item asks for"


def test_without_offices_there_is_no_memo_on_the_page(data_dir):
    (data_dir / "raw" / "offices.csv").unlink()
    page = page_of("6301310", 2566, "annual", data_dir)
    assert not page.query(".memo")
    assert not page.query('a[href="#memo"]')


def test_an_office_without_a_chain_gets_one_that_ends_in_the_order(data_dir):
    """The memo stands last, names only what the report holds, and the one addressed gives the order."""
    rows = "agency_id,fiscal_year,document,office,telephone,document_number,date,subject,addressee,opinions"
    (data_dir / "raw" / "offices.csv").write_text(
        f"{rows}\n5310703,,,สำนักปลัดเทศบาล,,,,,นายกเทศมนตรี,\n", encoding="utf-8"
    )
    for kind, asked in (("annual", "อนุญาตให้เผยแพร่"), ("plan", "โปรดพิจารณาให้ความเห็นชอบ")):
        page = page_of("5310703", 2568, kind, data_dir)
        assert "memo" in page.query("main section")[-1].attrs["class"]
        headings = [text_of(each.query("strong")[0]) for each in page.query(".opinion")]
        assert headings[-1] == "คำสั่งนายกเทศมนตรี"
        assert all(each.startswith("ความเห็น....") for each in headings[:-1])
        assert asked in text_of(page.query(".memo")[0])
    listed = words(page_of("5310703", 2568, "annual", data_dir), ".memo ol li")
    assert "ผลลัพธ์หรือความสำเร็จของการดำเนินการ" not in listed, "no outcome is reported"
    assert "ผลการประเมินเปรียบเทียบกับปีก่อน" in listed


def test_a_report_says_whose_it_is_and_where_its_figures_come_from(data_dir):
    page = page_of("5310703", 2568, "annual", data_dir, digits="arabic")
    said = text_of(page.query("section.about")[0])
    for words_of in (
        "หน่วยงานผู้จัดทำ",
        "ที่มาของข้อมูลรายงานผลการดำเนินการ",
        "ข้อ O26 ของการประเมิน ITA ปีงบประมาณ พ.ศ. 2569",
    ):
        assert words_of in said
    whole = text_of(page.query("main")[0])
    assert "93.82" in whole
    assert whole.count("85 คะแนน เป็นเกณฑ์ผ่านของการประเมิน ซึ่งรายงานนี้ใช้กับแต่ละตัวชี้วัดด้วย") == 1


def test_a_row_of_its_own_gives_a_plan_a_memo(data_dir):
    assert not page_of("6301310", 2566, "plan", data_dir).query(".memo")
    with (data_dir / "raw" / "offices.csv").open("a", encoding="utf-8") as file:
        file.write("6301310,2566,plan,กองคลัง,,,,,ปลัด,\n")
    memo = text_of(page_of("6301310", 2566, "plan", data_dir).query(".memo")[0])
    assert "ส่วนราชการ กองคลัง" in memo
    assert "เรื่อง การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส" in memo


# ------------------------------------------------------------------ languages, large ones
@pytest.mark.parametrize(
    "kind", ["annual", *(pytest.param(kind, marks=pytest.mark.thorough) for kind in ("plan", "progress"))]
)
def test_in_english_every_word_of_ours_is_english(kind, data_dir):
    plain = {column: re.sub("[ก-๛].*", "text", str(value)) for column, value in ROW.items()}
    write(data_dir, [plain | {"round": "6m" if kind == "progress" else "12m", "period": "2023"}])
    (data_dir / "raw" / "offices.csv").unlink()
    agencies = data_dir / "raw" / "agencies.csv"
    agencies.write_text("agency_id,name,type,district,province\n6301310,Somewhere,,,\n", encoding="utf-8")
    page = page_of("6301310", 2566, kind, data_dir, language="en", digits="arabic")
    ours = text_of(page.query("main")[0])
    for quoted in page.query('[lang="th"]'):
        ours = ours.replace(text_of(quoted), "")
    assert not re.findall("[ก-๛]+", ours)


def test_in_english_the_words_of_the_data_are_marked_as_thai(data_dir):
    page = page_of("6321604", 2566, "annual", data_dir, language="en", digits="arabic")
    for node in page.query("main h1, main h2, main p, main th, main td, main li"):
        apart = "".join(text_of(mark) for mark in node.query('[lang="th"]'))
        assert sorted(re.findall("[ก-๛]", text_of(node))) == sorted(re.findall("[ก-๛]", apart)), text_of(node)


LARGE = [
    *(ROW | {"activity": n, "result": f"ผลที่ {n:03}"} for n in range(1, 41)),
    *(ROW | {"measure": n, "result": f"ผลของมาตรการที่ {n:03}"} for n in range(2, 61)),
    ROW | {"measure": 61, "result": " ".join(f"คำที่ {n:03}" for n in range(500))},
]
"""Forty activities of one measure, sixty measures, a cell of 5,000 characters."""


def test_a_large_table_holds_everything(data_dir):
    write(data_dir, LARGE)
    page = page_of("6301310", 2566, "annual", data_dir, digits="arabic")
    said = text_of(page.query(".annex")[0])
    for row in LARGE:
        assert row["result"] in said
    assert len(page.query(".annex tbody tr")) == len(LARGE)
