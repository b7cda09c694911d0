"""The manifest of a session: what was recorded, with what, when and at which size; and the statistics at its end.

Both stand in the file as MCAP metadata, so that any MCAP tool shows them: one entry a field, each value a JSON text,
and a checksum, since metadata has none of its own.
"""

from __future__ import annotations

import zlib
from importlib.metadata import version
from typing import TypeVar

import msgspec

from bridge.events import Author
from bridge.geometry import Rect
from bridge.recording.channels import schema_digests
from bridge.recording.losses import Loss
from bridge.recording.parts import Redaction, SessionPart

FORMAT_VERSION = 1
PROFILE = "osrs-agent"
MANIFEST_NAME = "osrs-agent.manifest"
STATISTICS_NAME = "osrs-agent.statistics"
CANVAS_WIDTH_PX = 765
CANVAS_HEIGHT_PX = 503

_CHECKSUM = "crc32"
_Value = TypeVar("_Value", bound=msgspec.Struct)


class Manifest(msgspec.Struct, frozen=True):
    """What a session is.

    Args:
        format_version: of the file; a reader refuses any other than its own.
        tool_version: of osrs-agent that wrote it.
        schema_digests: SHA-256 of the words of `/input` and `/state`, by topic.
        session_id: unique; data sets are split by it.
        started_ns: the session's monotonic clock at the start ...
        started_wall_ns: ... and the wall clock (since 1970) at the same moment.
        game: "sandbox" or "runelite".
        task: the task's name, "" for none.
        seed: the sandbox's seed, None where there is none.
        author: who played: "person", "expert", "random", "oracle", or "agent".
        canvas_width_px, canvas_height_px: the game's own picture; every place in the file is one of its pixels.
        window: the client area on the desktop in desktop pixels, None where there was no window.
        window_scale: desktop pixels a canvas pixel.
        frame_width_px, frame_height_px: the pictures of `/screen`, which may be smaller than the canvas.
        frames_per_second: the declared rate, 0.0 for no pictures; the real one stands in the statistics.
        configuration: the settings that the session ran with, by dotted name, each a JSON text.
        parts: where the contents come from, in order of time; empty for one whole session, as it was recorded.
        redactions: what was removed afterwards.
    """

    format_version: int
    tool_version: str
    schema_digests: dict[str, str]
    session_id: str
    started_ns: int
    started_wall_ns: int
    game: str
    task: str
    seed: int | None
    author: str
    canvas_width_px: int
    canvas_height_px: int
    window: Rect | None
    window_scale: float
    frame_width_px: int
    frame_height_px: int
    frames_per_second: float
    configuration: dict[str, str]
    parts: tuple[SessionPart, ...] = ()
    redactions: tuple[Redaction, ...] = ()

    @property
    def player(self) -> Author:
        """Whose the input is, unless somebody took over."""
        return Author.AGENT if self.author == "agent" else Author.HUMAN

    @property
    def session_parts(self) -> tuple[SessionPart, ...]:
        """The parts, at least one."""
        whole = SessionPart(
            self.session_id, self.task, self.seed, self.started_ns, self.started_wall_ns, from_ns=self.started_ns
        )
        return self.parts or (whole,)


class RecordingStatistics(msgspec.Struct, frozen=True):
    """What became of a session's messages.

    Args:
        written: messages in the file, by topic.
        dropped: messages known to be lost before they reached the file, by topic.
        bytes_written: size of the file so far.
        first_ns: time of the earliest message, None while there is none.
        last_ns: time of the latest message.
        is_repaired: whether the file was rebuilt after a crash or damage.
        losses: where the dropped ones are missing, and why.
        real_frames_per_second: of the pictures in the file, by their times; 0.0 with fewer than two.
    """

    written: dict[str, int]
    dropped: dict[str, int]
    bytes_written: int
    first_ns: int | None
    last_ns: int | None
    is_repaired: bool = False
    losses: tuple[Loss, ...] = ()
    real_frames_per_second: float = 0.0


def new_manifest(
    session_id: str,
    *,
    started_ns: int,
    started_wall_ns: int,
    game: str,
    task: str,
    author: str,
    seed: int | None = None,
    canvas_px: tuple[int, int] = (CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX),
    frame_px: tuple[int, int] = (CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX),
    frames_per_second: float = 0.0,
    window: Rect | None = None,
    window_scale: float = 1.0,
    configuration: dict[str, str] | None = None,
) -> Manifest:
    """A manifest of this version of the tool; sizes are (width, height). See `Manifest` for the meaning of the rest."""
    return Manifest(
        format_version=FORMAT_VERSION,
        tool_version=version("osrs-agent"),
        schema_digests=schema_digests(),
        session_id=session_id,
        started_ns=started_ns,
        started_wall_ns=started_wall_ns,
        game=game,
        task=task,
        seed=seed,
        author=author,
        canvas_width_px=canvas_px[0],
        canvas_height_px=canvas_px[1],
        window=window,
        window_scale=window_scale,
        frame_width_px=frame_px[0],
        frame_height_px=frame_px[1],
        frames_per_second=frames_per_second,
        configuration=configuration or {},
    )


def to_metadata(value: Manifest | RecordingStatistics) -> dict[str, str]:
    """The entries of a metadata record that holds `value`; an empty list that is the field's default is left out."""
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    entries = {name: msgspec.json.encode(field).decode() for name, field in fields.items() if field != ()}
    return entries | {_CHECKSUM: _checksum(entries)}


def from_metadata(entries: dict[str, str], kind: type[_Value]) -> _Value:
    """The value that `to_metadata` wrote.

    Raises:
        ValueError: the checksum does not fit, or a field is missing or of a wrong type.
    """
    fields = {name: text for name, text in entries.items() if name != _CHECKSUM}
    if entries.get(_CHECKSUM) != _checksum(fields):
        raise ValueError("its checksum does not fit")
    return msgspec.convert({name: msgspec.json.decode(text) for name, text in fields.items()}, kind)


def format_version_of(entries: dict[str, str]) -> int | None:
    """The format version that a manifest's entries name, None where they name none."""
    text = entries.get("format_version", "")
    return int(text) if text.isdecimal() else None


def _checksum(entries: dict[str, str]) -> str:
    return f"{zlib.crc32(msgspec.json.encode(sorted(entries.items()))):08x}"
