"""Tables of scores in every layout in which agencies and offices print them.

Whatever the layout, a number belongs to an agency, a year and an indicator, and the headings above it and
the labels beside it say to which. What stands in none of these roles becomes a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.sources import scores_across, scores_down
from helpers.sources.claims import Claim
from helpers.sources.printed import Collected, Row
from helpers.sources.score_tables import tables_in


def read(rows: Sequence[Row], found: Collected) -> tuple[list[Claim], list[Row]]:
    """The claims of every table, and the rows outside tables; findings go to ``found``."""
    tables, outside = tables_in(rows)
    claims: list[Claim] = []
    for table in tables:
        reader = scores_across if scores_across.recognises(table) else scores_down
        claims += reader.read(table, found)
    return claims, outside
