"""The tables and texts of a LeRobot dataset, version 3.0, as its own package reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from bridge.exporting.lerobot import layout
from bridge.exporting.lerobot.actions import ACTION_NAMES
from bridge.exporting.lerobot.statistics import Statistics
from bridge.exporting.mp4 import even_px

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, npt.NDArray[np.generic]]
NUMBERS = ("frame_index", "episode_index", "index", "task_index", "at_ns", "state_at_ns", "frame_at_ns")
_ROWS = "__index_level_0__"
"""What pandas calls a nameless index."""


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode that is written.

    Args:
        task: its name.
        rows: N.
        statistics: of each column.
    """

    task: str
    rows: int
    statistics: Mapping[str, Statistics]


def tasks_of(episodes: Sequence[Episode]) -> tuple[str, ...]:
    """The tasks, each once, in the order of their numbers."""
    return tuple(dict.fromkeys(one.task for one in episodes))


def info(
    episodes: Sequence[Episode], state_names: Sequence[str], frame_px: tuple[int, int] | None, frames_per_second: int
) -> dict[str, object]:
    """The contents of meta/info.json.

    Args:
        episodes: all of them.
        state_names: of the D columns of a state.
        frame_px: width and height of the pictures, None where there are none.
        frames_per_second: rows a second.
    """
    return {
        "codebase_version": layout.CODEBASE_VERSION,
        "robot_type": "osrs-agent",
        "total_episodes": len(episodes),
        "total_frames": sum(one.rows for one in episodes),
        "total_tasks": len(tasks_of(episodes)),
        "chunks_size": layout.FILES_PER_CHUNK,
        "data_files_size_in_mb": 100,
        "video_files_size_in_mb": 200,
        "fps": frames_per_second,
        "splits": {"train": f"0:{len(episodes)}"},
        "data_path": layout.DATA_TEMPLATE,
        "video_path": None if frame_px is None else layout.VIDEO_TEMPLATE,
        "features": _features(state_names, frame_px, frames_per_second),
    }


def _features(
    state_names: Sequence[str], frame_px: tuple[int, int] | None, frames_per_second: int
) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {
        "observation.state": _vector(state_names),
        "observation.state_is_known": _vector(state_names),
        "action": _vector(ACTION_NAMES),
        "timestamp": {"dtype": "float32", "shape": [1], "names": None},
        **{name: {"dtype": "int64", "shape": [1], "names": None} for name in NUMBERS},
    }
    if frame_px is not None:
        found[layout.VIDEO_KEY] = _video(even_px(frame_px[0]), even_px(frame_px[1]), frames_per_second)
    return found


def _vector(names: Sequence[str]) -> dict[str, object]:
    return {"dtype": "float32", "shape": [len(names)], "names": list(names)}


def _video(width_px: int, height_px: int, frames_per_second: int) -> dict[str, object]:
    return {
        "dtype": "video",
        "shape": [height_px, width_px, 3],
        "names": ["height", "width", "channels"],
        "info": {
            "video.height": height_px,
            "video.width": width_px,
            "video.codec": "h264",
            "video.pix_fmt": "yuv420p",
            "video.is_depth_map": False,
            "video.fps": frames_per_second,
            "video.channels": 3,
            "has_audio": False,
        },
    }


def data_table(columns: Columns) -> pa.Table:
    """The rows of an episode; columns are (N,) or (N, D)."""
    import pyarrow as pa

    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: npt.NDArray[np.generic]) -> pa.Array:
    import pyarrow as pa

    if values.ndim == 1:
        return pa.array(values)
    return pa.FixedSizeListArray.from_arrays(pa.array(values.reshape(-1)), values.shape[1])


def tasks_table(tasks: Sequence[str]) -> pa.Table:
    """The tasks, indexed by name in the way of pandas, which the package reads it with."""
    import pyarrow as pa

    table = pa.table({"task_index": pa.array(range(len(tasks)), pa.int64()), _ROWS: pa.array(tasks, pa.string())})
    described = {
        "index_columns": [_ROWS],
        "column_indexes": [],
        "columns": [
            _described("task_index", "task_index", "int64"),
            _described(None, _ROWS, "unicode"),
        ],
        "pandas_version": "2.0.0",
    }
    return table.replace_schema_metadata({b"pandas": json.dumps(described).encode()})


def _described(name: str | None, field: str, kind: str) -> dict[str, object]:
    numpy_type = "object" if kind == "unicode" else kind
    return {"name": name, "field_name": field, "pandas_type": kind, "numpy_type": numpy_type, "metadata": None}


def episodes_table(episodes: Sequence[Episode], frames_per_second: int) -> pa.Table:
    """Where each episode lies, and its statistics."""
    import pyarrow as pa

    rows: list[dict[str, object]] = []
    first = 0
    for number, one in enumerate(episodes):
        rows.append(_episode_row(number, one, first, frames_per_second))
        first += one.rows
    return pa.Table.from_pylist(rows)


def _episode_row(number: int, episode: Episode, first: int, frames_per_second: int) -> dict[str, object]:
    place = layout.chunk_and_file(number)
    row: dict[str, object] = {
        "episode_index": number,
        "tasks": [episode.task],
        "length": episode.rows,
        **{f"data/{name}": value for name, value in place.items()},
        "dataset_from_index": first,
        "dataset_to_index": first + episode.rows,
        "meta/episodes/chunk_index": 0,
        "meta/episodes/file_index": 0,
    }
    if layout.VIDEO_KEY in episode.statistics:
        row |= {f"videos/{layout.VIDEO_KEY}/{name}": value for name, value in place.items()}
        row |= {
            f"videos/{layout.VIDEO_KEY}/from_timestamp": 0.0,
            f"videos/{layout.VIDEO_KEY}/to_timestamp": episode.rows / frames_per_second,
        }
    for column, statistics in episode.statistics.items():
        row |= {f"stats/{column}/{name}": value for name, value in plain(statistics).items()}
    return row


def plain(statistics: Statistics) -> dict[str, object]:
    """Statistics as lists; counts are whole."""
    return {
        name: value.astype(np.int64).tolist() if name == "count" else value.tolist()
        for name, value in statistics.items()
    }
