"""Messages cross a pair of pipes without waiting, and the other side's end is seen."""

import os

import pytest

from agent.desktop.message_pipe import MessagePipe
from agent.desktop.wire import Alive, Arm, Order, Rest, answer_unpacker, order_unpacker


@pytest.fixture
def pipes():
    (order_reads, order_writes), (answer_reads, answer_writes) = os.pipe(), os.pipe()
    agent = MessagePipe(answer_reads, order_writes, answer_unpacker())
    hands = MessagePipe[Order](order_reads, answer_writes, order_unpacker())
    yield agent, hands, (order_reads, order_writes, answer_reads, answer_writes)
    for descriptor in (order_reads, order_writes, answer_reads, answer_writes):
        try:
            os.close(descriptor)
        except OSError:
            continue


def test_messages_cross_both_ways(pipes):
    agent, hands, _ = pipes
    agent.send(Arm(), Rest())
    hands.send(Alive())
    assert list(hands.received()) == [Arm(), Rest()]
    assert list(agent.received()) == [Alive()]
    assert not agent.is_closed


def test_what_a_full_pipe_does_not_take_leaves_later(pipes):
    agent, hands, _ = pipes
    agent.send(*[Arm()] * 20_000)
    found = list(hands.received())
    assert 0 < len(found) < 20_000
    while not agent.is_closed and len(found) < 20_001:
        agent.send(*[Rest()] * (found.count(Rest()) == 0 and len(found) == 20_000))
        found += hands.received()
    assert found == [Arm()] * 20_000 + [Rest()]


def test_the_end_of_the_other_side_is_seen_by_reading(pipes):
    agent, hands, (_, order_writes, *_) = pipes
    agent.send(Arm())
    os.close(order_writes)
    assert list(hands.received()) == [Arm()]
    assert hands.is_closed


def test_the_end_of_the_other_side_is_seen_by_writing(pipes):
    agent, _, (order_reads, *_) = pipes
    os.close(order_reads)
    agent.send(Arm())
    assert agent.is_closed
