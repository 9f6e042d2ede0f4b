"""What a report can be asked for: its language, digits and document."""

from typing import Literal

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]
Document = Literal["plan", "progress", "annual", "summary"]
