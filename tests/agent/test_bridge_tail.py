"""Every client is looked at, each by its session, over real sockets."""

from contextlib import ExitStack

import msgspec
import numpy as np
import pytest

from agent.bridge_tail import Tail
from bridge.clock import SECOND_NS, SystemClock
from bridge.geometry import Rect
from bridge.link.socket import SocketListener
from bridge.sandbox.client import GameClient
from bridge.state import GamePhase, GameState, Tick, View

CLOCK = SystemClock()
STATE = GameState(Tick(0, 0), GamePhase.LOGGED_IN, View(765, 503, Rect(4, 4, 512, 334)))


class Told:
    def __init__(self):
        self.hellos, self.ticks, self.ends = [], [], []

    def connected(self, hello):
        self.hellos.append(hello.session)

    def ticked(self, session, state):
        self.ticks.append((session, state.tick.index))

    def ended(self, session, reason):
        self.ends.append((session, reason))


@pytest.fixture
def listener(tmp_path):
    with SocketListener(tmp_path / "token", CLOCK) as opened:
        yield opened


def send(client, *indices):
    for index in indices:
        client.send_state(msgspec.structs.replace(STATE, tick=Tick(index, 0)))


def connected(stack, listener, tmp_path, session):
    client = GameClient(listener.port, tmp_path / "token", CLOCK, session, generator=np.random.default_rng(1))
    stack.enter_context(client)
    assert client.wait_connected(10.0)
    return client


def soon() -> int:
    return CLOCK.now_ns() + 20 * SECOND_NS


def test_all_clients_are_told_each_in_its_own_order(listener, tmp_path):
    told = Told()
    tail = Tail(listener, CLOCK, told)
    with ExitStack() as stack:
        for session in ("one", "two", "three"):
            send(connected(stack, listener, tmp_path, session), 1, 2, 3)
        tail.run(soon(), lambda: tail.ticks == 9)
    assert sorted(told.ticks) == sorted((session, index) for session in ("one", "two", "three") for index in (1, 2, 3))
    assert [index for session, index in told.ticks if session == "two"] == [1, 2, 3]
    assert {session: counts.ticks for session, counts in tail.counts.items()} == {"one": 3, "two": 3, "three": 3}
    assert tail.counts["one"].client == "osrs-agent sandbox"


def test_one_session_can_be_asked_for(listener, tmp_path):
    told = Told()
    with ExitStack() as stack:
        send(connected(stack, listener, tmp_path, "one"), 1)
        send(connected(stack, listener, tmp_path, "two"), 1)
        Tail(listener, CLOCK, told, "two").run(soon(), lambda: bool(told.ticks))
    assert (told.hellos, told.ticks) == (["two"], [("two", 1)])


def test_a_client_that_leaves_and_comes_again_is_one_session(listener, tmp_path):
    told = Told()
    tail = Tail(listener, CLOCK, told)
    for number in (1, 2):
        with ExitStack() as stack:
            send(connected(stack, listener, tmp_path, "one"), number)
        tail.run(soon(), lambda wanted=number: len(told.ends) == wanted)
    assert told.hellos == ["one", "one"]
    assert told.ticks == [("one", 1), ("one", 2)]
    assert "said bye" in told.ends[0][1]
    assert (tail.counts["one"].connections, tail.counts["one"].ticks) == (2, 2)


def test_it_ends_at_its_time(listener):
    tail = Tail(listener, CLOCK, Told())
    tail.run(CLOCK.now_ns() + SECOND_NS // 10, lambda: False)
    assert (tail.ticks, tail.counts) == (0, {})
