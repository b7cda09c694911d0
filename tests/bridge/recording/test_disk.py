from __future__ import annotations

import shutil
from pathlib import Path

from bridge.recording.disk import FLOOR_BYTES, free_bytes, shortage


def test_the_disk_of_a_folder_to_come_is_that_of_the_folder_above_it(tmp_path: Path) -> None:
    total = shutil.disk_usage(tmp_path).total
    assert 0 < free_bytes(tmp_path / "new" / "deep") <= total


def test_a_disk_above_the_floor_has_no_shortage(tmp_path: Path) -> None:
    assert shortage(tmp_path, FLOOR_BYTES) == ""
    assert shortage(tmp_path, FLOOR_BYTES - 1).endswith("is nearly full: 268 MB left, 268 MB are kept free")
