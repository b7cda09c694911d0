"""Every ending leaves nothing held and a finished recording; every one but SIGKILL a line that says why, too."""

import signal

import pytest

from agent.games import GAME_DIED
from agent.replay import replay_exactly
from bridge.events import ButtonPress, KeyPress
from bridge.recording.reader import open_recording
from bridge.state import TICK_NS
from tests.end_to_end.commands import CLOCK, Running, wait_until

ENDINGS = {
    "SIGTERM": lambda command: command.signal(signal.SIGTERM),
    "SIGHUP": lambda command: command.signal(signal.SIGHUP),
    "Ctrl-C": lambda command: command.interrupt_all(),
    GAME_DIED: lambda command: command.kill_child("bridge.sandbox.window"),
}


def assert_ended_well(command, x_server, session, ended_by):
    finished = command.finish()
    assert not x_server.is_anything_held()
    assert finished.result["ended_by"] == ended_by
    if ended_by == GAME_DIED:
        assert finished.code == 1
        assert finished.result["score"] is None
        assert "exit code -9" in finished.error_lines[-1]
        assert f"kept in {session}" in finished.error_lines[-1]
    else:
        assert finished.code == 0
        assert finished.result["score"] is not None
    assert [line for line in finished.error_lines if "Traceback" in line or line.startswith("agent.")] == []
    assert open_recording(session).is_complete
    assert replay_exactly(session).is_exact
    assert list(session.parent.iterdir()) == [session]


@pytest.mark.parametrize("ended_by", ENDINGS)
def test_a_recording_that_is_ended_while_a_button_is_held(x_server, tmp_path, ended_by):
    session = tmp_path / "a.mcap"
    command = Running("record", session, "--expert", "--seed", 3, "--frame-size", "384x252", "--json")
    wait_until(x_server.is_anything_held)
    ENDINGS[ended_by](command)
    assert_ended_well(command, x_server, session, ended_by)


@pytest.mark.parametrize("ended_by", ENDINGS)
def test_play_that_is_ended_while_buttons_and_keys_are_held(x_server, holding_run, tmp_path, ended_by):
    session = tmp_path / "a.mcap"
    command = Running("play", holding_run, "--record", session, "--fps", 2, "--device", "cpu", "--json")
    wait_until(lambda: x_server.buttons() and x_server.keys())
    ENDINGS[ended_by](command)
    assert_ended_well(command, x_server, session, ended_by)


def test_play_that_is_killed_leaves_a_whole_recording_without_its_last_tick_at_most(x_server, holding_run, tmp_path):
    session = tmp_path / "a.mcap"
    command = Running("play", holding_run, "--record", session, "--fps", 2, "--device", "cpu")
    wait_until(lambda: x_server.buttons() and x_server.keys())
    CLOCK.sleep_until_ns(CLOCK.now_ns() + TICK_NS)
    command.signal(signal.SIGKILL)
    killed_ns = CLOCK.now_ns()
    command.finish()
    wait_until(session.exists)
    recording = open_recording(session)
    assert recording.is_complete
    assert killed_ns - max(state.tick.received_ns for state in recording.states()) <= 2 * TICK_NS
    assert {ButtonPress, KeyPress} <= {type(event) for event in recording.inputs()}
    assert list(recording.frames())
    assert not x_server.is_anything_held()
