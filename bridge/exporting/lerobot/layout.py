"""The names and places of a LeRobot dataset, as version 3.0 of its format has them, and those that we add."""

from __future__ import annotations

from pathlib import Path

CODEBASE_VERSION = "v3.0"
FILES_PER_CHUNK = 1000
VIDEO_KEY = "observation.images.canvas"

INFO_PATH = Path("meta/info.json")
STATS_PATH = Path("meta/stats.json")
TASKS_PATH = Path("meta/tasks.parquet")
EPISODES_PATH = Path("meta/episodes/chunk-000/file-000.parquet")
DATA_TEMPLATE = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet"
VIDEO_TEMPLATE = "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4"

NAMES_PATH = Path("osrs_agent/names.json")
MANIFEST_KEY = b"osrs_agent.manifest"
"""Under this key the schema of an episode's messages holds the session's manifest, as JSON."""
NAME_KEY = b"osrs_agent.name"
"""And under this one what its recording was called."""


def data_path(episode: int) -> Path:
    """The rows of an episode; each has a file of its own."""
    return Path(DATA_TEMPLATE.format(**chunk_and_file(episode)))


def video_path(episode: int) -> Path:
    """The pictures of an episode."""
    return Path(VIDEO_TEMPLATE.format(video_key=VIDEO_KEY, **chunk_and_file(episode)))


def messages_path(episode: int) -> Path:
    """The messages of an episode as they stand in its recording, pictures left out."""
    return Path(f"osrs_agent/messages/episode-{episode:06d}.parquet")


def chunk_and_file(episode: int) -> dict[str, int]:
    """In which numbered folder the files of an episode lie, and their number there."""
    chunk, file = divmod(episode, FILES_PER_CHUNK)
    return {"chunk_index": chunk, "file_index": file}
