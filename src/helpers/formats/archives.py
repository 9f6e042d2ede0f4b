"""ZIP archives that are the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can record."""

_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The archive of these files, in this order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # by default it names the operating system
            archive.writestr(entry, part)
    return content.getvalue()


def settled(document: bytes) -> bytes:
    """An office document without the time at which it was saved, in its archive and in its properties."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    if core in parts:
        parts[core] = _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", parts[core])
    return packed(parts)
