"""An executed notebook to one self-contained HTML page, through nbconvert and our own template.

``jupyter nbconvert --to ita`` uses the same exporter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode, v4

from helpers.report import fonts
from helpers.report.html import TEMPLATES, Block


class PageExporter(TemplateExporter):
    """Exports to a page without script, without requests, with its font inside."""

    export_from_notebook = "ITA page"
    output_mimetype = "text/html"
    analyst = False
    """Whether the page is the analyst's: with what is tagged so, and with the code, folded."""

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_name_default(self) -> str:
        return "ita"

    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: object
    ) -> tuple[Any, dict[str, Any]]:
        """The page's HTML. Title and language come from what the notebook displayed (``Block.metadata``)."""
        resources = dict(resources or {})
        name = resources.get("metadata", {}).get("name", "")
        page = {
            "title": nb.metadata.get("title", name),
            "language": "th",
            "digits": "thai",
            "kind": "notebook",
            "analyst": self.analyst,
        }
        for cell in nb.cells:
            for output in cell.get("outputs", []):
                page |= output.get("metadata", {}).get("ita", {})
        if self.analyst:
            internal = "สำหรับนักวิเคราะห์" if page["language"] == "th" else "For analysts"
            style = (TEMPLATES / "analyst.css").read_text(encoding="utf-8")
            page |= {"title": f"{internal}: {page['title']}", "internal": internal, "style": style}
        page.setdefault("skip", "ข้ามไปยังเนื้อหา" if page["language"] == "th" else "Skip to content")
        self.environment.globals["page"] = page | {"font_css": fonts.font_face_css()}
        html, made = super().from_notebook_node(nb, resources, **options)
        return html, made


def to_html(nb: NotebookNode, *, analyst: bool = False) -> str:
    """One page from an executed notebook: the one to publish, or the analyst's.

    The same notebook outputs give the same bytes.
    """
    html, _ = _exporter(analyst).from_notebook_node(nb)
    return str(html)


@lru_cache(maxsize=2)
def _exporter(analyst: bool) -> PageExporter:
    """One for all pages of this process: to make one costs more than to use it."""
    exporter = PageExporter()  # type: ignore[no-untyped-call]
    exporter.analyst = analyst
    return exporter


def blocks_to_html(blocks: Iterable[Block | None]) -> str:
    """The page that a notebook showing these blocks, one a cell, would export to."""
    cells = []
    for block in blocks:
        if block is not None:
            data, metadata = block.bundle()
            output = v4.new_output("display_data", data=data, metadata=metadata)
            cells.append(v4.new_code_cell(outputs=[output]))
    return to_html(v4.new_notebook(cells=cells))
