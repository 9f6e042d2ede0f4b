"""Messages over a stream socket: a length, then JSON."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any

_LENGTH = struct.Struct("!Q")


def packed(message: Mapping[str, Any]) -> bytes:
    """A message as bytes. What JSON does not know (a date in a display's metadata) goes as its text."""
    # A lone surrogate cannot be encoded, but a cell may print one.
    body = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    return _LENGTH.pack(len(body)) + body


class Reader:
    """Puts messages together from the pieces in which they arrive."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, piece: bytes) -> Iterator[dict[str, Any]]:
        """The messages that are complete with this piece."""
        self._pending += piece
        while len(self._pending) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._pending)[0]
            if len(self._pending) < end:
                return
            body = bytes(self._pending[_LENGTH.size : end])
            del self._pending[:end]
            yield json.loads(body.decode("utf-8", "surrogatepass"))


def messages(connection: socket.socket) -> Iterator[dict[str, Any]]:
    """The messages of a connection as they come, up to its end."""
    reader = Reader()
    while piece := connection.recv(1 << 16):
        yield from reader.feed(piece)
