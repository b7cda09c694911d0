"""One connection, driven by hand over a pair of sockets in virtual time."""

import itertools
import socket

import pytest

from bridge.clock import MILLISECOND_NS, SECOND_NS, VirtualClock
from bridge.errors import LinkClosed
from bridge.events import Author, PointerMove
from bridge.link.complaints import Complaints
from bridge.link.connection import Connection
from bridge.protocol.messages import Bye, ErrorMessage, Heartbeat, InputMessage, Ping
from bridge.protocol.session import Session
from bridge.protocol.transitions import Role
from tests.bridge.protocol.examples import AGENT_NONCE, START_NS, TOKEN
from tests.bridge.protocol.wires import game_session, greeting, heard, tick


class Pair:
    """A connection and the game at its other end, both turned by the test."""

    def __init__(self) -> None:
        self.clock = VirtualClock(START_NS)
        self.stream, agent_stream = socket.socketpair()
        self.stream.setblocking(False)
        agent_stream.setblocking(False)
        session = Session(Role.AGENT, TOKEN, AGENT_NONCE, START_NS)
        self.connection = Connection(agent_stream, session, self.clock, Complaints(self.clock))
        self.game = game_session()

    def send(self, data: bytes) -> None:
        self.stream.send(data)
        self.connection.read()

    def hear(self) -> list:
        return heard(self.stream.recv(65_536), self.game, self.clock.now_ns())

    def shake_hands(self) -> None:
        self.send(greeting(self.game))
        self.hear()
        self.send(self.game.take_replies())
        self.hear()


@pytest.fixture
def pair():
    pair = Pair()
    yield pair
    pair.connection.close()
    pair.stream.close()


def reason(pair: Pair) -> str:
    with pytest.raises(LinkClosed) as closed:
        pair.connection.inbox.take_state(0)
    return str(closed.value)


def test_a_game_is_proven_by_the_handshake(pair):
    assert not pair.connection.is_proven
    pair.shake_hands()
    assert pair.connection.is_proven
    assert pair.connection.hello.client == "test game"


def test_a_state_is_stamped_with_our_clock_at_its_last_byte(pair):
    pair.shake_hands()
    frame = pair.game.send(tick(1))
    pair.clock.sleep_until_ns(START_NS + 10)
    pair.send(frame[:20])
    pair.clock.sleep_until_ns(START_NS + 30)
    pair.send(frame[20:])
    assert pair.connection.inbox.take_state(0).tick.received_ns == START_NS + 30


def test_two_states_in_one_read_are_stamped_one_after_the_other(pair, monkeypatch):
    pair.shake_hands()
    now_ns = itertools.count(START_NS, 5)
    monkeypatch.setattr(pair.clock, "now_ns", lambda: next(now_ns))
    pair.send(pair.game.send(tick(1)) + pair.game.send(tick(2)))
    first, second = (pair.connection.inbox.take_state(0).tick.received_ns for _ in range(2))
    assert (first, second) == (START_NS, START_NS + 1)


def test_no_state_is_stamped_in_the_future_of_a_clock_that_stands_still(pair):
    pair.shake_hands()
    pair.send(pair.game.send(tick(1)) + pair.game.send(tick(2)))
    assert [pair.connection.inbox.take_state(0).tick.received_ns for _ in range(2)] == [START_NS, START_NS]


def test_input_events_are_moved_onto_our_clock(pair):
    pair.shake_hands()
    pair.clock.sleep_until_ns(START_NS + 50)
    pair.send(pair.game.send(Heartbeat(1_000)))
    pair.clock.sleep_until_ns(START_NS + 500)
    events = tuple(PointerMove(at_ns, 1, 2, Author.HUMAN) for at_ns in (1_100, 1_200))
    pair.send(pair.game.send(InputMessage(1, 1_300, 0, events)))
    assert [event.at_ns for event in pair.connection.inbox.take_events()] == [START_NS + 150, START_NS + 250]


def test_gaps_and_the_games_own_drops_are_counted(pair):
    pair.shake_hands()
    pair.send(pair.game.send(tick(1)) + pair.game.send(tick(4, dropped=2)) + pair.game.send(tick(14, dropped=9)))
    statistics = pair.connection.inbox.statistics
    assert (statistics.missing, statistics.dropped_by_game, statistics.resyncs) == (11, 11, 1)
    assert pair.connection.inbox.take_state(0).tick.index == 14


def test_a_ping_goes_out_every_second_and_not_before_the_welcome(pair):
    pair.clock.sleep_until_ns(START_NS + SECOND_NS)
    pair.connection.tick()
    pair.shake_hands()
    pair.connection.tick()
    assert pair.hear() == [Ping(START_NS + SECOND_NS)]
    pair.connection.tick()
    assert pair.connection.due_ns == START_NS + 2 * SECOND_NS
    pair.clock.sleep_until_ns(START_NS + 2 * SECOND_NS)
    pair.connection.tick()
    assert pair.hear() == [Ping(START_NS + 2 * SECOND_NS)]


def test_a_handshake_that_takes_too_long_is_over(pair):
    pair.send(greeting(pair.game))
    pair.hear()
    pair.clock.sleep_until_ns(START_NS + 2 * SECOND_NS)
    pair.connection.tick()
    assert not pair.connection.is_over
    pair.clock.sleep_until_ns(START_NS + 2 * SECOND_NS + 1)
    pair.connection.tick()
    assert pair.connection.is_over
    (error,) = pair.hear()
    assert error.code == "too_slow"


def test_a_frame_that_takes_too_long_ends_an_open_link(pair):
    pair.shake_hands()
    pair.send(pair.game.send(tick(1))[:-1])
    assert pair.connection.due_ns == START_NS + 1_000 * MILLISECOND_NS
    pair.clock.sleep_until_ns(START_NS + SECOND_NS + 1)
    pair.connection.tick()
    assert "the game broke the protocol" in reason(pair)


def test_bye_is_the_reason_of_the_end_and_its_text_is_escaped(pair):
    pair.shake_hands()
    pair.send(pair.game.send(Bye("\x1b[31mred")))
    assert reason(pair) == r"the game said bye: \x1b[31mred"
    assert pair.connection.is_over


def test_a_state_before_a_fault_is_still_given(pair):
    pair.shake_hands()
    pair.send(pair.game.send(tick(1)) + b"\0\0\0\0")
    assert pair.connection.inbox.take_state(0).tick.index == 1
    assert "a frame holds 1 to 65536 bytes, found 0" in reason(pair)
    assert isinstance(pair.hear()[-1], ErrorMessage)


def test_a_game_that_hangs_up_ends_the_link(pair):
    pair.shake_hands()
    pair.stream.close()
    pair.connection.read()
    assert reason(pair) == "the game ended the connection"


def test_a_game_that_does_not_read_is_cut_off(pair):
    pair.shake_hands()
    pair.connection.stream.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    for second in range(1, 1_000_000):
        pair.clock.sleep_until_ns(START_NS + second * SECOND_NS)
        pair.connection.tick()
        if pair.connection.is_over:
            break
    assert "the connection to the game broke" in reason(pair) or "does not read" in reason(pair)


def test_nothing_to_read_is_no_fault(pair):
    pair.connection.read()
    assert not pair.connection.is_over
