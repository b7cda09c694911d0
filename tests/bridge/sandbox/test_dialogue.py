"""A game's end of a connection; the test plays the agent on the same thread, once a turn."""

import socket

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.errors import LinkClosed, PeerProtocolError
from bridge.link.wake import Wake
from bridge.protocol.messages import Bye, ErrorMessage, Heartbeat, Ping
from bridge.protocol.transitions import SessionState
from bridge.sandbox.dialogue import Dialogue
from bridge.sandbox.outbox import Outbox
from bridge.state import TICK_NS
from tests.bridge.protocol.examples import FULL_STATE, SPARSE_STATE, START_NS
from tests.bridge.protocol.wires import agent_session, game_session, greeting, heard


class Table:
    """A dialogue and the agent across from it; `hold` runs both until `script` has nothing more to do."""

    def __init__(self, max_frame_bytes: int = 65_536) -> None:
        self.clock = VirtualClock(START_NS)
        self.outbox = Outbox()
        self.wake = Wake()
        self.opened = 0
        self.game = game_session()
        self.agent = agent_session(max_frame_bytes=max_frame_bytes)
        stream, self.stream = socket.socketpair()
        stream.settimeout(1.0)
        self.stream.setblocking(False)
        self.game_stream = stream
        self.dialogue = Dialogue(stream, self.game, self.outbox, self.clock)

    def hold(self, *script) -> list:
        """Hold the dialogue; once it is open each turn runs a step of the script. Returns what the agent heard."""
        steps, messages = iter(script), []

        def is_stopping() -> bool:
            messages.extend(self.listen())
            if self.agent.state is SessionState.OPEN and self.opened:
                step = next(steps, None)
                if step is None:
                    return True
                step(self)
            self.wake.call()
            return False

        self.dialogue.hold(greeting(self.game), self.wake, is_stopping, self.on_open)
        return messages + self.listen()

    def listen(self) -> list:
        """The agent takes what came and answers."""
        try:
            messages = heard(self.stream.recv(65_536), self.agent, self.clock.now_ns())
        except BlockingIOError:
            return []
        self.stream.sendall(self.agent.take_replies())
        return messages

    def on_open(self) -> None:
        self.opened += 1

    def close(self) -> None:
        self.wake.close()
        self.stream.close()
        self.game_stream.close()


@pytest.fixture
def table():
    table = Table()
    yield table
    table.close()


def wait(table: Table) -> None:
    """A step of a script in which nothing happens."""


def after_handshake(messages: list) -> list:
    return messages[2:]


def test_a_dialogue_proves_itself_sends_what_waits_and_says_bye(table):
    table.outbox.put_state(SPARSE_STATE, START_NS)
    tick, bye = after_handshake(table.hold())
    assert (tick.seq, tick.state, bye) == (0, SPARSE_STATE, Bye("the game was closed"))
    assert table.opened == 1


def test_what_is_put_in_later_is_sent(table):
    messages = table.hold(
        lambda table: table.outbox.put_state(SPARSE_STATE, START_NS),
        lambda table: table.outbox.beat(START_NS + SECOND_NS),
        wait,
    )
    tick, heartbeat, _ = after_handshake(messages)
    assert (tick.state, heartbeat) == (SPARSE_STATE, Heartbeat(START_NS + SECOND_NS))


def test_what_waited_longer_than_a_tick_is_not_news(table):
    table.outbox.put_state(SPARSE_STATE, START_NS - TICK_NS - 1)
    table.outbox.put_state(SPARSE_STATE, START_NS - TICK_NS)
    tick, _ = after_handshake(table.hold())
    assert (tick.seq, tick.dropped) == (1, 1)


def test_a_state_that_is_too_long_is_dropped_and_the_dialogue_goes_on():
    table = Table(max_frame_bytes=1_024)
    table.outbox.put_state(FULL_STATE, START_NS)
    table.outbox.put_state(SPARSE_STATE, START_NS)
    tick, _ = after_handshake(table.hold())
    table.close()
    assert (tick.seq, tick.dropped, table.outbox.dropped) == (1, 1, 1)


def test_a_refusal_ends_the_dialogue_with_its_reason(table):
    refusal = ErrorMessage("new_code", "no\n")
    with pytest.raises(LinkClosed, match=r"the agent refused this game: new_code: no\\n"):
        table.hold(lambda table: table.stream.sendall(table.agent.send(refusal)), wait)


def test_an_agent_that_hangs_up_ends_the_dialogue(table):
    with pytest.raises(LinkClosed, match="the agent ended the connection"):
        table.hold(lambda table: table.stream.shutdown(socket.SHUT_WR), wait)


def test_an_agent_that_breaks_the_protocol_ends_the_dialogue(table):
    with pytest.raises(PeerProtocolError):
        table.hold(lambda table: table.stream.sendall(b"HTTP/1.1 400 Bad Request"), wait)


def test_an_agent_that_hangs_is_given_up_after_five_seconds(table):
    with pytest.raises(PeerProtocolError, match="after the deadline"):
        table.hold(lambda table: table.clock.sleep_until_ns(START_NS + 5 * SECOND_NS + 1), wait)


def test_a_ping_keeps_the_dialogue_alive(table):
    def ping(table: Table) -> None:
        table.clock.sleep_until_ns(table.clock.now_ns() + 4 * SECOND_NS)
        table.stream.sendall(table.agent.send(Ping(table.clock.now_ns())))

    assert after_handshake(table.hold(ping, wait, ping, wait)) == [Bye("the game was closed")]
