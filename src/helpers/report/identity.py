"""Records in a page which report it is and with which parameters it was made, for verifying it later.

``<body data-ita="2568/annual/5310703?form=7">`` is its path below the reports, and the parameters that differ
from the defaults. Language and digits are in the page anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import get_args
from urllib.parse import parse_qsl, urlencode

from helpers import tables
from helpers.choices import Document
from helpers.facts import Facts

RECORDED = ("settings", "form", "as_of", "tables")
"""Parameters, besides language and digits, that change a page's content."""

_LANGUAGE = re.compile(r'<html lang="(th|en)">')
_BODY = re.compile(r'<body class="report digits-(thai|arabic)" data-ita="([^"]{1,2000})">')
_TEXT = re.compile(rf"([0-9]{{4}})/({'|'.join(get_args(Document))})/({tables.AGENCY_ID})(?:\?(.*))?")


def text(facts: Facts, parameters: Mapping[str, str]) -> str:
    """The attribute's text; ``parameters`` has the parameters of ``RECORDED``, "" for defaults."""
    query = urlencode({name: parameters[name] for name in RECORDED if parameters.get(name)})
    place = f"{facts.fiscal_year}/{facts.document}/{facts.agency.id}"
    return f"{place}?{query}" if query else place


def read(page: str) -> tuple[int, Document, str, dict[str, object]] | None:
    """Fiscal year, document, agency and parameters of a page; None if it has no record."""
    language, body = _LANGUAGE.search(page), _BODY.search(page)
    place = _TEXT.fullmatch(unescape(body[2])) if body else None
    if language is None or body is None or place is None:
        return None
    query = dict(parse_qsl(place[4] or ""))
    parameters: dict[str, object] = {name: query[name] for name in RECORDED if name in query}
    # The notebook takes a truth value, a link only text.
    if "tables" in parameters:
        parameters["tables"] = True
    document: Document = place[2]  # type: ignore[assignment]
    return int(place[1]), document, place[3], {"language": language[1], "digits": body[1], **parameters}
