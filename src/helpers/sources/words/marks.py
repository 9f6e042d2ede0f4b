"""Ticks, crosses and boxes with which people choose one of several columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from helpers.sources.words import cell_lists, labels

_TICK = re.compile(r"\s*[/✓✔√●☑☒■xX×✗✘]\s*")
_CROSS = re.compile(r"\s*[xX×✗✘]\s*")
"""Some people use it like a tick."""
_EMPTY_BOX = re.compile(r"\s*[☐□○]\s*")
_BAR = re.compile(r"\s*(?:[←→↔⟵⟶⟷◄►◀▶─━]+|<-+>?|-+>)\s*")
"""An arrow over the columns of a calendar, drawn with letters."""
_SHARE = re.compile(r"(?:ร้อยละ\s*)?([0-9]+(?:\.[0-9]+)?)\s*(?:%|เปอร์เซ็นต์)?")

_Key = TypeVar("_Key")


def is_tick(text: str) -> bool:
    """Whether a cell holds only a tick; a cross may be one."""
    return bool(_TICK.fullmatch(text))


def is_bar(text: str) -> bool:
    """Whether a cell holds only an arrow or a bar."""
    return bool(_BAR.fullmatch(text))


def chosen(texts: Mapping[_Key, str]) -> dict[_Key, str]:
    """The marked columns: those that are neither blank nor an empty box.

    If another column has a tick or words, a cross means no.
    """
    marked = {key: text for key, text in texts.items() if not _is_unmarked(text)}
    crosses = {key for key, text in marked.items() if _CROSS.fullmatch(text)}
    if len(crosses) < len(marked):
        return {key: text for key, text in marked.items() if key not in crosses}
    return marked


def are_crosses(texts: Mapping[_Key, str]) -> bool:
    """Whether all of these are crosses, so that it isn't clear whether they mean yes or no."""
    return all(_CROSS.fullmatch(text) for text in texts.values())


def share(text: str) -> float | None:
    """The percentage that a cell consists of, with or without the sign; None if it holds anything else."""
    match = _SHARE.fullmatch(labels.plain(text))
    return float(match[1]) if match else None


def _is_unmarked(text: str) -> bool:
    return cell_lists.is_nothing(text) or bool(_EMPTY_BOX.fullmatch(text))
