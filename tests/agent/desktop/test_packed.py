"""A packed request does what xcffib's own does, each time it is queued."""

import struct

import pytest

from agent.desktop.packed import Packed
from agent.desktop.x11 import extension_key, root_window

TRANSLATE, QUERY_POINTER, GET_GEOMETRY = 40, 38, 14
XTEST_FAKE_INPUT, MOTION = 2, 6


def test_an_answer_is_that_of_xcffib(plain, connection):
    root = root_window(connection)
    asked = Packed(connection, TRANSLATE, struct.pack("=IIhh", plain.window_id, root, 7, 9)).ask()
    seen = connection.core.TranslateCoordinates(plain.window_id, root, 7, 9).reply()
    assert struct.unpack_from("=8xIhh", asked()) == (seen.child, seen.dst_x, seen.dst_y)
    assert (seen.dst_x, seen.dst_y) == (107, 89)


def test_it_may_be_asked_and_queued_again(plain, connection):
    root = root_window(connection)
    motion = Packed(
        connection,
        XTEST_FAKE_INPUT,
        struct.pack("=BB2xII8xhh7xB", MOTION, 0, 0, root, 33, 44, 0),
        extension_key("xtest"),
    )
    where = Packed(connection, QUERY_POINTER, struct.pack("=I", root))
    for _ in range(2):
        plain.warp(5, 6)
        assert struct.unpack_from("=hh", where.ask()(), 16) == (5, 6)
        motion.queue()
        assert struct.unpack_from("=hh", where.ask()(), 16) == (33, 44)


def test_an_error_of_the_server_is_raised(connection):
    with pytest.raises(Exception) as raised:  # noqa: PT011  # xcffib gives it no message; its type is looked at below
        Packed(connection, GET_GEOMETRY, struct.pack("=I", 0x7FFFFFF)).ask()()
    assert type(raised.value).__name__ == "DrawableError"
