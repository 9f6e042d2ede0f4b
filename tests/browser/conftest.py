"""Real pages in a real browser: the Chromium or Chrome that is installed; nothing is downloaded."""

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import papermill
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from helpers import demo, locations, tables
from helpers.batch import links, manifest, pages
from helpers.batch.manifest import Entry
from helpers.narrative import Writer
from helpers.report import export
from helpers.report.document import open_report

REPOSITORY = Path(__file__).resolve().parents[2]
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROVINCE_SIZE = 24
SLOWEST_LOAD = 300_000
"""Milliseconds; a page of the whole country on a busy machine has taken half a minute."""
WRITER = Writer("th", "thai")
REPORTS = (
    (2568, "annual", "5310703"),
    (2568, "plan", "5310703"),
    (2566, "annual", "6301310", "6321604"),
    (2566, "progress", "6300503"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window. One a module: its event loop must not outlive these tests."""
    program = next(filter(None, map(shutil.which, INSTALLED)), None)
    if program is None:
        pytest.skip(f"none of these is installed: {', '.join(INSTALLED)}")
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=flags)
        yield started
        started.close()


class Opened:
    """A page at a width, and what it asked the network for."""

    def __init__(self, browser: Browser, file: Path, width: int, **context: object) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, **context)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        own = file.resolve().as_uri()
        self.page.on(
            "request", lambda r: None if r.url.startswith(("data:", own)) else self.asked.append(r.url)
        )
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(own, timeout=SLOWEST_LOAD)
        self.page.evaluate("document.fonts.ready")
        self.asked = [url for url in self.asked if url != own and not url.startswith("data:")]


@pytest.fixture
def visit(browser):
    """Opens a file at a width; closed after the test."""
    opened = []

    def go(file: Path, width: int = 1280, **context: object) -> Opened:
        opened.append(Opened(browser, file, width, **context))
        return opened[-1]

    yield go
    for each in opened:
        each.context.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory, read_data) -> Path:
    """The reports of the repository's agencies, with indexes and front page, as the batch writes them."""
    base = tmp_path_factory.mktemp("site")
    data_dir, out = base / "data", base / "out"
    shutil.copytree(read_data, data_dir)
    for year, kind, *agency_ids in REPORTS:
        folder = out / str(year) / kind
        folder.mkdir(parents=True)
        for agency_id in agency_ids:
            open_report(agency_id, year, kind, data_dir=data_dir, refresh=False).save(
                folder / f"{agency_id}.html"
            )
        entries = {
            # the links' words count here; the files themselves are looked at in tests/documents
            agency_id: Entry(
                manifest.SUCCEEDED, outputs={f"{agency_id}.{e}": "" for e in ("html", *pages.OTHER_FORMATS)}
            )
            for agency_id in agency_ids
        }
        manifest.write(folder, entries | {"0012": Entry(manifest.FAILED, "scores/bad.csv (2): 101 > 100")})
        pages.write_index(
            out, year, kind, {name: tables.read(data_dir, name) for name in tables.SCHEMAS}, WRITER
        )
    pages.write_front(out, [], {name: tables.read(data_dir, name) for name in tables.SCHEMAS}, WRITER)
    return out


@pytest.fixture(scope="session")
def crowd(tmp_path_factory) -> Path:
    """The pages of notebooks 01 and 05 for a province's worth of synthetic agencies."""
    base = tmp_path_factory.mktemp("crowd")
    demo.write(base / "data" / "raw", agencies=PROVINCE_SIZE, years=5, faults=0.05)
    for name, page in (
        ("01_prepare_data", "findings"),
        ("02_indicator_deltas", "deltas"),
        ("03_weak_indicators", "weak_indicators"),
        ("05_overview", "overview"),
        ("06_digest", "digest"),
    ):
        notebook, executed = locations.notebook(f"{name}.ipynb"), base / f"{name}.ipynb"
        parameters = {"data_dir": str(base / "data")}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the machinery; tests/notebooks look at the notebooks' own
            made = papermill.execute_notebook(
                notebook, executed, parameters, kernel_name="python3", progress_bar=False
            )
        html = links.of_all_agencies(export.to_html(made), WRITER)
        (base / f"{page}.html").write_text(html, encoding="utf-8")
    return base
