"""The stages: what they write, when they run again, and that a half-done run is noticed."""

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers import stages, tables
from helpers.sources import folder
from helpers.sources.raw_files import RawFolderMissingError

IMPORTED = """
import sys, helpers.sources.folder, helpers.stages
print(*(module.__file__ for name, module in sys.modules.items() if name.startswith("helpers.")), sep="\\n")
"""

MADE_LATER = {"files", "deltas", "peers", "weak_indicators", "targets", "checklist"}


@pytest.fixture
def prepared(tmp_path, read_data):
    """Everything that there is has been read."""
    shutil.copytree(read_data, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def data_dir(data_dir):
    """Before anything was read: how that comes about is what these tests look at."""
    shutil.rmtree(data_dir / "processed")
    return data_dir


def change(data_dir, file="scores/5310703.csv"):
    """Changes a raw file so that another state is read from it, and the same rows."""
    path = data_dir / "raw" / file
    path.write_bytes(path.read_bytes() + b"\n")


def test_check_writes_nothing(data_dir):
    made = stages.check(data_dir)
    assert set(made) == set(tables.SCHEMAS) - MADE_LATER
    assert not (data_dir / "processed").exists()
    for name, frame in made.items():
        assert list(frame.columns) == list(tables.SCHEMAS[name].columns), name


def test_each_stage_writes_what_it_returns(data_dir):
    made = stages.prepare(data_dir)
    made["deltas"] = stages.indicator_deltas(data_dir)
    made["weak_indicators"] = stages.weak_indicators(data_dir)
    assert set(made) == set(tables.SCHEMAS) - {"peers", "targets", "checklist"}, "written beside them"
    for name, frame in made.items():
        assert len(tables.read(data_dir, name)) == len(frame), name


def test_the_raw_folder_is_left_as_it_was(data_dir):
    def content():
        raw = data_dir / "raw"
        return {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}

    before = content()
    stages.refresh(data_dir)
    assert content() == before


def test_a_second_run_gives_the_same_tables(prepared):
    others = [name for name in tables.SCHEMAS if name != "files"]
    first = {name: tables.path(prepared, name).read_bytes() for name in others}
    change(prepared)
    stages.refresh(prepared)
    assert {name: tables.path(prepared, name).read_bytes() for name in others} == first


def test_without_raw_data_nothing_is_written(tmp_path):
    for stage in (stages.check, stages.prepare, stages.refresh):
        with pytest.raises(RawFolderMissingError):
            stage(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_stage_says_which_one_must_run_before(data_dir):
    with pytest.raises(tables.MissingTableError, match="01_prepare_data"):
        stages.indicator_deltas(data_dir)
    stages.prepare(data_dir)
    with pytest.raises(tables.MissingTableError):
        stages.weak_indicators(data_dir)


def test_refresh_does_nothing_where_nothing_changed(prepared, monkeypatch):
    assert stages.complete(prepared)
    monkeypatch.setattr(stages, "prepare", pytest.fail)
    stages.refresh(prepared)


@pytest.mark.slow_cases
@pytest.mark.parametrize("what", ["content", "add", "remove", "table", "code"])
def test_refresh_runs_where_something_changed(prepared, monkeypatch, what):
    if what == "content":
        change(prepared)
    elif what == "add":
        (prepared / "raw" / "scores" / "new.csv").write_text("agency_id\n", encoding="utf-8")
    elif what == "remove":
        (prepared / "raw" / "offices.csv").unlink()
    elif what == "table":
        tables.path(prepared, "deltas").unlink()
    else:
        monkeypatch.setattr(stages, "_code", lambda: "another framework/ita.toml")
    assert not stages.complete(prepared)
    stages.refresh(prepared)
    assert stages.complete(prepared)


@pytest.mark.parametrize("interrupted", ["_with_totals", "indicator_deltas", "weak_indicators"])
def test_a_run_that_was_interrupted_is_not_taken_for_complete(prepared, monkeypatch, interrupted):
    change(prepared)

    def stop(data_dir):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stages, interrupted, stop)
        with pytest.raises(KeyboardInterrupt):
            stages.refresh(prepared)
    assert not stages.complete(prepared)


def test_tables_prepared_anew_need_their_analysis_anew(prepared):
    change(prepared)
    stages.prepare(prepared)
    assert not stages.complete(prepared)
    stages.indicator_deltas(prepared)
    stages.weak_indicators(prepared)
    assert stages.complete(prepared)


def test_a_file_that_changes_while_it_is_read_is_read_again(data_dir, monkeypatch):
    read = folder.read_folder

    def read_slowly(raw, *others):
        made = read(raw, *others)
        change(raw.parent)
        return made

    with monkeypatch.context() as patch:
        patch.setattr(folder, "read_folder", read_slowly)
        stages.refresh(data_dir)
    assert not stages.complete(data_dir)


def test_an_agency_without_scores_or_without_measures_is_no_fault(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "agencies.csv").write_text("agency_id,name,type,district,province\n1,ก,ข,ค,ง\n", encoding="utf-8")
    stages.refresh(tmp_path)
    sizes = {name: len(tables.read(tmp_path, name)) for name in tables.SCHEMAS}
    assert {name: size for name, size in sizes.items() if size} == {"agencies": 1, "files": 1}


def test_published_and_recomputed_totals_are_compared(data_dir):
    rows = ["5310703,2567,93.96,ต้องปรับปรุง", "5310703,2568,99.54,"]
    totals = "\n".join(["agency_id,fiscal_year,published_total,published_level", *rows, ""])
    (data_dir / "raw" / "scores" / "5310703_totals.csv").write_text(totals, encoding="utf-8")
    found = stages.check(data_dir)["findings"]
    found = found[found["severity"] == "warning"]
    assert found[["code", "file", "row"]].values.tolist() == [
        ["level_disagrees", "scores/5310703_totals.csv", 2],
        ["total_disagrees", "scores/5310703_totals.csv", 2],
    ]
    assert "93.98" in found["problem"].iloc[1]
    made = stages.check(data_dir)["totals"].set_index(["agency_id", "fiscal_year"])
    assert made.loc[("5310703", 2567), "published_total"] == 93.96
    assert made.loc[("5310703", 2567), "published_level"] == "ต้องปรับปรุง"


def age(data_dir, monkeypatch):
    """As if the raw files had lain there for an hour when their digests were taken."""
    later = stages.time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(stages.time, "time_ns", lambda: later)
    change(data_dir)
    stages.refresh(data_dir)


def test_what_was_not_touched_is_not_read_again(prepared, monkeypatch):
    age(prepared, monkeypatch)
    read, taken = [], stages._sha256
    monkeypatch.setattr(stages, "_sha256", lambda file: read.append(file) or taken(file))
    assert stages.complete(prepared)
    assert read, "the tables are"
    assert not [file for file in read if "raw" in file.parts]


@pytest.mark.skipif(sys.platform == "win32", reason="every file is read there")
def test_an_edit_that_leaves_size_and_time_is_seen(prepared, monkeypatch):
    age(prepared, monkeypatch)
    for file in (prepared / "raw").rglob("*.csv"):
        before, status = file.read_bytes(), file.stat()
        place = next(place for place in range(len(before) - 1, 0, -1) if before[place : place + 1].isdigit())
        other = b"1" if before[place : place + 1] != b"1" else b"2"
        file.write_bytes(before[:place] + other + before[place + 1 :])
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert file.stat().st_size == status.st_size
        assert file.stat().st_mtime_ns == status.st_mtime_ns
        assert not stages.complete(prepared), file
        file.write_bytes(before)
        assert stages.complete(prepared), "what is as it was needs nothing"


def other_rows(file):
    frame = pd.read_parquet(file)
    (frame.iloc[:-1] if len(frame) else frame.assign(more="")).to_parquet(file, index=False)


DAMAGES = {
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-10]),
    "empty": lambda file: file.write_bytes(b""),
    "one bit": lambda file: file.write_bytes(file.read_bytes()[:-1] + bytes([file.read_bytes()[-1] ^ 1])),
    "other rows": other_rows,
}


def test_a_table_that_is_not_as_it_was_made_is_made_anew(prepared):
    first = {name: tables.path(prepared, name).read_bytes() for name in tables.SCHEMAS}
    for name, damage in zip(tables.SCHEMAS, itertools.cycle(DAMAGES.values())):
        damage(tables.path(prepared, name))
        assert stages.altered(prepared) == [name]
        assert not stages.complete(prepared)
        tables.path(prepared, name).write_bytes(first[name])
    for name, damage in zip(tables.SCHEMAS, itertools.cycle(DAMAGES.values())):
        damage(tables.path(prepared, name))
    stages.refresh(prepared)
    assert stages.complete(prepared)
    assert {name: tables.path(prepared, name).read_bytes() for name in tables.SCHEMAS} == first


NOTED = {
    "raw_files.json": [b"", b"[]", b'{"agencies.csv": 1, "offices.csv": ["", []]}'],
    "prepared_from.txt": [b"\xff"],
    "analysed_from.txt": [b"a  b\nc  d\n"],
    "settings.txt": [b"weak_below=1"],
}


def test_what_is_noted_beside_the_tables_may_be_damaged_too(prepared):
    for file, contents in NOTED.items():
        noted = prepared / "processed" / file
        for content in contents:
            noted.write_bytes(content)
            stages.complete(prepared)  # whatever it says
    stages.refresh(prepared)
    assert stages.complete(prepared)


def test_a_file_too_large_to_be_read_is_not_gone_through_either(prepared):
    with (prepared / "raw" / "scores" / "endless.csv").open("wb") as file:
        file.truncate(1 << 26)  # takes no room; more would take hours where this fails
    made = stages.prepare(prepared)
    assert dict(made["files"].itertuples(index=False))["scores/endless.csv"] == ""
    told = made["findings"].query("file == 'scores/endless.csv'")
    assert told["code"].tolist() == ["file_too_large"]


def test_tables_are_made_anew_when_any_module_or_data_file_behind_them_changes():
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    package = Path(stages.__file__).parent
    files = {Path(line).relative_to(package) for line in done.stdout.splitlines()}
    files |= {file.with_suffix(".toml") for file in files if (package / file).with_suffix(".toml").is_file()}
    assert {Path("columns.toml"), Path("findings.toml"), Path("schema.py")} <= files
    assert {file.parts[0] for file in files} == set(stages.CODE_BEHIND_TABLES)
