"""Reads and checks the frame of a drawing."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from helpers.charts.text import plain

Number = Callable[[float], str]
"""Writes a number as the page prints it."""


def check(frame: pd.DataFrame, *columns: str) -> None:
    """Raises ValueError for a frame without rows or without one of the columns."""
    if frame.empty:
        raise ValueError("the frame is empty: there is nothing to draw")
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise ValueError(f"the frame has no column {', '.join(absent)}")


def labels_of(frame: pd.DataFrame) -> list[str]:
    """The column `label`, each on one line."""
    return ["" if pd.isna(value) else plain(str(value)) for value in frame["label"].tolist()]


def numbers_of(frame: pd.DataFrame, column: str) -> list[float]:
    """A column as numbers, NaN where there is none. Raises ValueError for an infinite one."""
    values = frame[column].to_numpy(dtype="float64", na_value=math.nan)
    if np.isinf(values).any():
        raise ValueError(f"column {column} holds an infinite number")
    return [float(value) + 0.0 for value in values]  # no zero keeps a minus sign


def any_known(values: Sequence[float]) -> bool:
    """Whether there is a number among them."""
    return not all(math.isnan(value) for value in values)
