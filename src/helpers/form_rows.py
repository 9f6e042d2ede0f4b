"""The rows of an agency's form: what is on file of two years, and the cells that its papers still lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers import framework
from helpers.analysis import chance, checklist, documents, gaps
from helpers.columns import named

_DOCUMENT_OF = {round_: document for document, round_ in documents.ROUND_OF.items()}

TABLES = ("scores", "totals", "context", "questions", "measures", "progress", "offices", "checklist")


@dataclass(frozen=True)
class AgencyData:
    """The data on file of one agency: its rows of the tables in ``tables``."""

    agency_id: str = ""
    name: str = ""
    tables: Mapping[str, pd.DataFrame] | None = None

    def rows(self, table: str, years: Sequence[int]) -> list[dict[str, object]]:
        """The rows of a table of these years, in order."""
        frame = (self.tables or {}).get(table)
        if frame is None or frame.empty:
            return []
        frame = frame[frame["fiscal_year"].isin(list(years))]
        order = [
            name for name in ("fiscal_year", "indicator", "measure", "activity", "round") if name in frame
        ]
        return [
            {str(name): value for name, value in row.items()}
            for row in frame.sort_values(order).to_dict("records")
        ]


@dataclass(frozen=True)
class Row:
    """A row of the form: what is on file, and the columns that the agency's papers ask to be filled in."""

    values: Mapping[str, object]
    asked: frozenset[str] = frozenset()


def data_of(frames: Mapping[str, pd.DataFrame], agency_id: str, full_name: str) -> AgencyData:
    """The rows of one agency; with ``checklist`` among the frames its form says what is still lacking."""
    own = {name: frames[name][frames[name]["agency_id"] == agency_id] for name in TABLES if name in frames}
    return AgencyData(agency_id, full_name, own)


def newest_year(data: AgencyData) -> int | None:
    """The newest year with any data."""
    frames = [frame for name, frame in (data.tables or {}).items() if len(frame) and name != "checklist"]
    years = [int(frame["fiscal_year"].max()) for frame in frames if frame["fiscal_year"].notna().any()]
    return max(years, default=None)


def of_sheets(data: AgencyData, year: int) -> dict[str, list[Row]]:
    """The rows of each sheet (``sources.form.SHEETS``), of a year and the one before."""
    judged = (data.tables or {}).get("checklist")
    asked = set() if judged is None else gaps.cells(judged)
    rows = {
        "คะแนน": _scores(data, year),
        "ผู้ตอบแบบวัด": _respondents(data, year),
        "คะแนนรายข้อ": [_question(row) for row in data.rows("questions", [year - 1, year])],
        "มาตรการ": data.rows("measures", [year - 1, year]),
        "ผลการดำเนินการ": _progress(data, year, asked),
        "ส่วนราชการ": _offices(data, year, asked),
    }
    return {name: _marked(of_sheet, asked) for name, of_sheet in rows.items()}


def _marked(rows: Sequence[Mapping[str, object]], asked: set[gaps.Cell]) -> list[Row]:
    """The rows with what the papers ask of each, and with the form's words for choices."""
    marked: list[Row] = []
    begun: set[object] = set()
    for values in rows:
        year, measure, activity = (values.get(name) for name in ("fiscal_year", "measure", "activity"))
        document = _DOCUMENT_OF.get(str(values.get("round")), "") or str(values.get("document") or "annual")
        places = {"", f"{measure}.{activity}", str(values.get("indicator", "")).split(" ")[0]}
        # What is asked of a whole measure is asked once, in its first row.
        if (year, measure, document) not in begun:
            places.add(str(measure))
        begun.add((year, measure, document))
        columns = {
            column
            for column, of_year, of_document, place in asked
            if (of_year, place) == (year, place) and place in places and of_document in ("", document)
        }
        words = {
            name: word(name, str(value))
            for name, value in values.items()
            if name in ("instrument", "round", "status", "document")
        }
        marked.append(Row({**values, **words}, frozenset(columns & values.keys())))
    return marked


def word(column: str, choice: str) -> str:
    """The form's word for a choice as the tables hold it."""
    words = named(column).choices.get(choice)
    return words[0] if words else choice


def _scores(data: AgencyData, year: int) -> list[dict[str, object]]:
    """The total and the ten indicators of both years, filled in where known; the form's own year first."""
    scores = {
        (row["fiscal_year"], row["indicator"]): row["score"] for row in data.rows("scores", [year - 1, year])
    }
    totals = {row["fiscal_year"]: row for row in data.rows("totals", [year - 1, year])}
    rows: list[dict[str, object]] = []
    for each in (year, year - 1):
        if each not in framework.years():
            continue
        total = totals.get(each, {})
        rows.append(
            {
                "fiscal_year": each,
                "published_total": total.get("published_total"),
                "published_level": total.get("published_level"),
            }
        )
        for indicator in framework.for_year(each).indicators:
            score = scores.get((each, indicator.number))
            rows.append(
                {"fiscal_year": each, "indicator": indicator_name(each, indicator.number), "score": score}
            )
    return rows


def _respondents(data: AgencyData, year: int) -> list[dict[str, object]]:
    """How many answered each survey, or part of one, of both years; the form's own year first."""
    counts = {
        (row["fiscal_year"], row["part"]): str(int(float(str(row["value"]))))
        for row in data.rows("context", [year - 1, year])
        if row["what"] == "respondents"
    }
    surveys = [
        (each, part.lower())
        for each in (year, year - 1)
        if each in framework.years()
        for instrument in framework.for_year(each).instruments
        for part in framework.for_year(each).parts.get(instrument.id, (instrument.id,))
    ]
    return [
        {"fiscal_year": each, "instrument": part, "respondents": counts.get((each, part))}
        for each, part in surveys
        if part in chance.surveys()
    ]


def _question(row: Mapping[str, object]) -> dict[str, object]:
    """A question or item as it was given: a sub-line by its own code; only of parts is the survey named."""
    of_part = "_" in str(row["instrument"])
    given = {name: value for name, value in row.items() if name != "instrument" or of_part}
    number, year = row["indicator"], int(str(row["fiscal_year"]))
    whose = indicator_name(year, int(str(number))) if str(number).isdecimal() else ""
    return {**given, "indicator": whose, "code": row["sub"] or row["code"]}


def indicator_name(year: int, number: int) -> str:
    """An indicator as the form lists it."""
    return f"{number} {framework.for_year(year).indicator(number).name()}"


def _progress(data: AgencyData, year: int, asked: set[gaps.Cell]) -> list[dict[str, object]]:
    """The progress of the measures; what was not reported of a measure gets a row to fill in."""
    rows = data.rows("progress", [year])
    reported = {(row["measure"], row["activity"], row["round"]) for row in rows}
    for row in data.rows("measures", [year]):
        place = (row["measure"], row["activity"])
        key = {name: row[name] for name in ("fiscal_year", "measure", "activity")}
        lacking = [
            round_
            for document, round_ in documents.ROUND_OF.items()
            if ("result", year, document, f"{place[0]}.{place[1]}") in asked
            and (*place, round_) not in reported
        ]
        rows += [{**key, "round": round_, **dict.fromkeys(gaps.REPORTED)} for round_ in lacking]
        # A new measure, of which no paper asks anything yet, still needs a row to be reported in.
        if not lacking and not any((*place, round_) in reported for round_ in documents.ROUND_OF.values()):
            rows.append(key)
    return sorted(rows, key=lambda row: (int(str(row["measure"])), int(str(row["activity"]))))


def _offices(data: AgencyData, year: int, asked: set[gaps.Cell]) -> list[dict[str, object]]:
    """What heads the documents; an annual report's memo without any gets a row to fill in."""
    rows = data.rows("offices", [year - 1, year])
    has_memo = any(row["fiscal_year"] == year and row["document"] in ("", "annual") for row in rows)
    if not has_memo and ("office", year, "annual", "") in asked:
        rows.append({"fiscal_year": year, "document": "annual", **dict.fromkeys(checklist.MEMO)})
    return rows
