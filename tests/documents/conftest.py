"""Reports of the real agencies, and one larger than any, as page, Word document and PDF."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from papers import REPORTS, Made, print_word, write_largest

from helpers import stages
from helpers.formats import browser, pdf
from helpers.formats.word import to_docx
from helpers.report import export
from helpers.report.document import open_report

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items):
    """To make all documents in all formats takes long; ``test_one_report`` makes one."""
    for item in items:
        if item.path.parent == Path(__file__).parent and {"made", "address"} & set(item.fixturenames):
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> dict[str, str]:
    """The pages of ``REPORTS``."""
    data_dir = tmp_path_factory.mktemp("documents") / "data"
    shutil.copytree(REPOSITORY / "data" / "raw", data_dir / "raw")
    write_largest(data_dir / "raw")
    stages.refresh(data_dir)
    made = {}
    for name, (year, kind, language) in REPORTS.items():
        digits = "thai" if language == "th" else "arabic"
        known = {"language": language, "digits": digits, "data_dir": data_dir, "refresh": False}
        made[name] = export.blocks_to_html(open_report(name[:7], year, kind, **known).parts())
    return made


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A browser for all of these tests."""
    if not browser.find():
        pytest.skip("no Chromium, Chrome or Edge is installed")
    kept = browser.Browser()
    yield kept.address
    kept.close()


@pytest.fixture(scope="session")
def made(pages, address, tmp_path_factory) -> dict[str, Made]:
    """The reports in all formats; the Word documents are printed by LibreOffice, all in one go."""
    folder = tmp_path_factory.mktemp("made")
    for name, page in pages.items():
        (folder / f"{name}.docx").write_bytes(to_docx(page))
        (folder / f"{name}-page.pdf").write_bytes(pdf.to_pdf(page, address))
    said = print_word(sorted(folder.glob("*.docx")), folder, tmp_path_factory.mktemp("office"))
    assert "Error" not in said, said
    return {
        name: Made(name, page, folder / f"{name}.docx", folder / f"{name}.pdf", folder / f"{name}-page.pdf")
        for name, page in pages.items()
    }
