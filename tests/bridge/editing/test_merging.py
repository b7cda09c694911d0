from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.editing.merging import APART_NS, merge, placed_in_order
from bridge.editing.source import Source, open_source
from bridge.errors import UnusableEdit
from bridge.events import Author, KeyPress
from bridge.recording.manifest import Manifest
from bridge.recording.messages import Marker
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.verifying.verify import verify
from tests.bridge.recording.sessions import START_NS, events_after, frame_at, manifest_of, state_at

WALL_NS = manifest_of().started_wall_ns


def recorded(path: Path, **changes: object) -> Source:
    """Two ticks with pictures, the first key left down."""
    manifest: Manifest = msgspec.structs.replace(manifest_of(path.stem), **changes)
    with RecordingWriter(path, manifest, clock=VirtualClock()) as writer:
        for index in range(2):
            writer.write_state(state_at(index))
            for part in range(3):
                writer.write_frame(frame_at(index, part))
            for event in events_after(index):
                writer.write_input(event)
            writer.write_sent(events_after(index)[0], events_after(index)[0].at_ns + 7)
            writer.write_plan(state_at(index).tick.received_ns, events_after(index), ready_ns=START_NS)
        writer.write_input(KeyPress(START_NS + 2 * SECOND_NS, "shift", Author.HUMAN))
        writer.write_marker(Marker(START_NS + 2 * SECOND_NS, "pause", ""))
    return open_source(path)


def test_a_session_of_another_clock_is_placed_by_the_wall_clock(tmp_path: Path) -> None:
    first, second = (
        recorded(tmp_path / "a.mcap"),
        recorded(tmp_path / "b.mcap", started_wall_ns=WALL_NS + 60 * SECOND_NS),
    )
    placed = merge([second, first], tmp_path / "m.mcap")
    assert [(one.source.path.name, one.shift_ns) for one in placed] == [("a.mcap", 0), ("b.mcap", 60 * SECOND_NS)]
    merged = open_recording(tmp_path / "m.mcap")
    events = [one for source in (first, second) for one in open_recording(source.path).inputs()]
    half = len(events) // 2
    moved = [msgspec.structs.replace(event, at_ns=event.at_ns + 60 * SECOND_NS) for event in events[half:]]
    assert list(merged.inputs()) == events[:half] + moved
    assert [state.tick.received_ns for state in merged.states()][2] == START_NS + 60 * SECOND_NS
    assert [sent.at_ns - sent.event.at_ns for sent in merged.sent()] == [7] * 4
    assert [plan.ready_ns for plan in merged.plans()][2:] == [START_NS + 60 * SECOND_NS] * 2
    assert [frame.at_ns for frame in merged.frames()][6] == START_NS + 60 * SECOND_NS
    assert [marker.at_ns - START_NS for marker in merged.markers()] == [2 * SECOND_NS, 62 * SECOND_NS]


def test_sessions_keep_their_ids_and_what_was_held_does_not_cross(tmp_path: Path) -> None:
    later = {"started_wall_ns": WALL_NS + 60 * SECOND_NS, "task": "bank", "seed": 8}
    merge([recorded(tmp_path / "a.mcap"), recorded(tmp_path / "b.mcap", **later)], tmp_path / "m.mcap")
    manifest = open_recording(tmp_path / "m.mcap").manifest
    assert [(part.session_id, part.task, part.shift_ns) for part in manifest.parts] == [
        ("a", "woodcutting", 0),
        ("b", "bank", 60 * SECOND_NS),
    ]
    assert (manifest.session_id, manifest.task, manifest.seed) == ("a+b", "", None)
    assert verify(tmp_path / "m.mcap", decodes_pictures=True).is_ok


def test_recordings_of_unknown_times_follow_each_other_as_named(tmp_path: Path) -> None:
    sources = [recorded(tmp_path / f"{name}.mcap", started_wall_ns=0, started_ns=0) for name in "ba"]
    placed = placed_in_order(sources)
    assert [one.source.path.stem for one in placed] == ["b", "a"]
    assert placed[1].first_ns - placed[0].last_ns == APART_NS


def test_the_same_time_twice_is_refused(tmp_path: Path) -> None:
    source = recorded(tmp_path / "a.mcap")
    with pytest.raises(UnusableEdit, match="overlap"):
        merge([source, source], tmp_path / "m.mcap")
    with pytest.raises(UnusableEdit, match=r"overlap by 1\.000 s"):
        merge([source, recorded(tmp_path / "b.mcap", started_wall_ns=WALL_NS + SECOND_NS)], tmp_path / "m.mcap")
    assert not (tmp_path / "m.mcap").exists()


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"game": "runelite"}, "game"), ({"canvas_width_px": 44}, "canvas"), ({"author": "person"}, "author")],
    ids=["game", "canvas", "author"],
)
def test_what_is_of_another_kind_is_refused(changes: dict[str, object], what: str, tmp_path: Path) -> None:
    sources = [recorded(tmp_path / "a.mcap"), recorded(tmp_path / "b.mcap", **changes)]
    with pytest.raises(UnusableEdit, match=f"another {what}"):
        merge(sources, tmp_path / "m.mcap")
