"""The settings of the analysis: marks that an analyst may change. They are no official numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from helpers.framework import built_in
from helpers.messages import Bilingual, both


class SettingError(Bilingual, ValueError):
    """There is no such setting, or it can't have this value; the message says which it can."""


@dataclass(frozen=True)
class Settings:
    """Values that an analyst may change (methodology, "Settings").

    The defaults are in ``ita.toml``; those of a year are its rules (``in_year``).
    """

    urgent_below: Decimal
    """A score below it must be corrected urgently."""
    strength_from: Decimal
    """A score of at least this is a strength; between the two marks it is to be developed."""
    material_change: Decimal
    """A smaller change is called about the same."""
    fewest_peers: int
    """Ranks within smaller groups are not shown."""
    ranks_to: Decimal
    """Percent. Only ranks within this first part of a group are shown, so that no agency is pilloried."""
    chosen: tuple[str, ...] = field(default=built_in.SETTINGS, compare=False, kw_only=True)
    """The names of those that somebody chose for this run: they hold whatever a year's rules say."""

    def __post_init__(self) -> None:
        """Refuses marks that contradict each other."""
        if not 0 <= self.urgent_below <= self.strength_from <= 100:
            given = f"{self.urgent_below:f}, {self.strength_from:f}"
            raise SettingError(
                both(
                    f"ต้องเป็น 0 <= urgent_below <= strength_from <= 100 ไม่ใช่ {given}",
                    f"0 <= urgent_below <= strength_from <= 100 is needed, not {given}",
                )
            )
        if not 0 <= self.ranks_to <= 100:
            raise SettingError(
                both(
                    f"ranks_to ต้องอยู่ระหว่าง 0 ถึง 100 ไม่ใช่ {self.ranks_to}",
                    f"ranks_to must lie between 0 and 100, not {self.ranks_to}",
                )
            )
        if self.material_change <= 0 or self.fewest_peers < 2:
            raise SettingError(
                both(
                    "material_change ต้องมากกว่า 0 และ fewest_peers ต้องไม่น้อยกว่า 2",
                    "material_change must be above 0 and fewest_peers at least 2",
                )
            )

    def text(self) -> str:
        """The settings as ``settings`` reads them."""
        return " ".join(f"{name}={getattr(self, name)}" for name in NAMES)

    def record(self) -> str:
        """What tables are the same for: the values, and the names of those that no year's rules change."""
        return "\n".join(filter(None, (self.text(), " ".join(self.chosen))))

    def in_year(self, rules: Mapping[str, Decimal]) -> Settings:
        """With a year's own in place of what nobody chose.

        Raises ``SettingError`` where these contradict what was chosen.
        """
        own: dict[str, Any] = {name: each for name, each in rules.items() if name not in self.chosen}
        return replace(self, **own)


NAMES = tuple(each.name for each in fields(Settings) if each.name != "chosen")


def read(text: str = "") -> Settings:
    """The default settings, with those changed that ``text`` gives: ``"urgent_below=80 fewest_peers=10"``.

    Raises ``SettingError`` for an unknown name or a value out of range.
    """
    defaults = {name: built_in.data()["settings"][name] for name in NAMES}
    changed: dict[str, str] = {}
    for part in text.replace(",", " ").split():
        name, equals, value = part.partition("=")
        if not equals or name not in defaults:
            example = _example(defaults)
            raise SettingError(
                both(
                    f"ไม่มีค่ากำหนด {part!r} ให้เขียนเช่น {example}",
                    f"no setting {part!r}; write for example {example}",
                )
            )
        changed[name] = value
    try:
        chosen = {name: Decimal(value) for name, value in (defaults | changed).items()}
        if any(value != round(value, 2) for value in chosen.values()):
            raise SettingError(
                both(f"ใช้ทศนิยมได้ไม่เกินสองตำแหน่ง: {text!r}", f"at most two decimals, please: {text!r}")
            )
        peers = chosen.pop("fewest_peers")
        if peers != int(peers):
            raise SettingError(
                both(
                    f"fewest_peers ต้องเป็นจำนวนเต็ม ไม่ใช่ {peers}",
                    f"fewest_peers must be a whole number, not {peers}",
                )
            )
    except ArithmeticError:
        raise SettingError(
            both(f"ค่ากำหนดต้องเป็นตัวเลข ไม่ใช่ {text!r}", f"the settings must be numbers, not {text!r}")
        ) from None
    return Settings(**chosen, fewest_peers=int(peers), chosen=tuple(changed))


def _example(defaults: Mapping[str, str]) -> str:
    return '"' + " ".join(f"{name}={value}" for name, value in defaults.items()) + '"'
