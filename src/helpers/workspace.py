"""A folder to work in, for users who installed the package without cloning the repository."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from helpers import demo, locations
from helpers.messages import both


def write(
    folder: Path, *, agencies: int = 1, years: int = 2, faults: float = 0.0, gaps: float = 0.0
) -> list[Path]:
    """Writes raw data of invented agencies, the notebooks and a Thai README; returns the files.

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
    written = demo.write(folder / "data" / "raw", agencies=agencies, years=years, faults=faults, gaps=gaps)
    (folder / "notebooks").mkdir()
    for notebook in sorted(locations.notebooks_dir().glob("*.ipynb")):
        written.append(Path(shutil.copyfile(notebook, folder / "notebooks" / notebook.name)))
    readme = folder / "README.md"
    text = resources.files("helpers").joinpath("workspace.md").read_text(encoding="utf-8")
    readme.write_text(text, encoding="utf-8", newline="\n")
    return [*written, readme]
