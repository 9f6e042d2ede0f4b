"""``ita verify``."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from helpers import locations
from helpers.batch import files, orders, verdicts
from helpers.batch import verify as verification
from helpers.batch.common_pages import StageFailedError
from helpers.batch.orders import Engine
from helpers.batch.scope import NothingToVerifyError
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, FAULTS, stop
from helpers.commands.reports import REFUSALS
from helpers.narrative import Writer


def run(
    target: Path | None,
    data_dir: Path | None,
    language: Language,
    workers: int,
    scheduler: str | None,
    engine: Engine | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Makes reports once more and compares them."""
    run_settings = orders.RunSettings(engine or orders.default_engine())
    data = locations.data_dir(data_dir or "")
    reports = locations.reports_dir(target or "")
    options = verification.VerifyOptions(reports, data, workers, scheduler or "", run_settings)
    try:
        with contextlib.closing(verification.verify(options)) as events:
            every = verbose or options.target.is_file()  # a single file is reported even if it is right
            states = verdicts.follow(events, Writer(language, "arabic"), quiet=quiet, verbose=every)
    except (*REFUSALS, NothingToVerifyError) as error:
        stop(error)
    except (StageFailedError, files.CannotWriteError, orders.ClusterLostError) as error:
        click.echo(str(error), err=True)
        return FAULTS
    return ALL_RIGHT if states.keys() <= {verification.IDENTICAL, verification.NOT_REMADE} else FAULTS
