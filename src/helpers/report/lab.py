"""Gives outputs in JupyterLab the look that they will have on the page."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.report import fonts
from helpers.report.html import TEMPLATES, Block

OUTPUT = ".jp-RenderedHTMLCommon.jp-RenderedHTMLCommon"
"""JupyterLab's class for HTML outputs; twice, to override its own rules for tables and headings."""

NOT_INSIDE = re.compile(
    r"@page[^{]*\{.*?\}\}?$|@media print\{.*?^\}$|^(?:html|body|main)\{.*?\}$", re.M | re.S
)
"""Rules for print, and for elements that outputs don't have."""

INSTEAD = """\
&{font:400 1rem/1.7 Sarabun,sans-serif;color:var(--ink);background:#fff;max-width:60rem;padding:.2rem 1rem}
.annex{width:auto;margin:0;transform:none}
table{table-layout:auto}
dt,dd{display:block;float:none;width:auto;margin:0;padding:0;font-weight:400}
h1,h2,h3{font-weight:700}
figure{width:auto}"""
"""Replacements, because an output is narrower than the window and has no page around it."""


def look() -> Block:
    """A block without text that gives all outputs of the notebook the look of the page.

    Its cell is tagged "remark", because the page itself has this style already.
    """
    return Block(f"<style>{_style()}</style>", "")


@lru_cache(maxsize=1)
def _style() -> str:
    styles = (TEMPLATES / "ita" / name for name in ("page.css", "overview.css"))
    rules = NOT_INSIDE.sub("", "".join(style.read_text(encoding="utf-8") for style in styles))
    own = rules.replace(":root{", "&{")
    return f"{fonts.font_face_css()}\n{OUTPUT}{{{own}\n{INSTEAD}}}"
