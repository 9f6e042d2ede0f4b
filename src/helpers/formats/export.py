"""The other formats as exporters of nbconvert: ``jupyter nbconvert --to ita-docx``."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from helpers.formats.word import to_docx
from helpers.report.export import PageExporter


class WordExporter(PageExporter):
    """Exports to a Word document, by way of the page."""

    export_from_notebook = "ITA Word document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: object
    ) -> tuple[Any, dict[str, Any]]:
        """The document's bytes."""
        html, made = super().from_notebook_node(nb, resources, **options)
        return to_docx(html), made
