"""The documents' words: fixed ones in ``words.toml``, sentences with figures in ``sentences``.

``Writer`` carries the choice of language and digits.
"""

from helpers.narrative.writer import Writer

__all__ = ["Writer"]
