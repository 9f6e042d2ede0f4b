"""A limit on memory, so that one notebook cannot take it from all the others. On Linux only."""

from __future__ import annotations

import sys
from pathlib import Path

MB = 1024 * 1024

KERNEL_MB = 1536
"""What a kernel with its libraries reserves, most of it never used (Arrow alone reserves 1 GB)."""


def allow_more(mb: int) -> None:
    """Limits this process to ``mb`` more than it has now; allocations beyond that fail."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="ascii")
        has_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData"))
        _allow(has_kb * 1024 + mb * MB)


def allow_kernels(mb: int) -> None:
    """Limits this process and the kernels that it starts to ``mb`` beyond their libraries."""
    _allow((KERNEL_MB + mb) * MB)


def _allow(size: int) -> None:
    if sys.platform == "linux":
        import resource

        # Not RLIMIT_AS, which also counts files that are only mapped, and libraries, which forks share.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))
