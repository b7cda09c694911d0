"""The recorder's process ends where nobody talks to it; the rest is tested from the other side of its pipes."""

import subprocess
import sys


def test_without_a_first_message_it_ends_and_says_nothing():
    done = subprocess.run([sys.executable, "-m", "agent.recorder_main"], stdin=subprocess.DEVNULL, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
