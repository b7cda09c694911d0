"""The contract of `FrameSource`, and whatever claims to be one.

To add an implementation, write a function that opens a source, and name it in `SOURCES`: it must yield the source, the
clock that its frames are stamped with, and a function that lets time pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.screen import ScreenSource
from bridge.clock import Clock, SystemClock, VirtualClock
from bridge.link.replay import ReplayWorld
from bridge.ports import FrameSource
from bridge.recording.reader import open_recording
from bridge.sandbox.game import SandboxGame
from tests.agent.desktop.plain_window import HEIGHT_PX, WIDTH_PX, plain_window
from tests.bridge.recording.sessions import write_session

TURNS = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A source, its clock, and what lets time pass."""

    source: FrameSource
    clock: Clock
    wait: Callable[[], object]


@contextmanager
def sandbox_source(folder: Path) -> Iterator[Opened]:
    """The sandbox in lockstep, which draws itself."""
    clock = VirtualClock()
    game = SandboxGame("woodcutting", 1, clock)
    game.receive(0.0)
    yield Opened(game, clock, lambda: game.receive(0.0))


@contextmanager
def replay_source(folder: Path) -> Iterator[Opened]:
    """A recording on its virtual clock."""
    clock = VirtualClock()
    world = ReplayWorld(open_recording(write_session(folder / "a.mcap", TURNS + 1).path), clock)
    world.receive(0.0)
    yield Opened(world, clock, lambda: world.receive(0.0))


@contextmanager
def screen_source(folder: Path) -> Iterator[Opened]:
    """The pixels of a plain window that changes its colour."""
    clock, colours = SystemClock(), iter(range(256))
    with plain_window() as plain:

        def wait() -> None:
            plain.paint(np.full((HEIGHT_PX, WIDTH_PX, 3), next(colours), np.uint8))

        yield Opened(ScreenSource(GameWindow(plain.window_id, "a plain window"), clock), clock, wait)


SOURCES: tuple[Callable[[Path], AbstractContextManager[Opened]], ...] = (
    sandbox_source,
    replay_source,
    screen_source,
)


@pytest.fixture(params=SOURCES, ids=lambda opener: opener.__name__)
def opened(request, display, tmp_path) -> Iterator[Opened]:
    with request.param(tmp_path) as opened:
        yield opened
        opened.source.close()


def test_a_frame_is_rgb_of_8_bits_and_cannot_be_written(opened):
    pixels = opened.source.grab().pixels
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.flags.c_contiguous
    assert not pixels.flags.writeable


def test_frames_keep_their_size(opened):
    shapes = set()
    for _ in range(TURNS):
        shapes.add(opened.source.grab().pixels.shape)
        opened.wait()
    assert len(shapes) == 1


def test_a_frame_is_stamped_on_the_clock_and_never_in_its_future(opened):
    stamps_ns = []
    for _ in range(TURNS):
        stamps_ns.append(opened.source.grab().at_ns)
        assert stamps_ns[-1] <= opened.clock.now_ns()
        opened.wait()
    assert stamps_ns == sorted(stamps_ns)


def test_a_frame_stays_as_it_was_when_the_next_one_comes(opened):
    frame = opened.source.grab()
    before = frame.pixels.copy()
    opened.wait()
    opened.source.grab()
    assert np.array_equal(frame.pixels, before)


def test_closing_twice_is_closing_once(opened):
    opened.source.close()
    opened.source.close()
