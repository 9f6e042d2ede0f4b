"""Which reports there are to make: one job per agency, year and document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import pandas as pd

from helpers import facts, findings, framework, thai
from helpers.analysis import documents
from helpers.analysis.documents import KEY
from helpers.choices import Document, Language
from helpers.messages import both
from helpers.narrative import checklist as words

MOST_REASONS = 10
"""How many errors a refusal lists. There may be thousands, and the findings list them all."""


@dataclass(frozen=True)
class Selection:
    """What to make: None means all. ``year`` None means each agency's newest fiscal year.

    With ``any_of`` it is what these select together.
    """

    agencies: tuple[str, ...] | None = None
    province: str | None = None
    year: int | None = None
    document: str | None = None
    any_of: tuple[Selection, ...] = ()


@dataclass(frozen=True, order=True)
class Job:
    """One report. ``refused`` says why it can't be made, "" if it can."""

    fiscal_year: int
    document: str
    agency_id: str
    refused: str = ""


class NothingSelectedError(ValueError):
    """No report fits the selection; the message says what there is."""


def jobs(
    tables: Mapping[str, pd.DataFrame],
    selection: Selection,
    language: Language = "th",
    *,
    require_complete: bool = False,
) -> list[Job]:
    """The jobs that the tables allow and the selection asks for, in a fixed order.

    ``documents.possible`` says what each document needs. A job is refused if the agency's rows of these
    years have errors or, with ``require_complete``, if the document lacks something that counts.
    """
    possible = _possible(tables)
    selected = [_selected(possible, tables["agencies"], each) for each in selection.any_of or [selection]]
    wanted = pd.concat(selected).drop_duplicates()
    reasons = _reasons(tables["findings"], language)
    incomplete = _incomplete(tables["checklist"], wanted, language) if require_complete else {}
    return sorted(
        Job(*key, _refused(reasons, key[2], key[0], language) or incomplete.get(key, ""))
        for key in (
            (year, document, agency_id) for agency_id, year, document in wanted.itertuples(index=False)
        )
    )


def _incomplete(
    checklist: pd.DataFrame, wanted: pd.DataFrame, language: Language
) -> dict[tuple[int, str, str], str]:
    """What each incomplete document lacks, by year, document and agency."""
    lacking = checklist[(checklist["state"] == "missing") & checklist["counts"]].merge(wanted, on=KEY)
    refusals: dict[tuple[int, str, str], str] = {}
    for _, rows in lacking.groupby(KEY):
        agency_id, year, document = rows[KEY].iloc[0]
        refusals[int(year), str(document), str(agency_id)] = words.refusal(rows, language)
    return refusals


def _possible(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """agency_id, fiscal_year, document of every report that the tables allow."""
    allowed = documents.possible(tables)
    # An agency without any good row still needs a place in the index that shows its errors.
    broken = tables["findings"]
    broken = broken[(broken["severity"] == "error") & (broken["agency_id"] != "")]
    broken = broken[
        ~broken["agency_id"].isin(allowed["agency_id"]) & broken["fiscal_year"].isin(framework.years())
    ]
    broken = broken[documents.RESULT].astype({"fiscal_year": "int64"}).assign(document="annual")
    return pd.concat([allowed, broken], ignore_index=True)[KEY].drop_duplicates(ignore_index=True)


def _selected(possible: pd.DataFrame, agencies: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    # A summary could stand beside every document, so it is made only by request.
    if selection.document == "summary":
        possible = documents.summaries(possible)
    wanted = possible
    if selection.province is not None:
        province = thai.bare_place(selection.province)
        inside = agencies.loc[agencies["province"] == province, "agency_id"]
        wanted = wanted[wanted["agency_id"].isin(inside)]
        if wanted.empty:
            near = findings.near(province, sorted(set(agencies["province"]) - {"", province}))
            raise NothingSelectedError(
                both(
                    f"ไม่มีข้อมูลของหน่วยงานในจังหวัด {province!r} {near.th}".rstrip(),
                    f"no agency of the province {province!r} has data {near.en}".rstrip(),
                )
            )
    if selection.agencies is not None:
        with_data = set(wanted["agency_id"])
        codes = [meant if meant in with_data else _code(meant, agencies) for meant in selection.agencies]
        for agency_id in codes:
            if agency_id not in with_data:
                raise NothingSelectedError(
                    both(
                        f"ไม่มีข้อมูลของหน่วยงานรหัส {agency_id!r}",
                        f"there is no data for the agency {agency_id!r}",
                    )
                )
        wanted = wanted[wanted["agency_id"].isin(codes)]
    if selection.year is None:
        newest = wanted.groupby("agency_id")["fiscal_year"].transform("max")
        wanted = wanted[wanted["fiscal_year"] == newest]
    else:
        wanted = wanted[wanted["fiscal_year"] == selection.year]
    if selection.document is not None:
        wanted = wanted[wanted["document"] == selection.document]
    if wanted.empty:
        raise NothingSelectedError(_nothing_fits(possible, selection))
    return wanted


def _code(meant: str, agencies: pd.DataFrame) -> str:
    try:
        return facts.code_of(meant, agencies)
    except facts.UnknownAgencyError as error:
        raise NothingSelectedError(str(error)) from error


def _nothing_fits(possible: pd.DataFrame, selection: Selection) -> str:
    if possible.empty:
        return both(
            "ไม่พบคะแนนหรือมาตรการที่ใช้ได้ในโฟลเดอร์ raw สั่ง ita check เพื่อดูว่าแต่ละแฟ้มต้องแก้อะไร",
            "The folder raw holds no score and no measure that can be used:"
            " `ita check` tells what to mend in which file.",
        )
    years = ", ".join(map(str, sorted(set(possible["fiscal_year"]))))
    wanted = (("ปี", "year", selection.year), ("เอกสาร", "document", selection.document))
    kinds = ", ".join(get_args(Document))
    th, en = (", ".join(f"{each[place]} {each[2]}" for each in wanted if each[2]) for place in (0, 1))
    return both(
        f"ไม่มีรายงานที่ตรงกับที่ระบุ ({th}) ข้อมูลที่มีคือปี {years} เอกสารที่เลือกได้คือ {kinds}",
        f"no report fits ({en}); there are data for the years {years}; documents: {kinds}",
    )


def _reasons(input_findings: pd.DataFrame, language: str) -> dict[str, list[tuple[int | None, str]]]:
    """The errors of each agency's rows: the fiscal year, if it could be read, and the text."""
    errors = input_findings[(input_findings["severity"] == "error") & (input_findings["agency_id"] != "")]
    suffix = "_en" if language == "en" else ""
    columns = ["agency_id", "fiscal_year", "file", "row", f"problem{suffix}"]
    errors_of: dict[str, list[tuple[int | None, str]]] = {}
    for agency_id, year, file, row, problem in errors[columns].itertuples(index=False):
        text = f"{file}{'' if pd.isna(row) else f' ({row})'}: {problem}"
        errors_of.setdefault(agency_id, []).append((None if pd.isna(year) else int(year), text))
    return errors_of


def _refused(
    reasons: Mapping[str, list[tuple[int | None, str]]], agency_id: str, year: int, language: Language
) -> str:
    """Errors in rows of the report's year or the two before it, or whose year could not be read."""
    # A plan shows the results of the year before its own, and their change on the year before that.
    years_shown = (None, year, year - 1, year - 2)
    texts = list(dict.fromkeys(text for at, text in reasons.get(agency_id, []) if at in years_shown))
    more = len(texts) - MOST_REASONS
    if more > 0:
        texts[MOST_REASONS:] = [f"และอีก {more} รายการ" if language == "th" else f"and {more} more"]
    return "; ".join(texts)
