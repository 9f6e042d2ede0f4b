"""Saves one report in the formats asked for: the last cell of notebook 04."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from helpers.formats import browser, making
from helpers.formats.making import Format
from helpers.messages import WrongValueError, both
from helpers.narrative import Writer
from helpers.report.document import Report
from helpers.report.html import Block, render

FORMATS: tuple[Format, ...] = get_args(Format)


def save(report: Report, path: str | Path, formats: str = "") -> Block:
    """Saves a report; returns a message with what was saved and what could not be, and the remedy.

    ``formats`` are any of html, docx, pdf, csv and xlsx, separated by commas, each written to a file
    with its own ending; "" takes the format from the path's ending, else html. The files hold the
    same bytes as those of the batch. Raises ``WrongValueError`` for another
    format, ``OSError`` if a file can't be written.
    """
    # Every report's kernel imports this module; few save.
    from helpers.report import export

    format_of = {_file(Path(path), kind, alone=not formats): kind for kind in _wanted(formats, Path(path))}
    wanted = list(format_of.values())
    page = export.blocks_to_html(report.parts())
    with _browser(wanted, report.writer) as (address, missing):
        contents, lacking = making.make(page, [kind for kind in wanted if kind not in missing], address)
    for file, kind in format_of.items():
        if kind in contents:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents[kind])
    saved = [str(file) for file, kind in format_of.items() if kind in contents]
    return _message(saved, missing | lacking, report.writer)


def _wanted(formats: str, path: Path) -> list[Format]:
    asked = [each.strip().lower() for each in formats.split(",") if each.strip()]
    for each in asked:
        if each not in FORMATS:
            choices = ", ".join(FORMATS)
            raise WrongValueError(
                both(
                    f"save_as ต้องเป็น {choices} คั่นด้วยจุลภาค ไม่ใช่ {each!r}",
                    f"save_as must be of {choices}, divided by commas, not {each!r}",
                )
            )
    asked = asked or [path.suffix[1:].lower()]
    return [kind for kind in FORMATS if kind in asked] or ["html"]


def _file(path: Path, wanted: Format, *, alone: bool) -> Path:
    """The file for a format: the path as given if it is the only format, else with the format's ending."""
    if alone:
        return path
    base = path.with_suffix("") if path.suffix[1:].lower() in FORMATS else path
    return base.with_name(f"{base.name}.{wanted}")


@contextlib.contextmanager
def _browser(wanted: list[Format], writer: Writer) -> Iterator[tuple[str, dict[Format, str]]]:
    """Runs a browser for as long as needed and yields its address, or else why there is no PDF."""
    lacking = making.unavailable(wanted, writer.language)
    if "pdf" not in wanted or lacking:
        yield "", lacking
        return
    # Not the process's own one, which lives as long as the process: a kernel may stay open for days.
    try:
        own = browser.Browser()
    except browser.BrowserError as error:
        yield "", {"pdf": browser.refused(error, writer.language)}
        return
    with contextlib.closing(own):
        yield own.address, {}


def _message(saved: list[str], lacking: dict[Format, str], writer: Writer) -> Block:
    lines = [writer.say(th="บันทึกแล้ว", en="Saved") + f": {file}" for file in saved]
    lines += [
        writer.say(th="ไม่ได้บันทึก", en="Not saved") + f" {each.upper()}: {reason}"
        for each, reason in lacking.items()
    ]
    return Block(render("saved.html.j2", lines=lines), "\n".join(lines))
