"""One agency's report, part by part: each method is a cell of notebook 04.

A part that has nothing to show is None, so that its cell shows nothing.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pandas as pd

from helpers import charts, decimals, facts, framework, locations, stages, tables, thai
from helpers.facts import Facts
from helpers.narrative import Digits, Writer, captions, prospects, sentences, standing, weakness
from helpers.report import export
from helpers.report.html import Block, render

ANNEX_COLUMNS: dict[str, tuple[str, ...]] = {
    "plan": ("title", "step", "responsible", "period", "monitoring"),
    "progress": (
        "title",
        "step",
        "responsible",
        "period",
        "status",
        "result",
        "problems",
        "suggestions",
        "remark",
    ),
    "annual": (
        "title",
        "step",
        "responsible",
        "period",
        "monitoring",
        "status",
        "result",
        "outcome",
        "problems",
        "suggestions",
        "remark",
    ),
}
"""Columns of the measures table by document, in the order of print."""

ALWAYS = {"title", "step", "responsible", "period", "result", "suggestions"}
"""Columns that stand even when every cell is blank; the others are left out then."""

NONE_WHEN_BLANK = {"problems", "suggestions"}
"""A blank here prints "ไม่มี": the assessment wants it said (methodology, "Checklists")."""


class Report:
    """The parts of one report, in the order of the page."""

    def __init__(self, known: Facts, writer: Writer) -> None:
        self.facts = known
        self.writer = writer
        self._has_scores = bool(len(known.comparison))
        self._has_measures = not known.measures.empty
        self._has_history = sum(each.total is not None for each in known.results) > 2
        present = {
            "summary": True,
            "comparison": self._has_scores,
            "weak": True,
            "targets": known.document != "progress" and not known.targets.empty,
            "measures" if known.document == "plan" else "results": True,
            "closing": True,
        }
        self._sections = [name for name, there in present.items() if there]

    def parts(self) -> list[Block | None]:
        """Every part in the order of the page: what notebook 04 shows cell by cell."""
        return [
            self.heading(),
            self.summary(),
            self.scores(),
            self.chart_comparison(),
            self.chart_changes(),
            self.chart_contributions(),
            self.chart_radar(),
            self.chart_history(),
            self.years(),
            self.standing(),
            self.weak_points(),
            self.follow_up(),
            self.targets(),
            self.measures(),
            self.chart_timeline(),
            self.closing(),
            self.annex(),
        ]

    def save(self, path: str | Path) -> Path:
        """Writes this report as one self-contained HTML file, the same bytes as the batch writes."""
        target = Path(path)
        target.write_text(export.blocks_to_html(self.parts()), encoding="utf-8")
        return target

    # ------------------------------------------------------------------ text
    def heading(self) -> Block:
        """Title, agency, and what the exporter needs to know of the page."""
        title = sentences.title(self.facts, self.writer)
        place = sentences.place(self.facts, self.writer)
        rules = framework.for_year(self.facts.fiscal_year)
        entries = [(name, self._title(name)) for name in self._sections]
        if self._has_measures:
            entries.append(("annex", self.writer.word("section", "annex")))
        html = render(
            "heading.html.j2",
            title=title,
            place=place,
            item=rules.items.get(self.facts.document, ""),
            contents=entries,
            contents_title=self.writer.word("word", "contents"),
        )
        page = {
            "title": f"{title} {self.facts.agency.full_name}",
            "language": self.writer.language,
            "digits": self.writer.digits,
            "kind": "report",
            "skip": self.writer.word("word", "skip"),
        }
        return Block(html, f"{title}\n{place}", {"ita": page})

    def summary(self) -> Block:
        """Total, level, indicators below the mark, change on the year before."""
        writer, current = self.writer, self.facts.current
        shown = current if current.known else self.facts.previous
        none = writer.word("word", "no_data")
        year = writer.say(
            th=f"ปีงบประมาณ {writer.year(shown.year)}", en=f"Fiscal year {writer.year(shown.year)}"
        )
        cards = []
        if shown.known:
            below = len(shown.below_pass_mark)
            of = len(shown.scores)
            cards = [
                (
                    writer.word("column", "total"),
                    writer.score(shown.total) if shown.total is not None else none,
                    year,
                ),
                (writer.word("column", "level"), sentences.level_name(shown, writer) or none, year),
                (
                    writer.word("word", "below"),
                    writer.say(th=f"{below} จาก {of}", en=f"{below} of {of}") if of else none,
                    year,
                ),
            ]
            if self.facts.change is not None:
                versus = writer.year(self.facts.previous.year)
                cards.append(
                    (
                        writer.word("word", "change_of_total"),
                        writer.change(self.facts.change),
                        writer.say(th=f"เทียบกับปีงบประมาณ {versus}", en=f"against fiscal year {versus}"),
                    )
                )
        paragraphs = sentences.summary(self.facts, writer)
        if not self._has_scores:  # else they stand below the table of scores
            paragraphs += sentences.notes(self.facts, writer)
        return self._section("summary", "summary.html.j2", cards=cards, paragraphs=paragraphs)

    def scores(self) -> Block | None:
        """The ten indicators of both years with signed change, and the total row."""
        if not self._has_scores:
            return None
        writer, known = self.writer, self.facts
        years = [known.previous.year, known.current.year]
        heads = [writer.say(th=f"ปี {year}", en=str(year)) for year in years]
        rows = [
            (
                writer.whole(int(row["indicator"])),
                known.current.rules.indicator(int(row["indicator"])).name(writer.language),
                [
                    (writer.score(row[column]), _tone(row[column], result.rules.pass_mark))
                    for column, result in (("previous", known.previous), ("current", known.current))
                ],
                writer.change(row["change"]),
            )
            for _, row in known.comparison.iterrows()
        ]
        levels = [sentences.level_name(result, writer) for result in (known.previous, known.current)]
        mark = f"{known.current.rules.pass_mark:f}"
        below = any(result.below_pass_mark for result in (known.previous, known.current))
        below_note = writer.say(
            th=f"ตัวเลขเข้มมีเครื่องหมาย * คือคะแนนต่ำกว่าเกณฑ์ {mark} คะแนน",
            en=f"Bold figures with * are below the mark of {mark} points.",
        )
        return self._section(
            "comparison",
            "scores.html.j2",
            caption=writer.say(
                th=f"คะแนน ITA รายตัวชี้วัดของ{known.agency.full_name} ปีงบประมาณ"
                f" {writer.year(years[0])} และ {writer.year(years[1])}",
                en=f"ITA scores of {known.agency.full_name} by indicator, fiscal years"
                f" {writer.year(years[0])} and {writer.year(years[1])}",
            ),
            head=[
                writer.word("column", "number"),
                writer.word("column", "indicator"),
                *heads,
                writer.word("column", "change"),
            ],
            rows=rows,
            total=(
                writer.word("column", "total"),
                writer.score(known.previous.total),
                writer.score(known.current.total),
                writer.change(known.change),
            ),
            level=(writer.word("column", "level"), *levels) if any(levels) else None,
            notes=[*([below_note] if below else []), *sentences.notes(known, writer)],
            csv=self._comparison_csv(),
            csv_name=f"{known.agency.id}_{known.fiscal_year}_{known.document}.csv",
            csv_label=writer.say(
                th="ดาวน์โหลดตัวเลขในตารางนี้ (CSV)", en="Download the figures of this table (CSV)"
            ),
        )

    def years(self) -> Block | None:
        """Instrument means and total of every year on file, with the last change."""
        writer, known = self.writer, self.facts
        instruments = [each.id for each in known.current.rules.instruments]
        shown = [each for each in known.results if each.total is not None or each.means]
        if len(shown) < 2:
            return None
        rows = [
            [
                writer.localise(str(each.year)),
                *(writer.score(each.means.get(name)) for name in instruments),
                writer.score(each.total),
                sentences.level_name(each, writer) or "–",
            ]
            for each in shown
        ]
        before, last = shown[-2:]
        changes = [_change(last.means.get(name), before.means.get(name)) for name in instruments]
        changes.append(_change(last.total, before.total))
        label = writer.say(
            th=f"เปลี่ยนแปลง ({before.year}–{last.year})", en=f"Change ({before.year}–{last.year})"
        )
        return self._groups(
            "years",
            [writer.word("column", "year"), *instruments, *self._columns("total", "level")],
            [("", rows, [label, *map(writer.change, changes), ""])],
            notes=sentences.notes_on_earlier_years(known, writer),
            numeric=set(range(1, len(instruments) + 2)),
        )

    def standing(self) -> Block | None:
        """Rank and median among the agencies of the district, type, province, and all."""
        writer, known = self.writer, self.facts
        rows = standing.of_total(known, writer)
        if not rows:
            return None
        group = standing.widest_nearby(known)
        within = standing.name(group, known.agency, writer)
        indicators = writer.say(th=f"รายตัวชี้วัด เทียบภายใน{within}", en=f"By indicator, within {within}")
        return self._groups(
            "standing",
            self._columns("group", "rank", "agencies", "above", "median"),
            [
                (writer.word("column", "total"), rows, []),
                (indicators, standing.of_indicators(known, group, writer), []),
            ],
            paragraphs=[standing.intro(known, writer)],
            numeric={1, 2, 3, 4},
        )

    def weak_points(self) -> Block:
        """The prior year's weak points under the two official headings."""
        writer = self.writer
        known = bool(len(self.facts.analysed.scores))
        classes = [
            (writer.word("class", kind), weakness.points(self.facts, kind, writer)) for kind in tables.CLASSES
        ]
        return self._section(
            "weak",
            "weak.html.j2",
            intro=weakness.intro(self.facts, writer),
            classes=classes if known else [],
            nothing=writer.word("word", "none"),
        )

    def follow_up(self) -> Block | None:
        """What became of each weak point in the fiscal year that an annual report presents."""
        writer, known = self.writer, self.facts
        if known.document != "annual" or known.weak.empty:
            return None
        rows = weakness.follow_up_rows(known, writer)
        if (known.weak["outcome"] == "").all():
            rows = []
        heads = [writer.localise(str(result.year)) for result in (known.analysed, known.current)]
        named = self._columns("indicator", "change", "became", "answered")
        return self._groups(
            "follow_up",
            [named[0], *heads, *named[1:]],
            [("", rows, [])] if rows else [],
            paragraphs=[weakness.follow_up_intro(known, writer)],
            notes=[weakness.inferred_note(known, writer)] if rows else [],
            numeric={1, 2, 3},
        )

    def targets(self) -> Block | None:
        """The smallest rises that reach the pass mark and the next level, as arithmetic."""
        writer, known = self.writer, self.facts
        if "targets" not in self._sections:
            return None
        return self._groups(
            "targets",
            self._columns("indicator", "score", "target", "rise", "adds"),
            [(goal.title, goal.rows, goal.total) for goal in prospects.goals(known, writer)],
            paragraphs=[prospects.intro(known, writer)],
            notes=[prospects.note(known, writer)],
            numeric={1, 2, 3, 4},
        )

    def measures(self) -> Block:
        """How many measures there are and how far they are, with their names."""
        writer, known = self.writer, self.facts
        status_of = known.progress.groupby("measure")["status"].agg(list).to_dict()
        items = []
        for measure, rows in known.measures.groupby("measure"):
            found = [status for status in status_of.get(measure, []) if status]
            status = min(found, key=("not_begun", "under_way", "done").index) if found else ""
            items.append(
                (
                    writer.localise(str(rows["title"].iloc[0])),
                    status,
                    writer.word("status", status) if status else "",
                )
            )
        section = "measures" if known.document == "plan" else "results"
        return self._section(
            section, "measures.html.j2", intro=sentences.measures_intro(known, writer), items=items
        )

    def closing(self) -> Block:
        """The closing narrative."""
        return self._section(
            "closing", "paragraphs.html.j2", paragraphs=sentences.closing(self.facts, self.writer)
        )

    def annex(self) -> Block | None:
        """The measures in full: steps, units, period, results, suggestions."""
        if not self._has_measures:
            return None
        writer, known = self.writer, self.facts
        key = ["measure", "activity"]
        rows = known.measures.merge(known.progress, on=key, how="left", suffixes=("", "_of_progress"))
        columns = [
            column
            for column in ANNEX_COLUMNS[known.document]
            if column in ALWAYS or (column in rows and (rows[column].fillna("") != "").any())
        ]
        body = []
        for measure, group in rows.groupby("measure"):
            cells = [[self._lines(row, column) for column in columns[1:]] for _, row in group.iterrows()]
            title = writer.localise(f"{measure}. {group['title'].iloc[0]}")
            body.append((title, cells))
        heads = [writer.word("column", column) for column in columns]
        html = render(
            "annex.html.j2",
            title=writer.word("section", "annex"),
            caption=writer.say(
                th=f"มาตรการของ{known.agency.full_name} ปีงบประมาณ {writer.year(known.fiscal_year)}",
                en=f"Measures of {known.agency.full_name}, fiscal year {writer.year(known.fiscal_year)}",
            ),
            heads=heads,
            columns=columns,
            body=body,
        )
        return Block(html, writer.word("section", "annex"))

    def _lines(self, row: pd.Series, column: str) -> list[str]:
        text = row[column] if column in row and not pd.isna(row[column]) else ""
        if column == "status":
            text = self.writer.word("status", text) if text else ""
        lines = [self.writer.localise(line) for line in str(text).split("\n") if line]
        if not lines:
            return [self.writer.word("word", "none") if column in NONE_WHEN_BLANK else "–"]
        return lines

    # ------------------------------------------------------------------ charts
    def chart_comparison(self) -> Block | None:
        """Both years by indicator, with the pass mark."""
        if not self._has_scores:
            return None
        writer, known = self.writer, self.facts
        years = [writer.localise(str(result.year)) for result in (known.previous, known.current)]
        none = writer.word("word", "no_data")
        labels = charts.ComparisonLabels(
            previous=years[0],
            current=years[1],
            pass_mark=writer.localise(
                f"{writer.word('word', 'pass_mark')} {known.current.rules.pass_mark:f}"
            ),
            missing_previous=f"{years[0]}: {none}",
            missing_current=f"{years[1]}: {none}",
            missing=none,
        )
        return self._figure(
            charts.comparison,
            known.comparison.assign(label=self._labels(known.comparison)),
            "comparison",
            captions.comparison(known, writer),
            labels=labels,
            pass_mark=float(known.current.rules.pass_mark),
            format_number=writer.score,
            format_tick=lambda value: writer.whole(round(value)),
        )

    def chart_changes(self) -> Block | None:
        """Signed changes, sorted; with more years on file the history stands in its place."""
        rows = self.facts.comparison.dropna(subset=["change"])
        if rows.empty or self._has_history:
            return None
        writer = self.writer
        labels = charts.ChangesLabels(
            rise=writer.say(th="เพิ่มขึ้น", en="rise"),
            fall=writer.say(th="ลดลง", en="fall"),
            missing=writer.word("word", "no_data"),
        )
        return self._figure(
            charts.changes,
            rows.assign(label=self._labels(rows)),
            "changes",
            captions.changes(self.facts, writer),
            labels=labels,
            format_change=writer.change,
        )

    def chart_contributions(self) -> Block | None:
        """From the previous total to the current one."""
        known, writer = self.facts, self.writer
        rows = known.comparison.dropna(subset=["contribution"])
        if known.change is None or len(rows) < len(known.current.rules.indicators):
            return None
        sizes = decimals.to_units(rows["contribution"], 4).abs().astype("int64")
        rows = rows.assign(size=sizes).sort_values(["size", "indicator"], ascending=[False, True])
        start, end = (float(total or 0.0) for total in (known.previous.total, known.current.total))
        labels = charts.ContributionsLabels(
            start=f"{writer.word('column', 'total')} {writer.localise(str(known.previous.year))}",
            end=f"{writer.word('column', 'total')} {writer.localise(str(known.current.year))}",
            rest=writer.word("word", "rounding" if known.rest_is_rounding else "unexplained"),
            missing=writer.word("word", "no_data"),
        )
        return self._figure(
            charts.contributions,
            rows.assign(label=self._labels(rows)),
            "contributions",
            captions.contributions(known, writer),
            labels=labels,
            start=start,
            end=end,
            rest=known.rest,
            format_number=writer.score,
            format_change=writer.change,
        )

    def chart_radar(self) -> Block | None:
        """All indicators of the presented year as one shape, beside the median of the peers."""
        known, writer = self.facts, self.writer
        if not known.current.complete:
            return None
        frame = pd.DataFrame(
            {"indicator": known.current.scores.index, "value": known.current.scores.to_numpy()}
        )
        compared = standing.groups(known)
        within = standing.name(standing.widest_nearby(known), known.agency, writer) if compared else ""
        if compared:
            frame["peers"] = frame["indicator"].map(standing.medians(known))
        # A long name is cut before the word that says what is done, not inside it.
        names = [
            name[0] + name[1:].replace(" การ", " \0").replace("การ", "\u200bการ").replace("\0", "การ")
            for name in self._labels(frame)
        ]
        labels = charts.RadarLabels(
            own=writer.localise(str(known.current.year)),
            peers=writer.say(th=f"มัธยฐานของ{within}", en=f"median, {within}"),
            pass_mark=writer.localise(
                f"{writer.word('word', 'pass_mark')} {known.current.rules.pass_mark:f}"
            ),
            missing=writer.word("word", "no_data"),
        )
        return self._figure(
            charts.radar,
            frame.assign(label=names),
            "radar",
            captions.radar(known, writer),
            labels=labels,
            pass_mark=float(known.current.rules.pass_mark),
            format_number=writer.score,
            format_tick=lambda value: writer.whole(round(value)),
        )

    def chart_history(self) -> Block | None:
        """The total and the instruments' means over all years on file, a panel each."""
        if not self._has_history:
            return None
        writer, results = self.writer, {each.year: each for each in self.facts.results}
        years = range(min(results), max(results) + 1)  # a year that is not on file leaves a gap
        figures = {
            writer.word("column", "total"): {year: each.total for year, each in results.items()},
            **{
                each.id: {year: result.means.get(each.id) for year, result in results.items()}
                for each in self.facts.current.rules.instruments
            },
        }
        rows = [(name, year, of.get(year)) for name, of in figures.items() for year in years]
        frame = pd.DataFrame(rows, columns=["label", "year", "value"]).astype({"value": "float64"})
        mark = self.facts.current.rules.pass_mark
        return self._figure(
            charts.history,
            frame,
            "history",
            captions.history(self.facts, writer),
            labels=charts.HistoryLabels(
                pass_mark=writer.localise(f"{writer.word('word', 'pass_mark')} {mark:f}"),
                missing=writer.word("word", "no_data"),
            ),
            pass_mark=float(mark),
            format_number=writer.score,
            format_year=lambda year: writer.localise(str(round(year))),
        )

    def chart_timeline(self) -> Block | None:
        """The measures over the fiscal year."""
        known, writer = self.facts, self.writer
        if known.measures.empty:
            return None
        key = ["measure", "activity"]
        rows = known.measures.merge(known.progress[[*key, "status"]], on=key, how="left")
        many = rows.groupby("measure")["activity"].transform("size") > 1
        label = rows["measure"].astype("str") + rows["activity"].astype("str").radd(".").where(many, "")
        frame = pd.DataFrame(
            {
                "label": [writer.localise(f"{n} {t}") for n, t in zip(label, rows["title"], strict=True)],
                "start": rows["period_start"],
                "end": rows["period_end"],
                "status": rows["status"].where(rows["status"].fillna("") != "", None),
            }
        )
        months = thai.month_abbreviations(writer.language)
        labels = charts.TimelineLabels(
            months=[*months[9:], *months[:9]],
            statuses={status: writer.word("status", status) for status in tables.STATUSES},
            no_status="",
            unknown_period=writer.word("word", "period_unknown"),
            outside_year=writer.say(th="อยู่นอกปีงบประมาณ", en="outside the fiscal year"),
        )
        first_day, _ = thai.fiscal_year_bounds(known.fiscal_year)
        return self._figure(
            charts.timeline,
            frame,
            "timeline",
            captions.timeline(known, writer),
            labels=labels,
            first_day=first_day,
        )

    # ------------------------------------------------------------------ parts of parts
    def _labels(self, rows: pd.DataFrame) -> list[str]:
        rules = self.facts.current.rules
        return [
            self.writer.localise(f"{number} {rules.indicator(int(number)).name(self.writer.language)}")
            for number in rows["indicator"]
        ]

    def _figure(
        self,
        draw: Callable[..., str],
        frame: pd.DataFrame,
        key: str,
        caption: captions.Caption,
        **options: object,
    ) -> Block:
        svg = draw(frame, key=key, title=caption.title, description=caption.description, **options)
        return Block(render("figure.html.j2", svg=svg, title=caption.title), caption.title)

    def _section(self, name: str, template: str, **values: object) -> Block:
        title = self._title(name)
        return Block(render(template, id=name, title=title, **values), title)

    def _columns(self, *names: str) -> list[str]:
        return [self.writer.word("column", name) for name in names]

    def _groups(
        self,
        name: str,
        head: list[str],
        groups: list[tuple[str, list[list[str]], list[str]]],
        *,
        numeric: set[int],
        paragraphs: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> Block:
        """A table under a heading of its own: a section's where it is one, else of its part."""
        section = name in self._sections
        title = self._title(name) if section else self.writer.word("section", name)
        html = render(
            "groups.html.j2",
            level=2 if section else 3,
            id=name,
            title=title,
            head=head,
            groups=groups,
            numeric=numeric,
            paragraphs=list(paragraphs),
            notes=[each for each in notes if each],
        )
        return Block(html, title)

    def _title(self, name: str) -> str:
        number = self._sections.index(name) + 1
        return self.writer.localise(f"{number}. {self.writer.word('section', name)}")

    def _comparison_csv(self) -> str:
        """The comparison as CSV with machine-readable numbers, in base64 for a data link."""
        known = self.facts
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(
            ["agency_id", "indicator", "name", str(known.previous.year), str(known.current.year), "change"]
        )
        for _, row in known.comparison.iterrows():
            name = known.current.rules.indicator(int(row["indicator"])).name(self.writer.language)
            figures = [_figure_text(row[column]) for column in ("previous", "current", "change")]
            rows.writerow([known.agency.id, int(row["indicator"]), name, *figures])
        totals = [_figure_text(total) for total in (known.previous.total, known.current.total, known.change)]
        rows.writerow([known.agency.id, "total", self.writer.word("column", "total"), *totals])
        return base64.b64encode(text.getvalue().encode("utf-8-sig")).decode("ascii")


def _change(after: float | None, before: float | None) -> float | None:
    if after is None or before is None:
        return None
    return float(decimals.to_decimal(after) - decimals.to_decimal(before))


def _tone(score: float, mark: Decimal) -> str:
    below = not pd.isna(score) and decimals.to_decimal(score) < mark
    return "below" if below else ""


def _figure_text(value: float | None) -> str:
    return "" if value is None or pd.isna(value) else f"{decimals.to_decimal(value):f}"


class ParameterError(ValueError):
    """A parameter of the notebook has a value that cannot be used."""


@dataclass(frozen=True)
class Parameters:
    """The parameters of notebook 04, checked."""

    agency_id: str
    fiscal_year: int
    document: facts.Document
    language: framework.Language
    digits: Digits

    def __post_init__(self) -> None:
        """Refuses what a notebook may be given by mistake, in words that say what to give instead."""
        if not isinstance(self.agency_id, str):
            raise ParameterError(
                f"agency_id must be text, not {self.agency_id!r}: codes keep their leading zeros."
                f" With papermill write -r agency_id {self.agency_id} instead of -p."
            )
        if not isinstance(self.fiscal_year, int) or isinstance(self.fiscal_year, bool):
            raise ParameterError(f"fiscal_year must be a number such as 2568, not {self.fiscal_year!r}")
        choices = {
            "document": get_args(facts.Document),
            "language": get_args(framework.Language),
            "digits": get_args(Digits),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ParameterError(
                    f"{name} must be one of {', '.join(allowed)}, not {getattr(self, name)!r}"
                )


def open_report(
    agency_id: str,
    fiscal_year: int,
    document: str,
    *,
    language: str = "th",
    digits: str = "thai",
    data_dir: str | Path = "",
    refresh: bool = True,
    settings: str = "",
) -> Report:
    """The report of one agency, ready to show its parts.

    ``fiscal_year`` is the year whose measures are reported (Buddhist Era). ``data_dir`` holds
    ``raw/`` and ``processed/``; "" is the project's own. With ``refresh`` the processed tables are
    made anew where the raw files changed. ``settings`` are those that differ from the defaults, as in
    ``"urgent_below=80"``. Raises ``ParameterError`` for a value of the wrong kind,
    ``framework.SettingError`` for a setting that cannot be used,
    ``KeyError`` for an unknown agency, ``facts.NothingToReportError`` where there is nothing to say.
    """
    asked = Parameters(agency_id, fiscal_year, document, language, digits)  # type: ignore[arg-type]
    chosen = framework.settings(settings)
    folder = locations.data_dir(data_dir)
    if refresh:
        stages.refresh(folder)
    known = facts.load(folder, asked.agency_id, asked.fiscal_year, asked.document, chosen)
    return Report(known, Writer(asked.language, asked.digits))
