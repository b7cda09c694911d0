from __future__ import annotations

import random
from pathlib import Path

import pytest

from bridge.recording.scan import read_layout
from bridge.verifying.sections import section_faults
from tests.bridge.recording.sessions import cut_copy, flipped_copy, write_session


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("whole") / "a.mcap", 1, video=False).path


def faults_of(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        layout = read_layout(file)
        return (layout.damage,) if layout.damage else section_faults(file, layout)


def test_a_sound_file_fits_its_checksums(whole: Path) -> None:
    assert faults_of(whole) == ()


def test_a_cut_file_has_no_sections_to_check(whole: Path, tmp_path: Path) -> None:
    assert faults_of(cut_copy(whole, tmp_path / "cut.mcap", whole.stat().st_size // 2)) == ()


def test_any_flipped_bit_behind_the_magic_is_seen(whole: Path, tmp_path: Path) -> None:
    size, generator = whole.stat().st_size, random.Random(5)
    for _ in range(300):
        byte = generator.randrange(8, size)
        flipped = flipped_copy(whole, tmp_path / "flipped.mcap", byte, generator.randrange(8))
        with flipped.open("rb") as file:
            layout = read_layout(file)
        assert faults_of(flipped) or not layout.is_finished, byte
