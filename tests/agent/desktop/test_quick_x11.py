"""A connection without xcffib: it asks, tells, and says what is wrong; releasing loads nothing that is slow."""

import subprocess
import sys

import pytest

from agent.desktop import quick_x11
from agent.desktop.quick_x11 import QuickConnection
from agent.errors import DesktopError

XTEST = b"XTEST"
GET_VERSION, FAKE_INPUT = 0, 2
LEFT_DOWN, LEFT_UP = b"\x04\x01" + bytes(30), b"\x05\x01" + bytes(30)


@pytest.fixture
def connection(display):
    made = QuickConnection()
    yield made
    made.close()


def test_a_question_is_answered(connection):
    reply = connection.ask(XTEST, GET_VERSION, b"\x02\x00\x02\x00")
    assert (reply[0], len(reply), reply[1]) == (1, 32, 2)


def test_what_is_told_happens_before_the_next_answer(plain, connection):
    connection.tell(XTEST, FAKE_INPUT, LEFT_DOWN)
    connection.ask(XTEST, GET_VERSION, bytes(4))
    assert plain.held_buttons() == {1}
    connection.tell(XTEST, FAKE_INPUT, LEFT_UP)
    connection.flush()
    connection.ask(XTEST, GET_VERSION, bytes(4))
    assert plain.held_buttons() == set()


def test_a_refused_request_is_told(connection):
    with pytest.raises(DesktopError, match="refuses request 3 of XInputExtension"):
        connection.ask(b"XInputExtension", 3, b"\xff\0\0\0")
    assert connection.ask(XTEST, GET_VERSION, bytes(4))[0] == 1


def test_a_display_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":12345")
    with pytest.raises(DesktopError, match="is DISPLAY set"):
        QuickConnection()


def test_a_machine_without_libxcb_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(quick_x11, "_LIBRARY", "libxcb-of-nowhere.so.1")
    with pytest.raises(DesktopError, match=r"libxcb-of-nowhere.so.1 cannot be loaded: .*apt install libxcb1"):
        QuickConnection()


def test_the_programs_start_loads_nothing_slow():
    code = (
        "import sys; before = set(sys.modules); import agent.start\n"
        "print({'xcffib', 'msgspec', 'dataclasses', 'pathlib', 'tempfile', 'rich'} & set(sys.modules) - before)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"
