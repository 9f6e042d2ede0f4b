"""The pages of notebooks 01, 02, 03 and 05 as text, for sixty invented agencies, in both languages.

Renew the files after a change that is meant, and read the difference before it is committed:

    ITA_RENEW_GOLDEN=1 .venv/bin/python -m pytest tests/functional/test_notebook_pages.py
"""

import os
from pathlib import Path

import nbformat
import pytest
from test_golden import lines_of

from helpers import demo, locations
from helpers.batch import execute
from helpers.batch.orders import RunSettings

GOLDEN = Path(__file__).parent / "golden" / "notebooks"

NOTEBOOKS = ("01_prepare_data", "02_indicator_deltas", "03_weak_indicators", "05_overview")


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


OTHERWISE = [
    ("02_indicator_deltas", "share.quantile(0.25)", "share.quantile(0.3)"),
    ("02_indicator_deltas", "share.median()", "share.max()"),
    ("02_indicator_deltas", 'transform("max")', 'transform("min")'),
    ("02_indicator_deltas", '(totals["missed"] != "")', '(totals["missed"] == "")'),
    ("03_weak_indicators", "ascending=[False, True, True]", "ascending=[True, True, True]"),
    ("03_weak_indicators", 'by_class["later_change"].median()', 'by_class["later_change"].max()'),
    ("03_weak_indicators", 'covered["fiscal_year"] == year - 1', 'covered["fiscal_year"] == year - 2'),
    ("03_weak_indicators", 'covered["basis"] == ""', 'covered["basis"] != ""'),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "right", "wrong"), OTHERWISE, ids=[wrong for _, _, wrong in OTHERWISE])
def test_a_statistic_computed_otherwise_reads_otherwise(name, right, wrong, folder, tmp_path):
    """Golden pages are no net where a changed cell could read the same."""
    parameters = {"data_dir": str(folder), "language": "en", "digits": "arabic"}
    for before in NOTEBOOKS[: NOTEBOOKS.index(name)]:
        assert (
            execute.run(locations.notebook(f"{before}.ipynb"), parameters, RunSettings()).status
            == "succeeded"
        )
    notebook = nbformat.read(locations.notebook(f"{name}.ipynb"), 4)
    (cell,) = [cell for cell in notebook.cells if right in cell.source]
    cell.source = cell.source.replace(right, wrong)
    nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    outcome = execute.run(tmp_path / f"{name}.ipynb", parameters, RunSettings())
    assert outcome.status == "succeeded", outcome.reason
    assert lines_of(outcome.html) != (GOLDEN / f"{name}.en.txt").read_text(encoding="utf-8")
