"""The expert recorded through the real window for a minute: is everything it did in the file, and at its time?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from agent.desktop.display import private_display
from agent.record import RecordRequest, record
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, WheelScroll
from bridge.recording.reader import open_recording
from tests.benchmarks.host import host_beside
from tests.benchmarks.measurement import Measurement, measured
from tests.benchmarks.sleeper import sleeper_beside

SECONDS = 60.0
CONTROL_LIMIT_MS = 2.0


def measurements() -> Iterator[Measurement]:
    """Shares of what was kept, and time errors beside a process that does nothing but sleep."""
    with TemporaryDirectory() as folder, private_display():
        out = Path(folder) / "expert.mcap"
        with host_beside() as host, sleeper_beside(CONTROL_LIMIT_MS) as control:
            report = record(
                RecordRequest(out, "woodcutting", 3, True, 10.0, (765, 503), SECONDS, video=True), SystemClock()
            )
        recording = open_recording(out)
        sent = [(item.at_ns, item.event) for item in recording.sent()]
        heard = list(recording.inputs())
    frames = report.recorder.counts
    marks_sent = [_mark(event) for _, event in sent if not _is_move(event)]
    marks_heard = [_mark(event) for event in heard if not _is_move(event)]
    yield measured("record: events of the expert", len(sent), "events", goal="value >= 100")
    yield measured("record: buttons, keys, wheel in order", float(marks_sent == marks_heard), "", goal="value >= 1")
    yield measured("record: moves kept", _share_kept(sent, heard), "share", goal="value >= 1")
    yield measured("record: frames kept", frames.frames_written / frames.frames_asked, "share", goal="value >= 0.95")
    error_ms = _time_error_ms(sent, heard)
    goal = "value <= 2" if control.is_good and host.is_good else None
    name = "record: time error p99" + ("" if goal else " (void: the idle control failed)")
    yield measured(name, error_ms, "ms", baseline=control.p99_ms, goal=goal)


def _is_move(event: InputEvent) -> bool:
    return not isinstance(event, ButtonPress | ButtonRelease | WheelScroll | KeyPress | KeyRelease)


def _mark(event: InputEvent) -> tuple[object, ...]:
    names = ("x", "y", "button", "key", "notches")
    return (type(event).__name__, *(getattr(event, name, None) for name in names))


def _share_kept(sent: Sequence[tuple[int, InputEvent]], heard: Sequence[InputEvent]) -> float:
    places = [_mark(event) for event in heard if _is_move(event)]
    wanted = [_mark(event) for _, event in sent if _is_move(event)]
    return float(np.mean([a == b for a, b in zip(wanted, places, strict=False)])) if wanted else 0.0


def _time_error_ms(sent: Sequence[tuple[int, InputEvent]], heard: Sequence[InputEvent]) -> float:
    errors = [abs(at_ns - event.at_ns) / MILLISECOND_NS for (at_ns, _), event in zip(sent, heard, strict=False)]
    return float(np.quantile(errors, 0.99))
