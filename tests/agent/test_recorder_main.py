"""The recorder's process ends where nobody talks to it or it fails; the rest is tested from its pipes' other side."""

import os
import subprocess
import sys

FAILING = """
import sys
from agent import recorder_main
from agent.recorder_wire import Finish, RecorderSetup, put_message
from agent.tape import SilentTape

def fails(setup, agent, clock, report):
    recorder_main._hear_the_agent(agent, SilentTape())
    raise ValueError("nothing works")

recorder_main._record = fails
recorder_main.msgspec.msgpack.decode = lambda data, type: None
sys.exit(recorder_main.main())
"""


def test_without_a_first_message_it_ends_and_says_nothing():
    done = subprocess.run([sys.executable, "-m", "agent.recorder_main"], stdin=subprocess.DEVNULL, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_a_failure_while_it_waits_for_the_agent_ends_it_without_a_crash():
    process = subprocess.Popen([sys.executable, "-c", FAILING], stdin=-1, stdout=-1, stderr=-1)
    with process:
        process.stdin.write(b"\1\0\0\0\0")
        process.stdin.flush()
        assert process.wait(20) == 1
        assert process.stderr.read() == b""
        assert b"nothing works" in process.stdout.read()


def test_an_agent_that_is_gone_is_no_reason_to_complain():
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    process = subprocess.Popen([sys.executable, "-c", FAILING], stdin=-1, stdout=-1, stderr=-1, env=buffered)
    with process:
        process.stdout.close()
        process.stdin.write(b"\1\0\0\0\0")
        process.stdin.flush()
        assert process.wait(20) == 1
        assert process.stderr.read() == b""
