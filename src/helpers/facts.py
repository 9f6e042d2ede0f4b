"""All facts of one report: one agency, one fiscal year, one document.

The narrative, the charts and the page are made from these and nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import decimals, framework, tables, thai
from helpers.analysis import activities, coverage, follow_up, questions, totals, weak
from helpers.analysis.coverage import Answer
from helpers.analysis.documents import ROUND_OF
from helpers.choices import Document
from helpers.framework import Framework, Settings
from helpers.messages import Bilingual, both

NEEDED = (
    "agencies",
    "scores",
    "totals",
    "context",
    "questions",
    "deltas",
    "weak_indicators",
    "measures",
    "progress",
    "targets",
    "peers",
    "offices",
    "sources",
)
"""Tables that a report is made from."""

PREFIXING_TYPES = (
    "องค์การบริหารส่วนตำบล",
    "องค์การบริหารส่วนจังหวัด",
    "เทศบาลตำบล",
    "เทศบาลเมือง",
    "เทศบาลนคร",
)
"""Types of agency that are part of the agency's full name."""


MOST_BY_ROUNDING = Decimal("0.015")
"""Published totals agree with recomputed ones within 0.01, and those are rounded by up to 0.005."""


class UnknownAgencyError(Bilingual, LookupError):
    """The agency isn't in the list of agencies."""


class NothingToReportError(Bilingual, ValueError):
    """The tables hold nothing for this agency, year and document."""


@dataclass(frozen=True)
class Agency:
    """Who reports."""

    id: str
    name: str
    type: str
    district: str
    province: str

    @property
    def full_name(self) -> str:
        """The name as on official papers, with the type if it is part of the name."""
        if self.type in PREFIXING_TYPES and not self.name.startswith(self.type):
            return self.type + self.name
        return self.name


def full_names(agencies: pd.DataFrame) -> dict[str, str]:
    """Full name by agency_id."""
    columns = ["agency_id", "name", "type", "district", "province"]
    return {row[0]: Agency(*row).full_name for row in agencies[columns].itertuples(index=False)}


def code_of(meant: str, agencies: pd.DataFrame) -> str:
    """The code of an agency given by its code or full name, in any digits and with any blanks.

    Raises ``UnknownAgencyError``, which suggests agencies, if none or several have the name.
    """
    code = thai.to_arabic_digits(meant.strip())
    if code in set(agencies["agency_id"]):
        return code
    name = _plain(meant)
    hits = [code for code, full in full_names(agencies).items() if _plain(full) == name]
    if len(hits) != 1:
        raise UnknownAgencyError(_unknown(meant, agencies))
    return hits[0]


def _plain(name: str) -> str:
    return "".join(thai.to_arabic_digits(name).split())


@dataclass(frozen=True)
class Office:
    """The offices in a memo's head and its chain of opinions; "" if not on file. Never a person's name."""

    document: str = ""
    """The document it is for; "" for all."""
    office: str = ""
    telephone: str = ""
    document_number: str = ""
    date: str = ""
    subject: str = ""
    addressee: str = ""
    opinions: str = ""
    """The offices that give their opinion, one per line, in order."""


@dataclass(frozen=True)
class Result:
    """The result of one fiscal year, as far as it is on file."""

    year: int
    rules: Framework
    scores: pd.Series
    """Score by indicator number; an indicator without a score is not in the index."""
    published_total: float | None
    computed_total: float | None
    published_level: str
    derived_level: str
    next_level: str = ""
    """The level above the derived one; "" for the best, or if none is derived."""
    missed: tuple[str, ...] = ()
    """The conditions of ``next_level`` that do not hold: ``total``, instruments, parts of them."""
    unchecked: tuple[str, ...] = ()
    """The conditions of the derived level whose scores are not known: it may be too high."""
    means: Mapping[str, float] = field(default_factory=dict)
    """Mean score by instrument: computed if possible, else published. Parts are always as published."""
    total: float | None = None
    """The published total, else the computed one (``totals.shown``)."""
    level: str = ""
    """The published level, else the derived one."""
    compared: bool = False
    """Whether the level is derived from the scores because no source publishes one."""

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(len(self.scores)) or self.total is not None

    @property
    def complete(self) -> bool:
        """Whether every indicator has a score."""
        return len(self.scores) == len(self.rules.indicators)

    @property
    def below_pass_mark(self) -> list[int]:
        """Numbers of the indicators below the pass mark, in order."""
        below = decimals.to_units(self.scores) < int(self.rules.pass_mark * 100)
        return [int(str(number)) for number in self.scores.index[below.to_numpy(dtype=bool)]]


@dataclass(frozen=True)
class Facts:
    """The facts of one report. Frames have the columns of ``tables`` without agency and year."""

    agency: Agency
    fiscal_year: int
    document: Document
    current: Result
    """The result that the document presents: of its own year for ``annual``, else of the year before."""
    previous: Result
    comparison: pd.DataFrame
    """indicator, previous, current, change, contribution, margin; one row per indicator with any score."""
    analysed: Result
    """The year before the fiscal year: its weak points are what the measures answer."""
    weak: pd.DataFrame
    """The analysed year's weak points, most points at stake first."""
    measures: pd.DataFrame
    progress: pd.DataFrame
    """The progress reported in the document's round."""
    results: tuple[Result, ...] = ()
    """All years on file up to the current one, the oldest first; only the last two have scores."""
    targets: pd.DataFrame = field(default_factory=lambda: _none("targets"))
    """The smallest rises from the current result that reach the pass mark and the next level."""
    peers: pd.DataFrame = field(default_factory=lambda: _none("peers"))
    """The current result's standing among other agencies."""
    context: pd.DataFrame = field(default_factory=lambda: _none("context"))
    """Published figures beside the current result: what, among, part, value."""
    chance: pd.DataFrame = field(default_factory=lambda: tables.empty("deltas"))
    """Rows of ``deltas`` of any year whose margin of chance is known."""
    questions: pd.DataFrame = field(default_factory=lambda: tables.empty("questions"))
    """Scores by question and item of all years on file."""
    respondents: pd.DataFrame = field(default_factory=lambda: tables.empty("context"))
    """Rows of ``context`` of any year that say how many answered a survey."""
    sources: pd.DataFrame = field(default_factory=lambda: tables.empty("sources"))
    """The documents that the agency's data come from."""
    office: Office = field(default_factory=Office)
    cut_off: date = date.max
    """The day the report looks back from; activities that should be done by then and aren't are late."""
    results_until: date | None = None
    """The day up to which all results count, if their sources say so; ``cut_off`` is not later."""
    settings: Settings = field(default_factory=framework.settings)
    rounds: tuple[str, ...] = ()
    """The rounds of the fiscal year that have any data on file (``tables.ROUNDS``)."""
    falls_unknown: tuple[int, ...] = ()
    """The analysed year's indicators without a score of the year before, so that a fall can't be known."""

    @property
    def end_of_round(self) -> date:
        """The last day of the round reported on."""
        half = (self.progress["round"] == ROUND_OF["progress"]).any()
        return end_of_round(self.fiscal_year, "progress" if half else self.document)

    @property
    def other_round(self) -> str:
        """Another round with results on file, if the document's own has none."""
        own = ROUND_OF.get(self.document, "")
        return next((each for each in self.rounds if own and own not in self.rounds), "")

    @cached_property
    def activities(self) -> pd.DataFrame:
        """Every activity with its progress (``analysis.activities``)."""
        return activities.joined(self.measures, self.progress, self.cut_off)

    @cached_property
    def by_measure(self) -> dict[int, list[dict[Hashable, Any]]]:
        """The rows of ``activities`` by measure, in order."""
        rows_of: dict[int, list[dict[Hashable, Any]]] = {measure: [] for measure in self.printed}
        for row in self.activities.to_dict("records"):
            rows_of[row["measure"]].append(row)
        return rows_of

    @cached_property
    def answers(self) -> pd.DataFrame:
        """Which measure answers which indicator, on what ground (``analysis.coverage``)."""
        measures, progress = (
            frame.assign(agency_id=self.agency.id, fiscal_year=self.fiscal_year)
            for frame in (self.measures, self.progress)
        )
        return coverage.answers(measures, progress)

    @cached_property
    def answering(self) -> dict[int, list[Answer]]:
        """The measures that answer each indicator, by number; not those that name an instrument only."""
        return coverage.by_indicator(self.answers)

    @cached_property
    def answered_questions(self) -> dict[tuple[int, int], list[str]]:
        """The questions and items that measures name, by measure and indicator (``analysis.questions``)."""
        return questions.answered(self.measures, self.questions, self.analysed.year)

    @cached_property
    def states(self) -> dict[int, str]:
        """The state of each measure as a whole (``analysis.follow_up``)."""
        return follow_up.states(self.activities)

    @cached_property
    def standings(self) -> dict[str, dict[Hashable, Any]]:
        """The rows of ``peers`` by part: ``total``, or an indicator's number."""
        return {row["part"]: row for row in self.peers.to_dict("records")}

    @cached_property
    def follow_up(self) -> pd.DataFrame:
        """What became of each weak point and of its measures (``analysis.follow_up``)."""
        material = self.settings.material_change
        mark = self.analysed.rules.pass_mark
        return follow_up.compute(self.weak, self.answers, self.activities, material, mark)

    @cached_property
    def printed(self) -> dict[int, int]:
        """The printed number of each measure: 1, 2, 3 … whatever number the file gives it."""
        return activities.printed(self.measures)

    @cached_property
    def lost(self) -> dict[int, pd.DataFrame]:
        """By fiscal year the questions and items that pull its indicators down (``analysis.questions``)."""
        results = {each.year: each for each in (self.previous, self.current, self.analysed)}
        return {
            year: questions.lost(self.questions, each.rules, each.scores) for year, each in results.items()
        }

    @property
    def earlier(self) -> Result | None:
        """The latest year before the previous one whose total is on file."""
        earlier_results = [
            each for each in self.results if each.year < self.previous.year and each.total is not None
        ]
        return earlier_results[-1] if earlier_results else None

    @property
    def change(self) -> float | None:
        """Change of the total between the two years' shown totals, two decimals."""
        return decimals.difference(self.current.total, self.previous.total)

    @property
    def rest(self) -> float:
        """The part of the total's change that the contributions don't explain (four decimals)."""
        explained = int(decimals.to_units(self.comparison["contribution"], 4).sum())
        return float(decimals.to_decimal(self.change or 0.0, 4) - Decimal(explained).scaleb(-4))

    @property
    def rest_is_rounding(self) -> bool:
        """Whether rounding alone explains the rest, which it can if both totals agree with their scores."""
        return abs(decimals.to_decimal(self.rest, 4)) <= 2 * MOST_BY_ROUNDING


def load(
    data_dir: Path,
    agency_id: str,
    fiscal_year: int,
    document: Document,
    settings: Settings | None = None,
    cut_off: date | None = None,
) -> Facts:
    """One report's facts from the processed tables.

    ``fiscal_year`` (Buddhist Era) is the year whose measures are reported; ``cut_off`` the day the report
    looks back from: by default the last of its round, and never after the day up to which results count.
    Raises ``UnknownAgencyError`` for an agency that is not in the tables, ``framework.UnknownYearError`` for
    a year without rules, ``NothingToReportError`` if there are no data.
    """
    settings = settings or framework.settings()
    frames = {name: tables.read(data_dir, name, agency_id) for name in NEEDED}
    if frames["agencies"].empty:
        framework.for_year(fiscal_year)
        raise UnknownAgencyError(_unknown(agency_id, tables.read(data_dir, "agencies")))
    # The tables hold the weak points by notebook 03's settings; only these depend on settings.
    made_with = tables.settings_file(data_dir)
    if not made_with.is_file() or made_with.read_text(encoding="utf-8") != settings.text():
        answers = coverage.answers(frames["measures"])
        frames["weak_indicators"] = weak.compute(frames["scores"], frames["deltas"], answers, settings)
    return of_tables(frames, agency_id, fiscal_year, document, settings, cut_off)


def _unknown(agency_id: str, agencies: pd.DataFrame) -> str:
    """The message that there is no such agency, with suggestions of similar codes or the same name."""
    named = full_names(agencies)
    alike = difflib.get_close_matches(agency_id, list(named), 3)
    # One or two letters occur in most names.
    alike += [code for code, name in named.items() if len(agency_id) > 2 and agency_id in name][:3]
    if not alike:  # a name that is misspelt, with its type or without
        for names in (named, dict(zip(agencies["agency_id"], agencies["name"], strict=True))):
            near = difflib.get_close_matches(agency_id, list(names.values()), 3)
            alike += [code for code, name in names.items() if name in near][:3]
    meant = ", ".join(f"{code} ({named[code]})" for code in dict.fromkeys(map(str, alike)))
    return both(
        f"ไม่พบหน่วยงาน {agency_id} ในแฟ้ม data/raw/agencies.csv ตรวจรหัสหรือชื่อ หรือเพิ่มแถวของหน่วยงานนี้"
        + (f" หมายถึง {meant} หรือไม่" if meant else ""),
        f"agency {agency_id} is not in data/raw/agencies.csv: check the code or add its row"
        + (f" (meant: {meant}?)" if meant else ""),
    )


def _years(rows: pd.DataFrame) -> str:
    return ", ".join(str(year) for year in sorted(set(rows["fiscal_year"])))


def of_tables(
    frames: Mapping[str, pd.DataFrame],
    agency_id: str,
    fiscal_year: int,
    document: Document,
    settings: Settings | None = None,
    cut_off: date | None = None,
) -> Facts:
    """One report's facts from the agency's own rows of the tables in ``NEEDED``; raises as ``load`` does.

    ``weak_indicators`` must have been made with the same ``settings``.
    """
    framework.for_year(fiscal_year)
    if frames["agencies"].empty:
        raise UnknownAgencyError(_unknown(agency_id, frames["agencies"]))
    agency_row = frames["agencies"].iloc[0]
    agency = Agency(agency_id, *(str(agency_row[c]) for c in ("name", "type", "district", "province")))

    # Decided once, so that every part of the report shows the same total and level.
    frames = {**frames, "totals": totals.shown(frames["totals"])}
    presented = presented_year(fiscal_year, document)
    results = {year: _result(frames, year) for year in {presented, presented - 1, fiscal_year - 1}}
    current, previous, analysed = results[presented], results[presented - 1], results[fiscal_year - 1]
    measures = _of_year(frames["measures"], fiscal_year)
    progress = _of_year(frames["progress"], fiscal_year)
    rounds = tuple(each for each in tables.ROUNDS if (progress["round"] == each).any())
    progress = progress[progress["round"] == _round(progress, document)].reset_index(drop=True)
    until = _until(progress)
    if measures.empty and not current.known and not previous.known:
        scored, planned = (_years(frames[name]) for name in ("scores", "measures"))
        raise NothingToReportError(
            both(
                f"หน่วยงานรหัส {agency_id} ไม่มีทั้งคะแนนและมาตรการสำหรับรายงาน {document} ปี {fiscal_year}"
                f" (มีคะแนนของปี {scored or '–'} และมาตรการของปี {planned or '–'})",
                f"agency {agency_id} has neither scores nor measures for the {document} of {fiscal_year}"
                f" (scores on file: {scored or 'none'}; measures: {planned or 'none'})",
            )
        )
    deltas, context = frames["deltas"], frames["context"]
    changes = _of_year(frames["deltas"], analysed.year).set_index("indicator")["change"]
    facts = Facts(
        agency=agency,
        fiscal_year=fiscal_year,
        document=document,
        current=current,
        previous=previous,
        comparison=_comparison(frames["deltas"], current, previous),
        analysed=analysed,
        weak=_of_year(frames["weak_indicators"], fiscal_year - 1).sort_values(
            ["points_at_stake", "indicator"], ascending=[False, True], ignore_index=True
        ),
        measures=measures,
        progress=progress,
        rounds=rounds,
        falls_unknown=tuple(map(int, changes.index[changes.isna()].intersection(analysed.scores.index))),
        results=_results(frames, current, previous),
        targets=_of_year(frames["targets"], current.year),
        peers=_of_year(frames["peers"], current.year),
        context=_of_year(context, current.year),
        chance=deltas[deltas["margin"].notna()],
        questions=frames["questions"],
        respondents=context[context["what"] == "respondents"],
        sources=frames["sources"],
        office=_office(frames["offices"], fiscal_year, document),
        results_until=until,
        settings=settings or framework.settings(),
    )
    end = cut_off or facts.end_of_round
    return replace(facts, cut_off=end if until is None else min(end, until))


def presented_year(fiscal_year: int, document: str) -> int:
    """The year whose result a document presents: a plan and its progress answer that of the year before."""
    return fiscal_year if document in ("annual", "summary") else fiscal_year - 1


def _round(progress: pd.DataFrame, document: Document) -> str:
    """The round that a document reports on; for a summary the latest on file."""
    if document == "summary":
        return max(progress["round"], key=tables.ROUNDS.index, default="")
    return ROUND_OF.get(document, "")


def _until(progress: pd.DataFrame) -> date | None:
    """The latest day up to which results count; None if any result doesn't state it."""
    days = progress["results_until"]
    return None if days.empty or days.isna().any() else days.max().date()


def end_of_round(fiscal_year: int, document: Document) -> date:
    """The last day of the half or whole fiscal year that a document reports on."""
    _, last = thai.fiscal_year_bounds(fiscal_year)
    return date(last.year, 3, 31) if document == "progress" else last


def _office(offices: pd.DataFrame, fiscal_year: int, document: Document) -> Office:
    """The row that fits this document and year most closely; rows for all documents or years count, too."""
    year, of = offices["fiscal_year"], offices["document"]
    fits = offices[(year.isna() | (year == fiscal_year).fillna(False)) & of.isin(["", document])]
    if fits.empty:
        return Office()
    closest = fits.sort_values(["document", "fiscal_year"], ascending=False, na_position="last").iloc[0]
    return Office(**{each.name: str(closest[each.name]) for each in fields(Office)})


def _none(table: str) -> pd.DataFrame:
    return tables.empty(table).drop(columns=["agency_id", "fiscal_year"])


def _results(frames: Mapping[str, pd.DataFrame], current: Result, previous: Result) -> tuple[Result, ...]:
    # No page shows their single scores.
    without_scores = {**frames, "scores": frames["scores"].iloc[:0]}
    earlier = [
        _result(without_scores, int(year))
        for year in sorted(frames["totals"]["fiscal_year"].unique())
        if year < previous.year
    ]
    return (*earlier, *(each for each in (previous, current) if each.known))


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    rows = frame[frame["fiscal_year"] == year]
    return rows.drop(columns=["agency_id", "fiscal_year"]).reset_index(drop=True)


def _result(frames: Mapping[str, pd.DataFrame], year: int) -> Result:
    results, context = frames["totals"], frames["context"]
    row = next(iter(results[results["fiscal_year"] == year].to_dict("records")), None)

    def number(column: str) -> float | None:
        return None if row is None or pd.isna(row[column]) else float(row[column])

    rules = _rules(year)
    own = context[(context["fiscal_year"] == year) & (context["what"] == "score")]
    printed = {str(part).upper(): float(value) for part, value in zip(own["part"], own["value"], strict=True)}
    names = [name for each in rules.instruments for name in (each.id, *rules.parts.get(each.id, ()))]
    means = {each.id: mean for each in rules.instruments if (mean := number(each.id.lower())) is not None}
    return Result(
        year=year,
        rules=rules,
        scores=_of_year(frames["scores"], year).set_index("indicator")["score"].sort_index(),
        published_total=number("published_total"),
        computed_total=number("computed_total"),
        published_level="" if row is None else str(row["published_level"]),
        derived_level="" if row is None else str(row["level"]),
        next_level="" if row is None else str(row["next_level"]),
        missed=() if row is None or not row["missed"] else tuple(str(row["missed"]).split(",")),
        unchecked=() if row is None or not row["unchecked"] else tuple(str(row["unchecked"]).split(",")),
        means={name: (printed | means)[name] for name in names if name in printed or name in means},
        total=number("total"),
        level="" if row is None else str(row["shown_level"]),
        compared=row is not None and bool(row["compared"]),
    )


def _rules(year: int) -> Framework:
    """The rules of a year; for a year before the first, which has no data, those of the first."""
    return framework.for_year(max(year, framework.years()[0]))


def _comparison(deltas: pd.DataFrame, current: Result, previous: Result) -> pd.DataFrame:
    columns = ["indicator", "previous", "current", "change", "contribution", "margin"]
    if len(current.scores):
        return _of_year(deltas, current.year)[columns]
    # Without a result of the current year, the previous year's scores have nothing to be compared with.
    alone = previous.scores.rename("previous").reset_index()
    return alone.reindex(columns=columns).astype(dict.fromkeys(columns[1:], "float64"))
