"""Random edits of every kind, and ``ita verify`` names each file that was edited and no other.

Some thirty here; a hundred:

    ITA_EDITS=100 .venv/bin/python -m pytest -m thorough tests/functional/test_verify_edits.py
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import random
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from helpers import demo
from helpers.batch import orders, reports, run, selection, verify
from helpers.batch.verify import Checked

FOLDER = Path("2568") / "annual"
GOOD = {verify.IDENTICAL}


EDITS = int(os.environ.get("ITA_EDITS", "30"))


class NoPlaceError(LookupError):
    """This edit needs what the file does not have: the report of one year has no chart."""


# ------------------------------------------------------------------ edits of a page
def _replaced(pattern, new):
    """An edit that gives one of a pattern's matches another text."""

    def edit(text, chance):
        found = list(re.finditer(pattern, text, re.S))
        if not found:
            raise NoPlaceError(pattern)
        one = chance.choice(found)
        return text[: one.start(1)] + new(one[1], chance) + text[one.end(1) :]

    return edit


def _other_letter(text, chance):
    """The same text with another character at one place."""
    place = chance.randrange(len(text))
    return (
        text[:place] + chance.choice([each for each in "๐๙0กขx" if each != text[place]]) + text[place + 1 :]
    )


def _data_link(text, chance):
    content = bytearray(base64.b64decode(text))
    content[chance.randrange(len(content))] ^= 1
    return base64.b64encode(content).decode()


def _inserted(what):
    return _replaced(r"(</p>)", lambda old, chance: what + old)


PAGE_EDITS = {
    "a digit of the text": _replaced(r">[^<>]*?([0-9๐-๙])[^<>]*<", _other_letter),
    "a letter of the text": _replaced(r">[^<>]*?([ก-ฮ])[^<>]*<", _other_letter),
    "the title": _replaced(r"<title>([^<]+)</title>", _other_letter),
    "an attribute": _replaced(r'<\w[^<>]* [\w-]+="([^"<>]+)"', _other_letter),
    "an attribute's name": _replaced(r'<\w[^<>]* ([\w-]+)="', lambda old, chance: f"data-{old}"),
    "a tag": _replaced(r"<(p|td|th|li|span|section|h2)\b", lambda old, chance: "div"),
    "a chart's path": _replaced(
        r'<(?:path|polyline|line|rect|circle|text)\b[^<>]*?"[^"<>]*?([0-9])', _other_letter
    ),
    "a data link": _replaced(r"data:[^\"',]*;base64,([A-Za-z0-9+/=]{8,})", _data_link),
    "the style": _replaced(r"<style>.*?([a-z]+:[^;{}]+).*?</style>", _other_letter),
    "the policy": _replaced(
        r'Content-Security-Policy" content="([^"]*)"', lambda old, chance: "default-src *"
    ),
    "hidden text": _inserted("<span hidden>๙๙</span>"),
    "text that a style hides": _inserted('<span style="display:none">๙๙</span>'),
    "a comment": _inserted("<!-- ๙๙ -->"),
    "a script": _inserted("<script>1</script>"),
    "a character nobody sees": _inserted("\u200b"),
    "a blank": _inserted(" "),
    "a line": _replaced("(\n)", lambda old, chance: "\n\n"),
    "a row less": _replaced(r"(<tr\b.*?</tr>)", lambda old, chance: ""),
    "a row twice": _replaced(r"(<tr\b.*?</tr>)", lambda old, chance: old * 2),
    "the beginning": lambda text, chance: "\ufeff" + text,
    "the end": lambda text, chance: text + "\n",
    "cut off": lambda text, chance: text[: chance.randrange(len(text))],
}


# ------------------------------------------------------------------ edits of a Word document
def _repacked(content, edit):
    """The archive with its parts as ``edit``, which takes and gives a dict of them, leaves them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, part in edit(parts).items():
            archive.writestr(info, part)
    return made.getvalue()


def _in_part(pattern, new, name=r"word/document\.xml"):
    def edit(content, chance):
        def of_parts(parts):
            fitting = [info for info in parts if re.fullmatch(name, info.filename)]
            one = chance.choice(fitting)
            text = parts[one].decode("utf-8")
            return parts | {one: _replaced(pattern, new)(text, chance).encode("utf-8")}

        return _repacked(content, of_parts)

    return edit


def _picture(content, chance):
    def of_parts(parts):
        pictures = [info for info in parts if info.filename.endswith(".png")]
        if not pictures:
            raise NoPlaceError("a picture")
        one = chance.choice(pictures)
        changed = bytearray(parts[one])
        changed[chance.randrange(len(changed))] ^= 1
        return parts | {one: bytes(changed)}

    return _repacked(content, of_parts)


def _bit(content, chance):
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


HIDDEN_RUN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>๙๙</w:t></w:r></w:p>"
WORD_EDITS = {
    "a digit of the text": _in_part(r"<w:t(?: [^<>]*)?>[^<>]*?([0-9๐-๙])", _other_letter),
    "a letter of the text": _in_part(r"<w:t(?: [^<>]*)?>[^<>]*?([ก-ฮ])", _other_letter),
    "hidden text": _in_part("(</w:p>)", lambda old, chance: HIDDEN_RUN),
    "a paragraph less": _in_part(r"(<w:p>(?:(?!<w:p\b).)*?</w:p>)", lambda old, chance: ""),
    "a style": _in_part(r'w:val="([^"]+)"', _other_letter, r"word/styles\.xml"),
    "the properties": _in_part(r">([^<>\s]+)<", _other_letter, r"docProps/core\.xml"),
    "what is said of a picture": _in_part(r' descr="([^"]+)"', _other_letter),
    "a picture": _picture,
    "a part less": lambda content, chance: _repacked(content, lambda parts: dict(list(parts.items())[:-1])),
    "a part more": lambda content, chance: _repacked(
        content, lambda parts: parts | {"word/more.xml": b"<a/>"}
    ),
    "the packing": lambda content, chance: _repacked(content, lambda parts: dict(reversed(parts.items()))),
    "the end": lambda content, chance: content + b"\0",
    "a bit": _bit,
    "cut off": lambda content, chance: content[: chance.randrange(len(content))],
}


def edited(file, kind, chance):
    """Edits a file in this way."""
    before = file.read_bytes()
    if file.suffix == ".docx":
        after = WORD_EDITS[kind](before, chance)
    else:
        after = PAGE_EDITS[kind](before.decode("utf-8"), chance).encode("utf-8")
    assert after != before, kind
    file.write_bytes(after)


def edited_somehow(file, chance):
    """Edits a file in one of the ways that it has a place for."""
    kinds = list(WORD_EDITS if file.suffix == ".docx" else PAGE_EDITS)
    for kind in chance.sample(kinds, len(kinds)):
        with contextlib.suppress(NoPlaceError):
            return edited(file, kind, chance)
    raise NoPlaceError(file.name)


# ------------------------------------------------------------------ edits of the folder
def _hidden_by_the_manifest(out, file, chance):
    """Edits a report's file and its digest in the manifest."""
    edited_somehow(file, chance)
    known = json.loads((out / FOLDER / "manifest.json").read_text(encoding="utf-8"))
    entry = known["agencies"][file.name.partition(".")[0]]
    entry["outputs"][file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    entry["seen"][file.name] = [file.stat().st_size, file.stat().st_mtime_ns]
    (out / FOLDER / "manifest.json").write_text(json.dumps(known), encoding="utf-8")


def _done(out, file, what, chance):
    """One edit of the folder; gives the names that are to be told, each with what may be said of it."""
    name = file.relative_to(out).as_posix()
    other = file.with_name(f"{file.stem}-{chance.randrange(1000)}{file.suffix}")
    match what:
        case "edited":
            edited_somehow(file, chance)
            return {name: {verify.DIFFERS}}
        case "edited with the manifest":
            _hidden_by_the_manifest(out, file, chance)
            return {name: {verify.DIFFERS}}
        case "removed":
            file.unlink()
        case "emptied":
            file.write_bytes(b"")
            return {name: {verify.DIFFERS}}
        case "renamed":
            file.rename(other)
            return {name: {verify.MISSING}, other.relative_to(out).as_posix(): {verify.UNKNOWN}}
        case "a folder in its place":
            file.unlink()
            file.mkdir()
        case "added":
            shutil.copy(file, other)
            return {other.relative_to(out).as_posix(): {verify.UNKNOWN}}
        case "another in its place":
            another = chance.choice([each for each in out.rglob(f"*{file.suffix}") if each != file])
            if another.is_file() and another.read_bytes() != file.read_bytes():
                shutil.copy(another, file)
            else:
                edited_somehow(file, chance)
            return {name: {verify.DIFFERS}}
    return {name: {verify.MISSING}}


OF_ANY = (
    *["edited"] * 8,
    *("removed", "emptied", "renamed", "a folder in its place", "added", "another in its place"),
)
OF_REPORTS = (*OF_ANY, *["edited with the manifest"] * 2)


# ------------------------------------------------------------------ trying them
@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The reports of two agencies in every kind of file that is compared byte by byte."""
    base = tmp_path_factory.mktemp("edits")
    demo.write(base / "data" / "raw", agencies=2, years=2, seed=7)
    options = reports.Options(
        base / "data",
        base / "out",
        selection.Selection(document="annual"),
        parameters={"analyst": True},
        run_settings=orders.RunSettings(formats=("docx",)),
        workers=1,
    )
    assert list(run.run(options))[-1].complete
    return base


def chance_of(seed):
    return random.Random(seed)  # noqa: S311


def told(base, out):
    options = verify.VerifyOptions(out, base / "data", workers=1)
    return {each.file: each.state for each in verify.verify(options) if isinstance(each, Checked)}


def round_of_edits(base, out, chance):
    """Edits some two files in three of a copy, each once; checks what is told, gives how many were edited."""
    shutil.copytree(base / "out", out)
    files = sorted(each for kind in ("html", "docx") for each in out.rglob(f"*.{kind}"))
    every = {file.relative_to(out).as_posix() for file in files}
    expected, done = {}, {}
    for file in chance.sample(files, len(files) * 2 // 3):
        of_a_report = file.parent.name == "annual" and file.stem != "index"
        what = chance.choice(OF_REPORTS if of_a_report else OF_ANY)
        done[file.relative_to(out).as_posix()] = what
        expected |= _done(out, file, what, chance)
    states = told(base, out)
    wrong = {name: state for name, state in states.items() if state not in GOOD}
    assert wrong.keys() == expected.keys(), done
    assert all(state in expected[name] for name, state in wrong.items()), (done, wrong)
    assert states.keys() == every | expected.keys()
    return len(done)


@pytest.mark.thorough
def test_edits_of_some_files_are_found_and_no_other_is_blamed(base, tmp_path):
    assert set(told(base, base / "out").values()) == GOOD
    assert round_of_edits(base, tmp_path / "out", chance_of(1)) > 5


@pytest.mark.thorough
def test_many_edits_are_found_and_no_other_file_is_blamed(base, tmp_path):
    chance, edits = chance_of(2568), 0
    while edits < EDITS:
        edits += round_of_edits(base, tmp_path / str(edits), chance)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", PAGE_EDITS)
def test_each_edit_of_a_page_changes_it(base, tmp_path, kind):
    file = shutil.copy(base / "out" / FOLDER / "D000001.html", tmp_path / "page.html")
    edited(file, kind, chance_of(3))


@pytest.mark.thorough
@pytest.mark.parametrize("kind", WORD_EDITS)
def test_each_edit_of_a_document_changes_it(base, tmp_path, kind):
    file = shutil.copy(base / "out" / FOLDER / "D000001.docx", tmp_path / "document.docx")
    edited(file, kind, chance_of(3))
