import pytest

from agent.desktop.x11 import (
    CONFIGURE_NOTIFY,
    event_kind,
    event_poll,
    event_sequence,
    extension,
    looked_at,
    make_event_mask,
    open_connection,
    root_window,
)
from agent.errors import DesktopError
from bridge.geometry import Point
from tests.agent.desktop.plain_window import plain_window


def test_a_display_that_is_not_there_is_said_in_one_line(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":4095")
    with pytest.raises(DesktopError, match="cannot connect to the display"):
        open_connection()


def test_events_arrive_as_bytes_with_the_number_of_the_request_before_them(display):
    with plain_window() as plain:
        connection = open_connection()
        core = connection.core
        asked = core.ChangeWindowAttributesChecked(plain.window_id, 1 << 11, [1 << 17])
        asked.check()
        plain.place(5, 6)
        core.GetInputFocus().reply()
        event = connection.poll_for_event()
        assert isinstance(event, bytes)
        assert event_kind(event) == CONFIGURE_NOTIFY
        assert event_sequence(event) >= asked.sequence
        connection.disconnect()


def test_a_quick_poll_gives_the_same_events_and_refuses_a_closed_connection(display):
    with plain_window() as plain:
        connection = open_connection()
        poll = event_poll(connection)
        connection.core.ChangeWindowAttributesChecked(plain.window_id, 1 << 11, [1 << 17]).check()
        assert poll() is None
        plain.place(5, 6)
        connection.core.GetInputFocus().reply()
        event = poll()
        assert event is not None
        assert event_kind(event) == CONFIGURE_NOTIFY
        connection.disconnect()
        with pytest.raises(TypeError):
            poll()


def test_the_look_finds_the_pointer(display):
    with plain_window() as plain:
        connection = open_connection()
        plain.warp(321, 123)
        assert looked_at(connection) == Point(321, 123)
        connection.disconnect()


def test_extensions_answer_and_masks_are_made(display):
    connection = open_connection()
    assert extension(connection, "xtest").GetVersion(2, 2).reply().major_version == 2
    assert list(make_event_mask(5).mask) == [5]
    assert root_window(connection) > 0
    connection.disconnect()
