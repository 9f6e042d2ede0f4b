"""Where the project's folders are, however a notebook or a command was started."""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def project_dir() -> Path:
    """The checkout that this package was installed from; else the folder one stands in."""
    return _CHECKOUT if (_CHECKOUT / "notebooks").is_dir() else Path.cwd()


def data_dir(given: str | Path = "") -> Path:
    """The folder that holds ``raw/`` and ``processed/``; "" is the project's own."""
    return Path(given).resolve() if str(given) else project_dir() / "data"


def reports_dir(given: str | Path = "") -> Path:
    """The folder that gets the reports; "" is the project's own."""
    return Path(given).resolve() if str(given) else project_dir() / "reports"


def notebook(name: str) -> Path:
    """A notebook of the project by its file name."""
    return project_dir() / "notebooks" / name
