"""Every notebook runs with its defaults and for the real agencies; a warning is an error."""

import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest

from helpers import locations
from helpers.batch import execute
from helpers.report import document, export

NOTEBOOKS = sorted(locations.notebook("").glob("*.ipynb"))
REPORT = locations.notebook("04_agency_report.ipynb")

AGENCIES = [
    ("5310703", 2568, "annual"),
    ("5310703", 2569, "plan"),
    pytest.param("6301310", 2566, "annual", marks=pytest.mark.thorough),
    pytest.param("6321604", 2566, "annual", marks=pytest.mark.thorough),
    pytest.param("6300503", 2566, "progress", marks=pytest.mark.thorough),
]


def run(
    notebook: Path, tmp_path: Path, parameters: dict, engine: str | None = "ita-warm"
) -> nbformat.NotebookNode:
    """Executes a copy of the notebook whose first cell turns warnings into errors."""
    nb = nbformat.read(notebook, as_version=4)
    strict = nbformat.v4.new_code_cell("import warnings; warnings.simplefilter('error')")
    nb.cells.insert(0, strict)
    copy = tmp_path / notebook.name
    nbformat.write(nb, copy)
    return papermill.execute_notebook(
        str(copy),
        str(tmp_path / "executed.ipynb"),
        parameters,
        engine_name=engine,
        kernel_name="python3",
        **execute.ENGINE_SETTINGS,
    )


def stderr(nb: nbformat.NotebookNode) -> str:
    return "".join(o.text for c in nb.cells for o in c.get("outputs", []) if o.get("name") == "stderr")


KERNEL, WARM = None, "ita-warm"
QUICK = {notebook: KERNEL if notebook == REPORT else WARM for notebook in NOTEBOOKS}
"""Each notebook once, one of them as plain papermill runs it."""


@pytest.mark.parametrize(
    ("notebook", "engine"),
    [
        *(pytest.param(*each, id=each[0].stem) for each in QUICK.items()),
        *(
            pytest.param(notebook, KERNEL, id=f"{notebook.stem}-kernel", marks=pytest.mark.thorough)
            for notebook, engine in QUICK.items()
            if engine == WARM
        ),
    ],
)
def test_runs_with_its_defaults(notebook, engine, tmp_path, data_dir):
    nb = run(notebook, tmp_path, {"data_dir": str(data_dir)}, engine)
    assert stderr(nb) == ""
    html = export.to_html(nb)
    assert html.count("<h1>") == 1


@pytest.mark.parametrize(("agency_id", "fiscal_year", "kind"), AGENCIES)
def test_report_of_a_real_agency(agency_id, fiscal_year, kind, tmp_path, data_dir):
    parameters = {"agency_id": agency_id, "fiscal_year": fiscal_year, "document": kind}
    nb = run(REPORT, tmp_path, parameters | {"data_dir": str(data_dir)})
    assert stderr(nb) == ""
    shown = export.to_html(nb)
    saved = document.open_report(agency_id, fiscal_year, kind, data_dir=data_dir, refresh=False).save(
        tmp_path / "saved.html"
    )
    assert saved.read_text(encoding="utf-8") == shown, "saving from JupyterLab gives the batch's page"


def test_report_in_english(tmp_path, data_dir):
    parameters = {"language": "en", "digits": "arabic", "data_dir": str(data_dir)}
    html = export.to_html(run(REPORT, tmp_path, parameters))
    assert '<html lang="en">' in html
    assert "99.54" in html
    assert not re.search("[๐-๙]", re.sub(r"<table class=\"full\">.*?</table>", "", html, flags=re.DOTALL))


def test_a_code_given_as_a_number_is_refused_with_the_remedy(tmp_path, data_dir):
    with pytest.raises(papermill.PapermillExecutionError, match="-r agency_id 12"):
        run(REPORT, tmp_path, {"agency_id": 12, "data_dir": str(data_dir)})


WRITES = re.compile(r"\bopen\(|\.write_|\.to_(csv|excel|parquet|json|html)\b|\bshutil\b|\btables\.write\b")
"""What a cell may not do itself: stages and ``saving`` write files, whole or not at all."""


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_readable(notebook):
    """A cell fits on a screen and writes no file; what is longer, or exact, or shared, is in ``analysis``."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        source = "".join(cell["source"])
        assert not cell["outputs"]
        assert cell["execution_count"] is None
        assert len(source.splitlines()) <= 25, source
        assert not re.search(r"^\s*class\b", source, re.MULTILINE), source
        assert not WRITES.search(source), source
    assert [c for c in cells if c["cell_type"] == "markdown"], "a notebook says why"


@pytest.mark.parametrize("call", ["deltas.compute(scores", "weak.compute(scores"])
def test_the_analysis_is_called_where_it_is_read(call):
    assert any(call in notebook.read_text(encoding="utf-8") for notebook in NOTEBOOKS)


def test_the_report_shows_its_parts_in_the_order_of_the_page():
    cells = json.loads(REPORT.read_text(encoding="utf-8"))["cells"]
    shown = "\n".join("".join(c["source"]) for c in cells if "analyst" not in c["metadata"].get("tags", []))
    assert re.findall(r"^report\.(\w+)\(\)$", shown, re.M) == list(document.PARTS)


def test_cells_that_write_are_told_from_those_that_read():
    assert all(map(WRITES.search, ['open("x", "w")', "frame.to_csv(file)", "path.write_text(text)"]))
    assert not WRITES.search('tables.read(folder, "scores")')


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_parameter_is_typed_and_explained(notebook):
    parameters = papermill.inspect_notebook(str(notebook))
    assert parameters
    for parameter in parameters.values():
        assert parameter["inferred_type_name"] in ("str", "int", "bool", "float")
        assert re.search("[ก-๛]", parameter["help"])
        assert "|" in parameter["help"], "explained in Thai and in English"
