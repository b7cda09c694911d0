"""Who releases what the hands hold when they cannot: `python -m agent.desktop.guardian BEAT LEDGER INJECTOR [KEY]`.

A process in a session of its own (docs/playing.md). It hears the injector's heart and the stop key, and has one answer
to everything: it ends the injector, releases what the ledger says is held, says why in a line, and goes.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress

from agent.desktop.failures import desktop_errors
from agent.desktop.heartbeat import MISSED_NS
from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.ledger import HeldLedger, mapped_ledger
from agent.desktop.punctual import GUARDIAN_PRIORITY, be_punctual, stop_collecting
from agent.desktop.quick_x11 import QuickConnection
from agent.desktop.raw_input import RawKind
from agent.desktop.raw_stream import RawStream, select_raw_input
from agent.desktop.releasing import Releaser
from agent.desktop.roll_call import RollCall
from agent.desktop.x11 import open_connection
from agent.errors import DesktopError
from agent.silence import Silence
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock, SystemClock

READY = "ready"
STOP_KEY = "the stop key"
HANDS_HUNG = f"the hands did not answer for {MISSED_NS // MILLISECOND_NS} ms"
HANDS_DIED = "the hands died while they held something"
_LOOK_S = 0.005
_REST_S = 0.01
_DOUBT_NS = MISSED_NS - 6 * MILLISECOND_NS
"""Silence for longer than this begins the roll call, which is over by the time it has lasted too long."""
_DOUBT_S = 0.001
_DEATH_S = 0.02
_BEATS = 4096
_STALL_NS = 20 * MILLISECOND_NS
_JUST_AFTER_NS = 50_000
_PERSON_NS = 20 * MILLISECOND_NS


class Guardian:
    """Waits for a reason.

    Args:
        clock: measures silence.
        beats: the end of the pipe that the injector beats into.
        ledger: what is held.
        stream: the raw events of all keyboards.
        display: descriptor of the stream's connection.
        stop_keycode: None: there is no stop key.
        roll_call: tells a hang from a core that is kept from the injector.
    """

    def __init__(
        self,
        clock: Clock,
        beats: int,
        ledger: HeldLedger,
        stream: RawStream,
        display: int,
        stop_keycode: int | None,
        roll_call: RollCall,
    ) -> None:
        os.set_blocking(beats, False)
        self._clock = clock
        self._beats = beats
        self._ledger = ledger
        self._stream = stream
        self._display = display
        self._stop_keycode = stop_keycode
        self._roll_call = roll_call
        self._silence = Silence(clock.now_ns(), _STALL_NS)

    def wait(self) -> str:
        """Why the injector is to be ended; an empty string where it ended well by itself.

        Raises:
            DesktopError: the display is gone.
        """
        left_ns = _DOUBT_NS
        while True:
            self._listen(left_ns)
            is_critical = self._ledger.is_critical  # before its beats: it beats, and then it holds
            if not self._hear_beats():
                return HANDS_DIED if self._ledger.is_anything_held else ""
            with desktop_errors("listening for the stop key"):
                if self._is_stop_key_down():
                    return STOP_KEY
            now_ns = self._clock.now_ns()
            silent_ns = self._silence.lasts_ns(now_ns)
            left_ns = _DOUBT_NS - silent_ns
            if not is_critical or left_ns >= 0:
                self._roll_call.stop()
            elif self._roll_call.is_hung(now_ns) and silent_ns > MISSED_NS:
                return HANDS_HUNG

    def _listen(self, left_ns: int) -> None:
        """Pause until something comes, or it is time to look again."""
        if self._roll_call.is_on:
            select.select([self._beats, self._display, self._roll_call.answers], [], [], _DOUBT_S)
        else:
            timeout_s = pause_s(left_ns, is_anything_held=self._ledger.is_anything_held)
            select.select([self._beats, self._display], [], [], timeout_s)

    def _hear_beats(self) -> bool:
        """Take in beats; gives whether the injector lives."""
        try:
            beats = os.read(self._beats, _BEATS)
        except BlockingIOError:
            return True
        self._silence.heard(self._clock.now_ns())
        return bool(beats)

    def _is_stop_key_down(self) -> bool:
        presses = [
            each.raw for each in self._stream.without_a_look() if each.raw and each.raw.kind is RawKind.KEY_PRESS
        ]
        return any(raw.detail == self._stop_keycode for raw in presses)


def pause_s(left_ns: int, *, is_anything_held: bool) -> float:
    """How long nothing is looked at, unless something comes: not beyond the moment when silence has lasted too long.

    Args:
        left_ns: until then; negative where nothing is at stake.
        is_anything_held: whether a key or a button is down.
    """
    longest_s = _LOOK_S if is_anything_held else _REST_S
    return min(longest_s, (left_ns + _JUST_AFTER_NS) / SECOND_NS) if left_ns >= 0 else longest_s


def main(beat: int, ledger_file: int, injector: int, stop_key: str | None) -> int:
    """Run the process.

    Args:
        beat: descriptor of the pipe from the injector.
        ledger_file: descriptor of the ledger.
        injector: the injector's process id.
        stop_key: one of `bridge.events.KEYS`; None: there is no stop key.
    """
    clock, ledger, handle = SystemClock(), mapped_ledger(ledger_file), os.pidfd_open(injector)
    try:
        connection = open_connection()
        with desktop_errors("opening the guardian"):
            releaser = Releaser(QuickConnection())
            stop_keycode = None if stop_key is None else read_keyboard_map(connection).keycodes.get(stop_key)
            if stop_key is not None and stop_keycode is None:
                raise DesktopError(f"this keyboard has no key {stop_key!r}; choose another one with --stop-key")
            stream = select_raw_input(connection, clock)
    except DesktopError as error:
        _say(str(error))
        return 1
    stop_collecting()
    roll_call = RollCall(GUARDIAN_PRIORITY)  # before what may forbid another thread: it locks the memory
    be_punctual(GUARDIAN_PRIORITY)
    _say(READY)
    display = int(connection.get_file_descriptor())
    reason = ""
    try:
        reason = Guardian(clock, beat, ledger, stream, display, stop_keycode, roll_call).wait()
    except DesktopError as error:
        reason = str(error)
    finally:
        with suppress(DesktopError), desktop_errors("releasing what is held"):
            if reason:
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
                releaser.release(ledger)  # at once: a process may take milliseconds to die
                select.select([handle], [], [], _DEATH_S)
            releaser.release_until_quiet(ledger, clock)
    _say(reason)
    with suppress(DesktopError), desktop_errors("releasing what a person held too"):
        while ledger.is_anything_left:
            clock.sleep_until_ns(clock.now_ns() + _PERSON_NS)
            releaser.release_until_quiet(ledger, clock)
    return 0


def _say(line: str) -> None:
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), f"{' '.join(line.split())}\n".encode())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None))
