"""The four agencies' documents as text: what a reader sees, line by line.

Renew the files after a change that is meant, and read the difference before it is committed:

    ITA_RENEW_GOLDEN=1 .venv/bin/python -m pytest tests/functional/test_golden.py
"""

import os
import re
from pathlib import Path

import pytest
from justhtml import JustHTML

from helpers.report.document import open_report

GOLDEN = Path(__file__).parent / "golden"

DOCUMENTS = {
    "6301310": (2566, "annual", "7"),
    "6321604": (2566, "annual", "6"),
    "5310703": (2568, "annual", "6-projects"),
    "6300503": (2566, "progress", "9"),
    "5310703-summary": (2568, "summary", "full"),
    "6321604-summary": (2566, "summary", "full"),
}
"""Each agency's document, in the form that it used itself; the one-page summary with scores and without."""

BLOCKS = "h1, h2, h3, p, li, tr, dt, dd, caption, figcaption"


def lines_of(html: str) -> str:
    """A page's text, a line for each heading, paragraph, item and row of a table; cells parted by |."""
    page = JustHTML(html.replace("<br>", " / "), sanitize=False)
    lines = []
    for node in page.query(BLOCKS):
        if node.name == "li" and node.parent.parent.name == "td":
            continue  # stands in its row
        if node.name == "p" and node.parent.name == "td":
            continue
        lines.append(" | ".join(map(said, node.query("th, td") if node.name == "tr" else [node])))
    return "\n".join(line for line in lines if line) + "\n"


def said(node) -> str:
    """What a node says; the items of a cell's list and its note are parted by slashes."""
    parts = node.query("li, p, small") if node.name in ("td", "th", "dd") else []
    own = re.sub(r"\s+", " ", node.to_text(separator="", strip=False)).strip()
    if not parts:
        return own
    texts = [re.sub(r"\s+", " ", part.to_text(separator="", strip=False)).strip() for part in parts]
    rest = own.replace("".join(texts), "").strip()
    return " / ".join(filter(None, [rest if rest != own else "", *texts])) if rest != own else own


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_reads_as_it_did(name, data_dir):
    year, kind, form = DOCUMENTS[name]
    report = open_report(name[:7], year, kind, form=form, data_dir=data_dir)
    text = lines_of(report.save(data_dir / "page.html").read_text(encoding="utf-8"))
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("ITA_RENEW_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
