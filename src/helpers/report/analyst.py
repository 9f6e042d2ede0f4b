"""What only the analyst's page of a report shows: findings, checklist, where everything comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

import helpers
from helpers import framework, stages, tables, thai
from helpers.analysis import checklist as elements
from helpers.facts import Facts
from helpers.narrative import Writer
from helpers.narrative import checklist as words
from helpers.report import findings_page
from helpers.report.html import Block, render


def findings(data_dir: Path, facts: Facts, writer: Writer) -> Block:
    """What is wrong with the agency's input, of the report's year and the two before it."""
    found = tables.read(data_dir, "findings", facts.agency.id)
    years = [facts.fiscal_year - back for back in (0, 1, 2)]
    found = found[found["fiscal_year"].isna() | found["fiscal_year"].isin(years)]
    severities = findings_page.severity_words(writer)
    suffix = "_en" if writer.language == "en" else ""
    rows = [
        [
            severities[row["severity"]],
            row["file"] + ("" if pd.isna(row["row"]) else f" ({row['row']})"),
            writer.localise(row[f"problem{suffix}"]),
            writer.localise(row[f"remedy{suffix}"]),
        ]
        for row in found.to_dict("records")
    ]
    return _table(
        "findings",
        writer.say(th="ข้อสังเกตต่อข้อมูลนำเข้า", en="Findings about the input"),
        [
            writer.say(th="ระดับ", en="Severity"),
            writer.say(th="แฟ้ม (แถว)", en="File (row)"),
            writer.say(th="สิ่งที่พบ", en="What is wrong"),
            writer.say(th="ควรแก้เป็น", en="What to write instead"),
        ],
        rows,
        [] if rows else [writer.say(th="ไม่พบสิ่งที่ต้องแก้ไข", en="Nothing to mend was found.")],
    )


def checklist(data_dir: Path, facts: Facts, writer: Writer) -> Block:
    """Element by element what the assessment looks for in this document, with the rule's certainty."""
    title = writer.say(th="รายการตรวจความครบถ้วน", en="Checklist")
    head = [
        writer.say(th="ข้อ", en="Element"),
        writer.say(th="องค์ประกอบ", en="What it asks"),
        writer.say(th="ผล", en="State"),
        writer.say(th="สิ่งที่ขาด", en="What is missing"),
        writer.say(th="ความแน่นอนของเกณฑ์", en="Certainty of the rule"),
    ]
    rows = _own(data_dir, facts)
    if rows.empty:
        none = writer.say(
            th="รายงานรอบ 6 เดือนเป็นรายงานโดยสมัครใจ จึงไม่มีรายการตรวจ",
            en="The six-month report is voluntary; there is no checklist for it.",
        )
        return _table("checklist", title, head, [], [none])
    lacks = elements.readiness(rows)["lacks"].iloc[0]
    return _table(
        "checklist", title, head, words.rows(rows, writer, facts.printed), [words.verdict(lacks, writer)]
    )


def _own(data_dir: Path, facts: Facts) -> pd.DataFrame:
    """This report's checklist, with the weak points of its own settings."""
    known = {name: tables.read(data_dir, name, facts.agency.id) for name in stages.CHECKED}
    year = facts.fiscal_year - 1
    others = known["weak_indicators"][known["weak_indicators"]["fiscal_year"] != year]
    own = facts.weak.assign(agency_id=facts.agency.id, fiscal_year=year)
    known["weak_indicators"] = tables.typed(
        "weak_indicators", pd.concat([others, own]) if len(own) else others
    )
    made = elements.compute(known)
    return made[(made["fiscal_year"] == facts.fiscal_year) & (made["document"] == facts.document)]


def provenance(data_dir: Path, facts: Facts, writer: Writer) -> Block:
    """The raw files behind the report, the rules and settings it used, and the version that made it."""
    files = sorted({*_files(data_dir, facts)})
    sources = tables.read(data_dir, "sources").set_index("file")
    rows = []
    for file in files:
        known = sources.loc[file] if file in sources.index else None
        rows.append(
            [file, *("" if known is None else str(known[name]) for name in ("publisher", "title", "note"))]
        )
    day = thai.format_date(facts.cut_off, digits=writer.digits, language=writer.language)
    return _table(
        "provenance",
        writer.say(th="ที่มาของข้อมูลและเกณฑ์", en="Where data and rules come from"),
        [
            writer.say(th="แฟ้ม", en="File"),
            writer.say(th="ผู้เผยแพร่", en="Publisher"),
            writer.say(th="เอกสาร", en="Document"),
            writer.say(th="บันทึก", en="Note"),
        ],
        rows,
        [
            writer.say(th=f"ตัดยอด ณ วันที่ {day}", en=f"Looked back from {day}"),
            f"{writer.say(th='ค่าที่ตั้ง', en='Settings')}: {facts.settings.text()}",
            *(_rules(year, writer) for year in (facts.fiscal_year - 1, facts.fiscal_year)),
            f"ita-reports {helpers.__version__}",
        ],
    )


def _files(data_dir: Path, facts: Facts) -> Sequence[str]:
    found = []
    for name, years in (("scores", 2), ("measures", 0), ("progress", 0)):
        rows = tables.read(data_dir, name, facts.agency.id)
        rows = rows[rows["fiscal_year"].between(facts.fiscal_year - years, facts.fiscal_year)]
        found += list(rows["source"])
    return found


def _rules(year: int, writer: Writer) -> str:
    if year not in framework.years():
        return writer.say(th=f"ปี {year}: ไม่มีเกณฑ์", en=f"{year}: no rules")
    rules = framework.for_year(year)
    parts = [
        f"{words.rule(part, writer)}: {words.certainty(sure, writer)}"
        for part, sure in rules.certainty.items()
    ]
    return writer.say(th=f"เกณฑ์ปี {year}", en=f"Rules of {year}") + f" ({', '.join(parts)})"


def _table(name: str, title: str, head: list[str], rows: list[list[str]], paragraphs: list[str]) -> Block:
    html = render(
        "table.html.j2",
        id=f"analyst-{name}",
        title=title,
        caption=title,
        head=head,
        rows=rows,
        numeric=set(),
        paragraphs=paragraphs,
    )
    return Block(html, title)
