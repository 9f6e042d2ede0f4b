"""What a report is made from, as one digest: a report is made again only when it changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

import helpers
from helpers import facts

VERSIONED = (
    "fontpkg-sarabun",
    "fonttools",
    "jinja2",
    "lxml",
    "matplotlib",
    "nbconvert",
    "pandas",
    "papermill",
    "python-docx",
    "resvg-py",
)
"""Packages whose version can change a page or a document."""

_json = json.JSONEncoder(sort_keys=True).encode

ROWS = (*facts.NEEDED, "offices")
"""Tables whose rows of the agency a report is made from."""


def of_bytes(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=1)
def of_helpers() -> str:
    """Digest of the package's own files and of the versions of what it draws and exports with."""
    folder = Path(helpers.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    for package in VERSIONED:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    return digest.hexdigest()


def of_agencies(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """For each agency a digest of all its rows in ``ROWS``."""
    parts: dict[str, list[str]] = {}
    for name in ROWS:
        frame = tables[name].sort_values("agency_id", kind="stable")
        hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        codes = frame["agency_id"].to_numpy()
        starts: list[int] | np.ndarray = (
            np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else []
        )
        for start, end in pairwise([*starts, len(codes)]):
            parts.setdefault(str(codes[start]), []).append(f"{name} {of_bytes(hashes[start:end].tobytes())}")
    return {agency_id: of_bytes("\n".join(lines).encode()) for agency_id, lines in parts.items()}


def of_report(rows: str, notebook: str, parameters: Mapping[str, object]) -> str:
    """Digest of everything that one report is made from.

    ``rows`` comes from ``of_agencies``, ``notebook`` is its digest; where data and output lie does
    not matter.
    """
    told = {name: value for name, value in parameters.items() if name not in ("data_dir", "refresh")}
    parts = [rows, notebook, of_helpers(), _json(told)]
    return of_bytes("\n".join(parts).encode())
