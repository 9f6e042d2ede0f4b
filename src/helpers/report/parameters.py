"""The parameters of notebook 04, checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

from helpers import findings, stages
from helpers.choices import Digits, Document, Language
from helpers.messages import WrongValueError, both
from helpers.report import forms


@dataclass(frozen=True)
class Parameters:
    """The parameters of notebook 04, checked."""

    agency_id: str
    fiscal_year: int
    document: Document
    language: Language
    digits: Digits
    form: str = forms.FULL
    as_of: str = ""

    def __post_init__(self) -> None:
        """Raises errors for wrong values, with messages that say what to give instead."""
        if not isinstance(self.agency_id, str):
            raise WrongValueError(
                both(
                    f"agency_id ต้องเป็นข้อความ ไม่ใช่ {self.agency_id!r} เพราะรหัสหน่วยงานอาจขึ้นต้นด้วย 0"
                    f" หากสั่งด้วย papermill ให้ใช้ -r agency_id {self.agency_id} แทน -p",
                    f"agency_id must be text, not {self.agency_id!r}: codes keep their leading zeros."
                    f" With papermill write -r agency_id {self.agency_id} instead of -p.",
                )
            )
        if not isinstance(self.fiscal_year, int) or isinstance(self.fiscal_year, bool):
            raise WrongValueError(
                both(
                    f"fiscal_year ต้องเป็นปีงบประมาณ เช่น 2568 ไม่ใช่ {self.fiscal_year!r}",
                    f"fiscal_year must be a number such as 2568, not {self.fiscal_year!r}",
                )
            )
        choices = {
            "document": get_args(Document),
            "language": get_args(Language),
            "digits": get_args(Digits),
            "form": forms.NAMES,
        }
        for name, allowed in choices.items():
            findings.check_choice(name, getattr(self, name), allowed)
        self.cut_off()

    def cut_off(self) -> date | None:
        """The day that ``as_of`` names; None for the last of the document's round."""
        return stages.day_of(self.as_of)
