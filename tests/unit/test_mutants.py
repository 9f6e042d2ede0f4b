"""A statistic that is computed otherwise turns a test red: each mutant is tried on a copy of the package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]

NATIONAL, EFFECTS = "analysis/national.py", "analysis/effects.py"
MUTANTS = [
    (NATIONAL, '"score_p10": 0.1', '"score_p10": 0.15'),
    (NATIONAL, '"score_q1": 0.25', '"score_q1": 0.3'),
    (NATIONAL, '"score_median": 0.5', '"score_median": 0.6'),
    (NATIONAL, '"score_p90": 0.9', '"score_p90": 0.95'),
    (NATIONAL, "(apart == 1)", "(apart <= 1)"),
    (NATIONAL, "(apart > 1)", "(apart >= 1)"),
    (NATIONAL, 'groups["yearly"].median()', 'groups["yearly"].max()'),
    (NATIONAL, '"change_median": change.median()', '"change_median": change.max()'),
    (NATIONAL, "change.quantile(0.25)", "change.quantile(0.4)"),
    (NATIONAL, "change.quantile(0.75)", "change.quantile(0.6)"),
    (NATIONAL, 'rose=rows["change"] > 0', 'rose=rows["change"] >= 0'),
    (NATIONAL, 'fell=rows["change"] < 0', 'fell=rows["change"] <= 0'),
    (NATIONAL, 'groups["score"].median()', 'groups["score"].max()'),
    (EFFECTS, '"q1": 0.25', '"q1": 0.4'),
    (EFFECTS, '"median": 0.5', '"median": 1.0'),
    (EFFECTS, '"q3": 0.75', '"q3": 0.6'),
]


@pytest.mark.parametrize(("module", "right", "wrong"), MUTANTS, ids=[wrong for _, _, wrong in MUTANTS])
def test_a_mutant_is_found(module, right, wrong, tmp_path):
    shutil.copytree(ROOT / "src" / "helpers", tmp_path / "helpers")
    source = (tmp_path / "helpers" / module).read_text(encoding="utf-8")
    assert right in source
    (tmp_path / "helpers" / module).write_text(source.replace(right, wrong), encoding="utf-8")
    tests = str(ROOT / "tests" / "unit" / "test_national.py")
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", tests]
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 1, done.stdout[-3000:]
