"""What other windows lie over the game's on an X server, kept up to date by the server's own events."""

from __future__ import annotations

from agent.desktop.x11 import Connection, event_kind, extension, root_window
from bridge.geometry import Rect

_SUBSTRUCTURE_MASK = 1 << 19
_SELECT_EVENTS = 1 << 11
_VIEWABLE = 2
_INPUT_ONLY = 2
_CHANGES = frozenset(range(16, 27))  # from CreateNotify to CirculateNotify
_COMPOSITOR = "_NET_WM_CM_S0"


class Covers:
    """The shown windows above another one.

    A window counts with the rectangle around it, whatever its shape. The screen that a compositor draws on is none.

    Args:
        connection: whose owner passes each event on to `saw`; the root's events are selected on it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._core = connection.core
        self._root = root_window(connection)
        self._core.ChangeWindowAttributes(self._root, _SELECT_EVENTS, [_SUBSTRUCTURE_MASK])
        self._overlay = self._compositor_screen()
        self._known: tuple[int, tuple[Rect, ...]] | None = None
        self._changes = 0

    @property
    def changes(self) -> int:
        """How often any window of the desktop changed so far, as far as events were passed on."""
        return self._changes

    def saw(self, event: bytes) -> None:
        """Forget what an event made untrue."""
        if event_kind(event) in _CHANGES:
            self._known = None
            self._changes += 1

    def above(self, outermost: int) -> tuple[Rect, ...]:
        """The rectangles of the windows above a child of the root, in desktop pixels."""
        if self._known is None or self._known[0] != outermost:
            self._known = outermost, self._asked(outermost)
        return self._known[1]

    def _asked(self, outermost: int) -> tuple[Rect, ...]:
        children = [int(child) for child in self._core.QueryTree(self._root).reply().children]
        above = children[children.index(outermost) + 1 :] if outermost in children else children
        asked = [
            (self._core.GetWindowAttributes(child), self._core.GetGeometry(child))
            for child in above
            if child != self._overlay
        ]
        return tuple(rect for attributes, size in asked if (rect := self._shown(attributes, size)) is not None)

    def _shown(self, attributes: Connection, size: Connection) -> Rect | None:
        """The rectangle of a window, by the answers of the server that are waited for; None: it shows no pixel."""
        try:
            seen, place = attributes.reply(), size.reply()
        except Exception:
            self._connection.invalid()  # raises where the display died
            return None  # it was closed meanwhile
        if seen.map_state != _VIEWABLE or seen._class == _INPUT_ONLY:
            return None
        border = 2 * int(place.border_width)
        return Rect(int(place.x), int(place.y), int(place.width) + border, int(place.height) + border)

    def _compositor_screen(self) -> int:
        """The window that a compositor draws the whole desktop on; 0 where there is none."""
        atom = self._core.InternAtom(False, len(_COMPOSITOR), _COMPOSITOR).reply().atom
        if not self._core.GetSelectionOwner(atom).reply().owner:
            return 0
        composite = extension(self._connection, "composite")
        composite.QueryVersion(0, 3).reply()
        overlay = int(composite.GetOverlayWindow(self._root).reply().overlay_win)
        composite.ReleaseOverlayWindow(self._root)
        return overlay
