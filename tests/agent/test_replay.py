"""A recording runs through the loop exactly, and plans are compared with what was done."""

from agent.model_player import agent_planner
from agent.plan import Plan
from agent.replay import compare_with, differences, replay_exactly
from bridge.recording.reader import open_recording


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


def test_a_lost_a_doubled_and_a_swapped_event_are_mismatches(demonstrations):
    events = tuple(open_recording(demonstrations / "woodcutting-000001.mcap").inputs())[:4]
    assert differences(events, events) == []
    assert differences(events, events[:3]) == ["4 events recorded, 3 replayed"]
    assert len(differences(events, (*events, events[3]))) == 1
    assert len(differences(events, (events[1], events[0], *events[2:]))) == 2
