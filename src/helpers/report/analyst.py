"""The parts of a report that only the analyst's page shows: findings, checklist, origins."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd

import helpers
from helpers import framework, stages, tables, thai
from helpers import provenance as made_by
from helpers.analysis import checklist as elements
from helpers.analysis import coverage
from helpers.facts import Facts
from helpers.figures.ledger import Figure, Row
from helpers.narrative import Writer, finding_words, sentences
from helpers.narrative import checklist as words
from helpers.report.html import Block, render


def findings(data_dir: Path, facts: Facts, writer: Writer) -> Block:
    """The problems in the agency's input for the report's year and the two before it."""
    findings_of_years = tables.read(data_dir, "findings", facts.agency.id)
    years = [facts.fiscal_year - back for back in (0, 1, 2)]
    findings_of_years = findings_of_years[
        findings_of_years["fiscal_year"].isna() | findings_of_years["fiscal_year"].isin(years)
    ]
    severities = finding_words.severity_words(writer)
    suffix = "_en" if writer.language == "en" else ""
    rows = [
        [
            severities[row["severity"]],
            row["file"] + ("" if pd.isna(row["row"]) else f" ({row['row']})"),
            writer.localise(row[f"problem{suffix}"]),
            writer.localise(row[f"remedy{suffix}"]),
        ]
        for row in findings_of_years.to_dict("records")
    ]
    return _table(
        "findings",
        writer.say(th="ข้อสังเกตต่อข้อมูลนำเข้า", en="Findings about the input"),
        [
            writer.say(th="ความสำคัญ", en="Severity"),
            writer.say(th="แฟ้ม (แถว)", en="File (row)"),
            writer.say(th="สิ่งที่พบ", en="What is wrong"),
            writer.say(th="ควรแก้เป็น", en="What to write instead"),
        ],
        rows,
        [] if rows else [writer.say(th="ไม่พบข้อผิดพลาดในแฟ้มข้อมูล", en="Nothing to mend was found.")],
        findings_of_years,
    )


def checklist(data_dir: Path, facts: Facts, writer: Writer) -> Block:
    """The elements that the assessment looks for in this document, with each rule's certainty."""
    title = writer.say(th="รายการตรวจความครบถ้วน", en="Checklist")
    head = [
        writer.say(th="ข้อ", en="Element"),
        writer.say(th="องค์ประกอบ", en="What it asks"),
        writer.say(th="ผล", en="State"),
        writer.say(th="สิ่งที่ขาด", en="What is missing"),
        writer.say(th="ความแน่นอนของเกณฑ์", en="Certainty of the rule"),
    ]
    rows = _own_checklist(data_dir, facts)
    if rows.empty:
        none = writer.say(th="เอกสารนี้ไม่มีรายการตรวจ", en="There is no checklist for this document.")
        return _table("checklist", title, head, [], [none], rows)
    lacks = elements.readiness(rows)["lacks"]
    verdict = words.to_fill_in(rows, writer) if lacks.empty else words.verdict(lacks.iloc[0], writer)
    return _table("checklist", title, head, words.rows(rows, writer, facts.printed), [verdict], rows)


def matches(facts: Facts, writer: Writer) -> Block | None:
    """Which measure answers which indicator on what ground, and how to confirm or reject it."""
    if not facts.measures:
        return None
    weak = {row["indicator"] for row in facts.weak}
    # A measure that names only an instrument names no indicator, so there is nothing to confirm.
    answers = sorted(
        (match for match in facts.answers if match.basis != "instrument"),
        key=lambda match: (match.indicator, match.measure),
    )
    grounds = {
        "tag": ("หน่วยงานระบุเอง", "named by the agency"),
        "title": ("ชื่อมาตรการ", "title"),
        "step": ("วิธีดำเนินการ", "steps"),
        "result": ("ผลการดำเนินการ", "results"),
    }
    rows = []
    for match in answers:
        th, en = grounds[match.basis]
        ground = writer.say(th=th, en=en) + (f" “{writer.localise(match.ground)}”" if match.ground else "")
        confirmed = match.basis == coverage.CONFIRMED
        point = writer.say(th=" (ประเด็นที่ต้องแก้ไขหรือพัฒนา)", en=" (weak point)")
        name = sentences.indicator(match.indicator, facts.analysed, writer)
        th, en = ("ยืนยันแล้ว", "confirmed") if confirmed else ("รอยืนยัน", "to be confirmed")
        rows.append(
            [
                name + (point if match.indicator in weak else ""),
                writer.localise(f"{facts.printed[match.measure]} {_title(facts, match.measure)}"),
                ground,
                writer.say(th=th, en=en),
            ]
        )
    return _table(
        "matches",
        writer.say(th="การจับคู่มาตรการกับตัวชี้วัด", en="Measures matched to indicators"),
        [
            writer.word("column", "indicator"),
            writer.word("column", "title"),
            writer.say(th="พิจารณาจาก", en="Ground"),
            writer.word("column", "status"),
        ],
        rows,
        [
            writer.say(
                th="ยืนยันโดยกรอกเลขตัวชี้วัดในช่อง “ตัวชี้วัดที่เกี่ยวข้อง” (indicators) ของมาตรการ ข้อที่ไม่กรอกถือว่าไม่ใช่"
                " หากมาตรการไม่ตอบตัวชี้วัดใด ให้กรอก “ไม่มี”",
                en="Confirm by writing the numbers into the measure's column “indicators”; what is not"
                " written is refused. For a measure that answers none, write “none”.",
            )
        ],
        pd.DataFrame(answers, columns=coverage.COLUMNS),
    )


def _title(facts: Facts, measure: int) -> str:
    return " ".join(facts.by_measure[measure][0]["title"].split())


def _own_checklist(data_dir: Path, facts: Facts) -> pd.DataFrame:
    """This report's checklist, with the weak points of its own settings."""
    # Judged anew, as the table in processed/ was judged with the settings of notebook 03.
    inputs = {name: tables.read(data_dir, name, facts.agency.id) for name in stages.CHECKED}
    year = facts.fiscal_year - 1
    others = inputs["weak_indicators"][inputs["weak_indicators"]["fiscal_year"] != year]
    own = pd.DataFrame(facts.weak).assign(agency_id=facts.agency.id, fiscal_year=year)
    inputs["weak_indicators"] = tables.typed(
        "weak_indicators", pd.concat([others, own]) if len(own) else others
    )
    elements_of_agency = elements.compute(inputs)
    return elements_of_agency[
        (elements_of_agency["fiscal_year"] == facts.fiscal_year)
        & (elements_of_agency["document"] == facts.document)
    ]


def provenance(data_dir: Path, facts: Facts, parameters: Mapping[str, str], writer: Writer) -> Block:
    """The raw files, parameters, rules and versions that the report is made from.

    ``parameters`` are the notebook's parameters that differ from the defaults.
    """
    stated = tables.read(data_dir, "sources").set_index("file").to_dict("index")
    sha256: dict[str, str] = dict(tables.read(data_dir, "files").itertuples(index=False))
    rows = [
        [
            file,
            *(str(stated[file][name]) if file in stated else "" for name in ("publisher", "title")),
            _where(stated[file], writer) if file in stated else "",
            str(stated[file]["note"]) if file in stated else "",
            sha256.get(file, ""),
        ]
        for file in _files(data_dir, facts, sha256)
    ]
    day = thai.format_date(facts.cut_off, digits=writer.digits, language=writer.language)
    program = made_by.program()
    libraries = ", ".join(f"{name} {version}" for name, version in made_by.versions().items())
    return _table(
        "provenance",
        writer.say(th="ที่มาของข้อมูลและเกณฑ์", en="Where data and rules come from"),
        [
            writer.say(th="แฟ้ม", en="File"),
            writer.say(th="ผู้เผยแพร่", en="Publisher"),
            writer.say(th="เอกสาร", en="Document"),
            writer.say(th="แหล่งที่มา", en="Address"),
            writer.say(th="บันทึก", en="Note"),
            "SHA-256",
        ],
        rows,
        [
            writer.say(th=f"ตัดยอด ณ วันที่ {day}", en=f"Looked back from {day}"),
            f"{writer.say(th='พารามิเตอร์', en='Parameters')}: {_parameters(facts, parameters, writer)}",
            f"{writer.say(th='ค่าที่ตั้ง', en='Settings')}: {facts.settings.text()}",
            *(_rules(year, writer) for year in (facts.fiscal_year - 1, facts.fiscal_year)),
            _asked_by(facts, writer),
            f"{writer.say(th='เกณฑ์', en='Rules')}: ita.toml {program['rules']}",
            f"{writer.say(th='โปรแกรม', en='Program')}: ita-reports {helpers.__version__} {program['code']}",
            f"{writer.say(th='ไลบรารี', en='Libraries')}: {libraries}",
        ],
        pd.DataFrame(rows, columns=["file", "publisher", "title", "url", "note", "sha256"]),
    )


def figures(page: str, data_dir: Path, facts: Facts, writer: Writer) -> Block:
    """Every figure of the report in the page's order: what it is, how it is worked out, from which rows."""
    from helpers.figures import trace  # imported here, as only this page needs its HTML parser

    places = {
        (str(table), int(year), str(key)): _place(str(file), str(sheet), row)
        for _, table, year, key, file, sheet, row in tables.read(
            data_dir, "places", facts.agency.id
        ).itertuples(index=False)
    }
    figures_by_part = dict.fromkeys(
        (number.part, figure) for number in trace.numbers(page, facts, writer) for figure in number.figures
    )
    rows = [(part, *_figure_row(figure, places, writer)) for part, figure in figures_by_part]
    title = writer.say(th="ที่มาของตัวเลขในรายงาน", en="Where each figure comes from")
    html = render(
        "figures.html.j2",
        id="analyst-figures",
        title=title,
        intro=writer.say(
            th="เรียงตามที่ปรากฏในรายงาน ตัวเลขที่ปรากฏซ้ำในส่วนเดียวกันแสดงครั้งเดียว ตัวเลขที่เท่ากันแสดงทุกความหมาย",
            en="In the order of the report, once for each part; of equal figures every meaning is shown.",
        ),
        head=[
            writer.say(th="ตัวเลข", en="Figure"),
            writer.say(th="ความหมาย", en="What it is"),
            writer.say(th="วิธีคิด", en="How it follows"),
            writer.say(th="แถวในแฟ้มข้อมูล", en="Rows of the files"),
        ],
        parts=[
            (writer.localise(part), list(dict.fromkeys(row[1:] for row in group)))
            for part, group in groupby(rows, key=itemgetter(0))
        ],
    )
    columns = ["part", "figure", "what", "operation", "rows", "at"]
    return Block(html, title, table=pd.DataFrame(rows, columns=columns).drop_duplicates())


def _figure_row(figure: Figure, places: Mapping[Row, tuple[str, int]], writer: Writer) -> tuple[str, ...]:
    """A figure as printed, what it is, how it is worked out, its rows in files, its place in the tables."""
    return (
        thai.localise(figure.text, writer.digits),
        writer.localise(figure.what),
        writer.localise(figure.operation.replace("count:", writer.say(th="นับ:", en="count:"))),
        _by_file([places[row] for row in figure.rows if row in places]),
        figure.at,
    )


def _place(file: str, sheet: str, row: int) -> tuple[str, int]:
    return f"{file}{f' [{sheet}]' if sheet else ''}", int(row)


def _by_file(places: Iterable[tuple[str, int]]) -> str:
    """Rows by file: scores/5310703.csv: 12, 22."""
    rows_of: dict[str, list[int]] = {}
    for file, row in dict.fromkeys(places):
        rows_of.setdefault(file, []).append(row)
    return "\n".join(f"{file}: {', '.join(map(str, sorted(rows)))}" for file, rows in rows_of.items())


def _parameters(facts: Facts, parameters: Mapping[str, str], writer: Writer) -> str:
    texts = {
        "agency_id": facts.agency.id,
        "fiscal_year": str(facts.fiscal_year),
        "document": facts.document,
        "language": writer.language,
        "digits": writer.digits,
        **{name: text for name, text in parameters.items() if text},
    }
    return ", ".join(f"{name}={text}" for name, text in texts.items())


def _where(stated: Mapping[Hashable, object], writer: Writer) -> str:
    """A file's address, the day it was fetched, and the day up to which its results count, if stated."""
    day, until = str(stated["retrieved"]), stated["results_until"]
    retrieved = writer.say(th=f"สืบค้นเมื่อ {day}", en=f"retrieved {day}") if day else ""
    counted = ""
    if isinstance(until, pd.Timestamp):
        last = thai.format_date(until.date(), digits=writer.digits, language=writer.language)
        counted = writer.say(th=f"ผลการดำเนินการที่รายงานมีถึงวันที่ {last}", en=f"results reported up to {last}")
    return "\n".join(line for line in (str(stated["url"]), retrieved, counted) if line)


def _files(data_dir: Path, facts: Facts, recorded: Iterable[str]) -> list[str]:
    """The agency's raw files up to the report's year, and those that concern every agency."""
    places = tables.read(data_dir, "places", facts.agency.id)
    own = places.loc[places["fiscal_year"] <= facts.fiscal_year, "file"]
    return sorted({*own, *(name for name in recorded if name.casefold() in made_by.RECORDS)})


def _rules(year: int, writer: Writer) -> str:
    if year not in framework.years():
        return writer.say(th=f"ปี {year}: ไม่มีเกณฑ์", en=f"{year}: no rules")
    rules = framework.for_year(year)
    parts = [
        f"{writer.word('rule', part)}: {words.certainty(sure, writer)}"
        for part, sure in rules.certainty.items()
    ]
    return writer.say(th=f"เกณฑ์ปี {year}", en=f"Rules of {year}") + f" ({', '.join(parts)})"


def _asked_by(facts: Facts, writer: Writer) -> str:
    """The item that asks for the document, with its certainty; the public page only names published ones."""
    item = framework.item_for(facts.document, facts.fiscal_year)
    lead = writer.say(th="ข้อที่ขอเอกสารฉบับนี้", en="Item that asks for this document")
    if item is None:
        return f"{lead}: {writer.say(th='ไม่ทราบว่าเป็นข้อใดของการประเมินปีใด', en='not known')}"
    sure = words.certainty(item.certainty, writer)
    return (
        f"{lead}: {item.number}, {writer.say(th='การประเมินปีงบประมาณ', en='fiscal year')} {item.year} ({sure})"
    )


def _table(
    name: str, title: str, head: list[str], rows: list[list[str]], paragraphs: list[str], frame: pd.DataFrame
) -> Block:
    html = render(
        "table.html.j2",
        links=(),
        id=f"analyst-{name}",
        title=title,
        caption=title,
        head=head,
        rows=rows,
        numeric=set(),
        paragraphs=paragraphs,
    )
    return Block(html, title, table=frame)
