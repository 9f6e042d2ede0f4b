"""The index pages: one per year and document, and a front page that leads to them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers import framework
from helpers.batch import manifest
from helpers.batch.files import write_atomic
from helpers.batch.manifest import Entry
from helpers.narrative import Writer
from helpers.report import fonts, overview
from helpers.report.html import render


def write_index(
    out: Path, fiscal_year: int, document: str, made: Mapping[str, pd.DataFrame], writer: Writer
) -> None:
    """Writes ``index.html`` beside a manifest: every agency of it, made or not, with its reason."""
    folder = out / str(fiscal_year) / document
    entries = manifest.read(folder)
    rows = _rows(entries, fiscal_year, document, made, writer)
    failed = sum(entry.status == manifest.FAILED for entry in entries.values())
    title = writer.word("short", document)
    year = writer.year(fiscal_year)
    html = render(
        "index.html.j2",
        page=_page(f"{title} {year}", writer),
        title=title,
        subtitle=writer.say(th=f"ปีงบประมาณ {year}", en=f"Fiscal year {year}"),
        caption=writer.say(th=f"{title} รายหน่วยงาน", en=f"{title} by agency"),
        summary=_summary(len(entries) - failed, failed, writer),
        rows=rows,
        words={
            "front": writer.say(th="หน้าแรก", en="Front page"),
            "agency": writer.say(th="หน่วยงาน", en="Agency"),
            "district": writer.say(th="อำเภอ", en="District"),
            "province": writer.say(th="จังหวัด", en="Province"),
            "total": writer.word("column", "total"),
            "change": writer.word("column", "change"),
            "level": writer.word("column", "level"),
            "status": writer.say(th="รายงาน", en="Report"),
        },
    )
    write_atomic(folder / "index.html", html.encode("utf-8"))


def _rows(
    entries: Mapping[str, Entry],
    fiscal_year: int,
    document: str,
    made: Mapping[str, pd.DataFrame],
    writer: Writer,
) -> list[dict[str, str]]:
    presented = fiscal_year if document == "annual" else fiscal_year - 1
    names = overview.full_names(made["agencies"])
    # Plain dicts: a look-up in a frame, once for each of thousands of agencies, takes longer than all else.
    agencies = made["agencies"].set_index("agency_id").to_dict("index")
    totals = (
        made["totals"][made["totals"]["fiscal_year"] == presented].set_index("agency_id").to_dict("index")
    )
    changes = overview.changes_of_totals(made["totals"], presented).set_index("agency_id")["change"].to_dict()
    levels = {level.th: level.name(writer.language) for level in framework.for_year(presented).levels}
    rows = []
    for agency_id, entry in entries.items():
        agency = agencies.get(agency_id, {"district": "", "province": ""})
        total: float | None = None
        level = ""
        if row := totals.get(agency_id):
            published = row["published_total"]
            total = float(row["computed_total"] if pd.isna(published) else published)
            level = str(row["published_level"] or row["level"])
        failed = entry.status == manifest.FAILED
        rows.append(
            {
                "agency_id": agency_id,
                "name": names.get(agency_id, agency_id),
                "district": str(agency["district"]),
                "province": str(agency["province"]),
                "total": writer.score(total),
                "change": writer.change(changes.get(agency_id)),
                "level": levels.get(level, level) or "–",
                "href": "" if failed else f"{agency_id}.html",
                "tone": "failed" if failed else "done",
                "status": writer.say(th="จัดทำไม่ได้", en="not made")
                if failed
                else writer.say(th="จัดทำแล้ว", en="made"),
                "reason": entry.reason,
            }
        )
    return sorted(rows, key=lambda row: (row["province"], row["district"], row["name"], row["agency_id"]))


def write_front(out: Path, stages: Sequence[tuple[str, str]], writer: Writer) -> Path:
    """Writes ``index.html`` of the whole output folder; ``stages`` are pages (file, name) beside it."""
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
    write_atomic(out / "index.html", html.encode("utf-8"))
    return out / "index.html"


def _summary(made: int, failed: int, writer: Writer) -> str:
    said = writer.say(th=f"รายงาน {made} ฉบับ", en=f"{made} report{'' if made == 1 else 's'}")
    if failed:
        said += writer.say(th=f" จัดทำไม่ได้ {failed} ฉบับ", en=f", {failed} could not be made")
    return said


def _page(title: str, writer: Writer) -> dict[str, str]:
    return {
        "title": title,
        "language": writer.language,
        "digits": writer.digits,
        "kind": "index",
        "skip": writer.word("word", "skip"),
        "font_css": fonts.font_face_css(),
    }
