import os
import subprocess
import sys

import pytest

from agent.desktop.display import SessionKind, private_display, require_usable, session_kind, usable_display
from agent.desktop.x11 import open_connection
from agent.errors import DesktopError


def test_a_display_without_wayland_is_x11():
    assert session_kind({"DISPLAY": ":0"}, "linux") is SessionKind.X11


@pytest.mark.parametrize("mark", [{"WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}])
def test_wayland_shows_even_where_an_x_server_runs_inside(mark):
    assert session_kind({"DISPLAY": ":0", **mark}, "linux") is SessionKind.WAYLAND


def test_nothing_set_is_no_display():
    assert session_kind({}, "linux") is SessionKind.NONE
    assert session_kind({"DISPLAY": ""}, "linux") is SessionKind.NONE


def test_windows_and_macos_need_no_variables():
    assert session_kind({}, "win32") is SessionKind.WINDOWS
    assert session_kind({}, "darwin") is SessionKind.MACOS


def test_wayland_is_refused_with_a_reason_and_a_way_out():
    with pytest.raises(DesktopError, match=r"Wayland.*X11"):
        require_usable(SessionKind.WAYLAND)


def test_no_display_is_refused():
    with pytest.raises(DesktopError, match="DISPLAY is not set"):
        require_usable(SessionKind.NONE)


@pytest.mark.parametrize("kind", [SessionKind.X11, SessionKind.WINDOWS, SessionKind.MACOS])
def test_other_desktops_are_usable(kind):
    require_usable(kind)


def test_a_private_display_is_used_while_entered_and_gone_afterwards(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with private_display() as name:
        assert os.environ["DISPLAY"] == name
        assert session_kind(os.environ, "linux") is SessionKind.X11
        open_connection().disconnect()
    assert "DISPLAY" not in os.environ
    assert os.environ["XDG_SESSION_TYPE"] == "wayland"
    with pytest.raises(DesktopError):
        open_connection()


def test_ctrl_c_in_the_terminal_does_not_reach_the_private_display(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    script = (
        "import os, signal, sys\n"
        "from agent.desktop.display import private_display\n"
        "from agent.desktop.x11 import open_connection\n"
        "from bridge.clock import SystemClock\n"
        "clock = SystemClock()\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "with private_display():\n"
        "    os.killpg(0, signal.SIGINT)\n"
        "    clock.sleep_until_ns(clock.now_ns() + 300_000_000)\n"
        "    open_connection().disconnect()\n"
    )
    subprocess.run([sys.executable, "-c", script], start_new_session=True, check=True)


def test_an_xvfb_that_does_not_start_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "Xvfb"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(DesktopError, match="Xvfb does not start"), private_display():
        pass


def test_without_xvfb_one_line_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DesktopError, match="apt install xvfb"), private_display():
        pass


def test_the_sessions_own_display_is_used_where_there_is_one(display, monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    with usable_display() as name:
        assert name == os.environ["DISPLAY"]
