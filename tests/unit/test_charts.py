"""The charts: SVG text that says what it shows, the same bytes each time, at home in any page."""

import math
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from itertools import accumulate

import matplotlib as mpl
import pandas as pd
import pytest

from helpers import charts, line_breaks
from helpers.charts import canvas as drawn
from helpers.charts import scales, text
from helpers.charts.shares import _shade
from helpers.formats.word import SMALLEST

NAN = math.nan
NAMES = [
    "๑ การปฏิบัติหน้าที่",
    "๒ การใช้งบประมาณ",
    "๓ การใช้อำนาจ",
    "๔ การใช้ทรัพย์สินของราชการ",
    "๕ การแก้ไขปัญหาการทุจริต",
    "๖ คุณภาพการดำเนินงาน",
    "๗ ประสิทธิภาพการสื่อสาร",
    "๘ การปรับปรุงการทำงาน",
    "๙ การเปิดเผยข้อมูล",
    "๑๐ การป้องกันการทุจริต",
]
# เทศบาลตำบลโคกม้า, fiscal years 2567 and 2568
PREVIOUS = [99.83, 99.00, 99.67, 96.83, 99.00, 98.48, 97.82, 93.37, 76.79, 100.00]
CURRENT = [99.19, 99.84, 100.00, 98.37, 99.18, 99.08, 99.16, 99.16, 100.00, 100.00]
CHANGES = [-0.64, 0.84, 0.33, 1.54, 0.18, 0.60, 1.34, 5.79, 23.21, 0.00]
WEIGHTS = [0.06] * 5 + [0.10] * 3 + [0.20] * 2
HOSTILE = '<script>alert(1)</script> & "ก" $x_2$ \x00'

COMPARISON = charts.ComparisonLabels(
    "ปี ๒๕๖๗", "ปี ๒๕๖๘", "เกณฑ์ ๘๕", "มัธยฐานของจังหวัด", "ไม่มีคะแนนปี ๒๕๖๗", "ไม่มีคะแนนปี ๒๕๖๘", "ไม่มีคะแนน"
)
CHANGE = charts.ChangesLabels("เพิ่มขึ้น", "ลดลง", "ไม่มีข้อมูล")
CONTRIBUTION = charts.ContributionsLabels("รวม ๒๕๖๗", "รวม ๒๕๖๘", "ปัดเศษ", "ไม่มีข้อมูล")
SPREAD = charts.SpreadLabels("ครึ่งกลาง", "ตัวเลขคือมัธยฐาน", "ต่ำสุดถึงสูงสุด", "เกณฑ์ ๘๕")
TIMELINE = charts.TimelineLabels(
    ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."],
    {"done": "ดำเนินการแล้ว", "under_way": "อยู่ระหว่างดำเนินการ", "not_begun": "ยังไม่ดำเนินการ"},
    no_status="ไม่ระบุสถานะ",
    unknown_period="ไม่ระบุระยะเวลา",
    outside_year="นอกปีงบประมาณ",
)
MEASURES = [
    ("จัดทำคู่มือการใช้ทรัพย์สิน", date(2024, 10, 1), date(2025, 9, 30), "done"),
    ("ปรับปรุงเว็บไซต์", date(2024, 8, 1), date(2025, 3, 31), "under_way"),
    ("ประชุมชี้แจง", date(2025, 4, 1), date(2025, 12, 31), "not_begun"),
    ("มีส่วนร่วม", pd.NaT, pd.NaT, None),
    ("ของปีก่อน", date(2023, 1, 1), date(2023, 5, 1), "done"),
]


def comparison(previous=PREVIOUS, current=CURRENT, names=NAMES, key="comparison", peers=NAN, **more):
    frame = pd.DataFrame({"label": names, "previous": previous, "current": current, "peers": peers})
    frame["change"] = frame["current"] - frame["previous"]
    frame["moved"] = True
    words = {"title": "คะแนนสองปี", "description": "ตัวชี้วัดทั้งสิบ"} | more
    return charts.comparison(
        frame,
        key=key,
        labels=COMPARISON,
        pass_mark=85.0,
        format_number="{:.2f}".format,
        format_change="{:+.2f}".format,
        **words,
    )


def changes(change=CHANGES, names=NAMES, key="changes", **more):
    frame = pd.DataFrame({"label": names, "change": change})
    words = {"title": "ผลต่าง", "description": "เรียงจากมากไปน้อย"} | more
    return charts.changes(frame, key=key, labels=CHANGE, format_change="{:+.2f}".format, **words)


def contributions(values=None, names=NAMES, key="contributions", end=99.54, rest=None, **more):
    if values is None:
        values = [w * c for w, c in zip(WEIGHTS, CHANGES, strict=True)]
    if rest is None:
        rest = end - 93.99 - sum(value for value in values if not math.isnan(value))
    frame = pd.DataFrame({"label": names, "contribution": values})
    words = {"title": "ที่มาของผลต่าง", "description": "จาก ๙๓.๙๙ ถึง ๙๙.๕๔"} | more
    return charts.contributions(
        frame,
        key=key,
        labels=CONTRIBUTION,
        start=93.99,
        end=end,
        rest=rest,
        format_number="{:.2f}".format,
        format_change="{:+.2f}".format,
        **words,
    )


def timeline(measures=MEASURES, key="timeline", labels=TIMELINE, **more):
    frame = pd.DataFrame(measures, columns=["label", "start", "end", "status"])
    words = {"title": "มาตรการ", "description": "ตลอดปีงบประมาณ"} | more
    return charts.timeline(frame, key=key, labels=labels, first_day=date(2024, 10, 1), **words)


def history(names=NAMES, values=(80.0, 91.25, NAN, 96.5), key="history", **more):
    rows = [(name, 2565 + n, value) for name in names for n, value in enumerate(values)]
    frame = pd.DataFrame(rows, columns=["label", "year", "value"])
    words = {"title": "ย้อนหลัง", "description": "ทุกปี"} | more
    return charts.history(
        frame,
        key=key,
        labels=charts.HistoryLabels("เกณฑ์ ๘๕", "ไม่มีคะแนน"),
        pass_mark=85.0,
        format_number="{:.2f}".format,
        format_year="{:.0f}".format,
        **words,
    )


def spread(names=NAMES, key="spread", **more):
    columns = ["label", "least", "lower", "median", "upper", "most"]
    frame = pd.DataFrame([(name, 40.5, 80.0, 90.25, 95.0, 100.0) for name in names], columns=columns)
    words = {"title": "การกระจาย", "description": "ทุกหน่วยงาน"} | more
    return charts.spread(
        frame, key=key, labels=SPREAD, pass_mark=85.0, format_number="{:.2f}".format, **words
    )


def shares(counts=(20, 70, 10, 0), names=("ปี ๒๕๖๗", "ปี ๒๕๖๘"), key="shares", **more):
    parts = list(zip(["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง"], counts, [1.0, 0.7, 0.4, 0.1], strict=True))
    frame = pd.DataFrame([(name, *part) for name in names for part in parts])
    frame.columns = ["label", "part", "count", "tone"]
    words = {"title": "ระดับ", "description": "รายปี"} | more
    return charts.shares(frame, key=key, format_count="{:.0f}".format, **words)


ALL = [comparison, changes, contributions, timeline, history, spread, shares]
every_chart = pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)


def texts(svg):
    return [element.text for element in parse(svg).iter("text")]


def parse(svg):
    """The drawing's elements, a text with the look of its group."""
    root = ET.fromstring(svg)  # noqa: S314 (drawn here)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    for group in root.iter("g"):
        for element in group.findall("text"):
            element.attrib |= group.attrib
    return root


def settings():
    # Reading "backend" would settle it.
    return {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}


def text_at(svg, words):
    [element] = [element for element in parse(svg).iter("text") if element.text == words]
    return float(element.get("x")), float(element.get("y"))


# --- what every chart keeps ------------------------------------------------------------------------------


@every_chart
def test_same_input_gives_same_bytes(draw):
    assert draw() == draw()


@every_chart
def test_the_settings_of_the_process_neither_count_nor_change(draw):
    expected = draw()
    with mpl.rc_context(
        {"font.size": 30, "savefig.bbox": "tight", "svg.fonttype": "path", "figure.facecolor": "red"}
    ):
        before = settings()
        assert draw() == expected
        assert settings() == before


def test_threads_draw_the_same():
    expected = [draw() for draw in ALL] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda draw: draw(), ALL * 4)) == expected
    assert mpl.rcParams["svg.fonttype"] == mpl.rcParamsDefault["svg.fonttype"]


@every_chart
def test_it_is_one_named_image(draw):
    svg = draw(title=f"ก {HOSTILE}", description=f"ข {HOSTILE}")
    root = parse(svg)
    assert svg.startswith("<svg ")
    assert root.get("role") == "img"
    title, description = list(root)[:2]
    assert (title.tag, description.tag) == ("title", "desc")
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert title.text == 'ก <script>alert(1)</script> & "ก" $x_2$'
    assert description.text == 'ข <script>alert(1)</script> & "ก" $x_2$'
    assert "<script" not in svg


@every_chart
def test_nothing_of_the_document_is_left(draw):
    svg = draw()
    for trace in ("<?xml", "<!", "metadata", "<style", "style=", "xlink", "class=", "rdf:", "rotate("):
        assert trace not in svg
    width, height = map(float, parse(svg).get("viewBox").split()[2:])
    assert width == pytest.approx(scales.WIDTH)
    assert float(parse(svg).get("height")) == pytest.approx(height * 96 / 72, abs=1)


@every_chart
def test_no_type_is_smaller_than_can_be_read_on_a_phone(draw):
    """12 px where 288 of 320 px are the chart's; then 8 pt of print where it is no smaller than 0.727."""
    sizes = [float(each.get("font-size")) for each in parse(draw()).iter() if each.get("font-size")]
    assert min(sizes) * 288 / scales.WIDTH >= 12
    assert min(sizes) * SMALLEST >= 7.99


@every_chart
def test_ids_belong_to_the_key_and_are_what_references_name(draw):
    root = parse(draw(key="one"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("one-") for name in ids)
    named = {
        name
        for element in root.iter()
        for value in element.attrib.values()
        for name in re.findall(r"^(?:url\()?#(one-[^)]+)\)?$", value)
    }
    assert {*ids} == named | {"one-title", "one-desc"}


def test_no_id_twice_in_a_page():
    page = "".join(draw(key=key) for draw, key in [*zip(ALL, "abcdefg", strict=True), (comparison, "i")])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) > 10
    assert len(ids) == len(set(ids))


@every_chart
def test_a_key_that_is_no_id_is_refused(draw):
    with pytest.raises(ValueError, match="key"):
        draw(key='"><b')


@every_chart
def test_text_is_text_in_the_font_of_the_page(draw):
    svg = draw()
    assert parse(svg).get("font-family") == "Sarabun, sans-serif"
    assert svg.count("font-family") == 1
    assert any(re.search("[ก-๛]", line) for line in texts(svg))
    assert parse(svg).find(".//text[@font-family]") is None
    # The only outlines that are named and used again are the round marks and the arrow heads.
    assert len(parse(svg).findall(".//defs/path")) <= 6


@pytest.mark.parametrize("draw", [comparison, changes, contributions, history, spread])
def test_ten_rows_stay_small(draw):
    assert len(draw().encode()) <= 12_000


@pytest.mark.parametrize("draw", [comparison, changes, contributions, spread])
def test_hostile_labels_are_only_text(draw):
    svg = draw(names=[HOSTILE, *NAMES[1:]])
    assert '<script>alert(1)</script> & "ก" $x_2$' in texts(svg)
    assert "<script" not in svg


def test_hostile_measures_and_words_are_only_text():
    words = charts.TimelineLabels(TIMELINE.months, {"done": "<i>&"}, "", "<b>", "<u>")
    rows = [(HOSTILE, pd.NaT, pd.NaT, "done"), ("", date(2020, 1, 1), date(2020, 1, 1), None)]
    svg = timeline(rows, labels=words)
    assert {"<i>&", "<b>", "<u>"} < {*texts(svg)}
    assert len(parse(svg).findall(".//script") + parse(svg).findall(".//b")) == 0


def test_letters_the_font_lacks_do_no_harm():
    assert "✓ 漢字 😀" in texts(changes([1.0], ["✓ 漢字 😀"]))


@every_chart
def test_all_text_is_inside(draw):
    root = parse(draw())
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter("text"):
        size = float(element.get("font-size"))
        bold = element.get("font-weight") == "700"
        room = text.width_of(element.text, size, bold=bold)
        left = float(element.get("x")) - room * {None: 0, "middle": 0.5, "end": 1}[element.get("text-anchor")]
        assert left >= -0.1
        assert left + room <= width + 0.1
        assert size * 0.8 <= float(element.get("y")) <= height


@pytest.mark.parametrize(
    ("draw", "columns"),
    [
        (charts.comparison, ["label", "previous", "current", "change", "peers", "moved"]),
        (charts.changes, ["label", "change"]),
        (charts.contributions, ["label", "contribution"]),
        (charts.timeline, ["label", "start", "end", "status"]),
    ],
)
def test_nothing_to_draw_is_an_error(draw, columns):
    more = {
        charts.comparison: {
            "labels": COMPARISON,
            "pass_mark": 85.0,
            "format_number": str,
            "format_change": str,
        },
        charts.changes: {"labels": CHANGE, "format_change": str},
        charts.contributions: {
            "labels": CONTRIBUTION,
            "start": 1.0,
            "end": 1.0,
            "rest": 0.0,
            "format_number": str,
            "format_change": str,
        },
        charts.timeline: {"labels": TIMELINE, "first_day": date(2024, 10, 1)},
    }[draw]
    with pytest.raises(ValueError, match="empty"):
        draw(pd.DataFrame(columns=columns), key="x", title="t", description="d", **more)
    with pytest.raises(ValueError, match=f"no column {columns[-1]}"):
        draw(
            pd.DataFrame({name: ["ก"] for name in columns[:-1]}), key="x", title="t", description="d", **more
        )


# --- comparison ------------------------------------------------------------------------------------------


def test_comparison_prints_every_score_and_the_legend():
    shown = texts(comparison())
    for value in (*PREVIOUS, *CURRENT):
        assert f"{value:.2f}" in shown
    assert {"ปี ๒๕๖๗", "ปี ๒๕๖๘", "เกณฑ์ ๘๕", *NAMES} < {*shown}


@pytest.mark.parametrize(
    ("previous", "current"),
    [
        (PREVIOUS, CURRENT),
        ([100.0] * 10, [100.0] * 10),
        ([0, 100, 85, 84.99, 86, 90, 50, 99, 12, 0], [100, 0, 85, 85, 90, 86, 50, 99.01, 12.5, 0]),
    ],
)
def test_scores_stand_beside_the_drawing_and_cover_no_mark(previous, current):
    root = parse(comparison(previous, current, peers=88.0))
    rows = {}
    for element in root.iter("text"):
        if re.fullmatch(r"\d+\.\d\d", element.text) and element.get("text-anchor") != "middle":
            rows.setdefault(element.get("y"), []).append(element)
    assert len(rows) == 10
    for row in rows.values():
        left, right = sorted(row, key=lambda element: float(element.get("x")))
        assert (left.get("text-anchor"), float(left.get("x"))) == (None, 0.0)
        assert (right.get("text-anchor"), float(right.get("x"))) == ("end", round(scales.WIDTH, 1))


def test_the_change_stands_at_the_end_of_the_name_and_a_fall_has_its_colour():
    elements = {element.text: element for element in parse(comparison()).iter("text")}
    assert elements["+23.21"].get("text-anchor") == "end"
    assert elements["+23.21"].get("y") == elements["๙ การเปิดเผยข้อมูล"].get("y")
    assert elements["-0.64"].get("fill") == drawn.BELOW


def test_the_peers_are_named_only_where_they_are_known():
    assert "มัธยฐานของจังหวัด" not in texts(comparison())
    assert "มัธยฐานของจังหวัด" in texts(comparison(peers=[90.0] * 9 + [NAN]))


def test_current_numbers_are_bold_and_the_failed_ones_have_their_colour():
    elements = {element.text: element for element in parse(comparison()).iter("text")}
    assert elements["99.16"].get("font-weight") == "700"
    assert elements["93.37"].get("font-weight") is None
    assert elements["76.79"].get("fill") == drawn.BELOW
    assert elements["93.37"].get("fill") == drawn.PREVIOUS


@pytest.mark.parametrize(
    ("previous", "current", "word", "gone"),
    [
        ([NAN] * 10, CURRENT, "ไม่มีคะแนนปี ๒๕๖๗", "ปี ๒๕๖๗"),
        (PREVIOUS, [NAN] * 10, "ไม่มีคะแนนปี ๒๕๖๘", "ปี ๒๕๖๘"),
    ],
)
def test_a_year_without_scores_is_said_once(previous, current, word, gone):
    shown = texts(comparison(previous, current))
    assert shown.count(word) == 1
    assert gone not in shown


def test_single_missing_scores_are_said_in_their_rows():
    assert texts(comparison([NAN, 90.0, NAN], [90.0, NAN, NAN], NAMES[:3])).count("ไม่มีคะแนน") == 4


def test_no_score_at_all_is_still_a_drawing():
    shown = texts(comparison([NAN], [NAN], NAMES[:1]))
    assert {"ไม่มีคะแนนปี ๒๕๖๗", "ไม่มีคะแนนปี ๒๕๖๘"} < set(shown)


def test_nullable_columns_are_read():
    missing = pd.array([90.0, pd.NA], dtype="Float64")
    assert "90.00" in texts(comparison(missing, missing, NAMES[:2]))


def test_infinite_scores_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        comparison([math.inf], [1.0], NAMES[:1])


def test_ticks_have_their_own_format():
    assert {"75", "100"} < {*texts(comparison(format_tick="{:.0f}".format))}


# --- changes ---------------------------------------------------------------------------------------------


def test_changes_are_sorted_and_unknown_ones_last():
    svg = changes([1.0, NAN, -3.0, 0.0, 5.0], ["ก", "ข", "ค", "ง", "จ"])
    places = sorted("กขคงจ", key=lambda name: text_at(svg, name)[1])
    assert "".join(places) == "จกงคข"
    assert "ไม่มีข้อมูล" in texts(svg)


def test_rises_and_falls_differ_in_side_colour_and_sign():
    svg = changes([2.0, -2.0, 0.0], ["ก", "ข", "ค"])
    elements = {element.text: element for element in parse(svg).iter("text")}
    zero = text_at(svg, "+0.00")[0] - scales.GAP
    assert text_at(svg, "+2.00")[0] > zero > text_at(svg, "-2.00")[0]
    assert elements["-2.00"].get("fill") == drawn.BELOW != drawn.CURRENT
    assert {"เพิ่มขึ้น", "ลดลง"} < {*texts(svg)}


def test_a_negative_zero_has_no_sign():
    assert "+0.00" in texts(changes([-0.0], ["ก"]))


def test_only_what_occurs_is_headed():
    assert "ลดลง" not in texts(changes([1.0], ["ก"]))


# --- contributions ---------------------------------------------------------------------------------------


def test_contributions_lead_from_total_to_total():
    svg = contributions(end=99.55)
    assert {"93.99", "99.55", "+4.64", "ปัดเศษ", "รวม ๒๕๖๗", "รวม ๒๕๖๘"} < {*texts(svg)}
    order = sorted([*NAMES, "ปัดเศษ", "รวม ๒๕๖๗", "รวม ๒๕๖๘"], key=lambda name: text_at(svg, name)[1])
    assert order == ["รวม ๒๕๖๗", *NAMES, "ปัดเศษ", "รวม ๒๕๖๘"]
    assert text_at(svg, "99.55")[0] > text_at(svg, "93.99")[0]


def test_no_rest_is_not_drawn():
    assert "ปัดเศษ" not in texts(contributions([5.55], ["ก"], rest=1e-12))


def test_contributions_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="miss"):
        contributions([5.0], ["ก"], rest=0.0)


@pytest.mark.parametrize("total", [NAN, math.inf])
def test_a_missing_total_is_refused(total):
    with pytest.raises(ValueError, match="must be numbers"):
        contributions([1.0], ["ก"], end=total, rest=0.0)


def test_no_change_and_missing_contributions_are_drawn():
    svg = contributions([0.0, NAN], ["ก", "ข"], end=93.99)
    assert {"+0.00", "ไม่มีข้อมูล"} < {*texts(svg)}


# --- timeline --------------------------------------------------------------------------------------------


def test_timeline_says_every_status_and_period_in_words():
    shown = texts(timeline())
    assert {*TIMELINE.months, *TIMELINE.statuses.values()} < {*shown}
    assert {"ไม่ระบุสถานะ", "ไม่ระบุระยะเวลา", "นอกปีงบประมาณ"} < {*shown}


def test_statuses_differ_in_pattern_or_brightness():
    rows = [("ก", date(2024, 11, 1), date(2024, 12, 31), s) for s in ("done", "under_way", "not_begun", None)]
    bars = [
        path.attrib
        for path in parse(timeline(rows)).iter("path")
        if path.get("stroke") and "fill" in path.attrib
    ]
    fills = [bar["fill"] for bar in bars if bar["fill"] != "none"]
    assert drawn.CURRENT in fills
    assert drawn.PAPER in fills
    assert drawn.GRID in fills
    assert any(fill.startswith("url(#timeline-") for fill in fills)


def test_sixty_measures_grow_the_drawing_and_repeat_the_months():
    rows = [(f"{n} มาตรการ", *MEASURES[n % 3][1:]) for n in range(60)]
    svg = timeline(rows)
    assert texts(svg).count("ต.ค.") == 5
    assert len(svg.encode()) < 60 * 600
    heights = [float(parse(timeline(rows[:n])).get("viewBox").split()[3]) for n in (1, 30, 60)]
    assert heights == sorted(heights)
    assert heights[2] > 20 * heights[0]


def test_bars_begin_and_end_at_their_days():
    rows = [("ก", date(2025, 1, 1), date(2025, 6, 30), "done")]
    [bar] = [path for path in parse(timeline(rows)).iter("path") if path.get("fill") == drawn.CURRENT]
    left, right = (float(x) for x in re.match(r"M([\d.]+) [\d.]+H([\d.]+)", bar.get("d")).groups())
    year = scales.WIDTH - 12
    assert left == pytest.approx(6 + year * 92 / 365, abs=0.1)
    assert right == pytest.approx(6 + year * 273 / 365, abs=0.1)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("ก", date(2025, 1, 2), date(2025, 1, 1), "done"), "ends on 2025-01-01"),
        (("ก", pd.NaT, pd.NaT, "finished"), "finished"),
    ],
)
def test_impossible_measures_are_refused(row, message):
    with pytest.raises(ValueError, match=message):
        timeline([row])


def test_a_year_has_twelve_months():
    with pytest.raises(ValueError, match="12 months"):
        timeline(labels=charts.TimelineLabels(["ม.ค."], {}, "", "", ""))


def test_timestamps_and_dates_draw_the_same():
    days = [("ก", date(2025, 1, 1), date(2025, 2, 1), "done")]
    stamps = [("ก", pd.Timestamp("2025-01-01"), pd.Timestamp("2025-02-01"), "done")]
    assert timeline(days) == timeline(stamps)


# --- history ---------------------------------------------------------------------------------------------


def test_one_history_prints_every_score_and_year():
    shown = texts(history(["รวม"]))
    assert {"80.00", "91.25", "96.50", "2565", "2566", "2567", "2568"} < {*shown}


def test_small_panels_print_the_first_and_the_last():
    shown = texts(history())
    assert shown.count("80.00") == shown.count("96.50") == 10
    assert "91.25" not in shown


def test_a_gap_in_the_years_is_a_gap_in_the_line():
    with_gap, without = (parse(history(["รวม"], v)) for v in ((1, 2, NAN, 4), (1, 2, 3, 4)))
    lines = [
        path.get("d").upper().count("M")
        for svg in (with_gap, without)
        for path in svg.iter("path")
        if path.get("stroke") == drawn.CURRENT and path.get("stroke-width") == "1.6"
    ]
    assert lines == [1, 3]


def test_history_of_one_year_and_of_none_is_drawn():
    assert "90.00" in texts(history(["รวม"], [90.0]))
    assert "ไม่มีคะแนน" in texts(history(["รวม"], [NAN, NAN]))


# --- spread and shares -----------------------------------------------------------------------------------


def test_spread_prints_the_medians():
    assert texts(spread()).count("90.25") == 10


def test_shares_name_every_part_that_is_there():
    shown = " ".join(texts(shares()))
    assert "ผ่านดี 70" in shown
    assert "ต้องปรับปรุง" not in shown


def test_each_part_of_a_whole_has_its_colour_beside_its_name():
    boxes = [element for element in parse(shares((70, 20, 10, 0))).iter("path") if element.get("fill")]
    assert len({box.get("fill") for box in boxes if box.get("fill") != "none"} - {drawn.PAPER}) == 3
    assert [box.get("fill") for box in boxes].count(_shade(1.0)) == 4, "of two bars the part and its key"


def test_numbers_stand_in_parts_that_have_room_and_can_be_read_there():
    elements = {element.text: element for element in parse(shares((1, 998, 1, 0))).iter("text")}
    assert "998" in elements
    assert "1" not in elements
    for tone in (0.0, 0.1, 0.2, 0.4, 0.5, 0.51, 0.6, 0.7, 0.8, 1.0):
        ink = drawn.PAPER if tone > 0.5 else drawn.INK
        assert contrast(ink, _shade(tone)) >= 4.5


def contrast(one, other):
    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        shares((-1, 2, 3, 4))


# --- line breaks -----------------------------------------------------------------------------------------

LONG = "มาตรการส่งเสริมการเปิดเผยข้อมูลข่าวสารของราชการและการมีส่วนร่วมของประชาชนในทุกขั้นตอนของการดำเนินงาน"


@pytest.mark.parametrize("room", [60, 100, 170, 338])
def test_lines_are_filled_with_whole_words(room):
    lines = text.wrap(LONG, room)
    assert "".join(lines) == LONG
    words = line_breaks.pieces(LONG)
    longest = max(text.width_of(word, text.LABEL) for word in words)
    ends = set(accumulate(map(len, words)))
    assert set(accumulate(map(len, lines))) <= ends
    for line in lines:
        assert text.width_of(line, text.LABEL) <= max(room, longest)


@pytest.mark.parametrize("words", [LONG, "ข้อมูล 9.23", "คะแนนที่ขาดจากเต็ม"])
def test_a_width_is_the_exact_sum_of_its_characters(words):
    """What ``sum`` makes of floats differs between versions of Python and orders of the characters."""
    backwards = words[::-1]
    assert text.width_of(words, text.LABEL) == text.width_of(backwards, text.LABEL)
    exact = sum(Fraction(text.width_of(char, 1.0)) for char in words)
    assert text.width_of(words, 1.0) == float(exact)


def test_lines_break_at_spaces():
    assert text.wrap("คุณภาพการดำเนินงาน ประสิทธิภาพการสื่อสาร", 150) == [
        "คุณภาพการดำเนินงาน",
        "ประสิทธิภาพการสื่อสาร",
    ]
    assert text.wrap("การใช้งบประมาณประจำปี", 100) == ["การใช้งบประมาณ", "ประจำปี"]


def test_a_number_stays_with_its_name():
    first = text.wrap(f"๑๐ {LONG}", 300)[0]
    assert len(first) > 20


def test_no_title_is_cut():
    lines = text.wrap(LONG * 2, 300)
    assert "".join(lines) == LONG * 2
    assert all(text.width_of(line, text.LABEL) <= 300 for line in lines)


def test_words_of_another_script_are_kept_whole():
    assert text.wrap("ประกาศนโยบาย No Gift Policy", 120) == ["ประกาศนโยบาย No", "Gift Policy"]
    assert text.wrap("https://example.go.th/" + "a" * 90, 200)[0].startswith("https://")
