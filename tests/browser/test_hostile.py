"""A stranger's raw folder through the whole product: whatever its cells say, they are only text."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

import docx
import openpyxl
import pytest
from lxml import html
from playwright.sync_api import Browser

import hostile
from helpers import thai
from helpers.formats import browser as installed

pytestmark = pytest.mark.thorough

ITA = str(Path(sys.executable).with_name("ita"))
FORMULA = re.compile(r"[\s]*[=+\-@＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"-?[0-9.]+")
FAILED = hostile.CODES[-1]
MADE = hostile.CODES[:-1]


def ita(folder: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Runs the command where a shell that is tricked would leave its file."""
    command = [ITA, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=900, check=False)


class Outcome:
    """What became of the folder: files below ``folder``, and everything said on a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        hostile.write(folder / "data" / "raw")
        self.before = {file: file.read_bytes() for file in self.raw_files()}
        data = ("--data-dir", folder / "data")
        pdf = ["--formats", "html,docx,pdf"] if installed.find() else ["--formats", "html,docx"]
        self.said = [
            ita(folder, "check", *data, "--csv", "found.csv", "--html", "found.html"),
            ita(folder, "check", *data, "--language", "en"),
            ita(
                folder,
                *("reports", *data, "--out", "out", "--digits", "arabic", "--analyst", "--verbose"),
                *("--log", "log.jsonl", "--formats", "html,docx"),
            ),
            ita(
                folder,
                *("reports", *data, "--out", "out", "--digits", "arabic", "--analyst"),
                *(*pdf, "--agency", MADE[0], "--document", "annual"),
            ),
            *(ita(folder, "workbook", f"{code}.xlsx", *data, "--agency", code) for code in MADE),
        ]

    def raw_files(self) -> list[Path]:
        return sorted(file for file in (self.folder / "data" / "raw").rglob("*") if file.is_file())

    def pages(self) -> list[Path]:
        return [*sorted(self.out.rglob("*.html")), self.folder / "found.html"]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> Outcome:
    folder = tmp_path_factory.mktemp("hostile") / 'it\'s "a" {{ x }} $(touch hit); import os #'
    folder.mkdir()
    return Outcome(folder)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def expected(text: str) -> str:
    """A text as it stands on a page: without what is not seen, otherwise as it was typed."""
    return squeezed(thai.to_arabic_digits(thai.normalise(thai.CONTROLS.sub("", text))))


def text_of(page: Path) -> str:
    root = html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    return squeezed(root.text_content())


# ------------------------------------------------------------------ what came out, and where
def test_it_ends_as_a_folder_with_faults_does(outcome):
    assert [said.returncode for said in outcome.said] == [1, 1, 1, 1, *[0] * len(MADE)]
    assert b"Traceback" not in b"".join(said.stderr + said.stdout for said in outcome.said)
    entries = json.loads((outcome.out / "2568" / "annual" / "manifest.json").read_text("utf-8"))["agencies"]
    states = {code: entries[code]["status"] for code in hostile.CODES}
    assert states == dict.fromkeys(MADE, "succeeded") | {FAILED: "failed"}
    assert {*entries} == {*hostile.CODES, "same", "SAME"}
    for line in (outcome.folder / "log.jsonl").read_text("utf-8").splitlines():
        json.loads(line)


def test_nothing_was_run_and_the_raw_folder_is_as_it_was(outcome):
    assert [file for file in outcome.folder.parent.rglob("*") if file.name == "hit"] == []
    assert {file: file.read_bytes() for file in outcome.raw_files()} == outcome.before


def test_every_file_has_a_harmless_name_in_its_place(outcome):
    others = [
        file for file in outcome.folder.rglob("*") if outcome.folder / "data" / "raw" not in file.parents
    ]
    assert len(others) > 40
    for file in others:
        assert re.fullmatch(r"\.?[0-9A-Za-z_-]+(\.[0-9a-z]+)*", file.name), file.name
        assert not re.fullmatch(r"(?i:con|prn|aux|nul|com.|lpt.)", file.name.split(".")[0])
    assert len({str(file).casefold() for file in others}) == len(others)
    assert sorted(each.name for each in outcome.folder.parent.iterdir()) == [outcome.folder.name]


def test_a_terminal_gets_text_only(outcome):
    for said in outcome.said:
        for line in (said.stdout + said.stderr).decode("utf-8").split("\n"):
            assert thai.visible(line) == line


def test_what_was_not_taken_is_told(outcome):
    with (outcome.folder / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {(row["file"], row["row"], row["code"]) for row in csv.DictReader(file)}
    first = 2 + len(hostile.CODES)
    assert ("agencies.csv", str(first), "agency_id_malformed") in found, "one finding for all of them"
    assert ("agencies.csv", str(first + 11), "agency_id_letter_case") in found
    assert ("measures/all.csv", str(2 + len(hostile.TEXTS) + 1), "cell_too_long") in found
    assert ("scores/\\xff\\x1b.csv", "", "encoding_unknown") in found
    assert ("scores/x\\x1b[31m\\n\\u202efdp.csv", "2", "number_unreadable") in found
    assert {file for file, _, code in found if code == "control_characters"} >= {
        *("agencies.csv", "sources.csv", "scores/bad.csv", "measures/all.csv", "measures/page.html"),
    }


# ------------------------------------------------------------------ pages
@pytest.mark.parametrize("page", ["", ".analyst"])
def test_every_text_stands_on_the_page_as_it_was_typed(outcome, page):
    text = text_of(outcome.out / "2568" / "annual" / f"{MADE[0]}{page}.html")
    missing = [what for what, given in hostile.TEXTS.items() if text.count(expected(given)) < 5]
    assert missing == []


def test_names_stand_in_the_index_as_they_were_typed(outcome):
    text = text_of(outcome.out / "2568" / "annual" / "index.html")
    places = [place for place in range(4 * len(MADE)) if place % 4 != 1]  # types stand in an attribute
    for given in (list(hostile.TEXTS.values())[place] for place in places):
        assert expected(given) in text


ALLOWED_LINK = r"#|(\.\./)*[\w./-]+\.(html|docx|pdf)(#[\w-]+)?$|data:(text/csv|image/|font/)"
"""A place on this page, another file of the publication or a place in it, or what the page itself carries."""


class Watched:
    """A page in a browser that notes whatever a text could bring about."""

    def __init__(self, browser: Browser, *, policy: bool) -> None:
        self.context = browser.new_context(bypass_csp=not policy)
        self.page = self.context.new_page()
        self.seen: list[str] = []
        self.page.expose_function("hit", lambda *_: self.seen.append("a script ran"))
        self.page.on("dialog", lambda dialog: (self.seen.append(dialog.message), dialog.dismiss()))
        self.page.on("console", lambda said: self.seen.append(said.text))
        self.page.on("pageerror", lambda error: self.seen.append(str(error)))
        self.page.on("request", lambda asked: self._note(asked.url))
        self.context.on("page", lambda other: self.seen.append(f"opened {other.url}"))

    def _note(self, url: str) -> None:
        if not url.startswith(("data:font/", "data:image/")) and url != self.own:
            self.seen.append(url[:100])

    def visit(self, file: Path) -> list[str]:
        """Looks at each link of a page, touches everything on it, and uses its search."""
        self.own = file.as_uri()
        self.page.goto(self.own, timeout=300_000)
        for link in self.page.eval_on_selector_all(
            "[href],[src],[action]", "all => all.map(e => e.outerHTML)"
        ):
            element = html.fromstring(link)
            target = element.get("href") or element.get("src") or element.get("action")
            if not re.match(ALLOWED_LINK, target):
                self.seen.append(f"a link to {target[:100]}")
        self.page.evaluate(
            """() => { for (const e of document.querySelectorAll("*"))
                 for (const kind of ["mouseover", "focus", "load", "error", "toggle"])
                   if (e.tagName !== "SCRIPT") e.dispatchEvent(new Event(kind)) }"""
        )
        if (search := self.page.locator("#q")).count():
            for text in hostile.TEXTS.values():
                search.fill(thai.CONTROLS.sub("", text))
            search.fill("")
            for choice in self.page.locator("select").all():
                for value in choice.locator("option").evaluate_all("all => all.map(e => e.value)"):
                    choice.select_option(value)
            for head in self.page.locator("th button").all():
                head.click()
        return self.seen


@pytest.mark.parametrize("policy", [True, False], ids=["as published", "without its policy"])
def test_a_browser_runs_asks_for_and_complains_of_nothing(outcome, browser, policy):
    watched = Watched(browser, policy=policy)
    for page in outcome.pages():
        assert watched.visit(page) == [], page.name
    watched.context.close()


def test_the_watch_sees_what_it_is_there_for(browser, tmp_path):
    file = tmp_path / "bad.html"
    file.write_text("<a href='javascript:hit()'>x</a><img src=//evil.invalid/x onerror=hit()>", "utf-8")
    watched = Watched(browser, policy=True)
    watched.visit(file)
    watched.page.wait_for_timeout(300)
    told = " ".join(watched.seen)
    assert all(words in told for words in ("a script ran", "a link to javascript:", "evil.invalid"))
    watched.context.close()


# ------------------------------------------------------------------ other formats
def test_word_documents_hold_text_only(outcome):
    for file in sorted(outcome.out.rglob("*.docx")):
        document = docx.Document(str(file))
        assert all(each.tag.split("}")[1] not in ("hyperlink", "object") for each in document.element.iter())
        with zipfile.ZipFile(file) as parts:
            for name in parts.namelist():
                part = parts.read(name)
                assert b'TargetMode="External"' not in part
                fields = re.findall(rb"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)", part)
                assert {b"".join(each).strip().split()[0] for each in fields} <= {b"PAGE"}, name
    words = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    document = docx.Document(str(outcome.out / "2568" / "annual" / f"{MADE[0]}.docx"))
    text = squeezed("".join(each.text or "" for each in document.element.body.iter(words)))
    assert [what for what, given in hostile.TEXTS.items() if text.count(expected(given)) < 5] == []


def test_libreoffice_opens_documents_and_forms(outcome, tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for file, kind in (
        (outcome.out / "2568" / "annual" / f"{MADE[0]}.docx", "pdf"),
        (outcome.folder / f"{MADE[3]}.xlsx", "csv"),
    ):
        command = [program, own, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(file)]
        subprocess.run(command, capture_output=True, timeout=300, check=True)
        assert (tmp_path / f"{file.stem}.{kind}").stat().st_size > 100


@pytest.mark.parametrize("code", MADE)
def test_no_cell_of_a_form_is_a_formula(outcome, code):
    file = outcome.folder / f"{code}.xlsx"
    kinds = {cell.data_type for sheet in openpyxl.load_workbook(file) for row in sheet for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
            assert b"hyperlink" not in parts.read(name)


def test_no_cell_of_a_table_begins_like_a_formula(outcome):
    tables = [(outcome.folder / "found.csv").read_bytes()]
    for page in outcome.out.rglob("*.html"):
        links = re.findall(r'href="data:text/csv[^,"]*,([^"]+)"', page.read_text("utf-8"))
        tables += [unquote_to_bytes(unescape(link)) for link in links]
    assert len(tables) > len(MADE)
    for table in tables:
        cells = [cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in row]
        assert len(cells) > 10
        assert [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []


def test_a_pdf_holds_no_action_and_no_link_to_elsewhere(outcome):
    file = outcome.out / "2568" / "annual" / f"{MADE[0]}.pdf"
    if not installed.find():
        pytest.skip("no Chromium, Chrome or Edge is installed")
    content = file.read_bytes()
    assert re.findall(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile|SubmitForm|OpenAction)\b", content) == []
    if program := shutil.which("pdftotext"):
        said = subprocess.run([program, "-raw", str(file), "-"], capture_output=True, check=True)
        text = squeezed(said.stdout.decode("utf-8"))
        assert squeezed(hostile.TEXTS["script"]) in text


def test_names_of_files_that_cannot_be_printed_stay_apart(tmp_path):
    from helpers.sources import raw_files

    (tmp_path / "scores").mkdir()
    try:
        for name in (b"\xff.csv", b"\\xff.csv", b"\xfe.csv"):
            Path(os.fsdecode(bytes(tmp_path / "scores") + b"/" + name)).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    files = sorted(raw_files.all_files(tmp_path))
    assert files == [
        "scores/\\xfe.csv",
        "scores/\\xff.csv",
        "scores/\\xff.csv'",
    ]
