"""What every page keeps: accessible, inside its width, without a request, quick to open, sound HTML."""

import json
import re
from collections import Counter
from itertools import accumulate

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from justhtml import JustHTML

from helpers import line_breaks
from helpers.report.document import open_report

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
WIDTHS = (1280, 320)
QUICK = "report"
"""The page that `make test` looks at, on a screen; the others, and a phone, are thorough."""
thorough = pytest.mark.thorough
PAGES = {
    "report": ("site", "2568/annual/5310703.html"),
    "report-plan": ("site", "2568/plan/5310703.html"),
    "report-progress": ("site", "2566/progress/6300503.html"),
    "report-without-scores": ("site", "2566/annual/6301310.html"),
    "report-long": ("site", "2566/annual/6321604.html"),
    "index": ("site", "2566/annual/index.html"),
    "front": ("site", "index.html"),
    "findings": ("crowd", "findings.html"),
    "changes": ("crowd", "deltas.html"),
    "weak-points": ("crowd", "weak_indicators.html"),
    "overview": ("crowd", "overview.html"),
    "digest": ("crowd", "digest.html"),
}

CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(element =>
    element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX !== 'visible'
    && !element.matches('.scroll[tabindex="0"]')
).map(element => element.outerHTML.slice(0, 200))"""
"""Elements that hide what does not fit; a region that scrolls says so and takes the keyboard."""


@pytest.fixture(
    params=[
        pytest.param(page, id=name, marks=() if name == QUICK else thorough) for name, page in PAGES.items()
    ]
)
def file(request):
    folder, name = request.param
    return request.getfixturevalue(folder) / name


@pytest.mark.parametrize("width", [WIDTHS[0], pytest.param(WIDTHS[1], marks=thorough)])
def test_accessible_inside_its_width_and_nothing_cut_off(file, width, visit):
    opened = visit(file, width)
    opened.page.evaluate(AXE)
    found = opened.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert not found, json.dumps(
        [(v["id"], v["nodes"][0]["html"]) for v in found], ensure_ascii=False, indent=1
    )
    needed, there = opened.page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert needed <= there
    assert opened.page.evaluate(CUT_OFF) == []


def test_asks_for_nothing_and_complains_of_nothing(file, visit):
    opened = visit(file)
    opened.page.wait_for_load_state("networkidle")
    assert opened.asked == []
    assert opened.complaints == []


def test_a_usual_report_is_small_enough_to_send(site):
    for report in site.glob("*/*/[0-9]*.html"):
        assert report.stat().st_size <= 120 * 1024, report.name


def test_follows_the_html_standard(file):
    """Every parse error of the standard; the references inside a page lead to one element each."""
    html = file.read_text(encoding="utf-8")
    page = JustHTML(html, collect_errors=True, sanitize=False)
    assert page.errors == []
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\s(?:aria-labelledby|aria-describedby|aria-controls|for)="([^"]*)"', html)
    assert {name for names in named for name in names.split()} <= set(ids)
    assert {link[1:] for link in re.findall(r'href="(#[^"]+)"', html)} <= set(ids)


# Where the browser ends lines: for each end the text of its block, and how far into it the end is.
LINE_ENDS = """() => {
    const found = [], range = document.createRange()
    const inline = e => /^(inline|contents)$/.test(getComputedStyle(e).display)
    const shown = e => e.getClientRects().length && !e.closest('svg, pre, .skip, style, script, .fill, d-')
    const holders = new Map()
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        let holder = walk.currentNode.parentElement
        if (!shown(holder)) continue
        while (inline(holder)) holder = holder.parentElement
        if (!holders.has(holder)) holders.set(holder, [])
        holders.get(holder).push(walk.currentNode)
    }
    for (const nodes of holders.values()) {
        const text = nodes.map(n => n.data).join('')
        let at = 0, bottom = null
        for (const node of nodes) for (let i = 0; i < node.length; i++, at++) {
            if (/\\s/.test(node.data[i])) continue
            range.setStart(node, i)
            range.setEnd(node, i + 1)
            const box = range.getBoundingClientRect()
            if (!box.width) continue
            if (bottom !== null && box.top > bottom - 2) found.push([text, at])
            bottom = bottom !== null && box.top <= bottom - 2 ? Math.max(bottom, box.bottom) : box.bottom
        }
    }
    return found
}"""


def wrong_ends(page) -> list[str]:
    """Lines of a page that end where none may."""
    wrong = []
    for text, end in page.evaluate(LINE_ENDS):
        may = set(accumulate(map(len, line_breaks.pieces(text))))
        if end not in may and not text[:end].endswith("\n"):
            wrong.append(f"{text[max(0, end - 30) : end]}|{text[end : end + 30]}")
    return wrong


@thorough
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_lines_end_between_words(site, width, visit):
    for file in sorted(site.rglob("*.html")):
        assert wrong_ends(visit(file, width).page) == [], file


@thorough
@pytest.mark.parametrize("width", [320, 1280])
def test_lines_of_pages_of_all_agencies_end_between_words(crowd, width, visit):
    for file in sorted(crowd.glob("*.html")):
        assert wrong_ends(visit(file, width).page) == [], file


@thorough
@pytest.mark.parametrize("width", [643, 1024])
def test_printed_lines_end_between_words(site, width, visit):
    """As wide as the text on a sheet of A4, upright and across."""
    for file in sorted(site.rglob("*.html")):
        page = visit(file, width).page
        page.emulate_media(media="print")
        assert wrong_ends(page) == [], file


SMALLEST_TYPE = """() => Math.min(...[...document.querySelectorAll('svg[role=img]')].flatMap(drawing => {
    const {width, height} = drawing.getBoundingClientRect(), box = drawing.viewBox.baseVal
    const scale = Math.min(width / box.width, height / box.height)
    return [...drawing.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize) * scale)
}))"""


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "media", "least"), [(320, "screen", 12), (643, "print", 8 * 96 / 72)])
def test_words_of_charts_can_be_read_on_a_phone_and_on_paper(site, width, media, least, visit):
    for name in ("2568/annual/5310703.html", "2568/plan/5310703.html"):
        page = visit(site / name, width).page
        page.emulate_media(media=media)
        assert page.evaluate(SMALLEST_TYPE) >= least - 0.05, name


NAMES = ".whole, .list td:nth-child(2), .list td:nth-child(3)"
LINES_OF = """elements => elements.map(element => {
    const range = document.createRange()
    range.selectNodeContents(element)
    return [element.textContent, new Set([...range.getClientRects()].map(box => Math.round(box.top))).size]
})"""


@pytest.mark.thorough
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_names_of_agencies_and_places_stay_whole_in_a_list(site, width, visit):
    page = visit(site / "index.html", width).page
    lines = page.locator(NAMES).evaluate_all(LINES_OF)
    assert len(lines) == 15
    assert [name for name, count in lines if count > 1] == []


def test_tables_stay_tables_for_a_screen_reader_on_a_phone(site, visit):
    opened = visit(site / "2568/annual/5310703.html", 320)
    tree = opened.context.new_cdp_session(opened.page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    shown = opened.page.locator("table").count()
    assert roles["table"] == shown >= 4
    assert roles["row"] == opened.page.locator("tr").count()
    assert roles["rowheader"] == opened.page.locator("tbody th, tfoot th").count()
    assert roles["columnheader"] == opened.page.locator("thead th").count()


LABELS = """() => [...document.querySelectorAll('.annex .full tbody tr')].map(row =>
    [...row.querySelectorAll('td')].map(cell => getComputedStyle(cell, '::before').content.slice(1, -1))
)"""
HEADS = "[...document.querySelectorAll('.annex .full thead tr:first-child th')].map(cell => cell.textContent)"


def test_a_card_of_a_measure_on_a_phone_names_each_line(site, visit):
    page = visit(site / "2568/annual/5310703.html", 390).page
    _, *heads = page.evaluate(HEADS)
    rows = page.evaluate(LABELS)
    assert len(rows) == 8
    assert all(row == heads for row in rows)


@pytest.mark.thorough
def test_a_result_without_a_status_keeps_the_names_of_what_follows_it(data_dir, tmp_path, visit):
    head = "measure,activity,title,step,responsible,period,round,status,result,suggestions,remark\n"
    rows = "1,1,ก,ข,ค,ตลอดปี,6m,,ง,จ,ฉ\n1,2,ก,ข,ค,ตลอดปี,6m,done,ง,จ,ฉ\n"
    (data_dir / "raw" / "measures" / "6300503" / "2566.csv").write_text(head + rows, encoding="utf-8")
    report = open_report("6300503", 2566, "progress", data_dir=data_dir, form="9")
    page = visit(report.save(tmp_path / "spanned.html"), 390).page
    without, with_status = page.evaluate(LABELS)
    assert without[3:] == ["ผลการดำเนินการ", "ข้อเสนอแนะ", "หมายเหตุ"]
    assert [label.partition(": ")[2] for label in with_status[3:6]] == [
        "อยู่ระหว่างดำเนินการ",
        "ดำเนินการแล้ว",
        "ยังไม่ดำเนินการ",
    ]
    assert with_status[6:] == ["ข้อเสนอแนะ", "หมายเหตุ"]


@pytest.mark.thorough
@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", ["2568/annual/5310703.html", "2568/plan/5310703.html"])
def test_no_table_of_a_report_is_wider_than_a_phone(name, width, site, visit):
    needed = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"
    assert max(visit(site / name, width).page.evaluate(needed)) <= 0


@pytest.mark.parametrize("width", [390, 320])
def test_no_table_of_the_digest_is_wider_than_a_phone(width, crowd, visit):
    needed = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"
    assert max(visit(crowd / "digest.html", width).page.evaluate(needed)) <= 0


def test_a_line_has_room_for_marks_above_marks(site, visit):
    """Else the marks of a printed page's first line stand at the foot of the page before."""
    room, ink = visit(site / "2568/annual/5310703.html").page.evaluate(
        """() => {
            const pen = document.createElement('canvas').getContext('2d')
            pen.font = '100px Sarabun'
            const of = pen.measureText('ที่ปู่ขึ้นฟ้าน้ำ')
            return [of.fontBoundingBoxAscent, of.actualBoundingBoxAscent]
        }"""
    )
    assert ink > 100, "the page's own font"
    assert ink <= room
