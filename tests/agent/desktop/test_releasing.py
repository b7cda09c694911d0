"""What a dead session left held is released by whoever comes next, and nothing else is."""

import os

import pytest

from agent.desktop.ledger import ledger_path, lock_ledger, mapped_ledger, open_ledger_file
from agent.desktop.releasing import release_held, release_left_over
from agent.desktop.x11 import extension, open_connection, root_window
from bridge.clock import SystemClock

CLOCK = SystemClock()
SHIFT, F1 = 50, 67


@pytest.fixture
def held(display):
    """The ledger's file of this display."""
    descriptor = open_ledger_file(ledger_path(os.environ["DISPLAY"]))
    mapped_ledger(descriptor).begin()
    yield descriptor
    mapped_ledger(descriptor).begin()
    os.close(descriptor)


def inject(kind: int, detail: int) -> None:
    connection = open_connection()
    extension(connection, "xtest").FakeInput(kind, detail, 0, root_window(connection), 0, 0, 0)
    connection.core.GetInputFocus().reply()
    connection.disconnect()


def test_what_the_ledger_names_is_released_and_nothing_else(plain, held):
    ledger = mapped_ledger(held)
    ledger.press_key(SHIFT)
    ledger.press_button(1)
    inject(2, SHIFT)
    inject(2, F1)
    inject(4, 1)
    assert release_left_over(CLOCK, even_of_the_living=False) == 2
    assert plain.held() == (set(), {F1})
    assert not ledger.is_anything_held
    inject(3, F1)


def test_half_a_notch_of_the_wheel_and_a_release_that_was_lost_are_made_good(plain, held):
    ledger = mapped_ledger(held)
    ledger.turn_wheel(4)
    ledger.press_button(1)
    ledger.release_button(1)  # it left; the server dropped it, as its sender was killed just then
    inject(4, 4)
    inject(4, 1)
    assert not ledger.is_anything_held
    assert release_left_over(CLOCK, even_of_the_living=False) == 2
    assert plain.held() == (set(), set())
    assert not ledger.is_anything_left


def test_what_a_person_holds_is_not_released_though_the_ledger_names_it(plain, held, devices):
    mapped_ledger(held).press_key(SHIFT)
    devices.key(SHIFT, is_press=True)
    assert release_left_over(CLOCK, even_of_the_living=False) == 0
    assert plain.held() == (set(), {SHIFT})
    devices.key(SHIFT, is_press=False)


def test_a_living_session_is_left_alone_unless_it_is_a_panic(plain, held):
    ledger = mapped_ledger(held)
    assert lock_ledger(held)
    ledger.press_key(SHIFT)
    inject(2, SHIFT)
    assert release_left_over(CLOCK, even_of_the_living=False) == 0
    assert plain.held_keycodes() == {SHIFT}
    assert release_left_over(CLOCK, even_of_the_living=True) == 1
    assert plain.held_keycodes() == set()
    assert ledger.is_stopped


def test_where_no_session_ever_was_there_is_nothing_to_release(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":12345")
    assert release_left_over(CLOCK, even_of_the_living=True) == 0


def test_an_empty_ledger_asks_no_server(held, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":12345")
    assert release_held(mapped_ledger(held), CLOCK) == 0


def test_what_a_person_holds_too_stays_in_the_ledger_until_they_let_go(plain, held, devices):
    ledger = mapped_ledger(held)
    ledger.press_key(SHIFT)
    inject(2, SHIFT)
    devices.key(SHIFT, is_press=True)
    assert release_held(ledger, CLOCK) == 0
    assert (ledger.keys, plain.held_keycodes()) == ((SHIFT,), {SHIFT})
    devices.key(SHIFT, is_press=False)
    assert release_held(ledger, CLOCK) == 1
    assert (ledger.keys, plain.held_keycodes()) == ((), set())
