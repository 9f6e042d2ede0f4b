"""``ita check``: findings on the terminal, as a page and as a table; bad files harm nobody else."""

import csv
import zipfile

import openpyxl
import pytest

import commands

TIDY = "agency_id,fiscal_year,indicator,score\n6990101,2568,1,90.00\n"


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "data" / "raw"
    (folder / "scores").mkdir(parents=True)
    (folder / "agencies.csv").write_text(
        "agency_id,name,type,district,province\n6990101,บ้านทดลอง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n",
        encoding="utf-8",
    )
    (folder / "scores" / "good.csv").write_text(TIDY, encoding="utf-8")
    return folder


def check(raw, *arguments):
    return commands.ita("check", "--data-dir", raw.parent, *arguments)


def test_a_page_and_a_table_of_findings(raw, tmp_path):
    (raw / "scores" / "=bad.csv").write_text(
        TIDY.replace("90.00", "<script>alert(1)</script>").replace("2568,1", "2568,2"), encoding="utf-8"
    )
    done = check(raw, "--html", tmp_path / "out" / "page.html", "--csv", tmp_path / "out" / "table.csv")
    assert done.returncode == 1
    page = (tmp_path / "out" / "page.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "=bad.csv" in page
    assert "is not a number" in page
    with (tmp_path / "out" / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"file", "sheet", "row", "problem", "remedy", "problem_en", "remedy_en"} <= set(rows[0])
    assert ("scores/=bad.csv", "2", "number_unreadable") in {(r["file"], r["row"], r["code"]) for r in rows}


def test_strict_makes_warnings_errors(raw):
    (raw / "scores" / "notes.doc").write_text("x", encoding="utf-8")
    assert check(raw).returncode == 0
    assert check(raw, "--strict").returncode == 1


def make_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(b" " * 2**20)


def make_ods(path, rows, columns):
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{row}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


def make_formulas(path):
    book = openpyxl.Workbook()
    book.active.title = "คะแนน"
    book.active.append(["agency_id", "fiscal_year", "indicator", "score"])
    book.active.append(["6990101", 2568, 2, "=90+1"])
    book.save(path)


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;">'
    '<!ENTITY z SYSTEM "file:///etc/passwd">]>'
)


def make_docx(path):
    with zipfile.ZipFile(path, "w") as archive:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        archive.writestr(
            "word/document.xml",
            f"{ENTITIES}<w:document {space}><w:body><w:p><w:r><w:t>&y;&z;</w:t></w:r></w:p></w:body>"
            "</w:document>",
        )


BAD = {
    "protected.xlsx": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
        "file_",
    ),
    "truncated.xlsx": (lambda path: path.write_bytes(b"PK\x03\x04" + b"x" * 500), "file_unreadable"),
    "truncated.docx": (lambda path: path.write_bytes(b"PK\x03\x04" + b"x" * 500), "file_unreadable"),
    "empty.xlsx": (lambda path: path.write_bytes(b""), "file_unreadable"),
    "empty.html": (lambda path: path.write_bytes(b""), "table_empty"),
    "empty.txt": (lambda path: path.write_bytes(b""), "table_empty"),
    "bomb.xlsx": (make_bomb, "file_too_large"),
    "bomb.ods": (lambda path: make_ods(path, 1000000, 16000), "sheet_too_large"),
    "formulas.xlsx": (make_formulas, "formula_without_value"),
    "scripts.html": (
        lambda path: path.write_text(
            "<html><script>document.write('<table><tr><td>x')</script><p onclick='x()'>ไม่มีตาราง</p></html>",
            "utf-8",
        ),
        "table_not_understood",
    ),
    "spans.html": (
        lambda path: path.write_text(
            "<table><tr>" + "<td colspan=1000>ก</td>" * 9 + "</tr></table>", "utf-8"
        ),
        "sheet_too_large",
    ),
    "entities.docx": (make_docx, "table_"),
    "school.txt": (lambda path: path.write_text("ITA สถานศึกษา\nตัวชี้วัด\tคะแนน\n", "utf-8"), "other_scheme"),
    "scan.pdf": (lambda path: path.write_bytes(b"%PDF-1.4"), "pdf_needs_a_person"),
}


def test_bad_files_are_findings_and_nothing_else_is_lost(raw, tmp_path):
    for name, (make, _) in BAD.items():
        make(raw / "scores" / name)
    with (raw / "scores" / "big.csv").open("wb") as file:
        file.truncate(200 * 2**20)
    done = check(raw, "--csv", tmp_path / "table.csv")
    assert done.returncode == 1, done.stderr
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {(row["file"].removeprefix("scores/"), row["code"]) for row in csv.DictReader(file)}
    assert ("big.csv", "file_too_large") in found
    assert [code for name, code in found if name == "good.csv"] == ["scores_incomplete"]
    for name, (_, code) in BAD.items():
        assert any(of == name and each.startswith(code) for of, each in found), (name, found)


@pytest.fixture
def faulty(raw):
    """Two files with errors, of two agencies, and an empty one."""
    with (raw / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write("6990102,ป่าตัวอย่าง,องค์การบริหารส่วนตำบล,เมืองสมมติ,สมมติบุรี\n")
    bad = "".join(f"6990101,2567,{n},x{n}\n" for n in range(1, 11))
    (raw / "scores" / "one.csv").write_text(TIDY.splitlines()[0] + "\n" + bad, encoding="utf-8")
    (raw / "scores" / "two.csv").write_text(
        TIDY.replace("6990101", "6990102").replace("90.00", "9O"), "utf-8"
    )
    (raw / "scores" / "blank.csv").write_text("\n", encoding="utf-8")
    return raw


def test_each_cause_once_with_its_number_and_its_agency(faulty):
    done = check(faulty)
    assert done.stdout.count("one.csv") == 1
    assert "รวม 10 แห่ง ในแถวที่ 2, 3" in done.stdout.replace("\u00a0", " ")
    assert "องค์การบริหารส่วนตำบลป่าตัวอย่าง (6990102)" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("ผิดพลาด 2,")


def test_a_part_of_the_findings(faulty, tmp_path):
    one = check(faulty, faulty / "scores" / "one.csv")
    assert one.returncode == 1
    assert "two.csv" not in one.stdout
    assert check(faulty, "scores/good.csv").returncode == 0
    of_agency = check(faulty, "--agency", "6990102", "--errors", "--csv", tmp_path / "t.csv")
    assert "two.csv" in of_agency.stdout
    assert "one.csv" not in of_agency.stdout
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["agency"], row["count"]) == ("องค์การบริหารส่วนตำบลป่าตัวอย่าง", "1")
    assert check(faulty, "--agency", "0000000").returncode == 2
    assert check(faulty, "nothing.csv").returncode == 2
