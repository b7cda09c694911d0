"""A flood is cut off, a steady stream is not."""

import pytest

from bridge.clock import SECOND_NS
from bridge.protocol.pace import MESSAGES_PER_S, MessageRate
from bridge.protocol.refusal import ErrorCode, Refusal


def test_the_message_above_the_limit_is_refused():
    rate = MessageRate(0)
    for now_ns in range(MESSAGES_PER_S):
        rate = rate.after(now_ns)
    with pytest.raises(Refusal, match="more than 400 messages") as refused:
        rate.after(SECOND_NS - 1)
    assert refused.value.code is ErrorCode.TOO_MANY


def test_a_new_second_counts_anew():
    rate = MessageRate(0, MESSAGES_PER_S)
    assert rate.after(SECOND_NS) == MessageRate(SECOND_NS, 1)


def test_a_steady_stream_at_the_limit_passes():
    rate = MessageRate(0)
    for message in range(5 * MESSAGES_PER_S):
        rate = rate.after(message * SECOND_NS // MESSAGES_PER_S)
