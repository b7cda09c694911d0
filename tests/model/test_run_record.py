from __future__ import annotations

from pathlib import Path

import pytest

from model.config import load_config
from model.errors import CheckpointError
from model.run_record import CONFIG, RECORD, new_start, note_start, read_record
from tests.model.run_directories import SESSIONS, tiny


def test_a_record_holds_configuration_data_and_each_start(tmp_path: Path) -> None:
    first, second = new_start(0, "cpu", 1, SESSIONS), new_start(30, "cpu", 2, SESSIONS[:2])
    note_start(tmp_path, tiny(), first)
    note_start(tmp_path, tiny(), second)
    record = read_record(tmp_path)
    assert (record.config, record.starts, record.last) == (tiny(), (first, second), second)


def test_the_configuration_beside_it_trains_another_run_alike(tmp_path: Path) -> None:
    config = tiny("training.learning_rate=3e-4", "decoder.context_aware=true", "decoder.kind='sequential'")
    note_start(tmp_path, config, new_start(0, "cpu", 1, ()))
    assert load_config(tmp_path / CONFIG) == config


def test_a_folder_without_a_record_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"is no run directory: run\.json cannot be read"):
        read_record(tmp_path)


@pytest.mark.parametrize(("content", "message"), [("{", "is no record of a run"), ('{"version": 1}', "config")])
def test_a_damaged_record_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / RECORD).write_text(content)
    with pytest.raises(CheckpointError, match=message):
        read_record(tmp_path)


def test_a_record_of_another_version_is_refused(tmp_path: Path) -> None:
    note_start(tmp_path, tiny(), new_start(0, "cpu", 1, ()))
    path = tmp_path / RECORD
    path.write_text(path.read_text().replace('"version": 1', '"version": 9', 1))
    with pytest.raises(CheckpointError, match="version 9, this program reads version 1"):
        read_record(tmp_path)
