"""Keeps JupyterLab from marking a notebook as changed when it is only opened.

As soon as a kernel runs, JupyterLab writes its language and exact Python version into the notebook, and
marks the notebook as changed unless they were there before. So they are added when a notebook is read and
removed when it is saved; the file stays the same whatever Python an analyst has. ``make lab`` starts
JupyterLab with this.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from helpers.batch.warm import ipython

ON_FILE = {"name": "python"}


class Notebooks(AsyncLargeFileManager):
    """JupyterLab's access to the files below a folder."""

    async def get(self, path: str, content: bool = True, *args: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        """A file or folder as the browser gets it."""
        model: dict[str, Any] = await super().get(path, content, *args, **options)  # type: ignore[no-untyped-call]
        if content and model["type"] == "notebook" and _language(model) == ON_FILE:
            model["content"]["metadata"]["language_info"] = ipython.language_info()
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Writes a file as the browser sends it."""
        if model["type"] == "notebook" and _language(model) == ipython.language_info():
            model["content"]["metadata"]["language_info"] = dict(ON_FILE)
        saved: dict[str, Any] = await super().save(model, path)  # type: ignore[no-untyped-call]
        return saved


def _language(model: dict[str, Any]) -> object:
    return model["content"]["metadata"].get("language_info")
