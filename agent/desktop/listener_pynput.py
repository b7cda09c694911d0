"""Hears mice and keyboards through pynput, where there is no XInput2. On Windows and macOS it was not tried.

Its limits: on X11 it cannot tell injected input from a person's, so every author is a person; mouse and keyboard come
on two connections, so a click and a key within a few milliseconds may change places; and events may come up to 0.2 s
late where the window under the pointer does not follow the mouse.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, assert_never

from agent.desktop.canvas import Canvas, GameWindow, open_canvas
from agent.desktop.keyboard_pynput import is_x11, key_name
from agent.desktop.observed import Observed
from agent.errors import DesktopError, WindowHidden
from bridge.clock import SECOND_NS, Clock
from bridge.events import KEYS, Author, InputEvent, MouseButton
from bridge.geometry import Point

_STOP_S = 1.0
_PROBE_S = 1.0
_PATIENCE_NS = 4 * SECOND_NS
_BUTTONS = frozenset(button.value for button in MouseButton)


@dataclass(frozen=True, slots=True)
class _Moved:
    desktop: Point


@dataclass(frozen=True, slots=True)
class _Clicked:
    desktop: Point
    button: MouseButton
    is_press: bool


@dataclass(frozen=True, slots=True)
class _Scrolled:
    desktop: Point
    notches: int


@dataclass(frozen=True, slots=True)
class _Typed:
    key: str
    is_press: bool


_Act = _Moved | _Clicked | _Scrolled | _Typed


@dataclass(frozen=True, slots=True)
class _Heard:
    act: _Act
    at_ns: int
    author: Author


class PynputListener:
    """An `InputSource`. pynput's threads stamp and append; a thread of ours asks the desktop whose input it is.

    Args:
        canvas: used by our thread only.
        window: the game's window.
        clock: stamps the events.
        injected_by: the author of what the platform marks as injected.
    """

    def __init__(self, canvas: Canvas, window: GameWindow, clock: Clock, injected_by: Author) -> None:
        self._canvas = canvas
        self._clock = clock
        self._injected_by = injected_by
        self._observed = Observed(window.canvas_width_px, window.canvas_height_px)
        self._order = Lock()
        self._heard: SimpleQueue[_Heard | None] = SimpleQueue()
        self._events: deque[InputEvent] = deque()
        self._failure: DesktopError | None = None
        self._thread = Thread(target=self._interpret, name="listener", daemon=True)
        self._hooks: tuple[Any, ...] = ()
        self._hears_echoes = False
        self._due_ns = 0

    def start(self) -> None:
        """Listen from now on."""
        from pynput import keyboard, mouse

        # on X11 pynput tells its listeners of its own controllers' keys a second time, as injected
        self._hears_echoes = is_x11(keyboard)
        self._hooks = (
            mouse.Listener(on_move=self._on_move, on_click=self._on_click, on_scroll=self._on_scroll),
            keyboard.Listener(on_press=self._on_press, on_release=self._on_release),
        )
        self._due_ns = self._clock.now_ns() + _PATIENCE_NS
        self._thread.start()
        for hook in self._hooks:
            hook.start()
            hook.wait()

    @property
    def due_ns(self) -> int:
        """See `agent.desktop.listener.Listener`; pynput's own threads are only known to live."""
        return self._due_ns

    def drain(self) -> tuple[InputEvent, ...]:
        """See `InputSource.drain`.

        Raises:
            WindowGone: the window was closed and all its events are handed over.
            DesktopError: the desktop is gone: nothing more can be heard.
        """
        failure = self._failure
        if failure is None and self._hooks and not all(hook.is_alive() for hook in self._hooks):
            failure = DesktopError("pynput stopped listening; is the display still there?")
        events = tuple(self._events.popleft() for _ in range(len(self._events)))
        if failure is not None and not events:
            raise failure
        return events

    def close(self) -> None:
        """See `InputSource.close`."""
        hooks, self._hooks = self._hooks, ()
        for hook in hooks:
            _stop(hook)
        if self._thread.is_alive():
            self._heard.put(None)
            self._thread.join()
        self._canvas.close()

    def _on_move(self, x: int, y: int, injected: bool) -> None:
        self._append(_Moved(Point(int(x), int(y))), injected)

    def _on_click(self, x: int, y: int, button: Any, pressed: bool, injected: bool) -> None:
        if button.name in _BUTTONS:
            self._append(_Clicked(Point(int(x), int(y)), MouseButton(button.name), pressed), injected)

    def _on_scroll(self, x: int, y: int, dx: int, dy: int, injected: bool) -> None:  # noqa: ARG002  # only up and down
        self._append(_Scrolled(Point(int(x), int(y)), int(dy)), injected)

    def _on_press(self, key: Any, injected: bool) -> None:
        self._on_key(key, True, injected)

    def _on_release(self, key: Any, injected: bool) -> None:
        self._on_key(key, False, injected)

    def _on_key(self, key: Any, is_press: bool, injected: bool) -> None:
        if not (injected and self._hears_echoes):
            self._append(_Typed(key_name(key), is_press), injected)

    def _append(self, act: _Act, injected: bool) -> None:
        author = self._injected_by if injected else Author.HUMAN
        with self._order:  # two threads call this: stamp and place in the queue must agree
            self._heard.put(_Heard(act, self._clock.now_ns(), author))

    def _interpret(self) -> None:
        try:
            while True:
                self._due_ns = self._clock.now_ns() + _PATIENCE_NS
                try:
                    heard = self._heard.get(timeout=_PROBE_S)
                except Empty:
                    continue
                if heard is None:
                    return
                event = self._event(heard.act, heard.at_ns, heard.author)
                if event is not None:
                    self._events.append(event)
        except DesktopError as error:
            self._failure = error

    def _event(self, act: _Act, at_ns: int, author: Author) -> InputEvent | None:
        match act:
            case _Moved():
                return self._observed.move(at_ns, self._place(act.desktop), self._is_over(act.desktop), author)
            case _Scrolled():
                is_over = self._is_over(act.desktop)
                return self._observed.scroll(at_ns, self._place(act.desktop), is_over, act.notches, author)
            case _Clicked():
                place = self._place(act.desktop)
                if not act.is_press:
                    return self._observed.release_button(at_ns, place, act.button, author)
                return self._observed.press_button(at_ns, place, self._is_over(act.desktop), act.button, author)
            case _Typed():
                code = KEYS.index(act.key)
                if not act.is_press:
                    return self._observed.release_key(at_ns, code, author)
                return self._observed.press_key(at_ns, code, act.key, self._asked(self._canvas.is_focused), author)
            case _:
                assert_never(act)

    def _place(self, desktop: Point) -> Point:
        try:
            return self._canvas.geometry().to_canvas(desktop)
        except WindowHidden:
            return Point(0, 0)

    def _is_over(self, desktop: Point) -> bool:
        return self._asked(lambda: self._canvas.is_topmost_at(desktop))

    def _asked(self, question: Callable[[], bool]) -> bool:
        try:
            return question()
        except WindowHidden:
            return False


def _stop(hook: Any) -> None:
    """End a hook's thread now; pynput 1.8 on X11 would leave it waiting for the next event."""
    hook.stop()
    control, context = getattr(hook, "_display_stop", None), getattr(hook, "_context", None)
    if control is not None and context is not None:
        with suppress(Exception):  # the thread may end, and close its connection, at any moment
            control.record_disable_context(context)
            control.flush()
    hook.join(_STOP_S)


def open_pynput_listener(window: GameWindow, clock: Clock, injected_by: Author) -> PynputListener:
    """Listen from now on; see `agent.desktop.listener.open_listener`."""
    canvas = open_canvas(window)
    try:
        listener = PynputListener(canvas, window, clock, injected_by)
        listener.start()
    except DesktopError:
        canvas.close()
        raise
    except Exception as error:
        canvas.close()
        raise DesktopError(f"pynput cannot listen: {type(error).__name__} {error}; is there a desktop?") from error
    return listener
