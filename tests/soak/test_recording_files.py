"""The fault trials of recordings in small numbers; `make soak` runs the full ones."""

import re
import subprocess
import sys

import pytest

from tests.soak.recording_faults import cut_the_power, turn_bits


def test_what_a_cut_of_the_power_tears_is_never_taken_for_true(tmp_path):
    assert "0 wrong records accepted, 0 synced records lost" in cut_the_power(tmp_path, 150, seed=11)


def test_a_turned_bit_is_found_or_changes_nothing(tmp_path):
    assert "0 believed" in turn_bits(tmp_path, 150, seed=11)


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        ("kill_recorders(folder, 4, seed=11)", r"4 kills, 4 files open, \d+ events kept"),
        ("refuse_writes(folder, 6)", "the first 6 writes refused one by one: 5 files open"),
        ("kill_repairs(folder, 3, seed=11)", "same bytes each time"),
    ],
)
def test_processes_die_and_disks_refuse_in_a_process_of_their_own(tmp_path, trial, said):
    """They fork, which a test process with threads must not."""
    code = f"import pathlib; from tests.soak.recording_deaths import *; folder = pathlib.Path({str(tmp_path)!r})"
    done = subprocess.run([sys.executable, "-c", f"{code}; print({trial})"], capture_output=True, text=True)
    assert re.search(said, done.stdout), done.stderr
