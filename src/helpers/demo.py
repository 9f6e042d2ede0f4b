"""Invented agencies for trials and benchmarks: a raw folder that no one can take for real data.

Codes begin with a letter, names are "ตัวอย่าง" (example) and a number, places are "ตัวอย่าง", too. Scores are
distributed like real ones: most agencies between 80 and 100, little change from year to year, the
open-data check (indicators 9 and 10) with the widest spread. The same arguments give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import columns, framework, thai
from helpers.analysis import totals
from helpers.facts import PREFIXING_TYPES
from helpers.framework import questions as framework_questions
from helpers.messages import both

LAST_YEAR = 2568
"""The newest fiscal year (Buddhist Era) that the agencies have scores of."""

PER_PROVINCE, PER_DISTRICT = 110, 11

PER_FILE = 10_000
"""Agencies in one file; with more, the file of measures would exceed the size limit."""

TEXTS = (
    (
        "การเปิดเผยข้อมูลสาธารณะ",
        "สำรวจข้อมูลที่ต้องเผยแพร่\nปรับปรุงเว็บไซต์ให้เป็นปัจจุบัน\nตรวจทานข้อมูลทุกไตรมาส",
        "สำนักปลัด",
        "ปรับปรุงเว็บไซต์แล้ว และเผยแพร่ข้อมูลครบทุกหัวข้อ",
    ),
    (
        "การใช้งบประมาณ",
        "เผยแพร่แผนจัดซื้อจัดจ้าง\nรายงานการใช้จ่ายงบประมาณทุกเดือน",
        "กองคลัง",
        "รายงานการใช้จ่ายทุกเดือน และปิดประกาศให้ประชาชนทราบ",
    ),
    (
        "การใช้ทรัพย์สินของราชการ",
        "จัดทำคู่มือการยืมทรัพย์สิน\nชี้แจงแนวปฏิบัติแก่บุคลากร\nตรวจสอบการยืมเป็นประจำ",
        "กองคลัง\nงานพัสดุ",
        "จัดทำคู่มือแล้วเสร็จ และชี้แจงในการประชุมประจำเดือน",
    ),
    (
        "ประสิทธิภาพการสื่อสาร",
        "เพิ่มช่องทางรับฟังความคิดเห็น\nตอบข้อสอบถามภายในสามวัน",
        "สำนักปลัด\nงานประชาสัมพันธ์",
        "เปิดช่องทางรับฟังความคิดเห็นออนไลน์แล้ว",
    ),
    (
        "การปฏิบัติหน้าที่",
        "ประชุมชี้แจงขั้นตอนการให้บริการ\nติดตามการปฏิบัติตามคู่มือ",
        "สำนักปลัด\nกองช่าง",
        "จัดประชุมชี้แจงบุคลากรแล้ว",
    ),
    (
        "การป้องกันการทุจริต",
        "จัดกิจกรรมส่งเสริมคุณธรรม\nเผยแพร่ช่องทางแจ้งเรื่องร้องเรียน",
        "สำนักปลัด",
        "จัดกิจกรรมแล้ว มีผู้เข้าร่วมทุกส่วนราชการ",
    ),
)
"""Title, steps, responsible units and result of the measures."""

PERIODS = ("ต.ค. {before} – ก.ย. {year}", "ปีงบประมาณ พ.ศ. {full}", "ม.ค. – มิ.ย. {year}")


def write(
    raw: Path,
    *,
    agencies: int = 100,
    years: int = 3,
    seed: int = 0,
    faults: float = 0.0,
    gaps: float = 0.0,
    questions: float = 0.0,
    complete: float = 0.0,
) -> list[Path]:
    """Writes ``raw`` and returns its files.

    ``years`` counts back from ``LAST_YEAR``, the year of the measures and their results. ``faults`` is the
    share (0 to 1) of agencies with an unusable row, ``gaps`` the share of those that lack something
    (``GAPS``), ``questions`` the share of those with scores by question and item of the last two years, with
    counts of respondents and a measure that names what it answers, ``complete`` the share of those that
    report everything of their measures. Raises ``ValueError`` for numbers that make no sense,
    ``FileExistsError`` if the folder isn't empty.
    """
    all_years = range(framework.years()[0], LAST_YEAR + 1)
    if (
        agencies < 1
        or not 1 <= years <= len(all_years)
        or not all(0 <= each <= 1 for each in (faults, gaps, questions, complete))
    ):
        raise ValueError(
            both(
                f"ต้องมีอย่างน้อย 1 หน่วยงาน จำนวนปี 1 ถึง {len(all_years)} สัดส่วนตั้งแต่ 0 ถึง 1",
                f"at least one agency, 1 to {len(all_years)} years, shares from 0 to 1",
            )
        )
    if raw.exists() and any(raw.iterdir()):
        raise FileExistsError(
            both(
                f"โฟลเดอร์ {raw} มีแฟ้มอยู่แล้ว หน่วยงานสมมุติต้องไม่ปะปนกับข้อมูลอื่น ให้ระบุโฟลเดอร์ใหม่",
                f"{raw} is not empty: invented agencies do not go among others; name a new folder",
            )
        )
    chance = np.random.default_rng(seed)
    codes = [f"D{number:06}" for number in range(1, agencies + 1)]
    written = [_save(raw / "agencies.csv", _agencies(codes, chance))]
    scores = _scores(codes, list(all_years)[-years:], chance)
    for year, rows in scores.groupby("fiscal_year"):
        table = rows.assign(score=rows["score"].map("{:.2f}".format))
        written += _save_all(raw / "scores" / f"{year}.csv", table)
    written += _save_all(raw / "scores" / "totals.csv", _totals(scores))
    measures = _measures(codes, chance)
    if questions:
        behind = scores[scores["agency_id"].isin(codes[: max(1, round(questions * agencies))])]
        behind = behind[behind["fiscal_year"] >= LAST_YEAR - 1]
        apart = np.random.default_rng(seed)  # with or without questions, the rest is the same
        asked = _questions(behind, apart)
        written += _save_all(raw / "scores" / "questions.csv", asked)
        written += _save_all(raw / "scores" / "respondents.csv", _respondents(behind, apart))
        measures = _with_questions(measures, asked)
    if complete:
        measures = _with_everything(measures, complete)
    if gaps:
        measures = _with_gaps(measures, gaps)
    written += _save_all(raw / "measures" / f"{LAST_YEAR}.csv", measures)
    if faults:
        bad = sorted(chance.choice(agencies, size=max(1, round(faults * agencies)), replace=False))
        table = pd.DataFrame(_faults([codes[place] for place in bad]))
        written.append(_save(raw / "scores" / "faults.csv", table))
    return written


def _save_all(file: Path, table: pd.DataFrame) -> list[Path]:
    """Writes a table in as many files as its agencies need: ``x.csv``, ``x_2.csv``, ..."""
    part = table["agency_id"].str[1:].astype("int64").sub(1) // PER_FILE
    return [
        _save(file.with_stem(f"{file.stem}_{number + 1}") if number else file, rows)
        for number, rows in table.groupby(part)
    ]


def _save(file: Path, table: pd.DataFrame) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
    return file


def _agencies(codes: list[str], chance: np.random.Generator) -> pd.DataFrame:
    numbers = range(1, len(codes) + 1)
    # About the shares that these types have among the country's local governments.
    types = np.array(PREFIXING_TYPES)[chance.choice(5, len(codes), p=[0.68, 0.01, 0.28, 0.025, 0.005])]
    return pd.DataFrame(
        {
            "agency_id": codes,
            "name": [thai.to_thai_digits(f"ตัวอย่าง {number:04}") for number in numbers],
            "type": types,
            "district": [
                thai.to_thai_digits(f"ตัวอย่าง {1 + (number - 1) // PER_DISTRICT}") for number in numbers
            ],
            "province": [
                thai.to_thai_digits(f"ตัวอย่าง {1 + (number - 1) // PER_PROVINCE}") for number in numbers
            ],
        }
    )


def _scores(codes: list[str], years: list[int], chance: np.random.Generator) -> pd.DataFrame:
    numbers = framework.for_year(LAST_YEAR).numbers
    shape = (len(codes), len(numbers))
    spread = np.array([12.0 if number >= 9 else 5.0 for number in numbers])
    level = 96 - 14 * chance.beta(1.2, 3, size=(len(codes), 1)) - spread * chance.beta(1.5, 4, size=shape)
    parts = []
    for year in years:
        drift = chance.normal(0.8 * (year - years[-1]), 1.5, size=shape)
        values = np.clip(level + drift + 3, 0, 100).round(2)
        parts.append(
            pd.DataFrame(
                {
                    "agency_id": np.repeat(codes, len(numbers)),
                    "fiscal_year": year,
                    "indicator": np.tile(numbers, len(codes)),
                    "score": values.ravel(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


ITEMS = {9: 22, 10: 6}
"""How many items an indicator that is checked has here; how many it has in these years is not known."""


def _questions(scores: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Questions whose mean is the indicator's score, and items that got all or nothing, about as many."""
    rows = []
    for agency_id, year, number, score in scores.itertuples(index=False, name=None):
        known = framework_questions.of_year(year)
        codes = [code for code, each in known.items() if each.indicator == number]
        if codes:
            apart = chance.normal(0, 4, len(codes))
            # No further apart than the scale allows, or the mean would be another one.
            apart *= min(1, (100 - score) / 12)
            points = score + apart - apart.mean()
        else:
            before = sum(count for other, count in ITEMS.items() if other < number)
            codes = [f"o{before + place + 1}" for place in range(ITEMS[number])]
            points = np.full(len(codes), 100.0)
            points[chance.permutation(len(codes))[: round((100 - score) / 100 * len(codes))]] = 0
        rows += [
            (agency_id, year, code, number, f"คำถามตัวอย่างข้อ {code}", f"{point:.2f}")
            for code, point in zip(codes, points.clip(0, 100), strict=True)
        ]
    return pd.DataFrame(rows, columns=["agency_id", "fiscal_year", "code", "indicator", "text", "score"])


def _respondents(scores: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """How many answered each survey, fewer from inside an agency than from outside."""
    keys = scores[["agency_id", "fiscal_year"]].drop_duplicates()
    inside, outside = chance.integers(20, 90, len(keys)), chance.integers(60, 300, len(keys))
    surveys = zip(columns.choices("instrument"), (inside, outside), strict=False)
    return pd.concat(
        [keys.assign(instrument=name, respondents=counts) for name, counts in surveys], ignore_index=True
    )


def _with_questions(measures: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Has each agency's first measure name the two questions or items that scored least the year before."""
    before = asked[asked["fiscal_year"] == LAST_YEAR - 1].assign(points=asked["score"].astype("float64"))
    least = before.sort_values(["agency_id", "points"], kind="stable").groupby("agency_id").head(2)
    named = least.groupby("agency_id")["code"].agg(", ".join)
    first = measures["measure"] == 1
    return measures.assign(questions=measures["agency_id"].map(named).where(first).fillna(""))


def _totals(scores: pd.DataFrame) -> pd.DataFrame:
    keys = scores[["agency_id", "fiscal_year"]].drop_duplicates()
    nothing = keys.assign(published_total=np.nan, published_level="")
    results = totals.compute(scores, nothing)
    return pd.DataFrame(
        {
            "agency_id": results["agency_id"],
            "fiscal_year": results["fiscal_year"],
            "published_total": results["computed_total"].map("{:.2f}".format),
            "published_level": results["level"],
        }
    )


def _measures(codes: list[str], chance: np.random.Generator) -> pd.DataFrame:
    short = thai.to_thai_digits(str(LAST_YEAR % 100)), thai.to_thai_digits(str(LAST_YEAR % 100 - 1))
    periods = [
        text.format(year=short[0], before=short[1], full=thai.to_thai_digits(str(LAST_YEAR)))
        for text in PERIODS
    ]
    counts = chance.integers(3, len(TEXTS) + 1, size=len(codes))
    rows = int(counts.sum())
    which = np.concatenate([chance.permutation(len(TEXTS))[:count] for count in counts])
    titles, steps, responsible, results = (np.array(texts) for texts in zip(*TEXTS, strict=True))
    status = chance.choice(["done", "under_way", "not_begun"], rows, p=[0.8, 0.15, 0.05])
    begun = status != "not_begun"
    return pd.DataFrame(
        {
            "agency_id": np.repeat(codes, counts),
            "fiscal_year": LAST_YEAR,
            "measure": np.concatenate([np.arange(1, count + 1) for count in counts]),
            "activity": 1,
            "title": titles[which],
            "indicators": "",
            "step": steps[which],
            "responsible": responsible[which],
            "period": np.array(periods)[chance.integers(0, len(periods), rows)],
            "monitoring": "รายงานผู้บริหารทุกไตรมาส",
            "round": "12m",
            "status": status,
            "result": np.where(begun, results[which], ""),
            "outcome": np.where(status == "done", "ประชาชนเข้าถึงข้อมูลได้สะดวกขึ้น", ""),
            "problems": np.where(begun, "", "ยังไม่ได้รับจัดสรรงบประมาณ"),
            "suggestions": "ควรดำเนินการอย่างต่อเนื่อง",
        }
    )


def _with_everything(measures: pd.DataFrame, share: float) -> pd.DataFrame:
    """Has the last ``share`` of every ten agencies report all that an annual report must hold."""
    number = measures["agency_id"].str[1:].astype("int64") - 1
    whole = number.mod(10) >= 10 - round(share * 10)
    result_of = {title: result for title, _, _, result in TEXTS}
    everything = {
        "status": "done",
        "result": measures["title"].map(result_of),
        "outcome": "ประชาชนเข้าถึงข้อมูลได้สะดวกขึ้น",
        "problems": "ไม่มี",
        "evidence": f"ประกาศบนเว็บไซต์ของหน่วยงาน วันที่ ๑๕ มีนาคม {thai.to_thai_digits(str(LAST_YEAR))}",
    }
    frame = measures.assign(evidence="")
    return frame.assign(**{name: frame[name].mask(whole, value) for name, value in everything.items()})


GAPS = ("no measures", "a plan only", "six months only", "a state not told", "outcomes not told")
"""What agencies lack, one after the other."""

_OF_RESULTS = ["round", "status", "result", "outcome", "problems", "suggestions", "evidence"]


def _with_gaps(measures: pd.DataFrame, share: float) -> pd.DataFrame:
    """Removes from the measures what the first ``share`` of every ten agencies lack, each kind in turn."""
    number = measures["agency_id"].str[1:].astype("int64") - 1
    lacking = number.mod(10) < round(share * 10)
    kind = (number // 10 * round(share * 10) + number.mod(10)).mod(len(GAPS)).where(lacking, len(GAPS))
    lacks = {name: kind == place for place, name in enumerate(GAPS)}
    frame = measures.copy()
    frame.loc[lacks["a plan only"], [name for name in _OF_RESULTS if name in frame]] = ""
    six = lacks["six months only"]
    frame.loc[six, "round"] = "6m"
    frame.loc[six & (frame["status"] == "done"), "status"] = "under_way"
    frame.loc[six, ["outcome", "suggestions"]] = ""
    frame.loc[lacks["a state not told"] & (frame["measure"] == 1), ["status", "result", "outcome"]] = ""
    frame.loc[lacks["outcomes not told"], ["outcome", "suggestions", "monitoring"]] = ""
    return frame[~lacks["no measures"]]


def _faults(codes: list[str]) -> Iterator[dict[str, object]]:
    """A row for each agency that is impossible or contradicts another row, each kind in turn."""
    kinds = (("1", "101"), ("2", "สูงมาก"), ("11", "90.00"), ("3", "0.01"))
    for place, code in enumerate(codes):
        indicator, score = kinds[place % len(kinds)]
        yield {"agency_id": code, "fiscal_year": LAST_YEAR, "indicator": indicator, "score": score}
