"""The commands, a module each: functions that take the options of ``cli`` and return an exit status."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

ALL_RIGHT, FAULTS, WRONG_USE = 0, 1, 2


def stop(error: Exception) -> NoReturn:
    """Wrong use: the message, and exit status 2."""
    click.echo(str(error), err=True)
    sys.exit(WRONG_USE)
