"""What a correction note says, and what it leaves to the table."""

import pandas as pd
import pytest

from helpers import editions
from helpers.commands import changes
from helpers.narrative import Writer, corrections

FOUND = pd.DataFrame(
    [
        ("1", "2568", "annual", "results", "", "total", "2568", "score", "90.00", "90.40"),
        ("1", "2568", "annual", "indicators", "", "9", "2568", "score", "", "82.20"),
        ("1", "2568", "annual", "results", "", "total", "2568", "change", "-0.10", "0.30"),
        ("1", "2568", "plan", "measures", "2", "1", "2568", "status", "not_begun", "done"),
        ("1", "2568", "plan", "statuses", "", "late", "2568", "activities", "3", "2"),
        ("1", "2568", "annual", "standing", "province", "total", "2568", "rank", "3", "4"),
        ("1", "2568", "annual", "weak_points", "develop", "9", "2568", "score", "80.10", "82.20"),
    ],
    columns=list(editions.DIFFERENCES),
    dtype="str",
)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "th",
            [
                ["คะแนน (คะแนนรวม) ปี 2568", "90.00", "90.40"],
                ["คะแนน ตัวชี้วัดที่ 9 ปี 2568", "ไม่ระบุ", "82.20"],
                ["ผลต่างจากปีก่อน (คะแนนรวม) ปี 2568", "−0.10", "+0.30"],
                ["สถานะ มาตรการที่ 2 กิจกรรมที่ 1 ปี 2568", "ยังไม่ดำเนินการ", "ดำเนินการแล้ว"],
                ["จำนวนกิจกรรม พ้นกำหนด ปี 2568", "3", "2"],
            ],
        ),
        (
            "en",
            [
                ["score, total, 2568", "90.00", "90.40"],
                ["score, indicator 9, 2568", "not given", "82.20"],
                ["change on the year before, total, 2568", "−0.10", "+0.30"],
                ["status, measure 2, activity 1, 2568", "not yet begun", "done"],
                ["activities, late, 2568", "3", "2"],
            ],
        ),
    ],
)
def test_a_note_tells_the_agency_s_own_figures_in_words(language, lines):
    told = corrections.rows(FOUND, Writer(language, "arabic"))
    assert (
        told.map(lambda text: text.replace("\u00a0", " "))[["what", "was", "is_now"]].to_numpy().tolist()
        == lines
    )


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (FOUND, "มีตัวเลขอื่นที่เปลี่ยนตามอีก 2 รายการ"),
        (FOUND[FOUND["section"] == "standing"], "คงเดิม มีเพียงตัวเลขประกอบในรายงานที่เปลี่ยนแปลง 1 รายการ"),
    ],
)
def test_a_note_without_a_line_does_not_speak_of_further_figures(own, words):
    (_, table) = changes.note(own, "เทศบาล", None, Writer("th", "arabic"))
    told = table.html.replace("\u00a0", " ")
    assert words in told
    assert ("อีก" in told) == (len(own) > 1)
