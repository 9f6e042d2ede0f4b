"""The ``ita`` command in this process: what is imported is imported once for all tests.

Where the process is what is looked at (its end, its streams, signals, a folder to stand in), tests start one.
"""

from subprocess import CompletedProcess

from click.testing import CliRunner

from helpers import cli


def ita(*arguments: object) -> CompletedProcess[str]:
    """Runs the command; the result is as that of a process."""
    told = [str(argument) for argument in arguments]
    done = CliRunner().invoke(cli.main, told)
    return CompletedProcess(told, done.exit_code, done.stdout, done.stderr)
