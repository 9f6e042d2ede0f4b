"""``ita verify`` from end to end: what was made is identical; whatever was changed afterwards is found."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import commands
from helpers import cli

ITA = str(Path(sys.executable).with_name("ita"))
REPOSITORY = Path(__file__).resolve().parents[2]

FOLDER = Path("2568") / "annual"
PAGE = FOLDER / "5310703.html"


def ita(*arguments, **more):
    command = [ITA, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False, **more
    )


def verify(target, data_dir, *arguments):
    """The command in this process: what it imports and starts it does once for all these tests."""
    command = ["verify", target, "--data-dir", data_dir, "--language", "en", *arguments]
    return CliRunner().invoke(cli.main, list(map(str, command)))


def state(folder):
    """Every file with its content and time of change."""
    return {
        file.relative_to(folder): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


def changed(file, before, after):
    """Replaces the first ``before`` in a file; the file must have one."""
    text = file.read_bytes().decode("utf-8")
    assert before in text
    file.write_bytes(text.replace(before, after, 1).encode("utf-8"))


def about(result, name):
    """What was said of one file: its line, and the lines on the place."""
    lines = result.stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"{name}: "))
    end = next((p for p in range(start + 1, len(lines)) if not lines[p].startswith(" ")), len(lines))
    return "\n".join(lines[start:end])


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The reports of one agency with everything that can lie beside them; only looked at, or copied."""
    base = tmp_path_factory.mktemp("verify")
    shutil.copytree(REPOSITORY / "data" / "raw", base / "data" / "raw")
    made = commands.ita(
        *("reports", "--data-dir", base / "data", "--out", base / "out", "--agency", "5310703"),
        *("--document", "annual", "--formats", "html,docx", "--analyst", "--tables", "--quiet"),
    )
    assert made.returncode == 0, made.stderr
    return base


@pytest.fixture
def copy(base, tmp_path):
    """A copy that a test may change; files as old as they were."""
    shutil.copytree(base / "out", tmp_path / "out")
    shutil.copytree(base / "data", tmp_path / "data")
    return tmp_path


def test_what_was_made_is_identical_and_nothing_is_written(base):
    before = state(base)
    result = verify(base / "out", base / "data", "--verbose")
    assert result.exit_code == 0, result.stdout + result.stderr
    names = {line.rpartition(": ")[0] for line in result.stdout.splitlines() if line.endswith(": identical")}
    made = {file.relative_to(base / "out").as_posix() for file in (base / "out").rglob("*.*")}
    assert names == {name for name in made if not name.endswith((".json", ".lock"))}
    assert f"identical {len(names)}" in result.stdout
    assert state(base) == before


def test_whatever_is_changed_is_found_with_its_place(copy):
    out = copy / "out"
    changed(out / PAGE, "๙๙.๕๔", "๙๙.๕๕")
    changed(out / FOLDER / "5310703.analyst.html", "ita-reports <wbr>0", "ita-reports <wbr>9")
    changed(out / FOLDER / "index.html", "๙๙.๕๔", "๙๙.๕๕")
    changed(out / "overview.html", "</main>", "<p>อีกบรรทัด</p></main>")
    document = out / FOLDER / "5310703.docx"
    with zipfile.ZipFile(document) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(document, "w") as archive:
        for info, content in parts.items():
            archive.writestr(info, content.replace("๙๙.๕๔".encode(), "๑๙.๕๔".encode(), 1))
    changed(out / FOLDER / "5310703.csv", "99.54", "99.55")
    (out / FOLDER / "5310703.xlsx").unlink()
    shutil.copy(out / PAGE, out / FOLDER / "9999999.html")
    (out / "findings.html").unlink()

    result = verify(out, copy / "data")
    assert result.exit_code == 1
    page = about(result, PAGE.as_posix())
    assert "differs: edited after it was made" in page
    assert "in the file ๙๙.๕๕, from the data ๙๙.๕๔" in page
    assert re.search(r"line \d+, character \d+", page)
    line, column = map(int, re.search(r"line (\d+), character (\d+)", page).groups())
    assert (out / PAGE).read_text(encoding="utf-8").split("\n")[line - 1][column - 1] == "๕"
    assert "edited" in about(result, "2568/annual/5310703.analyst.html")
    assert "in the file ๙๙.๕๕, from the data ๙๙.๕๔" in about(result, "2568/annual/index.html")
    assert "อีกบรรทัด" in about(result, "overview.html")
    assert "in the file 99.55, from the data 99.54" in about(result, "2568/annual/5310703.csv")
    assert "missing" in about(result, "2568/annual/5310703.xlsx")
    told = about(result, "2568/annual/5310703.docx")
    assert "word/document.xml" in told
    assert "in the file ๑๙.๕๔, from the data ๙๙.๕๔" in told
    assert "not in manifest.json" in about(result, "2568/annual/9999999.html")
    assert "missing" in about(result, "findings.html")
    assert "identical 4" in result.stdout  # deltas, weak indicators, the digest, the front page


@pytest.mark.thorough
def test_everything_that_nobody_made_here_is_named(copy):
    """Forged pages, other files, folders that are links, wherever they lie and whatever they are called."""
    out = copy / "out"
    page = (out / PAGE).read_bytes()
    forged = [
        "summary.html",
        "2568/index.html",
        "2568/annual/D000001.htm",
        "2568/annual/summary.xhtml",
        "a/b.pdf",
    ]
    forged += [
        "2567/annual/5310703.html",
        "2568/annual/failed/5310703.ipynb",
        "notes",
        ".hidden",
        ".lock",
        ".gitkeep",
        "2568/annual/.x",
    ]
    for name in forged:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(page)
    (out / "2566").symlink_to(out / "2568", target_is_directory=True)
    result = verify(out, copy / "data")
    assert result.exit_code == 1
    for name in [*forged, "2566"]:
        assert "not in manifest.json" in about(result, name)
    assert f"not in manifest.json {len(forged) + 1}" in result.stdout


@pytest.mark.thorough
def test_the_manifest_edited_with_the_page_does_not_hide_it(copy):
    page = copy / "out" / PAGE
    changed(page, "๙๙.๕๔", "๙๙.๙๔")
    file = page.with_name("manifest.json")
    known = json.loads(file.read_text(encoding="utf-8"))
    entry = known["agencies"]["5310703"]
    entry["outputs"]["5310703.html"] = hashlib.sha256(page.read_bytes()).hexdigest()
    entry["seen"]["5310703.html"] = [page.stat().st_size, page.stat().st_mtime_ns]
    file.write_text(json.dumps(known), encoding="utf-8")
    result = verify(page, copy / "data")
    assert result.exit_code == 1
    assert "differs: edited" in about(result, PAGE.as_posix())
    assert "in the file ๙๙.๙๔, from the data ๙๙.๕๔" in result.stdout
    assert "identical 4" in result.stdout  # the other files of the same report


@pytest.mark.thorough
def test_changed_data_are_told_from_an_edited_page(copy):
    rows = (copy / "data" / "raw" / "scores" / "5310703.csv").read_text(encoding="utf-8")
    score = re.search(r"5310703,2568,3,([0-9.]+)", rows)[1]
    changed(copy / "data" / "raw" / "scores" / "5310703.csv", f"2568,3,{score}", "2568,3,99.99")
    result = verify(copy / "out" / PAGE, copy / "data")
    assert result.exit_code == 1
    told = about(result, PAGE.as_posix())
    assert "differs: inputs changed" in told
    assert told.splitlines()[0].endswith("scores/5310703.csv")
    assert "edited" not in told
    assert "in the file 100.00, from the data 99.99" in told  # in the table that the page holds


@pytest.mark.thorough
def test_a_page_made_by_other_code_is_said_to_be(copy):
    """The package as it was with another word: what it made differs here, and was not edited."""
    earlier = copy / "earlier"
    shutil.copytree(REPOSITORY / "src", earlier / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "notebooks", earlier / "notebooks")
    changed(earlier / "src" / "helpers" / "narrative" / "words.toml", 'th = "ตัวชี้วัด"', 'th = "ตัวชี้วัดที่ใช้"')
    command = ["reports", "--data-dir", copy / "data", "--out", copy / "old", "--agency", "5310703"]
    made = ita(
        *command, "--document", "annual", "--quiet", env=os.environ | {"PYTHONPATH": str(earlier / "src")}
    )
    assert made.returncode == 0, made.stderr
    result = verify(copy / "old" / PAGE, copy / "data")
    assert result.exit_code == 1
    told = about(result, PAGE.as_posix())
    assert "differs: code changed" in told
    assert "edited" not in told
    assert "ตัวชี้วัดที่ใช้" in told.replace("<wbr>", "")


@pytest.mark.thorough
def test_a_page_that_left_its_folder_tells_whose_it_is(base, tmp_path):
    page = tmp_path / "รายงาน (1).html"
    shutil.copy(base / "out" / PAGE, page)
    result = verify(page, base / "data", "--verbose")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert result.stdout.startswith(f"{PAGE.as_posix()}: identical")
    changed(page, "๙๙.๕๔", "๙๙.๕๕")
    result = verify(page, base / "data")
    assert result.exit_code == 1
    assert "in the file ๙๙.๕๕, from the data ๙๙.๕๔" in result.stdout
    assert "no manifest.json" in result.stdout


@pytest.mark.thorough
def test_a_page_asked_for_in_another_way_tells_how(base, tmp_path):
    asked = (
        "--language",
        "en",
        "-p",
        "form",
        "7",
        "-p",
        "settings",
        "urgent_below=80",
        "-p",
        "as_of",
        "2568-08-31",
    )
    made = commands.ita(
        *("reports", "--data-dir", base / "data", "--out", tmp_path / "out", "--agency", "5310703", *asked),
        *("--document", "annual", "--quiet"),
    )
    assert made.returncode == 0, made.stderr
    page = tmp_path / "page.html"
    shutil.copy(tmp_path / "out" / PAGE, page)
    body = re.search(r"<body[^>]*>", page.read_text(encoding="utf-8"))[0]
    assert len(body.encode()) < 150
    for target in (page, tmp_path / "out" / PAGE):
        result = verify(target, base / "data")
        assert "identical, but made with settings other than the default: urgent_below=80" in result.stdout
        assert result.exit_code == 1, "its marks are not those that readers expect"


@pytest.mark.thorough
def test_a_manifest_from_a_stranger_does_nothing(copy):
    file = copy / "out" / FOLDER / "manifest.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    entry = known["agencies"]["5310703"]
    target = copy / "written"
    bad = {
        "../../../x": entry,
        "5310703": entry | {"outputs": {"../../../data/raw/agencies.csv": "", "5310703.html": ""}},
        "6301310": entry | {"parameters": {"save_to": str(target), "data_dir": "/", "language": "<b>"}},
        "6321604": entry | {"outputs": 3},
        "6300503": entry | {"outputs": {}, "parameters": {"save_to": str(target)}},
    }
    file.write_text(json.dumps(known | {"agencies": bad}), encoding="utf-8")
    before = state(copy)
    result = verify(copy / "out", copy / "data")
    assert result.exit_code == 1
    assert "agencies.csv" not in result.stdout
    assert "Traceback" not in result.stderr
    assert not target.exists()
    assert state(copy) == before


def test_wrong_use(base, tmp_path):
    (tmp_path / "page.html").write_text("<html><body>no report</body></html>", encoding="utf-8")
    for target in (tmp_path, tmp_path / "page.html", tmp_path / "nowhere"):
        result = verify(target, base / "data")
        assert result.exit_code == 2, target
        assert re.search("[ก-๙].*\n.*[a-z]", result.stderr)  # Thai, and English under it
        assert "Traceback" not in result.stderr
    assert verify(base / "out", tmp_path / "empty").exit_code == 2


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("target", "files"),
    [
        (
            "2568",
            {
                "2568/annual/index.html",
                *(f"2568/annual/5310703.{k}" for k in ("html", "analyst.html", "docx", "csv", "xlsx")),
            },
        ),
        ("2568/annual/index.html", {"2568/annual/index.html"}),
        ("digest.html", {"digest.html"}),
    ],
)
def test_a_part_of_the_reports_is_told_of_alone(base, target, files):
    result = verify(base / "out" / target, base / "data", "--verbose")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert {line.partition(":")[0] for line in result.stdout.splitlines()[:-1]} == files


@pytest.mark.thorough
def test_a_pdf_is_held_against_its_record(copy):
    page = copy / "out" / FOLDER / "5310703.pdf"
    page.write_bytes(b"%PDF-1.7 as it was printed")
    file = page.with_name("manifest.json")
    known = json.loads(file.read_text(encoding="utf-8"))
    known["agencies"]["5310703"]["outputs"][page.name] = hashlib.sha256(page.read_bytes()).hexdigest()
    file.write_text(json.dumps(known), encoding="utf-8")
    result = verify(page, copy / "data")
    assert result.exit_code == 0
    assert "5310703.pdf: PDF, only compared with its recorded digest, not made again" in result.stdout
    page.write_bytes(b"%PDF-1.7 as it was edited")
    result = verify(page, copy / "data")
    assert result.exit_code == 1
    assert "edited" in about(result, "2568/annual/5310703.pdf")
