"""What the warm engine asks of IPython and ipykernel without their promising it is still there.

After an upgrade this says which name went; `test_warm_conformance.py` says whether a kernel does the same.
"""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the warm engine forks")

AFTER_AN_ERROR = """
import asyncio
from jupyter_client.session import Session
from helpers.batch.warm import ipython

class Silent(Session):
    def send(self, *_, **__): pass

for of, names in ipython.USED.items():
    print(*(f"{of.__module__}.{of.__name__}.{name}" for name in names if not hasattr(of, name)))
shell = ipython.create(Silent())
told = asyncio.run(ipython.execute(shell, "1 / 0"))
print(*(name for name in ipython.USED_OF_AN_INSTANCE if not hasattr(shell, name)))
assert (told["ename"], told["execution_count"]) == ("ZeroDivisionError", 1), told
assert "division by zero" in told["traceback"][-1], told
assert asyncio.run(ipython.execute(shell, "x = 1"))["status"] == "ok"
names = ipython.names_of_module(shell)
ipython.state(shell)
ipython.forget(shell, names)
assert "x" not in vars(shell.user_module)
"""


def test_every_name_that_is_used_is_there():
    done = subprocess.run(
        [sys.executable, "-c", AFTER_AN_ERROR], capture_output=True, text=True, timeout=300, check=False
    )
    versions = f"IPython {version('ipython')}, ipykernel {version('ipykernel')}"
    assert done.stdout.split() == [], f"{versions} no longer have these; see batch/warm/ipython.py"
    assert done.returncode == 0, f"{versions} behave otherwise; see batch/warm/ipython.py\n{done.stderr}"


def test_no_other_module_asks_them():
    asking = {
        file.name
        for file in (ROOT / "src" / "helpers").rglob("*.py")
        if re.search(r"^\s*(from|import) (IPython|ipykernel)\b", file.read_text(encoding="utf-8"), re.M)
    }
    assert asking == {"ipython.py"}


@pytest.mark.parametrize("name", ["ipykernel", "ipython"])
def test_the_next_major_version_is_not_taken_untried(name):
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    (asked,) = [each for each in map(Requirement, wanted) if each.name == name]
    assert version(name) in asked.specifier
    assert f"{Version(version(name)).major + 1}.0" not in asked.specifier
