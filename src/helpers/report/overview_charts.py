"""The charts of notebook 05: all agencies together, or one province's."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from helpers import charts, decimals, facts, framework, tables
from helpers.analysis import checklist
from helpers.analysis import totals as results
from helpers.analysis.documents import KEY
from helpers.narrative import Writer
from helpers.report import show
from helpers.report.html import Block, render

MOST_AGENCIES = 60
"""A larger heat map would be unreadable, so it only shows the agencies with the lowest totals."""

LIMITS = ("95", "85", "70")
"""The scores at which a cell of the heat map gets the next lighter shade: the level limits since 2567."""


FEWEST_AGENCIES = 3
"""With fewer, there is no distribution to draw."""


def main_points(frames: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block:
    """The page's main points in sentences: newest results, weakest indicator, changes, papers."""
    totals = results.shown(frames["totals"]).dropna(subset=["total"])
    totals = totals[totals["fiscal_year"] == fiscal_year]
    scores = frames["scores"][frames["scores"]["fiscal_year"] == fiscal_year]
    moved = results.changes(frames["totals"], fiscal_year)["change"].dropna()
    documents = checklist.readiness(frames["checklist"]).merge(frames["papers"], on=KEY)
    year, n = writer.year(fiscal_year), writer.whole(len(totals))
    points = []
    if totals.empty:
        points.append(writer.say(th="ยังไม่มีคะแนนรวมของหน่วยงานใด", en="No agency's total is on file."))
    else:
        mark = framework.for_year(fiscal_year).pass_mark
        passed = writer.whole(int((totals["total"] >= float(mark)).sum()))
        points.append(
            writer.say(
                th=f"ปีงบประมาณ {year} มีคะแนนรวมของ {n} หน่วยงาน ได้ตั้งแต่ {mark:f} คะแนนขึ้นไป {passed} หน่วยงาน",
                en=f"Totals of {n} agencies in fiscal year {year}, {passed} with {mark:f} points or more.",
            )
        )
    if len(moved):
        rose, fell = (writer.whole(int(has_moved.sum())) for has_moved in (moved > 0, moved < 0))
        among = writer.whole(len(moved))
        points.append(
            writer.say(
                th=f"เทียบกับปีก่อน คะแนนรวมเพิ่มขึ้น {rose} หน่วยงาน ลดลง {fell} หน่วยงาน จากที่เทียบได้ {among} หน่วยงาน",
                en=f"On the year before {rose} rose and {fell} fell, of {among} that can be compared.",
            )
        )
    if len(scores):
        medians = scores.groupby("indicator")["score"].median()
        lowest = int(str(medians.idxmin()))
        name = framework.for_year(fiscal_year).indicator(lowest).name(writer.language)
        median = writer.score(medians[lowest])
        points.append(
            writer.say(
                th=f"ตัวชี้วัดที่มีมัธยฐานต่ำสุด คือ ตัวชี้วัดที่ {lowest} {name} ({median} คะแนน)",
                en=f"The lowest median is that of indicator {lowest}, {name} ({median} points).",
            )
        )
    if len(documents):
        ready, every = writer.whole(int(documents["ready"].sum())), writer.whole(len(documents))
        points.append(
            writer.say(
                th=f"เอกสารครบองค์ประกอบพร้อมเผยแพร่ {ready} จาก {every} ฉบับ",
                en=f"{ready} of {every} documents are ready to publish.",
            )
        )
    if len(totals) < FEWEST_AGENCIES:
        points.append(
            writer.say(
                th=f"หน่วยงานที่มีคะแนนรวมมีเพียง {n} หน่วยงาน จึงไม่แสดงภาพการกระจายของคะแนน",
                en="With so few totals no distribution of scores is drawn.",
            )
        )
    return Block(render("points.html.j2", points=points), "\n".join(points))


def chart_levels(totals: pd.DataFrame, writer: Writer) -> Block | None:
    """Agencies by level for each year, the best level darkest."""
    with_level = results.shown(totals)
    if with_level["agency_id"].nunique() < FEWEST_AGENCIES:
        return None
    rows = []
    for year, group in with_level.groupby("fiscal_year"):
        levels = framework.for_year(int(str(year))).levels
        counts = {str(name): int(count) for name, count in group["shown_level"].value_counts().items()}
        label = writer.say(th=f"ปี {year}", en=f"{year}")
        for place, level in enumerate(levels):
            rows.append(
                (label, level.name(writer.language), counts.pop(level.th, 0), tone(place, len(levels)))
            )
        # The rest have a published level that isn't one of that year's, or none.
        rows += [
            (label, name or writer.word("word", "no_data"), counts[name], math.nan) for name in sorted(counts)
        ]
    if not rows:
        return None
    frame = pd.DataFrame(rows, columns=["label", "part", "count", "tone"])
    years = sorted(int(year) for year in set(with_level["fiscal_year"]))
    passed = _passed(with_level, years[-1])
    title = writer.say(
        th=f"ร้อยละ {passed:.1f} ของหน่วยงานได้คะแนนรวมผ่านเกณฑ์ ปี {years[-1]}",
        en=f"{passed:.1f}% of agencies with a total passed the mark in {years[-1]}",
    )
    svg = charts.shares(
        frame, key="levels", title=title, description=_in_words(frame, writer), format_count=_whole(writer)
    )
    return _drawing(svg, title, _source(with_level, writer))


def tone(place: int, levels: int) -> float:
    """How dark a level is drawn, by its place from the best: from 1 down to 0 in even steps."""
    return 1.0 - place / (levels - 1)


def chart_totals(totals: pd.DataFrame, writer: Writer) -> Block | None:
    """The distribution of each year's totals."""
    with_total = results.shown(totals).dropna(subset=["total"])
    sizes = with_total.groupby("fiscal_year")["agency_id"].transform("size")
    with_total = with_total[sizes >= FEWEST_AGENCIES]
    if with_total.empty:
        return None
    groups = {
        writer.say(th=f"ปี {year}", en=f"{year}"): group["total"]
        for year, group in with_total.groupby("fiscal_year")
    }
    median = writer.score(list(groups.values())[-1].median())
    year = int(with_total["fiscal_year"].max())
    title = writer.say(
        th=f"คะแนนรวมปี {year}: ครึ่งหนึ่งของหน่วยงานได้ {median} คะแนนขึ้นไป",
        en=f"Total of {year}: half of the agencies have {median} points or more",
    )
    return _spread("totals", groups, year, title, _source(with_total, writer), writer)


def chart_indicators(scores: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block | None:
    """The distribution of each indicator's scores in one year, the lowest median first."""
    rows = scores[scores["fiscal_year"] == fiscal_year]
    if rows["agency_id"].nunique() < FEWEST_AGENCIES:
        return None
    rules = framework.for_year(fiscal_year)
    groups = {
        writer.localise(f"{number} {rules.indicator(int(number)).name(writer.language)}"): rows.loc[
            rows["indicator"] == number, "score"
        ]
        for number in rows.groupby("indicator")["score"].median().sort_values(kind="stable").index
    }
    lowest = next(iter(groups))
    title = writer.say(
        th=f"ตัวชี้วัดที่ {lowest} มีมัธยฐานต่ำสุด ปี {fiscal_year}",
        en=f"Indicator {lowest} has the lowest median, {fiscal_year}",
    )
    return _spread("indicators", groups, fiscal_year, title, _source(rows, writer), writer)


def chart_weak_points(weak: pd.DataFrame, fiscal_year: int, writer: Writer) -> Block | None:
    """How many agencies have each indicator as a weak point, most frequent first."""
    rows = weak[weak["fiscal_year"] == fiscal_year]
    if rows["agency_id"].nunique() < FEWEST_AGENCIES:
        return None
    rules = framework.for_year(fiscal_year)
    # Equally frequent ones stay in the order of their numbers.
    order = rows["indicator"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    names = {
        n: writer.localise(f"{n} {rules.indicator(int(str(n))).name(writer.language)}") for n in order.index
    }
    class_names = {
        "urgent": writer.say(th="แก้ไขโดยเร่งด่วน", en="urgent"),
        "develop": writer.say(th="พัฒนาให้ดีขึ้น", en="to develop"),
    }
    cut = [
        (
            names[number],
            class_names[kind],
            int(((rows["indicator"] == number) & (rows["class"] == kind)).sum()),
            shade,
        )
        for number in order.index
        for kind, shade in zip(tables.CLASSES, (1.0, 0.3), strict=True)
    ]
    frame = pd.DataFrame(cut, columns=["label", "part", "count", "tone"])
    title = writer.say(
        th=f"จุดอ่อนที่พบบ่อยที่สุดคือ ตัวชี้วัดที่ {names[order.index[0]]} ({order.iloc[0]} หน่วยงาน)",
        en=f"The most frequent weak point is indicator {names[order.index[0]]} ({order.iloc[0]} agencies)",
    )
    svg = charts.shares(
        frame,
        key="weak",
        title=title,
        description=_in_words(frame, writer),
        format_count=_whole(writer),
        total=float(order.iloc[0]),
    )
    return _drawing(svg, title, _source(rows, writer))


def heat_map(frames: Mapping[str, pd.DataFrame], fiscal_year: int, writer: Writer) -> Block | None:
    """The scores of one year, agencies by indicator: a table whose cells are darker for lower scores."""
    scores = frames["scores"]
    wide = scores[scores["fiscal_year"] == fiscal_year].pivot(
        index="agency_id", columns="indicator", values="score"
    )
    if wide.empty:
        return None
    totals = results.shown(frames["totals"])
    total = totals[totals["fiscal_year"] == fiscal_year].set_index("agency_id")
    wide = (
        wide.assign(total=total["total"], doubtful=total["doubtful"])
        .reset_index()
        .sort_values(["total", "agency_id"], ignore_index=True)
    )
    lowest, names = wide.head(MOST_AGENCIES), facts.full_names(frames["agencies"])
    rules = framework.for_year(fiscal_year)
    columns: list[int | str] = [*(number for number in rules.numbers if number in wide.columns), "total"]
    rows = [
        (
            str(row["agency_id"]),
            names.get(str(row["agency_id"]), str(row["agency_id"])) + show.DOUBT * bool(row["doubtful"]),
            [(writer.score(row[column]), _shade(row[column])) for column in columns],
        )
        for _, row in lowest.iterrows()
    ]
    title = writer.say(
        th=f"คะแนนรายตัวชี้วัดของแต่ละหน่วยงาน ปี {fiscal_year}",
        en=f"Scores by agency and indicator, {fiscal_year}",
    )
    note = writer.say(
        th="เรียงจากคะแนนรวมต่ำสุด ช่องยิ่งเข้มคะแนนยิ่งต่ำ: ต่ำกว่า 70, 70–84.99, 85–94.99, 95 ขึ้นไป",
        en="Lowest total first; the darker the lower: below 70, 70–84.99, 85–94.99, 95 and above",
    )
    cut = writer.say(
        th=f"แสดง {MOST_AGENCIES} หน่วยงานที่คะแนนรวมต่ำสุด จาก {len(wide)} หน่วยงาน",
        en=f"The {MOST_AGENCIES} lowest totals of {len(wide)} agencies are shown.",
    )
    html = render(
        "heat.html.j2",
        title=title,
        notes=[
            note,
            *([cut] if len(wide) > len(lowest) else []),
            *([show.doubt(writer)] if lowest["doubtful"].any() else []),
        ],
        agency=writer.say(th="หน่วยงาน", en="Agency"),
        heads=[
            (writer.localise(str(number)), rules.indicator(int(number)).name(writer.language))
            for number in columns[:-1]
        ],
        total=writer.word("column", "total"),
        rows=rows,
    )
    text = "\n".join(f"{name} | " + " | ".join(score for score, _ in cells) for _, name, cells in rows)
    return Block(html, f"{title}\n{text}")


def _shade(score: float) -> str:
    """The class of a cell: h0 for the best scores to h3 for the lowest; none without a score."""
    if pd.isna(score):
        return ""
    value = decimals.to_decimal(float(score))
    return f"h{sum(value < decimals.to_decimal(limit) for limit in LIMITS)}"


def _passed(totals: pd.DataFrame, year: int) -> float:
    """Percent of the agencies with a total that reach the pass mark."""
    total = totals.loc[totals["fiscal_year"] == year, "total"].dropna()
    mark = float(framework.for_year(year).pass_mark)
    return 0.0 if total.empty else 100 * float((total >= mark).mean())


def _source(rows: pd.DataFrame, writer: Writer) -> str:
    """Where a chart's figures come from: results of which years and of how many agencies."""
    years = writer.join([str(year) for year in sorted({int(year) for year in rows["fiscal_year"]})])
    count = writer.whole(rows["agency_id"].nunique())
    return writer.say(
        th=f"ที่มา: ผลการประเมิน ITA ปี {years} ของหน่วยงานที่มีข้อมูล {count} แห่ง",
        en=f"Source: ITA results of {years}, {count} agencies on file.",
    )


def _spread(
    key: str, groups: Mapping[str, pd.Series], year: int, title: str, source: str, writer: Writer
) -> Block:
    quantiles = {"least": 0.0, "lower": 0.25, "median": 0.5, "upper": 0.75, "most": 1.0}
    frame = pd.DataFrame(
        [
            {"label": name, **{c: group.quantile(q) for c, q in quantiles.items()}}
            for name, group in groups.items()
        ]
    )
    mark = framework.for_year(year).pass_mark
    svg = charts.spread(
        frame,
        key=key,
        title=title,
        description="; ".join(
            f"{row['label']} " + "–".join(writer.score(row[column]) for column in quantiles)
            for _, row in frame.iterrows()
        ),
        labels=charts.SpreadLabels(
            middle_half=writer.say(th="ครึ่งกลางของหน่วยงาน", en="middle half"),
            median=writer.say(th="ขีดและตัวเลข: มัธยฐาน", en="stroke and figure: median"),
            ends=writer.say(th="ต่ำสุดถึงสูงสุด", en="lowest to highest"),
            pass_mark=writer.localise(f"{writer.word('word', 'pass_mark')} {mark:f}"),
        ),
        pass_mark=float(mark),
        format_number=writer.score,
        format_tick=_whole(writer),
    )
    return _drawing(svg, title, source)


def _drawing(svg: str, title: str, note: str) -> Block:
    return Block(render("figure.html.j2", svg=svg, title=title, note=note), title)


def _in_words(frame: pd.DataFrame, writer: Writer) -> str:
    """A description of every bar and its parts for screen readers."""
    rows: dict[str, list[str]] = {}
    for label, part, count in frame[["label", "part", "count"]].itertuples(index=False):
        if count:
            rows.setdefault(label, []).append(f"{part} {writer.whole(int(count))}")
    return "; ".join(f"{label}: {', '.join(parts)}" for label, parts in rows.items())


def _whole(writer: Writer) -> charts.Number:
    return lambda value: writer.whole(round(value))
