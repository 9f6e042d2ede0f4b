"""Ticks, crosses and boxes as people fill columns in with: which of several columns they choose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from helpers.sources import cell_lists, labels

_TICK = re.compile(r"\s*[/✓✔√●☑☒■xX×✗✘]\s*")
_CROSS = re.compile(r"\s*[xX×✗✘]\s*")
"""Some mean with it what others mean with a tick."""
_EMPTY_BOX = re.compile(r"\s*[☐□○]\s*")
_BAR = re.compile(r"\s*(?:[←→↔⟵⟶⟷◄►◀▶─━]+|<-+>?|-+>)\s*")
"""An arrow over the columns of a calendar, as letters draw it."""
_SHARE = re.compile(r"(?:ร้อยละ\s*)?([0-9]+(?:\.[0-9]+)?)\s*(?:%|เปอร์เซ็นต์)?")

_Key = TypeVar("_Key")


def is_tick(text: str) -> bool:
    """Whether a cell holds a tick and nothing else; a cross may be one."""
    return bool(_TICK.fullmatch(text))


def is_bar(text: str) -> bool:
    """Whether a cell holds an arrow or a bar and nothing else."""
    return bool(_BAR.fullmatch(text))


def chosen(texts: Mapping[_Key, str]) -> dict[_Key, str]:
    """What is marked of these columns: neither blank nor a box that nobody ticked.

    Beside a tick or words a cross says no.
    """
    marked = {key: text for key, text in texts.items() if not _is_unmarked(text)}
    crosses = {key for key, text in marked.items() if _CROSS.fullmatch(text)}
    if len(crosses) < len(marked):
        return {key: text for key, text in marked.items() if key not in crosses}
    return marked


def are_crosses(texts: Mapping[_Key, str]) -> bool:
    """Whether all of these are crosses, which may say yes or no."""
    return all(_CROSS.fullmatch(text) for text in texts.values())


def share(text: str) -> float | None:
    """The percent that a cell holds and nothing else, also without the sign; None where it does not."""
    found = _SHARE.fullmatch(labels.plain(text))
    return float(found[1]) if found else None


def _is_unmarked(text: str) -> bool:
    return cell_lists.is_nothing(text) or bool(_EMPTY_BOX.fullmatch(text))
