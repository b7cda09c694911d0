from __future__ import annotations

import pytest

from bridge.geometry import Rect
from bridge.recording.manifest import (
    FORMAT_VERSION,
    Manifest,
    RecordingStatistics,
    format_version_of,
    from_metadata,
    new_manifest,
    to_metadata,
)
from tests.bridge.recording.sessions import manifest_of


def test_a_manifest_survives_the_way_through_metadata() -> None:
    assert from_metadata(to_metadata(manifest_of()), Manifest) == manifest_of()


def test_statistics_survive_the_way_through_metadata() -> None:
    statistics = RecordingStatistics({"/input": 3}, {"/input": 1}, 900, None, None)
    assert from_metadata(to_metadata(statistics), RecordingStatistics) == statistics


def test_each_field_is_one_entry_that_people_can_read() -> None:
    entries = to_metadata(manifest_of())
    assert entries["task"] == '"woodcutting"'
    assert entries["window"] == '{"x":10,"y":20,"width":45,"height":31}'
    assert set(entries) == {*Manifest.__struct_fields__, "crc32"} - {"parts", "redactions"}  # of edited files


def test_a_changed_entry_does_not_fit_the_checksum() -> None:
    with pytest.raises(ValueError, match="checksum"):
        from_metadata(to_metadata(manifest_of()) | {"seed": "8"}, Manifest)


def test_a_missing_checksum_does_not_pass() -> None:
    entries = to_metadata(manifest_of())
    del entries["crc32"]
    with pytest.raises(ValueError, match="checksum"):
        from_metadata(entries, Manifest)


def test_a_missing_field_is_named() -> None:
    statistics = to_metadata(RecordingStatistics({}, {}, 0, None, None))
    with pytest.raises(ValueError, match="missing required field `format_version`"):
        from_metadata(statistics, Manifest)


def test_a_new_manifest_fills_in_what_only_this_version_knows() -> None:
    manifest = new_manifest("a", started_ns=1, started_wall_ns=2, game="sandbox", task="", author="person")
    assert manifest.format_version == FORMAT_VERSION == 1
    assert set(manifest.schema_digests) == {"/input", "/state"}
    assert manifest.tool_version[0].isdigit()
    assert (manifest.canvas_width_px, manifest.canvas_height_px) == (765, 503)
    assert (manifest.window, manifest.seed, manifest.frames_per_second) == (None, None, 0.0)


def test_the_window_may_be_scaled() -> None:
    manifest = new_manifest(
        "a",
        started_ns=1,
        started_wall_ns=2,
        game="sandbox",
        task="",
        author="person",
        window=Rect(0, 0, 1530, 1006),
        window_scale=2.0,
    )
    assert from_metadata(to_metadata(manifest), Manifest) == manifest


@pytest.mark.parametrize(("text", "version"), [("1", 1), ("12", 12), ("", None), ('"1"', None)])
def test_the_format_version_is_read_before_anything_else(text: str, version: int | None) -> None:
    assert format_version_of({"format_version": text}) == version


def test_a_manifest_without_a_version_has_none() -> None:
    assert format_version_of({}) is None
