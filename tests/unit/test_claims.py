"""Numbers that look like scores and are not the agency's own; all figures and agencies are invented.

Each kind: the agency's ten scores are read as without it, and what was left out is reported.
"""

import re
from dataclasses import replace

import pytest
from test_layouts_scores import AGENCIES, NAMES, ONE, TITLE, TWO, codes, scores, totals

from helpers import stages
from helpers.sources.layouts import recognition
from helpers.sources.opening.sheet import Sheet
from helpers.sources.prose import spoken_years
from helpers.sources.words import labels, quantities

OWN = "6990101"
PATH = f"scores/{OWN}/2568.html"


@pytest.fixture
def read(tmp_path):
    """Reads one page; returns the tables by name."""

    def _read(page, name=PATH, agencies=AGENCIES, **more):
        raw = tmp_path / "data" / "raw"
        for path, text in {name: page, "agencies.csv": agencies, **more}.items():
            (raw / path).parent.mkdir(parents=True, exist_ok=True)
            (raw / path).write_text(text, encoding="utf-8")
        return stages.check(tmp_path / "data")

    return _read


@pytest.fixture
def read_each(read):
    """Reads many pages at once, each as that of an agency of its own; yields each one's tables."""

    def _read_each(pages, path="scores/{code}/2568.html"):
        letters = "กขคงจฉชซฌญฎฐฑฒณดตถทธนบปผฝพฟภม"
        lines, files = [AGENCIES.strip()], {}
        for number, text in enumerate(pages):
            code = f"6991{number:03d}"
            name = "บ้านทดลอง" + letters[number // len(letters)] + letters[number % len(letters)]
            lines.append(f"{code},{name},องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี")
            files[path.format(code=code)] = text.replace("บ้านทดลอง", name)
        made = read("", "scores/none.txt", "\n".join(lines), **files)
        for file in files:
            code = re.search("[0-9]{7}", file)[0]
            own = {}
            for key in ("scores", "totals", "context"):
                own[key] = made[key][made[key]["agency_id"] == code].assign(agency_id=OWN)
            yield own | {"findings": made["findings"][made["findings"]["file"] == file]}

    return _read_each


def table(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def page(*parts):
    texts = (part if part.startswith("<table") else f"<p>{part}</p>" for part in parts)
    return f"<!doctype html><meta charset=utf-8>{''.join(texts)}"


def ten(*columns, first=1):
    """Rows of the ten indicators with these columns of numbers."""
    return [[str(n), NAMES[n - 1], *(column[n - 1] for column in columns)] for n in range(first, 11)]


def told(made):
    found = made["findings"]
    return bool(found["severity"].isin(["error", "warning"]).any())


# ------------------------------------------------------------------ columns
OTHER_COLUMNS = [
    ("เป้าหมาย", "85.00"),
    ("ค่าเป้าหมายปี 2569", "97.25"),
    ("คะแนนที่คาดหวัง", "96.50"),
    ("เกณฑ์ขั้นต่ำ", "85"),
    ("คะแนนประมาณการ ปี 2569", "93.75"),
    ("คาดว่าจะได้รับ", "94.10"),
    ("ค่าเฉลี่ยทั้งประเทศ", "88.12"),
    ("คะแนนเฉลี่ย อบต. ทั้งหมด", "87.31"),
    ("เฉลี่ยระดับจังหวัด", "86.44"),
    ("ค่าเฉลี่ยของกระทรวง", "90.01"),
    ("คะแนนสูงสุดของจังหวัด", "99.10"),
    ("ขาดอีก", "8.90"),
    ("ช่องว่างคะแนน", "5.25"),
    ("คะแนนที่ต้องเพิ่ม", "4.40"),
    ("ร้อยละของผู้ตอบแบบวัด", "41.70"),
    ("จำนวนผู้ตอบ (คน)", "37"),
    ("คะแนนเต็ม", "100"),
    ("คะแนน (เต็ม 10)", "9.12"),
    ("คะแนนเฉลี่ย (5 คะแนน)", "4.55"),
    ("ผลต่างจากค่าเฉลี่ย", "2.22"),
    ("ลดลง", "1.75"),
    ("คะแนนปีที่แล้ว", "80.80"),
    ("คะแนนประเมินตนเอง", "98.00"),
    ("S.D.", "0.52"),
    ("คะแนนดัชนีอื่น", "77.77"),
]


def test_a_column_of_something_else_beside_the_scores(read_each):
    def beside(heading, value, place):
        rows = [["ที่", "ตัวชี้วัด", "คะแนนที่ได้"], *ten(ONE)]
        for number, row in enumerate(rows):
            row.insert(place, value if number else heading)
        return page(TITLE, "ปีงบประมาณ พ.ศ. 2568", table(*rows))

    cases = [(*case, place) for case in OTHER_COLUMNS for place in (2, 3)]
    for case, made in zip(cases, read_each(beside(*case) for case in cases), strict=True):
        assert scores(made, OWN, 2568) == ONE, case
        assert made["scores"]["fiscal_year"].unique().tolist() == [2568], case
        assert made["totals"].query("published_total.notna()").empty, case


def test_a_column_of_something_else_alone(read_each):
    pages = (
        page(TITLE, table(["ที่", "ตัวชี้วัด", heading], *ten([value] * 10))) for heading, value in OTHER_COLUMNS
    )
    for case, made in zip(OTHER_COLUMNS, read_each(pages), strict=True):
        assert made["scores"].empty, case
        assert told(made), case


@pytest.mark.parametrize(
    ("heading", "among"),
    [("ค่าเฉลี่ยจังหวัดสมมติบุรี", "province"), ("คะแนนเฉลี่ยระดับประเทศ", "country"), ("ค่าเฉลี่ยเทศบาลตำบล", "type")],
)
def test_means_of_others_are_kept_beside_the_scores(read, heading, among):
    made = read(page(TITLE, table(["ที่", "ตัวชี้วัด", "คะแนน", heading], *ten(ONE, TWO))))
    assert scores(made, OWN, 2568) == ONE
    kept = made["context"].sort_values("value")
    assert set(kept["what"]) == {"mean"}
    assert set(kept["among"]) == {among}
    assert dict(zip(kept["part"], kept["value"], strict=True)) == {
        str(n): float(score) for n, score in enumerate(TWO, start=1)
    }


def test_what_the_agency_s_own_column_is_called(read_each):
    headings = [
        *("คะแนน", "คะแนน ITA", "ผลคะแนน", "ผลการประเมิน", "คะแนนที่ได้รับ", "คะแนน (เต็ม 100)", "ร้อยละ", "score"),
        *("คะแนนปี 2568", "ปี 68", "ปีงบประมาณ พ.ศ. ๒๕๖๘", "คะแนนของหน่วยงาน", "คะแนนเฉลี่ย", "ค่าคะแนน", "2568"),
        *("คะแนนผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568", "อบต.บ้านทดลอง", "คะแนน อบต.บ้านทดลอง ปี 2568"),
    ]
    pages = (page(TITLE, table(["ที่", "ตัวชี้วัด", heading], *ten(ONE))) for heading in headings)
    for heading, made in zip(headings, read_each(pages), strict=True):
        assert scores(made, OWN, 2568) == ONE, heading
        assert codes(made) == [], heading


CAPTIONS = [
    "ค่าเป้าหมายคะแนน ITA ปี 2568",
    "ตารางที่ 3 คะแนนเฉลี่ยระดับประเทศ",
    "คะแนน (เต็ม 5)",
    "คะแนนคาดการณ์ ปี 2568\nมีผู้ตอบแบบวัดร้อยละ 81.20",
    "คะแนนคาดการณ์ ปี 2568\nข้อ 4.1 การวิเคราะห์ผลการประเมิน",
    "คะแนนคาดการณ์ ปี 2568\nไม่มีข้อมูลของปีงบประมาณ พ.ศ. 2563",
    "คะแนนคาดการณ์ ปี 2568\nผลการประเมินปีถัดไปยังไม่ประกาศ",
    "คะแนนคาดการณ์ ปี 2568\nคะแนนยังขาดอีก 3.60 คะแนนจึงจะผ่าน",
    "ค่าเป้าหมายคะแนน ITA ปี 2568\nเอกสารนี้ใช้ในการประชุม\nสำนักปลัด",
    "ค่าเป้าหมายรายตัวชี้วัด ปี 2568 เบิกจ่ายได้ร้อยละ 77.40",
    "ผลการประเมิน ITA โรงพยาบาลริมน้ำ",
    "อบต.ไกลลับ จังหวัดไกลโพ้น",
    "ผลการประเมินประสิทธิภาพขององค์กร (LPA) ปี 2568",
    "องค์การบริหารส่วนตำบลป่าตัวอย่าง",
]


def test_a_second_table_of_something_else(read_each):
    own, other = (table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(each)) for each in (ONE, TWO))
    pages = (page(TITLE, own, *caption.split("\n"), other) for caption in CAPTIONS)
    for caption, made in zip(CAPTIONS, read_each(pages), strict=True):
        assert scores(made, OWN, 2568) == ONE, caption
        assert told(made), caption


def test_a_table_of_something_else_below_a_total(read_each):
    total = "ปีงบประมาณ พ.ศ. 2568 ได้ 90.68 คะแนน"
    other = table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(TWO))
    pages = (page(HEAD, total, *caption.split("\n"), other) for caption in CAPTIONS)
    for caption, made in zip(CAPTIONS, read_each(pages), strict=True):
        assert made["scores"].empty, caption
        assert totals(made) == {(OWN, 2568): (90.68, "")}, caption
        assert told(made), caption


def test_a_second_table_right_below_the_first(read):
    lines = ["ที่,ตัวชี้วัด,คะแนน", *(",".join(row) for row in ten(ONE)), "ค่าเป้าหมาย ปี 2568,,"]
    lines += ["ที่,ตัวชี้วัด,คะแนน", *(",".join(row) for row in ten(TWO))]
    made = read("\n".join(lines), f"scores/{OWN}/2568.csv")
    assert scores(made, OWN, 2568) == ONE
    assert told(made)


@pytest.mark.parametrize("label", ["คะแนนปี 2566", "คะแนนรวม ปีงบประมาณ พ.ศ. ๒๕๖๖", "คะแนนเฉลี่ย 2566"])
def test_a_total_whose_label_names_another_year(read, label):
    rows = [["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE), ["", label, "84.16"], ["", "คะแนนรวม", "90.68"]]
    made = read(page(TITLE, "ปีงบประมาณ พ.ศ. 2568", table(*rows)), "scores/one.html")
    assert scores(made, OWN, 2568) == ONE
    assert totals(made) == {(OWN, 2566): (84.16, ""), (OWN, 2568): (90.68, "")}
    rows[0][2] = "ปี 2568"
    made = read(page(TITLE, table(*rows)), "scores/one.html")
    assert totals(made) == {(OWN, 2568): (90.68, "")}
    assert told(made)


@pytest.mark.parametrize("total", ["90.68", ""])
@pytest.mark.parametrize("ranks", [2, 3])
def test_a_column_of_ranks_in_the_row_of_the_total(read, total, ranks):
    rows = [["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE), ["", "คะแนนรวม", total]]
    for place, row in enumerate(rows):
        row.insert(ranks, str(40 + place) if place else "อันดับ")
    made = read(page(TITLE, table(*rows)))
    assert scores(made, OWN, 2568) == ONE
    assert made["totals"]["published_total"].dropna().tolist() == ([90.68] if total else [])
    assert total or told(made)


@pytest.mark.parametrize("row", [3, 11])
def test_a_blank_beside_another_year_is_told(read, row):
    rows = [["ที่", "ตัวชี้วัด", "ปี 2567", "ปี 2568"], *ten(TWO, ONE), ["", "คะแนนรวม", "85.30", "90.68"]]
    rows[row][3] = ""
    made = read(page(TITLE, table(*rows)))
    found = made["findings"].query("code in ('score_blank', 'total_blank')")
    assert list(found["column"]) == ["ปี 2568"]


def test_a_blank_among_agencies_is_told(read):
    heads = ["หน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "คะแนน ITA"]
    full = ["องค์การบริหารส่วนตำบลบ้านทดลอง", *map(str, ONE), "90.68"]
    for blank, code in ((4, "score_blank"), (11, "total_blank")):
        lacking = ["องค์การบริหารส่วนตำบลป่าตัวอย่าง", *map(str, TWO), "85.30"]
        lacking[blank] = ""
        made = read(page("ผลการประเมิน ITA ปี 2568", table(heads, full, lacking)), "scores/list.html")
        assert code in set(made["findings"]["code"])


@pytest.mark.parametrize("first", ["ที่", ""])
@pytest.mark.parametrize("row", [0, 1, 2])
def test_an_agency_without_its_total_is_told(read, row, first):
    names = ["องค์การบริหารส่วนตำบลบ้านทดลอง", "องค์การบริหารส่วนตำบลป่าตัวอย่าง", "เทศบาลตำบลทุ่งลองดู"]
    rows = [[str(at + 1), name, "" if at == row else f"9{at}.50"] for at, name in enumerate(names)]
    cells = [["ที่", "หน่วยงาน", "คะแนน ITA"], *rows]
    made = read(
        page("ผลการประเมิน ITA ปี 2568", table(*(each if first else each[1:] for each in cells))),
        "scores/list.html",
    )
    found = made["findings"].query("code == 'agency_without_score'")
    assert names[row] in found["problem"].item()


def test_a_row_of_something_else(read_each):
    def with_row(label, where):
        rows = ten(ONE)
        rows.insert(where, ["", label, "83.21"])
        return page(TITLE, table(["ที่", "ตัวชี้วัด", "คะแนน"], *rows, ["", "คะแนนรวม", "90.68"]))

    words = ("ค่าเป้าหมาย", "คะแนนเฉลี่ยระดับประเทศ", "คะแนนเฉลี่ยจังหวัด", "คะแนนเต็ม", "ผลต่าง", "จำนวนผู้ตอบแบบวัด")
    cases = [(label, where) for label in words for where in (0, 5, 10)]
    for case, made in zip(cases, read_each(with_row(*case) for case in cases), strict=True):
        assert scores(made, OWN, 2568) == ONE, case
        assert totals(made) == {(OWN, 2568): (90.68, "")}, case


# ------------------------------------------------------------------ cells
def test_a_cell_that_is_no_number(read_each):
    cells = [
        *(
            "ขาด 12.00",
            "ไม่ถึง 80",
            "รอผล",
            "รอประกาศ 2",
            "(7.50)",
            "8O.25",
            "88 .25",
            "< 90",
            "≥ 85",
            "ข้อ 4",
            "+1.20",
        ),
        *(
            "88,25",
            "88.2.5",
            "80-90",
            "ดู 2.3",
            "ประมาณ 88",
            "n/a",
            "88.25*",
            "เพิ่ม 2.00",
            "I00",
            "๘๘.๒O",
            "88.25 / 90.10",
        ),
    ]
    columns = ([*ONE[:4], cell, *ONE[5:]] for cell in cells)
    pages = (page(TITLE, table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(column))) for column in columns)
    for cell, made in zip(cells, read_each(pages), strict=True):
        found = made["scores"]
        read = {n: f"{score:.2f}" for n, score in zip(found["indicator"], found["score"], strict=True)}
        assert read == {n: ONE[n - 1] for n in range(1, 11) if n != 5}, cell
        assert told(made), cell


def test_a_row_a_cell_too_short(read):
    rows = [["ที่", "ตัวชี้วัด", "ปี 2567", "ปี 2568", "ผลต่าง"], *ten(ONE, TWO, ["1.00"] * 10)]
    del rows[6][2]
    made = read(page(TITLE, table(*rows)))
    assert 6 not in set(made["scores"]["indicator"])
    assert len(made["scores"]) == 18
    assert "row_too_short" in codes(made)


# ------------------------------------------------------------------ labels
def test_labels_that_only_resemble_the_ten(read_each):
    groups = [
        ("ความเชื่อมั่นต่อการปฏิบัติหน้าที่ของเจ้าหน้าที่", "การใช้งบประมาณด้านสาธารณสุข", "การใช้อำนาจตามกฎหมาย"),
        ("การเปิดเผยข้อมูลสาธารณะเชิงลึก", "แผนปฏิบัติการป้องกันการทุจริต", "คุณภาพการดำเนินงานของโรงเรียน"),
        ("ความโปร่งใส", "ความพร้อมรับผิด", "วัฒนธรรมองค์กร"),
    ]
    plain = [table(["ตัวชี้วัด", "คะแนน"], *([label, "91.50"] for label in group)) for group in groups]
    numbered = [
        table(["ที่", "ตัวชี้วัด", "คะแนน"], *([str(n), label, "91.50"] for n, label in enumerate(group, start=1)))
        for group in groups
    ]
    for case, made in enumerate(read_each(page(TITLE, each) for each in [*plain, *numbered])):
        assert made["scores"].empty, case
        assert told(made), case


def test_instruments_are_no_indicators(read):
    text = (
        "ปีงบประมาณ พ.ศ. 2568 ผู้มีส่วนได้ส่วนเสียภายใน (IIT) ได้ 91.35 คะแนน"
        " ผู้มีส่วนได้ส่วนเสียภายนอก (EIT) ส่วนที่ 1 ได้ 88.05 คะแนน"
        " และการเปิดเผยข้อมูลสาธารณะ (OIT) ได้ 79.50 คะแนน"
    )
    made = read(page(TITLE, text))
    assert made["scores"].empty
    assert dict(zip(made["context"]["part"], made["context"]["value"], strict=True)) == {
        "iit": 91.35,
        "eit_1": 88.05,
        "oit": 79.5,
    }
    assert told(made)


# ------------------------------------------------------------------ sentences
HEAD = "องค์การบริหารส่วนตำบลบ้านทดลอง อำเภอเมืองสมมติ จังหวัดสมมติบุรี"


SENTENCES = [
    ("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568 ได้ 88.45 คะแนน ระดับผ่านดี", {2568: (88.45, "ผ่านดี")}),
    ("ในปีงบประมาณ พ.ศ. 2568 ได้รับผลการประเมินระดับ “ผ่าน” ด้วยคะแนน 86.10", {2568: (86.1, "ผ่าน")}),
    ("ปีงบประมาณ พ.ศ. 2568 มีผลการประเมินอยู่ที่ 91.02 คะแนน", {2568: (91.02, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 หน่วยงานทำได้ 83.33 คะแนน อยู่ในระดับต้องปรับปรุง", {2568: (83.33, "ต้องปรับปรุง")}),
    ("การประเมิน ITA ปีงบประมาณ พ.ศ. 2568 ผ่านเกณฑ์ในระดับผ่านดีเยี่ยม (97.40 คะแนน)", {2568: (97.4, "ผ่านดีเยี่ยม")}),
    ("คะแนนรวม 90.68 คะแนน ปีงบประมาณ พ.ศ. 2568", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568\nคะแนนรวม : 90.68\nระดับผลการประเมิน\nผ่านดี", {2568: (90.68, "ผ่านดี")}),
    ("ปีงบประมาณ พ.ศ. 2568\nคะแนนภาพรวม\n90.68\nระดับ\nผ่าน", {2568: (90.68, "ผ่าน")}),
    (
        "ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน เพิ่มขึ้นจาก 87.11 คะแนน ในปีงบประมาณ พ.ศ. 2567",
        {2568: (90.68, ""), 2567: (87.11, "")},
    ),
    ("ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน เพิ่มขึ้น 3.57 คะแนน", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวมลดลงเป็น 90.68 คะแนน", {2568: (90.68, "")}),
    (
        "ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน สูงกว่าค่าเฉลี่ยระดับประเทศ ซึ่งอยู่ที่ 88.20 คะแนน",
        {2568: (90.68, "")},
    ),
    ("ปีงบประมาณ พ.ศ. 2568 ค่าเฉลี่ยระดับจังหวัด 88.20 คะแนน หน่วยงานได้คะแนน 90.68 คะแนน", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน หน่วยงานที่ได้ระดับ AA จะได้รับโล่", {2568: (90.68, "")}),
    (
        "ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน และตั้งเป้าหมายปีถัดไป 95.00 คะแนน ระดับผ่านดีเยี่ยม",
        {2568: (90.68, "")},
    ),
    ("ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน ยังขาด 4.32 คะแนน", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน ผู้ตอบแบบวัดร้อยละ 45.50", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 ได้คะแนน 90.68 คะแนน จากคะแนนเต็ม 100 คะแนน", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 เบิกจ่ายงบประมาณร้อยละ 88.20", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ต้องได้คะแนนไม่น้อยกว่า 85.00 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 เป้าหมายคะแนนเฉลี่ย 92.00 คะแนน ระดับผ่านดี", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนเฉลี่ยภาพรวมระดับประเทศ 93.82 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คาดว่าจะได้คะแนน 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวมเพิ่มขึ้น 2.20 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 หน่วยงานอื่นในจังหวัดได้คะแนน 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 จังหวัดอื่นได้คะแนน 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 เทศบาลนครทะเลใส ได้คะแนน 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 โรงพยาบาลริมน้ำ ได้คะแนน 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ข้อคำถาม e7 ได้คะแนน 95.10", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ข้อ O9 ได้ 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ข้อที่ 5 ได้คะแนน 95.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ตัวชี้วัดย่อยที่ 9.1 ได้คะแนน 95.10 คะแนน", {}),
    (
        "ปีงบประมาณ พ.ศ. 2568\nตั้งเป้าหมายปีงบประมาณ พ.ศ. 2569 ไว้ที่ 95.00 คะแนน\nคะแนนรวม 90.68 คะแนน",
        {2568: (90.68, "")},
    ),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนเฉลี่ย (5 คะแนน)", {}),
    ("ปีงบประมาณ พ.ศ. 2568\n4.2 แนวทางการพัฒนาผลการประเมิน\n4.3 ผลคะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนความพึงพอใจของผู้รับบริการ 95.20 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 เกณฑ์ระดับ ผ่านดี คือ 85.00-94.99 คะแนน", {}),
    (
        "ปีงบประมาณ พ.ศ. 2568 คะแนนเฉลี่ยของประเทศ 88.20 หน่วยงานได้ 90.68 คะแนน",
        {2568: (90.68, "")},
    ),
    ("ปีงบประมาณ พ.ศ. 2567 และปีงบประมาณ พ.ศ. 2568 ได้ 87.11 และ 90.68 คะแนน ตามลำดับ", {}),
    ("ปีงบประมาณ พ.ศ. 2568 หากแก้ไขครบถ้วนจะได้คะแนนรวม 97.20 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวมควรอยู่ที่ 95.30 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คณะผู้บริหารคาดหมายคะแนนรวม 96.40 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ต้องการให้ได้คะแนนรวม 96.40 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวมของกลุ่มเทศบาล 91.60 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวมครึ่งปีแรก 88.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวมรอบ 6 เดือน 88.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวม 4.53 จาก 5 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ได้คะแนนรวม 90.68 จาก 100 คะแนน", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 ผลการประเมิน LPA ได้คะแนนรวม 88.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ผลการประเมินประสิทธิภาพขององค์กร 88.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 ผลการประเมินโครงการอบรม ได้คะแนน 88.10 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568\nผลการประเมินแผนพัฒนา\nคะแนนรวม 88.10 คะแนน", {}),
    # Aims and conditions.
    ("ปีงบประมาณ พ.ศ. 2568 สำนักปลัดจะเร่งปรับปรุงเพื่อให้ได้ผลการประเมิน 93.40 คะแนน", {}),
    ("แนวทางยกระดับผลการประเมิน ITA ปี 2568 ให้ถึงระดับผ่านดี 93.40 คะแนน", {}),
    ("ผู้บริหารมีนโยบายให้ผลคะแนน ITA ปี 2568 อยู่ที่ 93.40 คะแนน", {}),
    ("ปี 2568 จึงต้องเร่งแก้ไขให้ได้คะแนนรวม 93.40 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 หน่วยงานใดมีคะแนนรวม 93.40 คะแนน ถือว่าผ่าน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 เกณฑ์การผ่าน คือ คะแนนรวม 93.40 คะแนน", {}),
    ("ปีงบประมาณ พ.ศ. 2568 จะเห็นได้ว่าคะแนนรวมอยู่ที่ 93.40 คะแนน", {2568: (93.4, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 ทำให้ได้คะแนนรวม 93.40 คะแนน", {2568: (93.4, "")}),
    # Levels that are not the total's.
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวม 90.68 คะแนน มุ่งไปสู่ระดับผ่านดีเยี่ยม", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวม 90.68 คะแนน แม้ยังไม่ถึงระดับผ่านดีเยี่ยม", {2568: (90.68, "")}),
    ("ปีงบประมาณ พ.ศ. 2568 คะแนนรวม 90.68 คะแนน ต่ำกว่าระดับผ่านดีเยี่ยม", {2568: (90.68, "")}),
    (
        "ปีงบประมาณ พ.ศ. 2568 ได้ 90.68 คะแนน (ปีงบประมาณ พ.ศ. 2567 ได้ 87.11 คะแนน) อยู่ในระดับผ่านดี",
        {2568: (90.68, "ผ่านดี"), 2567: (87.11, "")},
    ),
    ("ปีงบประมาณ พ.ศ. 2568 ตัวชี้วัดที่ต่ำที่สุด คือ ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้ 71.20 คะแนน", {}),
]


def test_totals_in_sentences(read_each):
    pages = (page(HEAD, *text.split("\n")) for text, _ in SENTENCES)
    for (text, expected), made in zip(SENTENCES, read_each(pages, "scores/{code}.html"), strict=True):
        assert {year: total for (_, year), total in totals(made).items()} == expected, text
        assert made["scores"].empty, text


SPOKEN = [
    # Of a year named in these only that there is nothing of it.
    ("ไม่มีข้อมูลผลการประเมินของปีงบประมาณ พ.ศ. 2564", []),
    ("เอกสารนี้ไม่มีข้อมูลของปี 2563 จึงมิได้แสดงแนวโน้ม", []),
    ("ปีงบประมาณ พ.ศ. 2564 ไม่ปรากฏผลการประเมิน", []),
    ("ปี 2564 หน่วยงานไม่ได้เข้ารับการประเมิน", []),
    ("ไม่พบคะแนนของปี 2564", []),
    ("คะแนนปี 2569 ยังไม่ออก", []),
    ("ผลการประเมินปีงบประมาณ พ.ศ. 2569 ยังไม่ประกาศ", []),
    ("ผลการประเมินปีงบประมาณ พ.ศ. 2569 ยังไม่ประกาศ\nเพิ่มขึ้นร้อยละ 2.72", []),
    ("ปี 2569 อยู่ระหว่างรอผลการประเมิน", []),
    ("ไม่สามารถเปรียบเทียบกับปีงบประมาณ พ.ศ. 2564 ได้", []),
    ("มิได้นำปี 2564 มาเปรียบเทียบ", []),
    ("หน่วยงานเข้ารับการประเมินทุกปี ยกเว้นปี 2563", []),
    ("ปีงบประมาณ พ.ศ. 2564 (ไม่มีข้อมูล)", []),
    ("ไม่มีข้อมูลสำหรับปี 2564", []),
    ("ปี 64 ไม่มีข้อมูล", []),
    ("ไม่มีผลการประเมิน ปีงบประมาณ พ.ศ. 2564", []),
    ("ปี 2563 และปี 2564 ไม่มีผลการประเมิน ปี 2568 ได้ 71.30 คะแนน", ["2568"]),
    ("ไม่มีข้อมูลของปี 2563 และปี 2564 ปี 2568 ได้ 71.30 คะแนน", ["2568"]),
    ("ปี 2568 ไม่มีข้อมูลปี 2564 ได้คะแนน 71.30", ["2568"]),
    # These say something else that is not.
    ("ปี 2568 คะแนนไม่มีการเปลี่ยนแปลง อยู่ที่ 71.30", ["2568"]),
    ("ปี 2568 ได้ 71.30 คะแนน ไม่ต่ำกว่าปี 2567 ซึ่งได้ 70.10 คะแนน", ["2568", "2567"]),
    ("ปี 2568 ไม่มีคะแนนต่ำกว่า 85.00", ["2568"]),
    ("ปี 2568 ไม่มีข้อมูลปีก่อน จึงไม่เปรียบเทียบ", ["2568"]),
    ("ปี 2568 หน่วยงานไม่เผยแพร่ข้อมูลบนเว็บไซต์ ได้คะแนน 71.30", ["2568"]),
    ("ปี 2568 ผลการประเมินไม่ผ่านเกณฑ์", ["2568"]),
]


def test_a_year_of_which_nothing_is_known():
    for text, years in SPOKEN:
        assert [year for _, year in spoken_years.lasting(labels.plain(text))] == years, text


def test_a_year_of_which_nothing_is_known_is_not_that_of_what_follows(read_each):
    absent = [text for text, years in SPOKEN if not years]
    rows = table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE))
    listed = [f"{name} {score} คะแนน" for name, score in zip(NAMES, ONE, strict=True)]
    cases = [
        (text, page(HEAD, "ปีงบประมาณ พ.ศ. 2568", text, *below))
        for text in absent
        for below in (["คะแนนรวม 90.68 คะแนน"], [rows], listed)
    ]
    pages = read_each((text for _, text in cases), "scores/{code}.html")
    for (text, _), made in zip(cases, pages, strict=True):
        if made["scores"].empty:
            assert totals(made) == {(OWN, 2568): (90.68, "")}, text
        else:
            assert scores(made, OWN, 2568) == ONE, text
        assert not told(made), text


LISTS = [
    (
        "ได้คะแนนเต็ม 100 คะแนน ในด้านการป้องกันการทุจริต รองลงมาคือ"
        " ด้านการใช้อำนาจ 97.15 คะแนน ด้านการเปิดเผยข้อมูล 88.40 คะแนน",
        {10: 100.0, 3: 97.15, 9: 88.4},
    ),
    (
        "91.10 คะแนน การปฏิบัติหน้าที่ 92.20 คะแนน การใช้งบประมาณ 93.30 คะแนน การใช้อำนาจ",
        {1: 91.1, 2: 92.2, 3: 93.3},
    ),
    (
        "ด้านการปฏิบัติหน้าที่ 91.10 คะแนน ลดลง 1.10 คะแนน"
        " ด้านการใช้งบประมาณ 92.20 คะแนน เพิ่มขึ้น 2.00 คะแนน ด้านการใช้อำนาจ 93.30 คะแนน",
        {1: 91.1, 2: 92.2, 3: 93.3},
    ),
    (
        "1\nการปฏิบัติหน้าที่\n91.10\n2\nการใช้งบประมาณ\n92.20\n3\nการใช้อำนาจ\n93.30\n3.1 สรุป",
        {1: 91.1, 2: 92.2, 3: 93.3},
    ),
    (
        "– การปฏิบัติหน้าที่ 91.10 คะแนน\nข้อ 3 การใช้อำนาจ"
        "\n– การใช้งบประมาณ 92.20 คะแนน\n– การใช้อำนาจ 93.30 คะแนน\n5.1 สรุป",
        {1: 91.1, 2: 92.2, 3: 93.3},
    ),
    (
        "การปฏิบัติหน้าที่ (ข้อคำถาม i1-i3) 91.10 คะแนน\nข้อคำถาม i2 ได้คะแนน 99.00"
        "\nข้อ 2 การใช้งบประมาณ 92.20 คะแนน\nการใช้อำนาจ 93.30 คะแนน",
        {1: 91.1, 2: 92.2, 3: 93.3},
    ),
    ("การปฏิบัติหน้าที่ ลดลง 1.35 คะแนน\nการใช้งบประมาณ ลดลง 2.10 คะแนน\nการใช้อำนาจ เพิ่มขึ้น 0.75 คะแนน", {}),
    (
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล\n4.1 แนวทาง\nตัวชี้วัดที่ 10 การป้องกันการทุจริต\n4.2 ผล\nตัวชี้วัดที่ 3 การใช้อำนาจ\n4.3 สรุป",
        {},
    ),
    (
        "เป้าหมาย การปฏิบัติหน้าที่ 95.00 คะแนน เป้าหมาย การใช้งบประมาณ 95.00 คะแนน เป้าหมาย การใช้อำนาจ 95.00 คะแนน",
        {},
    ),
]


def test_indicators_in_sentences(read_each):
    first = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568"
    pages = (page(HEAD, first, *text.split("\n")) for text, _ in LISTS)
    for (text, expected), made in zip(LISTS, read_each(pages, "scores/{code}.html"), strict=True):
        found = made["scores"]
        assert dict(zip(found["indicator"], found["score"], strict=True)) == expected, text
        assert made["totals"].query("published_total.notna()").empty, text


def test_several_values_a_label_each_on_a_line(read):
    lines = [HEAD, "ปีงบประมาณ พ.ศ. 2568", "ตัวชี้วัด", "ปี 2567", "ปี 2568"]
    lines += [text for n in range(10) for text in (NAMES[n], ONE[n], TWO[n])]
    made = read("\n".join(lines), "scores/pasted.txt")
    assert made["scores"].empty
    assert "values_a_line" in codes(made)


def test_a_rank_is_kept_beside_the_scores(read):
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568 อยู่ในอันดับที่ 12 ของจังหวัด จากทั้งหมด 45 แห่ง ได้คะแนน 90.68 คะแนน"))
    columns = ["what", "among", "part", "value"]
    kept = sorted(made["context"][columns].to_numpy().tolist())
    assert kept == [["rank", "province", "total", 12.0], ["size", "province", "total", 45.0]]
    assert totals(made) == {(OWN, 2568): (90.68, "")}


# ------------------------------------------------------------------ whose, and of which year
CONTRADICT = [
    "ผลการประเมิน ITA องค์การบริหารส่วนตำบลป่าตัวอย่าง อำเภอเมืองสมมติ จังหวัดสมมติบุรี",
    "ผลการประเมิน ITA องค์การบริหารส่วนตำบลบ้านทดลอง อำเภอเมือง จังหวัดไกลโพ้น",
    "ผลการประเมิน ITA เทศบาลเมืองทะเลใส อำเภอริมน้ำ จังหวัดไกลโพ้น",
    "ผลการประเมิน ITA เทศบาลตำบลทะเลใส",
    "ผลการประเมิน ITA โรงพยาบาลทะเลใส ปีงบประมาณ พ.ศ. 2568",
    "ผลการประเมิน ITA โรงเรียนบ้านทะเลใส",
    "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 66",
    "ผลการประเมิน ITA ปี 2024",
    "ผลการประเมิน ITA ประจำปี ๒๕๖๗",
    "ผลการประเมิน ITA พ.ศ. 2566",
]
AGREE = [
    "ผลการประเมิน ITA ขององค์การบริหารส่วนตำบล ปีงบประมาณ พ.ศ. 2568",
    "องค์การบริหารส่วนตำบลได้รับผลการประเมิน ITA ประจำปี พ.ศ. 2568",
    "ผลการประเมิน ITA อบต.บ้านทดลอง ปี 68",
    "ผลการประเมิน ITA อบต.บ้านทดลอง ปี 2025",
    "ผลการประเมินตามประกาศสำนักงาน ป.ป.ช. ณ วันที่ 30 กันยายน 2567",
]


def one_table(title):
    return page(title, table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE)))


def test_a_title_that_contradicts_the_path(read_each):
    for title, made in zip(CONTRADICT, read_each(map(one_table, CONTRADICT)), strict=True):
        assert made["scores"].empty, title
        assert (made["findings"]["severity"] == "error").any(), title


@pytest.mark.parametrize("title", CONTRADICT[::4])
def test_a_title_that_contradicts_sources_csv(read, title):
    of_file = f"file,agency_id,fiscal_year\nscores/x.html,{OWN},2568\n"
    made = read(one_table(title), "scores/x.html", **{"sources.csv": of_file})
    assert made["scores"].empty
    assert (made["findings"]["severity"] == "error").any()


def test_a_title_that_does_not(read_each):
    for title, made in zip(AGREE, read_each(map(one_table, AGREE)), strict=True):
        assert scores(made, OWN, 2568) == ONE, title


# ------------------------------------------------------------------ lists of totals
@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("คะแนนเต็ม", "คะแนนที่ได้"), ("100", "90.68")),
        (("คะแนนปีก่อน", "คะแนนปีนี้"), ("77.10", "90.68")),
        (("คะแนนเฉลี่ยจังหวัด", "คะแนน", "อันดับ"), ("88.20", "90.68", "3")),
        (("เป้าหมาย", "ผลการประเมิน", "ผลต่าง"), ("85", "90.68", "5.68")),
        (("คะแนนรวม", "ขาดอีก", "ระดับ"), ("90.68", "4.32", "ผ่านดี")),
        (("น้ำหนัก", "คะแนน ITA"), ("100", "90.68")),
    ],
)
def test_lists_with_columns_of_something_else(read, headings, cells):
    rows = [["ที่", "หน่วยงาน", *headings], ["1", HEAD, *cells], ["2", "อบต.ป่าตัวอย่าง", *cells]]
    made = read(page("ปีงบประมาณ พ.ศ. 2568", table(*rows)), "scores/list.html")
    level = "ผ่านดี" if "ระดับ" in headings else ""
    assert totals(made) == {(code, 2568): (90.68, level) for code in (OWN, "6990102")}


def test_the_number_of_a_row_in_a_list_of_agencies_is_no_indicator(read):
    rows = [["ที่", "หน่วยงาน", "ปีที่แล้ว", "ปีนี้"]]
    rows += [["1", "อบต.บ้านทดลอง", "84.40", "90.68"], ["2", "อบต.บ้านตัวอย่าง", "83.30", "89.10"]]
    made = read(page("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", table(*rows)), "scores/list.html")
    assert made["scores"].empty
    assert totals(made)[OWN, 2568] == (90.68, "")


@pytest.mark.parametrize("title", ["ประกาศผล ITA ของ อปท. ในจังหวัดสมมติบุรี", "ผลการประเมิน ITA รายหน่วยงาน"])
def test_a_column_of_levels_with_a_remark_in_it(read, title):
    rows = [["ลำดับ", "ชื่อ อปท.", "คะแนน", "ผลการประเมิน"], ["1", "อบต.บ้านทดลอง", "90.68", "ผ่านดี"]]
    rows += [["2", "อบต.บ้านตัวอย่าง", "-", "ไม่ส่งข้อมูล"]]
    made = read(page(f"{title} ปีงบประมาณ พ.ศ. 2568", table(*rows)), "scores/list.html")
    assert totals(made) == {(OWN, 2568): (90.68, "ผ่านดี")}
    assert len(made["totals"]) == 1
    assert "agency_without_score" in made["findings"]["code"].tolist()


def test_full_marks_after_a_name_that_ends_like_a_verb(read):
    lines = [
        f"{n}) {name} เต็ม 100 ได้ {score}" for n, (name, score) in enumerate(zip(NAMES, ONE, strict=True), 1)
    ]
    made = read("\n".join([HEAD, "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", *lines]), "scores/list.txt")
    assert scores(made, OWN, 2568) == ONE


def test_two_columns_that_both_may_be_the_total(read):
    rows = [["ที่", "หน่วยงาน", "คะแนน", "ผลการประเมิน"], ["1", HEAD, "90.68", "88.10"]]
    made = read(page("ปีงบประมาณ พ.ศ. 2568", table(*rows)), "scores/list.html")
    assert totals(made) == {}
    assert told(made)


@pytest.mark.parametrize("name", ["สมมติบุรี", "จังหวัดสมมติบุรี"])
def test_provinces_as_agencies(read, name):
    agencies = f"{AGENCIES}1990000,จังหวัดสมมติบุรี,จังหวัด,,สมมติบุรี\n2990000,สมมติบุรี,องค์การบริหารส่วนจังหวัด,,สมมติบุรี\n"
    rows = [["ลำดับ", "จังหวัด", "คะแนน ITA"], ["1", name, "92.15"]]
    made = read(page("ปีงบประมาณ พ.ศ. 2568", table(*rows)), "scores/provinces.html", agencies)
    assert totals(made) == {("1990000", 2568): (92.15, "")}


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("level", ["", "ระดับผ่านดี"])
def test_a_total_given_twice_once_with_its_level(read, order, level):
    rows = {"a": f"{OWN},2568,90.68,{level}", "b": f"{OWN},2568,90.68,ผ่านดี"}
    heading = "agency_id,fiscal_year,published_total,published_level"
    made = read(
        f"{heading}\n{rows[order[0]]}\n", "scores/1.csv", **{"scores/2.csv": f"{heading}\n{rows[order[1]]}\n"}
    )
    assert totals(made) == {(OWN, 2568): (90.68, "ผ่านดี")}
    assert "row_contradicts" not in codes(made)


# ------------------------------------------------------------------ codes and years printed once
@pytest.mark.parametrize("blank", ["agency_id", "both"])
def test_codes_and_years_merged_over_their_rows(read, blank):
    lines = ["agency_id,fiscal_year,indicator,score"]
    for code, values in ((OWN, ONE), ("6990102", TWO)):
        for number, value in enumerate(values, start=1):
            first = number == 1
            year = "2568" if first or blank == "agency_id" else ""
            lines.append(f"{code if first else ''},{year},{number},{value}")
    made = read("\n".join(lines), "scores/merged.csv")
    assert scores(made, OWN, 2568) == ONE
    assert scores(made, "6990102", 2568) == TWO


def test_a_code_that_one_row_lacks_is_no_merged_cell(read):
    lines = ["agency_id,fiscal_year,indicator,score"]
    lines += [f"{'' if n == 4 else OWN},2568,{n},{ONE[n - 1]}" for n in range(1, 11)]
    made = read("\n".join(lines), "scores/lacking.csv")
    assert 4 not in set(made["scores"]["indicator"])
    assert (made["findings"]["severity"] == "error").any()


# ------------------------------------------------------------------ words
@pytest.mark.parametrize(
    ("text", "kind", "among"),
    [
        ("คะแนนเฉลี่ยเทศบาลตำบลหนองห่าง", "score", ""),
        ("เป้าหมายระดับประเทศ", "target", ""),
        ("ผลต่างจากค่าเฉลี่ยประเทศ", "change", ""),
        ("อันดับของจังหวัด", "rank", "province"),
        ("คะแนน (คะแนนเต็ม 100 คะแนน)", "score", ""),
        ("คะแนน 1-5", "scale", ""),
    ],
)
def test_what_a_heading_says(text, kind, among):
    quantity = quantities.of_heading(text)
    assert (quantity.kind, quantity.among) == (kind, among)


# ------------------------------------------------------------------ years mentioned in passing
@pytest.mark.parametrize(
    "text",
    [
        "จากการปรับปรุงตามแผนปี 2566 ทำให้หน่วยงานได้คะแนนรวม 90.68 คะแนน",
        "เมื่อเปรียบเทียบกับปีงบประมาณ พ.ศ. 2566 พบว่าคะแนนรวมเพิ่มขึ้นเป็น 90.68 คะแนน",
        "ข้อเสนอแนะจากผลการประเมินปี 2566\nได้คะแนนรวม 90.68 คะแนน",
    ],
)
def test_a_year_mentioned_in_passing_is_not_the_results(read, text):
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", *text.split("\n")), "scores/one.html")
    assert totals(made) == {(OWN, 2568): (90.68, "")}


def test_another_years_score_in_brackets_leaves_the_next_line_its_year(read):
    rows = zip(NAMES, ONE, TWO, strict=True)
    lines = [f"{name} {score} คะแนน (ปี 2566 {other} คะแนน)" for name, score, other in rows]
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", *lines), "scores/one.html")
    assert scores(made, OWN, 2568) == ONE
    assert scores(made, OWN, 2566) == TWO


TWO_YEARS_A_LINE = [
    "{name} ได้คะแนนร้อยละ {score} (ปี 2566 ได้ร้อยละ {other})",
    "{name} {score} (ปี 2566 = {other})",
    "{name} ปี 2568 ได้ {score} คะแนน ปี 2566 ได้ {other} คะแนน",
    "{name} : {other} (2566) → {score} (2568)",
    "{name} {score} (2568) {other} (2566)",
    "{name} 2566: {other}, 2568: {score}",
    "{name} ปี 2566 : {other} → ปี 2568 : {score} (+1.11)",
]


@pytest.mark.parametrize("line", TWO_YEARS_A_LINE)
def test_two_years_scores_on_a_line_are_each_of_its_year(read, line):
    lines = [line.format(name=n, score=s, other=o) for n, s, o in zip(NAMES, ONE, TWO, strict=True)]
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", *lines), "scores/one.html")
    assert scores(made, OWN, 2568) == ONE
    assert scores(made, OWN, 2566) == TWO


OF_NO_YEAR = [
    "{name} ได้ร้อยละ {score} (เดิมร้อยละ {other})",
    "{name} ได้ร้อยละ {score}, {other}",
    "{name} ได้ร้อยละ {score} (ค่าเฉลี่ยจังหวัดปี 2568 ร้อยละ {other})",
    "{name} ได้ร้อยละ {score} (เป้าหมายปี 2566 ร้อยละ {other})",
]


@pytest.mark.parametrize("line", OF_NO_YEAR)
def test_a_second_number_on_a_scores_line_is_told(read, line):
    lines = [line.format(name=n, score=s, other=o) for n, s, o in zip(NAMES, ONE, TWO, strict=True)]
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", *lines), "scores/one.html")
    assert scores(made, OWN, 2568) == ONE
    assert not scores(made, OWN, 2566)
    assert told(made)


def test_a_publications_year_in_brackets_is_no_results(read):
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", "ที่มา สำนักงาน ป.ป.ช. (2566) คะแนนรวม 90.68 คะแนน"))
    assert totals(made) == {(OWN, 2568): (90.68, "")}


def test_two_agencies_in_many_lines_are_told_once(read):
    first = "{name} ร้อยละ {score} ทั้งนี้ อบต.ป่าตัวอย่าง ได้ร้อยละ {other}"
    lines = [first.format(name=n, score=s, other=o) for n, s, o in zip(NAMES, ONE, TWO, strict=True)]
    made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", *lines), "scores/one.html")
    assert (made["findings"]["code"] == "agencies_in_text").sum() == 1


NOT_OF_THE_AGENCY = [
    "ผลการประเมิน ITA โรงเรียนอนุบาล 3 สังกัดองค์การบริหารส่วนตำบลบ้านทดลอง",
    "ศูนย์พัฒนาเด็กเล็กองค์การบริหารส่วนตำบลบ้านทดลอง",
    "ผลการสำรวจความต้องการของประชาชน",
    "สรุปผลทดลองประเมิน ITA",
    "ผลการประเมินตนเองตามเกณฑ์ ITA",
    "ผลการประเมินตนเองตามแนวทางการประเมิน ITA ขององค์การบริหารส่วนตำบลบ้านทดลอง อำเภอเมืองสมมติ จังหวัดสมมติบุรี"
    " ประจำปีงบประมาณ พ.ศ. 2568 เพื่อเตรียมความพร้อมก่อนรับการประเมินจริง",
    "คะแนนคาดการณ์จากการจำลองผล ITA",
    "ผลการประเมิน ITA รอบ 9 เดือน",
    "ผลคะแนน ITA ระดับภาค",
    "ผลการประเมิน ITA กระทรวงลองดู",
    "คะแนนของเทศบาลในจังหวัดสมมติบุรี",
]


@pytest.mark.parametrize("title", NOT_OF_THE_AGENCY)
def test_a_title_of_another_body_or_of_an_unfinished_assessment(read, title):
    made = read(page(title, table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE))))
    assert made["scores"].empty
    assert len(made["findings"])


@pytest.mark.parametrize("sentence", ["คาดว่าปีถัดไปจะได้ 85.46 คะแนน", "คะแนนรวมลดลง 5.28 คะแนน"])
@pytest.mark.parametrize("other", ["โรงพยาบาลลองดู", "เทศบาลเมืองไกลโพ้น จังหวัดไกลโพ้น"])
def test_a_title_of_another_body_that_a_sentence_follows(read, other, sentence):
    """The sentence has a number of its own, and its line is the table's title all the same."""
    own = (HEAD, "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568 ได้ 90.68 คะแนน")
    title = f"ผลการประเมิน ITA {other} ปีงบประมาณ พ.ศ. 2568 {sentence}"
    made = read(page(*own, title, table(["ตัวชี้วัด", "คะแนน"], *(row[1:] for row in ten(ONE)))))
    assert made["scores"].empty
    assert totals(made) == {(OWN, 2568): (90.68, "")}
    assert told(made)


# ------------------------------------------------------------------ whose a number in text is
OTHERS = ("อบต.ป่าตัวอย่าง", "เทศบาลตำบลหนองกุฎี", "เทศบาลเมืองโนนไกล", "องค์การบริหารส่วนตำบลทุ่งโล่ง")
"""Two of the list and two that it doesn't have."""
MENTIONED = [
    "คณะผู้บริหารศึกษาดูงานที่{other} ซึ่งได้ {number} คะแนน",
    "ได้อันดับรองจาก{other} โดยได้คะแนนรวม {number} คะแนน",
    "เมื่อเทียบกับ{other} ได้คะแนนรวม {number} คะแนน",
    "ตามหนังสือ{other} แจ้งว่าได้คะแนนรวม {number} คะแนน",
    "ลงนามความร่วมมือกับ{other} ที่มีผลการประเมิน ITA {number} คะแนน",
    "จากต้นแบบของ{other} พบว่าได้คะแนนรวม {number} คะแนน",
    "อบต.บ้านทดลองได้รับคำแนะนำจาก{other} จนได้คะแนนรวม {number} คะแนน",
]
"""Whether the number is this agency's or the other's is for a reader to guess."""


def test_an_agency_that_is_not_the_clauses_subject_gets_no_number(read_each):
    lead = ("", "ปีงบประมาณ พ.ศ. 2568 ได้คะแนนรวม 90.68 คะแนน\n")
    cases = [(text, other, before) for text in MENTIONED for other in OTHERS for before in lead]
    pages = (
        page(
            HEAD, "ประจำปีงบประมาณ พ.ศ. 2568", *(before + text.format(other=other, number="77.70")).split("\n")
        )
        for text, other, before in cases
    )
    for case, made in zip(cases, read_each(pages, "scores/{code}.html"), strict=True):
        assert totals(made) == ({(OWN, 2568): (90.68, "")} if case[2] else {}), case
        assert "agency_beside" in made["findings"]["code"].tolist(), case


REGIONS = ("จังหวัดสมมติบุรี", "กระทรวงลองดู", "อำเภอเมืองสมมติ", "กรมลองดู")


def test_a_province_or_ministry_as_subject_is_somebody_else(read_each):
    cases = [
        (region, verb)
        for region in REGIONS
        for verb in ("ได้คะแนนรวม", "มีผลการประเมิน", "มีคะแนน ITA", " ได้คะแนน")
    ]
    pages = (page(HEAD, "ปีงบประมาณ พ.ศ. 2568", f"{region}{verb} 77.70 คะแนน") for region, verb in cases)
    for case, made in zip(cases, read_each(pages), strict=True):
        assert not totals(made), case
        assert told(made), case


SURELY_OWN = [
    "ผลการประเมินขององค์การบริหารส่วนตำบล 90.68 คะแนน",
    "องค์การบริหารส่วนตำบลอยู่ที่คะแนนรวม 90.68 คะแนน",
    "อบต.บ้านทดลอง (เครือข่ายของเทศบาลตำบลหนองกุฎี) ได้คะแนนรวม 90.68 คะแนน",
    "อบต.ป่าตัวอย่างได้คะแนนรวม 77.70 คะแนน ส่วน อบต.บ้านทดลองได้คะแนนรวม 90.68 คะแนน",
    "นายอำเภอมอบเกียรติบัตรแก่อบต.บ้านทดลองผ่านการประเมินด้วยคะแนน 90.68 คะแนน",
    "จังหวัดสมมติบุรีมีคะแนนเฉลี่ย 88.12 คะแนน ในขณะที่อบต.บ้านทดลองได้คะแนนรวม 90.68 คะแนน",
]


def test_the_subject_gets_its_number_whoever_else_is_mentioned(read_each):
    pages = (page(HEAD, "ปีงบประมาณ พ.ศ. 2568", text) for text in SURELY_OWN)
    for text, made in zip(SURELY_OWN, read_each(pages, "scores/{code}.html"), strict=True):
        assert totals(made) == {(OWN, 2568): (90.68, "")}, text


# ------------------------------------------------------------------ titles in force
NOT_OWN = [
    "ค่าเป้าหมายรายตัวชี้วัด ปีงบประมาณ พ.ศ. 2568",
    "คะแนนเฉลี่ยระดับประเทศ ปีงบประมาณ พ.ศ. 2568",
    "ผลการทดลองประเมิน ปีงบประมาณ พ.ศ. 2568",
    "คะแนนเต็มของแต่ละตัวชี้วัด",
    "คะแนนที่หายไปรายตัวชี้วัด",
    "ร้อยละของมาตรการที่แล้วเสร็จ",
    "คะแนนของหน่วยงานต้นแบบ",
]


def test_a_title_applies_to_tables_lists_and_totals_alike(read_each):
    listed = [f"{n}. {name} {score} คะแนน" for n, (name, score) in enumerate(zip(NAMES, TWO, strict=True), 1)]
    below = {
        "table": [table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(TWO))],
        "total below a table": [table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(TWO)), "คะแนนรวม 94.28 คะแนน"],
        "list": listed,
        "list and total": [*listed, "คะแนนรวม 94.28 คะแนน"],
    }
    own = ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE))]
    own.append("คะแนนรวม 90.68 คะแนน")
    cases = [
        (title, kind, first) for title in NOT_OWN for kind in below for first in ("alone", "before", "after")
    ]
    parts = {
        "alone": lambda other: [HEAD, *other],
        "before": lambda other: [HEAD, *other, *own],
        "after": lambda other: [HEAD, *own, *other],
    }
    pages = (
        page("ปีงบประมาณ พ.ศ. 2568", *parts[first]([title, *below[kind]])) for title, kind, first in cases
    )
    for case, made in zip(cases, read_each(pages), strict=True):
        alone = case[2] == "alone"
        assert scores(made, OWN, 2568) == (() if alone else ONE) or (alone and made["scores"].empty), case
        assert totals(made) == ({} if alone else {(OWN, 2568): (90.68, "")}), case
        assert told(made) or "เต็ม" in case[0], case


YEAR_AFTER = [
    ("ได้คะแนนรวม 87.11 คะแนน ในปี 2567", {2567: (87.11, "")}),
    ("คะแนนรวม 87.11 คะแนน (ปีงบประมาณ พ.ศ. 2567)", {2567: (87.11, "")}),
    (
        "คะแนนรวม 90.68 คะแนน ในปี 2568 เพิ่มจากคะแนนรวม 87.11 คะแนน ในปี 2567",
        {2568: (90.68, ""), 2567: (87.11, "")},
    ),
    ("คะแนนรวม 90.68 คะแนน (ปี 2567 ได้ 87.11 คะแนน)", {2568: (90.68, ""), 2567: (87.11, "")}),
    ("คะแนนรวม 90.68 คะแนน ปี 2567 ได้คะแนนรวม 87.11 คะแนน", {2568: (90.68, ""), 2567: (87.11, "")}),
    ("คะแนนรวม 90.68 คะแนน ลดลงจากปี 2567 1.35 คะแนน", {2568: (90.68, "")}),
    ("คะแนนเพิ่มขึ้นจาก 87.11 ในปี 2567 เป็น 90.68", {2567: (87.11, ""), 2568: (90.68, "")}),
    ("คะแนนรวมลดลงจาก 92.04 คะแนน ในปี 2567 เหลือ 90.68 คะแนน", {2567: (92.04, ""), 2568: (90.68, "")}),
    ("คะแนนเพิ่มจาก 87.11 (ปี 2567) เป็น 90.68 (ปี 2568)", {2567: (87.11, ""), 2568: (90.68, "")}),
    ("คะแนนรวมเพิ่มขึ้นจาก 87.11 เป็น 90.68 คะแนน", {2568: (90.68, "")}),
    ("คะแนนรวมเพิ่มขึ้นจากปี 2567 เป็น 90.68 คะแนน", {2568: (90.68, "")}),
    ("คะแนนลดลงจากปีงบประมาณ พ.ศ. 2567 เหลือ 90.68 คะแนน", {2568: (90.68, "")}),
    ("คะแนนรวม 90.68 คะแนน เพิ่มขึ้นจากปี 2567 ซึ่งเป็น 87.11 คะแนน", {2568: (90.68, ""), 2567: (87.11, "")}),
    (
        "ผลการประเมินเพิ่มขึ้นจากระดับผ่าน 87.11 คะแนน ในปี 2567 เป็นระดับผ่านดี 90.68 คะแนน ในปี 2568",
        {2567: (87.11, "ผ่าน"), 2568: (90.68, "ผ่านดี")},
    ),
    (
        "ผลการประเมินดีขึ้นจากคะแนนรวม 87.11 คะแนน ในปี 2567 เป็นคะแนนรวม 90.68 คะแนน ในปี 2568",
        {2567: (87.11, ""), 2568: (90.68, "")},
    ),
    # A year that something is yet to be done in is no number's.
    *(
        (
            f"ในปีงบประมาณ พ.ศ. 2569 {yet}มาตรการต่อไป\nคะแนนรวมลดลงจาก 92.04 เป็น 90.68 คะแนน",
            {2568: (90.68, "")},
        )
        for yet in ("ควรทบทวน", "เห็นควรกำหนด", "ต้องกำหนด")
    ),
]


SHARES = (
    "โดยหน่วยงานทั่วประเทศอยู่ในระดับผ่านดีเยี่ยม ร้อยละ 12.40 ระดับผ่านดี ร้อยละ 81.15 และระดับผ่าน ร้อยละ 6.45",
    "หน่วยงานอยู่ในระดับ “ผ่านดี” ร้อยละ 81.15 ระดับ “ผ่าน” คิดเป็นร้อยละ 18.85",
)


@pytest.mark.parametrize("own", ["คะแนนรวม 90.68 คะแนน ", "คะแนนรวม 90.68 คะแนน\n", ""])
def test_shares_of_agencies_at_a_level_are_nobodys_total(read_each, own):
    pages = (page(HEAD, "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", own + text) for text in SHARES)
    for text, made in zip(SHARES, read_each(pages, "scores/{code}.html"), strict=True):
        assert {total for total, _ in totals(made).values()} == ({90.68} if own else set()), text
        assert "mean" not in set(made["context"]["what"]), text
        assert made["findings"]["problem"].str.contains("ร้อยละของหน่วยงานในแต่ละระดับ").any(), text


def test_a_year_after_its_number(read_each):
    pages = (page(HEAD, "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", text) for text, _ in YEAR_AFTER)
    for (text, expected), made in zip(YEAR_AFTER, read_each(pages, "scores/{code}.html"), strict=True):
        assert {year: total for (_, year), total in totals(made).items()} == expected, text


LEVELS = [
    # Before the total, or on the line before or after it.
    ("หน่วยงานอยู่ในระดับผ่านดี โดยได้คะแนนรวม 90.68 คะแนน", "ผ่านดี"),
    ("ผลการประเมินอยู่ในระดับผ่านดี\nคะแนนรวม 90.68 คะแนน", "ผ่านดี"),
    ("ระดับผลการประเมิน : ผ่านดี\nคะแนนรวม 90.68", "ผ่านดี"),
    ("คะแนนรวม 90.68 คะแนน\nผ่านดี", "ผ่านดี"),
    ("คะแนนรวม 90.68 คะแนน\nซึ่งจัดอยู่ในเกณฑ์ระดับผ่านดี", "ผ่านดี"),
    ("คะแนนรวม 90.68 คะแนน\nผลดังกล่าวถือเป็นระดับผ่านดี ตามที่ประกาศ", "ผ่านดี"),
    ("คะแนนรวม 90.68 คะแนน ซึ่งอยู่ในระดับ\nผ่านดี", "ผ่านดี"),
    ("คะแนนรวม 90.68 คะแนน ผ่านดี", "ผ่านดี"),
    ("คะแนนรวม 90.68 คะแนน เป็นอันดับที่ 7 ของจังหวัด ระดับผ่านดี", "ผ่านดี"),
    # Nobody knows of what: told.
    ("คะแนนรวม 90.68 คะแนน\nขอขอบคุณทุกส่วนราชการ\nที่ให้ความร่วมมือ\nหน่วยงานมีผลระดับผ่านดี", "?"),
    ("คะแนนรวม 90.68 คะแนน\nปี 2566 อยู่ในระดับผ่าน", "?"),
    ("คะแนนรวม 90.68 คะแนน\nเทศบาลเมืองไกลโพ้นอยู่ในระดับผ่านดีเยี่ยม", "?"),
    ("คะแนนรวม 90.68 คะแนน ปี 2566 ได้คะแนนรวม 87.11 คะแนน เป็นอันดับที่ 7 ของจังหวัด ระดับผ่านดี", "?"),
    ("คะแนนรวม 90.68 คะแนน ลดลงจากปี 2566 ซึ่งได้ 91.02 คะแนน แต่ยังคงอยู่ในระดับผ่านดี", "?"),
    # Of something else.
    ("คะแนนรวม 90.68 คะแนน\nภาพรวมทั้งประเทศอยู่ในระดับผ่านดี", ""),
    ("คะแนนรวม 90.68 คะแนน\nปีต่อไปมุ่งสู่ระดับผ่านดีเยี่ยม", ""),
    ("คะแนนรวม 90.68 คะแนน\nการใช้อำนาจอยู่ในระดับผ่านดีเยี่ยม", ""),
    ("แบบวัด OIT 96.55 คะแนน\nผ่านดีเยี่ยม\nคะแนนรวม 90.68 คะแนน", ""),
    ("คะแนนรวม 90.68 คะแนน ระดับผ่านดี 6 ตัวชี้วัด ระดับผ่าน 4 ตัวชี้วัด", ""),
    ("คะแนนรวม 90.68 คะแนน\nระดับผลการประเมินมีดังนี้\nระดับ A\nระดับ B", "?"),
    ("ระดับผ่านดีเยี่ยม 95.00-100\nระดับผ่านดี 85.00-94.99\nคะแนนรวม 90.68 คะแนน", ""),
]


def test_a_level_apart_from_its_total_is_read_or_told(read_each):
    pages = (page(HEAD, "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", *text.split("\n")) for text, _ in LEVELS)
    for (text, expected), made in zip(LEVELS, read_each(pages, "scores/{code}.html"), strict=True):
        assert totals(made)[OWN, 2568] == (90.68, expected.strip("?")), text
        levels_told = made["findings"]["code"].eq("level_not_used").sum()
        assert (levels_told > 0) == (expected == "?"), text


def test_a_level_without_any_total_is_told(read):
    made = read(
        page(TITLE, "ปีงบประมาณ พ.ศ. 2568", "หน่วยงานอยู่ในระดับผ่านดี", table(["ตัวชี้วัด", "คะแนน"], *ten(ONE)))
    )
    assert "level_not_used" in made["findings"]["code"].tolist()


def test_a_level_merged_over_two_years_is_of_both(tmp_path):
    sheet = Sheet(
        "", [["หน่วยงาน", "ปี", "คะแนน ITA", "ระดับ"], ["ก", "2567", "88.14", "ผ่านดี"], ["", "2568", "90.68", ""]]
    )
    read = recognition.read(replace(sheet, merged=[(1, 0, 2, 0), (1, 3, 2, 3)])).tables["totals"]
    assert read["published_level"].tolist() == ["ผ่านดี", "ผ่านดี"]


@pytest.mark.parametrize("label", ["เฉลี่ย", "ค่าเฉลี่ย", "คะแนนเฉลี่ย 10 ตัวชี้วัด"])
@pytest.mark.parametrize("above", [[], [["", "รวม", "907.10"]]])
def test_the_plain_mean_of_the_ten_is_no_total(read, label, above):
    mean = f"{sum(map(float, ONE)) / 10 + 0.001:.2f}"
    rows = [["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE), *above, ["", label, mean]]
    made = read(page(TITLE, "ปีงบประมาณ พ.ศ. 2568", table(*rows)))
    assert scores(made, OWN, 2568) == ONE
    assert made["totals"].query("published_total.notna()").empty
    assert told(made)


NO_SCORES = [
    "ผลการประเมิน ดำเนินการแล้ว ร้อยละ 87.50 ของโครงการทั้งหมด",
    "ผลการดำเนินงานในภาพรวมได้ ร้อยละ 92.31 ของแผน",
    "ผลการประเมินภาพรวมมีค่าเฉลี่ย 4.45 อยู่ในระดับมากที่สุด",
    "ผลการประเมินภาพรวม ร้อยละ 91.30 อยู่ในระดับมาก",
    "ผลการประเมินการให้บริการ ผู้รับบริการพึงพอใจร้อยละ 92.40",
]


def test_shares_of_counts_and_marks_of_surveys_are_no_totals(read_each):
    counts = table(
        ["ตัวชี้วัด", "จำนวนข้อ", "จำนวนข้อที่ผ่าน", "ร้อยละ"], *[[name, "5", "4", "80.00"] for name in NAMES]
    )
    cases = [*NO_SCORES, counts]
    for text, made in zip(
        cases, read_each(page(HEAD, "ปีงบประมาณ พ.ศ. 2568", text) for text in cases), strict=True
    ):
        assert not totals(made), text
        assert made["scores"].empty, text
        assert told(made), text


# ------------------------------------------------------------------ one part of the assessment
def test_the_mean_of_some_indicators_is_no_total(read_each):
    means = {(1, 5): "91.30", (6, 8): "91.03", (9, 10): "89.95"}
    cases = [(ends, label) for ends in means for label in ("คะแนนเฉลี่ย", "รวม", "คะแนนรวม", "เฉลี่ยรวม")]

    def some(ends, label):
        rows = [row for row in ten(ONE) if ends[0] <= int(row[0]) <= ends[1]]
        return page(HEAD, "ปี 2568", table(["ที่", "ตัวชี้วัด", "คะแนน"], *rows, ["", label, means[ends]]))

    for (ends, label), made in zip(cases, read_each(some(*case) for case in cases), strict=True):
        assert made["totals"].query("published_total.notna()").empty, (ends, label)
        assert made["context"]["value"].tolist() == [float(means[ends])], (ends, label)


def test_a_list_of_agencies_under_the_title_of_one_part(read):
    rows = [["ที่", "หน่วยงาน", "คะแนน"], ["1", "อบต.บ้านทดลอง", "91.10"], ["2", "อบต.ป่าตัวอย่าง", "92.20"]]
    for title, part in {
        "คะแนน IIT ปีงบประมาณ พ.ศ. 2568": "iit",
        "ผลการประเมินแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก ปี 2568": "eit",
        "สรุปคะแนนแบบตรวจ OIT ปีงบประมาณ พ.ศ. 2568": "oit",
    }.items():
        made = read(page(title, table(*rows)), "scores/list.html")
        assert made["totals"].query("published_total.notna()").empty, title
        assert made["context"]["part"].tolist() == [part, part], title
    made = read(page("คะแนนตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ปี 2568", table(*rows)), "scores/list.html")
    assert made["totals"].query("published_total.notna()").empty
    assert made["scores"]["indicator"].tolist() == [9, 9]


def test_a_mean_below_each_indicator_is_that_indicators(read):
    rows = [each for row in ten(ONE) for each in (row, ["", "ค่าเฉลี่ยประเทศ", "88.00"])]
    made = read(page(HEAD, "ปี 2568", table(["ที่", "ตัวชี้วัด", "คะแนน"], *rows)))
    assert scores(made, OWN, 2568) == ONE
    assert sorted(made["context"]["part"], key=int) == [str(n) for n in range(1, 11)]


# ------------------------------------------------------------------ what is read although less is said
def test_a_second_table_keeps_the_agency_of_the_page(read):
    def of(year, numbers):
        caption = f"ตารางที่ {year - 2566} ผลการประเมินปีงบประมาณ พ.ศ. {year}"
        return [caption, table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(numbers))]

    made = read(page(HEAD, *of(2567, TWO), *of(2568, ONE)), "scores/two.html")
    assert scores(made, OWN, 2567) == TWO
    assert scores(made, OWN, 2568) == ONE


def test_short_headings_and_marks_behind_numbers(read):
    marks = ("▲", "▼", "↑", " ★", " ⬇")
    rows = [[*row[:3], row[3] + marks[place % 5]] for place, row in enumerate(ten(TWO, ONE))]
    made = read(page(HEAD, table(["ที่", "ตัวชี้วัด", "ITA67", "ITA68"], *rows)), "scores/short.html")
    assert scores(made, OWN, 2567) == TWO
    assert scores(made, OWN, 2568) == ONE


def test_a_menu_of_links_is_no_title(read):
    links = ("รายงานผลการประเมินตนเอง", "ผลการประเมิน LPA", "ค่าเป้าหมายการพัฒนา", "คะแนนเฉลี่ยระดับจังหวัด")
    menu = "".join(f'<li><a href="{n}">{link}</a></li>' for n, link in enumerate(links))
    rows = table(["ที่", "ตัวชี้วัด", "คะแนน"], *ten(ONE))
    for kind in (f"<ul>{menu}</ul>", f"<nav>{menu}</nav>"):
        made = read(page(HEAD, "ปีงบประมาณ พ.ศ. 2568") + kind + rows)
        assert scores(made, OWN, 2568) == ONE
        assert not told(made)
