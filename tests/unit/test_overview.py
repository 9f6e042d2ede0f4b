"""The overview's blocks: every one with many agencies, one, or nothing; in both languages."""

import re

import pytest

from helpers import demo, facts, stages, tables
from helpers.analysis import national
from helpers.analysis import totals as results
from helpers.batch import manifest, pages
from helpers.narrative import Writer
from helpers.report import overview_charts, show


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("overview")
    demo.write(data_dir / "raw", agencies=80, years=3)
    stages.refresh(data_dir)
    return stages.read_all(data_dir)


def blocks(made, writer):
    totals, weak = made["totals"], made["weak_indicators"]
    answered = national.coverage_by_year(weak, made["measures"])
    return {
        "levels": overview_charts.chart_levels(totals, writer),
        "totals": overview_charts.chart_totals(totals, writer),
        "indicators": overview_charts.chart_indicators(made["scores"], 2568, writer),
        "weak": overview_charts.chart_weak_points(weak, 2567, writer),
        "heat": overview_charts.heat_map(made, 2568, writer),
        "coverage": show.table(answered, writer, th="มาตรการที่ตอบจุดอ่อนของปีก่อน", en="Answered"),
    }


@pytest.mark.parametrize(("language", "digits"), [("th", "thai"), ("th", "arabic"), ("en", "arabic")])
def test_every_block_is_drawn_in_every_language(made, language, digits):
    for name, block in blocks(made, Writer(language, digits)).items():
        assert block is not None, name
        text = re.sub(r"<[^>]+>", " ", block.html)
        if digits == "arabic" and name != "heat":  # names come as they are
            assert not re.search("[๐-๙]", text), name
        if language == "en" and name != "heat":
            assert not re.search("[ก-๛]", text), name


def test_without_data_nothing_is_drawn(made):
    empty = {name: frame.head(0) for name, frame in made.items()}
    found = blocks(empty, Writer("th", "thai"))
    assert found.pop("coverage").text.startswith("มาตรการที่ตอบจุดอ่อน")
    assert set(found.values()) == {None}


def of_first(made, count):
    """The tables of only so many agencies."""
    known = sorted(made["agencies"]["agency_id"])[:count]
    return {
        name: frame[frame["agency_id"].isin(known)] for name, frame in made.items() if "agency_id" in frame
    }


@pytest.mark.parametrize("count", [1, 2])
def test_of_one_agency_or_two_no_distribution_is_drawn_and_it_says_so(made, count):
    few, writer = of_first(made, count), Writer("th", "arabic")
    found = blocks(few, writer)
    assert [name for name in ("levels", "totals", "indicators", "weak") if found[name] is not None] == []
    said = overview_charts.main_points(few, 2568, writer).text.replace("\u00a0", " ")
    assert f"มีเพียง {count} หน่วยงาน" in said
    assert "มีเพียง" not in overview_charts.main_points(made, 2568, writer).text


@pytest.mark.parametrize(("language", "digits"), [("th", "thai"), ("en", "arabic")])
def test_the_main_points_are_what_the_tables_hold(made, language, digits):
    said = overview_charts.main_points(made, 2568, Writer(language, "arabic")).text
    scores = made["scores"].query("fiscal_year == 2568").groupby("indicator")["score"].median()
    assert f"{scores.min():.2f}" in said
    assert str(len(made["totals"].query("fiscal_year == 2568"))) in said
    assert overview_charts.main_points(
        {n: f.head(0) for n, f in made.items()}, 2568, Writer(language, digits)
    ).text


def test_what_documents_lack_is_said_in_words(made):
    shown = show.table(national.readiness(made["checklist"]), Writer("en", "arabic"), th="", en="").text
    assert not re.search(r"\b[AB][0-9]\b", shown)


def test_spreads_are_sorted_the_lowest_median_first(made):
    drawn = overview_charts.chart_indicators(made["scores"], 2568, Writer("en", "arabic")).html
    medians = [float(text) for text in re.findall(r">([0-9]+[.][0-9]{2})</text>", drawn)]
    assert len(medians) == 10
    assert medians == sorted(medians)


def test_heat_map_shows_the_lowest_totals_and_says_how_many_there_are(made):
    html = overview_charts.heat_map(made, 2568, Writer("th", "arabic")).html
    assert html.count('<th scope="row"') == overview_charts.MOST_AGENCIES
    assert "จาก 80 หน่วยงาน" in re.sub(r"<[^>]+>", "", html).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("score", "shade"),
    [
        (100.0, "h0"),
        (95.0, "h0"),
        (94.99, "h1"),
        (85.0, "h1"),
        (84.99, "h2"),
        (69.99, "h3"),
        (float("nan"), ""),
    ],
)
def test_shades_follow_the_limits_of_the_levels(score, shade):
    assert overview_charts._shade(score) == shade


def test_names_in_the_heat_map_are_escaped(made):
    hostile = made | {"agencies": made["agencies"].assign(name="<b>&", type="")}
    assert "<b>" not in overview_charts.heat_map(hostile, 2568, Writer("th", "thai")).html


def test_a_total_that_its_scores_contradict_tops_no_list_unmarked(made):
    """The lowest total of all is a slip: wherever it stands first, it has the mark, and what it means."""
    totals, writer = made["totals"].copy(), Writer("en", "arabic")
    row = (totals["agency_id"] == totals["agency_id"].min()) & (totals["fiscal_year"] == 2568)
    totals.loc[row, "published_total"] = 1.23
    slipped, name = made | {"totals": totals}, facts.full_names(made["agencies"])[totals["agency_id"].min()]
    moved = show.with_names(national.ends(results.changes(totals, 2568), "change"), made["agencies"])
    assert moved["agency"].iloc[0] == name
    for block in (
        overview_charts.heat_map(slipped, 2568, writer),
        show.changes_chart(moved, writer, th="", en="Moved most"),
        show.table(moved, writer, th="", en="Moved most"),
    ):
        shown = re.sub(r"<[^>]+>", "", block.html)
        assert shown.count(show.DOUBT) >= 2
        assert show.doubt(writer) in shown
    assert show.doubt(writer) not in overview_charts.heat_map(made, 2568, writer).html


def test_a_total_that_its_scores_contradict_is_marked_in_the_indexes(made, tmp_path):
    totals, writer = made["totals"].copy(), Writer("en", "arabic")
    agency_id = totals["agency_id"].min()
    row = (totals["agency_id"] == agency_id) & (totals["fiscal_year"] == 2568)
    totals.loc[row, "published_total"] = 1.23
    slipped = made | {"totals": totals, "sources": tables.empty("sources")}
    every = made["agencies"]["agency_id"]
    manifest.write(tmp_path / "2568" / "annual", dict.fromkeys(every, manifest.Entry(manifest.SUCCEEDED)))
    index = pages.write_index(tmp_path, 2568, "annual", slipped, writer).decode()
    for page in (index, pages.write_front(tmp_path, [], slipped, writer).decode()):
        table, notes = page.replace("<wbr>", "").split("</table>")
        assert table.count(show.DOUBT) == 1
        assert f"1.23{show.DOUBT}" in table
        assert "The published total is not what the scores give" in notes


def test_the_front_page_says_of_failed_papers_alone_that_they_failed(made, tmp_path):
    failed, done = manifest.Entry(manifest.FAILED, "x"), manifest.Entry(manifest.SUCCEEDED)
    entries = {"D000001": failed, "D000002": done, "D000003": failed}
    manifest.write(tmp_path / "2568" / "annual", entries)
    frames = made | {"sources": tables.empty("sources")}
    page = pages.write_front(tmp_path, [], frames, Writer("en", "arabic")).decode().replace("<wbr>", "")
    papers = [re.sub("<[^>]+>", "", row) for row in re.findall(r'<div class="paper">(.*?)</div>', page)]
    assert sorted(paper.count("could not be made: ") for paper in papers) == [0, 1, 1]
