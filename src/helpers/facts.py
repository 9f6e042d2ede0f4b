"""All facts of one report: one agency, one fiscal year, one document.

The narrative, the charts and the page are made from these and nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers import decimals, framework, tables, thai
from helpers.analysis import activities, coverage, follow_up, questions, totals, weak
from helpers.analysis.coverage import Answer, Match
from helpers.analysis.documents import ROUND_OF
from helpers.choices import Document
from helpers.framework import Framework, Settings
from helpers.messages import Bilingual, both
from helpers.tables import Row, Rows

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
    """The code of an agency by its code or full name: any digits and blanks, its type in short (อบต.), too.

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
    from helpers.sources.words import names  # late: most reports are asked for by code

    kind, rest = names.split_type(name)
    return (kind or "") + rest


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
    scores: Mapping[int, float]
    """Score by indicator number, in order; an indicator without a score is not in it."""
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
        mark = int(self.rules.pass_mark * 100)
        return [number for number, score in self.scores.items() if decimals.units(score) < mark]

    @property
    def lowest(self) -> list[int]:
        """Numbers of the indicators with the lowest score, in order."""
        least = min(self.scores.values(), default=None)
        return [number for number, score in self.scores.items() if score == least]


@dataclass(frozen=True)
class Facts:
    """The facts of one report. Rows have the columns of ``tables`` without agency and year."""

    agency: Agency
    fiscal_year: int
    document: Document
    current: Result
    """The result that the document presents: of its own year for ``annual``, else of the year before."""
    previous: Result
    comparison: Rows
    """indicator, previous, current, change, contribution, margin; one row per indicator with any score."""
    analysed: Result
    """The year before the fiscal year: its weak points are what the measures answer."""
    weak: Rows
    """The analysed year's weak points, most points at stake first."""
    measures: Rows
    progress: Rows
    """The progress reported in the document's round."""
    results: tuple[Result, ...] = ()
    """All years on file up to the current one, the oldest first; only the last two have scores."""
    targets: Rows = ()
    """The smallest rises from the current result that reach the pass mark and the next level."""
    peers: Rows = ()
    """The current result's standing among other agencies."""
    context: Rows = ()
    """Published figures beside the current result: what, among, part, value."""
    chance: Rows = ()
    """Rows of ``deltas``, with their year, of any year whose margin of chance is known."""
    questions: Rows = ()
    """Scores by question and item of all years on file, with the year."""
    respondents: Rows = ()
    """Rows of ``context``, with their year, of any year that say how many answered a survey."""
    sources: Rows = ()
    """The documents that the agency's data come from."""
    office: Office = field(default_factory=Office)
    cut_off: date = date.max
    """The day the report looks back from; activities that should be done by then and aren't are late."""
    results_until: date | None = None
    """The day up to which all results count, if their sources say so; ``cut_off`` is not later."""
    settings: Settings = field(default_factory=framework.settings)
    """Those that hold for the analysed year."""
    rounds: tuple[str, ...] = ()
    """The rounds of the fiscal year that have any data on file (``tables.ROUNDS``)."""
    falls_unknown: tuple[int, ...] = ()
    """The analysed year's indicators without a score of the year before, so that a fall can't be known."""

    def material_change(self, year: int) -> Decimal:
        """What a change up to a fiscal year has to reach where the margin of chance is not larger."""
        return framework.settings_of(year, self.settings).material_change

    @property
    def end_of_round(self) -> date:
        """The last day of the round reported on."""
        half = any(row["round"] == ROUND_OF["progress"] for row in self.progress)
        return end_of_round(self.fiscal_year, "progress" if half else self.document)

    @property
    def other_round(self) -> str:
        """Another round with results on file, if the document's own has none."""
        own = ROUND_OF.get(self.document, "")
        return next((each for each in self.rounds if own and own not in self.rounds), "")

    @cached_property
    def activities(self) -> list[Row]:
        """Every activity with its progress (``analysis.activities``)."""
        return activities.joined(self.measures, self.progress, self.cut_off)

    @cached_property
    def by_measure(self) -> dict[int, list[Row]]:
        """The rows of ``activities`` by measure, in order."""
        rows_of: dict[int, list[Row]] = {measure: [] for measure in self.printed}
        for row in self.activities:
            rows_of[row["measure"]].append(row)
        return rows_of

    @cached_property
    def answers(self) -> list[Match]:
        """Which measure answers which indicator, on what ground (``analysis.coverage``)."""
        key = (self.agency.id, self.fiscal_year)
        return coverage.matches(
            ((*key, row["measure"], row["title"], row["indicators"], row["step"]) for row in self.measures),
            ((*key, row["measure"], row["result"]) for row in self.progress),
        )

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
    def standings(self) -> dict[str, Row]:
        """The rows of ``peers`` by part: ``total``, or an indicator's number."""
        return {row["part"]: row for row in self.peers}

    @cached_property
    def follow_up(self) -> list[Row]:
        """What became of each weak point and of its measures (``analysis.follow_up``)."""
        material = self.material_change(self.analysed.year + 1)
        mark = self.analysed.rules.pass_mark
        return follow_up.compute(self.weak, self.answers, self.activities, material, mark)

    @cached_property
    def printed(self) -> dict[int, int]:
        """The printed number of each measure: 1, 2, 3 … whatever number the file gives it."""
        return activities.printed(self.measures)

    @cached_property
    def lost(self) -> dict[int, list[Row]]:
        """By fiscal year the questions and items that pull its indicators down (``analysis.questions``)."""
        results = {each.year: each for each in (self.previous, self.current, self.analysed)}
        return {
            year: questions.lost(self.questions, each.rules, each.scores) for year, each in results.items()
        }

    @cached_property
    def goals(self) -> dict[str, list[Row]]:
        """The rows of ``targets`` by goal."""
        rows_of: dict[str, list[Row]] = {}
        for row in self.targets:
            rows_of.setdefault(row["goal"], []).append(row)
        return rows_of

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
        steps = (row["contribution"] for row in self.comparison)
        explained = sum(decimals.units(step, 4) for step in steps if step is not None)
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
    own = {name: tables.read_rows(data_dir, name, agency_id) for name in NEEDED}
    if not own["agencies"]:
        framework.for_year(fiscal_year)
        raise UnknownAgencyError(_unknown(agency_id, tables.read(data_dir, "agencies")))
    # The tables hold the weak points by notebook 03's settings; only these depend on settings.
    made_with = tables.settings_file(data_dir)
    if not made_with.is_file() or made_with.read_text(encoding="utf-8") != settings.record():
        scores, changes, measures = (
            tables.read(data_dir, name, agency_id) for name in ("scores", "deltas", "measures")
        )
        points = weak.compute(scores, changes, coverage.answers(measures), settings)
        own["weak_indicators"] = tables.rows(points)
    return of_rows(own, agency_id, fiscal_year, document, settings, cut_off)


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


def _years(rows: Rows) -> str:
    return ", ".join(str(year) for year in sorted({row["fiscal_year"] for row in rows}))


def of_rows(
    own: Mapping[str, Rows],
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
    if not own["agencies"]:
        raise UnknownAgencyError(_unknown(agency_id, tables.empty("agencies")))
    agency = Agency(
        agency_id, *(own["agencies"][0][name] for name in ("name", "type", "district", "province"))
    )
    presented = presented_year(fiscal_year, document)
    results = {year: _result(own, year) for year in {presented, presented - 1, fiscal_year - 1}}
    current, previous, analysed = results[presented], results[presented - 1], results[fiscal_year - 1]
    measures = _of_year(own["measures"], fiscal_year)
    progress = _of_year(own["progress"], fiscal_year)
    rounds = tuple(each for each in tables.ROUNDS if any(row["round"] == each for row in progress))
    chosen = _round(rounds, document)
    progress = [row for row in progress if row["round"] == chosen]
    until = _until(progress)
    if not measures and not current.known and not previous.known:
        scored, planned = (_years(own[name]) for name in ("scores", "measures"))
        raise NothingToReportError(
            both(
                f"หน่วยงานรหัส {agency_id} ไม่มีทั้งคะแนนและมาตรการสำหรับรายงาน {document} ปี {fiscal_year}"
                f" (มีคะแนนของปี {scored or '–'} และมาตรการของปี {planned or '–'})",
                f"agency {agency_id} has neither scores nor measures for the {document} of {fiscal_year}"
                f" (scores on file: {scored or 'none'}; measures: {planned or 'none'})",
            )
        )
    weak_points = _of_year(own["weak_indicators"], fiscal_year - 1)
    facts = Facts(
        agency=agency,
        fiscal_year=fiscal_year,
        document=document,
        current=current,
        previous=previous,
        comparison=_comparison(own["deltas"], current, previous),
        analysed=analysed,
        weak=sorted(weak_points, key=lambda row: (-row["points_at_stake"], row["indicator"])),
        measures=measures,
        progress=progress,
        rounds=rounds,
        falls_unknown=tuple(
            row["indicator"]
            for row in _of_year(own["deltas"], analysed.year)
            if row["change"] is None and row["indicator"] in analysed.scores
        ),
        results=_results(own, current, previous),
        targets=_of_year(own["targets"], current.year),
        peers=_of_year(own["peers"], current.year),
        context=_of_year(own["context"], current.year),
        chance=[row for row in own["deltas"] if row["margin"] is not None],
        questions=own["questions"],
        respondents=[row for row in own["context"] if row["what"] == "respondents"],
        sources=own["sources"],
        office=_office(own["offices"], fiscal_year, document),
        results_until=until,
        settings=framework.settings_of(analysed.year, settings),
    )
    end = cut_off or facts.end_of_round
    return replace(facts, cut_off=end if until is None else min(end, until))


def presented_year(fiscal_year: int, document: str) -> int:
    """The year whose result a document presents: a plan and its progress answer that of the year before."""
    return fiscal_year if document in ("annual", "summary") else fiscal_year - 1


def _round(rounds: Sequence[str], document: Document) -> str:
    """The round that a document reports on; for a summary the latest on file."""
    if document == "summary":
        return rounds[-1] if rounds else ""
    return ROUND_OF.get(document, "")


def _until(progress: Rows) -> date | None:
    """The latest day up to which results count; None if any result doesn't state it."""
    days = [row["results_until"] for row in progress]
    if not days or None in days:
        return None
    latest: pd.Timestamp = max(days)
    return latest.date()


def end_of_round(fiscal_year: int, document: Document) -> date:
    """The last day of the half or whole fiscal year that a document reports on."""
    _, last = thai.fiscal_year_bounds(fiscal_year)
    return date(last.year, 3, 31) if document == "progress" else last


def _office(offices: Rows, fiscal_year: int, document: Document) -> Office:
    """The row that fits this document and year most closely; rows for all documents or years count, too."""
    fits = [
        row
        for row in offices
        if row["fiscal_year"] in (None, fiscal_year) and row["document"] in ("", document)
    ]
    if not fits:
        return Office()
    closest = max(fits, key=lambda row: (row["document"], row["fiscal_year"] or 0))
    return Office(**{each.name: closest[each.name] for each in fields(Office)})


def _results(own: Mapping[str, Rows], current: Result, previous: Result) -> tuple[Result, ...]:
    # No page shows their single scores.
    without_scores = {**own, "scores": ()}
    earlier = [
        _result(without_scores, year)
        for year in sorted({row["fiscal_year"] for row in own["totals"]})
        if year < previous.year
    ]
    return (*earlier, *(each for each in (previous, current) if each.known))


def _of_year(rows: Rows, year: int) -> list[Row]:
    return [
        {name: value for name, value in row.items() if name not in ("agency_id", "fiscal_year")}
        for row in rows
        if row["fiscal_year"] == year
    ]


def _result(own: Mapping[str, Rows], year: int) -> Result:
    rules = _rules(year)
    scores = {row["indicator"]: row["score"] for row in own["scores"] if row["fiscal_year"] == year}
    printed = {
        row["part"].upper(): row["value"]
        for row in own["context"]
        if row["fiscal_year"] == year and row["what"] == "score"
    }
    of_year = (each for each in own["totals"] if each["fiscal_year"] == year)
    row = next(of_year, None) or tables.blank("totals")
    names = [name for each in rules.instruments for name in (each.id, *rules.parts.get(each.id, ()))]
    means = printed | {
        each.id: mean for each in rules.instruments if (mean := row.get(each.id.lower())) is not None
    }
    # Decided once, so that every part of the report shows the same total and level.
    shown = totals.shown_of(row)
    return Result(
        year=year,
        rules=rules,
        scores=dict(sorted(scores.items())),
        published_total=row["published_total"],
        computed_total=row["computed_total"],
        published_level=row["published_level"],
        derived_level=row["level"],
        next_level=row["next_level"],
        missed=tuple(filter(None, row["missed"].split(","))),
        unchecked=tuple(filter(None, row["unchecked"].split(","))),
        means={name: means[name] for name in names if name in means},
        total=shown["total"],
        level=shown["shown_level"],
        compared=shown["compared"],
    )


def _rules(year: int) -> Framework:
    """The rules of a year; for a year before the first, which has no data, those of the first."""
    return framework.for_year(max(year, framework.years()[0]))


def _comparison(deltas: Rows, current: Result, previous: Result) -> list[Row]:
    columns = ("indicator", "previous", "current", "change", "contribution", "margin")
    if current.scores:
        return [{name: row[name] for name in columns} for row in _of_year(deltas, current.year)]
    # Without a result of the current year, the previous year's scores have nothing to be compared with.
    return [
        dict.fromkeys(columns) | {"indicator": number, "previous": score}
        for number, score in previous.scores.items()
    ]
