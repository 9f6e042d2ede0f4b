"""Every reader on files from a fuzzer: some each time the tests run, many by ``python -m tests.fuzz``."""

import logging
import tempfile
from pathlib import Path

import inputs
import pytest
import readers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = {".xls": 2, ".ods": 2, ".pdf": 2}
"""Fewer where a reader starts a program of its own."""


@pytest.mark.parametrize("suffix", inputs.FORMATS)
def test_a_file_is_read_or_refused_soon_and_always_the_same_way(suffix):
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

    @settings(deadline=None, max_examples=EXAMPLES.get(suffix, 6), suppress_health_check=list(HealthCheck))
    @given(st.data())
    def hold(data):
        with tempfile.TemporaryDirectory() as folder, readers.finding_tables_here():
            readers.check(Path(folder), suffix, data.draw(inputs.files(suffix)))

    hold()
