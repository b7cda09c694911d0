from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bridge.editing.cutting import split, trim
from bridge.editing.source import open_source
from bridge.errors import CorruptRecording, RecordingExists, UnusableEdit
from bridge.events import MouseButton
from bridge.geometry import Point
from bridge.recording.reader import open_recording
from bridge.verifying.findings import Kind
from bridge.verifying.verify import verify
from tests.bridge.editing import cut_facts
from tests.bridge.editing.histories import Done, histories
from tests.bridge.recording.sessions import START_NS, state_at, write_session

FEW = settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate])  # a file takes milliseconds


@FEW
@given(histories(), st.data())
def test_what_is_split_at_any_moments_and_merged_is_the_recording_again(done: Done, data: st.DataObject) -> None:
    cut_facts.split_and_merged_it_is_the_same(done, data)


@FEW
@given(histories(), st.data())
def test_each_event_is_in_the_trimmed_recording_or_in_what_was_cut_off(done: Done, data: st.DataObject) -> None:
    cut_facts.each_event_is_on_one_side_of_a_cut(done, data)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("whole") / "a.mcap", 6).path


def test_a_trimmed_recording_starts_at_its_tick_passes_and_is_private(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mcap"
    trim(open_source(whole), out, state_at(2).tick.received_ns, state_at(4).tick.received_ns)
    recording = open_recording(out)
    assert [state.tick.index for state in recording.states()] == [2, 3]
    assert len(list(recording.inputs())) == 12
    assert verify(out, decodes_pictures=True).is_ok
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert recording.manifest.session_id == "session"


def test_what_is_held_at_the_cut_stands_in_the_manifest(whole: Path, tmp_path: Path) -> None:
    trim(open_source(whole), tmp_path / "out.mcap", START_NS + 150_000_000, None)
    (part,) = open_recording(tmp_path / "out.mcap").manifest.parts
    assert (part.pointer, part.buttons, part.keys) == (Point(0, 2), (MouseButton.LEFT,), ())
    assert part.first_sequences == {"/input": 2, "/state": 1, "/state/view": 1, "/screen": 1}
    assert not [one for one in verify(tmp_path / "out.mcap").findings if one.kind in {Kind.HELD, Kind.IMPOSSIBLE}]


def test_pictures_are_copied_from_the_next_one_that_decodes_alone(whole: Path, tmp_path: Path) -> None:
    cut_ns = state_at(2).tick.received_ns + 100_000_000
    trim(open_source(whole), tmp_path / "out.mcap", cut_ns, None)
    old = [frame for frame in open_recording(whole).frames() if frame.at_ns >= cut_ns]
    new = list(open_recording(tmp_path / "out.mcap").frames())
    assert [frame.at_ns for frame in new] == [frame.at_ns for frame in old]
    assert all((one.pixels == other.pixels).all() for one, other in zip(old[2:], new[2:], strict=True))
    assert max(np.abs(a.pixels.astype(int) - b.pixels).mean() for a, b in zip(old[:2], new[:2], strict=True)) < 4


@pytest.mark.parametrize(("from_s", "until_s"), [(2, 1), (9, None), (None, 0), (1, 1)])
def test_an_empty_stretch_is_refused(whole: Path, tmp_path: Path, from_s: int | None, until_s: int | None) -> None:
    times_ns = [None if one is None else START_NS + one * 10**9 for one in (from_s, until_s)]
    with pytest.raises(UnusableEdit, match="nothing lies in that stretch"):
        trim(open_source(whole), tmp_path / "out.mcap", *times_ns)
    assert list(tmp_path.iterdir()) == []


def test_cuts_outside_of_the_recording_are_refused(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableEdit, match="inside"):
        split(open_source(whole), [tmp_path / "1.mcap", tmp_path / "2.mcap"], [START_NS])


def test_nothing_is_overwritten(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "out.mcap").write_bytes(b"mine")
    with pytest.raises(RecordingExists):
        trim(open_source(whole), tmp_path / "out.mcap", state_at(1).tick.received_ns, None)
    assert (tmp_path / "out.mcap").read_bytes() == b"mine"


def test_an_edit_that_fails_leaves_nothing(whole: Path, tmp_path: Path) -> None:
    source = open_source(whole)
    damaged = tmp_path / "damaged.mcap"
    damaged.write_bytes(whole.read_bytes())
    broken = open_source(damaged)
    damaged.write_bytes(whole.read_bytes()[: source.raw.layout.extents[8].offset] + bytes(5000))
    with pytest.raises(CorruptRecording):
        trim(broken, tmp_path / "out.mcap", state_at(1).tick.received_ns, None)
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.mcap"]
