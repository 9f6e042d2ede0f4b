"""JupyterLab is given notebooks so that opening one changes nothing; tried in a real one, held here without.

JupyterLab calls a notebook changed unless it already says exactly what the kernel says of its language.
"""

import asyncio
import shutil

import pytest

from helpers import locations
from helpers.batch.warm import ipython
from helpers.jupyterlab import ON_FILE, Notebooks

NOTEBOOKS = sorted(locations.notebook("").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_opened_and_saved_unchanged_a_notebook_stays_as_it_is(notebook, tmp_path):
    shutil.copy(notebook, tmp_path)
    files = Notebooks(root_dir=str(tmp_path))
    model = asyncio.run(files.get(notebook.name))
    assert model["content"]["metadata"]["language_info"] == ipython.language_info() != ON_FILE
    asyncio.run(files.save({"type": "notebook", "content": model["content"]}, notebook.name))
    assert (tmp_path / notebook.name).read_bytes() == notebook.read_bytes()


def test_make_lab_starts_jupyterlab_with_it():
    makefile = (locations.notebook("").parent / "Makefile").read_text(encoding="utf-8")
    assert f"contents_manager_class={Notebooks.__module__}.{Notebooks.__name__}" in makefile
