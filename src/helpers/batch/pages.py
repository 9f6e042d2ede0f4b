"""The index pages: one per year and document, and a front page with every agency and all its papers."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from helpers import facts, framework, thai
from helpers.analysis import checklist, digest, questions, totals
from helpers.analysis.documents import KEY
from helpers.batch import links, manifest
from helpers.batch.files import write_atomic
from helpers.batch.manifest import Entry
from helpers.choices import Document
from helpers.narrative import Writer, finding_words, sentences
from helpers.narrative import checklist as words
from helpers.report import fonts, show
from helpers.report.html import TEMPLATES, mark_thai, render, with_breaks

OTHER_FORMATS: dict[str, str] = {"docx": "Word", "pdf": "PDF", "csv": "CSV", "xlsx": "Excel"}
"""How the index labels links to a page's other formats."""


def write_index(
    out: Path, fiscal_year: int, document: str, frames: Mapping[str, pd.DataFrame], writer: Writer
) -> bytes:
    """Writes ``index.html`` beside a manifest and returns the page.

    It lists every agency of the manifest, also those without a report, with the reason.
    """
    folder = out / str(fiscal_year) / document
    presented = facts.presented_year(fiscal_year, document)
    table = frames["checklist"]
    table = table[(table["fiscal_year"] == fiscal_year) & (table["document"] == document)]
    verdicts = checklist.readiness(table)
    lacks = dict(zip(verdicts["agency_id"], verdicts["lacks"], strict=True))
    lacks = {key: words.lacking(codes, fiscal_year, writer) for key, codes in lacks.items()}
    rows = _rows(manifest.read(folder), presented, lacks, frames, writer)
    province = _in_one(rows, writer)
    failures = [(row["name"], row["reason"]) for row in rows if not row["href"]]
    made = {row["agency_id"] for row in rows if row["href"]}
    judged = verdicts[verdicts["agency_id"].isin(made)]
    counts = {"made": len(made), "checked": len(judged), "ready": int(judged["ready"].sum())}
    title = writer.word("short", document)
    year = writer.year(fiscal_year)
    html = render(
        "index.html.j2",
        page=_page(f"{title} {year}", writer) | _own(),
        title=title,
        subtitle=writer.say(th=f"ปีงบประมาณ {year}", en=f"Fiscal year {year}"),
        caption=writer.say(th=f"{title} รายหน่วยงาน", en=f"{title} by agency") + province,
        one_province=bool(province),
        summary=f"{_summary(counts['made'], len(failures), writer)} {_ready(counts, writer)}",
        failures=failures,
        columns=[*_columns(writer), *_columns_of_files(rows, writer)],
        filters=_filters(rows, presented, writer),
        rows=rows,
        words=_index_words(len(failures), writer),
    )
    content = _finished(html, writer)
    write_atomic(folder / "index.html", content)
    return content


def _finished(html: str, writer: Writer) -> bytes:
    return with_breaks(mark_thai(html) if writer.language == "en" else html).encode("utf-8")


def _rows(
    entries: Mapping[str, Entry],
    presented: int,
    lacks: Mapping[str, str],
    frames: Mapping[str, pd.DataFrame],
    writer: Writer,
) -> list[dict[str, Any]]:
    """The table's rows by province, district and name, in the order of a Thai dictionary.

    ``presented`` is the fiscal year whose results the table shows; ``lacks`` says what each agency's
    document lacks.
    """
    shown = totals.shown(frames["totals"][frames["totals"]["fiscal_year"] == presented]).set_index(
        "agency_id"
    )
    total, level = shown["total"].to_dict(), shown["shown_level"].to_dict()
    compared, doubtful = shown["compared"].to_dict(), shown["doubtful"].to_dict()
    change = totals.changes(frames["totals"], presented).set_index("agency_id")["change"].to_dict()
    names = facts.full_names(frames["agencies"])
    agencies = frames["agencies"].set_index("agency_id").to_dict("index")
    level_names = {level.th: level.name(writer.language) for level in framework.for_year(presented).levels}
    begin = _begin_with(frames, {presented}, writer)
    status = writer.say(th="จัดทำแล้ว", en="made"), _not_made(writer)
    others = {**OTHER_FORMATS, "analyst.html": writer.say(th="สำหรับนักวิเคราะห์", en="for analysts")}
    rows: list[dict[str, Any]] = []
    for agency_id, entry in entries.items():
        agency = agencies.get(agency_id, {})
        failed = entry.status == manifest.FAILED
        rows.append(
            {
                "agency_id": agency_id,
                "name": names.get(agency_id, agency_id),
                **{column: str(agency.get(column, "")) for column in ("type", "district", "province")},
                "total": writer.score(total.get(agency_id)) + show.DOUBT * doubtful.get(agency_id, False),
                "change": writer.change(change.get(agency_id)),
                "level": level_names.get(level.get(agency_id, ""), level.get(agency_id, "")) or thai.MISSING,
                "begin": begin.get((agency_id, presented), ""),
                "compared": compared.get(agency_id, False),
                "doubtful": doubtful.get(agency_id, False),
                "href": "" if failed else f"{agency_id}.html",
                "files": [
                    (name, file)
                    for ending, name in others.items()
                    if (file := f"{agency_id}.{ending}") in entry.outputs and not failed
                ],
                "ready": thai.MISSING
                if failed or agency_id not in lacks
                else words.verdict(lacks[agency_id], writer),
                "lacks": "" if failed else lacks.get(agency_id, ""),
                "status": status[failed],
                "reason": finding_words.in_digits(entry.reason, writer),
            }
        )
    order = ("province", "district", "name", "agency_id")
    return sorted(rows, key=lambda row: [thai.dictionary_order(row[column]) for column in order])


def _not_made(writer: Writer) -> str:
    return writer.say(th="จัดทำไม่ได้", en="not made")


def _begin_with(
    frames: Mapping[str, pd.DataFrame], years: Iterable[int], writer: Writer
) -> dict[tuple[str, int], str]:
    """By agency and year the questions and items to begin with, of those that no measure answers.

    The measures are the next year's. Without agencies that have lost none, or answer all.
    """
    found = {}
    for year in years:
        asked = questions.of_all(frames["questions"], frames["scores"], framework.for_year(year))
        own = frames["measures"].loc[frames["measures"]["fiscal_year"] == year + 1, "agency_id"]
        planned = set(own)
        left = questions.unanswered(asked, frames["measures"], year)
        for row in digest.begin_with(left, year, first=2).to_dict("records"):
            listed = [row[kind] for kind in questions.KINDS if row[kind]]
            codes, count = ", ".join(listed), row["lost_in_all"]
            has_plan = row["agency_id"] in planned
            more = count > len(codes.split(", "))
            th = f" จาก {count} ข้อที่เสียคะแนน" if more else ""
            th += f"{'และ' if more else ' ซึ่ง'}ยังไม่มีมาตรการรองรับ" if has_plan else ""
            en = f", of {count} lost" if more else ""
            en += " that no measure answers" if has_plan else ""
            found[row["agency_id"], year] = writer.say(
                th=f"ควรเริ่มแก้ไขข้อ {codes}{th}", en=f"begin with {codes}{en}"
            )
    return found


def _columns(writer: Writer) -> list[tuple[str, str, str]]:
    """Name, heading and sort order (text, number, rank) of the table's columns."""
    return [
        ("agency", writer.say(th="หน่วยงาน", en="Agency"), "text"),
        ("district", writer.say(th="อำเภอ", en="District"), "text"),
        ("province", writer.say(th="จังหวัด", en="Province"), "text"),
        ("total", writer.word("column", "total"), "number"),
        ("change", writer.word("column", "change"), "number"),
        ("level", writer.word("column", "level"), "rank"),
        ("ready", writer.say(th="ความครบถ้วน", en="Complete"), "text"),
    ]


def _columns_of_files(rows: Sequence[Mapping[str, Any]], writer: Writer) -> list[tuple[str, str, str]]:
    """A column for other formats and for reports that could not be made, if any row has either."""
    wanted = any(row["files"] or not row["href"] for row in rows)
    return [("files", writer.say(th="แฟ้ม", en="Files"), "")] if wanted else []


def _in_one(rows: Sequence[Mapping[str, Any]], writer: Writer) -> str:
    """The province that all rows share, which no column need repeat; "" if they are of several."""
    provinces = {row["province"] for row in rows}
    name = provinces.pop() if len(rows) > 1 and len(provinces) == 1 else ""
    return f" {sentences.province(name, writer)}" if name else ""


def _filters(
    rows: Sequence[Mapping[str, Any]], presented: int, writer: Writer
) -> list[tuple[str, str, list[str]]]:
    """Name, label and choices of each filter with more than one choice; the best level first."""
    best_first = [level.name(writer.language) for level in framework.for_year(presented).levels]

    def values_in(column: str) -> list[str]:
        return sorted({row[column] for row in rows} - {""}, key=thai.dictionary_order)

    # A level that a source prints and the rules don't know comes last.
    levels = sorted(values_in("level"), key=lambda name: best_first.index(name) if name in best_first else 99)
    offered = [
        ("province", writer.say(th="จังหวัด", en="Province"), values_in("province")),
        ("district", writer.say(th="อำเภอ", en="District"), values_in("district")),
        ("type", writer.say(th="ประเภทหน่วยงาน", en="Type of agency"), values_in("type")),
        ("level", writer.word("column", "level"), levels),
        ("ready", writer.say(th="ความครบถ้วน", en="Complete"), values_in("ready")),
        ("status", writer.say(th="รายงาน", en="Report"), values_in("status")),
    ]
    return [(name, label, choices) for name, label, choices in offered if len(choices) > 1]


def _index_words(failed: int, writer: Writer) -> dict[str, str]:
    return {
        "front": links.front(writer),
        "find": writer.say(th="ค้นหาและกรอง", en="Search and filter"),
        "search": writer.say(th="ค้นหาหน่วยงาน", en="Search agencies"),
        "hint": writer.say(
            th="พิมพ์ส่วนใดของชื่อ อำเภอ จังหวัด หรือรหัสก็ได้ เช่น อบต.โคก",
            en="Any part of a name, district, province or code",
        ),
        "all": writer.say(th="ทั้งหมด", en="All"),
        "reset": writer.say(th="ล้างการค้นหา", en="Clear"),
        "found": writer.say(th="พบ {found} จาก {all} หน่วยงาน", en="{found} of {all} agencies"),
        "nothing": writer.say(th="ไม่พบหน่วยงานที่ตรงกัน จาก {all} หน่วยงาน", en="None of {all} agencies fits"),
        "more": writer.say(th="แสดงเพิ่ม", en="Show more"),
        "compared": writer.say(
            th="* เทียบคะแนนกับเกณฑ์ของปีนั้น เนื่องจากเอกสารต้นทางมิได้ระบุระดับ",
            en="* Compared with that year's rules; no source prints a level.",
        ),
        "doubt": show.doubt(writer),
        "sort": writer.say(th="เรียงตาม", en="Sort by"),
        "failures": writer.say(
            th=f"จัดทำไม่ได้ {writer.whole(failed)} ฉบับ: รายชื่อและสาเหตุ",
            en=f"{writer.whole(failed)} could not be made: which, and why",
        ),
    }


def write_front(
    out: Path, stages: Sequence[tuple[str, str]], frames: Mapping[str, pd.DataFrame], writer: Writer
) -> bytes:
    """Writes ``index.html`` of the whole output folder: each agency, its result, its papers, what they lack.

    ``stages`` are pages (file, name) beside it. Returns the page.
    """
    papers, indexes, counts = _papers(out, frames["checklist"], writer)
    rows = _front_rows(papers, frames, writer)
    province = _in_one(rows, writer)
    title = writer.say(
        th="รายงานคุณธรรมและความโปร่งใสของหน่วยงานภาครัฐ (ITA)",
        en="Reports on integrity and transparency of public agencies (ITA)",
    )
    caption = writer.say(th="หน่วยงานและเอกสาร", en="Agencies and their papers")
    html = render(
        "front.html.j2",
        page=_page(title, writer) | _own(),
        title=title,
        about=_about(frames["sources"], frames["totals"], writer),
        summary=f"{_summary(counts['made'], counts['failed'], writer)} {_ready(counts, writer)}",
        caption=caption + province,
        one_province=bool(province),
        columns=[*_columns(writer), ("papers", writer.say(th="เอกสาร", en="Papers"), "")],
        filters=[each for each in _filters(rows, max(framework.years()), writer) if each[0] != "status"],
        rows=rows,
        words=_index_words(counts["failed"], writer)
        | {
            "by_year": writer.say(th="รายการแยกตามปีและประเภทเอกสาร", en="By year and document"),
            "for_analysts": writer.say(th="สำหรับนักวิเคราะห์", en="For analysts"),
        },
        indexes=indexes,
        stages=[(href, name) for href, name in stages if (out / href).is_file()],
    )
    content = _finished(html, writer)
    write_atomic(out / "index.html", content)
    return content


@dataclass(frozen=True)
class _Paper:
    """A document of one agency: its name, its links (href, name), what it lacks or why it was not made."""

    name: str
    links: list[tuple[str, str]]
    lacks: str
    failed: bool


def _papers(
    out: Path, judged: pd.DataFrame, writer: Writer
) -> tuple[dict[str, list[_Paper]], list[tuple[str, str, str]], Counter[str]]:
    """By agency its papers, the newest year first and plan before report; the indexes; how many were made."""
    verdicts = checklist.readiness(judged).set_index(KEY)["lacks"].to_dict()
    papers: dict[str, list[_Paper]] = {}
    indexes, counts = [], Counter[str]()
    folders = {file.parent for file in out.glob(f"*/*/{manifest.NAME}")}
    order = get_args(Document)
    for folder in sorted(folders, key=lambda each: (-int(each.parent.name), order.index(each.name))):
        document, year = folder.name, int(folder.parent.name)
        name = f"{writer.word('short', document)} {writer.localise(str(year))}"
        entries = manifest.read(folder)
        failed = sum(entry.status == manifest.FAILED for entry in entries.values())
        counts.update(made=len(entries) - failed, failed=failed)
        place = f"{year}/{document}"
        indexes.append((f"{place}/index.html", name, _summary(len(entries) - failed, failed, writer)))
        for agency_id, entry in entries.items():
            files = {"html": name, **OTHER_FORMATS}
            links = [
                (f"{place}/{agency_id}.{ending}", label)
                for ending, label in files.items()
                if entry.status != manifest.FAILED
                and (ending == "html" or f"{agency_id}.{ending}" in entry.outputs)
            ]
            codes = verdicts.get((agency_id, year, document))
            if links:  # what could not be made is not among the papers that are complete or not
                counts.update(checked=codes is not None, ready=codes == "")
            reason = finding_words.in_digits(entry.reason, writer)
            lacks = words.lacking(codes or "", year, writer) if links else reason
            title = name if links else writer.say(th=f"จัดทำไม่ได้: {name}", en=f"could not be made: {name}")
            papers.setdefault(agency_id, []).append(_Paper(title, links, lacks, not links))
    return papers, indexes, counts


def _front_rows(
    papers: Mapping[str, list[_Paper]], frames: Mapping[str, pd.DataFrame], writer: Writer
) -> list[dict[str, Any]]:
    """A row per agency that has a paper, in the order of ``_rows``; the result is the newest on file."""
    shown = totals.shown(frames["totals"]).dropna(subset=["total"]).sort_values("fiscal_year")
    newest = shown.drop_duplicates("agency_id", keep="last").set_index("agency_id").to_dict("index")
    changes = {
        year: totals.changes(frames["totals"], year).set_index("agency_id")["change"].to_dict()
        for year in {int(result["fiscal_year"]) for result in newest.values()}
    }
    begin = _begin_with(frames, changes, writer)
    agencies = frames["agencies"].set_index("agency_id").to_dict("index")
    names = facts.full_names(frames["agencies"])
    not_made = _not_made(writer)
    rows: list[dict[str, Any]] = []
    for agency_id, own in papers.items():
        agency = agencies.get(agency_id, {})
        row: dict[str, Any] = {
            "agency_id": agency_id,
            "name": names.get(agency_id, agency_id),
            **{column: str(agency.get(column, "")) for column in ("type", "district", "province")},
            **dict.fromkeys(("change", "level"), thai.MISSING),
            "total": writer.word("word", "no_data"),
            "year": "",
            "begin": "",
            "compared": False,
            "doubtful": False,
            "ready": not_made
            if all(paper.failed for paper in own)
            else words.verdict("".join(paper.lacks for paper in own), writer),
            "place": links.place(agency_id),
            "status": "",
            "href": next((paper.links[0][0] for paper in own if paper.links), ""),
            "papers": own,
        }
        if result := newest.get(agency_id):
            year, level = result["fiscal_year"], result["shown_level"]
            levels = {each.th: each.name(writer.language) for each in framework.for_year(year).levels}
            row |= {
                "total": writer.score(result["total"]) + show.DOUBT * result["doubtful"],
                "year": writer.localise(str(year)),
                "change": writer.change(changes[year].get(agency_id)),
                "begin": begin.get((agency_id, year), ""),
                "level": levels.get(level, level) or thai.MISSING,
                "compared": result["compared"],
                "doubtful": result["doubtful"],
            }
        rows.append(row)
    order = ("province", "district", "name", "agency_id")
    return sorted(rows, key=lambda row: [thai.dictionary_order(row[column]) for column in order])


def _about(sources: pd.DataFrame, results: pd.DataFrame, writer: Writer) -> str:
    """What the pages are, and how recent their data are if the sources say so."""
    about = writer.say(
        th="เอกสารที่หน่วยงานจัดทำหลังการประเมิน ITA ได้แก่ แผน (มาตรการ) รายงานรอบ 6 เดือน และรายงานประจำปี",
        en="What agencies publish after the ITA: plans, six-month reports and annual reports.",
    )
    newest = ""
    if len(results):
        year = writer.year(int(results["fiscal_year"].max()))
        newest = writer.say(
            th=f" ผลการประเมินล่าสุดในข้อมูล คือ ปีงบประมาณ {year}",
            en=f" The newest result is of fiscal year {year}.",
        )
    dates = pd.to_datetime(sources["retrieved"], errors="coerce").dropna()
    if dates.empty:
        return about + newest
    day = thai.format_date(dates.max().date(), digits=writer.digits, language=writer.language)
    return (
        about
        + newest
        + writer.say(th=f" จัดทำจากข้อมูลที่รวบรวมถึงวันที่ {day}", en=f" Made from data collected up to {day}.")
    )


def _summary(made: int, failed: int, writer: Writer) -> str:
    count = writer.whole(made)
    text = writer.say(th=f"รายงาน {count} ฉบับ", en=f"{count} report{'' if made == 1 else 's'}")
    if failed:
        count = writer.whole(failed)
        text += writer.say(th=f" จัดทำไม่ได้ {count} ฉบับ", en=f", {count} could not be made")
    return text


def _ready(counts: Mapping[str, int], writer: Writer) -> str:
    """How many papers are complete, of those that have a checklist."""
    ready, checked = (writer.whole(counts[name]) for name in ("ready", "checked"))
    text = writer.say(
        th=f"ครบองค์ประกอบพร้อมเผยแพร่ {ready} จาก {checked} ฉบับ", en=f"({ready} of {checked} ready to publish)"
    )
    if others := counts["made"] - counts["checked"]:
        count = writer.whole(others)
        text += writer.say(th=f" อีก {count} ฉบับไม่มีรายการตรวจ", en=f"; {count} of a kind without a checklist")
    return text


def _own() -> dict[str, str]:
    """The index's style, its script, and the script's digest: the page's policy lets no other run."""
    script = (TEMPLATES / "index.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    style = (TEMPLATES / "index.css").read_text(encoding="utf-8")
    return {"style": style, "script": script, "script_digest": digest}


def _page(title: str, writer: Writer) -> dict[str, str]:
    return {
        "title": title,
        "language": writer.language,
        "digits": writer.digits,
        "kind": "index",
        "skip": writer.word("word", "skip"),
        "font_css": fonts.font_face_css(),
    }
