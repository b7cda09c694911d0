"""The terminal's line tells tick, plan, lateness, mode and why."""

from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.reports import Halted, NotSent, Sent
from agent.status_line import status_line
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, MouseButton, PointerMove, WheelScroll

AGENT, LEFT, MS = Author.AGENT, MouseButton.LEFT, 1_000_000
MOVES = (PointerMove(1 * MS, 1, 2, AGENT), PointerMove(2 * MS, 3, 4, AGENT))
ACTS = (
    ButtonPress(3 * MS, 3, 4, LEFT, AGENT),
    ButtonRelease(4 * MS, 3, 4, LEFT, AGENT),
    KeyPress(5 * MS, "space", AGENT),
    WheelScroll(6 * MS, 3, 4, -2, AGENT),
)


def test_before_the_first_plan_there_is_little_to_tell():
    line = status_line(PlayLoop(Mode.DRY_RUN), "f12")
    assert line == "tick 0   plan: nothing   0 of 0 sent   0 late, 0 refused   dry run   f12 or Ctrl-C ends it"


def test_a_plan_is_told_by_its_moves_number_and_its_acts_names():
    loop = PlayLoop(Mode.ARMED)
    loop.planned(Plan(0, (*MOVES, *ACTS)), 800_000)
    loop.reported([Sent(MOVES[0], 1 * MS + 1_300_000, None), NotSent(MOVES[1], "late"), NotSent(ACTS[0], "covered")])
    line = status_line(loop, "f12")
    assert "tick 0 decided in 0.8 ms   plan: 2 moves, left at 3, 4, space, wheel -2   " in line
    assert "1 of 6 sent, 1.3 ms late at most   1 late, 1 refused   armed   " in line


def test_what_made_it_neutral_is_said():
    loop = PlayLoop(Mode.ARMED)
    loop.reported([Halted(0, "a person took over")])
    assert "neutral: a person took over" in status_line(loop, "f12")
