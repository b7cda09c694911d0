from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from bridge.recording.manifest import FORMAT_VERSION
from bridge.recording.repair import repair
from tests.golden.regenerate_recording import FOLDER, Described, described, write_golden

GOLDEN = sorted(FOLDER.glob("version_*.mcap"))


def _said(path: Path) -> Described:
    return msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Described)


def test_there_is_a_golden_recording_of_this_format_version() -> None:
    assert FOLDER / f"version_{FORMAT_VERSION}.mcap" in GOLDEN


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_recording_says_what_it_said_when_it_was_written(path: Path) -> None:
    assert described(path) == _said(path)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_recording_is_sound_and_small(path: Path) -> None:
    assert not repair(path).was_needed
    assert path.stat().st_size < 32_000


def test_what_is_written_today_says_the_same_as_the_golden_recording(tmp_path: Path) -> None:
    write_golden(tmp_path / "today.mcap")
    today, golden = described(tmp_path / "today.mcap"), _said(FOLDER / f"version_{FORMAT_VERSION}.mcap")
    of_the_tool = ("tool_version", "schema_digests", "crc32")
    for name in of_the_tool:
        del today.manifest[name], golden.manifest[name]
    assert msgspec.structs.replace(today, frames=()) == msgspec.structs.replace(golden, frames=())
    assert [at_ns for at_ns, _ in today.frames] == [at_ns for at_ns, _ in golden.frames]
    colours = [[colour for _, colour in said.frames] for said in (today, golden)]
    assert np.abs(np.subtract(*colours)).max() <= 2  # the encoder may change, the colours may not
