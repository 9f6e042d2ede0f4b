"""Makes a page in the formats asked for; if one can't be made, the others still are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from helpers.choices import Language
from helpers.formats import browser

Format = Literal["html", "docx", "pdf", "csv", "xlsx"]

TABLES: tuple[Format, ...] = ("csv", "xlsx")
"""A page that has these beside it leads to them: they are asked for by its parameter ``tables``."""


def unavailable(wanted: Iterable[Format], language: Language) -> dict[Format, str]:
    """The formats that this machine can't make at all, with the remedy."""
    reason = browser.missing(language) if "pdf" in wanted else ""
    return {"pdf": reason} if reason else {}


def started(wanted: Iterable[Format], language: Language) -> dict[Format, str]:
    """Starts what the formats need; returns those whose need could not be met, with the reason."""
    if "pdf" not in wanted:
        return {}
    try:
        browser.own_address()
    except browser.BrowserError as error:
        return {"pdf": browser.refused(error, language)}
    return {}


def make(
    html: str, wanted: Iterable[Format], browser_address: str
) -> tuple[dict[Format, bytes], dict[Format, str]]:
    """The files by format, and for each format that failed the reason in one line. Never raises."""
    files: dict[Format, bytes] = {}
    failed: dict[Format, str] = {}
    for each in wanted:
        try:
            files[each] = _one(html, each, browser_address)
        except Exception as error:  # one format's failure must not lose the others
            failed[each] = f"{type(error).__name__}: {error}".splitlines()[0]
    return files, failed


def _one(html: str, wanted: Format, browser_address: str) -> bytes:
    # Imported only when wanted, as a run with nothing to make should take no time.
    if wanted == "docx":
        from helpers.formats.word import to_docx

        return to_docx(html)
    if wanted == "pdf":
        from helpers.formats.pdf import to_pdf

        return to_pdf(html, browser_address)
    if wanted in TABLES:
        from helpers.formats import taken

        return taken.to_csv(html) if wanted == "csv" else taken.to_xlsx(html)
    return html.encode("utf-8")
