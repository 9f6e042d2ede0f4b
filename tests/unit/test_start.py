"""What only says how the command is used is said at once: nothing heavy is imported for it."""

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
    done = subprocess.run([sys.executable, "-c", _COUNTED, *asked], capture_output=True, text=True)
    loaded = done.stderr.splitlines()[-1].split()
    assert done.returncode == status, done.stderr
    assert not HEAVY & set(loaded)
    assert len(loaded) < 200
