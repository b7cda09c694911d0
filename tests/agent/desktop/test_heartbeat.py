"""The heart beats quickly while something is held, and notices that nobody listens."""

import os

import pytest

from agent.desktop.heartbeat import QUICK_NS, SLOW_NS, Heartbeat
from agent.desktop.ledger import LEDGER_BYTES, HeldLedger
from bridge.clock import VirtualClock


@pytest.fixture
def ends():
    reads, writes = os.pipe()
    yield reads, writes
    os.close(writes)


def test_it_beats_slowly_until_something_is_held(ends):
    ledger, clock = HeldLedger(bytearray(LEDGER_BYTES)), VirtualClock(5)
    heart = Heartbeat(ends[1], ledger, clock)
    assert heart.next_ns == 5
    heart.beat()
    assert heart.next_ns == 5 + SLOW_NS
    ledger.press_button(1)
    assert heart.next_ns == 5 + QUICK_NS
    assert os.read(ends[0], 9) == b"."
    os.close(ends[0])


def test_a_guardian_that_is_gone_is_noticed(ends):
    heart = Heartbeat(ends[1], HeldLedger(bytearray(LEDGER_BYTES)), VirtualClock())
    assert heart.is_heard
    os.close(ends[0])
    heart.beat()
    assert not heart.is_heard
