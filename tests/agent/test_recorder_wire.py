"""Messages cross the pipes whole, and a pipe that ends says so."""

import io

import msgspec
import pytest

from agent.desktop.canvas import GameWindow
from agent.recorder import RecorderCounts
from agent.recorder_wire import (
    Finish,
    KeepInputs,
    KeepMarker,
    KeepPlan,
    KeepSent,
    KeepState,
    RecorderSetup,
    RecorderStatus,
    ToRecorder,
    put_message,
    take_bytes,
)
from bridge.events import Author, PointerMove
from bridge.recording.messages import Marker, PlannedInput, SentInput
from tests.bridge.recording.sessions import manifest_of

MOVE = PointerMove(1, 2, 3, Author.AGENT)
MESSAGES = [
    RecorderSetup("a.mcap", manifest_of(), GameWindow(7, "a game", canvas_id=8), Author.HUMAN, True, False),
    KeepState(b"state"),
    KeepInputs((MOVE,)),
    KeepPlan(PlannedInput(1, None, (MOVE,))),
    KeepSent(SentInput(2, MOVE)),
    KeepMarker(Marker(3, "report", "{}")),
    Finish(),
]


def test_messages_come_in_order_and_then_the_end():
    pipe = io.BytesIO()
    for message in MESSAGES:
        put_message(pipe, message)
    pipe.seek(0)
    assert [msgspec.msgpack.decode(take_bytes(pipe), type=ToRecorder) for _ in MESSAGES] == MESSAGES
    assert take_bytes(pipe) == b""


@pytest.mark.parametrize("kept", range(1, 12))
def test_a_message_that_is_cut_off_is_the_end(kept):
    pipe = io.BytesIO()
    put_message(pipe, KeepState(b"state"))
    assert take_bytes(io.BytesIO(pipe.getvalue()[:kept])) == b""


def test_a_pipe_that_gives_its_bytes_in_pieces_gives_whole_messages():
    class Pieces(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 2))

    whole = io.BytesIO()
    put_message(whole, KeepState(b"state"))
    assert msgspec.msgpack.decode(take_bytes(Pieces(whole.getvalue())), type=ToRecorder) == KeepState(b"state")


def test_a_status_says_what_was_counted():
    status = RecorderStatus(RecorderCounts(ticks=3, frames_blank=2), 99, ("a.mcap",), "the disk is full", cpu_s=0.5)
    pipe = io.BytesIO()
    put_message(pipe, status)
    pipe.seek(0)
    assert msgspec.msgpack.decode(take_bytes(pipe), type=RecorderStatus) == status
