"""An empty Word document in the style of Thai offices; its parts are readable files in ``blank/``.

Following the rules of correspondence (ระเบียบงานสารบรรณ): TH SarabunPSK 16 pt, A4, margins 3 cm left and
2 cm right, and from the second page on the page number between hyphens at the top. The font is also set
for complex scripts, as Thai is one and would otherwise be 10 pt in another font.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm

from helpers.formats import archives
from helpers.formats.parsed_page import ParsedPage

BLANK = Path(__file__).parent / "blank"

NO_TIME = datetime(2000, 1, 1)
"""A fixed time, so that the same content gives the same bytes."""

LONGEST_TITLE = 255
"""The format's limit for the title in a document's properties; the heading has the whole title."""

LANGUAGES = {"th": "th-TH", "en": "en-GB"}


def new(page: ParsedPage) -> Document:
    """An empty document with the title and the language of a page."""
    document = docx.Document(io.BytesIO(_blank()))
    about = document.core_properties
    about.title = page.title if len(page.title) <= LONGEST_TITLE else page.title[: LONGEST_TITLE - 1] + "…"
    about.language = LANGUAGES.get(page.language, page.language)
    about.created = about.modified = NO_TIME
    if not page.thai_digits:  # the empty document counts its pages in Thai digits
        number = document.sections[0]._sectPr.find(qn("w:pgNumType"))
        number.set(qn("w:fmt"), "decimal")
    return document


@lru_cache(maxsize=1)
def _blank() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(each for each in BLANK.rglob("*") if each.is_file()):
            archive.write(file, file.relative_to(BLANK).as_posix())
    return packed.getvalue()


def turn(document: Document, *, landscape: bool) -> Section:
    """Begins a new page; from there on sheets are portrait or landscape."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    if landscape != (section.orientation == WD_ORIENT.LANDSCAPE):
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = Cm(2 if landscape else 3)
    section.top_margin = Cm(2.5)
    section.different_first_page_header_footer = False
    return section


def begin_memo(section: Section) -> None:
    """Starts a memo higher up, for the emblem (ครุฑ, 1.5 cm) left of its title, with its own page numbers."""
    section.top_margin = Cm(1.5)
    section.different_first_page_header_footer = True
    section._sectPr.find(qn("w:pgNumType")).set(qn("w:start"), "1")


def narrow(section: Section) -> None:
    """Sets the narrow margins that keep a summary on one sheet."""
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.2)


def saved(document: Document) -> bytes:
    """The document's file; the same document gives the same bytes."""
    raw = io.BytesIO()
    document.save(raw)
    return archives.settled(raw.getvalue())
