"""Findings: each has a text in both languages that a clerk can act on, and a place in the table."""

import ast
import re
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from helpers import findings
from helpers.findings import Finding, Words, place

SOURCES = Path(findings.__file__).parent
CODES = sorted(findings.catalogue())
WORDS = re.compile("[ก-๙]")


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_is_wrong_and_what_to_write_in_both_languages(code):
    entry = findings.catalogue()[code]
    assert set(entry) - {"apart"} == {"severity", "th", "en"}
    assert entry["severity"] in findings.SEVERITIES
    for language, part in product(("th", "en"), (0, 1)):
        text = entry[language][part]
        assert text.strip() == text
        assert len(entry[language]) == 2
        assert not text.endswith(".")
    assert all(WORDS.search(text) for text in entry["th"])
    # The reason why a computer could not read something is of use in English only.
    assert fields(" ".join(entry["en"])) - {"reason"} <= fields(" ".join(entry["th"]))


def test_every_code_is_used_and_every_code_used_is_explained():
    used = set()
    for file in (SOURCES / "sources").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in CODES:
                used.add(node.value)
            names = {"Finding", "finding_of", "RefusedError", "UnreadableFileError"}
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and node.args:
                first = node.args[0]
                assert not isinstance(first, ast.Constant) or first.value in CODES
    checks = (SOURCES / "tables.py").read_text("utf-8")
    used |= set(re.findall(r'error="(\w+)"', checks))
    assert used == set(CODES)


def test_text_names_the_column_as_a_clerk_may_have_written_it():
    finding = Finding("value_missing", "scores/a.csv", row=3, column="score")
    assert finding.text("th") == ("ช่อง คะแนน (score) ว่าง จึงไม่ได้ใช้แถวนี้", "กรอก คะแนน (score)")
    assert finding.text("en") == ("score is blank, so the row is not used", "fill in score")
    assert finding.severity == "error"


def test_text_speaks_one_language_at_a_time():
    values = {
        "what": Words("คะแนนตัวชี้วัดที่ 9", "the score of indicator 9"),
        "other": place("scores/b.xlsx", "Sheet1", 12),
        "count": 2,
    }
    finding = Finding("row_repeated", "scores/a.csv", values=values)
    th, _ = finding.text("th")
    en, _ = finding.text("en")
    assert "คะแนนตัวชี้วัดที่ 9 มีอยู่แล้วที่ scores/b.xlsx แผ่นงาน Sheet1 แถวที่ 12" in th
    assert "the score of indicator 9 stands already at scores/b.xlsx, sheet Sheet1, row 12" in en
    assert not WORDS.search(en)


def test_a_cells_text_is_shown_in_one_line_and_not_longer_than_is_needed():
    cell = "ข้อ\n{x}  " + "ก" * 5000
    finding = Finding("number_unreadable", "a.csv", column="score", values={"value": cell})
    problem, _ = finding.text("th")
    assert "ข้อ {x} ก" in problem
    assert "\n" not in problem
    assert len(problem) < findings.LONGEST_VALUE + 100
    assert "…" in problem


def test_to_frame_sorts_by_place_and_says_nothing_twice():
    found = [
        Finding("value_missing", "b.csv", row=2, column="score"),
        Finding("value_missing", "a.csv", row=10, column="score", agency_id="0012", fiscal_year=2568),
        Finding("value_missing", "a.csv", row=9, column="score"),
        Finding("table_empty", "a.csv"),
        Finding("value_missing", "b.csv", row=2, column="score"),
    ]
    frame = findings.to_frame(found)
    assert list(frame.columns) == list(findings.COLUMNS)
    assert list(zip(frame["file"], frame["row"].fillna(0), strict=True)) == [
        ("a.csv", 0),
        ("a.csv", 9),
        ("a.csv", 10),
        ("b.csv", 2),
    ]
    assert frame["agency_id"].tolist() == ["", "", "0012", ""]
    assert frame["fiscal_year"].fillna(0).tolist() == [0, 0, 2568, 0]
    assert list(findings.errors(frame).index) == [1, 2, 3]
    assert findings.to_frame(reversed(found)).equals(frame)


def test_to_frame_of_nothing_has_the_columns_and_types():
    none = findings.to_frame([])
    assert list(none.columns) == list(findings.COLUMNS)
    assert none.dtypes.equals(findings.to_frame([Finding("table_empty", "a.csv")]).dtypes)


def test_one_cause_counts_its_cells_and_shows_the_first():
    found = [Finding("table_empty", "a.csv")]
    found += [
        Finding(
            "number_unreadable", "b.csv", row=row, column="score", agency_id="0012", values={"value": row}
        )
        for row in range(3, 15)
    ]
    found += [
        Finding("column_not_understood", "b.csv", column=text, values={"heading": text}) for text in "กข"
    ]
    found += [
        Finding("agency_unknown", "b.csv", row=row, column="agency_id", values={"value": row, "count": 1})
        for row in (20, 21)
    ]
    causes = findings.by_cause(findings.to_frame(found))
    assert list(zip(causes["code"], causes["row"].fillna(0), causes["count"], strict=True)) == [
        ("agency_unknown", 20, 1),
        ("agency_unknown", 21, 1),
        ("number_unreadable", 3, 12),
        ("table_empty", 0, 1),
        ("column_not_understood", 0, 1),
        ("column_not_understood", 0, 1),
    ]
    assert causes["rows"][2] == "3, 4, 5, 6, 7, 8, 9, 10, …"
    assert findings.by_cause(findings.to_frame([])).empty


def test_a_heading_that_is_blank_has_a_name():
    problem, _ = Finding("cell_not_used", "a.csv", values={"value": "x", "heading": ""}).text("th")
    assert "คอลัมน์ (ไม่มีหัวคอลัมน์)" in problem


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("ผลการดำเนินการณ์", ["ผลการดำเนินการ", "ผลลัพธ์"], "ผลการดำเนินการ"),
        ("5310730", ["5310703", "6300503"], "5310703"),
        ("x", ["ก"], ""),
    ],
)
def test_the_nearest_name_is_offered(written, known, meant):
    assert findings.near(written, known).th == (f"หมายถึง “{meant}” หรือไม่" if meant else "")
