"""What the warm process does once so that no child has to: imports, compiled templates, a first drawing."""

from __future__ import annotations


def rehearse() -> None:
    """Imports what the notebooks import."""
    import pandas.io.formats.style  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    from helpers.report import document, overview  # noqa: F401
