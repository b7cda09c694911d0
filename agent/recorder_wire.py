"""What the agent and the recorder's process say to each other, over two pipes."""

from __future__ import annotations

from typing import IO

import msgspec

from agent.desktop.canvas import GameWindow
from agent.recorder import RecorderCounts
from bridge.events import Author, InputEvent
from bridge.recording.manifest import Manifest
from bridge.recording.messages import Marker, PlannedInput, SentInput

_LENGTH_BYTES = 4


class RecorderSetup(msgspec.Struct, frozen=True, tag="setup"):
    """What to record; the first message to the recorder.

    Args:
        path: the finished file.
        manifest: what is recorded; its rate is the frames' rate, 0.0 for none.
        window: the game's window.
        injected_by: the author of injected input.
        is_private: whether private keys and pictures are left out.
        hides_letters: whether letters are kept as a class; only where `is_private`.
        listens: whether the recorder hears the desktop's input itself; otherwise the agent tells it.
    """

    path: str
    manifest: Manifest
    window: GameWindow
    injected_by: Author
    is_private: bool
    hides_letters: bool
    listens: bool = True


class KeepState(msgspec.Struct, frozen=True, tag="state"):
    """A tick, as the wire's bytes of its state."""

    state: bytes


class KeepInputs(msgspec.Struct, frozen=True, tag="inputs"):
    """Input that the agent heard: the game told it."""

    events: tuple[InputEvent, ...]


class KeepPlan(msgspec.Struct, frozen=True, tag="plan"):
    """A plan of the agent."""

    plan: PlannedInput


class KeepSent(msgspec.Struct, frozen=True, tag="sent"):
    """An event that the agent sent."""

    sent: SentInput


class KeepMarker(msgspec.Struct, frozen=True, tag="marker"):
    """Something that is worth finding again."""

    marker: Marker


class Finish(msgspec.Struct, frozen=True, tag="finish"):
    """The recording is over. A pipe that closes without it says the same: the agent died."""


ToRecorder = RecorderSetup | KeepState | KeepInputs | KeepPlan | KeepSent | KeepMarker | Finish


class RecorderStatus(msgspec.Struct, frozen=True):
    """How the recorder is doing, a few times a second.

    Args:
        counts: what it did so far.
        bytes_written: size of the files so far.
        paths: the session's files.
        reason_to_stop: why there is no use in going on; empty while all is well.
        is_over: whether this is its last word: the files are closed.
        error: what went wrong in the end, for people; empty where all is well.
        error_kind: the name of the error's class.
        error_number: of the operating system, 0 where it was none of its errors; `error` is then its word for it ...
        error_path: ... and this the file that it is about.
        cpu_s: processor time that it took so far.
    """

    counts: RecorderCounts
    bytes_written: int
    paths: tuple[str, ...]
    reason_to_stop: str = ""
    is_over: bool = False
    error: str = ""
    error_kind: str = ""
    error_number: int = 0
    error_path: str = ""
    cpu_s: float = 0.0


def put_message(pipe: IO[bytes], message: msgspec.Struct) -> None:
    """Write a message as its length and its msgpack.

    Raises:
        OSError: the other side is gone.
    """
    data = msgspec.msgpack.encode(message)
    pipe.write(len(data).to_bytes(_LENGTH_BYTES, "little") + data)
    pipe.flush()


def take_bytes(pipe: IO[bytes]) -> bytes:
    """The bytes of the next message; empty where the other side is gone.

    Args:
        pipe: buffered or not; one that is not gives what has come, piece by piece.
    """
    length = _read(pipe, _LENGTH_BYTES)
    if len(length) < _LENGTH_BYTES:
        return b""
    wanted = int.from_bytes(length, "little")
    data = _read(pipe, wanted)
    return data if len(data) == wanted else b""


def _read(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    while len(data) < count and (more := pipe.read(count - len(data))):
        data += more
    return data
