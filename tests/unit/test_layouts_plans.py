"""Risk plans, registers of projects, calendars and recommendations: real layouts, invented words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_layouts_measures import CONTAINERS, rows_of
from test_layouts_scores import THAI, codes, read  # noqa: F401 - a fixture

from helpers import thai
from helpers.sources.layouts import calendars, recognition
from helpers.sources.opening.sheet import Sheet

PLACE = "ขององค์การบริหารส่วนตำบลบ้านทดลอง ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
RISKS = [
    [f"แผนบริหารจัดการความเสี่ยงการทุจริต {PLACE}"],
    [],
    [
        *("ที่", "กระบวนงาน", "เหตุการณ์ความเสี่ยง", "มาตรการป้องกันความเสี่ยง", "ผู้รับผิดชอบ", "ไตรมาส"),
        *("วิธีการติดตามและรายงานผล", "ผลสัมฤทธิ์ที่คาดหวัง"),
    ],
    [
        *("๑", "งานพัสดุ", "เอื้อประโยชน์ต่อผู้ขาย", "๑. สลับผู้ตรวจรับ\n๒. เปิดเผยราคากลาง", "กองคลัง", "๒ - ๓"),
        *("รายงานหัวหน้าส่วนราชการทุกเดือน", "ไม่มีข้อร้องเรียน"),
    ],
    ["๒", "งานบุคคล", "เรียกรับเงินในการสอบ", "ตั้งกรรมการจากภายนอก", "สำนักปลัด", "๔", "สุ่มตรวจ", "ลดลง"],
]


@pytest.mark.parametrize("container", CONTAINERS[1:])
def test_a_risk_plan(read, container):  # noqa: F811
    first, second = rows_of(read(RISKS, container))
    assert (first["title"], first["step"]) == ("เอื้อประโยชน์ต่อผู้ขาย", "สลับผู้ตรวจรับ\nเปิดเผยราคากลาง")
    assert (first["responsible"], first["period"]) == ("กองคลัง", "ไตรมาส ๒ - ๓")
    assert [str(first[name])[:10] for name in ("period_start", "period_end")] == ["2024-01-01", "2024-06-30"]
    assert (second["monitoring"], second["period"]) == ("สุ่มตรวจ", "ไตรมาส ๔")


def test_what_is_hoped_for_is_no_outcome(read):  # noqa: F811
    made = read(RISKS, CONTAINERS[1])
    assert made["progress"].empty
    told = made["findings"]
    unknown = told[told["code"] == "column_not_understood"]
    assert set(unknown["column"]) == {"กระบวนงาน", "ผลสัมฤทธิ์ที่คาดหวัง"}
    assert codes(made) == ["column_not_understood"], "one finding a column, and none a cell"


PROJECTS = [
    [f"ทะเบียนโครงการและผลการดำเนินงาน {PLACE}"],
    [
        "ลำดับที่",
        "โครงการ",
        "สถานที่",
        "กำหนดแล้วเสร็จ",
        "หน่วยดำเนินการ",
        "ผลการดำเนินงาน",
        "ผลสัมฤทธิ์",
        "ปัญหา/อุปสรรค/ข้อเสนอแนะ",
    ],
    [
        *("๑", "ค่ายเยาวชนสุจริต\nตัวชี้วัดความสำเร็จ : ผู้ร่วม\n- ไม่น้อยกว่า ๓๕ คน", "ศาลากลางบ้าน", "มี.ค. ๖๗"),
        *("กองการศึกษา", "ปิดโครงการ\nจัดค่าย ๑ รุ่น", "เยาวชนรู้สิทธิ", "ฝนตก"),
    ],
    ["๒", "ตู้รับเรื่องร้องเรียน", "ที่ทำการ", "มิ.ย. ๖๗", "สำนักปลัด", "อยู่ระหว่างจัดซื้อ", "", ""],
]


@pytest.mark.parametrize("container", CONTAINERS[1:])
def test_a_register_of_projects(read, container):  # noqa: F811
    line = "<br>" if container.endswith(".html") else "\n"
    made = read([[cell.replace("\n", line) for cell in row] for row in PROJECTS], container)
    assert [(row["title"], row["responsible"]) for row in rows_of(made)] == [
        ("ค่ายเยาวชนสุจริต", "กองการศึกษา"),
        ("ตู้รับเรื่องร้องเรียน", "สำนักปลัด"),
    ]
    one, two = rows_of(made, "progress")
    assert (one["status"], one["outcome"], one["problems"]) == ("done", "เยาวชนรู้สิทธิ", "ฝนตก")
    assert two["status"] == "under_way"
    told = made["findings"]
    assert "๓๕ คน" in told[told["code"] == "title_goes_on"]["problem"].iloc[0]


def test_a_title_ends_at_a_word_with_a_colon_in_the_same_line_too(read):  # noqa: F811
    rows = [[cell.replace("\n", " ") for cell in row] for row in PROJECTS]
    rows[3][1] = "กำหนดเป้าหมาย และงบประมาณ ของตำบล"
    assert [row["title"] for row in rows_of(read(rows, CONTAINERS[0]))] == ["ค่ายเยาวชนสุจริต", rows[3][1]]


def test_two_columns_that_mean_the_same_are_told(read):  # noqa: F811
    rows = [row[:] for row in PROJECTS]
    rows[1][2] = "กิจกรรม"
    told = read(rows, CONTAINERS[1])["findings"]
    assert "“กิจกรรม”" in told[told["code"] == "column_twice"]["problem"].iloc[0]


@pytest.mark.parametrize("container", CONTAINERS)
def test_recommendations_in_two_columns(read, container):  # noqa: F811
    rows = [
        [f"ข้อเสนอแนะจากผลการประเมิน {PLACE}"],
        [],
        ["ประเด็นที่ควรพัฒนา", "ผู้รับผิดชอบ"],
        ["(๑) เพิ่มช่องทางถามตอบ", "กองช่าง"],
        ["(๒) ปรับปรุงคู่มือประชาชน", "สำนักปลัด, กองคลัง"],
    ]
    made = read(rows, container)
    assert [(row["title"], row["responsible"]) for row in rows_of(made)] == [
        ("เพิ่มช่องทางถามตอบ", "กองช่าง"),
        ("ปรับปรุงคู่มือประชาชน", "สำนักปลัด\nกองคลัง"),
    ]
    assert codes(made) == ["measures_bare"]


def test_two_columns_of_which_one_is_not_known_are_described_by_their_headings(read):  # noqa: F811
    rows = [[f"แบบสรุป {PLACE}"], [], ["ประเด็นที่ควรพัฒนา", "งบกลาง"], ["เพิ่มช่องทาง", "๕๐๐"]]
    made = read(rows, CONTAINERS[1])
    assert made["measures"].empty
    told = made["findings"]
    problem = told[told["code"] == "table_not_understood"]["problem_en"].iloc[0]
    assert "known: ประเด็นที่ควรพัฒนา; not known: งบกลาง" in problem
    assert "แบบสรุป" not in problem


# ------------------------------------------------------------------ calendars
SHORT = thai.SHORT_MONTHS["th"]
FISCAL = [*SHORT[9:], *SHORT[:9]]
YEAR = 2567
BEFORE = ["ลำดับ", "กิจกรรม/ขั้นตอนการดำเนินงาน"]


def heading_rows(draw):
    """Rows of headings with a calendar, and for each of its columns the first and last month from October."""
    quarters = draw(st.booleans())
    size = 3 if quarters else 1
    parts = [(first, first + size - 1) for first in range(0, 12, size)]
    last = draw(st.integers(2, len(parts)))
    parts = parts[:last] if draw(st.booleans()) else parts
    span = [f"{FISCAL[a]}-{FISCAL[b]}" if a < b else FISCAL[a] for a, b in parts]
    if not quarters:
        style = draw(st.sampled_from(["months", "dated", "years above"]))
        years = [str(YEAR - (a < 3)) for a, _ in parts]
        if style == "years above":
            above = [f"พ.ศ. {year}" if year not in years[:place] else "" for place, year in enumerate(years)]
            return [[*BEFORE, *above, "ผู้รับผิดชอบ"], ["", "", *span, ""]], parts
        words = [f"{text} {year[2:]}" for text, year in zip(span, years, strict=True)]
        return [[*BEFORE, *(words if style == "dated" else span), "ผู้รับผิดชอบ"]], parts
    style = draw(st.sampled_from(["ไตรมาส {n}", "ไตรมาสที่ {n}", "ไตรมาส {n}\n({span})", "{span}", "numbers"]))
    numbers = [str(n) for n in range(1, len(parts) + 1)]
    if style == "numbers":
        above = ["ไตรมาส", *[""] * (len(parts) - 1)]
        return [[*BEFORE, *above, "ผู้รับผิดชอบ"], ["", "", *numbers, ""]], parts
    words = [style.format(n=n, span=text) for n, text in zip(numbers, span, strict=True)]
    return [[*BEFORE, *words, "ผู้รับผิดชอบ"]], parts


def words_of(first, last):
    months = [FISCAL[first], FISCAL[last]]
    years = [YEAR - (month < 3) for month in (first, last)]
    return " - ".join(dict.fromkeys(f"{month} {year}" for month, year in zip(months, years, strict=True)))


@given(data=st.data())
def test_the_period_is_from_the_first_ticked_part_to_the_last(data):
    top, parts = heading_rows(data.draw)
    rows, expected = [[f"แผนปฏิบัติการ {PLACE}"], [], *top], []
    merged = []
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        ticked = data.draw(st.sets(st.integers(0, len(parts) - 1)))
        odd = data.draw(st.sampled_from(["", "", "", "20,000", "กองช่าง"]))
        mark = data.draw(st.sampled_from(["✓", "X", "/", "●", "<--->", "→"]))
        cells = [
            mark if place in ticked else data.draw(st.sampled_from(["", "-", "☐"]))
            for place in range(len(parts))
        ]
        if len(ticked) > 1 and data.draw(st.booleans()):  # an arrow in one cell that goes over all of them
            cells = ["" if place > min(ticked) else cell for place, cell in enumerate(cells)]
            merged.append((len(rows), 2 + min(ticked), len(rows), 2 + max(ticked)))
        if odd and parts:
            cells[data.draw(st.integers(0, len(parts) - 1))] = odd
        rows.append([str(number), f"งานที่{'กขคงจ'[number - 1]}", *cells, "สำนักปลัด"])
        known = ticked and not odd
        expected.append(words_of(parts[min(ticked)][0], parts[max(ticked)][1]) if known else "")
    if data.draw(st.booleans()):
        rows = [[cell.translate(THAI) for cell in row] for row in rows]
    reading = recognition.read(Sheet("", rows, merged=merged))
    assert list(reading.tables["measures"]["period"]) == expected
    told = {finding.code for finding in reading.findings}
    assert any(expected) or told & {"calendar_unclear", "calendar_blank"}


@pytest.mark.parametrize(
    "headings",
    [
        ["ม.ค.-มี.ค.", "เม.ย.-มิ.ย.", "ก.ค.-ก.ย.", "ต.ค.-ธ.ค."],  # of the calendar year
        ["ไตรมาส 1", "ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3"],
        ["ต.ค. 66", "พ.ย. 67", "ธ.ค. 67", "ม.ค. 68"],
    ],
)
def test_a_calendar_that_is_not_clear_gives_no_period(headings):
    rows = [[*BEFORE, *headings, "ผู้รับผิดชอบ", "วิธีการติดตาม"], ["1", "ก", "✓", "", "✓", "", "กองคลัง", "สุ่ม"]]
    reading = recognition.read(Sheet("", rows))
    assert list(reading.tables["measures"]["period"]) == [""]
    assert [finding.code for finding in reading.findings].count("column_not_understood") == 4


def test_without_a_year_the_months_wait_for_the_files_year(read):  # noqa: F811
    rows = [[*BEFORE, *(f"ไตรมาส {n}" for n in range(1, 5)), "ผู้รับผิดชอบ"]]
    rows.append(["1", "ทบทวนคู่มือ", "", "✓", "✓", "", "กองคลัง"])
    [measure] = rows_of(read(rows, "measures/6990101/2568.xlsx"))
    assert measure["period"] == "ม.ค. - มิ.ย."
    assert [str(measure[name])[:10] for name in ("period_start", "period_end")] == [
        "2025-01-01",
        "2025-06-30",
    ]


@pytest.mark.parametrize(
    "text", ["", "2568", "ผู้รับผิดชอบ", "ปีงบประมาณ 2568", "1", "ไตรมาส 5", "15 ม.ค.", "มกราคมนี้"]
)
def test_other_headings_are_no_part_of_a_year(text):
    assert calendars.part_of(text) is None


def test_a_narrower_table_behind_the_measures_is_not_theirs():
    rows = [[*BEFORE, "ผู้รับผิดชอบ", "ระยะเวลา"], ["1", "ทบทวนคู่มือ", "กองคลัง", "ไตรมาส 1"], [""]]
    rows += [["ความเห็นหัวหน้าสำนักปลัด", "ความเห็นปลัด"]]
    places = [
        ("ตารางที่ 1 (table)", 1),
        ("ตารางที่ 1 (table)", 2),
        ("ตารางที่ 1 (table)", 2),
        ("ตารางที่ 2 (table)", 1),
    ]
    reading = recognition.read(Sheet("", rows, places))
    assert list(reading.tables["measures"]["title"]) == ["ทบทวนคู่มือ"]
    assert [finding.code for finding in reading.findings] == ["row_not_understood"]
