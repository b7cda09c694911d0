"""What is said about hostile bytes is itself harmless."""

import pytest

from bridge.errors import PeerProtocolError
from bridge.protocol.refusal import TEXT_LIMIT, ErrorCode, Refusal, printable


def test_a_refusal_is_the_peers_fault_and_has_a_code():
    refusal = Refusal(ErrorCode.TOO_SLOW, "found nothing")
    assert isinstance(refusal, PeerProtocolError)
    assert (refusal.code, refusal.text, str(refusal)) == (ErrorCode.TOO_SLOW, "found nothing", "found nothing")


@pytest.mark.parametrize("text", ["\x1b]0;title\x07", "a\nb", "\u202egnp.exe", "\0", "\ud800", "é" * 1_000])
def test_text_becomes_printable_ascii_of_bounded_length(text):
    shown = printable(text)
    assert shown.isascii()
    assert shown.isprintable()
    assert len(shown) <= TEXT_LIMIT


def test_plain_text_stays_as_it_is():
    assert printable("found 3, expected 4 at `$.seq`") == "found 3, expected 4 at `$.seq`"
