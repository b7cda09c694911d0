from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from bridge.clock import VirtualClock
from bridge.editing.cutting import split
from bridge.editing.merging import merge
from bridge.editing.redacting import MARKER_NAME, blacked, picture_area, redact
from bridge.editing.redactor import Wish
from bridge.editing.source import open_source
from bridge.errors import CorruptRecording, UnusableEdit
from bridge.events import Author, KeyPress, KeyRelease
from bridge.frame import Frame
from bridge.geometry import Rect
from bridge.recording.channels import Topic
from bridge.recording.messages import Marker
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.state import TICK_NS
from bridge.verifying.verify import verify
from tests.bridge.recording.sessions import START_NS, manifest_of, state_at, with_messages_like, write_session

SIZE_PX = (96, 64)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight ticks, white pictures, the letter q each tick, shift held from the second tick to the sixth."""
    path = tmp_path_factory.mktemp("whole") / "a.mcap"
    sizes = dict(
        zip(("canvas_width_px", "canvas_height_px", "frame_width_px", "frame_height_px"), SIZE_PX * 2, strict=True)
    )
    manifest = msgspec.structs.replace(manifest_of(frames_per_second=5.0), **sizes)
    white = np.full((SIZE_PX[1], SIZE_PX[0], 3), 250, np.uint8)
    with RecordingWriter(path, manifest, clock=VirtualClock()) as writer:
        for index in range(8):
            start_ns = START_NS + index * TICK_NS
            writer.write_state(state_at(index))
            writer.write_marker(Marker(start_ns, "tick", ""))
            for part in range(3):
                writer.write_frame(Frame(start_ns + part * TICK_NS // 3, white))
            if index in {1, 5}:
                writer.write_input((KeyPress if index == 1 else KeyRelease)(start_ns + 1, "shift", Author.HUMAN))
            writer.write_input(KeyPress(start_ns + 100, "q", Author.HUMAN))
            writer.write_input(KeyRelease(start_ns + 200, "q", Author.HUMAN))
    return path


def means(path: Path, area: tuple[slice, slice]) -> list[float]:
    return [float(frame.pixels[area].mean()) for frame in open_recording(path).frames()]


def test_an_area_is_black_in_every_picture_and_the_rest_is_as_it_was(whole: Path, tmp_path: Path) -> None:
    redaction = redact(open_source(whole), tmp_path / "b.mcap", Wish(0, 2**62, Rect(17, 20, 10, 8)))
    assert (redaction.blanked, redaction.removed) == (24, {})
    assert max(means(tmp_path / "b.mcap", (slice(16, 32), slice(16, 32)))) < 4
    assert min(means(tmp_path / "b.mcap", (slice(34, 64), slice(34, 96)))) > 245
    assert verify(tmp_path / "b.mcap", decodes_pictures=True).is_ok


def test_no_packet_of_a_blacked_picture_is_left_in_the_file(tmp_path: Path) -> None:
    path = write_session(tmp_path / "a.mcap", 6).path
    wish = Wish(START_NS + TICK_NS, START_NS + 3 * TICK_NS, Rect(0, 0, 40, 20))
    redact(open_source(path), tmp_path / "b.mcap", wish)
    old, new = (list(open_recording(one).packets()) for one in (path, tmp_path / "b.mcap"))
    same = [one.at_ns for one, other in zip(old, new, strict=True) if one.data == other.data]
    assert same == [packet.at_ns for packet in old if not wish.covers(packet.at_ns)]
    written = (tmp_path / "b.mcap").read_bytes()
    assert not [packet for packet in old if wish.covers(packet.at_ns) and packet.data in written]


def test_a_span_loses_its_events_and_states_and_nothing_stays_down(whole: Path, tmp_path: Path) -> None:
    wish = Wish(START_NS + 3 * TICK_NS, START_NS + 7 * TICK_NS)
    redaction = redact(open_source(whole), tmp_path / "b.mcap", wish)
    recording = open_recording(tmp_path / "b.mcap")
    assert [state.tick.index for state in recording.states()] == [0, 1, 2, 7]
    assert [event for event in recording.inputs() if wish.covers(event.at_ns)] == [
        KeyRelease(wish.from_ns, "shift", Author.HUMAN)
    ]
    assert redaction.removed == {"/state": 4, "/state/view": 4, "/input": 9}
    frames = [frame.pixels.max() for frame in recording.frames() if wish.covers(frame.at_ns)]
    assert (len(frames), max(frames)) == (12, 0)
    assert verify(tmp_path / "b.mcap", decodes_pictures=True).is_ok
    marker = next(marker for marker in recording.markers() if marker.name == MARKER_NAME)
    assert marker == Marker(wish.from_ns, MARKER_NAME, "everything in a span: 17 events removed, 12 pictures blacked")
    assert recording.manifest.redactions == (redaction,)


def test_a_key_goes_with_its_releases_and_which_letter_it_was_is_not_told(whole: Path, tmp_path: Path) -> None:
    redaction = redact(open_source(whole), tmp_path / "b.mcap", Wish(START_NS + 150, 2**62, key="q"))
    keys = [(type(event), event.key) for event in open_recording(tmp_path / "b.mcap").inputs()]
    assert keys == [(KeyPress, "q"), (KeyRelease, "q"), (KeyPress, "shift"), (KeyRelease, "shift")]
    assert (redaction.removed, redaction.key_class, redaction.blanked) == ({"/input": 14}, "a letter", 0)
    assert verify(tmp_path / "b.mcap").is_ok


def test_a_redaction_survives_split_and_merge(whole: Path, tmp_path: Path) -> None:
    redact(open_source(whole), tmp_path / "b.mcap", Wish(START_NS + 2 * TICK_NS, START_NS + 4 * TICK_NS))
    source = open_source(tmp_path / "b.mcap")
    split(source, [tmp_path / "1.mcap", tmp_path / "2.mcap"], [START_NS + 3 * TICK_NS])
    merge([open_source(tmp_path / f"{number}.mcap") for number in (1, 2)], tmp_path / "m.mcap")
    assert len(open_source(tmp_path / "m.mcap").manifest.redactions) == 1
    for name in ("1", "2", "m"):
        assert verify(tmp_path / f"{name}.mcap", decodes_pictures=True).is_ok


@pytest.mark.parametrize("wish", [Wish(0, 5), Wish(7, 7), Wish(0, 2**62, Rect(500, 0, 5, 5))])
def test_what_would_change_nothing_is_refused(wish: Wish, whole: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableEdit):
        redact(open_source(whole), tmp_path / "b.mcap", wish)
    assert list(tmp_path.iterdir()) == []


def test_an_area_of_the_canvas_covers_whole_blocks_of_a_smaller_picture() -> None:
    manifest = msgspec.structs.replace(
        manifest_of(), canvas_width_px=765, canvas_height_px=503, frame_width_px=384, frame_height_px=252
    )
    assert picture_area(Rect(100, 100, 10, 10), manifest) == Rect(48, 48, 16, 16)
    assert picture_area(Rect(760, 500, 50, 50), manifest) == Rect(368, 240, 16, 12)


def test_only_the_area_turns_black() -> None:
    picture = blacked(np.full((6, 8, 3), 9, np.uint8), Rect(2, 1, 3, 2))
    assert picture[1:3, 2:5].max() == 0
    assert picture.sum() == 9 * 3 * (48 - 6)


def test_an_event_that_cannot_be_read_ends_it_and_nothing_is_written(whole: Path, tmp_path: Path) -> None:
    source = open_source(with_messages_like(whole, tmp_path / "a.mcap", Topic.INPUT, lambda _: b"{}"))
    with pytest.raises(CorruptRecording, match="nothing was written"):
        redact(source, tmp_path / "b.mcap", Wish(0, 2**62, key="q"))
    assert not (tmp_path / "b.mcap").exists()
