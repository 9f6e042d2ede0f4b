"""Packs reports for sending: a ZIP per agency, district or province, and a message to each agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pandas as pd

from helpers import editions, facts, findings, form_rows, workbook
from helpers.analysis import checklist
from helpers.batch import digests, files, scope, staleness
from helpers.choices import Document, Group
from helpers.formats import archives
from helpers.narrative import Writer
from helpers.narrative import parcel as words
from helpers.report import findings_page

TABLES = ("agencies", "findings", *form_rows.TABLES)
"""The processed tables that a parcel is made from."""


@dataclass
class Parcel:
    """A ZIP for one agency, or for all agencies of a district or province."""

    name: str
    parts: dict[str, bytes] = field(default_factory=dict)
    """Its files by their name inside."""
    letters: list[dict[str, object]] = field(default_factory=list)
    """A row per agency for a mail merge: agency, place, file, message."""
    pages: list[dict[str, object]] = field(default_factory=list)
    """A row per page of a report, with the columns of ``editions.SENT`` but the day."""
    left_out: list[Path] = field(default_factory=list)
    """Files that are not sent because they are missing or were changed since they were made."""

    def content(self) -> bytes:
        """The ZIP; the same inputs give the same bytes."""
        return archives.packed(self.parts)


@dataclass(frozen=True)
class _Paper:
    """One file of a document, with the digest it had when it was made."""

    year: int
    document: str
    ending: str
    file: Path
    digest: str


def parcels(
    reports: Path, frames: Mapping[str, pd.DataFrame], by: Group, back: words.Return, writer: Writer
) -> Iterator[Parcel]:
    """Packs the papers of a folder of reports, in the order of the parcels' names.

    ``frames`` are ``TABLES``. Besides its papers an agency gets a text to read first, the findings about its
    data and, if anything has to be corrected or filled in, a form with its data: also one whose data have
    errors, so that no paper could be made. Analysts' pages are not sent.
    """
    agencies = frames["agencies"].set_index("agency_id")
    names = facts.full_names(frames["agencies"])
    wrong = set(findings.errors(frames["findings"])["agency_id"])
    groups: dict[str, dict[str, list[_Paper]]] = {}
    for agency_id, papers in sorted(_papers(reports).items()):
        # Others are no longer on file, so their names and places are unknown.
        if agency_id in names and (papers or agency_id in wrong):
            groups.setdefault(_group(agency_id, agencies, by), {})[agency_id] = papers
    for group, members in sorted(groups.items()):
        parcel = Parcel(f"{group}.zip")
        for agency_id, papers in members.items():
            own = {name: frame[frame["agency_id"] == agency_id] for name, frame in frames.items()}
            _put(
                parcel,
                agency_id,
                papers,
                own,
                names,
                back,
                writer,
                folder="" if by == "agency" else f"{agency_id}/",
            )
        yield parcel


def _papers(reports: Path) -> dict[str, list[_Paper]]:
    """The files of each agency, without the analyst's pages."""
    order = get_args(Document)
    papers_of: dict[str, list[_Paper]] = {}
    # The manifest may have been edited, so a file that it names outside its folder is left out.
    by_folder = scope.recorded(reports).items()
    for (year, document), entries in sorted(
        by_folder, key=lambda each: (each[0][0], order.index(each[0][1]))
    ):
        folder = reports / str(year) / document
        for agency_id, entry in entries.items():
            papers = papers_of.setdefault(agency_id, [])
            for name, digest in sorted(entry.outputs.items()):
                ending = name.removeprefix(f"{agency_id}.")
                if ending != staleness.ANALYST:
                    papers.append(_Paper(year, document, ending, folder / name, digest))
    return papers_of


def _group(agency_id: str, agencies: pd.DataFrame, by: Group) -> str:
    if by == "agency":
        return agency_id
    levels = ("province", "district") if by == "district" else ("province",)
    areas = [str(agencies.loc[agency_id, level]) or "ไม่ระบุ" for level in levels]
    return files.plain_name("_".join(areas))


def _put(
    parcel: Parcel,
    agency_id: str,
    papers: list[_Paper],
    own: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    back: words.Return,
    writer: Writer,
    folder: str,
) -> None:
    """Puts an agency's papers and the message about them into a parcel."""
    sent: list[tuple[int, str, str]] = []
    for paper in papers:
        # Whoever signs for a paper must get the one that was made, not one that was edited since.
        content = paper.file.read_bytes() if paper.file.is_file() else b""
        if digests.of_bytes(content) != paper.digest:
            parcel.left_out.append(paper.file)
            continue
        part = folder + words.paper_name(paper.year, paper.document, paper.ending)
        parcel.parts[part] = content
        if paper.ending == "html":
            values = (agency_id, paper.year, paper.document, parcel.name, part, paper.digest)
            parcel.pages.append(dict(zip(editions.SENT[1:], values, strict=True)))
        sent.append((paper.year, paper.document, paper.ending))
    lacking = {
        (int(year), str(document)): str(codes)
        for _, year, document, codes, _ in checklist.readiness(own["checklist"]).itertuples(index=False)
    }
    documents = dict.fromkeys((year, document) for year, document, _ in sent)
    checked = {each: lacking[each] for each in documents if each in lacking}
    errors = len(findings.errors(own["findings"]))
    form_data = form_rows.data_of(own, agency_id, names[agency_id])
    year = form_rows.newest_year(form_data)
    asked = bool(any(checked.values()) or errors) and year is not None
    contents = words.Contents(sent, checked, errors, findings=len(own["findings"]) > 0, asked=asked)
    if contents.findings:
        page = findings_page.to_html(own["findings"], writer, names)
        parcel.parts[folder + words.FINDINGS] = page.encode("utf-8")
    if asked and year is not None:
        parcel.parts[folder + words.FORM] = workbook.make(form_data, year)
    # As Windows' Notepad needs it: a mark before the text, and its own ends of lines.
    text = words.read_first(names[agency_id], contents, back).replace("\n", "\r\n")
    parcel.parts[folder + words.READ_FIRST] = text.encode("utf-8-sig")
    agency = own["agencies"].iloc[0]
    parcel.letters.append(
        {
            "agency_id": agency_id,
            "agency": names[agency_id],
            "district": agency["district"],
            "province": agency["province"],
            "file": parcel.name,
            "documents": len(contents.documents),
            "complete": contents.complete,
            "errors": errors,
            "message": words.message(contents, back, writer),
        }
    )
