"""Runs every check and counts the failures instead of stopping at the first. Called by ``make check``."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def list_checks() -> dict[str, list[str | Path]]:
    """Returns the command of each check, by what it says when it passes."""
    checks: dict[str, list[str | Path]] = {
        "code follows the rules": [BIN / "ruff", "check", "--quiet", "."],
        "code is formatted": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "types agree": [BIN / "mypy", "--no-error-summary"],
        "lock and environment.yml agree with pyproject.toml": [
            sys.executable,
            *("-m", "pytest", "-q", "--no-header", "--tb=short", "tests/unit/test_environment.py"),
        ],
    }
    if notebooks := sorted(ROOT.glob("notebooks/**/*.ipynb")):  # without a file nbstripout would read stdin
        checks["notebooks have no outputs"] = [BIN / "nbstripout", "--verify", "--keep-id", *notebooks]
    return checks


def main() -> int:
    """Returns how many checks failed."""
    failures = 0
    for name, command in list_checks().items():
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            failures += 1
            print(f"FAILED  {name}\n{done.stdout}", flush=True)
        else:
            print(f"ok      {name}", flush=True)
    print(f"{failures} of {len(list_checks())} checks failed" if failures else "All checks passed")
    return failures


if __name__ == "__main__":
    sys.exit(main())
