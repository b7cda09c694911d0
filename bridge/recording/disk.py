"""How much the disk must have left for a recording to begin and to go on."""

from __future__ import annotations

import shutil
from pathlib import Path

FLOOR_BYTES = 256 * 1024 * 1024
"""Enough for the end of a recording, and for the other programs of whoever is recorded."""


def free_bytes(folder: Path) -> int:
    """What is left for us on the disk of a folder, or of the nearest folder above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def shortage(folder: Path, free: int) -> str:
    """What is wrong with so many free bytes on a folder's disk, in words; an empty string: nothing."""
    if free >= FLOOR_BYTES:
        return ""
    left_mb, floor_mb = free / 1e6, FLOOR_BYTES / 1e6
    return f"the disk of {folder.absolute()} is nearly full: {left_mb:.0f} MB left, {floor_mb:.0f} MB are kept free"
