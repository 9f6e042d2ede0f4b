"""The Word document: what the page says, in Word's own terms."""

import io
import re
import zipfile
from itertools import accumulate

import docx
import pdfplumber
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree
from papers import LONGEST, REPORTS, printed_lines, printed_part, sheets, squeezed, stands_in

from helpers import thai
from helpers.formats.word import to_docx

LIST_STYLE = {"th": "thaiNumbers", "en": "decimal"}


@pytest.fixture(params=REPORTS)
def report(request, made):
    return made[request.param]


def body(report):
    return docx.Document(report.docx)


def text_of(element) -> str:
    parts = {qn("w:t"): lambda e: e.text or "", qn("w:br"): lambda e: " ", qn("w:tab"): lambda e: " "}
    return squeezed("".join(parts[e.tag](e) for e in element.iter(*parts)))


def test_says_what_the_page_says_in_the_same_order(report):
    main = printed_part(report.html)
    for figure in main.find_class("below"):
        figure.text = f"* {figure.text}"  # a browser puts it there by the page's style
    for status in main.find_class("status"):
        status.text = f"– {status.text}"  # instead of a frame
    assert text_of(body(report).element.body) == squeezed(main.text_content())


def test_no_part_between_two_kinds_of_sheet_is_empty(report):
    said = [""]
    for element in body(report).element.body:
        said[-1] += text_of(element)
        if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            said.append("")
    assert all(said), "a sheet without a word"


def test_headings_are_headings_of_their_level(report):
    styles = {"h1": "Title", "h2": "heading 1", "h3": "heading 2"}
    expected = [(styles[h.tag], squeezed(h.text_content())) for h in printed_part(report.html).iter(*styles)]
    levels = {"Title", "Heading 1", "Heading 2", "Heading 3"}
    document = body(report)
    # A summary's headings stand in the cells of its layout, too, and are set closer.
    every = [Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]
    named = [(p.style.name.removesuffix(" Brief"), p) for p in every]
    found = [(name, squeezed(p.text)) for name, p in named if name in levels]
    assert [(name.replace("Heading", "heading"), text) for name, text in found] == expected


def test_what_a_report_says_of_itself_stands_on_one_sheet(report):
    lines = printed_part(report.html).xpath("//dl[@class='about']/div")
    about = [squeezed(line.text_content()) for line in lines]
    made = [each for each in body(report).paragraphs if squeezed(each.text) in about]
    assert [squeezed(each.text) for each in made] == about
    assert all(each.paragraph_format.keep_with_next for each in made[:-1])


def test_every_list_is_a_numbered_list_that_begins_anew(report):
    document = body(report)
    lists = [each for each in printed_part(report.html).iter("ol", "ul") if each.find("li") is not None]
    numbered = [
        p for p in document.element.body.iter(qn("w:p")) if p.pPr is not None and p.pPr.numPr is not None
    ]
    sizes: dict[int, int] = {}
    for paragraph in numbered:
        sizes[paragraph.pPr.numPr.numId.val] = sizes.get(paragraph.pPr.numPr.numId.val, 0) + 1
    assert list(sizes.values()) == [len(each.findall("li")) for each in lists]
    numbering = document.part.numbering_part.element
    for number, each in zip(sizes, lists, strict=True):
        one = numbering.num_having_numId(number)
        [start] = one.iter(qn("w:startOverride"))
        assert start.val == 1
        kind = numbering.find(f"w:abstractNum[@w:abstractNumId='{one.abstractNumId.val}']", numbering.nsmap)
        wanted = "bullet" if each.tag == "ul" else LIST_STYLE[REPORTS[report.name][2]]
        assert kind.find(".//w:numFmt", numbering.nsmap).get(qn("w:val")) == wanted


def test_tables_have_their_rows_and_a_head_that_is_repeated(report):
    main = printed_part(report.html)
    found = [
        table
        for table in body(report).tables
        if table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None
    ]
    tables = [table for table in main.iter("table") if table.find("thead") is not None]
    assert len(found) == len(tables)
    for table, made in zip(tables, found, strict=True):
        rows = made._tbl.tr_lst
        assert len(rows) == len(table.findall(".//tr"))
        heads = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]
        assert sum(heads) == len(table.findall("thead/tr"))
        columns = len(made._tbl.tblGrid.gridCol_lst)
        for row in rows:
            assert sum(cell.grid_span for cell in row.tc_lst) == columns
        assert all(cell.tcPr.width for row in rows for cell in row.tc_lst)


def test_every_chart_is_a_picture_with_its_description(report):
    drawn = report.html.count("<svg")
    pictures = body(report).inline_shapes
    assert len(pictures) == drawn or (report.name == "0000060" and len(pictures) > drawn), (
        "a long one in pieces"
    )
    for picture in pictures:
        about = picture._inline.docPr
        assert len(about.get("descr")) > 20
        assert about.get("title")
        assert f">{about.get('descr')}</desc>" in report.html.replace("&amp;", "&")
        assert Pt(100) < picture.width < Pt(460)
        assert picture.height < Pt(600)


def test_type_is_that_of_official_papers_also_for_thai(report):
    document = body(report)
    defaults = document.styles.element.find(".//w:rPrDefault/w:rPr", document.styles.element.nsmap)
    font, size, language = (defaults.find(qn(f"w:{name}")) for name in ("rFonts", "szCs", "lang"))
    assert {font.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")} == {"TH SarabunPSK"}
    assert size.get(qn("w:val")) == "32", "half points"
    assert language.get(qn("w:bidi")) == "th-TH"
    for style in document.styles.element.iter(qn("w:rPr")):
        for latin, complex_ in (("b", "bCs"), ("sz", "szCs")):
            assert (style.find(qn(f"w:{latin}")) is None) == (style.find(qn(f"w:{complex_}")) is None)
    named = {style.style_id for style in document.styles}
    used = {
        e.get(qn("w:val")) for e in document.element.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    }
    assert used <= named


def test_sheets_are_a4_with_the_annex_across(report):
    sections = body(report).sections
    assert {tuple(sorted((round(s.page_width.cm, 1), round(s.page_height.cm, 1)))) for s in sections} == {
        (21.0, 29.7)
    }
    across = [s.orientation == WD_ORIENT.LANDSCAPE for s in sections]
    assert sum(across) == report.html.count('<section class="annex')
    assert not across[0]
    left = 3 if '<section class="annex' in report.html else 2  # a summary is one sheet, with narrower margins
    assert (sections[0].left_margin.cm, sections[0].right_margin.cm) == pytest.approx((left, 2), abs=0.01)


def test_the_same_page_gives_the_same_bytes_with_no_clock_and_no_name_in_them(report, pages):
    again = to_docx(pages[report.name])
    assert again == report.docx.read_bytes()
    about = docx.Document(io.BytesIO(again)).core_properties
    assert about.title
    assert about.title in report.html
    assert about.language == {"th": "th-TH", "en": "en-GB"}[REPORTS[report.name][2]]
    assert (about.author, about.last_modified_by) == ("", "")
    assert about.created == about.modified
    with zipfile.ZipFile(io.BytesIO(again)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(packed.read(name))


def test_a_title_longer_than_a_document_s_properties_take_stands_whole_in_its_text():
    title = "องค์การบริหารส่วนตำบล" * 20
    page = f"<title>{title}</title><body><main id='main'><h1>{title}</h1></main></body>"
    document = docx.Document(io.BytesIO(to_docx(page)))
    assert len(document.core_properties.title) == 255
    assert title.startswith(document.core_properties.title[:-1])
    assert [paragraph.text for paragraph in document.paragraphs] == [title]


def test_libreoffice_prints_all_of_it(report):
    """Nothing cut off: every text is on the sheets, those of cells that go on overleaf included."""
    pages = sheets(report.printed)
    assert [text for text in report.blocks if not stands_in(text, pages)] == []


@pytest.mark.parametrize(
    ("name", "fewest", "most"), [("5310703", 6, 11), ("6301310", 4, 8), ("6321604", 5, 9), ("6300503", 5, 9)]
)
def test_as_many_sheets_as_it_needs(name, fewest, most, made):
    """And none that holds only what the report says of itself."""
    pages = sheets(made[name].printed)
    assert fewest <= len(pages) <= most
    about = "ข้อมูลเกี่ยวกับรายงานฉบับนี้"
    assert any(about in page for page in pages)
    assert not any(page.startswith(about) for page in pages)


@pytest.mark.parametrize("name", ["5310703", "6301310", "6321604"])
def test_an_annual_report_takes_at_most_half_again_as_many_sheets_as_its_pdf(name, made):
    assert len(sheets(made[name].printed)) <= 1.5 * len(sheets(made[name].pdf))


@pytest.mark.parametrize("name", ["5310703", "5310703-plan", "5310703-en", "5310703-summary"])
def test_no_picture_is_cut_off(name, made):
    """Two figures stand side by side as wide as their cells: one that is set aside loses its right edge."""
    section = body(made[name]).sections[0]
    edge = 0.5 + (section.page_width - section.right_margin) / Pt(1)
    with pdfplumber.open(made[name].printed) as printed:
        images = [image for page in printed.pages for image in page.images]
    assert images
    assert [image["x1"] for image in images if image["x1"] > edge] == []


def test_the_head_of_a_long_table_stands_on_each_of_its_sheets(made):
    pages = [page for page in sheets(made["0000060"].printed) if "ขั้นตอน" in page]
    assert len(pages) > 5
    for page in pages:
        assert "ผู้รับผิดชอบ" in page


def test_the_longest_cells_are_whole(made):
    """The extremes did reach the document: cells of 5,000 characters, sixty measures, forty activities."""
    said = text_of(body(made["0000060"]).element.body)
    assert said.count(squeezed(LONGEST)) == 2
    assert "๖๐.มาตรการทดสอบลำดับ๖๐" in said
    assert all(f"ขั้นตอน{thai.to_thai_digits(f'7/{n}')}" in said for n in range(1, 41))


WHOLE = (
    *("ปีงบประมาณ", "คะแนน", "ประชาสัมพันธ์", "เปลี่ยนแปลง", "ประสิทธิภาพ", "บุคลากร", "เว็บไซต์"),
    *thai.MONTHS["th"],
)
"""What was broken inside a syllable where a column was narrow."""


@pytest.mark.parametrize("name", ["5310703", "6301310", "6321604", "6300503", "5310703-plan"])
def test_no_column_is_too_narrow_for_a_word(name, made):
    """In running text LibreOffice breaks by a dictionary of its own, and Thai numbers anywhere."""
    lines = printed_lines(made[name].printed)
    text = "".join(lines)
    ends = {end for line, end in zip(lines, accumulate(map(len, lines)), strict=True) if len(line) < 60}
    broken = [
        f"{text[found.start() : end]}|{text[end : found.end()]}"
        for found in re.finditer("|".join(WHOLE), text)
        for end in ends
        if found.start() < end < found.end()
    ]
    assert broken == []
