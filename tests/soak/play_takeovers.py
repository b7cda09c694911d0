"""A person takes over at random moments: how soon the hands are neutral, and whether anything is sent afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agent.desktop.guardian import HANDS_HUNG
from agent.desktop.raw_input import RawKind
from agent.desktop.raw_stream import RawStream, injecting_devices, select_raw_input
from agent.desktop.vigil import TAKEN_OVER
from agent.desktop.x11 import open_connection
from agent.reports import Halted, Report, Sent
from bridge.clock import MILLISECOND_NS
from tests.agent.desktop.devices import Devices
from tests.agent.desktop.handling import (
    CLOCK,
    SHIFT_KEYCODE,
    move_to,
    opened_hands,
    plan,
    press,
    press_shift,
    reports_until_halted,
)
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.benchmarks.idle_control import IdleControl, idle_control, together
from tests.soak.play_endings import CONTROLS, told

_F1 = 67
_STEPS = 40
_ACTS = frozenset({RawKind.MOTION, RawKind.BUTTON_PRESS, RawKind.KEY_PRESS})


@dataclass(frozen=True, slots=True)
class Takeovers:
    """How it went.

    Args:
        latched_ms: from the person's input, as its device made it, until the hands were neutral.
        reported_after: events that the hands say they sent after they were neutral.
        seen_between: presses and moves of ours that the server saw after the person's input, in its own order; with
            `reported_after` 0 they came before the hands were neutral.
        void: trials in which the hands let go by themselves because the machine did not let the server answer.
        control: taken between the trials.
    """

    latched_ms: tuple[float, ...]
    reported_after: int
    seen_between: int
    void: int
    control: IdleControl

    @property
    def p99_ms(self) -> float:
        """The 99th percentile."""
        return float(np.quantile(self.latched_ms, 0.99))

    def __str__(self) -> str:
        return (
            f"{len(self.latched_ms)} takeovers latched, median {np.median(self.latched_ms):.2f} ms, "
            f"p99 {self.p99_ms:.2f} ms, max {max(self.latched_ms):.2f} ms, {self.reported_after} events sent after; "
            f"{self.seen_between} of ours reached the server between the person's input and the latch; "
            f"{self.void} void; {told(self.control)}"
        )


def take_over(count: int, seed: int) -> Takeovers:
    """Take over so often, each time from new hands that hold a button and a key and move.

    Args:
        count: how often.
        seed: of the moments and of what the person does.
    """
    rng, latched_ms, reported, seen, void = random.Random(seed), list[float](), 0, 0, 0
    controls: list[IdleControl] = []
    with plain_window() as plain:
        plain.warp(400, 300)
        plain.focus_follows_pointer()
        connection = open_connection()
        stream, ours, devices = select_raw_input(connection, CLOCK), injecting_devices(connection), Devices(connection)
        while len(latched_ms) < count:
            person_ns, reports = _trial(rng, plain, devices, stream)
            halted = reports[-1]
            assert isinstance(halted, Halted), f"trial {len(latched_ms)}: {reports}"
            if halted.reason == HANDS_HUNG and void < count:
                void += 1
                continue
            assert halted.reason == TAKEN_OVER, f"trial {len(latched_ms)}: {halted.reason}"
            latched_ms.append((halted.at_ns - person_ns) / MILLISECOND_NS)
            reported += sum(isinstance(report, Sent) and report.sent_ns > halted.at_ns for report in reports)
            seen += _acts_after_the_person(stream, ours)
            controls.append(idle_control(CONTROLS, MILLISECOND_NS))
        connection.disconnect()
    return Takeovers(tuple(latched_ms), reported, seen, void, together(controls))


def _trial(rng: random.Random, plain: PlainWindow, devices: Devices, stream: RawStream) -> tuple[int, list[Report]]:
    """Gives the time just before the person's input, and all that the hands reported."""
    with opened_hands(plain) as hands:
        steps = [move_to(20 + step, rng.randrange(20, 480)) for step in range(_STEPS)]
        start_ns = plan(hands, press, press_shift, *steps, spacing_ns=3 * MILLISECOND_NS)
        CLOCK.sleep_until_ns(start_ns + 6 * MILLISECOND_NS + rng.randrange((_STEPS - 2) * 3 * MILLISECOND_NS))
        while stream.next_burst() is not None:  # what was before does not count
            pass
        person_ns = CLOCK.now_ns()
        let_go = _person_acts(rng, devices)
        reports = reports_until_halted(hands)
        plan(hands, *steps[:4])
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 25 * MILLISECOND_NS)
        reports += [*hands.reports(), *hands.rest()]
        reports.sort(key=lambda report: isinstance(report, Halted))
    let_go()
    plain.settle()
    assert plain.held() == (set(), set()), plain.held()
    return person_ns, reports


def _person_acts(rng: random.Random, devices: Devices) -> Callable[[], None]:
    """Something that a person does; gives how it is undone."""
    match rng.randrange(4):
        case 0:
            devices.step(rng.choice((-2, 3)), 1)
            return lambda: None
        case 1:
            devices.button(3, is_press=True)
            return lambda: devices.button(3, is_press=False)
        case 2:
            devices.key(_F1, is_press=True)
            return lambda: devices.key(_F1, is_press=False)
        case _:
            devices.key(SHIFT_KEYCODE, is_press=True)  # which we hold as well
            return lambda: devices.key(SHIFT_KEYCODE, is_press=False)


def _acts_after_the_person(stream: RawStream, ours: frozenset[int]) -> int:
    """How many presses and moves of ours the server saw after the first event of a person."""
    heard = []
    while (burst := stream.next_burst()) is not None:
        heard += [each.raw for each in burst.heard if each.raw is not None]
    first = next((index for index, raw in enumerate(heard) if raw.source not in ours), None)
    assert first is not None, "the person was not heard at all"
    return sum(raw.source in ours and raw.kind in _ACTS for raw in heard[first:])
