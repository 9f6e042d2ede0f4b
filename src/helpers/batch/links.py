"""Ways between the pages: back to the front page, and from an agency's name to its papers."""

from __future__ import annotations

import re
from collections.abc import Set
from html import escape

from helpers.narrative import Writer

_NAME = re.compile(r'<th scope="row" data-of="([^"]+)">(.*?)</th>', re.DOTALL)

_PAPER = re.compile(r'<a href="([0-9]{4}/[a-z]+/[0-9A-Za-z_-]+\.html)">(.*?)</a>', re.DOTALL)


def front(writer: Writer) -> str:
    """What the front page is called in links."""
    return writer.say(th="หน้าแรก", en="Front page")


def of_all_agencies(html: str, writer: Writer) -> str:
    """A notebook's page beside the front page: with a way back, and agencies' names as links.

    A name leads to the agency's row on the front page, where all its papers are: the page stays right
    whichever of them are made later.
    """
    link = f'<nav class="back"><a href="index.html">{front(writer)}</a></nav>'
    linked = _NAME.sub(
        lambda found: f'<th scope="row"><a href="index.html#{place(found[1])}">{found[2]}</a></th>', html
    )
    return linked.replace('<main id="main">\n', f'<main id="main">\n{link}\n', 1)


def to_papers(html: str, papers: Set[str], before: str = "") -> str:
    """A digest that leads to the papers that there are, and to no other; ``before`` stands before each."""
    return _PAPER.sub(
        lambda found: (
            found[0].replace('href="', f'href="{escape(before)}', 1) if found[1] in papers else found[2]
        ),
        html,
    )


def place(agency_id: str) -> str:
    """The name of an agency's row on the front page."""
    return f"a-{agency_id}"
