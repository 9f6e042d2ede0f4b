"""What is said in the terminal of findings."""

from __future__ import annotations

import click
import pandas as pd

from helpers.narrative import Writer
from helpers.report import findings_page


def print_findings(frame: pd.DataFrame, writer: Writer) -> None:
    """A finding in two lines, then how many there are."""
    suffix = "_en" if writer.language == "en" else ""
    marks = findings_page.severity_words(writer)
    for row in frame.to_dict("records"):
        place = row["file"] + (f" [{row['sheet']}]" if row["sheet"] else "")
        place += f":{row['row']}" if row["row"] is not None and str(row["row"]) != "<NA>" else ""
        click.echo(f"{place}: {marks[row['severity']]}: {row[f'problem{suffix}']}")
        click.echo(f"    → {row[f'remedy{suffix}']}")
    click.echo(findings_page.count_words(frame, writer))
