"""From bursts of raw events to input events of the game: time, place, name, author, and whether it is the game's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from agent.desktop.canvas import GameWindow
from agent.desktop.canvas_x11 import FollowedWindow
from agent.desktop.covers_x11 import Covers
from agent.desktop.event_time import EventTime
from agent.desktop.focus_track import FocusTrack
from agent.desktop.keyboard_x11 import WHEEL_DOWN, WHEEL_UP, KeyboardMap, button_named, read_keyboard_map
from agent.desktop.observed import Observed
from agent.desktop.pointer_track import PointerTrack
from agent.desktop.raw_input import RawInput, RawKind
from agent.desktop.raw_stream import Burst
from agent.desktop.x11 import FOCUS_IN, FOCUS_OUT, MAPPING_NOTIFY, Connection, event_kind, looked_at, root_window
from agent.errors import WindowHidden
from bridge.events import Author, InputEvent
from bridge.geometry import CanvasGeometry, Point, Rect

_KEYS = frozenset({RawKind.KEY_PRESS, RawKind.KEY_RELEASE})
_FOCUS = frozenset({FOCUS_IN, FOCUS_OUT})
_NOTCHES = {WHEEL_UP: 1, WHEEL_DOWN: -1}


class Hearing:
    """Knows the window, the pointer, the focus and what is held, from burst to burst.

    Args:
        connection: the one that the bursts come from.
        window: the game's window.
        injecting: the numbers of the XTest devices.
        injected_by: the author of what they inject; every other device is a person's.
    """

    def __init__(
        self, connection: Connection, window: GameWindow, injecting: frozenset[int], injected_by: Author
    ) -> None:
        self._connection = connection
        self._root = root_window(connection)
        self._injecting = injecting
        self._injected_by = injected_by
        screen = connection.setup.roots[0]
        self._track = PointerTrack(screen.width_in_pixels, screen.height_in_pixels, injecting)
        self._followed = FollowedWindow(connection, window)
        self._covers = Covers(connection)
        self._geometry: CanvasGeometry | None = None
        self._is_shown = False
        self._focus = FocusTrack(False)
        self._times = EventTime()
        self._observed = Observed(window.canvas_width_px, window.canvas_height_px)
        self._maps: KeyboardMap | None = None

    def begin(self) -> None:
        """Look at the desktop for the first time, which also selects the window's own events.

        Raises:
            WindowGone: it was closed.
        """
        self._track.places((), looked_at(self._connection))
        self._measure()
        self._focus = FocusTrack(self._followed.holds_focus())

    def events(self, burst: Burst) -> list[InputEvent]:
        """The game's input events of a burst, in order.

        Raises:
            WindowGone: the window was closed.
        """
        above = self._take_in(burst)
        raws = [heard.raw for heard in burst.heard if heard.raw is not None]
        places = self._track.places(raws, burst.pointer)
        over = self._over(places, above)
        placed = iter(zip(places, over, strict=True))
        happened: list[InputEvent | None] = []
        for heard in burst.heard:
            if heard.raw is None:
                self._focus.saw(heard.event)
                continue
            place, is_over = next(placed)
            at_ns = self._times.stamp(heard.at_ns, heard.raw.server_ms)
            happened.append(self._event(heard.raw, at_ns, place, is_over))
        self._focus.end()
        return [event for event in happened if event is not None]

    def _take_in(self, burst: Burst) -> list[tuple[Rect, ...]]:
        """Follow what windows do; for each input of the burst, what lay over the game's window at that moment."""
        asks_focus, above = False, list[tuple[Rect, ...]]()
        over: tuple[Rect, ...] | None = None
        for heard in burst.heard:
            if heard.raw is not None:
                over = self._covers.above(self._followed.outermost()) if over is None else over
                above.append(over)
                asks_focus = asks_focus or heard.raw.kind in _KEYS
                continue
            over, kind = None, event_kind(heard.event)
            asks_focus = asks_focus or kind in _FOCUS
            if kind == MAPPING_NOTIFY:
                self._maps = None
            self._followed.saw(heard.event)
            self._covers.saw(heard.event)
        self._measure()
        if asks_focus:
            self._focus.begin(self._followed.holds_focus())
        return above

    def _measure(self) -> None:
        try:
            self._geometry = self._followed.geometry()
            self._is_shown = True
        except WindowHidden:
            self._is_shown = False

    def _over(self, places: Sequence[Point], above: Sequence[tuple[Rect, ...]]) -> list[bool]:
        """Whether the game's window is topmost at each place, by the windows above it at that moment."""
        if self._geometry is None or not self._is_shown:
            return [False] * len(places)
        client = self._geometry.desktop
        return [
            client.contains(place.x, place.y) and not any(rect.contains(place.x, place.y) for rect in rects)
            for place, rects in zip(places, above, strict=True)
        ]

    def _event(self, raw: RawInput, at_ns: int, place: Point, is_over: bool) -> InputEvent | None:
        author = self._injected_by if raw.source in self._injecting else Author.HUMAN
        match raw.kind:
            case RawKind.MOTION:
                is_motion = raw.x is not None or raw.y is not None  # a smooth wheel moves other axes
                return self._observed.move(at_ns, self._canvas(place), is_over and is_motion, author)
            case RawKind.BUTTON_PRESS:
                return self._press(raw, at_ns, self._canvas(place), is_over, author)
            case RawKind.BUTTON_RELEASE:
                return self._release(raw, at_ns, self._canvas(place), author)
            case RawKind.KEY_PRESS:
                key = self._keyboard_map().key_name(raw.detail)
                return self._observed.press_key(at_ns, raw.detail, key, self._focus.is_ours(is_over), author)
            case RawKind.KEY_RELEASE:
                return self._observed.release_key(at_ns, raw.detail, author)
            case _:
                assert_never(raw.kind)

    def _press(self, raw: RawInput, at_ns: int, place: Point, is_over: bool, author: Author) -> InputEvent | None:
        logical = self._keyboard_map().logical_button(raw.detail)
        if logical in _NOTCHES:
            return self._observed.scroll(at_ns, place, is_over, _NOTCHES[logical], author)
        button = button_named(logical)
        return None if button is None else self._observed.press_button(at_ns, place, is_over, button, author)

    def _release(self, raw: RawInput, at_ns: int, place: Point, author: Author) -> InputEvent | None:
        button = button_named(self._keyboard_map().logical_button(raw.detail))
        return None if button is None else self._observed.release_button(at_ns, place, button, author)

    def _canvas(self, place: Point) -> Point:
        return place if self._geometry is None else self._geometry.to_canvas(place)

    def _keyboard_map(self) -> KeyboardMap:
        if self._maps is None:
            self._maps = read_keyboard_map(self._connection)
        return self._maps
