"""Old workbooks made to break whoever looks inside: each is refused, in little time and memory."""

import contextlib
import struct
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sources.opening import compound_files, old_excel
from helpers.sources.opening.sheet import UnreadableFileError
from packed import compound, old_cell, old_workbook, record

ONE = old_workbook([old_cell(0, 0, 2568)])
STYLES = record(0x31, struct.pack("<HHHHHBBBBBB", 320, 8, 0, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")  # struck


def begin(kind):
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def put(content, *fields):
    """The file with other numbers (place, form, value)."""
    changed = bytearray(content)
    for place, form, value in fields:
        struct.pack_into(form, changed, place, value)
    return bytes(changed)


def of(stream):
    return compound(stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0"))


def texts(content):
    """A workbook whose shared texts are this, with a font that has them looked at."""
    sheet = begin(0x10) + record(0x0A, b"")
    before = begin(5) + STYLES + record(0xFC, content)
    at = len(before) + 4 + 8 + 1 + 4
    name = record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"a")
    return of(before + name + record(0x0A, b"") + sheet)


def many_sheets(count, records):
    """Sheets that all begin at the same place, where many empty records stand."""
    sheet = begin(0x10) + record(0x55, b"") * records + record(0x0A, b"")
    names = [record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"a")] * count
    at = len(begin(5)) + sum(map(len, names)) + 4
    name = record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"a")
    return of(begin(5) + name * count + record(0x0A, b"") + sheet)


# The header's table of the sectors of the table begins at 76, the table itself (sector 0) at 512,
# the directory (sector 1) at 1024: the root's kind at 66, its first sector at 116, the workbook's at 128.
BROKEN = {
    "no root, and a stream that would be in it": put(
        ONE,
        *((1024 + 66, "B", 2), (1024 + 128 + 120, "<I", 100)),
        *((1024 + 256 + 64, "<H", 4), (1024 + 384 + 64, "<H", 6)),  # or these would do as a root
    ),
    "a chain without end": put(ONE, (512 + 4 * 2, "<I", 2)),
    "a directory without end": put(ONE, (512 + 4, "<I", 1)),
    "the same sector for all of the table": put(
        ONE,
        (68, "<I", 0),
        (72, "<I", 0xFFFFFFFF),
        (512 + 508, "<I", 0),
        *((512 + 4 * n, "<I", 0) for n in range(127)),
    ),
    "sectors of a byte": put(ONE, (30, "<H", 0)),
    "sectors larger than the file": put(ONE, (30, "<H", 65535)),
    "a text that claims four gigabytes": texts(struct.pack("<IIHBI", 1, 1, 1, 4, 0xFFFFFFFF) + b"a"),
    "texts without end": texts(struct.pack("<II", 0, 0xFFFFFFFF) + struct.pack("<HB", 0, 0) * 50),
    "nothing": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_refused(content):
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFileError):
            old_excel.look_inside(content, [[["2568"]]])
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_sheets_that_share_their_records_are_looked_at_so_often_only(monkeypatch):
    monkeypatch.setattr(old_excel, "MOST_STEPS", 10_000)
    assert len(old_excel.look_inside(many_sheets(9, 900), [[]] * 9)) == 9
    with pytest.raises(UnreadableFileError):
        old_excel.look_inside(many_sheets(20, 900), [[]] * 20)


@given(st.lists(st.tuples(st.integers(0, len(ONE) - 4), st.integers(0, 2**32 - 1)), max_size=8))
def test_whatever_stands_in_the_file_only_the_documented_error_comes(changes):
    content = put(ONE, *((place // 2 * 2, "<I", value) for place, value in changes))
    with contextlib.suppress(UnreadableFileError):
        old_excel.look_inside(content, [[["2568"]]])


def test_the_stream_is_found():
    assert compound_files.stream(ONE, "Workbook", "Book").startswith(begin(5))
