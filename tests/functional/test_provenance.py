"""What a page says of where it comes from, and what it must not say: who made it, where and when."""

import getpass
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

import helpers
from helpers import provenance, thai

ITA = str(Path(sys.executable).with_name("ita"))
REPOSITORY = Path(__file__).resolve().parents[2]
PRIVATE = "hidden-place"

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Reports made by a user, on a host and in a folder with names of their own."""
    base = tmp_path_factory.mktemp("made") / PRIVATE
    shutil.copytree(REPOSITORY / "data" / "raw", base / "data" / "raw")
    names = {"USER": "somebody-x", "LOGNAME": "somebody-x", "USERNAME": "somebody-x", "HOSTNAME": "host-x"}
    command = ["reports", "--data-dir", base / "data", "--out", base / "out", "--formats", "html,docx"]
    made = subprocess.run(
        [ITA, *map(str, command), "--year", "2568", "--analyst", "--quiet"],
        env=os.environ | names,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return base


def contents(out):
    """Every file that is made, and every part of the documents, as text by name."""
    found = {}
    for file in sorted(file for file in out.rglob("*") if file.is_file() and file.name != ".lock"):
        found[file.relative_to(out).as_posix()] = file.read_bytes()
        if file.suffix == ".docx":
            with zipfile.ZipFile(file) as archive:
                found |= {f"{file.name}/{part}": archive.read(part) for part in archive.namelist()}
    return {name: content.decode("utf-8", "replace") for name, content in found.items()}


def days():
    """Yesterday, today and tomorrow in every way that a program or a person writes a day."""
    for day in (date.today() + timedelta(days=shift) for shift in (-1, 0, 1)):
        buddhist = day.year + 543
        for year in (day.year, buddhist):
            yield f"{year}-{day:%m-%d}"
            yield f"{year}{day:%m%d}"
            yield f"{day.day}/{day.month}/{year}"
            yield f"{day:%d/%m}/{year}"
        yield day.strftime("%d %b %Y")
        yield day.strftime("%B %d, %Y")
        for language in ("th", "en"):
            for digits in ("thai", "arabic"):
                yield thai.no_break(thai.format_date(day, digits=digits, language=language))
                yield thai.no_break(thai.format_date(day, digits=digits, language=language, style="short"))


def traces(base):
    """Words that tell who made a file, where or when."""
    yield from ("somebody-x", "host-x", PRIVATE, str(Path.home()), str(REPOSITORY), str(base))
    yield from (sys.prefix, sys.executable, "site-packages", "/tmp/", "\\Users\\")  # noqa: S108
    if len(getpass.getuser()) > 4:  # "root" is a word of its own: of a stylesheet, say
        yield getpass.getuser()
    if len(socket.gethostname()) > 4:
        yield socket.gethostname()
    yield from days()


def test_nothing_that_is_made_tells_who_made_it_where_and_when(base):
    made = contents(base / "out")
    assert {"index.html", "2568/annual/manifest.json", "5310703.docx/docProps/core.xml"} <= made.keys()
    for trace in traces(base):
        found = [name for name, content in made.items() if trace.casefold() in content.casefold()]
        assert not found, (trace, found)


def test_the_search_for_traces_finds_one(base):
    """As a page would look that a path, or the day, came into."""
    for word in (f"{base}/data", thai.no_break(thai.format_date(date.today()))):
        assert any(trace in f"<p>{word}</p>" for trace in traces(base))


def test_documents_are_packed_without_a_clock(base):
    for file in (base / "out").rglob("*.docx"):
        with zipfile.ZipFile(file) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifests_tell_what_pages_follow_from(base):
    raw = base / "data" / "raw"
    whole = json.loads((base / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert whole["version"] == helpers.__version__
    assert whole["libraries"] == provenance.versions()
    assert whole["program"] == provenance.program()
    made = {file.relative_to(raw).as_posix(): file.read_bytes() for file in raw.rglob("*.csv")}
    assert {name: each["sha256"] for name, each in whole["files"].items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in made.items()
    }
    assert whole["files"]["scores/5310703.csv"]["publisher"] == "เทศบาลตำบลโคกม้า"
    folder = json.loads((base / "out" / "2568" / "annual" / "manifest.json").read_text(encoding="utf-8"))
    entry = folder["agencies"]["5310703"]
    assert entry["parameters"] == {"language": "th", "digits": "thai", "analyst": True}
    assert set(entry["files"]) == {
        *("agencies.csv", "offices.csv", "sources.csv", "measures/5310703/2568.csv"),
        *("scores/5310703.csv", "scores/5310703_totals.csv"),
    }
    assert set(entry["made_from"]) == {"rows", "peers", "files", "notebook", "rules", "code", "libraries"}


def test_the_analysts_page_tells_files_with_digests_parameters_and_versions(base):
    page = (base / "out" / "2568" / "annual" / "5310703.analyst.html").read_text(encoding="utf-8")
    shown = page[page.index("analyst-provenance") :].replace("<wbr>", "")
    for file in (
        "scores/5310703.csv",
        "scores/5310703_totals.csv",
        "measures/5310703/2568.csv",
        "agencies.csv",
    ):
        digest = hashlib.sha256((base / "data" / "raw" / file).read_bytes()).hexdigest()
        assert re.search(rf">{file}<.*?>{digest}<", shown)
    for words in (
        "agency_id=5310703, fiscal_year=2568, document=annual, language=th, digits=thai",
        f"ita.toml {provenance.program()['rules']}",
        f"ita-reports {helpers.__version__} {provenance.program()['code']}",
        f"pandas {provenance.versions()['pandas']}",
    ):
        assert words in shown


def test_an_analysts_page_follows_the_files_it_tells_of(base, tmp_path):
    """The stated source of a file changes: both pages say where figures come from, and are made again."""
    shutil.copytree(base, tmp_path / "all")
    data, out = tmp_path / "all" / "data", tmp_path / "all" / "out"
    stated = data / "raw" / "sources.csv"
    text = stated.read_text(encoding="utf-8")
    stated.write_text(
        text.replace("scores/5310703.csv,scores,5310703,,", "scores/5310703.csv,scores,5310703,,อีก"), "utf-8"
    )
    page = out / "2568" / "annual" / "5310703.html"
    before = page.read_bytes()
    command = ["reports", "--data-dir", data, "--out", out, "--agency", "5310703", "--document", "annual"]
    subprocess.run([ITA, *map(str, command), "--analyst", "--quiet"], timeout=600, check=True)
    assert "อีก" in page.with_name("5310703.analyst.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert page.read_bytes() != before
    assert "อีก" in page.read_text(encoding="utf-8").replace("<wbr>", "")
