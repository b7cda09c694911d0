"""What a view shows is what the recording holds, counted from its start."""

from dataclasses import replace

import cv2
import msgspec
import numpy as np
import pytest

from agent.plan import Plan
from agent.viewing.shown import RECORDED, Pictures, between, shown_run_name, shown_session
from bridge.editing.cutting import trim
from bridge.editing.source import open_source
from bridge.errors import CorruptRecording
from bridge.events import Author, ButtonPress, MouseButton
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import manifest_of, state_at, write_held_session

PICTURES = Pictures(most=1000, format=".webp", quality=90)


@pytest.fixture(scope="module")
def sample(sample_recording):
    return open_recording(sample_recording)


@pytest.fixture(scope="module")
def shown(sample):
    return shown_session(sample, {}, PICTURES)


def test_every_event_state_and_picture_is_shown(sample, shown):
    assert len(shown.events) == len(list(sample.inputs())) == 140
    assert [tick.index for tick in shown.ticks] == [state.tick.index for state in sample.states()]
    assert len(shown.frames) == len(list(sample.packets())) == 201


@pytest.mark.parametrize(("author", "teacher"), [("expert", "expert"), ("agent", "person"), ("", "person")])
def test_who_played_is_named_where_it_is_not_the_agent(sample, author, teacher):
    manifest = msgspec.structs.replace(sample.manifest, author=author)
    recording = replace(sample, raw=replace(sample.raw, manifest=manifest))
    assert shown_session(recording, {}, Pictures(most=1, format=".jpg", quality=50)).teacher == teacher


def test_times_count_from_the_first_message(sample, shown):
    first_ns = min(next(sample.inputs()).at_ns, next(sample.states()).tick.received_ns, next(sample.packets()).at_ns)
    event = next(sample.inputs())
    assert shown.events[0].at_ms == round((event.at_ns - first_ns) / 1e6, 3)
    assert min(shown.events[0].at_ms, shown.ticks[0].at_ms, shown.frames[0].at_ms) == 0.0
    assert shown.duration_ms >= shown.events[-1].at_ms


def test_a_picture_is_the_frame_it_was_made_of(sample, shown):
    decoded = cv2.cvtColor(cv2.imdecode(np.frombuffer(shown.frames[0].image, np.uint8), -1), cv2.COLOR_BGR2RGB)
    frame = next(sample.frames())
    assert decoded.shape == frame.pixels.shape
    assert np.abs(decoded.astype(int) - frame.pixels).mean() < 6


def test_fewer_pictures_are_spread_evenly(sample, shown):
    few = shown_session(sample, {}, Pictures(most=10, format=".jpg", quality=50))
    assert [frame.at_ms for frame in few.frames] == [frame.at_ms for frame in shown.frames][::21]


def test_the_plans_in_the_file_and_those_of_runs_stand_side_by_side(sample):
    states = tuple(sample.states())
    at_ns = states[5].tick.received_ns
    press = ButtonPress(at_ns + 100_000_000, 3, 4, MouseButton.LEFT, Author.AGENT)
    with_run = shown_session(sample, {"mine": (Plan(at_ns, (press,)),)}, PICTURES)
    assert with_run.runs == (RECORDED, "mine")
    (planned,) = with_run.ticks[5].plans["mine"]
    assert (planned.kind, planned.x, planned.y, planned.what, planned.author) == ("button_press", 3, 4, "left", "agent")
    assert planned.at_ms == pytest.approx(with_run.ticks[5].at_ms + 100.0, abs=0.002)
    assert "mine" not in with_run.ticks[6].plans
    assert sum(len(tick.plans[RECORDED]) for tick in with_run.ticks) == sum(len(plan.events) for plan in sample.plans())


def test_what_can_be_clicked_has_its_box(sample, shown):
    state = next(sample.states())
    wanted = [entity.name for entity in state.entities if entity.bounds is not None]
    assert [box.name for box in shown.ticks[0].boxes][: len(wanted)] == wanted


def test_an_empty_recording_has_nothing_to_show(tmp_path):
    path = tmp_path / "empty.mcap"
    with RecordingWriter(path, manifest_of()):
        pass
    with pytest.raises(CorruptRecording, match="nothing to show"):
        shown_session(open_recording(path), {}, PICTURES)


def test_between_takes_both_ends(shown):
    first, last = shown.events[3], shown.events[9]
    assert between(shown.events, first.at_ms, last.at_ms) == shown.events[3:10]


def test_a_run_is_named_by_its_last_two_folders(tmp_path):
    assert shown_run_name(tmp_path / "runs" / "best") == "runs/best"


def test_what_is_held_is_a_row_of_each_tick_also_behind_a_cut(tmp_path):
    source = open_source(write_held_session(tmp_path / "a.mcap"))
    trim(source, tmp_path / "b.mcap", state_at(1).tick.received_ns, None)
    shown = shown_session(open_recording(tmp_path / "b.mcap"), {}, PICTURES)
    rows = [{row.name: row.value for row in tick.rows}["held down"] for tick in shown.ticks]
    assert rows == ["shift", "shift", "shift", "nothing"]
    assert shown.pointer == (7, 8)
