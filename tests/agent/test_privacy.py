"""Which moments are private, and what is left of the keys."""

import msgspec
import pytest

from agent.privacy import GUARD_TICKS, KeyFilter, Mark, is_public, mark_of, with_gap
from bridge.events import Author, KeyPress, KeyRelease, PointerMove
from bridge.geometry import Rect
from bridge.state import TICK_NS, GamePhase, GameState, Interface, Tick, View

PLAYING = GameState(
    Tick(1, 5),
    GamePhase.LOGGED_IN,
    View(765, 503, Rect(4, 4, 512, 334)),
    Interface(open=(), is_text_field_active=False),
)


def marks(publics: str) -> tuple[Mark, ...]:
    """One mark a tick: "+" public, "-" private, " " missing."""
    return tuple(Mark(index * TICK_NS, sign == "+") for index, sign in enumerate(publics) if sign != " ")


def between(tick: int) -> int:
    """A moment after a tick and before the next."""
    return tick * TICK_NS + TICK_NS // 2


def state(**changes) -> GameState:
    return msgspec.structs.replace(PLAYING, **changes)


def test_play_is_public():
    assert mark_of(PLAYING) == Mark(5, True)


@pytest.mark.parametrize(
    "private",
    [
        state(phase=GamePhase.LOGIN_SCREEN),
        state(phase=GamePhase.LOADING),
        state(interface=Interface(open=(), is_text_field_active=True)),
        state(interface=Interface(open=(), is_text_field_active=None)),
        state(interface=Interface(open=("bank", "bank_pin"), is_text_field_active=False)),
        state(interface=Interface()),
    ],
)
def test_what_is_typed_at_a_login_a_field_or_the_pin_is_private_and_so_is_the_unknown(private):
    assert not mark_of(private).is_public


def test_a_moment_needs_two_public_ticks_before_and_two_after():
    assert is_public(between(1), marks("++++")) is True
    assert is_public(between(0), marks("++++")) is False
    assert is_public(between(1), marks("+++")) is None
    assert is_public(between(1), marks("++")) is None


@pytest.mark.parametrize("private_tick", range(6))
def test_the_guard_band_is_two_ticks_on_either_side(private_tick):
    publics = "".join("-" if tick == private_tick else "+" for tick in range(6))
    is_near = private_tick - GUARD_TICKS < 3 <= private_tick + GUARD_TICKS
    assert is_public(between(2), marks(publics)) is not is_near


def test_what_cannot_become_public_is_decided_at_once():
    assert is_public(between(1), marks("+-")) is False
    assert is_public(between(1), marks("++-")) is False


@pytest.mark.parametrize("publics", ["+   +++", "++   ++", "+++   +"])
def test_ticks_that_are_missing_hide_something(publics):
    known = marks(publics)
    moment = known[1].at_ns + 1
    assert is_public(moment, known) is False


def test_one_missing_tick_is_bridged():
    assert is_public(between(1), marks("++ ++")) is True


def test_an_overdue_tick_makes_the_rest_private():
    known = marks("++")
    assert with_gap(known, TICK_NS + 2 * TICK_NS) == known
    (*_, last) = with_gap(known, TICK_NS + 2 * TICK_NS + 1)
    assert last == Mark(3 * TICK_NS, False)
    assert with_gap((*known, last), 100 * TICK_NS) == (*known, last)
    assert with_gap((), 100) == ()


def kept(events, *, hides_letters=True, may_pass=lambda _: True):
    keys, out = KeyFilter(hides_letters), []
    for event in events:
        keys, left = keys.passed(event, may_pass=may_pass(event))
        if left is not None:
            out.append((type(left), left.at_ns, getattr(left, "key", "")))
    return out


def press(at_ns, key):
    return KeyPress(at_ns, key, Author.HUMAN)


def release(at_ns, key):
    return KeyRelease(at_ns, key, Author.HUMAN)


def test_letters_are_a_class_and_other_keys_keep_their_names():
    events = [press(1, "w"), release(2, "w"), press(3, "f1"), release(4, "f1"), press(5, "3"), release(6, "3")]
    assert [name for *_, name in kept(events)] == ["letter", "letter", "f1", "f1", "3", "3"]
    assert [name for *_, name in kept(events, hides_letters=False)] == ["w", "w", "f1", "f1", "3", "3"]


def test_letters_that_overlap_are_down_with_the_first_and_up_with_the_last():
    events = [press(1, "a"), press(2, "b"), release(3, "a"), release(4, "b")]
    assert kept(events) == [(KeyPress, 1, "letter"), (KeyRelease, 4, "letter")]


def test_a_release_goes_with_its_press():
    events = [press(1, "left"), press(2, "x"), release(3, "left"), release(4, "x")]
    assert kept(events, may_pass=lambda event: event.at_ns == 1) == [(KeyPress, 1, "left"), (KeyRelease, 3, "left")]


def test_what_is_no_key_always_passes():
    assert kept([PointerMove(1, 2, 3, Author.HUMAN)], may_pass=lambda _: False) == [(PointerMove, 1, "")]
