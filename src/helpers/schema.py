"""What a table's columns must be: names, types and rules, checked before it is stored.

A rule's name is a code of ``findings.toml`` where a row that was read can break it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import pandas as pd


class SchemaError(ValueError):
    """A table is not as its schema says: an error of the code that made it."""


@dataclass(frozen=True)
class Rule:
    """What holds of every value that a column has; ``holds`` says of which."""

    error: str
    holds: Callable[[pd.Series], pd.Series]


@dataclass(frozen=True)
class Column:
    """A column's pandas type, its rule, and whether values may be missing."""

    dtype: str
    rule: Rule | None = None
    nullable: bool = False


@dataclass(frozen=True)
class Schema:
    """The columns of a table in their order, and those that together stand once."""

    made: Callable[[], dict[str, Column]]
    """Gives the columns, which may depend on the framework's rules at the time."""
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name."""
        return self.made()

    def validate(self, frame: pd.DataFrame) -> None:
        """Raises SchemaError with the first thing that is not as it must be."""
        if list(frame.columns) != list(self.columns):
            raise SchemaError(f"columns {list(frame.columns)} instead of {list(self.columns)}")
        for name, column in self.columns.items():
            values = frame[name]
            if str(values.dtype) != column.dtype:
                raise SchemaError(f"{name} is of type {values.dtype} instead of {column.dtype}")
            filled = values.dropna()
            if len(filled) < len(values) and not column.nullable:
                raise SchemaError(f"{name} lacks a value")
            if column.rule and len(filled) and not column.rule.holds(filled).all():
                broken = filled[~column.rule.holds(filled)].iloc[0]
                raise SchemaError(f"{name}: {column.rule.error}: {broken!r}")
        if self.key and frame.duplicated(list(self.key)).any():
            raise SchemaError(f"{', '.join(self.key)} stand more than once together")


def one_of(choices: Callable[[], Collection[object]], error: str) -> Rule:
    """The value is one of these at the time."""
    return Rule(error, lambda values: values.isin(choices()))


def within(first: float, last: float, error: str) -> Rule:
    """The number lies between these, or is one of them."""
    return Rule(error, lambda values: values.between(first, last))


def at_least(least: float, error: str = "too_small") -> Rule:
    """The number is no smaller."""
    return Rule(error, lambda values: values >= least)


def above(bound: float) -> Rule:
    """The number is larger."""
    return Rule("too_small", lambda values: values > bound)


def like(pattern: str, error: str) -> Rule:
    """The whole text is as the pattern says."""
    return Rule(error, lambda values: values.str.fullmatch(pattern))
