"""Measures and progress as documents print them: real layouts, invented words."""

import pytest
from test_layouts_scores import AGENCIES, codes, read, write_rows  # noqa: F401 - a fixture

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรม ขององค์การบริหารส่วนตำบลบ้านทดลอง ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
HEADING = [
    "มาตรการ/แนวทาง",
    "วิธีดำเนินการ",
    "ผู้รับผิดชอบ",
    "ระยะเวลา ดำเนินการ",
    "ผลการดำเนินงาน",
    "ผลลัพธ์",
    "ข้อเสนอ แนะ",
]
CONTAINERS = (
    "measures/received.txt",
    "measures/received.xlsx",
    "measures/received.html",
    "measures/received.docx",
)


def rows_of(made, table="measures"):
    return made[table].sort_values(["measure", "activity"]).to_dict("records")


def annual():
    return [
        [TITLE],
        [],
        HEADING,
        [
            "๑) การใช้งบประมาณ (IIT)",
            "๑. ชี้แจงแผน ๒. เผยแพร่แผนบนเว็บไซต์",
            "กองคลัง, กองช่าง",
            "ต.ค.66 - ก.ย. 67",
            "๑. กองคลังชี้แจงแล้วเมื่อวันที่ ๓ มีนาคม ๒๕๖๗",
            "บุคลากรเข้าใจแผน",
            "ไม่มี",
        ],
        [],
        HEADING,
        ["๒) การเปิดเผยข้อมูล", "ทบทวนเว็บไซต์", "สำนักปลัด/ กองคลัง", "ม.ค.-มิ.ย.๒๕๖๗", "อยู่ระหว่างจัดจ้าง", "", "-"],
    ]


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_table_with_its_heading_on_every_page(read, container):  # noqa: F811
    made = read(annual(), container)
    first, second = rows_of(made)
    assert (first["title"], first["indicators"]) == ("การใช้งบประมาณ", "IIT")
    assert first["step"] == "ชี้แจงแผน\nเผยแพร่แผนบนเว็บไซต์"
    assert first["responsible"] == "กองคลัง\nกองช่าง"
    assert str(first["period_start"])[:10] == "2023-10-01"
    assert second["responsible"] == "สำนักปลัด\nกองคลัง"
    assert str(second["period_start"])[:10] == "2024-01-01"
    one, two = rows_of(made, "progress")
    assert (one["fiscal_year"], one["round"], one["status"]) == (2567, "12m", "done")
    assert (one["outcome"], one["suggestions"]) == ("บุคลากรเข้าใจแผน", "ไม่มี")
    assert (two["status"], two["suggestions"]) == ("under_way", "")
    assert codes(made) == ["suggestions_blank"]


HEADINGS = [
    ("มาตรการ/แนวทาง", "วิธีดำเนินการ", "ผลการดำเนินงาน"),
    ("มาตรการ/โครงการ/กิจกรรม", "ขั้นตอน/วิธีการปฏิบัติ", "ผลการดำเนินการ"),
    ("วิธีการ/ มาตรการที่ ดำเนินการ", "แนวทางการปฏิบัติ", "สรุปผลการดำเนินการ"),
    ("โครงการ/กิจกรรม/มาตรการ", "วิธีการดำเนินการ", "ผลการดําเนินการ"),
]


@pytest.mark.parametrize("words", HEADINGS)
def test_every_heading(read, words):  # noqa: F811
    rows = annual()
    for row in rows:
        if row and row[0] == HEADING[0]:
            row[:] = [words[0], words[1], *HEADING[2:4], words[2], *HEADING[5:]]
    assert [row["title"] for row in rows_of(read(rows))] == ["การใช้งบประมาณ", "การเปิดเผยข้อมูล"]


@pytest.mark.parametrize(
    ("budget", "target"), [("วงเงินงบประมาณ (บาท)", "ตัวชี้วัดความสำเร็จ"), ("งบประมาณที่ตั้งไว้", "ค่าเป้าหมาย/ตัวชี้วัด")]
)
@pytest.mark.parametrize("container", CONTAINERS)
def test_budget_and_target_have_columns_of_their_own(read, container, budget, target):  # noqa: F811
    top = [*HEADING[:4], budget, target, *HEADING[4:]]
    row = ["๑) การใช้งบประมาณ", "ชี้แจงแผน", "กองคลัง", "ต.ค.66 - ก.ย. 67", "๓๐,๐๐๐ บาท", "ร้อยละ ๘๐ ของบุคลากร"]
    made = read([[TITLE], [], top, [*row, "ชี้แจงแล้วเมื่อวันที่ ๓ มีนาคม ๒๕๖๗", "บุคลากรเข้าใจแผน", "ไม่มี"]], container)
    (first,) = rows_of(made)
    assert (first["budget"], first["target"]) == ("๓๐,๐๐๐ บาท", "ร้อยละ ๘๐ ของบุคลากร")
    assert codes(made) == []


def test_a_target_beside_scores_is_told_and_not_used(read):  # noqa: F811
    lines = ["รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัด,คะแนน,ค่าเป้าหมาย"]
    lines += [f"6990101,2567,{n},8{n % 10}.00,95.00" for n in range(1, 11)]
    made = read("\n".join(lines), "scores/received.csv")
    assert made["scores"]["score"].max() < 90
    assert codes(made) == ["column_elsewhere"]


def test_headings_that_change_inside_a_document(read):  # noqa: F811
    rows = annual()
    rows[5] = ["มาตรการ/โครงการ/กิจกรรม", *HEADING[1:4], "สรุปผลการดำเนินการ", *HEADING[5:]]
    made = read(rows)
    assert len(made["measures"]) == 2
    assert codes(made) == ["headings_change", "suggestions_blank"]


@pytest.mark.parametrize("container", CONTAINERS)
def test_three_columns_of_status(read, container):  # noqa: F811
    top = ["มาตรการ", "แนวทางการปฏิบัติ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "ผลการดำเนินการ", "", "", "หมายเหตุ"]
    below = ["", "", "", "", "อยู่ระหว่าง ดำเนินการ", "ดำเนินการแล้ว", "ยังไม่ ดำเนินการ", ""]
    period = "ต.ค. ๖๖ – ก.ย. ๖๗"
    rows = [
        [TITLE + " รอบ ๖ เดือน"],
        [],
        top,
        below,
        ["มาตรการหนึ่ง", "ทำหนึ่ง", "ทุกคน", period, "กำลังร่างคู่มือ", "", "", ""],
        ["มาตรการสอง", "ทำสอง", "กองช่าง", period, "", "ประกาศ ณ วันที่ ๓ ต.ค. ๖๖", "", "ดูภาคผนวก"],
        top,
        below,
        ["มาตรการสาม", "ทำสาม", "กองช่าง", period, "", "", "/", ""],
    ]
    made = read(rows, container)
    progress = rows_of(made, "progress")
    assert [row["status"] for row in progress] == ["under_way", "done", "not_begun"]
    assert {row["round"] for row in progress} == {"6m"}
    assert [row["result"] for row in progress] == ["กำลังร่างคู่มือ", "ประกาศ ณ วันที่ ๓ ต.ค. ๖๖", ""]
    assert progress[1]["remark"] == "ดูภาคผนวก"
    assert codes(made) == []


def test_lists_paired_by_position(read):  # noqa: F811
    cell = "<p>{}</p> <p>{}</p>".format
    rows = [
        *annual()[:3],
        [
            "๑. การรับฟังความคิดเห็น (EIT)",
            cell("๑.เปิดช่องทาง", "๒.สำรวจความพึงพอใจ"),
            cell("-สำนักปลัด อบต. - นิติกร", "-กองช่าง"),
            cell("ม.ค.-ก.พ. ๖๗", "มี.ค.-เม.ย. 67"),
            cell("๑.เปิดแล้วเมื่อวันที่ ๕ มกราคม ๒๕๖๗", "๒.คาดว่าจะแล้วเสร็จในเดือนเมษายน"),
            "",
            "ไม่มี",
        ],
        ["", "๓. รายงานผล", "กองคลัง", "ก.ย. ๖๗", "", "", ""],
        ["", "", "", "", "รายงานผู้บริหารแล้ว", "", ""],
    ]
    made = read(rows)
    measures, progress = rows_of(made), rows_of(made, "progress")
    assert [(row["measure"], row["activity"]) for row in measures] == [(1, 1), (1, 2), (1, 3)]
    assert [row["step"] for row in measures] == ["เปิดช่องทาง", "สำรวจความพึงพอใจ", "รายงานผล"]
    assert [row["responsible"] for row in measures] == ["สำนักปลัด อบต.\nนิติกร", "กองช่าง", "กองคลัง"]
    assert [row["period"] for row in measures] == ["ม.ค.-ก.พ. ๖๗", "มี.ค.-เม.ย. 67", "ก.ย. ๖๗"]
    assert [row["status"] for row in progress] == ["done", "under_way", "done"]
    assert progress[2]["result"] == "รายงานผู้บริหารแล้ว"


def test_lists_that_do_not_pair_stay_together(read):  # noqa: F811
    rows = [
        *annual()[:3],
        ["มาตรการ", "ขั้นเดียว", "กองคลัง", "<p>ม.ค. ๖๗</p><p>มี.ค. ๖๗</p>", "เสร็จแล้ว", "ดี", "ไม่มี"],
    ]
    made = read(rows)
    assert [row["period"] for row in rows_of(made)] == ["ม.ค. ๖๗\nมี.ค. ๖๗"]
    assert codes(made) == ["lists_unequal", "period_unreadable"]


def test_numbers_that_repeat_and_skip(read):  # noqa: F811
    rows = annual()[:3]
    for number, word in ((1, "ก"), (2, "ข"), (2, "ค"), (5, "ง")):
        title = f"{number}. มาตรการ{word}"
        rows.append([title, "ทำ", "กองคลัง", "ปีงบประมาณ พ.ศ. ๒๕๖๗", "ได้ดำเนินการ", "ดี", "ไม่มี"])
    made = read(rows)
    assert [(row["measure"], row["title"][-1]) for row in rows_of(made)] == [
        (1, "ก"),
        (2, "ข"),
        (3, "ค"),
        (4, "ง"),
    ]
    assert codes(made) == ["measure_number_repeated", "measure_number_skips"]


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("ค.ศ.๖๖ - ก.ย. ๖๗", "period_common_era"),
        ("ต.ค. ๖๗ - ก.ย. ๖๘", "period_outside_year"),
        ("ไตรมาสแรก", "period_unreadable"),
    ],
)
def test_periods_that_cannot_be(read, period, code):  # noqa: F811
    rows = annual()
    rows[6][3] = period
    assert code in codes(read(rows))


def test_a_title_of_another_year_than_every_period(read):  # noqa: F811
    rows = annual()
    rows[0][0] = TITLE.replace("๒๕๖๗", "๒๕๖๖")
    made = read(rows)
    assert "title_year_differs" in codes(made)
    assert set(made["measures"]["fiscal_year"]) == {2567}


def test_a_district_that_is_not_the_agencys(read):  # noqa: F811
    rows = annual()
    rows[0][0] = TITLE.replace("ตำบลบ้านทดลอง", "ตำบลบ้านทดลอง อำเภอไกลโพ้น จังหวัดสมมติบุรี")
    made = read(rows)
    assert "district_differs" in codes(made)
    assert len(made["measures"]) == 2


def test_what_an_annual_report_lacks(read):  # noqa: F811
    rows = [row[:5] + row[6:] for row in annual()]
    rows[3][4] = "ได้รับเรื่อง ๓ ราย จำนวน – ราย"
    rows[3][1] = "๑. ประเด็นที่เป็นข้อบกพร่องหรือจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน"
    assert codes(read(rows)) == ["dash_for_zero", "item_text_copied", "outcome_absent", "suggestions_blank"]


def test_scores_behind_the_measures_of_one_document(read):  # noqa: F811
    rows = [
        *annual(),
        ["ผลลัพธ์หรือความสำเร็จของการดำเนินงาน"],
        ["ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "ปี ๒๕๖๖", "ปี ๒๕๖๗", "เปลี่ยนแปลง"],
        ["", "", "คะแนน ITA", "คะแนน ITA", ""],
        ["๑", "การปฏิบัติหน้าที่", "๙๐.๐๐", "๙๑.๐๐", "๑.๐๐"],
        ["๒", "การใช้งบประมาณ", "๙๐.๐๐", "๘๙.๐๐", "-๑.๐๐"],
        ["คะแนนเฉลี่ย", "", "๙๐.๐๐", "๙๐.๐๐", "๐.๐๐"],
    ]
    made = read(rows, "measures/6990101/2567.txt")
    assert len(made["measures"]) == 2
    assert len(made["scores"]) == 4
    assert set(made["totals"]["fiscal_year"]) == {2566, 2567}


STATUSES = ["ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"]


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        (["☑", "☐", "☐"], "done"),
        (["☐", "☒", "☐"], "under_way"),
        (["□", "□", "■"], "not_begun"),
        (["x", "✓", "x"], "under_way"),
        (["✗", "✗", "/"], "not_begun"),
        (["100 %", "-", ""], "done"),
        (["", "ร้อยละ ๖๐", ""], "under_way"),
        (["๖๐ %", "", ""], ""),
        (["", "", "ร้อยละ 20"], ""),
        (["", "100", ""], ""),
        (["✓", "✓", ""], ""),
        (["☒", "☐", "☒"], ""),
        (["✗", "", ""], ""),
        (["☐", "☐", "☐"], "done"),  # nothing is marked, so the result says it
    ],
)
def test_a_status_is_what_is_marked_and_nothing_where_the_marks_do_not_say(read, marks, status):  # noqa: F811
    row = [
        "๑) การใช้งบประมาณ",
        "เผยแพร่แผน",
        "กองคลัง",
        "ต.ค.66 - ก.ย. 67",
        *marks,
        "เผยแพร่แล้วเมื่อวันที่ ๓ มีนาคม ๒๕๖๗",
    ]
    made = read([[TITLE], [], [*HEADING[:4], *STATUSES, HEADING[4]], row], CONTAINERS[1])
    [progress] = rows_of(made, "progress")
    assert progress["status"] == status
    assert ("status_unclear" in codes(made)) == (status == "")


def test_headings_of_measures_one_a_line_are_told(read):  # noqa: F811
    lines = [
        TITLE,
        "ที่",
        *HEADING[:5],
        "๑) การใช้งบประมาณ",
        "เผยแพร่แผน",
        "กองคลัง",
        "ต.ค.66 - ก.ย. 67",
        "เผยแพร่แล้ว",
    ]
    made = read([[line] for line in lines], CONTAINERS[0])
    assert made["measures"].empty
    assert codes(made).count("measures_a_line") == 1
    prose = [TITLE, "ผู้รับผิดชอบ", "กองคลังและกองช่างรับผิดชอบทุกมาตรการ", "ระยะเวลา", "ตลอดปีงบประมาณ"]
    assert "measures_a_line" not in codes(read([[line] for line in prose], CONTAINERS[0]))


TYPED = {
    "เสร็จแล้ว": "done",
    "เสร็จสิ้น": "done",
    "เรียบร้อยแล้ว": "done",
    "กำลังทำ": "under_way",
    "ระหว่างดำเนินการ": "under_way",
    "ยังไม่เริ่ม": "not_begun",
    "ยังไม่ได้ทำ": "not_begun",
}


@pytest.mark.parametrize("word", TYPED)
def test_statuses_as_people_type_them(read, word):  # noqa: F811
    top = "agency_id,fiscal_year,measure,title,round,status"
    made = read(f"{top}\n6990101,2567,1,มาตรการหนึ่ง,12m,{word}", "measures/received.csv")
    assert made["progress"]["status"].tolist() == [TYPED[word]]


@pytest.mark.parametrize("word", TYPED)
def test_statuses_as_people_type_them_in_a_printed_table(read, word):  # noqa: F811
    top = [*HEADING[:4], "สถานะ", "ผลการดำเนินการ"]
    row = ["๑) ทำคู่มือ", "ร่าง", "กองคลัง", "ต.ค.66 - ก.ย. 67", word, "ตามแผน"]
    assert rows_of(read([[TITLE], [], top, row]), "progress")[0]["status"] == TYPED[word]


@pytest.mark.parametrize(
    ("word", "meant"), [("ยกเลิก", ""), ("เลื่อนไปปีหน้า", ""), ("ดำเนินการแล้วว", "ดำเนินการแล้ว")]
)
def test_a_status_that_is_none_is_told_with_the_nearest(read, word, meant):  # noqa: F811
    top = "agency_id,fiscal_year,measure,title,round,status"
    made = read(f"{top}\n6990101,2567,1,มาตรการหนึ่ง,12m,{word}", "measures/received.csv")
    (told,) = made["findings"].query("code == 'choice_unknown'").to_dict("records")
    assert made["progress"].empty
    assert word in told["problem"] + told["remedy"]
    assert "อยู่ระหว่างดำเนินการ, ดำเนินการแล้ว, ยังไม่ดำเนินการ" in told["problem"] + told["remedy"]
    assert (f"หมายถึง “{meant}” หรือไม่" in told["problem"]) == bool(meant)


@pytest.mark.parametrize(
    "result",
    [
        "ไม่ได้ดำเนินการ เนื่องจากงบประมาณไม่พอ",
        "ไม่ได้จัดอบรมตามแผนแล้ว",
        "ดำเนินการไม่แล้วเสร็จ",
        "ไม่สามารถจัดกิจกรรมได้",
        "ดำเนินการแล้วบางส่วน",
        "ยกเลิกโครงการแล้ว",
    ],
)
def test_what_was_not_done_or_in_part_is_not_done(read, result):  # noqa: F811
    made = read(
        [[TITLE], HEADING, ["๑) อบรม", "จัดอบรม", "สำนักปลัด", "มี.ค. ๒๕๖๗", result, "", ""]], CONTAINERS[1]
    )
    (row,) = rows_of(made, "progress")
    assert (row["status"], row["result"]) == ("", result)


@pytest.mark.parametrize("words", ["รวม", "รวมทั้งสิ้น 2 โครงการ", "รวมงบประมาณ", "หมายเหตุ งบประมาณจากข้อบัญญัติ"])
def test_a_row_of_sums_is_no_measure_and_no_budget(read, words):  # noqa: F811
    heading = ["ที่", "โครงการ", "งบประมาณ", "ผู้รับผิดชอบ", "ระยะเวลา"]
    row = ["1", "ปรับปรุงเว็บไซต์", "25,000", "สำนักปลัด", "มี.ค. ๒๕๖๗"]
    for place in (0, 1):
        last = ["", "", "25,000", "", ""]
        last[place] = words
        made = read([[TITLE], heading, row, last], CONTAINERS[1])
        (measure,) = rows_of(made)
        assert measure["budget"] == "25,000"
        assert "row_not_understood" in codes(made)


def test_tables_of_two_years_on_one_page(read):  # noqa: F811
    titles = [TITLE.replace("๒๕๖๗", year) for year in ("๒๕๖๖", "๒๕๖๗")]
    row = ["๑) อบรม", "จัดอบรม", "สำนักปลัด", "", "ดำเนินการแล้ว", "", ""]
    rows = [line for title in titles for line in ([], [title], HEADING, row)]
    made = read(rows, CONTAINERS[1])
    assert sorted((each["fiscal_year"], each["measure"]) for each in rows_of(made)) == [
        (2566, 1),
        (2567, 1),
    ]


def test_a_cell_over_several_rows_counts_for_each(read):  # noqa: F811
    cells = ["".join(f"<th>{each}</th>" for each in HEADING)]
    cells += [
        "<td>๑) อบรม</td><td>จัดอบรม</td><td rowspan=2>สำนักปลัด</td><td rowspan=2>มี.ค. ๒๕๖๗</td>"
        "<td rowspan=2>ดำเนินการแล้ว</td><td></td><td></td>",
        "<td>๒) เผยแพร่</td><td>ลงเว็บไซต์</td><td></td><td></td>",
    ]
    page = f"<p>{TITLE}</p><table>{''.join(f'<tr>{each}</tr>' for each in cells)}</table>"
    made = read(page, "measures/received.html")
    assert [each["responsible"] for each in rows_of(made)] == ["สำนักปลัด"] * 2
    assert [each["status"] for each in rows_of(made, "progress")] == ["done"] * 2
