"""Problems in the input: where, what is wrong, and what to write instead, in Thai and English."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import pandas as pd

from helpers import headings, thai
from helpers.messages import WrongValueError, both

COLUMNS = (
    "file",
    "sheet",
    "row",
    "column",
    "agency_id",
    "fiscal_year",
    "severity",
    "code",
    "problem",
    "remedy",
    "problem_en",
    "remedy_en",
)
SEVERITIES = ("error", "warning", "note")

LONGEST_VALUE = 200
"""How much of a cell's text a finding quotes; enough to recognise the cell."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a finding's text in both languages."""

    th: str
    en: str


def place(file: str, sheet: str = "", row: int | None = None) -> Words:
    """A place in words, for findings that mention a second place."""
    th, en = [file], [file]
    if sheet:
        th.append(f"แผ่นงาน {sheet}")
        en.append(f"sheet {sheet}")
    if row is not None:
        th.append(f"แถวที่ {row}")
        en.append(f"row {row}")
    return Words(" ".join(th), ", ".join(en))


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``code`` is an entry of ``findings.toml``; ``values`` fill its text."""

    code: str
    file: str
    sheet: str = ""
    row: int | None = None
    """As a spreadsheet counts: the first row is 1."""
    column: str = ""
    agency_id: str = ""
    fiscal_year: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return str(catalogue()[self.code]["severity"])

    def text(self, language: str) -> tuple[str, str]:
        """What is wrong and what to write instead, in ``th`` or ``en``."""
        problem, remedy = catalogue()[self.code][language]
        column = thai.visible(headings.title_of(self.column) if language == "th" else self.column)
        values = {name: _in_words(value, language) for name, value in self.values.items()}
        nameless = "(ไม่มีหัวคอลัมน์)" if language == "th" else "(no heading)"
        values |= {"heading": values["heading"] or nameless} if "heading" in values else {}
        values["column"] = column or nameless
        values.setdefault("near", "")
        return problem.format_map(values).strip(), remedy.format_map(values)


def _in_words(value: object, language: str) -> str:
    text = (value.th if language == "th" else value.en) if isinstance(value, Words) else str(value)
    text = thai.visible(" ".join(text.split()))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, list[str]]]:
    """All codes with ``severity`` and the texts ``th`` and ``en`` (what is wrong, what to write)."""
    return tomllib.loads(files(__package__).joinpath("findings.toml").read_text(encoding="utf-8"))


def to_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Returns a DataFrame with ``COLUMNS``, one row per finding, sorted by place."""
    rows = []
    for finding in findings:
        problem, remedy = finding.text("th")
        problem_en, remedy_en = finding.text("en")
        rows.append(
            (
                thai.visible(finding.file),
                thai.visible(finding.sheet),
                finding.row,
                thai.visible(finding.column),
                finding.agency_id,
                finding.fiscal_year,
                finding.severity,
                finding.code,
                problem,
                remedy,
                problem_en,
                remedy_en,
            )
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = frame.astype(dict.fromkeys(COLUMNS, "str") | {"row": "Int64", "fiscal_year": "Int64"})
    frame = frame.drop_duplicates()  # a row read for two tables may be refused for both
    order = ["file", "sheet", "row", "column", "code", "problem"]
    return frame.sort_values(order, na_position="first", ignore_index=True)


MOST_PLACES = 8
"""How many further rows are listed after the first one of a cause."""


def by_cause(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per cause: the same problem of an agency in a file, at the first place it occurs.

    Takes and returns the columns of ``to_frame``, with ``count`` (cells or rows of the cause) and ``rows``
    (the first of their numbers, as text; "" for one alone). Errors come first, then by file and agency.
    """
    apart = frame["code"].map(lambda code: bool(catalogue()[code].get("apart")))
    key = ["severity", "file", "agency_id", "sheet", "code", "column"]
    cause = frame[key].assign(which=frame["problem"].where(apart, ""))
    groups = frame.groupby([cause[name] for name in cause], sort=False)
    number = groups.ngroup()
    first = frame[~number.duplicated()].assign(
        count=number.map(number.value_counts())[~number.duplicated()].astype("int64"),
        rows=[_rows(group) for _, group in frame["row"].groupby(number, sort=False)],
        gravity=frame["severity"].map(SEVERITIES.index),
    )
    order = ["gravity", "file", "agency_id"]
    return first.sort_values(order, kind="stable", ignore_index=True).drop(columns="gravity")


def _rows(numbers: pd.Series) -> str:
    every = list(dict.fromkeys(str(number) for number in numbers.dropna()))
    more = ", …" if len(every) > MOST_PLACES else ""
    return ", ".join(every[:MOST_PLACES]) + more if len(every) > 1 else ""


def near(text: str, choices: Iterable[str]) -> Words:
    """A question with the name nearest to what was written; empty if none is near."""
    # A lower cutoff offers other words, not slips of the same one.
    hit = difflib.get_close_matches(text, list(choices), 1, cutoff=0.75)
    return Words(f"หมายถึง “{hit[0]}” หรือไม่", f"(is “{hit[0]}” meant?)") if hit else Words("", "")


def check_choice(name: str, given: object, allowed: Sequence[str]) -> None:
    """Raises ``WrongValueError``, with the nearest right value, if the value isn't one of ``allowed``."""
    if given not in allowed:
        listed, meant = ", ".join(allowed), near(str(given), allowed)
        raise WrongValueError(
            both(
                f"{name} ต้องเป็นอย่างใดอย่างหนึ่งใน {listed} ไม่ใช่ {given!r} {meant.th}".rstrip(),
                f"{name} must be one of {listed}, not {given!r} {meant.en}".rstrip(),
            )
        )


def errors(frame: pd.DataFrame) -> pd.DataFrame:
    """The findings that keep a report from being made."""
    return frame[frame["severity"] == "error"]


def strict(frame: pd.DataFrame) -> pd.DataFrame:
    """The findings with every warning turned into an error, for ``ita check --strict``."""
    return frame.assign(severity=frame["severity"].mask(frame["severity"] == "warning", "error"))
