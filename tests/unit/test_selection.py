"""What people type for an agency, a province or a year, and which reports that means."""

import click
import pandas as pd
import pytest

from helpers import cli, facts, tables
from helpers.batch import selection

AGENCIES = pd.DataFrame(
    [
        ("5310703", "โคกม่า", "เทศบาลตำบล", "ประโคนชัย", "บุรีรัมย์"),
        ("0012", "เขต 2", "เทศบาลตำบล", "", "สุรินทร์"),
        ("0013", "ซ้ำกัน", "เทศบาลตำบล", "", "สุรินทร์"),
        ("0014", "ซ้ำกัน", "เทศบาลตำบล", "", "บุรีรัมย์"),
        ("0015", "ตัวอย่าง ๐๐๐๔", "องค์การบริหารส่วนตำบล", "", "ตัวอย่าง ๑"),
        ("0016", "ตัวอย่าง ๐๐๐๔", "เทศบาลตำบล", "", "ตัวอย่าง ๑"),
    ],
    columns=["agency_id", "name", "type", "district", "province"],
)


def chosen(**what) -> set[tuple[str, int]]:
    """The codes and years of the jobs of a selection."""
    known = {name: tables.empty(name) for name in ("measures", "totals", "progress", "findings", "checklist")}
    known["totals"] = pd.DataFrame(
        {"agency_id": AGENCIES["agency_id"], "fiscal_year": [2568, 2568, 2567, 2568, 2568, 2568]}
    )
    jobs = selection.jobs(known | {"agencies": AGENCIES}, selection.Selection(**what))
    return {(job.agency_id, job.fiscal_year) for job in jobs}


@pytest.mark.parametrize(
    "typed", ["5310703", "๕๓๑๐๗๐๓", " 5310703 ", "เทศบาลตำบลโคกม่า", "เทศบาลตำบล โคกม่า", "ทต.โคกม่า"]
)
def test_an_agency_by_its_code_or_its_name(typed):
    assert chosen(agencies=(typed,)) == {("5310703", 2568)}


def test_digits_of_a_name_are_alike():
    assert chosen(agencies=("เทศบาลตำบลเขต ๒",)) == {("0012", 2568)}
    assert chosen(agencies=("อบต. ตัวอย่าง 0004",)) == {("0015", 2568)}


@pytest.mark.parametrize("typed", ["ตัวอย่าง ๑", "จ.ตัวอย่าง 1", "จังหวัดตัวอย่าง๑"])
def test_digits_and_blanks_of_a_province_are_alike(typed):
    assert chosen(province=typed) == {("0015", 2568), ("0016", 2568)}


@pytest.mark.parametrize("typed", ["บุรีรัมย์", "จังหวัดบุรีรัมย์", "จ.บุรีรัมย์", "จ. บุรีรัมย์"])
def test_a_province_with_or_without_its_word(typed):
    assert chosen(province=typed) == {("5310703", 2568), ("0014", 2568)}


@pytest.mark.parametrize(
    ("what", "meant"),
    [
        ({"agencies": ("531070",)}, "5310703 (เทศบาลตำบลโคกม่า)"),
        ({"agencies": ("โคกม่า",)}, "5310703 (เทศบาลตำบลโคกม่า)"),
        ({"agencies": ("โคกมา",)}, "5310703 (เทศบาลตำบลโคกม่า)"),
        ({"agencies": ("เทศบานตำบลโคกม่า",)}, "5310703 (เทศบาลตำบลโคกม่า)"),
        ({"agencies": ("เทศบาลตำบลซ้ำกัน",)}, "0013 (เทศบาลตำบลซ้ำกัน), 0014 (เทศบาลตำบลซ้ำกัน)"),
        ({"province": "บุรีรัม"}, "“บุรีรัมย์”"),
    ],
)
def test_what_is_not_known_is_answered_with_what_may_be_meant(what, meant):
    with pytest.raises(selection.NothingSelectedError) as refused:
        chosen(**what)
    thai, english = str(refused.value).splitlines()
    assert meant in thai
    assert meant in english


def test_a_year_without_data_is_answered_with_those_that_have_some():
    with pytest.raises(selection.NothingSelectedError) as refused:
        chosen(year=2570)
    thai, english = str(refused.value).splitlines()
    assert "ไม่มีรายงานที่ตรงกับที่ระบุ (ปี 2570) ข้อมูลที่มีคือปี 2567, 2568" in thai
    assert "no report fits (year 2570); there are data for the years 2567, 2568" in english
    assert english.endswith("plan, progress, annual, summary")


def test_a_name_that_two_agencies_have_is_not_taken_for_either():
    with pytest.raises(facts.UnknownAgencyError):
        facts.code_of("เทศบาลตำบลซ้ำกัน", AGENCIES)


@pytest.mark.parametrize(
    ("typed", "year"), [("2568", 2568), ("๒๕๖๘", 2568), ("68", 2568), ("2025", 2568), ("2500", 2500)]
)
def test_a_year_as_people_write_it(typed, year):
    assert cli._Year().convert(typed, None, None) == year


@pytest.mark.parametrize("typed", ["", "x", "25680", "-68", "68.0"])
def test_what_is_no_year_is_refused(typed):
    with pytest.raises(click.BadParameter):
        cli._Year().convert(typed, None, None)
