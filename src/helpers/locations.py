"""Where the project's folders are, however a notebook or a command was started."""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def project_dir() -> Path:
    """The workspace around the current folder, else the checkout of this package, else the current folder."""
    here = Path.cwd()
    # JupyterLab starts a notebook in the notebook's own folder, one below.
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir() and (folder / "notebooks").is_dir():
            return folder
    return _CHECKOUT if (_CHECKOUT / "notebooks").is_dir() else here


def data_dir(given: str | Path = "") -> Path:
    """The folder that holds ``raw/`` and ``processed/``; "" is the project's own."""
    return Path(given).resolve() if str(given) else project_dir() / "data"


def reports_dir(given: str | Path = "") -> Path:
    """The folder for the reports; "" is the project's own."""
    return Path(given).resolve() if str(given) else project_dir() / "reports"


def notebook(name: str) -> Path:
    """A notebook by its file name: the project's own, which users may change, else the package's."""
    own = project_dir() / "notebooks" / name
    return own if own.exists() else notebooks_dir() / name


def notebooks_dir() -> Path:
    """The folder of the notebooks that come with this package."""
    return _shipped("notebooks")


def docs_dir() -> Path:
    """The folder of the documents that come with this package."""
    return _shipped("docs")


def _shipped(name: str) -> Path:
    """A folder of an installed package; in a checkout it is beside ``src``."""
    own = Path(__file__).resolve().parent / name
    return own if own.is_dir() else _CHECKOUT / name
