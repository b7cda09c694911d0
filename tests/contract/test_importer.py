"""Whatever happened to a file of another tool: it is imported, or refused with a line that says so."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bridge.errors import BridgeError
from bridge.exporting.exact_csv import export_csv
from bridge.exporting.lerobot.dataset import lerobot_writer
from bridge.exporting.owamcap.session import export_owamcap
from bridge.importing.exact_csv import import_csv
from bridge.importing.layout import load_layout
from bridge.importing.lerobot import lerobot_imports
from bridge.importing.owamcap import import_owamcap
from bridge.importing.sessions import log_imports
from bridge.importing.vpt import import_vpt
from bridge.recording.reader import open_recording
from tests.bridge.exporting.lerobot.columns import COLUMNS
from tests.bridge.importing.logs import BALABIT, write_person
from tests.bridge.recording.sessions import write_session

LINES = 40 * (
    b'{"mouse":{"x":5.0,"y":6.0,"dwheel":1.0,"buttons":[0],"newButtons":[0]},"keyboard":{"keys":["key.keyboard.w"]}}\n'
)
DAMAGES = 40


def write_sources(folder: Path) -> None:
    """One session in every format."""
    recording = open_recording(write_session(folder / "s.mcap", 2).path)
    export_csv(recording, "s", folder / "csv")
    export_owamcap(recording, "s", folder / "owamcap")
    with lerobot_writer(folder / "lerobot", COLUMNS, tuple) as dataset:
        dataset.add(recording, "s")
    (folder / "vpt").mkdir()
    (folder / "vpt/s.jsonl").write_bytes(LINES)
    write_person(folder / "logs", "ann", "s1", text=BALABIT)


def import_dataset(root: Path, back: Path) -> None:
    for one in lerobot_imports(root, back):
        one.run()


def import_logs(root: Path, back: Path) -> None:
    for one in log_imports([root], back, load_layout("balabit"), "balabit"):
        one.run()


IMPORTS: dict[str, Callable[[Path, Path], object]] = {
    "csv": lambda root, back: import_csv(root / "s.csv", back / "s.mcap"),
    "owamcap": lambda root, back: import_owamcap(root / "s.mcap", back / "s.mcap"),
    "vpt": lambda root, back: import_vpt(root / "s.jsonl", back / "s.mcap"),
    "lerobot": import_dataset,
    "logs": import_logs,
}


def damage(data: bytes, draw: random.Random) -> bytes:
    """Cut it off, or change some of its bytes, or take it for another file."""
    kind = draw.randrange(4)
    if kind == 0:
        return data[: draw.randrange(len(data) + 1)]
    if kind == 1:
        return draw.choice((b"", b"hi\n", draw.randbytes(300)))
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 20)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("name", IMPORTS)
def test_a_damaged_source_is_imported_or_refused_and_a_refused_one_leaves_nothing(name, tmp_path):
    write_sources(tmp_path)
    draw, refused = random.Random(f"damaged {name}"), 0
    for number in range(DAMAGES):
        root = shutil.copytree(tmp_path / name, tmp_path / f"{name}-{number}")
        file = draw.choice(sorted(path for path in root.rglob("*") if path.is_file()))
        file.write_bytes(damage(file.read_bytes(), draw))
        back = tmp_path / f"back-{number}"
        try:
            partial(IMPORTS[name], root, back)()
        except BridgeError:
            refused += 1
            assert [path for path in back.rglob("*") if path.is_file()] == []
    assert refused >= DAMAGES // 10
