"""The pages of notebooks 01, 02, 03, 05 and 06 as text, for sixty invented agencies, in both languages.

Renew the files after a change that is meant, and read the difference before it is committed:

    ITA_RENEW_GOLDEN=1 .venv/bin/python -m pytest tests/functional/test_notebook_pages.py
"""

import os
from pathlib import Path

import pytest
from test_golden import lines_of

from helpers import demo, locations
from helpers.batch import execute
from helpers.batch.orders import RunSettings

GOLDEN = Path(__file__).parent / "golden" / "notebooks"

NOTEBOOKS = ("01_prepare_data", "02_indicator_deltas", "03_weak_indicators", "05_overview", "06_digest")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Invented raw files, a few rows of them unusable; the notebooks make the tables in their order."""
    folder = tmp_path_factory.mktemp("notebooks")
    demo.write(folder / "raw", agencies=60, years=3, seed=3, faults=0.05)
    return folder


@pytest.mark.parametrize(("language", "digits"), [("th", "thai"), ("en", "arabic")])
def test_the_pages_read_as_they_did(language, digits, folder):
    for name in NOTEBOOKS:
        parameters = {"data_dir": str(folder), "language": language, "digits": digits}
        outcome = execute.run(locations.notebook(f"{name}.ipynb"), parameters, RunSettings())
        assert outcome.status == "succeeded", outcome.reason
        text = lines_of(outcome.html)
        file = GOLDEN / f"{name}.{language}.txt"
        if os.environ.get("ITA_RENEW_GOLDEN"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), name
