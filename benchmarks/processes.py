"""What a process and all below it use: processor time and memory, from /proc (Linux only)."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int | None = None) -> float:
    """Processor seconds of a process (this one) and all below it, those that have ended included."""
    total = 0
    for one in _with_children(pid or os.getpid()):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))  # user, system; the same of children that were waited for
    return total / _TICKS


def memory_mb(pid: int) -> float:
    """Memory of a process and all below it, what they share counted once."""
    total = 0
    for one in _with_children(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _with_children(pid: int) -> list[int]:
    below: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            below.setdefault(parent, []).append(int(place.name))
    found = [pid]
    for one in found:
        found += below.get(one, [])
    return found
