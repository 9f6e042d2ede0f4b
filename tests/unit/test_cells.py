"""The statistics in the cells of notebooks 02, 03 and 05, by value; each one computed otherwise is found.

A cell is run as it stands, up to the frame that it shows, on a few rows that can be reckoned by hand.
"""

import ast
from typing import Any

import nbformat
import pandas as pd
import pytest
from test_mutants import changes_of
from test_national import rows, values

from helpers import locations
from helpers.analysis import effects, history, national, questions, totals, weak
from helpers.narrative import Writer
from helpers.report import show

CELLS = {
    cell.id: ast.parse(cell.source)
    for name in ("02_indicator_deltas", "03_weak_indicators", "05_overview")
    for cell in nbformat.read(locations.notebook(f"{name}.ipynb"), 4).cells
    if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", [])
}
ALWAYS = {"pd": pd, "national": national, "effects": effects, "weak": weak, "results": totals, "show": show}
ALWAYS |= {"writer": Writer("en", "arabic"), "year": 2568, "history": history}
ALWAYS |= {"questions": questions, "asked_year": 2568}

AGENCIES = rows("agencies", agency_id=["1", "2", "3"], name=["A", "B", "C"], type=["", "", ""])
TOTALS = rows(
    "totals",
    agency_id=["1", "2", "3", "1", "2", "3", "4"],
    fiscal_year=[2567, 2567, 2567, 2568, 2568, 2568, 2568],
    published_total=[80.0, 80.0, 80.0, 85.0, 79.0, None, None],
    computed_total=[80.0, 80.0, 80.0, 85.0, 79.0, 95.0, None],
    published_level=["", "", "", "AA", "", "", ""],
    level=["A", "A", "A", "A", "A", "B", "A"],
    next_level=["AA", "AA", "AA", "AA", "AA", "", "AA"],
    missed=["total", "oit", "oit", "total", "total", "", "oit"],
)
STANDING = pd.DataFrame(
    {
        "agency_id": ["1", "2", "3", "1", "2", "1"],
        "fiscal_year": [2568, 2568, 2568, 2568, 2567, 2567],
        "part": ["total", "total", "total", "9", "total", "total"],
        "rank_all": [2, 3, 1, 1, 1, 2],
    }
)
CHANGES = rows(
    "deltas",
    agency_id=["1", "1", "2", "2", "3", "4", "5", "6", "1"],
    fiscal_year=[2568] * 8 + [2567],
    indicator=[1, 2, 1, 2, 1, 1, 2, 1, 1],
    contribution=[0.1, -0.3, 0.2, 0.2, 0.6, None, -0.3, 0.0, 9.0],
)
WEAK = rows(
    "weak_indicators",
    agency_id=["1", "1", "2", "2", "2", "3", "3", "2"],
    fiscal_year=[2568, 2568, 2568, 2568, 2567, 2567, 2567, 2567],
    indicator=[1, 2, 9, 4, 9, 3, 4, 1],
    points_at_stake=[1.0, 2.0, 2.0, 2.0, 4.0, 3.0, 3.5, 0.1],
    reasons=[
        "below_pass_mark,fell",
        "below_strength",
        "below_pass_mark,lowest",
        "below_strength",
        *["fell"] * 4,
    ],
    later_change=[None, None, None, None, 6.0, -6.0, 1.0, 0.0],
    outcome=["", "", "", "", "rose", "fell", "same", "same"],
    measures=["", "1", "2", "2", "", "1", "", "1"],
    inferred=["", "", "2", "", "", "", "", "1"],
    **{"class": ["urgent", "develop", "urgent", "develop", "urgent", "urgent", "develop", "develop"]},
)
MEASURES = rows("measures", agency_id=["2", "3"], fiscal_year=[2568, 2568], measure=[1, 1])
COLUMNS = ["agency_id", "indicator", "points_at_stake"]
ASKED = pd.DataFrame(
    {
        "province": ["A"] * 4 + ["B"],
        "indicator": [9] * 5,
        "instrument": ["oit"] * 5,
        "code": ["o1", "o2", "o3", "o4", "o2"],
        "text": [""] * 5,
        "kind": ["none"] * 5,
        "worth": [0.4, 0.3, 0.2, 0.1, 0.3],
    }
)

CASES: dict[str, tuple[dict[str, Any], list[str], list[list[object]]]] = {
    "02-11": (
        {"totals": TOTALS},
        ["level", "next_level", "missed", "agencies"],
        [["A", "AA", "total", 2], ["A", "AA", "oit", 1]],
    ),
    "02-13": (
        {"changes": CHANGES},
        ["agencies", "change_mean", "change_q1", "change_median", "change_q3", "moved_most"],
        [[4, 0.225, 0.075, 0.15, 0.3, 2], [3, -0.133333, -0.3, -0.3, -0.05, 3]],
    ),
    "02-05": (
        {"totals": TOTALS, "agencies": AGENCIES},
        ["agency", "change"],
        [["B", -1.0], ["A", 5.0], ["C", 15.0]],
    ),
    "02-14": (
        {"standing": STANDING, "totals": TOTALS, "agencies": AGENCIES},
        ["agency", "rank_all", "published_total", "level"],
        [["C", 1, None, "B"], ["A", 2, 85.0, "AA"], ["B", 3, 79.0, "A"]],
    ),
    "03-07": (
        {"weak_points": WEAK},
        ["urgent", "develop"],
        [[2, 0], [0, 2], [1, 0], [1, 0], [0, 0]],
    ),
    "03-05": (
        {"weak_points": WEAK, "agencies": AGENCIES},
        ["agency", "indicator", "points_at_stake"],
        [["A", 2, 2.0], ["B", 4, 2.0], ["B", 9, 2.0], ["A", 1, 1.0]],
    ),
    "03-11": (
        {"heaviest_first": WEAK, "measures": MEASURES, "columns": COLUMNS, "agencies": AGENCIES},
        ["agency", "indicator", "points_at_stake"],
        [["B", 9, 4.0], ["C", 4, 3.5]],
    ),
    "03-12": (
        {"weak_points": WEAK},
        ["reached", "rose", "same", "fell", "no_later_score", "median_change"],
        [[0, 0, 2, 0, 0, 0.5], [0, 1, 0, 1, 0, 0.0], [0, 0, 0, 0, 2, None], [0, 0, 0, 0, 2, None]],
    ),
    "03-13": (
        {"covered": effects.coverage_of_weak_points(WEAK, MEASURES).query("indicator > 3")},
        ["indicator", "has_measure", "count", "change_median", "rose"],
        [[0, False, 2, 3.5, 1], [4, False, 1, 1.0, 0], [9, False, 1, 6.0, 1]],
    ),
    "lost-by-province": (
        {"asked": ASKED},
        ["province", "question", "lost"],
        [["A", "O1", 1], ["A", "O2", 1], ["A", "O3", 1], ["B", "O2", 1]],
    ),
    "lost-by-province, of one": ({"asked": ASKED.query("province == 'A'")}, [], []),
}
"""By the cell's id; after a comma, what else it is tried on."""


def shown_by(cell: ast.Module, names: dict[str, Any]) -> pd.DataFrame:
    """The first argument of the call that ends the cell, computed as the cell does; empty if not made."""
    *statements, last = cell.body
    assert isinstance(last, ast.Expr)
    namespace = ALWAYS | names
    exec(compile(ast.Module(statements, []), "cell", "exec"), namespace)  # noqa: S102
    call = last.value
    if isinstance(call, ast.IfExp):
        if not eval(compile(ast.Expression(call.test), "cell", "eval"), namespace):  # noqa: S307
            return pd.DataFrame()
        call = call.body
    assert isinstance(call, ast.Call)
    frame = eval(compile(ast.Expression(call.args[0]), "cell", "eval"), namespace)  # noqa: S307
    assert isinstance(frame, pd.DataFrame)
    return frame


def check(name: str) -> None:
    names, columns, expected = CASES[name]
    frame = shown_by(CELLS[name.partition(",")[0]], names)
    assert columns or frame.empty
    frame = frame[columns]
    frame = frame.round(6).astype(object)
    assert values(frame.where(frame.notna(), None)) == expected


@pytest.mark.parametrize("name", CASES)
def test_a_cell_shows_what_was_reckoned(name):
    check(name)


def mutated(cell: ast.Module):
    """Changes the cell in place, one way after the other, and says how."""
    for node in ast.walk(cell):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("writer.", "show.")):
            for keyword in node.keywords:  # words, and how many rows a table shows before the rest is folded
                keyword.value = ast.Constant("")
    for node in ast.walk(cell):
        ways = list(changes_of(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            ways.append(("value", node.value, not node.value))
        for attribute, right, wrong in ways:
            setattr(node, attribute, wrong)
            yield ast.unparse(node)
            setattr(node, attribute, right)


def test_every_statistic_computed_otherwise_is_found():
    survivors, tried = [], 0
    for name, cell in CELLS.items():
        copy = ast.parse(ast.unparse(cell))
        for what in mutated(copy):
            tried += 1
            try:
                CELLS[name] = copy
                for case in CASES:
                    if case.partition(",")[0] == name:
                        check(case)
                survivors.append(f"{name}: {what}")
            except Exception:  # noqa: S112 - an assertion, or an error of the mutant's own
                continue
            finally:
                CELLS[name] = cell
    assert survivors == []
    assert tried > 20
