"""Rules of a workspace's own: what the file may hold, what it changes, and that nothing else names a rule."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from commands import ita
from helpers import framework, stages, tables
from helpers.analysis import chance, coverage, deltas, weak
from helpers.batch import cluster, reports
from helpers.batch.selection import Selection
from helpers.figures import trace
from helpers.framework import built_in, overlay, questions
from helpers.locations import notebook
from helpers.report.document import open_report
from helpers.report.export import blocks_to_html

PACKAGE = Path(framework.__file__).parents[1]

NINE = (Path(__file__).parent / "nine_indicators.toml").read_text(encoding="utf-8")
"""An invented assessment: nine indicators, two of them with other numbers than before, four instruments."""

SCORES = """agency_id,fiscal_year,indicator,score
6990101,2569,1,91.00
6990101,2569,2,88.10
6990101,2569,3,92.00
6990101,2569,4,86.50
6990101,2569,5,87.00
6990101,2569,6,90.00
6990101,2569,7,89.25
6990101,2569,8,84.00
6990101,2569,การเปิดเผยข้อมูล,95.00
6990101,2569,การป้องกันการทุจริต,75.50
6990101,2570,10,75.50
"""

PRINTED = """ผลการประเมิน ITA เทศบาลตำบลตัวอย่าง ปีงบประมาณ พ.ศ. 2570
ที่\tตัวชี้วัด\tคะแนน
1\tการปฏิบัติหน้าที่\t92.00
2\tการใช้งบประมาณ\t87.00
3\tการใช้อำนาจและทรัพย์สิน\t90.00
4\tคุณภาพการให้บริการ\t91.00
5\tการสื่อสารกับประชาชน\t79.00
6\tความโปร่งใสในการจัดซื้อจัดจ้าง\t88.00
7\tการบริหารสัญญา\t90.00
แบบวัด CIT\t\t89.00
8\tการเปิดเผยข้อมูล\t98.00
9\tการป้องกันการทุจริต\t70.00
คะแนนรวม\t\t86.17
"""

MEASURES = """agency_id,fiscal_year,measure,activity,title,indicators,step,responsible,period,monitoring
6990101,2569,1,1,มาตรการที่หนึ่ง,10,ขั้นตอน,สำนักปลัด,ต.ค. 2568 - ก.ย. 2569,รายไตรมาส
6990101,2570,1,1,มาตรการที่หนึ่ง,10,ขั้นตอน,สำนักปลัด,ต.ค. 2569 - ก.ย. 2570,รายไตรมาส
6990101,2571,1,1,มาตรการที่หนึ่ง,9,ขั้นตอน,สำนักปลัด,ต.ค. 2570 - ก.ย. 2571,รายไตรมาส
"""


@pytest.fixture(autouse=True)
def built_in_afterwards():
    yield
    framework.use("")


@pytest.fixture
def data_dir(tmp_path):
    raw = tmp_path / "data" / "raw"
    files = {
        "agencies.csv": "agency_id,name,type,district,province\n6990101,ตัวอย่าง,เทศบาลตำบล,เมือง,ตัวอย่าง\n",
        "scores/long.csv": SCORES,
        "scores/printed.txt": PRINTED,
        "measures/all.csv": MEASURES,
        "rules.toml": NINE,
    }
    for name, text in files.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")
    return tmp_path / "data"


# ------------------------------------------------------------------ from the tables to the page
def test_a_year_with_nine_indicators_and_four_instruments_is_read_analysed_and_printed(data_dir):
    stages.refresh(data_dir)
    scores = tables.read(data_dir, "scores")
    assert scores.groupby("fiscal_year")["indicator"].agg(list).to_dict() == {
        2569: list(range(1, 11)),
        2570: list(range(1, 10)),
    }
    findings = tables.read(data_dir, "findings").set_index("code")
    assert list(findings.index) == ["indicator_of_no_year"], "the tenth score of 2570, and nothing else"
    result = tables.read(data_dir, "totals").set_index("fiscal_year").loc[2570]
    assert [result[name] for name in ("iit", "eit", "cit", "oit")] == [89.67, 85.0, 89.0, 84.0]
    assert (result["computed_total"], result["level"], result["next_level"]) == (86.17, "ผ่าน", "ดีเด่น")

    changes = tables.read(data_dir, "deltas").query("fiscal_year == 2570").set_index("indicator")["change"]
    assert changes.dropna().to_dict() == {1: 1.0, 2: -1.1, 8: 3.0, 9: -5.5}, "by indicator, not by number"
    weak = tables.read(data_dir, "weak_indicators").set_index(["fiscal_year", "indicator"])
    assert weak.loc[(2569, 10), ["measures", "later"]].tolist() == ["1", 70.0]
    assert weak.loc[(2570, 9), ["class", "measures"]].tolist() == ["urgent", "1"]

    page = page_of(data_dir, "annual", 2570)
    assert "2 จาก 9 ตัวชี้วัดที่ต่ำกว่าเกณฑ์ 80 คะแนน" in page
    assert "7 การบริหารสัญญา" in page
    assert "ประกาศสมมุติ ลงวันที่ 1 ตุลาคม 2569" in page
    assert "CIT" in page
    assert "ตัวชี้วัดอื่นไม่มีในการประเมินปีงบประมาณ พ.ศ. 2569 จึงเปรียบเทียบได้ 4 จาก 9 ตัวชี้วัด" in page
    assert "ประกาศสมมุติ ลงวันที่ 1 ตุลาคม 2569" in page_of(data_dir, "plan", 2571), "a year of the user's alone"


def test_the_digest_of_rules_is_the_same_in_every_process():
    code = (
        "import sys; from helpers import framework; framework.use(sys.stdin.read());"
        " print(framework.in_force(2562, 2570))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=NINE,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in range(4)
    }
    assert len(said) == 1, "or every run would make every paper anew"


def test_what_chance_can_do_follows_an_indicator_to_its_new_number():
    framework.use(NINE)
    rows = [("6990101", 2569, 9, 84.0), ("6990101", 2570, 8, 90.0)]
    scores = pd.DataFrame(rows, columns=["agency_id", "fiscal_year", "indicator", "score"])
    changes = deltas.compute(scores)
    changes = changes.assign(margin=[7.5 if year == 2570 else 9.9 for year in changes["fiscal_year"]])
    found = weak.compute(scores, changes, coverage.answers(tables.empty("measures")))
    before = found[found["fiscal_year"] == 2569]
    assert before[["later", "later_change", "later_margin"]].to_numpy().tolist() == [[90.0, 6.0, 7.5]]


def page_of(data_dir: Path, document: str, year: int) -> str:
    report = open_report("6990101", year, document, digits="arabic", data_dir=data_dir, refresh=False)
    page = blocks_to_html(report.parts())
    assert all(each.kind for each in trace.numbers(page, report.facts, report.writer)), "all have an origin"
    html = "".join(part.html for part in report.parts() if part is not None)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_was_made_by_other_rules_is_made_again(data_dir):
    def made_from() -> dict[int, str]:
        stages.refresh(data_dir)
        frames = {name: tables.read(data_dir, name) for name in tables.SCHEMAS}
        made: dict[int, str] = {}
        for year in (2569, 2570):
            selected = Selection(year=year, document="annual")
            options = reports.Options(data_dir, data_dir.parent / "reports", selected)
            for origin in reports.origins(frames, notebook(reports.REPORT), options).values():
                made[year] = origin.parts["rules"]
        return made

    file = data_dir / "raw" / "rules.toml"
    file.unlink()
    without = made_from()
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert made_from() == without
    file.write_text(NINE, encoding="utf-8")
    with_own = made_from()
    assert all(with_own[year] != without[year] for year in without)
    assert (data_dir / "processed" / "rules.toml").read_text(encoding="utf-8") == NINE
    of_2570 = NINE.partition("[2571]")[0]
    moved = of_2570.replace("[2570]", "[2571]\nlike = 2570").replace("[2570.", "[2571.")
    file.write_text(moved, encoding="utf-8")
    later = made_from()
    assert later[2569] == without[2569], "rules of 2571 concern no paper of 2569"
    assert later[2570] != without[2570], "the item of 2571 may ask for it"


def test_the_rules_go_to_other_machines_with_the_tables(data_dir, tmp_path):
    stages.refresh(data_dir)
    for name, content in cluster._files([], data_dir).items():
        file = tmp_path / "elsewhere" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    framework.use("")
    assert len(tables.read(tmp_path / "elsewhere", "totals", "6990101").columns) == len(
        tables.SCHEMAS["totals"].columns
    )
    assert framework.for_year(2571).numbers == tuple(range(1, 10))


# ------------------------------------------------------------------ what repeats the built-in rules
def toml_of(entry: object) -> str:
    if isinstance(entry, dict):
        return "{" + ", ".join(f'"{key}" = {toml_of(value)}' for key, value in entry.items()) + "}"
    if isinstance(entry, list):
        return "[" + ", ".join(map(toml_of, entry)) + "]"
    return str(entry).lower() if isinstance(entry, bool | int | Decimal) else f'"{entry}"'


def without_origin(entry: built_in.Entry) -> built_in.Entry:
    """The rules as a file can write them: what is nothing is not written."""
    sections = {
        section: {
            code: {
                name: value
                for name, value in each.items()
                if name not in ("certainty", "source", "source_th")
                and (section == "checks" or value not in (0, []))
            }
            for code, each in entry[section].items()
        }
        for section in ("checks", "questions")
    }
    return {**entry, **sections}


def test_a_file_that_repeats_the_built_in_rules_changes_nothing():
    before = {year: framework.for_year(year) for year in framework.years()}
    for text in (
        "# nothing\n",
        "\n".join(
            f"[{year}]\n"
            + "\n".join(f"{key} = {toml_of(each)}" for key, each in without_origin(entry).items())
            for year, entry in built_in.by_year().items()
        ),
        "\n".join(f"[{year}]\nlike = {year}" for year in framework.years()),
    ):
        framework.use(text)
        assert {year: framework.for_year(year) for year in framework.years()} == before
        assert framework.in_force(framework.years()[0], framework.years()[-1]) == ""


@pytest.mark.slow_cases
@pytest.mark.parametrize("year", framework.years())
def test_a_single_rule_that_differs_is_the_users_and_no_other(year):
    known = built_in.by_year()[year]
    for leaf, value in overlay.leaves(without_origin(known)).items():
        if leaf.endswith(".en"):
            at, _, key = leaf.rpartition(".")
            if "[" in at:
                continue
            text = f'[{year}]\nsource = "ประกาศ"\n[{year}.{at}]\n{key} = "{value}, changed"\n'
            framework.use(text)
            rules = framework.for_year(year)
            assert rules.own == (overlay.part_of(leaf),)
            assert leaf in overlay.differences(known, framework.entry_of(year))
            assert set(rules.own) <= set(rules.provisional), "where the file does not say how sure it is"


BEHIND = (
    NINE
    + """
[2570.questions.CIT]
letter = "c"
each = 4

[2570.questions.OIT]
letter = "o"
parts = [
    { number = "8.1", indicator = 8, count = 3, th = "ก", en = "a" },
    { number = "9.1", indicator = 9, count = 2, th = "ข", en = "b" },
]

[2570.country]
mean = 91.25
agencies = 8300

[2570.country.levels."ดีเด่น"]
agencies = 830
percent = 10
"""
)


def test_questions_of_ones_own_year_and_the_countrys_figures(data_dir):
    assert "i1" in questions.of_year(2568)
    framework.use(NINE)
    assert questions.of_year(2570) == {}, "what is behind other indicators is not known"
    framework.use("[2570]\nlike = 2568\nsource = 'x'")
    assert set(questions.of_year(2570)) == set(questions.of_year(2568))
    assert framework.country(2567) is not None
    framework.use("[2570]\nlike = 2567\nsource = 'x'")
    assert framework.country(2570) is None, "what was published of a year is of no other"

    framework.use(BEHIND)
    known = questions.of_year(2570)
    assert [(code, each.indicator, each.share) for code, each in known.items() if code[0] == "c"] == [
        (f"c{n}", 6 if n <= 4 else 7, Fraction(1, 4)) for n in range(1, 9)
    ]
    assert (known["o3"].part, known["o4"].indicator, known["o4"].share) == ("8.1", 9, Fraction(1, 2))
    assert {each.source for each in known.values()} == {"ประกาศสมมุติ ลงวันที่ 1 ตุลาคม 2569"}
    assert {"questions", "country"} <= set(framework.for_year(2570).own)
    country = framework.country(2570)
    assert (country.mean, country.agencies, country.levels) == (
        Decimal("91.25"),
        8300,
        {"ดีเด่น": (830, Decimal(10))},
    )
    (data_dir / "raw" / "rules.toml").write_text(BEHIND, encoding="utf-8")
    said = ita("rules", "2570", "--data-dir", data_dir).stdout
    assert "    6: c1–c4\n    7: c5–c8\n" in said
    assert "    8 8.1: o1–o3\n    9 9.1: o4–o5\n" in said
    assert "ค่าเฉลี่ย 91.25 จาก 8,300\n  ดีเด่น 830 (10 %)" in said


def test_an_instrument_of_ones_own_has_respondents_and_questions(data_dir):
    (data_dir / "raw" / "rules.toml").write_text(BEHIND, encoding="utf-8")
    (data_dir / "raw" / "scores" / "c.csv").write_text(
        "agency_id,fiscal_year,instrument,respondents\n6990101,2570,CIT,45\n6990101,2570,OIT,3\n",
        encoding="utf-8",
    )
    (data_dir / "raw" / "scores" / "q.csv").write_text(
        "agency_id,fiscal_year,code,score\n6990101,2570,c2,70\n6990101,2570,o4,0\n", encoding="utf-8"
    )
    made = stages.check(data_dir)
    counts = made["context"].query("what == 'respondents'")
    assert counts[["part", "value"]].to_numpy().tolist() == [["cit", 45.0]]
    assert "choice_unknown" in set(made["findings"]["code"]), "nobody answers what is checked"
    rows = made["questions"][["instrument", "code", "indicator"]].to_numpy().tolist()
    assert rows == [["cit", "c2", 6], ["oit", "o4", 9]]
    assert chance.has_one_group("CIT", 2570)


MARKS = """
[2567]
source = "ประกาศของจังหวัด"
certainty = "published"
[2567.settings]
urgent_below = 75
strength_from = 90
[2568]
source = "ประกาศฉบับใหม่"
[2568.settings]
material_change = 3
"""


def test_marks_of_a_year_class_its_weak_points_and_those_of_a_run_come_first():
    framework.use(MARKS)
    rows = [("0012", 2567, number, 96.0, "") for number in range(3, 11)]
    rows += [("0012", 2567, 1, 80.0, ""), ("0012", 2567, 2, 92.0, "")]
    rows += [(agency, 2568, number, score - 2, source) for agency, _, number, score, source in rows]
    frame = pd.DataFrame(rows, columns=list(tables.SCHEMAS["scores"].columns))
    answers = coverage.answers(tables.empty("measures"))

    def classes(text: str) -> dict[tuple[int, int], str]:
        made = weak.compute(frame, deltas.compute(frame), answers, framework.settings(text))
        return made.set_index(["fiscal_year", "indicator"])["class"].to_dict()

    of_years = classes("")
    assert of_years[2567, 1] == "develop", "from 75"
    assert (2567, 2) not in of_years, "from 90 on a strength"
    assert of_years[2568, 1] == "urgent", "this year's mark is 85"
    made = weak.compute(frame, deltas.compute(frame), answers)
    assert not made["reasons"].str.contains("fell").any(), "a fall by 2 is none where 3 is the mark"
    assert classes("urgent_below=85")[2567, 1] == "urgent", "even where it is the usual value"
    assert framework.stated(2567, framework.settings("strength_from=93")) == ("urgent_below",)


def test_a_page_names_the_source_of_the_marks_of_its_year(tmp_path):
    shutil.copytree(PACKAGE.parents[1] / "data" / "raw", tmp_path / "raw")

    def page(document: str = "annual") -> str:
        report = open_report("5310703", 2568, document, data_dir=str(tmp_path), digits="arabic")
        return blocks_to_html(report.parts()).replace("<wbr>", "").replace("\xa0", " ")

    before = page()
    assert "75 คะแนน" not in before
    (tmp_path / "raw" / "rules.toml").write_text(MARKS, encoding="utf-8")
    now = page()
    assert "ตัวชี้วัดที่ได้คะแนนต่ำกว่า 75 คะแนน" in now
    assert "และเกณฑ์ 75 คะแนน และ 90 คะแนน เป็นไปตามหลักเกณฑ์ที่ผู้จัดทำระบุ (ประกาศของจังหวัด)" in now
    assert "เกณฑ์การเปลี่ยนแปลง 3 คะแนน เป็นไปตามหลักเกณฑ์ที่ผู้จัดทำระบุ (ประกาศฉบับใหม่)" in page("summary")
    assert "ปีงบประมาณ พ.ศ. 2567: เกณฑ์ของการวิเคราะห์ (ประกาศของจังหวัด)" in now
    shown = ita("rules", "--diff", "--data-dir", tmp_path, "--language", "en").stdout
    assert "2567 [rules.toml: ประกาศของจังหวัด; published]\n2567.settings.urgent_below: 85 → 75" in shown
    shown = ita("rules", "2568", "--data-dir", tmp_path, "--language", "en").stdout
    assert "Marks of the analysis [rules.toml: ประกาศฉบับใหม่; provisional]" in shown
    assert "A smaller change than this is about the same: 3" in shown
    (tmp_path / "raw" / "rules.toml").unlink()
    assert page() == before


# ------------------------------------------------------------------ what is wrong with a file
FAULTS = {
    "[2568.questions.IIT]\neach = 0": "2568.questions.IIT.each: 0 can't be: write a whole number from 1",
    "[2568.questions.XIT]\neach = 3": "2568.questions.XIT: there is no such instrument in this year",
    "[2568.questions.OIT]\nletter = 'i'": "2568.questions.OIT.letter: is another instrument's, too",
    "[2568.questions.OIT]\nparts = [{ number = '1', indicator = 1, count = 2 }]": "OIT has no such",
    "[2569.questions.IIT]\nletter = 'i'": "2569.questions.IIT: write each, count or parts",
    "[2569.country]\nagencies = 8317": "2569.country.mean: is missing",
    "[2568.country]\nmean = 193": "2568.country.mean: 193 can't be: write points from 0 to 100",
    "[2567.country.levels.'ผ่าน']\nshare = 3": "2567.country.levels.ผ่าน.share: is not known: write",
    "[2570": "rules.toml: is no TOML",
    "[2573]": "rules.toml: 2573: write a table for a fiscal year from 2562 to 2571 such as [2570]",
    "[2570]\npas_mark = 80": "rules.toml: 2570.pas_mark: is not known: write pass_mark",
    "[2570]\npass_mark = 'high'": '2570.pass_mark: "high" can\'t be: write points from 0 to 100 such as 85',
    "[2570]\npass_mark = 80.125": "2570.pass_mark: 80.125 can't be: write points from 0 to 100 such as 85",
    "[2570]\npass_mark = 80": "2570.source: is missing: say where the rules come from",
    "[2570]\nlike = 2561": "2570.like: there are no rules of 2561",
    "[2570]\ncertainty = 'sure'": '"sure" can\'t be: write published recomputed inferred provisional',
    "[2570]\ninstruments = 3": "2570.instruments: must be a table: write [2570.instruments]",
    "[2570.settings]\nfewest_peers = 3": "2570.settings.fewest_peers: is not known: write urgent_below,",
    "[2570.settings]\nurgent_below = 101": "urgent_below: 101 can't be: write points from 0 to 100",
    "[2570.settings]\nurgent_below = 97": "2570.settings: urgent_below (97) must not be above",
    "[2570.settings]\nmaterial_change = 0": "2570.settings.material_change: must be above 0",
    "[2570.instruments.IIT]\nweight = 0.25": "2570.instruments.*.weight: add up to 0.95 and must add up to 1",
    "[2570.instruments.iit]\nweight = 0.3": "2570.instruments.iit: is not known: write capital letters",
    "[2570.instruments.EIT]\nindicators = [5, 6, 7, 8]": "instruments: indicator 5 is in two of them",
    "[2570.instruments.EIT]\nindicators = [6, 7, 8, 11]": "indicators.11: is missing: write its th",
    "[2570.instruments.EIT]\nindicators = ['6']": "indicators: ['6'] can't be: write a list of numbers",
    "[2570.indicators.9]\nth = 'ชื่อใหม่'": "2570.indicators.9.en: is missing",
    "[2570.indicators.9]\nth = 'การใช้อำนาจ'": "two indicators have the name การใช้อำนาจ",
    "[[2570.levels]]\nth = 'ก'\nen = 'A'\ntotal = 50": "levels: the last level must have total = 0",
    "[[2570.levels]]\nth = 'ก'\nen = 'A'\ntotal = 0\n"
    "[[2570.levels]]\nth = 'ข'\nen = 'B'\ntotal = 50": "2570.levels: write the best level first",
    "[[2570.levels]]\nth = 'ก'\ntotal = 0": "2570.levels[1].en: is missing",
    "[2570.checks.A9]\non = 'yes'": '2570.checks.A9.on: "yes" can\'t be: write true or false',
    "[2570.checks.Z1]\nth = 'ก'": "2570.checks.Z1.document: is missing",
    "[2571]\npass_mark = 80": "2571.instruments: is missing: write it, or like = a year that is alike",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_with_its_place_and_what_to_write_in_both_languages(text):
    before = framework.for_year(2570)
    with pytest.raises(framework.RulesError) as caught:
        framework.use(text)
    lines = str(caught.value).splitlines()
    assert FAULTS[text] in "\n".join(lines)
    assert len(lines) % 2 == 0
    for thai, english in zip(lines[::2], lines[1::2], strict=True):
        assert thai.startswith("rules.toml: ")
        assert english.startswith("rules.toml: ")
        assert re.search("[ก-๛]", thai)
    assert framework.for_year(2570) == before, "what was in force stays"


def test_the_file_in_the_documentation_can_be_used():
    text = (PACKAGE.parents[1] / "docs" / "data.md").read_text(encoding="utf-8")
    framework.use(text.partition("```toml\n")[2].partition("```")[0])
    rules = framework.for_year(2570)
    assert rules.own == framework.PARTS
    assert (rules.numbers[-1], rules.instrument_of(11).id) == (11, "CIT")


def test_every_fault_of_a_file_is_told_at_once_and_stops_the_command(data_dir):
    (data_dir / "raw" / "rules.toml").write_bytes(b"[2570]\npass_mark = 101\nlevel = 1\n")
    for command in (("check",), ("rules",), ("reports", "--out", data_dir.parent / "reports")):
        done = ita(*command, "--data-dir", data_dir)
        assert done.returncode == 2
        assert "2570.pass_mark" in done.stderr
        assert "2570.level" in done.stderr
    assert not (data_dir / "processed").exists()
    (data_dir / "raw" / "rules.toml").write_bytes("[2570]\nsource = 'ก'".encode("cp874"))
    assert "UTF-8" in ita("check", "--data-dir", data_dir).stderr


# ------------------------------------------------------------------ what is shown
def test_the_command_shows_what_holds_and_from_where(data_dir):
    shown = ita("rules", "2570", "--data-dir", data_dir, "--language", "en").stdout
    assert "Weights [rules.toml: ประกาศสมมุติ ลงวันที่ 1 ตุลาคม 2569; published]" in shown
    assert "  CIT 0.10 contractors' survey\n    6 Transparency of procurement" in shown
    assert "outstanding: Total ≥ 90; IIT, EIT, CIT, OIT ≥ 90" in shown
    built_in = ita("rules", "2568", "--data-dir", data_dir, "--language", "en").stdout
    assert "[built in: published totals come back" in built_in
    differences = ita("rules", "2570", "--diff", "--data-dir", data_dir).stdout.splitlines()
    assert "2570.pass_mark: 85 → 80" in differences
    assert not [line for line in differences if "checks.A1" in line]
    (data_dir / "raw" / "rules.toml").unlink()
    assert ita("rules", "--diff", "--data-dir", data_dir).stdout == "ไม่ต่างจากในโปรแกรม\n"
    assert ita("rules", "2580", "--data-dir", data_dir).returncode == 2


# ------------------------------------------------------------------ no rule outside the data
NAMED = re.compile(r"(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])|(?<![a-z])(?:iit|eit|oit)(?![a-z])")
COUNTED = re.compile(r"range\(1, 1[01]\)|\bten (?:indicators|scores)\b|ทั้งสิบ|สิบตัวชี้วัด")


def said(module: Path) -> Iterator[str]:
    """The texts and the lines of a module, without comments and docstrings."""
    source = module.read_text(encoding="utf-8")
    described = {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT and token.start[0] not in described:
            yield token.string


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.stem)
def test_no_code_names_an_instrument_or_counts_the_indicators(module):
    line = " ".join(said(module)).replace("( ", "(").replace(" ,", ",").replace(" )", ")")
    assert not NAMED.search(line)
    assert not COUNTED.search(line)


@pytest.mark.parametrize("year", framework.years())
def test_the_rules_of_each_year_are_shown_in_thai(year, tmp_path):
    """Letters of Latin stand for levels, instruments, items, questions and elements only."""
    shown = ita("rules", str(year), "--data-dir", tmp_path).stdout
    assert "รายการตรวจเอกสาร" in shown
    assert not re.findall("[A-Za-z]*[a-z][A-Za-z]*", re.sub(r"\b[ieo][0-9]+", "", shown))
