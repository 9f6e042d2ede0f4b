"""Files put together from their parts, for what no program that writes them would write."""

import io
import struct
import zipfile

import openpyxl

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["agency_id", "fiscal_year", "indicator", "score"])
    book.active.append(["6990101", 2568, 2, 91.5])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(edits=(), more=(), book=()):
    """A workbook with replacements ``(old, new)`` in its sheet and its list of sheets, and further parts."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            for before, after in {SHEET: edits, "xl/workbook.xml": book}.get(name, ()):
                assert before in part
                part = part.replace(before, after)
            new.writestr(name, part)
        for name, part in more:
            new.writestr(name, part)
    return result.getvalue()


def archive(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            # A program looks for the kind of an OpenDocument where it is not packed.
            made.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


def sealed(content, chosen=lambda name: True, method=None):
    """An archive whose chosen parts say that a password seals them, or that they are packed by a method."""
    content = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {entry.filename: entry.header_offset for entry in archive.infolist()}
    for name, at in entries.items():
        listed = content.index(b"PK\x01\x02")
        while content[listed + 46 : listed + 46 + len(name.encode())] != name.encode():
            listed = content.index(b"PK\x01\x02", listed + 4)
        if chosen(name):
            for flags in (at + 6, listed + 8):
                if method is None:
                    content[flags] |= 1
                else:
                    content[flags + 2 : flags + 4] = struct.pack("<H", method)
    return bytes(content)


def word(body, before=""):
    parts = {"word/document.xml": f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"}
    return archive(**parts)


def sheet_of_ods(table, before="", sealed=""):
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return archive(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        **{
            "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{sealed}</manifest>",
            "content.xml": f"{before}<office:document-content {names}>"
            f"<office:body><office:spreadsheet>{table}"
            "</office:spreadsheet></office:body></office:document-content>",
        },
    )


def record(kind, content):
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def old_cell(row, column, value):
    """A number or a text in a cell of an old workbook."""
    if isinstance(value, str):
        text = value.encode("utf-16-le")[:400]
        return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def old_workbook(sheets, sealed=False):
    """An .xls with these sheets, each the records of its cells; sealed: it says that it has a password."""

    def begin(kind):
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    made = [begin(0x10) + cells + record(0x0A, b"") for cells in sheets]
    names = [f"s{number}".encode() for number in range(len(sheets))]
    stream = begin(5) + (record(0x2F, struct.pack("<HH", 1, 1) + bytes(50)) if sealed else b"")
    at = len(stream) + sum(4 + 8 + len(name) for name in names) + 4
    for name, sheet in zip(names, made, strict=True):
        stream += record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)
        at += len(sheet)
    stream += record(0x0A, b"") + b"".join(made)
    size = max(4096, len(stream) + -len(stream) % 512)  # a shorter one would be kept elsewhere
    return compound(stream.ljust(size, b"\0"))


def compound(stream, name="Workbook", loop=False):
    """A compound file with one stream; in a loop its last sector leads to its first."""

    def entry(name, kind, child, start, size):
        raw = name.encode("utf-16-le")
        ids = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        length = struct.pack("<H", len(raw) + 2 if name else 0)
        return (
            raw.ljust(64, b"\0")
            + length
            + bytes([kind, 1])
            + ids
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    free, end, own = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    count = len(stream) // 512
    assert count < 120, "one sector of the table has to do"
    chain = [own, end, *range(3, 2 + count), 2 if loop else end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    entries = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    entries += entry("", 0, free, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    return header + struct.pack("<109I", 0, *[free] * 108) + table + entries + stream


def pdf_of(*objects):
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def pdf_page(stream, pages=b"<</Type/Pages/Kids[3 0 R]/Count 1>>", about=b""):
    """A PDF of a page with this content; ``pages`` is its tree of pages, ``about`` says how it is packed."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), about, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
