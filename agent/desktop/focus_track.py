"""Whether keys go to the game, in the order of the server's events."""

from __future__ import annotations

from agent.desktop.x11 import FOCUS_IN, FOCUS_OUT, event_kind

_MODE_BYTE = 8
_GRAB = 1
_UNGRAB = 2
_INFERIOR = 2
_POINTER = 5


class FocusTrack:
    """Follows the keyboard's focus through the focus events of the game's window (X protocol, "FocusIn").

    The events say in order when the focus comes to the window or leaves it. Only while keys follow the pointer, and
    the pointer is elsewhere, can the focus change without an event: then the server's answer at a burst's end tells,
    and whatever is not known to be ours is not ours. A grab of the keyboard by another program is a loss too, though
    the server goes on naming our window as the focus.

    Args:
        holds: whether the window holds the focus now; None: keys follow the pointer.
    """

    def __init__(self, holds: bool | None) -> None:
        self._holds = holds
        self._final = holds
        self._is_grabbed = False

    def begin(self, final: bool | None) -> None:
        """Start a burst.

        Args:
            final: what the server answered after it; as `holds`.
        """
        self._final = final
        if self._holds is None and final is not None:
            self._holds = False

    def saw(self, event: bytes) -> None:
        """Take in a focus event of the game's window; others change nothing."""
        kind, detail, mode = event_kind(event), event[1], event[_MODE_BYTE]
        if kind not in (FOCUS_IN, FOCUS_OUT):
            return
        if mode in (_GRAB, _UNGRAB):
            self._is_grabbed = kind == FOCUS_OUT
        elif kind == FOCUS_IN:
            self._holds = None if detail == _POINTER else True
        elif detail != _INFERIOR:  # the focus went to a window inside ours: no loss
            self._holds = False

    def end(self) -> None:
        """End a burst: where keys follow the pointer again, they do so from the next burst on."""
        if self._holds is False and self._final is None:
            self._holds = None

    def is_ours(self, is_pointer_over: bool) -> bool:
        """Whether a key at this place of the burst goes to the game.

        Args:
            is_pointer_over: whether the game's window is topmost under the pointer.
        """
        if self._is_grabbed:
            return False
        return is_pointer_over if self._holds is None else self._holds
