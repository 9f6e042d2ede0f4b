"""The ways in turn, round by round: what else the machine does falls on all of them."""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks import ways
from benchmarks.ways import Cost
from helpers import demo, stages
from helpers.batch import workers
from helpers.batch.orders import default_engine

AT_LEAST, AT_MOST = 25.0, 1.3
"""The batch against the pair of commands, and against plain functions."""


def measure(rounds: int, agencies: int, count: int = 0) -> dict[str, list[Cost]]:
    """What an agency costs by way, a figure a round."""
    count = count or workers.cores()
    measured: dict[str, list[Cost]] = {}
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


def table(measured: dict[str, list[Cost]]) -> str:
    """Medians by the clock and of the processor, and whether the targets are met."""
    pair, _, ours, plain = measured.values()
    lines = [f"{'an agency':28}{'seconds':>10}{'processor seconds':>20}{'batch is':>18}"]
    for name, costs in measured.items():
        wall, cpu = median(cost.wall for cost in costs), median(cost.cpu for cost in costs)
        lines.append(f"{name:28}{wall:10.3f}{cpu:20.3f}{_ratio(costs, ours, 'cpu'):8.2f} x cheaper")
    for name, costs, others, target in (
        ("against the commands", pair, ours, f"at least {AT_LEAST:.0f}"),
        ("against plain functions", ours, plain, f"at most {AT_MOST}"),
    ):
        wall, cpu = (_ratio(costs, others, by) for by in ("wall", "cpu"))
        lines.append(f"{name}: {wall:.2f} by the clock, {cpu:.2f} of the processor (target: {target})")
    return "\n".join(lines)


def _ratio(costs: list[Cost], others: list[Cost], by: str) -> float:
    """Round by round, for what else the machine does changes between them."""
    return median(getattr(one, by) / getattr(other, by) for one, other in zip(costs, others, strict=True))
