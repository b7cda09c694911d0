"""The outbox numbers every message, keeps the newest eight and tells how many were lost."""

from bridge.clock import MILLISECOND_NS
from bridge.protocol.messages import Heartbeat, InputMessage
from bridge.sandbox.outbox import MAX_MESSAGES, Outbox
from tests.bridge.protocol.examples import EVENTS, SPARSE_STATE


def taken(outbox: Outbox) -> list:
    return list(iter(outbox.take, None))


def test_messages_come_out_numbered_and_in_order():
    outbox = Outbox()
    outbox.put_state(SPARSE_STATE, 10)
    outbox.put_events(EVENTS, 20)
    messages = taken(outbox)
    assert [(message.seq, message.mono_ns, message.dropped) for message in messages] == [(0, 10, 0), (1, 20, 0)]
    assert messages[1] == InputMessage(1, 20, 0, EVENTS)
    assert (outbox.sent, outbox.dropped) == (2, 0)


def test_the_oldest_makes_room_and_the_next_message_tells():
    outbox = Outbox()
    for at_ns in range(MAX_MESSAGES + 3):
        outbox.put_state(SPARSE_STATE, at_ns)
    messages = taken(outbox)
    assert [message.seq for message in messages] == list(range(3, MAX_MESSAGES + 3))
    assert [message.dropped for message in messages] == [3] + [0] * (MAX_MESSAGES - 1)
    assert (outbox.sent, outbox.dropped) == (MAX_MESSAGES, 3)


def test_a_message_that_could_not_be_sent_is_told_with_what_it_would_have_told():
    outbox = Outbox()
    for at_ns in range(MAX_MESSAGES + 2):
        outbox.put_state(SPARSE_STATE, at_ns)
    outbox.lose(outbox.take())
    assert outbox.take().dropped == 3
    assert (outbox.sent, outbox.dropped) == (1, 3)


def test_what_is_stale_is_dropped_and_told():
    outbox = Outbox()
    for at_ns in (1, 2, 3):
        outbox.put_state(SPARSE_STATE, at_ns)
    outbox.drop_before(3)
    assert [(message.mono_ns, message.dropped) for message in taken(outbox)] == [(3, 2)]


def test_a_heartbeat_is_due_300_ms_after_the_last_message():
    outbox = Outbox()
    outbox.put_state(SPARSE_STATE, 0)
    taken(outbox)
    assert not outbox.beat(300 * MILLISECOND_NS - 1)
    assert outbox.take() is None
    assert outbox.beat(300 * MILLISECOND_NS)
    assert not outbox.beat(300 * MILLISECOND_NS + 1)
    assert taken(outbox) == [Heartbeat(300 * MILLISECOND_NS)]


def test_a_message_makes_a_waiting_heartbeat_needless():
    outbox = Outbox()
    assert outbox.beat(0)
    outbox.put_state(SPARSE_STATE, 1)
    assert [message.mono_ns for message in taken(outbox)] == [1]
