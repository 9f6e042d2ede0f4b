"""Prints findings in the terminal."""

from __future__ import annotations

from collections.abc import Mapping

import click
import pandas as pd

from helpers import findings
from helpers.narrative import Writer, finding_words


def print_findings(
    frame: pd.DataFrame,
    writer: Writer,
    agencies: Mapping[str, str] | None = None,
    *,
    errors_only: bool = False,
) -> None:
    """Prints each cause in two lines, the most severe first, then the count of each severity.

    ``agencies`` are the names by code. ``errors_only`` leaves out the other causes but still counts them.
    """
    suffix = "_en" if writer.language == "en" else ""
    marks = finding_words.severity_words(writer)
    causes = findings.by_cause(frame)
    for row in causes.to_dict("records"):
        if errors_only and row["severity"] != "error":
            break
        place = row["file"] + (f" [{row['sheet']}]" if row["sheet"] else "")
        place += f":{row['row']}" if row["row"] is not None and str(row["row"]) != "<NA>" else ""
        whose = (agencies or {}).get(row["agency_id"], "")
        click.echo(f"{place}: {marks[row['severity']]}: {row[f'problem{suffix}']}")
        for line in (finding_words.more_words(row, writer), whose and f"{whose} ({row['agency_id']})"):
            if line:
                click.echo(f"    {line}")
        click.echo(f"    → {row[f'remedy{suffix}']}")
    click.echo(finding_words.count_words(frame, writer))
