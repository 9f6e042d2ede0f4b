"""Everything around the reports at the size of many countries: the real pipeline, its reports left out.

Notebooks 01 to 03, planning, the manifest, notebook 05 and the indexes run as ever; in place of each report
a few bytes are written. Then the command itself, with nothing to do.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import processes
from helpers import demo

STEPS = ("preparing", "analysis", "planning", "manifest", "overview and index", "nothing to do")


@dataclass(frozen=True)
class Around:
    """Seconds by step (``STEPS``), processor seconds of the last, the most memory of all processes."""

    agencies: int
    seconds: dict[str, float]
    nothing_cpu: float
    memory_most_mb: float


def measure(agencies: int) -> Around:
    """Runs the pipeline twice on invented agencies."""
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        data, out = Path(folder) / "data", Path(folder) / "out"
        demo.write(data / "raw", agencies=agencies, seed=1)
        said, first = _watched([sys.executable, "-m", "benchmarks.around", data, out])
        seconds = json.loads(said)
        command = [Path(sys.executable).with_name("ita"), "reports", "--quiet", "--document", "annual"]
        started, used = time.monotonic(), processes.cpu_seconds()
        _, again = _watched([*command, "--data-dir", data, "--out", out])
        seconds["nothing to do"] = time.monotonic() - started
        used = processes.cpu_seconds() - used
    return Around(agencies, seconds, used, max(first, again))


def _watched(command: list[object]) -> tuple[str, float]:
    """What a command said, and the most memory that it and its children had, looked at twice a second."""
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, text=True)
    most, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.5):
            most.append(processes.memory_mb(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    said, _ = process.communicate()
    ended.set()
    watching.join()
    if process.returncode != 0:
        raise RuntimeError(f"exit status {process.returncode}: {command}")
    return said, max(most)


def draw(measured: list[Around], picture: Path) -> None:
    """Seconds of each step by agencies, and the most memory."""
    import matplotlib.pyplot as plt

    figure, (times, memory) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    sizes = [one.agencies for one in measured]
    for step in STEPS:
        times.plot(sizes, [one.seconds[step] for one in measured], "o-", label=step)
    times.set(xlabel="agencies", ylabel="seconds", xlim=(0, None), ylim=(0, None))
    times.legend()
    memory.plot(sizes, [one.memory_most_mb for one in measured], "o-")
    memory.set(xlabel="agencies", ylabel="MB, all processes", xlim=(0, None), ylim=(0, None))
    for axes in (times, memory):
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter("{x:,.0f}")
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture)


def _pipeline(data: Path, out: Path) -> dict[str, float]:
    from helpers.batch import reports, run, selection, workers
    from helpers.batch.orders import Outcome

    def instead(orders, count, settings):  # noqa: ANN001, ANN202 - of ``workers.run``
        yield from ((order, Outcome("succeeded", "", "<html></html>", 0.0)) for order in orders)

    workers.run = instead
    options = reports.Options(data, out, selection=selection.Selection(document="annual"))
    begun: dict[str, float] = {}
    for event in run.run(options):
        if isinstance(event, run.Stage):
            begun[event.notebook[:2]] = time.monotonic()
        elif isinstance(event, run.Planned):
            begun["planned"] = time.monotonic()
    ended = time.monotonic()
    run.preview(options)
    planning = time.monotonic() - ended
    return {
        "preparing": begun["02"] - begun["01"],
        "analysis": begun["planned"] - begun["02"] - planning,
        "planning": planning,
        "manifest": begun["05"] - begun["planned"],
        "overview and index": ended - begun["05"],
    }


if __name__ == "__main__":
    print(json.dumps(_pipeline(Path(sys.argv[1]), Path(sys.argv[2]))))
