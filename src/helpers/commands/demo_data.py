"""``ita demo-data``."""

from __future__ import annotations

from pathlib import Path

import click

from helpers import demo
from helpers.commands import ALL_RIGHT, stop


def run(folder: Path, agencies: int, years: int, seed: int, faults: float) -> int:
    """Writes invented agencies for trials."""
    try:
        written = demo.write(folder / "raw", agencies=agencies, years=years, seed=seed, faults=faults)
    except (ValueError, FileExistsError) as error:
        stop(error)
    for file in written:
        click.echo(str(file))
    return ALL_RIGHT
