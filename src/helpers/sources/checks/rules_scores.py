"""Checks of scores and totals, by themselves and together."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from helpers import decimals, framework
from helpers.findings import Finding, Words
from helpers.sources.checks import cells
from helpers.sources.checks.rows import (
    UNCHANGED,
    Checked,
    convert,
    finding_of,
    fit,
    listed,
    once,
    read_once,
    rows_of,
)
from helpers.sources.words import labels


def check_scores(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Checks scores: listed agency, a year with rules, an indicator of it, score 0 to 100, each once."""
    blank = raw["score"].isin(["", *cells.DASHES])
    blanks = [finding_of("score_blank", row, "score") for row in rows_of(raw[blank])]
    raw = _numbered(raw[~blank])
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "indicator": cells.Cells(cells.indicator, "int64"),
            "score": cells.Cells(cells.score, "float64"),
        },
    )
    frame, unknown = listed(frame, agencies)
    frame, unfit = fit(frame, "scores", raw)
    frame, unasked = _of_its_year(frame)
    unfit += unasked
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


def _numbered(raw: pd.DataFrame) -> pd.DataFrame:
    """With the number of the row's year in place of a name whose number differs between years."""
    several = {name for name, numbers in cells.indicators_by_name().items() if len(numbers) > 1}
    if not several:
        return raw
    number_of = {
        (str(year), cells.bare(name)): str(each.number)
        for year in framework.years()
        for each in framework.for_year(year).indicators
        for name in each.names
    }
    pairs = zip(raw["fiscal_year"], raw["indicator"], strict=True)
    numbers = [number_of.get((cells.bare(year), cells.bare(text)), text) for year, text in pairs]
    return raw.assign(indicator=pd.Series(numbers, index=raw.index, dtype="str"))


def _of_its_year(frame: pd.DataFrame) -> Checked:
    """Leaves out scores of indicators that their fiscal year does not have, though others do."""
    numbers_by_year = {year: framework.for_year(year).numbers for year in framework.years()}
    pairs = [(year, number) for year, numbers in numbers_by_year.items() for number in numbers]
    good = pd.MultiIndex.from_frame(frame[["fiscal_year", "indicator"]]).isin(pairs)
    findings = [
        finding_of(
            "indicator_of_no_year",
            row,
            "indicator",
            value=row["indicator"],
            year=row["fiscal_year"],
            numbers=f"{numbers_by_year[row['fiscal_year']][0]}–{numbers_by_year[row['fiscal_year']][-1]}",
        )
        for row in rows_of(frame[~good])
    ]
    return frame[good], findings


def _two_decimals(frame: pd.DataFrame, column: str) -> Checked:
    rounded = decimals.from_units(decimals.to_units(frame[column]))
    differs = frame[column].notna() & ((frame[column] - rounded).abs() > 1e-9)
    changed = frame.assign(rounded=rounded)[differs]
    findings = [
        finding_of("score_rounded", row, column, value=row[column], used=f"{row['rounded']:.2f}")
        for row in rows_of(changed)
    ]
    return frame.assign(**{column: rounded}), findings


def check_totals(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Checks published totals and levels: each agency and year comes once; either may be blank."""
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
    frame, unknown = listed(frame, agencies)
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
    """Fills in a total's level, or a level's total, if another row of the same year has it.

    Only blanks are filled, and only if everything stated for the year agrees. What a form still has as it was
    printed fills none: it may have been deleted in the file since.
    """
    key = ["agency_id", "fiscal_year"]
    several = totals.duplicated(key, keep=False)
    if not several.any():
        return totals
    repeated = totals[several]
    levels = [labels.level_in(text) for text in repeated["published_level"]]
    repeated = repeated.assign(
        published_level=pd.Series(levels, index=repeated.index, dtype="str").replace("", None)
    )
    for column in ("published_total", "published_level"):
        printed = (" " + repeated[UNCHANGED] + " ").str.contains(f" {column} ", regex=False)
        groups = repeated.assign(**{column: repeated[column].mask(printed)}).groupby(key, sort=False)[column]
        fills = repeated[column].isna() & (groups.transform("nunique") == 1)
        repeated = repeated.assign(**{column: repeated[column].mask(fills, groups.transform("first"))})
    repeated = repeated.assign(published_level=repeated["published_level"].fillna("").astype("str"))
    return pd.concat([totals[~several], repeated]).loc[totals.index]


def check_context(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Checks figures besides an agency's own scores: each comes once and has a number and a year."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "value": cells.Cells(cells.score, "float64"),
        },
    )
    frame, rounded = _two_decimals(frame, "value")
    frame, problems = _once_beside(frame, raw, agencies)
    return frame, findings + rounded + problems


def check_respondents(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Checks how many answered a survey: a whole number, once by survey and year. Rows as of ``context``."""
    raw = raw[~raw["respondents"].isin(["", *cells.DASHES])]
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "instrument": cells.INSTRUMENT,
            "respondents": cells.COUNT,
        },
    )
    new_names = {"instrument": "part", "respondents": "value"}
    frame = frame.rename(columns=new_names).assign(what="respondents", among="")
    frame = frame.assign(**{UNCHANGED: frame[UNCHANGED].str.replace("respondents", "value")})
    frame, problems = _once_beside(frame, raw.rename(columns=new_names), agencies)
    # Findings name the columns as the file and the form head them.
    old_names = {new: old for old, new in new_names.items()}
    return frame, findings + [
        replace(each, column=old_names.get(each.column, each.column)) for each in problems
    ]


def _once_beside(frame: pd.DataFrame, raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    frame, unknown = listed(frame, agencies)
    frame, unfit = fit(frame, "context", raw)
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
    return frame, unknown + unfit + repeated


def _levels(totals: pd.DataFrame) -> list[Finding]:
    """A finding for each level that its year's rules don't have, unless they have no levels at all."""
    checked = read_once(totals, ["fiscal_year", "published_level"], _level_known)
    unknown = [not fine for (fine,) in checked]
    return [
        finding_of(
            "level_unknown",
            row,
            "published_level",
            value=row["published_level"],
            year=row["fiscal_year"],
        )
        for row in rows_of(totals[unknown])
    ]


def _level_known(year: int, level: str) -> tuple[bool]:
    levels = framework.for_year(year).levels
    return (not level or not levels or level in {step.th for step in levels},)


def compare_totals(totals: pd.DataFrame, scores: pd.DataFrame, places: pd.DataFrame) -> list[Finding]:
    """Compares published totals with recomputed ones, and reports years with only some of the scores.

    ``totals`` as in ``tables``; ``places`` has the place of each published total: agency_id, fiscal_year,
    at_file, at_sheet, at_row. The allowance of 0.01 is in methodology, "Totals".
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
    both_levels = (merged["published_level"] != "") & (merged["level"] != "")
    findings += [
        finding_of(
            "level_disagrees",
            row,
            "published_level",
            value=row["published_level"],
            derived=row["level"],
        )
        for row in rows_of(merged[both_levels & (merged["published_level"] != merged["level"])])
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
