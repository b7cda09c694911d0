"""How the long trials are found, told and put in order."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.soak.__main__ import KEEP_TIME, LONGEST, in_order
from tests.soak.trial import run, trials


def test_each_trial_has_a_name_of_its_own():
    names = [name for name, _ in trials()]

    assert len(names) == len(set(names)) > 40


@pytest.mark.parametrize("word", KEEP_TIME + LONGEST)
def test_each_word_of_the_order_is_in_a_name(word):
    assert any(word in name for name, _ in trials())


def test_those_that_keep_time_run_alone_and_the_hours_begin_first():
    alone, beside = in_order(["soak_a: b", "soak_play_hour: an hour", "soak_c: 50 endings by a hang", "soak_d: e"])

    assert alone == ["soak_c: 50 endings by a hang"]
    assert beside == ["soak_play_hour: an hour", "soak_a: b", "soak_d: e"]


def test_a_trial_tells_what_it_found_or_why_it_failed(capsys):
    def fails() -> str:
        raise AssertionError("3 of 4 came")

    assert run("soak_a: passes", lambda: "4 of 4 came") == 0
    assert run("soak_a: fails", fails) == 1

    passed, failed = capsys.readouterr().out.split("\n", 1)
    assert passed.startswith("soak_a: passes: ok after 0 s: 4 of 4 came")
    assert failed.startswith("soak_a: fails: FAILED after 0 s: Traceback")
    assert "3 of 4 came" in failed


def test_no_trial_of_that_name_fails():
    command = [sys.executable, "-m", "tests.soak", "no such trial"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "0 of 0 trials passed" in done.stdout
