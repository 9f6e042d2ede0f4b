"""Tables of scores in every layout in which agencies and offices print them.

In all layouts, the headings above a number and the labels beside it tell its agency, year and indicator.
Cells that fit none of these roles become findings.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.sources.claims import Claim
from helpers.sources.layouts import scores_across, scores_down
from helpers.sources.layouts.score_tables import tables_in
from helpers.sources.printed import Collected, Row


def read(rows: Sequence[Row], collected: Collected) -> tuple[list[Claim], list[Row]]:
    """The claims of every table, and the rows outside tables; findings go to ``collected``."""
    tables, outside = tables_in(rows)
    claims: list[Claim] = []
    for table in tables:
        reader = scores_across if scores_across.recognises(table) else scores_down
        claims += reader.read(table, collected)
    return claims, outside
