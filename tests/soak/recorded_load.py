"""A heavy session, recorded as any other: 1,000 events and 20 pictures a second of a window that changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.desktop.canvas import GameWindow
from agent.desktop.display import private_display
from agent.manifests import game_manifest
from agent.recorder_process import RecorderProcess
from agent.recorder_wire import RecorderSetup
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock, VirtualClock
from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, PointerMove
from bridge.recording.reader import open_recording
from bridge.sandbox.game import SandboxGame
from bridge.state import TICK_NS
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.agent.recorded_window import public_state

FRAMES_PER_SECOND = 20.0
EVENTS_PER_SECOND = 1_000
LEFT, TOP = 100, 80
_PICTURES = 12
_KEY_PLACES = frozenset({30, 34})  # of each fifty events
_SAMPLE_TICKS = 17  # about ten seconds

_SENDER = """
import sys
from pathlib import Path
from tests.soak.recorded_load import send
send(int(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a heavy session cost, and whether all of it is in the file.

    Args:
        seconds: how long it was.
        sent: input events that were injected.
        missing: the numbers of those that are not in the file at their place in the order.
        private: keys that the recorder left out on purpose: where a tick comes late, nobody knows what is shown.
        frames: pictures in the file.
        frames_lost: pictures that could not be had or kept.
        file_bytes: size of the file.
        cpu_share: of one core, of the recorder's process alone.
        memory_kib: resident memory of the recorder's process, sampled every ten seconds.
    """

    seconds: float
    sent: int
    missing: tuple[int, ...]
    private: int
    frames: int
    frames_lost: int
    file_bytes: int
    cpu_share: float
    memory_kib: tuple[int, ...]

    @property
    def growth_kib(self) -> float:
        """Median memory of the last tenth of the time, less that of the second tenth."""
        tenth = max(1, len(self.memory_kib) // 10)
        return float(np.median(self.memory_kib[-tenth:]) - np.median(self.memory_kib[tenth : 2 * tenth]))

    @property
    def lost(self) -> int:
        """Events that are missing and that nobody left out."""
        keys = sum(number % 50 in _KEY_PLACES for number in self.missing)
        return len(self.missing) - min(keys, self.private)

    @property
    def _first_missing(self) -> str:
        return f" (the first missing: {', '.join(map(str, self.missing[:20]))})" if self.missing else ""

    def __str__(self) -> str:
        steady = self.memory_kib[len(self.memory_kib) // 10 :] or (0,)
        return (
            f"{self.seconds:.0f} s, {self.sent} events sent, {self.lost} lost, {self.private} keys private"
            f"{self._first_missing}, {self.frames} frames, "
            f"{self.frames_lost} lost, {self.file_bytes / 1e6:.1f} MB, {100 * self.cpu_share:.1f} % of one core, "
            f"memory {steady[0] / 1024:.0f} MiB after a tenth, {steady[-1] / 1024:.0f} MiB at the end, "
            f"{max(self.memory_kib, default=0) / 1024:.0f} MiB at most"
        )


def recorded_load(seconds: float, path: Path, say: Callable[[str], None]) -> LoadReport:
    """Record a window for so long.

    Args:
        seconds: of the session.
        path: the finished file.
        say: gets a line about each minute.
    """
    clock, pictures = SystemClock(), _pictures()  # before the first tick: a late tick is private, and so are its keys
    sent = round(seconds * EVENTS_PER_SECOND)
    memory_kib: list[int] = []
    with private_display(), plain_window(x=LEFT, y=TOP) as window, ExitStack() as stack:
        window.warp(LEFT + 400, TOP + 250)
        window.focus()
        game = GameWindow(window.window_id, "a plain window")
        manifest = game_manifest(game, clock, "", None, "person", FRAMES_PER_SECOND, (765, 503))
        setup = RecorderSetup(str(path), manifest, game, Author.HUMAN, is_private=True, hides_letters=True)
        recorder = stack.enter_context(RecorderProcess(setup, clock))
        for index in range(3):  # what is public needs two ticks before it
            recorder.keep_state(public_state(index))
            clock.sleep_until_ns(clock.now_ns() + TICK_NS)
        start_ns, start_cpu_s = clock.now_ns(), recorder.cpu_s
        with subprocess.Popen([sys.executable, "-c", _SENDER, str(sent)]) as sender:
            for index in _ticks_until(sender, clock, window, recorder, pictures):
                recorder.keep_state(public_state(index + 3))
                if index % _SAMPLE_TICKS == 0:
                    memory_kib.append(_memory_kib(recorder.pid))
                if index % (6 * _SAMPLE_TICKS) == 0:
                    share = (recorder.cpu_s - start_cpu_s) / max(1e-9, (clock.now_ns() - start_ns) / SECOND_NS)
                    say(
                        f"{index * 0.6:.0f} s: {recorder.counts}, {memory_kib[-1]} KiB, {100 * share:.1f} % of one core"
                    )
        used_s, took_s = recorder.cpu_s - start_cpu_s, (clock.now_ns() - start_ns) / SECOND_NS
        for index in range(3):  # and two after it
            recorder.keep_state(public_state(1_000_000 + index))
            clock.sleep_until_ns(clock.now_ns() + TICK_NS)
    counts = recorder.counts
    return LoadReport(
        took_s,
        sent,
        _missing(path, sent),
        counts.keys_private,
        counts.frames_written,
        counts.frames_dropped,
        path.stat().st_size,
        used_s / took_s,
        tuple(memory_kib),
    )


def send(count: int) -> None:
    """Inject `count` events, one a millisecond, by absolute deadlines."""
    from agent.desktop.x11 import extension, open_connection, root_window

    clock, connection = SystemClock(), open_connection()
    xtest, root = extension(connection, "xtest"), root_window(connection)
    space = 65
    start_ns = clock.now_ns()
    for number in range(count):
        clock.sleep_until_ns(start_ns + number * MILLISECOND_NS)
        match number % 50:
            case 20 | 24:
                xtest.FakeInput(4 if number % 50 == 20 else 5, 1, 0, root, 0, 0, 0)
            case 30 | 34:  # `_KEY_PLACES`
                xtest.FakeInput(2 if number % 50 == 30 else 3, space, 0, root, 0, 0, 0)
            case _:
                x, y = place(number)
                xtest.FakeInput(6, 0, 0, root, LEFT + x, TOP + y, 0)
        connection.flush()
    connection.core.GetInputFocus().reply()
    connection.disconnect()


def place(number: int) -> tuple[int, int]:
    """The canvas pixel of the `number`-th event; each differs from the one before."""
    return (7 * number) % 760, (3 * number) % 500


def _ticks_until(
    sender: subprocess.Popen[bytes],
    clock: SystemClock,
    window: PlainWindow,
    recorder: RecorderProcess,
    pictures: list[np.ndarray],
) -> Iterator[int]:
    """The number of each tick until the sender ended; the picture changes at each."""
    start_ns, index = clock.now_ns(), 0
    while sender.poll() is None:
        if reason := recorder.reason_to_stop:
            sender.kill()
            raise AssertionError(f"tick {index}: {reason}")
        yield index
        window.paint(pictures[index % _PICTURES])
        index += 1
        clock.sleep_until_ns(start_ns + index * TICK_NS)
    assert sender.returncode == 0, "the sender failed"


def _pictures() -> list[np.ndarray]:
    game = SandboxGame("woodcutting", 1, VirtualClock())
    pictures = []
    for _ in range(_PICTURES):
        game.receive(0.0)
        pictures.append(np.array(game.grab().pixels))
    return pictures


def _memory_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _missing(path: Path, sent: int) -> tuple[int, ...]:
    """The events that were sent and are not in the file, each in its place; what nobody sent ends the search."""
    missing: list[int] = []
    wanted = 0
    for event in open_recording(path).inputs():
        while wanted < sent and not _is_sent(event, wanted):
            missing.append(wanted)
            wanted += 1
        wanted += 1
    return (*missing, *range(wanted, sent))


def _is_sent(event: InputEvent, number: int) -> bool:
    match event, number % 50:
        case (ButtonPress(), 20) | (ButtonRelease(), 24) | (KeyPress(key="space"), 30) | (KeyRelease(key="space"), 34):
            return True
        case PointerMove(), _:
            return (event.x, event.y) == place(number)
        case _:
            return False
