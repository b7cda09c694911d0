"""The desktop is examined by using it."""

from types import SimpleNamespace

import numpy as np
import pytest

from agent import doctor_desktop
from agent.desktop.screen import ScreenSource
from agent.doctor_desktop import check_capture, check_display, check_injection, check_runelite_window, check_session
from agent.errors import DesktopError
from bridge.clock import SystemClock
from bridge.frame import Frame
from tests.agent.desktop.plain_window import plain_window

CLOCK = SystemClock()


def test_the_session_is_named(display, monkeypatch):
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    assert check_session() == f"x11 {display}"
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(DesktopError, match="Wayland"):
        check_session()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.delenv("DISPLAY")
    assert "private one" in check_session()


def test_the_display_offers_what_is_needed(display):
    assert check_display().startswith(f"{display} 1280x1024, XInput 2.")


def test_a_display_that_is_not_there_fails(display, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7654")
    with pytest.raises(DesktopError, match="cannot connect to the display"):
        check_display()


def test_a_move_is_sent_to_the_sandbox_and_seen(display):
    assert "and the game saw it" in check_injection(CLOCK)


def test_a_patch_is_seen_as_it_is(display):
    assert "was seen exactly so" in check_capture(CLOCK)


def test_wrong_colours_fail(display, monkeypatch):
    grab = ScreenSource.grab
    monkeypatch.setattr(ScreenSource, "grab", lambda self: swapped(grab(self)))
    monkeypatch.setattr(doctor_desktop, "_PATIENCE_NS", 0)
    with pytest.raises(DesktopError, match=r"expected RGB \(32, 128, 224\) everywhere, found \(224, 128, 32\)"):
        check_capture(CLOCK)


def test_runelites_window_is_found_once_or_not_at_all(display, monkeypatch):
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    assert check_runelite_window() == "none is open"
    with plain_window("RuneLite - Me") as plain:
        plain.add_inside(10, 10, 600, 400)
        assert check_runelite_window() == "found once, its canvas is 600x400 pixels of the screen"
        with plain_window("RuneLite"), pytest.raises(DesktopError, match="2 windows"):
            check_runelite_window()


def swapped(frame: Frame) -> Frame:
    return Frame(frame.at_ns, np.ascontiguousarray(frame.pixels[..., ::-1]))


def test_a_display_of_an_old_xinput_fails(display, monkeypatch):
    old = SimpleNamespace(reply=lambda: SimpleNamespace(major_version=2, minor_version=0))
    server = SimpleNamespace(XIQueryVersion=lambda *_: old, GetVersion=lambda *_: old)
    monkeypatch.setattr(doctor_desktop, "extension", lambda *_: server)
    with pytest.raises(DesktopError, match=r"has XInput 2\.0, expected 2\.1"):
        check_display()


def test_a_game_that_never_sees_the_move_fails(display, monkeypatch):
    monkeypatch.setattr(doctor_desktop, "_mouse", lambda *_: None)
    monkeypatch.setattr(doctor_desktop, "_PATIENCE_NS", 0)
    with pytest.raises(DesktopError, match="within 0 s"):
        check_injection(CLOCK)
