"""What a layout understood of a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from helpers.findings import Finding


@dataclass(frozen=True)
class Reading:
    """Tables of text, and what was not understood.

    ``tables`` maps a kind (``scores``, ``totals``, ``measures``, ``progress``, ...) to a DataFrame
    whose columns are named as in ``headings`` and whose index is the sheet's row numbers.
    ``findings`` carry no file yet: ``folder`` knows it.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
