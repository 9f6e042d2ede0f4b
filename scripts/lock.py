"""Writes requirements.lock and environment.yml from pyproject.toml. Called by ``make lock``.

Arguments go to uv: ``--upgrade`` takes the newest versions, ``--upgrade-package NAME`` the newest of one;
without either, what is locked stays as long as pyproject.toml allows it.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
LOCK = ROOT / "requirements.lock"

ENVIRONMENT = """\
# Written by `make lock` from requirements.lock; do not edit. The way without make, for conda and mamba:
#     conda env create -f environment.yml      (or: mamba env create -f environment.yml)
#     conda activate ita-reports
#     ita reports
# The versions are those of the lock and come from the same place; conda supplies only Python, pip and make.
name: ita-reports
channels:
  - conda-forge
dependencies:
  - python {python}
  - pip
  - make
  - pip:
"""


def compile_lock(arguments: list[str]) -> None:
    """Writes the lock: exact versions with hashes, for every Python and system that pyproject.toml allows.

    The lowest Python is named, so that uv covers the later ones too; a lock holds no address of an index.
    """
    what = ["--universal", "--python-version", "3.11", "--group", "dev", "pyproject.toml"]
    how = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-python-downloads", "--quiet"]
    command = [UV, "pip", "compile", *what, *how, "--output-file", "requirements.lock", *arguments]
    # VIRTUAL_ENV may name another project's environment, whose Python uv would use
    environment = {**os.environ, "VIRTUAL_ENV": sys.prefix}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def read_requirements(lock: str) -> list[str]:
    """Returns the lock's requirements with their markers, without hashes and comments."""
    return [line.removesuffix("\\").rstrip() for line in lock.splitlines() if line and line[0] not in " #"]


def write_environment(python: str, requirements: list[str]) -> None:
    """Writes environment.yml. It has no hashes: with them pip refuses the project's own ``-e .``."""
    pip_lines = [f"      - {requirement}\n" for requirement in [*requirements, "-e ."]]
    (ROOT / "environment.yml").write_text(ENVIRONMENT.format(python=python) + "".join(pip_lines), "utf-8")


def main() -> None:
    """Compiles the lock, then derives environment.yml from it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    try:
        compile_lock(sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
    requirements = read_requirements(LOCK.read_text("utf-8"))
    write_environment(project["requires-python"], requirements)
    print(f"requirements.lock and environment.yml: {len(requirements)} entries")


if __name__ == "__main__":
    main()
