"""One agency's report, part by part: each method is a cell of notebook 04.

A part without content is None, so that its cell shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import decimals, framework, locations, stages, tables
from helpers.facts import Facts
from helpers.facts import load as load_facts
from helpers.narrative import (
    Writer,
    about,
    brief,
    follow_up,
    measures,
    prospects,
    questions,
    remarks,
    sentences,
    standing,
    weakness,
)
from helpers.report import (
    analyst,
    forms,
    identity,
    measures_table,
    memo,
    open_data,
    report_charts,
    spreadsheet,
)
from helpers.report.html import Block, prose, render
from helpers.report.parameters import Parameters
from helpers.tables import Row, Rows

if TYPE_CHECKING:
    import pandas as pd

MOST_LOW = 14
"""Up to this many activities, a timeline fits on one sheet with the list of measures."""


_FILES = {"csv": "CSV", "xlsx": "Excel"}
"""What files of figures beside a page are called there, by their ending."""

PARTS = (
    "heading",
    "brief",
    "summary",
    "scores",
    "chart_comparison",
    "chart_contributions",
    "chart_history",
    "years",
    "standing",
    "weak_points",
    "targets",
    "measures",
    "follow_up",
    "chart_timeline",
    "statuses",
    "outcomes",
    "problems",
    "closing",
    "decisions",
    "about",
    "annex",
    "memo",
)
"""The order of the page and of notebook 04. A summary returns None for most of them."""


class Report:
    """The parts of one report, in the order of the page."""

    def __init__(
        self,
        facts: Facts,
        writer: Writer,
        form: str = forms.FULL,
        data_dir: Path = Path(),
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        self.facts = facts
        self._data_dir = data_dir
        self._parameters = parameters or {}
        self.writer = writer
        self._form = forms.of(form, facts.document)
        self._has_scores = bool(facts.comparison)
        self._has_measures = bool(facts.measures)
        self._has_history = report_charts.has_history(facts)
        self._tells_statuses = facts.document == "progress" and self._states_differ
        achieved = self._has_measures and bool(measures.stated(facts, "outcome", writer))
        self._compared = any(row["change"] is not None for row in facts.comparison)
        reported = facts.document == "annual" and (self._compared or bool(facts.progress))
        present = {
            "summary": True,
            "comparison": self._has_scores,
            "weak": True,
            "targets": facts.document != "progress" and bool(facts.targets),
            "measures" if facts.document == "plan" else "results": True,
            "outcomes": self._has_measures and facts.document != "plan" and (reported or achieved),
            "problems": facts.document != "plan" and bool(facts.progress),
            "closing": True,
        }
        # Only these are numbered; a part that is left out must leave no gap in the numbers.
        self._sections = [name for name, is_present in present.items() if is_present]

    def parts(self) -> list[Block | None]:
        """Every part in the order of the page."""
        return [getattr(self, name)() for name in PARTS]

    def save(self, path: str | Path) -> Path:
        """Writes this report as one self-contained HTML file, the same bytes as the batch writes."""
        from helpers.report import export  # imported here, as showing a report needs no exporter

        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(export.blocks_to_html(self.parts()), encoding="utf-8")
        return target

    # ------------------------------------------------------------------ text
    def memo(self) -> Block | None:
        """The memo that submits the document."""
        return memo.block(self.facts, self.writer)

    def heading(self) -> Block:
        """Title, agency, and what the exporter needs to know of the page."""
        entries = [(name, self._title(name)) for name in self._sections]
        entries.append(("about", self.writer.word("section", "about")))
        if self._has_measures:
            entries.append(("annex", self.writer.word("section", "annex")))
        if memo.wanted(self.facts):
            entries.append(("memo", self.writer.word("section", "memo")))
        return self._heading(entries)

    def _heading(self, entries: list[tuple[str, str]]) -> Block:
        title = sentences.title(self.facts, self.writer)
        place = sentences.place(self.facts, self.writer)
        html = render(
            "heading.html.j2",
            title=title,
            place=place,
            contents=entries,
            contents_title=self.writer.word("word", "contents"),
        )
        page = {
            "title": f"{title} {self.facts.agency.full_name}",
            "language": self.writer.language,
            "digits": self.writer.digits,
            "kind": "report",
            "skip": self.writer.word("word", "skip"),
            "of": identity.text(self.facts, self._parameters),
        }
        return Block(html, f"{title}\n{place}", {"ita": page}, [vars(self.facts.agency)])

    def brief(self) -> Block | None:
        """A part that only the one-page summary has (``Brief``)."""
        return None

    decisions = brief  # the other such part: notebook 04 asks every document for both

    def summary(self) -> Block:
        """Total, level, indicators below the mark, change on the year before."""
        writer, current = self.writer, self.facts.current
        latest = current if current.known else self.facts.previous
        none = writer.word("word", "no_data")
        year = writer.say(
            th=f"ปีงบประมาณ {writer.year(latest.year)}", en=f"Fiscal year {writer.year(latest.year)}"
        )
        cards = []
        if latest.known:
            below, on_file = len(latest.below_pass_mark), len(latest.scores)
            indicators = len(latest.rules.indicators)
            count = writer.say(th=f"{below} จาก {on_file}", en=f"{below} of {on_file}")
            count_card = (writer.word("word", "below"), count)
            # "None below the mark" would sound like a good result where scores are only not on file.
            if not latest.complete:
                count = writer.say(th=f"{on_file} จาก {indicators}", en=f"{on_file} of {indicators}")
                count_card = (writer.word("word", "on_file"), count if on_file else none)
            cards = [
                (
                    writer.word("column", "total"),
                    writer.score(latest.total) if latest.total is not None else none,
                    year,
                ),
                (sentences.level_label(latest, writer), sentences.level_name(latest, writer) or none, year),
                (*count_card, year),
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
        beside = (standing.of_country(self.facts, writer), standing.published(self.facts, writer))
        # After the sentence on the total, as they compare that total with others.
        paragraphs[1:1] = [sentence for sentence in beside if sentence]
        if not self._has_scores:  # otherwise they are below the table of scores
            paragraphs += remarks.of_report(self.facts, writer)
        facts = self.facts
        paragraphs += filter(None, [questions.begin(facts, writer)])
        return self._section(
            "summary",
            "summary.html.j2",
            table=self._results(),
            cards=cards,
            paragraphs=paragraphs,
            csv=spreadsheet.data_link(open_data.table(facts, writer)),
            figures=f"{facts.agency.id}_{facts.fiscal_year}_{facts.document}",
            csv_label=writer.word("word", "download"),
            beside=_FILES if self._parameters.get("tables") else {},
            agency_id=facts.agency.id,
            open_label=writer.say(th="หรือเปิดแฟ้ม", en="or open the file as"),
        )

    def scores(self) -> Block | None:
        """The ten indicators of both years with signed change, and the total row."""
        if not self._has_scores:
            return None
        writer, facts = self.writer, self.facts
        # A year without data gets a note instead of a column of dashes.
        columns = {"previous": facts.previous, "current": facts.current}
        columns_shown = {name: result for name, result in columns.items() if result.known}
        changes = len(columns_shown) == 2 and (facts.change is not None or self._compared)
        rows = [
            (
                writer.whole(row["indicator"]),
                facts.current.rules.indicator(row["indicator"]).name(writer.language),
                [
                    (writer.score(row[name]), _tone(row[name], result.rules.pass_mark))
                    for name, result in columns_shown.items()
                ],
                writer.change(row["change"]) if changes else None,
            )
            for row in facts.comparison
        ]
        totals = [writer.score(result.total) for result in columns_shown.values()]
        if changes:
            totals.append(writer.change(facts.change))
        levels = [sentences.level_shown(result, writer) for result in columns_shown.values()]
        years = writer.join([writer.year(result.year) for result in columns_shown.values()])
        mark = f"{facts.current.rules.pass_mark:f}"
        below = any(result.below_pass_mark for result in (facts.previous, facts.current))
        below_note = writer.say(
            th=f"ตัวเลขตัวหนาที่มีเครื่องหมาย * หมายถึง คะแนนต่ำกว่าเกณฑ์ {mark} คะแนน",
            en=f"Bold figures with * are below the mark of {mark} points.",
        )
        return self._section(
            "comparison",
            "scores.html.j2",
            table=facts.comparison,
            caption=writer.say(
                th=f"คะแนน ITA รายตัวชี้วัดของ{facts.agency.full_name} ปีงบประมาณ {years}",
                en=f"ITA scores of {facts.agency.full_name} by indicator,"
                f" fiscal year{'s' if len(columns_shown) > 1 else ''} {years}",
            ),
            head=[
                *self._columns("number", "indicator"),
                *(
                    writer.say(th=f"ปี {result.year}", en=str(result.year))
                    for result in columns_shown.values()
                ),
                *(self._columns("change") if changes else []),
            ],
            rows=rows,
            total=(writer.word("column", "total"), *totals)
            if any(result.total is not None for result in columns_shown.values())
            else None,
            level=(writer.word("column", "level"), *levels) if any(levels) else None,
            changes=changes,
            notes=[
                *([below_note] if below else []),
                *remarks.left_out(facts, writer),
                *remarks.of_report(facts, writer),
            ],
        )

    def years(self) -> Block | None:
        """Instrument means and total of every year on file, with the last change."""
        writer, facts = self.writer, self.facts
        instruments = [result.id for result in facts.current.rules.instruments]
        years_shown = [result for result in facts.results if result.total is not None or result.means]
        if len(years_shown) < 2:
            return None
        # The table of scores already has the totals and levels of two years.
        more = len(years_shown) > 2
        rows = [
            [
                writer.localise(str(result.year)),
                *(writer.score(result.means.get(name)) for name in instruments),
                *([writer.score(result.total), sentences.level_shown(result, writer) or "–"] if more else []),
            ]
            for result in years_shown
        ]
        before, last = years_shown[-2:]
        changes = [decimals.difference(last.means.get(name), before.means.get(name)) for name in instruments]
        if more:
            changes.append(decimals.difference(last.total, before.total))
        label = writer.say(
            th=f"เปลี่ยนแปลง ({before.year}–{last.year})", en=f"Change ({before.year}–{last.year})"
        )
        return self._groups(
            "years",
            [writer.word("column", "year"), *instruments, *(self._columns("total", "level") if more else [])],
            [("", rows, [label, *map(writer.change, changes), *([""] if more else [])])],
            table=self._results(),
            notes=remarks.of_earlier_years(facts, writer),
            numeric=set(range(1, len(instruments) + 2)),
        )

    def standing(self) -> Block | None:
        """Rank and median among the agencies of the district, type, province, and all."""
        writer, facts = self.writer, self.facts
        rows = standing.of_total(facts, writer)
        if not rows:
            return None
        group = standing.widest_nearby(facts)
        within = standing.name(group, facts, writer)
        indicators = writer.say(th=f"รายตัวชี้วัด เทียบภายใน{within}", en=f"By indicator, within {within}")
        return self._groups(
            "standing",
            self._columns("group", "rank", "agencies", "above", "median"),
            [
                (writer.word("column", "total"), rows, []),
                (indicators, standing.of_indicators(facts, group, writer), []),
            ],
            table=facts.peers,
            paragraphs=[standing.intro(facts, writer)],
            numeric={1, 2, 3, 4},
        )

    def weak_points(self) -> Block:
        """The prior year's weak points under the two official headings."""
        writer = self.writer
        has_scores = bool(self.facts.analysed.scores)
        classes = [
            (
                writer.word("class", kind),
                weakness.points(self.facts, kind, writer),
                weakness.nothing(self.facts, kind, writer),
            )
            for kind in tables.CLASSES
        ]
        return self._section(
            "weak",
            "weak.html.j2",
            table=self.facts.weak
            or tables.empty("weak_indicators").drop(columns=["agency_id", "fiscal_year"]),
            intro=weakness.intro(self.facts, writer),
            to_mend=self._to_mend(),
            classes=classes if has_scores else [],
            notes=[weakness.inferred_note(self.facts, writer)] if self.facts.document != "annual" else [],
        )

    def _to_mend(self) -> str:
        """A table of the questions and items to mend first; "" where none are on file."""
        groups = questions.to_mend(self.facts, self.writer)
        if not groups:
            return ""
        head = self._columns("question", "score", "worth", "named_by")
        notes = questions.notes(self.facts, self.writer)
        return self._groups("to_mend", head, groups, table=self.facts.weak, numeric={1, 2}, notes=notes).html

    def follow_up(self) -> Block | None:
        """The heart of an annual report: each weak point, its measures, what was done, and the score."""
        writer, facts = self.writer, self.facts
        if facts.document != "annual" or not (facts.weak and facts.measures):
            return None  # without measures on file, nobody knows whether one answers a point
        heads = [writer.localise(str(result.year)) for result in (facts.analysed, facts.current)]
        weak, done, became = self._columns("weak_point", "answered", "became")
        html = render(
            "follow_up.html.j2",
            title=(title := writer.word("section", "follow_up")),
            head=[weak, done, *heads, became],
            rows=follow_up.rows(facts, writer),
            nothing=writer.say(th="ไม่มีมาตรการที่ระบุว่ารองรับ", en="No measure names it."),
            intro=follow_up.intro(facts, writer),
            points=follow_up.points(facts, writer),
            notes=[follow_up.caution(facts, writer), weakness.inferred_note(facts, writer)],
        )
        return Block(html, title, table=facts.follow_up)

    def targets(self) -> Block | None:
        """The smallest rises that reach the pass mark and the next level, as arithmetic."""
        writer, facts = self.writer, self.facts
        if "targets" not in self._sections:
            return None
        return self._groups(
            "targets",
            self._columns("indicator", "score", "target", "rise", "adds"),
            [(goal.title, goal.rows, goal.total) for goal in prospects.goals(facts, writer)],
            table=facts.targets,
            paragraphs=[prospects.intro(facts, writer)],
            notes=[prospects.rounding(facts, writer), prospects.note(facts, writer)],
            numeric={1, 2, 3, 4},
        )

    def measures(self) -> Block:
        """Why there are measures, their number, progress and names."""
        writer, facts = self.writer, self.facts
        paragraphs = [measures.intro(facts, writer)]
        if facts.document == "plan":
            paragraphs.append(measures.responsible(facts, writer))
        if facts.document == "annual" or (facts.document == "progress" and not self._tells_statuses):
            # The annex names the measures, so this part only reports their progress.
            paragraphs += measures.unfinished(facts, writer)
        return self._section(
            "measures" if facts.document == "plan" else "results",
            "measures.html.j2",
            table=facts.activities,
            paragraphs=[text for text in paragraphs if text],
            items=measures.items(facts, writer) if self._lists_measures else [],
            layout=self._beside_the_timeline(),
            rows=len(facts.activities),  # as high as the timeline beside it, so that both stand on one sheet
        )

    @property
    def _lists_measures(self) -> bool:
        """Whether to list the measures, which the annex names, too: in a plan, or if their states differ."""
        facts = self.facts
        if facts.document == "progress":
            return not facts.progress or self._states_differ
        return facts.document == "plan"

    @property
    def _states_differ(self) -> bool:
        return len({row["state"] for row in self.facts.activities}) > 1

    def _beside_the_timeline(self) -> str:
        """The list's place: beside the timeline, or above it if the statuses are beside it."""
        if not report_charts.has_timeline(self.facts):
            return " wide"
        if not self._tells_statuses:
            return ""
        return " wide tall" if len(self.facts.measures) > MOST_LOW else " wide"

    def statuses(self) -> Block | None:
        """In a six-month report the share of activities in each state, and what is late.

        If all are in one state, or in an annual report, the paragraph on the measures says so instead.
        """
        writer, facts = self.writer, self.facts
        if not self._tells_statuses:
            return None
        return self._groups(
            "statuses",
            self._columns("status", "activities", "percent", "answered_by"),
            [("", measures.shares(facts, writer), [])],
            table=facts.activities,
            paragraphs=measures.unfinished(facts, writer),
            numeric={1, 2},
        )

    def outcomes(self) -> Block | None:
        """The outcomes of the measures as stated, and how the scores moved."""
        if "outcomes" not in self._sections:
            return None
        paragraphs = [sentences.movement(self.facts, self.writer)]
        return self._stated("outcomes", ("outcome",), [paragraph for paragraph in paragraphs if paragraph])

    def problems(self) -> Block | None:
        """Problems, obstacles and suggestions, or the statement that there are none."""
        if "problems" not in self._sections:
            return None
        return self._stated("problems", ("problems", "suggestions"), [])

    def closing(self) -> Block:
        """The closing narrative."""
        paragraphs = sentences.closing(self.facts, self.writer)
        return self._section("closing", "paragraphs.html.j2", table=prose(paragraphs), paragraphs=paragraphs)

    def annex(self) -> Block | None:
        """The measures in full, in the form that the agency chose."""
        return measures_table.block(self.facts, self._form, self.writer)

    def about(self) -> Block:
        """Where the figures come from, of which day they are, and who issues the report."""
        title = self.writer.word("section", "about")
        lines = about.lines(self.facts, self.writer)
        english = self.writer.language == "en"
        html = render(
            "about.html.j2",
            id="about",
            title=title,
            lines=lines,
            foreign=lambda text: english and re.search("[ก-๛]", text),
        )
        rows = [{"about": heading, "paragraph": text} for heading, text in lines]
        return Block(html, title, table=rows)

    # ------------------------------------------------------------------ the analyst's page only
    def findings(self) -> Block:
        """The problems in the agency's input."""
        return analyst.findings(self._data_dir, self.facts, self.writer)

    def checklist(self) -> Block:
        """The elements that the assessment looks for in the document, and whether they are present."""
        return analyst.checklist(self._data_dir, self.facts, self.writer)

    def matches(self) -> Block | None:
        """Which measure answers which indicator, on what ground."""
        return analyst.matches(self.facts, self.writer)

    def provenance(self) -> Block:
        """Where the data, the rules and the settings come from."""
        return analyst.provenance(self._data_dir, self.facts, self._parameters, self.writer)

    def figures(self) -> Block:
        """Where each figure of the report comes from."""
        page = "".join(part.html for part in self.parts() if part is not None)
        return analyst.figures(page, self._data_dir, self.facts, self.writer)

    # ------------------------------------------------------------------ charts
    def chart_comparison(self) -> Block | None:
        """Both years by indicator, with the pass mark."""
        return report_charts.comparison(self.facts, self.writer)

    def chart_contributions(self) -> Block | None:
        """From the previous total to the current one."""
        return report_charts.contributions(self.facts, self.writer)

    def chart_history(self) -> Block | None:
        """The total and the instruments' means over all years on file, a panel each."""
        return report_charts.history(self.facts, self.writer) if self._has_history else None

    def chart_timeline(self) -> Block | None:
        """The measures over the fiscal year."""
        return report_charts.timeline(self.facts, self.writer)

    # ------------------------------------------------------------------ parts of parts
    def _section(self, name: str, template: str, *, table: Rows | pd.DataFrame, **values: object) -> Block:
        title = self._title(name)
        return Block(render(template, id=name, title=title, **values), title, table=table)

    def _results(self) -> list[Row]:
        """The years on file, a row each, as shown on the page."""
        return [
            {
                "fiscal_year": result.year,
                "total": result.total,
                "level": result.level,
                "compared": result.compared,
                **result.means,
            }
            for result in self.facts.results
        ]

    def _stated(self, name: str, columns: Sequence[str], paragraphs: list[str]) -> Block:
        """The measures' texts in some columns, or where to find them in the annex."""
        writer, facts = self.writer, self.facts
        printed = forms.columns(self._form, facts.activities) if self._has_measures else ()
        groups = []
        for column in columns:
            stated = measures.stated(facts, column, writer)
            if stated and column in printed:
                paragraphs.append(measures.pointer(facts, column, writer))
            elif stated:
                groups.append((writer.word("stated", column), stated))
            paragraphs += measures.unstated(facts, column, writer)
        shown = ("measure", "activity", "title", *columns)
        table = [{column: row[column] for column in shown} for row in facts.activities]
        return self._section(name, "stated.html.j2", table=table, paragraphs=paragraphs, groups=groups)

    def _columns(self, *names: str) -> list[str]:
        return [self.writer.word("column", name) for name in names]

    def _groups(
        self,
        name: str,
        head: list[str],
        groups: list[tuple[str, list[list[str]], list[str]]],
        *,
        table: Rows,
        numeric: set[int],
        paragraphs: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> Block:
        """Tables under one heading, each with a heading of its own.

        A column with nothing but dashes is left out, with a note.
        """
        every_row = [row for _, rows, _ in groups for row in rows]
        filled = [n for n in range(len(head)) if n == 0 or any(row[n] != "–" for row in every_row)]
        absent = self.writer.join([f"“{text}”" for n, text in enumerate(head) if n not in filled])
        groups = [
            (title, [[row[n] for n in filled] for row in rows], [total[n] for n in filled] if total else [])
            for title, rows, total in groups
        ]
        section = name in self._sections
        title = self._title(name) if section else self.writer.word("section", name)
        html = render(
            "groups.html.j2",
            frame=name if name == "statuses" else "",
            level=2 if section else 3,
            id=name,
            title=title,
            head=[head[n] for n in filled],
            groups=groups,
            numeric={place for place, n in enumerate(filled) if n in numeric},
            paragraphs=list(paragraphs),
            notes=[note for note in (*notes, self._left_out(absent)) if note],
        )
        return Block(html, title, table=table)

    def _left_out(self, absent: str) -> str:
        return self.writer.say(
            th=f"มิได้แสดงช่อง {absent} เนื่องจากไม่มีค่าที่แสดงได้" if absent else "",
            en=f"Left out because there is nothing to show: {absent}." if absent else "",
        )

    def _title(self, name: str) -> str:
        number = self._sections.index(name) + 1
        alone = name == "comparison" and not (self.facts.current.known and self.facts.previous.known)
        word = self.writer.word("section", "one_year" if alone else name)
        return self.writer.localise(f"{number}. {word}")


def _tone(score: float | None, mark: Decimal) -> str:
    below = score is not None and decimals.to_decimal(score) < mark
    return "below" if below else ""


class Brief(Report):
    """The one-page summary: result, what moved, one chart, what is to be decided, state of the measures."""

    def heading(self) -> Block:
        """Title, agency, and what the exporter needs to know of the page."""
        return self._heading([])

    def brief(self) -> Block:
        """The result, and what moved."""
        return self._brief(("result", brief.result), ("moved", brief.moved))

    def decisions(self) -> Block:
        """The points for decision, and the progress of the measures."""
        return self._brief(("decisions", brief.decisions), ("state", brief.state))

    def about(self) -> Block:
        """The issuing agency and the sources of the figures, in short."""
        notes = brief.about(self.facts, self.writer)
        html = render("brief_about.html.j2", notes=notes, foreign=self.writer.language == "en")
        return Block(html, "\n".join(notes), table=prose(notes))

    def _brief(self, *parts: tuple[str, Callable[[Facts, Writer], list[str]]]) -> Block:
        written = [
            (name, self.writer.word("brief", name), write(self.facts, self.writer)) for name, write in parts
        ]
        html = render("brief.html.j2", parts=[part for part in written if part[2]])
        return Block(
            html, written[0][1], table=prose(text for _, _, paragraphs in written for text in paragraphs)
        )

    def _none(self) -> None:
        """Stands for parts that a summary doesn't have."""

    summary = scores = years = standing = weak_points = targets = measures = _none  # type: ignore[assignment]
    follow_up = statuses = outcomes = problems = closing = annex = memo = _none  # type: ignore[assignment]
    chart_contributions = chart_history = chart_timeline = _none


def report_of(
    facts: Facts,
    writer: Writer,
    form: str = forms.FULL,
    data_dir: Path = Path(),
    parameters: Mapping[str, str] | None = None,
) -> Report:
    """The report of these facts, as a one-page summary or in full."""
    kind = Brief if facts.document == "summary" else Report
    return kind(facts, writer, form, data_dir, parameters)


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
    form: str = forms.FULL,
    as_of: str = "",
    tables: bool = False,
) -> Report:
    """The report of one agency, ready to show its parts.

    ``fiscal_year`` is the year whose measures are reported (Buddhist Era). ``data_dir`` holds
    ``raw/`` and ``processed/``; "" is the project's own. With ``refresh`` the processed tables are
    made again if the raw files changed. ``settings`` are those that differ from the defaults, as in
    ``"urgent_below=80"``. ``form`` is the measures table's (``forms.NAMES``), ``as_of`` the day by which
    an unfinished activity is late ("": the last of the half year or year). With ``tables`` the page leads
    to files of its figures that lie beside it.

    Raises ``WrongValueError`` for a value of the wrong kind,
    ``framework.SettingError`` for a setting that cannot be used,
    ``facts.UnknownAgencyError`` for an unknown agency,
    ``facts.NothingToReportError`` if there are no data for it.
    """
    parameters = Parameters(agency_id, fiscal_year, document, language, digits, form, as_of)  # type: ignore[arg-type]
    chosen = framework.settings(settings)
    folder = locations.data_dir(data_dir)
    if refresh:
        stages.refresh(folder)
    facts = load_facts(
        folder,
        parameters.agency_id,
        parameters.fiscal_year,
        parameters.document,
        chosen,
        parameters.cut_off(),
    )
    others = {"settings": settings, "form": "" if form == forms.FULL else form, "as_of": as_of}
    others["tables"] = "yes" if tables else ""
    return report_of(facts, Writer(parameters.language, parameters.digits), parameters.form, folder, others)
