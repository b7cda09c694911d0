"""The privacy trials in small numbers; `make soak` runs the full ones."""

import pytest

from tests.soak.recording_privacy import move_the_window, record_in_a_process, secrets_in


@pytest.mark.parametrize(("trial", "count"), [("type_elsewhere", 200), ("log_in", 4)])
def test_no_key_place_or_pixel_of_a_secret_is_recorded(tmp_path, trial, count):
    log = record_in_a_process(trial, tmp_path / "a.mcap", count, seed=11)
    assert secrets_in(tmp_path / "a.mcap", log) == ""


def test_a_window_that_moves_is_never_mistaken_for_what_lies_beside_it():
    assert move_the_window(60, seed=11).endswith("0 of anything else")
