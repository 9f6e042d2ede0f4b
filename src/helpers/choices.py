"""What a report can be asked for: its language, digits and document; whom reports are made up for."""

from typing import Literal

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]
Document = Literal["plan", "progress", "annual", "summary"]
Group = Literal["agency", "district", "province"]
