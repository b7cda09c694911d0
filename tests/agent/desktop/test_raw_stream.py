from types import SimpleNamespace

import pytest

from agent.desktop import raw_stream
from agent.desktop.raw_input import RawKind
from agent.desktop.raw_stream import RawStream, injecting_devices, select_raw_input
from agent.errors import DesktopError
from bridge.clock import SystemClock
from bridge.geometry import Point

VERSION_2_0 = {"major_version": 2, "minor_version": 0}


@pytest.fixture
def stream(connection) -> RawStream:
    return select_raw_input(connection, SystemClock())


def test_nothing_happened_is_no_burst(stream):
    assert stream.next_burst() is None


def test_a_burst_holds_its_events_in_order_and_the_place_after_them(plain, stream, devices):
    plain.warp(300, 200)
    devices.button(1, is_press=True)
    devices.step(5, 1)
    devices.button(1, is_press=False)
    burst = stream.next_burst()
    assert [heard.raw.kind for heard in burst.heard] == [
        RawKind.BUTTON_PRESS,
        RawKind.MOTION,
        RawKind.BUTTON_RELEASE,
    ]
    assert {heard.raw.source for heard in burst.heard} == {devices.mouse}
    assert (burst.pointer, burst.branch) == (Point(305, 201), plain.window_id)
    assert stream.next_burst() is None


def test_xtest_has_a_pointer_and_a_keyboard(connection, devices):
    injecting = injecting_devices(connection)
    assert len(injecting) == 2
    assert not injecting & {devices.mouse, devices.keyboard}


def test_a_server_without_raw_events_is_refused(connection, monkeypatch):
    old = SimpleNamespace(XIQueryVersion=lambda *_: SimpleNamespace(reply=lambda: SimpleNamespace(**VERSION_2_0)))
    monkeypatch.setattr(raw_stream, "extension", lambda *_: old)
    with pytest.raises(DesktopError, match=r"no XInput 2\.1 raw events; use the pynput listener"):
        select_raw_input(connection, SystemClock())
