"""Finds where two versions of a page or a Word document first differ, so that a person can look there."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass

AROUND = 40
"""How many characters of text are shown before and after the difference."""

NEAR = 6000
"""How many characters of markup are searched for them."""

LARGEST_PART = 50_000_000
"""Largest part of a document, in bytes, that is unpacked: a stranger's file may be a zip bomb."""

TEXT = "word/document.xml"
"""The part of a Word document that holds its text."""

_INLINE = re.compile(r"</?(?:wbr|strong|em|small|span|a|tspan|w:(?!p\b|tc\b)\w+)(?:\s[^<>]*|/)?>")
"""Tags inside a word or sentence. In Word that is all but paragraphs and cells: it splits words into runs."""

_TAG = re.compile(r"<[^<>]*>")
_FIGURE = re.compile(r"[+−-]?[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*")


@dataclass(frozen=True)
class Place:
    """The first place where a file differs from what it should be.

    ``line`` and ``column`` count from 1, in the file or its ``part``; both are 0 if it is not text.
    """

    found: str = ""
    """What stands there, with some text before and after."""
    right: str = ""
    """What should stand there."""
    figure_found: str = ""
    """The number there, "" where there is none."""
    figure_right: str = ""
    line: int = 0
    column: int = 0
    part: str = ""
    """A document's part, "" for a page."""
    packed: bool = False
    """Whether all parts of a document are equal and only the zip around them differs."""


def first(actual: bytes, right: bytes) -> Place:
    """Where the file ``actual`` first differs from the ``right`` one."""
    if right.startswith(b"PK"):
        return _of_documents(actual, right)
    return _of_texts(actual, right)


def _of_documents(actual: bytes, right: bytes) -> Place:
    """Compares the text first, then the parts that only affect its look."""
    try:
        with zipfile.ZipFile(io.BytesIO(actual)) as theirs, zipfile.ZipFile(io.BytesIO(right)) as ours:
            sizes = {each.filename: each.file_size for each in theirs.infolist()}
            for part in sorted({*sizes, *ours.namelist()}, key=lambda name: (name != TEXT, name)):
                if part not in sizes or part not in ours.namelist() or sizes[part] > LARGEST_PART:
                    return Place(part=part)
                before, after = theirs.read(part), ours.read(part)
                if before != after:
                    return (
                        _of_texts(before, after, part)
                        if part.endswith((".xml", ".rels"))
                        else Place(part=part)
                    )
            return Place(packed=True)
    # zipfile raises RuntimeError for a part with a password, NotImplementedError for an unknown compression.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        pass
    return Place()


def _of_texts(actual: bytes, right: bytes, part: str = "") -> Place:
    theirs, ours = actual.decode("utf-8", "replace"), right.decode("utf-8", "replace")
    both = enumerate(zip(theirs, ours, strict=False))
    at = next((place for place, (a, b) in both if a != b), min(len(theirs), len(ours)))
    is_, should_be = _around(theirs, at), _around(ours, at)
    return Place(
        _excerpt(*is_),
        _excerpt(*should_be),
        _figure(*is_),
        _figure(*should_be),
        theirs.count("\n", 0, at) + 1,
        at - theirs.rfind("\n", 0, at),
        part,
    )


def _around(text: str, at: int) -> tuple[str, str]:
    """The text that a reader sees before and after a place; the markup if the place is inside a tag."""
    before, after = text[max(0, at - NEAR) : at], text[at : at + NEAR]
    if before.rfind("<") > before.rfind(">"):
        return before, after
    # Cut off in the middle of a tag, whose end is not text that a reader sees.
    if at > NEAR and before.find(">") < (before.find("<") if "<" in before else len(before)):
        before = before[before.find(">") + 1 :]
    after = after[: after.rfind("<")] if after.rfind("<") > after.rfind(">") else after
    return _seen(before), _seen(after)


def _seen(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))))


def _excerpt(before: str, after: str) -> str:
    return (before[-AROUND:] + after[:AROUND]).strip()


def _figure(before: str, after: str) -> str:
    """The number that contains the place or ends there."""
    head = before[-AROUND:]
    text = head + after[:AROUND]
    return next((each[0] for each in _FIGURE.finditer(text) if each.start() <= len(head) <= each.end()), "")
