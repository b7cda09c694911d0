"""What a run says about itself: its configuration, each time it was started, and the data that it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from bridge.clock import SECOND_NS, wall_time_ns
from model.config import ModelConfig
from model.config_text import config_text
from model.errors import CheckpointError
from model.revision import source_revision
from model.shard import ShardLabel
from model.whole_files import replace_file

RECORD = "run.json"
CONFIG = "config.toml"
"""Files of a run directory; `osrs-agent train --config RUN/config.toml` trains another run in the same way."""
_VERSION = 1


class UsedSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session that a run was given.

    Args:
        session: its own id.
        source: file name of the recording.
        source_sha256: of the recording.
        task: what was played, "" for none.
        author: who played.
        windows: how many it holds.
        is_held_out: whether it was judged by and never trained on.
    """

    session: str
    source: str
    source_sha256: str
    task: str
    author: str
    windows: int
    is_held_out: bool


class RunStart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One call of training.

    Args:
        at: wall time (UTC, ISO 8601).
        step: where the call began.
        revision: of the source, None where it is not a checkout.
        tool_version, torch_version: of what trained.
        device: "cpu" or "cuda" ...
        processes: ... in each of so many processes.
        sessions: the data.
    """

    at: str
    step: int
    revision: str | None
    tool_version: str
    torch_version: str
    device: str
    processes: int
    sessions: tuple[UsedSession, ...]


class RunRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run: what was asked for, and its starts in order, at least one."""

    version: int
    config: ModelConfig
    starts: tuple[RunStart, ...]

    @property
    def last(self) -> RunStart:
        """The latest start."""
        return self.starts[-1]


def used_sessions(train: Iterable[ShardLabel], held_out: Iterable[ShardLabel]) -> tuple[UsedSession, ...]:
    """The sessions of both sides of a split, as a run remembers them."""
    return tuple(
        UsedSession(
            session=label.session,
            source=label.source,
            source_sha256=label.source_digest,
            task=label.task,
            author=label.author,
            windows=label.windows,
            is_held_out=is_held_out,
        )
        for labels, is_held_out in ((train, False), (held_out, True))
        for label in labels
    )


def new_start(step: int, device: str, processes: int, sessions: tuple[UsedSession, ...]) -> RunStart:
    """A start of this program, now."""
    return RunStart(
        wall_time_text(), step, source_revision(), version("osrs-agent"), version("torch"), device, processes, sessions
    )


def wall_time_text() -> str:
    """The wall time now: UTC, ISO 8601, whole seconds."""
    return datetime.fromtimestamp(wall_time_ns() / SECOND_NS, tz=UTC).isoformat(timespec="seconds")


def note_start(run: Path, config: ModelConfig, start: RunStart) -> RunRecord:
    """Add a start to a run's record, which is made where there is none yet, and write the configuration beside it."""
    earlier = read_record(run).starts if (run / RECORD).exists() else ()
    record = RunRecord(_VERSION, config, (*earlier, start))
    run.mkdir(parents=True, exist_ok=True)
    replace_file(run / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=1))
    replace_file(run / CONFIG, config_text(config).encode())
    return record


def read_record(run: Path) -> RunRecord:
    """What `note_start` wrote.

    Raises:
        CheckpointError: there is no run, or its record cannot be read.
    """
    path = run / RECORD
    try:
        record = msgspec.json.decode(path.read_bytes(), type=RunRecord)
    except OSError as error:
        raise CheckpointError(f"{run} is no run directory: {RECORD} cannot be read ({error.strerror})") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise CheckpointError(f"{path} is no record of a run: {error}") from error
    if record.version != _VERSION:
        raise CheckpointError(
            f"{path}: version {record.version}, this program reads version {_VERSION}; "
            "use the osrs-agent that wrote it, or train anew"
        )
    return record
