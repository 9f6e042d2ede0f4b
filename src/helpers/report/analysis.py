"""What an analyst sees in notebooks 02 and 03: all agencies together, distributions and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from helpers import decimals, facts, framework, tables
from helpers.analysis import checklist as elements
from helpers.analysis import effects, history
from helpers.framework import Settings
from helpers.narrative import Writer, sentences
from helpers.narrative import checklist as names
from helpers.report.html import Block
from helpers.report.overview import table

TOP = 10

PARTS = {"total": ("คะแนนรวม", "Total"), "iit": ("IIT", "IIT"), "eit": ("EIT", "EIT"), "oit": ("OIT", "OIT")}

PARTS_OF_RULES = ("names", "weights", "levels", "items")


def _year_title(writer: Writer, year: int, *, th: str, en: str) -> str:
    return writer.say(th=f"{th} ปีงบประมาณ {writer.year(year)}", en=f"{en}, fiscal year {writer.year(year)}")


def _say(writer: Writer, words: tuple[str, str]) -> str:
    return writer.say(th=words[0], en=words[1])


def _indicator(number: int, year: int, writer: Writer) -> str:
    if number == 0:
        return writer.say(th="ทุกตัวชี้วัด", en="All indicators")
    name = framework.for_year(year).indicator(number).name(writer.language)
    return writer.localise(f"{number} {name}")


def _nothing(body: Sequence[object], writer: Writer) -> list[str]:
    if body:
        return []
    return [writer.say(th="ไม่มีข้อมูลสำหรับตารางนี้", en="There are no data for this table.")]


def _cut(count: int, writer: Writer) -> list[str]:
    if count <= TOP:
        return []
    shown = writer.say(th=f"แสดง {TOP} รายการแรก จาก ", en=f"The first {TOP} of ")
    return [shown + writer.whole(count) + writer.say(th=" รายการ", en=" are shown.")]


def _quartiles(values: pd.Series) -> list[float]:
    return [float(values.quantile(share)) for share in (0.1, 0.25, 0.5, 0.75, 0.9)]


_QUANTILES = (
    ("เปอร์เซ็นไทล์ที่ 10", "P10"),
    ("ควอร์ไทล์ที่ 1", "Q1"),
    ("มัธยฐาน", "Median"),
    ("ควอร์ไทล์ที่ 3", "Q3"),
    ("เปอร์เซ็นไทล์ที่ 90", "P90"),
)


# ------------------------------------------------------------------ 02: rules, totals, changes
def rules(years: Iterable[int], writer: Writer) -> Block:
    """The rules of each year on file, with how certain each part of them is."""
    found = [framework.for_year(int(year)) for year in sorted(set(years))]
    body = [
        [
            writer.localise(str(each.year)),
            writer.localise(" / ".join(f"{i.id} {i.weight * 100:.0f}" for i in each.instruments)),
            " · ".join(level.name(writer.language) for level in each.levels) or "–",
            *(
                names.certainty(each.certainty[part], writer) if part in each.certainty else "–"
                for part in PARTS_OF_RULES
            ),
        ]
        for each in found
    ]
    open_years = [writer.localise(str(each.year)) for each in found if each.provisional]
    note = writer.say(
        th=f"หลักเกณฑ์บางส่วนของปี {writer.numbers(open_years)} ยังไม่ได้รับการยืนยัน",
        en=f"Some rules of {writer.numbers(open_years)} are provisional.",
    )
    return table(
        writer.say(th="หลักเกณฑ์ที่ใช้ในแต่ละปี", en="The rules of each year"),
        [
            writer.word("column", "year"),
            writer.say(th="ค่าน้ำหนัก (ร้อยละ)", en="Weights (percent)"),
            writer.word("column", "level"),
            *(
                writer.say(th=f"ที่มา: {names.rule(part, writer)}", en=f"{names.rule(part, writer)}: certainty")
                for part in PARTS_OF_RULES
            ),
        ],
        body,
        numeric=set(),
        paragraphs=[note] if open_years else [],
    )


def agreement(totals: pd.DataFrame, writer: Writer) -> Block:
    """Published and recomputed totals side by side, by year: how many agree, and by how much not."""
    both = totals.dropna(subset=["published_total", "computed_total"])
    gap = (decimals.to_units(both["published_total"]) - decimals.to_units(both["computed_total"])).abs()
    body = []
    for year, rows in totals.groupby("fiscal_year"):
        gaps = gap[both["fiscal_year"] == year]
        body.append(
            [
                writer.localise(str(year)),
                *(
                    writer.whole(int(count))
                    for count in (
                        len(rows),
                        len(gaps),
                        (gaps == 0).sum(),
                        (gaps == 1).sum(),
                        (gaps > 1).sum(),
                        rows["published_total"].isna().sum(),
                    )
                ),
            ]
        )
    return table(
        writer.say(th="คะแนนรวมที่ประกาศเทียบกับที่คำนวณ", en="Published totals against recomputed ones"),
        [
            writer.word("column", "year"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            writer.say(th="เทียบได้", en="Comparable"),
            writer.say(th="ตรงกัน", en="Equal"),
            writer.say(th="ต่างกัน 0.01", en="0.01 apart"),
            writer.say(th="ต่างกันเกิน 0.01", en="More apart"),
            writer.say(th="ไม่มีคะแนนที่ประกาศ", en="None published"),
        ],
        body,
        numeric=set(range(1, 7)),
        paragraphs=[
            writer.say(
                th="รายงานแสดงคะแนนที่ประกาศเสมอ คะแนนที่คำนวณใช้ตรวจสอบเท่านั้น ผลต่างไม่เกิน 0.01 เกิดจากการปัดเศษ",
                en="Reports always show the published total; the recomputed one is a check."
                " Up to 0.01 is rounding.",
            ),
            *_nothing(body, writer),
        ],
    )


def distribution(totals: pd.DataFrame, writer: Writer) -> Block:
    """Quartiles of the total and of the instruments' means, by year, with the median change."""
    moved = history.compute(totals)
    body = []
    moved["order"] = moved["part"].map({part: place for place, part in enumerate(PARTS)})
    for (_, year, part), rows in moved.groupby(["order", "fiscal_year", "part"]):
        year_before = rows["previous_year"] == int(str(year)) - 1
        change = rows.loc[year_before.fillna(False).astype(bool), "change"]
        body.append(
            [
                writer.localise(str(year)),
                _say(writer, PARTS[str(part)]),
                writer.whole(len(rows)),
                *map(writer.score, _quartiles(rows["score"])),
                writer.whole(len(change)),
                writer.change(float(change.median()) if len(change) else None),
                writer.whole(int((rows["previous_year"] < int(str(year)) - 1).sum())),
            ]
        )
    return table(
        writer.say(
            th="การกระจายของคะแนนรวมและคะแนนเฉลี่ยตามแบบวัด", en="Distribution of totals and instrument means"
        ),
        [
            writer.word("column", "year"),
            writer.say(th="คะแนน", en="Score"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            *(_say(writer, words) for words in _QUANTILES),
            writer.say(th="เทียบปีก่อนได้", en="With the year before"),
            writer.say(th="มัธยฐานของผลต่าง", en="Median change"),
            writer.say(th="ข้อมูลขาดช่วง", en="After a gap"),
        ],
        body,
        numeric=set(range(2, 11)),
        paragraphs=_nothing(body, writer),
    )


def deciding_conditions(totals: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block:
    """Which conditions kept agencies from the next level, by level."""
    rows = totals[(totals["fiscal_year"] == fiscal_year) & (totals["missed"] != "")]
    names = {each.th: each.name(writer.language) for each in framework.for_year(fiscal_year).levels}

    def named(part: str) -> str:
        return writer.word("column", "total") if part == "total" else sentences.part_name(part, writer)

    counts = rows.groupby(["level", "next_level", "missed"], as_index=False).size()
    body = [
        [
            names[row["level"]],
            names[row["next_level"]],
            writer.join([named(part) for part in row["missed"].split(",")]),
            writer.whole(row["size"]),
        ]
        for row in counts.sort_values("size", ascending=False).to_dict("records")
    ]
    return table(
        _year_title(
            writer, fiscal_year, th="เงื่อนไขที่ทำให้ยังไม่ถึงระดับถัดไป", en="What kept agencies from the next level"
        ),
        [
            writer.word("column", "level"),
            writer.say(th="ระดับถัดไป", en="Next level"),
            writer.say(th="เงื่อนไขที่ไม่ผ่าน", en="Conditions missed"),
            writer.say(th="หน่วยงาน", en="Agencies"),
        ],
        body,
        numeric={3},
        paragraphs=_nothing(body, writer),
    )


def contributions(deltas: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block:
    """What each indicator's change did to the totals, and how often it did most."""
    rows = deltas[(deltas["fiscal_year"] == fiscal_year) & deltas["contribution"].notna()]
    size = rows["contribution"].abs()
    largest = rows[(size == size.groupby(rows["agency_id"]).transform("max")) & (size > 0)]
    often = largest["indicator"].value_counts()
    body = [
        [
            _indicator(int(str(number)), fiscal_year, writer),
            writer.whole(len(group)),
            writer.change(float(group["contribution"].mean())),
            *map(writer.change, _quartiles(group["contribution"])[1:4]),
            writer.whole(int(often.get(number, 0))),
        ]
        for number, group in rows.groupby("indicator")
    ]
    return table(
        _year_title(
            writer,
            fiscal_year,
            th="ส่วนของตัวชี้วัดในการเปลี่ยนแปลงของคะแนนรวม",
            en="Contribution to the change of the total",
        ),
        [
            writer.word("column", "indicator"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            writer.say(th="เฉลี่ย", en="Mean"),
            *(_say(writer, words) for words in _QUANTILES[1:4]),
            writer.say(th="มีผลมากที่สุด (หน่วยงาน)", en="Moved most (agencies)"),
        ],
        body,
        numeric=set(range(1, 7)),
        paragraphs=_nothing(body, writer),
    )


def best_and_worst(made: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block:
    """The highest and the lowest totals, published beside recomputed, with their rank of all."""
    peers = made["peers"]
    peers = peers[(peers["fiscal_year"] == fiscal_year) & (peers["part"] == "total")]
    rows = peers.merge(made["totals"], on=["agency_id", "fiscal_year"]).sort_values(["rank_all", "agency_id"])
    shown = pd.concat([rows.head(TOP), rows.tail(TOP)]).drop_duplicates("agency_id")
    shown["shown"] = shown["published_level"].where(shown["published_level"] != "", shown["level"])
    names = facts.full_names(made["agencies"])
    levels = {each.th: each.name(writer.language) for each in framework.for_year(fiscal_year).levels}
    body = [
        [
            names[row["agency_id"]],
            writer.whole(int(row["rank_all"])),
            writer.score(row["published_total"]),
            writer.score(row["computed_total"]),
            *(writer.score(row[part]) for part in ("iit", "eit", "oit")),
            ((label := row["published_level"] or row["level"]) and levels.get(label, label)) or "–",
        ]
        for row in shown.to_dict("records")
    ]
    return table(
        _year_title(writer, fiscal_year, th="หน่วยงานที่ได้คะแนนรวมสูงสุดและต่ำสุด", en="Highest and lowest totals"),
        [
            writer.say(th="หน่วยงาน", en="Agency"),
            writer.word("column", "rank"),
            writer.say(th="คะแนนที่ประกาศ", en="Published"),
            writer.say(th="คะแนนที่คำนวณ", en="Recomputed"),
            "IIT",
            "EIT",
            "OIT",
            writer.word("column", "level"),
        ],
        body,
        numeric=set(range(1, 7)),
        paragraphs=_nothing(body, writer),
    )


# ------------------------------------------------------------------ 03: weak points and measures
REASONS = {
    "below_pass_mark": ("ต่ำกว่าเกณฑ์ผ่าน", "Below the pass mark"),
    "below_strength": ("ผ่านเกณฑ์แต่ยังไม่เป็นจุดแข็ง", "Passed, no strength yet"),
    "lowest": ("ต่ำสุดในทุกตัวชี้วัด", "Lowest of all"),
    "fell": ("ลดลงจากปีก่อน", "Fell on the year before"),
    "lowest_of_instrument": ("ต่ำสุดของแบบวัด", "Lowest of its instrument"),
}

OUTCOMES = {
    "reached": ("ผ่านเกณฑ์แล้ว", "Reached the mark"),
    "rose": ("เพิ่มขึ้น", "Rose"),
    "same": ("ใกล้เคียงเดิม", "About the same"),
    "fell": ("ลดลง", "Fell"),
    "": ("ยังไม่มีคะแนนปีถัดมา", "No later score"),
}

AIMS = {
    "weak_point": ("ระบุตัวชี้วัดที่เป็นจุดอ่อน", "Answers a weak point"),
    "instrument": ("ระบุเพียงแบบวัดของจุดอ่อน", "Names its instrument only"),
    "other": ("ระบุตัวชี้วัดอื่น", "Names other indicators"),
    "unnamed": ("ไม่ระบุตัวชี้วัด", "Names no indicator"),
    "no_weak_point": ("ไม่มีข้อมูลจุดอ่อนของปีก่อน", "No weak points on file"),
}


def settings_in_use(settings: Settings, writer: Writer) -> Block:
    """The marks that sort weak points, which are settings and no official numbers."""
    rows = [
        (writer.say(th="แก้ไขโดยเร่งด่วน เมื่อคะแนนต่ำกว่า", en="Urgent below"), "urgent_below"),
        (writer.say(th="เป็นจุดแข็ง เมื่อคะแนนตั้งแต่", en="A strength from"), "strength_from"),
        (
            writer.say(th="ถือว่าใกล้เคียงเดิม เมื่อเปลี่ยนแปลงน้อยกว่า", en="About the same below a change of"),
            "material_change",
        ),
        (
            writer.say(
                th="แสดงอันดับ เมื่อมีหน่วยงานในกลุ่มอย่างน้อย", en="A standing is shown from this many agencies"
            ),
            "fewest_peers",
        ),
    ]
    return table(
        writer.say(th="ค่าที่ใช้จำแนก", en="Settings in use"),
        [
            writer.say(th="ความหมาย", en="Meaning"),
            writer.say(th="ค่า", en="Value"),
            writer.say(th="ชื่อ", en="Name"),
        ],
        [[meaning, writer.localise(str(getattr(settings, name))), name] for meaning, name in rows],
        numeric={1},
        paragraphs=[
            writer.say(
                th="ค่าเหล่านี้ไม่ใช่ตัวเลขของทางราชการ เปลี่ยนได้ในช่องพารามิเตอร์ settings",
                en="These are no official numbers; the parameter settings changes them.",
            )
        ],
    )


def reasons(weak: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block:
    """How often each reason makes an indicator weak, by class."""
    rows = weak[weak["fiscal_year"] == fiscal_year]
    body = []
    for reason, words in REASONS.items():
        holds = rows["reasons"].str.split(",").map(lambda found, reason=reason: reason in found).astype(bool)
        counts = rows.loc[holds, "class"].value_counts()
        body.append(
            [_say(writer, words), *(writer.whole(int(counts.get(kind, 0))) for kind in tables.CLASSES)]
        )
    return table(
        _year_title(writer, fiscal_year, th="เหตุที่จัดเป็นจุดอ่อน", en="Why indicators are weak"),
        [
            writer.say(th="เหตุ", en="Reason"),
            writer.say(th="แก้ไขโดยเร่งด่วน", en="Urgent"),
            writer.say(th="พัฒนาให้ดีขึ้น", en="To develop"),
        ],
        body,
        numeric={1, 2},
    )


def heaviest(made: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block:
    """The weak points with the most points of total at stake."""
    rows = made["weak_indicators"]
    rows = rows[rows["fiscal_year"] == fiscal_year].sort_values(
        ["points_at_stake", "agency_id", "indicator"], ascending=[False, True, True]
    )
    return _weak_points(
        rows,
        made["agencies"],
        writer.say(th="จุดอ่อนที่มีผลต่อคะแนนรวมมากที่สุด", en="The heaviest weak points"),
        writer,
    )


def without_measure(made: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block:
    """The heaviest weak points that no measure on file answers."""
    covered = effects.coverage_of_weak_points(made["weak_indicators"], made["measures"])
    rows = covered[(covered["fiscal_year"] == fiscal_year) & (covered["basis"] == "")].sort_values(
        ["points_at_stake", "agency_id", "indicator"], ascending=[False, True, True]
    )
    return _weak_points(
        rows,
        made["agencies"],
        writer.say(th="จุดอ่อนที่ไม่มีมาตรการรองรับ", en="Weak points without a measure"),
        writer,
    )


def _weak_points(rows: pd.DataFrame, agencies: pd.DataFrame, title: str, writer: Writer) -> Block:
    names = facts.full_names(agencies)
    body = [
        [
            names[row["agency_id"]],
            _indicator(int(row["indicator"]), int(row["fiscal_year"]), writer),
            writer.score(row["score"]),
            writer.score(row["gap"]),
            writer.score(row["points_at_stake"]),
            _because(row["reasons"], writer),
            writer.localise(row["measures"]) or writer.word("word", "none"),
        ]
        for row in rows.head(TOP).to_dict("records")
    ]
    return table(
        title,
        [
            writer.say(th="หน่วยงาน", en="Agency"),
            writer.word("column", "indicator"),
            writer.word("word", "points"),
            writer.say(th="ต่ำกว่าเกณฑ์", en="Gap"),
            writer.say(th="คะแนนรวมที่อาจเพิ่มได้", en="Points at stake"),
            writer.say(th="เหตุ", en="Reasons"),
            writer.word("column", "answered"),
        ],
        body,
        numeric={2, 3, 4},
        paragraphs=[*_cut(len(rows), writer), *_nothing(body, writer)],
    )


def _because(reasons: str, writer: Writer) -> str:
    """The reasons in words; the lowest of all is the lowest of its instrument anyway."""
    named = [
        name for name in reasons.split(",") if name != "lowest_of_instrument" or "lowest," not in reasons
    ]
    return writer.join([_say(writer, REASONS[name]) for name in named])


def outcomes(weak: pd.DataFrame, writer: Writer) -> Block:
    """What became of the weak points a year later, by year analysed and class."""
    body = []
    for (year, kind), rows in weak.groupby(["fiscal_year", "class"]):
        counts = rows["outcome"].value_counts()
        body.append(
            [
                writer.localise(str(year)),
                writer.word("class", str(kind)),
                *(writer.whole(int(counts.get(code, 0))) for code in OUTCOMES),
                writer.change(
                    float(rows["later_change"].median()) if rows["later_change"].notna().any() else None
                ),
            ]
        )
    return table(
        writer.say(th="ผลในปีถัดมาของจุดอ่อน", en="What became of the weak points"),
        [
            writer.word("column", "year"),
            writer.say(th="กลุ่ม", en="Class"),
            *(_say(writer, words) for words in OUTCOMES.values()),
            writer.say(th="มัธยฐานของผลต่าง", en="Median change"),
        ],
        body,
        numeric=set(range(2, 8)),
        paragraphs=_nothing(body, writer),
    )


def nearest_to_next_level(made: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block:
    """The agencies that the fewest points keep from the next level: arithmetic, no forecast."""
    rows = made["targets"]
    rows = rows[(rows["fiscal_year"] == fiscal_year) & (rows["goal"] == "next_level")]
    units = rows.assign(rise=decimals.to_units(rows["rise"]), adds=decimals.to_units(rows["adds"], 4))
    sums = units.groupby("agency_id", as_index=False).agg(
        rise=("rise", "sum"), adds=("adds", "sum"), count=("indicator", "size")
    )
    sums = sums.sort_values(["rise", "agency_id"])
    names, levels = facts.full_names(made["agencies"]), framework.for_year(fiscal_year).levels
    above = (
        made["totals"].loc[made["totals"]["fiscal_year"] == fiscal_year].set_index("agency_id")["next_level"]
    )
    named = {each.th: each.name(writer.language) for each in levels}
    body = [
        [
            names[row["agency_id"]],
            named[above[row["agency_id"]]],
            writer.whole(row["count"]),
            writer.change(row["rise"] / 100),
            writer.change(row["adds"] / 10_000),
        ]
        for row in sums.head(TOP).to_dict("records")
    ]
    return table(
        _year_title(writer, fiscal_year, th="หน่วยงานที่ใกล้ถึงระดับถัดไป", en="Nearest to the next level"),
        [
            writer.say(th="หน่วยงาน", en="Agency"),
            writer.say(th="ระดับถัดไป", en="Next level"),
            writer.say(th="ตัวชี้วัดที่ต้องเพิ่ม", en="Indicators to rise"),
            writer.say(th="คะแนนตัวชี้วัดที่ต้องเพิ่มรวม", en="Rise in all"),
            writer.word("column", "adds"),
        ],
        body,
        numeric={2, 3, 4},
        paragraphs=[*_cut(len(sums), writer), *_nothing(body, writer)],
    )


def coverage_counts(made: Mapping[str, pd.DataFrame], answers: pd.DataFrame, writer: Writer) -> Block:
    """How many weak points have a measure, and what measures aim at, by fiscal year of the measures."""
    covered = effects.coverage_of_weak_points(made["weak_indicators"], made["measures"])
    aims = effects.aim_of_measures(made["measures"], answers, made["weak_indicators"])
    body = []
    for year, rows in aims.groupby("fiscal_year"):
        basis = covered.loc[covered["fiscal_year"] == int(str(year)) - 1, "basis"].value_counts()
        found = rows["aim"].value_counts()
        body.append(
            [
                writer.localise(str(year)),
                *(writer.whole(int(basis.get(code, 0))) for code in ("tag", "title", "")),
                writer.whole(len(rows)),
                *(writer.whole(int(found.get(code, 0))) for code in AIMS),
            ]
        )
    return table(
        writer.say(th="จุดอ่อนกับมาตรการ", en="Weak points and measures"),
        [
            writer.say(th="ปีของมาตรการ", en="Year of the measures"),
            writer.say(th="จุดอ่อนที่มีมาตรการระบุ", en="Weak points tagged"),
            writer.say(th="พิจารณาจากชื่อมาตรการ", en="Inferred from a title"),
            writer.say(th="ไม่มีมาตรการ", en="No measure"),
            writer.say(th="มาตรการทั้งหมด", en="Measures"),
            *(_say(writer, words) for words in AIMS.values()),
        ],
        body,
        numeric=set(range(1, 10)),
        paragraphs=[
            writer.say(
                th="นับเฉพาะหน่วยงานที่มีทั้งคะแนนปีก่อนและมาตรการในฐานข้อมูล",
                en="Weak points are counted for agencies whose measures are on file.",
            ),
            *_nothing(body, writer),
        ],
    )


def readiness(made: Mapping[str, pd.DataFrame], writer: Writer) -> Block:
    """How many documents hold every element that counts, by year and kind, and what the others lack most."""
    judged = made["checklist"]
    lacking = judged[(judged["state"] == "missing") & judged["counts"]]
    body = []
    for (year, document), rows in elements.readiness(judged).groupby(["fiscal_year", "document"]):
        own = lacking[(lacking["fiscal_year"] == year) & (lacking["document"] == document)]
        most = own["element"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        body.append(
            [
                writer.localise(str(year)),
                writer.word("short", str(document)),
                writer.whole(len(rows)),
                writer.whole(int(rows["ready"].sum())),
                ", ".join(f"{element} ({writer.whole(int(count))})" for element, count in most.items())
                or "–",
            ]
        )
    return table(
        writer.say(th="ความครบถ้วนของเอกสารตามรายการตรวจ", en="Documents against the checklists"),
        [
            writer.word("column", "year"),
            writer.say(th="เอกสาร", en="Document"),
            writer.say(th="จำนวน", en="Number"),
            writer.say(th="พร้อมเผยแพร่", en="Ready"),
            writer.say(th="องค์ประกอบที่ขาด (จำนวนฉบับ)", en="Elements missing (documents)"),
        ],
        body,
        numeric={2, 3},
        paragraphs=_nothing(body, writer),
    )


def effect_of_measures(made: Mapping[str, pd.DataFrame], writer: Writer) -> Block:
    """Change of weak indicators where a measure answered them and where none did, with a caution."""
    covered = effects.coverage_of_weak_points(made["weak_indicators"], made["measures"])
    rows = effects.changes_by_coverage(covered)
    newest = framework.years()[-1]
    body = [
        [
            _indicator(int(row["indicator"]), newest, writer),
            writer.say(th="มี", en="yes") if row["answered"] else writer.say(th="ไม่มี", en="no"),
            writer.whole(int(row["count"])),
            *(writer.change(row[name]) for name in ("q1", "median", "q3")),
            writer.whole(int(row["rose"])),
        ]
        for row in rows.to_dict("records")
    ]
    return table(
        writer.say(
            th="ผลต่างในปีถัดมาของจุดอ่อน ที่มีและไม่มีมาตรการรองรับ",
            en="Change of weak indicators with and without a measure",
        ),
        [
            writer.word("column", "indicator"),
            writer.say(th="มีมาตรการรองรับ", en="Answered"),
            writer.say(th="จำนวน", en="Count"),
            *(_say(writer, words) for words in _QUANTILES[1:4]),
            writer.say(th="เพิ่มขึ้น", en="Rose"),
        ],
        body,
        numeric=set(range(2, 7)),
        paragraphs=[
            writer.say(
                th="ข้อควรระวัง: ตารางนี้ไม่ใช่หลักฐานว่ามาตรการได้ผล คะแนนที่ต่ำมักเพิ่มขึ้นเองในปีถัดมา"
                " และหน่วยงานที่กำหนดมาตรการได้ตรงประเด็นอาจแตกต่างจากหน่วยงานอื่นในด้านอื่นด้วย",
                en="Caution: this is no proof that measures work. Low scores tend to rise by themselves, and"
                " agencies whose measures are to the point may differ from others in other ways, too.",
            ),
            *_nothing(body, writer),
        ],
    )
