"""Random tables in every layout, with random dirt, written and read back."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from test_layouts_scores import NAMES

from helpers import framework
from helpers.sources.layouts import recognition
from helpers.sources.opening.sheet import Sheet

AGENCIES = ("อบต.บ้านทดลอง", "เทศบาลตำบลหนองลอง", "องค์การบริหารส่วนตำบลป่าตัวอย่าง")
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

scores = st.lists(st.integers(0, 10_000).map(lambda n: Decimal(n) / 100), min_size=10, max_size=10)
spans = st.sampled_from([(2567,), (2567, 2568), (2566, 2567, 2568)])


def total_of(values):
    weighted = sum(
        instrument.weight * sum(values[n - 1] for n in instrument.indicators) / len(instrument.indicators)
        for instrument in framework.for_year(2568).instruments
    )
    return weighted.quantize(Decimal("0.01"), ROUND_HALF_UP)


@st.composite
def dirty_number(draw, value):
    text = f"{value:.2f}"
    if draw(st.booleans()) and text.endswith("0"):
        text = text[:-1]
    if draw(st.booleans()):
        cut = draw(st.integers(0, len(text)))
        text = text[:cut].translate(THAI) + text[cut:]
    return draw(st.sampled_from(["{}", "{} ", "{}คะแนน", "{} คะแนน"])).format(text)


@st.composite
def dirty_name(draw, number):
    name = NAMES[number - 1]
    if number == 8:
        name = draw(st.sampled_from([name, "การปรับปรุงระบบการทำงาน"]))
    if number == 4:
        name = draw(st.sampled_from([name, "การใช้ทรัพย์สินของทางราชการ"]))
    change = draw(st.sampled_from(["", "decomposed", "lost", "sara e", "blank", "line"]))
    if change == "decomposed":
        name = name.replace("ำ", "ํา")
    elif change == "lost":
        name = name.replace("อำ", "อ\ufffdา")
    elif change == "sara e":
        name = name.replace("แ", "เเ")
    elif change == "blank":
        name = name.replace("การ", "การ ", 1)
    elif change == "line":
        name = name.replace("การ", "การ\n", 1)
    return name


@st.composite
def label(draw, number):
    name = draw(dirty_name(number))
    form = draw(st.sampled_from(["{name}", "{number}. {name}", "ตัวชี้วัดที่ {number} {name}", "{number}) {name}"]))
    text = form.format(name=name, number=number)
    return draw(st.sampled_from([text, text.translate(THAI)]))


def read(rows, shift):
    """The scores and totals that a sheet holds, as the layouts read them."""
    down, right = shift
    placed = [[""]] * down + [[""] * right + row for row in rows]
    width = max(map(len, placed))
    return recognition.read(Sheet("แผ่น", [row + [""] * (width - len(row)) for row in placed]))


def found_scores(reading):
    frame = reading.tables.get("scores", pd.DataFrame())
    return {
        (row.get("agency", ""), row["fiscal_year"], row["indicator"]): Decimal(row["score"].translate(ARABIC))
        for row in frame.to_dict("records")
    }


ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789") | {ord(c): None for c in " คะแนน"}
shifts = st.tuples(st.integers(0, 3), st.integers(0, 3))


@given(data=st.data(), years=spans, shift=shifts)
def test_years_across(data, years, shift):
    values = {year: data.draw(scores) for year in years}
    heading = [
        "ตัวชี้วัด",
        *(data.draw(st.sampled_from([f"ปี {y}", f"{y}", f"ปีงบประมาณ พ.ศ. {y}"])) for y in years),
    ]
    rows = [heading]
    for number in range(1, 11):
        cells = [data.draw(dirty_number(values[year][number - 1])) for year in years]
        rows.append([data.draw(label(number)), *cells])
    rows.append(["คะแนนเฉลี่ย", *(f"{total_of(values[year])}" for year in years)])
    reading = read(rows, shift)
    expected = {("", str(y), str(n)): values[y][n - 1] for y in years for n in range(1, 11)}
    assert found_scores(reading) == expected
    totals = {
        row["fiscal_year"]: row["published_total"] for row in reading.tables["totals"].to_dict("records")
    }
    assert totals == {str(year): f"{total_of(values[year])}" for year in years}
    assert reading.findings == []


@given(data=st.data(), shift=shifts, years=spans)
def test_indicators_across(data, shift, years):
    agencies = data.draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True))
    form = data.draw(st.sampled_from(["ตัวชี้วัดที่ {n}", "ตัวชี้ วัดที่ {n} {name}", "{name}"]))
    heads = [form.format(n=n, name=NAMES[n - 1]) for n in range(1, 11)]
    rows = [["ที่", "หน่วยงาน", "ปีงบประมาณ", *heads, "คะแนน ITA", "ระดับ"]]
    expected = {}
    for place, agency in enumerate(agencies, start=1):
        for year in years:
            values = data.draw(scores)
            name = agency if year == years[0] else ""
            cells = [data.draw(dirty_number(value)) for value in values]
            rows.append([str(place), name, str(year), *cells, f"{total_of(values)}", "ผ่าน"])
            expected |= {(agency, str(year), str(n)): value for n, value in enumerate(values, start=1)}
    assert found_scores(read(rows, shift)) == expected


@given(data=st.data(), shift=shifts, reverse=st.booleans(), old=st.booleans())
def test_agencies_across(data, shift, reverse, old):
    agencies = data.draw(st.lists(st.sampled_from(AGENCIES), min_size=2, max_size=3, unique=True))
    values = {agency: data.draw(scores) for agency in agencies}
    numbers = [1, 2, 3, 4, 5, 9, 10, 11, 12, 13] if old else list(range(1, 11))
    body = [
        [f"ตัวชี้วัดที่ {printed}", *(data.draw(dirty_number(values[agency][place])) for agency in agencies)]
        for place, printed in enumerate(numbers)
    ]
    body.append(["คะแนน ITA", *(f"{total_of(values[agency])}" for agency in agencies)])
    body.append(["ระดับ", *("ผ่านดี" for _ in agencies)])
    rows = [["ปีงบประมาณ พ.ศ. 2568"], ["ตัวชี้วัด", *agencies], *(reversed(body) if reverse else body)]
    reading = read(rows, shift)
    expected = {(agency, "2568", str(n)): values[agency][n - 1] for agency in agencies for n in range(1, 11)}
    assert found_scores(reading) == expected
    levels = [row["published_level"] for row in reading.tables["totals"].to_dict("records")]
    assert levels == ["ผ่านดี"] * len(agencies)


@given(data=st.data(), shift=shifts)
def test_blocks_by_agency(data, shift):
    agencies = data.draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True))
    rows = [["ปีงบประมาณ พ.ศ. 2567"], ["แบบ/ค่าน้ำหนัก (ร้อยละ)", "ตัวชี้วัด", "ผลประเมิน", "ระดับ"]]
    expected = {}
    for agency in agencies:
        values = data.draw(scores)
        rows.append([agency, "", f"{total_of(values)}", "ผ่าน"])
        late = data.draw(st.integers(0, 1))
        for number, value in enumerate(values, start=1):
            block = {1 + late: "IIT 30", 6 + late: "EIT 30", 9 + late: "OIT 40"}.get(number, "")
            rows.append([block, data.draw(label(number)), data.draw(dirty_number(value)), "A"])
            expected[agency, "2567", str(number)] = value
    assert found_scores(read(rows, shift)) == expected


@given(data=st.data(), shift=shifts)
def test_long_lists(data, shift):
    rows = [["หน่วยงาน", "ปี", "ตัวชี้วัด", "คะแนน"]]
    expected = {}
    for agency in data.draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True)):
        for year in data.draw(spans):
            values = data.draw(scores)
            for number in data.draw(st.permutations(range(1, 11))):
                text = data.draw(st.one_of(label(number), st.just(str(number)), dirty_name(number)))
                rows.append([agency, str(year), text, data.draw(dirty_number(values[number - 1]))])
                expected[agency, str(year), str(number)] = values[number - 1]
    assert found_scores(read(rows, shift)) == expected


@given(data=st.data())
def test_running_text(data):
    values = data.draw(scores)
    pairs = [
        f"{data.draw(dirty_name(n)).replace(chr(10), ' ')} {values[n - 1]:.2f} คะแนน"
        for n in data.draw(st.permutations(range(1, 11)))
    ]
    join = data.draw(st.sampled_from([" ", ", ", "\n", "\n– "]))
    text = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568\n" + join.join(pairs)
    reading = recognition.read(Sheet("", [[line] for line in text.split("\n")]))
    assert found_scores(reading) == {("", "2568", str(n)): values[n - 1] for n in range(1, 11)}


UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "หน่วยตรวจสอบภายใน")
PERIODS = ("ต.ค. ๖๗ - ก.ย. ๖๘", "ม.ค.-มิ.ย.๒๕๖๘", "ปีงบประมาณ พ.ศ. ๒๕๖๘", "มี.ค.68")
WORDS = st.lists(
    st.sampled_from(["ทบทวนคู่มือ", "เผยแพร่ข้อมูล", "ประชุมชี้แจง", "สำรวจความเห็น"]), min_size=1, max_size=4
)


@given(data=st.data(), shift=shifts)
def test_measures(data, shift):
    heading = data.draw(
        st.sampled_from(
            [
                ["มาตรการ/แนวทาง", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา ดำเนินการ", "ผลการดำเนินงาน"],
                [
                    "โครงการ/กิจกรรม/มาตรการ",
                    "แนวทางการปฏิบัติ",
                    "ผู้รับผิดชอบ",
                    "ระยะเวลาดำเนินการ",
                    "สรุปผลการดำเนินการ",
                ],
            ]
        )
    )
    rows, expected = [heading], []
    for number in range(1, data.draw(st.integers(1, 6)) + 1):
        steps = data.draw(WORDS)
        mark = data.draw(st.sampled_from(["{n}. ", "{n}) ", "- ", "{n}."]))
        joint = data.draw(st.sampled_from(["\n", " "])) if "{n}" in mark else "\n"
        step = joint.join(mark.format(n=n) + text for n, text in enumerate(steps, start=1))
        units = data.draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
        unit = data.draw(st.sampled_from([", ", "/", " - "])).join(units)
        period = data.draw(st.sampled_from(PERIODS))
        title = f"{number}. มาตรการลำดับ{'กขคงจฉ'[number - 1]}"
        if data.draw(st.booleans()) and number > 1:
            rows += [[""], heading]
        rows.append(
            [data.draw(st.sampled_from([title, title.translate(THAI)])), step, unit, period, "ดำเนินการแล้ว"]
        )
        expected.append((str(number), "1", title[3:], "\n".join(steps), "\n".join(units), period))
        if data.draw(st.booleans()):
            rows.append(["", "ติดตามผล", "กองคลัง", "ก.ย. ๖๘", "อยู่ระหว่างดำเนินการ"])
            expected.append((str(number), "2", title[3:], "ติดตามผล", "กองคลัง", "ก.ย. ๖๘"))
    reading = read(rows, shift)
    columns = ["measure", "activity", "title", "step", "responsible", "period"]
    assert [tuple(row) for row in reading.tables["measures"][columns].to_numpy()] == expected
    statuses = {"1": "done", "2": "under_way"}
    assert list(reading.tables["progress"]["status"]) == [statuses[row[1]] for row in expected]
