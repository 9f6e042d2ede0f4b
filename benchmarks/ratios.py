"""The ways in turn, round by round: what else the machine does falls on all of them."""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks import ways
from helpers import demo, stages
from helpers.batch import workers
from helpers.batch.orders import default_engine

AT_LEAST, AT_MOST = 25.0, 1.3
"""The batch against the pair of commands, and against plain functions."""


def measure(rounds: int, agencies: int, count: int = 0) -> dict[str, list[float]]:
    """Seconds an agency by way, a figure a round."""
    count = count or workers.cores()
    measured: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        data_dir = Path(folder)
        demo.write(data_dir / "raw", agencies=agencies, seed=1)
        stages.refresh(data_dir)
        codes = [f"D{number:06}" for number in range(1, agencies + 1)]
        runs: dict[str, tuple[ways.Way, list[str]]] = {
            "papermill, then nbconvert": (ways.command_pair, codes[: 2 * count]),
            "batch, kernels": (ways.batch("kernel"), codes[: 3 * count]),
            f"batch, {default_engine()}": (ways.batch(default_engine()), codes),
            "plain functions": (ways.plain_functions, codes),
        }
        for _ in range(rounds):
            for name, (way, chosen) in runs.items():
                measured.setdefault(name, []).append(way(data_dir, chosen, count))
    return measured


def table(measured: dict[str, list[float]]) -> str:
    """The figures and ratios, and whether the targets are met."""
    pair, kernels, ours, plain = measured.values()
    lines = [f"{'way':28}{'s an agency':>12}{'batch is':>22}"]
    for name, seconds in measured.items():
        ratio = median(one / own for one, own in zip(seconds, ours, strict=True))
        lines.append(f"{name:28}{median(seconds):12.3f}{ratio:14.2f} x faster")
    times = median(one / own for one, own in zip(pair, ours, strict=True))
    more = median(own / one for one, own in zip(plain, ours, strict=True))
    lines.append(f"against the commands {times:.1f} (target: at least {AT_LEAST:.0f})")
    lines.append(f"against plain functions {more:.2f} (target: at most {AT_MOST})")
    del kernels
    return "\n".join(lines)
