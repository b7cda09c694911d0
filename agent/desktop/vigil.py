"""Whether the hands may act: what the server, the agent and the machine's clock say, until the first objection."""

from __future__ import annotations

from collections.abc import Callable

from agent.desktop.actuator_xtest import XTestActuator
from agent.desktop.echoes import Echoes
from agent.desktop.ledger import HeldLedger
from agent.desktop.raw_input import RawInput, RawKind
from agent.desktop.wire import Setup
from agent.desktop.x11 import DESTROY_NOTIFY, FOCUS_OUT, UNMAP_NOTIFY, event_kind
from agent.errors import DesktopError, WindowGone, WindowHidden
from agent.reports import TAKEN_OVER, WINDOW_GONE
from agent.silence import Silence
from bridge.clock import MILLISECOND_NS

FOCUS_LOST = "the game's window lost the keyboard's focus"
KEYBOARD_TAKEN = "another program took the keyboard: a screen lock, or a menu of the desktop"
WINDOW_HIDDEN = "the game's window was hidden"
DISPLAY_GONE = "the display is gone"
AGENT_SILENT = "the agent was silent for more than 0.9 s"
GUARDIAN_GONE = "the guardian of the hands is gone"
SLEPT = "the machine was asleep"
PANIC = "osrs-agent panic"

AGENT_SILENCE_NS = 900 * MILLISECOND_NS
_SLEEP_NS = 50 * MILLISECOND_NS
_MODE_BYTE = 8
_GRAB = 1
_UNGRAB = 2
_INFERIOR = 2
_KEYS = frozenset({RawKind.KEY_PRESS, RawKind.KEY_RELEASE})


class Vigil:
    """Remembers the first objection; only a new session, which a person starts, is armed again.

    Args:
        yields: whether a person's input and the loss of the focus are objections.
        stop_keycode: left to the guardian; None: there is none.
        ledger: in which others ask to stop.
        echoes: knows our own doing.
        raw_of: reads a raw event; None where it is another one.
        now_ns: the time.
        suspended_ns: see `bridge.clock.suspended_ns`.
    """

    def __init__(
        self,
        setup: Setup,
        stop_keycode: int | None,
        ledger: HeldLedger,
        echoes: Echoes,
        raw_of: Callable[[bytes], RawInput | None],
        now_ns: Callable[[], int],
        suspended_ns: Callable[[], int],
    ) -> None:
        self._yields = setup.yields
        self._stop_keycode = stop_keycode
        self._ledger = ledger
        self._echoes = echoes
        self._raw_of = raw_of
        self._now_ns = now_ns
        self._suspended_ns = suspended_ns
        self._slept_ns = suspended_ns()
        self._is_armed = False
        self._objection = ""
        self._agent_silence = Silence(now_ns())
        self._asks_focus = False
        self._asks_window = False

    @property
    def objection(self) -> str:
        """Why the hands may not act any more; empty while nothing was objected to."""
        return self._objection

    @property
    def is_display_dead(self) -> bool:
        """Whether there is no display to listen to."""
        return self._objection == DISPLAY_GONE

    @property
    def may_act(self) -> bool:
        """Whether an event may leave now."""
        is_quiet = not (self._asks_focus or self._asks_window or self._ledger.is_stopped)
        return self._is_armed and not self._objection and is_quiet

    def arm(self) -> None:
        """What happened before does not count."""
        self._is_armed = True

    def disarm(self) -> None:
        """Nothing is acted upon any more, and nothing objected to."""
        self._is_armed = False

    def heard_agent(self) -> None:
        """The agent gave a sign of life."""
        self._agent_silence.heard(self._now_ns())

    def object(self, reason: str) -> None:
        """Object; the first reason stays."""
        self._objection = self._objection or reason

    def lost(self, error: DesktopError) -> None:
        """The desktop refused to go on."""
        match error:
            case WindowGone():
                self.object(WINDOW_GONE)
            case WindowHidden():
                self.object(WINDOW_HIDDEN)
            case _:
                self._objection = DISPLAY_GONE

    def saw(self, event: bytes) -> None:
        """Take in an event of the server."""
        raw = self._raw_of(event)
        if raw is not None:
            self._saw_input(raw)
        elif event_kind(event) in (UNMAP_NOTIFY, DESTROY_NOTIFY):
            self._asks_window = True
        elif event_kind(event) == FOCUS_OUT and self._is_armed and self._yields:
            self._saw_focus_go(event)

    def judge(self, actuator: XTestActuator, *, is_guarded: bool) -> None:
        """Look at everything that needs asking.

        Args:
            actuator: asked where the focus and the window are, where an event says that they may have changed.
            is_guarded: whether the guardian is there.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
            DesktopError: the display is gone.
        """
        if self._asks_window:
            actuator.check_window()
            self._asks_window = False
        if self._asks_focus:
            if actuator.holds_focus() is False:
                self.object(FOCUS_LOST)
            self._asks_focus = False
        if self._ledger.is_stopped:
            self.object(PANIC)
        if not is_guarded:
            self.object(GUARDIAN_GONE)
        slept_ns = self._suspended_ns()
        if slept_ns - self._slept_ns > _SLEEP_NS:
            self.object(SLEPT)
        silence_ns = self._agent_silence.lasts_ns(self._now_ns())
        if self._is_armed and silence_ns > AGENT_SILENCE_NS:
            self.object(AGENT_SILENT)

    def _saw_input(self, raw: RawInput) -> None:
        if self._echoes.heard(raw, self._now_ns()) or not (self._is_armed and self._yields):
            return
        if raw.kind in _KEYS and raw.detail == self._stop_keycode:
            return  # the guardian's, who tells it by its name
        self.object(PANIC if self._ledger.is_stopped else TAKEN_OVER)  # a panic's releases are not ours either

    def _saw_focus_go(self, event: bytes) -> None:
        detail, mode = event[1], event[_MODE_BYTE]
        if mode == _GRAB:
            self.object(KEYBOARD_TAKEN)
        elif mode != _UNGRAB and detail != _INFERIOR:
            self._asks_focus = True
