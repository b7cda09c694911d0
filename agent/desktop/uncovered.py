"""Hands that touch only what they see: nothing is sent where another window lies over the game's, or holds the keys."""

from __future__ import annotations

from agent.desktop.canvas import Canvas
from agent.desktop.sendable import place_of
from agent.errors import InputRefused
from bridge.events import ButtonRelease, InputEvent, KeyPress, KeyRelease
from bridge.held import HeldInput
from bridge.ports import InputSink


class UncoveredSink:
    """An `InputSink` before another one, for a desktop on which other windows lie.

    A window that appears between the look and the click is not seen. Releases always pass.

    Args:
        sink: gets what may be sent; closed with this one.
        canvas: of the same window; not closed.
    """

    def __init__(self, sink: InputSink, canvas: Canvas) -> None:
        self._sink = sink
        self._canvas = canvas

    def send(self, event: InputEvent) -> None:
        """See `InputSink.send`.

        Raises:
            InputRefused: another window lies there ("covered") or gets the keys ("unfocused"), or the sink refuses it.
        """
        if not isinstance(event, ButtonRelease | KeyRelease):
            self._look(event)
        self._sink.send(event)

    def held(self) -> HeldInput:
        """See `InputSink.held`."""
        return self._sink.held()

    def release_all(self) -> None:
        """See `InputSink.release_all`."""
        self._sink.release_all()

    def close(self) -> None:
        """See `InputSink.close`."""
        self._sink.close()

    def _look(self, event: InputEvent) -> None:
        place = place_of(event)
        if isinstance(event, KeyPress) and not self._canvas.is_focused():
            raise InputRefused("unfocused", "the game's window does not have the keyboard; click it")
        if place is not None and not self._canvas.is_topmost_at(self._canvas.geometry().to_desktop(place)):
            raise InputRefused("covered", f"another window lies over ({place.x}, {place.y}); move it away")
