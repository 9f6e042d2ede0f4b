"""What is said of a parcel: each file, what to do, and only what its sender states."""

from datetime import date

from helpers.narrative import Writer, parcel
from helpers.narrative.parcel import Contents, Return

PAPERS = [(2568, "plan", "html"), (2568, "annual", "html"), (2568, "annual", "docx")]
LACKING = {(2568, "plan"): "A3", (2568, "annual"): ""}


def test_the_text_to_read_first_says_what_to_do_thai_before_english():
    contents = Contents(PAPERS, LACKING, errors=2, findings=True, asked=True)
    text = parcel.read_first("เทศบาลตำบลตัวอย่าง", contents, Return(date(2025, 12, 31), "office@example.go.th"))
    th, en = text.split("-" * 60)
    for half in (th, en):
        for name in ("2568-plan.html", "2568-annual.html", "2568-annual.docx", "findings.html", "form.xlsx"):
            assert name in half
        assert "office@example.go.th" in half
    assert "รายงานประจำปี ๒๕๖๘ (ครบองค์ประกอบ)" in th
    assert "แผนและมาตรการ ๒๕๖๘ ขาด: " in th
    assert "ภายในวันที่ ๓๑ ธันวาคม ๒๕๖๘" in th.replace("\xa0", " ")
    assert "by 31 December 2025" in en.replace("\xa0", " ")
    assert "๒ แห่ง" in th.replace("\xa0", " ")


def test_nothing_is_asked_or_dated_that_nobody_stated():
    contents = Contents(PAPERS[1:], {(2568, "annual"): ""}, errors=0, findings=False, asked=False)
    text = parcel.read_first("เทศบาลตำบลตัวอย่าง", contents, Return())
    for word in ("form.xlsx", "findings.html", "ภายในวันที่", " by ", "ยังขาด"):
        assert word not in text, word
    asked = Contents(PAPERS[1:], {(2568, "annual"): "B2"}, errors=0, findings=False, asked=True)
    assert "กลับไปยังผู้ที่ส่งแฟ้มชุดนี้\n" in parcel.read_first("ก", asked, Return())


def test_an_agency_whose_data_have_errors_is_told_why_it_gets_no_paper():
    contents = Contents([], {}, errors=1, findings=True, asked=True)
    message = parcel.message(contents, Return(), Writer("th", "thai"))
    assert message.startswith("ยังจัดทำรายงานไม่ได้ เนื่องจากข้อมูลมีข้อผิดพลาด")
    assert "เปิดรายงาน" not in parcel.read_first("ก", contents, Return())
