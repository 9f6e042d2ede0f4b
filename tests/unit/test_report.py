"""Pages: escaped, self-contained, accessible in their structure, every character in the font."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from invented import facts_of, ten
from nbformat import v4

from helpers import stages
from helpers.figures import trace
from helpers.messages import WrongValueError
from helpers.narrative import Writer
from helpers.report import export, fonts, html, show
from helpers.report.document import Report, open_report, report_of

NASTY = '<script>alert("x")</script> & "quoted" \'single\' {{ 7 * 7 }}'


class Outline(HTMLParser):
    """Headings, ids and links of a page."""

    def __init__(self):
        super().__init__()
        self.levels, self.ids, self.links, self.tags = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)


def page_of(report: Report, tmp_path) -> str:
    return report.save(tmp_path / "page.html").read_text(encoding="utf-8")


REPORTS = [
    ("6301310", 2566, "annual"),
    ("6301310", 2566, "plan"),
    ("6321604", 2566, "annual"),
    ("5310703", 2568, "annual"),
    ("5310703", 2568, "plan"),
    ("5310703", 2569, "plan"),
    ("5310703", 2567, "annual"),
    ("6300503", 2566, "progress"),
]


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: f"{report[0]}-{report[1]}-{report[2]}")
def page(request, read_data, tmp_path_factory):
    """Each is made once for the tests that look at it."""
    return page_of(open_report(*request.param, data_dir=read_data), tmp_path_factory.mktemp("page"))


@pytest.mark.slow_cases
def test_structure(page):
    outline = Outline()
    outline.feed(page)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    for above, below in zip(outline.levels, outline.levels[1:], strict=False):
        assert below - above <= 1, "no heading level is left out"
    assert len(outline.ids) == len(set(outline.ids))
    for link in outline.links:
        assert link.startswith("data:text/csv") or link[1:] in outline.ids
    assert "script" not in outline.tags
    assert page.startswith('<!DOCTYPE html>\n<html lang="th">')


def test_every_character_is_in_the_embedded_font(page):
    text = re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL)
    missing = set(text) - set(fonts.CHARACTERS) - set("\n\t")
    assert {hex(ord(letter)) for letter in missing} == set()


def test_nothing_of_python_is_on_the_page(page):
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\b(None|nan|NaT|Decimal|NA)\b", text)


def test_usual_reports_stay_below_120_kilobytes(page):
    assert len(page.encode("utf-8")) < 120 * 1024


def test_charts_are_well_formed_and_described(page):
    for svg in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        root = ElementTree.fromstring(svg)  # noqa: S314 - our own
        assert root.get("role") == "img"
        kinds = [child.tag.rpartition("}")[2] for child in root]
        assert kinds[:2] == ["title", "desc"]


def test_charts_where_both_years_are_known_and_no_equal_bars(data_dir, tmp_path):
    """Both years and what moved the total; measures that share one period have no chart."""
    page = page_of(open_report("5310703", 2568, "annual", data_dir=data_dir), tmp_path)
    assert page.count("<figure ") == 2


def test_every_string_from_data_is_escaped(data_dir, tmp_path):
    raw = data_dir / "raw"
    quoted = '"' + NASTY.replace('"', '""') + '"'
    (raw / "agencies.csv").write_text(
        f"agency_id,name,type,district,province\n5310703,{quoted},{quoted},{quoted},{quoted}\n",
        encoding="utf-8",
    )
    measures = raw / "measures" / "5310703" / "2568.csv"
    columns = "measure,title,step,responsible,period,round,result,outcome,problems,suggestions,remark"
    measures.write_text(f"{columns}\n1{(',' + quoted) * 4},12m{(',' + quoted) * 5}\n", encoding="utf-8")
    page = page_of(open_report("5310703", 2568, "annual", data_dir=data_dir), tmp_path)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 10
    assert "{{ 7 * 7 }}" in page or "{{ ๗ * ๗ }}" in page


def test_text_is_escaped_and_keeps_its_lines():
    assert html.flow("a < b\nc") == "a &lt; b<br>c"


def test_the_font_subset_is_the_same_each_time():
    first = fonts.font_face_css()
    fonts.font_face_css.cache_clear()
    assert fonts.font_face_css() == first
    assert first.count("@font-face") == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"agency_id": 12}, "-r agency_id 12"),
        ({"fiscal_year": "2568"}, "fiscal_year must be a number"),
        ({"fiscal_year": True}, "fiscal_year must be a number"),
        ({"document": "letter"}, "plan, progress, annual"),
        ({"language": "fr"}, "th, en"),
        ({"digits": "roman"}, "thai, arabic"),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_to_write(change, words, data_dir):
    given = {"agency_id": "5310703", "fiscal_year": 2568, "document": "annual"} | change
    with pytest.raises(WrongValueError, match=words):
        open_report(**given, data_dir=data_dir)


def test_tables_are_made_anew_when_a_raw_file_changes(data_dir):
    open_report("5310703", 2568, "annual", data_dir=data_dir)
    scores = data_dir / "raw" / "scores" / "5310703.csv"
    scores.write_text(scores.read_text(encoding="utf-8").replace("99.19", "91.19"), encoding="utf-8")
    assert not stages.complete(data_dir)
    report = open_report("5310703", 2568, "annual", data_dir=data_dir)
    assert report.facts.current.scores[1] == 91.19


@pytest.mark.parametrize(("language", "digits"), [("th", "arabic"), ("en", "arabic"), ("th", "thai")])
def test_every_part_comes_in_every_language_and_digits(language, digits, data_dir):
    for key in REPORTS:
        report = open_report(*key, language=language, digits=digits, data_dir=data_dir)
        for block in report.parts():
            if block is not None and digits == "arabic":
                assert not re.search("[๐-๙]", block.html)


@pytest.mark.parametrize("kind", ["plan", "progress", "annual", "summary"])
def test_every_part_has_its_frame_and_a_frame_can_be_shown_anew(kind, data_dir):
    agency_id, year = ("6300503", 2566) if kind == "progress" else ("5310703", 2568)
    report = open_report(agency_id, year, kind, language="en", digits="arabic", data_dir=data_dir)
    analysts = [
        report.findings(),
        report.checklist(),
        report.matches(),
        report.provenance(),
        report.figures(),
    ]
    for block in filter(None, [*report.parts(), *analysts]):
        assert block.frame is not None, block.text
        again = show.table(block.frame, report.writer, th="ก", en="Anew")
        assert again.text.count("\n") >= min(len(block.frame), show.MOST_ROWS), block.text


def test_the_frame_of_weak_points_has_its_columns_where_there_are_none(data_dir):
    report = open_report("5310703", 2568, "annual", data_dir=data_dir)
    some = report.weak_points().frame
    report.facts = replace(report.facts, weak=[])
    none = report.weak_points().frame
    assert none.empty
    assert list(none.columns) == list(some.columns)


def test_what_a_cell_does_to_a_frame_changes_no_other_part(data_dir):
    report = open_report("5310703", 2568, "annual", data_dir=data_dir)
    before = export.blocks_to_html(report.parts())
    for block in filter(None, report.parts()):
        frame = block.frame
        frame[frame.columns[-1]] = frame.iloc[0, -1]
        frame.iloc[0, 0] = frame.iloc[-1, 0]
    assert export.blocks_to_html(report.parts()) == before


def test_nbconvert_makes_the_page_that_the_batch_makes():
    def streams(*texts):
        return [v4.new_output("stream", name="stdout", text=text) for text in texts]

    shown = v4.new_output("display_data", data={"text/html": "<b>x</b>"})
    cells = [
        v4.new_markdown_cell("# หัวเรื่อง"),
        v4.new_code_cell("1", outputs=streams("10%\r", "20%", "\nเสร็จ"), execution_count=1),
        v4.new_code_cell("2", outputs=[shown], execution_count=2),
    ]
    nb = v4.new_notebook(cells=cells)
    converted, _ = export.PageExporter().from_notebook_node(nb)
    assert "20%\nเสร็จ" in converted
    assert export.to_html(nb) == converted


@pytest.mark.parametrize(("language", "lead"), [("th", "กำหนดแนวทางแก้ไข"), ("en", "Decide how to mend")])
def test_a_summary_says_what_is_to_be_decided_and_every_number_has_an_origin(language, lead):
    known = facts_of(
        {2567: ten(83, i9=60), 2568: ten(84, i9=71)},
        "summary",
        measures=[("การเปิดเผยข้อมูล", "9")],
        statuses=["not_begun"],
    )
    writer = Writer(language, "arabic")
    made = report_of(known, writer)
    page = "".join(block.html for block in made.parts() if block)
    assert 'id="decisions"' in page
    assert lead in made.decisions().html
    assert page.count("<figure") == 1
    assert [number.text for number in trace.numbers(page, known, writer) if not number.kind] == []
    # A whole report shows nothing of it, a summary nothing of a whole report.
    assert made.annex() is None
    assert report_of(facts_of({2568: ten(84)}), writer).decisions() is None
