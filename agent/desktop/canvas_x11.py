"""Following the game's window on an X server."""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from agent.desktop.canvas import GameWindow
from agent.desktop.failures import desktop_errors
from agent.desktop.packed import Packed
from agent.desktop.x11 import (
    CONFIGURE_NOTIFY,
    DESTROY_NOTIFY,
    MAP_NOTIFY,
    REPARENT_NOTIFY,
    UNMAP_NOTIFY,
    Connection,
    event_kind,
    looked_at,
    open_connection,
    root_window,
)
from agent.errors import WindowGone, WindowHidden
from bridge.geometry import CanvasGeometry, Point, Rect

_STRUCTURE_MASK = 1 << 17
_FOCUS_MASK = 1 << 21
_SELECT_EVENTS = 1 << 11
_VIEWABLE = 2
_POINTER_ROOT = 1
_NO_FOCUS = 0
_GET_ATTRIBUTES, _GET_GEOMETRY, _QUERY_POINTER, _TRANSLATE, _GET_FOCUS = 3, 14, 38, 40, 43
_IDS, _PLACES, _TWO, _SIZE = struct.Struct("=I"), struct.Struct("=IIhh"), struct.Struct("=hh"), struct.Struct("=HH")
_CHILD = struct.Struct("=8xI")  # of a translated place; the window of a focus stands there too
_TRANSLATED_AT, _PLACE_AT, _SIZE_AT, _MAP_STATE_AT = 12, 16, 16, 26
_STRUCTURE = frozenset({CONFIGURE_NOTIFY, DESTROY_NOTIFY, MAP_NOTIFY, REPARENT_NOTIFY, UNMAP_NOTIFY})

_Answer = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Look:
    """What the server answered to one look at a desktop pixel.

    Args:
        geometry: where the canvas lies.
        is_canvas_on_top: whether the canvas itself, and nothing over it or in it, is what a click there hits.
        focus: the window that gets the keys, or the protocol's marks for none and for the pointer's.
        pointer: where the pointer is.
    """

    geometry: CanvasGeometry
    is_canvas_on_top: bool
    focus: int
    pointer: Point


class FollowedWindow:
    """A window and all that it lies in, kept up to date by the server's own events on one connection.

    Args:
        connection: whose owner passes each event on to `saw`.
        window: the window to follow.
    """

    def __init__(self, connection: Connection, window: GameWindow) -> None:
        self._connection = connection
        self._core = connection.core
        self._root = root_window(connection)
        self._window = window
        self._canvas_id = window.window_id if window.canvas_id is None else window.canvas_id
        self._branch: tuple[int, ...] = ()
        self._geometry: CanvasGeometry | None = None
        canvas = _IDS.pack(self._canvas_id)
        self._asks_place = (
            Packed(connection, _GET_ATTRIBUTES, canvas),
            Packed(connection, _GET_GEOMETRY, canvas),
            Packed(connection, _TRANSLATE, _PLACES.pack(self._canvas_id, self._root, 0, 0)),
        )
        self._asks_where = (
            Packed(connection, _GET_FOCUS),
            Packed(connection, _QUERY_POINTER, _IDS.pack(self._root)),
        )

    def saw(self, event: bytes) -> None:
        """Forget what an event made untrue."""
        kind = event_kind(event)
        if kind in _STRUCTURE:
            self._geometry = None
        if kind in (REPARENT_NOTIFY, DESTROY_NOTIFY):
            self._branch = ()

    def geometry(self) -> CanvasGeometry:
        """See `Canvas.geometry`."""
        if self._geometry is None:
            self._geometry = self._measure()
        return self._geometry

    def outermost(self) -> int:
        """The child of the root that holds the window: itself, or the window manager's frame."""
        return self._follow()[-1]

    def holds_focus(self) -> bool | None:
        """Whether the keyboard's focus lies in the window; None: keys go to the window under the pointer.

        With the focus on the root or on a frame around the window, keys go to the window under the pointer.
        """
        return self.is_focus_ours(int(self._core.GetInputFocus().reply().focus))

    def is_focus_ours(self, focus: int) -> bool | None:
        """As `holds_focus`, where the server has been asked already.

        Args:
            focus: the window that has the focus, or the protocol's marks for none and for the pointer's.
        """
        if focus == _NO_FOCUS:
            return False
        branch = self._follow()
        if focus in (_POINTER_ROOT, self._root) or focus in branch[branch.index(self._window.window_id) + 1 :]:
            return None
        return self._is_inside(focus)

    def look_at(self, desktop: Point) -> Look:
        """What is there now, in one round trip; nothing that this connection remembers is trusted.

        Args:
            desktop: a pixel of the desktop.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
        """
        return self.ask_look(desktop)()

    def ask_look(self, desktop: Point) -> Callable[[], Look]:
        """As `look_at`, without waiting: gives what waits for the answer, and raises what there is to raise."""
        branch = self._follow()
        asked = [each.ask() for each in self._asks_place]
        there = [
            Packed(self._connection, _TRANSLATE, _PLACES.pack(self._root, around, desktop.x, desktop.y)).ask()
            for around in (self._root, *reversed(branch))
        ]
        return partial(self._looked, branch, asked, there, [each.ask() for each in self._asks_where])

    def _looked(
        self, branch: tuple[int, ...], asked: list[_Answer], there: list[_Answer], where: list[_Answer]
    ) -> Look:
        geometry = self._placed(asked)
        try:
            children = [_child(answer()) for answer in there]
            focus, pointer = (answer() for answer in where)
        except Exception as error:
            self._connection.invalid()
            raise self._gone() from error
        place = Point(*_TWO.unpack_from(pointer, _PLACE_AT))
        return Look(geometry, children == [*reversed(branch), 0], _child(focus), place)

    def _is_inside(self, window: int) -> bool:
        while window not in (self._root, 0):
            if window == self._window.window_id:
                return True
            try:
                window = int(self._core.QueryTree(window).reply().parent)
            except Exception:
                self._core.conn.invalid()  # raises where the display died
                return False  # a window that closes meanwhile is not ours
        return False

    def _follow(self) -> tuple[int, ...]:
        """The canvas, the window and its ancestors below the root, innermost first; their events are selected once."""
        if not self._branch:
            branch: list[int] = []
            window = self._canvas_id
            while window not in (self._root, 0):
                branch.append(window)
                mask = _STRUCTURE_MASK | (_FOCUS_MASK if window == self._window.window_id else 0)
                self._core.ChangeWindowAttributes(window, _SELECT_EVENTS, [mask])
                window = self._parent(window)
            if self._window.window_id not in branch:
                raise self._gone()  # the canvas was closed, or lives elsewhere now
            self._branch = tuple(branch)
        return self._branch

    def _parent(self, window: int) -> int:
        try:
            return int(self._core.QueryTree(window).reply().parent)
        except Exception as error:
            self._core.conn.invalid()  # raises where the display died, which is not the window's end
            raise self._gone() from error

    def _measure(self) -> CanvasGeometry:
        self._follow()
        return self._placed([each.ask() for each in self._asks_place])

    def _placed(self, asked: list[_Answer]) -> CanvasGeometry:
        window = self._window
        try:
            attributes, size, place = (answer() for answer in asked)
        except Exception as error:
            self._connection.invalid()
            raise self._gone() from error
        if attributes[_MAP_STATE_AT] != _VIEWABLE:
            raise WindowHidden(f"the window {window.title!r} is minimised or hidden; show it to go on")
        desktop = Rect(*_TWO.unpack_from(place, _TRANSLATED_AT), *_SIZE.unpack_from(size, _SIZE_AT))
        return CanvasGeometry(desktop, window.canvas_width_px, window.canvas_height_px)

    def _gone(self) -> WindowGone:
        return WindowGone(f"the window {self._window.title!r} was closed; start the game again")


def _child(answer: bytes) -> int:
    return int(_CHILD.unpack_from(answer)[0])


class X11Canvas:
    """A `Canvas` with a connection of its own.

    Args:
        connection: used by nobody else.
        window: the window to follow.
    """

    def __init__(self, connection: Connection, window: GameWindow) -> None:
        self._connection = connection
        self._window = window
        self._followed = FollowedWindow(connection, window)
        self._root = root_window(connection)

    def geometry(self) -> CanvasGeometry:
        """See `Canvas.geometry`."""
        with desktop_errors(f"asking for the place of {self._window.title!r}"):
            self._catch_up()
            return self._followed.geometry()

    def is_topmost_at(self, desktop: Point) -> bool:
        """See `Canvas.is_topmost_at`."""
        with desktop_errors("asking what lies under the pointer"):
            self._catch_up()
            if not self._followed.geometry().desktop.contains(desktop.x, desktop.y):
                return False
            there = self._connection.core.TranslateCoordinates(self._root, self._root, desktop.x, desktop.y).reply()
            return bool(there.child == self._followed.outermost())

    def is_focused(self) -> bool:
        """See `Canvas.is_focused`."""
        with desktop_errors("asking where keys go"):
            self._catch_up()
            holds = self._followed.holds_focus()
            return self.is_topmost_at(looked_at(self._connection)) if holds is None else holds

    def close(self) -> None:
        """See `Canvas.close`."""
        self._connection.disconnect()

    def _catch_up(self) -> None:
        while (event := self._connection.poll_for_event()) is not None:
            self._followed.saw(event)


def open_x11_canvas(window: GameWindow) -> X11Canvas:
    """Follow a window from now on; see `agent.desktop.canvas.open_canvas`."""
    canvas = X11Canvas(open_connection(), window)
    try:
        with suppress(WindowHidden):  # it may come back, and says so when asked
            canvas.geometry()
    except BaseException:
        canvas.close()
        raise
    return canvas
