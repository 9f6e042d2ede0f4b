"""The pages of notebooks 01, 02, 03, 05 and 06 as text, for sixty invented agencies, in both languages.

Renew the files after a change that is meant, and read the difference before it is committed:

    ITA_RENEW_GOLDEN=1 .venv/bin/python -m pytest tests/functional/test_notebook_pages.py
"""

import os
from pathlib import Path

import pytest
from test_golden import lines_of

from helpers import demo, locations, stages, tables
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


def test_questions_are_shown_where_there_are_some(tmp_path):
    """And nowhere else: the pages above, of agencies without any, have not a word on them."""
    demo.write(tmp_path / "raw", agencies=112, years=2, questions=1)
    stages.refresh(tmp_path)
    assert tables.read(tmp_path, "findings").empty
    parameters = {"data_dir": str(tmp_path), "language": "en", "digits": "arabic"}
    for name, province, expected in (
        ("05_overview", "", ["most often lost, fiscal year 2568", "most often lost in each province"]),
        ("05_overview", "ตัวอย่าง ๒", ["most often lost, fiscal year 2568"]),
        ("06_digest", "", ["most often lost, fiscal year 2568", "With what each agency should begin"]),
    ):
        more = parameters | {"province": province}
        outcome = execute.run(locations.notebook(f"{name}.ipynb"), more, RunSettings())
        assert outcome.status == "succeeded", outcome.reason
        text = lines_of(outcome.html)
        assert [line in text for line in expected] == [True] * len(expected)
        assert ("in each province" in text) == ("most often lost in each province" in expected)
        assert "a number of questions that is not confirmed" in text
