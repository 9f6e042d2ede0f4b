"""A command imports what it needs: to say how it is used nothing heavy, to read and plan nothing of pages."""

import subprocess
import sys

import pytest

_COUNTED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.argv[0] = "ita"
from helpers.cli import main
main()
"""
HEAVY = {"numpy", "pandas", "pyarrow", "matplotlib", "nbconvert", "papermill", "lxml", "docx"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["reports", "--help"], 0),
        (["verify", "-h"], 0),
        (["reports", "--documnet", "plan"], 2),
        (["reports", "--document", "plna"], 2),
        (["chekc"], 2),
    ],
)
def test_no_heavy_module_is_loaded(asked, status):
    loaded = loaded_by(asked, status)
    assert not HEAVY & loaded
    assert len(loaded) < 200


PAGES = {"papermill", "nbconvert", "nbformat", "matplotlib", "jinja2", "fontTools", "pythainlp", "docx"}


@pytest.mark.parametrize("asked", [["check"], ["reports", "--dry-run"]])
def test_what_makes_pages_is_not_loaded_where_none_is_made(asked, data_dir, tmp_path):
    folders = ["--data-dir", str(data_dir)] + (["--out", str(tmp_path / "out")] if len(asked) > 1 else [])
    loaded = loaded_by([*asked, *folders], 0)
    assert "pandas" in loaded
    assert not PAGES & loaded


def test_no_reader_is_loaded_where_no_file_changed(data_dir, tmp_path):
    loaded = loaded_by(
        ["reports", "--dry-run", "--data-dir", str(data_dir), "--out", str(tmp_path / "out")], 0
    )
    assert "helpers.sources.raw_files" in loaded
    readers = {"helpers.sources.files", "helpers.sources.layouts.recognition", "python_calamine", "lxml"}
    assert not readers & loaded


def loaded_by(asked, status):
    done = subprocess.run([sys.executable, "-c", _COUNTED, *asked], capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    return set(done.stderr.splitlines()[-1].split())
