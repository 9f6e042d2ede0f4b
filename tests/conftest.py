"""What all tests share: the repository's data in a folder of their own, and a rule for CI."""

import contextlib
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]


settings.register_profile("quick", deadline=None, max_examples=10)
settings.register_profile("thorough", deadline=None, max_examples=50)
settings.load_profile("quick")
"""How many examples a property is tried on; ``--hypothesis-profile thorough`` tries the many."""


@pytest.fixture(scope="session")
def read_data(tmp_path_factory) -> Path:
    """The repository's raw files with the tables made from them: read once for all workers, to be copied."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared"
    if not shared.exists():
        from helpers import stages

        own = tmp_path_factory.mktemp("prepared")
        shutil.copytree(REPOSITORY / "data" / "raw", own / "raw")
        stages.refresh(own)
        with contextlib.suppress(OSError):  # another worker was first
            own.rename(shared)
    return shared


@pytest.fixture
def data_dir(tmp_path: Path, read_data: Path) -> Path:
    """A data folder with a copy of the repository's raw files; what is not altered need not be read again."""
    folder = tmp_path / "data"
    shutil.copytree(read_data, folder)
    return folder


def pytest_make_parametrize_id(val, argname):
    """A file's bytes may hold the time at which a worker made them; all must call the test the same."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


READ_A_FOLDER = {"read", "raw", "data", "data_dir"}
"""Fixtures of unit tests that read a whole folder of raw files, which takes a fifth of a second."""

QUICK_CASES = 2
"""So many cases of such a test, or of one marked ``slow_cases``, are looked at by ``make test``; the others
walk the same code."""


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks, and before xdist reads them
def pytest_collection_modifyitems(items):
    """Marks what takes long, and groups tests by what they share."""
    cases = Counter()
    for item in items:
        if hasattr(item, "callspec") and (
            item.get_closest_marker("slow_cases")
            or (item.path.parent.name == "unit" and READ_A_FOLDER & set(item.fixturenames))
        ):
            cases[item.path, item.originalname] += 1
            if cases[item.path, item.originalname] > QUICK_CASES:
                item.add_marker(pytest.mark.thorough)
        # Tests that share what is costly to make run in one worker (``--dist loadgroup``): made once.
        of_item = [made for each in item._fixtureinfo.name2fixturedefs.values() for made in each]
        shared = {made.baseid for made in of_item if made.scope in ("module", "session") and made.baseid}
        shared.discard("tests")  # what is shared by all is made once for all workers
        if shared:
            item.add_marker(pytest.mark.xdist_group(min(shared, key=len)))


def _fails_on_ci(report):
    """On CI a skipped test counts as a failure: everything a test needs can be installed there."""
    if os.environ.get("CI") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI, where it could have run: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _fails_on_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _fails_on_ci((yield))
