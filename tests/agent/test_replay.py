"""A recording runs through the loop exactly, and plans are compared with what was done."""

import pytest

from agent.model_player import agent_planner
from agent.plan import Plan
from agent.replay import compare_with, differences, plans_along, replay_exactly
from bridge.editing.cutting import trim
from bridge.editing.merging import merge
from bridge.editing.source import open_source
from bridge.errors import BridgeError
from bridge.geometry import Point
from bridge.recording.reader import open_recording
from tests.bridge.recording.sessions import state_at, write_held_session


def test_a_demonstration_replays_exactly(demonstrations):
    report = replay_exactly(demonstrations / "woodcutting-000001.mcap")
    assert report.is_exact
    assert report.ticks == 101
    assert report.events == len(list(open_recording(report.session).inputs())) > 50


def test_a_person_agrees_with_itself(demonstrations):
    session = demonstrations / "woodcutting-000001.mcap"
    events = tuple(open_recording(session).inputs())

    def as_recorded(history):
        end_ns = history.now_ns + 600_000_000
        return Plan(history.now_ns, tuple(event for event in events if history.now_ns <= event.at_ns < end_ns))

    agreement = compare_with(session, as_recorded)
    assert (agreement.ticks, agreement.acting, agreement.presses, agreement.end_px) == (101, 1.0, 1.0, 0.0)


def test_doing_nothing_does_not_agree(demonstrations):
    agreement = compare_with(demonstrations / "woodcutting-000001.mcap", lambda history: Plan(history.now_ns, ()))
    assert agreement.acting < 0.9
    assert agreement.presses == 0.0


def test_a_model_is_asked_at_each_tick(demonstrations, tiny_run):
    agreement = compare_with(demonstrations / "woodcutting-000001.mcap", agent_planner(tiny_run, "cpu", 1))
    assert agreement.ticks == 101
    assert 0.0 <= agreement.acting <= 1.0


def test_a_model_that_looks_at_pictures_is_shown_those_of_the_recording(filmed, demonstrations, pixel_run):
    planner = agent_planner(pixel_run, "cpu", 1)
    seen = []

    def looking(history):
        seen.append(history.now.frame)
        return planner(history)

    assert compare_with(filmed / "woodcutting-000001.mcap", looking, pictures=True).ticks == 31
    assert all(frame.at_ns == 600_000_000 * tick for tick, frame in enumerate(seen[:-1]))
    with pytest.raises(BridgeError, match="without pictures"):
        compare_with(demonstrations / "woodcutting-000001.mcap", planner, pictures=True)


def test_a_lost_a_doubled_and_a_swapped_event_are_mismatches(demonstrations):
    events = tuple(open_recording(demonstrations / "woodcutting-000001.mcap").inputs())[:4]
    assert differences(events, events) == []
    assert differences(events, events[:3]) == ["4 events recorded, 3 replayed"]
    assert len(differences(events, (*events, events[3]))) == 1
    assert len(differences(events, (events[1], events[0], *events[2:]))) == 2


def held_at_ticks(path):
    """What the loop says is held at each tick of a recording, and how many windows it looks back on."""
    seen = []

    def watching(history):
        seen.append((sorted(history.now.held.keys), history.now.held.pointer, len(history.windows)))
        return Plan(history.now_ns, ())

    plans_along(open_recording(path), watching)
    return seen


def test_what_is_held_where_a_trimmed_recording_begins_is_held_in_its_replay(tmp_path):
    source = open_source(write_held_session(tmp_path / "a.mcap"))
    trim(source, tmp_path / "b.mcap", state_at(1).tick.received_ns, None)
    here = Point(7, 8)
    assert held_at_ticks(tmp_path / "b.mcap") == [
        (["shift"], here, 1),
        (["shift"], here, 2),
        (["shift"], here, 3),
        ([], here, 4),
    ]
    assert replay_exactly(tmp_path / "b.mcap").is_exact


def test_each_part_of_a_merged_recording_is_replayed_without_the_others_past(tmp_path):
    for name in ("a", "b"):
        source = open_source(write_held_session(tmp_path / f"{name}.mcap", name))
        stretch_ns = (None, state_at(3).tick.received_ns) if name == "a" else (state_at(3).tick.received_ns, None)
        trim(source, tmp_path / f"{name}2.mcap", *stretch_ns)
    merge([open_source(tmp_path / f"{name}2.mcap") for name in ("a", "b")], tmp_path / "m.mcap")
    here = Point(7, 8)
    whole = [([], here, 1), (["shift"], here, 2), (["shift"], here, 3)]
    assert held_at_ticks(tmp_path / "m.mcap") == [*whole, (["shift"], here, 1), ([], here, 2)]
    report = replay_exactly(tmp_path / "m.mcap")
    assert (report.mismatches, report.ticks, report.events) == ((), 5, 3)
