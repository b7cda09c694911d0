"""An agent that holds something and never rests, to be ended: `python -m tests.soak.play_worker WINDOW SEED`.

The live driver and the hands are the real ones; the ticks are a made-up world's, and the model is a loop that keeps
Python busy. It says in a line of JSON which processes it has, and in another one why it ended.
"""

from __future__ import annotations

import json
import random
import signal
import sys
from functools import partial
from types import FrameType
from typing import Any

from agent.desktop import hands as hands_module
from agent.desktop.canvas import GameWindow
from agent.desktop.endings import Terminated, ending_name, endings_raise
from agent.desktop.hands import open_hands
from agent.limits import Limits
from agent.live import LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.play_ports import LivePorts
from agent.tape import SilentTape
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, InputEvent, KeyPress, MouseButton, PointerMove, WheelScroll
from bridge.state import TICK_NS
from model.history import History
from tests.agent.live_world import QuickWorld

AGENT = Author.AGENT
TICK_MS = 60
_TICKS = 1_000
_BUSY_NS = 20 * MILLISECOND_NS
_LONGEST_NS = 400 * MILLISECOND_NS


class _Failure(RuntimeError):
    """What a trial has the agent raise."""


class _Faults:
    def __init__(self) -> None:
        self.is_to_fail = False

    def take(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.is_to_fail = True

    def reason(self, loop: PlayLoop) -> str:
        if self.is_to_fail:
            raise _Failure("an exception in the agent")
        return loop.neutral_reason


def main(window_id: int, seed: int) -> int:
    """Run the process."""
    clock, rng, faults = SystemClock(), random.Random(seed), _Faults()
    signal.signal(signal.SIGUSR1, faults.take)
    hands_module._process = partial(_with_another_injector, hands_module._process)
    world, loop = QuickWorld(_TICKS, TICK_MS), PlayLoop(Mode.ARMED, yields_to_human=True)
    window, limits = GameWindow(window_id, "a plain window"), Limits(765, 503)
    try:
        with endings_raise() as endings, open_hands(window, limits, clock, stop_key="f12", yields=True) as hands:
            # what a signal raises may get lost: as the real play does, the loop asks for it, too
            settings = LiveSettings(None, lambda: endings.asked_by or faults.reason(loop))
            _say({"injector": hands.injector_pid, "guardian": hands.guardian_pid})
            ports = LivePorts(world, world, hands)
            reason = run_live(ports, clock, loop, partial(_decide, clock, rng), SilentTape(), settings)
    except (_Failure, KeyboardInterrupt, Terminated) as ending:
        reason = str(ending) if isinstance(ending, _Failure) else ending_name(ending)
    _say({"ended_by": reason, "sent": loop.statistics.sent})
    return 0


def _decide(clock: SystemClock, rng: random.Random, history: History) -> Plan:
    """Hold a button and a key, and move all the time."""
    end_ns = clock.now_ns() + min(_LONGEST_NS, round(rng.paretovariate(1.5) / 3 * _BUSY_NS))
    while clock.now_ns() < end_ns:
        pass
    start_ns = clock.now_ns() + 8 * MILLISECOND_NS
    events: list[InputEvent] = [
        ButtonPress(start_ns, 20, 20, MouseButton.LEFT, AGENT),
        KeyPress(start_ns, "shift", AGENT),
    ]
    for step in range(1, 12):
        at_ns = start_ns + step * 5 * MILLISECOND_NS + rng.randrange(MILLISECOND_NS)
        place = rng.randrange(765), rng.randrange(503)
        turn = WheelScroll(at_ns, *place, 1, AGENT)  # the server is held while it waits for its time
        events.append(turn if step % 2 else PointerMove(at_ns, *place, AGENT))
    return Plan(history.now_ns, tuple(event for event in events if event.at_ns < history.now_ns + TICK_NS))


def _with_another_injector(start: Any, module: str, *rest: Any, **more: Any) -> Any:
    """The injector that can be made to hang; otherwise it is the real one."""
    return start("tests.soak.hanging_injector" if module == "agent.desktop.injector" else module, *rest, **more)


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
