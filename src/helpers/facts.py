"""Everything that is known for one report: one agency, one fiscal year, one document.

The narrative, the charts and the page are made from this and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pandas as pd

from helpers import decimals, framework, tables
from helpers.framework import Framework

Document = Literal["plan", "progress", "annual"]

ROUND_OF: dict[str, str] = {"progress": "6m", "annual": "12m"}
"""Which round of progress a document reports."""

NEEDED = ("agencies", "scores", "totals", "deltas", "weak_indicators", "measures", "progress")
"""Tables that a report is made from."""

PREFIXING_TYPES = (
    "องค์การบริหารส่วนตำบล",
    "องค์การบริหารส่วนจังหวัด",
    "เทศบาลตำบล",
    "เทศบาลเมือง",
    "เทศบาลนคร",
)
"""Types of agency that are part of the agency's full name."""


class NothingToReportError(ValueError):
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
        """The name as it stands on official paper, with the type where that belongs to it."""
        if self.type in PREFIXING_TYPES and not self.name.startswith(self.type):
            return self.type + self.name
        return self.name


@dataclass(frozen=True)
class Result:
    """The result of one fiscal year, as far as it is known."""

    year: int
    rules: Framework
    scores: pd.Series
    """Score by indicator number; an indicator without a score is not in the index."""
    published_total: float | None
    computed_total: float | None
    published_level: str
    derived_level: str

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(len(self.scores)) or self.total is not None

    @property
    def total(self) -> float | None:
        """The published total; only where there is none, the computed one."""
        return self.published_total if self.published_total is not None else self.computed_total

    @property
    def level(self) -> str:
        """The published level; only where there is none, the derived one."""
        return self.published_level or self.derived_level

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
    """What one report is made from. Frames have the columns of ``tables`` less the key."""

    agency: Agency
    fiscal_year: int
    document: Document
    current: Result
    """The year whose result the document presents: its own for ``annual``, the year before else."""
    previous: Result
    comparison: pd.DataFrame
    """indicator, previous, current, change, contribution; one row per indicator with any score."""
    analysed: Result
    """The year before the fiscal year: its weak points are what the measures answer."""
    weak: pd.DataFrame
    measures: pd.DataFrame
    progress: pd.DataFrame

    @property
    def change(self) -> float | None:
        """Change of the total between the two years' shown totals, two decimals."""
        if self.current.total is None or self.previous.total is None:
            return None
        return float(decimals.to_decimal(self.current.total) - decimals.to_decimal(self.previous.total))

    @property
    def rest(self) -> float:
        """What the ten contributions do not explain of the change: rounding in published totals."""
        explained = int(decimals.to_units(self.comparison["contribution"], 4).sum())
        return float(decimals.to_decimal(self.change or 0.0, 4) - Decimal(explained).scaleb(-4))


def load(data_dir: Path, agency_id: str, fiscal_year: int, document: Document) -> Facts:
    """One report's facts from the processed tables.

    ``fiscal_year`` (Buddhist Era) is the year whose measures are reported. Raises ``KeyError`` for
    an agency that is not in the tables, ``framework.UnknownYearError`` for a year without rules,
    ``NothingToReportError`` where there is nothing to say.
    """
    known = {name: tables.read(data_dir, name, agency_id) for name in NEEDED}
    return of_tables(known, agency_id, fiscal_year, document)


def of_tables(
    known: Mapping[str, pd.DataFrame], agency_id: str, fiscal_year: int, document: Document
) -> Facts:
    """One report's facts from the agency's own rows of the tables in ``NEEDED``; raises as ``load`` does."""
    framework.for_year(fiscal_year)
    if known["agencies"].empty:
        raise KeyError(f"agency {agency_id} is not in data/raw/agencies.csv")
    agency_row = known["agencies"].iloc[0]
    agency = Agency(agency_id, *(str(agency_row[c]) for c in ("name", "type", "district", "province")))

    presented = fiscal_year if document == "annual" else fiscal_year - 1
    current = _result(known["scores"], known["totals"], presented)
    previous = _result(known["scores"], known["totals"], presented - 1)
    measures = _of_year(known["measures"], fiscal_year)
    progress = _of_year(known["progress"], fiscal_year)
    progress = progress[progress["round"] == ROUND_OF.get(document, "")].reset_index(drop=True)
    if measures.empty and not current.known and not previous.known:
        raise NothingToReportError(
            f"agency {agency_id} has neither scores nor measures for the {document} of {fiscal_year}"
        )
    return Facts(
        agency=agency,
        fiscal_year=fiscal_year,
        document=document,
        current=current,
        previous=previous,
        comparison=_comparison(known["deltas"], current, previous),
        analysed=_result(known["scores"], known["totals"], fiscal_year - 1),
        weak=_of_year(known["weak_indicators"], fiscal_year - 1).sort_values(
            ["points_at_stake", "indicator"], ascending=[False, True], ignore_index=True
        ),
        measures=measures,
        progress=progress,
    )


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    rows = frame[frame["fiscal_year"] == year]
    return rows.drop(columns=["agency_id", "fiscal_year"]).reset_index(drop=True)


def _result(scores: pd.DataFrame, totals: pd.DataFrame, year: int) -> Result:
    rows = totals[totals["fiscal_year"] == year]
    row = rows.iloc[0] if len(rows) else None

    def number(column: str) -> float | None:
        return None if row is None or pd.isna(row[column]) else float(row[column])

    return Result(
        year=year,
        rules=_rules(year),
        scores=_of_year(scores, year).set_index("indicator")["score"].sort_index(),
        published_total=number("published_total"),
        computed_total=number("computed_total"),
        published_level="" if row is None else str(row["published_level"]),
        derived_level="" if row is None else str(row["level"]),
    )


def _rules(year: int) -> Framework:
    """The rules of a year; of a year before the first (of which nothing is known) the first year's."""
    return framework.for_year(max(year, framework.years()[0]))


def _comparison(deltas: pd.DataFrame, current: Result, previous: Result) -> pd.DataFrame:
    columns = ["indicator", "previous", "current", "change", "contribution"]
    if len(current.scores):
        return _of_year(deltas, current.year)[columns]
    # Nothing for the current year: the previous year's scores stand alone.
    alone = previous.scores.rename("previous").reset_index()
    return alone.reindex(columns=columns).astype(dict.fromkeys(columns[1:], "float64"))
