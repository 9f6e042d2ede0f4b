"""What nobody foresaw ends with one message in both languages, and its traceback in a file."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from helpers import cli, demo, editions, locations, packing, proposal, stages, usage, workspace
from helpers.batch import common_pages, reports, run, staleness, verdicts, verify
from helpers.narrative import finding_words

STAGES = {
    "reports": [
        (locations, "notebook"),
        (locations, "data_dir"),
        (stages, "altered"),
        (stages, "raw_state"),
        (stages, "made_from"),
        (reports, "runner"),
        (run, "read_tables"),
        (reports, "origins"),
        (staleness, "work_list"),
        (reports, "make"),
        (common_pages, "stage"),
        (common_pages, "index"),
        (common_pages, "write_front"),
        (common_pages, "note"),
    ],
    "check": [(stages, "check"), (finding_words, "count_words")],
    "verify": [(verify, "verify"), (verify, "find_scope"), (verdicts, "follow")],
    "workbook": [(stages, "check"), (locations, "data_dir")],
    "read-pdf": [(proposal, "from_pdf")],
    "demo-data": [(demo, "write")],
    "new": [(workspace, "write")],
    "pack": [(stages, "complete"), (packing, "parcels")],
    "digest": [(stages, "read_all"), (common_pages, "papers_in")],
    "changes": [(editions, "differences")],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Reports that are made; with the front page gone there is something to do."""
    folder = tmp_path_factory.mktemp("made")
    demo.write(folder / "data" / "raw", agencies=1, years=2, seed=5)
    arguments = ["reports", "--data-dir", folder / "data", "--out", folder / "out", "--document", "annual"]
    done = CliRunner().invoke(cli.main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    (folder / "out" / "index.html").unlink()
    return folder


def arguments(command, folder):
    data = ["--data-dir", folder / "data"]
    (folder / "a.pdf").touch()
    return {
        "reports": ["reports", *data, "--out", folder / "out", "--document", "annual"],
        "check": ["check", *data],
        "verify": ["verify", folder / "out", *data],
        "workbook": ["workbook", folder / "form.xlsx", "--agency", "D000001", *data],
        "read-pdf": ["read-pdf", folder / "a.pdf", *data],
        "demo-data": ["demo-data", folder / "demo"],
        "new": ["new", folder / "new"],
        "pack": ["pack", folder / "sent", *data, "--reports", folder / "out"],
        "digest": ["digest", folder / "digest", *data, "--reports", folder / "out"],
        "changes": ["changes", folder / "changes", *data, "--since", folder / "out"],
    }[command]


def raise_it(*_, **__):
    raise ArithmeticError("unforeseen")


CASES = [(command, *place) for command, places in STAGES.items() for place in places]


@pytest.mark.parametrize(
    ("command", "module", "name"), CASES, ids=lambda each: getattr(each, "__name__", each)
)
def test_an_error_in_any_stage(command, module, name, made, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(module, name, raise_it)
    done = CliRunner().invoke(cli.main, [*map(str, arguments(command, made))])
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output
    assert "ข้อผิดพลาดที่ไม่คาดคิด" in done.output
    (log,) = re.findall(r"its details are in (\S+)", done.output)
    kept = Path(log).read_text(encoding="utf-8")
    assert "raise_it" in kept
    assert "unforeseen" in kept


@pytest.mark.parametrize(
    ("command", "module", "name"),
    [("reports", stages, "raw_state"), ("check", stages, "check"), ("verify", verify, "find_scope")],
)
def test_ctrl_c_says_how_to_go_on(command, module, name, made, monkeypatch):
    def press(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, name, press)
    done = CliRunner().invoke(cli.main, [*map(str, arguments(command, made))])
    assert done.exit_code == 130, done.output
    assert "สั่งคำสั่งเดิมอีกครั้ง" in done.output


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_every_command_is_explained_in_thai_with_an_example(name):
    shown = CliRunner().invoke(cli.main, [name, "--help"], terminal_width=110).output
    assert re.search("[ก-๛]{6}", shown)
    examples = re.findall(rf"^ +ita {name}\b.*$", shown, re.MULTILINE)
    assert examples
    command = cli.main.commands[name]
    for example in examples:
        words = [word for word in example.split()[2:] if word.startswith("--")]
        known = {option for each in command.params for option in each.opts}
        assert set(words) <= known, example
    assert usage.COMMANDS[name][0] in CliRunner().invoke(cli.main, ["--help"]).output
    for option in (each for each in command.params if isinstance(each, click.Option)):
        th, en = str(option.help).split("\n")
        assert re.search("[ก-๛]{4}", th), option.name
        assert th in shown
        assert not re.search("[ก-๛]", en), option.name
    headed = [line for line in shown.splitlines() if re.match("[^ ].*:", line)]
    assert [re.sub("[^A-Z].*", "", line.split("/ ")[1])[:1] for line in headed] == ["U", "O", "E"]


@pytest.mark.parametrize(
    ("typed", "th", "en"),
    [
        ("reports --agncy 1", "ไม่มีตัวเลือก --agncy ที่ใกล้เคียงคือ --agency", "No such option '--agncy'"),
        ("report", "ไม่มีคำสั่ง report ที่ใกล้เคียงคือ reports", "No such command 'report'"),
        ("pack", "ต้องระบุ 'DIR'", "Missing argument 'DIR'"),
        ("changes x", "ต้องระบุ '--since'", "Missing option '--since'"),
        ("pack x --by month", "ต้องเป็น agency, district, province", "'month' is not one of"),
        ("demo-data x --faults 3", "'--faults' ไม่ถูกต้อง ต้องเป็นจำนวน ตั้งแต่ 0 ถึง 1", "not in the range"),
        ("reports --cell-seconds 0", "ต้องเป็นจำนวน มากกว่า 0", "not in the range"),
        ("reports --jobs x", "'--jobs' ไม่ถูกต้อง ต้องเป็นจำนวนเต็ม ตั้งแต่ 0", "not a valid"),
        ("digest x --since nowhere", "'--since' ไม่ถูกต้อง ไม่พบ", "does not exist"),
        ("reports --year x", "'--year': ต้องเป็นปีงบประมาณ", "'--year': must be a fiscal year"),
        ("reports -p form", "ใช้ตัวเลือก -p ไม่ครบ", "requires 2 arguments"),
        ("new a b", "มีคำเกิน", "unexpected extra argument"),
    ],
)
def test_wrong_use_is_told_in_both_languages_with_what_to_type(typed, th, en):
    done = CliRunner().invoke(cli.main, typed.split())
    assert done.exit_code == 2
    assert th in done.stderr
    assert en in done.stderr
    for line in done.stderr.splitlines():
        assert not re.match("Usage|Try|Error", line), line


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "tcp://",
        "tcp://host",
        "http://127.0.0.1:8786",
        "tcp://:8786",
        "tcp://h:0",
        "h:99999",
        " ",
    ],
)
@pytest.mark.parametrize("command", ["reports", "verify"])
def test_what_is_no_address_of_a_scheduler(command, address):
    done = CliRunner().invoke(cli.main, [command, "--scheduler", address])
    assert done.exit_code == 2
    assert "ไม่ใช่ที่อยู่ของ dask scheduler" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("memory", ["1", "127", "-1", "much", "1.5"])
def test_memory_that_no_report_can_do_with(memory):
    done = CliRunner().invoke(cli.main, ["reports", "--memory", memory])
    assert done.exit_code == 2
    assert "หรือ 0 คือไม่จำกัด" in done.output


@pytest.mark.parametrize("out", ["data/raw", "data/raw/scores", "data", ".", "data/processed", "link/scores"])
def test_reports_lie_apart_from_data(out, made, tmp_path):
    demo.write(tmp_path / "data" / "raw", agencies=1, years=1, seed=5)
    (tmp_path / "link").symlink_to(tmp_path / "data" / "raw")
    before = sorted(tmp_path.rglob("*"))
    command = ["reports", "--data-dir", tmp_path / "data", "--out", tmp_path / out]
    done = CliRunner().invoke(cli.main, [*map(str, command)])
    assert done.exit_code == 2, done.output
    assert "must lie apart" in done.output
    assert sorted(tmp_path.rglob("*")) == before


def wrong_uses(made, folder):
    """Commands that cannot be done, each for a reason of its own, with what is said of it in English."""
    known = ["reports", "--data-dir", made / "data", "--out", folder / "out"]
    (folder / "empty").mkdir()
    (folder / "file").touch()
    (folder / "a.pdf").write_bytes(b"%PDF-1.4 no more")
    (folder / "out" / "2568" / "annual" / "D000001.html").mkdir(parents=True)
    return {
        "a command that there is not": (["nothing"], "No such command"),
        "an option that there is not": (["reports", "--nothing"], "No such option"),
        "one before the command": (["--nothing"], "No such option"),
        "a value that cannot be": (["reports", "--year", "x"], "must be a fiscal year"),
        "an argument that is lacking": (["workbook"], "Missing argument"),
        "one too many": (["reports", "x"], "unexpected extra argument"),
        "a format": (["reports", "--formats", "odt"], "there is no format"),
        "no data": (["reports", "--data-dir", folder / "empty"], "There is no data"),
        "no data to check": (["check", "--data-dir", folder / "empty"], "There is no data"),
        "no data to verify by": (
            ["verify", made / "out", "--data-dir", folder / "empty"],
            "There is no data",
        ),
        "a parameter": ([*known, "-p", "nothing", "1"], "has no parameter"),
        "a parameter's type": ([*known, "-p", "fiscal_year", "x"], "must be of type"),
        "an agency": ([*known, "--agency", "D999999"], "is not in data/raw/agencies.csv"),
        "a province": ([*known, "--province", "x"], "no agency of the province"),
        "a year": ([*known, "--year", "2500"], "no report fits"),
        "a stage": ([*known, "--force", "--cell-seconds", "0.001"], "could not be run"),
        "a folder in a page's place": ([*known, "--engine", "kernel"], "cannot be written"),
        "a folder in a log's place": ([*known, "--log", folder], "is a directory"),
        "no reports": (["verify", folder / "empty"], "no reports in"),
        "no page": (["verify", folder / "file"], "no page of a report"),
        "nothing there": (["verify", folder / "nowhere"], "there is no"),
        "a form's name": (["workbook", "form.txt"], "must end in .xlsx"),
        "a form's year": (["workbook", folder / "form.xlsx", "--year", "2500"], "there are no rules"),
        "a form's agency": (
            ["workbook", folder / "form.xlsx", "--agency", "x", "--data-dir", made / "data"],
            "agency x is not in",
        ),
        "a form's place": (["workbook", folder / "file" / "form.xlsx"], "cannot be written"),
        "a page of findings in no place": (
            ["check", "--data-dir", made / "data", "--html", folder / "file" / "x.html"],
            "cannot be written",
        ),
        "demo data among others": (["demo-data", made / "data"], "is not empty"),
        "a workspace among others": (["new", made / "data"], "is there already and not empty"),
        "a workspace in a file": (["new", folder / "file" / "x"], "cannot be written"),
        "a demonstration among others": (["demo", made / "data"], "is there already and not empty"),
        "parcels among data": (["pack", made / "data" / "raw" / "x", "--data-dir", made / "data"], "inside"),
        "parcels among others": (["pack", made / "data", "--data-dir", folder], "is not empty"),
        "parcels of no data": (["pack", folder / "new", "--data-dir", folder / "empty"], "run ita reports"),
        "parcels of no reports": (
            ["pack", folder / "new", "--data-dir", made / "data", "--reports", folder / "empty"],
            "there are no reports in",
        ),
        "parcels in a file": (
            ["pack", folder / "file" / "x", "--data-dir", made / "data", "--reports", made / "out"],
            "cannot be written",
        ),
        "a digest among others": (["digest", made / "data", "--data-dir", folder], "is not empty"),
        "a digest by no day": (
            ["digest", folder / "new", "--as-of", "soon", "--data-dir", made / "data"],
            "--as-of must be a day",
        ),
        "changes since nothing that was sent": (
            ["changes", folder / "new", "--since", made / "out", "--data-dir", made / "data"],
            "is not as ita pack wrote it",
        ),
        "demo data in a file": (["demo-data", folder / "file" / "x"], "an unexpected error"),
    }


@pytest.mark.thorough
def test_whatever_cannot_be_done_is_said_in_both_languages(made, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for case, (command, english) in wrong_uses(made, tmp_path).items():
        done = CliRunner().invoke(cli.main, [*map(str, command)])
        assert done.exit_code in (1, 2), (case, done.output)
        assert english in done.stderr, (case, done.output)
        assert re.search("[ก-๙]", done.stderr), (case, done.stderr)
        assert "Traceback" not in done.output, (case, done.output)
        assert ("unexpected error" in done.stderr) == (english == "an unexpected error"), (case, done.output)
