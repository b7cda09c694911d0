"""What must stay as it is while a game client is watched or played: its canvas, and the world where it may act."""

from __future__ import annotations

from bridge.state import GameState, View


class ClientWatch:
    """Looks at each tick and remembers the first objection. Ask it on one thread.

    Args:
        view: the client's at the start; its canvas must keep its size, since a recording and the limits have one.
        armed_in: the world host in which acting was allowed; None: nothing acts, any world will do.
    """

    def __init__(self, view: View, armed_in: str | None = None) -> None:
        self._size_px = (view.canvas_width_px, view.canvas_height_px)
        self._armed_in = armed_in
        self._objection = ""

    @property
    def objection(self) -> str:
        """Why to stop; an empty string while all is well."""
        return self._objection

    def look(self, state: GameState) -> str:
        """Take in a tick; gives the objection."""
        self._objection = self._objection or self._found(state)
        return self._objection

    def _found(self, state: GameState) -> str:
        size_px = (state.view.canvas_width_px, state.view.canvas_height_px)
        if size_px != self._size_px:
            before, now = (f"{width}x{height}" for width, height in (self._size_px, size_px))
            return f"the client's canvas changed from {before} to {now} pixels"
        if self._armed_in is not None and state.world_host != self._armed_in:
            return f"the client went from world host {self._armed_in!r} to {state.world_host!r}"
        return ""
