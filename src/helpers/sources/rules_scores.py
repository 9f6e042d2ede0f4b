"""What holds for scores and totals, each and together."""

from __future__ import annotations

import pandas as pd

from helpers import decimals, framework
from helpers.findings import Finding, Words
from helpers.sources import cells, labels
from helpers.sources.rows import Checked, convert, finding_of, fit, known, once, read_once, rows_of


def check_scores(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Scores of indicators: a known agency, a year of the framework, 1 to 10, 0.00 to 100.00, each once."""
    blank = raw["score"].isin(["", *cells.DASHES])
    blanks = [finding_of("score_blank", row, "score") for row in rows_of(raw[blank])]
    raw = raw[~blank]
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "indicator": cells.Cells(cells.indicator, "int64"),
            "score": cells.Cells(cells.score, "float64"),
        },
    )
    frame, unknown = known(frame, agencies)
    frame, unfit = fit(frame, "scores", raw)
    frame, rounded = _two_decimals(frame, "score")
    frame, repeated = once(
        frame,
        ["agency_id", "fiscal_year", "indicator"],
        ["score"],
        lambda row: Words(
            f"คะแนนตัวชี้วัดที่ {row['indicator']} ปี {row['fiscal_year']} ของหน่วยงานรหัส {row['agency_id']}",
            f"the score of indicator {row['indicator']}, {row['fiscal_year']}, agency {row['agency_id']}",
        ),
    )
    return frame, blanks + findings + unknown + unfit + rounded + repeated


def _two_decimals(frame: pd.DataFrame, column: str) -> Checked:
    rounded = decimals.from_units(decimals.to_units(frame[column]))
    differs = frame[column].notna() & ((frame[column] - rounded).abs() > 1e-9)
    both = frame.assign(rounded=rounded)[differs]
    findings = [
        finding_of("score_rounded", row, column, value=row[column], used=f"{row['rounded']:.2f}")
        for row in rows_of(both)
    ]
    return frame.assign(**{column: rounded}), findings


def check_totals(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Published totals and levels, each agency and year once; either may be blank."""
    raw = raw.assign(
        published_total=raw["published_total"].mask(raw["published_total"].isin(cells.DASHES), "")
    )
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "published_total": cells.Cells(cells.score, "float64", blank=None),
        },
    )
    frame, unknown = known(frame, agencies)
    frame, unfit = fit(frame, "totals", raw)
    frame, rounded = _two_decimals(frame, "published_total")
    frame = _completed(frame)
    frame, repeated = once(
        frame,
        ["agency_id", "fiscal_year"],
        ["published_total", "published_level"],
        lambda row: Words(
            f"คะแนนรวมปี {row['fiscal_year']} ของหน่วยงานรหัส {row['agency_id']}",
            f"the total of {row['fiscal_year']}, agency {row['agency_id']}",
        ),
    )
    return frame, findings + unknown + unfit + rounded + _levels(frame) + repeated


def _completed(totals: pd.DataFrame) -> pd.DataFrame:
    """Totals that one place gives with their level and another without are one total, in whatever order.

    Only what is blank is filled, and only where everything that is said of the year agrees.
    """
    key = ["agency_id", "fiscal_year"]
    several = totals.duplicated(key, keep=False)
    if not several.any():
        return totals
    said = totals[several]
    levels = [labels.level_in(text) for text in said["published_level"]]
    said = said.assign(published_level=pd.Series(levels, index=said.index, dtype="str").replace("", None))
    for column in ("published_total", "published_level"):
        groups = said.groupby(key, sort=False)[column]
        said = said.assign(
            **{column: said[column].where(groups.transform("nunique") != 1, groups.transform("first"))}
        )
    said = said.assign(published_level=said["published_level"].fillna("").astype("str"))
    return pd.concat([totals[~several], said]).loc[totals.index]


def check_context(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Figures beside an agency's own scores: each once; what is no number, or of no year, is left out."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "value": cells.Cells(cells.score, "float64"),
        },
    )
    frame, unknown = known(frame, agencies)
    frame, unfit = fit(frame, "context", raw)
    frame, rounded = _two_decimals(frame, "value")
    frame, repeated = once(
        frame,
        ["agency_id", "fiscal_year", "what", "among", "part"],
        ["value"],
        lambda row: Words(
            f"ข้อมูลประกอบ ({row['part']}) ปี {row['fiscal_year']} ของหน่วยงานรหัส {row['agency_id']}",
            f"a figure beside the scores ({row['part']}), {row['fiscal_year']}, agency {row['agency_id']}",
        ),
        "context_contradicts",
    )
    return frame, findings + unknown + unfit + rounded + repeated


def _levels(totals: pd.DataFrame) -> list[Finding]:
    """Levels that the rules of their year do not have; a year without steps has none to compare."""
    known = read_once(totals, ["fiscal_year", "published_level"], _level_known)
    odd = [not fine for (fine,) in known]
    return [
        finding_of(
            "level_unknown",
            row,
            "published_level",
            value=row["published_level"],
            year=row["fiscal_year"],
        )
        for row in rows_of(totals[odd])
    ]


def _level_known(year: int, level: str) -> tuple[bool]:
    levels = framework.for_year(year).levels
    return (not level or not levels or level in {step.th for step in levels},)


def compare_totals(totals: pd.DataFrame, scores: pd.DataFrame, places: pd.DataFrame) -> list[Finding]:
    """Published against recomputed, and years with some of the ten scores only.

    ``totals`` as in ``tables``; ``places`` says where a published total stands: agency_id,
    fiscal_year, at_file, at_sheet, at_row. The allowance of 0.01 is in methodology, "Totals".
    """
    merged = totals.merge(places, on=["agency_id", "fiscal_year"])
    gap = decimals.to_units(merged["published_total"]) - decimals.to_units(merged["computed_total"])
    apart = (gap.abs() > decimals.AGREES_WITHIN).fillna(False).astype(bool)
    findings = [
        finding_of(
            "total_disagrees",
            row,
            "published_total",
            value=f"{row['published_total']:.2f}",
            computed=f"{row['computed_total']:.2f}",
        )
        for row in rows_of(merged[apart])
    ]
    both = (merged["published_level"] != "") & (merged["level"] != "")
    findings += [
        finding_of(
            "level_disagrees",
            row,
            "published_level",
            value=row["published_level"],
            derived=row["level"],
        )
        for row in rows_of(merged[both & (merged["published_level"] != merged["level"])])
        if not framework.for_year(row["fiscal_year"]).may_be(
            row["published_level"], row["level"], row["unchecked"]
        )
    ]
    return findings + _incomplete(scores)


def _incomplete(scores: pd.DataFrame) -> list[Finding]:
    counts = scores.groupby(["agency_id", "fiscal_year"], as_index=False).agg(
        count=("indicator", "size"), at_file=("source", "first")
    )
    expected = counts["fiscal_year"].map({y: len(framework.for_year(y).numbers) for y in framework.years()})
    return [
        Finding(
            "scores_incomplete",
            file=row["at_file"],
            agency_id=row["agency_id"],
            fiscal_year=row["fiscal_year"],
            values={"count": row["count"], "of": row["expected"], "year": row["fiscal_year"]},
        )
        for row in rows_of(counts.assign(expected=expected)[counts["count"] < expected])
    ]
