"""The documentation keeps up with the code."""

import importlib
import re
import shlex
from pathlib import Path

import click
import pytest

import helpers
from helpers import cli, framework, headings, tables, usage
from helpers.sources import raw_files

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")


def test_every_column_of_every_table_is_explained():
    parts = dict(re.findall(r"^### (\w+)\n(.*?)(?=^###? |\Z)", DATA, re.MULTILINE | re.DOTALL))
    for name, schema in tables.SCHEMAS.items():
        for column in schema.columns:
            assert f"`{column}`" in parts[name], f"{name}.{column}"


def test_every_heading_is_listed():
    for column, words in headings.HEADINGS.items():
        line = next(line for line in DATA.splitlines() if line.startswith(f"| `{column}` | {words[0]}"))
        for word in words:
            assert word in line


def test_rules_named_in_docstrings_have_their_section():
    sections = set(
        re.findall(r"^## (.+)$", (ROOT / "docs" / "methodology.md").read_text("utf-8"), re.MULTILINE)
    )
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r'methodology(?:\.md)?,\s+"([^"]+)"', code))
    assert named
    assert named <= sections


def test_the_changelog_begins_with_this_version():
    versions = re.findall(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == helpers.__version__


def test_every_entry_of_the_framework_has_its_certainty():
    for year in framework.years():
        rules = framework.for_year(year)
        assert set(rules.certainty.values()) <= {"published", "recomputed", "inferred", "provisional"}
        assert {"weights", "levels"} <= set(rules.certainty)


def test_commands_in_the_documents_and_the_help_can_be_typed():
    """Nothing is run: each command exists and takes the options that stand there."""
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))]
    lines = re.findall(r"(?:^    |`)(?:env/bin/)?(ita [a-z-]+(?: [^`#\n]*)?)", "\n".join(texts), re.MULTILINE)
    lines += [example for _, examples in usage.COMMANDS.values() for example in examples]
    assert len(lines) > 40
    for line in lines:
        name, *words = shlex.split(line)[1:]
        command = cli.main.commands[name]
        assert isinstance(command, click.Command)
        taken = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("-")} <= {*taken, "--help"}, line


@pytest.mark.parametrize("package", ["helpers", "helpers.sources"])
def test_a_module_imports_only_what_is_listed_above_it(package):
    """The list at the top of a package's ``__init__.py`` names every module, from low to high."""
    module = importlib.import_module(package)
    folder = Path(module.__file__).parent
    listed = re.findall(r"^    ((?:\w+, )*\w+)  ", module.__doc__, re.M)
    place = {name: line for line, names in enumerate(listed) for name in names.split(", ")}
    assert set(place) == {path.stem for path in folder.glob("[a-z]*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")
    }
    imports = re.compile(
        rf"^ *from {re.escape(package)}(?:\.(\w+)\S*)? import \(?([^)]*?)(?:\)|\n)", re.MULTILINE
    )
    for file in folder.rglob("*.py"):
        own = file.relative_to(folder).parts[0].removesuffix(".py")
        for names in imports.findall(file.read_text("utf-8")):
            used = (
                {names[0]} if names[0] else {name.split(" as ")[0] for name in re.split(r"[,\s]+", names[1])}
            )
            assert {name for name in used if place.get(name, -1) > place.get(own, 99)} == set(), file


@pytest.mark.parametrize("text", ["README.md", "src/helpers/workspace.md"])
def test_a_filled_form_is_read_where_the_documents_say_to_put_it(text):
    lines = (ROOT / text).read_text("utf-8").splitlines()
    asked = [line for line in lines if "ita workbook form" in line]
    assert asked
    for line in asked:
        folder = re.search(r"data/raw/(\w*)", line)[1]
        name = f"{folder}/form.xlsx".lstrip("/")
        assert raw_files.misplaced({name: Path(name)}) == [], line
