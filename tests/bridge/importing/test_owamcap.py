import io

import numpy as np
import pytest
from hypothesis import given, settings

from bridge.clock import VirtualClock
from bridge.errors import UnusableLog
from bridge.events import Author, ButtonPress, ButtonRelease, MouseButton, PointerMove
from bridge.exporting.mp4 import mp4_writer
from bridge.exporting.owamcap.messages import MediaRef, MouseEvent, ScreenCaptured
from bridge.exporting.owamcap.session import export_owamcap
from bridge.importing.owamcap import import_owamcap
from bridge.importing.rows import Dirt
from bridge.recording.channels import Topic
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.exporting.round_trips import recorded
from tests.bridge.exporting.strategies import EVENT_LISTS
from tests.bridge.importing.owa_files import FIRST_NS, click, key, write_owa
from tests.bridge.recording.sessions import START_NS, contents, frame_at, manifest_of, write_session

HUMAN = Author.HUMAN


@settings(max_examples=30, deadline=None)
@given(EVENT_LISTS.filter(bool))
def test_the_round_trip_loses_no_event(tmp_path_factory, events):
    folder = tmp_path_factory.mktemp("owa")
    export_owamcap(recorded(folder / "s.mcap", events), "s", folder / "out")
    assert contents(import_owamcap(folder / "out/s.mcap", folder / "back/s.mcap").path)[0] == events


def test_a_session_comes_back_with_its_states_its_manifest_and_its_pictures(tmp_path):
    session = write_session(tmp_path / "s.mcap", 3)
    before = open_recording(session.path)
    export_owamcap(before, "s", tmp_path / "out")
    after = open_recording(import_owamcap(tmp_path / "out/s.mcap", tmp_path / "back/s.mcap").path)
    assert contents(after.path) == (list(session.events), list(session.states))
    assert after.manifest == before.manifest
    pairs = list(zip(after.frames(), before.frames(), strict=True))
    assert all(found.at_ns == frame.at_ns for found, frame in pairs)
    assert max(np.abs(found.pixels.astype(int) - frame.pixels).mean() for found, frame in pairs) < 12


def test_what_was_lost_before_stays_a_gap(tmp_path):
    with RecordingWriter(tmp_path / "s.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        writer.write_input(PointerMove(START_NS, 1, 2, HUMAN))
        writer.note_dropped(Topic.INPUT, 3, "full")
        writer.write_input(PointerMove(START_NS + 1, 3, 4, HUMAN))
    export_owamcap(open_recording(tmp_path / "s.mcap"), "s", tmp_path / "out")
    back = open_recording(import_owamcap(tmp_path / "out/s.mcap", tmp_path / "back/s.mcap").path)
    assert [message.sequence for message in back.raw.messages(Topic.INPUT)] == [0, 4]


def test_a_file_of_others_starts_at_zero_without_repeats_and_impossible_releases(tmp_path):
    messages = [(0, click(True)), (5, click(True)), (7, key("release")), (9, click(False))]
    imported = import_owamcap(write_owa(tmp_path / "s.mcap", messages), tmp_path / "back/s.mcap")
    back = open_recording(imported.path)
    assert list(back.inputs()) == [
        ButtonPress(0, 10, 20, MouseButton.LEFT, HUMAN),
        ButtonRelease(9, 10, 20, MouseButton.LEFT, HUMAN),
    ]
    assert imported.dirt == {Dirt.IMPOSSIBLE_PRESS: 1, Dirt.IMPOSSIBLE_RELEASE: 1}
    assert (back.manifest.game, back.manifest.started_wall_ns, back.manifest.canvas_width_px) == (
        "imported",
        FIRST_NS,
        11,
    )


def test_pictures_without_their_video_are_refused_and_nothing_is_left(tmp_path):
    shot = ScreenCaptured(None, None, (45, 31), MediaRef("gone.mp4", 0))
    source = write_owa(tmp_path / "s.mcap", [(0, MouseEvent("move", 1, 2)), (5, shot)])
    with pytest.raises(UnusableLog, match=r"its pictures are in 'gone\.mp4'; one video beside the file is expected"):
        import_owamcap(source, tmp_path / "back/s.mcap")
    assert list((tmp_path / "back").iterdir()) == []


@pytest.mark.parametrize(
    ("messages", "profile", "wrong"),
    [([], "owa", "holds no mouse, keyboard or screen messages"), ([], "x", "cannot be read as an owa file: .*'x'")],
)
def test_a_file_without_anything_of_use_is_refused(messages, profile, wrong, tmp_path):
    with pytest.raises(UnusableLog, match=wrong):
        import_owamcap(write_owa(tmp_path / "s.mcap", messages, profile), tmp_path / "back/s.mcap")


def test_a_file_that_is_no_mcap_is_refused(tmp_path):
    (tmp_path / "s.mcap").write_bytes(b"nothing at all")
    with pytest.raises(UnusableLog, match="cannot be read as an owa file"):
        import_owamcap(tmp_path / "s.mcap", tmp_path / "back/s.mcap")


def test_a_video_that_ends_before_its_last_picture_is_refused(tmp_path):
    buffer = io.BytesIO()
    with mp4_writer(buffer, (45, 31), 10) as video:
        video.add(frame_at(0, 0).pixels)
    (tmp_path / "v.mp4").write_bytes(buffer.getvalue())
    late = ScreenCaptured(None, None, (45, 31), MediaRef("v.mp4", 9_000_000_000))
    source = write_owa(tmp_path / "s.mcap", [(0, MouseEvent("move", 1, 2)), (5, late)])
    with pytest.raises(UnusableLog, match=r"v\.mp4 ends before the picture at 9000000000 ns that s\.mcap names"):
        import_owamcap(source, tmp_path / "back/s.mcap")
