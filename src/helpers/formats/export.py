"""The other formats as exporters of nbconvert: ``jupyter nbconvert --to ita-docx`` or ``ita-pdf``.

nbconvert imports every exporter whichever is asked for: what makes a format is imported when it is.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.base import Exporter
from nbformat import NotebookNode

from helpers.report.export import refuse_unfinished, to_html


class WordExporter(Exporter):
    """Exports to a Word document, by way of the page."""

    export_from_notebook = "ITA Word document"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: object
    ) -> tuple[Any, dict[str, Any]]:
        """The document's bytes."""
        from helpers.formats.word import to_docx

        copy, exported_resources = super().from_notebook_node(nb, resources, **options)
        refuse_unfinished(copy)
        return to_docx(to_html(copy)), exported_resources


class PdfExporter(Exporter):
    """Exports to a PDF, by way of the page and the browser that is installed."""

    export_from_notebook = "ITA PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: object
    ) -> tuple[Any, dict[str, Any]]:
        """The document's bytes. Raises ``browser.BrowserError`` where there is no browser."""
        from helpers.formats import browser
        from helpers.formats.pdf import to_pdf

        copy, exported_resources = super().from_notebook_node(nb, resources, **options)
        refuse_unfinished(copy)
        return to_pdf(to_html(copy), browser.own_address()), exported_resources
