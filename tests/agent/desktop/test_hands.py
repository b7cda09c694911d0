"""The hands as two processes: on time, guarded, and let go of in every ending. The long counts are soak tests."""

import signal
import subprocess

import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.guardian import HANDS_DIED, HANDS_HUNG, STOP_KEY
from agent.desktop.hands import HANDS_ENDED, HANDS_SILENT, ProcessHands
from agent.desktop.releasing import release_left_over
from agent.desktop.vigil import AGENT_SILENT, FOCUS_LOST, GUARDIAN_GONE, PANIC, TAKEN_OVER, WINDOW_HIDDEN
from agent.desktop.wire import Setup
from agent.desktop.x11 import open_connection
from agent.dispatch import SENSELESS_PLANS
from agent.errors import DesktopError
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import LATE, WINDOW_GONE, NotSent, Sent
from bridge.events import ButtonRelease, KeyRelease
from bridge.geometry import Rect
from tests.agent.desktop.devices import held_by_xtest
from tests.agent.desktop.handling import (
    AGENT,
    BOTH,
    CLOCK,
    LEFT,
    MS,
    NOTHING,
    SHIFT_KEYCODE,
    STOP_KEYCODE,
    await_held,
    end,
    hold,
    is_running,
    move_to,
    opened_hands,
    plan,
    press,
    press_shift,
    reports_until_halted,
    why_halted,
)
from tests.agent.desktop.plain_window import plain_window


@pytest.fixture
def hands(plain):
    with opened_hands(plain) as opened:
        yield opened


def test_a_plan_is_sent_on_time_and_each_event_is_seen_back(plain, hands):
    def release(at_ns):
        return ButtonRelease(at_ns, 10, 20, LEFT, AGENT)

    plan(hands, move_to(5), press, move_to(12), release)
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MS)
    reports = [*hands.reports(), *hands.rest()]
    assert [type(report) for report in reports] == [Sent] * 4
    assert [type(report.event).__name__ for report in reports] == [
        "PointerMove",
        "ButtonPress",
        "PointerMove",
        "ButtonRelease",
    ]
    for report in reports:
        assert report.event.at_ns <= report.sent_ns <= report.event.at_ns + 15 * MS
    assert plain.held() == NOTHING


def test_a_server_that_is_held_by_another_program_is_no_hang_and_what_waited_for_it_is_late(plain, hands):
    hold(hands, plain)
    other = open_connection()
    other.core.GrabServer()
    other.core.GetInputFocus().reply()
    plan(hands, move_to(300))
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 120 * MS)
    other.core.UngrabServer()
    other.core.GetInputFocus().reply()
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 30 * MS)
    assert [report.reason for report in hands.reports() if isinstance(report, NotSent)] == [LATE]
    assert plain.held() == BOTH
    other.disconnect()


def test_resting_releases_and_forgets_what_was_planned(plain, hands):
    hold(hands, plain)
    plan(hands, move_to(700))
    left = hands.rest()
    assert [report.reason for report in left if isinstance(report, NotSent)] == ["superseded"]
    await_held(plain, NOTHING)
    assert plain.pointer() != (800, 100)


def test_what_comes_too_late_is_dropped_with_its_release(plain, hands):
    old_ns = CLOCK.now_ns() - 100 * MS

    def release(_):
        return ButtonRelease(old_ns + 101 * MS, 10, 20, LEFT, AGENT)

    hands.plan(Plan(old_ns, (press(old_ns), release(0))))
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 30 * MS)
    assert [(type(r).__name__, r.reason) for r in hands.reports()] == [("NotSent", LATE)] * 2


def test_the_limits_are_the_hands_own(plain):
    with opened_hands(plain, limits=Limits(765, 503, max_presses_per_s=1)) as hands:
        plan(hands, press, press_shift)
        await_held(plain, ({1}, set()), hands)
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 20 * MS)
        assert plain.held() == ({1}, set())


def test_what_is_forbidden_at_a_moment_is_not_pressed(plain, hands):
    hands.forbid((Rect(0, 0, 50, 50),))
    plan(hands, press, press_shift)
    await_held(plain, (set(), {SHIFT_KEYCODE}), hands)
    hands.forbid(())
    plan(hands, press)
    await_held(plain, BOTH, hands)


def test_senseless_plans_end_it(hands):
    plan(hands, *[move_to(5_000 + n) for n in range(5)])
    assert why_halted(hands) == SENSELESS_PLANS


def bring_about(reason, hands, plain, devices) -> None:
    match reason:
        case "the stop key":
            devices.key(STOP_KEYCODE, is_press=True)
        case "a person took over":
            devices.step(3, 0)
        case "osrs-agent panic":
            release_left_over(CLOCK, even_of_the_living=True)
        case "the game's window was hidden":
            plain.hide()
        case "the game's window vanished":
            plain.destroy()
        case _:
            number = signal.SIGSTOP if reason == HANDS_HUNG else signal.SIGKILL
            end(hands.guardian_pid if reason == GUARDIAN_GONE else hands.injector_pid, number)


ENDINGS = (STOP_KEY, TAKEN_OVER, PANIC, WINDOW_HIDDEN, WINDOW_GONE, HANDS_DIED, HANDS_HUNG, GUARDIAN_GONE)


@pytest.mark.parametrize("reason", ENDINGS)
def test_each_ending_releases_everything_and_says_why(plain, hands, devices, reason):
    with plain_window("a witness", x=0, y=900, width=50, height=50) as witness:
        hold(hands, plain)
        bring_about(reason, hands, plain, devices)
        assert why_halted(hands) == reason
        await_held(witness, (set(), {STOP_KEYCODE} if reason == STOP_KEY else set()))
        devices.key(STOP_KEYCODE, is_press=False)
        assert hands.reports() == ()


def test_a_lost_focus_ends_it(plain, devices):
    plain.focus()
    with opened_hands(plain) as hands, plain_window("another", x=900, y=700, width=50, height=50) as other:
        hold(hands, plain)
        other.focus()
        assert why_halted(hands) == FOCUS_LOST
        assert plain.held() == NOTHING
    plain.focus_follows_pointer()


def test_an_agent_that_hangs_for_0_9_s_ends_it(plain, hands):
    hold(hands, plain)
    silent_ns = CLOCK.now_ns()
    released_ns = await_held(plain, NOTHING)
    assert 800 * MS < released_ns - silent_ns < 2_000 * MS
    assert why_halted(hands) == AGENT_SILENT


def test_a_hung_injector_that_holds_nothing_is_noticed_by_the_agent(plain, hands):
    end(hands.injector_pid, signal.SIGSTOP)
    assert why_halted(hands) == HANDS_SILENT
    end(hands.injector_pid, signal.SIGCONT)


def test_with_both_processes_killed_the_agent_releases(plain, hands):
    hold(hands, plain)
    for pid in (hands.guardian_pid, hands.injector_pid):
        end(pid, signal.SIGKILL)
    assert why_halted(hands) in (HANDS_ENDED, GUARDIAN_GONE)
    assert plain.held() == NOTHING


def test_nothing_is_sent_after_a_takeover(plain, hands, devices):
    plan(hands, *[move_to(5 + n) for n in range(60)])
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MS)
    devices.step(0, 200)
    reports = reports_until_halted(hands)
    where = plain.pointer()
    plan(hands, move_to(300))
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 40 * MS)
    assert sum(isinstance(report, Sent) for report in reports) > 3
    assert plain.pointer() == where


def test_what_left_just_before_a_takeover_is_reported_even_where_it_is_seen_back_after_it(plain, hands, devices):
    plan(hands, *[move_to(5 + n) for n in range(60)], spacing_ns=2 * MS)
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MS)
    devices.step(0, 200)
    reports = [*reports_until_halted(hands), *hands.rest()]
    assert sum(isinstance(report, Sent | NotSent) for report in reports) == 60


def test_a_persons_own_shift_is_never_released(plain, hands, devices):
    hold(hands, plain)
    devices.key(SHIFT_KEYCODE, is_press=True)
    assert why_halted(hands) == TAKEN_OVER
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 50 * MS)
    assert plain.held() == (set(), {SHIFT_KEYCODE})
    devices.key(SHIFT_KEYCODE, is_press=False)
    assert plain.held() == NOTHING
    hands.close()
    connection = open_connection()
    assert held_by_xtest(connection) == set()
    connection.disconnect()


def test_one_display_has_one_pair_of_hands(plain, hands):
    with pytest.raises(DesktopError, match=r"acts on display .* already"), opened_hands(plain):
        pass


def test_a_keyboard_without_the_stop_key_is_refused(plain, monkeypatch):
    monkeypatch.setattr("tests.agent.desktop.handling.STOP_KEY", "letter")
    with pytest.raises(DesktopError, match="no key 'letter'"), opened_hands(plain):
        pass


def test_closing_ends_both_processes(plain):
    with opened_hands(plain) as hands:
        hold(hands, plain)
    assert not is_running(hands.injector_pid)
    assert not is_running(hands.guardian_pid)
    assert plain.held() == NOTHING


def test_a_shift_that_a_person_holds_already_is_neither_pressed_nor_released(plain, devices):
    devices.key(SHIFT_KEYCODE, is_press=True)
    with opened_hands(plain) as hands:
        plan(hands, press_shift, lambda at_ns: KeyRelease(at_ns, "shift", AGENT))
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MS)
        assert [(type(r).__name__, r.reason) for r in hands.reports()] == [("NotSent", "held_by_person")] * 2
        assert plain.held() == (set(), {SHIFT_KEYCODE})
    assert plain.held() == (set(), {SHIFT_KEYCODE})
    devices.key(SHIFT_KEYCODE, is_press=False)
    assert plain.held() == NOTHING


def test_our_release_of_a_key_that_a_person_pressed_meanwhile_waits_for_theirs(plain, devices):
    with opened_hands(plain, yields=False) as hands:
        plan(hands, press_shift)
        await_held(plain, (set(), {SHIFT_KEYCODE}), hands)
        devices.key(SHIFT_KEYCODE, is_press=True)
        plan(hands, lambda at_ns: KeyRelease(at_ns, "shift", AGENT))
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MS)
        assert plain.held() == (set(), {SHIFT_KEYCODE})
        devices.key(SHIFT_KEYCODE, is_press=False)
    await_held(plain, NOTHING)


def test_hands_whose_process_ends_at_once_are_told():
    def process(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    setup = Setup(GameWindow(1, "a plain window"), Limits(765, 503), "f12", yields=True)
    with process("true") as injector, process("cat") as guardian:
        injector.wait(10)
        hands = ProcessHands(CLOCK, injector, guardian, ledger=None)
        with pytest.raises(DesktopError, match="the hands' own process does not start"):
            hands.begin(setup)
        guardian.stdin.close()
