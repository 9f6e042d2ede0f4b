"""Which reports there are to make: one job per agency, year and document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import pandas as pd

from helpers import facts, findings, thai
from helpers.analysis import documents
from helpers.analysis.documents import KEY
from helpers.choices import Document, Language
from helpers.messages import both
from helpers.narrative import checklist as words
from helpers.tables import inside

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
    possible = documents.listed(tables)
    selected = [_selected(possible, tables["agencies"], each) for each in selection.any_of or [selection]]
    wanted = pd.concat(selected).drop_duplicates()
    reasons = _reasons(documents.refused(wanted, tables["findings"]), language)
    incomplete = _incomplete(tables["checklist"], wanted, language) if require_complete else {}
    return sorted(
        Job(*key, reasons.get(key) or incomplete.get(key, ""))
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


def _selected(possible: pd.DataFrame, agencies: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    # A summary could stand beside every document, so it is made only by request.
    if selection.document == "summary":
        possible = documents.summaries(possible)
    wanted = possible
    if selection.province is not None:
        province = thai.bare_place(selection.province)
        wanted = wanted[wanted["agency_id"].isin(inside(agencies, "province", province))]
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
        wanted = documents.newest(wanted)
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


def _reasons(refused: pd.DataFrame, language: Language) -> dict[tuple[int, str, str], str]:
    """Why papers cannot be made, by year, document and agency, from ``documents.refused``."""
    reasons: dict[tuple[int, str, str], list[str]] = {}
    columns = [*KEY, "file", "row", "problem_en" if language == "en" else "problem"]
    for agency_id, year, document, file, row, problem in refused[columns].itertuples(index=False):
        text = f"{file}{'' if pd.isna(row) else f' ({row})'}: {problem}"
        reasons.setdefault((int(year), document, agency_id), []).append(text)
    return {key: _first(list(dict.fromkeys(texts)), language) for key, texts in reasons.items()}


def _first(texts: list[str], language: Language) -> str:
    more = len(texts) - MOST_REASONS
    if more > 0:
        texts[MOST_REASONS:] = [f"และอีก {more} รายการ" if language == "th" else f"and {more} more"]
    return "; ".join(texts)
