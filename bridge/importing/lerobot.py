"""Sessions of a LeRobot dataset, version 3.0, made recordings again."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
import numpy as np

from bridge.clock import SECOND_NS
from bridge.errors import UnusableLog
from bridge.events import KEYS, Author, InputEvent, KeyPress, KeyRelease, MouseButton
from bridge.exporting.arrow import need_pyarrow, read_table
from bridge.exporting.lerobot import layout
from bridge.exporting.lerobot.actions import ACTION_NAMES, UNSEEN
from bridge.exporting.lerobot.grid import NEVER_NS
from bridge.exporting.lerobot.messages import read_messages
from bridge.exporting.mp4 import read_pictures
from bridge.frame import Frame
from bridge.geometry import Point
from bridge.importing.frame_inputs import FrameInputs, events_of_frames
from bridge.importing.restored import with_frames, write_restored
from bridge.importing.sessions import AUTHOR, GAME, RECORDING_SUFFIX, ImportedSession, PendingImport
from bridge.recording.manifest import new_manifest

if TYPE_CHECKING:
    import pyarrow as pa


_Row = dict[str, Any]  # of a table whose columns have types of their own


class _Feature(msgspec.Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    names: Any = None  # the format leaves it to each data set


class _Info(msgspec.Struct, frozen=True):
    """What is read of meta/info.json."""

    codebase_version: str
    fps: int
    data_path: str
    features: dict[str, _Feature]
    video_path: str | None = None


def lerobot_imports(root: Path, out: Path) -> tuple[PendingImport, ...]:
    """Each episode, to become a recording: under the name that it was exported from, else `out/episode-000000.mcap`.

    Of an episode with its messages beside it (`osrs_agent/`) everything comes back as it was recorded, pictures through
    one more encoding. Where they are missing the events are those that the action columns tell, at the rows' times.

    Args:
        root: the dataset's folder.
        out: the folder of the recordings.

    Raises:
        PackageMissing: pyarrow is not installed.
        UnusableLog: it is no such dataset, or of another version; of an episode, when it is imported, that it is
            damaged, or its actions are no mouse's and keyboard's.
    """
    need_pyarrow()
    info = _read_info(root)
    episodes = [
        row for file in sorted((root / "meta/episodes").glob("*/*.parquet")) for row in read_table(file).to_pylist()
    ]
    return tuple(
        PendingImport(f"{root}, episode {number}", partial(_import_one, root, info, place, out))
        for number, place in enumerate(episodes)
    )


def _read_info(root: Path) -> _Info:
    path = root / layout.INFO_PATH
    try:
        info = msgspec.json.decode(path.read_bytes(), type=_Info)
    except OSError as error:
        raise UnusableLog(f"{path}: {error.strerror}; name the folder of a LeRobot dataset") from None
    except ValueError as error:
        raise UnusableLog(f"{path} does not describe a LeRobot dataset: {error}") from None
    if not info.codebase_version.startswith("v3."):
        raise UnusableLog(
            f"{root} has version {info.codebase_version}, this reads v3; convert it with lerobot's own tool"
        )
    return info


def _import_one(root: Path, info: _Info, place: _Row, out: Path) -> ImportedSession:
    try:
        return _import_episode(root, info, place, out)
    except (KeyError, ValueError) as error:
        raise UnusableLog(
            f"{root}: its tables are not those of LeRobot's version 3 ({error!r}); export it again"
        ) from None


def _import_episode(root: Path, info: _Info, place: _Row, out: Path) -> ImportedSession:
    number = place["episode_index"]
    stored = root / layout.messages_path(number)
    if not stored.exists():
        return _import_rows(root, info, place, out / f"episode-{number:06d}{RECORDING_SUFFIX}")
    session = read_messages(stored)
    manifest = session.manifest
    frames = _frames(root, info, place, (manifest.frame_width_px, manifest.frame_height_px))
    path = out / f"{session.name}{RECORDING_SUFFIX}"
    return write_restored(root, path, manifest, with_frames(session.messages, frames), video=_has_video(info))


def _import_rows(root: Path, info: _Info, place: _Row, path: Path) -> ImportedSession:
    """Of an episode without messages: the events that its actions tell, and its pictures."""
    rows = _rows(root, info, place)
    events = tuple(events_of_frames(_inputs(root, info, rows), Author.HUMAN))
    height_px, width_px = info.features[layout.VIDEO_KEY].shape[:2] if _has_video(info) else (2, 2)
    manifest = new_manifest(
        f"{root.resolve().name}/{path.stem}",
        started_ns=0,
        started_wall_ns=0,
        game=GAME,
        task=place["tasks"][0],
        author=AUTHOR,
        canvas_px=(width_px, height_px) if _has_video(info) else _reach_px(events),
        frame_px=(width_px, height_px),
        frames_per_second=float(info.fps) if _has_video(info) else 0.0,
        configuration={"import.source": msgspec.json.encode(root.resolve().name).decode()},
    )
    frames = _frames(root, info, place, (width_px, height_px))
    items = heapq.merge(events, frames, key=lambda item: item.at_ns)
    return write_restored(root, path, manifest, items, video=_has_video(info))


def _reach_px(events: Sequence[InputEvent]) -> tuple[int, int]:
    """The smallest canvas that holds every place."""
    places = [(event.x, event.y) for event in events if not isinstance(event, KeyPress | KeyRelease)]
    return max([2, *(x + 1 for x, _ in places)]), max([2, *(y + 1 for _, y in places)])


def _has_video(info: _Info) -> bool:
    return layout.VIDEO_KEY in info.features and info.video_path is not None


def _rows(root: Path, info: _Info, place: _Row) -> pa.Table:
    """The rows of an episode, in order."""
    chunk, file = place["data/chunk_index"], place["data/file_index"]
    table = read_table(root / info.data_path.format(chunk_index=chunk, file_index=file))
    mine = np.flatnonzero(table["episode_index"].to_numpy() == place["episode_index"])
    return table.take(mine[np.argsort(table["frame_index"].to_numpy()[mine])])


def _times_ns(rows: pa.Table) -> list[int]:
    """The rows' times: to the nanosecond where we wrote them, else by the seconds of the data set."""
    if "at_ns" in rows.column_names:
        return cast("list[int]", rows["at_ns"].to_pylist())
    return [round(second * SECOND_NS) for second in rows["timestamp"].to_pylist()]


def _inputs(root: Path, info: _Info, rows: pa.Table) -> Iterator[FrameInputs]:
    names = info.features["action"].names if "action" in info.features else None
    if names != list(ACTION_NAMES):
        raise UnusableLog(
            f"{root}: its actions are no mouse's and keyboard's; only what osrs-agent exported can be imported"
        )
    for at_ns, action in zip(_times_ns(rows), rows["action"].to_pylist(), strict=True):
        yield _frame_inputs(at_ns, dict(zip(ACTION_NAMES, map(round, action), strict=True)))


def _frame_inputs(at_ns: int, action: dict[str, int]) -> FrameInputs:
    place = Point(action["pointer.x_px"], action["pointer.y_px"])
    return FrameInputs(
        at_ns,
        None if place == UNSEEN else place,
        frozenset(button for button in MouseButton if action[f"button.{button}.is_down"]),
        frozenset(key for key in KEYS if action[f"key.{key}.is_down"]),
        {button: action[f"button.{button}.presses"] for button in MouseButton},
        {key: count for key in KEYS if (count := action[f"key.{key}.presses"])},
        action["wheel.notches_up"] - action["wheel.notches_down"],
    )


def _frames(root: Path, info: _Info, place: _Row, size_px: tuple[int, int]) -> Iterator[Frame]:
    """The pictures of an episode, each once, at the time it was taken where that is told, else at its row's."""
    if not _has_video(info) or info.video_path is None:
        return
    key = f"videos/{layout.VIDEO_KEY}/"
    chunk, file = place[f"{key}chunk_index"], place[f"{key}file_index"]
    video = root / info.video_path.format(video_key=layout.VIDEO_KEY, chunk_index=chunk, file_index=file)
    rows = _rows(root, info, place)
    times_ns = rows["frame_at_ns"].to_pylist() if "frame_at_ns" in rows.column_names else _times_ns(rows)
    first = round(place[f"{key}from_timestamp"] * info.fps)
    shown_ns = NEVER_NS
    for at_ns, pixels in zip(times_ns, islice(read_pictures(video, size_px), first, None), strict=False):
        if at_ns != shown_ns:
            shown_ns = at_ns
            yield Frame(at_ns, pixels)
