"""Names that nobody chose tell the time and the task."""

import argparse
import re
from pathlib import Path

import pytest

from agent.output_names import default_demo, default_recording, default_run, recording_name


def test_a_recording_is_named_after_task_and_time():
    assert re.fullmatch(r"recordings/woodcutting-\d{8}-\d{6}\.mcap", default_recording("woodcutting").as_posix())


def test_a_recording_has_a_name_that_the_other_commands_find():
    assert recording_name("kept/a.mcap") == Path("kept/a.mcap")
    with pytest.raises(argparse.ArgumentTypeError, match=r"ends with \.mcap, found 'kept/a\.txt'; write a\.mcap"):
        recording_name("kept/a.txt")


def test_a_run_is_named_after_the_time():
    assert re.fullmatch(r"runs/\d{8}-\d{6}", default_run().as_posix())


def test_a_demo_is_named_after_the_time():
    assert re.fullmatch(r"demo/\d{8}-\d{6}", default_demo().as_posix())
