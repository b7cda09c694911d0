from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bridge.clock import VirtualClock
from bridge.errors import CorruptRecording, LinkClosed, LocalProtocolError
from bridge.events import InputEvent
from bridge.link.replay import ReplayWorld
from bridge.recording.channels import Topic
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.state import TICK_NS
from tests.bridge.recording.sessions import (
    HEIGHT_PX,
    START_NS,
    WIDTH_PX,
    Session,
    cut_copy,
    events_after,
    frame_at,
    manifest_of,
    state_at,
    with_messages_like,
    without_picture,
    write_session,
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return write_session(tmp_path_factory.mktemp("recording") / "a.mcap", 4)


def _world(path: Path) -> tuple[ReplayWorld, VirtualClock]:
    clock = VirtualClock()
    return ReplayWorld(open_recording(path), clock), clock


def test_each_state_comes_once_at_its_time(session: Session) -> None:
    world, clock = _world(session.path)
    for state in session.states:
        assert world.receive(0.0) == state
        assert clock.now_ns() == state.tick.received_ns
    with pytest.raises(LinkClosed, match=r"a\.mcap has ended"):
        world.receive(0.0)


def test_each_input_comes_once_in_order_in_the_tick_of_its_time(session: Session) -> None:
    world, _ = _world(session.path)
    drained: list[tuple[InputEvent, ...]] = []
    for _ in session.states:
        world.receive(0.0)
        drained.append(world.drain())
    with pytest.raises(LinkClosed):
        world.receive(0.0)
    drained.append(world.drain())
    assert drained == [(), *(events_after(index) for index in range(4))]
    assert world.drain() == ()


def test_an_input_at_the_very_time_of_a_state_comes_after_it(session: Session) -> None:
    world, clock = _world(session.path)
    world.receive(0.0)
    assert world.drain() == ()
    clock.sleep_until_ns(START_NS + 1)
    assert world.drain() == events_after(0)[:1]


def test_the_picture_is_the_latest_at_or_before_now(session: Session) -> None:
    world, clock = _world(session.path)
    expected = {frame.at_ns: frame.pixels for frame in open_recording(session.path).frames()}
    world.receive(0.0)
    assert world.grab().at_ns == START_NS
    for offset_ns, at_ns in ((TICK_NS // 3 - 1, 0), (TICK_NS // 3, TICK_NS // 3), (TICK_NS * 5 // 2, TICK_NS * 7 // 3)):
        clock.sleep_until_ns(START_NS + offset_ns)
        frame = world.grab()
        assert frame.at_ns == START_NS + at_ns
        assert np.array_equal(frame.pixels, expected[frame.at_ns])


def test_a_picture_looked_at_twice_is_the_same(session: Session) -> None:
    world, _ = _world(session.path)
    world.receive(0.0)
    assert world.grab() is world.grab()


def test_before_the_first_picture_the_screen_is_black(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of()) as writer:
        writer.write_state(state_at(0))
        writer.write_frame(frame_at(0, 1))
    world, clock = _world(tmp_path / "a.mcap")
    world.receive(0.0)
    black = world.grab()
    assert (black.at_ns, black.pixels.shape, black.pixels.max()) == (START_NS, (HEIGHT_PX, WIDTH_PX, 3), 0)
    clock.sleep_until_ns(START_NS + TICK_NS)
    assert world.grab().pixels.max() > 0


def test_a_session_without_pictures_says_so(tmp_path: Path) -> None:
    world, _ = _world(write_session(tmp_path / "a.mcap", 1, video=False).path)
    world.receive(0.0)
    with pytest.raises(LocalProtocolError, match="recorded without pictures"):
        world.grab()


def test_a_session_that_was_cut_off_ends_there(session: Session, tmp_path: Path) -> None:
    cut = cut_copy(session.path, tmp_path / "cut.mcap", session.path.stat().st_size // 3)
    states = list(open_recording(cut).states())
    world, _ = _world(cut)
    assert 0 < len(states) < 4
    assert [world.receive(0.0) for _ in states] == states
    with pytest.raises(LinkClosed):
        world.receive(0.0)


def test_a_closed_replay_gives_nothing_more(session: Session) -> None:
    world, _ = _world(session.path)
    world.receive(0.0)
    world.close()
    world.close()
    assert world.drain() == ()
    with pytest.raises(LinkClosed, match="was closed"):
        world.receive(0.0)


def test_a_picture_that_is_none_is_named_by_its_time(session: Session, tmp_path: Path) -> None:
    world, _ = _world(with_messages_like(session.path, tmp_path / "b.mcap", Topic.SCREEN, without_picture))
    world.receive(0.0)
    with pytest.raises(CorruptRecording, match=rf"b\.mcap: /screen at {START_NS} ns"):
        world.grab()
