"""The index pages: one per year and document, and a front page that leads to them all."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import facts, framework, thai
from helpers.analysis import checklist
from helpers.batch import manifest
from helpers.batch.files import write_atomic
from helpers.batch.manifest import Entry
from helpers.formats.making import Format
from helpers.narrative import Writer
from helpers.narrative import checklist as words
from helpers.report import fonts, overview
from helpers.report.html import TEMPLATES, render

OTHER_FORMATS: dict[Format, str] = {"docx": "Word", "pdf": "PDF"}
"""What the index calls the files that lie beside a page."""


def write_index(
    out: Path, fiscal_year: int, document: str, made: Mapping[str, pd.DataFrame], writer: Writer
) -> bytes:
    """Writes ``index.html`` beside a manifest: every agency of it, made or not, with its reason.

    Returns the page.
    """
    folder = out / str(fiscal_year) / document
    presented = fiscal_year if document == "annual" else fiscal_year - 1
    table = made["checklist"]
    table = table[(table["fiscal_year"] == fiscal_year) & (table["document"] == document)]
    verdicts = checklist.readiness(table)
    lacks = dict(zip(verdicts["agency_id"], verdicts["lacks"], strict=True))
    rows = _rows(manifest.read(folder), presented, lacks, made, writer)
    failures = [(row["name"], row["reason"]) for row in rows if not row["href"]]
    title = writer.word("short", document)
    year = writer.year(fiscal_year)
    html = render(
        "index.html.j2",
        page=_page(f"{title} {year}", writer) | _own(),
        title=title,
        subtitle=writer.say(th=f"ปีงบประมาณ {year}", en=f"Fiscal year {year}"),
        caption=writer.say(th=f"{title} รายหน่วยงาน", en=f"{title} by agency"),
        summary=_summary(len(rows) - len(failures), len(failures), writer),
        failures=failures,
        columns=_columns(writer),
        filters=_filters(rows, presented, writer),
        rows=rows,
        words=_index_words(len(failures), writer),
    )
    content: bytes = html.encode("utf-8")
    write_atomic(folder / "index.html", content)
    return content


def _rows(
    entries: Mapping[str, Entry],
    presented: int,
    lacks: Mapping[str, str],
    made: Mapping[str, pd.DataFrame],
    writer: Writer,
) -> list[dict[str, Any]]:
    """The table's rows by province, district and name, in the order of a Thai dictionary.

    ``presented`` is the fiscal year whose result stands beside the names; ``lacks`` has the missing
    elements of each agency's document.
    """
    totals = made["totals"][made["totals"]["fiscal_year"] == presented].set_index("agency_id")
    total = totals["published_total"].fillna(totals["computed_total"]).to_dict()
    level = totals["published_level"].where(totals["published_level"] != "", totals["level"]).to_dict()
    change = overview.changes_of_totals(made["totals"], presented).set_index("agency_id")["change"].to_dict()
    names = facts.full_names(made["agencies"])
    agencies = made["agencies"].set_index("agency_id").to_dict("index")
    said = {level.th: level.name(writer.language) for level in framework.for_year(presented).levels}
    status = writer.say(th="จัดทำแล้ว", en="made"), writer.say(th="จัดทำไม่ได้", en="not made")
    rows: list[dict[str, Any]] = []
    for agency_id, entry in entries.items():
        agency = agencies.get(agency_id, {})
        failed = entry.status == manifest.FAILED
        rows.append(
            {
                "agency_id": agency_id,
                "name": names.get(agency_id, agency_id),
                **{column: str(agency.get(column, "")) for column in ("type", "district", "province")},
                "total": writer.score(total.get(agency_id)),
                "change": writer.change(change.get(agency_id)),
                "level": said.get(level.get(agency_id, ""), level.get(agency_id, "")) or thai.MISSING,
                "href": "" if failed else f"{agency_id}.html",
                "files": [
                    (name, file)
                    for ending, name in OTHER_FORMATS.items()
                    if (file := f"{agency_id}.{ending}") in entry.outputs and not failed
                ],
                "ready": words.verdict(lacks[agency_id], writer) if agency_id in lacks else thai.MISSING,
                "lacks": lacks.get(agency_id, ""),
                "analyst": name if (name := f"{agency_id}.analyst.html") in entry.outputs else "",
                "status": status[failed],
                "reason": entry.reason,
            }
        )
    order = ("province", "district", "name", "agency_id")
    return sorted(rows, key=lambda row: [thai.dictionary_order(row[column]) for column in order])


def _columns(writer: Writer) -> list[tuple[str, str, str]]:
    """Name, heading and kind of order (text, number, rank) of the table's columns."""
    return [
        ("agency", writer.say(th="หน่วยงาน", en="Agency"), "text"),
        ("district", writer.say(th="อำเภอ", en="District"), "text"),
        ("province", writer.say(th="จังหวัด", en="Province"), "text"),
        ("total", writer.word("column", "total"), "number"),
        ("change", writer.word("column", "change"), "number"),
        ("level", writer.word("column", "level"), "rank"),
        ("ready", writer.say(th="ความครบถ้วน", en="Complete"), "text"),
        ("status", writer.say(th="รายงาน", en="Report"), "text"),
    ]


def _filters(
    rows: Sequence[Mapping[str, Any]], presented: int, writer: Writer
) -> list[tuple[str, str, list[str]]]:
    """Name, label and choices of each filter that has something to choose; levels best first."""
    best_first = [level.name(writer.language) for level in framework.for_year(presented).levels]

    def known(column: str) -> list[str]:
        return sorted({row[column] for row in rows} - {""}, key=thai.dictionary_order)

    levels = sorted(known("level"), key=lambda name: best_first.index(name) if name in best_first else 99)
    offered = [
        ("province", writer.say(th="จังหวัด", en="Province"), known("province")),
        ("district", writer.say(th="อำเภอ", en="District"), known("district")),
        ("type", writer.say(th="ประเภทหน่วยงาน", en="Type of agency"), known("type")),
        ("level", writer.word("column", "level"), levels),
        ("ready", writer.say(th="ความครบถ้วน", en="Complete"), known("ready")),
        ("status", writer.say(th="รายงาน", en="Report"), known("status")),
    ]
    return [(name, label, choices) for name, label, choices in offered if len(choices) > 1]


def _index_words(failed: int, writer: Writer) -> dict[str, str]:
    return {
        "analyst": writer.say(th="สำหรับนักวิเคราะห์", en="for analysts"),
        "front": writer.say(th="หน้าแรก", en="Front page"),
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
        "sort": writer.say(th="เรียงตาม", en="Sort by"),
        "failures": writer.say(
            th=f"จัดทำไม่ได้ {writer.whole(failed)} ฉบับ: รายชื่อและสาเหตุ",
            en=f"{writer.whole(failed)} could not be made: which, and why",
        ),
    }


def write_front(out: Path, stages: Sequence[tuple[str, str]], writer: Writer) -> bytes:
    """Writes ``index.html`` of the whole output folder; ``stages`` are pages (file, name) beside it.

    Returns the page.
    """
    years: dict[int, list[tuple[str, str, str]]] = {}
    counts: Counter[str] = Counter()
    for file in sorted(out.glob(f"*/*/{manifest.NAME}"), reverse=True):
        document, year = file.parent.name, file.parent.parent.name
        entries = manifest.read(file.parent)
        failed = sum(entry.status == manifest.FAILED for entry in entries.values())
        counts.update(made=len(entries) - failed, failed=failed)
        line = (
            f"{year}/{document}/index.html",
            writer.word("short", document),
            _summary(len(entries) - failed, failed, writer),
        )
        years.setdefault(int(year), []).append(line)
    title = writer.say(
        th="รายงานคุณธรรมและความโปร่งใสของหน่วยงานภาครัฐ (ITA)",
        en="Reports on integrity and transparency of public agencies (ITA)",
    )
    html = render(
        "front.html.j2",
        page=_page(title, writer),
        title=title,
        summary=_summary(counts["made"], counts["failed"], writer),
        years=[
            (writer.say(th=f"ปีงบประมาณ {writer.year(year)}", en=f"Fiscal year {writer.year(year)}"), lines)
            for year, lines in sorted(years.items(), reverse=True)
        ],
        analyst=writer.say(th="สำหรับนักวิเคราะห์", en="For analysts"),
        stages=[(href, name) for href, name in stages if (out / href).is_file()],
    )
    content = html.encode("utf-8")
    write_atomic(out / "index.html", content)
    return content


def _summary(made: int, failed: int, writer: Writer) -> str:
    count = writer.whole(made)
    said = writer.say(th=f"รายงาน {count} ฉบับ", en=f"{count} report{'' if made == 1 else 's'}")
    if failed:
        count = writer.whole(failed)
        said += writer.say(th=f" จัดทำไม่ได้ {count} ฉบับ", en=f", {count} could not be made")
    return said


def _own() -> dict[str, str]:
    """The index's style, its one script and that one's digest: the policy of the page lets no other run."""
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
