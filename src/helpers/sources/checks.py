"""Rows of text to typed rows that fit ``tables``; every row that does not becomes a finding.

Input frames hold text; beside their columns they say where each row stands in ``at_file``,
``at_sheet`` and ``at_row``. Their index is unique.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa

from helpers import decimals, framework, headings, tables, thai
from helpers.findings import Finding

Checked = tuple[pd.DataFrame, list[Finding]]


class _Refused(ValueError):
    """A cell's text is not what its column holds."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def _finding(code: str, row: pd.Series, column: str = "", **values: object) -> Finding:
    return Finding(
        code,
        file=str(row["at_file"]),
        sheet=str(row["at_sheet"]),
        row=int(row["at_row"]),
        column=column,
        agency_id=str(row.get("agency_id", "")),
        fiscal_year=_year_or_none(row.get("fiscal_year")),
        values=values,
    )


def _year_or_none(value: object) -> int | None:
    try:
        return thai.parse_fiscal_year(str(value))
    except ValueError:
        return None


# ------------------------------------------------------------------ cells
def _agency_id(text: str) -> str:
    text = thai.to_arabic_digits(text)
    if not re.fullmatch(tables.AGENCY_ID, text):
        raise _Refused("agency_id_malformed")
    return text


def _fiscal_year(text: str) -> int:
    try:
        return thai.parse_fiscal_year(text)
    except ValueError as error:
        raise _Refused("year_unreadable") from error


def _score(text: str) -> float:
    try:
        return float(thai.parse_number(text))
    except ValueError as error:
        raise _Refused("number_unreadable") from error


def _whole(code: str) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = thai.parse_number(text)
        except ValueError as error:
            raise _Refused(code) from error
        if number != int(number):
            raise _Refused(code)
        return int(number)

    return parse


def _choice(column: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        choice = headings.choice_of(column, text)
        if choice is None:
            words = ", ".join(word for word in headings.CHOICES[column] if word)
            raise _Refused("choice_unknown", choices=words)
        return choice

    return parse


def _convert(
    raw: pd.DataFrame, columns: dict[str, Callable[[str], Any]], optional: Sequence[str] = ()
) -> Checked:
    """Parses the named columns cell by cell; leaves out every row with a cell that is refused.

    A blank cell is a finding, unless the column is ``optional`` or blank is one of its choices.
    """
    frame = raw.copy()
    findings: list[Finding] = []
    bad: set[Hashable] = set()
    for column, parse in columns.items():
        may_be_blank = column in optional or "" in headings.CHOICES.get(column, ())
        parsed: dict[str, Any] = {"": None}  # a column repeats few values many times
        cells: list[Any] = []
        for index, text in raw[column].items():
            try:
                if text == "" and not may_be_blank:
                    raise _Refused("value_missing")
                if text not in parsed or column in headings.CHOICES:
                    parsed[text] = parse(text)
                cells.append(parsed[text])
            except _Refused as refused:
                findings.append(_finding(refused.code, raw.loc[index], column, value=text, **refused.values))
                bad.add(index)
                cells.append(None)
        frame[column] = pd.Series(cells, index=raw.index, dtype=object)
    good = frame.drop(index=list(bad))
    return good.astype({column: _dtype(good[column]) for column in columns}), findings


def _dtype(values: pd.Series) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "int64" if values.notna().all() else "Int64"
    return "float64" if kinds == {float} or (not kinds and len(values)) else "str"


def _fit(frame: pd.DataFrame, table: str, raw: pd.DataFrame) -> Checked:
    """Leaves out the rows that break a rule of the table's schema."""
    schema = tables.SCHEMAS[table]
    columns = {name: column for name, column in schema.columns.items() if name in frame.columns}
    part = pa.DataFrameSchema(columns)
    # An empty column has no type of its own yet.
    frame = frame.astype({name: str(column.dtype) for name, column in columns.items()})
    try:
        part.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        findings = []
        years = framework.years()
        cases = errors.failure_cases.drop_duplicates(["index", "column"])
        for index, column, code in zip(cases["index"], cases["column"], cases["check"], strict=True):
            value = raw.loc[index, column]
            findings.append(
                _finding(code, raw.loc[index], column, value=value, first=years[0], last=years[-1])
            )
        return frame.drop(index=cases["index"].unique()), findings
    return frame, []


def _known(frame: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    unknown = ~frame["agency_id"].isin(agencies["agency_id"])
    findings = [
        _finding("agency_unknown", row, "agency_id", value=row["agency_id"])
        for _, row in frame[unknown].iterrows()
    ]
    return frame[~unknown], findings


def _once(
    frame: pd.DataFrame, key: Sequence[str], facts: Sequence[str], what: Callable[[pd.Series], str]
) -> Checked:
    """Keeps one row per key. Rows that agree are said again in vain; rows that do not are all left out."""
    repeated = frame[frame.duplicated(list(key), keep=False)]
    findings = []
    drop: list[object] = []
    for _, group in repeated.groupby(list(key), sort=False):
        agree = len(group[list(facts)].drop_duplicates()) == 1
        first, second = group.iloc[0], group.iloc[1]
        for index, row in group.iterrows():
            other = second if row is first or index == first.name else first
            if agree and index == first.name:
                continue
            drop.append(index)
            findings.append(
                _finding(
                    "row_repeated" if agree else "row_contradicts",
                    row,
                    facts[0],
                    what=what(row),
                    other=_place(other),
                    value=_said(row, facts),
                    other_value=_said(other, facts),
                )
            )
    return frame.drop(index=drop), findings


def _said(row: pd.Series, facts: Sequence[str]) -> str:
    return " / ".join(
        str(row[fact])[:60] for fact in facts if not pd.isna(row[fact]) and str(row[fact]) != ""
    )


def _place(row: pd.Series) -> str:
    return " ".join(
        str(part) for part in (row["at_file"], row["at_sheet"], f"แถว/row {row['at_row']}") if part
    )


# ------------------------------------------------------------------ tables
def check_agencies(raw: pd.DataFrame) -> Checked:
    """Rows of ``agencies.csv``: codes that can be file names, each once, each with a name."""
    frame, findings = _convert(raw, {"agency_id": _agency_id, "name": str})
    frame, more = _once(
        frame,
        ["agency_id"],
        ["name", "type", "district", "province"],
        lambda row: f"agency_id {row['agency_id']}",
    )
    return frame, findings + more


def check_scores(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Scores of indicators: a known agency, a year of the framework, 1 to 10, 0.00 to 100.00, each once."""
    frame, findings = _convert(
        raw,
        {
            "agency_id": _agency_id,
            "fiscal_year": _fiscal_year,
            "indicator": _whole("indicator_unknown"),
            "score": _score,
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "scores", raw)
    frame, rounded = _two_decimals(frame, "score")
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year", "indicator"],
        ["score"],
        lambda row: f"{row['agency_id']} {row['fiscal_year']} ตัวชี้วัดที่ {row['indicator']}",
    )
    return frame, findings + unknown + unfit + rounded + repeated


def _two_decimals(frame: pd.DataFrame, column: str) -> Checked:
    rounded = decimals.from_units(decimals.to_units(frame[column]))
    differs = frame[column].notna() & ((frame[column] - rounded).abs() > 1e-9)
    findings = [
        _finding("score_rounded", row, column, value=row[column], used=f"{rounded[index]:.2f}")
        for index, row in frame[differs].iterrows()
    ]
    return frame.assign(**{column: rounded}), findings


def check_totals(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Published totals and levels, each agency and year once; either may be blank."""
    frame, findings = _convert(
        raw,
        {"agency_id": _agency_id, "fiscal_year": _fiscal_year, "published_total": _score},
        optional=["published_total"],
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "totals", raw)
    frame, rounded = _two_decimals(frame, "published_total")
    level_findings = []
    for _, row in frame[frame["published_level"] != ""].iterrows():
        levels = framework.for_year(row["fiscal_year"]).levels
        if levels and row["published_level"] not in {level.th for level in levels}:
            level_findings.append(
                _finding(
                    "level_unknown",
                    row,
                    "published_level",
                    value=row["published_level"],
                    year=row["fiscal_year"],
                )
            )
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year"],
        ["published_total", "published_level"],
        lambda row: f"{row['agency_id']} {row['fiscal_year']} คะแนนรวม",
    )
    return frame, findings + unknown + unfit + rounded + level_findings + repeated


def check_measures(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Measures: numbered, titled, each activity once; periods read where they can be."""
    frame, findings = _convert(
        raw,
        {
            "agency_id": _agency_id,
            "fiscal_year": _fiscal_year,
            "measure": _whole("measure_number"),
            "activity": _whole("measure_number"),
            "title": str,
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "measures", raw)
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year", "measure", "activity"],
        ["title", "step", "responsible", "period", "monitoring", "indicators"],
        lambda row: f"มาตรการที่ {row['measure']} กิจกรรมที่ {row['activity']}",
    )
    tags: list[Finding] = []
    indicators = [_indicator_tags(row, tags) for _, row in frame.iterrows()]
    periods: list[Finding] = []
    bounds = [_period(row, periods) for _, row in frame.iterrows()]
    frame = frame.assign(
        indicators=pd.Series(indicators, index=frame.index, dtype="str"),
        period_start=pd.Series([b[0] for b in bounds], index=frame.index, dtype="datetime64[s]"),
        period_end=pd.Series([b[1] for b in bounds], index=frame.index, dtype="datetime64[s]"),
    )
    return frame, findings + unknown + unfit + repeated + tags + periods


def _indicator_tags(row: pd.Series, findings: list[Finding]) -> str:
    rules = framework.for_year(row["fiscal_year"])
    instruments = {instrument.id for instrument in rules.instruments}
    tags = []
    for tag in re.split(r"[,;/\s]+", thai.to_arabic_digits(row["indicators"]).upper()):
        if tag in instruments or (tag.isdigit() and int(tag) in rules.numbers):
            tags.append(tag)
        elif tag:
            findings.append(_finding("indicator_tag_unknown", row, "indicators", value=tag))
    return ",".join(dict.fromkeys(tags))


def _period(row: pd.Series, findings: list[Finding]) -> tuple[pd.Timestamp, pd.Timestamp]:
    missing = (pd.NaT, pd.NaT)
    if row["period"] == "":
        return missing
    year = int(row["fiscal_year"])
    try:
        start, end = thai.parse_period(row["period"], year)
    except ValueError:
        findings.append(_finding("period_unreadable", row, "period", value=row["period"]))
        return missing
    first, last = thai.fiscal_year_bounds(year)
    if start < first or end > last:
        findings.append(_finding("period_outside_year", row, "period", value=row["period"], year=year))
    return pd.Timestamp(start), pd.Timestamp(end)


def check_progress(raw: pd.DataFrame, agencies: pd.DataFrame, measures: pd.DataFrame) -> Checked:
    """What became of measures: of an activity that exists, each round once."""
    frame, findings = _convert(
        raw,
        {
            "agency_id": _agency_id,
            "fiscal_year": _fiscal_year,
            "measure": _whole("measure_number"),
            "activity": _whole("measure_number"),
            "round": _choice("round"),
            "status": _choice("status"),
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "progress", raw)
    key = ["agency_id", "fiscal_year", "measure", "activity"]
    orphan = ~pd.MultiIndex.from_frame(frame[key]).isin(pd.MultiIndex.from_frame(measures[key]))
    orphans = [
        _finding("progress_without_measure", row, "measure", measure=row["measure"], activity=row["activity"])
        for _, row in frame[orphan].iterrows()
    ]
    frame = frame[~orphan]
    frame, repeated = _once(
        frame,
        [*key, "round"],
        ["result", "status", "outcome", "problems", "suggestions", "remark", "evidence"],
        lambda row: f"มาตรการที่ {row['measure']} กิจกรรมที่ {row['activity']} รอบ {row['round']}",
    )
    return frame, findings + unknown + unfit + orphans + repeated


def check_offices(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """What a memo needs, per agency and, if the file says so, per year and document."""
    frame, findings = _convert(
        raw,
        {"agency_id": _agency_id, "fiscal_year": _fiscal_year, "document": _choice("document")},
        optional=["fiscal_year"],
    )
    frame = frame.astype({"fiscal_year": "Int64"})
    frame, unknown = _known(frame, agencies)
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year", "document"],
        ["office", "addressee", "document_number", "date", "subject", "telephone", "opinions"],
        lambda row: f"{row['agency_id']} {row['fiscal_year']} {row['document']}",
    )
    return frame, findings + unknown + repeated


def compare_totals(totals: pd.DataFrame, scores: pd.DataFrame, places: pd.DataFrame) -> list[Finding]:
    """Published against recomputed, and years with some of the ten scores only.

    ``totals`` as in ``tables``; ``places`` says where a published total stands: agency_id,
    fiscal_year, at_file, at_sheet, at_row. The allowance of 0.01 is in methodology, "Totals".
    """
    findings = []
    merged = totals.merge(places, on=["agency_id", "fiscal_year"], how="left")
    for _, row in merged[merged["at_file"].notna()].iterrows():
        published, computed = row["published_total"], row["computed_total"]
        if not pd.isna(published) and not pd.isna(computed):
            gap = abs(decimals.to_decimal(published) - decimals.to_decimal(computed))
            if gap > Decimal("0.01"):
                findings.append(
                    _finding(
                        "total_disagrees",
                        row,
                        "published_total",
                        value=f"{published:.2f}",
                        computed=f"{computed:.2f}",
                    )
                )
        if row["published_level"] and row["level"] and row["published_level"] != row["level"]:
            findings.append(
                _finding(
                    "level_disagrees",
                    row,
                    "published_level",
                    value=row["published_level"],
                    derived=row["level"],
                )
            )
    counts = scores.groupby(["agency_id", "fiscal_year"]).agg(
        count=("indicator", "size"), file=("source", "first")
    )
    for (agency_id, year), row in counts.iterrows():
        of = len(framework.for_year(int(year)).indicators)
        if row["count"] < of:
            findings.append(
                Finding(
                    "scores_incomplete",
                    file=row["file"],
                    agency_id=agency_id,
                    fiscal_year=int(year),
                    values={"count": row["count"], "of": of, "year": int(year)},
                )
            )
    return findings
