"""The processed tables: what may be stored, what comes back, and that they are explained."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from helpers import columns, headings, tables
from helpers.columns import names
from helpers.schema import SchemaError

DATA_MD = Path(__file__).parents[2] / "docs" / "data.md"


def scores(*rows):
    columns = ["agency_id", "fiscal_year", "indicator", "score"]
    return pd.DataFrame(rows, columns=columns).assign(source="scores/a.csv").astype({"score": "float64"})


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_a_table_without_rows_can_be_stored_and_read(tmp_path, name):
    tables.write(tmp_path, name, tables.empty(name))
    back = tables.read(tmp_path, name)
    assert back.empty
    assert list(back.columns) == list(tables.SCHEMAS[name].columns)
    assert back.dtypes.astype(str).tolist() == tables.empty(name).dtypes.astype(str).tolist()


def test_rows_are_sorted_by_their_key_and_come_back_as_they_were(tmp_path):
    frame = scores(("9", 2568, 10, 99.84), ("0012", 2568, 2, 100.0), ("0012", 2567, 9, 76.79))
    tables.write(tmp_path, "scores", frame)
    back = tables.read(tmp_path, "scores")
    assert back["agency_id"].tolist() == ["0012", "0012", "9"]
    assert back["fiscal_year"].tolist() == [2567, 2568, 2568]
    assert back["score"].tolist() == [76.79, 100.0, 99.84]


def test_one_agencys_rows_are_read_without_the_others(tmp_path):
    many = [(f"{n:05d}", 2568, indicator, 90.0) for n in range(1200) for indicator in range(1, 11)]
    tables.write(tmp_path, "scores", scores(*many))
    own = tables.read(tmp_path, "scores", "00777")
    assert own["agency_id"].unique().tolist() == ["00777"]
    assert own["indicator"].tolist() == list(range(1, 11))
    assert tables.read(tmp_path, "scores", "777").empty


def test_periods_and_missing_values_survive(tmp_path):
    text = dict.fromkeys((*names("measures")[2:], "source"), "ก\nข")
    rows = [
        {"agency_id": "1", "fiscal_year": 2568, "measure": 1, "activity": n, **text, "period_start": day}
        for n, day in ((1, date(2024, 10, 1)), (2, None))
    ]
    frame = tables.typed("measures", pd.DataFrame(rows).assign(period_end=pd.NaT))
    tables.write(tmp_path, "measures", frame)
    back = tables.read(tmp_path, "measures")
    assert back["period_start"].iloc[0] == pd.Timestamp("2024-10-01")
    assert back["period_start"].isna().tolist() == [False, True]
    assert back["period_end"].isna().all()
    assert back["title"].tolist() == ["ก\nข", "ก\nข"]


@pytest.mark.parametrize(
    "bad",
    [
        ("../x", 2568, 1, 90.0),
        ("a" * 33, 2568, 1, 90.0),
        ("", 2568, 1, 90.0),
        ("1", 2561, 1, 90.0),
        ("1", 2568, 11, 90.0),
        ("1", 2568, 1, 100.01),
        ("1", 2568, 1, -0.01),
        ("1", 2568, 1, float("nan")),
    ],
)
def test_what_breaks_a_rule_is_not_stored_and_the_old_table_stays(tmp_path, bad):
    good = scores(("1", 2568, 1, 90.0))
    tables.write(tmp_path, "scores", good)
    with pytest.raises(SchemaError):
        tables.write(tmp_path, "scores", scores(bad))
    assert tables.read(tmp_path, "scores").equals(good)
    assert [file.name for file in (tmp_path / "processed").iterdir()] == ["scores.parquet"]


def test_a_key_stands_once(tmp_path):
    with pytest.raises(SchemaError):
        tables.write(tmp_path, "scores", scores(("1", 2568, 1, 90.0), ("1", 2568, 1, 90.0)))


def test_a_table_that_was_interrupted_leaves_nothing_behind(tmp_path, monkeypatch):
    def full_disk(*args, **kwargs):
        Path(args[1]).write_bytes(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(tables.parquet, "write_table", full_disk)
    with pytest.raises(OSError, match="no space"):
        tables.write(tmp_path, "scores", scores(("1", 2568, 1, 90.0)))
    assert list((tmp_path / "processed").iterdir()) == []


def test_a_table_that_is_not_made_yet_says_how_to_make_it(tmp_path):
    with pytest.raises(tables.MissingTableError, match="01_prepare_data"):
        tables.read(tmp_path, "scores")
    with pytest.raises(tables.MissingTableError, match="there is no folder"):
        tables.read(tmp_path / "mistyped", "scores")


def test_typed_gives_a_frame_without_rows_its_types():
    raw = pd.DataFrame(columns=[*tables.SCHEMAS["totals"].columns, "more"])
    assert tables.typed("totals", raw).dtypes.equals(tables.empty("totals").dtypes)


# ------------------------------------------------------------------ docs/data.md
def section(title):
    text = DATA_MD.read_text(encoding="utf-8")
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/data.md has no section {title}"
    return found[1]


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_every_column_of_a_table_is_explained(name):
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section(name), re.MULTILINE)
    assert [column for column, _ in rows] == list(tables.SCHEMAS[name].columns)
    kinds = {
        "str": "text",
        "int64": "whole number",
        "Int64": "whole number",
        "float64": "number",
        "bool": "yes or no",
    }
    for column, kind in rows:
        dtype = str(tables.empty(name)[column].dtype)
        assert kind.strip() == kinds.get(dtype, "date"), column


def test_every_heading_and_every_choice_is_listed():
    listed = {
        column: [word.strip() for word in words.split(" · ")]
        for column, words in re.findall(r"^\| `(\w+)` \| (.+) \|$", section("Headings"), re.MULTILINE)
    }
    assert listed == {column: list(words) for column, words in headings.HEADINGS.items()}
    choices = section("Choices")
    for words in (headings.words_of(name) for name in columns.every()):
        for word in filter(None, words):
            assert f"`{word}`" in choices
