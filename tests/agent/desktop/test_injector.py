"""The injector as a process: light to start, refusing what it is not for, and gone with its agent."""

import os
import subprocess
import sys

import pytest

from agent.desktop import injector
from agent.desktop.canvas import GameWindow
from agent.desktop.ledger import LEDGER_BYTES
from agent.desktop.message_pipe import MessagePipe
from agent.desktop.wire import Arm, Failed, Ready, Setup, answer_unpacker, order_unpacker
from agent.errors import DesktopError
from agent.limits import Limits
from bridge.clock import SECOND_NS, SystemClock

CLOCK = SystemClock()


@pytest.fixture
def started(display, tmp_path):
    """The process, the pipe to it, and the guardian's end of its heart."""
    held = os.open(tmp_path / "held", os.O_RDWR | os.O_CREAT)
    os.ftruncate(held, LEDGER_BYTES)
    heard, beats = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "agent.desktop.injector", str(beats), str(held)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(beats, held),
        bufsize=0,
    )
    os.close(beats)
    with process:
        yield process, MessagePipe(process.stdout.fileno(), process.stdin.fileno(), answer_unpacker()), heard
        process.kill()
    os.close(held)


def answer(pipe):
    deadline_ns = CLOCK.now_ns() + 10 * SECOND_NS
    while CLOCK.now_ns() < deadline_ns and not pipe.is_closed:
        for message in pipe.received():
            return message
        CLOCK.sleep_until_ns(CLOCK.now_ns() + SECOND_NS // 200)
    return None


def test_it_loads_no_tensors_and_no_msgpack():
    code = (
        "import sys, agent.desktop.injector, agent.desktop.guardian\n"
        "print([name for name in ('torch', 'numpy', 'msgpack', 'cv2', 'pygame') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


def test_it_is_ready_for_its_window_and_ends_with_its_agent(plain, started):
    process, pipe, heard = started
    pipe.send(Setup(GameWindow(plain.window_id, "a plain window"), Limits(765, 503), "f12", yields=True))
    assert answer(pipe) == Ready()
    assert os.read(heard, 9).startswith(b".")
    process.stdin.close()
    assert process.wait(5) == 0
    os.close(heard)


def test_a_window_that_is_not_there_is_told(started):
    process, pipe, heard = started
    pipe.send(Setup(GameWindow(0x7FFFFFF, "nothing"), Limits(765, 503), None, yields=True))
    told = answer(pipe)
    assert isinstance(told, Failed)
    assert "the window 'nothing' was closed" in told.reason
    assert process.wait(5) == 1
    os.close(heard)


def test_bytes_that_are_no_order_end_it(plain, started):
    process, pipe, heard = started
    pipe.send(Setup(GameWindow(plain.window_id, "a plain window"), Limits(765, 503), None, yields=True), Arm())
    assert answer(pipe) == Ready()
    process.stdin.write(b"\x05\0\0\0hello")
    assert process.wait(5) == 1
    os.close(heard)


def test_one_that_is_told_nothing_says_so():
    reads, writes = os.pipe()
    os.close(writes)
    with pytest.raises(DesktopError, match="the hands were not told which window they are for"):
        injector._setup(MessagePipe(reads, reads, order_unpacker()), CLOCK)
    os.close(reads)
