"""What reports assert is held against the data: of the four agencies, and of sixty made to hold every blank.

Each assertion is worked out here anew from the tables, not with the functions that wrote the sentences.
"""

import re
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from invented import sixty
from justhtml import JustHTML

from helpers import facts, stages, tables
from helpers.analysis import documents
from helpers.narrative import Writer
from helpers.report import forms
from helpers.report.document import Report

RAW = Path(__file__).parents[2] / "data" / "raw"
TH = Writer("th", "arabic")
MATERIAL, MARK = Decimal(1), Decimal(85)


def text_of(node) -> str:
    return re.sub(r"\s+", " ", node.to_text(separator="", strip=False)).replace("\u00a0", " ").strip()


class Paper:
    """A report's text by part; charts are only captions, for they take most of the time."""

    def __init__(self, known: facts.Facts, form: str = forms.FULL) -> None:
        self.facts = known
        report = Report(known, TH, form)
        parts = ("heading", "summary", "scores", "weak_points", "targets", "measures", "follow_up")
        parts += ("statuses", "outcomes", "problems", "closing", "about", "annex")
        blocks = {name: getattr(report, name)() for name in parts}
        self.html = {name: JustHTML(block.html, sanitize=False) for name, block in blocks.items() if block}
        self.said = {
            name: [text_of(node) for node in page.query("p, li, td, th")] for name, page in self.html.items()
        }
        self.own = " \n".join(line for name, lines in self.said.items() if name != "annex" for line in lines)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Every document of the four agencies, in all forms, and of the sixty."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(RAW, folder / "raw")
    stages.refresh(folder)
    made = {name: tables.read(folder, name) for name in tables.SCHEMAS}
    found = []
    for agency, year, document in documents.possible(made).itertuples(index=False):
        known = facts.load(folder, agency, int(year), document)
        found += [Paper(known, form) for form in (forms.FULL, "7")]
    return found + [Paper(known) for known in sixty()]


# ------------------------------------------------------------------ what the data say, read here anew
def kind(text) -> str:
    plain = re.sub(r"\s", "", str(text))
    return "blank" if plain in ("", "-", "–") else "none" if plain in ("ไม่มี", "none") else "said"


def by_measure(known: facts.Facts, column: str) -> dict[int, str]:
    kinds: dict[int, list[str]] = {}
    for row in known.activities.to_dict("records"):
        kinds.setdefault(row["printed"], []).append(kind(row[column]))
    return {n: next(k for k in ("said", "none", "blank") if k in found) for n, found in kinds.items()}


def moved(before: float, after: float) -> str:
    change = Decimal(f"{after:.2f}") - Decimal(f"{before:.2f}")
    if change == 0:
        return "same"
    return "rose" if change >= MATERIAL else "fell" if change <= -MATERIAL else "near"


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", text)]


# ------------------------------------------------------------------ the papers hold everything
def test_the_sixty_hold_every_blank_state_and_outcome(papers):
    known = [paper.facts for paper in papers]
    verdicts = {v for each in known if each.document == "annual" for v in each.follow_up["counted"]}
    assert verdicts == {"done_improved", "done_not_improved", "undone_improved", "undone_not_improved"} | {
        *("none_improved", "none_not_improved", "")
    }
    assert {state for each in known for state in each.activities["state"]} == {
        *("done", "under_way", "not_begun", "unknown")
    }
    for column in ("monitoring", "outcome", "problems", "suggestions", "evidence", "result"):
        assert {k for each in known for k in by_measure(each, column).values()} == {"said", "none", "blank"}
    assert any(each.activities["late"].any() for each in known)
    assert {each.document for each in known} == {"plan", "progress", "annual"}
    assert Counter(each.analysed.complete for each in known).keys() == {True, False}


# ------------------------------------------------------------------ blank is not none
SAYS_NONE = {
    "ไม่มีปัญหาและอุปสรรค": lambda known: "none" in by_measure(known, "problems").values(),
    "ไม่มีข้อเสนอแนะ": lambda known: "none" in by_measure(known, "suggestions").values(),
    "ไม่มีผลลัพธ์": lambda known: "none" in by_measure(known, "outcome").values(),
    "ไม่มีตัวชี้วัดในกลุ่มนี้": lambda known: known.analysed.complete and known.weak["class"].nunique() < 2,
    "ไม่มีตัวชี้วัดที่เปรียบเทียบ": lambda known: known.comparison["change"].isna().all(),
    "ไม่มีข้อมูลคะแนน": lambda known: not (known.current.complete and known.previous.complete),
    "แยกเป็น 2 ส่วน ซึ่งไม่มีข้อมูล": lambda known: known.current.year >= 2566,
    "ไม่มีข้อมูลของตัวชี้วัดอื่น": lambda known: not known.analysed.complete,
    "ไม่มีข้อมูลมาตรการ": lambda known: known.measures.empty,
    "ไม่มีการเปรียบเทียบคะแนน": lambda known: not known.current.known and not known.previous.known,
    "ไม่มีคะแนนตัวชี้วัดที่": lambda known: not (known.current.complete and known.previous.complete),
    "ยังไม่มีคะแนน": lambda known: not known.current.complete,
    "ยังไม่มีมาตรการที่ระบุว่ารองรับ": lambda known: (
        known.document == "plan" and (known.follow_up["action"] == "none").any()
    ),
    "ไม่มีมาตรการที่ระบุว่ารองรับ": lambda known: (known.follow_up["action"] == "none").any(),
    "ไม่มีข้อมูล": lambda known: not (known.current.complete and known.previous.complete),
}
"""Everything that this tool says there is none of, with what must then hold; the longest first."""


def test_nothing_is_said_to_be_none_that_is_only_blank(papers):
    for paper in papers:
        written = [
            str(cell)
            for column in paper.facts.activities.select_dtypes("str")
            for cell in paper.facts.activities[column]
        ]
        quoted = {re.sub(r"\s+", " ", line) for cell in written for line in cell.split("\n") if "ไม่มี" in line}
        for line in paper.own.split("\n"):
            rest = line
            for text in sorted(quoted, key=len, reverse=True):
                rest = rest.replace(text, "") if text != "ไม่มี" else rest
            for words, holds in SAYS_NONE.items():
                if words in rest:
                    assert holds(paper.facts), (paper.facts.document, line)
                    rest = rest.replace(words, "")
            assert "ไม่มี" not in rest, line


def test_what_is_blank_is_said_not_to_be_reported_and_what_is_none_to_be_none(papers):
    looked = 0
    for paper in papers:
        if "problems" not in paper.html:
            continue
        text = " ".join(paper.said["problems"])
        for column, name in (("problems", "ปัญหาและอุปสรรค"), ("suggestions", "ข้อเสนอแนะ")):
            kinds = by_measure(paper.facts, column)
            for code, words in (("blank", f"มิได้มีการรายงาน{name}"), ("none", f"ไม่มี{name}")):
                assert (words in text) == (code in kinds.values()), (kinds, text)
                looked += code in kinds.values()
    assert looked > 20


def test_a_cell_of_the_annex_is_what_was_written_and_a_dash_where_nothing_was(papers):
    for paper in papers:
        if "annex" not in paper.html or paper.facts.document == "progress":
            continue
        known, page = paper.facts, paper.html["annex"]
        heads = [text_of(cell) for cell in page.query("thead th")][1:]
        column = {
            TH.word("column", name): name
            for name in ("problems", "suggestions", "outcome", "monitoring", "result")
        }
        rows = zip(page.query("tbody tr"), known.activities.to_dict("records"), strict=True)
        for node, row in rows:
            for head, cell in zip(heads, node.query("td"), strict=True):
                if head in column and kind(row[column[head]]) != "said":
                    assert (
                        text_of(cell).split("หลักฐานอ้างอิง")[0]
                        == {"blank": "–", "none": "ไม่มี"}[kind(row[column[head]])]
                    )
        for name in column:
            absent = all(kind(cell) == "blank" for cell in known.activities[column[name]])
            assert not (absent and name in heads), "a column of dashes"


# ------------------------------------------------------------------ nothing is late in time
def test_nothing_is_late_before_its_last_day_has_passed(papers):
    said = 0
    for paper in papers:
        known, rows = paper.facts, paper.facts.activities
        past = [
            row
            for row in rows.to_dict("records")
            if not pd.isna(row["period_end"])
            and row["period_end"].date() < known.cut_off
            and row["status"] in ("under_way", "not_begun")
        ]
        found = re.findall(r"พ้นระยะเวลาดำเนินการแล้ว ณ วันที่ .*? จำนวน ([0-9]+) กิจกรรม", paper.own)
        assert all(int(count) == len(past) for count in found)
        if known.document != "plan" and rows["state"].nunique() > 1:
            assert bool(found) == bool(past)
        said += len(found)
        assert known.cut_off <= date(known.fiscal_year - 543, 9, 30)
    assert said > 3


# ------------------------------------------------------------------ no promise of what is absent
def test_nothing_is_promised_that_the_paper_does_not_hold(papers):
    for paper in papers:
        known, text = paper.facts, paper.own
        there = {
            node.attrs["id"]
            for page in paper.html.values()
            for node in page.query("h2, h3")
            if node.attrs.get("id")
        }
        linked = {node.attrs["href"][1:] for node in paper.html["heading"].query("a")} - {"memo"}
        assert linked <= there
        assert ("ภาคผนวก" in text) <= ("annex" in paper.html)
        assert ("ข้อเสนอแนะข้างต้น" in text) <= ("said" in by_measure(known, "suggestions").values())
        assert ("กำกับติดตามตามแนวทาง" in text) <= any(
            kind(each) != "blank" for each in known.measures["monitoring"]
        )
        assert ("ต่ำที่สุดในบรรดา" in text) <= known.analysed.complete
        assert ("มาวิเคราะห์" in text) <= known.analysed.known
        assert ("*" in text.replace("มีเครื่องหมาย * คือ", "")) <= (
            "* พิจารณา" in text or "* 8" in text or "* 7" in text
        )
        for card in re.findall("[0-9]+ จาก [0-9]+", " ".join(paper.said["summary"])):
            assert not (card.endswith(" จาก 1") and card.startswith("0"))


# ------------------------------------------------------------------ what was done, and what became of it
def test_what_is_said_to_be_done_is_done(papers):
    seen = Counter()
    for paper in papers:
        known = paper.facts
        states: dict[int, set[str]] = {}
        for row in known.activities.to_dict("records"):
            states.setdefault(row["printed"], set()).add(row["status"])
        for listed in re.findall(r"ได้ดำเนินการตามมาตรการที่ ([0-9, และ]+?) แล้ว", paper.own):
            assert all(states[number] == {"done"} for number in numbers(listed))
            seen["done"] += 1
        for listed in re.findall(r"ยังไม่ดำเนินการตามมาตรการที่ ([0-9, และ]+)", paper.own):
            assert all(states[number] == {"not_begun"} for number in numbers(listed))
            seen["not_begun"] += 1
        if "ครบทุกกิจกรรม" in paper.own:
            assert set(known.activities["status"]) == {"done"}
    assert seen["done"] > 5
    assert seen["not_begun"] > 2


def test_a_measure_that_has_not_begun_is_no_answer_that_was_given(papers):
    for paper in papers:
        known = paper.facts
        for row in known.follow_up.to_dict("records"):
            own = known.activities[known.activities["measure"].isin(row["measures"])]
            assert (row["action"] == "done") == (len(own) > 0 and (own["status"] == "done").all())


def test_the_four_verdicts_follow_from_states_and_scores(papers):
    for paper in papers:
        if "follow_up" not in paper.html:
            continue
        known, page = paper.facts, paper.html["follow_up"]
        points = {int(row["indicator"]): row for row in known.weak.to_dict("records")}
        rows = page.query("tbody tr")
        assert len(rows) == len(points) == len(page.query("ol > li"))
        for node in [*rows, *page.query("ol > li")]:
            text = text_of(node)
            point = points[numbers(text)[0]]
            if pd.isna(point["later"]):
                assert not re.search("คะแนน(เพิ่ม|ลดลง|ใกล้เคียง|คงเดิม|ไม่เปลี่ยนแปลง)", text)
                continue
            words = {
                "rose": "คะแนนเพิ่ม",
                "fell": "คะแนนลดลง",
                "near": "คะแนนใกล้เคียงเดิม",
                "same": "คะแนน(?:คงเดิม|ไม่เปลี่ยนแปลง)",
            }
            said = [code for code, pattern in words.items() if re.search(pattern, text)]
            assert said == [moved(point["score"], point["later"])], text
            crossed = Decimal(str(point["score"])) < MARK <= Decimal(str(point["later"]))
            assert ("ผ่านเกณฑ์แล้ว" in text) == crossed
            assert ("ต่ำกว่าเกณฑ์" in text) == (Decimal(str(point["later"])) < MARK)


# ------------------------------------------------------------------ one rule for one thing
def test_every_part_calls_a_change_by_the_same_rule(papers):
    looked = 0
    for paper in papers:
        known = paper.facts
        rows = known.comparison.dropna(subset=["change"])
        if rows.empty:
            continue
        counts = Counter(moved(row["previous"], row["current"]) for row in rows.to_dict("records"))
        words = {
            "rose": "เพิ่มขึ้นตั้งแต่ 1 คะแนนขึ้นไป",
            "fell": "ลดลงตั้งแต่ 1 คะแนนขึ้นไป",
            "near": r"ใกล้เคียงเดิม \(เปลี่ยนแปลงไม่ถึง 1 คะแนน\)",
            "same": "ไม่เปลี่ยนแปลง",
        }
        lines = [
            line
            for name in ("outcomes", "closing")
            for line in paper.said.get(name, [])
            if "เมื่อเปรียบเทียบ" in line and known.document == "annual"
        ]
        for line in lines:
            for code, pattern in words.items():
                found = re.search(rf"{pattern} ([0-9]+) ตัวชี้วัด|ทั้ง ([0-9]+) ตัวชี้วัดมีคะแนน{pattern}", line)
                assert (int(found[1] or found[2]) if found else 0) == counts[code], line
                looked += bool(found)
    assert looked > 20


def test_no_table_has_a_column_of_dashes(papers):
    looked = 0
    for paper in papers:
        split = paper.facts.document == "progress"  # its result may reach over three columns
        for name in ("scores",) if split else ("scores", "annex"):
            for table in paper.html[name].query("table") if name in paper.html else []:
                rows = [[text_of(cell) for cell in row.query("td")] for row in table.query("tbody tr")]
                for column in zip(*rows, strict=False):
                    assert set(column) != {"–"}, (name, paper.facts.document, rows)
                    looked += 1
    assert looked > 100
