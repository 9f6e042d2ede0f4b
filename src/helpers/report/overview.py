"""All agencies together: what notebooks 01, 02, 03 and 05 show, a block each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers import charts, facts, findings, framework, tables
from helpers.messages import both
from helpers.narrative import Writer
from helpers.report import findings_page
from helpers.report.html import Block, render

MOST_ROWS = 200
"""Longer lists are cut, and say so: a page is for reading, the tables hold everything."""

TOP = 10


def heading(writer: Writer, *, th: str, en: str) -> Block:
    """A page's title, with what the exporter needs to know."""
    title = writer.say(th=th, en=en)
    page = {
        "title": title,
        "language": writer.language,
        "digits": writer.digits,
        "skip": writer.word("word", "skip"),
    }
    return Block(render("title.html.j2", title=title), title, {"ita": page})


def overview_heading(province: str, writer: Writer) -> Block:
    """The title of notebook 05, for all agencies or one province's."""
    if province:
        return heading(writer, th=f"ภาพรวมหน่วยงานในจังหวัด{province}", en=f"Overview: {province} province")
    return heading(writer, th="ภาพรวมทุกหน่วยงาน", en="Overview of all agencies")


def read_all(data_dir: Path, province: str = "") -> dict[str, pd.DataFrame]:
    """The processed tables by name; with ``province`` only its agencies' rows.

    Raises ``ValueError`` for a province without agencies.
    """
    names = ("agencies", "scores", "totals", "deltas", "weak_indicators", "measures", "progress", "checklist")
    made = {name: tables.read(data_dir, name) for name in names}
    if not province:
        return made
    inside = made["agencies"].loc[made["agencies"]["province"] == province, "agency_id"]
    if inside.empty:
        known = ", ".join(sorted(set(made["agencies"]["province"])))
        raise ValueError(
            both(
                f"ไม่มีหน่วยงานในจังหวัด {province!r} ที่มีคือ {known}",
                f"no agency in the province {province!r}; there are: {known}",
            )
        )
    return {name: frame[frame["agency_id"].isin(inside)] for name, frame in made.items()}


def contents(made: Mapping[str, pd.DataFrame], writer: Writer) -> Block:
    """How many rows, agencies and years each table holds."""
    rows = []
    for name, frame in made.items():
        years = sorted(set(frame["fiscal_year"].dropna())) if "fiscal_year" in frame else []
        span = "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else "–"
        agencies = frame["agency_id"].replace("", pd.NA).nunique() if "agency_id" in frame else 0
        rows.append([name, writer.whole(len(frame)), writer.whole(agencies), writer.localise(span)])
    return table(
        writer.say(th="ตารางที่ได้", en="The tables"),
        [
            writer.say(th="ตาราง", en="Table"),
            writer.say(th="จำนวนแถว", en="Rows"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            writer.say(th="ปีงบประมาณ", en="Fiscal years"),
        ],
        rows,
        numeric={1, 2},
    )


def found(frame: pd.DataFrame, writer: Writer) -> Block:
    """The findings: where, what is wrong, what to write instead; the gravest first."""
    suffix = "_en" if writer.language == "en" else ""
    severities = findings_page.severity_words(writer)
    causes = findings.by_cause(frame)
    rows = [
        [
            str(row["file"]) + (f" [{row['sheet']}]" if row["sheet"] else ""),
            "–" if pd.isna(row["row"]) else writer.localise(str(row["row"])),
            severities[row["severity"]],
            " ".join(
                filter(
                    None,
                    (
                        findings_page.in_digits(row[f"problem{suffix}"], writer),
                        findings_page.more_words(row, writer),
                    ),
                )
            ),
            findings_page.in_digits(row[f"remedy{suffix}"], writer),
        ]
        for row in causes.head(MOST_ROWS).to_dict("records")
    ]
    return table(
        writer.say(th="ข้อที่พบในข้อมูลนำเข้า", en="Findings in the input"),
        [
            writer.say(th="แฟ้ม", en="File"),
            writer.say(th="แถว", en="Row"),
            writer.say(th="ความสำคัญ", en="Severity"),
            writer.say(th="ปัญหา", en="What is wrong"),
            writer.say(th="วิธีแก้", en="What to write instead"),
        ],
        rows,
        numeric={1},
        paragraphs=[findings_page.count_words(frame, writer), *_cut(len(causes), MOST_ROWS, writer)],
    )


def changes_by_indicator(deltas: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block:
    """Distribution of the change of each indicator over all agencies."""
    rows = deltas[(deltas["fiscal_year"] == fiscal_year) & deltas["change"].notna()]
    rules = framework.for_year(fiscal_year)
    body = []
    for number, group in rows.groupby("indicator"):
        change = group["change"]
        body.append(
            [
                _indicator(int(str(number)), rules, writer),
                writer.whole(len(group)),
                writer.change(change.median()),
                writer.change(float(change.quantile(0.25))),
                writer.change(float(change.quantile(0.75))),
                writer.whole(int((change > 0).sum())),
                writer.whole(int((change < 0).sum())),
            ]
        )
    return table(
        writer.say(
            th=f"การเปลี่ยนแปลงรายตัวชี้วัด ปีงบประมาณ {writer.year(fiscal_year)}",
            en=f"Change by indicator, fiscal year {writer.year(fiscal_year)}",
        ),
        [
            writer.word("column", "indicator"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            writer.say(th="มัธยฐาน", en="Median"),
            writer.say(th="ควอร์ไทล์ที่ 1", en="1st quartile"),
            writer.say(th="ควอร์ไทล์ที่ 3", en="3rd quartile"),
            writer.say(th="เพิ่มขึ้น", en="Rose"),
            writer.say(th="ลดลง", en="Fell"),
        ],
        body,
        numeric=set(range(1, 7)),
        paragraphs=[] if body else [_nothing(writer)],
    )


def largest_changes(made: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block:
    """The largest rises and falls of the total between two years on file."""
    moved = changes_of_totals(made["totals"], fiscal_year)
    if moved.empty:
        return Block(f"<p>{_nothing(writer)}</p>", _nothing(writer))
    names = facts.full_names(made["agencies"])
    moved = moved.assign(label=moved["agency_id"].map(names)).sort_values(["change", "agency_id"])
    shown = pd.concat([moved.head(TOP), moved.tail(TOP)]).drop_duplicates("agency_id")
    title = writer.say(
        th=f"คะแนนรวมที่เพิ่มขึ้นและลดลงมากที่สุด ปีงบประมาณ {writer.year(fiscal_year)}",
        en=f"Largest rises and falls of the total, fiscal year {writer.year(fiscal_year)}",
    )
    svg = charts.changes(
        shown,
        key="largest",
        title=title,
        description="; ".join(
            f"{row.label} {writer.change(float(str(row.change)))}" for row in shown.itertuples()
        ),
        labels=charts.ChangesLabels(
            rise=writer.say(th="เพิ่มขึ้น", en="rise"),
            fall=writer.say(th="ลดลง", en="fall"),
            missing=writer.word("word", "no_data"),
        ),
        format_change=writer.change,
    )
    return Block(render("figure.html.j2", svg=svg, title=title), title)


def weak_by_indicator(weak: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block:
    """How often each indicator is a weak point, by class, with the points at stake."""
    rows = weak[weak["fiscal_year"] == fiscal_year]
    rules = framework.for_year(fiscal_year)
    body = [
        [
            _indicator(int(str(number)), rules, writer),
            *(writer.whole(int((group["class"] == kind).sum())) for kind in tables.CLASSES),
            writer.score(group["score"].median()),
            writer.score(group["points_at_stake"].mean()),
        ]
        for number, group in rows.groupby("indicator")
    ]
    return table(
        writer.say(
            th=f"ประเด็นที่ต้องแก้ไขและพัฒนา จากผลปีงบประมาณ {writer.year(fiscal_year)}",
            en=f"Weak points in the result of fiscal year {writer.year(fiscal_year)}",
        ),
        [
            writer.word("column", "indicator"),
            writer.say(th="แก้ไขโดยเร่งด่วน", en="Urgent"),
            writer.say(th="พัฒนาให้ดีขึ้น", en="To develop"),
            writer.say(th="มัธยฐานคะแนน", en="Median score"),
            writer.say(th="คะแนนรวมที่อาจเพิ่มได้ (เฉลี่ย)", en="Points of total at stake (mean)"),
        ],
        body,
        numeric=set(range(1, 5)),
        paragraphs=[] if body else [_nothing(writer)],
    )


def levels_by_year(totals: pd.DataFrame, writer: Writer) -> Block:
    """Number of agencies by level and year, best level first, with the mean total."""
    known = shown_totals(totals)
    body = []
    for year, group in known.groupby("fiscal_year"):
        rules = framework.for_year(int(str(year)))
        counts = group["shown_level"].value_counts()
        order = [level.th for level in rules.levels]
        named = {level.th: level.name(writer.language) for level in rules.levels}
        levels = sorted(counts.index, key=lambda name: (order.index(name) if name in order else 99, name))
        said = [
            f"{named.get(level, level) or writer.word('word', 'no_data')} {writer.whole(int(counts[level]))}"
            for level in levels
        ]
        body.append(
            [
                writer.localise(str(year)),
                writer.whole(len(group)),
                writer.score(group["total"].mean()),
                " · ".join(said),
            ]
        )
    return table(
        writer.say(th="ระดับผลการประเมินรายปี", en="Levels by year"),
        [
            writer.say(th="ปีงบประมาณ", en="Fiscal year"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            writer.say(th="คะแนนรวมเฉลี่ย", en="Mean total"),
            writer.say(th="จำนวนหน่วยงานตามระดับ", en="Agencies by level"),
        ],
        body,
        numeric={1, 2},
        paragraphs=[] if body else [_nothing(writer)],
    )


def statuses(made: Mapping[str, pd.DataFrame], writer: Writer) -> Block:
    """How far the measures are, by year and round."""
    progress = made["progress"]
    body = []
    for (year, round_), group in progress.groupby(["fiscal_year", "round"]):
        counts = group["status"].value_counts()
        body.append(
            [
                writer.localise(str(year)),
                writer.localise({"6m": "6", "12m": "12"}[str(round_)]) + writer.say(th=" เดือน", en=" months"),
                writer.whole(group["agency_id"].nunique()),
                *(
                    writer.whole(int(counts.get(status, 0)))
                    for status in ("done", "under_way", "not_begun", "")
                ),
            ]
        )
    return table(
        writer.say(th="สถานะของกิจกรรมตามมาตรการ", en="Status of the measures' activities"),
        [
            writer.say(th="ปีงบประมาณ", en="Fiscal year"),
            writer.say(th="รอบ", en="Round"),
            writer.say(th="หน่วยงาน", en="Agencies"),
            *(writer.word("status", status) for status in ("done", "under_way", "not_begun", "unknown")),
        ],
        body,
        numeric=set(range(2, 7)),
        paragraphs=[] if body else [_nothing(writer)],
    )


def coverage(weak: pd.DataFrame, measures: pd.DataFrame, writer: Writer) -> Block:
    """How many weak points of a year the next year's measures answer; years without measures are left out."""
    body = []
    for year, group in weak.groupby("fiscal_year"):
        planned = measures.loc[measures["fiscal_year"] == int(str(year)) + 1, "agency_id"]
        rows = group[group["agency_id"].isin(planned)]
        if rows.empty:
            continue
        answered = int((rows["measures"] != "").sum())
        counts = [rows["agency_id"].nunique(), len(rows), answered, len(rows) - answered]
        share = writer.score(100 * answered / len(rows))
        body.append([writer.localise(str(year)), *(writer.whole(int(count)) for count in counts), share])
    return table(
        writer.say(th="มาตรการที่ตอบจุดอ่อนของปีก่อน", en="Measures that answer the prior year's weak points"),
        [
            writer.say(th="ผลปีงบประมาณ", en="Result of fiscal year"),
            writer.say(th="หน่วยงานที่มีมาตรการ", en="Agencies with measures"),
            writer.say(th="จุดอ่อน", en="Weak points"),
            writer.say(th="มีมาตรการตอบ", en="Answered"),
            writer.say(th="ยังไม่มีมาตรการตอบ", en="Not answered"),
            writer.say(th="ร้อยละที่มีมาตรการตอบ", en="Answered, percent"),
        ],
        body,
        numeric=set(range(1, 6)),
        paragraphs=[] if body else [_nothing(writer)],
    )


# ------------------------------------------------------------------ used by pages, too
def shown_totals(totals: pd.DataFrame) -> pd.DataFrame:
    """The table with ``total`` and ``shown_level``: the published ones, else what was computed."""
    return totals.assign(
        total=totals["published_total"].fillna(totals["computed_total"]),
        shown_level=totals["published_level"].where(totals["published_level"] != "", totals["level"]),
    )


def changes_of_totals(totals: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """agency_id, total (published, else computed), change on the year before; two decimals."""
    shown = shown_totals(totals)
    columns = ["agency_id", "total"]
    now = shown.loc[shown["fiscal_year"] == fiscal_year, columns].dropna()
    before = shown.loc[shown["fiscal_year"] == fiscal_year - 1, columns].dropna()
    both = now.merge(before, on="agency_id", suffixes=("", "_before"))
    return both.assign(change=(both["total"] - both["total_before"]).round(2))[
        ["agency_id", "total", "change"]
    ]


def newest_year(frame: pd.DataFrame) -> int | None:
    """The newest fiscal year in a table; None for an empty one."""
    return None if frame.empty else int(frame["fiscal_year"].max())


def table(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    numeric: set[int],
    paragraphs: Sequence[str] = (),
) -> Block:
    """A titled table; ``numeric`` says which columns are set to the right."""
    html = render(
        "table.html.j2",
        id="",
        title=title,
        caption=title,
        head=list(head),
        rows=[list(row) for row in rows],
        numeric=numeric,
        paragraphs=list(paragraphs),
    )
    text = "\n".join(" | ".join(str(cell) for cell in row) for row in [list(head), *rows])
    return Block(html, f"{title}\n{text}")


def _indicator(number: int, rules: framework.Framework, writer: Writer) -> str:
    return writer.localise(f"{number} {rules.indicator(number).name(writer.language)}")


def _cut(count: int, most: int, writer: Writer) -> list[str]:
    if count <= most:
        return []
    return [
        writer.say(
            th=f"แสดง {most} รายการแรก จาก {count} รายการ", en=f"The first {most} of {count} are shown."
        )
    ]


def _nothing(writer: Writer) -> str:
    return writer.say(th="ไม่มีข้อมูลสำหรับตารางนี้", en="There are no data for this table.")
