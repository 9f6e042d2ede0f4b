"""A value that cannot be right shows as a few lines in both languages, with the nearest right one."""

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from helpers import locations, stages
from helpers.messages import WrongValueError
from helpers.narrative import Writer

REPORT = locations.notebook("04_agency_report.ipynb")

WRONG = {
    "a code with a slip": ({"agency_id": "5310704"}, "5310703"),
    "a name for a code": ({"agency_id": "โคกม้า"}, "5310703"),
    "a document with a slip": ({"document": "anual"}, "annual"),
    "a language": ({"language": "thai"}, "th"),
    "a year without rules": ({"fiscal_year": 2600}, "2600"),
    "a year without data": ({"fiscal_year": 2564}, "2567"),
    "a folder": ({"data_dir": "nowhere"}, "agencies.csv"),
    "a setting": ({"settings": "urgent_bellow=80"}, "urgent_below"),
    "a day": ({"as_of": "31/31"}, "2566-03-31"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_shows_as_a_few_lines(name, tmp_path, data_dir):
    stages.refresh(data_dir)
    given, right = WRONG[name]
    out = tmp_path / "out.ipynb"
    values = {"data_dir": str(data_dir)} | given
    with pytest.raises(PapermillExecutionError):
        papermill.execute_notebook(
            REPORT, out, values, engine_name="ita-warm", progress_bar=False, cwd=tmp_path
        )
    outputs = [output for cell in nbformat.read(out, 4).cells for output in cell.get("outputs", [])]
    (error,) = [output for output in outputs if output.output_type == "error"]
    shown = "\n".join(error.traceback)
    assert "Traceback" not in shown
    assert ".py" not in shown
    assert len(shown.splitlines()) <= 6
    assert right in shown
    assert any("ก" <= letter <= "๛" for letter in shown.splitlines()[0]), "Thai comes first"
    assert shown.splitlines()[-1].isascii() or right in shown.splitlines()[-1]


@pytest.mark.parametrize(
    ("given", "right"), [(("thai", "thai"), "one of th, en"), (("en", "arabi"), "“arabic”")]
)
def test_a_wrong_language_or_kind_of_digits_is_refused_in_every_notebook(given, right):
    with pytest.raises(WrongValueError, match=right) as refused:
        Writer(*given)
    assert len(refused.value._render_traceback_()) == 2


def test_saving_makes_the_folders_that_are_missing(tmp_path, data_dir):
    wanted = tmp_path / "sent" / "2568" / "report.html"
    papermill.execute_notebook(
        REPORT,
        tmp_path / "out.ipynb",
        {"data_dir": str(data_dir), "save_to": str(wanted)},
        engine_name="ita-warm",
        progress_bar=False,
    )
    assert wanted.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
