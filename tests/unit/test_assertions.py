"""What reports assert is held against the data: of the four agencies, and of sixty made to hold every blank.

Each assertion is worked out here anew from the tables, not with the functions that wrote the sentences.
"""

import re
from collections import Counter
from decimal import Decimal

import pandas as pd
import pytest
from invented import Framed, Years, charts_of, followed_up, sixty
from justhtml import JustHTML

from helpers import facts, tables, thai
from helpers.analysis import documents
from helpers.narrative import Writer, captions, memo
from helpers.report import forms
from helpers.report.document import report_of

TH = Writer("th", "arabic")
TEXT = "h1, h2, h3, p, li, td, th, dt, dd, caption, figcaption"
"""Every element of a page that holds text: what a test of all that is said must walk."""
MATERIAL, MARK = Decimal(1), Decimal(85)


def text_of(node) -> str:
    return re.sub(r"\s+", " ", node.to_text(separator="", strip=False)).replace("\u00a0", " ").strip()


class Paper:
    """A report's text by part; charts are only captions, for they take most of the time.

    ``scores`` are the agency's, by fiscal year and indicator.
    """

    def __init__(self, known: facts.Facts, scores: Years, form: str = forms.FULL) -> None:
        self.facts, self.scores = Framed(known), scores
        report = report_of(known, TH, form)
        parts = ("heading", "brief", "decisions", "summary", "scores", "years", "standing", "weak_points")
        parts += ("targets", "measures", "follow_up", "statuses", "outcomes", "problems", "closing", "about")
        parts += ("annex",)
        blocks = {name: getattr(report, name)() for name in parts}
        self.html = {name: JustHTML(block.html, sanitize=False) for name, block in blocks.items() if block}
        self.said = {name: [text_of(node) for node in page.query(TEXT)] for name, page in self.html.items()}
        if known.document != "summary" and memo.hands_in(known):
            head = [f"{label} {text}" for line in memo.head(known, TH) for label, text in line]
            lines = [*head, *memo.opening(known, TH), *memo.parts(known, TH), *memo.ending(known, TH)]
            lines += [each.heading for each in memo.opinions(known, TH)]
            self.said["memo"] = [line.replace("\u00a0", " ") for line in lines]
        self.charts = charts_of(known, TH)
        for name, caption in self.charts.items():
            self.said[f"chart of {name}"] = [
                text.replace("\u00a0", " ") for text in (caption.title, caption.description)
            ]
        if "annex" in self.html:  # its cells are the agency's own words
            own = self.html["annex"].query("h2, caption, thead th, section > p")
            self.said["annex"] = [text_of(node) for node in own]
        self.own = " \n".join(line for lines in self.said.values() for line in lines)


@pytest.fixture(scope="module")
def papers(read_data):
    """Every document of the four agencies, and of the invented ones."""
    made = {name: tables.read(read_data, name) for name in tables.SCHEMAS}
    found = []
    allowed = documents.possible(made)
    for agency, year, document in pd.concat([allowed, documents.summaries(allowed)]).itertuples(index=False):
        own = made["scores"][made["scores"]["agency_id"] == agency]
        scores: Years = {}
        for row in own.to_dict("records"):
            scores.setdefault(row["fiscal_year"], {})[row["indicator"]] = row["score"]
        known = facts.load(read_data, agency, int(year), document)
        printed = (forms.FULL, "7") if document in ("progress", "annual") else (forms.FULL,)
        found += [Paper(known, scores, form) for form in printed]
    return found + [Paper(known, scores) for known, scores in (*sixty(), *followed_up())]


# ------------------------------------------------------------------ what the data say, read here anew
def kind(text) -> str:
    plain = re.sub(r"\s", "", str(text))
    return "blank" if plain in ("", "-", "–") else "none" if plain in ("ไม่มี", "none") else "said"


def by_measure(known: Framed, column: str) -> dict[int, str]:
    kinds: dict[int, list[str]] = {}
    for row in known.activities.to_dict("records"):
        kinds.setdefault(row["printed"], []).append(kind(row[column]))
    return {n: next(k for k in ("said", "none", "blank") if k in found) for n, found in kinds.items()}


def moved(before: float, after: float) -> str:
    change = Decimal(f"{after:.2f}") - Decimal(f"{before:.2f}")
    if change == 0:
        return "same"
    return "rose" if change >= MATERIAL else "fell" if change <= -MATERIAL else "near"


def changes(known: Framed) -> list[str]:
    rows = known.comparison.dropna(subset=["change"]).to_dict("records")
    return [moved(row["previous"], row["current"]) for row in rows]


def past(known: Framed) -> list[dict]:
    """The activities past their last day when the round ended, or when their results did."""
    half = known.document == "progress" or "6m" in set(known.progress["round"])
    end = pd.Timestamp(known.fiscal_year - 543, 3 if half else 9, 31 if half else 30)
    return [
        row
        for row in known.activities.to_dict("records")
        if row["status"] in ("under_way", "not_begun")
        and row["period_end"] < (end if pd.isna(row["results_until"]) else min(end, row["results_until"]))
    ]


def falls_unknown(paper: Paper) -> str:
    """Of how many of the analysed year's scores the year before has none."""
    year = paper.facts.fiscal_year - 1
    own, before = (set(paper.scores.get(each, {})) for each in (year, year - 1))
    return "none" if own <= before else "some" if own & before else "all"


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", text)]


# ------------------------------------------------------------------ the papers hold everything
def test_the_sixty_hold_every_blank_state_and_outcome(papers):
    invented = [paper for paper in papers if paper.facts.agency.id.startswith("1")]
    known = [paper.facts for paper in invented]
    assert len({each.agency.id for each in known}) == len(known) == 60
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
    assert {each.document for each in known} == {"plan", "progress", "annual", "summary"}
    assert {each.results_until is None for each in known if len(each.progress)} == {True, False}
    assert sum("standing" in paper.html for paper in invented) > 2
    assert Counter(each.analysed.complete for each in known).keys() == {True, False}
    assert {name for paper in invented for name in paper.charts} == {
        *("comparison", "contributions", "history", "timeline")
    }
    assert {falls_unknown(paper) for paper in invented} == {"none", "some", "all"}
    real = {(paper.facts.agency.id, paper.facts.document) for paper in papers} - {
        (each.agency.id, each.document) for each in known
    }
    assert len({agency for agency, _ in real if not agency.startswith("2")}) == 4


# ------------------------------------------------------------------ blank is not none
SAYS_NONE = {
    "ไม่มีปัญหาและอุปสรรค": lambda known: "none" in by_measure(known, "problems").values(),
    "ไม่มีข้อเสนอแนะ": lambda known: "none" in by_measure(known, "suggestions").values(),
    "ไม่มีผลลัพธ์": lambda known: "none" in by_measure(known, "outcome").values(),
    "ไม่มีตัวชี้วัดในกลุ่มนี้": lambda known: known.analysed.complete and known.weak["class"].nunique() < 2,
    "ไม่มีข้อมูลคะแนนรายตัวชี้วัดของปีก่อน": lambda known: known.weak["change"].isna().all(),
    "ไม่มีข้อมูลคะแนนของปีก่อน": lambda known: len(known.falls_unknown) > 0,
    "ไม่มีข้อมูลบางคะแนนของปีก่อน": lambda known: len(known.falls_unknown) > 0,
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
    "ไม่มีตัวชี้วัดใดเปลี่ยนแปลงตั้งแต่": lambda known: not {"rose", "fell"} & set(changes(known)),
    "ยังไม่มีข้อมูลผลการดำเนินการ": lambda known: known.progress.empty,
    "ยังไม่มีมาตรการใดระบุว่ารองรับ": lambda known: (known.follow_up["action"] == "none").any(),
    "ไม่มีข้อมูล": lambda known: not (known.current.complete and known.previous.complete),
    "ไม่มีค่าที่แสดงได้": lambda known: (
        len(known.peers) > 0
        or any(all(name not in each.means for each in known.results) for name in ("IIT", "EIT", "OIT"))
    ),
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


def test_a_class_is_empty_only_where_all_that_decides_on_it_is_known(papers):
    seen = Counter()
    for paper in papers:
        if "weak_points" not in paper.html or not len(paper.facts.analysed.scores):
            continue
        known, page = paper.facts, paper.html["weak_points"]
        unknown, text = falls_unknown(paper), " ".join(paper.said["weak_points"])
        listed = [text_of(node) for node in page.query("li")]
        own = known.weak["class"].value_counts()
        assert len(listed) == own.sum()
        empty = {kind for kind in ("urgent", "develop") if kind not in own}
        certain = [
            kind for kind in empty if known.analysed.complete and (kind == "urgent" or unknown == "none")
        ]
        assert text.count("ไม่มีตัวชี้วัดในกลุ่มนี้") == len(certain)
        assert text.count("ไม่พบจาก") == len(empty) - len(certain)
        assert ("มิได้พิจารณาการลดลงของคะแนน" in text) == (unknown != "none")
        for kind in empty:
            seen[kind, kind in certain, unknown] += 1
    assert seen["develop", True, "none"]
    assert seen["develop", False, "all"]
    assert seen["urgent", True, "all"]


# ------------------------------------------------ cards, charts, what a paper says of itself
def test_a_card_says_what_the_data_say(papers):
    looked = Counter()
    for paper in papers:
        cards = paper.html["summary"].query("dl.cards > div") if "summary" in paper.html else []
        known = paper.facts
        shown = known.current if known.current.known else known.previous
        below = sum(Decimal(str(score)) < MARK for score in shown.scores.values())
        for card in cards:
            name = text_of(card.query("dt")[0])
            value, note = (text_of(node) for node in card.query("strong, small"))
            if name == "คะแนนรวม":
                total = "ไม่มีข้อมูล" if shown.total is None else f"{shown.total:.2f}"
                assert (value, note) == (total, f"ปีงบประมาณ พ.ศ. {shown.year}")
            elif name in ("ระดับ", "ระดับที่เทียบได้"):
                assert value == (shown.published_level or shown.derived_level or "ไม่มีข้อมูล")
                assert (name == "ระดับ") == (bool(shown.published_level) or value == "ไม่มีข้อมูล")
            elif name == "ตัวชี้วัดที่ต่ำกว่าเกณฑ์":
                assert value == f"{below} จาก {len(shown.scores)}"
                assert len(shown.scores) == 10
            elif name == "ตัวชี้วัดที่มีข้อมูลคะแนน":
                assert value == (f"{len(shown.scores)} จาก 10" if len(shown.scores) else "ไม่มีข้อมูล")
                assert len(shown.scores) < 10
            else:
                assert name == "เปลี่ยนแปลงจากปีก่อน"
                change = Decimal(f"{known.current.total:.2f}") - Decimal(f"{known.previous.total:.2f}")
                assert value == f"{change:+.2f}".replace("-", "−").replace("+0.00", "0.00")
                assert note == f"เทียบกับปีงบประมาณ พ.ศ. {known.previous.year}"
            looked[name] += 1
    assert len(looked) >= 5
    assert min(looked.values()) > 2


def test_what_a_paper_says_of_itself_stands_in_the_data(papers):
    looked = Counter()
    for paper in papers:
        known = paper.facts
        if known.document == "summary":
            continue
        heads, texts = (
            [text_of(node) for node in paper.html["about"].query(f"dl {tag}")] for tag in ("dt", "dd")
        )
        told = dict(zip(heads, texts, strict=True))
        assert told.pop("หน่วยงานผู้จัดทำ") == (known.office.office or known.agency.full_name)
        contact = told.pop("ติดต่อ")
        digits = re.sub("[^0-9]", "", thai.to_arabic_digits(known.office.telephone))
        assert re.sub("[^0-9]", "", contact) == digits
        assert (contact == "ยังมิได้ระบุ") == (digits == "")
        sources = told.pop("ที่มาของข้อมูล")
        assert (sources == "ยังมิได้ระบุ") == known.sources.empty
        days = told.pop("ช่วงเวลาของข้อมูล", "")
        until = known.progress["results_until"]
        reported = known.document != "plan" and len(until) > 0
        assert ("มีถึงวันที่" in days) == (reported and bool(until.notna().all()))
        assert ("ของรอบที่สิ้นสุดวันที่" in days) == (reported and bool(until.isna().any()))
        scored = known.current.known
        assert (f"ผลการประเมินปีงบประมาณ พ.ศ. {known.current.year}" in days) == scored
        country = told.pop("ที่มาของค่าเฉลี่ยทั่วประเทศ", "")
        assert bool(country) == ("ค่าเฉลี่ยของหน่วยงานทั่วประเทศ" in paper.own)
        marks = told.pop("เกณฑ์ที่ใช้", "")
        weighed = len(known.analysed.scores) > 0
        assert bool(marks) == (len(known.comparison) > 0 and not weighed)
        # Whose a mark is, is said once, where it is used first in full.
        assert paper.own.count("85 คะแนน เป็นเกณฑ์ผ่านของการประเมิน") == (len(known.comparison) > 0)
        own = "95 คะแนน และการเปลี่ยนแปลง 1 คะแนน เป็นเกณฑ์ที่รายงานนี้กำหนดขึ้น"
        assert paper.own.count(own) == " ".join(paper.said["weak_points"]).count(own) == weighed
        item = told.pop("จัดทำตาม", "")
        assert item in ("", "ข้อ O26 ของการประเมิน ITA ปีงบประมาณ พ.ศ. 2569")
        assert bool(item) == (known.document == "annual" and known.fiscal_year == 2568)
        assert told == {}, "a line that no test looks at"
        looked.update(
            {"country": bool(country), "marks": bool(marks), "item": bool(item), "days": bool(days)}
        )
    assert min(looked.values()) > 1


def test_a_chart_is_titled_with_what_the_data_say(papers):
    looked = Counter()
    for paper in papers:
        known = paper.facts
        for name, caption in paper.charts.items():
            title = caption.title.replace("\u00a0", " ")
            if name == "comparison":
                shown = known.current if len(known.current.scores) else known.previous
                below = sum(Decimal(str(score)) < MARK for score in shown.scores.values())
                of = len(shown.scores)
                counted = re.search("มี ([0-9]+) จาก ([0-9]+) ตัวชี้วัดที่ต่ำกว่าเกณฑ์", title)
                assert str(shown.year) in title
                assert bool(counted) == (below > 0 and not below == of > 1)
                if counted:
                    assert (int(counted[1]), int(counted[2])) == (below, of)
                least = min(shown.scores.values())
                lowest = [number for number, score in shown.scores.items() if score == least]
                all_pass = below == 0 and of > 1
                named = all_pass and known.document != "summary" and len(lowest) == 1
                assert ("ผ่านเกณฑ์" in title) == (all_pass and not named)
                assert ("ต่ำสุด" in title) == named
                assert not named or f"ตัวชี้วัดที่ {lowest[0]} " in title
            elif name == "contributions":
                rows = known.comparison.set_index("indicator")["contribution"].abs()
                if "คงเดิม" in title:
                    assert rows.max() == 0
                else:
                    assert rows[numbers(title)[0]] == rows.max()
            elif name == "history":
                totals = [Decimal(f"{each.total:.2f}") for each in known.results if each.total is not None]
                apart = totals[-1] - totals[0]
                said = "สูงกว่า" if apart >= MATERIAL else "ต่ำกว่า" if apart <= -MATERIAL else "คะแนนรวม"
                assert said in title
                assert ("ใกล้เคียง" in title) == (0 < abs(apart) < MATERIAL)
            looked[name] += 1
    assert looked["comparison"] > 10
    assert min(looked["contributions"], looked["history"]) > 1


# ------------------------------------------------------------------ nothing is late in time
def test_nothing_is_late_before_its_last_day_has_passed(papers):
    said = Counter()
    for paper in papers:
        known, rows, late = paper.facts, paper.facts.activities, past(paper.facts)
        found = re.findall(r"พ้นระยะเวลาดำเนินการแล้ว ณ วันที่ .*? จำนวน ([0-9]+) กิจกรรม", paper.own)
        brief = re.findall(r"เร่งรัดกิจกรรมที่พ้นระยะเวลาดำเนินการแล้ว จำนวน ([0-9]+) กิจกรรม", paper.own)
        assert all(int(count) == len(late) for count in [*found, *brief])
        if known.document == "summary":
            assert bool(brief) == bool(late)
        elif known.document != "plan" and rows["state"].nunique() > 1:
            assert bool(found) == bool(late)
        said["whole"] += len(found)
        said["brief"] += len(brief)
    assert said["whole"] > 3
    assert said["brief"] > 0


def test_a_year_is_over_and_a_day_is_named_only_where_the_results_reach_so_far(papers):
    seen = Counter()
    for paper in papers:
        known = paper.facts
        days = known.progress["results_until"]
        over = "สิ้นปีงบประมาณ" in " ".join(paper.said.get("memo", []))
        end = pd.Timestamp(known.fiscal_year - 543, 9, 30)
        assert over <= (known.document == "annual" and (days.isna().any() or days.empty or days.max() >= end))
        counted = re.search("ผลการดำเนินการที่รายงานมีถึงวันที่", paper.own)
        assert bool(counted) <= (len(days) > 0 and not days.isna().any())
        seen[over, bool(counted)] += 1
    assert seen[True, False] > 3
    assert seen[False, True] > 3


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
        starred = text.replace("มีเครื่องหมาย * หมายถึง", "").count("*")
        assert linked <= there
        assert ("ภาคผนวก" in text) <= ("annex" in paper.html)
        assert ("ข้อเสนอแนะข้างต้น" in text) <= ("said" in by_measure(known, "suggestions").values())
        assert ("กำกับติดตามตามแนวทาง" in text) <= any(
            kind(each) != "blank" for each in known.measures["monitoring"]
        )
        assert ("ต่ำที่สุดในบรรดา" in text) <= known.analysed.complete
        assert ("มาวิเคราะห์" in text) <= (len(known.analysed.scores) > 0)
        assert (starred > 0) <= ("** พิจารณา" in text)
        assert starred == 2 * text.count("**"), "one star marks low scores, two a match by words"
        assert not re.search("ทุกหน่วยงาน|ทุกจังหวัด", text), "the country is not on file"
        for card in re.findall("[0-9]+ จาก [0-9]+", " ".join(paper.said.get("summary", []))):
            assert not (card.endswith(" จาก 1") and card.startswith("0"))


def test_the_memo_names_only_what_the_report_holds_and_counts_as_it_does(papers):
    looked = Counter()
    for paper in papers:
        if "memo" not in paper.said:
            continue  # a summary has none
        known, lines = paper.facts, paper.said["memo"]
        text = " ".join(lines)
        for column, words in (
            ("result", "สรุปผลการดำเนินการตามมาตรการหรือกิจกรรม"),
            ("outcome", "ผลลัพธ์หรือความสำเร็จของการดำเนินการ"),
            ("problems", "ปัญหาและอุปสรรค"),
            ("suggestions", "ข้อเสนอแนะ"),
        ):
            there = known.document != "plan" and set(by_measure(known, column).values()) - {"blank"}
            assert (words in lines) == bool(there), (column, lines)
            looked[column] += words in lines
        handed_in = len(known.measures) > 0 and known.document != "plan"
        assert ("มาตรการดังกล่าว รวม" in text or " รวม " in text) == (handed_in and not known.progress.empty)
        for of in re.findall("รวม ([0-9]+) กิจกรรม", text):
            assert int(of) == len(known.activities)
            looked["counted"] += 1
        if " รวม " in text:
            states = Counter(known.activities["status"])
            for word, status in (("ดำเนินการแล้ว", "done"), ("ยังไม่ดำเนินการ", "not_begun")):
                for count in re.findall(f"(?<!ระหว่าง){word} ([0-9]+) กิจกรรม", text):
                    assert int(count) == states[status]
            assert ("มิได้ระบุสถานะของกิจกรรม" in text) == (set(states) == {""})
        assert ("ITA" in text) <= known.analysed.known
        for words in ("พิจารณาจากถ้อยคำของผลการดำเนินการ", "ผลการดำเนินการที่รายงานมีถึงวันที่"):
            assert (words in text) == any(words in line for line in paper.said["measures"])
            looked[words] += words in text
        assert len(memo.parts(known.plain, TH)) > 0, "a memo that hands nothing in"
        assert ("มาตรการดังกล่าว" in text) <= (len(known.measures) > 0)
        assert "ประกอบด้วย" in text
    assert min(looked.values()) > 3


def test_a_rank_that_is_shown_is_not_among_the_last(papers):
    shown = Counter()
    for paper in papers:
        if "standing" not in paper.html:
            continue
        page = paper.html["standing"]
        ranks = "อันดับที่" in [text_of(cell) for cell in page.query("thead th")]
        for row in page.query("tbody tr"):
            cells = [text_of(cell) for cell in row.query("td")]
            if ranks and cells and cells[0] != "–":
                assert int(cells[0]) * 2 <= int(cells[1])
                shown["rank"] += 1
        shown["none"] += not ranks
    assert min(shown["rank"], shown["none"]) > 0


# ------------------------------------------------------------------ what was done, and what became of it
def test_what_is_said_to_be_done_is_done(papers):
    seen = Counter()
    for paper in papers:
        known = paper.facts
        states: dict[int, set[str]] = {}
        for row in known.activities.to_dict("records"):
            states.setdefault(row["printed"], set()).add(row["status"])
        for listed in re.findall(r"ได้ดำเนินการตามมาตรการที่ ([0-9*, และ]+?) แล้ว", paper.own):
            assert all(states[number] == {"done"} for number in numbers(listed))
            seen["done"] += 1
        for listed in re.findall(r"ยังไม่ดำเนินการตามมาตรการที่ ([0-9*, และ]+)", paper.own):
            assert all(states[number] == {"not_begun"} for number in numbers(listed))
            seen["not_begun"] += 1
        if "ครบทุกกิจกรรม" in paper.own:
            assert set(known.activities["status"]) == {"done"}
    assert seen["done"] > 5
    assert seen["not_begun"] > 2


def called_into_question(before, later):
    """Whether a score says anything against measures that were carried out."""
    how = moved(before, later)
    return how == "fell" or (how != "rose" and Decimal(str(later)) < MARK)


def test_only_a_fall_or_a_score_below_the_mark_calls_measures_into_question(papers):
    seen = Counter()
    for paper in papers:
        if "follow_up" not in paper.html:
            continue
        points = paper.facts.weak.set_index("indicator")
        for node in paper.html["follow_up"].query("ol > li"):
            text = text_of(node)
            point = points.loc[numbers(text)[0]]
            done = paper.facts.follow_up.set_index("indicator").loc[numbers(text)[0], "action"] == "done"
            if pd.isna(point["later"]) or not done:
                assert "ทบทวน" not in text
                continue
            questioned = called_into_question(point["score"], point["later"])
            assert ("ทบทวน" in text) == questioned, text
            seen[questioned, moved(point["score"], point["later"])] += 1
    assert seen[False, "near"]
    assert seen[True, "fell"]


def test_a_match_by_words_is_marked_in_every_sentence_that_rests_on_it(papers):
    looked = 0
    for paper in papers:
        if "follow_up" not in paper.html:
            continue
        known, page = paper.facts, paper.html["follow_up"]
        for node in page.query("ol > li"):
            text = text_of(node)
            of = known.answers[known.answers["indicator"] == numbers(text)[0]]
            for row in of[of["basis"] != "instrument"].to_dict("records"):
                printed, mark = known.printed[row["measure"]], "" if row["basis"] == "tag" else "**"
                assert re.search(rf"(?<![0-9]){printed}{re.escape(mark)}(?![0-9*])", text), (text, row)
                looked += bool(mark)
    assert looked > 5


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
        for name in paper.html.keys() - ({"annex"} if split else set()):
            for table in paper.html[name].query("table"):
                rows = [[text_of(cell) for cell in row.query("td")] for row in table.query("tbody tr")]
                rows = [row for row in rows if row]  # a group's heading has none
                for column in zip(*rows, strict=False):
                    assert set(column) != {"–"}, (name, paper.facts.document, rows)
                    looked += 1
    assert looked > 100


def test_a_chart_of_the_periods_counts_as_the_paper_does(papers):
    counted = 0
    for known in (paper.facts for paper in papers):
        if known.measures.empty:
            continue
        title = captions.timeline(known.plain, TH).title.replace("\u00a0", " ")
        states = Counter(known.activities["status"]) if "status" in known.activities else Counter()
        found = re.search("ดำเนินการแล้ว ([0-9]+) จาก ([0-9]+) กิจกรรม", title)
        told = known.document != "plan" and len(known.progress) > 0 and not states[""]
        assert bool(found) == told, title
        if found:
            assert (int(found[1]), int(found[2])) == (states["done"], len(known.activities))
            counted += 1
    assert counted > 5


# ------------------------------------------------------------------ the summary of one page
def test_what_is_to_be_decided_follows_from_the_data(papers):
    seen = Counter()
    for paper in papers:
        known = paper.facts
        if known.document != "summary":
            continue
        assert ("เป็นของรอบ 6 เดือน" in paper.own) == (set(known.progress["round"]) == {"6m"})
        decided = [text_of(node) for node in paper.html["decisions"].query("li")]
        assert 1 <= len(decided) <= 3
        follow_up = known.follow_up.set_index("indicator")
        for line in decided:
            named = [int(number) for number in re.findall("ตัวชี้วัดที่ ([0-9]+)", line)]
            if "ซึ่งดำเนินการแล้วแต่คะแนนลดลงหรือยังต่ำกว่าเกณฑ์" in line:
                points = known.weak.set_index("indicator").loc[named]
                assert all(called_into_question(row["score"], row["later"]) for _, row in points.iterrows())
                assert (follow_up.loc[named, "action"] == "done").all()
                seen["in vain"] += 1
            if "ยังไม่มีมาตรการใดระบุว่ารองรับ" in line:
                assert all(follow_up.loc[number, "action"] == "none" for number in named)
                seen["unanswered"] += 1
            if "ยังมิได้รายงาน" in line:
                for words, column in (("ผลลัพธ์", "outcome"), ("อุปสรรค", "problems")):
                    blank = set(by_measure(known, column).values()) == {"blank"}
                    assert (words in line) == blank
                seen["unreported"] += 1
            if "คะแนน ต่ำกว่าเกณฑ์" in line:
                shown = known.current if len(known.current.scores) else known.previous
                assert all(Decimal(str(shown.scores[number])) < MARK for number in named)
                seen["below"] += 1
        text = " ".join(paper.said["brief"])
        counts = Counter(changes(known))
        for code, words in (("rose", "เพิ่มขึ้น"), ("fell", "ลดลง")):
            found = re.search(f"{words}ตั้งแต่ 1 คะแนนขึ้นไป ([0-9]+) ตัวชี้วัด", text)
            assert (int(found[1]) if found else 0) == counts[code]
        state = re.search("แบ่งเป็น (.*)", " ".join(paper.said["decisions"]))
        for word, status in (("ดำเนินการแล้ว", "done"), ("ยังไม่ดำเนินการ", "not_begun")):
            found = re.search(f"(?<!ระหว่าง){word} ([0-9]+) กิจกรรม", state[1] if state else "")
            assert not found or int(found[1]) == (known.activities["status"] == status).sum()
    assert set(seen) == {"in vain", "unanswered", "unreported", "below"}
