"""Agencies found by their printed names; the list is invented."""

import pandas as pd
import pytest

from helpers.sources.words import names

LIST = [
    ("6990101", "บ้านลอง", "องค์การบริหารส่วนตำบล", "เมืองสมมติ", "สมมติบุรี"),
    ("6990102", "บ้านลอง", "องค์การบริหารส่วนตำบล", "ท่าลอง", "สมมติบุรี"),
    ("5990103", "บ้านลอง", "เทศบาลตำบล", "ท่าลอง", "สมมติบุรี"),
    ("5990104", "เทศบาลตำบลหนองกุฏิ", "เทศบาลตำบล", "ท่าลอง", "สมมติบุรี"),
    ("6880105", "ดอนทราย", "องค์การบริหารส่วนตำบล", "ปลายนา", "นครสมมติ"),
    ("6880106", "ทมนาลอง", "องค์การบริหารส่วนตำบล", "ปลายนา", "นครสมมติ"),
    ("2880001", "สมมติบุรี", "องค์การบริหารส่วนจังหวัด", "", "สมมติบุรี"),
    ("9000001", "กรมทดลองแห่งชาติ", "กรม", "", ""),
]


@pytest.fixture(scope="module")
def directory():
    return names.Directory.of(
        pd.DataFrame(LIST, columns=["agency_id", "name", "type", "district", "province"])
    )


@pytest.mark.parametrize(
    ("printed", "agency_id"),
    [
        (("ดอนทราย",), "6880105"),
        (("อบต. ดอนทราย",), "6880105"),
        (("อบต.ดอน ทราย",), "6880105"),
        (("องค์การบริหารส่วนตําบลดอนทราย",), "6880105"),
        (("เทศบาลหนองกุฎิ",), "5990104"),
        (("ทต.หนองกุฎิ",), "5990104"),
        (("ทต.บ้านลอง",), "5990103"),
        (("บ้านลอง", "เทศบาลตำบล"), "5990103"),
        (("อบต.บ้านลอง", "", "อ.ท่าลอง", "จ.สมมติบุรี"), "6990102"),
        (("อบต.บ้านลอง (อำเภอเมืองสมมติ จังหวัดสมมติบุรี)",), "6990101"),
        (("ทมนาลอง",), "6880106"),
        (("อบจ.สมมติบุรี",), "2880001"),
    ],
)
def test_names_that_are_clear(directory, printed, agency_id):
    assert directory.find(*printed).agency_id == agency_id


@pytest.mark.parametrize(
    ("printed", "code", "candidates"),
    [
        (("อบต.บ้านลอง",), "agency_ambiguous", {"6990101", "6990102"}),
        (("บ้านลอง", "", "ท่าลอง"), "agency_ambiguous", {"6990102", "5990103"}),
        (("ทต.ดอนทราย",), "agency_near", {"6880105"}),
        (("อบต.ดอนทรา",), "agency_near", {"6880105"}),
        (("อบต.ดอนซาย",), "agency_not_listed", set()),
        (("อบต.ดอนทราย", "", "", "สมมติบุรี"), "agency_near", {"6880105"}),
    ],
)
def test_names_that_are_not_are_never_guessed(directory, printed, code, candidates):
    answer = directory.find(*printed)
    assert answer.agency_id == ""
    assert (answer.code, {agency.agency_id for agency in answer.candidates}) == (code, candidates)


def test_a_district_that_differs_is_said(directory):
    answer = directory.find("อบต.ดอนทราย", "", "ไกลโพ้น", "นครสมมติ")
    assert (answer.agency_id, answer.differs, answer.printed) == ("6880105", "district", "ไกลโพ้น")


@pytest.mark.parametrize(
    ("text", "agency_id", "code"),
    [
        ("รายงานผลของ อบต.ดอนทราย ประจำปี", "6880105", ""),
        ("รายงานผลขององค์การบริหารส่วนตำบลดอนทรายประจำปี", "6880105", ""),
        ("อบต.บ้านลอง\nอำเภอท่าลอง จังหวัดสมมติบุรี", "6990102", ""),
        ("องค์การบริหารส่วนตำบลบ้านลอง", "", "agency_ambiguous"),
        ("อบต.ดอนทราย เปรียบเทียบกับ ทต.บ้านลอง", "", "agencies_in_text"),
        ("ผลของกรมทดลองแห่งชาติ", "9000001", ""),
        ("อบต.ดอนทราย\nผลของโรงพยาบาลริมน้ำ", "", "agency_not_listed"),
        ("อบต.ดอนทราย\nเทศบาลเมืองไกลลับ", "", "agency_not_listed"),
        ("อบต.ดอนทราย\nเทศบาลเมืองไกลลับ ได้คะแนน 81.20 คะแนน", "6880105", ""),
        ("เทศบาลเมืองไกลลับ\nอบต.ดอนทราย", "6880105", ""),
        ("รายงานของ กทม.นาลอง", "", ""),
        ("ไม่มีชื่อหน่วยงาน", "", ""),
    ],
)
def test_names_in_running_text(directory, text, agency_id, code):
    answer = directory.find_in(text)
    assert (answer.agency_id, answer.code) == (agency_id, code)
