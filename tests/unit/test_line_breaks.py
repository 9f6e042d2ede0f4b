"""Lines of Thai end between words: never inside a word, a term of the field, a number or a date."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import framework, thai
from helpers.line_breaks import LONGEST, TERMS, pieces
from helpers.report.html import with_breaks

GOLDEN = Path(__file__).resolve().parents[1] / "functional" / "golden"
NBSP = "\u00a0"


@pytest.mark.parametrize(
    "broken",
    [
        "ข้อมูล|ที่|เป็น|การสื่อสาร|สอง|ทาง",
        "รูปแบบ|ออนไลน์",
        "เผยแพร่|บน|เว็บไซต์|หน่วยงาน",
        "กอง|สวัสดิการสังคม",
        "ข่าวประชาสัมพันธ์",
        "การเปิดเผย|ข้อมูล",
        "ความเห็น|ของ|คณะกรรมการ",
        "ประจำ|ปีงบประมาณ |พ.ศ. ๒๕๖๘".replace(". ๒", f".{NBSP}๒"),
        "มาตรการ/|โครงการ/|กิจกรรม",
        "ราย|ตัวชี้วัด",
        "(ร่าง) |รายงาน",
        "สูง ๆ |ต่ำ ๆ",
        "โทร.",
        "No |Gift |Policy",
        "๙๓.๙๙|คะแนน",
        f"๙{NBSP}การเปิดเผย|ข้อมูล; |๑๐{NBSP}การป้องกัน|การทุจริต",
        "(การประเมิน|ตนเอง) |“ความสุจริต|โปร่งใส”",
    ],
)
def test_lines_end_between_words(broken):
    assert "|".join(pieces(broken.replace("|", ""))) == broken


@pytest.mark.parametrize("year", framework.years())
def test_names_of_indicators_fit_a_narrow_column(year):
    for indicator in framework.for_year(year).indicators:
        for piece in (piece for name in indicator.names for piece in pieces(name)):
            assert len(piece) <= 18, piece


def test_papers_are_broken_inside_no_term_and_before_no_mark():
    for paper in GOLDEN.glob("*.txt"):
        text = thai.no_break(paper.read_text(encoding="utf-8"))
        parts = pieces(text)
        assert "".join(parts) == text
        ends = {0}
        for part in parts:
            ends.add(max(ends) + len(part))
            assert not re.match(r"[ะ-ฺๅ-๎ฯ)”]", part)
            assert part.rstrip()[-1:] not in {*"เแโใไ(“"}
        for term in TERMS:
            for found in re.finditer(term, text):
                assert not ends & set(range(found.start() + 1, found.end())), term


THAI_AND_OTHER = st.text(
    alphabet=st.one_of(st.sampled_from("กขคงตนมรลวสหอะาิีุู่้์ำเแโใไๆฯ ๑๒1a./(-)\u00a0&<"), st.characters())
)


@given(THAI_AND_OTHER)
def test_any_text_stays_what_it_is(text):
    parts = pieces(text)
    assert "".join(parts) == text
    for part in parts:
        assert (
            len([letter for letter in part if unicodedata.category(letter) != "Mn"]) <= LONGEST + 2
            or " " in part
        )


@given(THAI_AND_OTHER)
def test_a_page_shows_the_same_text(text):
    from lxml import html
    from markupsafe import escape

    shown = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    page = f"<p>{escape(shown)}</p>"
    assert html.fromstring(with_breaks(page)).text_content() == html.fromstring(page).text_content()


def test_styles_and_drawings_stay_as_they_are():
    words = "ผลการประเมิน ก"
    kept = f"<style>p::before{{content:'{words}'}}</style><svg><text>{words}</text></svg><pre>{words}</pre>"
    assert with_breaks(kept) == kept
    assert with_breaks('<a title="ผลการประเมิน ก">ผลการประเมิน ก</a>') == (
        '<a title="ผลการประเมิน ก">ผล<wbr>การประเมิน <wbr>ก</a>'
    )


def test_terms_are_distinct_short_and_longest_first():
    widths = [sum(unicodedata.category(letter) != "Mn" for letter in term) for term in TERMS]
    assert len(set(TERMS)) == len(TERMS)
    assert max(widths) <= 16
    for place, term in enumerate(TERMS):
        assert not any(earlier in term for earlier in TERMS[:place]), f"{term} can never be matched"
