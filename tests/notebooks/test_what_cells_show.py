"""Whatever a cell shows is on the page, in the Word document and in the PDF, with either engine."""

import base64
import io
import re
import subprocess
import sys
from pathlib import Path

import docx
import nbformat
import papermill
import pytest
from nbformat import v4

from helpers.formats.word import to_docx
from helpers.report.export import PageExporter, UnfinishedError, to_html

CELLS = {
    "frame": "import pandas as pd\npd.DataFrame({'จำนวน': [1, 20], 'ชื่อ': ['ก', '<b>x</b>']})",
    "figure": "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([1, 3, 2]);",
    "picture": "from helpers.report import show\nfigure, axes = plt.subplots()\naxes.plot([2, 1])\n"
    "show.picture(figure, title='แนวโน้ม', description='เส้นลดลงจาก 2 เป็น 1')",
    "drawing": "from IPython.display import SVG\n"
    'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<metadata>today</metadata><rect width="40" height="20"/></svg>\')',
    "words": "from IPython.display import Markdown\nMarkdown('**สำคัญ** มาก')",
}


def book() -> nbformat.NotebookNode:
    """A notebook with a cell of each kind."""
    made = v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS.values()])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


@pytest.fixture(scope="module", params=["ita-warm", pytest.param(None, marks=pytest.mark.thorough)])
def run(request, tmp_path_factory) -> Path:
    """The notebook, run by the batch's engine or by a kernel."""
    folder = tmp_path_factory.mktemp("shown")
    nbformat.write(book(), folder / "in.ipynb")
    papermill.execute_notebook(
        folder / "in.ipynb", folder / "out.ipynb", engine_name=request.param, progress_bar=False
    )
    return folder / "out.ipynb"


def test_the_page_holds_it(run):
    page = to_html(nbformat.read(run, 4))
    assert page.count('src="data:image/png;base64,') == 2
    assert page.count('src="data:image/svg+xml;base64,') == 1
    assert "Figure size" not in page
    assert "<strong>สำคัญ</strong>" in page.replace("<wbr>", "")
    assert '<td class="n">20</td>' in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "dataframe" not in page, "a frame has the look of our tables"
    assert 'alt="เส้นลดลงจาก 2 เป็น 1"' in page
    # The figure and the drawing have no words for those who cannot see them, and the page says so.
    assert page.replace("<wbr>", "").count("ภาพนี้ยังไม่มีคำอธิบาย") == 2
    drawing = re.search(r"data:image/svg\+xml;base64,([^\"]+)", page)
    assert b"today" not in base64.b64decode(drawing[1])


def test_the_word_document_holds_it(run):
    document = docx.Document(io.BytesIO(to_docx(to_html(nbformat.read(run, 4)))))
    assert len(document.inline_shapes) == 3
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert "เส้นลดลงจาก 2 เป็น 1" in described
    assert [cell.text for row in document.tables[0].rows for cell in row.cells][-2:] == ["20", "<b>x</b>"]
    assert any("สำคัญ" in paragraph.text for paragraph in document.paragraphs)


def test_the_same_outputs_give_the_same_bytes(run):
    assert to_html(nbformat.read(run, 4)) == to_html(nbformat.read(run, 4))


@pytest.mark.thorough
@pytest.mark.parametrize(("state", "exporter"), [("not run", "ita"), ("failed", "ita-docx")])
def test_an_unfinished_notebook_is_no_document(state, exporter, tmp_path):
    unfinished = book()
    if state == "failed":
        for cell in unfinished.cells:
            cell.execution_count = 1
        unfinished.cells[1].outputs = [v4.new_output("error", ename="E", evalue="e", traceback=["E"])]
    nbformat.write(unfinished, tmp_path / "book.ipynb")
    asked = [sys.executable, "-m", "nbconvert", "--to", exporter, "book.ipynb"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode != 0
    assert ("was not run" if state == "not run" else "cell 2 failed") in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["book.ipynb"]


def test_a_notebook_that_is_run_by_nbconvert_itself_is_finished():
    from traitlets.config import Config

    config = Config({"ExecutePreprocessor": {"enabled": True}})
    page, _ = PageExporter(config=config).from_notebook_node(book())
    assert "สำคัญ" in page
    with pytest.raises(UnfinishedError, match="not run"):
        PageExporter().from_notebook_node(book())
