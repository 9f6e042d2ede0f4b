"""The documents' texts: fixed words are in ``words.toml``, sentences with figures in the modules here.

``Writer`` holds the choice of language and digits.
"""

from helpers.narrative.writer import Writer

__all__ = ["Writer"]
