"""A person takes over a recorded play with devices of their own: they play on, and what they do is kept as theirs."""

import signal
from contextlib import closing

import pytest

from agent.desktop.x11 import open_connection
from bridge.clock import MILLISECOND_NS
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, PointerMove
from bridge.recording.reader import open_recording
from tests.agent.desktop.devices import Devices
from tests.end_to_end.commands import CLOCK, Running, wait_until

F1 = 67
RELEASES = {ButtonRelease, KeyRelease}


@pytest.fixture
def devices(x_server):
    with closing(Hardware()) as hardware:
        yield hardware


class Hardware(Devices):
    """Xvfb's own mouse and keyboard: other devices than those through which the agent acts."""

    def __init__(self):
        self.connection = open_connection()
        super().__init__(self.connection)

    def close(self):
        self.connection.disconnect()


def test_what_a_person_does_who_takes_over_is_kept_as_theirs_and_nothing_of_the_agent_follows(
    x_server, devices, holding_run, tmp_path
):
    session = tmp_path / "a.mcap"
    command = Running("play", holding_run, "--record", session, "--fps", 2, "--device", "cpu", "--json")
    wait_until(x_server.is_anything_held)
    taken_ns = CLOCK.now_ns()
    for _ in range(5):
        devices.step(3, 2)
    wait_until(lambda: not x_server.is_anything_held(), 2.0)
    released_ns = CLOCK.now_ns()
    for act in (devices.button, devices.key):
        for is_press in (True, False):
            act(1 if act == devices.button else F1, is_press)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MILLISECOND_NS)
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 700 * MILLISECOND_NS)
    assert command.is_running
    command.signal(signal.SIGTERM)
    done = command.finish()
    assert (done.code, done.result["ended_by"]) == (0, "SIGTERM")
    recording = open_recording(session)
    theirs = [event for event in recording.inputs() if event.author is Author.HUMAN]
    assert {PointerMove, ButtonPress, ButtonRelease, KeyPress} <= {type(event) for event in theirs}
    assert taken_ns <= min(event.at_ns for event in theirs)
    assert max(sent.at_ns for sent in recording.sent()) <= released_ns
    ours = [type(event) for event in recording.inputs() if event.author is Author.AGENT]
    first = next(index for index, kind in enumerate(ours) if kind in RELEASES)  # this model never lets go by itself
    assert set(ours[first:]) <= RELEASES
