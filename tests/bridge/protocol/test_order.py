"""Sequence numbers and ticks grow; what is missing is counted."""

import msgspec
import pytest

from bridge.events import Author, PointerMove
from bridge.protocol.messages import InputMessage, TickMessage
from bridge.protocol.order import MessageOrder
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.state import Tick
from tests.bridge.protocol.examples import SPARSE_STATE


def tick(seq: int, index: int) -> TickMessage:
    return TickMessage(seq, 0, 0, msgspec.structs.replace(SPARSE_STATE, tick=Tick(index, 0)))


def moves(seq: int, *times_ns: int) -> InputMessage:
    return InputMessage(seq, 0, 0, tuple(PointerMove(at_ns, 1, 1, Author.HUMAN) for at_ns in times_ns))


def test_nothing_is_missing_before_the_first_message():
    assert MessageOrder().missing_before(tick(1_000, 1)) == 0


@pytest.mark.parametrize(("seq", "missing"), [(6, 0), (7, 1), (11, 5), (12, 6)])
def test_the_gap_between_sequence_numbers_is_what_is_missing(seq, missing):
    order = MessageOrder().after(tick(5, 1))
    assert order.missing_before(tick(seq, 2)) == missing


def test_ticks_and_inputs_share_one_count():
    order = MessageOrder().after(tick(5, 1)).after(moves(6, 1))
    assert order == MessageOrder(6, 1)
    assert order.missing_before(tick(8, 2)) == 1


@pytest.mark.parametrize(
    "message",
    [tick(5, 3), tick(4, 3), moves(5, 1), tick(6, 1), tick(6, 0), moves(6, 2, 1)],
    ids=["repeated", "older", "repeated input", "repeated tick", "older tick", "events out of order"],
)
def test_what_does_not_grow_is_refused(message):
    order = MessageOrder().after(tick(5, 1))
    with pytest.raises(Refusal) as refused:
        order.missing_before(message)
    assert refused.value.code is ErrorCode.OUT_OF_ORDER


def test_events_of_the_same_time_keep_their_order():
    assert MessageOrder().missing_before(moves(0, 3, 3, 4)) == 0
