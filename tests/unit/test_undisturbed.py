"""Ctrl-C waits until files that belong together are all written."""

import signal

import pytest

from helpers.batch import files


def test_ctrl_c_waits_for_the_end_and_then_counts():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    done = []
    try:
        with pytest.raises(KeyboardInterrupt):
            _write(done)
        assert done == ["all"]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def _write(done):
    with files.undisturbed():
        signal.raise_signal(signal.SIGINT)
        done.append("all")


def test_an_error_inside_is_told_as_it_is():
    with pytest.raises(OSError, match="full"), files.undisturbed():
        raise OSError("full")
