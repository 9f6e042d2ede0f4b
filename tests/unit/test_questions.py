"""Scores by question and item: what is known of them, how they are read, and what is told of them."""

import math
import random
import re
from fractions import Fraction

import invented
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import decimals, demo, form_rows, framework, stages, tables, thai, workbook
from helpers.analysis import digest
from helpers.analysis import questions as analysis
from helpers.batch import manifest, pages
from helpers.framework import questions
from helpers.narrative import Writer
from helpers.report import open_data, show
from helpers.sources.checks import rules_questions

AGENCIES = "agency_id,name,type,district,province\n0012,ทดลอง,เทศบาลตำบล,ก,ข\n"
HEADING = "รหัสหน่วยงาน,ปีงบประมาณ,รหัสข้อคำถาม,คะแนน"


def read(folder, lines, heading=HEADING, more=None):
    """The tables of a raw folder with one table of questions, and perhaps other files."""
    for name, text in {"q.csv": f"{heading}\n{lines}", **(more or {})}.items():
        (folder / "raw" / "scores").mkdir(parents=True, exist_ok=True)
        (folder / "raw" / "scores" / name).write_text(text, encoding="utf-8")
    (folder / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    return stages.check(folder)


def codes(made):
    """The codes of findings, without the note that a few questions are not all of an indicator's."""
    found = made["findings"]["code"]
    return list(found[found != "questions_incomplete"])


@pytest.mark.parametrize("year", framework.years())
def test_what_is_known_of_a_year_holds_together(year):
    known = questions.of_year(year)
    rules = framework.for_year(year)
    for code, each in known.items():
        assert code == each.code
        assert each.instrument in {instrument.id for instrument in rules.instruments}
        if each.indicator is not None:
            assert rules.instrument_of(each.indicator).id == each.instrument
        assert (each.share > 0) == (each.indicator is not None)
    for number in {each.indicator for each in known.values()} - {None}:
        assert sum(each.share for each in known.values() if each.indicator == number) == 1


def test_the_items_of_2564_are_those_that_were_published():
    known = questions.of_year(2564)
    assert [known[code].indicator for code in ("i1", "i6", "i7", "i30", "e5", "e6", "o33", "o34")] == [
        *(1, 1, 2, 5, 6, 7, 9, 10)
    ]
    # Each of the two papers was worth five points of the total.
    assert known["o42"].share * Fraction(framework.for_year(2564).indicator(10).weight) * 100 == 5


def test_a_table_of_questions_is_read(tmp_path):
    made = read(tmp_path, "0012,๒๕๖๔,I7,๖๒.๑๐\n0012,2564,ข้อ e-03,90\n0012,2564,o12,✗\n0012,2564,i301,55\n")
    rows = made["questions"][["instrument", "code", "sub", "indicator", "score"]]
    assert sorted(rows.itertuples(index=False, name=None)) == [
        ("eit", "e3", "", 6, 90.0),
        ("iit", "i3", "i301", 1, 55.0),
        ("iit", "i7", "", 2, 62.1),
        ("oit", "o12", "", 9, 0.0),
    ]
    assert codes(made) == []
    assert made["scores"].empty
    assert len(made["places"]) == 4


@pytest.mark.parametrize(
    ("line", "code", "kept"),
    [
        ("i7,62\n0012,2568,i7,62", "row_repeated", 1),
        ("i7,62\n0012,2568,i7,63", "row_contradicts", 0),
        ("i7,101", "score_out_of_range", 0),
        ("i7,✓", "number_unreadable", 0),
        ("x9,50", "question_unknown", 1),
        ("i16,50", "question_unknown", 1),
        ("คำถาม,50", "question_code_unreadable", 0),
        ("MOIT 2,100", "question_of_another_scheme", 0),
        ("EB 4,100", "question_of_another_scheme", 0),
    ],
)
def test_what_does_not_fit_is_told(tmp_path, line, code, kept):
    made = read(tmp_path, f"0012,2568,{line}\n")
    assert set(codes(made)) == {code}
    assert len(made["questions"]) == kept


def test_the_indicator_that_a_row_names_holds(tmp_path):
    made = read(tmp_path, "0012,2568,i7,62,2\n0012,2568,o20,0,9\n", f"{HEADING},ตัวชี้วัด")
    assert dict(zip(made["questions"]["code"], made["questions"]["indicator"], strict=True)) == {
        "i7": 2,
        "o20": 9,
    }
    assert codes(made) == ["question_of_another_indicator"]


@pytest.mark.slow_cases
@pytest.mark.parametrize(("score", "told"), [(80.0, False), (80.01, False), (79.98, True), (81.0, True)])
def test_a_mean_that_misses_the_score_is_told(tmp_path, score, told):
    lines = "0012,2568,i1,70\n0012,2568,i2,80\n0012,2568,i3,90.01\n"  # the mean is 80.00333
    scores = f"agency_id,fiscal_year,indicator,score\n0012,2568,1,{score}\n"
    made = read(tmp_path, lines, more={"s.csv": scores})
    assert ("questions_disagree" in codes(made)) == told


def test_questions_of_two_groups_and_half_a_block_are_not_held_against_the_score(tmp_path):
    scores = "agency_id,fiscal_year,indicator,score\n0012,2568,1,50\n0012,2568,6,50\n"
    parts = "".join(f"0012,2568,e{n},EIT ส่วนที่ {p},90\n" for n in (1, 2, 3) for p in (1, 2))
    heading = "รหัสหน่วยงาน,ปีงบประมาณ,รหัสข้อคำถาม,แบบวัดการรับรู้,คะแนน"
    made = read(tmp_path, parts + "0012,2568,i1,,90\n", heading, {"s.csv": scores})
    assert len(made["questions"]) == 7
    assert "questions_disagree" not in codes(made)


def test_the_form_gives_back_questions_and_respondents(tmp_path):
    counts = (
        "รหัสหน่วยงาน,ปีงบประมาณ,แบบวัดการรับรู้,จำนวนผู้ตอบแบบวัด (คน)\n0012,2568,IIT,45\n0012,2568,EIT ส่วนที่ 2,1200\n"
    )
    lines = "0012,2568,i7,,ข้อความ,62.5\n0012,2568,e3,EIT ส่วนที่ 1,,90\n0012,2568,o12,,,✓\n0012,2564,i301,,,55\n"
    heading = "รหัสหน่วยงาน,ปีงบประมาณ,รหัสข้อคำถาม,แบบวัดการรับรู้,ข้อความของข้อ,คะแนน"
    known = read(tmp_path / "a", lines, heading, {"c.csv": counts})
    content = workbook.make(form_rows.data_of(known, "0012", "ทดลอง"), 2568)
    (tmp_path / "b" / "raw" / "scores").mkdir(parents=True)
    (tmp_path / "b" / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    (tmp_path / "b" / "raw" / "scores" / "form.xlsx").write_bytes(content)
    back = stages.check(tmp_path / "b")
    assert codes(back) == []
    columns = ["fiscal_year", "instrument", "code", "sub", "indicator", "text", "score"]
    expected = known["questions"].query("fiscal_year == 2568")[columns].reset_index(drop=True)
    assert back["questions"][columns].equals(expected)
    kept = back["context"][["part", "value"]].itertuples(index=False, name=None)
    assert set(kept) == {("iit", 45.0), ("eit_2", 1200.0)}


def lost(rows, scores, year=2564):
    """What pulls the indicators down of rows of year, instrument, code, indicator, text and score."""
    columns = ["fiscal_year", "instrument", "code", "indicator", "text", "score"]
    frame = pd.DataFrame(rows, columns=columns).assign(agency_id="0012", sub="", respondents=pd.NA, source="")
    asked = tables.rows(tables.typed("questions", frame))
    return pd.DataFrame(analysis.lost(asked, framework.for_year(year), scores))


def test_what_the_lost_items_are_worth_is_what_the_indicator_lacks():
    chooser = random.Random(5)  # noqa: S311 - no secret, and the same each time
    known = {code: each for code, each in questions.of_year(2564).items() if each.instrument == "OIT"}
    for _ in range(20):
        got = {code: chooser.choice([0.0, 100.0]) for code in known}
        rows = [(2564, "oit", code, each.indicator, "", got[code]) for code, each in known.items()]
        made = lost(rows, {})
        for number, of in made.groupby("indicator"):
            mean = sum(
                each.share * int(got[code]) for code, each in known.items() if each.indicator == number
            )
            lacking = (100 - mean) * Fraction(framework.for_year(2564).indicator(int(number)).weight)
            assert abs(math.fsum(of["worth"]) - float(lacking)) < 0.001 * len(of)
            assert list(of["worth"]) == sorted(of["worth"], reverse=True)
        assert set(made["code"]) == {code for code, score in got.items() if not score}


def test_what_is_not_known_has_no_worth_and_no_change():
    rows = [
        (2567, "iit", "i1", 1, "ก", 90.0),
        (2568, "iit", "i1", 1, "ก", 60.0),
        (2567, "iit", "i2", 1, "ข", 90.0),
        (2568, "iit", "i2", 1, "ค", 50.0),
        (2568, "iit", "i3", 1, "", 90.0),
        (2568, "eit_1", "e1", 6, "", 60.0),
        (2568, "oit", "o20", 9, "", 0.0),
        (2568, "oit", "o21", 9, "", 100.0),
    ]
    made = lost(rows, {1: 66.67, 6: 70.0, 9: 80.0}, 2568).set_index("code")
    assert list(made.index) == ["i2", "i1", "e1", "o20"]  # i3 does not pull its indicator down
    assert made["worth"].fillna(-1).tolist() == [1.0, 0.8, -1, -1]  # a third of 0.06 for each point
    assert made["change"].fillna(0).tolist() == [0, -30.0, 0, 0]
    assert made["reworded"].tolist() == [True, False, False, False]
    assert lost([], {1: 50.0}).empty


def asked_of_three():
    """The questions of three agencies in 2564, and in which province each agency is."""
    rows = [
        *[
            ("1", "iit", "i7", 2, "ก ข", 40.0),
            ("2", "iit", "i7", 2, "กข", 60.0),
            ("3", "iit", "i7", 2, "", 80.0),
        ],
        *[("1", "iit", "i8", 2, "ค", 60.0), ("2", "iit", "i8", 2, "ง", 50.0)],
        *[("1", "oit", "o1", 9, "", 0.0), ("2", "oit", "o1", 9, "", 0.0), ("3", "oit", "o1", 9, "", 100.0)],
        *[("1", "oit", "o2", 9, "", 100.0), ("1", "eit", "e1", 6, "", 1.0), ("1", "", "x1", 9, "", 0.0)],
    ]
    columns = ["agency_id", "instrument", "code", "indicator", "text", "score"]
    frame = pd.DataFrame(rows, columns=columns).assign(fiscal_year=2564, sub="", respondents=pd.NA, source="")
    sub = frame.iloc[:1].assign(sub="i701", score=0.0)
    other_year = frame.iloc[:1].assign(fiscal_year=2565, score=0.0)
    scores = pd.DataFrame(
        {"agency_id": ["1", "2", "3"], "fiscal_year": 2564, "indicator": 2, "score": [50.0, 55.0, 90.0]}
    )
    made = analysis.of_all(
        tables.typed("questions", pd.concat([frame, sub, other_year])), scores, framework.for_year(2564)
    )
    return made.assign(province=made["agency_id"].map({"1": "ก", "2": "ก", "3": "ข"}))


def test_what_all_agencies_lost_is_what_each_report_names():
    made = asked_of_three()
    assert list(made["code"]) == ["i7", "i7", "i7", "i8", "i8", "o1", "o1", "o1", "o2"], (
        "no sub-line, no other year, no question without its indicator's score, none of an unknown instrument"
    )
    assert list(made["kind"]) == ["low", "", "low", "", "low", "nothing", "nothing", "", ""]
    one = lost([(2564, "iit", "i7", 2, "", 40.0), (2564, "oit", "o1", 9, "", 0.0)], {2: 50.0})
    assert list(one["worth"]) == list(made.iloc[[0, 5]]["worth"]) == [0.6, 0.4444]


def test_what_is_lost_most_often():
    found = analysis.most_lost(asked_of_three())
    assert found.round(4).to_numpy().tolist() == [
        [9, "oit", "o1", "", 2, 3, 66.6667, 0.4444],
        [2, "iit", "i7", "ก ข", 2, 3, 66.6667, 0.4],
        [2, "iit", "i8", "", 1, 2, 50.0, 0.5],
    ], "texts that differ by blanks are one; those of i8 are two"
    places = analysis.most_lost(asked_of_three(), "province")
    assert places[["province", "code", "asked", "lost"]].to_numpy().tolist() == [
        ["ก", "o1", 2, 2],
        ["ก", "i7", 2, 1],
        ["ก", "i8", 2, 1],
        ["ข", "i7", 1, 1],
    ]
    assert list(places.columns) == ["province", *found.columns]
    none = asked_of_three().iloc[:0]
    assert analysis.most_lost(none).empty
    assert analysis.most_lost(none, "province").empty


def test_with_what_each_agency_should_begin():
    asked = asked_of_three()
    assert digest.begin_with(asked, 2564).to_numpy().tolist() == [
        ["1", "O1", "i7", 2, 1.0444, "2564/annual/1.html"],
        ["2", "O1", "i8", 2, 0.9444, "2564/annual/2.html"],
        ["3", "", "i7", 1, 0.2, "2564/annual/3.html"],
    ]
    more = pd.concat([asked, asked.assign(code=asked["code"] + "0", worth=float("nan"))])
    made = digest.begin_with(more, 2564, first=1)
    assert made[["agency_id", "nothing", "low", "lost_in_all"]].to_numpy().tolist() == [
        ["1", "O1", "i7", 4],
        ["2", "O1", "i8", 4],
        ["3", "", "i7", 2],
    ]
    ten = pd.concat([asked.assign(code=asked["code"].str[0] + n, score=0.0) for n in ("10", "9")])
    made = digest.begin_with(ten.assign(worth=float("nan")), 2564, first=2)
    assert made["nothing"].iloc[0] == "O9, O10", "by their numbers"
    made = digest.begin_with(asked.assign(worth=float("nan")), 2564)
    assert made["adds"].isna().all()
    assert digest.begin_with(asked.iloc[:0], 2564).empty


TOLD = {
    "a text of another question": (
        "0012,2568,i5,ใช้งบประมาณอย่างคุ้มค่า,70\n0013,2568,i5,ใช้งบประมาณคุ้มค่า,71\n0014,2568,i5,เรียกรับสินบน,72\n",
        ["question_text_differs"],
        "“i5”, 2568, has the text “เรียกรับสินบน” here, but scores/q.csv, row 2 prints “ใช้งบประมาณอย่างคุ้มค่า”",
    ),
    "the same text in a year of another wording": (
        "0012,2568,i5,ใช้งบประมาณอย่างคุ้มค่า,70\n0013,2567,i5,เรียกรับสินบน,71\n",
        [],
        "",
    ),
    "one text for two codes": (
        "0012,2568,i4,ใช้งบประมาณอย่างคุ้มค่า,70\n0012,2568,i5,ใช้งบประมาณ อย่างคุ้มค่า,71\n",
        ["question_text_twice"],
        "“i5” has the same text as “i4”",
    ),
    "an item between 0 and 100": ("0012,2568,o5,,50\n0012,2568,o6,,0\n", ["item_between"], "“o5” has 50.00"),
    "half a block": (
        "0012,2568,i4,,70\n0012,2568,i6,,70\n",
        [],
        "indicator 2, 2568, these are not on file: i5",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_does_not_belong_together_is_told(tmp_path, case):
    lines, expected, words = TOLD[case]
    listed = "".join(f"{code},ทดลอง,เทศบาลตำบล,ก,ข\n" for code in ("0012", "0013", "0014"))
    read(tmp_path, lines, f"{HEADING[: HEADING.rindex(',')]},ข้อความของข้อ,คะแนน")
    (tmp_path / "raw" / "agencies.csv").write_text(f"{AGENCIES.splitlines()[0]}\n{listed}", encoding="utf-8")
    made = stages.check(tmp_path)
    serious = made["findings"].query("severity != 'note'")
    assert list(serious["code"]) == expected
    assert words in "\n".join(made["findings"]["problem_en"])
    assert len(made["questions"]) == lines.count("\n"), "all are kept"


def test_what_a_measure_answers_is_not_to_be_begun_with():
    asked, measures = asked_of_three(), tables.empty("measures")
    lost = asked[asked["kind"] != ""]

    def left(*rows: dict[str, object], year: int = 2565) -> list[tuple[str, str]]:
        usual = {"agency_id": "1", "fiscal_year": year, "activity": 1, "title": "", "step": ""}
        frame = tables.typed(
            "measures",
            pd.DataFrame([usual | row for row in rows])
            .reindex(columns=measures.columns)
            .fillna({"questions": "", "indicators": ""}),
        )
        found = analysis.unanswered(asked, frame, 2564)
        return list(zip(found["agency_id"], found["code"], strict=True))

    all_lost = list(zip(lost["agency_id"], lost["code"], strict=True))
    named, whole = (
        {"measure": 1, "indicators": "2,9", "questions": "i7"},
        {"measure": 2, "indicators": "9", "questions": ""},
    )
    assert list(analysis.unanswered(asked, measures, 2564)["code"]) == list(lost["code"])
    assert left(named) == [each for each in all_lost if each not in {("1", "i7"), ("1", "o1")}]
    assert left(whole) == [each for each in all_lost if each != ("1", "o1")]
    assert left(named, whole, year=2564) == all_lost, "measures of the year itself answer an earlier result"
    only = {"measure": 1, "indicators": "2,9", "questions": "i7,o2"}
    assert left(only) == [each for each in all_lost if each != ("1", "i7")], "it names another item of 9"


def test_a_question_is_named_with_its_text_and_its_part_of_a_survey():
    rows = pd.DataFrame(
        {
            "indicator": [6, 9],
            "instrument": ["eit_1", "oit"],
            "code": ["e1", "o12"],
            "text": ["ถาม 2 ข้อ", ""],
            "lost": 1,
        }
    )
    shown = show.with_texts(rows, Writer("th", "thai"))
    assert list(shown.columns) == ["indicator", "question", "lost"]
    assert list(shown["question"]) == ["e1 (EIT ส่วนที่\u00a0๑) ถาม 2 ข้อ", "O12"]


ASKED = (("i1", "ทำตามขั้นตอน", 90.1), ("i2", "เท่าเทียม 2 ด้าน", 80.0), ("i3", "", 69.9))
PRINTED = {
    "a code a row": "ข้อ\tข้อคำถาม\tคะแนน\n" + "".join(f"{c}\t{t}\t{s}\n" for c, t, s in ASKED),
    "text beside the code, Thai digits": "รายการ\tคะแนน\n"
    + thai.localise("".join(f"ข้อ {c} {t}\t{s}\n" for c, t, s in ASKED), "thai"),
    "two years and their change": "ข้อ\tคำถาม\tปี 2567\tปี 2568\tผลต่าง\n"
    + "".join(f"{c}\t{t}\t50\t{s}\t+1.00\n" for c, t, s in ASKED),
    "respondents beside": "ข้อ\tข้อคำถาม\tจำนวนผู้ตอบ (คน)\tคะแนน\n"
    + "".join(f"{c}\t{t}\t45\t{s}\n" for c, t, s in ASKED),
    "a block under its indicator": "รายการ\tคะแนน\nตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\t80.00\n"
    + "".join(f"{c} {t}\t{s}\n" for c, t, s in ASKED),
    "a code a column": "\t".join(["หน่วยงาน", *(c for c, *_ in ASKED)])
    + "\nเทศบาลตำบลทดลอง\t"
    + "\t".join(str(s) for *_, s in ASKED)
    + "\n",
}


def printed(folder, text):
    """The tables of a page of an agency that names its year in a title."""
    (folder / "raw" / "scores" / "0012").mkdir(parents=True)
    (folder / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    page = f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568\n{text}"
    (folder / "raw" / "scores" / "0012" / "2568.txt").write_text(page, encoding="utf-8")
    return stages.check(folder)


@pytest.mark.slow_cases
@pytest.mark.parametrize("form", PRINTED)
def test_a_printed_table_of_questions_is_read(tmp_path, form):
    made = printed(tmp_path, PRINTED[form])
    rows = made["questions"].query("fiscal_year == 2568")
    assert list(zip(rows["code"], rows["score"], strict=True)) == [(c, s) for c, _, s in ASKED]
    assert set(rows["indicator"]) == {1}
    if "column" not in form and "Thai" not in form:
        assert list(rows["text"]) == [t for _, t, _ in ASKED]
    assert len(made["questions"]) == (6 if "two years" in form else 3)
    assert rows["respondents"].notna().all() == ("respondents" in form)
    assert set(codes(made)) == ({"scores_incomplete"} if "block" in form else set())
    assert len(made["scores"]) == ("block" in form)


def test_a_tick_under_no_points_is_none(tmp_path):
    items = "o1\tโครงสร้าง\t✓\t\no2\tผู้บริหาร\t\t✓\no3\tอำนาจหน้าที่\t✓\t\n"
    lines = f"ข้อ\tรายการ\tได้คะแนน\tไม่ได้คะแนน\nตัวชี้วัดที่ 9 การเปิดเผยข้อมูล\n{items}"
    made = printed(tmp_path, lines)
    assert dict(zip(made["questions"]["code"], made["questions"]["score"], strict=True)) == {
        "o1": 100.0,
        "o2": 0.0,
        "o3": 100.0,
    }
    assert set(made["questions"]["indicator"]) == {9}  # of the block: of 2568 the order is not known
    assert codes(made) == []


def test_a_single_question_in_a_table_of_scores_is_told_and_left(tmp_path):
    made = printed(
        tmp_path,
        "ตัวชี้วัด\tคะแนน\n1 การปฏิบัติหน้าที่\t90.10\n2 การใช้งบประมาณ\t80\n3 การใช้อำนาจ\t70\nข้อ i4 ได้คะแนน\t20\n",
    )
    assert made["questions"].empty
    assert len(made["scores"]) == 3
    assert "column_of_another_kind" in codes(made)


MEASURES = "รหัสหน่วยงาน,ปีงบประมาณ,มาตรการที่,กิจกรรมที่,มาตรการ,ตัวชี้วัดที่เกี่ยวข้อง,ข้อที่มาตรการรองรับ\n"


@pytest.mark.slow_cases
@pytest.mark.parametrize(
    ("tags", "named", "indicators", "kept", "told"),
    [
        ("", "ข้อ ๗", "", "", ["question_tag_unknown"]),
        ("3", "I7 และข้อ i08", "3", "i7,i8", []),
        ("", "i7; e3", "3,6", "i7,e3", []),
        ("IIT", "i7", "IIT", "i7", []),
        ("9", "i7", "9", "i7", ["question_tag_elsewhere"]),
        ("ไม่มี", "i7", "none", "i7", ["question_tag_elsewhere"]),
        ("", "i16", "", "", ["question_tag_unknown"]),  # 2568 has fifteen
        ("", "o42", "", "", ["question_tag_unknown"]),  # of 2567
        ("", "i701", "3", "i7", []),
        ("9", "o20", "9", "o20", []),  # whose it is, is not known
        ("", "o21", "10", "o21", []),  # a file says whose it is
        ("", "x5", "9", "x5", []),  # on file with its indicator
    ],
)
def test_a_measure_names_the_questions_that_it_answers(tmp_path, tags, named, indicators, kept, told):
    (tmp_path / "raw" / "measures").mkdir(parents=True)
    file = tmp_path / "raw" / "measures" / "m.csv"
    file.write_text(f'{MEASURES}0012,2569,1,1,ก,"{tags}","{named}"\n', encoding="utf-8")
    made = read(tmp_path, "0012,2568,o21,0,10\n0012,2568,x5,0,9\n", f"{HEADING},ตัวชี้วัด")
    assert list(made["measures"][["indicators", "questions"]].iloc[0]) == [indicators, kept]
    assert [code for code in codes(made) if code.startswith("question_tag")] == told


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """Four invented agencies, of which the first has scores by question and item."""
    folder = tmp_path_factory.mktemp("province")
    demo.write(folder / "raw", agencies=4, years=2, questions=0.25)
    stages.refresh(folder)
    return folder


def test_index_and_front_page_say_with_what_to_begin(province, tmp_path):
    frames = {name: tables.read(province, name) for name in tables.SCHEMAS}
    assert frames["findings"].empty
    made = dict.fromkeys(frames["agencies"]["agency_id"], manifest.Entry(manifest.SUCCEEDED))
    manifest.write(tmp_path / "2568" / "annual", made)
    writer = Writer("th", "arabic")
    for page in (
        pages.write_index(tmp_path, 2568, "annual", frames, writer),
        pages.write_front(tmp_path, [], frames, writer),
    ):
        text = page.decode().replace("<wbr>", "").replace("\xa0", " ")
        [(said, count)] = re.findall("ควรเริ่มแก้ไขข้อ ([^<]+) จาก ([0-9]+) ข้อที่เสียคะแนน</small>", text)
        rows = analysis.of_all(frames["questions"], frames["scores"], framework.for_year(2568))
        assert int(count) == (rows["kind"] != "").sum()
        lowest = rows[rows["kind"] == "low"].sort_values("worth", ascending=False)["code"]
        assert said.split(", ")[-2:] == list(lowest.head(2))
        assert all(code.startswith("O") for code in said.split(", ")[:-2])


def test_the_figures_of_a_report_hold_what_its_indicators_lost():
    facts = invented.facts_of(
        {2567: invented.ten(97, i1=75), 2568: invented.ten(97)},
        asked=[(2566, "i1", 1, "ก", 60.0), (2567, "i1", 1, "ก", 70.0), (2567, "i2", 1, "", 80.0)],
        measures=[("x", "1")],
        told=[{"questions": "i1,i2"}],
    )
    rows = [
        row[1:] for row in open_data.table(facts, Writer("th", "arabic")) if "questions" in (row[0], row[4])
    ]
    assert rows == [
        ("1", "i1", "2567", "score", "70.00"),
        ("1", "i1", "2567", "change", "10.00"),
        ("1", "i1", "2567", "worth", "0.60"),
        ("1", "1", "2568", "questions", "i1 i2"),
    ]


@given(
    st.sampled_from([(2565, 6), (2567, 3), (2568, 3)]),
    st.lists(st.integers(0, 10_000), min_size=6, max_size=6),
    st.integers(-1000, 1000),
)
def test_the_mean_of_questions_is_the_score_within_rounding_or_told(year_and_each, units, apart):
    year, each = year_and_each
    scores = units[:each]
    rows = pd.DataFrame(
        {
            "code": [f"i{n}" for n in range(1, each + 1)],
            "score": [unit / 100 for unit in scores],
            "indicator": 1,
        }
    ).assign(
        agency_id="0012", fiscal_year=year, instrument="iit", sub="", text="", respondents=pd.NA, source=""
    )
    # A sub-line is a part of its question, so it does not count beside it.
    frame = tables.typed("questions", pd.concat([rows, rows.assign(sub="i101", score=0.0).iloc[:1]]))
    frame = frame.assign(at_file="", at_sheet="", at_row=1)
    printed = (2 * sum(scores) + each) // (2 * each) + apart  # half-up, in hundredths
    score = pd.DataFrame({"agency_id": "0012", "fiscal_year": year, "indicator": 1, "score": [printed / 100]})
    told = bool(rules_questions.compare(frame, score))
    assert told == (abs(Fraction(sum(scores), each) - printed) > decimals.AGREES_WITHIN)
    assert not told or apart
