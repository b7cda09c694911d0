from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.clock import VirtualClock
from bridge.editing.shifting import shifted
from bridge.recording.channels import Topic
from bridge.recording.messages import Health, Marker
from bridge.recording.raw import RawMessage, open_raw
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import START_NS, events_after, frame_at, manifest_of, state_at


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[RawMessage]:
    """Two of each stream, the second ones a second later."""
    path = tmp_path_factory.mktemp("all") / "a.mcap"
    with RecordingWriter(path, manifest_of(), clock=VirtualClock()) as writer:
        event = events_after(0)[1]
        writer.write_state(state_at(0))
        writer.write_frame(frame_at(0, 0))
        writer.write_input(event)
        writer.write_plan(START_NS, (event,), ready_ns=START_NS + 2)
        writer.write_sent(event, START_NS + 3)
        writer.write_marker(Marker(START_NS, "a", "b"))
        writer.write_health(Health(START_NS, 1, 2, 3, 4, 5, 6, 7, 8))
    raw = open_raw(path)
    return [message for topic in Topic for message in raw.messages(topic)]


def test_a_shift_of_nothing_changes_no_byte(messages: list[RawMessage]) -> None:
    assert [shifted(message, 0) for message in messages] == messages


def test_a_shift_there_and_back_is_the_message_again(messages: list[RawMessage]) -> None:
    assert [message.topic for message in messages] == list(Topic)
    for message in messages:
        there = shifted(message, 1_000_000_000)
        assert there != replace(message, log_time_ns=message.log_time_ns + 1_000_000_000)
        assert shifted(there, -1_000_000_000) == message
