"""A folder to work in, for users who installed the package without cloning the repository."""

from __future__ import annotations

import csv
import shutil
from importlib import resources
from pathlib import Path

from helpers import demo, locations
from helpers.messages import both

DOCUMENTS = ("data", "methodology", "changing-the-analysis", "batch", "formats", "cluster")
"""The documents for whoever makes reports, to be read where there is no network."""


def write(
    folder: Path,
    *,
    agencies: int = 1,
    years: int = 2,
    faults: float = 0.0,
    gaps: float = 0.0,
    questions: float = 0.0,
    complete: float = 1.0,
) -> list[Path]:
    """Writes raw data of invented agencies, notebooks, documents and a Thai README; returns the files.

    A single agency serves as a filled-in example to be replaced by real data; the other arguments are
    those of ``demo.write``. Raises ``FileExistsError`` if the folder isn't empty, ``ValueError`` for
    numbers that make no sense.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(
            both(
                f"{folder} มีแฟ้มอยู่แล้ว ให้ระบุโฟลเดอร์ใหม่",
                f"{folder} is there already and not empty: name a new folder",
            )
        )
    raw = folder / "data" / "raw"
    written = demo.write(
        raw,
        agencies=agencies,
        years=years,
        faults=faults,
        gaps=gaps,
        questions=questions,
        complete=complete,
    )
    notebooks = sorted(locations.notebooks_dir().glob("*.ipynb"))
    documents = [locations.docs_dir() / f"{name}.md" for name in DOCUMENTS]
    for name, files in (("notebooks", notebooks), ("docs", documents)):
        (folder / name).mkdir()
        written += [Path(shutil.copyfile(file, folder / name / file.name)) for file in files]
    _name_example(folder)
    readme = folder / "README.md"
    text = resources.files("helpers").joinpath("workspace.md").read_text(encoding="utf-8")
    readme.write_text(text, encoding="utf-8", newline="\n")
    return [*written, readme]


def _name_example(folder: Path) -> None:
    """Writes the workspace's first agency into the report's notebook, whose own one is not on file here."""
    with (folder / "data" / "raw" / "agencies.csv").open(encoding="utf-8-sig", newline="") as file:
        code = next(csv.DictReader(file))["agency_id"]
    notebook = folder / "notebooks" / "04_agency_report.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace(_OWN, code), encoding="utf-8", newline="\n")


_OWN = "5310703"
"""The agency that the report's notebook shows in a clone."""
