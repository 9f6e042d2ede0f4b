"""The forms of the measures table: its columns and their headings.

Agencies use tables of six, seven or nine columns; ``full`` has all of them. Forms only apply to reports on
measures (``progress``, ``annual``); a plan has the columns that the assessment asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpers import tables
from helpers.analysis import statements
from helpers.columns import named

FULL = "full"


@dataclass(frozen=True)
class Form:
    """Columns in printed order; ``headings`` replaces the headings of some (entries of ``words.toml``)."""

    columns: tuple[str, ...]
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """The entry of ``words.toml`` that heads a column."""
        return self.headings.get(column, column)


_PLAN = ("title", "questions", "step", "responsible", "period", "budget", "target", "monitoring")
_SPLIT = tables.STATUSES
"""The result in three columns, one per status."""

_FULL = {
    "plan": Form(_PLAN),
    "progress": Form((*_PLAN, *_SPLIT, "outcome", "problems", "suggestions", "remark")),
    "annual": Form((*_PLAN, "status", "result", "outcome", "problems", "suggestions", "remark")),
}

_SIX = ("title", "step", "responsible", "period", "result", "suggestions")

_CHOSEN = {
    "6": Form(_SIX, {"step": "step_practice"}),
    "6-projects": Form(_SIX, {"title": "title_projects", "step": "step_procedure"}),
    "7": Form(
        ("title", "step", "responsible", "period", "monitoring", "result", "outcome"),
        {"result": "result_work"},
    ),
    "9": Form(
        ("title", "step", "responsible", "period", *_SPLIT, "suggestions", "remark"),
        {"title": "title_methods", "step": "step_guideline"},
    ),
}

NAMES = (FULL, *_CHOSEN)

ALWAYS = {"title", *_SPLIT}
"""Columns printed even if every cell is blank, as an empty status column is information, too."""


def of(name: str, document: str) -> Form:
    """The form of this name for a document."""
    document = "annual" if document == "summary" else document  # a summary prints no table: any form will do
    return _FULL[document] if name == FULL or document == "plan" else _CHOSEN[name]


def left_out(form: Form, printed: Sequence[str]) -> list[str]:
    """The form's columns that aren't printed although somebody asks for them."""
    return [name for name in form.columns if name not in printed and not _is_optional(name)]


def _is_optional(name: str) -> bool:
    return name not in _SPLIT and named(name).optional


def columns(form: Form, rows: tables.Rows) -> tuple[str, ...]:
    """The form's columns that are printed for these activities: those with any content."""
    return tuple(
        name for name in form.columns if name in ALWAYS or not statements.all_blank(row[name] for row in rows)
    )
