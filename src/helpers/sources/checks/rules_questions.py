"""Checks of scores by question and item, by themselves and against the indicators' scores."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from helpers import columns, decimals, thai
from helpers.findings import Finding, Words, place
from helpers.framework import questions
from helpers.sources.checks import cells
from helpers.sources.checks.cells import Cells, RefusedError
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

KEY = ["agency_id", "fiscal_year", "instrument", "code", "sub"]

_CODE = re.compile(r"(?:ข้อ(?:ที่)?)?([a-z]{1,3})-?0*([0-9]{1,4})")
_OTHER_SCHEME = re.compile(r"moit|(?<![a-z])eb\s*-?[0-9]|ebit|สถานศึกษา|โรงเรียน|อาชีวศึกษา", re.IGNORECASE)
_MARK_SCORES = dict.fromkeys("✓✔☑", "100") | dict.fromkeys("✗✘☒", "0")
"""Marks of an item that is checked: it is there or not. A question has an answer in between."""


def check(raw: pd.DataFrame, agencies: pd.DataFrame) -> Checked:
    """Checks scores by question: a code, a score, each once; tells whose question it is as far as known."""
    raw = raw[~raw["score"].isin(["", *cells.DASHES])]
    of_other_scheme = (raw["code"] + " " + raw["text"]).str.contains(_OTHER_SCHEME).astype(bool)
    findings = [
        finding_of(
            "question_of_another_scheme", row, "code", value=f"{row['code']} {row['text']}".strip()[:80]
        )
        for row in rows_of(raw[of_other_scheme])
    ]
    raw = raw[~of_other_scheme]
    items = raw["code"].str.match(r"\s*(?:ข้อ)?\s*[oO]").astype(bool)
    raw = raw.assign(score=raw["score"].mask(items, raw["score"].replace(_MARK_SCORES)))
    frame, refused = convert(
        raw,
        {
            "agency_id": cells.AGENCY_ID,
            "fiscal_year": cells.FISCAL_YEAR,
            "code": Cells(code_of, "str"),
            "score": Cells(cells.score, "float64"),
            "indicator": Cells(cells.indicator, "Int64", blank=pd.NA),
            "instrument": Cells(cells.INSTRUMENT.parse, "str", blank=""),
            "respondents": Cells(cells.COUNT.parse, "Int64", blank=pd.NA),
        },
    )
    frame, unlisted = listed(frame, agencies)
    frame, unfit = fit(frame, "questions", raw)
    frame = frame.assign(score=decimals.from_units(decimals.to_units(frame["score"])))
    frame, doubts = _placed(frame)
    doubts += [*_neither_nor(frame), *_other_texts(frame), *_one_text_twice(frame)]
    frame, repeated = once(frame, KEY, ["score"], _in_words)
    return frame, findings + refused + unlisted + unfit + doubts + repeated


def _in_words(row: Row) -> Words:
    code, year, agency_id = row["sub"] or row["code"], row["fiscal_year"], row["agency_id"]
    return Words(
        f"คะแนนข้อ {code} ปี {year} ของหน่วยงานรหัส {agency_id}",
        f"the score of {code}, {year}, agency {agency_id}",
    )


def code_of(text: str) -> str:
    """A code as it is kept: i7 for "ข้อ I-07". Raises ``RefusedError`` where it is none."""
    bare = _CODE.fullmatch(re.sub(r"[\s.]", "", thai.to_arabic_digits(text)).casefold())
    if bare is None:
        raise RefusedError("question_code_unreadable")
    return bare[1] + bare[2]


def _placed(frame: pd.DataFrame) -> Checked:
    """Adds instrument, sub-line and indicator as far as they are known."""
    placed = list(read_once(frame, ["fiscal_year", "code", "instrument", "indicator"], _place))
    names = ["instrument", "code", "sub", "indicator", "known", "of"]
    whose = pd.DataFrame(placed, columns=names, index=frame.index)
    findings = [
        finding_of(
            "question_of_another_indicator",
            row,
            "indicator",
            value=row["code"],
            said=row["indicator"],
            known=row["of"],
        )
        for row in rows_of(frame.assign(of=whose["of"])[(whose["of"] != 0) & whose["known"]])
    ]
    unknown = frame[~whose["known"].astype(bool)]
    counts = unknown.groupby(["at_file", "at_sheet", "agency_id", "fiscal_year"], sort=False)["code"]
    firsts = unknown.loc[[rows.index[0] for _, rows in counts]]
    findings += [
        finding_of(
            "question_unknown", row, "code", value=row["code"], year=row["fiscal_year"], count=len(rows)
        )
        for row, (_, rows) in zip(rows_of(firsts), counts, strict=True)
    ]
    types: dict[str, Any] = {"instrument": "str", "code": "str", "sub": "str", "indicator": "Int64"}
    return frame.assign(**{name: whose[name].astype(dtype) for name, dtype in types.items()}), findings


def _place(year: int, code: str, instrument: str, stated: Any) -> tuple[Any, ...]:  # noqa: ANN401 - or missing
    """Instrument, code, sub-line, indicator; whether the year has the code; its indicator if that differs.

    A code of three or four digits that its year does not have is a sub-line: i301 of i3.
    """
    of_year = questions.of_year(int(year))
    whole = questions.whole(code, of_year)
    code, sub = whole, "" if code == whole else code
    question = of_year.get(code)
    instrument = instrument or questions.instrument_of(code, int(year)).lower()
    own = question.indicator if question else None
    indicator = own if pd.isna(stated) else stated
    other = own if own is not None and indicator != own else 0
    return instrument, code, sub, pd.NA if indicator is None else indicator, question is not None, other


def _neither_nor(frame: pd.DataFrame) -> Iterator[Finding]:
    """Items that are checked have 0 or 100; one with anything in between may be of another list."""
    checked = ~frame["instrument"].isin(["", *columns.choices("instrument")]) & (frame["sub"] == "")
    for row in rows_of(frame[checked & ~frame["score"].isin([0, 100])]):
        yield finding_of("item_between", row, "score", value=row["code"], score=f"{row['score']:.2f}")


SHEET = ["at_file", "at_sheet", "agency_id"]


def _other_texts(frame: pd.DataFrame) -> Iterator[Finding]:
    """Rows whose text is another than most rows of the same code and year print: one a sheet."""
    texts = frame[frame["text"] != ""]
    texts = texts.assign(plain=texts["text"].map(_plain))
    for _, rows in texts.groupby(["fiscal_year", "instrument", "code", "sub"], sort=False):
        counts = rows["plain"].value_counts(sort=False)
        usual = str(counts.idxmax())
        others = {text for text in counts.index if not _alike(str(text), usual)}
        if others:
            first = next(rows_of(rows[rows["plain"] == usual]))
            for _, own in rows[rows["plain"].isin(others)].groupby(SHEET, sort=False):
                row = next(rows_of(own))
                where = place(first["at_file"], first["at_sheet"], first["at_row"])
                values = {"value": row["sub"] or row["code"], "year": row["fiscal_year"], "other": where}
                values |= {"text": _short(row["text"]), "other_text": _short(first["text"])}
                yield finding_of("question_text_differs", row, "text", **values)


def _one_text_twice(frame: pd.DataFrame) -> Iterator[Finding]:
    """Two questions of one agency and year with the same text: one of them has the other's."""
    texts = frame[(frame["sub"] == "") & (frame["text"].str.len() >= LONG_ENOUGH)]
    texts = texts.assign(plain=texts["text"].map(_plain))
    for _, rows in texts.groupby(["agency_id", "fiscal_year", "instrument", "plain"], sort=False):
        named = rows.drop_duplicates("code")
        if len(named) > 1:
            row = list(rows_of(named))[1]
            values = {"value": row["code"], "other": named["code"].iloc[0], "text": _short(row["text"])}
            yield finding_of("question_text_twice", row, "text", **values)


COMPARED = 200
"""So many letters of a text are compared: to compare long ones whole would take long."""
LONG_ENOUGH = 12
"""Letters of a text that is a question's own; shorter ones may be a heading's word."""
ALIKE = 0.75
"""From here on two texts are one, typed or shortened otherwise (``difflib``'s ratio; our own mark)."""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", thai.to_arabic_digits(text)).casefold()[:COMPARED]


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:MOST]) + (" …" if len(codes) > MOST else "")


MOST = 6
"""How many codes a finding lists."""


def compare(frame: pd.DataFrame, scores: pd.DataFrame) -> list[Finding]:
    """Findings for indicators of which some questions are on file, or all with a mean that misses the score.

    By more than 0.01, as both are rounded. Parts of a survey are left alone: how they make one is not known.
    """
    of_indicators = frame[
        (frame["sub"] == "") & frame["indicator"].notna() & ~frame["instrument"].str.contains("_")
    ]
    scores_by_key = scores.set_index(["agency_id", "fiscal_year", "indicator"])["score"].to_dict()
    findings = []
    for (agency_id, of_year, number), rows in of_indicators.groupby(
        ["agency_id", "fiscal_year", "indicator"]
    ):
        year, indicator = int(str(of_year)), int(str(number))
        score = scores_by_key.get((agency_id, year, indicator))
        shares = {
            code: each.share for code, each in questions.of_year(year).items() if each.indicator == indicator
        }
        missing = [code for code in shares if code not in set(rows["code"])]
        if missing and len(missing) < len(shares):
            values = {"indicator": indicator, "year": year, "codes": _listed(missing)}
            findings.append(finding_of("questions_incomplete", next(rows_of(rows)), "code", **values))
        if score is None or set(shares) != set(rows["code"]):
            continue
        units = zip(rows["code"], decimals.to_units(rows["score"]), strict=True)
        mean = sum(shares[code] * int(unit) for code, unit in units)
        if abs(mean - round(score * 100)) > decimals.AGREES_WITHIN:
            values = {
                "indicator": indicator,
                "year": year,
                "mean": f"{float(mean) / 100:.2f}",
                "score": f"{score:.2f}",
            }
            findings.append(finding_of("questions_disagree", next(rows_of(rows)), "score", **values))
    return findings
