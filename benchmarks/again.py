"""The same command again: after nothing, and after one score, changed; held against the first run."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import processes
from helpers import demo

AGENCY = "D000001"
"""Whose score changes: the first row of the newest file of scores."""


def measure(agencies: int) -> dict[str, float]:
    """Processor seconds of each run, all processes together."""
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        data = Path(folder) / "data"
        demo.write(data / "raw", agencies=agencies, seed=1)
        ita = [str(Path(sys.executable).with_name("ita")), "reports", "--quiet", "--document", "annual"]
        everything = [*ita, "--data-dir", str(data), "--out", str(Path(folder) / "out")]
        measured = {"first run": _cpu_seconds(everything), "nothing to do": _cpu_seconds(everything)}
        _change(data / "raw", "12.34")
        measured["one score, its agency only"] = _cpu_seconds([*everything, "--agency", AGENCY])
        # Papers of its peers are made, too, where they print a rank or median that the score moved.
        measured["one score, then all it concerns"] = _cpu_seconds(everything)
    return measured


def _change(raw: Path, score: str) -> None:
    file = max((raw / "scores").glob("2*.csv"))
    heading, row, rest = file.read_text(encoding="utf-8").split("\n", 2)
    file.write_text("\n".join((heading, f"{row.rpartition(',')[0]},{score}", rest)), encoding="utf-8")


def _cpu_seconds(command: list[str]) -> float:
    used = processes.cpu_seconds()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return processes.cpu_seconds() - used


def table(agencies: int, measured: dict[str, float]) -> str:
    """Each run and its share of the first."""
    lines = [f"{f'{agencies} agencies, processor seconds':36}{'':8}{'of the first':>14}"]
    lines += [f"{name:36}{used:8.1f}{used / measured['first run']:14.3f}" for name, used in measured.items()]
    return "\n".join(lines)
