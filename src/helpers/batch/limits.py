"""A limit on memory, so that one notebook cannot take it from all the others. On Linux only."""

from __future__ import annotations

import sys
from pathlib import Path

MB = 1024 * 1024

KERNEL_MB = 1536
"""What a kernel with the libraries reserves for itself, most of it never touched (Arrow alone takes 1 GB)."""


def allow_more(mb: int) -> None:
    """Lets this process take so much beyond what it has now. A further allocation fails."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="ascii")
        has_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData"))
        _allow(has_kb * 1024 + mb * MB)


def allow_kernels(mb: int) -> None:
    """Lets the kernels that this process starts, and itself, take so much beyond their libraries."""
    _allow((KERNEL_MB + mb) * MB)


def _allow(size: int) -> None:
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))
