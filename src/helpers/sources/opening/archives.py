"""Refuses the ZIP archives of workbooks and Word files if they are sealed, damaged or too large."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError

from lxml import etree

from helpers.sources.opening.sheet import UnreadableFileError, too_large

MOST_UNPACKED_BYTES = 500 * 2**20
MOST_PARTS = 5000
"""Parts of a workbook; a sheet takes two, a picture one."""

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, struct.error, etree.XMLSyntaxError),
    *(NotImplementedError, EOFError, OSError, ValueError, KeyError),
)
"""Errors of unpacking and parsing a damaged archive; which one depends on where it is damaged."""

_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an old Office file; newer ones with a password are packed into such a file, too."""
_SEALED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = 0x1


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive. Any sign of damage while it is open becomes ``UnreadableFileError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_sealed(archive)
            yield archive
    except DAMAGE as error:
        raise UnreadableFileError("file_unreadable", reason=str(error)) from error


def refuse_old(content: bytes, suffix: str) -> None:
    """Refuses the older container: a newer file with a password inside, or an old file (``suffix``)."""
    if content.startswith(_OLD_CONTAINER):
        if _SEALED in content:
            raise UnreadableFileError("file_protected")
        raise UnreadableFileError("file_format_unknown", suffix=suffix)


def refuse_sealed(archive: zipfile.ZipFile) -> None:
    """Refuses an archive if any part needs a password."""
    if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
        raise UnreadableFileError("file_protected")


def check_size(archive: zipfile.ZipFile) -> None:
    """Refuses an archive that is too large, or that two programs could read differently."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED_BYTES:
        raise too_large(unpacked, MOST_UNPACKED_BYTES)
    names = set(archive.namelist())
    if len(names) < len(entries) or len(entries) > MOST_PARTS:
        raise UnreadableFileError("file_unreadable", reason=f"{len(entries)} parts, {len(names)} names")
