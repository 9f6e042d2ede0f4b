"""The output folder of one batch: what is said when it is not there any more."""

import pytest

from helpers.batch import files


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def test_where_the_folder_was_taken_away_that_is_the_reason_named(out, tmp_path):
    """Whichever file was about to be written: the folder may go between any two steps."""
    with (
        pytest.raises(files.CannotWriteError, match="was removed or replaced"),
        files.claimed(out),
        files.naming_errors(out / "manifest.json"),
    ):
        out.rename(tmp_path / "elsewhere").joinpath(".lock").rename(out / "manifest.json")


def test_where_the_folder_is_there_the_file_is_named(out):
    with (
        pytest.raises(files.CannotWriteError, match=r"manifest\.json cannot be written"),
        files.claimed(out),
        files.naming_errors(out / "manifest.json"),
    ):
        (out / "no folder" / "manifest.json").write_bytes(b"{}")
