"""A recording speaks as a client: each message at its time, as if it began now."""

import pytest

from agent.bridge_fake import FakeOptions, retimed, speak
from bridge.clock import SECOND_NS, VirtualClock
from bridge.recording.reader import open_recording
from bridge.state import GameState

START_NS = 77 * SECOND_NS


class Client:
    """Keeps what it is given, with the time."""

    def __init__(self, clock):
        self.clock, self.states, self.events, self.beats = clock, [], [], []

    def send_state(self, state):
        self.states.append((self.clock.now_ns(), state))

    def send_events(self, events):
        self.events += events

    def beat(self):
        self.beats.append(self.clock.now_ns())


@pytest.fixture(scope="module")
def recording(demonstrations):
    return open_recording(demonstrations / "woodcutting-000001.mcap")


def spoken(recording, options, should_stop=lambda: False):
    clock = VirtualClock(START_NS)
    client = Client(clock)
    return speak(recording, client, clock, options, should_stop), client


def test_every_tick_leaves_at_its_time(recording):
    ticks, client = spoken(recording, FakeOptions())
    recorded = [state.tick for state in recording.states()]
    assert ticks == len(recorded) == 101
    assert [state.tick.index for _, state in client.states] == [tick.index for tick in recorded]
    offsets = [tick.received_ns - recorded[0].received_ns for tick in recorded]
    assert [sent_ns - START_NS for sent_ns, _ in client.states] == offsets
    assert all(sent_ns == state.tick.received_ns for sent_ns, state in client.states)
    assert client.events == []


def test_twice_as_fast_takes_half_the_time(recording):
    _, usual = spoken(recording, FakeOptions())
    _, quick = spoken(recording, FakeOptions(speed=2.0))
    assert quick.states[-1][0] - START_NS == (usual.states[-1][0] - START_NS) // 2


def test_the_heart_beats_all_the_while(recording):
    _, client = spoken(recording, FakeOptions())
    assert (
        max(later - earlier for earlier, later in zip(client.beats, client.beats[1:], strict=False)) <= SECOND_NS // 20
    )


def test_inputs_go_before_the_state_that_saw_them(recording):
    _, client = spoken(recording, FakeOptions(has_inputs=True))
    items = list(retimed(recording, START_NS, FakeOptions(has_inputs=True)))
    first = next(index for index, item in enumerate(items) if isinstance(item, GameState))
    assert first == 0
    assert [event.at_ns for event in client.events] == sorted(event.at_ns for event in client.events)
    assert len(client.events) > 50


def test_another_world_host_can_be_told(recording):
    _, client = spoken(recording, FakeOptions(world_host="127.0.0.1"))
    assert {state.world_host for _, state in client.states} == {"127.0.0.1"}


def test_it_stops_when_told_to(recording):
    assert spoken(recording, FakeOptions(), should_stop=lambda: True)[0] == 0


def test_time_does_not_stand_still():
    with pytest.raises(ValueError, match="above 0"):
        FakeOptions(speed=0.0)
