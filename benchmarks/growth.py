"""Whole batches of growing size: seconds an agency, memory of all processes from first to last, a picture."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks import processes
from helpers import demo

SIZES = (500, 1000, 2000, 4000, 8317)


@dataclass(frozen=True)
class Batch:
    """One batch: seconds of the whole, of its reports alone, of a second run with nothing to do; memory.

    The processor's seconds are of the whole: they say what an agency costs where the clock is disturbed.
    """

    agencies: int
    seconds: float
    cpu_seconds: float
    report_seconds: float
    again_seconds: float
    again_cpu_seconds: float
    memory_first_mb: float
    memory_last_mb: float
    memory_most_mb: float


def run(agencies: int) -> Batch:
    """Makes an annual report of every agency, and again with nothing to do."""
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        data, out, log = Path(folder) / "data", Path(folder) / "out", Path(folder) / "log.jsonl"
        demo.write(data / "raw", agencies=agencies, seed=1)
        known = ["reports", "--data-dir", data, "--out", out, "--document", "annual", "--quiet", "--log", log]
        command = [Path(sys.executable).with_name("ita"), *known]
        started, used = time.monotonic(), _cpu_of_ended()
        process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
        memory = []
        while process.poll() is None:
            memory.append((time.monotonic(), processes.memory_mb(process.pid)))
            time.sleep(1)
        seconds, cpu_seconds = time.monotonic() - started, _cpu_of_ended() - used
        if process.returncode != 0:
            raise RuntimeError(f"the batch ended with exit status {process.returncode}")
        events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        times = [datetime.fromisoformat(e["time"]).timestamp() for e in events if e["event"] == "report"]
        started, used = time.monotonic(), _cpu_of_ended()
        subprocess.run([*map(str, command)], stdout=subprocess.DEVNULL, check=True)
        again, again_cpu = time.monotonic() - started, _cpu_of_ended() - used
    working = [mb for _, mb in memory[len(memory) // 4 :]] or [mb for _, mb in memory]
    tenth = max(1, len(working) // 10)
    return Batch(
        agencies,
        seconds,
        cpu_seconds,
        times[-1] - times[0],
        again,
        again_cpu,
        sum(working[:tenth]) / tenth,
        sum(working[-tenth:]) / tenth,
        max(mb for _, mb in memory),
    )


def _cpu_of_ended() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def draw(batches: list[Batch], picture: Path) -> None:
    """Seconds by agencies, by the clock and of the processor, with what the first batch promises; memory."""
    import matplotlib.pyplot as plt

    figure, (times, memory) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    sizes = [batch.agencies for batch in batches]
    for name, seconds in (
        ("by the clock", [batch.seconds for batch in batches]),
        ("of the processor", [batch.cpu_seconds for batch in batches]),
    ):
        (line,) = times.plot(sizes, seconds, "o-", label=name)
        promised = [0, seconds[0] / sizes[0] * sizes[-1]]
        times.plot([0, sizes[-1]], promised, ":", color=line.get_color(), label="linear from the first")
    times.set(xlabel="agencies", ylabel="seconds of the whole batch", xlim=(0, None), ylim=(0, None))
    times.legend()
    memory.plot(sizes, [batch.memory_most_mb for batch in batches], "o-", label="at most")
    memory.plot(sizes, [batch.memory_last_mb for batch in batches], "o-", label="in the last tenth")
    memory.set(xlabel="agencies", ylabel="MB, all processes", xlim=(0, None), ylim=(0, None))
    memory.legend()
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture)
