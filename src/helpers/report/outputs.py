"""Turns a cell's outputs into parts of the page: pictures, Markdown and frames as well as our own blocks."""

from __future__ import annotations

import re
from base64 import b64encode

from lxml import html
from markupsafe import Markup
from nbconvert.filters import markdown2html
from nbformat import NotebookNode

from helpers.choices import Language
from helpers.report.html import render

_PICTURES = ("image/png", "image/svg+xml", "image/jpeg")
_FRAME = re.compile(
    r'(?:<style scoped>(?:(?!</style>).)*</style>\s*)?(<table border="1" class="dataframe">.*?</table>)',
    re.DOTALL,
)
_WITHOUT_WORDS: dict[Language, str] = {
    "th": "ภาพนี้ยังไม่มีคำอธิบายสำหรับผู้ที่มองไม่เห็นภาพ ให้แสดงภาพด้วย show.picture ซึ่งรับคำอธิบายได้",
    "en": "This picture has no words for those who cannot see it: use show.picture, which takes them.",
}
_NUMBER = re.compile(r"[-+−]?[\d,]+(?:\.\d+)?%?|NaN|<NA>")


def to_html(output: NotebookNode, language: Language) -> Markup:
    """The richest representation of an output that a page can show; "" if it has none.

    A picture needs an alternative text, ``{"alt": …}`` in its display metadata (``show.picture`` asks for
    it). If it is missing, the page says so below the picture.
    """
    data = output.data
    if "text/html" in data:
        return Markup(_FRAME.sub(_like_ours, data["text/html"]))  # noqa: S704 - blocks escape what is data
    for kind in _PICTURES:
        if kind in data:
            return _picture(kind, data[kind], output.get("metadata", {}), language)
    if "text/markdown" in data:
        return Markup(markdown2html(data["text/markdown"]))  # noqa: S704 - as in a cell of Markdown
    return Markup("<pre>{}</pre>").format(data["text/plain"]) if "text/plain" in data else Markup("")


def _picture(kind: str, content: str, metadata: NotebookNode, language: Language) -> Markup:
    words = {**metadata, **metadata.get(kind, {})}
    if kind == "image/svg+xml":
        # matplotlib writes the time into it, and the same notebook would give other bytes each day.
        drawing = re.sub(r"<metadata>.*?</metadata>", "", content, flags=re.DOTALL)
        content = b64encode(drawing.encode()).decode()
    rendered = render(
        "picture.html.j2",
        source=f"data:{kind};base64,{''.join(content.split())}",
        alt=words.get("alt", ""),
        title=words.get("title", ""),
        note="" if words.get("alt") else _WITHOUT_WORDS[language],
    )
    return Markup(rendered)  # noqa: S704 - escaped there


def _like_ours(match: re.Match[str]) -> str:
    """Gives a frame's HTML the look of our tables: numbers to the right, scrolling if it is wide."""
    table = html.fragment_fromstring(match[1])
    table.attrib.clear()
    for row in table.iter("tr"):
        row.attrib.clear()
    for part, scope in (("thead", "col"), ("tbody", "row")):
        for heading in table.iterfind(f"{part}//th"):
            heading.set("scope", scope)
    rows = [row.findall("td") for row in table.iter("tr")]
    for column in zip(*filter(None, rows), strict=False):
        if all(_NUMBER.fullmatch(cell.text_content().strip()) for cell in column):
            for cell in column:
                cell.set("class", "n")
    return f'<div class="scroll" role="region" tabindex="0">{html.tostring(table, encoding="unicode")}</div>'
