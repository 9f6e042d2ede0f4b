"""Only what changed is read anew, and what comes out is what a first reading gives."""

import random
import shutil

import pandas as pd
import pytest

from helpers import demo, form_rows, stages, workbook
from helpers.sources import understanding
from helpers.sources.kept import Kept


@pytest.fixture
def opened(monkeypatch):
    """The names of files that were read, as it happens."""
    names = []
    read = understanding.of_file

    def noted(file):
        names.append(file.name)
        return read(file)

    monkeypatch.setattr(understanding, "of_file", noted)
    return names


def tables_of(folder):
    return {
        file.name: file.read_bytes()
        for file in (folder / "processed").iterdir()
        if file.suffix in (".parquet", ".toml", ".txt")
    }


def edit(raw, chance):
    """Changes, adds or deletes a row or a whole file of scores or measures."""
    files = sorted(raw.glob("*/*.csv"))
    file = chance.choice(files)
    heading, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    place = chance.randrange(len(rows))
    kind = chance.choice(["score", "change", "add", "delete", "delete file", "add file", "rename"])
    if kind == "score":
        file = chance.choice([each for each in files if each.parent.name == "scores"])
        heading, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        place = chance.randrange(len(rows))
        rows[place] = rows[place].rstrip().rpartition(",")[0] + f",{chance.randrange(10001) / 100}\n"
    elif kind == "change":
        rows[place] = rows[place].replace(chance.choice("0123456789,ก"), chance.choice("0123456789ขa"))
    elif kind == "add":
        rows.append(chance.choice(rows))
    elif kind == "delete":
        del rows[place]
    elif kind == "add file":
        file = file.with_name(f"{chance.randrange(9)}{file.name}")
        rows = rows[: place + 1]
    elif kind == "rename":
        file.rename(file.with_name(f"x{file.name}"))
        return
    if kind == "delete file" and len(files) > 1:
        file.unlink()
    else:
        file.write_text(heading + "".join(rows), encoding="utf-8")


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 6))]
)
def test_after_any_edits_the_tables_are_those_of_a_first_run(tmp_path, seed):
    data_dir, chance = tmp_path / "edited", random.Random(seed)  # noqa: S311 - not for secrets
    demo.write(data_dir / "raw", agencies=3, seed=seed)
    stages.refresh(data_dir)
    for number in range(4):
        edit(data_dir / "raw", chance)
        first = tmp_path / f"first{number}"
        shutil.copytree(data_dir / "raw", first / "raw")
        stages.refresh(data_dir)
        stages.refresh(first)
        assert tables_of(data_dir) == tables_of(first)


def test_only_the_file_that_changed_is_read(data_dir, opened):
    stages.prepare(data_dir)
    opened.clear()
    file = data_dir / "raw" / "scores" / "5310703.csv"
    file.write_bytes(file.read_bytes() + b"\n")
    stages.prepare(data_dir)
    assert opened == [file.name]


def test_a_file_under_another_name_is_not_read_again(data_dir, opened):
    stages.prepare(data_dir)
    opened.clear()
    file = data_dir / "raw" / "scores" / "5310703.csv"
    file.rename(file.with_name("other.csv"))
    made = stages.prepare(data_dir)
    assert opened == []
    assert "scores/other.csv" in set(made["places"]["file"])


def test_other_rules_read_everything_anew(data_dir, opened):
    stages.prepare(data_dir)
    opened.clear()
    (data_dir / "raw" / "rules.toml").write_text("# none of its own\n", encoding="utf-8")
    stages.prepare(data_dir)
    assert len(opened) > 1


@pytest.mark.parametrize("damage", [b"", b"\xff", b"{}", b"0\n{}"])
def test_a_reading_that_is_not_as_it_was_kept_is_read_again(data_dir, opened, damage):
    expected = stages.prepare(data_dir)
    opened.clear()
    kept = sorted((data_dir / "processed" / "read").iterdir())
    kept[0].write_bytes(damage)
    kept[1].write_bytes(kept[1].read_bytes().replace(b"1", b"2"))
    made = stages.prepare(data_dir)
    assert len(opened) == 2
    for name, frame in expected.items():
        pd.testing.assert_frame_equal(made[name], frame)


def test_readings_of_files_that_are_gone_are_deleted(data_dir):
    stages.prepare(data_dir)
    before = len(list((data_dir / "processed" / "read").iterdir()))
    (data_dir / "raw" / "scores" / "5310703.csv").unlink()
    stages.prepare(data_dir)
    assert len(list((data_dir / "processed" / "read").iterdir())) == before - 1


def test_what_is_kept_of_every_file_is_what_was_read(read_data, tmp_path):
    """Of the real agencies' files and of a filled form, whose copies are known as such."""
    form = tmp_path / "form.xlsx"
    form.write_bytes(workbook.make(form_rows.data_of(stages.check(read_data), "5310703", ""), 2568))
    kept = Kept(tmp_path / "kept", "")
    files = [*sorted((read_data / "raw").rglob("*/*.*")), form]
    for file in files:
        first, again, plain = kept.read(file), kept.read(file), understanding.of_file(file)
        for understood in (first, again):
            assert understood.stated == plain.stated
            assert understood.unchanged == plain.unchanged
            assert len(understood.readings) == len(plain.readings)
            for (sheet, reading), (its_sheet, its_reading) in zip(
                understood.readings, plain.readings, strict=True
            ):
                assert sheet == its_sheet
                assert reading.findings == its_reading.findings
                assert reading.tables.keys() == its_reading.tables.keys()
                for kind, frame in reading.tables.items():
                    pd.testing.assert_frame_equal(frame, its_reading.tables[kind], check_index_type=False)
    assert len(list((tmp_path / "kept").iterdir())) == len(files)
