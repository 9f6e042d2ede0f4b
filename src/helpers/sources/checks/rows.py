"""Checks that apply to every table: cells can be read, rows follow the schema, each row comes once.

Input frames hold text, and each row's place in ``at_file``, ``at_sheet`` and ``at_row``. Their index is
unique. Each check returns the rows that are used, which never include one with a finding of severity
``error``, and the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from helpers import framework, tables
from helpers.findings import Finding, Words, near, place
from helpers.headings import title_of
from helpers.sources.checks.cells import Cells, RefusedError, code_or_blank, year_or_none

MOST_NEAR = 20
"""For how many unknown codes the nearest is searched, as that compares each with every agency's."""

COPY = "at_copy"
"""Column that marks rows which a form may have printed itself; else blank."""

UNCHANGED = "at_unchanged"
"""Column that names the cells of such a row that are still as the form printed them, a blank between them."""

Checked = tuple[pd.DataFrame, list[Finding]]
Row = Mapping[str, Any]


def finding_of(code: str, row: Row, column: str = "", **values: object) -> Finding:
    """A finding about a row, with its place, agency and year."""
    return Finding(
        code,
        file=str(row["at_file"]),
        sheet=str(row["at_sheet"]),
        row=int(row["at_row"]),
        column=column,
        agency_id=code_or_blank(str(row.get("agency_id", ""))),
        fiscal_year=year_or_none(str(row.get("fiscal_year", ""))),
        values=values,
    )


def rows_of(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of a frame as dictionaries, one after the other."""
    if frame.empty:
        return
    names = [str(name) for name in frame.columns]
    for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def convert(raw: pd.DataFrame, columns: Mapping[str, Cells]) -> Checked:
    """Reads the cells of the named columns; leaves out rows with a refused cell."""
    frame = raw.copy()
    findings: list[Finding] = []
    good = np.ones(len(raw), dtype=bool)
    for column, cells in columns.items():
        # Columns repeat few values many times, so each value is read only once.
        codes, texts = pd.factorize(raw[column])
        values = np.empty(len(texts), dtype=object)
        refused: dict[int, RefusedError] = {}
        for number, text in enumerate(texts):
            try:
                if text == "" and cells.blank is ...:
                    raise RefusedError("value_missing")
                values[number] = cells.parse(text) if text else cells.blank
            except RefusedError as error:
                refused[number] = error
        frame[column] = pd.Series(values[codes], index=raw.index, dtype=object)
        if refused:
            bad = np.isin(codes, list(refused))
            good &= ~bad
            for code, row in zip(codes[bad], rows_of(raw[bad]), strict=True):
                why = refused[int(code)]
                findings.append(finding_of(why.code, row, column, value=row[column], **why.values))
    return frame[good].astype({column: cells.dtype for column, cells in columns.items()}), findings


def fit(frame: pd.DataFrame, table: str, raw: pd.DataFrame) -> Checked:
    """Leaves out rows that break a rule of the table's schema; the rule's name is the finding's code."""
    years = framework.years()
    findings: list[Finding] = []
    good = pd.Series(data=True, index=frame.index)
    for name, column in tables.SCHEMAS[table].columns.items():
        if name not in frame.columns:
            continue
        filled = frame.loc[good & frame[name].notna(), name]
        if column.rule and len(filled):
            broken = filled.index[~column.rule.holds(filled).to_numpy(dtype=bool)]
            good.loc[broken] = False
            for row in rows_of(raw.loc[broken]):
                findings.append(
                    finding_of(column.rule.error, row, name, value=row[name], first=years[0], last=years[-1])
                )
    return frame[good], findings


def listed(frame: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Leaves out rows of agencies that aren't in the list, with one finding per table, agency and year.

    If the list is empty, there are no findings here, as one about the list itself is enough.
    """
    is_listed = frame["agency_id"].isin(agencies["agency_id"])
    unknown = frame[~is_listed]
    if agencies.empty or unknown.empty:
        return frame[is_listed], []
    group = ["at_file", "at_sheet", "agency_id", "fiscal_year"]
    first = unknown.drop_duplicates(group)
    counts = unknown.groupby(group, dropna=False, sort=False).size()
    findings = [
        finding_of(
            "agency_unknown",
            row,
            "agency_id",
            value=row["agency_id"],
            count=int(count),
            near=near(row["agency_id"], agencies["agency_id"]) if place < MOST_NEAR else "",
        )
        for place, (row, count) in enumerate(zip(rows_of(first), counts, strict=True))
    ]
    return frame[is_listed], findings


def once(
    frame: pd.DataFrame,
    key: Sequence[str],
    facts: Sequence[str],
    in_words: Callable[[Row], Words],
    contradiction: str = "row_contradicts",
) -> Checked:
    """Keeps one row per key. Of rows that agree, the first is kept; rows that contradict are all left out.

    Repetitions become one finding for each pair of tables, contradictions one for each row. A row of a form
    that only fills in blanks of another row takes its place; its cells that nobody changed claim nothing.
    """
    keys = list(key)
    frame, renewed = _renewed(frame, keys, facts, in_words)
    frame = _without_completed(frame, keys, facts)
    repeated = frame[frame.duplicated(keys, keep=False)]
    if repeated.empty:
        return frame, renewed
    group = repeated.groupby(keys, dropna=False, sort=False).ngroup()
    saying = repeated.groupby(list(facts), dropna=False, sort=False).ngroup()
    agree = saying.groupby(group).transform("nunique") == 1

    again = repeated[agree & group.duplicated()]
    reported = again[again[COPY] == ""] if COPY in again.columns else again
    findings = renewed + _repetitions(repeated, group, reported, in_words)
    against = repeated.assign(group=group, saying=saying)[~agree]
    findings += _contradictions(against, facts, in_words, contradiction)
    return frame.drop(index=again.index.union(against.index)), findings


def _renewed(
    frame: pd.DataFrame, keys: list[str], facts: Sequence[str], in_words: Callable[[Row], Words]
) -> Checked:
    """Gives cells that a form still has as it printed them what other rows say: those were corrected since.

    One finding for each sheet of a form; and one where a file has other rows of the agency's year but says
    nothing of the cell: it may have been taken out there on purpose.
    """
    if UNCHANGED not in frame.columns or not frame[UNCHANGED].any():
        return frame, []
    where = {f"{name}_now": name for name in ("at_file", "at_sheet", "at_row")}
    names = " " + frame[UNCHANGED] + " "
    outdated: list[tuple[Row, str, Row]] = []
    alone: list[tuple[Row, str, Row]] = []
    renewed = frame.copy()
    result = pd.MultiIndex.from_frame(frame[["agency_id", "fiscal_year"]])
    elsewhere = result.isin(result[frame[COPY] == ""])
    for fact in facts:
        copied = names.str.contains(f" {fact} ", regex=False)
        filled = frame[fact].notna() & (frame[fact] != "")
        others = frame[~copied & filled].drop_duplicates(keys)
        pairs = frame[copied].assign(of_row=frame.index[copied])
        pairs = pairs.merge(others[[*keys, *where.values(), fact]], on=keys, suffixes=("", "_now"))
        unmatched = frame[copied & filled & elsewhere & ~frame.index.isin(pairs["of_row"])]
        alone += ((row, fact, row) for row in rows_of(unmatched))
        pairs = pairs[~(pairs[fact] == pairs[f"{fact}_now"]).fillna(False).astype(bool)]
        renewed.loc[pairs["of_row"], fact] = pairs[f"{fact}_now"].tolist()
        now = where | {f"{fact}_now": fact}
        outdated += zip(
            rows_of(pairs), [fact] * len(pairs), rows_of(pairs[list(now)].rename(columns=now)), strict=True
        )
    findings = _once_a_sheet("form_outdated", outdated, in_words)
    return renewed, findings + _once_a_sheet("form_alone", alone, in_words)


def _once_a_sheet(
    code: str, cells: list[tuple[Row, str, Row]], in_words: Callable[[Row], Words]
) -> list[Finding]:
    """A finding about the first of each sheet's cells: its row, its column, and the row that counts."""
    by_sheet: dict[tuple[str, str], list[tuple[Row, str, Row]]] = {}
    for each in cells:
        by_sheet.setdefault((each[0]["at_file"], each[0]["at_sheet"]), []).append(each)
    findings = []
    for of_sheet in by_sheet.values():
        row, fact, now_row = min(of_sheet, key=lambda each: int(each[0]["at_row"]))
        values = {
            "value": _quoted(row[fact]),
            "other": place(now_row["at_file"], now_row["at_sheet"], now_row["at_row"]),
            "other_value": _quoted(now_row[fact]),
            "count": len(of_sheet),
        }
        findings.append(finding_of(code, row, fact, what=in_words(row), **values))
    return findings


def _without_completed(frame: pd.DataFrame, keys: list[str], facts: Sequence[str]) -> pd.DataFrame:
    """Leaves out rows of which a form says the same and more: clerks get it with what is on file."""
    if COPY not in frame.columns or not (frame[COPY] == "form").any():
        return frame
    numbered = frame.assign(of_row=frame.index)
    pairs = numbered.merge(numbered[numbered[COPY] == "form"], on=keys, suffixes=("", "_form"))
    agrees, completes = (pd.Series(start, index=pairs.index) for start in (True, False))
    for fact in facts:
        blank, still_blank = (pairs[name].isna() | (pairs[name] == "") for name in (fact, f"{fact}_form"))
        agrees &= blank | (pairs[fact] == pairs[f"{fact}_form"]).fillna(False).astype(bool)
        completes |= blank & ~still_blank
    return frame[~frame.index.isin(pairs.loc[agrees & completes, "of_row"])]


def _repetitions(
    repeated: pd.DataFrame, group: pd.Series, again: pd.DataFrame, in_words: Callable[[Row], Words]
) -> list[Finding]:
    if again.empty:
        return []
    firsts = repeated[~group.duplicated()].set_axis(group[~group.duplicated()])
    origin = firsts.loc[group[again.index], ["at_file", "at_sheet", "at_row"]].set_axis(again.index)
    with_origin = again.assign(
        of_file=origin["at_file"], of_sheet=origin["at_sheet"], of_row=origin["at_row"]
    )
    tables_of = ["at_file", "at_sheet", "of_file", "of_sheet"]
    counts = with_origin.groupby(tables_of, sort=False).size()
    return [
        finding_of(
            "row_repeated",
            row,
            what=in_words(row),
            other=place(row["of_file"], row["of_sheet"], row["of_row"]),
            count=int(count),
        )
        for row, count in zip(rows_of(with_origin.drop_duplicates(tables_of)), counts, strict=True)
    ]


def _contradictions(
    against: pd.DataFrame, facts: Sequence[str], in_words: Callable[[Row], Words], code: str
) -> list[Finding]:
    """One finding for each row, which names the first row that contradicts it."""
    findings = []
    together = against.sort_values("group", kind="stable")
    for _, group in groupby(rows_of(together), key=lambda row: int(row["group"])):
        rows = list(group)
        first = rows[0]
        second = next(row for row in rows if row["saying"] != first["saying"])
        for row in rows:
            other = second if row["saying"] == first["saying"] else first
            corrects, corrected = (each.get(COPY) == "form" for each in (row, other))
            if corrected and not corrects and row in (first, second):
                continue  # the form's finding tells of both
            differing = [fact for fact in facts if not _equal(row[fact], other[fact])]
            findings.append(
                finding_of(
                    "form_corrects" if corrects and not corrected else code,
                    row,
                    differing[0],
                    what=in_words(row),
                    other=place(other["at_file"], other["at_sheet"], other["at_row"]),
                    value=_quoted(row[differing[0]]),
                    other_value=_quoted(other[differing[0]]),
                    also=_also(differing[1:]),
                )
            )
    return findings


def _also(columns: Sequence[str]) -> Words:
    """Further columns in which rows differ; empty if there are none."""
    if not columns:
        return Words("", "")
    return Words(f" (และช่อง {', '.join(map(title_of, columns))})", f" (and in {', '.join(columns)})")


def _equal(one: Any, other: Any) -> bool:  # noqa: ANN401 - cells of any type
    return bool(pd.isna(other)) if pd.isna(one) else bool(not pd.isna(other) and one == other)


def _quoted(value: Any) -> Words:  # noqa: ANN401 - a cell of any type
    if pd.isna(value) or value == "":
        return Words("(ว่าง)", "(blank)")
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    text = text if len(text) <= 60 else text[:59] + "…"
    return Words(f"“{text}”", f"“{text}”")


def read_once(
    frame: pd.DataFrame, columns: Sequence[str], read: Callable[..., tuple[Any, ...]]
) -> Iterable[tuple[Any, ...]]:
    """The results of ``read`` for each row's columns; each combination is read only once."""
    results: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for values in zip(*(frame[column] for column in columns), strict=True):
        if values not in results:
            results[values] = read(*values)
        yield results[values]


def together(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """One frame of text with places and exactly these columns; what a frame lacks is blank."""
    # Lists: frames put together one by one would take most of the time of a folder of small files.
    texts: dict[str, list[str]] = {name: [] for name in ("at_file", "at_sheet", COPY, UNCHANGED, *columns)}
    numbers: list[int] = []
    for frame in frames:
        numbers += frame["at_row"].tolist()
        for column, column_cells in texts.items():
            column_cells += frame[column].tolist() if column in frame.columns else [""] * len(frame)
    if not numbers:
        joined = pd.DataFrame(columns=list(texts), dtype="str")
    else:
        joined = pd.DataFrame({name: pd.Series(each, dtype="str") for name, each in texts.items()})
    return joined.assign(at_row=pd.Series(numbers, dtype="int64"))


def placed(frame: pd.DataFrame, file: str, sheet: str) -> pd.DataFrame:
    """Rows with the place of each: at_file, at_sheet, at_row."""
    if "at_row" in frame.columns:  # of a document, which says more
        return frame.assign(at_file=file).reset_index(drop=True)
    return frame.assign(at_file=file, at_sheet=sheet, at_row=frame.index).reset_index(drop=True)
