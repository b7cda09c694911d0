"""Whether keys go to the game, in the order of the server's events."""

from __future__ import annotations

from agent.desktop.x11 import FOCUS_IN, FOCUS_OUT, event_kind

_MODE_BYTE = 8
_GRAB = 1
_UNGRAB = 2
_INFERIOR = 2


class FocusTrack:
    """Follows the keyboard's focus through the focus events of the game's window.

    In a burst of events the server is asked once, at its end. What it says holds after the last focus event; between
    a loss and the next gain keys go elsewhere, and whatever is not known to be ours is not ours. A grab of the
    keyboard by another program is a loss too, though the server goes on naming our window as the focus.
    """

    def __init__(self) -> None:
        self._holds: bool | None = False
        self._final: bool | None = False
        self._is_grabbed = False

    def begin(self, final: bool | None) -> None:
        """Start a burst.

        Args:
            final: whether the window holds the focus at the burst's end; None: keys follow the pointer.
        """
        self._final = final
        if self._holds is not True:
            self._holds = final

    def saw(self, event: bytes) -> None:
        """Take in a focus event of the game's window; others change nothing."""
        kind = event_kind(event)
        if kind not in (FOCUS_IN, FOCUS_OUT):
            return
        mode = event[_MODE_BYTE]
        if mode in (_GRAB, _UNGRAB):
            self._is_grabbed = kind == FOCUS_OUT
        elif kind == FOCUS_IN:
            self._holds = self._final
        elif event[1] != _INFERIOR:  # the focus went to a window inside ours: no loss
            self._holds = False

    def is_ours(self, is_pointer_over: bool) -> bool:
        """Whether a key at this place of the burst goes to the game.

        Args:
            is_pointer_over: whether the game's window is topmost under the pointer.
        """
        if self._is_grabbed:
            return False
        return is_pointer_over if self._holds is None else self._holds
