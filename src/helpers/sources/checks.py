"""Rows of text to typed rows that fit ``tables``; every row that does not becomes a finding.

Input frames hold text; beside their columns they say where each row stands in ``at_file``,
``at_sheet`` and ``at_row``. Their index is unique. Each check returns the rows that are used, typed,
and the findings; a row with a finding of severity ``error`` is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from helpers import decimals, framework, headings, tables, thai
from helpers.findings import Finding, Words, place

Checked = tuple[pd.DataFrame, list[Finding]]
Row = Mapping[str, Any]

AGREES_WITHIN = 1
"""Hundredths by which a recomputed total may differ from the published one (methodology, "Totals")."""

_DASHES = {"-", "–", "—", "−"}


class _RefusedError(ValueError):
    """A cell's text is not what its column holds."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def code_or_blank(text: str) -> str:
    """An agency's code in Arabic digits; "" where the text cannot be one."""
    text = thai.to_arabic_digits(text)
    return text if re.fullmatch(tables.AGENCY_ID, text) else ""


def _finding(code: str, row: Row, column: str = "", **values: object) -> Finding:
    return Finding(
        code,
        file=str(row["at_file"]),
        sheet=str(row["at_sheet"]),
        row=int(row["at_row"]),
        column=column,
        agency_id=code_or_blank(str(row.get("agency_id", ""))),
        fiscal_year=_year_or_none(str(row.get("fiscal_year", ""))),
        values=values,
    )


@lru_cache(maxsize=1024)
def _year_or_none(text: str) -> int | None:
    try:
        return thai.parse_fiscal_year(text)
    except ValueError:
        return None


def rows_of(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of a frame as dictionaries, one after the other."""
    if frame.empty:
        return
    names = [str(name) for name in frame.columns]
    for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True):
        yield dict(zip(names, values, strict=True))


# ------------------------------------------------------------------ cells
def _agency_id(text: str) -> str:
    code = code_or_blank(text)
    if not code:
        raise _RefusedError("agency_id_malformed")
    return code


def _fiscal_year(text: str) -> int:
    try:
        return thai.parse_fiscal_year(text)
    except ValueError as error:
        meant = _less_543(text)
        if meant is None:
            raise _RefusedError("year_unreadable") from error
        raise _RefusedError("year_added_twice", meant=meant) from error


def _less_543(text: str) -> int | None:
    """The year that 543 was added to twice, such as 2562 for 3105."""
    digits = re.fullmatch(r"\D*([0-9]{4})", thai.to_arabic_digits(text))
    return _year_or_none(str(int(digits[1]) - 543)) if digits else None


def _score(text: str) -> float:
    try:
        return float(thai.parse_number(text))
    except ValueError as error:
        raise _RefusedError("number_unreadable") from error


def _whole(text: str) -> int:
    try:
        number = thai.parse_number(text)
    except ValueError as error:
        raise _RefusedError("measure_number") from error
    if number != int(number) or abs(number) > tables.MOST_MEASURES:
        raise _RefusedError("measure_number")
    return int(number)


_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?:ที่)?)?(?P<number>[0-9]{1,3})?[.):]*(?P<name>\D*)")


@lru_cache(maxsize=1)
def _indicators_by_name() -> dict[str, int]:
    """Every name that an indicator has in any year, without blanks."""
    every = (indicator for year in framework.years() for indicator in framework.for_year(year).indicators)
    return {_bare(name): indicator.number for indicator in every for name in indicator.names}


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", thai.to_arabic_digits(text))


def _indicator(text: str) -> int:
    """An indicator by its number, its name, or both where they agree."""
    parts = _INDICATOR.fullmatch(_bare(text))
    if parts is None:
        raise _RefusedError("indicator_unknown")
    meant = set()
    if parts["number"]:
        meant.add(int(parts["number"]))
    if parts["name"]:
        meant.add(_indicators_by_name().get(parts["name"], 0))
    if len(meant) != 1 or 0 in meant:
        raise _RefusedError("indicator_unknown")
    return meant.pop()


def _choice(column: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        choice = headings.choice_of(column, text)
        if choice is None:
            words = ", ".join(word for word in headings.CHOICES[column] if word)
            raise _RefusedError("choice_unknown", choices=words)
        return choice

    return parse


@dataclass(frozen=True)
class _Cells:
    """How a column's cells are read. A blank cell is a finding, unless ``blank`` is its value."""

    parse: Callable[[str], Any]
    dtype: str
    blank: Any = ...


_AGENCY_ID = _Cells(_agency_id, "str")
_FISCAL_YEAR = _Cells(_fiscal_year, "int64")
_NUMBER = _Cells(_whole, "int64")
_TEXT = _Cells(str, "str")
# Pages print the kind before the name; and อำเภอเมือง and เมือง of one province are one district.
_DISTRICT = _Cells(lambda text: re.sub(r"^(?:อำเภอ|อ\.|เขต)\s*(?=\S)", "", text), "str", blank="")
_PROVINCE = _Cells(lambda text: re.sub(r"^(?:จังหวัด|จ\.)\s*(?=\S)", "", text), "str", blank="")
_STATUS = _Cells(_choice("status"), "str", blank="")
_ROUND = _Cells(_choice("round"), "str")
_DOCUMENT = _Cells(_choice("document"), "str", blank="")


def _convert(raw: pd.DataFrame, columns: Mapping[str, _Cells]) -> Checked:
    """Reads the cells of the named columns; leaves out every row with a cell that is refused."""
    frame = raw.copy()
    findings: list[Finding] = []
    good = np.ones(len(raw), dtype=bool)
    for column, cells in columns.items():
        # A column repeats few values many times: each is read once.
        codes, texts = pd.factorize(raw[column])
        values = np.empty(len(texts), dtype=object)
        refused: dict[int, _RefusedError] = {}
        for number, text in enumerate(texts):
            try:
                if text == "" and cells.blank is ...:
                    raise _RefusedError("value_missing")
                values[number] = cells.parse(text) if text else cells.blank
            except _RefusedError as error:
                refused[number] = error
        frame[column] = pd.Series(values[codes], index=raw.index, dtype=object)
        if refused:
            bad = np.isin(codes, list(refused))
            good &= ~bad
            for code, row in zip(codes[bad], rows_of(raw[bad]), strict=True):
                why = refused[int(code)]
                findings.append(_finding(why.code, row, column, value=row[column], **why.values))
    return frame[good].astype({column: cells.dtype for column, cells in columns.items()}), findings


# ------------------------------------------------------------------ rows
def _fit(frame: pd.DataFrame, table: str, raw: pd.DataFrame) -> Checked:
    """Leaves out the rows that break a rule of the table's schema, whose name is the finding's code."""
    years = framework.years()
    findings: list[Finding] = []
    good = pd.Series(data=True, index=frame.index)
    for name, column in tables.SCHEMAS[table].columns.items():
        if name not in frame.columns:
            continue
        for check in column.checks:
            filled = frame.loc[good & frame[name].notna(), name]
            holds = check(filled).check_output
            broken = filled.index[~holds.to_numpy(dtype=bool)] if len(filled) else filled.index
            good.loc[broken] = False
            for row in rows_of(raw.loc[broken]):
                findings.append(
                    _finding(check.error, row, name, value=row[name], first=years[0], last=years[-1])
                )
    return frame[good], findings


def _known(frame: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Leaves out the rows of agencies that are not in the list; one finding a table, agency and year.

    Without any agency the list itself is what is wrong, and that is said once, elsewhere.
    """
    known = frame["agency_id"].isin(agencies["agency_id"])
    unknown = frame[~known]
    if agencies.empty or unknown.empty:
        return frame[known], []
    group = ["at_file", "at_sheet", "agency_id", "fiscal_year"]
    first = unknown.drop_duplicates(group)
    counts = unknown.groupby(group, dropna=False, sort=False).size()
    findings = [
        _finding("agency_unknown", row, "agency_id", value=row["agency_id"], count=int(count))
        for row, count in zip(rows_of(first), counts, strict=True)
    ]
    return frame[known], findings


def _once(
    frame: pd.DataFrame,
    key: Sequence[str],
    facts: Sequence[str],
    what: Callable[[Row], Words],
    contradiction: str = "row_contradicts",
) -> Checked:
    """Keeps one row per key. Rows that agree are said again in vain; rows that do not are all left out.

    What is repeated becomes one finding for each pair of tables; what contradicts, one for each row.
    """
    keys = list(key)
    repeated = frame[frame.duplicated(keys, keep=False)]
    if repeated.empty:
        return frame, []
    group = repeated.groupby(keys, dropna=False, sort=False).ngroup()
    saying = repeated.groupby(list(facts), dropna=False, sort=False).ngroup()
    agree = saying.groupby(group).transform("nunique") == 1

    again = repeated[agree & group.duplicated()]
    findings = _repetitions(repeated, group, again, what)
    against = repeated.assign(group=group, saying=saying)[~agree]
    findings += _contradictions(against, facts, what, contradiction)
    return frame.drop(index=again.index.union(against.index)), findings


def _repetitions(
    repeated: pd.DataFrame, group: pd.Series, again: pd.DataFrame, what: Callable[[Row], Words]
) -> list[Finding]:
    if again.empty:
        return []
    firsts = repeated[~group.duplicated()].set_axis(group[~group.duplicated()])
    origin = firsts.loc[group[again.index], ["at_file", "at_sheet", "at_row"]].set_axis(again.index)
    both = again.assign(of_file=origin["at_file"], of_sheet=origin["at_sheet"], of_row=origin["at_row"])
    tables_of = ["at_file", "at_sheet", "of_file", "of_sheet"]
    counts = both.groupby(tables_of, sort=False).size()
    return [
        _finding(
            "row_repeated",
            row,
            what=what(row),
            other=place(row["of_file"], row["of_sheet"], row["of_row"]),
            count=int(count),
        )
        for row, count in zip(rows_of(both.drop_duplicates(tables_of)), counts, strict=True)
    ]


def _contradictions(
    against: pd.DataFrame, facts: Sequence[str], what: Callable[[Row], Words], code: str
) -> list[Finding]:
    """One finding for each row, which names the first other row that says something else."""
    findings = []
    together = against.sort_values("group", kind="stable")
    for _, group in groupby(rows_of(together), key=lambda row: int(row["group"])):
        rows = list(group)
        first = rows[0]
        second = next(row for row in rows if row["saying"] != first["saying"])
        for row in rows:
            other = second if row["saying"] == first["saying"] else first
            differing = [fact for fact in facts if not _equal(row[fact], other[fact])]
            findings.append(
                _finding(
                    code,
                    row,
                    differing[0],
                    what=what(row),
                    other=place(other["at_file"], other["at_sheet"], other["at_row"]),
                    value=_said(row[differing[0]]),
                    other_value=_said(other[differing[0]]),
                )
            )
    return findings


def _equal(one: Any, other: Any) -> bool:  # noqa: ANN401 - cells of any type
    return bool(pd.isna(other)) if pd.isna(one) else bool(not pd.isna(other) and one == other)


def _said(value: Any) -> Words:  # noqa: ANN401 - a cell of any type
    if pd.isna(value) or value == "":
        return Words("(ว่าง)", "(blank)")
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    text = text if len(text) <= 60 else text[:59] + "…"
    return Words(f"“{text}”", f"“{text}”")


def _read_once(
    frame: pd.DataFrame, columns: Sequence[str], read: Callable[..., tuple[Any, ...]]
) -> Iterable[tuple[Any, ...]]:
    """What ``read`` makes of the columns, row by row; each combination is read only once."""
    results: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for values in zip(*(frame[column] for column in columns), strict=True):
        if values not in results:
            results[values] = read(*values)
        yield results[values]


# ------------------------------------------------------------------ tables
def check_agencies(raw: pd.DataFrame) -> Checked:
    """Rows of ``agencies.csv``: codes that can be file names of their own, each once, each with a name."""
    frame, findings = _convert(
        raw, {"agency_id": _AGENCY_ID, "name": _TEXT, "district": _DISTRICT, "province": _PROVINCE}
    )
    frame, more = _once(
        frame,
        ["agency_id"],
        ["name", "type", "district", "province"],
        lambda row: Words(f"หน่วยงานรหัส {row['agency_id']}", f"the agency {row['agency_id']}"),
    )
    frame, alike = _apart_by_more_than_case(frame)
    return frame, findings + more + alike


def _apart_by_more_than_case(agencies: pd.DataFrame) -> Checked:
    """Leaves out agencies whose codes would be one file name where letter case does not count."""
    folded = agencies["agency_id"].str.casefold()
    alike = agencies.assign(folded=folded)[folded.duplicated(keep=False)]
    findings = []
    for _, group in alike.groupby("folded", sort=False):
        codes = group["agency_id"].tolist()
        for row in rows_of(group):
            other = next(code for code in codes if code != row["agency_id"])
            findings.append(
                _finding("agency_id_letter_case", row, "agency_id", value=row["agency_id"], other=other)
            )
    return agencies.drop(index=alike.index), findings


def check_sources(raw: pd.DataFrame, files: Collection[str]) -> Checked:
    """Rows of ``sources.csv`` whose file is among ``files``, each file once; code and year may be blank."""
    frame, findings = _convert(
        raw,
        {
            "file": _TEXT,
            "agency_id": _Cells(_agency_id, "str", blank=""),
            "fiscal_year": _Cells(_fiscal_year, "Int64", blank=None),
        },
    )
    absent = ~frame["file"].isin(list(files))
    findings += [
        _finding("source_without_file", row, "file", value=row["file"]) for row in rows_of(frame[absent])
    ]
    frame, repeated = _once(
        frame[~absent],
        ["file"],
        ["agency_id", "fiscal_year", "kind", "publisher", "title", "url", "retrieved", "note"],
        lambda row: Words(f"แฟ้ม {row['file']}", f"the file {row['file']}"),
    )
    return frame, findings + repeated


def check_scores(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Scores of indicators: a known agency, a year of the framework, 1 to 10, 0.00 to 100.00, each once."""
    blank = raw["score"].isin(["", *_DASHES])
    blanks = [_finding("score_blank", row, "score") for row in rows_of(raw[blank])]
    raw = raw[~blank]
    frame, findings = _convert(
        raw,
        {
            "agency_id": _AGENCY_ID,
            "fiscal_year": _FISCAL_YEAR,
            "indicator": _Cells(_indicator, "int64"),
            "score": _Cells(_score, "float64"),
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "scores", raw)
    frame, rounded = _two_decimals(frame, "score")
    frame, repeated = _once(
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
        _finding("score_rounded", row, column, value=row[column], used=f"{row['rounded']:.2f}")
        for row in rows_of(both)
    ]
    return frame.assign(**{column: rounded}), findings


def check_totals(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Published totals and levels, each agency and year once; either may be blank."""
    raw = raw.assign(published_total=raw["published_total"].mask(raw["published_total"].isin(_DASHES), ""))
    frame, findings = _convert(
        raw,
        {
            "agency_id": _AGENCY_ID,
            "fiscal_year": _FISCAL_YEAR,
            "published_total": _Cells(_score, "float64", blank=None),
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "totals", raw)
    frame, rounded = _two_decimals(frame, "published_total")
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year"],
        ["published_total", "published_level"],
        lambda row: Words(
            f"คะแนนรวมปี {row['fiscal_year']} ของหน่วยงานรหัส {row['agency_id']}",
            f"the total of {row['fiscal_year']}, agency {row['agency_id']}",
        ),
    )
    return frame, findings + unknown + unfit + rounded + _levels(frame) + repeated


def _levels(totals: pd.DataFrame) -> list[Finding]:
    """Levels that the rules of their year do not have; a year without steps has none to compare."""
    known = _read_once(totals, ["fiscal_year", "published_level"], _level_known)
    odd = [not fine for (fine,) in known]
    return [
        _finding(
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


def check_measures(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Measures: numbered, titled, each activity once; periods read where they can be.

    Adds ``period_start`` and ``period_end`` (missing where the period is blank or cannot be read);
    ``indicators`` becomes numbers and instruments with commas between them.
    """
    frame, findings = _convert(
        raw,
        {
            "agency_id": _AGENCY_ID,
            "fiscal_year": _FISCAL_YEAR,
            "measure": _NUMBER,
            "activity": _NUMBER,
            "title": _TEXT,
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "measures", raw)
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year", "measure", "activity"],
        ["title", "step", "responsible", "period", "monitoring", "indicators"],
        _activity,
        "activity_contradicts",
    )
    tags = list(_read_once(frame, ["indicators", "fiscal_year"], _read_tags))
    periods = list(_read_once(frame, ["period", "fiscal_year"], _read_period))
    findings += unknown + unfit + repeated
    findings += _tag_findings(frame, [unread for _, unread in tags])
    findings += _period_findings(frame, [code for _, _, code in periods])
    findings += _numbering(frame)
    starts, ends = [start for start, _, _ in periods], [end for _, end, _ in periods]
    frame = frame.assign(
        indicators=pd.Series([known for known, _ in tags], index=frame.index, dtype="str"),
        period_start=pd.Series(starts, index=frame.index, dtype="datetime64[ns]"),
        period_end=pd.Series(ends, index=frame.index, dtype="datetime64[ns]"),
    )
    return frame, findings


def _numbering(frame: pd.DataFrame) -> list[Finding]:
    """For each year of an agency whether its measures are numbered 1, 2, 3 …: print does so."""
    by_year = frame.groupby(["agency_id", "fiscal_year"], sort=False)["measure"]
    gaps = frame[by_year.transform("max") != by_year.transform("nunique")]
    found = []
    for _, rows in gaps.groupby(["agency_id", "fiscal_year"], sort=False):
        numbers = sorted(set(rows["measure"]))
        values = {"numbers": ", ".join(map(str, numbers)), "count": len(numbers)}
        found.append(_finding("measure_numbers_apart", next(iter(rows_of(rows))), "measure", **values))
    return found


def _activity(row: Row) -> Words:
    """A measure's activity in words, with the round where it is about progress."""
    th = f"มาตรการที่ {row['measure']} กิจกรรมที่ {row['activity']}"
    en = f"measure {row['measure']}, activity {row['activity']}"
    return (
        Words(f"{th} รอบ {row['round']}", f"{en}, round {row['round']}") if "round" in row else Words(th, en)
    )


def _read_tags(text: str, year: int) -> tuple[str, tuple[str, ...]]:
    """Numbers and instruments that a measure names, joined by commas; and the words that are neither."""
    rules = framework.for_year(int(year))
    instruments = {instrument.id for instrument in rules.instruments}
    by_name = _indicators_by_name()
    known, unread = [], []
    text = re.sub(r"ตัวชี้วัด(ที่)?(?=\s*[0-9])", " ", thai.to_arabic_digits(text))
    for word in re.split(r"[,;/\s]+", text):
        number = int(word) if re.fullmatch("[0-9]{1,2}", word) else by_name.get(word)
        if word.upper() in instruments:
            known.append(word.upper())
        elif number in rules.numbers:
            known.append(str(number))
        elif word:
            unread.append(word)
    return ",".join(dict.fromkeys(known)), tuple(unread)


def _tag_findings(frame: pd.DataFrame, unread: list[tuple[str, ...]]) -> list[Finding]:
    odd = [bool(words) for words in unread]
    return [
        _finding("indicator_tag_unknown", row, "indicators", value=word)
        for row, words in zip(rows_of(frame[odd]), filter(None, unread), strict=True)
        for word in words
    ]


_COMMON_ERA_AS_MONTH = re.compile(r"(?P<before>.*?)ค\.\s?ศ\.(?!\s*(?:19|20|๑๙|๒๐)\S{2})", re.DOTALL)


def _read_period(text: str, year: int) -> tuple[date | None, date | None, str]:
    """First and last day, and the code of a finding; "" where there is none."""
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
    odd = [bool(code) for code in codes]
    return [
        _finding(
            code,
            row,
            "period",
            value=row["period"],
            year=row["fiscal_year"],
            meant=_COMMON_ERA_AS_MONTH.sub(r"\g<before>ต.ค.", row["period"]),
        )
        for row, code in zip(rows_of(frame[odd]), filter(None, codes), strict=True)
    ]


def check_progress(raw: pd.DataFrame, agencies: pd.DataFrame, measures: pd.DataFrame) -> Checked:
    """What became of measures: of an activity that exists, each round once."""
    frame, findings = _convert(
        raw,
        {
            "agency_id": _AGENCY_ID,
            "fiscal_year": _FISCAL_YEAR,
            "measure": _NUMBER,
            "activity": _NUMBER,
            "round": _ROUND,
            "status": _STATUS,
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, unfit = _fit(frame, "progress", raw)
    key = ["agency_id", "fiscal_year", "measure", "activity"]
    orphan = ~pd.MultiIndex.from_frame(frame[key]).isin(pd.MultiIndex.from_frame(measures[key]))
    orphans = [
        _finding("progress_without_measure", row, "measure", measure=row["measure"], activity=row["activity"])
        for row in rows_of(frame[orphan])
    ]
    frame, repeated = _once(
        frame[~orphan],
        [*key, "round"],
        ["status", "result", "outcome", "problems", "suggestions", "remark", "evidence"],
        _activity,
        "activity_contradicts",
    )
    return frame, findings + unknown + unfit + orphans + repeated


def check_offices(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """What a memo needs, per agency and, if the file says so, per year and document."""
    frame, findings = _convert(
        raw,
        {
            "agency_id": _AGENCY_ID,
            "fiscal_year": _Cells(_fiscal_year, "Int64", blank=None),
            "document": _DOCUMENT,
        },
    )
    frame, unknown = _known(frame, agencies)
    frame, repeated = _once(
        frame,
        ["agency_id", "fiscal_year", "document"],
        ["office", "addressee", "document_number", "date", "subject", "telephone", "opinions"],
        lambda row: Words(
            f"ข้อมูลส่วนราชการของหน่วยงานรหัส {row['agency_id']}", f"the office of agency {row['agency_id']}"
        ),
    )
    return frame, findings + unknown + repeated


def compare_totals(totals: pd.DataFrame, scores: pd.DataFrame, places: pd.DataFrame) -> list[Finding]:
    """Published against recomputed, and years with some of the ten scores only.

    ``totals`` as in ``tables``; ``places`` says where a published total stands: agency_id,
    fiscal_year, at_file, at_sheet, at_row. The allowance of 0.01 is in methodology, "Totals".
    """
    merged = totals.merge(places, on=["agency_id", "fiscal_year"])
    gap = decimals.to_units(merged["published_total"]) - decimals.to_units(merged["computed_total"])
    apart = (gap.abs() > AGREES_WITHIN).fillna(False).astype(bool)
    findings = [
        _finding(
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
        _finding(
            "level_disagrees",
            row,
            "published_level",
            value=row["published_level"],
            derived=row["level"],
        )
        for row in rows_of(merged[both & (merged["published_level"] != merged["level"])])
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
