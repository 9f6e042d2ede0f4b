"""Checks of measures and their progress."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from helpers import framework, thai
from helpers.columns import names
from helpers.findings import Finding, Words
from helpers.framework import questions as framework_questions
from helpers.sources.checks import cells, rules_questions
from helpers.sources.checks.cells import RefusedError
from helpers.sources.checks.rows import (
    Checked,
    Row,
    convert,
    finding_of,
    fit,
    listed,
    once,
    read_once,
    rows_of,
)

NO_INDICATOR = "none"
"""The value of ``indicators`` if the agency says that a measure answers none (as in ``coverage.NONE``)."""


def check_measures(raw: pd.DataFrame, agencies: pd.DataFrame, questions: pd.DataFrame) -> Checked:
    """Checks measures: each has a number and a title, each activity comes once.

    Adds ``period_start`` and ``period_end`` (missing if the period is blank or can't be read);
    ``indicators`` becomes numbers and instruments separated by commas, ``questions`` codes (of the result
    that the measures answer, known or in the table ``questions``). A measure that names only these answers
    their indicators.
    """
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "measure": cells.NUMBER,
            "activity": cells.NUMBER,
            "title": cells.TEXT,
        },
    )
    frame, unknown = listed(frame, agencies)
    frame, unfit = fit(frame, "measures", raw)
    # Read before rows are compared: a form writes "1,2" where the file had "1, 2".
    tags = list(read_once(frame, ["indicators", "fiscal_year"], _read_tags))
    of_year = {year: _indicators_of(questions, int(year)) for year in frame["fiscal_year"].unique()}
    named = list(
        read_once(frame, ["questions", "fiscal_year"], lambda text, year: _read_codes(text, of_year[year]))
    )
    whose = [
        numbers or _joined(of_year[year][code] for code in codes)
        for (numbers, _), (codes, _), year in zip(tags, named, frame["fiscal_year"], strict=True)
    ]
    frame = frame.assign(
        indicators=pd.Series(whose, index=frame.index, dtype="str"),
        questions=pd.Series([",".join(codes) for codes, _ in named], index=frame.index, dtype="str"),
        unread=pd.Series([words for _, words in tags], index=frame.index, dtype="object"),
        no_codes=pd.Series([words for _, words in named], index=frame.index, dtype="object"),
    )
    frame, repeated = once(
        frame,
        ["agency_id", "fiscal_year", "measure", "activity"],
        [name for name in names("measures") if name not in ("measure", "activity")],
        _activity,
        "activity_contradicts",
    )
    periods = list(read_once(frame, ["period", "fiscal_year"], _read_period))
    findings += unknown + unfit + repeated
    findings += _tag_findings(frame, list(frame["unread"]))
    findings += _question_findings(frame, of_year)
    findings += _period_findings(frame, [code for _, _, code in periods])
    findings += _numbering(frame)
    starts, ends = [start for start, _, _ in periods], [end for _, end, _ in periods]
    frame = frame.drop(columns=["unread", "no_codes"]).assign(
        period_start=pd.Series(starts, index=frame.index, dtype="datetime64[ns]"),
        period_end=pd.Series(ends, index=frame.index, dtype="datetime64[ns]"),
    )
    return frame, findings


def _numbering(frame: pd.DataFrame) -> list[Finding]:
    """A finding for each agency and year whose measures aren't numbered 1, 2, 3 … as print will do."""
    by_year = frame.groupby(["agency_id", "fiscal_year"], sort=False)["measure"]
    gaps = frame[by_year.transform("max") != by_year.transform("nunique")]
    findings = []
    for _, rows in gaps.groupby(["agency_id", "fiscal_year"], sort=False):
        numbers = sorted(set(rows["measure"]))
        values = {"numbers": ", ".join(map(str, numbers)), "count": len(numbers)}
        findings.append(finding_of("measure_numbers_apart", next(iter(rows_of(rows))), "measure", **values))
    return findings


def _activity(row: Row) -> Words:
    """A measure's activity in words, with the round if the row is about progress."""
    th = f"มาตรการที่ {row['measure']} กิจกรรมที่ {row['activity']}"
    en = f"measure {row['measure']}, activity {row['activity']}"
    return (
        Words(f"{th} รอบ {row['round']}", f"{en}, round {row['round']}") if "round" in row else Words(th, en)
    )


def _read_tags(text: str, year: int) -> tuple[str, tuple[str, ...]]:
    """The numbers and instruments that a measure names, joined by commas; and all other words."""
    if thai.normalise(text).strip().casefold() in ("ไม่มี", "none"):
        return NO_INDICATOR, ()  # the agency states that the measure answers none
    rules = framework.answered(int(year))
    instruments = {instrument.id for instrument in rules.instruments}
    by_name = {cells.bare(name): each.number for each in rules.indicators for name in each.names}
    tags, unread = [], []
    text = re.sub(r"ตัวชี้วัด(ที่)?(?=\s*[0-9])", " ", thai.to_arabic_digits(text))
    for word in re.split(r"[,;/\s]+", text):
        number = int(word) if re.fullmatch("[0-9]{1,2}", word) else by_name.get(word)
        if word.upper() in instruments:
            tags.append(word.upper())
        elif number in rules.numbers:
            tags.append(str(number))
        elif word:
            unread.append(word)
    return ",".join(dict.fromkeys(tags)), tuple(unread)


def _tag_findings(frame: pd.DataFrame, unread: list[tuple[str, ...]]) -> list[Finding]:
    has_words = [bool(words) for words in unread]
    return [
        finding_of("indicator_tag_unknown", row, "indicators", value=word)
        for row, words in zip(rows_of(frame[has_words]), filter(None, unread), strict=True)
        for word in words
    ]


def _indicators_of(questions: pd.DataFrame, year: int) -> dict[str, int | None]:
    """By question and item, known or on file, of the result that a year's measures answer: its indicator."""
    answered = framework.answered(year).year
    own = questions[questions["fiscal_year"] == answered]
    printed = {
        code: None if pd.isna(number) else int(number)
        for code, number in zip(own["code"], own["indicator"], strict=True)
    }
    return framework_questions.indicators(printed, answered)


def _read_codes(text: str, of_year: Mapping[str, int | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that a measure names, and what is no code of the year."""
    codes, unread = [], []
    for word in re.split(r"[,;/\s]++", re.sub("ข้อ(ย่อย|ที่)?|และ", " ", text)):
        try:
            code = framework_questions.whole(rules_questions.code_of(word), of_year)
        except RefusedError:
            code = ""
        if code in of_year:
            codes.append(code)
        elif word:
            unread.append(word)
    return tuple(dict.fromkeys(codes)), tuple(unread)


def _joined(numbers: Iterable[int | None]) -> str:
    return ",".join(map(str, sorted({number for number in numbers if number is not None})))


def _question_findings(frame: pd.DataFrame, of_year: Mapping[int, Mapping[str, int | None]]) -> list[Finding]:
    """Codes that the year doesn't have, and codes of an indicator that the measure doesn't name."""
    findings = []
    for row in rows_of(frame[(frame["questions"] != "") | frame["no_codes"].map(bool)]):
        rules = framework.answered(int(row["fiscal_year"]))
        findings += [
            finding_of("question_tag_unknown", row, "questions", value=word, year=rules.year)
            for word in row["no_codes"]
        ]
        tags = row["indicators"].split(",")
        for code in filter(None, row["questions"].split(",")):
            number = of_year[row["fiscal_year"]][code]
            if number is not None and not {str(number), rules.indicator(number).instrument} & set(tags):
                findings.append(
                    finding_of("question_tag_elsewhere", row, "questions", value=code, known=number)
                )
    return findings


_COMMON_ERA_AS_MONTH = re.compile(r"(?P<before>.*?)ค\.\s?ศ\.(?!\s*(?:19|20|๑๙|๒๐)\S{2})", re.DOTALL)


def _read_period(text: str, year: int) -> tuple[date | None, date | None, str]:
    """First and last day, and the code of a finding or ""."""
    if text == "":
        return None, None, ""
    try:
        start, end = thai.parse_period(text, int(year))
    except ValueError:
        misprint = _COMMON_ERA_AS_MONTH.match(text) is not None
        return None, None, "period_common_era" if misprint else "period_unreadable"
    first, last = thai.fiscal_year_bounds(int(year))
    return start, end, "period_outside_year" if start < first or end > last else ""


def _period_findings(frame: pd.DataFrame, codes: list[str]) -> list[Finding]:
    has_code = [bool(code) for code in codes]
    return [
        finding_of(
            code,
            row,
            "period",
            value=row["period"],
            year=row["fiscal_year"],
            meant=_COMMON_ERA_AS_MONTH.sub(r"\g<before>ต.ค.", row["period"]),
        )
        for row, code in zip(rows_of(frame[has_code]), filter(None, codes), strict=True)
    ]


def check_progress(raw: pd.DataFrame, agencies: pd.DataFrame, measures: pd.DataFrame) -> Checked:
    """Checks progress: each row belongs to an existing activity, each round comes once."""
    frame, findings = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "measure": cells.NUMBER,
            "activity": cells.NUMBER,
            "round": cells.ROUND,
            "status": cells.STATUS,
        },
    )
    frame, unknown = listed(frame, agencies)
    frame, unfit = fit(frame, "progress", raw)
    key = ["agency_id", "fiscal_year", "measure", "activity"]
    orphan = ~pd.MultiIndex.from_frame(frame[key]).isin(pd.MultiIndex.from_frame(measures[key]))
    orphans = [
        finding_of(
            "progress_without_measure", row, "measure", measure=row["measure"], activity=row["activity"]
        )
        for row in rows_of(frame[orphan])
    ]
    frame, repeated = once(
        frame[~orphan],
        [*key, "round"],
        [name for name in names("progress") if name not in (*key, "round")],
        _activity,
        "activity_contradicts",
    )
    return frame, findings + unknown + unfit + orphans + repeated
