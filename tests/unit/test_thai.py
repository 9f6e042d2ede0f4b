"""Behaviour of the Thai readers and writers, on the spellings that published papers use."""

import math
import unicodedata
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import thai
from helpers.decimals import round_half_up
from helpers.thai import (
    SHORT_MONTHS,
    dictionary_order,
    fiscal_year_bounds,
    fiscal_year_of,
    format_date,
    format_number,
    localise,
    month_abbreviations,
    no_break,
    normalise,
    parse_date,
    parse_fiscal_year,
    parse_number,
    parse_period,
    to_arabic_digits,
    to_thai_digits,
)

NBSP = "\u00a0"
fiscal_years = st.integers(min_value=2500, max_value=2699)
days = st.dates(min_value=date(1957, 1, 1), max_value=date(2156, 12, 31))
both_digits = st.sampled_from(["thai", "arabic"])


# --- digits and numbers ---


@given(st.text())
def test_digits_come_back(text):
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)
    assert to_thai_digits(to_arabic_digits(text)) == to_thai_digits(text)


def test_digits_of_both_kinds():
    assert to_thai_digits("ข้อ 10 และ ๒") == "ข้อ ๑๐ และ ๒"
    assert to_arabic_digits("ข้อ 10 และ ๒") == "ข้อ 10 และ 2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("93.98", "93.98"),
        ("๙๓.๙๘", "93.98"),
        ("๙3.9๘", "93.98"),
        ("100", "100"),
        ("๘๙.๔", "89.4"),
        ("1,234,567.5", "1234567.5"),
        ("−1.25", "-1.25"),
        ("–1.25", "-1.25"),
        ("-๑.๒๕", "-1.25"),
        ("- 1.25", "-1.25"),
        ("+5.55", "5.55"),
        ("77.70คะแนน", "77.70"),
        ("77.70 คะเเนน", "77.70"),
        ("ร้อยละ ๘๕", "85"),
        ("ร้อยละ\u00a085", "85"),
        ("85 %", "85"),
        (" \u00a085.00\u200b\n", "85.00"),
        (".94.92", "94.92"),
        ("0", "0"),
    ],
)
def test_numbers_as_cells_print_them(text, expected):
    assert str(parse_number(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "–",
            "−",
            "ไม่มี",
            "– ราย",
            "คะแนน",
            "ร้อยละ",
            "%",
            "nan",
            "inf",
            "-inf",
            "1e5",
            "1_000",
        ),
        *(
            "1.000,5",
            "1,00",
            "12,34",
            "0,123",
            ",123",
            "1,2345",
            "9 3.98",
            "93.98.1",
            "93.",
            ".94",
            "..94.92",
        ),
        *("--1", "1-2", "85 คน", "๘๕ คะแนน ๙๐ คะแนน", "AA", "٣", "½"),
    ],
)
def test_what_is_no_number_is_refused_and_never_zero(text):
    with pytest.raises(ValueError, match="number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        (93.98, {}, "๙๓.๙๘"),
        (1.005, {"digits": "arabic"}, "1.01"),
        (Decimal("1234567.891"), {"digits": "arabic"}, "1,234,567.89"),
        (Decimal("1234.5"), {"digits": "arabic", "places": 0}, "1,235"),
        (7849, {"places": 0}, "๗,๘๔๙"),
        (np.int64(8), {"places": 0}, "๘"),
        (-0.555, {"digits": "arabic"}, "−0.56"),
        (5.55, {"digits": "arabic", "signed": True}, "+5.55"),
        (-5.55, {"signed": True}, "−๕.๕๕"),
        (0, {"digits": "arabic", "signed": True}, "0.00"),
        (-0.004, {"digits": "arabic", "signed": True}, "0.00"),
        (0.004, {"digits": "arabic", "signed": True}, "0.00"),
        (None, {"signed": True}, "–"),
        (math.nan, {}, "–"),
        (Decimal("NaN"), {}, "–"),
        (pd.NA, {}, "–"),
    ],
)
def test_numbers_as_they_are_printed(value, options, expected):
    assert format_number(value, **options) == expected


def test_format_number_refuses_other_digits_and_infinity():
    for value in (1, None):
        with pytest.raises(ValueError, match="digits"):
            format_number(value, digits="roman")
    with pytest.raises(ValueError, match="finite"):
        format_number(math.inf)


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=6),
    st.integers(min_value=0, max_value=6),
    both_digits,
    st.booleans(),
)
def test_a_printed_number_reads_back(value, places, digits, signed):
    printed = format_number(value, places, digits=digits, signed=signed)
    assert parse_number(printed) == round_half_up(value, places)


def test_a_missing_number_does_not_read_back_as_anything():
    with pytest.raises(ValueError, match="number"):
        parse_number(format_number(None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ได้ 93.98 คะแนน", "ได้ ๙๓.๙๘ คะแนน"),
        ("ดู https://www.a1.go.th/2568/9 ข้อ 2", "ดู https://www.a1.go.th/2568/9 ข้อ ๒"),
        ("ที่www.prtong2.go.th/ita?id=12 (5)", "ที่www.prtong2.go.th/ita?id=12 (๕)"),
        ("ส่ง saraban_06301310@dla.go.th ภายใน 7 วัน", "ส่ง saraban_06301310@dla.go.th ภายใน ๗ วัน"),
        ("191.co.th และ bit.ly/3Ab9 2 แห่ง", "191.co.th และ bit.ly/3Ab9 ๒ แห่ง"),
        ("1.IIT 2.EIT", "๑.IIT ๒.EIT"),
        ("(OIT).94.92", "(OIT).๙๔.๙๒"),
        ("", ""),
    ],
)
def test_localise_leaves_addresses_alone(text, expected):
    assert localise(text, "thai") == expected


def test_localise_goes_both_ways_and_refuses_other_digits():
    assert localise("ข้อ ๒ www.a2.go.th", "arabic") == "ข้อ 2 www.a2.go.th"
    with pytest.raises(ValueError, match="digits"):
        localise("ข้อ ๒", "roman")


@given(st.text())
def test_localise_changes_nothing_but_digits(text):
    assert to_arabic_digits(localise(text, "thai")) == to_arabic_digits(text)


# --- normalise ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("อ\u0e4d\u0e32นาจ", "อำนาจ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("อ\ufffd\u0e32นาจ", "อำนาจ"),
        ("น\u0e49\ufffd\u0e32", "น้ำ"),
        ("\ufffdก", "\ufffdก"),
        ("คะ\u0e40\u0e40นน", "คะแนน"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ผู\u0e49รับ", "ผู้รับ"),
        ("ผ\u0e49\u0e39รับ", "ผู้รับ"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("ตัว\u200bชี้\u2060วัด\ufeff", "ตัวชี้วัด"),
        ("พ.ศ.\u00a02568  \t ก", "พ.ศ. 2568 ก"),
        (" ก \r\n ข\rค\n\nง ", "ก\nข\nค\n\nง"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_normalise_leaves_one_encoding(text, expected):
    assert normalise(text) == expected


thai_mess = st.text(
    alphabet="กนอปเแาำํab1\ufffd\u0e31\u0e34\u0e35\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4b\u0e4c"
    " \u00a0\t\r\n\u200b"
)


@given(thai_mess)
def test_normalise_twice_is_the_same_as_once(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("term", ["ตัวชี้วัด", "ผู้รับผิดชอบ", *SHORT_MONTHS["th"], "การใช้อำนาจ", "ข้อ ๑๐ ที่นี่"])
def test_normalise_leaves_good_thai_alone(term):
    assert normalise(term) == term


# --- fiscal years ---


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2568",
            "๒๕๖๘",
            " ๒๕6๘ ",
            "พ.ศ. ๒๕๖๘",
            "พ.ศ.2568",
            "ปีงบประมาณ พ.ศ. ๒๕๖๘",
            "ปีงบประมาณ 2568",
            "ปี ๒๕๖๘",
        ),
        *("ประจําปีงบประมาณ\u00a0พ.ศ. 2568", "2025", "68", "๖๘", 2568, 2025, 68, np.int64(2568)),
    ],
)
def test_years_as_they_are_written(text):
    assert parse_fiscal_year(text) == 2568


@pytest.mark.parametrize(
    "text", ["", "ปีงบประมาณ", "568", "25680", "59", "2499", "1956", "2300", "2568.0", 0, -2568]
)
def test_what_is_no_year_is_refused(text):
    with pytest.raises(ValueError, match="not a year"):
        parse_fiscal_year(text)


@pytest.mark.parametrize("text", [3105, "๓๑๐๕", "พ.ศ. 3105"])
def test_543_added_twice_is_named(text):
    with pytest.raises(ValueError, match=r"543 seems to have been added twice.*2562"):
        parse_fiscal_year(text)


def test_a_fiscal_year_runs_from_october_to_september():
    assert fiscal_year_bounds(2568) == (date(2024, 10, 1), date(2025, 9, 30))
    assert fiscal_year_of(date(2024, 9, 30)) == 2567
    assert fiscal_year_of(date(2024, 10, 1)) == 2568


@given(fiscal_years)
def test_the_bounds_lie_in_their_year_and_adjoin(year):
    start, end = fiscal_year_bounds(year)
    assert fiscal_year_of(start) == fiscal_year_of(end) == year
    assert fiscal_year_of(date.fromordinal(start.toordinal() - 1)) == year - 1
    assert fiscal_year_of(date.fromordinal(end.toordinal() + 1)) == year + 1


@pytest.mark.parametrize("year", [2025, 68, 3105])
def test_bounds_of_another_era_are_refused(year):
    with pytest.raises(ValueError, match="Buddhist"):
        fiscal_year_bounds(year)


# --- dates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๖ ตุลาคม ๒๕๖๘", date(2025, 10, 6)),
        ("3 ต.ค. 65", date(2022, 10, 3)),
        ("3ต.ค.65", date(2022, 10, 3)),
        ("3 ต. ค. 65", date(2022, 10, 3)),
        ("๒๐ เดือนกันยายน ๒๕๖๕", date(2022, 9, 20)),
        ("๒๐ เดือน กันยายน พ.ศ.๒๕๖๕", date(2022, 9, 20)),
        ("วันที่ ๙ มีนาคม พ.ศ. ๒๕๖๖", date(2023, 3, 9)),
        ("วันจันทร์ที่ 6 ตุลาคม 2568", date(2025, 10, 6)),
        ("6/10/2568", date(2025, 10, 6)),
        ("๐๖/๑๐/๖๘", date(2025, 10, 6)),
        ("2025-10-06", date(2025, 10, 6)),
        ("2568-10-06", date(2025, 10, 6)),
        ("6\u00a0ตุลาคม\u00a02025", date(2025, 10, 6)),
        ("29 กุมภาพันธ์ 2567", date(2024, 2, 29)),
    ],
)
def test_dates_as_they_are_written(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("29 กุมภาพันธ์ 2568", "no such day"),
        ("31 เม.ย. 66", "no such day"),
        ("10/13/2568", "no such day"),
        ("0 ต.ค. 65", "no such day"),
        ("ตุลาคม 2568", "not a full date"),
        ("6 ตุลาคม", "not a full date"),
        ("", "not a full date"),
        ("6 ตุลาคม 2568 และ", "not a full date"),
        ("6 October 2025", "not a full date"),
        ("6 ตุลาคม 3111", "543"),
        ("3 ค.ศ. ๖๕", "ต.ค."),
    ],
)
def test_what_is_no_day_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        parse_date(text)


def test_dates_as_they_are_printed():
    day = date(2025, 10, 6)
    assert format_date(day) == "๖ ตุลาคม ๒๕๖๘"
    assert format_date(day, digits="arabic") == "6 ตุลาคม 2568"
    assert format_date(day, style="short") == "๖ ต.ค. ๖๘"
    assert format_date(day, language="en") == "6 October 2025"
    assert format_date(day, style="short", digits="arabic", language="en") == "6 Oct 2025"


@pytest.mark.parametrize(
    "options",
    [
        *({"style": "iso"}, {"language": "fr"}, {"digits": "roman"}),
        {"digits": "roman", "language": "en"},
    ],
)
def test_format_date_refuses_other_options(options):
    with pytest.raises(ValueError, match="must be"):
        format_date(date(2025, 10, 6), **options)


@given(days, both_digits)
def test_a_printed_date_reads_back(day, digits):
    printed = format_date(day, digits=digits)
    assert parse_date(printed) == parse_date(no_break(printed)) == parse_date(day.isoformat()) == day


@given(st.dates(min_value=date(2017, 1, 1), max_value=date(2056, 12, 31)), both_digits)
def test_a_short_date_reads_back(day, digits):
    assert parse_date(format_date(day, style="short", digits=digits)) == day


def test_month_abbreviations_start_in_january():
    assert month_abbreviations("th")[::9] == ("ม.ค.", "ต.ค.")
    assert month_abbreviations("en")[::9] == ("Jan", "Oct")
    assert len(set(month_abbreviations("th"))) == 12
    with pytest.raises(ValueError, match="language"):
        month_abbreviations("fr")


# --- periods ---

FISCAL_2566 = (date(2022, 10, 1), date(2023, 9, 30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ต.ค.65 - ก.ย. 66", FISCAL_2566),
        ("ต.ค.๖๕ – ก.ย. ๖๖", FISCAL_2566),
        ("ต.ค.65-ก.ย.66", FISCAL_2566),
        ("ต.ค. ๖๕ ถึง ก.ย. ๖๖", FISCAL_2566),
        ("ต.ค.๖๕ –\nก.ย. ๖๖", FISCAL_2566),
        ("ต.ค. - ก.ย. ๖๖", FISCAL_2566),
        ("ตุลาคม 2565 - กันยายน 2566", FISCAL_2566),
        ("เดือนตุลาคม 2565 − เดือนกันยายน พ.ศ. 2566", FISCAL_2566),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖", FISCAL_2566),
        ("ประจำปีงบประมาณ 66", FISCAL_2566),
        ("๑ ตุลาคม ๒๕๖๕ – ๓๐ กันยายน ๒๕๖๖", FISCAL_2566),
        ("1 ต.ค. - 30 ก.ย. 66", FISCAL_2566),
        ("1/10/2565 - 30/9/2566", FISCAL_2566),
        ("2022-10-01 - 2023-09-30", FISCAL_2566),
        ("๑ ต.ค. ๖๕-๓๐ ก.ย. ๖๖", FISCAL_2566),
        ("1/10/2565-30/9/2566", FISCAL_2566),
        ("มี.ค.-เม.ย. ๖๖", (date(2023, 3, 1), date(2023, 4, 30))),
        ("ม.ค.-มิ.ย.๒๕๖๖", (date(2023, 1, 1), date(2023, 6, 30))),
        ("ต.ค. - ธ.ค. ๖๕", (date(2022, 10, 1), date(2022, 12, 31))),
        ("ต.ค. ๖๕", (date(2022, 10, 1), date(2022, 10, 31))),
        ("ก.พ. ๖๗", (date(2024, 2, 1), date(2024, 2, 29))),
        ("๙ มีนาคม ๒๕๖๖", (date(2023, 3, 9), date(2023, 3, 9))),
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖", FISCAL_2566),
        ("ไตรมาสที่ ๑ - ๔ ปีงบประมาณ ๒๕๖๖", FISCAL_2566),
        ("ไตรมาส 2 (ม.ค. - มี.ค. 66)", (date(2023, 1, 1), date(2023, 3, 31))),
    ],
)
def test_periods_as_tables_print_them(text, expected):
    assert parse_period(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ต.ค. - ก.ย.", FISCAL_2566),
        ("ต.ค. – ธ.ค.", (date(2022, 10, 1), date(2022, 12, 31))),
        ("ม.ค. - มี.ค.", (date(2023, 1, 1), date(2023, 3, 31))),
        ("พฤศจิกายน", (date(2022, 11, 1), date(2022, 11, 30))),
        ("ต.ค. 65 - มี.ค.", (date(2022, 10, 1), date(2023, 3, 31))),
        ("มี.ค. 68", (date(2025, 3, 1), date(2025, 3, 31))),
        ("ไตรมาส ๑", (date(2022, 10, 1), date(2022, 12, 31))),
        ("ไตรมาสที่ 2 - ไตรมาสที่ 3", (date(2023, 1, 1), date(2023, 6, 30))),
        ("ไตรมาส 1-4", FISCAL_2566),
        ("ไตรมาส ๔ (ก.ค. – ก.ย.)", (date(2023, 7, 1), date(2023, 9, 30))),
        ("ตลอดทั้งปีงบประมาณ", FISCAL_2566),
    ],
)
def test_months_without_a_year_lie_in_the_fiscal_year_given(text, expected):
    assert parse_period(text, 2566) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ต.ค. - ก.ย.", "without a year"),
        ("ต.ค. 65 - ก.ย.", "without a year"),
        ("ก.ย. 66 - ต.ค. 65", "ends before"),
        ("ต.ค. 66 - ก.ย. 66", "ends before"),
        ("พ.ย. - ต.ค. 66", "ends before"),
        ("ค.ศ.๖๕ – ก.ย. ๖๖", "misprint for ต.ค."),
        ("ค.ศ.๖๕", "misprint for ต.ค."),
        ("ค.ศ. ๒๕๖๕ - ก.ย. ๒๕๖๖", "misprint for ต.ค."),
        ("ค.ศ. - ก.ย. ๖๖", "misprint for ต.ค."),
        ("๓๑ เม.ย. ๖๖ - ๓๐ ก.ย. ๖๖", "no such day"),
        ("0 ต.ค. 65 - ก.ย. 66", "no such day"),
        ("1 ต.ค. 65 - 0/13/2566", "no such day"),
        ("ปีงบประมาณ พ.ศ. 3109", "543"),
        ("ปีงบประมาณ", "not a year"),
        ("2566", "not a period"),
        ("ตลอดปี", "not a period"),
        ("ไตรมาส 2", "without a year"),
        ("ไตรมาส 3 - 1 ปีงบประมาณ 66", "ends before"),
        ("ไตรมาส 1/2566", "not a period"),  # of the fiscal year, or of the calendar's
        ("ไตรมาส 5 ปีงบประมาณ 66", "not a"),
        ("ต.ค. - พ.ย. - ธ.ค. 65", "not a period"),
        ("", "not a period"),
        ("–", "not a period"),
    ],
)
def test_what_is_no_period_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        parse_period(text)


def test_months_against_the_order_of_the_fiscal_year_are_refused():
    with pytest.raises(ValueError, match="ends before"):
        parse_period("ม.ค. - ธ.ค.", 2566)


@given(days, days, both_digits)
def test_a_period_of_printed_dates_reads_back(one, other, digits):
    start, end = min(one, other), max(one, other)
    text = f"{format_date(start, digits=digits)} – {format_date(end, digits=digits)}"
    assert parse_period(text) == (start, end)


# --- line breaks ---


@pytest.mark.parametrize(
    "text",
    [
        "ได้แก่ ข้อ_O๑๒ และข้อ_i5 ของข้อ ก",
        *("พ.ศ._๒๕๖๘", "ปีงบประมาณ พ.ศ._2568", "ปี_๒๕๖๘", "ปีงบประมาณ_2568", "ตัวชี้วัดที่_๙", "ที่_๑", "ข้อ_3"),
        *("ร้อยละ_๘๕.๐๐", "โทร._044-123456", "๙๓.๙๙_คะแนน", "10_ตัวชี้วัดและ", "๘_มาตรการ", "2_จุด", "๑๗_ราย"),
        *("3_ครั้ง", "๗_วัน", "รอบ ๖_เดือน", "85_%", "เพิ่มขึ้น_ได้_ร้อยละ_+5".replace("_", " ", 2)),
        *("๖_ตุลาคม_๒๕๖๘", "3_ต.ค._65 - 5_พ.ย._65", "วันที่_๙_มีนาคม_พ.ศ._๒๕๖๖", "ตุลาคม_2568"),
        *("แบบวัด IIT และ EIT", "หน่วยงาน มาตรการ", "O27 และ O28", "ภายใน 7  วัน", "ข้อ_5 วันที่_6"),
        *("ปี_๒๕๖๘ มาตรการ", "1,568_ราย", "ข้อ_๒ รายงานผล"),
    ],
)
def test_no_break_ties_numbers_to_their_words(text):
    assert no_break(text.replace("_", " ")) == text.replace("_", NBSP)


pieces = st.lists(
    st.sampled_from(
        f"พ.ศ./ปี/ที่/ร้อยละ/โทร./ข้อ/คะแนน/วัน/ต.ค./ตุลาคม/%/๕/12/2568/ก/./,/−/ /  /{NBSP}/\n".split("/")
    )
).map("".join)


@given(pieces)
def test_no_break_changes_blanks_only_and_only_once(text):
    once = no_break(text)
    assert no_break(once) == once
    assert once.replace(NBSP, " ") == text.replace(NBSP, " ")
    assert all(new == old for old, new in zip(text, once, strict=True) if old != " ")


# --- order ---


def test_words_sort_as_in_a_dictionary():
    words = ["แก้ว", "ขาว", "เกาะ", "กา", "ก้าง", "กาง", "ไผ่", "ผา", "โคก", "คลอง", "ข้าว", "ข่าว"]
    expected = ["กา", "กาง", "ก้าง", "เกาะ", "แก้ว", "ขาว", "ข่าว", "ข้าว", "คลอง", "โคก", "ผา", "ไผ่"]
    assert sorted(words, key=dictionary_order) == expected


def test_what_a_terminal_would_act_on_is_written_out():
    hostile = "a\x1b[31m\x07\u202eb\n\r\x85\udcff\U000e0041"
    assert thai.visible(hostile) == r"a\x1b[31m\x07\u202eb\n\r\x85\udcff\U000e0041"
    assert thai.visible("เทศบาลตำบลโคกม้า [x] \\ “ก”") == "เทศบาลตำบลโคกม้า [x] \\ “ก”"


@pytest.mark.parametrize("part", ["a", "a.", "1", "a-", "a@"])
def test_a_long_text_that_is_no_address_takes_no_longer_than_any(part):
    # Long enough that a search that starts again at each character would not end.
    text = part * 400_000
    assert thai.localise(text, "arabic") == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ดู..example.com/1 ๑", "ดู..example.com/1 1"),
        ("(1.example2.com)", "(1.example2.com)"),
        ("ที่http://a1.b/2", "ที่http://a1.b/2"),
        ("x1@y2.th ๓", "x1@y2.th 3"),
    ],
)
def test_an_address_keeps_its_digits_wherever_it_begins(text, kept):
    assert thai.localise(text, "arabic") == kept
    assert thai.localise(thai.localise(text, "thai"), "arabic") == kept
