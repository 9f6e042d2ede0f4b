"""The index of a whole country: found by any part of a name, by keyboard, and without script."""

import pytest
from synthetic import write_index

from helpers.batch.pages import OTHER_FORMATS

pytestmark = pytest.mark.thorough

COUNT = 8_300
OTHER_FILES = tuple(f".{each}" for each in OTHER_FORMATS)


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    return write_index(tmp_path_factory.mktemp("country"), COUNT)


@pytest.fixture
def page(country, visit):
    return visit(country).page


def found(page) -> str:
    return page.get_by_role("status").inner_text()


def column(page, number: int) -> list[str]:
    return page.locator(f"#list tbody tr > :nth-child({number})").all_inner_texts()


def rows(page) -> int:
    return page.locator("#list tbody tr").count()


def test_opens_with_as_many_rows_as_one_reads(country, visit):
    opened = visit(country)
    assert opened.asked == opened.complaints == []
    assert found(opened.page) == "พบ ๘,๓๐๐ จาก ๘,๓๐๐ หน่วยงาน"
    assert rows(opened.page) == 100, "what makes it quick: not all are drawn"


@pytest.mark.parametrize("typed", ["ท", "ทุ่ง", "ทุ่งขาว", "น้ำ", "อบต.โนน", ""])
def test_a_key_press_draws_no_more_rows_than_that(page, typed):
    page.fill("#q", typed)
    assert 0 < rows(page) <= 100


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("อบต.ขาว", "องค์การบริหารส่วนตำบลขาว"),
        ("ทต. น้ำ", "เทศบาลตำบล น้ำ"),
        ("นํ้า", "น้ำ"),
        ("เเก้ว", "แก้ว"),
        ("๖๐๐๐๑๒๓", "6000123"),
        ("น้ำ\u200bทราย", "น้ำทราย"),
        ("อ.อำเภอที่๓", "อำเภอที่๓"),
    ],
)
def test_spellings_that_look_alike_find_the_same(page, typed, same_as):
    page.get_by_role("searchbox").fill(same_as)
    expected = found(page)
    page.get_by_role("searchbox").fill(typed)
    assert found(page) == expected
    assert "ไม่พบ" not in expected


def test_tone_marks_count_only_where_they_are_typed(page):
    page.get_by_role("searchbox").fill("ข้าว")
    assert all("ข้าว" in name for name in column(page, 1))
    page.get_by_role("searchbox").fill("ขาว")
    assert any("ข้าว" in name and "ขาว" not in name for name in column(page, 1))


def test_words_may_come_from_name_district_and_province(page):
    page.get_by_role("searchbox").fill("เมือง แก้ว อำเภอที่3 จังหวัดทราย")
    rows = page.locator("#list tbody tr").all_inner_texts()
    assert rows
    for row in rows:
        assert all(word in row for word in ("เทศบาลเมือง", "แก้ว", "อำเภอที่ 3", "ทราย"))


def test_nothing_found_is_said(page):
    page.get_by_role("searchbox").fill("ไม่มีชื่อนี้")
    assert found(page) == "ไม่พบหน่วยงานที่ตรงกัน จาก ๘,๓๐๐ หน่วยงาน"
    page.get_by_role("button", name="ล้างการค้นหา").click()
    page.wait_for_function("document.getElementById('said').textContent.startsWith('พบ ๘')")


def test_filters_narrow_one_another(page):
    district = page.get_by_label("อำเภอ", exact=True)
    assert district.is_disabled()
    page.get_by_label("จังหวัด", exact=True).select_option("จังหวัดทราย")
    assert district.locator("option").count() == 13
    district.select_option("อำเภอที่ 3")
    page.get_by_label("ประเภทหน่วยงาน").select_option("เทศบาลตำบล")
    page.get_by_label("ระดับ").select_option("ผ่านดี")
    assert set(column(page, 2)) == {"อำเภอที่ 3"}
    assert set(column(page, 3)) == {"จังหวัดทราย"}
    assert set(column(page, 6)) == {"ผ่านดี"}
    assert all(name.startswith("เทศบาลตำบล") for name in column(page, 1))


def test_failures_are_listed_with_their_reason(page):
    page.get_by_label("รายงาน", exact=True).select_option("จัดทำไม่ได้")
    assert found(page) == "พบ ๘๓ จาก ๘,๓๐๐ หน่วยงาน"
    assert all("จัดทำไม่ได้" in text for text in column(page, 8))
    reasons = page.locator(".failures li").all_text_contents()
    assert [text for text in reasons if "scores/all.csv (๒): ๑๐๑" not in text] == []
    assert len(reasons) == 83
    assert page.locator("#list tbody a").count() == 0


def test_other_formats_are_linked_and_say_of_which_agency(page, country):
    row = page.locator("#list tbody tr").first
    name = row.locator("th a").inner_text()
    number = row.locator("th small").inner_text()
    for kind, ending in (("Word", "docx"), ("PDF", "pdf")):
        link = row.get_by_role("link", name=f"{kind} {name}", exact=True)
        assert link.inner_text() == kind
        assert link.get_attribute("href") == f"{number}.{ending}"
    assert country.stat().st_size < 6_500_000, "bytes of a list of everything, in all formats"


def test_ready_ones_are_found_and_the_others_say_what_they_lack(page):
    ready = page.get_by_label("ความครบถ้วน", exact=True)
    ready.select_option("พร้อมเผยแพร่")
    assert found(page) == "พบ ๒,๐๗๕ จาก ๘,๓๐๐ หน่วยงาน"
    assert set(column(page, 7)) == {"พร้อมเผยแพร่"}
    ready.select_option("ยังไม่ครบ")
    assert set(column(page, 7)) == {"ยังไม่ครบ ขาด: ผลหรือผลลัพธ์ของมาตรการ"}


@pytest.mark.parametrize(("name", "number"), [("คะแนนรวม", 4), ("เปลี่ยนแปลง", 5)])
def test_numbers_sort_as_numbers_and_say_so(page, name, number):
    head = page.get_by_role("columnheader", name=name)
    digits = str.maketrans("๐๑๒๓๔๕๖๗๘๙−", "0123456789-", "+")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        values = [float(text.translate(digits)) for text in column(page, number)]
        assert values == sorted(values, reverse=direction == "descending")
    assert page.locator("[aria-sort]").count() == 1


def test_levels_sort_best_first(page):
    page.get_by_role("columnheader", name="ระดับ").get_by_role("button").click()
    assert set(column(page, 6)) == {"ผ่านดีเยี่ยม"}


def test_everything_works_by_keyboard(page):
    page.get_by_role("searchbox").focus()
    page.keyboard.type("แก้ว")
    for _ in range(2):
        page.keyboard.press("Tab")
    # the district waits for a province, so the second stop after the search is the type
    assert page.evaluate("document.activeElement.name") == "type"
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("ประเภทหน่วยงาน").input_value() != ""
    head = page.get_by_role("columnheader", name="คะแนนรวม").get_by_role("button")
    for _ in range(30):
        if head.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("[aria-sort=ascending]").count() == 1
    assert head.evaluate("button => button === document.activeElement"), "the focus stays"


def test_more_rows_come_when_asked_for_and_take_the_focus(page):
    page.get_by_role("button", name="แสดงเพิ่ม").press("Enter")
    assert page.locator("#list tbody tr").count() == 200
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 101


def test_printing_takes_all_that_was_found(page):
    page.get_by_label("จังหวัด", exact=True).select_option("จังหวัดทราย")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#list tbody tr").count() > 400


def test_without_script_it_is_a_plain_list_of_everything(country, visit):
    page = visit(country, java_script_enabled=False).page
    assert page.locator("#list tbody tr").count() == COUNT
    assert page.locator("form").is_hidden()
    assert page.locator("thead button").count() == 0


def test_no_other_script_runs(country, visit, tmp_path):
    changed = tmp_path / "changed.html"
    html = country.read_text(encoding="utf-8").replace("const STEP = 100", "const STEP = 101")
    changed.write_text(html, encoding="utf-8")
    opened = visit(changed)
    assert opened.page.locator("form").is_hidden()
    assert any("Content Security Policy" in said for said in opened.complaints)


def test_the_front_page_has_every_agency_with_its_papers_and_what_they_lack(site, visit):
    opened = visit(site / "index.html")
    page = opened.page
    assert opened.asked == opened.complaints == []
    assert found(page) == "พบ ๕ จาก ๕ หน่วยงาน"
    page.goto(f"{page.url}#a-5310703")  # as a page that names the agency leads here
    assert found(page) == "พบ ๑ จาก ๕ หน่วยงาน"
    page.get_by_role("searchbox").fill("โคกม้า")
    row = page.locator("#list tbody tr")
    assert row.count() == 1
    assert [link.get_attribute("href") for link in row.get_by_role("link").all()][:1] == [
        "2568/plan/5310703.html"
    ]
    assert "๙๙.๕๔ ๒๕๖๘" in row.inner_text()
    assert "ขาด: " in row.inner_text()
    for link in page.get_by_role("link").all():
        href = link.get_attribute("href")
        assert href.startswith("#") or href.endswith(OTHER_FILES) or (site / href).is_file()


@pytest.mark.parametrize("width", [1280, 1130, 1024, 820, 390])
def test_the_front_page_is_as_wide_as_the_window(width, site, visit):
    needed = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"
    assert max(visit(site / "index.html", width).page.evaluate(needed)) <= 0
