"""Exports an executed notebook to one self-contained HTML page, using nbconvert and our own template.

``jupyter nbconvert --to ita`` uses the same exporter.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode, v4
from traitlets.config import Config

from helpers.messages import both
from helpers.report import fonts, outputs
from helpers.report.html import TEMPLATES, Block, mark_thai, with_breaks


class PageExporter(TemplateExporter):
    """Exports to a page without scripts or requests and with its font embedded."""

    export_from_notebook = "ITA page"
    output_mimetype = "text/html"
    analyst = False
    """Whether to export the analyst's page, which also has the cells tagged for it, and the code, folded."""

    @property
    def default_config(self) -> Config:
        """The usual configuration, plus joining text that a kernel sent in pieces."""
        own = Config({"CoalesceStreamsPreprocessor": {"enabled": True}})
        own.merge(super().default_config)
        return own

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_name_default(self) -> str:
        return "ita"

    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: object
    ) -> tuple[Any, dict[str, Any]]:
        """The page's HTML, after the preprocessors that a user may have configured."""
        resources = dict(resources or {})
        self._tell_template(nb, resources.get("metadata", {}).get("name", ""))
        html, resources_made = super().from_notebook_node(nb, resources, **options)
        return self._finished(html), resources_made

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """The usual filters, plus the one that turns an output into a part of the page."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "shown", outputs.to_html

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The usual preprocessing; then refuses a notebook that wasn't executed completely."""
        processed, resources = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]
        refuse_unfinished(processed)
        return processed, resources

    def page(self, nb: NotebookNode) -> str:
        """The same HTML for the default configuration, but faster: without nbconvert's copies and checks.

        Streams that came in pieces are joined in ``nb`` itself.
        """
        self._tell_template(nb, "")
        for index, cell in enumerate(nb.cells):
            self._streams.preprocess_cell(cell, {}, index)
        html: str = self.template.render(nb=nb, resources={})
        return self._finished(html.lstrip("\r\n"))  # as nbconvert does, for the same bytes

    def _finished(self, html: str) -> str:
        english = self.environment.globals["page"]["language"] == "en"
        return with_breaks(mark_thai(html) if english else html)

    _streams = CoalesceStreamsPreprocessor()

    def _tell_template(self, nb: NotebookNode, name: str) -> None:
        """Passes on title and language from what the notebook displayed (``Block.metadata``)."""
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
            front = "หน้าแรก" if page["language"] == "th" else "Front page"
            style = (TEMPLATES / "analyst.css").read_text(encoding="utf-8")
            title = f"{internal}: {page['title']}"
            page |= {"title": title, "internal": internal, "front": front, "style": style}
        page.setdefault("skip", "ข้ามไปยังเนื้อหา" if page["language"] == "th" else "Skip to content")
        self.environment.globals["page"] = page | {"font_css": fonts.font_face_css()}


class UnfinishedError(ConversionException):
    """The notebook wasn't executed to its end or failed, so its page would be incomplete."""


def refuse_unfinished(nb: NotebookNode) -> None:
    """Raises ``UnfinishedError`` if a code cell failed or wasn't executed."""
    for number, cell in enumerate(nb.cells, start=1):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if any(output.output_type == "error" for output in cell.outputs):
            th, en = "หยุดทำงานเพราะข้อผิดพลาด", "failed"
        elif cell.execution_count is None:
            th, en = "ยังมิได้รัน", "was not run"
        else:
            continue
        raise UnfinishedError(
            both(
                f"เซลล์ที่ {number} {th} จึงไม่สร้างเอกสาร ให้รันสมุดงานทั้งหมดให้สำเร็จก่อน",
                f"cell {number} {en}, so no document is made: run the whole notebook first",
            )
        )


def to_html(nb: NotebookNode, *, analyst: bool = False) -> str:
    """One page from an executed notebook: the one to publish, or the analyst's.

    The same notebook outputs give the same bytes.
    """
    exporters: dict[bool, PageExporter] = _of_thread.__dict__.setdefault("exporters", {})
    if analyst not in exporters:
        exporters[analyst] = PageExporter()  # type: ignore[no-untyped-call]
        exporters[analyst].analyst = analyst
    return exporters[analyst].page(nb)


_of_thread = threading.local()
"""Each thread's exporters. They hold a page's state, and making one takes longer than using it."""


def blocks_to_html(blocks: Iterable[Block | None]) -> str:
    """The page to which a notebook with one of these blocks per cell would export."""
    cells = []
    for block in blocks:
        if block is not None:
            data, metadata = block.bundle()
            output = v4.new_output("display_data", data=data, metadata=metadata)
            cells.append(v4.new_code_cell(outputs=[output]))
    return to_html(v4.new_notebook(cells=cells))
