"""``ita reports --runs``: a table of reports with their options, checked before the first of them is made."""

import shutil
from pathlib import Path

import pytest

from commands import ita

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, read_data):
    folder = tmp_path_factory.mktemp("runs") / "data"
    shutil.copytree(read_data, folder)
    return folder


def reports(data_dir, tmp_path, text, *more):
    table = tmp_path / "runs.csv"
    table.write_text(text, encoding="utf-8-sig")
    return ita("reports", "--runs", table, "--data-dir", data_dir, "--out", tmp_path / "out", *more)


def test_each_row_asks_for_its_reports_with_its_options(data_dir, tmp_path):
    table = (
        "agency,year,document,form,language,out\n"
        "5310703,68,annual,7,,\n"
        "5310703,2568,plan,,,\n"
        f"6321604,,,6,en,{tmp_path / 'english'}\n"
    )
    outcome = reports(data_dir, tmp_path, table, "--dry-run")
    lines = outcome.stdout.splitlines()
    assert [line for line in lines if line[:7].isdecimal()] == [
        "5310703 2568 annual: ยังไม่เคยจัดทำ",
        "5310703 2568 plan: ยังไม่เคยจัดทำ",
        "6321604 2566 annual: new",
        "6321604 2566 plan: new",
    ]
    assert outcome.returncode == 0
    assert not (tmp_path / "out").exists()


WRONG = {
    "agency,jahr\n5310703,2568\n": ["runs.csv: unknown column 'jahr'"],
    "agency\n": ["runs.csv: holds no row"],
    "agency,year,document\n5310703,99x,\n5310703,2568,anual\n": [
        "runs.csv (2): Invalid value for '--year'",
        "runs.csv (3): Invalid value for '--document'",
    ],
    "agency,language\n5310703,th\n6321604,en\n": ["runs.csv (3): row 2 has another language"],
    "agency,form\n5310703,8\n": ["form must be one of full"],
    "agency,settings\n5310703,urgent=1\n": ["no setting 'urgent=1'"],
    "agency,document,form\n5310703,annual,7\n9999999,annual,\n": ["agency 9999999 is not in"],
    "agency,document,form\n5310703,annual,7\n5310703,,6\n": ["5310703 2568 annual is in the table twice"],
}


@pytest.mark.parametrize("table", WRONG)
def test_all_that_is_wrong_is_told_before_anything_runs(table, data_dir, tmp_path):
    outcome = reports(data_dir, tmp_path, table)
    assert outcome.returncode == 2
    assert [words for words in WRONG[table] if words not in outcome.stderr] == []
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough
def test_two_forms_stand_in_one_folder_and_are_what_verify_makes(data_dir, tmp_path):
    table = "agency,document,form\n5310703,annual,7\n6321604,annual,6\n"
    assert reports(data_dir, tmp_path, table, "--quiet").returncode == 0
    outcome = ita("verify", tmp_path / "out", "--data-dir", data_dir, "--language", "en")
    assert outcome.returncode == 0, outcome.stdout
