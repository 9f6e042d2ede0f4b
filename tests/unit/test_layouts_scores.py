"""Scores in every printed layout, with the dirt that comes with them; all figures are invented."""

from pathlib import Path

import docx
import openpyxl
import pytest

from helpers import stages

AGENCIES = """agency_id,name,type,district,province
6990101,บ้านทดลอง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี
6990102,ป่าตัวอย่าง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี
5990103,หนองกุฎี,เทศบาลตำบล,ท่าลอง,สมมติบุรี
"""
NAMES = (
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)
ONE = ("91.10", "92.20", "93.30", "84.40", "95.50", "96.60", "87.70", "88.80", "79.90", "100.00")
TWO = ("90.10", "91.20", "92.30", "93.40", "94.50", "95.60", "96.70", "97.80", "98.90", "89.00")
TOTAL_ONE, TOTAL_TWO = "90.68", "94.28"
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.fixture
def read(tmp_path):
    """Puts one file into a raw folder and reads it; returns the tables by name."""

    def _read(rows, name="scores/received.txt", agencies=AGENCIES):
        raw = tmp_path / "data" / "raw"
        file = raw / name
        file.parent.mkdir(parents=True, exist_ok=True)
        (raw / "agencies.csv").write_text(agencies, encoding="utf-8")
        if isinstance(rows, bytes):
            file.write_bytes(rows)
        elif isinstance(rows, str):
            file.write_text(rows, encoding="utf-8")
        else:
            write_rows(file, rows)
        return stages.check(tmp_path / "data")

    return _read


def write_rows(file: Path, rows):
    """The same rows as text with tabs, as a workbook, a web page or a Word file."""
    if file.suffix == ".txt":
        file.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    elif file.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for place, row in enumerate(rows, start=3):
            for column, cell in enumerate(row, start=2):
                if cell:
                    book.active.cell(place, column, cell)
        book.save(file)
    elif file.suffix == ".html":
        cells = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
        file.write_text(f"<html><body><div><table>{cells}</table></div></body></html>", encoding="utf-8")
    elif file.suffix == ".docx":
        document = docx.Document()
        width = max(map(len, rows))
        table = document.add_table(len(rows), width)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                table.cell(place, column).text = cell
        document.save(file)


def scores(made, agency_id, year):
    rows = made["scores"]
    rows = rows[(rows["agency_id"] == agency_id) & (rows["fiscal_year"] == year)].sort_values("indicator")
    assert list(rows["indicator"]) == list(range(1, 11))[: len(rows)]
    return tuple(f"{score:.2f}" for score in rows["score"])


def totals(made):
    return {
        (row["agency_id"], row["fiscal_year"]): (row["published_total"], row["published_level"])
        for row in made["totals"].to_dict("records")
    }


def codes(made):
    return sorted(made["findings"]["code"].unique())


EVERY_CONTAINER = ("received.txt", "received.xlsx", "received.html", "received.docx")
TITLE = "ผลการประเมิน ITA ขององค์การบริหารส่วนตำบลบ้านทดลอง อำเภอเมืองสมมติ จังหวัดสมมติบุรี"


def two_years():
    rows = [
        [TITLE],
        [],
        ["ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "ปี ๒๕๖๗", "ปี ๒๕๖๘", "เปลี่ยนแปลง"],
        ["", "", "คะแนน ITA", "คะแนน ITA", ""],
    ]
    for number, (name, one, two) in enumerate(zip(NAMES, ONE, TWO, strict=True), start=1):
        change = f"{float(two) - float(one):.2f}"
        rows.append([str(number).translate(THAI), name, one.translate(THAI), two, change.replace("-", "−")])
    rows.append(["คะแนนเฉลี่ย", "", TOTAL_ONE, TOTAL_TWO, "3.60"])
    return rows


@pytest.mark.parametrize("container", EVERY_CONTAINER)
def test_two_years_and_change(read, container):
    made = read(two_years(), f"scores/{container}")
    assert scores(made, "6990101", 2567) == ONE
    assert scores(made, "6990101", 2568) == TWO
    assert totals(made) == {("6990101", 2567): (90.68, ""), ("6990101", 2568): (94.28, "")}
    assert codes(made) == []


def test_a_total_row_that_is_two_cells_short(read):
    rows = two_years()
    rows[-1] = ["คะแนนเฉลี่ย", TOTAL_ONE, TOTAL_TWO]
    assert totals(read(rows))["6990101", 2568] == (94.28, "")


def test_a_change_that_is_not_the_difference(read):
    rows = two_years()
    rows[5][4] = "+9.99"
    made = read(rows)
    assert codes(made) == ["change_disagrees"]
    assert made["findings"]["row"].tolist() == [6]


@pytest.mark.parametrize("container", EVERY_CONTAINER)
def test_instrument_blocks_of_several_agencies(read, container):
    rows = [
        ["ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"],
        [],
        ["แบบ/ค่าน้ำหนัก (ร้อยละ)", "ตัวชี้วัด", "ผลประเมิน", "ระดับ"],
    ]
    for name, values, total in (("อบต.บ้านทดลอง", ONE, TOTAL_ONE), ("เทศบาลตำบลหนองกุฏี", TWO, TOTAL_TWO)):
        rows.append([name, "", total, "ผ่าน"])
        for number, value in enumerate(values):
            block = {0: "IIT (30)", 5: "EIT (30)", 9: "OIT (40)"}.get(number, "")  # OIT stands a row too low
            rows.append([block, f"{number + 1}. {NAMES[number]}", f"{value}คะแนน", "A"])
    made = read(rows, f"scores/{container}")
    assert scores(made, "6990101", 2567) == ONE
    assert scores(made, "5990103", 2567) == TWO
    assert totals(made)["5990103", 2567] == (94.28, "ผ่าน")


def weights():
    rows = [
        [TITLE + " ประจำปีงบประมาณ พ.ศ. 2568"],
        ["ตัวชี้วัด", "คะแนน ITA", "คะแนนที่ได้ (100 คะแนน)", "น้ำหนัก (ร้อยละ)", "คะแนนถ่วงน้ำหนัก"],
    ]
    first = {0: ["91.30", "30", "27.39"], 5: ["91.03", "30", "27.31"], 8: ["89.95", "40", "35.98"]}
    rows += [
        [name, value, *first.get(n, ["", "", ""])]
        for n, (name, value) in enumerate(zip(NAMES, ONE, strict=True))
    ]
    rows.append(["คะแนนรวม", "", "", "100", "90.68"])
    return rows


def test_weights_merged_per_instrument(read):
    made = read(weights())
    assert scores(made, "6990101", 2568) == ONE
    assert totals(made) == {("6990101", 2568): (90.68, "")}
    assert codes(made) == []


def test_weights_that_miss_the_total(read):
    rows = weights()
    rows[-1][4] = "90.98"
    assert {"weights_miss_total", "total_disagrees"} <= set(codes(read(rows)))


def wide():
    heading = ["จังหวัด/หน่วยงาน", "ปีงบประมาณ", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "คะแนน ITA"]
    return [
        heading,
        ["อบต. บ้านทดลอง", "2567", *ONE, TOTAL_ONE],
        ["", "2568", *TWO, TOTAL_TWO],
        ["องค์การบริหารส่วนตำบลป่าตัวอย่าง", "๒๕๖๗", *TWO, TOTAL_TWO],
        ["", "2025", *ONE, TOTAL_ONE],
    ]


@pytest.mark.parametrize("container", EVERY_CONTAINER)
def test_wide_with_years_per_unit(read, container):
    made = read(wide(), f"scores/{container}")
    assert [scores(made, "6990101", year) for year in (2567, 2568)] == [ONE, TWO]
    assert [scores(made, "6990102", year) for year in (2567, 2568)] == [TWO, ONE]
    assert totals(made)["6990102", 2568] == (90.68, "")
    assert codes(made) == []


@pytest.mark.parametrize("reverse", [False, True])
def test_agencies_as_columns(read, reverse):
    body = [[f"ตัวชี้วัดที่ {n}", ONE[n - 1], TWO[n - 1]] for n in range(1, 11)]
    body.insert(5, ["IIT", "91.30", "92.30"])
    body.insert(9, ["EIT", "91.03", "96.70"])
    body += [["OIT", "89.95", "93.95"], ["คะแนน ITA", TOTAL_ONE, TOTAL_TWO], ["ระดับ", "ผ่านดี", "ผ่านดี"]]
    rows = [
        ["ผลการประเมินปีงบประมาณ พ.ศ. 2568"],
        ["", "บ้านทดลอง", "ทต.หนองกุฎี"],
        *(reversed(body) if reverse else body),
    ]
    made = read(rows)
    assert scores(made, "6990101", 2568) == ONE
    assert scores(made, "5990103", 2568) == TWO
    assert totals(made) == {("6990101", 2568): (90.68, "ผ่านดี"), ("5990103", 2568): (94.28, "ผ่านดี")}
    assert codes(made) == []


def test_what_instruments_scored_is_kept_beside_the_scores(read):
    body = [[f"ตัวชี้วัดที่ {n}", ONE[n - 1]] for n in range(1, 11)]
    rows = [["ผลการประเมินปีงบประมาณ พ.ศ. 2568"], ["", "อบต.บ้านทดลอง"], *body, ["EIT", "91.03"]]
    made = read(rows)
    assert scores(made, "6990101", 2568) == ONE
    columns = ["agency_id", "fiscal_year", "what", "among", "part", "value", "source"]
    expected = [["6990101", 2568, "score", "", "eit", 91.03, "scores/received.txt"]]
    assert made["context"][columns].to_numpy().tolist() == expected


def test_a_mean_that_is_not_that_of_its_indicators(read):
    rows = [["", "บ้านทดลอง"], *([f"ตัวชี้วัดที่ {n}", ONE[n - 1]] for n in range(1, 11)), ["IIT", "95.00"]]
    made = read([["ปีงบประมาณ พ.ศ. 2568"], *rows])
    assert codes(made) == ["mean_disagrees"]


def test_one_long_list(read):
    rows = [["หน่วยงาน", "อำเภอ", "จังหวัด", "ปีงบประมาณ", "ตัวชี้วัด", "คะแนน"]]
    for year, values in (("2567", ONE), ("2568", TWO)):
        for number, value in enumerate(values, start=1):
            rows.append(["บ้านทดลอง", "เมืองสมมติ", "สมมติบุรี", year, str(number), value])
    made = read(rows, "scores/received.xlsx")
    assert [scores(made, "6990101", year) for year in (2567, 2568)] == [ONE, TWO]
    assert codes(made) == []


def test_a_list_by_instrument_without_numbers(read):
    order = (8, 9, 0, 1, 2, 3, 4, 5, 6, 7)
    lines = [TITLE, "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ มีคะแนนรวม 90.68 คะแนน อยู่ในระดับ “ผ่าน”", "แบบวัด (OIT)"]
    lines += [f"– {NAMES[n]} {ONE[n].translate(THAI)} คะแนน" for n in order]
    made = read("\n".join(lines))
    assert scores(made, "6990101", 2568) == ONE
    assert totals(made) == {("6990101", 2568): (90.68, "ผ่าน")}


def test_running_text_sorted_by_score(read):
    order = sorted(range(10), key=lambda n: -float(ONE[n]))
    text = " ".join(f"{NAMES[n]} {ONE[n]} คะแนน" for n in order)
    made = read(f"<html><body><h1>{TITLE} ปีงบประมาณ 2567</h1><p>{text}</p></body></html>", "scores/page.html")
    assert scores(made, "6990101", 2567) == ONE


def test_totals_only(read):
    rows = [
        ["ผลการประเมิน ปีงบประมาณ พ.ศ. 2568"],
        ["ลำดับ", "หน่วยงาน", "อำเภอ", "จังหวัด", "คะแนนเฉลี่ย"],
        ["1", "ทต.หนองกุฏี", "ท่าลอง", "สมมติบุรี", "94.28 (ผ่านดี)"],
        ["2", "อบต.บ้านทดลอง", "เมืองสมมติ", "สมมติบุรี", "๙๐.๖๘"],
    ]
    made = read(rows, "scores/received.xlsx")
    assert totals(made) == {("5990103", 2568): (94.28, "ผ่านดี"), ("6990101", 2568): (90.68, "")}


def test_several_tables_and_agencies_in_one_sheet(read):
    second = [
        [cell.replace("องค์การบริหารส่วนตำบลบ้านทดลอง อำเภอเมืองสมมติ", "อบต.ป่าตัวอย่าง") for cell in row]
        for row in two_years()
    ]
    made = read([*two_years(), [], *second], "scores/received.xlsx")
    assert scores(made, "6990101", 2568) == TWO
    assert scores(made, "6990102", 2568) == TWO
    assert codes(made) == []


# ------------------------------------------------------------------ dirt
@pytest.mark.parametrize(
    ("printed", "score"),
    [
        ("๗๗.70", 77.7),
        ("77.70คะแนน", 77.7),
        (".94.92", 94.92),
        ("89.4", 89.4),
        ("100", 100.0),
        ("77.70 %", 77.7),
        ("96.04 (ผ่าน) ระดับ AA", 96.04),
    ],
)
def test_scores_as_they_are_printed(read, printed, score):
    rows = two_years()
    rows[4][2] = printed
    rows[4][4] = ""
    made = read(rows)
    found = made["scores"].query("indicator == 1 and fiscal_year == 2567")["score"]
    assert found.tolist() == [score]


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (3, "การใช้อํานาจ"),
        (3, "การใช้อ\ufffdานาจ"),
        (3, "การใช้อ านาจ"),
        (5, "การเเก้ไขปัญหาการทุจริต"),
        (4, "การใช้ทรัพย์สินของทางราชการ"),
        (8, "การปรับปรุงระบบการทำงาน"),
        (7, "ประสิทธิภาพ\nการสื่อสาร"),
        (1, "การปฏิบัตหิน้าที่"),
    ],
)
def test_names_of_indicators_as_they_are_printed(read, number, printed):
    rows = two_years()
    rows[3 + number][:2] = ["", printed]
    assert scores(read(rows, "scores/received.xlsx"), "6990101", 2568) == TWO


def test_numbers_that_go_on_with_9(read):
    numbers = [1, 2, 3, 4, 5, 9, 10, 11, 12, 13]
    with_names, without = two_years(), two_years()
    for place, number in enumerate(numbers, start=4):
        with_names[place][0] = str(number)
        without[place][:2] = [f"ตัวชี้วัดที่ {number}", ""]
    assert scores(read(with_names), "6990101", 2568) == TWO
    assert scores(read(without), "6990101", 2568) == TWO


def test_a_number_and_a_name_that_disagree(read):
    rows = two_years()
    rows[4][0] = "7"
    made = read(rows)
    assert codes(made) == ["indicator_unknown", "scores_incomplete"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("ผลการประเมิน ปีงบประมาณ พ.ศ. 3105", "year_added_twice"),
        ("ผลการประเมิน ปีงบประมาณ พ.ศ. 2567 ในปีงบประมาณ พ.ศ. 2566 ได้คะแนน", "years_contradict"),
    ],
)
def test_years_that_cannot_be(read, title, code):
    rows = [[f"อบต.บ้านทดลอง {title}"], ["ตัวชี้วัด", "คะแนน"], *([NAMES[n], ONE[n]] for n in range(10))]
    made = read(rows)
    assert code in codes(made)
    assert made["scores"].empty


def test_common_era_beside_buddhist_era(read):
    rows = two_years()
    rows[2][2:4] = ["ปี 2567 (2024)", "ค.ศ. 2025"]
    assert scores(read(rows), "6990101", 2568) == TWO


def test_a_title_of_another_year_than_the_table(read):
    rows = two_years()
    rows[0][0] += " ปีงบประมาณ 2566"
    assert codes(read(rows)) == ["title_year_differs"]


def test_what_is_not_understood_is_listed_with_its_place(read):
    rows = two_years()
    rows.insert(8, ["", "ดัชนีความสุข", "ห้าดาว", "สี่ดาว", ""])
    made = read(rows, "scores/received.xlsx")
    found = made["findings"].query("code == 'row_not_understood'")
    assert found["row"].tolist() == [11]
    assert scores(made, "6990101", 2568) == TWO


def test_another_assessment_of_the_same_name(read):
    made = read([["แบบประเมิน MOIT โรงพยาบาลสมมติ ปี 2568"], ["ตัวชี้วัด", "คะแนน"], ["MOIT 1", "95.00"]])
    assert codes(made) == ["other_scheme"]
    assert made["scores"].empty
