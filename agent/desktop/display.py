"""Which desktop this process runs on, and a private virtual one where there is none."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

from agent.desktop.leash import leashed
from agent.desktop.punctual import DISPLAY_PRIORITY, run_before_others
from agent.errors import DesktopError

PRIVATE_WIDTH_PX = 1280
PRIVATE_HEIGHT_PX = 1024
_START_S = 20.0
_WAYLAND_MARKS = ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE")


class SessionKind(StrEnum):
    """The desktops that can be told apart."""

    X11 = "x11"
    WAYLAND = "wayland"
    NONE = "none"
    WINDOWS = "windows"
    MACOS = "macos"


def session_kind(environment: Mapping[str, str], platform: str) -> SessionKind:
    """Which desktop an environment speaks of.

    Args:
        environment: the process's environment variables.
        platform: `sys.platform`.
    """
    if platform == "win32":
        return SessionKind.WINDOWS
    if platform == "darwin":
        return SessionKind.MACOS
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        return SessionKind.WAYLAND
    return SessionKind.X11 if environment.get("DISPLAY") else SessionKind.NONE


def require_usable(kind: SessionKind) -> None:
    """Refuse a desktop on which a game can be neither seen nor played.

    Raises:
        DesktopError: the desktop is Wayland, or there is none.
    """
    if kind is SessionKind.WAYLAND:
        raise DesktopError(
            "this is a Wayland session, which lets no program see another one's window or input; "
            "log in to an X11 (Xorg) session, "
            "or unset WAYLAND_DISPLAY and XDG_SESSION_TYPE where DISPLAY names an X server"
        )
    if kind is SessionKind.NONE:
        raise DesktopError(
            "there is no display: DISPLAY is not set; start an X11 session, "
            "or let the expert or an agent play the sandbox, for which Xvfb is enough"
        )


@contextmanager
def private_display() -> Iterator[str]:
    """A virtual X screen that only this process and its children see; `DISPLAY` names it meanwhile.

    Xvfb runs in a session of its own: Ctrl-C reaches every process of a terminal's group, and the screen must outlive
    those who release what they hold on it. It does not outlive this process, even where that is killed.

    Raises:
        DesktopError: Xvfb is not installed or does not start.
    """
    if shutil.which("Xvfb") is None:
        raise DesktopError("there is no display and Xvfb is not installed; on Debian or Ubuntu: apt install xvfb")
    hidden = ("DISPLAY", *_WAYLAND_MARKS)
    before = {name: os.environ.pop(name) for name in hidden if name in os.environ}
    try:
        with _xvfb() as name:
            os.environ["DISPLAY"] = name
            yield name
    finally:
        os.environ.pop("DISPLAY", None)
        os.environ.update(before)


@contextmanager
def _xvfb() -> Iterator[str]:
    reads, writes = os.pipe()
    screen = f"{PRIVATE_WIDTH_PX}x{PRIVATE_HEIGHT_PX}x24"
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
    with os.fdopen(reads, "rb") as answer:
        process = subprocess.Popen(  # noqa: S603  # found on PATH, with our own arguments
            leashed(command),
            pass_fds=(writes,),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writes)
        try:
            is_answered = bool(select.select([answer], [], [], _START_S)[0])
            number = answer.readline().decode().strip() if is_answered else ""
            if not number:
                raise DesktopError(f"Xvfb does not start (exit code {process.poll()}); run `Xvfb :99` to see why")
            run_before_others(process.pid, DISPLAY_PRIORITY)
            yield f":{number}"
        finally:
            process.terminate()
            process.wait()


@contextmanager
def usable_display() -> Iterator[str]:
    """The display of this session, or a private one where there is none; an empty string where displays have no name.

    Raises:
        DesktopError: the session is Wayland, or there is no display and none can be made.
    """
    kind = session_kind(os.environ, sys.platform)
    if kind is SessionKind.NONE:
        with private_display() as name:
            yield name
        return
    require_usable(kind)
    yield os.environ.get("DISPLAY", "")
