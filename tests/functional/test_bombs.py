"""Files made to break a reader: each is a finding about that file, soon and in bounded memory.

A child process with a limit on its memory reads a folder of all of them, while a server counts who calls.
"""

import http.server
import io
import json
import shutil
import struct
import subprocess
import sys
import threading
import zipfile
import zlib

import pytest

from helpers.findings import Finding
from helpers.sources.opening import pdf
from helpers.sources.opening.sheet import UnreadableFileError
from packed import (
    SHEET,
    archive,
    compound,
    old_cell,
    old_workbook,
    pdf_page,
    repacked,
    sheet_of_ods,
    word,
    workbook,
)

pytestmark = pytest.mark.thorough

MB = 2**20
MEMORY = 3500 * MB
"""Of the address space; the libraries alone reserve more than one of the three."""
MOST_SECONDS = 90
"""For one file, on a machine that does much else."""
GOOD = "agency_id,fiscal_year,indicator,score\n6990101,2568,1,90.00\n"


# ------------------------------------------------------------------ archives and XML
def entities(kind, server):
    """A document type whose entities grow, or lead to a file or an address."""
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    return {
        "laughs": (f"<!DOCTYPE a [{laughs}]>", "&l9;"),
        "quadratic": (f'<!DOCTYPE a [<!ENTITY q "{"q" * 100_000}">]>', "&q;" * 20_000),
        "file": ('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;"),
        "address": (f'<!DOCTYPE a [<!ENTITY h SYSTEM "{server}/entity">]>', "&h;"),
        "outside": (f'<!DOCTYPE a SYSTEM "{server}/type.dtd">', "x"),
        "parameter": (f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{server}/p.dtd"> %p;]>', "x"),
    }[kind]


KINDS = ("laughs", "quadratic", "file", "address", "outside", "parameter")


def with_entities(kind, server):
    """Such a document type in every container; in a workbook in a cell and in the name of a sheet."""
    prolog, text = entities(kind, server)
    in_a_cell = [(b"<worksheet", f"{prolog}<worksheet".encode()), (b"<v>91.5</v>", f"<v>{text}</v>".encode())]
    formula = [(b"<v>91.5</v>", b"<f>1+1</f><v></v>")]
    name = [
        (b"<workbook", f"{prolog}<workbook".encode()),
        (b'name="Sheet"', f'name="{text[:9]}"'.encode()),
    ]
    row = f"<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
    table = f'<table:table table:name="{text[:9]}">{row}</table:table>'
    drawing = f"<svg><text>{text}</text><image href='{server}/svg'/></svg><img src='{server}/img'>"
    return {
        f"{kind}.xlsx": repacked(in_a_cell),
        f"{kind}_name.xlsx": repacked(formula, book=name),
        f"{kind}.ods": sheet_of_ods(table, prolog),
        f"{kind}.docx": word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>", prolog),
        f"{kind}.html": f"{prolog}<p>{text}{drawing}</p>".encode(),
    }


def with_the_size_of_its_beginning():
    """A workbook one of whose parts says that it ends where a gigabyte of blanks begins."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as made:
        beginning = made.read(SHEET)
    content = bytearray(repacked([(b"</worksheet>", b"</worksheet>" + b" " * 400 * MB)]))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    local = struct.unpack("<I", content[at + 42 : at + 46])[0]
    for place in (at + 16, local + 14):
        content[place : place + 4] = struct.pack("<I", zlib.crc32(beginning))
    for place in (at + 24, local + 22):
        content[place : place + 4] = struct.pack("<I", len(beginning))
    return bytes(content)


def overlapping():
    """An archive whose entries all begin at the same place: a little that unpacks to much."""
    content = bytearray(repacked(more=[(f"xl/x{number}.xml", b" " * MB) for number in range(40)]))
    places = [place for place in range(len(content)) if content[place : place + 4] == b"PK\x01\x02"]
    for place in places[-40:]:
        content[place + 42 : place + 46] = content[places[-1] + 42 : places[-1] + 46]
    return bytes(content)


def nested():
    inner = archive(**{"a.xml": b" " * 100 * MB})
    for number in range(5):
        inner = archive(**{f"{number}.zip": inner})
    return inner


# ------------------------------------------------------------------ the files
FAR = b'r="XFD1048576"'
LAST = b'<c r="D2"'


def cell(repeated, what=""):
    return f'<table:table-cell table:number-columns-repeated="{repeated}"{what}'


def rows(count, inside):
    return f'<table:table-row table:number-rows-repeated="{count}">{inside}</table:table-row>'


TEXT = "><text:p>x</text:p></table:table-cell>"
DATE = ' office:value-type="date" office:date-value="2020-01-01"/>'
BOMBS = {
    # name: (bytes, findings of which one is told)
    "far.xlsx": (lambda: repacked([(b'r="D2"', FAR)]), {"sheet_too_large"}),
    "hidden.xlsx": (lambda: repacked([(b'r="D2"', b"s=' r=\"A1\"' " + FAR)]), {"sheet_too_large"}),
    "endless_tag.xlsx": (
        lambda: repacked([(LAST, b"<c" + b" " * 9 * MB + FAR)]),
        {"file_unreadable", "sheet_too_large"},
    ),
    "slow_tag.xlsx": (lambda: repacked([(LAST, b"<c " + b'r="A1" ' * 100_000 + b"<")]), None),
    "two_kinds.xlsx": (
        lambda: repacked([(b'r="D2"', FAR)], [("content.xml", "<a/>")]),
        {"sheet_too_large"},
    ),
    "many_parts.xlsx": (
        lambda: repacked(more=[(f"x/{n}", "") for n in range(20_000)]),
        {"file_unreadable"},
    ),
    "same_parts.xlsx": (overlapping, {"file_unreadable"}),
    "large.xlsx": (
        lambda: repacked([(b"</worksheet>", b"</worksheet>" + b" " * 600 * MB)]),
        {"file_too_large"},
    ),
    "liar.xlsx": (with_the_size_of_its_beginning, None),
    "nested.xlsx": (nested, {"file_unreadable"}),
    "outside.xlsx": (lambda: repacked(more=[("../../outside.xml", "x"), ("/outside.xml", "x")]), None),
    "old.xls": (
        lambda: old_workbook([old_cell(0, 0, 1.0) + old_cell(65535, 255, 1.0)] * 40),
        {"file_unreadable"},
    ),
    "loop.xls": (lambda: compound(b"\x09\x08" * 4096, loop=True), {"file_unreadable"}),
    "rows.ods": (
        lambda: sheet_of_ods(f'<table:table table:name="a">{rows(10**6, cell(16000, TEXT))}</table:table>'),
        {"sheet_too_large"},
    ),
    "dates.ods": (
        lambda: sheet_of_ods(f'<table:table table:name="a">{rows(10**6, cell(16000, DATE))}</table:table>'),
        {"sheet_too_large"},
    ),
    "sheets.ods": (
        lambda: sheet_of_ods(
            "".join(
                f'<table:table table:name="a{n}">{rows(10**5, cell(15, DATE))}</table:table>'
                for n in range(300)
            )
        ),
        {"sheet_too_large"},
    ),
    "boxes.docx": (
        lambda: word(
            "<w:tbl><w:tr><w:tc>"
            + "<w:p>" * 200
            + f"<w:r><w:t>{'x' * 9 * MB}</w:t></w:r>"
            + "</w:p>" * 200
            + "</w:tc></w:tr></w:tbl>"
        ),
        {"cell_too_long"},
    ),
    "before.docx": (
        lambda: word(
            "<w:tbl>" + '<w:tr><w:trPr><w:gridBefore w:val="999"/></w:trPr></w:tr>' * 300_000 + "</w:tbl>"
        ),
        {"sheet_too_large"},
    ),
    "deep.docx": (lambda: word("<w:sdt>" * 5000 + "</w:sdt>" * 5000), {"file_unreadable"}),
    "runs.docx": (
        lambda: word("<w:p>" + "<w:r>" * 200 + "<w:t/>" * 2_000_000 + "</w:r>" * 200 + "</w:p>"),
        {"table_empty"},
    ),
    "large.docx": (lambda: word(" " * 300 * MB), {"file_too_large"}),
    "deep.html": (lambda: b"<div>" * 500_000 + b"x", {"file_unreadable"}),
    "deep_table.html": (lambda: b"<table><tr><td>" * 100_000 + b"x", {"file_unreadable"}),
    "spans.html": (
        lambda: b"<table>" + b"<tr><td colspan=200 rowspan=1000>x" * 9999 + b"</table>",
        {"sheet_too_large"},
    ),
    "wide.html": (lambda: b"<table>" + b"<tr><td colspan=200>" * 900_000, {"sheet_too_large"}),
    "separators.csv": (lambda: b"," * 49 * MB, {"sheet_too_large"}),
    "jagged.csv": (lambda: b"," * 2 * MB + b"\n" + b"x\n" * 2 * MB, {"sheet_too_large"}),
    "line.csv": (lambda: b"x" * 49 * MB, {"cell_too_long"}),
    "line.txt": (lambda: b'"' + b"x" * 49 * MB + b'"\tx', {"cell_too_long"}),
    "tabs.txt": (lambda: b"\t" * 49 * MB, {"sheet_too_large"}),
    "utf16.csv": (lambda: b"\xff\xfe\x00\xd8a", {"encoding_unknown"}),
    "utf32.csv": (lambda: GOOD.encode("utf-32"), {"encoding_unknown", "table_not_understood"}),
    "utf7.csv": (lambda: b"+AD0-cmd", {"table_not_understood"}),
    "ebcdic.csv": (lambda: GOOD.encode("cp500"), {"encoding_unknown", "table_not_understood"}),
}
"""A finding of None: the harmless part of the file is read, or it is refused; what counts is that it ends."""

CHILD = """
import json, resource, sys, time
from pathlib import Path
memory, raw = int(sys.argv[1]), Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
from helpers.sources import folder
from helpers.sources.opening import containers
took, really = {}, containers.read_sheets
def timed(path):
    started = time.monotonic()
    try:
        return really(path)
    finally:
        took[path.name] = round(time.monotonic() - started, 2)
containers.read_sheets = timed
read = folder.read_folder(raw)
found = [(finding.file, finding.code, finding.text("th")) for finding in read.findings]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"found": found, "rows": len(read.scores), "took": took, "peak": peak}))
"""


@pytest.fixture
def server():
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory")
def test_bombs_are_findings_and_the_good_file_is_read(tmp_path, server):
    address, asked = server
    raw = tmp_path / "raw"
    (raw / "scores").mkdir(parents=True)
    (raw / "agencies.csv").write_text("agency_id,name\n6990101,บ้านทดลอง\n", encoding="utf-8")
    (raw / "scores" / "good.csv").write_text(GOOD, encoding="utf-8")
    files = {name: make() for name, (make, _) in BOMBS.items()}
    for kind in KINDS:
        files |= with_entities(kind, address)
    for name, content in files.items():
        (raw / "scores" / name).write_bytes(content)

    command = [sys.executable, "-c", CHILD, str(MEMORY), str(raw)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    found = {}
    for file, code, text in said["found"]:
        assert all(text)
        found.setdefault(file.removeprefix("scores/"), set()).add(code)
    assert said["rows"] >= 1
    for name, (_, codes) in BOMBS.items():
        assert codes is None or codes & found.get(name, set()), (name, found.get(name))
    assert max(said["took"].values()) < MOST_SECONDS, said["took"]
    assert asked == []
    everything = json.dumps(said["found"], ensure_ascii=False)
    assert "root:" not in everything
    assert "lollol" not in everything
    assert sorted(file.name for file in tmp_path.iterdir()) == ["raw"]


# ------------------------------------------------------------------ PDF
LINE = b"BT /F 8 Tf 20 800 Td (x) Tj ET\n"
PDFS = {
    "no end": LINE * 3,
    "pages in a circle": b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>",
    "a page a million times": b"<</Type/Pages/Kids[" + b"3 0 R " * 1_000_000 + b"]/Count 1000000>>",
    "a count that is no number of pages": b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>",
    "arrays in arrays": b"<</Type/Pages/Kids" + b"[" * 200_000 + b"]" * 200_000 + b"/Count 1>>",
}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs Poppler")
@pytest.mark.parametrize(
    "what", [*PDFS, "a packed gigabyte", "text without end", "broken", "lines without end"]
)
def test_a_pdf_that_is_a_bomb_is_read_or_refused_soon(what, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_SECONDS", 10)
    packed = b"/Filter/FlateDecode"
    content = {
        "a packed gigabyte": lambda: pdf_page(zlib.compress(b" " * 1024 * MB, 9), about=packed),
        "text without end": lambda: pdf_page(zlib.compress(LINE * 2_000_000, 9), about=packed),
        "lines without end": lambda: pdf_page(
            zlib.compress(LINE + b"".join(b"%d %d 9 9 re S\n" % (n % 590, n % 840) for n in range(300_000))),
            about=packed,
        ),
        "broken": lambda: pdf_page(LINE)[:-300] + b"\0" * 300,
        "no end": lambda: pdf_page(LINE)[:200],
    }.get(what, lambda: pdf_page(LINE, PDFS[what]))()
    file = tmp_path / "received.pdf"
    file.write_bytes(content)
    refused = None
    try:
        assert 0 < len(pdf.read_pdf(file).rows) <= 500_000
    except UnreadableFileError as error:
        refused = Finding(error.code, file.name, values=error.values)
    if refused is not None:
        known = {"file_unreadable", "file_too_large", "sheet_too_large", "pdf_is_a_scan"}
        assert refused.code in known
        assert all(refused.text("th"))
