"""pyproject.toml, requirements.lock, environment.yml and the Makefile say the same."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))

REQUIRES_PYTHON = SpecifierSet(PYPROJECT["project"]["requires-python"])
MINORS = [f"3.{minor}" for minor in range(30) if f"3.{minor}.0" in REQUIRES_PYTHON]
DIRECT = [
    Requirement(text)
    for text in [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
]

# An entry begins at the left margin; its hashes and the names of those that want it are indented.
ENTRIES = re.findall(r"^[^\s#].*(?:\n[ ]+.*)*", LOCK, re.MULTILINE)
HEADS = [entry.splitlines()[0].removesuffix("\\").rstrip() for entry in ENTRIES]
LOCKED = [Requirement(head) for head in HEADS]


def get_versions(name, environment=None):
    """Returns the versions under which the lock has a package, all of them or those for one machine."""
    return [
        next(iter(locked.specifier)).version
        for locked in LOCKED
        if canonicalize_name(locked.name) == canonicalize_name(name)
        and (environment is None or locked.marker is None or locked.marker.evaluate(environment))
    ]


def imagine_machine(minor, patch, **system):
    return {
        **default_environment(),
        "python_version": minor,
        "python_full_version": f"{minor}.{patch}",
        "implementation_version": f"{minor}.{patch}",
        **system,
    }


MACHINES = [
    pytest.param(imagine_machine(minor, patch, **system), id=f"{minor}.{patch}-{system['sys_platform']}")
    for minor in MINORS
    for patch in (0, 20)
    for system in (
        {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
        {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
        {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    )
]


@pytest.mark.parametrize("requirement", DIRECT, ids=str)
def test_lock_satisfies_pyproject(requirement):
    versions = get_versions(requirement.name)
    assert versions, f"{requirement.name} is not in requirements.lock: run make lock"
    outside = [version for version in versions if version not in requirement.specifier]
    assert not outside, f"pyproject.toml wants {requirement}: run make lock"


@pytest.mark.parametrize("machine", MACHINES)
def test_lock_has_one_version_for_each_machine(machine):
    ambiguous = {locked.name for locked in LOCKED if len(get_versions(locked.name, machine)) > 1}
    assert ambiguous == set()
    missing = {direct.name for direct in DIRECT if not get_versions(direct.name, machine)}
    assert missing == set()


def test_lock_was_compiled_for_these_dependencies():
    """A dependency taken out of pyproject.toml leaves the lock, too: uv notes who wants what."""
    wanted = [
        canonicalize_name(locked.name)
        for locked, entry in zip(LOCKED, ENTRIES, strict=True)
        if re.search(r"[ ]ita-reports \(pyproject\.toml(:dev)?\)$", entry, re.MULTILINE)
    ]
    assert sorted(set(wanted)) == sorted({canonicalize_name(direct.name) for direct in DIRECT})


def test_builder_is_locked():
    """The project is built without isolation: what builds it comes from the lock."""
    for requirement in map(Requirement, PYPROJECT["build-system"]["requires"]):
        versions = get_versions(requirement.name)
        assert versions
        assert all(version in requirement.specifier for version in versions)


def test_each_lock_entry_has_one_version_and_hashes():
    assert len(ENTRIES) > len(DIRECT)
    exact = re.compile(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[^\s*,]+( ; .+)?$")
    assert [head for head in HEADS if not exact.match(head)] == []
    hashed = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", re.MULTILINE)
    assert [entry.splitlines()[0] for entry in ENTRIES if not hashed.search(entry)] == []


def test_nothing_that_is_installed_lacks_what_it_needs():
    """The lock is installed as it stands; what it left out by mistake would be missed here."""
    told = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("file", ["requirements.lock", "environment.yml"])
def test_no_place_to_install_from_is_named(file):
    """Where packages come from is the machine's affair (an office may have a mirror)."""
    text = (ROOT / file).read_text("utf-8")
    named = r"\w+://|--(extra-)?index-url|--find-links|--trusted-host|\bindex-url\b|\s@\s|^-[if]\b"
    assert [line for line in text.splitlines() if re.search(named, line)] == []


def test_environment_yml_has_exactly_the_locked_packages():
    (pip_section,) = [part["pip"] for part in ENVIRONMENT["dependencies"] if isinstance(part, dict)]
    assert set(HEADS) - set(pip_section) == set(), "missing in environment.yml: run make lock"
    assert set(pip_section) - set(HEADS) == {"-e ."}, "not in requirements.lock: run make lock"
    assert len(pip_section) == len(HEADS) + 1


def test_environment_yml_takes_only_python_pip_and_make_from_conda():
    assert ENVIRONMENT["name"] == PYPROJECT["project"]["name"]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    conda = [part for part in ENVIRONMENT["dependencies"] if isinstance(part, str)]
    assert [part.split()[0] for part in conda] == ["python", "pip", "make"]


def test_python_versions_agree():
    (python,) = [
        part for part in ENVIRONMENT["dependencies"] if isinstance(part, str) and part.startswith("python ")
    ]
    assert SpecifierSet(python.removeprefix("python ")) == REQUIRES_PYTHON

    low, high = re.search(r"\(3, (\d+)\) <= sys\.version_info\[:2\] < \(3, (\d+)\)", MAKEFILE).groups()
    assert [f"3.{minor}" for minor in range(int(low), int(high))] == MINORS
    (candidates,) = re.findall(r"for p in (.*); do", MAKEFILE)
    assert candidates.split() == [*(f"python{minor}" for minor in reversed(MINORS)), "python3", "python"]

    lock_script = (ROOT / "scripts/lock.py").read_text("utf-8")
    assert re.findall(r'"--python-version", "([\d.]+)"', lock_script) == [MINORS[0]]


def test_every_dependency_is_explained_with_its_licence():
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    table = re.findall(r"^\| ([\w-]+) \| .+ \| .+ \|$", page, re.MULTILINE)[1:]
    assert table == [Requirement(text).name for text in PYPROJECT["project"]["dependencies"]]
    for name in {requirement.name for requirement in DIRECT} - set(table):
        assert re.search(rf"\b{re.escape(name)}\s\([A-Z]", page), name
