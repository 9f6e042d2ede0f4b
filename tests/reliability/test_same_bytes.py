"""The same inputs give the same bytes: elsewhere, in another language and time zone, by another Python.

``tests/batch`` compares the two engines and a dask cluster with a local run.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="sets the locale as glibc reads it"),
]

STATUS = ("manifest.json", ".lock")
"""Files that say when and how long; what the manifests say of bytes is compared."""


def pythons():
    """Other versions of Python that this project allows and this machine has: version -> interpreter."""
    found = {}
    for version in {"3.11", "3.12", "3.13"} - {HERE}:
        on_path = shutil.which(f"python{version}")
        kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        for each in [*([on_path] if on_path else []), *map(str, kept)]:
            # Run, not just looked for: a pyenv shim exists for versions that are not there.
            if not subprocess.run([each, "-c", "import venv, ensurepip"], capture_output=True).returncode:
                found[version] = each
                break
    return dict(sorted(found.items()))


def farthest(versions):
    """The version that differs most from the one here: what two give alike, those between give, too."""
    return sorted(versions, key=lambda version: -abs(int(version[2:]) - int(HERE[2:])))[:1]


def thai_locale(folder):
    """The environment of a Thai locale, whose calendar is the Buddhist one; made, for systems have none."""
    made = ["localedef", "-i", "th_TH", "-f", "UTF-8", str(folder / "th_TH.UTF-8")]
    folder.mkdir()
    if shutil.which(made[0]) is None or subprocess.run(made, capture_output=True).returncode > 1:
        return {"LC_ALL": "C.UTF-8"}
    return {"LOCPATH": str(folder), "LC_ALL": "th_TH.UTF-8"}


def copied(folder, when):
    """The raw files in another folder, written in another order, with another time of change."""
    for file in sorted((REPOSITORY / "data" / "raw").rglob("*"), key=lambda file: file.name, reverse=True):
        if file.is_file():
            target = folder / "raw" / file.relative_to(REPOSITORY / "data" / "raw")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            os.utime(target, (when, when))
    return folder


def reports(python, data_dir, out, *arguments, **environment):
    ita = Path(python).with_name("ita")
    known = ["--data-dir", data_dir, "--out", out, "--formats", "html,docx", "--analyst"]
    done = subprocess.run(
        [*map(str, [ita, "reports", *known, *arguments])],
        env=os.environ | environment,
        capture_output=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def made(data_dir, out):
    """Digest of every page, document and processed table, and what the manifests say of bytes."""
    files = {file.relative_to(out): file for file in out.rglob("*") if file.name not in STATUS}
    files |= {file.relative_to(data_dir): file for file in data_dir.rglob("*.parquet")}
    found = {
        name.as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in sorted(files.items())
        if file.is_file()
    }
    for file in out.glob("*/*/manifest.json"):
        for agency_id, entry in json.loads(file.read_text(encoding="utf-8"))["agencies"].items():
            found[f"{file.relative_to(out)} {agency_id}"] = entry["outputs"]
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A run with two workers; what it made."""
    base = tmp_path_factory.mktemp("first")
    copied(base / "data", 1_700_000_000)
    environment = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1"}
    reports(sys.executable, base / "data", base / "out", "--jobs", "2", **environment)
    return base, made(base / "data", base / "out")


def test_when_all_is_made_again(first):
    base, before = first
    ends = {name.partition(".")[2] for name in before}
    assert {"html", "analyst.html", "docx", "parquet"} <= ends
    assert {"index.html", "overview.html", "2568/annual/index.html"} <= before.keys()
    reports(sys.executable, base / "data", base / "out", "--force")
    assert made(base / "data", base / "out") == before


def test_elsewhere(first, tmp_path):
    """Another folder, user, time zone, order of hashing; one worker; text is UTF-8 only if code says so."""
    folder = tmp_path / "an office's (2)"
    copied(folder / "data", 1_900_000_000)
    environment = {
        "LC_ALL": "POSIX",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "USER": "someone",
        "LOGNAME": "someone",
        "COLUMNS": "40",
    }
    before = os.umask(0o077)
    try:
        reports(sys.executable, folder / "data", folder / "out", "--jobs", "1", **environment)
    finally:
        os.umask(before)
    assert made(folder / "data", folder / "out") == first[1]


@pytest.mark.parametrize("version", farthest(pythons()))
def test_by_another_python(version, first, tmp_path):
    """An environment of its own from the same lock; a Thai locale and a Thai folder with it."""
    environment = tmp_path / "environment"
    uv = Path(sys.executable).with_name("uv")
    python = environment / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--python", python]
    for command in (
        [pythons()[version], "-m", "venv", "--without-pip", environment],
        [*install, "--no-deps", "--require-hashes", "-r", REPOSITORY / "requirements.lock"],
        [*install, "--no-deps", "--no-build-isolation", "-e", REPOSITORY],
    ):
        subprocess.run([*map(str, command)], check=True, timeout=900)
    folder = tmp_path / "ที่ทำงาน อื่น"
    copied(folder / "data", 1_800_000_000)
    elsewhere = thai_locale(tmp_path / "locale")
    reports(python, folder / "data", folder / "out", TZ="Asia/Bangkok", **elsewhere)
    assert made(folder / "data", folder / "out") == first[1]
    shutil.rmtree(environment)  # a gigabyte
