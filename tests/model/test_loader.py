from __future__ import annotations

from threading import Event, get_ident

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from model.loader import Loader


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_items_come_in_the_order_of_their_steps(threads: int) -> None:
    with Loader(lambda step: step * step, threads, VirtualClock()) as loader:
        assert [loader.take(step) for step in range(5, 30)] == [step * step for step in range(5, 30)]


def test_the_next_item_is_made_while_this_one_is_used() -> None:
    made = [Event() for _ in range(10)]
    with Loader(lambda step: made[step].set(), 1, VirtualClock()) as loader:
        loader.take(0)
        assert made[1].wait(10.0)


def test_without_threads_an_item_is_made_where_it_is_asked_for() -> None:
    with Loader(lambda step: (step, get_ident()), 0, VirtualClock()) as loader:
        assert loader.take(0) == (0, get_ident())


def test_the_time_that_was_waited_is_known() -> None:
    clock = VirtualClock()
    with Loader(lambda step: clock.sleep_until_ns((step + 1) * SECOND_NS), 0, clock) as loader:
        for step in range(3):
            loader.take(step)
    assert loader.waited_s == 3.0


def test_what_goes_wrong_on_a_thread_is_told_to_who_asks() -> None:
    def fail(step: int) -> int:
        raise ValueError(f"step {step}")

    with Loader(fail, 1, VirtualClock()) as loader, pytest.raises(ValueError, match="step 0"):
        loader.take(0)
