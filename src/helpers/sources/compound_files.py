"""The container of old Office files: a file system in a file, of which one stream is wanted."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_LAST = 0xFFFFFFFA
"""Sectors have smaller numbers; what is larger ends a chain."""


def stream(content: bytes, *names: str) -> bytes:
    """The first stream with one of these names.

    Raises ``ValueError`` or ``struct.error`` where the container is damaged or has none.
    """
    size = 1 << min(_number("<H", content, 30), 16)
    small = 1 << min(_number("<H", content, 32), 16)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    first_directory, cutoff = _number("<I", content, 48), _number("<I", content, 56)
    table = _numbers(b"".join(map(sector, _sectors_of_table(content, sector))))
    directory = b"".join(map(sector, _chain(table, first_directory)))
    entries: dict[str, tuple[int, int]] = {}
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(_number("<H", entry, 64) - 2, 0)].decode("utf-16-le", "replace")
        entries.setdefault("" if entry[66] == 5 else name, struct.unpack_from("<II", entry, 116))
    for name in names:
        if name not in entries:
            continue
        first, length = entries[name]
        if length >= cutoff:
            return b"".join(map(sector, _chain(table, first)))[:length]
        small_table = _numbers(b"".join(map(sector, _chain(table, _number("<I", content, 60)))))
        held = b"".join(map(sector, _chain(table, entries[""][0])))
        pieces = (held[place * small : (place + 1) * small] for place in _chain(small_table, first))
        return b"".join(pieces)[:length]
    raise ValueError(f"no {' or '.join(names)}")


def _sectors_of_table(content: bytes, sector: object) -> Iterator[int]:
    """The sectors that hold the table of all chains: 109 in the header, more in a chain of their own."""
    yield from (number for number in struct.unpack_from("<109I", content, 76) if number < _LAST)
    number, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // 512)):
        if number >= _LAST:
            return
        *held, number = _numbers(sector(number))  # type: ignore[operator]
        yield from (each for each in held if each < _LAST)


def _chain(table: Sequence[int], number: int) -> Iterator[int]:
    left = len(table)
    while number < len(table):
        if not left:
            raise ValueError("a chain without end")
        yield number
        number, left = table[number], left - 1


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _number(form: str, content: bytes, place: int) -> int:
    return int(struct.unpack_from(form, content, place)[0])
