"""A notebook's parameters, checked before anything runs.

papermill itself only logs a parameter that the notebook does not have, and accepts any type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from helpers.messages import both

_TYPES: dict[str, type] = {"str": str, "int": int, "bool": bool, "float": float}


class ParameterError(ValueError):
    """The notebook has no such parameter, or declares another type for it."""


def check(notebook: Path, parameters: Mapping[str, object]) -> None:
    """Raises ``ParameterError`` unless every parameter is one of the notebook's, with its type."""
    declared = _declared(notebook)
    for name, value in parameters.items():
        if name not in declared:
            parameter_names = ", ".join(declared)
            raise ParameterError(
                both(
                    f"{notebook.name} ไม่มีพารามิเตอร์ {name!r} ที่มีคือ {parameter_names}",
                    f"{notebook.name} has no parameter {name!r}; it has: {parameter_names}",
                )
            )
        wanted = _TYPES.get(declared[name])
        # Not isinstance, by which True would be an int, too.
        if wanted is not None and type(value) is not wanted:
            raise _of_another_type(notebook, name, wanted.__name__, value)


def convert(notebook: Path, name: str, text: str) -> object:
    """Converts a parameter given as text on the command line to the type that the notebook declares."""
    declared = _declared(notebook)
    if name not in declared:
        check(notebook, {name: text})
    kind = declared[name]
    try:
        if kind == "bool":
            return {"true": True, "false": False}[text.lower()]
        return _TYPES.get(kind, str)(text)
    except (KeyError, ValueError):
        raise _of_another_type(notebook, name, kind, text) from None


def _of_another_type(notebook: Path, name: str, kind: str, given: object) -> ParameterError:
    return ParameterError(
        both(
            f"พารามิเตอร์ {name!r} ของ {notebook.name} ต้องเป็นชนิด {kind} ไม่ใช่ {given!r}",
            f"parameter {name!r} of {notebook.name} must be of type {kind}, not {given!r}",
        )
    )


_DECLARED = re.compile(r"^(\w+) *(?:: *([^=\n]+?))? *=(?!=)(?:.*# *type: *(\w+))?", re.MULTILINE)
"""A line of the cell of parameters: ``name: type = value``, or the type in a comment, as for papermill."""


def _declared(notebook: Path) -> dict[str, str]:
    """The notebook's parameters with their types, "" where none is said; papermill takes half a second."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            source = "".join(cell["source"])
            return {name: kind or noted for name, kind, noted in _DECLARED.findall(source)}
    return {}
