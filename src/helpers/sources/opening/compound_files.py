"""The container of old Office files: a file system within a file, from which one stream is read.

Its contents aren't trusted: no chain is followed for longer than the file has sectors, so a stream can't
become larger than the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_LAST = 0xFFFFFFFA
"""Sectors have smaller numbers; this or a larger one ends a chain."""

_SIZES, _SMALL = (512, 4096), 64
"""Possible sizes of a sector in bytes, and the size of the small sectors inside the root's stream."""

_ROOT = 5


def stream(content: bytes, *names: str) -> bytes:
    """The first stream with one of these names.

    Raises ``ValueError`` or ``struct.error`` if the container is damaged or has none of them.
    """
    size = 1 << min(_number("<H", content, 30), 16)
    if size not in _SIZES:
        raise ValueError(f"sectors of {size} bytes")
    sectors = [content[place : place + size] for place in range(size, len(content), size)]
    table = _numbers(b"".join(sectors[number] for number in _sectors_of_table(content, sectors)))
    directory = _joined(sectors, table, _number("<I", content, 48))
    entries: dict[str, tuple[int, int]] = {}
    root: int | None = None
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        first, length = struct.unpack_from("<II", entry, 116)
        if entry[66] == _ROOT:
            root = first if root is None else root
        else:
            name = entry[: max(_number("<H", entry, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.setdefault(name, (first, length))
    entry_name = next((name for name in names if name in entries), None)
    if entry_name is None:
        raise ValueError(f"no {' or '.join(names)}")
    first, length = entries[entry_name]
    if length >= _number("<I", content, 56):
        return _joined(sectors, table, first)[:length]
    if root is None:
        raise ValueError("no root for small streams")
    small_stream = _joined(sectors, table, root)
    pieces = [small_stream[place : place + _SMALL] for place in range(0, len(small_stream), _SMALL)]
    small_table = _numbers(_joined(sectors, table, _number("<I", content, 60)))
    return _joined(pieces, small_table, first)[:length]


def _joined(sectors: Sequence[bytes], table: Sequence[int], first: int) -> bytes:
    """The sectors of a chain, in order. Raises ``ValueError`` for an endless chain."""
    chain: list[bytes] = []
    number = first
    while number < min(len(table), len(sectors)):
        if len(chain) >= len(sectors):
            raise ValueError("a chain without end")
        chain.append(sectors[number])
        number = table[number]
    return b"".join(chain)


def _sectors_of_table(content: bytes, sectors: Sequence[bytes]) -> Iterator[int]:
    """The sectors that hold the table of all chains: 109 in the header, more in a chain of their own.

    Raises ``ValueError`` if there are far more than a table for this number of sectors needs.
    """
    left = 2 * len(sectors) // 128 + 109
    number, count = struct.unpack_from("<II", content, 68)
    numbers = list(struct.unpack_from("<109I", content, 76))
    while True:
        for each in numbers:
            if each < len(sectors):
                left -= 1
                yield each
        if left < 0 or count > len(sectors):
            raise ValueError("a table larger than its file")
        if not count or number >= min(_LAST, len(sectors)):
            return
        *numbers, number = _numbers(sectors[number])
        count -= 1


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _number(form: str, content: bytes, place: int) -> int:
    return int(struct.unpack_from(form, content, place)[0])
