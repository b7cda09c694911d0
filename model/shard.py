"""A shard: one session's columns in a safetensors file, memory-mapped when it is read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields
from pathlib import Path

import msgspec
import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from model.authorship import Role
from model.column_checks import COLUMN_DTYPES, check_columns
from model.errors import DataError
from model.session_columns import CUT_VERSION, CutSession, SessionColumns
from model.state_features import feature_digest
from model.targets import CutStatistics

SHARD_FORMAT = "osrs-agent shard"
SHARD_SUFFIX = ".safetensors"

_HEADER_LENGTH_BYTES = 8
_KEY = "shard"


class ShardLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a shard is made of.

    Args:
        format: `SHARD_FORMAT`.
        cut_version: `model.session_columns.CUT_VERSION` that cut it.
        feature_digest: of the state features in it.
        session: the session's own id; data sets are split by it.
        source: file name of the recording.
        source_digest: SHA-256 of the recording, in hexadecimal.
        task: what was played, "" for none.
        author: who played, as in `bridge.recording.manifest.Manifest`.
        windows: how many there are to train on.
        names: the names behind the name classes; the first is class 2.
        statistics: where the session's events went, by `model.targets.CutStatistics` field.
        sessions: how many sessions, or stretches of one, were cut from that recording.
    """

    format: str
    cut_version: int
    feature_digest: str
    session: str
    source: str
    source_digest: str
    task: str
    author: str
    windows: int
    names: tuple[str, ...]
    statistics: dict[str, int]
    sessions: int = 1

    @property
    def is_current(self) -> bool:
        """Whether this version of the project would make the same columns."""
        return self.cut_version == CUT_VERSION and self.feature_digest == feature_digest()


@dataclass(frozen=True, slots=True)
class Shard:
    """A session that is ready to train on."""

    path: Path
    label: ShardLabel
    columns: SessionColumns

    @property
    def statistics(self) -> CutStatistics:
        """Where the session's events went."""
        return CutStatistics(**self.label.statistics)


def label_of(
    cut: CutSession,
    session: str,
    source: str,
    source_digest: str,
    task: str = "",
    author: str = "person",
    sessions: int = 1,
) -> ShardLabel:
    """The label of a session that was just cut; see `ShardLabel`."""
    return ShardLabel(
        format=SHARD_FORMAT,
        cut_version=CUT_VERSION,
        feature_digest=feature_digest(),
        session=session,
        source=source,
        source_digest=source_digest,
        task=task,
        author=author,
        windows=int(np.count_nonzero(cut.columns.roles != Role.OWN)),
        names=cut.names,
        statistics={field.name: getattr(cut.statistics, field.name) for field in fields(cut.statistics)},
        sessions=sessions,
    )


def write_shard(path: Path, cut: CutSession, label: ShardLabel) -> None:
    """Write a shard; another process never sees half of it.

    Raises:
        DataError: the folder cannot be written.
    """
    arrays = {
        field.name: np.ascontiguousarray(getattr(cut.columns, field.name), COLUMN_DTYPES[field.name])
        for field in fields(cut.columns)
    }
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(arrays, part, {_KEY: msgspec.json.encode(label).decode()})
        part.replace(path)
    except (OSError, SafetensorError) as error:
        raise DataError(f"{path}: the shard cannot be written: {error}; name another folder for the cache") from None


def read_label(path: Path) -> ShardLabel:
    """The label of a shard.

    Raises:
        DataError: there is no shard at `path`, or it is not one of ours.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
    except (OSError, SafetensorError) as error:
        raise DataError(f"{path} is no shard: {error}") from None
    if _KEY not in metadata:
        raise DataError(f"{path} is a safetensors file, but no shard: its metadata has no {_KEY!r}")
    try:
        label = msgspec.json.decode(metadata[_KEY], type=ShardLabel)
    except msgspec.MsgspecError as error:
        raise DataError(f"{path}: metadata.{_KEY}: {error}") from None
    if label.format != SHARD_FORMAT:
        raise DataError(f"{path}: metadata.{_KEY}.format is {label.format!r}, expected {SHARD_FORMAT!r}")
    return label


def open_shard(path: Path) -> Shard:
    """Open a shard; its arrays stay on disk until they are touched.

    Raises:
        DataError: it is missing, foreign, of another version or feature digest, or holds values that no cut makes.
    """
    label = read_label(path)
    if label.cut_version != CUT_VERSION:
        raise DataError(f"{path}: cut_version is {label.cut_version}, expected {CUT_VERSION}; build the shard anew")
    if label.feature_digest != feature_digest():
        found, ours = label.feature_digest[:12], feature_digest()[:12]
        raise DataError(f"{path}: feature_digest is {found}, expected {ours}; build the shard anew")
    try:
        columns = _mapped(path)
        check_columns(columns, len(label.names))
    except ValueError as error:
        raise DataError(f"{path}: {error}") from None
    return Shard(path, label, columns)


def _mapped(path: Path) -> SessionColumns:
    """The arrays of a safetensors file as views of the mapped file (huggingface/safetensors README, "Format")."""
    data = np.asarray(np.memmap(path, np.uint8, "r"))
    header_bytes = int.from_bytes(data[:_HEADER_LENGTH_BYTES].tobytes(), "little")
    start = _HEADER_LENGTH_BYTES + header_bytes
    header = json.loads(data[_HEADER_LENGTH_BYTES:start].tobytes())
    found = set(header) - {"__metadata__"}
    if found != set(COLUMN_DTYPES):
        raise ValueError(f"expected the columns {sorted(COLUMN_DTYPES)}, found {sorted(found)}")
    arrays = {}
    for name, dtype in COLUMN_DTYPES.items():
        entry = header[name]
        if entry["dtype"] != _SAFETENSORS_NAMES[dtype]:
            raise ValueError(f"{name}: expected {_SAFETENSORS_NAMES[dtype]}, found {entry['dtype']}")
        first, end = entry["data_offsets"]
        arrays[name] = data[start + first : start + end].view(dtype).reshape(entry["shape"])
    return SessionColumns(**arrays)


_SAFETENSORS_NAMES: dict[type[np.generic], str] = {
    np.int64: "I64",
    np.int32: "I32",
    np.int8: "I8",
    np.float32: "F32",
    np.bool_: "BOOL",
}
