"""A call makes the receiver readable, until it is cleared."""

import select

import pytest

from bridge.link.wake import Wake


@pytest.fixture
def wake():
    wake = Wake()
    yield wake
    wake.close()


def is_called(wake: Wake) -> bool:
    return select.select([wake.receiver], [], [], 0) != ([], [], [])


def test_calls_pile_up_and_are_cleared_together(wake):
    assert not is_called(wake)
    for _ in range(3):
        wake.call()
    assert is_called(wake)
    wake.clear()
    assert not is_called(wake)


def test_calls_beyond_the_systems_buffer_do_not_wait(wake):
    for _ in range(10_000):
        wake.call()
    wake.clear()
    assert not is_called(wake)


def test_a_call_after_the_end_reaches_nobody():
    wake = Wake()
    wake.close()
    wake.call()
