"""A person holds Shift from before an agent that would press it, too: it stays down in every ending."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from agent.desktop.x11 import open_connection
from bridge.clock import MILLISECOND_NS
from tests.agent.desktop.devices import Devices
from tests.agent.desktop.handling import SHIFT_KEYCODE
from tests.soak.play_endings import CLOCK, FAULTS, HELD, Stage, await_held, staged

NEXT_START = "worker, guardian and agent killed, then the next start"
ENDINGS = (*FAULTS, NEXT_START)
_STAYS_NS = 30 * MILLISECOND_NS


def shifts_kept(ending: str, count: int, seed: int) -> int:
    """End an agent that holds a button, so often; gives how often the button came up and the person's Shift stayed.

    Args:
        ending: one of `ENDINGS`.
        count: how often.
        seed: of the moments.

    Raises:
        AssertionError: the Shift came up, or the button did not.
    """
    rng, end = random.Random(seed), FAULTS.get(ending, _kill_and_start)
    for trial in range(count):
        with _person_holds_shift(), staged(rng.randrange(1 << 30)) as stage:
            await_held(stage.plain, HELD)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + rng.randrange(100 * MILLISECOND_NS))
            end(stage)
            theirs = {SHIFT_KEYCODE, stage.stop_keycode} if ending == "stop key" else {SHIFT_KEYCODE}
            await_held(stage.plain, (set(), theirs), f"{ending}, trial {trial}")
            CLOCK.sleep_until_ns(CLOCK.now_ns() + _STAYS_NS)
            assert stage.plain.held() == (set(), theirs), f"{ending}, trial {trial}: {stage.plain.held()} is held"
            stage.devices.key(stage.stop_keycode, is_press=False)
    return count


def _kill_and_start(stage: Stage) -> None:
    for pid in (stage.guardian, stage.injector, stage.agent.pid):
        os.kill(pid, signal.SIGKILL)
    command = [sys.executable, "-c", "from agent.start import main; main()", "panic"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _person_holds_shift() -> Iterator[None]:
    connection = open_connection()
    devices = Devices(connection)
    devices.key(SHIFT_KEYCODE, is_press=True)
    try:
        yield
    finally:
        devices.key(SHIFT_KEYCODE, is_press=False)
        connection.disconnect()
