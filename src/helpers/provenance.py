"""What a page was made with: this package, its rules, and the libraries that can change the page."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import metadata
from pathlib import Path

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
"""Packages whose version can change the bytes of a page or document."""

RULES = Path("framework") / "ita.toml"
"""The assessment's rules, which are data of this package."""

RECORDS = ("agencies.csv", "offices.csv", "sources.csv")
"""Raw files that concern every agency."""

LONG_ENOUGH = 16
"""Length of digests that are only compared with others of this package, so that no attack matters."""


@lru_cache(maxsize=1)
def program() -> dict[str, str]:
    """Digests of the ``rules``, the rest of this package (``code``), and the versions of ``libraries``."""
    folder = Path(__file__).parent
    code = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and "__pycache__" not in file.parts and inside != RULES:
            code.update(inside.as_posix().encode())
            code.update(file.read_bytes())
    rules = hashlib.sha256((folder / RULES).read_bytes())
    libraries = hashlib.sha256(json.dumps(versions()).encode())
    digests = {"rules": rules, "code": code, "libraries": libraries}
    return {name: each.hexdigest()[:LONG_ENOUGH] for name, each in digests.items()}


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of the packages that can change a page."""
    return {package: metadata.version(package) for package in VERSIONED}
