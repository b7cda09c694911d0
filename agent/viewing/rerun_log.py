"""A session in Rerun: pictures, the pointer's way, events, state and plans on one timeline."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import AgentError
from agent.viewing.shown import FILE_ROW, Pictures, ShownEvent, ShownSession, ShownTick, between
from bridge.exporting.exported import create_file, removed_on_failure

if TYPE_CHECKING:
    from rerun import RecordingStream

RERUN_PICTURES = Pictures(most=36_000, format=".jpg", quality=80)
"""Every picture of an hour at ten a second."""

TIMELINE = "session"
_TRAIL_MS = 1500.0
_COLOURS = {"human": (0, 114, 178), "agent": (213, 94, 0)}
_PLAN_COLOUR = (204, 121, 167)


def save_rerun(session: ShownSession, path: Path) -> None:
    """Write the session as a file that `rerun FILE` opens.

    Raises:
        AgentError: Rerun is not installed.
        RecordingExists: a file of that name is there already.
    """
    with removed_on_failure([path]):
        stream = file_stream(path)
        _log(stream, session)
        stream.flush()
        stream.disconnect()


def open_in_rerun(session: ShownSession) -> None:
    """Start Rerun's viewer, which outlives this process, and show the session in it.

    Raises:
        AgentError: Rerun is not installed, or its viewer cannot be started.
    """
    stream = viewer_stream("--save FILE.rrd")
    _log(stream, session)
    stream.flush()


def file_stream(path: Path) -> RecordingStream:
    """What is logged to it goes into a new file that only its owner reads.

    Raises:
        AgentError: Rerun is not installed.
        RecordingExists: a file of that name is there already.
    """
    stream = _new_stream()
    create_file(path).close()
    stream.save(path)
    return stream


def viewer_stream(instead: str) -> RecordingStream:
    """What is logged to it is shown in Rerun's viewer, which starts now and outlives this process.

    Args:
        instead: the argument that writes a file for it.

    Raises:
        AgentError: Rerun is not installed, or its viewer cannot be started.
    """
    stream = _new_stream()
    import rerun

    beside_python = shutil.which("rerun", path=Path(sys.executable).parent)  # where PATH may not lead
    try:
        rerun.spawn(executable_path=beside_python, recording=stream)
    except RuntimeError as error:
        raise AgentError(f"Rerun's viewer did not start ({error}); {instead} writes what it opens") from None
    return stream


def _new_stream() -> RecordingStream:
    try:
        import rerun
    except ImportError as error:
        remedy = "pip install 'osrs-agent[view]' installs it; `data view --html PAGE.html` needs nothing"
        raise AgentError(f"Rerun is not installed ({error.name} is missing); {remedy}") from None
    return rerun.RecordingStream("osrs-agent")


def _log(stream: RecordingStream, session: ShownSession) -> None:
    import rerun

    rows = "\n".join(f"{row.name}: {row.value}" for row in session.facts)
    stream.send_recording_name(next((row.value for row in session.facts if row.name == FILE_ROW), session.title))
    stream.log("about", rerun.TextDocument(f"{session.title}\n{rows}"), static=True)
    for frame in session.frames:
        _at(stream, frame.at_ms)
        stream.log("game/picture", rerun.EncodedImage(contents=frame.image, media_type="image/jpeg"))
        _log_trail(stream, session, frame.at_ms)
    for event in session.events:
        _at(stream, event.at_ms)
        stream.log("events", rerun.TextLog(_line(event), color=_COLOURS[event.author]))
    for tick in session.ticks:
        _log_tick(stream, session, tick)
    for marker in session.markers:
        _at(stream, marker.at_ms)
        stream.log("markers", rerun.TextLog(f"{marker.name} {marker.note}".strip(), level="WARN"))


def _log_trail(stream: RecordingStream, session: ShownSession, now_ms: float) -> None:
    import rerun

    scale = _scale(session)
    events = [event for event in between(session.events, now_ms - _TRAIL_MS, now_ms) if event.x is not None]
    places = [_place(event, scale) for event in events]
    if not places and now_ms < _first_move_ms(session) and session.pointer is not None:
        start = (session.pointer[0] * scale, session.pointer[1] * scale)
        stream.log("game/picture/pointer", rerun.Points2D([start], colors=[_COLOURS["human"]], radii=[3.0]))
    if places:
        colour = _COLOURS[events[-1].author]
        stream.log("game/picture/way", rerun.LineStrips2D([places], colors=[colour]))
        stream.log("game/picture/pointer", rerun.Points2D(places[-1:], colors=[colour], radii=[3.0]))


def _log_tick(stream: RecordingStream, session: ShownSession, tick: ShownTick) -> None:
    import rerun

    scale = _scale(session)
    _at(stream, tick.at_ms)
    stream.log("state", rerun.TextDocument("\n".join(f"{row.name}: {row.value}" for row in tick.rows)))
    boxes = [[float(edge) * scale for edge in (box.x, box.y, box.width, box.height)] for box in tick.boxes]
    stream.log(
        "game/picture/clickable",
        rerun.Boxes2D(array=boxes, array_format=rerun.Box2DFormat.XYWH, labels=[box.name for box in tick.boxes]),
    )
    for run in session.runs:
        events = tick.plans.get(run, ())
        places = [_place(event, scale) for event in events if event.x is not None]
        stream.log(f"game/picture/planned/{run}", rerun.LineStrips2D([places] if places else [], colors=[_PLAN_COLOUR]))
        stream.log(f"planned/{run}/actions", rerun.Scalars(float(len(events))))
    stream.log("done/actions", rerun.Scalars(float(len(between(session.events, tick.at_ms, tick.at_ms + 600.0)))))


def _at(stream: RecordingStream, at_ms: float) -> None:
    stream.set_time(TIMELINE, duration=at_ms / 1000.0)


def _scale(session: ShownSession) -> float:
    """Picture pixels a canvas pixel: places are drawn over the stored pictures, which may be smaller."""
    return session.picture_width_px / session.canvas_width_px


def _first_move_ms(session: ShownSession) -> float:
    return next((event.at_ms for event in session.events if event.x is not None), session.duration_ms)


def _place(event: ShownEvent, scale: float) -> tuple[float, float]:
    return float(event.x or 0) * scale, float(event.y or 0) * scale


def _line(event: ShownEvent) -> str:
    place = "" if event.x is None else f" at {event.x}, {event.y}"
    return f"{event.kind.replace('_', ' ')} {event.what}{place}"
