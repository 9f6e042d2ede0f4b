"""What every page keeps: accessible, inside its width, without a request, quick to open, sound HTML."""

import json
import re
from collections import Counter

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from justhtml import JustHTML

from helpers import thai
from helpers.report.document import open_report

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
WIDTHS = (1280, 390, 320)
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
}

CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(element =>
    element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX !== 'visible'
    && !element.matches('.scroll[tabindex="0"]')
).map(element => element.outerHTML.slice(0, 200))"""
"""Elements that hide what does not fit; a region that scrolls says so and takes the keyboard."""


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def file(request):
    folder, name = request.param
    return request.getfixturevalue(folder) / name


@pytest.mark.parametrize("width", WIDTHS)
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


# The browser's own line breaks: of every stretch that must stay together, how many lines it takes.
SPLIT = """(patterns) => {
    const found = new Set(), range = document.createRange()
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const node = walk.currentNode
        if (node.parentElement.closest('svg') || !node.parentElement.getClientRects().length) continue
        for (const pattern of patterns)
            for (const hit of node.data.matchAll(new RegExp(pattern, 'gu'))) {
                range.setStart(node, hit.index)
                range.setEnd(node, hit.index + hit[0].length)
                const lines = [...range.getClientRects()].filter(r => r.width > 0.5)
                if (new Set(lines.map(r => Math.round(r.top / 4))).size > 1) found.add(hit[0])
            }
    }
    return [...found]
}"""
NUMBER = r"[+−]?[0-9๐-๙][0-9๐-๙,.]*"
KEPT_TOGETHER = [
    "|".join(thai.TERMS),
    rf"พ\.ศ\.\s{NUMBER}",
    rf"(?:ปี|ที่|ร้อยละ|ข้อ)\s{NUMBER}",
    r"(?<![2๒][5๕][0-9๐-๙]{2})(?<=[0-9๐-๙])\s(?:คะแนน|มาตรการ|ตัวชี้วัด|หน่วยงาน)",
    NUMBER,
]


@pytest.mark.parametrize("width", [320, 360, 390, 600, 768, 1024, 1280])
def test_lines_do_not_end_inside_a_compound_or_between_a_number_and_its_unit(site, width, visit):
    for name in ("2568/annual/5310703.html", "2566/annual/6321604.html", "2568/plan/5310703.html"):
        assert visit(site / name, width).page.evaluate(SPLIT, KEPT_TOGETHER) == []


def test_tables_stay_tables_for_a_screen_reader_on_a_phone(site, visit):
    opened = visit(site / "2568/annual/5310703.html", 320)
    tree = opened.context.new_cdp_session(opened.page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    shown = opened.page.locator("table").count()
    assert roles["table"] == shown >= 4
    assert roles["row"] == opened.page.locator("tr").count()
    assert roles["rowheader"] == opened.page.locator("tbody th, tfoot th").count()
    assert roles["columnheader"] == opened.page.locator("thead th").count()


LABELS = """() => [...document.querySelectorAll('.full tbody tr')].map(row =>
    [...row.querySelectorAll('td')].map(cell => getComputedStyle(cell, '::before').content.slice(1, -1))
)"""
HEADS = "[...document.querySelectorAll('.full thead tr:first-child th')].map(cell => cell.textContent)"


def test_a_card_of_a_measure_on_a_phone_names_each_line(site, visit):
    page = visit(site / "2568/annual/5310703.html", 390).page
    _, *heads = page.evaluate(HEADS)
    rows = page.evaluate(LABELS)
    assert len(rows) == 8
    assert all(row == heads for row in rows)


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


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", ["2568/annual/5310703.html", "2568/plan/5310703.html"])
def test_no_table_of_a_report_is_wider_than_a_phone(name, width, site, visit):
    needed = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"
    assert max(visit(site / name, width).page.evaluate(needed)) <= 0


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
