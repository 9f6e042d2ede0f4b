"""The choices for a report: language, digits and document; and how reports are grouped for sending."""

from typing import Literal

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]
Document = Literal["plan", "progress", "annual", "summary"]
Group = Literal["agency", "district", "province"]
Place = Literal["all", "district", "province"]
